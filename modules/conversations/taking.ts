import { type RawBuilder, sql, type SqlBool } from "kysely";
import type { Trx } from "../../db/database.ts";
import { Again, type Refusal, Refused } from "./refusals.ts";

/** Whose talk it is, within a round: of a child, or of one guardian of it. */
export interface TalkOf {
  schoolId: number;
  roundId: number;
  pupilId: number;
  forGuardianId: number | null;
}

/** A talk that was taken; times are of all its slots together. */
export interface TakenTalk {
  slotId: number;
  from: Date;
  until: Date;
  subject: string;
  guardianId: number | null;
}

/** A talk that was freed. */
export interface FreedTalk extends TakenTalk {
  /** Rounds in which its guardian gives talks, and can again at that time. */
  taught: number[];
}

/**
 * Takes `slots` slots that follow each other from `slotId` on, all or none, within a transaction.
 * @param past whether a time that has begun may be taken
 * @throws Refused taken, heldForOther, removed, past, tooShort, overlaps; Again when someone else pressed for
 *   the same talk meanwhile
 */
export async function takeSlots(
  trx: Trx,
  talk: TalkOf,
  { slotId, slots, guardianId, subject }: {
    slotId: number;
    slots: number;
    guardianId: number | null;
    subject: string;
  },
  now: Date,
): Promise<TakenTalk> {
  const { schoolId, roundId, pupilId, forGuardianId } = talk;
  const { rows } = await sql<{ id: number; from: Date; until: Date; inDraft: boolean }>`
    with recursive chain as (${chainOf(talk, slotId, slots)}),
    locked as materialized (
      select s.id, c.part from chain c
      join talk_slots s on s.school_id = ${schoolId} and s.id = c.id
      where ${isFree(pupilId, sql`${forGuardianId}::bigint`, now)}
      order by c.part for update of s)
    update talk_slots s set pupil_id = ${pupilId}, guardian_id = ${guardianId},
      for_guardian_id = ${forGuardianId}, part = l.part, booked_at = ${now},
      subject = case when l.part = 1 then ${subject} else '' end,
      ${heldNothing}, in_draft = (select r.published_at is null from talk_rounds r
        where r.school_id = ${schoolId} and r.id = ${roundId})
    from locked l
    where s.school_id = ${schoolId} and s.round_id = ${roundId} and s.id = l.id
      and (select count(*) from locked) = ${slots}
    returning s.id, lower(s.during) as from, upper(s.during) as until, s.in_draft as "inDraft"`
    .execute(trx);
  if (rows.length < slots) throw await whyNot(trx, talk, slotId, slots, now);
  const ids = rows.map(({ id }) => id);
  if (rows[0]!.inDraft) await mustNotClash(trx, schoolId, ids);
  else await mustNotTeach(trx, schoolId, ids);
  const times = rows.flatMap(({ from, until }) => [from.getTime(), until.getTime()]);
  const [from, until] = [new Date(Math.min(...times)), new Date(Math.max(...times))];
  return { slotId, from, until, subject, guardianId };
}

/**
 * Whether slot `s` can be taken for a child.
 * @param forGuardian whose talk it would be, where guardians have talks of their own; else null
 */
export const isFree = (pupilId: number, forGuardian: RawBuilder<unknown>, now: Date) =>
  sql<SqlBool>`(s.pupil_id is null and s.removed_at is null and lower(s.during) > ${now}
    and not ${isTeacherElsewhere}
    and (s.held_for is null or s.held_until <= ${now} or (s.held_for = ${pupilId}
      and s.held_for_guardian is not distinct from ${forGuardian})))`;

/** Whether a teacher of slot `s` is at a talk about an own child at that time. */
export const isTeacherElsewhere = sql<SqlBool>`exists (select from talk_slot_teachers t
  join talk_slots o on o.school_id = t.school_id and o.guardian_id = t.person_id
    and not o.in_draft and o.during && s.during and o.id <> s.id
  where t.school_id = s.school_id and t.slot_id = s.id)`;

/**
 * Whether there is a talk by now at the time of talk `s` of a draft, that keeps its child or its
 * guardian. Nobody is kept from that talk by a draft.
 */
export const clashes = sql<SqlBool>`(
  exists (select from talk_slots o where o.school_id = s.school_id and o.pupil_id = s.pupil_id
    and not o.in_draft and o.during && s.during and o.id <> s.id)
  or exists (select from talk_slots o where o.school_id = s.school_id
    and o.guardian_id = s.guardian_id and not o.in_draft and o.during && s.during and o.id <> s.id)
  or exists (select from talk_slot_teachers t
    join talk_slots o on o.school_id = t.school_id and o.id = t.slot_id
      and o.pupil_id is not null and o.guardian_id is distinct from s.guardian_id
    where t.school_id = s.school_id and t.person_id = s.guardian_id and t.during && s.during))`;

