import { sql } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { audit } from "../../web/audit.ts";
import { dayIn, schoolYearOf } from "../../web/clock.ts";
import { isOffice, type School, type Viewer } from "../../web/viewer.ts";
import { schoolYearAt } from "../school/mod.ts";
import { attempt, Refused, type Result } from "./refusals.ts";
import { invitedPupils, type Moments, phaseOf } from "./rounds.queries.ts";
import type { Interval, Plan } from "./schedule.ts";
import { isTeacherElsewhere, lockTeachers } from "./taking.ts";

/** A round as its teacher wants it. */
export interface RoundInput {
  title: string;
  /** What the maker was filled in with, to be shown again. */
  plan: Plan;
  /** What came of it, by `planSlots`, and perhaps by hand since. */
  slots: Interval[];
  groups: number[];
  /** All of them at every talk. */
  teachers: number[];
  room: string;
  videoLink: string;
  /** What the mail to guardians says; they get it when the round is published. */
  invitation?: string;
  separateTalks: boolean;
  fair: boolean;
  /** Null: when it is published. */
  opensAt: Date | null;
  closesAt: Date | null;
  /** Of a fair round. */
  wishesUntil: Date | null;
}

/**
 * Makes a round that only its teachers see; the same form a second time finds it there. A teacher
 * who makes one is in it.
 * @param key of the form
 */
export function makeRound(
  db: Db,
  viewer: Viewer,
  input: RoundInput,
  key: string | null,
  now: Date,
): Promise<Result<{ id: number }>> {
  const school_id = viewer.school.id;
  return attempt(db, async (trx) => {
    mustFollow(input);
    const school_year = yearOf(input, viewer, now);
    mustBeIn(school_year, viewer.school, input.slots);
    const made = await trx.insertInto("talk_rounds").values({
      ...columnsOf(input),
      school_id,
      school_year,
      title: input.title,
      minutes: input.plan.minutes,
      created_by: viewer.person.id,
      form_key: key,
      created_at: now,
    }).onConflict((conflict) => conflict.columns(["school_id", "form_key"]).doNothing())
      .returning("id").executeTakeFirst();
    if (!made) return await findByKey(trx, school_id, key);
    const { id } = made;
    const own = isOffice(viewer) ? [] : [viewer.person.id];
    await setGroups(trx, viewer, id, input.groups);
    await setTeachers(trx, viewer, id, [...own, ...input.teachers]);
    await insertSlots(trx, school_id, id, input.slots);
    await audit(trx, viewer, "roundChanged", { roundId: id, change: "made" }, now);
    return { id };
  });
}

/**
 * Changes what is given; times of talks (`slots`), and how wishes are asked for, only before it is
 * published, and times only while nobody was booked in. A proposal there was ends when preferences
 * are asked for again.
 * @param tell gets the children that the round was not for before
 */
export function changeRound(
  db: Db,
  viewer: Viewer,
  roundId: number,
  changes: Partial<RoundInput>,
  now: Date,
  tell?: (trx: Trx, round: Moments, pupilIds: number[]) => Promise<void>,
): Promise<Result> {
  return attempt(db, async (trx) => {
    const school_id = viewer.school.id;
    const round = await lockRound(trx, school_id, roundId);
    mustFollow({ ...round, ...changes });
    await trx.updateTable("talk_rounds")
      .set((eb) => ({ ...columnsOf(changes), version: eb("version", "+", 1) }))
      .where("school_id", "=", school_id).where("id", "=", roundId).execute();
    const { slots, groups, teachers, separateTalks = round.separateTalks, fair } = changes;
    const otherwiseShared = separateTalks !== round.separateTalks;
    // guardians were asked for wishes, each of their own or together
    const otherWishes = (fair ?? round.fair) !== round.fair || (round.fair && otherwiseShared);
    if ((slots || otherWishes) && round.publishedAt) throw new Refused("published");
    if ((slots || otherwiseShared) && await isBooked(trx, school_id, roundId)) {
      throw new Refused("booked");
    }
    const after = { ...round, ...changes };
    if (phaseOf(after, now) !== "allotting") {
      await trx.deleteFrom("talk_proposals").where("school_id", "=", school_id)
        .where("round_id", "=", roundId).execute();
    }
    const added = groups ? await changeGroups(trx, viewer, roundId, groups) : [];
    if (added.length > 0) await tell?.(trx, after, added);
    if (teachers) await setTeachers(trx, viewer, roundId, teachers);
    if (slots) {
      mustBeIn(round.schoolYear, viewer.school, slots);
      await trx.deleteFrom("talk_slots").where("school_id", "=", school_id)
        .where("round_id", "=", roundId).execute();
      await insertSlots(trx, school_id, roundId, slots);
    }
    await audit(trx, viewer, "roundChanged", { roundId, change: "changed" }, now);
    return {};
  });
}

