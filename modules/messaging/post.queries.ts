import { sql } from "kysely";
import type { Db } from "../../db/database.ts";
import type { Viewer } from "../../web/viewer.ts";
import { itsGroups, itsInitials } from "./audience.ts";
import type { ShownFile } from "./files.partials.tsx";
import type { PostKind, PostSymbol } from "./tables.ts";
import { isInTimeline, isReachable, isShown } from "./visible.ts";

/** A post that the viewer may open. */
export interface Post {
  id: number;
  kind: PostKind;
  title: string;
  /** Sanitised HTML. */
  body: string;
  authorName: string;
  /** Of its author. */
  initials: string;
  /** Whether the viewer wrote it. */
  own: boolean;
  forSchool: boolean;
  groups: { id: number; name: string }[];
  publishAt: Date | null;
  expiresAt: Date | null;
  editedAt: Date | null;
  withdrawnAt: Date | null;
  pinned: boolean;
  commentsOpen: boolean;
  files: ShownFile[];
  poll: Poll | null;
}

export interface Poll {
  question: string;
  multiple: boolean;
  anonymous: boolean;
  closesAt: Date | null;
  /** How many people voted. */
  voters: number;
  options: PollOption[];
}

interface PollOption {
  id: number;
  label: string;
  votes: number;
  /** Chosen by the viewer. */
  mine: boolean;
}

/** The post with this id, or undefined when there is none that this viewer may open. */
export async function findPost(
  db: Db,
  viewer: Viewer,
  id: number,
  now: Date,
): Promise<Post | undefined> {
  const { rows: [post] } = await sql<Post>`
    select p.id, p.kind, p.title, p.body, p.author_name as "authorName",
      ${itsInitials} as initials,
      p.author_id = any(${viewer.people.map((one) => one.id)}::bigint[]) as own,
      p.for_school as "forSchool", p.publish_at as "publishAt", p.expires_at as "expiresAt",
      p.edited_at as "editedAt", p.withdrawn_at as "withdrawnAt", p.pinned,
      p.comments_open as "commentsOpen",
      ${itsGroups} as groups,
      coalesce((select json_agg(json_build_object('id', f.id, 'name', f.name, 'alt', pf.alt,
          'bytes', f.size, 'picture', f.width is not null) order by pf.position, f.id)
        from post_files pf join files f on f.school_id = pf.school_id and f.id = pf.file_id
        where pf.school_id = p.school_id and pf.post_id = p.id), '[]') as files,
      (select json_build_object('question', q.question, 'multiple', q.multiple,
          'anonymous', q.anonymous, 'closesAt', q.closes_at,
          'voters', (select count(distinct v.account_id) from poll_votes v
            where v.school_id = p.school_id and v.post_id = p.id),
          'options', (select json_agg(json_build_object('id', o.id, 'label', o.label,
              'votes', (select count(*) from poll_votes v where v.school_id = p.school_id
                and v.post_id = p.id and v.option_id = o.id),
              'mine', exists (select from poll_votes v where v.school_id = p.school_id
                and v.post_id = p.id and v.option_id = o.id and v.account_id = ${viewer.accountId}))
              order by o.position, o.id)
            from poll_options o where o.school_id = p.school_id and o.post_id = p.id))
        from polls q where q.school_id = p.school_id and q.post_id = p.id) as poll
    from posts p
    where p.id = ${id} and ${isReachable(viewer, now)}`.execute(db);
  if (!post) return undefined;
  if (post.poll?.closesAt) post.poll.closesAt = new Date(post.poll.closesAt); // JSON has no dates
  return post;
}

/** Whether the post is out, as `isShown` has it. Only then one can react to it. */
export function isOut(post: Post, now: Date): boolean {
  return post.publishAt !== null && post.publishAt <= now && post.withdrawnAt === null &&
    (post.kind === "urgent" || post.expiresAt === null || post.expiresAt > now);
}

/** The post that is next in the timeline when reading back, if any. */
export async function findOlderPost(
  db: Db,
  viewer: Viewer,
  post: Post,
  now: Date,
): Promise<{ id: number; title: string } | undefined> {
  if (post.publishAt === null) return undefined;
  const { rows: [older] } = await sql<{ id: number; title: string }>`
    select p.id, p.title from posts p
    where ${isShown(viewer, now)} and ${isInTimeline(now)}
      and (p.publish_at, p.id) < (${post.publishAt}, ${post.id})
    order by p.publish_at desc, p.id desc limit 1`.execute(db);
  return older;
}

export interface Comment {
  id: number;
  authorName: string;
  initials: string;
  body: string;
  createdAt: Date;
  /** Written by someone who works at the school. */
  byStaff: boolean;
  own: boolean;
}

/** The comments on a post, oldest first. The post was found through the viewer. */
export async function listComments(db: Db, viewer: Viewer, post: Post): Promise<Comment[]> {
  const { rows } = await sql<Comment>`
    select c.id, c.author_name as "authorName",
      upper(left(a.first_name, 1) || left(a.last_name, 1)) as initials, c.body, c.created_at as "createdAt",
      s.person_id is not null as "byStaff",
      c.person_id = any(${viewer.people.map((one) => one.id)}::bigint[]) as own
    from comments c
    join people a on a.school_id = c.school_id and a.id = c.person_id
    left join staff s on s.school_id = c.school_id and s.person_id = c.person_id and s.left_at is null
    where c.school_id = ${viewer.school.id} and c.post_id = ${post.id} and c.removed_at is null
    order by c.created_at, c.id`.execute(db);
  return rows;
}

/** A comment on a post that the viewer may open; undefined when it is not there (any more). */
export async function findComment(
  db: Db,
  viewer: Viewer,
  { post, comment }: { post: number; comment: number },
  now: Date,
): Promise<{ id: number; postId: number; own: boolean } | undefined> {
  const { rows: [found] } = await sql<{ id: number; postId: number; own: boolean }>`
    select c.id, c.post_id as "postId",
      c.person_id = any(${viewer.people.map((one) => one.id)}::bigint[]) as own
    from posts p join comments c on c.school_id = p.school_id and c.post_id = p.id
    where p.id = ${post} and c.id = ${comment} and c.removed_at is null
      and ${isReachable(viewer, now)}`.execute(db);
  return found;
}

export type SymbolCounts = { symbol: PostSymbol; count: number; mine: boolean }[];

/** How often each symbol was put under a post, and whether by the viewer. */
export async function listSymbols(db: Db, viewer: Viewer, post: Post): Promise<SymbolCounts> {
  const { rows } = await sql<SymbolCounts[number]>`
    select symbol, count(*)::int as count, bool_or(account_id = ${viewer.accountId}) as mine
    from post_symbols where school_id = ${viewer.school.id} and post_id = ${post.id}
    group by symbol`.execute(db);
  return rows;
}

/** Who chose what, for staff, in a poll that is not anonymous. */
export async function listVoters(
  db: Db,
  viewer: Viewer,
  post: Post,
): Promise<{ optionId: number; names: string }[]> {
  const { rows } = await sql<{ optionId: number; names: string }>`
    select v.option_id as "optionId", string_agg(distinct
      concat_ws(' ', nullif(o.first_name, ''), nullif(o.prefix, ''), nullif(o.last_name, '')), ', ') as names
    from poll_votes v join people o on o.school_id = v.school_id and o.account_id = v.account_id
    where v.school_id = ${viewer.school.id} and v.post_id = ${post.id}
    group by v.option_id`.execute(db);
  return rows;
}
