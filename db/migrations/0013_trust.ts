import { sql } from "kysely";
import type { Migration } from "../migrate.ts";

/** Who looked at or changed whose data, found at once (V5); and what was erased, and why (V4). */
export const trust: Migration = {
  name: "0013_trust",
  up: sql`
alter table audit_entries
  add column pupil_ids bigint[] not null default '{}',
  add column person_ids bigint[] not null default '{}';
update audit_entries set
  pupil_ids = case when jsonb_typeof(subject->'pupilId') = 'number'
    then array[(subject->>'pupilId')::bigint] else '{}' end,
  person_ids = case when jsonb_typeof(subject->'personId') = 'number'
    then array[(subject->>'personId')::bigint] else '{}' end;
create index audit_entries_at on audit_entries (school_id, at desc, id desc);
create index audit_entries_action on audit_entries (school_id, action, at desc);
create index audit_entries_account on audit_entries (school_id, account_id, at desc);
create index audit_entries_account_action on audit_entries (school_id, account_id, action, at desc);
create index audit_entries_pupils on audit_entries using gin (pupil_ids);
create index audit_entries_people on audit_entries using gin (person_ids);

create table erasures (                     -- the written record of what was erased; no names
  school_id integer not null references schools on delete cascade,
  id bigint generated always as identity,
  at timestamptz not null,
  account_id bigint references accounts on delete set null,  -- null: by itself, after its period
  kind text not null,
  subject_id bigint,
  reason text,
  counts jsonb not null default '{}',
  primary key (school_id, id)
);
create index erasures_at on erasures (school_id, at desc);

-- Who was erased stays so, whatever is under way at that moment.
alter table people add check (erased_at is null or (left_at is not null and num_nonnulls(
  key, account_id, email, phone, street, house_number, house_addition, postcode, city,
  photo_file_id, blocked_reason) = 0 and first_name || initials || prefix || last_name = ''));
alter table pupils add check (erased_at is null or (left_at is not null and num_nonnulls(
  key, email, photo_file_id, born_on) = 0
  and first_name || given_names || initials || prefix || last_name = ''));

-- A vote counts on when its voter is erased; then it has a number that is nobody's.
alter table poll_votes drop constraint poll_votes_account_id_fkey;
`,
};
