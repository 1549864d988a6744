import type { Db } from "../../db/database.ts";
import { canary, foreign } from "./kept.ts";

/** Something in every table of the conversations, of Sanne, who also teaches, and of her children. */
export async function keepTalks(
  db: Db,
  { school_id, group, noor, fedde, sanne, joost, now }: {
    school_id: number;
    group: number;
    noor: number;
    fedde: number;
    sanne: { id: number };
    joost: { id: number };
    now: Date;
  },
): Promise<void> {
  const { id: round_id } = await db.insertInto("talk_rounds").values({
    school_id,
    school_year: 2026,
    title: "Herfstronde",
    minutes: 10,
    separate_talks: true,
    created_by: sanne.id,
    created_at: now,
    published_at: now,
  }).returning("id").executeTakeFirstOrThrow();
  const of = { school_id, round_id };
  await db.insertInto("talk_round_groups").values({ ...of, group_id: group }).execute();
  await db.insertInto("talk_round_teachers").values({ ...of, person_id: sanne.id }).execute();
  await db.insertInto("talk_invitees").values([
    { ...of, pupil_id: noor, note: `${canary}-talk_invitees` },
    { ...of, pupil_id: fedde, note: `${foreign}-talk_invitees` },
  ]).execute();
  const slot = (minute: number) => {
    const from = new Date(now.getTime() + (7 * 24 * 60 + minute) * 60_000);
    const until = new Date(from.getTime() + 600_000);
    return { ...of, booked_at: now, during: `[${from.toISOString()},${until.toISOString()})` };
  };
  const her = { pupil_id: noor, guardian_id: sanne.id, for_guardian_id: sanne.id };
  const his = { guardian_id: joost.id, for_guardian_id: joost.id };
  const [hers] = await db.insertInto("talk_slots").values([
    { ...slot(0), ...her, subject: `${canary}-talk_slots` },
    { ...slot(10), ...his, pupil_id: noor, subject: `${foreign}-talk` },
    { ...slot(20), ...his, pupil_id: fedde, subject: `${foreign}-talk` },
  ]).returning(["id", "during"]).execute();
  await db.insertInto("talk_slot_teachers")
    .values({ school_id, slot_id: hers!.id, person_id: sanne.id, during: hers!.during }).execute();
  await db.insertInto("talk_wishes")
    .values({ ...of, pupil_id: noor, slot_id: hers!.id, rank: 7, asked_by: sanne.id }).execute();
  await db.insertInto("talk_proposals").values({ ...of, made_by: sanne.id, made_at: now })
    .execute();
  await db.insertInto("talk_proposed")
    .values({ ...of, pupil_id: noor, for_guardian_id: sanne.id, slot_id: hers!.id }).execute();
  await db.insertInto("talk_waits")
    .values({ ...of, pupil_id: noor, guardian_id: sanne.id, asked_at: now }).execute();
}
