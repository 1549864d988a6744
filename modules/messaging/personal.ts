import { randomInt } from "node:crypto";
import { type RawBuilder, sql } from "kysely";
import { forgetFiles } from "../../db/forget_files.ts";
import type { Db, Trx } from "../../db/database.ts";
import {
  countRows,
  type Counts,
  type Erased,
  type OwnPart,
  type PersonalData,
  type RetentionRule,
  type Subject,
} from "../../web/personal.ts";
import type { School } from "../../web/viewer.ts";
import { looseFiles, standsNowhereElse } from "./uploads.ts";

/** What someone wrote, chose and read. */
export const personal: PersonalData = {
  tables: {
    posts: { exported: true, erased: true },
    comments: { exported: true, erased: true },
    post_symbols: { exported: true, erased: true },
    poll_votes: { exported: true, erased: true },
    read_marks: { exported: true, erased: true },
  },
  export: exportMessages,
  count: countMessages,
  erase: eraseMessages,
};

async function exportMessages(db: Db, who: Subject): Promise<OwnPart[]> {
  const { school, accountId, personIds } = who;
  const posts = await db.selectFrom("posts")
    .select(["id", "kind", "title", "body", "author_name as signed", "publish_at as publishAt"])
    .select(["created_at as createdAt", "withdrawn_at as withdrawnAt"])
    .where("school_id", "=", school.id).where("author_id", "in", personIds)
    .orderBy("id").execute();
  const attached = await db.selectFrom("posts as p")
    .innerJoin(
      "post_files as x",
      (join) => join.onRef("x.school_id", "=", "p.school_id").onRef("x.post_id", "=", "p.id"),
    )
    .innerJoin(
      "files as f",
      (join) => join.onRef("f.school_id", "=", "x.school_id").onRef("f.id", "=", "x.file_id"),
    )
    .select(["p.id", "f.name", "f.hash", "f.type"])
    .where("p.school_id", "=", school.id).where("p.author_id", "in", personIds)
    .orderBy("p.id").orderBy("x.position").execute();
  const comments = await db.selectFrom("comments as c")
    .innerJoin(
      "posts as p",
      (join) => join.onRef("p.school_id", "=", "c.school_id").onRef("p.id", "=", "c.post_id"),
    )
    .select(["p.title as post", "c.body", "c.author_name as signed", "c.created_at as createdAt"])
    .select("c.removed_at as removedAt")
    .where("c.school_id", "=", school.id).where("c.person_id", "in", personIds)
    .orderBy("c.id").execute();
  const { rows: reactions } = await sql<Record<string, unknown>>`
    select p.title as post, s.symbol, null as question, null as answer, null::timestamptz as at
    from post_symbols s join posts p on p.school_id = s.school_id and p.id = s.post_id
    where s.school_id = ${school.id} and s.account_id = ${accountId}
    union all
    select p.title, null, q.question, o.label, v.voted_at
    from poll_votes v
    join posts p on p.school_id = v.school_id and p.id = v.post_id
    join polls q on q.school_id = v.school_id and q.post_id = v.post_id
    join poll_options o on o.school_id = v.school_id and o.id = v.option_id
    where v.school_id = ${school.id} and v.account_id = ${accountId}`.execute(db);
  const read = await db.selectFrom("read_marks as r")
    .innerJoin(
      "posts as p",
      (join) => join.onRef("p.school_id", "=", "r.school_id").onRef("p.id", "=", "r.post_id"),
    )
    .select(["p.title as post", "r.read_at as readAt"])
    .where("r.school_id", "=", school.id).where("r.account_id", "=", accountId)
    .orderBy("r.read_at").execute();
  const files = attached.map((file) => ({
    name: `${file.id}-${file.type === "image/webp" ? `${file.name}.webp` : file.name}`,
    hash: file.hash,
  }));
  return [
    { name: "posts", rows: posts, files },
    { name: "comments", rows: comments },
    { name: "reactions", rows: reactions },
    { name: "read", rows: read },
  ];
}

const wrote = ({ school, id }: Erased) => sql`p.school_id = ${school.id} and p.author_id = ${id}`;

/** Nobody reads it: a draft, one that is planned, or withdrawn. */
const unseenAt = (now: Date) =>
  sql`(p.publish_at is null or p.publish_at > ${now} or p.withdrawn_at is not null)`;

