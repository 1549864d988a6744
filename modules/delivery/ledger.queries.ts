import { sql } from "kysely";
import type { Db } from "../../db/database.ts";
import { unanswered } from "../../emails/sender.ts";
import type { School, Viewer } from "../../web/viewer.ts";
import type { DeliveryState } from "./tables.ts";

/** A mail in the ledger, as the pages about outgoing mail show it. */
export interface OutgoingMail {
  id: number;
  kind: string;
  address: string;
  /** Whose address it is at this school; empty when it is nobody's. */
  name: string;
  state: DeliveryState;
  attempts: number;
  error: string | null;
  createdAt: Date;
  /** When the next attempt is, or the last one was. */
  dueAt: Date;
  /** When the mail server accepted it, or it was kept. */
  sentAt: Date | null;
}

/** The states behind each button of the filter. */
export const filters = {
  waiting: ["due", "sending"],
  sent: ["sent"],
  kept: ["kept"],
  failed: ["failed", "bounced"],
} satisfies Record<string, DeliveryState[]>;
export type FilterName = keyof typeof filters;

const pageSize = 50;

const nameOf = sql<string>`
  concat_ws(' ', nullif(p.first_name, ''), nullif(p.prefix, ''), nullif(p.last_name, ''))`;

/** Guardians who share an account are named together. */
const columns = sql`d.id, d.kind, d.address, d.state, d.attempts, d.error,
  d.created_at as "createdAt", d.due_at as "dueAt", d.sent_at as "sentAt",
  coalesce((select string_agg(${nameOf}, ', ' order by p.id) from people p
    where p.school_id = d.school_id and p.account_id = d.account_id), '') as name`;

/**
 * A page of the ledger, newest first.
 * @param search part of an address.
 * @param before the last id of the page before.
 * @returns `next`: what `before` is for the next page, if there is one.
 */
export async function listOutgoing(
  db: Db,
  viewer: Viewer,
  { filter, search, before }: { filter?: FilterName; search?: string; before?: number },
): Promise<{ mails: OutgoingMail[]; next: number | undefined }> {
  const { rows } = await sql<OutgoingMail>`
    select ${columns} from deliveries d
    where d.school_id = ${viewer.school.id}
      and ${filter ? sql`d.state = any(${filters[filter]}::text[])` : sql`true`}
      and ${search ? isAddressLike(search) : sql`true`}
      and ${before ? sql`d.id < ${before}` : sql`true`}
    order by d.id desc limit ${pageSize + 1}`.execute(db);
  const mails = rows.slice(0, pageSize);
  return { mails, next: rows.length > pageSize ? mails.at(-1)!.id : undefined };
}

/** The latest mails that left for an address, or part of one. */
export async function listSentTo(db: Db, viewer: Viewer, search: string): Promise<OutgoingMail[]> {
  const { rows } = await sql<OutgoingMail>`
    select ${columns} from deliveries d
    where d.school_id = ${viewer.school.id} and d.state in ('sent', 'failed', 'bounced')
      and ${isAddressLike(search)}
    order by d.id desc limit 20`.execute(db);
  return rows;
}

const isAddressLike = (search: string) =>
  sql`strpos(d.address, ${search.trim().toLowerCase()}) > 0`;

/** One mail of the viewer's school. */
export async function findOutgoing(
  db: Db,
  viewer: Viewer,
  id: number,
): Promise<OutgoingMail | undefined> {
  const { rows: [mail] } = await sql<OutgoingMail>`
    select ${columns} from deliveries d
    where d.school_id = ${viewer.school.id} and d.id = ${id}`.execute(db);
  return mail;
}

/** How to greet an account at a school; empty when that is not known. */
export async function findFirstName(
  db: Db,
  school: School,
  accountId: number | null,
): Promise<string> {
  const person = await db.selectFrom("people").select("first_name")
    .where("school_id", "=", school.id).where("account_id", "=", accountId)
    .where("left_at", "is", null).orderBy("id").limit(1).executeTakeFirst();
  return person?.first_name ?? "";
}

/** Where the viewer's own mail goes. */
export function findOwnAddress(db: Db, viewer: Viewer): Promise<{ email: string }> {
  return db.selectFrom("accounts").select("email")
    .where("id", "=", viewer.accountId).executeTakeFirstOrThrow();
}

/** Mail that has not left (yet). */
export interface Pending {
  waiting: number;
  /** Of those waiting: tried, but the mail server did not answer. */
  unanswered: number;
  kept: number;
}

/** How many mails have not left (yet). */
export async function countPending(db: Db, viewer: Viewer): Promise<Pending> {
  const { rows: [pending] } = await sql<Pending>`
    select count(*) filter (where state <> 'kept')::int as waiting,
      count(*) filter (where state <> 'kept' and error ~ ${unanswered})::int as unanswered,
      count(*) filter (where state = 'kept')::int as kept
    from deliveries
    where school_id = ${viewer.school.id} and state in ('due', 'sending', 'kept')`.execute(db);
  return pending!;
}

/** Someone whose mail does not arrive. */
export interface Unreachable {
  deliveryId: number;
  accountId: number | null;
  name: string;
  address: string;
  kind: string;
  state: "failed" | "bounced";
  error: string | null;
  at: Date;
}

/**
 * Everyone at a school whose mail failed for good or came back (N5), each address once with its
 * latest failure. Who has another address by now, or was sent something since a failure, is reached
 * again. A bounce comes after "sent", so a later mail sent proves nothing against it.
 */
export async function listUnreachable(db: Db, schoolId: number): Promise<Unreachable[]> {
  const { rows } = await sql<Unreachable>`
    select * from (
      select distinct on (d.address) d.id as "deliveryId", d.account_id as "accountId", d.address,
        d.kind, d.state, d.error, d.due_at as at,
        coalesce((select string_agg(${nameOf}, ', ' order by p.id) from people p
          where p.school_id = d.school_id and p.account_id = d.account_id), '') as name
      from deliveries d left join accounts a on a.id = d.account_id
      where d.school_id = ${schoolId} and d.state in ('failed', 'bounced')
        and (a.id is null or lower(a.email) = d.address)
        and (d.state = 'bounced' or not exists (
          select from deliveries later
          where later.school_id = d.school_id and later.account_id = d.account_id
            and later.address = d.address and later.state = 'sent' and later.sent_at > d.due_at))
      order by d.address, d.id desc) u
    order by at desc, "deliveryId" desc`.execute(db);
  return rows;
}
