import { sql } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { dayIn, schoolYearOf } from "../../web/clock.ts";
import {
  countRows,
  type Counts,
  type Erased,
  type OwnPart,
  type PersonalData,
  type RetentionRule,
  type Subject,
} from "../../web/personal.ts";
import type { School } from "../../web/viewer.ts";
import { heldNothing, slotFreed } from "./taking.ts";

/** Who talked with whom, when, and what it was to be about. */
export const personal: PersonalData = {
  tables: {
    talk_rounds: { exported: true, erased: "its maker's row is empty by then" },
    talk_round_teachers: { exported: true, erased: true },
    talk_invitees: { exported: true, erased: true },
    talk_slots: { exported: true, erased: true },
    talk_slot_teachers: { exported: "the same as talk_round_teachers, per talk", erased: true },
    talk_wishes: { exported: true, erased: true },
    talk_proposals: {
      exported: "a draft of what becomes a talk",
      erased: "its maker's row is empty by then",
    },
    talk_proposed: { exported: "a draft of what becomes a talk", erased: true },
    talk_waits: { exported: true, erased: true },
  },
  export: exportTalks,
  count: countTalks,
  erase: eraseTalks,
};

async function exportTalks(db: Db, who: Subject): Promise<OwnPart[]> {
  const people = sql`${who.personIds}::bigint[]`, pupils = sql`${who.pupilIds}::bigint[]`;
  const round = sql`join talk_rounds r on r.school_id = x.school_id and r.id = x.round_id`;
  const child = sql`left join pupils k on k.school_id = x.school_id and k.id = x.pupil_id`;
  const aboutChild = sql`x.school_id = ${who.school.id} and x.pupil_id = any(${pupils})
    and r.published_at is not null`;
  const { rows: talks } = await sql<Record<string, unknown>>`
    select r.title as round, k.first_name as child, lower(x.during) as "startsAt",
      upper(x.during) as "endsAt", x.subject, x.booked_at as "bookedAt",
      coalesce(x.guardian_id = any(${people}), false) as "choseIt"
    from talk_slots x ${round} ${child}
    where ${aboutChild} and (x.for_guardian_id is null or x.for_guardian_id = any(${people}))
    order by x.id`.execute(db);
  const { rows: notes } = await sql<Record<string, unknown>>`
    select r.title as round, k.first_name as child, x.note from talk_invitees x ${round} ${child}
    where ${aboutChild} and x.note <> '' order by x.round_id, x.pupil_id`.execute(db);
  const { rows: asked } = await sql<Record<string, unknown>>`
    select * from (
      select r.title as round, k.first_name as child, x.rank as choice, lower(s.during) as "startsAt",
        null::timestamptz as "askedAt"
      from talk_wishes x ${round} ${child}
      join talk_slots s on s.school_id = x.school_id and s.id = x.slot_id
      where x.school_id = ${who.school.id}
        and (x.asked_by = any(${people}) or x.for_guardian_id = any(${people}))
      union all
      select r.title, k.first_name, null, null, x.asked_at from talk_waits x ${round} ${child}
      where x.school_id = ${who.school.id} and x.guardian_id = any(${people})) a
    order by round, child, choice`.execute(db);
  const { rows: kept } = await sql<Record<string, unknown>>`
    select r.title as round, r.school_year as "schoolYear", r.invitation,
      r.created_by = any(${people}) as "madeIt"
    from talk_rounds r
    where r.school_id = ${who.school.id} and (r.created_by = any(${people}) or exists (
      select from talk_round_teachers x where x.school_id = r.school_id and x.round_id = r.id
        and x.person_id = any(${people})))
    order by r.id`.execute(db);
  return [
    { name: "talks", rows: talks },
    { name: "talkNotes", rows: notes },
    { name: "talkWishes", rows: asked },
    { name: "talkRounds", rows: kept },
  ];
}

function countTalks(db: Db, { kind, id, school }: Erased): Promise<Counts> {
  const whose = sql.ref(kind === "pupil" ? "pupil_id" : "for_guardian_id");
  return countRows(db, {
    talks: sql`talk_slots where school_id = ${school.id} and ${whose} = ${id}`,
  });
}

/** The time of who is erased is free again; rounds stay without the teacher. */
async function eraseTalks(trx: Trx, who: Erased): Promise<Counts> {
  return who.kind === "pupil" ? await erasePupil(trx, who) : await erasePerson(trx, who);
}

// what was theirs, or kept for them, is another's: the tick of the waiting list sees to that
async function erasePupil(trx: Trx, { id, school }: Erased): Promise<Counts> {
  const { rows } = await sql`update talk_slots s set ${slotFreed}
    where s.school_id = ${school.id} and s.pupil_id = ${id} returning s.id`.execute(trx);
  await sql`update talk_slots s set ${heldNothing}
    where school_id = ${school.id} and held_for = ${id}`.execute(trx);
  for (const table of ["talk_invitees", "talk_wishes", "talk_proposed", "talk_waits"] as const) {
    await trx.deleteFrom(table).where("school_id", "=", school.id).where("pupil_id", "=", id)
      .execute();
  }
  return { talks: rows.length };
}

async function erasePerson(trx: Trx, { id, school }: Erased): Promise<Counts> {
  const { rows: own } = await sql`update talk_slots s set ${slotFreed}
    where s.school_id = ${school.id} and s.for_guardian_id = ${id} returning s.id`.execute(trx);
  await sql`update talk_slots s set ${heldNothing}
    where school_id = ${school.id} and held_for_guardian = ${id}`.execute(trx);
  await sql`update talk_slots set guardian_id = null, changes = changes + 1
    where school_id = ${school.id} and guardian_id = ${id}`.execute(trx);
  await sql`delete from talk_wishes
    where school_id = ${school.id} and ${id} in (asked_by, for_guardian_id)`.execute(trx);
  await trx.deleteFrom("talk_proposed").where("school_id", "=", school.id)
    .where("for_guardian_id", "=", id).execute();
  await trx.deleteFrom("talk_waits").where("school_id", "=", school.id)
    .where("guardian_id", "=", id).execute();
  for (const table of ["talk_round_teachers", "talk_slot_teachers"] as const) {
    await trx.deleteFrom(table).where("school_id", "=", school.id).where("person_id", "=", id)
      .execute();
  }
  return { talks: own.length };
}

/** Rounds of past school years, with all that was in them. */
export const retention: RetentionRule[] = [{
  key: "talks",
  months: 12,
  since: "schoolYear",
  count: async (db, school, before) => {
    const { rows } = await sql<{ kept: number; due: number }>`
      select count(*)::int as kept,
        count(*) filter (where school_year < ${yearOf(school, before)})::int as due
      from talk_rounds where school_id = ${school.id}`.execute(db);
    return rows[0]!;
  },
  erase: async (trx, school, before) => {
    const { rows } = await sql`
      delete from talk_rounds where school_id = ${school.id} and id in (
        select id from talk_rounds
        where school_id = ${school.id} and school_year < ${yearOf(school, before)}
        order by id limit 100)
      returning id`.execute(trx);
    return { talkRounds: rows.length };
  },
}];

const yearOf = (school: School, before: Date) => schoolYearOf(dayIn(school.timeZone, before));
