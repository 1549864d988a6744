import { type RawBuilder, sql, type SqlBool } from "kysely";
import type { Db } from "../../db/database.ts";
import type { Viewer } from "../../web/viewer.ts";
import { itsGroupNames, itsInitials } from "./audience.ts";
import type { PostKind } from "./tables.ts";
import { isBar, isInTimeline, isShown } from "./visible.ts";

/** How many posts a page of the timeline has. */
const pageSize = 20;
/** A body of at most so many bytes stands whole in the timeline; a longer one only begins there. */
const wholeBytes = 900;

export interface TimelinePost {
  id: number;
  kind: PostKind;
  title: string;
  authorName: string;
  /** Its sanitised HTML when it is short, else null; then `excerpt` is how it begins. */
  body: string | null;
  /** Of its author. */
  initials: string;
  excerpt: string;
  forSchool: boolean;
  /** Names of the groups it is for; null when it is for the school. */
  groups: string | null;
  publishAt: Date;
  pinned: boolean;
  edited: boolean;
  unread: boolean;
  comments: number;
  symbols: number;
  /** Absent without a poll. */
  poll: "open" | "voted" | "closed" | null;
  files: TimelineFile[] | null;
}

export interface TimelineFile {
  id: number;
  name: string;
  alt: string;
  /** A picture, which has sizes; else an attachment. */
  picture: boolean;
}

export interface UrgentPost {
  id: number;
  title: string;
  excerpt: string;
}

/** What the timeline is narrowed to. */
export interface Scope {
  kind?: "news" | "board";
  /** Only what is for the whole school, or for any of these groups. */
  audience?: "school" | number[];
}

/** Where a page of the timeline begins: after this post. */
export interface Cursor {
  publishAt: Date;
  id: number;
}

export interface TimelinePage {
  posts: TimelinePost[];
  /** Where the next page begins, if there is one. */
  next: Cursor | undefined;
}

/**
 * A page of the timeline: pinned posts on top of the first page, then newest first. Paging is by
 * (publish_at, id), so nothing is shown twice or missed, whatever is posted meanwhile.
 */
export async function listTimeline(
  db: Db,
  viewer: Viewer,
  now: Date,
  scope: Scope = {},
  after?: Cursor,
): Promise<TimelinePage> {
  const wanted = sql<SqlBool>`${isShown(viewer, now)} and ${isInScope(viewer, now, scope)}`;
  const page = sql`(
    select p.* from posts p where ${wanted} and not p.pinned
      and ${
    after ? sql<SqlBool>`(p.publish_at, p.id) < (${after.publishAt}, ${after.id})` : sql`true`
  }
    order by p.publish_at desc, p.id desc limit ${pageSize + 1})`;
  const pinned = sql`(select p.* from posts p where ${wanted} and p.pinned)`;
  const picked = after ? page : sql`(${pinned} union all ${page})`;
  const { rows } = await detailed(viewer, now, picked).execute(db);
  const posts = rows.map((row) => ({
    ...row,
    comments: row.comments ?? 0,
    symbols: row.symbols ?? 0,
  }));
  const loose = posts.filter((post) => !post.pinned);
  if (loose.length <= pageSize) return { posts, next: undefined };
  posts.pop();
  const last = loose[pageSize - 1]!;
  return { posts, next: { publishAt: last.publishAt, id: last.id } };
}

/** Urgent messages that hold now, newest first; until they are over they are not in the timeline. */
export async function listUrgent(db: Db, viewer: Viewer, now: Date): Promise<UrgentPost[]> {
  const { rows } = await sql<UrgentPost>`
    select p.id, p.title, p.excerpt from posts p
    where ${isShown(viewer, now)} and ${isBar(now)}
    order by p.publish_at desc, p.id desc limit 5`.execute(db);
  return rows;
}

function isInScope(viewer: Viewer, now: Date, { kind, audience }: Scope): RawBuilder<SqlBool> {
  const ofKind = kind ? sql<SqlBool>`p.kind = ${kind}` : isInTimeline(now);
  if (audience === undefined) return ofKind;
  if (audience === "school") return sql<SqlBool>`${ofKind} and p.for_school`;
  return sql<SqlBool>`${ofKind} and p.id in (
    select g.post_id from post_groups g
    where g.school_id = ${viewer.school.id} and g.group_id = any(${audience}::bigint[]))`;
}

/** Everything a card shows of the picked posts. Reactions and polls are asked for the board only. */
function detailed(viewer: Viewer, now: Date, picked: RawBuilder<unknown>) {
  const account = viewer.accountId;
  return sql<TimelinePost>`
    select p.id, p.kind, p.title, p.author_name as "authorName", ${itsInitials} as initials,
      p.excerpt,
      case when octet_length(p.body) <= ${wholeBytes} then p.body end as body,
      p.for_school as "forSchool", p.publish_at as "publishAt", p.pinned,
      p.edited_at is not null as edited,
      case when not p.for_school then ${itsGroupNames} end as groups,
      p.author_id <> all(${viewer.people.map((one) => one.id)}::bigint[]) and (
        select r.read_at from read_marks r
        where r.school_id = p.school_id and r.account_id = ${account} and r.post_id = p.id
        ) is null as unread,
      case when p.kind = 'board' then (
        select count(*)::int from comments c
        where c.school_id = p.school_id and c.post_id = p.id and c.removed_at is null) end as comments,
      case when p.kind = 'board' then (
        select count(*)::int from post_symbols s
        where s.school_id = p.school_id and s.post_id = p.id) end as symbols,
      case when p.kind = 'board' then (
        select case
          when exists (select from poll_votes v where v.school_id = p.school_id
            and v.post_id = p.id and v.account_id = ${account}) then 'voted'
          when o.closes_at <= ${now} then 'closed' else 'open' end
        from polls o where o.school_id = p.school_id and o.post_id = p.id) end as poll,
      (select json_agg(json_build_object('id', f.id, 'name', f.name, 'alt', pf.alt,
          'picture', f.width is not null) order by pf.position, f.id)
        from post_files pf join files f on f.school_id = pf.school_id and f.id = pf.file_id
        where pf.school_id = p.school_id and pf.post_id = p.id) as files
    from ${picked} p
    order by p.pinned desc, p.publish_at desc, p.id desc`;
}
