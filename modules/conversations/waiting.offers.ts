import { type RawBuilder, sql, type SqlBool } from "kysely";
import type { Trx } from "../../db/database.ts";
import { dayIn, momentIn, timeIn } from "../../web/clock.ts";
import { addDays, type Day } from "../../web/dates.ts";
import type { School } from "../../web/viewer.ts";
import { mayChoose } from "./guardianships.ts";
import { invitedPupils, isOpen } from "./rounds.queries.ts";
import { type Interval, overlap } from "./schedule.ts";
import { heldNothing, isTeacherElsewhere, type TalkOf } from "./taking.ts";
import { queueOffers } from "./waiting.mails.ts";

// What came free while someone waits goes to the next in line who can use it, for two hours. Who
// touches the line of a round locks all of it first, in its order: one slot is with one at a time.

/**
 * Of round `r`: its line, each with how many slots the talk takes. Who may not choose (any more) does
 * not count: a child that is not invited, or without a guardian to choose for it.
 */
export const inLine = sql`
  select w.*, x.slots from talk_waits w
  join (${invitedPupils}) x on x.pupil_id = w.pupil_id
  where w.school_id = r.school_id and w.round_id = r.id
    and (w.for_guardian_id is not null) = r.separate_talks
    and exists (select from guardianships gs
      join people p on p.school_id = gs.school_id and p.id = gs.person_id
      where gs.school_id = w.school_id and gs.pupil_id = w.pupil_id and ${mayChoose}
        and (w.for_guardian_id is null or gs.person_id = w.for_guardian_id))`;

/** Offers what came free in these rounds to the next in line; free for all when nobody can use it. */
export async function offerFreed(trx: Trx, school: School, roundIds: number[], now: Date) {
  for (const roundId of roundIds) {
    if (await lockLine(trx, school.id, roundId)) await offerAll(trx, school, roundId, now);
  }
}

/**
 * Takes a child (or one guardian of it) out of the line, as who got a time is; what was kept for it,
 * and what came free, goes to the next.
 * @returns whether it was in line
 */
export async function leaveLine(trx: Trx, school: School, talk: TalkOf, now: Date) {
  const { roundId, pupilId, forGuardianId } = talk;
  if (!await lockLine(trx, school.id, roundId)) return false;
  const { numDeletedRows } = await trx.deleteFrom("talk_waits").where("school_id", "=", school.id)
    .where("round_id", "=", roundId).where("pupil_id", "=", pupilId)
    .where("for_guardian_id", "is not distinct from", forGuardianId).executeTakeFirst();
  await release(trx, school.id, roundId, keptFor(talk));
  await offerAll(trx, school, roundId, now);
  return numDeletedRows > 0n;
}

/** Gives the time up that is kept for a child: it goes to the next at once. @returns whether one was */
export async function passOn(
  trx: Trx,
  school: School,
  talk: TalkOf,
  now: Date,
): Promise<boolean> {
  await lockLine(trx, school.id, talk.roundId);
  const released = await release(trx, school.id, talk.roundId, keptFor(talk));
  await offerAll(trx, school, talk.roundId, now);
  return released;
}

/** The same for the times that nobody took in time, or that are kept for who is not in line now. */
export async function passOnExpired(trx: Trx, school: School, now: Date) {
  const over = sql`(s.held_until <= ${now} or not exists (select from talk_rounds r
    cross join lateral (${inLine}) l
    where r.school_id = s.school_id and r.id = s.round_id and l.pupil_id = s.held_for
      and l.for_guardian_id is not distinct from s.held_for_guardian))`;
  const { rows } = await sql<{ roundId: number }>`
    select distinct s.round_id as "roundId" from talk_slots s
    where s.school_id = ${school.id} and (s.held_until is not null
        or (s.offered_to is not null and s.pupil_id is null))
      and case when s.held_until is null then s.removed_at is null else ${over} end
    order by s.round_id`.execute(trx);
  for (const { roundId } of rows) {
    await lockLine(trx, school.id, roundId);
    await release(trx, school.id, roundId, over);
    await offerAll(trx, school, roundId, now);
  }
}

/**
 * Ends what is kept in these slots, with all of it where it is a longer talk, as they are no more
 * what was offered; everyone in line may be asked again. The round is locked by then.
 */
export async function endOffers(trx: Trx, schoolId: number, roundId: number, slotIds: number[]) {
  await lockLine(trx, schoolId, roundId);
  await release(
    trx,
    schoolId,
    roundId,
    sql`exists (select from talk_slots o where o.school_id = s.school_id
      and o.id = any(${slotIds}::bigint[]) and o.held_for = s.held_for
      and o.held_for_guardian is not distinct from s.held_for_guardian)`,
    { offeredTo: sql`case when s.offered_to is not null then '{}'::bigint[] end`, all: true },
  );
}

/**
 * Ends what is kept for a child that cannot take it any more: it is skipped, or its talk has another
 * length now. It may be asked about those times again. The round is locked by then.
 */
