import { sql } from "kysely";
import type { Trx } from "../../db/database.ts";
import { queueMails } from "../../emails/ledger.ts";
import { audit } from "../../web/audit.ts";
import type { School } from "../../web/viewer.ts";
import { queueActivation } from "./actions.ts";
import { listToActivate } from "./queries.ts";
import { voidTokens } from "./tokens.ts";
import { resetTwoStep } from "./two_step.ts";

// What the roster (import, office screens) does with accounts.

/**
 * Makes sure there is an account for each user name. One that is there stays as it is, whichever
 * school it came from.
 * @param wanted `userName` is an e-mail address in any case; `language` for new ones
 * @returns account ids by user name in lower case
 */
export async function createAccounts(
  trx: Trx,
  wanted: { userName: string; language?: string }[],
): Promise<Map<string, number>> {
  const languages = new Map(wanted.map((w) => [w.userName.toLowerCase(), w.language ?? "nl"]));
  const userNames = [...languages.keys()];
  const ids = new Map<string, number>();
  for (let start = 0; start < userNames.length; start += 1000) {
    const some = userNames.slice(start, start + 1000);
    await trx.insertInto("accounts")
      .values(some.map((name) => ({
        user_name: name,
        email: name,
        password_hash: null,
        activated_at: null,
        language: languages.get(name)!,
      })))
      .onConflict((conflict) => conflict.column("user_name").doNothing()).execute();
    const rows = await trx.selectFrom("accounts").select(["id", "user_name"])
      .where("user_name", "in", some).execute();
    for (const row of rows) ids.set(row.user_name, row.id);
  }
  return ids;
}

/**
 * The accounts that people of a school may have at once; one is made for each user name that has
 * none. An account that is active already, at another school, is not among them: whoever holds it
 * opens a link that this school mails first (`confirmPlace`). Else a school could make an account
 * in someone's name and wait until another school takes that person on. While it is being linked
 * nobody renames or readdresses it.
 * @returns account ids by user name in lower case
 */
export async function linkAccounts(
  trx: Trx,
  school: Pick<School, "id">,
  wanted: { userName: string; language?: string }[],
): Promise<Map<string, number>> {
  const userNames = [...(await createAccounts(trx, wanted)).keys()];
  const ids = new Map<string, number>();
  for (let start = 0; start < userNames.length; start += 1000) {
    const { rows } = await sql<{ id: number; user_name: string }>`
      select a.id, a.user_name from accounts a
      where a.user_name = any(${userNames.slice(start, start + 1000)}::text[])
        and (exists (select from people p where p.school_id = ${school.id} and p.account_id = a.id)
          or a.activated_at is null and lower(a.email) = a.user_name)
      order by a.id for key share`.execute(trx);
    for (const row of rows) ids.set(row.user_name, row.id);
  }
  return ids;
}

/**
 * Mails a link to those of these accounts that are not active, or wait to be confirmed, at the
 * school. Pressed twice within ten minutes, it goes once.
 * @returns how many mails were queued
 */
export async function queueActivations(
  trx: Trx,
  school: School,
  accountIds: number[],
  now: Date,
): Promise<number> {
  let queued = 0;
  for (let start = 0; start < accountIds.length; start += 1000) {
    const some = await listToActivate(trx, school.id, accountIds.slice(start, start + 1000));
    queued += await queueActivation(trx, school, some, now);
  }
  return queued;
}

/** Another account has this user name. */
export class UserNameTaken extends Error {
  override name = "UserNameTaken";
}

/** The account is in use at another school too: one school's office does not change it. */
export class UsedElsewhere extends Error {
  override name = "UsedElsewhere";
}

/**
 * The office gives an account another user name (A7); both addresses are told, and links mailed
 * before stop working. Where mail went to the old user name it goes to the new one.
 * @param by account of the office person, for the audit trail
 * @throws UsedElsewhere, UserNameTaken (the transaction is then lost)
 */
export async function changeUserName(
  trx: Trx,
  school: School,
  accountId: number,
  newName: string,
  by: number,
  now: Date,
): Promise<void> {
  const userName = newName.trim().toLowerCase();
  const before = await trx.selectFrom("accounts").select([
    "user_name",
    "email",
    "language",
    "activated_at",
  ]).where("id", "=", accountId).forUpdate().executeTakeFirstOrThrow();
  if (before.user_name === userName) return;
  if (await isElsewhere(trx, school, accountId)) throw new UsedElsewhere();
  const moves = before.email.toLowerCase() === before.user_name || before.activated_at === null;
  const email = moves ? userName : before.email;
  try {
    await trx.updateTable("accounts").set({ user_name: userName, email })
      .where("id", "=", accountId).execute();
  } catch (error) {
    throw isUniqueViolation(error) ? new UserNameTaken() : error;
  }
  await voidTokens(trx, accountId, now);
  await audit(trx, { accountId: by, school }, "userNameChanged", { accountId }, now);
  await queueMails(
    trx,
    [...new Set([before.user_name, before.email.toLowerCase(), userName])].map((address) => ({
      schoolId: school.id,
      kind: "userNameChanged",
      cause: `user-name:${accountId}:${now.toISOString()}`,
      accountId,
      address,
      language: before.language,
      payload: { before: before.user_name, now: userName },
    })),
    now,
  );
}

/**
 * Mail of an active account goes to another address from now on; the user name stays (A7), and
 * links mailed before stop working. An account in use at another school too keeps its address,
 * unless its owner wishes otherwise.
 * @returns whether mail goes there
 */
export async function changeEmail(
  trx: Trx,
  school: Pick<School, "id">,
  accountId: number,
  email: string,
  now: Date,
  wishedBy: "office" | "owner" = "office",
): Promise<boolean> {
  const before = await trx.selectFrom("accounts").select(["email", "activated_at"])
    .where("id", "=", accountId).forUpdate().executeTakeFirstOrThrow();
  if (before.email.toLowerCase() === email.toLowerCase()) return true;
  if (before.activated_at === null) return false;
  if (wishedBy === "office" && await isElsewhere(trx, school, accountId)) return false;
  await trx.updateTable("accounts").set({ email: email.toLowerCase() })
    .where("id", "=", accountId).execute();
  await voidTokens(trx, accountId, now);
  return true;
}

/**
 * An admin switches the second step off for someone who lost phone and recovery codes.
 * @returns whether it was on
 * @throws UsedElsewhere: one school's admin does not weaken an account of another's
 */
export async function resetTwoStepHere(
  trx: Trx,
  by: { accountId: number; school: Pick<School, "id"> },
  accountId: number,
  now: Date,
): Promise<boolean> {
  await trx.selectFrom("accounts").select("id").where("id", "=", accountId).forUpdate().execute();
  if (await isElsewhere(trx, by.school, accountId)) throw new UsedElsewhere();
  return await resetTwoStep(trx, by, accountId, now);
}

/** With the account locked; linking takes the same lock, so that the answer stays true. */
async function isElsewhere(
  trx: Trx,
  school: Pick<School, "id">,
  accountId: number,
): Promise<boolean> {
  return await trx.selectFrom("people").select("id").where("account_id", "=", accountId)
    .where("school_id", "!=", school.id).limit(1).executeTakeFirst() !== undefined;
}

const isUniqueViolation = (error: unknown) =>
  error instanceof Error && "code" in error && error.code === "23505";
