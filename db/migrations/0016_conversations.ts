import { sql } from "kysely";
import type { Migration } from "../migrate.ts";

/**
 * Oudergesprekken (C1–C6). A slot is a row, and booking it writes the child into that row: so two
 * can never have one slot. That a teacher or a guardian is never at two places at once, and that a
 * child has one talk per round, are constraints; those of intervals need btree_gist, which the
 * owner of a database may add by itself.
 */
export const conversations: Migration = {
  name: "0016_conversations",
  up: sql`
create extension if not exists btree_gist;

alter table schools add column talk_gap smallint not null default 5 check (talk_gap between 0 and 60);
                                            -- minutes to walk from one teacher to the next

create table talk_rounds (
  school_id integer not null references schools on delete cascade,
  id bigint generated always as identity,
  school_year smallint not null,
  title text not null,
  minutes smallint not null check (minutes between 1 and 240),  -- of one slot
  plan jsonb not null default '{}',         -- what the maker was filled in with
  room text not null default '',
  video_link text not null default '',
  invitation text not null default '',      -- what the teacher wrote to all; plain text
  separate_talks boolean not null default false,  -- guardians may each have their own
  fair boolean not null default false,      -- preferences first, then allotted
  created_by bigint not null,
  form_key uuid,
  created_at timestamptz not null,
  published_at timestamptz,                 -- null: only its teachers see it
  opens_at timestamptz,                     -- booking begins; null: when it is published
  closes_at timestamptz,                    -- guardians choose until then
  wishes_until timestamptz,                 -- of a fair round
  allotted_at timestamptz,
  closed_at timestamptz,                    -- the times are fixed and mailed
  withdrawn_at timestamptz,
  version integer not null default 1,       -- counts changes of the round itself, not of its slots
  primary key (school_id, id),
  unique (school_id, form_key),
  foreign key (school_id, created_by) references people
);
create index talk_rounds_year on talk_rounds (school_id, school_year);

create table talk_round_groups (
  school_id integer not null,
  round_id bigint not null,
  group_id bigint not null,
  primary key (school_id, round_id, group_id),
  foreign key (school_id, round_id) references talk_rounds on delete cascade,
  foreign key (school_id, group_id) references groups on delete cascade
);
create index talk_round_groups_group on talk_round_groups (school_id, group_id);

create table talk_round_teachers (
  school_id integer not null,
  round_id bigint not null,
  person_id bigint not null,
  primary key (school_id, round_id, person_id),
  foreign key (school_id, round_id) references talk_rounds on delete cascade,
  foreign key (school_id, person_id) references people on delete cascade
);
create index talk_round_teachers_person on talk_round_teachers (school_id, person_id);

create table talk_invitees (                -- what differs from child to child
  school_id integer not null,
  round_id bigint not null,
  pupil_id bigint not null,
  slots smallint not null default 1 check (slots between 0 and 6),  -- 0: skipped
  note text not null default '',            -- the teacher's, for this child's guardians; plain text
  primary key (school_id, round_id, pupil_id),
  foreign key (school_id, round_id) references talk_rounds on delete cascade,
  foreign key (school_id, pupil_id) references pupils on delete cascade
);
create index talk_invitees_pupil on talk_invitees (school_id, pupil_id);

create table talk_slots (
  school_id integer not null,
  id bigint generated always as identity,
  round_id bigint not null,
  during tstzrange not null
    check (not isempty(during) and not lower_inf(during) and not upper_inf(during)),
  removed_at timestamptz,                   -- taken out by the teacher
  pupil_id bigint,                          -- null: free
  guardian_id bigint,                       -- who chose it; null: the teacher did, or nobody
  for_guardian_id bigint,                   -- where guardians have talks of their own: whose this is
  part smallint not null default 1,         -- of a longer talk: its first slot, second, …
  subject text not null default '',         -- on the first part
  booked_at timestamptz,
  held_for bigint,                          -- freed, and kept for this pupil, who was next in line,
  held_until timestamptz,                   -- until then
  changes integer not null default 0,       -- counted up at every change: a round's sum tells
                                            -- screens of news, and bookings wait for no counter
  primary key (school_id, id),
  unique (school_id, id, during),
  foreign key (school_id, round_id) references talk_rounds on delete cascade,
  foreign key (school_id, pupil_id) references pupils on delete cascade,
  foreign key (school_id, guardian_id) references people,
  foreign key (school_id, for_guardian_id) references people,
  check (pupil_id is not null or (guardian_id is null and for_guardian_id is null and part = 1)),
  check (removed_at is null or pupil_id is null),
  constraint talk_slots_round exclude using gist
    (school_id with =, round_id with =, during with &&) where (removed_at is null)
    deferrable initially immediate,
  constraint talk_slots_guardian exclude using gist
    (school_id with =, guardian_id with =, during with &&) where (guardian_id is not null)
    deferrable initially immediate,
  constraint talk_slots_pupil exclude using gist
    (school_id with =, pupil_id with =, during with &&) where (pupil_id is not null)
    deferrable initially immediate
);
create unique index talk_slots_booking
  on talk_slots (school_id, round_id, pupil_id, for_guardian_id, part) nulls not distinct
  where pupil_id is not null;               -- one talk per child and round
create index talk_slots_round_order on talk_slots (school_id, round_id, id);

create table talk_slot_teachers (           -- of slots that are not removed
  school_id integer not null,
  slot_id bigint not null,
  person_id bigint not null,
  during tstzrange not null,
  primary key (school_id, slot_id, person_id),
  foreign key (school_id, slot_id, during) references talk_slots (school_id, id, during)
    on delete cascade,                      -- a slot is shifted with its teachers in one statement
  foreign key (school_id, person_id) references people,
  constraint talk_slot_teachers_free exclude using gist
    (school_id with =, person_id with =, during with &&) deferrable initially immediate
);

create table talk_wishes (                  -- of a fair round: a guardian's choices, 1 is the dearest
  school_id integer not null,
  round_id bigint not null,
  pupil_id bigint not null,
  slot_id bigint not null,
  rank smallint not null check (rank between 1 and 10),
  asked_by bigint not null,
  primary key (school_id, round_id, pupil_id, rank),
  unique (school_id, round_id, pupil_id, slot_id),
  foreign key (school_id, round_id) references talk_rounds on delete cascade,
  foreign key (school_id, pupil_id) references pupils on delete cascade,
  foreign key (school_id, slot_id) references talk_slots on delete cascade,
  foreign key (school_id, asked_by) references people
);

create table talk_waits (                   -- in line for a slot that comes free
  school_id integer not null,
  round_id bigint not null,
  pupil_id bigint not null,
  guardian_id bigint not null,
  asked_at timestamptz not null,
  primary key (school_id, round_id, pupil_id),
  foreign key (school_id, round_id) references talk_rounds on delete cascade,
  foreign key (school_id, pupil_id) references pupils on delete cascade,
  foreign key (school_id, guardian_id) references people
);
`,
};
