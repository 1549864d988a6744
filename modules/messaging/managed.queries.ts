import { sql, type SqlBool } from "kysely";
import type { Db } from "../../db/database.ts";
import { isOffice, type Viewer } from "../../web/viewer.ts";
import { itsInitials } from "./audience.ts";
import type { PostInput } from "./post.actions.ts";
import type { PostKind } from "./tables.ts";

/** A post as one may change it: by its author, and once it is planned or out by the office too. */
export interface ManagedPost extends PostInput {
  id: number;
  authorName: string;
  /** Of its author. */
  initials: string;
  /** Whether the viewer wrote it. */
  own: boolean;
  /** Changes with every change: who saves must have seen the last. */
  updatedAt: Date;
  withdrawn: boolean;
  /** It is out: its kind, moment and poll are fixed, and its audience can only grow. */
  published: boolean;
}

/** The post in the path as `guard` loads it; not found for whoever may not change it. */
export async function findManagedPost(
  db: Db,
  viewer: Viewer,
  id: number,
  now: Date,
): Promise<ManagedPost | undefined> {
  const people = viewer.people.map((person) => person.id);
  const post = await db.selectFrom("posts as p").selectAll().select(itsInitials.as("initials"))
    .where("p.school_id", "=", viewer.school.id)
    .where("p.id", "=", id)
    .where(sql<SqlBool>`(p.author_id = any(${people}::bigint[])
      or (${isOffice(viewer)}::boolean and p.publish_at is not null))`)
    .executeTakeFirst();
  if (!post) return undefined;
  const part = sql<SqlBool>`school_id = ${viewer.school.id} and post_id = ${id}`;
  const [groups, files, poll, options] = await Promise.all([
    db.selectFrom("post_groups").select("group_id").where(part).orderBy("group_id").execute(),
    db.selectFrom("post_files").select(["file_id as id", "alt"]).where(part)
      .orderBy("position").execute(),
    db.selectFrom("polls").selectAll().where(part).executeTakeFirst(),
    db.selectFrom("poll_options").select("label").where(part).orderBy("position").execute(),
  ]);
  return {
    id,
    kind: post.kind,
    title: post.title,
    body: post.body,
    authorName: post.author_name,
    initials: post.initials,
    own: people.includes(post.author_id),
    updatedAt: post.updated_at,
    audience: { forSchool: post.for_school, groupIds: groups.map((row) => row.group_id) },
    publishAt: post.publish_at,
    expiresAt: post.expires_at,
    pinned: post.pinned,
    commentsOpen: post.comments_open,
    withdrawn: post.withdrawn_at !== null,
    published: post.publish_at !== null && post.publish_at <= now,
    files,
    poll: poll
      ? {
        question: poll.question,
        answers: options.map((option) => option.label),
        multiple: poll.multiple,
        anonymous: poll.anonymous,
        closesAt: poll.closes_at,
      }
      : null,
  };
}

export interface OwnDraft {
  id: number;
  kind: PostKind;
  title: string;
  excerpt: string;
  authorName: string;
  /** Null is a draft, else when it will be out. */
  publishAt: Date | null;
  updatedAt: Date;
}

/** One's own drafts, and what is planned: one's own, or for the office everyone's. */
export function listDrafts(db: Db, viewer: Viewer, now: Date): Promise<OwnDraft[]> {
  const people = viewer.people.map((person) => person.id);
  return db.selectFrom("posts")
    .select(["id", "kind", "title", "excerpt"])
    .select([
      "author_name as authorName",
      "publish_at as publishAt",
      "updated_at as updatedAt",
    ])
    .where("school_id", "=", viewer.school.id)
    .where("withdrawn_at", "is", null)
    .where((is) =>
      is.or([
        is.and([is("publish_at", "is", null), is("author_id", "in", people)]),
        is.and([
          is("publish_at", ">", now),
          ...(isOffice(viewer) ? [] : [is("author_id", "in", people)]),
        ]),
      ])
    )
    .orderBy("publish_at", (order) => order.asc().nullsFirst()).orderBy("updated_at", "desc")
    .limit(200).execute();
}
