import { sql } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { audit } from "../../web/audit.ts";
import { isStaff, type Viewer } from "../../web/viewer.ts";
import { chooseFor, choosingGuardian, notOpen } from "./choosing.ts";
import { queueBookedTime, queueCalledOff, queueMovedTimes } from "./mails.queue.ts";
import { attempt, Refused, refusing, type Result } from "./refusals.ts";
import { invitedPupils, isOpen } from "./rounds.queries.ts";
import {
  findTalk,
  type FreedTalk,
  freeSlots,
  heldNothing,
  isFree,
  type TakenTalk,
  takeSlots,
  type TalkOf,
} from "./taking.ts";
import { leaveLine, offerFreed } from "./waiting.offers.ts";

// What guardians do. The round is locked against its teacher while they book, not against each
// other: of two who want one slot, the row itself says who was first.

/**
 * Books a time for one's child, or moves its talk there: the old slots are free only once the new
 * are won. Who sees no talk of the child (`insteadOf` absent) does not move the one that the other
 * guardian took meanwhile.
 */
export const bookSlot = (
  db: Db,
  viewer: Viewer,
  choice: ChosenSlot,
  now: Date,
): Promise<Result<Booked>> =>
  refusing(async () =>
    await takeFirst(db, viewer, choice, now) ??
      (await bookAll(db, viewer, [choice], now))[0]!
  );

/**
 * Books times for several children in one piece: all of them, or none.
 * @param choices each of another talk
 */
export function bookTogether(
  db: Db,
  viewer: Viewer,
  choices: ChosenSlot[],
  now: Date,
): Promise<Result<{ booked: Booked[] }>> {
  // in one order for all families, so that two do not wait for each other
  const inOrder = choices.toSorted((a, b) => a.slotId - b.slotId);
  return refusing(async () => ({ booked: await bookAll(db, viewer, inOrder, now) }));
}

const bookAll = (db: Db, viewer: Viewer, choices: ChosenSlot[], now: Date): Promise<Booked[]> =>
  db.transaction().execute(async (trx) => {
    // one talk may go to where another of the family was
    if (choices.length > 1) {
      await sql`set constraints talk_slots_guardian, talk_slots_pupil deferred`.execute(trx);
    }
    const taken = [];
    for (const choice of choices) taken.push(await takeSlot(trx, viewer, choice, now));
    const booked: Booked[] = [];
    for (const { of, ...one } of taken) {
      booked.push({ ...one.booked, leftLine: await leaveLine(trx, viewer.school, of, now) });
      await offerFreed(trx, viewer.school, one.booked.movedFrom?.taught ?? [], now);
      if (one.tell) await tellChosen(trx, viewer, of, one.booked.movedFrom, now);
    }
    return booked;
  });

interface ChosenSlot {
  slotId: number;
  pupilId: number;
  /** Left out: that of the talk that moves. */
  subject?: string;
  /** The first slot of the talk that the guardian saw and gives up. */
  insteadOf?: number | undefined;
}

interface Booked {
  talk: TakenTalk;
  movedFrom: FreedTalk | null;
  /** Whether the child was in line, which choosing a time ends. */
  leftLine: boolean;
}

/**
 * The press of the evening a round opens, by hundreds at once: a first talk, of one slot. One
 * statement does what `takeSlot` does in a transaction of eight, and nothing when it is another, the
 * child is in line, its family is to be told as the times went out by mail, the guardian works here or
 * gives talks too (only another statement than that which takes the time can tell whether they give one
 * then), or the teacher changed the round at this moment.
 */
async function takeFirst(
  db: Db,
  viewer: Viewer,
  { slotId, pupilId, subject = "" }: ChosenSlot,
  now: Date,
): Promise<Booked | undefined> {
  if (viewer.readOnly || isStaff(viewer)) return undefined;
  if (!viewer.children.some((child) => child.id === pupilId)) return undefined;
  const { rows: [row] } = await sql<
    (TakenTalk | { slotId: null }) & { tooLate: boolean | null }
  >`
    with open as materialized (
      select r.school_id, r.id, r.separate_talks, r.version
      from talk_slots s join talk_rounds r on r.school_id = s.school_id and r.id = s.round_id
      where s.school_id = ${viewer.school.id} and s.id = ${slotId} and ${isOpen(now)}
        and r.allotted_at is null
      for share of r),
    taken as (
      update talk_slots s set pupil_id = ${pupilId}, guardian_id = g.id,
        for_guardian_id = case when r.separate_talks then g.id end, subject = ${subject},
        booked_at = ${now}, ${heldNothing}
      from open r cross join lateral (${choosingGuardian(viewer, pupilId)}) g
      where s.school_id = r.school_id and s.round_id = r.id and s.id = ${slotId}
        and ${isFree(pupilId, sql`case when r.separate_talks then g.id end`, now)}
        and not exists (select from talk_round_teachers rt where rt.school_id = r.school_id
          and rt.person_id = g.id)
        -- who waited for the teacher here still reads what was before
        and exists (select from talk_rounds o where o.school_id = r.school_id and o.id = r.id
          and o.version = r.version)
        and not exists (select from talk_waits w where w.school_id = r.school_id
          and w.round_id = r.id and w.pupil_id = ${pupilId})
        and exists (select from (${invitedPupils}) x where x.pupil_id = ${pupilId} and x.slots = 1)
        and not exists (select from talk_slots o where o.school_id = s.school_id
          and o.round_id = s.round_id and o.pupil_id = ${pupilId}
          and (o.for_guardian_id = g.id or not r.separate_talks))
      returning s.school_id, s.id as "slotId", s.round_id, lower(s.during) as from,
        upper(s.during) as until, s.subject, s.guardian_id as "guardianId"),
    noted as (
      insert into audit_entries (school_id, at, account_id, action, subject, pupil_ids)
      select school_id, ${now}, ${viewer.accountId}, 'talkChanged', jsonb_build_object(
        'pupilId', ${pupilId}::bigint, 'roundId', round_id, 'change', 'booked', 'at', "from"),
        array[${pupilId}::bigint]
      from taken)
    select t."slotId", t."from", t.until, t.subject, t."guardianId",
      t."slotId" is null and s.pupil_id <> ${pupilId} as "tooLate"
    from open r
    join talk_slots s on s.school_id = r.school_id and s.id = ${slotId}
    left join taken t on true`.execute(db);
  if (row?.tooLate) throw new Refused("taken");
  if (!row || row.slotId === null) return undefined;
  const { tooLate: _, ...talk } = row;
  return { talk, movedFrom: null, leftLine: false };
}

