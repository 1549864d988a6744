import { sql } from "kysely";
import type { Trx } from "../../db/database.ts";
import { type Actor, audit } from "../../web/audit.ts";
import { dayIn, schoolYearOf } from "../../web/clock.ts";
import type { Tick } from "../../web/module.ts";
import type { School } from "../../web/viewer.ts";
import type { Outcome } from "./transition.outcome.ts";

/** Whether a school year has begun, by the clock of the school. */
export const hasBegun = (year: number, school: Pick<School, "timeZone">, now: Date) =>
  year <= schoolYearOf(dayIn(school.timeZone, now));

/**
 * On 1 August: leavers leave, on the last day of the year that is over, and years count on. Whoever
 * was given a group of the new year after all stays; a year that an import has raised already is
 * left as it is.
 */
export async function takeEffect(
  trx: Trx,
  actor: Actor,
  year: number,
  { years, leavers }: Outcome,
  now: Date,
): Promise<void> {
  const schoolId = actor.school.id;
  await sql`
    update pupils k set year = r.to
    from jsonb_to_recordset(${JSON.stringify(years)}::jsonb)
      as r("pupilId" bigint, "from" text, "to" text)
    where k.school_id = ${schoolId} and k.id = r."pupilId" and k.year = r.from
      and k.left_at is null`.execute(trx);
  const { rows } = await sql<{ id: number }>`
    update pupils k set left_at = ${now}, left_on = coalesce(k.left_on, ${`${year}-07-31`}::date)
    where k.school_id = ${schoolId} and k.id = any(${leavers}::bigint[]) and k.left_at is null
      and not exists (select from group_pupils gp
        join groups g on g.school_id = gp.school_id and g.id = gp.group_id and g.left_at is null
        where gp.school_id = k.school_id and gp.pupil_id = k.id and g.school_year = ${year})
    returning k.id`.execute(trx);
  await trx.updateTable("year_transitions").set({ effective_at: now })
    .where("school_id", "=", schoolId).where("school_year", "=", year).execute();
  const pupilIds = rows.map((row) => row.id);
  if (pupilIds.length > 0) await audit(trx, actor, "pupilLeft", { pupilIds, year }, now);
}

/** On the first minute of a school year, or once the house runs again, what was made ready counts. */
export const beginSchoolYear: Tick = {
  name: "begin school year",
  due: (school, now) => dayIn(school.timeZone, now),
  async run(trx, _house, school, now) {
    const ready = await trx.selectFrom("year_transitions")
      .select(["school_year", "outcome", "applied_by"])
      .where("school_id", "=", school.id).where("applied_at", "is not", null)
      .where("effective_at", "is", null)
      .where("school_year", "<=", schoolYearOf(dayIn(school.timeZone, now)))
      .forUpdate().execute();
    for (const { school_year, outcome, applied_by } of ready) {
      const actor = { accountId: applied_by, school };
      if (outcome) await takeEffect(trx, actor, school_year, outcome, now);
    }
  },
};
