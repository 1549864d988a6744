import { HTTPException } from "hono/http-exception";
import { sql, type SqlBool } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { cancelMails } from "../../emails/ledger.ts";
import { audit } from "../../web/audit.ts";
import type { School, Viewer } from "../../web/viewer.ts";
import type { Audience } from "./audience.ts";
import { excerptOf } from "./html.ts";
import type { ManagedPost } from "./managed.queries.ts";
import type { PostKind } from "./tables.ts";
import { announce, urgentCause } from "./urgent.ts";

/** A post as its writer wants it. */
export interface PostInput {
  kind: PostKind;
  title: string;
  /** Cleaned HTML. */
  body: string;
  audience: Audience;
  /** Null is a draft. */
  publishAt: Date | null;
  expiresAt: Date | null;
  pinned: boolean;
  commentsOpen: boolean;
  files: PostFileInput[];
  poll: PollInput | null;
}

export interface PostFileInput {
  id: number;
  /** What is to be seen on a picture; empty when its writer did not say. */
  alt: string;
}

interface PollInput {
  question: string;
  answers: string[];
  multiple: boolean;
  anonymous: boolean;
  closesAt: Date | null;
}

const matches = ({ school_id, post_id }: { school_id: number; post_id: number }) =>
  sql<SqlBool>`school_id = ${school_id} and post_id = ${post_id}`;

/**
 * Writes a new post; an urgent one that is due now is announced in the same transaction.
 * @param key the form it was made with. A second press of the same form finds the post there
 *   and changes nothing, unless it is still one's own draft: that becomes what is typed now.
 * @returns its id.
 * @throws HTTPException 403 when the form belongs to someone else.
 */
export function createPost(
  db: Db,
  viewer: Viewer,
  key: string,
  input: PostInput,
  now: Date,
): Promise<number> {
  const school_id = viewer.school.id;
  return db.transaction().execute(async (trx) => {
    const made = await trx.insertInto("posts").values({
      ...columnsOf(input, now),
      school_id,
      form_key: key,
      kind: input.kind,
      publish_at: input.publishAt,
      author_id: viewer.person.id,
      author_name: await signatureOf(trx, viewer),
      created_at: now,
    }).onConflict((conflict) => conflict.columns(["school_id", "form_key"]).doNothing())
      .returning("id").executeTakeFirst();
    if (!made) return writeAgain(trx, viewer, key, input, now);
    await writeParts(trx, viewer.school, made.id, input);
    await announceIfDue(trx, viewer.school, made.id, now);
    return made.id;
  });
}

/** The form was sent before: only a draft still follows it. */
async function writeAgain(trx: Trx, viewer: Viewer, key: string, input: PostInput, now: Date) {
  const post = await trx.selectFrom("posts").select(["id", "author_id", "publish_at"])
    .where("school_id", "=", viewer.school.id).where("form_key", "=", key)
    .executeTakeFirstOrThrow();
  if (!viewer.people.some((person) => person.id === post.author_id)) throw new HTTPException(403);
  if (post.publish_at === null) {
    await changePost(trx, viewer.school, { id: post.id, published: false }, input, now);
  }
  return post.id;
}

/**
 * Writes a changed post; what is out stays out, with its kind, moment and poll.
 * @param seen which version was changed. Of two who change one version the first to save does.
 * @returns false when it has been changed since, withdrawn, or published: nothing was written.
 */
export function updatePost(
  db: Db,
  viewer: Viewer,
  post: ManagedPost,
  seen: Date | undefined,
  input: PostInput,
  now: Date,
): Promise<boolean> {
  const unchanged = sql<SqlBool>`date_trunc('milliseconds', updated_at) = ${seen ?? null}`;
  return db.transaction().execute(async (trx) => {
    const changed = await changePost(trx, viewer.school, post, input, now, unchanged);
    if (changed) await noteForeign(trx, viewer, post, "postChanged", now);
    return changed;
  });
}

async function changePost(
  trx: Trx,
  school: School,
  { id, published }: { id: number; published: boolean },
  input: PostInput,
  now: Date,
  unchanged = sql<SqlBool>`true`,
): Promise<boolean> {
  const { kind, publishAt, audience: { forSchool } } = input;
  const whatIsOpen = published
    ? {
      for_school: sql<boolean>`for_school or ${forSchool}`,
      edited_at: sql<Date | null>`case when title = ${input.title} and body = ${input.body}
        then edited_at else ${now} end`,
    }
    : { kind, publish_at: publishAt };
  const changed = await trx.updateTable("posts").set({
    ...columnsOf(input, now),
    ...whatIsOpen,
    // also when two are saved within a millisecond, no two versions have the same time
    updated_at: sql<Date>`greatest(${now}, updated_at + interval '1 millisecond')`,
  })
    .where("school_id", "=", school.id).where("id", "=", id)
    .where("withdrawn_at", "is", null).where(unchanged)
    .where(sql<SqlBool>`coalesce(publish_at <= ${now}, false) = ${published}`)
    .returning("id").executeTakeFirst();
  if (!changed) return false;
  if (published) {
    await addGroups(trx, school, id, input.audience);
    await writeFiles(trx, school, id, input.files);
  } else await writeParts(trx, school, id, input);
  await announceIfDue(trx, school, id, now);
  return true;
}

