import { sql } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { queueMails } from "../../emails/ledger.ts";
import { audit } from "../../web/audit.ts";
import type { House } from "../../web/house.ts";
import type { School, Viewer } from "../../web/viewer.ts";
import { type Caller, type Entered, letIn } from "./entry.ts";
import { hashPassword, isPassword } from "./password.ts";
import { passwordError } from "./password_rules.ts";
import {
  findAccountAt,
  findSignIn,
  hasPlaceAt,
  keepAccount,
  lockAccount,
  ownPasswordHash,
  waitsAt,
} from "./queries.ts";
import { endOtherSessions, endSessions, renewSession } from "./sessions.ts";
import { countAsk, countOwnTry, countTry, forgive } from "./throttle.ts";
import { findToken, type Purpose, useToken, voidSteps } from "./tokens.ts";

/**
 * Signs someone in at a school, up to the second step where there is one. `wrong` is said of unknown users, accounts that are not active
 * and wrong passwords alike, after the same time.
 * @throws Refusal when there were too many wrong tries, or too many people are signing in
 */
export async function signIn(
  { db, clock }: House,
  school: School,
  { userName, password, persistent }: { userName: string; password: string; persistent: boolean },
  caller: Caller,
): Promise<Entered | "wrong" | "noPlace" | "unconfirmed"> {
  const now = clock.now();
  const counted = await countTry(db, { userName, ...caller }, now);
  const account = await findSignIn(db, userName);
  if (!await isPassword(password, account?.password_hash) || !account) return "wrong";
  await forgive(db, counted);
  if (!await hasPlaceAt(db, school.id, account.id)) {
    return await waitsAt(db, school.id, account.id) ? "unconfirmed" : "noPlace";
  }
  return await db.transaction().execute(async (trx) => {
    if (!await keepAccount(trx, account)) return "wrong"; // changed while it was looked at
    return await letIn(trx, { accountId: account.id, userName, persistent }, caller, now);
  });
}

/** Thrown where a mailed link turns out used or expired at the last moment. */
export class LinkSpent extends Error {
  override name = "LinkSpent";
}

/**
 * Sets the password chosen behind a mailed link, activates the account, ends all its sessions
 * and signs in, up to the second step where there is one: a mailbox alone does not open an account.
 * The caller has checked the password and that the account has a place here.
 * @throws LinkSpent when the link was used meanwhile; Refusal when too many hashes are waiting
 */
export async function choosePassword(
  { db, clock }: House,
  school: School,
  { token, purpose, userName, password }: {
    token: string;
    purpose: Purpose;
    userName: string;
    password: string;
  },
  caller: Caller,
): Promise<Entered> {
  const hash = await hashPassword(password);
  const now = clock.now();
  return await db.transaction().execute(async (trx) => {
    const owner = await findToken(trx, token, purpose, now);
    if (owner) await lockAccount(trx, owner.accountId);
    const accountId = await useToken(trx, token, purpose, now);
    if (accountId === undefined) throw new LinkSpent();
    await trx.updateTable("accounts")
      .set({ password_hash: hash, activated_at: sql`coalesce(activated_at, ${now})` })
      .where("id", "=", accountId).execute();
    await endSessions(trx, accountId);
    if (purpose === "password") {
      await takePlace(trx, school, { accountId, mailedTo: "email" }, now);
      await confirmNewPassword(trx, school, accountId, now);
    }
    return await letIn(trx, { accountId, userName, persistent: false }, caller, now);
  });
}

/**
 * Gives an account that is active already its place at a further school. The link proves the
 * address that the school has, the password that the account is theirs: nothing less does, for
 * another school may have made the account, and someone else may have got the address.
 * @returns `wrong` when the password is
 * @throws LinkSpent when the link was used meanwhile; Refusal as for signing in
 */
export async function confirmPlace(
  { db, clock }: House,
  school: School,
  { token, userName, password }: { token: string; userName: string; password: string },
  caller: Caller,
): Promise<Entered | "wrong"> {
  const now = clock.now();
  const counted = await countTry(db, { userName, ...caller }, now);
  const account = await findSignIn(db, userName);
  if (!await isPassword(password, account?.password_hash) || !account) return "wrong";
  await forgive(db, counted);
  return await db.transaction().execute(async (trx) => {
    if (!await keepAccount(trx, account)) return "wrong";
    const accountId = await useToken(trx, token, "activation", now);
    if (accountId !== account.id) throw new LinkSpent();
    await takePlace(trx, school, { accountId, mailedTo: "user_name" }, now);
    return await letIn(trx, { accountId, userName, persistent: false }, caller, now);
  });
}

/**
 * Whoever waits at the school for this account has it from now on.
 * @param mailedTo where the link went that was just used: only their own address proves anything
 */
