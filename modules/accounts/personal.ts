import { sql } from "kysely";
import {
  countRows,
  type Counts,
  type Erased,
  type OwnPart,
  type PersonalData,
  type Subject,
} from "../../web/personal.ts";
import type { Db, Trx } from "../../db/database.ts";

/** The account itself, and where it is signed in. Passwords, secrets and links are in no download. */
export const personal: PersonalData = {
  tables: {
    accounts: { exported: true, erased: true },
    sessions: { exported: true, erased: true },
    account_tokens: { exported: "only a hash, and until when it worked", erased: true },
    account_totp: { exported: "a secret; since when is with the account", erased: true },
    recovery_codes: { exported: "only hashes; how many is with the account", erased: true },
  },
  export: exportAccount,
  count: countAccount,
  erase: eraseAccount,
};

async function exportAccount(db: Db, { accountId }: Subject): Promise<OwnPart[]> {
  const account = await db.selectFrom("accounts as a")
    .leftJoin("account_totp as t", "t.account_id", "a.id")
    .select(["a.user_name as userName", "a.email", "a.language", "a.created_at as createdAt"])
    .select(["a.activated_at as activatedAt", "t.confirmed_at as twoStepSince"])
    .select((eb) =>
      eb.selectFrom("recovery_codes as r").whereRef("r.account_id", "=", "a.id")
        .where("r.used_at", "is", null).select(sql<number>`count(*)::int`.as("n"))
        .as("recoveryCodes")
    )
    .where("a.id", "=", accountId).execute();
  const sessions = await db.selectFrom("sessions")
    .select(["device", "created_at as createdAt", "last_seen_at as lastSeenAt"])
    .select("expires_at as expiresAt")
    .where("account_id", "=", accountId).orderBy("id").execute();
  return [{ name: "account", rows: account }, { name: "sessions", rows: sessions }];
}

async function countAccount(db: Db, { kind, id, school, accountId }: Erased): Promise<Counts> {
  if (kind === "pupil" || accountId === null) return { accounts: 0 };
  return await countRows(db, {
    accounts: sql`accounts a where a.id = ${accountId} and not exists (select from people p
      where (p.account_id = a.id or lower(p.email) = a.user_name)
        and (p.school_id, p.id) <> (${school.id}, ${id}))`,
  });
}

/**
 * Removes the account, unless it has or waits for a place at another school; with its last person
 * gone it opens nothing here. Sessions, links and codes go with it.
 */
async function eraseAccount(trx: Trx, { accountId }: Erased): Promise<{ accounts: number }> {
  if (accountId === null) return { accounts: 0 };
  await trx.selectFrom("accounts").select("id").where("id", "=", accountId).forUpdate().execute();
  const gone = await trx.deleteFrom("accounts as a").where("a.id", "=", accountId)
    .where(({ not, exists, selectFrom }) =>
      not(exists(
        selectFrom("people as p").select("p.id").where((eb) =>
          eb.or([
            eb("p.account_id", "=", accountId),
            eb(sql`lower(p.email)`, "=", eb.ref("a.user_name")),
          ])
        ),
      ))
    ).executeTakeFirst();
  return { accounts: Number(gone.numDeletedRows) };
}
