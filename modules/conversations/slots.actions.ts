import { sql } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { audit } from "../../web/audit.ts";
import { dayIn } from "../../web/clock.ts";
import type { Day } from "../../web/dates.ts";
import type { Viewer } from "../../web/viewer.ts";
import { attempt, Refused, type Result } from "./refusals.ts";
import { giveTeachers, lockRound, mustBeIn } from "./rounds.actions.ts";
import { wallMoment } from "./schedule.ts";
import {
  isTeacherElsewhere,
  lockGuardians,
  lockTeachers,
  mustNotTeach,
  onOffer,
  teachAgain,
} from "./taking.ts";
import { endOffers, offerFreed } from "./waiting.offers.ts";

/** Adds a slot of the round's length at a time on the school's wall clock. */
export function addSlot(
  db: Db,
  viewer: Viewer,
  roundId: number,
  { day, begin }: { day: Day; begin: string },
  now: Date,
): Promise<Result<{ slotId: number }>> {
  const { id: schoolId, timeZone } = viewer.school;
  return attempt(db, async (trx) => {
    const { minutes, schoolYear } = await lockRound(trx, schoolId, roundId);
    const from = wallMoment(timeZone, day, begin);
    if (!from) throw new Refused("summerTime");
    mustBeIn(schoolYear, viewer.school, [{ from }]);
    if (from <= now) throw new Refused("past");
    const until = new Date(from.getTime() + minutes * 60_000);
    if (dayIn(timeZone, until) !== day) throw new Refused("otherDay");
    const { rows: [made] } = await sql<{ id: number }>`
      insert into talk_slots (school_id, round_id, during, offered_to)
      select s.school_id, s.round_id, tstzrange(${from}, ${until}), ${onOffer}
      from (select ${schoolId}::integer as school_id, ${roundId}::bigint as round_id,
        null::bigint as pupil_id, null::bigint as for_guardian_id) s
      returning id`.execute(trx);
    await giveTeachers(trx, schoolId, roundId);
    await note(trx, viewer, roundId, "slotAdded", from, now);
    await offerFreed(trx, viewer.school, [roundId], now);
    return { slotId: made!.id };
  });
}

/** Takes a slot out that nobody has. */
export function removeSlot(
  db: Db,
  viewer: Viewer,
  { roundId, slotId }: { roundId: number; slotId: number },
  now: Date,
): Promise<Result> {
  const schoolId = viewer.school.id;
  return attempt(db, async (trx) => {
    await lockRound(trx, schoolId, roundId);
    await endOffers(trx, schoolId, roundId, [slotId]);
    const { rows: [removed] } = await sql<{ from: Date }>`
      update talk_slots set removed_at = ${now}, changes = changes + 1
      where school_id = ${schoolId} and round_id = ${roundId} and id = ${slotId}
        and pupil_id is null and removed_at is null
      returning lower(during) as from`.execute(trx);
    if (!removed) throw new Refused(await isTaken(trx, schoolId, slotId) ? "booked" : "removed");
    await trx.deleteFrom("talk_slot_teachers").where("school_id", "=", schoolId)
      .where("slot_id", "=", slotId).execute();
    await note(trx, viewer, roundId, "slotRemoved", removed.from, now);
    await offerFreed(trx, viewer.school, [roundId], now);
    return {};
  });
}

/** Puts a slot back where it was. */
export function restoreSlot(
  db: Db,
  viewer: Viewer,
  { roundId, slotId }: { roundId: number; slotId: number },
  now: Date,
): Promise<Result> {
  const schoolId = viewer.school.id;
  return attempt(db, async (trx) => {
    await lockRound(trx, schoolId, roundId);
    const { rows: [restored] } = await sql<{ from: Date }>`
      update talk_slots s set removed_at = null, changes = s.changes + 1, offered_to = ${onOffer}
      where s.school_id = ${schoolId} and s.round_id = ${roundId} and s.id = ${slotId}
        and s.removed_at is not null
      returning lower(during) as from`.execute(trx);
    if (!restored) return {}; // pressed twice
    await giveTeachers(trx, schoolId, roundId);
    await note(trx, viewer, roundId, "slotRestored", restored.from, now);
    await offerFreed(trx, viewer.school, [roundId], now);
    return {};
  });
}

/**
 * Shifts all slots of a day that are to come, or one (with the others of the same talk), on the same
 * day. Who has a talk keeps it, at the new time.
 * @param minutes later; negative is earlier
 * @param tell what must happen in the same transaction: the mails
 */
