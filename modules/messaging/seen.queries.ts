import { sql } from "kysely";
import type { Db } from "../../db/database.ts";
import { dayIn, schoolYearOf } from "../../web/clock.ts";
import type { Viewer } from "../../web/viewer.ts";

/** Which children a post is about, and which of them have no adult who saw it (M11). */
export interface Seen {
  postId: number;
  /** Children in the audience this school year. */
  children: number;
  /** Those of them with at least one guardian who opened it. */
  reached: number;
}

/** Per post how many of its children have an adult who saw it. For staff. */
export async function countSeen(
  db: Db,
  viewer: Viewer,
  postIds: number[],
  now: Date,
): Promise<Map<number, Seen>> {
  if (postIds.length === 0) return new Map();
  const { rows } = await sql<Seen>`
    select a.post_id as "postId", count(*)::int as children, count(*) filter (where a.seen)::int as reached
    from (${audience(viewer, postIds, now)}) a group by a.post_id`.execute(db);
  return new Map(rows.map((row) => [row.postId, row]));
}

/** Children of one group whose adults have not seen a post. */
export interface Unreached {
  /** Null: without a group. */
  group: string | null;
  names: string;
}

/** Names and groups of the children of whom no adult saw the post, by group. For staff. */
export async function listUnreached(
  db: Db,
  viewer: Viewer,
  postId: number,
  now: Date,
): Promise<Unreached[]> {
  const { rows } = await sql<Unreached>`
    select g.name as group, string_agg(concat_ws(' ', nullif(k.first_name, ''), nullif(k.prefix, ''),
      nullif(k.last_name, '')), ', ' order by k.first_name, k.id) as names
    from (${audience(viewer, [postId], now)}) a
    join pupils k on k.school_id = ${viewer.school.id} and k.id = a.pupil_id
    left join groups g on g.school_id = ${viewer.school.id} and g.id = a.group_id
    where not a.seen
    group by g.id, g.name, g.position order by g.position, g.id`.execute(db);
  return rows;
}

/**
 * One row per post and child it is about: one of the child's groups (null for a child without one,
 * whom only a post for the whole school is about), and whether an adult saw it.
 */
function audience(viewer: Viewer, postIds: number[], now: Date) {
  const school = viewer.school.id;
  const year = schoolYearOf(dayIn(viewer.school.timeZone, now));
  return sql`
    select p.id as post_id, k.id as pupil_id, min(g.id) as group_id, exists (
      select from guardianships s
      join people o on o.school_id = s.school_id and o.id = s.person_id
      join read_marks r on r.school_id = s.school_id and r.account_id = o.account_id and r.post_id = p.id
      where s.school_id = ${school} and s.pupil_id = k.id and s.blocked_at is null) as seen
    from posts p
    join pupils k on k.school_id = p.school_id and k.left_at is null
    left join (group_pupils gp join groups g on g.school_id = gp.school_id and g.id = gp.group_id
        and g.school_year = ${year} and g.left_at is null)
      on gp.school_id = k.school_id and gp.pupil_id = k.id
      and (p.for_school or exists (select from post_groups pg
        where pg.school_id = p.school_id and pg.post_id = p.id and pg.group_id = g.id))
    where p.school_id = ${school} and p.id = any(${postIds}::bigint[])
      and (p.for_school or g.id is not null)
    group by p.id, k.id`;
}
