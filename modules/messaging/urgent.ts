import { sql, type SqlBool } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { queueMails } from "../../emails/ledger.ts";
import { type PreparedMail, urgentMail } from "../../emails/mod.ts";
import { unanswered } from "../../emails/sender.ts";
import type { House } from "../../web/house.ts";
import { addressed, linkTo, mailLanguage, mailSchool } from "../../web/mailing.ts";
import type { Composer, Tick } from "../../web/module.ts";
import type { School } from "../../web/viewer.ts";
import { type Audience, itsGroupNames, listReceivers } from "./audience.ts";
import { timelineText } from "./timeline.text.ts";

/** What the mails of an urgent message are noted under: each address gets it once. */
export const urgentCause = (postId: number) => `post:${postId}`;

/** Queues the mails of an urgent message that is out, in the transaction that makes it so. */
export async function announce(
  trx: Trx,
  school: School,
  post: { id: number; author_id: number; for_school: boolean },
  now: Date,
): Promise<void> {
  const audience = await audienceOf(trx, school, post.id, post.for_school);
  const receivers = await listReceivers(trx, school, audience, post.author_id);
  const cause = urgentCause(post.id);
  await queueMails(
    trx,
    receivers.map((receiver) => ({
      ...receiver,
      schoolId: school.id,
      kind: "urgent",
      cause,
      payload: { post: post.id },
    })),
    now,
  );
}

async function audienceOf(
  db: Db,
  school: School,
  id: number,
  forSchool: boolean,
): Promise<Audience> {
  const groups = await db.selectFrom("post_groups").select("group_id")
    .where("school_id", "=", school.id).where("post_id", "=", id).execute();
  return { forSchool, groupIds: groups.map((row) => row.group_id) };
}

/** Every minute: planned urgent messages whose moment has come. */
export const plannedUrgent: Tick = {
  name: "planned-urgent",
  due: (_school, now) => now.toISOString().slice(0, 16),
  async run(trx, _house, school, now) {
    const posts = await trx.updateTable("posts").set({ announced_at: now })
      .where("school_id", "=", school.id).where("kind", "=", "urgent")
      .where("publish_at", "<=", now)
      .where("announced_at", "is", null).where("withdrawn_at", "is", null)
      .where((is) => is.or([is("expires_at", "is", null), is("expires_at", ">", now)]))
      .returning(["id", "author_id", "for_school"]).execute();
    for (const post of posts) await announce(trx, school, post, now);
    // A note per minute would become half a million a year; old ones are of no use.
    await trx.deleteFrom("clock_ticks")
      .where("school_id", "=", school.id).where("name", "=", "planned-urgent")
      .where("at", "<", new Date(now.getTime() - 24 * 3600_000)).execute();
  },
};

/**
 * The mail of an urgent message; none any more once it is withdrawn or over, or when its receiver
 * is not among its readers any more (blocked, gone, another address).
 */
export const composeUrgent: Composer = async (house, delivery) => {
  const { school, address } = delivery;
  const post = await findAnnounced(house.db, school, Number(delivery.payload.post));
  if (!post || post.withdrawn || (post.expiresAt && post.expiresAt <= house.clock.now())) {
    return undefined;
  }
  if (!(await receiversNow(house, school, post)).has(address)) return undefined;
  const mail = await rendered(house, delivery.school, post, mailLanguage(delivery.language));
  return addressed(house, delivery, mail.for({}));
};

/** For so many milliseconds the mails of one message share a look at who its receivers are. */
const lookLasts = 500;
const looks = new Map<string, { at: number; addresses: Promise<Set<string>> }>();

/** The addresses a message is for at this moment: who was blocked since it was queued is not there. */
function receiversNow(house: House, school: School, post: AnnouncedPost): Promise<Set<string>> {
  const key = `${linkTo(house, school, `/posts/${post.id}`)} ${post.updatedAt.getTime()}`;
  const known = looks.get(key);
  if (known && performance.now() - known.at < lookLasts) return known.addresses;
  const addresses = addressesOf(house.db, school, post);
  looks.clear(); // one message at a time is on its way out
  looks.set(key, { at: performance.now(), addresses });
  return addresses;
}