async function takePlace(
  trx: Trx,
  school: School,
  { accountId, mailedTo }: { accountId: number; mailedTo: "email" | "user_name" },
  now: Date,
): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    update people p set account_id = a.id from accounts a
    where a.id = ${accountId} and p.school_id = ${school.id} and p.account_id is null
      and lower(p.email) = a.user_name and lower(p.email) = lower(a.${sql.ref(mailedTo)})
    returning p.id`.execute(trx);
  if (rows.length === 0) return;
  const subject = { personIds: rows.map((row) => row.id) };
  await audit(trx, { accountId, school }, "placeConfirmed", subject, now);
}

/**
 * Changes the viewer's password: ends all other sessions, keeps this one under a new secret.
 * @returns the new session secret, or what is wrong per field (keys of `text.errors`)
 * @throws Refusal after too many wrong tries at the current one
 */
export async function changePassword(
  { db, clock }: House,
  viewer: Viewer,
  { current, password }: { current: string; password: string },
): Promise<{ session: string; persistent: boolean } | { errors: Record<string, string> }> {
  const now = clock.now();
  const counted = await countOwnTry(db, viewer.accountId, now);
  const known = await ownPasswordHash(db, viewer);
  if (!await isPassword(current, known)) return { errors: { current: "wrongPassword" } };
  await forgive(db, counted);
  const error = passwordError(password, viewer.userName);
  if (error) return { errors: { password: error } };
  const hash = await hashPassword(password);
  return await db.transaction().execute(async (trx) => {
    if (await lockAccount(trx, viewer.accountId) !== known) {
      return { errors: { current: "wrongPassword" } };
    }
    await trx.updateTable("accounts").set({ password_hash: hash })
      .where("id", "=", viewer.accountId).execute();
    await endOtherSessions(trx, viewer);
    await voidSteps(trx, viewer.accountId, now); // begun with the old one
    await confirmNewPassword(trx, viewer.school, viewer.accountId, now);
    return await renewSession(trx, viewer);
  });
}

async function confirmNewPassword(trx: Trx, school: School, accountId: number, now: Date) {
  const account = await trx.selectFrom("accounts").select(["email", "language"])
    .where("id", "=", accountId).executeTakeFirstOrThrow();
  await queueMails(trx, [{
    schoolId: school.id,
    kind: "passwordChanged",
    cause: `password-changed:${accountId}:${now.toISOString()}`,
    accountId,
    address: account.email,
    language: account.language,
    payload: { at: now.toISOString() },
  }], now);
}

const tenMinutes = 600_000;

/**
 * Mails a way in to whoever goes by this user name at this school: a new password, or the
 * activation when there is none yet. At most one mail per ten minutes.
 * @returns whether the user name is known here. Only say so where the school chose to.
 * @throws Refusal when too much is asked from this address
 */
export async function mailWayIn(
  { db, clock }: House,
  school: School,
  { userName, what }: { userName: string; what: "forgotten" | "invitation" },
  address: string,
): Promise<boolean> {
  const now = clock.now();
  await countAsk(db, address, now);
  const account = await findAccountAt(db, school.id, userName);
  if (!account) return false;
  await db.transaction().execute(async (trx) => {
    const ownsAddress = account.email.toLowerCase() === account.user_name;
    if (!account.activated_at || (account.waits && !(what === "forgotten" && ownsAddress))) {
      const { id, language } = account;
      const email = account.waits ? account.user_name : account.email;
      return await queueActivation(trx, school, [{ id, email, language }], now);
    }
    return await queueMails(trx, [{
      schoolId: school.id,
      kind: "passwordReset",
      cause: `password-reset:${account.id}:${Math.floor(now.getTime() / tenMinutes)}`,
      accountId: account.id,
      address: account.email,
      language: account.language,
    }], now);
  });
  return true;
}

/** Queues activation mails; asked twice within ten minutes, each goes once. */
export function queueActivation(
  trx: Trx,
  school: School,
  accounts: { id: number; email: string; language: string }[],
  now: Date,
): Promise<number> {
  return queueMails(
    trx,
    accounts.map(({ id, email, language }) => ({
      schoolId: school.id,
      kind: "activation",
      cause: `activation:${id}:${Math.floor(now.getTime() / tenMinutes)}`,
      accountId: id,
      address: email,
      language,
    })),
    now,
  );
}

/** Notes which kinds the viewer wants mail about, of those that were asked about. */
export async function chooseNotifications(
  db: Db,
  viewer: Viewer,
  { asked, wanted }: { asked: string[]; wanted: string[] },
): Promise<void> {
  const own = { school_id: viewer.school.id, account_id: viewer.accountId };
  const unwanted = asked.filter((kind) => !wanted.includes(kind));
  await db.transaction().execute(async (trx) => {
    if (wanted.length > 0) {
      await trx.deleteFrom("notification_choices").where("school_id", "=", own.school_id)
        .where("account_id", "=", own.account_id).where("kind", "in", wanted).execute();
    }
    if (unwanted.length > 0) {
      await trx.insertInto("notification_choices")
        .values(unwanted.map((kind) => ({ ...own, kind })))
        .onConflict((conflict) => conflict.doNothing()).execute();
    }
  });
}

/** The language of the portal and of mails, for the viewer's account at every school. */
export async function chooseLanguage(db: Db, viewer: Viewer, language: string): Promise<void> {
  await db.updateTable("accounts").set({ language }).where("id", "=", viewer.accountId).execute();
}
