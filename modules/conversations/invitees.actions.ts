import { sql } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { audit } from "../../web/audit.ts";
import type { Viewer } from "../../web/viewer.ts";
import { attempt, Refused, type Result } from "./refusals.ts";
import { lockRound } from "./rounds.actions.ts";
import { endUnfitOffers } from "./waiting.offers.ts";

/**
 * Sets how long the talk about a child is (0: skipped), and the note for its guardians. The length
 * of a talk that has a time stays.
 */
export function setInvitee(
  db: Db,
  viewer: Viewer,
  roundId: number,
  pupilId: number,
  wanted: { slots: number; note: string },
  now: Date,
): Promise<Result> {
  return attempt(db, async (trx) => {
    await lockRound(trx, viewer.school.id, roundId);
    await changeInvitee(trx, viewer, roundId, pupilId, wanted, now);
    return {};
  });
}

/** The same, of a round that is locked. @throws Refused booked, notInvited */
export async function changeInvitee(
  trx: Trx,
  viewer: Viewer,
  roundId: number,
  pupilId: number,
  { slots, note }: { slots: number; note: string },
  now: Date,
) {
  const schoolId = viewer.school.id;
  const booked = await trx.selectFrom("talk_slots").select("part")
    .where("school_id", "=", schoolId).where("round_id", "=", roundId)
    .where("pupil_id", "=", pupilId).orderBy("part", "desc").limit(1).executeTakeFirst();
  if (booked && booked.part !== slots) throw new Refused("booked");
  const { rows } = await sql`
    insert into talk_invitees (school_id, round_id, pupil_id, slots, note)
    select distinct rg.school_id, rg.round_id, gp.pupil_id, ${slots}::smallint, ${note}
    from talk_round_groups rg
    join group_pupils gp on gp.school_id = rg.school_id and gp.group_id = rg.group_id
    where rg.school_id = ${schoolId} and rg.round_id = ${roundId} and gp.pupil_id = ${pupilId}
    on conflict (school_id, round_id, pupil_id)
      do update set slots = excluded.slots, note = excluded.note
    returning pupil_id`.execute(trx);
  if (rows.length === 0) throw new Refused("notInvited");
  await trx.updateTable("talk_rounds").set((eb) => ({ version: eb("version", "+", 1) }))
    .where("school_id", "=", schoolId).where("id", "=", roundId).execute();
  await audit(trx, viewer, "roundChanged", { roundId, pupilId, change: "invitee", slots }, now);
  await endUnfitOffers(trx, viewer.school, { roundId, pupilId, slots }, now);
}
