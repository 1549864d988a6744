import { sql } from "kysely";
import type { Db } from "../../db/database.ts";
import { audit } from "../../web/audit.ts";
import type { Viewer } from "../../web/viewer.ts";
import { lockRoster } from "./groups.actions.ts";

/**
 * Takes these pupils out of a group and puts them in another of the same school year, in one
 * moment; who is there already stays there. Who is not (any more) in the group stays where they
 * are, and so does everyone when the other is closed, of another year or of another school.
 * @returns how many went; undefined when they cannot go to that group
 */
export async function movePupils(
  db: Db,
  viewer: Viewer,
  { from, to, pupilIds }: { from: number; to: number; pupilIds: number[] },
  now: Date,
): Promise<number | undefined> {
  const schoolId = viewer.school.id;
  return await db.transaction().execute(async (trx) => {
    await lockRoster(trx, viewer);
    const { rows: open } = await sql`
      select from groups f join groups t on t.school_id = f.school_id
        and t.school_year = f.school_year and t.id <> f.id and t.left_at is null
      where f.school_id = ${schoolId} and f.id = ${from} and t.id = ${to}
      for share of t`.execute(trx);
    if (open.length === 0) return undefined;
    const { rows } = await sql<{ id: number }>`
      with gone as (
        delete from group_pupils where school_id = ${schoolId} and group_id = ${from}
          and pupil_id = any(${pupilIds}::bigint[])
        returning pupil_id),
      come as (
        insert into group_pupils (school_id, group_id, pupil_id)
        select ${schoolId}, ${to}, pupil_id from gone
        on conflict do nothing)
      select pupil_id as id from gone`.execute(trx);
    const ids = rows.map((row) => row.id);
    if (ids.length > 0) await audit(trx, viewer, "pupilsMoved", { pupilIds: ids, from, to }, now);
    return ids.length;
  });
}
