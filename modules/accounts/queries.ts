import { sql, type SqlBool } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { hasPlace } from "../../web/presence.ts";
import type { Viewer } from "../../web/viewer.ts";

/** The people at a school who have a place and an account. */
const placed = (db: Db, schoolId: number) =>
  db.selectFrom("people as p").innerJoin("accounts as a", "a.id", "p.account_id")
    .where("p.school_id", "=", schoolId).where(hasPlace("p"));

/**
 * The people at a school who would have a place, with the active account that goes by their
 * address and that they have not confirmed here yet: see `linkAccounts`.
 */
const waiting = (db: Db, schoolId: number) =>
  db.selectFrom("people as p")
    .innerJoin("accounts as a", (join) => join.on("a.user_name", "=", sql`lower(p.email)`))
    .where("p.account_id", "is", null).where("a.activated_at", "is not", null)
    .where("p.school_id", "=", schoolId).where(hasPlace("p"));

/** The account of a person `p`, or the one that waits to be confirmed (`waiting`). */
export const accountOrWaiting = sql<number | null>`coalesce(p.account_id, (
  select w.id from accounts w where w.user_name = lower(p.email) and w.activated_at is not null))`;

/** The account of a user name, for signing in: at any school. */
export function findSignIn(db: Db, userName: string) {
  return db.selectFrom("accounts").select(["id", "password_hash"])
    .where("user_name", "=", userName).executeTakeFirst();
}

/**
 * Keeps password and second step of an account as they are until the end of the transaction:
 * whoever changes them does so before it looked, or finds the session it makes.
 * @returns whether the password is still the one that was typed
 */
export async function keepAccount(
  trx: Trx,
  account: { id: number; password_hash: string | null },
): Promise<boolean> {
  const row = await trx.selectFrom("accounts").select("password_hash")
    .where("id", "=", account.id).forShare().executeTakeFirst();
  return row !== undefined && row.password_hash === account.password_hash;
}

/**
 * What comes before every change of a password or of the second step: waits for those who are
 * being let in, and has those who come wait.
 * @returns the hash of the password
 */
export async function lockAccount(trx: Trx, accountId: number): Promise<string | null> {
  const row = await trx.selectFrom("accounts").select("password_hash")
    .where("id", "=", accountId).forNoKeyUpdate().executeTakeFirst();
  return row?.password_hash ?? null;
}

/** Whether an account has a place at this school. */
export async function hasPlaceAt(db: Db, schoolId: number, accountId: number): Promise<boolean> {
  return await placed(db, schoolId).select("p.id").where("a.id", "=", accountId)
    .executeTakeFirst() !== undefined;
}

/** Whether an account waits to be confirmed at this school. */
export async function waitsAt(db: Db, schoolId: number, accountId: number): Promise<boolean> {
  return await waiting(db, schoolId).select("p.id").where("a.id", "=", accountId)
    .executeTakeFirst() !== undefined;
}

/** The account that goes by this user name at this school; `waits` where it is to be confirmed. */
export async function findAccountAt(db: Db, schoolId: number, userName: string) {
  const columns = ["a.id", "a.user_name", "a.email", "a.language", "a.activated_at"] as const;
  const has = await placed(db, schoolId).select(columns).where("a.user_name", "=", userName)
    .executeTakeFirst();
  if (has) return { ...has, waits: false };
  const waits = await waiting(db, schoolId).select(columns).where("a.user_name", "=", userName)
    .executeTakeFirst();
  return waits && { ...waits, waits: true };
}

/** Whoever a mail of this account at this school is for: `firstNames` to greet. */
export async function findReceiver(db: Db, schoolId: number, accountId: number) {
  const columns = [
    "a.user_name",
    "a.email",
    "a.activated_at",
    "p.first_name",
    "p.last_name",
  ] as const;
  const having = await placed(db, schoolId).select(columns)
    .where("a.id", "=", accountId).orderBy("p.id").execute();
  const waits = having.length === 0;
  const rows = waits
    ? await waiting(db, schoolId).select(columns)
      .where("a.id", "=", accountId).orderBy("p.id").execute()
    : having;
  const [first] = rows;
  if (!first) return undefined;
  return {
    userName: first.user_name,
    email: first.email,
    activated: first.activated_at !== null,
    waits,
    firstNames: [...new Set(rows.map((row) => row.first_name || row.last_name).filter(Boolean))],
  };
}

/** Accounts among these that can be mailed a link here, and where: not active, or to be confirmed. */
export async function listToActivate(db: Db, schoolId: number, accountIds: number[]) {
  const inactive = placed(db, schoolId).select(["a.id", "a.email", "a.language"])
    .where("a.activated_at", "is", null).where(sql<SqlBool>`a.id = any(${accountIds}::bigint[])`);
  const unconfirmed = waiting(db, schoolId).select(["a.id", "a.user_name as email", "a.language"])
    .where(sql<SqlBool>`a.id = any(${accountIds}::bigint[])`);
  return await inactive.union(unconfirmed).orderBy("id").execute();
}

/** The kinds of message the viewer wants no mail about at this school. */
export async function listUnwantedKinds(db: Db, viewer: Viewer): Promise<string[]> {
  const rows = await db.selectFrom("notification_choices").select("kind")
    .where("school_id", "=", viewer.school.id).where("account_id", "=", viewer.accountId).execute();
  return rows.map((row) => row.kind);
}

/** The hash of the viewer's own password. */
export async function ownPasswordHash(db: Db, viewer: Viewer): Promise<string | null> {
  const row = await db.selectFrom("accounts").select("password_hash")
    .where("id", "=", viewer.accountId).executeTakeFirst();
  return row?.password_hash ?? null;
}
