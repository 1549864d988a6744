import { sql } from "kysely";
import type { Migration } from "../migrate.ts";

/**
 * Fair rounds (C6): where guardians have talks of their own they also have wishes of their own, and
 * what is proposed is kept until it is booked. A proposal keeps only who is to come where; names,
 * wishes and what became of a time are read when it is shown.
 */
export const fairRounds: Migration = {
  name: "0017_fair_rounds",
  up: sql`
alter table talk_wishes
  add column id bigint generated always as identity,
  add column for_guardian_id bigint,        -- where guardians have talks of their own: whose wish
  drop constraint talk_wishes_pkey,
  drop constraint talk_wishes_school_id_round_id_pupil_id_slot_id_key,
  add primary key (school_id, id),
  add foreign key (school_id, for_guardian_id) references people,
  add constraint talk_wishes_rank
    unique nulls not distinct (school_id, round_id, pupil_id, for_guardian_id, rank),
  add constraint talk_wishes_slot
    unique nulls not distinct (school_id, round_id, pupil_id, for_guardian_id, slot_id);

create table talk_proposals (
  school_id integer not null,
  round_id bigint not null,
  version integer not null default 1,       -- counts up when it is made again or adjusted
  made_by bigint not null,
  made_at timestamptz not null,
  primary key (school_id, round_id),
  foreign key (school_id, round_id) references talk_rounds on delete cascade,
  foreign key (school_id, made_by) references people
);

create table talk_proposed (                -- who is not in it, has no place
  school_id integer not null,
  id bigint generated always as identity,
  round_id bigint not null,
  pupil_id bigint not null,
  for_guardian_id bigint,                   -- where guardians have talks of their own: whose this is
  slot_id bigint not null,                  -- the first of its talk
  primary key (school_id, id),
  unique nulls not distinct (school_id, round_id, pupil_id, for_guardian_id),
  unique (school_id, slot_id),
  foreign key (school_id, round_id) references talk_proposals on delete cascade,
  foreign key (school_id, pupil_id) references pupils on delete cascade,
  foreign key (school_id, for_guardian_id) references people,
  foreign key (school_id, slot_id) references talk_slots on delete cascade
);
`,
};
