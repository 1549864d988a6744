import { sql } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { audit } from "../../web/audit.ts";
import type { Viewer } from "../../web/viewer.ts";
import { lockRoster } from "./groups.actions.ts";
import { deleteMembers, insertMembers } from "./transition.actions.ts";
import { hasBegun } from "./transition.effect.ts";
import type { Outcome } from "./transition.outcome.ts";
import { findTransition } from "./transition.queries.ts";

/** `inUse` are names of groups on which something hangs by now. */
type Undone = { result: "done" } | { result: "late" } | { result: "inUse"; inUse: string[] };

/** Takes back what was made ready, as long as it has not taken effect and nothing hangs on it. */
export async function undoTransition(db: Db, viewer: Viewer, now: Date): Promise<Undone> {
  const schoolId = viewer.school.id;
  return await db.transaction().execute(async (trx) => {
    await lockRoster(trx, viewer);
    const { year, applied, effectiveAt } = await findTransition(trx, viewer, now);
    if (!applied || effectiveAt || hasBegun(year, viewer.school, now)) return { result: "late" };
    const { outcome } = applied;
    await sql`select from groups where school_id = ${schoolId}
      and id = any(${outcome.made}::bigint[]) for update`.execute(trx);
    const inUse = await groupsInUse(trx, schoolId, outcome);
    if (inUse.length > 0) return { result: "inUse", inUse };

    await deleteMembers(trx, schoolId, outcome.members);
    await insertMembers(trx, schoolId, outcome.removed);
    await sql`
      delete from group_staff t
      using jsonb_to_recordset(${JSON.stringify(outcome.staff)}::jsonb)
        as r("groupId" bigint, "personId" bigint)
      where t.school_id = ${schoolId} and t.group_id = r."groupId"
        and t.person_id = r."personId"`.execute(trx);
    await sql`delete from groups where school_id = ${schoolId}
      and id = any(${outcome.made}::bigint[])`.execute(trx);
    await trx.updateTable("year_transitions")
      .set({ outcome: null, applied_by: null, applied_at: null })
      .where("school_id", "=", schoolId).where("school_year", "=", year).execute();
    const pupilIds = [...new Set(outcome.members.map((one) => one.pupilId))];
    await audit(trx, viewer, "yearTransitioned", { year, undone: true, pupilIds }, now);
    return { result: "done" };
  });
}

/** Names of the groups that were made and on which something hangs, or into which others came. */
async function groupsInUse(trx: Trx, schoolId: number, outcome: Outcome): Promise<string[]> {
  const hanging = (await tablesThatPoint(trx)).map(({ name, column }) =>
    sql`exists (select from ${sql.table(name)} h
      where h.school_id = g.school_id and h.${sql.ref(column)} = g.id)`
  );
  const { rows } = await sql<{ name: string }>`
    select g.name from groups g
    where g.school_id = ${schoolId} and g.id = any(${outcome.made}::bigint[])
      and (${sql.join(hanging, sql` or `)}
        or exists (select from group_pupils gp where gp.school_id = g.school_id
          and gp.group_id = g.id and not exists (
            select from jsonb_to_recordset(${JSON.stringify(outcome.members)}::jsonb)
              as r("groupId" bigint, "pupilId" bigint)
            where r."groupId" = gp.group_id and r."pupilId" = gp.pupil_id))
        or exists (select from group_staff t where t.school_id = g.school_id
          and t.group_id = g.id and not exists (
            select from jsonb_to_recordset(${JSON.stringify(outcome.staff)}::jsonb)
              as r("groupId" bigint, "personId" bigint)
            where r."groupId" = t.group_id and r."personId" = t.person_id)))
    order by g.position, g.id`.execute(trx);
  return rows.map((row) => row.name);
}

/**
 * Tables of all modules that point at groups, but for who is in them. The database is asked, so
 * that a module that comes later is not forgotten: with a group its rows would go as well.
 */
async function tablesThatPoint(trx: Trx): Promise<{ name: string; column: string }[]> {
  const { rows } = await sql<{ name: string; column: string }>`
    select t.relname as name, a.attname as column
    from pg_constraint c
    join pg_class t on t.oid = c.conrelid
    join pg_attribute a on a.attrelid = c.conrelid
      and a.attnum = c.conkey[array_position(c.confkey, (select attnum from pg_attribute
        where attrelid = 'groups'::regclass and attname = 'id'))]
    where c.contype = 'f' and c.confrelid = 'groups'::regclass
      and t.relname not in ('group_pupils', 'group_staff')`.execute(trx);
  return rows;
}
