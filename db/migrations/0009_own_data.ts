import { sql } from "kysely";
import type { Migration } from "../migrate.ts";

/** People keep their own data right (A10–A12) and choose what other parents see (V1). */
export const ownData: Migration = {
  name: "0009_own_data",
  up: sql`
alter table schools
  add column direct_changes boolean not null default false,     -- else by way of the office (A12)
  add column two_step_required boolean not null default false,  -- of office and admin (A6)
  add column uses_notes boolean not null default true,
  add column uses_results boolean not null default false,
  add column retention jsonb not null default '{}';             -- months per kind, where shortened

alter table people
  add column photo_file_id bigint,
  add column shares jsonb not null default '{}',  -- {"phone": "group"}: what is not in it, nobody sees
  add column erased_at timestamptz,
  add foreign key (school_id, photo_file_id) references files;
create index people_photo on people (school_id, photo_file_id) where photo_file_id is not null;

alter table pupils
  add column photo_file_id bigint,
  add column shares jsonb not null default '{}',
  add column erased_at timestamptz,
  add foreign key (school_id, photo_file_id) references files;
create index pupils_photo on pupils (school_id, photo_file_id) where photo_file_id is not null;

create table contacts (                     -- further phones and addresses: work, grandparents
  school_id integer not null,
  id bigint generated always as identity,
  person_id bigint,
  pupil_id bigint,
  kind text not null check (kind in ('phone', 'email')),
  label text not null,
  value text not null,
  shared_with text not null default 'none' check (shared_with in ('none', 'group', 'school')),
  primary key (school_id, id),
  foreign key (school_id, person_id) references people on delete cascade,
  foreign key (school_id, pupil_id) references pupils on delete cascade,
  check (num_nonnulls(person_id, pupil_id) = 1)
);
create index contacts_person on contacts (school_id, person_id) where person_id is not null;
create index contacts_pupil on contacts (school_id, pupil_id) where pupil_id is not null;

create table change_requests (              -- one per field, decided by the office
  school_id integer not null references schools on delete cascade,
  id bigint generated always as identity,
  person_id bigint,
  pupil_id bigint,
  field text not null,                      -- 'firstName' … 'address', 'phone', 'email', 'contact'
  contact_id bigint,                        -- the entry to change or remove; null: to add one
  old_value jsonb not null,
  new_value jsonb not null,                 -- JSON null: to remove
  asked_by bigint references accounts on delete set null,
  asked_at timestamptz not null,
  state text not null default 'pending' check (state in ('pending', 'approved', 'rejected', 'withdrawn')),
  decided_by bigint references accounts on delete set null,
  decided_at timestamptz,
  reason text,
  primary key (school_id, id),
  foreign key (school_id, person_id) references people on delete cascade,
  foreign key (school_id, pupil_id) references pupils on delete cascade,
  check (num_nonnulls(person_id, pupil_id) = 1),
  check ((state = 'pending') = (decided_at is null))
);
create unique index change_requests_pending on change_requests
  (school_id, person_id, pupil_id, field, contact_id) nulls not distinct
  where state = 'pending' and (field <> 'contact' or contact_id is not null);
create index change_requests_open on change_requests (school_id, asked_at) where state = 'pending';
`,
};
