import { sql } from "kysely";
import type { Db } from "../../db/database.ts";
import { dayIn, schoolYearOf } from "../../web/clock.ts";
import { isPresent } from "../../web/presence.ts";
import { groupIdsAs, isOffice, type Viewer } from "../../web/viewer.ts";

/** Per group of the viewer who teaches it, as children know them: *juf Hanneke, meester Joris*. */
export async function listTeachers(db: Db, viewer: Viewer): Promise<Map<number, string>> {
  const { rows } = await sql<{ group_id: number; names: string }>`
    select t.group_id, string_agg(case when s.title <> '' then s.title
      else concat_ws(' ', nullif(p.first_name, ''), nullif(p.prefix, ''), nullif(p.last_name, '')) end,
      ', ' order by p.id) as names
    from group_staff t
    join people p on p.school_id = t.school_id and p.id = t.person_id and p.left_at is null
    join staff s on s.school_id = t.school_id and s.person_id = t.person_id and s.left_at is null
    where t.school_id = ${viewer.school.id} and t.group_id = any(${viewer.groupIds}::bigint[])
    group by t.group_id`.execute(db);
  return new Map(rows.map((row) => [row.group_id, row.names]));
}

export interface NewComment {
  postId: number;
  postTitle: string;
  authorName: string;
  initials: string;
  body: string;
  createdAt: Date;
}

/** Comments of others on the viewer's own posts since the viewer last opened them, newest first. */
export async function listNewComments(db: Db, viewer: Viewer, now: Date): Promise<NewComment[]> {
  const own = viewer.people.map((one) => one.id);
  const { rows } = await sql<NewComment>`
    select p.id as "postId", p.title as "postTitle", c.author_name as "authorName",
      upper(left(a.first_name, 1) || left(a.last_name, 1)) as initials, c.body,
      c.created_at as "createdAt"
    from posts p
    join comments c on c.school_id = p.school_id and c.post_id = p.id and c.removed_at is null
      and c.person_id <> all(${own}::bigint[])
    join people a on a.school_id = c.school_id and a.id = c.person_id
    left join read_marks r on r.school_id = p.school_id and r.post_id = p.id
      and r.account_id = ${viewer.accountId}
    where p.school_id = ${viewer.school.id} and p.author_id = any(${own}::bigint[])
      and p.withdrawn_at is null and p.publish_at > ${
    daysBefore(now, 60)
  } and p.publish_at <= ${now}
      and c.created_at > coalesce(r.read_at, p.publish_at)
    order by c.created_at desc limit 10`.execute(db);
  return rows;
}

const daysBefore = (at: Date, days: number) => new Date(at.getTime() - days * 86_400_000);

/** How many guardians, and which of them have no password yet. */
export interface Activity {
  guardians: number;
  inactive: number;
  /** Of the inactive; null without any. */
  names: string | null;
}

/** Of one's own groups, for the office of the whole school. */
export async function countActive(
  db: Db,
  viewer: Viewer,
  now: Date,
): Promise<Activity> {
  const year = schoolYearOf(dayIn(viewer.school.timeZone, now));
  const taught = groupIdsAs(viewer, "teacher");
  const groups = isOffice(viewer) ? sql`true` : sql`g.id = any(${taught}::bigint[])`;
  const { rows: [found] } = await sql<Activity>`
    select count(*)::int as guardians, count(*) filter (where n.inactive)::int as inactive,
      string_agg(n.name, ', ' order by n.name) filter (where n.inactive) as names
    from (
      select distinct o.id, coalesce(a.activated_at is null and a.id is not null, false) as inactive, concat_ws(' ', nullif(o.first_name, ''), nullif(o.prefix, ''),
        nullif(o.last_name, '')) as name
      from groups g
      join group_pupils gp on gp.school_id = g.school_id and gp.group_id = g.id
      join pupils k on k.school_id = gp.school_id and k.id = gp.pupil_id and k.left_at is null
      join guardianships s on s.school_id = k.school_id and s.pupil_id = k.id and s.blocked_at is null
      join people o on o.school_id = s.school_id and o.id = s.person_id
        and ${isPresent("o")}
      left join accounts a on a.id = o.account_id
      where g.school_id = ${viewer.school.id} and g.school_year = ${year} and g.left_at is null
        and ${groups}) n`.execute(db);
  return found!;
}

/** How many pupils each of the viewer's own groups has. */
export async function countPupils(db: Db, viewer: Viewer): Promise<Map<number, number>> {
  const { rows } = await sql<{ id: number; count: number }>`
    select gp.group_id as id, count(*)::int as count from group_pupils gp
    join pupils k on k.school_id = gp.school_id and k.id = gp.pupil_id and k.left_at is null
    where gp.school_id = ${viewer.school.id} and gp.group_id = any(${viewer.groupIds}::bigint[])
    group by gp.group_id`.execute(db);
  return new Map(rows.map((row) => [row.id, row.count]));
}
