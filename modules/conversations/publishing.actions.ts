import { sql } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { audit } from "../../web/audit.ts";
import type { Viewer } from "../../web/viewer.ts";
import { schoolYearAt } from "../school/mod.ts";
import { attempt, type Refusal, Refused, type Result } from "./refusals.ts";
import { lockRound } from "./rounds.actions.ts";
import { findLastTime, type Moments, type Phase, phaseOf } from "./rounds.queries.ts";
import { lockGuardians, mustNotTeach, slotFreed, teachAgain } from "./taking.ts";
import { endLine, offerFreed } from "./waiting.offers.ts";

/** What must happen in the same transaction: the mails; gets the round as it was when locked. */
type Tell = (trx: Trx, round: Moments) => Promise<void>;

/**
 * Lets guardians see the round; booking begins at `opensAt`, or now.
 *
 * Refuses: published, yearToCome before its school year has begun, momentsPast when the moment to
 * give preferences or to choose until is over, allPast when its times are, closesLate when one could
 * choose after the last talk began, overlaps when a talk that was booked in clashes with another.
 */
export function publish(
  db: Db,
  viewer: Viewer,
  roundId: number,
  { invitation }: { invitation: string },
  now: Date,
  tell?: Tell,
): Promise<Result> {
  return attempt(db, async (trx) => {
    const round = await lockRound(trx, viewer.school.id, roundId);
    if (round.publishedAt) throw new Refused("published");
    // until then the new groups are nobody's to see, and guardians would find no round
    if (round.schoolYear > schoolYearAt(viewer, now)) throw new Refused("yearToCome");
    const ends = [round.closesAt, round.fair ? round.wishesUntil : null];
    if (ends.some((at) => at && at <= now)) throw new Refused("momentsPast");
    const lastAt = await findLastTime(trx, viewer, roundId);
    if (!lastAt || lastAt <= now) throw new Refused("allPast");
    if (round.closesAt && round.closesAt > lastAt) throw new Refused("closesLate");
    await setState(trx, viewer, roundId, { published_at: now, invitation });
    await announceTalks(trx, viewer.school.id, roundId);
    await audit(trx, viewer, "roundChanged", { roundId, change: "published" }, now);
    await tell?.(trx, round);
    return {};
  });
}

/** Those booked in before keep their child and guardian from other talks from now on. */
async function announceTalks(trx: Trx, schoolId: number, roundId: number) {
  const announced = await trx.updateTable("talk_slots").set({ in_draft: false })
    .where("school_id", "=", schoolId).where("round_id", "=", roundId).where("in_draft", "=", true)
    .returning("id").execute();
  const slotIds = announced.map(({ id }) => id);
  await lockGuardians(trx, schoolId, slotIds);
  await mustNotTeach(trx, schoolId, slotIds);
}

/**
 * Asks those who gave no answer again, while guardians can give one; at most once an hour.
 *
 * Refuses: notOpenYet, wishesOver, roundClosed, withdrawn, justReminded.
 */
export function remind(
  db: Db,
  viewer: Viewer,
  roundId: number,
  now: Date,
  tell: Tell,
): Promise<Result> {
  return attempt(db, async (trx) => {
    const round = await lockRound(trx, viewer.school.id, roundId);
    const refusal = reminderRefusals[phaseOf(round, now)];
    if (refusal) throw new Refused(refusal);
    const { rows } = await sql`
      update talk_rounds set reminded_at = ${now}, version = version + 1
      where school_id = ${viewer.school.id} and id = ${roundId}
        and (reminded_at is null or reminded_at <= ${new Date(now.getTime() - reminderPause)})
      returning id`.execute(trx);
    if (rows.length === 0) throw new Refused("justReminded");
    await tell(trx, round);
    return {};
  });
}

/** For so long nobody is asked again (milliseconds). */
export const reminderPause = 36e5;

const reminderRefusals: Record<Phase, Refusal | undefined> = {
  draft: "notOpenYet",
  upcoming: "notOpenYet",
  wishes: undefined,
  allotting: "wishesOver",
  open: undefined,
  over: "roundClosed",
  closed: "roundClosed",
  withdrawn: "withdrawn",
};

/**
 * Fixes the times: from now on nobody chooses, moves or cancels, and nobody is in line.
 *
 * Refuses: notOpenYet, notAllotted while preferences wait for it, roundClosed, withdrawn.
 */
export function close(
  db: Db,
  viewer: Viewer,
  roundId: number,
  now: Date,
  tell?: Tell,
): Promise<Result> {
  return attempt(db, async (trx) => {
    const round = await lockRound(trx, viewer.school.id, roundId);
    if (!round.publishedAt) throw new Refused("notOpenYet");
    if (round.fair && !round.allottedAt) throw new Refused("notAllotted");
    await endLine(trx, viewer.school.id, roundId);
    await setState(trx, viewer, roundId, { closed_at: now });
    await audit(trx, viewer, "roundChanged", { roundId, change: "closed" }, now);
    await tell?.(trx, round);
    return {};
  });
}

/**
 * Calls the whole round off, also a closed one: its teachers, guardians and children have that time
 * for others again. Talks that were held stay as they were.
 * @param tell with all talks still there
 */
export function withdraw(
  db: Db,
  viewer: Viewer,
  roundId: number,
  now: Date,
  tell?: Tell,
): Promise<Result> {
  return attempt(db, async (trx) => {
    const key = [viewer.school.id, roundId] as const;
    const round = await lockRound(trx, ...key, { closedToo: true });
    await tell?.(trx, round);
    await endLine(trx, ...key);
    const notHeld = sql`s.round_id = ${roundId}
      and not exists (select from talk_slots o where o.school_id = s.school_id
        and o.round_id = s.round_id and o.pupil_id = s.pupil_id
        and o.for_guardian_id is not distinct from s.for_guardian_id
        and lower(o.during) <= ${now})`;
    const taught = await teachAgain(trx, key[0], notHeld);
    await sql`update talk_slots s set ${slotFreed}
      where s.school_id = ${key[0]} and ${notHeld}`.execute(trx);
    await sql`delete from talk_slot_teachers t using talk_slots s
      where s.school_id = ${key[0]} and s.round_id = ${roundId} and s.pupil_id is null
        and t.school_id = s.school_id and t.slot_id = s.id`.execute(trx);
    await trx.deleteFrom("talk_proposals").where("school_id", "=", key[0])
      .where("round_id", "=", roundId).execute();
    await setState(trx, viewer, roundId, { withdrawn_at: now });
    await audit(trx, viewer, "roundChanged", { roundId, change: "withdrawn" }, now);
    await offerFreed(trx, viewer.school, taught, now);
    return {};
  });
}

const setState = (
  trx: Trx,
  { school }: Viewer,
  roundId: number,
  state: { published_at?: Date; closed_at?: Date; withdrawn_at?: Date; invitation?: string },
) =>
  trx.updateTable("talk_rounds").set((eb) => ({ ...state, version: eb("version", "+", 1) }))
    .where("school_id", "=", school.id).where("id", "=", roundId).execute();