async function takeSlot(
  trx: Trx,
  viewer: Viewer,
  { slotId, pupilId, subject, insteadOf }: ChosenSlot,
  now: Date,
): Promise<{ of: TalkOf; booked: Omit<Booked, "leftLine">; tell: boolean }> {
  const of = { slotId, pupilId };
  const { talk, slots, guardianId, timesSent } = await chooseFor(trx, viewer, of, notOpen, now);
  if (slots === 0) throw new Refused("notInvited");
  const current = await findTalk(trx, talk);
  if (current && current.slotId !== insteadOf && current.slotId !== slotId) {
    throw new Refused("alreadyBooked");
  }
  if (current?.slotId === slotId) {
    return { of: talk, booked: { talk: current, movedFrom: null }, tell: false };
  }
  const movedFrom = current ? await freeSlots(trx, talk) ?? null : null;
  const words = subject ?? movedFrom?.subject ?? "";
  const taken = await takeSlots(trx, talk, { slotId, slots, guardianId, subject: words }, now);
  const { from } = taken;
  const change = movedFrom ? "moved" : "booked";
  await audit(
    trx,
    viewer,
    "talkChanged",
    { pupilId, roundId: talk.roundId, change, at: from },
    now,
  );
  return { of: talk, booked: { talk: taken, movedFrom }, tell: timesSent };
}

/** Tells all whose talk it is when it is by now. */
const tellChosen = (
  trx: Trx,
  { school, accountId }: Viewer,
  talk: TalkOf,
  movedFrom: FreedTalk | null,
  now: Date,
) =>
  movedFrom
    ? queueMovedTimes(trx, school, talk, () => movedFrom.from, now, accountId)
    : queueBookedTime(trx, school, talk, now, accountId);

/** Gives a time back; either guardian of a shared talk may. */
export function cancelBooking(
  db: Db,
  viewer: Viewer,
  { slotId, pupilId }: { slotId: number; pupilId: number },
  now: Date,
): Promise<Result<{ talk: TakenTalk }>> {
  return attempt(db, async (trx) => {
    const of = { slotId, pupilId };
    const { talk, timesSent } = await chooseFor(trx, viewer, of, notOpen, now);
    const current = await findTalk(trx, talk);
    if (current?.slotId !== slotId) throw new Refused("noTalk");
    if (current.from <= now) throw new Refused("past");
    if (timesSent) await queueCalledOff(trx, viewer.school, talk, now, { by: viewer.accountId });
    const freed = await freeSlots(trx, talk);
    if (!freed) throw new Refused("noTalk");
    const change = { change: "cancelled", at: freed.from };
    await audit(trx, viewer, "talkChanged", { pupilId, roundId: talk.roundId, ...change }, now);
    await offerFreed(trx, viewer.school, [talk.roundId, ...freed.taught], now);
    return { talk: freed };
  });
}

/** Writes what a talk is to be about. */
export function setSubject(
  db: Db,
  viewer: Viewer,
  { slotId, pupilId, subject }: { slotId: number; pupilId: number; subject: string },
  now: Date,
): Promise<Result> {
  return attempt(db, async (trx) => {
    const { talk } = await chooseFor(trx, viewer, { slotId, pupilId }, notOpen, now);
    const { rows: [written] } = await sql<{ before: string }>`
      with old as materialized (select id, subject from talk_slots
        where school_id = ${talk.schoolId} and id = ${slotId} and pupil_id = ${pupilId}
          and for_guardian_id is not distinct from ${talk.forGuardianId} and part = 1
        for update)
      update talk_slots s set subject = ${subject}, changes = s.changes + 1
      from old where s.school_id = ${talk.schoolId} and s.id = old.id
      returning old.subject as before`.execute(trx);
    if (!written) throw new Refused("noTalk");
    if (written.before !== subject) {
      // the words are the family's own, and stand in no log
      const change = { roundId: talk.roundId, pupilId, change: "subject" };
      await audit(trx, viewer, "talkChanged", change, now);
    }
    return {};
  });
}
