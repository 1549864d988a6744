import { type RawBuilder, sql } from "kysely";
import type { Db } from "../../db/database.ts";
import { isOffice, type Viewer } from "../../web/viewer.ts";
import { nameOf, schoolYearAt } from "./groups.queries.ts";
import { likePatterns, searchWords } from "./letters.ts";
import { compareNames, type NameParts } from "./names.ts";
import { groupsOf, isShut, nameColumns, type NamedPupil } from "./people.queries.ts";

// For staff only: guarded on the routes.

/** Someone who was found. */
export type Hit = FoundPupil | FoundAdult;

interface Found extends NameParts {
  id: number;
  /** Null also for whom the office blocked, wholly or for every child. */
  photo: number | null;
  /** 0 is best: whole words of the name; then beginnings, then anywhere in the name, then elsewhere. */
  rank: number;
}

export interface FoundPupil extends Found {
  kind: "pupil";
  groups: string[];
  guardians: string[];
}

interface FoundAdult extends Found, Ties {
  kind: "adult";
  blocked: boolean;
}

/** What ties an adult to the school. */
export interface Ties {
  /** The youngest first. */
  children: NamedPupil[];
  staff: { role: "teacher" | "office" | "admin"; title: string; groups: string[] } | null;
}

/** How many are shown; whoever wants another types a letter more. */
export const mostHits = 20;

/**
 * Pupils, guardians and staff by a few letters of name, e-mail, phone or street. Each word stands
 * somewhere; who is called so comes before whose street is.
 * @returns at most one more than `mostHits`
 */
export async function findAnyone(
  db: Db,
  viewer: Viewer,
  letters: string,
  now: Date,
): Promise<Hit[]> {
  const words = searchWords(letters);
  if (words.join("").length < 2) return [];
  const { rows } = await sql<Hit>`
    with adults as (
      select p.id, ${adultText(viewer)} as text
      from people p
      left join staff s on s.school_id = p.school_id and s.person_id = p.id and s.left_at is null
      left join ${contactLetters(viewer, "person_id")} c on c.person_id = p.id
      where p.school_id = ${viewer.school.id} and p.left_at is null and not p.deceased
    ), children as (
      select k.id, k.search || coalesce(c.search, '') as text
      from pupils k left join ${contactLetters(viewer, "pupil_id")} c on c.pupil_id = k.id
      where k.school_id = ${viewer.school.id} and k.left_at is null
    ), best as (
      select kind, id, rank from (
        select 'adult' as kind, id, ${rankOf(words)} as rank, text from adults
        where text like all (${likePatterns(words)}::text[])
        union all
        select 'pupil', id, ${rankOf(words)}, text from children
        where text like all (${likePatterns(words)}::text[])
      ) found order by rank, text, kind, id limit ${mostHits + 1}
    )
    select best.kind, best.rank, ${nameColumns("p")}, 
      case when not ${isShut} then p.photo_file_id end as photo,
      ${isShut} as blocked, null as groups, null as guardians, ${
    childrenOf(viewer, now)
  } as children,
      ${staffOf(viewer, now)} as staff
    from best join people p on p.school_id = ${viewer.school.id} and p.id = best.id
    where best.kind = 'adult'
    union all
    select best.kind, best.rank, ${nameColumns("k")}, k.photo_file_id, null,
      ${groupsOf(schoolYearAt(viewer, now))}, ${guardiansOf}, null, null
    from best join pupils k on k.school_id = ${viewer.school.id} and k.id = best.id
    where best.kind = 'pupil'`.execute(db);
  return rows.sort((a, b) => a.rank - b.rank || compareNames(a, b));
}

/** What ties someone to the school. */
export async function findTies(db: Db, viewer: Viewer, id: number, now: Date): Promise<Ties> {
  const { rows: [ties] } = await sql<Ties>`
    select ${childrenOf(viewer, now)} as children, ${staffOf(viewer, now)} as staff
    from people p where p.school_id = ${viewer.school.id} and p.id = ${id}`.execute(db);
  return ties!;
}

/** How well `text` answers; its first line is the name. */
function rankOf(words: string[]): RawBuilder<number> {
  const name = sql`split_part(text, E'\n', 1)`;
  return sql<number>`case
    when ${name} like all (${likePatterns(words, " ", " ")}::text[]) then 0
    when ${name} like all (${likePatterns(words, " ")}::text[]) then 1
    when ${name} like all (${likePatterns(words)}::text[]) then 2
    when text like all (${likePatterns(words, " ")}::text[]) then 3 else 4 end`;
}

/** A teacher finds who is blocked by name and work only: the rest is kept from teachers. */
const adultText = (viewer: Viewer) => {
  const all = sql`p.search || coalesce(s.search, '') || coalesce(c.search, '')`;
  if (isOffice(viewer)) return all;
  return sql`case when ${isShut}
    then split_part(p.search, E'\n', 1) || E'\n' || coalesce(s.search, '') else ${all} end`;
};

const contactLetters = (viewer: Viewer, of: "person_id" | "pupil_id") =>
  sql`(select ${sql.ref(of)}, string_agg(search, '') as search from contacts
    where school_id = ${viewer.school.id} and ${sql.ref(of)} is not null group by ${sql.ref(of)})`;

const childrenOf = (viewer: Viewer, now: Date) =>
  sql`coalesce((select json_agg(json_build_object('id', k.id, 'name', k.first_name,
      'groups', ${groupsOf(schoolYearAt(viewer, now))}) order by k.born_on desc nulls last, k.id)
    from guardianships gs
    join pupils k on k.school_id = gs.school_id and k.id = gs.pupil_id and k.left_at is null
    where gs.school_id = p.school_id and gs.person_id = p.id), '[]')`;

const staffOf = (viewer: Viewer, now: Date) =>
  sql`(select json_build_object('role', st.role, 'title', st.title, 'groups', coalesce((
      select json_agg(g.name order by g.position, g.id) from group_staff t
      join groups g on g.school_id = t.school_id and g.id = t.group_id
      where t.school_id = p.school_id and t.person_id = p.id and g.left_at is null
        and g.school_year = ${schoolYearAt(viewer, now)}), '[]'))
    from staff st where st.school_id = p.school_id and st.person_id = p.id and st.left_at is null)`;

const guardiansOf = sql`coalesce((select json_agg(${nameOf("p")} order by p.id)
  from guardianships gs join people p on p.school_id = gs.school_id and p.id = gs.person_id
  where gs.school_id = k.school_id and gs.pupil_id = k.id and p.left_at is null
    and not p.deceased), '[]')`;