export async function endUnfitOffers(
  trx: Trx,
  school: School,
  { roundId, pupilId, slots }: { roundId: number; pupilId: number; slots: number },
  now: Date,
) {
  if (!await lockLine(trx, school.id, roundId)) return;
  await release(
    trx,
    school.id,
    roundId,
    sql`s.held_for = ${pupilId} and ${slots} <> (select count(*) from talk_slots o
      where o.school_id = s.school_id and o.round_id = s.round_id and o.held_for = s.held_for
        and o.held_for_guardian is not distinct from s.held_for_guardian)`,
    {
      offeredTo: sql`case when s.offered_to is not null then array(select unnest(s.offered_to)
        except select w.id from talk_waits w where w.school_id = s.school_id
          and w.round_id = s.round_id and w.pupil_id = s.held_for) end`,
      all: true,
    },
  );
  await offerAll(trx, school, roundId, now);
}

/** Ends the line, and what is kept for who is in it. The round is locked by then. */
export async function endLine(trx: Trx, schoolId: number, roundId: number) {
  await lockLine(trx, schoolId, roundId);
  await trx.deleteFrom("talk_waits").where("school_id", "=", schoolId)
    .where("round_id", "=", roundId).execute();
  await sql`
    update talk_slots s set ${heldNothing}, offered_to = null
    where school_id = ${schoolId} and round_id = ${roundId}
      and (held_for is not null or offered_to is not null)`.execute(trx);
}

/** Two work at one line after each other. @returns whether anyone is in it */
async function lockLine(trx: Trx, schoolId: number, roundId: number): Promise<boolean> {
  const rows = await trx.selectFrom("talk_waits").select("id").where("school_id", "=", schoolId)
    .where("round_id", "=", roundId).orderBy("id").forUpdate().execute();
  return rows.length > 0;
}

const keptFor = ({ pupilId, forGuardianId }: TalkOf) =>
  sql`(s.held_for = ${pupilId}
    and s.held_for_guardian is not distinct from ${forGuardianId}::bigint)`;

/**
 * Keeps slots for nobody any more.
 * @param how.all also what someone takes at this moment, which else stays with them: in a round that
 *   is locked nobody does
 */
async function release(
  trx: Trx,
  schoolId: number,
  roundId: number,
  which: RawBuilder<unknown>,
  { offeredTo = sql`s.offered_to`, all = false } = {},
) {
  const { rows } = await sql`
    with kept as materialized (
      select s.id from talk_slots s
      where s.school_id = ${schoolId} and s.round_id = ${roundId} and s.held_for is not null
        and ${which as RawBuilder<SqlBool>}
      order by s.id for update ${all ? sql`` : sql`skip locked`})
    update talk_slots s set ${heldNothing}, offered_to = ${offeredTo}
    from kept where s.school_id = ${schoolId} and s.id = kept.id
    returning s.id`.execute(trx);
  return rows.length > 0;
}

interface FreeSlot extends Interval {
  id: number;
  held: boolean;
  /** Null: not on offer. */
  offeredTo: number[] | null;
}

interface Waiting {
  id: number;
  pupilId: number;
  forGuardianId: number | null;
  /** How many slots its talk takes. */
  slots: number;
  days: Day[] | null;
  /** Whether a time is kept for it: one at a time. */
  asked: boolean;
  /** When the child or who asked is at a talk already, other than the one that would move. */
  engaged: Interval[];
}

/** A time that is kept for someone from now on. */
export interface Offer {
  roundId: number;
  pupilId: number;
  forGuardianId: number | null;
  slotId: number;
  from: Date;
  /** Until when it is kept. */
  until: Date;
}

async function offerAll(trx: Trx, school: School, roundId: number, now: Date) {
  const { rows: [round] } = await sql<{ closesAt: Date | null }>`
    select r.closes_at as "closesAt" from talk_rounds r
    where r.school_id = ${school.id} and r.id = ${roundId} and ${isOpen(now)}`.execute(trx);
  const free = await lockFree(trx, school.id, roundId);
  const waiting = round ? await listWaiting(trx, school.id, roundId) : [];
  const offers: Offer[] = [];
  for (const slot of free) {
    if (slot.offeredTo === null || slot.held) continue;
    for (const one of waiting) {
      const talk = !one.asked && !slot.offeredTo.includes(one.id) &&
        talkWith(slot, free, one, school, now);
      if (!talk) continue;
      const { id: slotId, from } = talk[0]!;
      const until = keptUntil(school, now, [from, round!.closesAt]);
      await keep(trx, school.id, talk, one, until);
      offers.push({ ...one, roundId, slotId, from, until });
      break;
    }
    if (!slot.held) await endOffer(trx, school.id, slot);
  }
  await queueOffers(trx, school, offers, now);
}