async function addressesOf(db: Db, school: School, post: AnnouncedPost): Promise<Set<string>> {
  const audience = await audienceOf(db, school, post.id, post.forSchool);
  const receivers = await listReceivers(db, school, audience, post.authorId);
  return new Set(receivers.map((receiver) => receiver.address.toLowerCase()));
}

interface AnnouncedPost {
  id: number;
  title: string;
  body: string;
  authorId: number;
  author: string;
  forSchool: boolean;
  groups: string | null;
  updatedAt: Date;
  expiresAt: Date | null;
  withdrawn: boolean;
}

function findAnnounced(db: Db, school: School, id: number): Promise<AnnouncedPost | undefined> {
  return db.selectFrom("posts as p")
    .select(["p.id", "p.title", "p.body"])
    .select([
      "p.author_id as authorId",
      "p.author_name as author",
      "p.for_school as forSchool",
      "p.updated_at as updatedAt",
      "p.expires_at as expiresAt",
      sql<SqlBool>`p.withdrawn_at is not null`.as("withdrawn"),
      itsGroupNames.as("groups"),
    ])
    .where("p.school_id", "=", school.id).where("p.id", "=", id).executeTakeFirst() as Promise<
      AnnouncedPost | undefined
    >;
}

/** Rendered once per message, version and language; a handful at a time are under way. */
const renderings = new Map<string, Promise<PreparedMail<never>>>();
const mostRenderings = 20;

function rendered(
  house: House,
  school: School,
  post: AnnouncedPost,
  language: "nl" | "en",
): Promise<PreparedMail<never>> {
  const link = linkTo(house, school, `/posts/${post.id}`);
  const key = [link, post.updatedAt.getTime(), language].join(" ");
  const known = renderings.get(key);
  if (known) return known;
  const t = timelineText(language);
  const mail = urgentMail({
    language,
    school: mailSchool(school),
    title: post.title,
    bodyHtml: post.body,
    audience: post.forSchool ? t.school : t.group(post.groups ?? ""),
    sentBy: post.author,
    link,
  });
  renderings.set(key, mail);
  mail.catch(() => renderings.delete(key));
  const [oldest] = renderings.keys();
  if (renderings.size > mostRenderings && oldest) renderings.delete(oldest);
  return mail;
}

/** How the sending of an urgent message goes. */
export interface Progress {
  total: number;
  sent: number;
  /** Kept on this machine, because there is no mail server. */
  kept: number;
  waiting: number;
  /** Of those waiting: tried, but the mail server did not answer. */
  unanswered: number;
  failed: number;
  cancelled: number;
}

/** Counts from the ledger. */
export async function countProgress(db: Db, school: School, postId: number): Promise<Progress> {
  const { rows: [counts] } = await sql<Progress>`
    select count(*)::int as total,
      count(*) filter (where state = 'sent')::int as sent,
      count(*) filter (where state = 'kept')::int as kept,
      count(*) filter (where state in ('due', 'sending'))::int as waiting,
      count(*) filter (where state in ('due', 'sending') and error ~ ${unanswered})::int
        as unanswered,
      count(*) filter (where state in ('failed', 'bounced'))::int as failed,
      count(*) filter (where state = 'cancelled')::int as cancelled
    from deliveries
    where school_id = ${school.id} and cause = ${urgentCause(postId)}`.execute(db);
  return counts!;
}

/** Addresses where the mail could not be delivered. */
export async function listFailed(db: Db, school: School, postId: number): Promise<string[]> {
  const rows = await db.selectFrom("deliveries").select("address")
    .where("school_id", "=", school.id).where("cause", "=", urgentCause(postId))
    .where("state", "in", ["failed", "bounced"]).orderBy("id").limit(200).execute();
  return rows.map((row) => row.address);
}
