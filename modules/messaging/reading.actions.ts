import { sql } from "kysely";
import type { Db } from "../../db/database.ts";
import { audit } from "../../web/audit.ts";
import type { Viewer } from "../../web/viewer.ts";
import type { Post } from "./post.queries.ts";
import type { PostSymbol } from "./tables.ts";

/** Notes that the viewer has read a post; once is enough. */
export async function markRead(db: Db, viewer: Viewer, postId: number, now: Date): Promise<void> {
  await db.insertInto("read_marks").values({
    school_id: viewer.school.id,
    account_id: viewer.accountId,
    post_id: postId,
    read_at: now,
  }).onConflict((mark) => mark.doNothing()).execute();
}

/** Puts a symbol under a post, or takes it away when it was there, in one statement. */
export async function toggleSymbol(
  db: Db,
  viewer: Viewer,
  post: Post,
  symbol: PostSymbol,
): Promise<void> {
  const own =
    sql`(${viewer.school.id}::int, ${post.id}::bigint, ${viewer.accountId}::bigint, ${symbol}::text)`;
  await sql`
    with gone as (
      delete from post_symbols
      where (school_id, post_id, account_id, symbol) = ${own} returning 1)
    insert into post_symbols (school_id, post_id, account_id, symbol)
    select * from (values ${own}) as one
    where not exists (select from gone)
    on conflict do nothing`.execute(db);
}

/**
 * Makes these the viewer's votes in a poll, instead of what they were. Voters of one poll take
 * turns, so that two votes of one account at once leave the later one and not a mixture.
 * @returns false when the poll is closed, or an option is not one of its own.
 */
export function vote(
  db: Db,
  viewer: Viewer,
  post: Post,
  optionIds: number[],
  now: Date,
): Promise<boolean> {
  const mine = { school_id: viewer.school.id, post_id: post.id };
  return db.transaction().execute(async (trx) => {
    const poll = await trx.selectFrom("polls").select("multiple")
      .where("school_id", "=", mine.school_id).where("post_id", "=", mine.post_id)
      .where((on) => on.or([on("closes_at", "is", null), on("closes_at", ">", now)]))
      .forNoKeyUpdate().executeTakeFirst();
    const options = await trx.selectFrom("poll_options").select("id")
      .where("school_id", "=", mine.school_id).where("post_id", "=", mine.post_id)
      .where("id", "in", optionIds).execute();
    if (!poll || options.length !== optionIds.length) return false;
    if (!poll.multiple && options.length !== 1) return false;
    await trx.deleteFrom("poll_votes")
      .where("school_id", "=", mine.school_id).where("post_id", "=", mine.post_id)
      .where("account_id", "=", viewer.accountId).execute();
    await trx.insertInto("poll_votes").values(options.map(({ id }) => ({
      ...mine,
      account_id: viewer.accountId,
      place: poll.multiple ? id : 0,
      option_id: id,
      voted_at: now,
    }))).execute();
    return true;
  });
}

/**
 * Writes a comment, signed as children know the writer where the school says how. A second press
 * of the same form finds its comment there.
 * @returns false when comments were closed meanwhile.
 */
export async function writeComment(
  db: Db,
  viewer: Viewer,
  post: Post,
  { body, key }: { body: string; key: string },
  now: Date,
): Promise<boolean> {
  const { id, name } = viewer.person;
  const { rows } = await sql`
    with open as (
      select school_id, id from posts
      where school_id = ${viewer.school.id} and id = ${post.id} and comments_open
    ), written as (
      insert into comments (school_id, post_id, form_key, person_id, author_name, body, created_at)
      select o.school_id, o.id, ${key}::uuid, ${id}, coalesce((
          select nullif(s.title, '') from staff s
          where s.school_id = o.school_id and s.person_id = ${id} and s.left_at is null), ${name}),
        ${body}, ${now}
      from open o
      on conflict do nothing)
    select from open`.execute(db);
  return rows.length === 1;
}

/** Takes a comment away; who did it and when is kept. */
export async function removeComment(
  db: Db,
  viewer: Viewer,
  commentId: number,
  now: Date,
): Promise<void> {
  await db.updateTable("comments").set({ removed_at: now, removed_by: viewer.accountId })
    .where("school_id", "=", viewer.school.id).where("id", "=", commentId)
    .where("removed_at", "is", null).execute();
}

/** Opens or closes the comments on a post; those that are there stay. */
export async function setCommentsOpen(
  db: Db,
  viewer: Viewer,
  post: Post,
  open: boolean,
  now: Date,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const changed = await trx.updateTable("posts").set({ comments_open: open })
      .where("school_id", "=", viewer.school.id).where("id", "=", post.id)
      .where("comments_open", "!=", open).executeTakeFirst();
    if (changed.numUpdatedRows === 0n) return;
    const action = open ? "commentsOpened" : "commentsClosed";
    await audit(trx, viewer, action, { post: post.id }, now);
  });
}
