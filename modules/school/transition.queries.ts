import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Db } from "../../db/database.ts";
import { dayIn } from "../../web/clock.ts";
import type { School, Viewer } from "../../web/viewer.ts";
import { knownAs, nameOf, schoolYearAt } from "./groups.queries.ts";
import { compareNames } from "./names.ts";
import type { Outcome } from "./transition.outcome.ts";
import {
  emptyPlan,
  type FromGroup,
  type Plan,
  type RosterPupil,
  type TransitionRoster,
} from "./transition.plan.ts";

/** The step to one school year, as far as it has come. */
export interface Transition {
  /** The school year that begins. */
  year: number;
  plan: Plan;
  /** Null as long as it is only a plan. */
  applied: { at: Date; by: string; outcome: Outcome } | null;
  /** When leavers left and years counted on; null before. */
  effectiveAt: Date | null;
}

/** Months in which a school that is late still makes the step to the year that has begun. */
const lateMonths = /^\d{4}-(08|09|10)/;
/** Months in which the step is what the office is about to do. */
const seasonMonths = /^\d{4}-0[5-9]/;

export const isSeason = (school: Pick<School, "timeZone">, now: Date) =>
  seasonMonths.test(dayIn(school.timeZone, now));

/**
 * The step the office has before it: to the next school year; in the first months of a year still
 * to this one, as long as there are pupils of last year whom nobody has put in a group.
 */
export async function findTransition(db: Db, viewer: Viewer, now: Date): Promise<Transition> {
  const running = schoolYearAt(viewer, now);
  if (lateMonths.test(dayIn(viewer.school.timeZone, now)) && await waits(db, viewer, running)) {
    const late = await transitionTo(db, viewer, running);
    if (!late.applied) return late;
  }
  return transitionTo(db, viewer, running + 1);
}

/** Whether anyone who was in a group the year before is in none this year. */
async function waits(db: Db, { school }: Viewer, year: number): Promise<boolean> {
  const inGroup = (of: number) =>
    sql`exists (select from group_pupils gp
      join groups g on g.school_id = gp.school_id and g.id = gp.group_id and g.left_at is null
      where gp.school_id = k.school_id and gp.pupil_id = k.id and g.school_year = ${of})`;
  const { rows } = await sql`
    select from pupils k where k.school_id = ${school.id} and k.left_at is null
      and ${inGroup(year - 1)} and not ${inGroup(year)} limit 1`.execute(db);
  return rows.length > 0;
}

async function transitionTo(db: Db, { school }: Viewer, year: number): Promise<Transition> {
  const { rows: [row] } = await sql<{
    plan: Plan;
    outcome: Outcome | null;
    at: Date | null;
    by: string | null;
    effectiveAt: Date | null;
  }>`
    select t.plan, t.outcome, t.applied_at as at, t.effective_at as "effectiveAt",
      (select ${nameOf("p")} from people p join staff st
        on st.school_id = p.school_id and st.person_id = p.id
        where p.school_id = t.school_id and p.account_id = t.applied_by
        order by p.id limit 1) as by
    from year_transitions t
    where t.school_id = ${school.id} and t.school_year = ${year}`.execute(db);
  const { at, by, outcome } = row ?? {};
  return {
    year,
    plan: row?.plan ?? emptyPlan,
    applied: at && outcome ? { at, by: by ?? "", outcome } : null,
    effectiveAt: row?.effectiveAt ?? null,
  };
}

/** Everyone and everything the step to `year` is about. */
export async function loadTransitionRoster(
  db: Db,
  { school }: Pick<Viewer, "school">,
  year: number,
): Promise<TransitionRoster> {
  const { rows: groups } = await sql<FromGroup & { schoolYear: number }>`
    select g.id, g.name, g.years, g.school_year as "schoolYear", array(
      select t.person_id from group_staff t
      join staff st on st.school_id = t.school_id and st.person_id = t.person_id
        and st.left_at is null
      join people p on p.school_id = t.school_id and p.id = t.person_id and p.left_at is null
      where t.school_id = g.school_id and t.group_id = g.id order by t.person_id) as teachers
    from groups g
    where g.school_id = ${school.id} and g.school_year in (${year - 1}, ${year})
      and g.left_at is null
    order by g.position, g.name, g.id`.execute(db);
  const { rows: pupils } = await sql<RosterPupil>`
    select k.id, k.first_name as "firstName", k.initials, k.prefix, k.last_name as "lastName",
      k.year, coalesce(m.ids, '{}') as "groupIds", coalesce(m.next, '{}') as "nextIds",
      coalesce(m.administered, false) as administered
    from pupils k left join (
      select gp.pupil_id,
        array_agg(g.id order by g.id) filter (where g.school_year = ${year - 1}) as ids,
        array_agg(g.id order by g.id) filter (where g.school_year = ${year}) as next,
        bool_or(g.school_year = ${year} and exists (select from group_keys y
          where y.school_id = g.school_id and y.group_id = g.id)) as administered
      from group_pupils gp
      join groups g on g.school_id = gp.school_id and g.id = gp.group_id and g.left_at is null
      where gp.school_id = ${school.id} and g.school_year in (${year - 1}, ${year})
      group by gp.pupil_id) m on m.pupil_id = k.id
    where k.school_id = ${school.id} and k.left_at is null`.execute(db);
  const { rows: staff } = await sql<{ id: number; name: string }>`
    select p.id, ${knownAs("p")} as name
    from staff st join people p on p.school_id = st.school_id and p.id = st.person_id
    where st.school_id = ${school.id} and st.left_at is null and p.left_at is null
    order by p.last_name, p.first_name, p.id`.execute(db);
  const ofYear = (schoolYear: number) =>
    groups.filter((group) => group.schoolYear === schoolYear)
      .map(({ id, name, years, teachers }) => ({ id, name, years, teachers }));
  return {
    year,
    groups: ofYear(year - 1),
    next: ofYear(year),
    pupils: pupils.sort(compareNames),
    staff,
  };
}

/** A short sign of what was shown, to know later whether it is still so. */
export const signOf = (shown: unknown): string =>
  createHash("sha256").update(JSON.stringify(shown)).digest("base64url").slice(0, 22);
