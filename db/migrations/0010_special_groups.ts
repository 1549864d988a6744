import { sql } from "kysely";
import type { Migration } from "../migrate.ts";

/** Groups of parents beside the classes, some of which one signs up for (R7). */
export const specialGroups: Migration = {
  name: "0010_special_groups",
  up: sql`
create table special_groups (
  school_id integer not null references schools on delete cascade,
  id bigint generated always as identity,
  school_year smallint not null,
  name text not null,
  main_group_id bigint,                     -- the class it goes with
  activity boolean not null default false,  -- parents sign up by themselves, until it closes
  description text not null default '',     -- plain text
  closes_at timestamptz,
  maximum integer check (maximum > 0),
  taken integer not null default 0,         -- counted with every sign-up, so that the check holds at once
  form_key uuid,
  created_by bigint not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (school_id, id),
  unique (school_id, form_key),
  foreign key (school_id, main_group_id) references groups,
  foreign key (school_id, created_by) references people,
  check (taken >= 0 and (maximum is null or taken <= maximum)),
  check (activity = (closes_at is not null))
);
create index special_groups_year on special_groups (school_id, school_year);

create table special_group_groups (         -- whose parents may join; none: everyone's
  school_id integer not null,
  special_group_id bigint not null,
  group_id bigint not null,
  primary key (school_id, special_group_id, group_id),
  foreign key (school_id, special_group_id) references special_groups on delete cascade,
  foreign key (school_id, group_id) references groups  -- no cascade: without rows it is for everyone
);

create table special_group_members (
  school_id integer not null,
  special_group_id bigint not null,
  person_id bigint not null,
  added_by bigint references accounts on delete set null,
  added_at timestamptz not null,
  primary key (school_id, special_group_id, person_id),
  foreign key (school_id, special_group_id) references special_groups on delete cascade,
  foreign key (school_id, person_id) references people  -- no cascade: it would pass by taken
);
create index special_group_members_person on special_group_members (school_id, person_id);

create table special_group_mails (          -- what was mailed to its members, and by whom
  school_id integer not null,
  id bigint generated always as identity,
  special_group_id bigint not null,
  sender_id bigint not null,
  sender_name text not null,
  subject text not null,
  body text not null,                       -- plain text
  receivers integer not null,
  form_key uuid,
  sent_at timestamptz not null,
  primary key (school_id, id),
  unique (school_id, form_key),
  foreign key (school_id, special_group_id) references special_groups on delete cascade,
  foreign key (school_id, sender_id) references people
);
create index special_group_mails_group on special_group_mails (school_id, special_group_id, sent_at);
`,
};
