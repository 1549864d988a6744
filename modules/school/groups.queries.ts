import { sql } from "kysely";
import type { Db } from "../../db/database.ts";
import { dayIn, schoolYearOf } from "../../web/clock.ts";
import { isOffice, isStaff, type Viewer } from "../../web/viewer.ts";
import { compareNames, type NameParts } from "./names.ts";
import type { Day } from "./tables.ts";

export interface GroupTeacher {
  id: number;
  /** As the children know them: *juf Hanneke*. */
  name: string;
}

interface GroupSummary {
  id: number;
  name: string;
  years: string[];
  teachers: GroupTeacher[];
  pupils: number;
}

/** A group as its own page shows it. */
export interface Group extends GroupSummary {
  schoolYear: number;
}

export const schoolYearAt = (viewer: { school: Pick<Viewer["school"], "timeZone"> }, now: Date) =>
  schoolYearOf(dayIn(viewer.school.timeZone, now));

/** A school without the menu item has no such pages; the office still keeps the groups. */
export const groupsAreOff = (viewer: Viewer) =>
  Boolean(viewer.school.menu.groups?.off) && !isOffice(viewer);

/** From table alias `p`: first name, prefix and last name as one. */
export const nameOf = (p: string) =>
  sql.raw<string>(
    `concat_ws(' ', coalesce(nullif(${p}.first_name, ''), nullif(${p}.initials, '')), ` +
      `nullif(${p}.prefix, ''), nullif(${p}.last_name, ''))`,
  );

/** Of table alias `p`, with staff `st` where they are: as children know them, *juf Hanneke*. */
export const knownAs = (p: string) => sql<string>`coalesce(nullif(st.title, ''), ${nameOf(p)})`;

const teachersOf = sql`coalesce((
  select json_agg(json_build_object('id', p.id, 'name', ${knownAs("p")}) order by p.id)
  from group_staff t
  join people p on p.school_id = t.school_id and p.id = t.person_id
  join staff st on st.school_id = p.school_id and st.person_id = p.id
  where t.school_id = g.school_id and t.group_id = g.id
    and st.left_at is null and p.left_at is null and p.blocked_at is null), '[]')`;

const columns = sql`g.id, g.name, g.years, g.school_year as "schoolYear", ${teachersOf} as teachers,
  (select count(*)::int from group_pupils gp
    join pupils k on k.school_id = gp.school_id and k.id = gp.pupil_id and k.left_at is null
    where gp.school_id = g.school_id and gp.group_id = g.id) as pupils`;

/** All groups of this school year, in the order of the school. */
export const listGroups = (db: Db, viewer: Viewer, now: Date): Promise<Group[]> =>
  listGroupsOf(db, viewer, schoolYearAt(viewer, now));

/** All groups of a school year, in the order of the school. */
export async function listGroupsOf(db: Db, viewer: Viewer, schoolYear: number): Promise<Group[]> {
  const { rows } = await sql<Group>`
    select ${columns} from groups g
    where g.school_id = ${viewer.school.id} and g.school_year = ${schoolYear}
      and g.left_at is null
    order by g.position, g.name, g.id`.execute(db);
  return rows;
}

/** Whether the school never had a group: it has only just opened. */
export async function isNewSchool(db: Db, { school }: Viewer): Promise<boolean> {
  return await db.selectFrom("groups").select("id").where("school_id", "=", school.id).limit(1)
    .executeTakeFirst() === undefined;
}

/**
 * A group of this school year; what of its people one sees is for `sharing.ts` to say. The office
 * finds those of the next year too, to make them ready.
 */
export async function findGroup(
  db: Db,
  viewer: Viewer,
  id: number,
  now: Date,
): Promise<Group | undefined> {
  if (groupsAreOff(viewer)) return undefined;
  const schoolYear = schoolYearAt(viewer, now);
  const { rows: [group] } = await sql<Group>`
    select ${columns} from groups g
    where g.school_id = ${viewer.school.id} and g.id = ${id}
      and g.school_year between ${schoolYear} and ${isOffice(viewer) ? schoolYear + 1 : schoolYear}
      and g.left_at is null`.execute(db);
  return group;
}