interface LockedRound extends Moments {
  schoolYear: number;
  minutes: number;
  separateTalks: boolean;
}

/**
 * Keeps guardians from choosing until the transaction ends; not who offers a time to the line, whose
 * foreign keys ask for the round while they hold the line.
 * @throws Refused roundClosed, withdrawn
 */
export async function lockRound(
  trx: Trx,
  schoolId: number,
  roundId: number,
  { closedToo = false } = {},
): Promise<LockedRound> {
  const round = await trx.selectFrom("talk_rounds").select([
    "school_year as schoolYear",
    "minutes",
    "separate_talks as separateTalks",
    "fair",
    "published_at as publishedAt",
    "opens_at as opensAt",
    "closes_at as closesAt",
    "wishes_until as wishesUntil",
    "allotted_at as allottedAt",
    "closed_at as closedAt",
    "withdrawn_at as withdrawnAt",
  ]).where("school_id", "=", schoolId).where("id", "=", roundId).forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  if (round.withdrawnAt) throw new Refused("withdrawn");
  if (round.closedAt && !closedToo) throw new Refused("roundClosed");
  return round;
}

const columnsOf = (input: Partial<RoundInput>) => ({
  title: input.title,
  ...input.plan && { plan: JSON.stringify(input.plan), minutes: input.plan.minutes },
  room: input.room,
  video_link: input.videoLink,
  invitation: input.invitation,
  separate_talks: input.separateTalks,
  fair: input.fair,
  opens_at: input.opensAt,
  closes_at: input.closesAt,
  wishes_until: input.wishesUntil,
});

/** Opening, then the end of giving wishes, then that of choosing. */
function mustFollow({ fair, opensAt, closesAt, wishesUntil }: Partial<RoundInput>) {
  if (fair && !wishesUntil) throw new Refused("noWishesUntil");
  const wishes = fair ? wishesUntil : null;
  if (wishes && closesAt && wishes >= closesAt) throw new Refused("wishesLate");
  const firstEnd = wishes ?? closesAt;
  if (opensAt && firstEnd && opensAt >= firstEnd) throw new Refused("opensLate");
}

/**
 * That of its first day. The groups of a year to come are the office's to know until it begins.
 * @throws Refused otherGroups
 */
function yearOf({ slots: [first] }: RoundInput, viewer: Viewer, now: Date): number {
  const running = schoolYearAt(viewer, now);
  const year = first ? schoolYearOf(dayIn(viewer.school.timeZone, first.from)) : running;
  if (year > running && !isOffice(viewer)) throw new Refused("otherGroups");
  return year;
}

/**
 * A round is of the groups of one school year, and is listed in that.
 * @throws Refused otherYear
 */
export function mustBeIn(schoolYear: number, { timeZone }: School, slots: { from: Date }[]) {
  if (slots.some(({ from }) => schoolYearOf(dayIn(timeZone, from)) !== schoolYear)) {
    throw new Refused("otherYear");
  }
}

async function findByKey(trx: Trx, schoolId: number, key: string | null) {
  return await trx.selectFrom("talk_rounds").select("id").where("school_id", "=", schoolId)
    .where("form_key", "=", key).executeTakeFirstOrThrow();
}

/** @throws Refused otherGroups when they are of another school year than the round, unknownGroup */
async function setGroups(trx: Trx, viewer: Viewer, roundId: number, groups: number[]) {
  const { rows: [other] } = await sql`
    select from groups g join talk_rounds r on r.school_id = g.school_id and r.id = ${roundId}
    where g.school_id = ${viewer.school.id} and g.id = any(${groups}::bigint[])
      and g.left_at is null and g.school_year <> r.school_year limit 1`.execute(trx);
  if (other) throw new Refused("otherGroups");
  await trx.deleteFrom("talk_round_groups").where("school_id", "=", viewer.school.id)
    .where("round_id", "=", roundId).execute();
  const { rows } = await sql`
    insert into talk_round_groups (school_id, round_id, group_id)
    select r.school_id, r.id, g.id from talk_rounds r
    join groups g on g.school_id = r.school_id and g.school_year = r.school_year
    where r.school_id = ${viewer.school.id} and r.id = ${roundId} and g.left_at is null
      and g.id = any(${groups}::bigint[])
    returning group_id`.execute(trx);
  if (rows.length === 0 || rows.length < new Set(groups).size) throw new Refused("unknownGroup");
}

