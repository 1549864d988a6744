import { sql, type SqlBool } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import type { Values } from "../../web/forms.ts";
import { formValues, onlyChanged } from "../../web/meanwhile.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { audit } from "../../web/audit.ts";
import type { GroupInput } from "./groups.forms.ts";
import type { Group } from "./groups.queries.ts";

/**
 * Adds a group to a school year, after the others. Two with one name at once: one is made.
 * @returns its id, or undefined when there is one with this name
 */
export async function addGroup(
  db: Db,
  viewer: Viewer,
  { name, years }: GroupInput,
  schoolYear: number,
  now: Date,
): Promise<number | undefined> {
  return await db.transaction().execute(async (trx) => {
    await lockRoster(trx, viewer);
    const { rows: [made] } = await sql<{ id: number }>`
      insert into groups (school_id, school_year, name, years, position)
      select ${viewer.school.id}, ${schoolYear}, ${name}, ${years}::text[], (
        select coalesce(max(position), -1) + 1 from groups
        where school_id = ${viewer.school.id} and school_year = ${schoolYear})
      where not exists (select from groups where school_id = ${viewer.school.id}
        and school_year = ${schoolYear} and lower(name) = lower(${name}) and left_at is null)
      returning id`.execute(trx);
    if (made) await audit(trx, viewer, "groupAdded", { groupId: made.id, name }, now);
    return made?.id;
  });
}

/**
 * Writes what was changed of a group.
 * @param typed the form as it was posted
 * @returns whether it could: no other group of that year has this name
 * @throws Overtaken
 */
export async function changeGroup(
  db: Db,
  viewer: Viewer,
  group: Group,
  input: GroupInput,
  typed: Values,
  now: Date,
): Promise<boolean> {
  return await db.transaction().execute(async (trx) => {
    await lockRoster(trx, viewer);
    const from = await trx.selectFrom("groups").select(["name", "years"])
      .where("school_id", "=", viewer.school.id).where("id", "=", group.id)
      .executeTakeFirstOrThrow();
    const { name, years } = { ...from, ...onlyChanged(input, typed, groupValues(from)) };
    const { rows } = await sql`
      update groups set name = ${name}, years = ${years}::text[]
      where school_id = ${viewer.school.id} and id = ${group.id}
        and not exists (select from groups o where o.school_id = ${viewer.school.id}
          and o.school_year = ${group.schoolYear} and lower(o.name) = lower(${name})
          and o.id <> ${group.id} and o.left_at is null)
      returning id`.execute(trx);
    if (rows.length === 0) return false;
    if (name === from.name && years.join() === from.years.join()) return true;
    const subject = { groupId: group.id, from: from.name, to: name };
    await audit(trx, viewer, "groupChanged", subject, now);
    return true;
  });
}

/** A group as its form shows it. */
export const groupValues = ({ name, years }: Pick<Group, "name" | "years">): Values =>
  formValues({ name, years: years.join(", ") });

/** Closes a group that nobody is in. @returns whether it was empty */
export async function closeGroup(db: Db, viewer: Viewer, id: number, now: Date): Promise<boolean> {
  return await db.transaction().execute(async (trx) => {
    await lockRoster(trx, viewer);
    const { rows } = await sql`
      update groups g set left_at = ${now} where g.school_id = ${viewer.school.id} and g.id = ${id}
        and not exists (select from group_pupils gp
          join pupils k on k.school_id = gp.school_id and k.id = gp.pupil_id and k.left_at is null
          where gp.school_id = g.school_id and gp.group_id = g.id)
      returning g.id`.execute(trx);
    if (rows.length > 0) await audit(trx, viewer, "groupClosed", { groupId: id }, now);
    return rows.length > 0;
  });
}

/** Puts a pupil of the school in a group. @returns whether there are such a pupil and group */
export async function addPupilToGroup(
  db: Db,
  viewer: Viewer,
  groupId: number,
  pupilId: number,
  now: Date,
): Promise<boolean> {
  return await db.transaction().execute(async (trx) => {
    await lockRoster(trx, viewer);
    const { rows: [made] } = await sql<{ there: boolean; added: boolean }>`
      with place as (
        select k.school_id, g.id as group_id, k.id as pupil_id
        from pupils k join groups g on g.school_id = k.school_id
        where k.school_id = ${viewer.school.id} and k.id = ${pupilId} and k.left_at is null
          and g.id = ${groupId} and g.left_at is null),
      written as (
        insert into group_pupils (school_id, group_id, pupil_id) select * from place
        on conflict do nothing returning pupil_id)
      select exists (select from place) as there, exists (select from written) as added`
      .execute(trx);
    if (!made!.added) return made!.there;
    await audit(trx, viewer, "groupPupilsChanged", {
      groupId,
      change: "added",
      pupilIds: [pupilId],
    }, now);
    return true;
  });
}

/** Takes these pupils out of a group. @returns how many of them were in it */
export async function takeOutPupils(
  db: Db,
  viewer: Viewer,
  groupId: number,
  pupilIds: number[],
  now: Date,
): Promise<number> {
  return await db.transaction().execute(async (trx) => {
    await lockRoster(trx, viewer);
    const gone = await trx.deleteFrom("group_pupils").where("school_id", "=", viewer.school.id)
      .where("group_id", "=", groupId).where(sql<SqlBool>`pupil_id = any(${pupilIds}::bigint[])`)
      .returning("pupil_id").execute();
    const ids = gone.map((row) => row.pupil_id);
    if (ids.length === 0) return 0;
    await audit(
      trx,
      viewer,
      "groupPupilsChanged",
      { groupId, change: "removed", pupilIds: ids },
      now,
    );
    return ids.length;
  });
}

/** Puts someone who works here with a group. @returns whether there is such a person */
export async function addTeacher(
  db: Db,
  viewer: Viewer,
  groupId: number,
  personId: number,
  now: Date,
): Promise<boolean> {
  return await db.transaction().execute(async (trx) => {
    const { rows: [made] } = await sql<{ there: boolean; added: boolean }>`
      with place as (
        select st.school_id, ${groupId}::bigint as group_id, st.person_id from staff st
        join people p on p.school_id = st.school_id and p.id = st.person_id
        where st.school_id = ${viewer.school.id} and st.person_id = ${personId}
          and st.left_at is null and p.left_at is null),
      written as (
        insert into group_staff (school_id, group_id, person_id) select * from place
        on conflict do nothing returning person_id)
      select exists (select from place) as there, exists (select from written) as added`
      .execute(trx);
    if (!made!.added) return made!.there;
    await audit(trx, viewer, "groupStaffChanged", { groupId, personId, change: "added" }, now);
    return true;
  });
}

/** Takes someone who works here away from a group. */
export async function removeTeacher(
  db: Db,
  viewer: Viewer,
  groupId: number,
  personId: number,
  now: Date,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const gone = await trx.deleteFrom("group_staff").where("school_id", "=", viewer.school.id)
      .where("group_id", "=", groupId).where("person_id", "=", personId).executeTakeFirst();
    if (gone.numDeletedRows === 0n) return;
    await audit(trx, viewer, "groupStaffChanged", { groupId, personId, change: "removed" }, now);
  });
}

/** Changes that look at several rows first happen one after the other, per school. */
export async function lockRoster(trx: Trx, viewer: Pick<Viewer, "school">): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('roster'), ${viewer.school.id})`.execute(trx);
}