async function mustNotClash(trx: Trx, schoolId: number, slotIds: number[]) {
  const { rows: [talk] } = await sql`
    select from talk_slots s
    where s.school_id = ${schoolId} and s.id = any(${slotIds}::bigint[]) and ${clashes} limit 1`
    .execute(trx);
  if (talk) throw new Refused("overlaps");
}

/**
 * Keeps who has these slots as a guardian from being put at talks as a teacher meanwhile, where no
 * foreign key asks for them: their guardians stay the same.
 */
export const lockGuardians = (trx: Trx, schoolId: number, slotIds: number[]) =>
  sql`select from people where school_id = ${schoolId} and id in (
      select guardian_id from talk_slots
      where school_id = ${schoolId} and id = any(${slotIds}::bigint[]))
    order by id for key share`.execute(trx);

/**
 * Keeps who teaches in a round from coming to a talk as a guardian until the transaction ends: a talk
 * that gets a guardian asks for that person by its foreign key. Only who has done this can tell whether
 * they are elsewhere when they are put at talks, or when those move.
 * @param more who are to teach in it
 */
export const lockTeachers = (trx: Trx, schoolId: number, roundId: number, more: number[] = []) =>
  sql`select from people where school_id = ${schoolId} and id in (
      select person_id from talk_round_teachers
      where school_id = ${schoolId} and round_id = ${roundId}
      union all select unnest(${more}::bigint[]))
    order by id for update`.execute(trx);

/**
 * Who has one of these slots as a guardian gives no talk at that time. The rounds they teach then wait
 * for this, and are news: their free times of that moment cannot be had.
 * @throws Refused overlaps
 */
export async function mustNotTeach(trx: Trx, schoolId: number, slotIds: number[]) {
  const taught = taughtBy(schoolId, sql`s.id = any(${slotIds}::bigint[])`);
  if ((await countRounds(trx, schoolId, taught)).length === 0) return;
  const { rows: [talk] } = await sql`
    select from ${taught} and o.pupil_id is not null limit 1`.execute(trx);
  if (talk) throw new Refused("overlaps");
}

/**
 * The other way round, before they lose these slots: their free times of that moment can be had again,
 * and are on offer.
 * @param which of slots `s`
 * @returns the rounds of those times: `offerFreed` or its tick is to follow
 */
export async function teachAgain(
  trx: Trx,
  schoolId: number,
  which: RawBuilder<unknown>,
): Promise<number[]> {
  const taught = taughtBy(schoolId, which);
  const rounds = await countRounds(trx, schoolId, taught);
  if (rounds.length > 0) {
    await sql`
      update talk_slots s set offered_to = coalesce(s.offered_to, ${onOffer}),
        changes = s.changes + 1
      where s.school_id = ${schoolId} and s.id in (select o.id from ${taught})
        and s.pupil_id is null and s.held_for is null and s.removed_at is null`.execute(trx);
  }
  return rounds;
}

/** Of slots `s`: those (`o`) in which their guardian would give a talk at that time. */
const taughtBy = (schoolId: number, which: RawBuilder<unknown>) =>
  sql`talk_slots s
    join talk_slot_teachers t on t.school_id = s.school_id and t.person_id = s.guardian_id
      and t.during && s.during
    join talk_slots o on o.school_id = t.school_id and o.id = t.slot_id
      and o.guardian_id is distinct from s.guardian_id
    where s.school_id = ${schoolId} and not s.in_draft and ${which}`;

/** Tells screens that these rounds are news. */
async function countRounds(trx: Trx, schoolId: number, taught: RawBuilder<unknown>) {
  const { rows } = await sql<{ id: number }>`
    update talk_rounds r set version = r.version + 1
    where r.school_id = ${schoolId} and r.id in (select o.round_id from ${taught})
    returning r.id`.execute(trx);
  return rows.map(({ id }) => id);
}

/**
 * Of slot `s`, when it comes free: on offer to those in line, if there are any, but not to whose it
 * was until now.
 */
export const onOffer = sql`case when exists (select from talk_waits w
    where w.school_id = s.school_id and w.round_id = s.round_id)
  then array(select w.id from talk_waits w where w.school_id = s.school_id
    and w.round_id = s.round_id and w.pupil_id = s.pupil_id
    and w.for_guardian_id is not distinct from s.for_guardian_id) end`;

