import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { hashToken } from "../../web/session.ts";

const minute = 60_000;

/** What a mailed link is for, and how long it works. */
export const tokenLife = { activation: 14 * 24 * 60 * minute, password: 60 * minute };
export type Purpose = keyof typeof tokenLife;

/** How long a code may be typed after the right password (see entry.ts). */
export const stepLife = 10 * minute;

/** 256 bits of chance, fit for an address and a cookie. */
export const newSecret = () => randomBytes(32).toString("base64url");

/**
 * Makes the secret of a link; only its hash is kept.
 * @param to where the link is mailed: the address of the account, or its user name
 * @returns undefined when that is not the account's any more, with the account locked, so that
 *   whoever changes it finds the link and voids it
 */
export async function issueToken(
  db: Db,
  accountId: number,
  purpose: Purpose,
  to: string,
  now: Date,
): Promise<string | undefined> {
  const token = newSecret();
  const expires = new Date(now.getTime() + tokenLife[purpose]);
  const { rows } = await sql`
    insert into account_tokens (token_hash, account_id, purpose, created_at, expires_at)
    select ${hashToken(token)}, a.id, ${purpose}, ${now}, ${expires}
    from (select id from accounts
      where id = ${accountId} and ${to.toLowerCase()} in (lower(email), user_name)
      for key share) a
    returning account_id`.execute(db);
  return rows.length > 0 ? token : undefined;
}

/** Makes the secret of a sign-in that waits for its second step. @param persistent *ingelogd blijven* */
export async function issueStep(
  db: Db,
  { accountId, persistent }: { accountId: number; persistent: boolean },
  now: Date,
): Promise<string> {
  const token = newSecret();
  await db.insertInto("account_tokens").values({
    token_hash: hashToken(token),
    account_id: accountId,
    purpose: "twoStep",
    persistent,
    created_at: now,
    expires_at: new Date(now.getTime() + stepLife),
  }).execute();
  return token;
}

/** Whose secret this is, and whether it still works; undefined when we never made it. */
export async function findToken(db: Db, token: string, purpose: Purpose | "twoStep", now: Date) {
  const row = await db.selectFrom("account_tokens as t")
    .innerJoin("accounts as a", "a.id", "t.account_id")
    .select([
      "t.used_at",
      "t.expires_at",
      "t.persistent",
      "a.id as accountId",
      "a.user_name as userName",
    ])
    .select(sql<boolean>`a.activated_at is not null`.as("activated"))
    .where("t.token_hash", "=", hashToken(token)).where("t.purpose", "=", purpose)
    .executeTakeFirst();
  if (!row) return undefined;
  const { accountId, userName, activated, persistent } = row;
  const state = row.used_at ? "used" : row.expires_at <= now ? "expired" : "open";
  return { accountId, userName, activated, persistent, state } as const;
}

/**
 * Uses a link. Of several uses at once exactly one succeeds; all other links of the account stop
 * working with it.
 * @returns the account, or undefined when the link is used, expired or not ours
 */
export async function useToken(
  trx: Trx,
  token: string,
  purpose: Purpose,
  now: Date,
): Promise<number | undefined> {
  const accountId = await spend(trx, token, purpose, now);
  if (accountId !== undefined) await voidTokens(trx, accountId, now);
  return accountId;
}

/** Passes the second step. Of several at once exactly one succeeds. @returns whether this one did */
export async function useStep(trx: Trx, token: string, now: Date): Promise<boolean> {
  return await spend(trx, token, "twoStep", now) !== undefined;
}

async function spend(
  trx: Trx,
  token: string,
  purpose: Purpose | "twoStep",
  now: Date,
): Promise<number | undefined> {
  const used = await trx.updateTable("account_tokens").set({ used_at: now })
    .where("token_hash", "=", hashToken(token)).where("purpose", "=", purpose)
    .where("used_at", "is", null).where("expires_at", ">", now)
    .returning("account_id").executeTakeFirst();
  return used?.account_id;
}

/** Whoever has typed the password of this account and not yet the code, begins again. */
export async function voidSteps(trx: Trx, accountId: number, now: Date): Promise<void> {
  await trx.updateTable("account_tokens").set({ used_at: now })
    .where("account_id", "=", accountId).where("purpose", "=", "twoStep")
    .where("used_at", "is", null).execute();
}

/** No link mailed to this account works any more, and no sign-in that has begun goes on. */
export async function voidTokens(trx: Trx, accountId: number, now: Date): Promise<void> {
  await trx.updateTable("account_tokens").set({ used_at: now })
    .where("account_id", "=", accountId).where("used_at", "is", null).execute();
}