async function countMessages(db: Db, who: Erased, now: Date): Promise<Counts> {
  const { kind, id, school, accountId } = who;
  if (kind === "pupil") return {};
  const goes = sql`(select p.id from posts p where ${wrote(who)} and ${unseenAt(now)})`;
  const stays = (of: string, by: RawBuilder<unknown>) =>
    sql`${sql.table(of)} x where x.school_id = ${school.id} and ${by} and x.post_id not in ${goes}`;
  const reacted = sql`x.account_id = ${accountId}`;
  return await countRows(db, {
    posts: sql`posts p where ${wrote(who)} and ${unseenAt(now)}`,
    files: sql`files f where f.school_id = ${school.id}
      and exists (select from post_files x where x.school_id = f.school_id and x.file_id = f.id
        and x.post_id in ${goes})
      and not exists (select from post_files x where x.school_id = f.school_id
        and x.file_id = f.id and x.post_id not in ${goes}) and ${standsNowhereElse}`,
    comments: stays("comments", sql`x.person_id = ${id}`),
    postsUnsigned: sql`posts p where ${wrote(who)} and not ${unseenAt(now)}`,
    ...accountId !== null && {
      symbols: stays("post_symbols", reacted),
      readMarks: stays("read_marks", reacted),
      votesUnsigned: stays("poll_votes", reacted),
    },
  });
}

/**
 * What was published stays for those it was for, without the writer's name; a vote keeps counting
 * under a number that is nobody's. What was for the writer alone goes.
 */
async function eraseMessages(trx: Trx, who: Erased, now: Date): Promise<Counts> {
  const { kind, id, school, accountId, formerly } = who;
  if (kind === "pupil") return {};
  const { rows: unseen } = await sql<{ id: number }>`
    select p.id from posts p where ${wrote(who)} and ${unseenAt(now)}`.execute(trx);
  const { posts, files } = await erasePosts(trx, school, unseen.map((post) => post.id));
  const { rows: comments } = await sql`
    delete from comments where school_id = ${school.id} and person_id = ${id}
    returning id`.execute(trx);
  const { rows: unsigned } = await sql`
    update posts set author_name = ${formerly}
    where school_id = ${school.id} and author_id = ${id} returning id`.execute(trx);
  const gone = { posts, files, comments: comments.length, postsUnsigned: unsigned.length };
  return accountId === null ? gone : { ...gone, ...await eraseReactions(trx, school, accountId) };
}

async function eraseReactions(trx: Trx, school: Pick<School, "id">, accountId: number) {
  const ofAccount = sql`school_id = ${school.id} and account_id = ${accountId}`;
  const { rows: symbols } = await sql`delete from post_symbols where ${ofAccount}
    returning post_id`.execute(trx);
  const { rows: read } = await sql`delete from read_marks where ${ofAccount}
    returning post_id`.execute(trx);
  const { rows: votes } = await sql`update poll_votes set account_id = ${-randomInt(1, 2 ** 47)}
    where ${ofAccount} returning post_id`.execute(trx);
  await sql`update comments set removed_by = null
    where school_id = ${school.id} and removed_by = ${accountId}`.execute(trx);
  return { symbols: symbols.length, readMarks: read.length, votesUnsigned: votes.length };
}

/** Posts with all that hangs on them; their files too, unless they stand elsewhere. */
async function erasePosts(trx: Trx, school: Pick<School, "id">, ids: number[]) {
  if (ids.length === 0) return { posts: 0, comments: 0, files: 0 };
  const { rows: attached } = await sql<{ id: number }>`
    select distinct file_id as id from post_files
    where school_id = ${school.id} and post_id = any(${ids}::bigint[])`.execute(trx);
  const { rows: comments } = await sql`delete from comments
    where school_id = ${school.id} and post_id = any(${ids}::bigint[]) returning id`.execute(trx);
  await sql`delete from posts where school_id = ${school.id} and id = any(${ids}::bigint[])`
    .execute(trx);
  const loose = attached.length === 0 ? [] : await looseFiles(trx, school.id)
    .where("f.id", "in", attached.map((file) => file.id)).execute();
  await forgetFiles(trx, school.id, loose.map((file) => file.id));
  return { posts: ids.length, comments: comments.length, files: loose.length };
}

/** Messages with their pictures, comments and votes. */
export const retention: RetentionRule[] = [{
  key: "posts",
  months: 12,
  since: "schoolYear",
  count: async (db, school, before) => {
    const { rows } = await sql<{ kept: number; due: number }>`
      select count(*)::int as kept, count(*) filter (where ${isOlder(before)})::int as due
      from posts p where p.school_id = ${school.id}`.execute(db);
    return rows[0]!;
  },
  erase: async (trx, school, before) => {
    const { rows } = await sql<{ id: number }>`
      select p.id from posts p where p.school_id = ${school.id} and ${isOlder(before)}
      order by p.id limit 200`.execute(trx);
    return await erasePosts(trx, school, rows.map((post) => post.id));
  },
}];

/** By the day of publishing; what never was published, by its last change. */
const isOlder = (before: Date) => sql`coalesce(p.publish_at, p.updated_at) < ${before}`;