/** Slot `s` is nobody's from now on, and on offer: `offerFreed` or its tick is to follow. */
export const slotFreed = sql`pupil_id = null, guardian_id = null, for_guardian_id = null, part = 1,
  subject = '', booked_at = null, in_draft = false, changes = s.changes + 1, offered_to = ${onOffer}`;

/** Slot `s` is kept for nobody from now on. */
export const heldNothing = sql`held_for = null, held_for_guardian = null, held_until = null,
  changes = s.changes + 1`;

/**
 * Frees all slots of a talk. They are on offer then, and those of the rounds that its guardian gives
 * talks in: `offerFreed` is to follow.
 * @returns what it was; undefined when there is none
 */
export async function freeSlots(trx: Trx, talk: TalkOf): Promise<FreedTalk | undefined> {
  const its = sql`s.round_id = ${talk.roundId} and s.pupil_id = ${talk.pupilId}
    and s.for_guardian_id is not distinct from ${talk.forGuardianId}`;
  const taught = await teachAgain(trx, talk.schoolId, its);
  // a returning clause of PostgreSQL before 18 tells only what is there now
  const { rows } = await sql<TakenTalk & { part: number }>`
    with old as materialized (
      select s.id, s.part, s.subject, s.guardian_id from talk_slots s
      where s.school_id = ${talk.schoolId} and ${its} order by s.part for update)
    update talk_slots s set ${slotFreed}
    from old where s.school_id = ${talk.schoolId} and s.id = old.id
    returning s.id as "slotId", lower(s.during) as from, upper(s.during) as until, old.part,
      old.subject, old.guardian_id as "guardianId"`.execute(trx);
  const parts = rows.toSorted((a, b) => a.part - b.part);
  const [first] = parts;
  return first && {
    slotId: first.slotId,
    from: first.from,
    until: parts.at(-1)!.until,
    subject: first.subject,
    guardianId: first.guardianId,
    taught,
  };
}

/** The talk that there is of this child (and guardian), with its first slot. */
export async function findTalk(trx: Trx, talk: TalkOf): Promise<TakenTalk | null> {
  const { rows: [row] } = await sql<TakenTalk>`
    select (array_agg(id order by part))[1] as "slotId", min(lower(during)) as from,
      max(upper(during)) as until, max(subject) as subject, min(guardian_id) as "guardianId"
    from talk_slots
    where school_id = ${talk.schoolId} and round_id = ${talk.roundId}
      and pupil_id = ${talk.pupilId}
      and for_guardian_id is not distinct from ${talk.forGuardianId}
    having count(*) > 0`.execute(trx);
  return row ?? null;
}

/** `id`, `during` and `part` of the slots that follow each other from one on. */
const chainOf = ({ schoolId, roundId }: TalkOf, slotId: number, slots: number) =>
  sql`select id, during, 1 as part from talk_slots
      where school_id = ${schoolId} and round_id = ${roundId} and id = ${slotId}
    union all
    select s.id, s.during, c.part + 1 from chain c
    join talk_slots s on s.school_id = ${schoolId} and s.round_id = ${roundId}
      and s.removed_at is null and lower(s.during) = upper(c.during)
    where c.part < ${slots}`;

/** Why the slots of a talk could not be taken. */
async function whyNot(
  trx: Trx,
  talk: TalkOf,
  slotId: number,
  slots: number,
  now: Date,
): Promise<Refused | Again> {
  const { rows } = await sql<{ own: boolean; why: Refusal | null }>`
    with recursive chain as (${chainOf(talk, slotId, slots)})
    select coalesce(s.pupil_id = ${talk.pupilId}
        and s.for_guardian_id is not distinct from ${talk.forGuardianId}, false) as own,
      case when s.removed_at is not null then 'removed' when s.pupil_id is not null then 'taken'
        when ${isTeacherElsewhere} then 'taken'
        when lower(s.during) <= ${now} then 'past'
        when s.held_until > ${now} and (s.held_for <> ${talk.pupilId}
          or s.held_for_guardian is distinct from ${talk.forGuardianId}::bigint)
          then 'heldForOther' end as why
    from chain c join talk_slots s on s.school_id = ${talk.schoolId} and s.id = c.id
    order by c.part`.execute(trx);
  if (rows.some(({ own }) => own)) return new Again("alreadyBooked");
  const [first] = rows;
  return new Refused(first ? first.why ?? "tooShort" : "removed");
}