/**
 * Takes a post away from its readers and stops what is still to be sent. What nobody has read
 * yet (a draft, a planned post) is gone.
 * @returns whether it was out.
 */
export function withdrawPost(
  db: Db,
  viewer: Viewer,
  post: ManagedPost,
  now: Date,
): Promise<boolean> {
  const { school } = viewer;
  const { id } = post;
  return db.transaction().execute(async (trx) => {
    await noteForeign(trx, viewer, post, "postWithdrawn", now);
    const withdrawn = await trx.updateTable("posts").set({ withdrawn_at: now, updated_at: now })
      .where("school_id", "=", school.id).where("id", "=", id)
      .where("publish_at", "<=", now).where("withdrawn_at", "is", null)
      .returning("id").executeTakeFirst();
    await cancelMails(trx, school.id, urgentCause(id));
    if (withdrawn) return true;
    await trx.deleteFrom("posts").where("school_id", "=", school.id).where("id", "=", id)
      .where((is) => is.or([is("publish_at", "is", null), is("publish_at", ">", now)]))
      .execute();
    return false;
  });
}

/** What the office does to another's post is written down, with its title: the post may be gone. */
async function noteForeign(
  trx: Trx,
  viewer: Viewer,
  { id, title, own }: ManagedPost,
  action: "postChanged" | "postWithdrawn",
  now: Date,
) {
  if (!own) await audit(trx, viewer, action, { post: id, title }, now);
}

function columnsOf(input: PostInput, now: Date) {
  return {
    title: input.title,
    body: input.body,
    excerpt: excerptOf(input.body),
    for_school: input.audience.forSchool,
    expires_at: input.expiresAt,
    pinned: input.pinned,
    comments_open: input.commentsOpen,
    updated_at: now,
  };
}

/** Under a post stands the name children know ("juf Hanneke"), or a parent's with what they are. */
export async function signatureOf(db: Db, { school, person }: Viewer): Promise<string> {
  const { rows: [row] } = await sql<{ staff: string | null; sender: string | null }>`
    select
      (select title from staff where school_id = ${school.id} and person_id = ${person.id}
        and left_at is null) as staff,
      (select string_agg(distinct title, ', ') from senders
        where school_id = ${school.id} and person_id = ${person.id}) as sender`.execute(db);
  return row?.staff || (row?.sender ? `${person.name}, ${row.sender}` : person.name);
}

async function writeParts(trx: Trx, school: School, id: number, input: PostInput) {
  const of = matches({ school_id: school.id, post_id: id });
  await trx.deleteFrom("post_groups").where(of).execute();
  await addGroups(trx, school, id, input.audience);
  await writeFiles(trx, school, id, input.files);
  await trx.deleteFrom("polls").where(of).execute();
  if (!input.poll) return;
  const { question, answers, multiple, anonymous, closesAt } = input.poll;
  const row = { school_id: school.id, post_id: id };
  await trx.insertInto("polls")
    .values({ ...row, question, multiple, anonymous, closes_at: closesAt }).execute();
  await trx.insertInto("poll_options")
    .values(answers.map((label, position) => ({ ...row, position, label }))).execute();
}

async function addGroups(trx: Trx, { id: school_id }: School, post_id: number, to: Audience) {
  if (to.groupIds.length === 0) return;
  await trx.insertInto("post_groups")
    .values(to.groupIds.map((group_id) => ({ school_id, post_id, group_id })))
    .onConflict((conflict) => conflict.doNothing()).execute();
}

async function writeFiles(
  trx: Trx,
  { id: school_id }: School,
  post_id: number,
  files: PostFileInput[],
) {
  const ids = files.map((file) => file.id);
  await trx.deleteFrom("post_files").where(matches({ school_id, post_id }))
    .$if(ids.length > 0, (kept) => kept.where("file_id", "not in", ids)).execute();
  if (ids.length === 0) return;
  await trx.insertInto("post_files")
    .values(files.map(({ id, alt }, position) => ({
      school_id,
      post_id,
      file_id: id,
      position,
      alt,
    })))
    .onConflict((conflict) =>
      conflict.columns(["school_id", "post_id", "file_id"]).doUpdateSet((set) => ({
        position: set.ref("excluded.position"),
        alt: set.ref("excluded.alt"),
      }))
    ).execute();
}

/** An urgent message is sent as soon as it is out, and to whom it is widened later. */
async function announceIfDue(trx: Trx, school: School, id: number, now: Date) {
  const post = await trx.updateTable("posts")
    .set({ announced_at: sql`coalesce(announced_at, ${now})` })
    .where("school_id", "=", school.id).where("id", "=", id)
    .where("kind", "=", "urgent").where("publish_at", "<=", now)
    .returning(["id", "author_id", "for_school"]).executeTakeFirst();
  if (post) await announce(trx, school, post, now);
}