/** The free slots of a round, in order of time; one that is being taken is not waited for. */
async function lockFree(trx: Trx, schoolId: number, roundId: number): Promise<FreeSlot[]> {
  const { rows } = await sql<FreeSlot>`
    select s.id, lower(s.during) as from, upper(s.during) as until, s.held_for is not null as held,
      to_json(s.offered_to) as "offeredTo"
    from talk_slots s
    where s.school_id = ${schoolId} and s.round_id = ${roundId} and s.pupil_id is null
      and s.removed_at is null and not ${isTeacherElsewhere}
    order by lower(s.during), s.id for update skip locked`.execute(trx);
  return rows;
}

async function listWaiting(trx: Trx, schoolId: number, roundId: number): Promise<Waiting[]> {
  const { rows } = await sql<Waiting & { engaged: { from: string; until: string }[] }>`
    select w.id, w.pupil_id as "pupilId", w.for_guardian_id as "forGuardianId", w.slots,
      to_json(w.days) as days,
      exists (select from talk_slots s where s.school_id = w.school_id and s.round_id = w.round_id
        and s.held_for = w.pupil_id
        and s.held_for_guardian is not distinct from w.for_guardian_id) as asked,
      coalesce((select json_agg(json_build_object('from', lower(s.during), 'until', upper(s.during)))
        from talk_slots s
        where s.school_id = w.school_id
          and ((s.pupil_id = w.pupil_id or s.guardian_id = w.guardian_id) and not s.in_draft
            or s.pupil_id is not null and exists (select from talk_slot_teachers t
              where t.school_id = s.school_id and t.slot_id = s.id and t.person_id = w.guardian_id))
          and not (s.round_id = w.round_id and s.pupil_id = w.pupil_id
            and s.for_guardian_id is not distinct from w.for_guardian_id)), '[]') as engaged
    from talk_rounds r cross join lateral (${inLine}) w
    where r.school_id = ${schoolId} and r.id = ${roundId}
    order by w.id`.execute(trx);
  return rows.map((row) => ({
    ...row,
    engaged: row.engaged.map(({ from, until }) => ({
      from: new Date(from),
      until: new Date(until),
    })),
  }));
}

/** Nobody reads their mail that fast. */
const soonest = 60 * 60_000;

/** The slots of a talk that this slot makes possible; undefined: none that suits. */
function talkWith(
  slot: FreeSlot,
  free: FreeSlot[],
  { slots, days, engaged }: Waiting,
  { timeZone }: School,
  now: Date,
): FreeSlot[] | undefined {
  const unheld = free.filter(({ held }) => !held);
  const suits = (talk: FreeSlot[]) => {
    const whole = { from: talk[0]!.from, until: talk.at(-1)!.until };
    return talk.length === slots && whole.from.getTime() > now.getTime() + soonest &&
      (!days || days.includes(dayIn(timeZone, whole.from))) &&
      !engaged.some((other) => overlap(other, whole));
  };
  return unheld.map((first) => chainFrom(first, unheld, slots))
    .find((talk) => talk.includes(slot) && suits(talk));
}

/** Slots from one on that follow each other without a break. */
function chainFrom(first: FreeSlot, free: FreeSlot[], slots: number): FreeSlot[] {
  const chain = [first];
  while (chain.length < slots) {
    const end = chain.at(-1)!.until.getTime();
    const next = free.find(({ from }) => from.getTime() === end);
    if (!next) break;
    chain.push(next);
  }
  return chain;
}

async function keep(trx: Trx, schoolId: number, talk: FreeSlot[], one: Waiting, until: Date) {
  await sql`
    update talk_slots set held_for = ${one.pupilId}, held_for_guardian = ${one.forGuardianId},
      held_until = ${until}, changes = changes + 1,
      offered_to = case when offered_to is not null then array_append(offered_to, ${one.id}) end
    where school_id = ${schoolId} and id = any(${talk.map(({ id }) => id)}::bigint[])`.execute(trx);
  one.asked = true;
  for (const slot of talk) slot.held = true;
}

async function endOffer(trx: Trx, schoolId: number, slot: FreeSlot) {
  await trx.updateTable("talk_slots").set({ offered_to: null }).where("school_id", "=", schoolId)
    .where("id", "=", slot.id).execute();
}

const twoHours = 2 * 60 * 60_000;
const steps = 5 * 60_000;

/**
 * Until when a time is kept: two hours, at night until nine in the morning; no longer than until
 * one of `ends`. On five minutes, as it is told.
 */
export function keptUntil(
  { timeZone }: Pick<School, "timeZone">,
  now: Date,
  ends: (Date | null)[],
): Date {
  const [day, time] = [dayIn, timeIn].map((of) =>
    of(timeZone, new Date(now.getTime() + twoHours))
  ) as [string, string];
  const end = time >= "22:00"
    ? momentIn(timeZone, addDays(day, 1), "09:00")
    : time < "09:00"
    ? momentIn(timeZone, day, "09:00")
    : new Date(Math.ceil((now.getTime() + twoHours) / steps) * steps);
  return new Date(Math.min(end.getTime(), ...ends.flatMap((at) => at?.getTime() ?? [])));
}
