import { sql } from "kysely";
import type { Db } from "../../db/database.ts";
import { issueToken, tokenLife } from "./tokens.ts";

/**
 * Makes a link for someone whom whoever runs the machine lets in by hand, instead of a mail: with
 * it they choose a password, once.
 * @returns the end of its address, below the school's, and until when it works
 */
export async function makeLink(
  db: Db,
  accountId: number,
  now: Date,
): Promise<{ path: string; expires: Date }> {
  const { rows: [account] } = await sql<{ email: string; activated: boolean }>`
    select email, activated_at is not null as activated from accounts
    where id = ${accountId} for key share`.execute(db);
  const purpose = account!.activated ? "password" : "activation";
  const token = await issueToken(db, accountId, purpose, account!.email, now);
  const path = account!.activated ? `password/reset/${token}` : `activate/${token}`;
  return { path, expires: new Date(now.getTime() + tokenLife[purpose]) };
}
