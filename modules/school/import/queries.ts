import { sql } from "kysely";
import type { Db } from "../../../db/database.ts";
import type { PersonValues, PupilValues } from "./values.ts";

/** What the school has, as far as an import may change it. */
export interface RosterState {
  /** Of the school year that is imported into. */
  groups: GroupRow[];
  pupils: PupilRow[];
  people: PersonRow[];
  guardianships: { personId: number; pupilId: number; relation: string; blocked: boolean }[];
}

export interface GroupRow {
  id: number;
  name: string;
  years: string[];
  left: boolean;
  /** Without keys: made by the school itself, so no import takes it away. */
  keys: string[];
}

export interface PupilRow {
  id: number;
  values: PupilValues;
  /** Groups of the school year that is imported into. */
  groupIds: number[];
  /** Names of the groups of the year before. */
  earlier: string[];
}

export interface PersonRow {
  id: number;
  values: PersonValues;
  account: { id: number; userName: string; email: string; activated: boolean } | null;
  staff: { role: "teacher" | "office" | "admin"; function: string; left: boolean } | null;
  groupIds: number[];
  blocked: boolean;
}

/**
 * Everyone the school knows, those who left too, so that whoever comes back is recognised. Not those
 * who were erased: whoever of them is in a file is someone new, and shown as such before it counts.
 */
export async function loadRoster(
  db: Db,
  schoolId: number,
  schoolYear: number,
): Promise<RosterState> {
  const groups = await db.selectFrom("groups as g").select(["g.id", "g.name", "g.years"])
    .select(sql<boolean>`g.left_at is not null`.as("left"))
    .select(sql<string[]>`array(select k.key from group_keys k
      where k.school_id = g.school_id and k.group_id = g.id order by k.key)`.as("keys"))
    .where("g.school_id", "=", schoolId).where("g.school_year", "=", schoolYear)
    .orderBy("g.position").orderBy("g.id").execute();
  const guardianships = await db.selectFrom("guardianships")
    .select(["person_id as personId", "pupil_id as pupilId", "relation"])
    .select(sql<boolean>`blocked_at is not null`.as("blocked"))
    .where("school_id", "=", schoolId).execute();
  return {
    groups,
    pupils: await loadPupils(db, schoolId, schoolYear),
    people: await loadPeople(db, schoolId, schoolYear),
    guardianships,
  };
}

async function loadPupils(db: Db, schoolId: number, schoolYear: number): Promise<PupilRow[]> {
  const { rows } = await sql<PupilValues & Omit<PupilRow, "values">>`
    select p.id, p.key, p.first_name as "firstName", p.given_names as "givenNames", p.initials,
      p.prefix, p.last_name as "lastName", p.born_on as "bornOn", p.sex, p.year, p.email,
      p.enrolled_on as "enrolledOn", p.left_on as "leftOn", p.left_at is not null as left,
      coalesce(m.ids, '{}') as "groupIds", coalesce(m.earlier, '{}') as earlier
    from pupils p left join (
      select gp.pupil_id,
        array_agg(g.id) filter (where g.school_year = ${schoolYear}) as ids,
        array_agg(g.name order by g.name) filter (where g.school_year = ${
    schoolYear - 1
  }) as earlier
      from group_pupils gp join groups g on g.school_id = gp.school_id and g.id = gp.group_id
      where gp.school_id = ${schoolId} and g.school_year in (${schoolYear}, ${schoolYear - 1})
      group by gp.pupil_id) m on m.pupil_id = p.id
    where p.school_id = ${schoolId} and p.erased_at is null order by p.id`.execute(db);
  return rows.map(({ id, groupIds, earlier, ...values }) => ({ id, groupIds, earlier, values }));
}

async function loadPeople(db: Db, schoolId: number, schoolYear: number): Promise<PersonRow[]> {
  const { rows } = await sql<PersonValues & Omit<PersonRow, "values">>`
    select p.id, p.key, p.first_name as "firstName", p.initials, p.prefix,
      p.last_name as "lastName", p.email, p.phone, p.street, p.house_number as "houseNumber",
      p.house_addition as "houseAddition", p.postcode, p.city,
      p.secret_address as "secretAddress", p.deceased, p.left_at is not null as left,
      p.blocked_at is not null as blocked,
      case when a.id is not null then json_build_object('id', a.id, 'userName', a.user_name,
        'email', a.email, 'activated', a.activated_at is not null) end as account,
      case when s.person_id is not null then json_build_object('role', s.role,
        'function', s.function, 'left', s.left_at is not null) end as staff,
      coalesce(t.ids, '{}') as "groupIds"
    from people p
    left join accounts a on a.id = p.account_id
    left join staff s on s.school_id = p.school_id and s.person_id = p.id
    left join (
      select gs.person_id, array_agg(g.id) as ids
      from group_staff gs join groups g on g.school_id = gs.school_id and g.id = gs.group_id
      where gs.school_id = ${schoolId} and g.school_year = ${schoolYear}
      group by gs.person_id) t on t.person_id = p.id
    where p.school_id = ${schoolId} and p.erased_at is null order by p.id`.execute(db);
  return rows.map(({ id, account, staff, groupIds, blocked, ...values }) => ({
    id,
    account,
    staff,
    groupIds,
    blocked,
    values,
  }));
}

/** Whether the school has any pupil who is there. */
export async function hasPupils(db: Db, schoolId: number): Promise<boolean> {
  return await db.selectFrom("pupils").select("id").where("school_id", "=", schoolId)
    .where("left_at", "is", null).limit(1).executeTakeFirst() !== undefined;
}
