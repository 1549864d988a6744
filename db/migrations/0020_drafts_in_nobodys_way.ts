import { sql } from "kysely";
import type { Migration } from "../migrate.ts";

/**
 * Families know nothing of a round before it is published: a time that is booked in it by then keeps
 * nobody from another talk, until it is published. And a round knows when it last reminded.
 */
export const draftsInNobodysWay: Migration = {
  name: "0020_drafts_in_nobodys_way",
  up: sql`
alter table talk_slots
  add column in_draft boolean not null default false,  -- of a talk: its round is not published
  add check (pupil_id is not null or not in_draft);
update talk_slots s set in_draft = true from talk_rounds r
  where r.school_id = s.school_id and r.id = s.round_id and r.published_at is null
    and s.pupil_id is not null;
alter table talk_slots
  drop constraint talk_slots_guardian,
  drop constraint talk_slots_pupil,
  add constraint talk_slots_guardian exclude using gist
    (school_id with =, guardian_id with =, during with &&)
    where (guardian_id is not null and not in_draft) deferrable initially immediate,
  add constraint talk_slots_pupil exclude using gist
    (school_id with =, pupil_id with =, during with &&)
    where (pupil_id is not null and not in_draft) deferrable initially immediate;
alter table talk_rounds add column if not exists reminded_at timestamptz;  -- 0019 once had it
`,
};