export function shiftSlots(
  db: Db,
  viewer: Viewer,
  roundId: number,
  which: { slotId: number } | { day: Day },
  minutes: number,
  now: Date,
  tell?: (trx: Trx, slotIds: number[]) => Promise<void>,
): Promise<Result<{ slotIds: number[] }>> {
  const { id: schoolId, timeZone } = viewer.school;
  return attempt(db, async (trx) => {
    await lockRound(trx, schoolId, roundId);
    const there = (await listTimes(trx, schoolId, roundId, which)).filter(({ from }) =>
      "slotId" in which || dayIn(timeZone, from) === which.day
    );
    if (there.length === 0) throw new Refused("removed");
    const slots = there.filter(({ talkFrom }) => talkFrom > now);
    if (slots.length === 0) throw new Refused("past");
    for (const { from, until } of slots) {
      const [later, end] = [from, until].map((at) => new Date(at.getTime() + minutes * 60_000));
      if (later! <= now) throw new Refused("past");
      const day = dayIn(timeZone, from);
      if (dayIn(timeZone, later!) !== day || dayIn(timeZone, end!) !== day) {
        throw new Refused("otherDay");
      }
    }
    const slotIds = slots.map((slot) => slot.id);
    await endOffers(trx, schoolId, roundId, slotIds);
    const taught = await teachAgain(trx, schoolId, sql`s.id = any(${slotIds}::bigint[])`);
    // one statement: the foreign key of the teachers' times is checked when both have moved
    await sql`
      with moved as (
        update talk_slots set during = tstzrange(lower(during) + ${minutes} * interval '1 minute',
            upper(during) + ${minutes} * interval '1 minute'), changes = changes + 1
        where school_id = ${schoolId} and id = any(${slotIds}::bigint[]) returning id, during)
      update talk_slot_teachers t set during = m.during from moved m
      where t.school_id = ${schoolId} and t.slot_id = m.id`.execute(trx);
    await mustBeApart(trx, schoolId, roundId, slotIds);
    await note(trx, viewer, roundId, "slotsShifted", slots[0]!.from, now);
    await offerFreed(trx, viewer.school, [roundId, ...taught], now);
    await tell?.(trx, slotIds);
    return { slotIds };
  });
}

/** Nobody gives a talk while they are at one about an own child. @throws Refused overlaps */
async function mustBeApart(trx: Trx, schoolId: number, roundId: number, slotIds: number[]) {
  await lockTeachers(trx, schoolId, roundId);
  await lockGuardians(trx, schoolId, slotIds);
  await mustNotTeach(trx, schoolId, slotIds);
  const { rows: [talk] } = await sql`
    select from talk_slots s where s.school_id = ${schoolId} and s.id = any(${slotIds}::bigint[])
      and s.pupil_id is not null and ${isTeacherElsewhere} limit 1`.execute(trx);
  if (talk) throw new Refused("overlaps");
}

interface SlotTime {
  id: number;
  from: Date;
  until: Date;
  /** When its talk begins, which is in one piece. */
  talkFrom: Date;
}

/** The slots of a round, removed ones too; or one that is not, with its whole talk. */
async function listTimes(
  trx: Trx,
  schoolId: number,
  roundId: number,
  which: { slotId: number } | { day: Day },
): Promise<SlotTime[]> {
  const one = "slotId" in which
    ? sql`and s.removed_at is null and (s.id = ${which.slotId} or exists (
        select from talk_slots o where o.school_id = s.school_id and o.round_id = s.round_id
          and o.id = ${which.slotId} and o.pupil_id = s.pupil_id
          and o.for_guardian_id is not distinct from s.for_guardian_id))`
    : sql``;
  const { rows } = await sql<SlotTime>`
    select s.id, lower(s.during) as from, upper(s.during) as until,
      min(lower(s.during)) over (partition by s.pupil_id, s.for_guardian_id,
        case when s.pupil_id is null then s.id end) as "talkFrom"
    from talk_slots s
    where s.school_id = ${schoolId} and s.round_id = ${roundId} ${one}
    order by lower(s.during)`.execute(trx);
  return rows;
}

async function isTaken(trx: Trx, schoolId: number, slotId: number): Promise<boolean> {
  const slot = await trx.selectFrom("talk_slots").select("pupil_id")
    .where("school_id", "=", schoolId).where("id", "=", slotId).executeTakeFirst();
  return (slot?.pupil_id ?? null) !== null;
}

const note = (
  trx: Trx,
  viewer: Viewer,
  roundId: number,
  change: string,
  at: Date,
  now: Date,
) => audit(trx, viewer, "roundChanged", { roundId, change, at }, now);
