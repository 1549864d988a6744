import { sql } from "kysely";
import type { Migration } from "../migrate.ts";

/**
 * The waiting list (C6): where guardians have talks of their own they also wait by themselves, and
 * may want only certain days. A slot that came free while someone waited remembers to whom it was
 * offered, so that everyone in line is asked once.
 */
export const waitingList: Migration = {
  name: "0018_waiting_list",
  up: sql`
drop table talk_waits;                      -- nobody could be in it yet
create table talk_waits (                   -- in line for a slot that comes free
  school_id integer not null,
  id bigint generated always as identity,   -- the order of the line
  round_id bigint not null,
  pupil_id bigint not null,
  for_guardian_id bigint,                   -- where guardians have talks of their own: who waits
  guardian_id bigint not null,              -- who asked
  days date[] check (cardinality(days) > 0),  -- null: any day of the round
  asked_at timestamptz not null,
  primary key (school_id, id),
  constraint talk_waits_once
    unique nulls not distinct (school_id, round_id, pupil_id, for_guardian_id),
  foreign key (school_id, round_id) references talk_rounds on delete cascade,
  foreign key (school_id, pupil_id) references pupils on delete cascade,
  foreign key (school_id, for_guardian_id) references people,
  foreign key (school_id, guardian_id) references people
);

alter table talk_slots
  add column held_for_guardian bigint,      -- of held_for, where guardians have talks of their own
  add column offered_to bigint[],           -- which of talk_waits it was offered to since it came
                                            -- free; null: it is not on offer
  add check ((held_for is null) = (held_until is null)),
  add check (held_for is not null or held_for_guardian is null),
  add check (pupil_id is null or held_for is null);
create index talk_slots_line on talk_slots (school_id)
  where held_until is not null or (offered_to is not null and pupil_id is null);
`,
};
