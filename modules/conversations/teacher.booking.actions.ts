import { sql } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { audit } from "../../web/audit.ts";
import type { Viewer } from "../../web/viewer.ts";
import { isThere } from "./guardianships.ts";
import { changeInvitee } from "./invitees.actions.ts";
import { queueBookedTime } from "./mails.queue.ts";
import { attempt, Refused, type Result } from "./refusals.ts";
import { lockRound } from "./rounds.actions.ts";
import { invitedPupils } from "./rounds.queries.ts";
import { findTalk, freeSlots, type TakenTalk, takeSlots, type TalkOf } from "./taking.ts";
import { leaveLine, offerFreed } from "./waiting.offers.ts";

// What those who keep a round do with the talks in it; also before it is published. What guardians
// do is in booking.actions.ts.

/**
 * Books a child in, as long as its talk is. Where guardians have talks of their own it is for
 * `guardianId`. A child with one guardian brings that one along, who then cannot be elsewhere. Also
 * when the times are fixed. Its guardians are told, once the round is published.
 * @param invitee how long its talk is to be, and the note for its guardians, when those change too
 */
export function bookFor(
  db: Db,
  viewer: Viewer,
  roundId: number,
  { slotId, pupilId, guardianId, invitee }: {
    slotId: number;
    pupilId: number;
    guardianId?: number | undefined;
    invitee?: { slots: number; note: string } | undefined;
  },
  now: Date,
): Promise<Result<{ talk: TakenTalk; told: boolean }>> {
  const schoolId = viewer.school.id;
  return attempt(db, async (trx) => {
    const { separateTalks, publishedAt, closedAt } = await lockRound(trx, schoolId, roundId, {
      closedToo: true,
    });
    const told = publishedAt !== null;
    if (invitee && closedAt) throw new Refused("roundClosed");
    if (invitee) await changeInvitee(trx, viewer, roundId, pupilId, invitee, now);
    const slots = await slotsOf(trx, schoolId, roundId, pupilId);
    const guardians = await listGuardianIds(trx, schoolId, pupilId);
    const guardian = guardianId ?? (guardians.length === 1 ? guardians[0]! : null);
    if (guardianId !== undefined && !guardians.includes(guardianId)) {
      throw new Refused("notInvited");
    }
    if (separateTalks && guardian === null) throw new Refused("whichGuardian");
    const talk = { schoolId, roundId, pupilId, forGuardianId: separateTalks ? guardian : null };
    const current = await findTalk(trx, talk);
    if (current?.slotId === slotId) return { talk: current, told }; // pressed twice
    if (current) throw new Refused("alreadyBooked");
    const wanted = { slotId, slots, guardianId: guardian, subject: "" };
    const taken = await takeSlots(trx, talk, wanted, now);
    await noteTalk(trx, viewer, talk, "booked", taken, now);
    await leaveLine(trx, viewer.school, talk, now);
    if (told) await queueBookedTime(trx, viewer.school, talk, now);
    return { talk: taken, told };
  });
}

/** What must happen in the same transaction: the mails about this talk. */
type TellOf = (trx: Trx, talk: TalkOf) => Promise<void>;

/** The same, with when the talk began until now. */
export type TellMoved = (trx: Trx, talk: TalkOf, was: Date) => Promise<void>;

/**
 * Moves a talk to begin at another slot; it stays as long, and whose it was. Also when the times are
 * fixed: who keeps the round has spoken with the family.
 */
export function moveBooking(
  db: Db,
  viewer: Viewer,
  roundId: number,
  { slotId, to }: { slotId: number; to: number },
  now: Date,
  tell?: TellMoved,
): Promise<Result<{ talk: TakenTalk; movedFrom: TakenTalk; pupilId: number }>> {
  return attempt(db, async (trx) => {
    await lockRound(trx, viewer.school.id, roundId, { closedToo: true });
    const { slots, ...talk } = await talkAt(trx, viewer.school.id, roundId, slotId, now);
    const movedFrom = (await freeSlots(trx, talk))!;
    const { guardianId, subject } = movedFrom;
    const taken = await takeSlots(trx, talk, { slotId: to, slots, guardianId, subject }, now);
    await noteTalk(trx, viewer, talk, "moved", taken, now);
    await offerFreed(trx, viewer.school, [roundId, ...movedFrom.taught], now);
    await tell?.(trx, talk, movedFrom.from);
    return { talk: taken, movedFrom, pupilId: talk.pupilId };
  });
}

/**
 * Takes the time of a child away, by whoever keeps the round; also when the times are fixed.
 * @param tell with the talk still there
 */
export function unbook(
  db: Db,
  viewer: Viewer,
  roundId: number,
  { slotId }: { slotId: number },
  now: Date,
  tell?: TellOf,
): Promise<Result<{ talk: TakenTalk; pupilId: number }>> {
  return attempt(db, async (trx) => {
    await lockRound(trx, viewer.school.id, roundId, { closedToo: true });
    const talk = await talkAt(trx, viewer.school.id, roundId, slotId, now);
    await tell?.(trx, talk);
    const freed = (await freeSlots(trx, talk))!;
    await noteTalk(trx, viewer, talk, "cancelled", freed, now);
    await offerFreed(trx, viewer.school, [roundId, ...freed.taught], now);
    return { talk: freed, pupilId: talk.pupilId };
  });
}

/** The talk that has a slot, and how many it has; it is to come. @throws Refused noTalk, past */
async function talkAt(
  trx: Trx,
  schoolId: number,
  roundId: number,
  slotId: number,
  now: Date,
): Promise<TalkOf & { slots: number }> {
  const { rows: [found] } = await sql<{
    pupilId: number;
    forGuardianId: number | null;
    slots: number;
    from: Date;
  }>`
    select s.pupil_id as "pupilId", s.for_guardian_id as "forGuardianId",
      o.slots, o.from
    from talk_slots s
    cross join lateral (select count(*)::int as slots, min(lower(o.during)) as from
      from talk_slots o where o.school_id = s.school_id and o.round_id = s.round_id
        and o.pupil_id = s.pupil_id
        and o.for_guardian_id is not distinct from s.for_guardian_id) o
    where s.school_id = ${schoolId} and s.round_id = ${roundId} and s.id = ${slotId}
      and s.pupil_id is not null`.execute(trx);
  if (!found) throw new Refused("noTalk");
  const { from, ...talk } = found;
  if (from <= now) throw new Refused("past");
  return { schoolId, roundId, ...talk };
}

/** @throws Refused notInvited */
async function slotsOf(trx: Trx, schoolId: number, roundId: number, pupilId: number) {
  const { rows: [invitee] } = await sql<{ slots: number }>`
    select x.slots from talk_rounds r cross join lateral (${invitedPupils}) x
    where r.school_id = ${schoolId} and r.id = ${roundId} and x.pupil_id = ${pupilId}`.execute(trx);
  if (!invitee) throw new Refused("notInvited");
  return invitee.slots;
}

/** Guardians who are there for a child now. */
async function listGuardianIds(trx: Trx, schoolId: number, pupilId: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select p.id from guardianships gs
    join people p on p.school_id = gs.school_id and p.id = gs.person_id
    where gs.school_id = ${schoolId} and gs.pupil_id = ${pupilId} and ${isThere}
    order by p.id`.execute(trx);
  return rows.map(({ id }) => id);
}

const noteTalk = (
  trx: Trx,
  viewer: Viewer,
  { roundId, pupilId }: TalkOf,
  change: string,
  { from }: TakenTalk,
  now: Date,
) => audit(trx, viewer, "talkChanged", { roundId, pupilId, change, at: from }, now);
