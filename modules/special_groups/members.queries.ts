import { type RawBuilder, sql } from "kysely";
import type { Db } from "../../db/database.ts";
import { hasPlace, worksHere } from "../../web/presence.ts";
import { isStaff, type Viewer } from "../../web/viewer.ts";
import {
  compareNames,
  likePatterns,
  nameOf,
  type NameParts,
  searchWords,
  seesOfPerson,
} from "../school/mod.ts";
import type { SpecialGroup } from "./queries.ts";

/** Someone in the group, as staff see them. */
export interface Member extends NameParts {
  id: number;
  name: string;
  phone: string | null;
  email: string | null;
  /** With their classes: *Noor (5a)*. */
  children: string[];
  childIds: number[];
  /** Works at the school. */
  staff: boolean;
  /** False for who is blocked or left, and only holds a place. */
  present: boolean;
}

/** Children of `p` who are here. */
const eachChild = (column: RawBuilder<unknown>) =>
  sql`coalesce((select json_agg(${column}
      order by k.born_on desc nulls last, k.id)
    from guardianships gs
    join pupils k on k.school_id = gs.school_id and k.id = gs.pupil_id and k.left_at is null
    where gs.school_id = p.school_id and gs.person_id = p.id and gs.blocked_at is null), '[]')`;

/** Each with the classes of this school year. */
const childrenOf = (schoolYear: number) =>
  eachChild(sql`k.first_name || coalesce((
        select ' (' || string_agg(g.name, ', ' order by g.position, g.id) || ')'
        from group_pupils gp join groups g on g.school_id = gp.school_id and g.id = gp.group_id
          and g.school_year = ${schoolYear} and g.left_at is null
        where gp.school_id = k.school_id and gp.pupil_id = k.id), '')`);

const nameColumns = sql`p.id, ${nameOf("p")} as name, p.first_name as "firstName", p.initials,
  p.prefix, p.last_name as "lastName"`;

/** Everyone in the group, in the order of Dutch lists; for staff. */
export async function listMembers(
  db: Db,
  viewer: Viewer,
  group: SpecialGroup,
): Promise<Member[]> {
  if (!isStaff(viewer)) return [];
  const { rows } = await sql<Member>`
    select ${nameColumns}, p.phone, lower(nullif(coalesce(a.email, p.email), '')) as email,
      ${childrenOf(group.schoolYear)} as children, ${eachChild(sql`k.id`)} as "childIds",
      ${worksHere("p")} as staff, ${hasPlace("p")} as present
    from special_group_members m
    join people p on p.school_id = m.school_id and p.id = m.person_id
    left join accounts a on a.id = p.account_id
    where m.school_id = ${viewer.school.id} and m.special_group_id = ${group.id}`.execute(db);
  return rows.sort(compareNames);
}

/** Who is in the group as far as a guardian may know. */
export interface SharedMembers {
  names: string[];
  /** How many there are besides, who share their name with nobody here. */
  unnamed: number;
}

/** Names as their owners share them; staff as the children know them. */
export async function listSharedMembers(
  db: Db,
  viewer: Viewer,
  group: SpecialGroup,
): Promise<SharedMembers> {
  const { rows } = await sql<NameParts & { name: string; title: string | null; shown: boolean }>`
    select ${nameColumns}, ${seesOfPerson(viewer, "name")} as shown, (
      select nullif(st.title, '') from staff st where st.school_id = p.school_id
        and st.person_id = p.id and st.left_at is null) as title
    from special_group_members m
    join people p on p.school_id = m.school_id and p.id = m.person_id
    where m.school_id = ${viewer.school.id} and m.special_group_id = ${group.id}
      and ${hasPlace("p")}`.execute(db);
  const shown = rows.filter((row) => row.shown || row.title).sort(compareNames);
  return {
    names: shown.map((row) => row.shown ? row.name : row.title!),
    unnamed: rows.length - shown.length,
  };
}

/** Someone who could be put in the group. */
export interface Candidate extends NameParts {
  id: number;
  name: string;
  children: string[];
  staff: boolean;
}

/** Fewer letters find half the school. */
export const fewestLetters = 2;
/** Whoever wants another types a letter more. */
export const mostCandidates = 20;

/** Those with a place at the school, not yet in the group, by letters, of a child's name too; one more at most than `mostCandidates`. */
export async function listCandidates(
  db: Db,
  viewer: Viewer,
  group: SpecialGroup,
  letters: string,
): Promise<Candidate[]> {
  const words = searchWords(letters);
  if (!isStaff(viewer) || words.join("").length < fewestLetters) return [];
  const childrensNames = sql`coalesce((
    select string_agg(split_part(k.search, E'\n', 1), '') from guardianships gs
    join pupils k on k.school_id = gs.school_id and k.id = gs.pupil_id and k.left_at is null
    where gs.school_id = p.school_id and gs.person_id = p.id), '')`;
  const { rows } = await sql<Candidate>`
    select ${nameColumns}, ${childrenOf(group.schoolYear)} as children, ${worksHere("p")} as staff
    from people p
    where p.school_id = ${viewer.school.id} and ${hasPlace("p")}
      and (p.search || ${childrensNames}) like all (${likePatterns(words)}::text[])
      and not exists (select from special_group_members m where m.school_id = p.school_id
        and m.special_group_id = ${group.id} and m.person_id = p.id)
    order by lower(p.last_name), lower(p.first_name), p.id limit ${mostCandidates + 1}`.execute(db);
  return rows.sort(compareNames);
}
