import { sql } from "kysely";
import type { Migration } from "../migrate.ts";

/** A slot that is taken out is kept for nobody, and wishes for a slot are found by it. */
export const talksMended: Migration = {
  name: "0019_talks_mended",
  up: sql`
update talk_slots set held_for = null, held_for_guardian = null, held_until = null
  where removed_at is not null and held_for is not null;
alter table talk_slots add check (removed_at is null or held_for is null);
create index talk_wishes_slot_id on talk_wishes (school_id, slot_id);
`,
};