export interface GroupPupil extends NameParts {
  id: number;
}

/** The names of a group's pupils, in the order of Dutch lists; for staff only. */
export async function listGroupPupils(
  db: Db,
  viewer: Viewer,
  groupId: number,
): Promise<GroupPupil[]> {
  if (!isStaff(viewer)) return [];
  const rows = await db.selectFrom("group_pupils as gp")
    .innerJoin(
      "pupils as k",
      (join) => join.onRef("k.school_id", "=", "gp.school_id").onRef("k.id", "=", "gp.pupil_id"),
    )
    .select(["k.id", "k.first_name as firstName", "k.initials", "k.prefix"])
    .select("k.last_name as lastName")
    .where("gp.school_id", "=", viewer.school.id).where("gp.group_id", "=", groupId)
    .where("k.left_at", "is", null).execute();
  return rows.sort(compareNames);
}

/** A child as its guardian sees it. */
export interface OwnChild {
  id: number;
  name: string;
  firstName: string;
  bornOn: Day | null;
  groups: { id: number; name: string; teachers: GroupTeacher[] }[];
}

/** The viewer's own children with this year's groups; the order is the viewer's. */
export async function listOwnChildren(db: Db, viewer: Viewer): Promise<OwnChild[]> {
  const ids = viewer.children.map((child) => child.id);
  const { rows } = await sql<Omit<OwnChild, "groups">>`
    select k.id, ${nameOf("k")} as name, k.first_name as "firstName", k.born_on as "bornOn"
    from pupils k where k.school_id = ${viewer.school.id} and k.id = any(${ids}::bigint[])`
    .execute(db);
  const { rows: teachers } = await sql<{ id: number; teachers: GroupTeacher[] }>`
    select g.id, ${teachersOf} as teachers from groups g
    where g.school_id = ${viewer.school.id} and g.id = any(${viewer.groupIds}::bigint[])`
    .execute(db);
  const byGroup = new Map(teachers.map((row) => [row.id, row.teachers]));
  return viewer.children.flatMap((child) => {
    const row = rows.find(({ id }) => id === child.id);
    const groups = child.groups.map((g) => ({ ...g, teachers: byGroup.get(g.id) ?? [] }));
    return row ? [{ ...row, groups }] : [];
  });
}

export interface Candidate {
  id: number;
  name: string;
  /** Where they are now: names of groups. */
  groups: string[];
}

/** Pupils of the school who are not in this group, for the office to choose from. */
export async function listOtherPupils(
  db: Db,
  viewer: Viewer,
  { id, schoolYear }: Group,
): Promise<Candidate[]> {
  const { rows } = await sql<Candidate & NameParts>`
    select k.id, ${nameOf("k")} as name, k.first_name as "firstName", k.initials, k.prefix,
      k.last_name as "lastName",
      coalesce((select json_agg(g.name order by g.position, g.id)
        from group_pupils gp join groups g on g.school_id = gp.school_id and g.id = gp.group_id
        where gp.school_id = k.school_id and gp.pupil_id = k.id
          and g.school_year = ${schoolYear} and g.left_at is null), '[]') as groups
    from pupils k where k.school_id = ${viewer.school.id} and k.left_at is null
      and not exists (select from group_pupils gp
        where gp.school_id = k.school_id and gp.group_id = ${id} and gp.pupil_id = k.id)`
    .execute(db);
  return rows.sort(compareNames);
}

/** Staff who are not with this group, for the office to choose from. */
export async function listOtherStaff(
  db: Db,
  viewer: Viewer,
  { id }: Group,
): Promise<Candidate[]> {
  const { rows } = await sql<Candidate & NameParts>`
    select p.id, ${nameOf("p")} as name, p.first_name as "firstName", p.initials, p.prefix,
      p.last_name as "lastName", '[]'::json as groups
    from staff st join people p on p.school_id = st.school_id and p.id = st.person_id
    where st.school_id = ${viewer.school.id} and st.left_at is null and p.left_at is null
      and p.blocked_at is null
      and not exists (select from group_staff t
        where t.school_id = p.school_id and t.group_id = ${id} and t.person_id = p.id)`
    .execute(db);
  return rows.sort(compareNames);
}