/**
 * @returns the children the round was not for before
 * @throws Refused booked, when a child with a talk is in none of the groups any more by this
 */
async function changeGroups(trx: Trx, viewer: Viewer, roundId: number, groups: number[]) {
  // who left these groups by themselves keeps the talk, and does not keep the round as it is
  const before = await listInvited(trx, viewer, roundId);
  await setGroups(trx, viewer, roundId, groups);
  const after = await listInvited(trx, viewer, roundId);
  const ids = new Set(after.map(({ pupilId }) => pupilId));
  if (before.some(({ pupilId, booked }) => booked && !ids.has(pupilId))) {
    throw new Refused("booked");
  }
  for (const { pupilId } of before) ids.delete(pupilId);
  return [...ids];
}

/** Children of a round's groups, and whether they have a talk. */
async function listInvited(trx: Trx, { school }: Viewer, roundId: number) {
  const { rows } = await sql<{ pupilId: number; booked: boolean }>`
    select x.pupil_id as "pupilId", exists (select from talk_slots s
      where s.school_id = r.school_id and s.round_id = r.id and s.pupil_id = x.pupil_id) as booked
    from talk_rounds r cross join lateral (${invitedPupils}) x
    where r.school_id = ${school.id} and r.id = ${roundId}`.execute(trx);
  return rows;
}

/** The teachers of a round, and of all its slots. @throws Refused unknownTeacher, teacherBusy */
async function setTeachers(trx: Trx, viewer: Viewer, roundId: number, teachers: number[]) {
  const school_id = viewer.school.id;
  await lockTeachers(trx, school_id, roundId, teachers);
  await sql`delete from talk_slot_teachers t using talk_slots s
    where s.school_id = ${school_id} and s.round_id = ${roundId}
      and t.school_id = s.school_id and t.slot_id = s.id`.execute(trx);
  await trx.deleteFrom("talk_round_teachers").where("school_id", "=", school_id)
    .where("round_id", "=", roundId).execute();
  const { rows } = await sql`
    insert into talk_round_teachers (school_id, round_id, person_id)
    select school_id, ${roundId}, person_id from staff
    where school_id = ${school_id} and left_at is null
      and person_id = any(${teachers}::bigint[])
    returning person_id`.execute(trx);
  if (rows.length === 0 || rows.length < new Set(teachers).size) {
    throw new Refused("unknownTeacher");
  }
  await giveTeachers(trx, school_id, roundId);
  const { rows: [talk] } = await sql`
    select from talk_slots s where s.school_id = ${school_id} and s.round_id = ${roundId}
      and s.pupil_id is not null and ${isTeacherElsewhere} limit 1`.execute(trx);
  if (talk) throw new Refused("teacherBusy");
}

async function insertSlots(trx: Trx, schoolId: number, roundId: number, slots: Interval[]) {
  const [from, until] = [slots.map((slot) => slot.from), slots.map((slot) => slot.until)];
  await sql`
    insert into talk_slots (school_id, round_id, during)
    select ${schoolId}, ${roundId}, tstzrange(f, u)
    from unnest(${isoOf(from)}::timestamptz[], ${isoOf(until)}::timestamptz[]) x (f, u)
    order by f`.execute(trx);
  await giveTeachers(trx, schoolId, roundId);
}

/** Puts the round's teachers at those of its slots that have none. @throws teacherBusy */
export async function giveTeachers(trx: Trx, schoolId: number, roundId: number) {
  await lockTeachers(trx, schoolId, roundId);
  await sql`insert into talk_slot_teachers (school_id, slot_id, person_id, during)
    select s.school_id, s.id, t.person_id, s.during
    from talk_slots s
    join talk_round_teachers t on t.school_id = s.school_id and t.round_id = s.round_id
    where s.school_id = ${schoolId} and s.round_id = ${roundId} and s.removed_at is null
    on conflict (school_id, slot_id, person_id) do nothing`.execute(trx);
}

async function isBooked(trx: Trx, schoolId: number, roundId: number): Promise<boolean> {
  const found = await trx.selectFrom("talk_slots").select("id").where("school_id", "=", schoolId)
    .where("round_id", "=", roundId).where("pupil_id", "is not", null).limit(1).executeTakeFirst();
  return found !== undefined;
}

const isoOf = (moments: Date[]) => moments.map((at) => at.toISOString());
