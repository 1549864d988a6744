import { sql } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { queueMails } from "../../emails/ledger.ts";
import { audit } from "../../web/audit.ts";
import type { House } from "../../web/house.ts";
import { hashToken } from "../../web/session.ts";
import type { School, Viewer } from "../../web/viewer.ts";
import { isOwnPassword } from "./own_password.ts";
import { isPassword } from "./password.ts";
import { lockAccount, ownPasswordHash } from "./queries.ts";
import { endOtherSessions, endSessions, renewSession } from "./sessions.ts";
import { countOwnTry, forgive } from "./throttle.ts";
import { voidSteps } from "./tokens.ts";
import { newRecoveryCodes, newTotpSecret, stepsOf, tidyCode } from "./totp.ts";

// Two-step sign-in (A6): switching it on and off, and taking its codes, each of them once.

/** How long the key is shown before it has to be asked for again. */
const setUpLife = 15 * 60_000;

/** Whether a code is asked at sign-in. */
export async function hasTwoStep(db: Db, accountId: number): Promise<boolean> {
  return await db.selectFrom("account_totp").select("account_id")
    .where("account_id", "=", accountId).where("confirmed_at", "is not", null)
    .executeTakeFirst() !== undefined;
}

/** How far someone is: nothing yet, a key that waits for its first code, or on. */
export type TwoStep =
  | { state: "off" }
  | { state: "started"; secret: Uint8Array }
  | { state: "on"; since: Date; codesLeft: number };

export async function findTwoStep(db: Db, viewer: Viewer, now: Date): Promise<TwoStep> {
  const row = await db.selectFrom("account_totp as o")
    .select(["o.secret", "o.started_at", "o.confirmed_at"])
    .select(
      sql<number>`(select count(*)::int from recovery_codes c
        where c.account_id = o.account_id and c.used_at is null)`.as("codesLeft"),
    )
    .where("o.account_id", "=", viewer.accountId).executeTakeFirst();
  if (row?.confirmed_at) {
    return { state: "on", since: row.confirmed_at, codesLeft: row.codesLeft };
  }
  if (!row || row.started_at.getTime() + setUpLife < now.getTime()) return { state: "off" };
  return { state: "started", secret: row.secret };
}

/** What is wrong, per field: keys of `twoStepText.errors`. */
export interface Wrong {
  errors: Record<string, string>;
}

const wrong = (field: "current" | "code", key: string): Wrong => ({ errors: { [field]: key } });

/**
 * Makes a key to be put in an app; nothing is asked at sign-in until a code has confirmed it.
 * @param current the password one has
 * @throws Refusal after too many wrong tries
 */
export async function startTwoStep(
  house: House,
  viewer: Viewer,
  current: string,
): Promise<Wrong | undefined> {
  if (!await isOwnPassword(house, viewer, current)) return wrong("current", "wrongPassword");
  const { db, clock } = house;
  const key = { secret: newTotpSecret(), started_at: clock.now() };
  await db.insertInto("account_totp").values({ account_id: viewer.accountId, ...key })
    .onConflict((conflict) =>
      conflict.column("account_id").doUpdateSet(key)
        .where("account_totp.confirmed_at", "is", null)
    ).execute();
}

interface SwitchedOn {
  /** Shown once: only their hashes are kept. */
  recoveryCodes: string[];
  session: string;
  persistent: boolean;
}

/**
 * Switches it on, with the first code of the app. Other devices are signed out: they got in with
 * less than is asked from now on.
 * @throws Refusal after too many wrong tries
 */
export async function confirmTwoStep(
  { db, clock }: House,
  viewer: Viewer,
  code: string,
): Promise<SwitchedOn | Wrong | "already"> {
  const now = clock.now();
  const counted = await countOwnTry(db, viewer.accountId, now);
  const found = await findTwoStep(db, viewer, now);
  if (found.state === "on") return "already";
  if (found.state === "off") return wrong("current", "tooLate");
  const [step] = await stepsOf(found.secret, tidyCode(code), now);
  if (step === undefined) return wrong("code", "wrongCode");
  await forgive(db, counted);
  return await db.transaction().execute(async (trx) => {
    await lockAccount(trx, viewer.accountId);
    const on = await trx.updateTable("account_totp").set({ confirmed_at: now, last_step: step })
      .where("account_id", "=", viewer.accountId).where("confirmed_at", "is", null)
      .where("secret", "=", found.secret).executeTakeFirst();
    if (on.numUpdatedRows === 0n) return "already";
    const recoveryCodes = await replaceRecoveryCodes(trx, viewer.accountId);
    await endOtherSessions(trx, viewer);
    await note(trx, viewer, { accountId: viewer.accountId, to: "on" }, now);
    return { recoveryCodes, ...await renewSession(trx, viewer) };
  });
}

/** The password and a code: what is asked before anything of the second step changes. */
interface Proof {
  current: string;
  code: string;
}

/** Ten new recovery codes; those before are worth nothing any more. @throws Refusal */
export function renewRecoveryCodes(
  house: House,
  viewer: Viewer,
  proof: Proof,
): Promise<string[] | Wrong> {
  return whenProved(house, viewer, proof, async (trx, now) => {
    await note(trx, viewer, { accountId: viewer.accountId, to: "codes" }, now);
    return await replaceRecoveryCodes(trx, viewer.accountId);
  });
}

/** From now on the password alone lets one in. @throws Refusal after too many wrong tries */
export function switchOffTwoStep(
  house: House,
  viewer: Viewer,
  proof: Proof,
): Promise<true | Wrong> {
  return whenProved(house, viewer, proof, async (trx, now) => {
    await remove(trx, viewer.accountId, now);
    await note(trx, viewer, { accountId: viewer.accountId, to: "off" }, now);
    return true as const;
  });
}

async function whenProved<T>(
  { db, clock }: House,
  viewer: Viewer,
  { current, code }: Proof,
  act: (trx: Trx, now: Date) => Promise<T>,
): Promise<T | Wrong> {
  const now = clock.now();
  const counted = await countOwnTry(db, viewer.accountId, now);
  if (!await isPassword(current, await ownPasswordHash(db, viewer))) {
    return wrong("current", "wrongPassword");
  }
  return await db.transaction().execute(async (trx) => {
    if (!await spendCode(trx, viewer.accountId, code, now)) return wrong("code", "wrongCode");
    await forgive(trx, counted);
    return await act(trx, now);
  });
}

/**
 * Switches it off for someone who lost phone and codes; whoever is signed in as them is out.
 * @param by who does it: an admin, or with `accountId` null whoever runs the machine
 * @returns whether it was on
 */
export async function resetTwoStep(
  trx: Trx,
  by: { accountId: number | null; school: Pick<School, "id"> },
  accountId: number,
  now: Date,
): Promise<boolean> {
  if (!await remove(trx, accountId, now)) return false;
  await endSessions(trx, accountId);
  await note(trx, by, { accountId, to: "reset" }, now);
  return true;
}

async function remove(trx: Trx, accountId: number, now: Date): Promise<boolean> {
  const { numDeletedRows } = await trx.deleteFrom("account_totp")
    .where("account_id", "=", accountId).where("confirmed_at", "is not", null).executeTakeFirst();
  await trx.deleteFrom("recovery_codes").where("account_id", "=", accountId).execute();
  await voidSteps(trx, accountId, now);
  return numDeletedRows > 0n;
}

/** What happened to someone's second step: a key of `twoStepText.mail`. */
export type Switched = "on" | "off" | "codes" | "reset";

/** In the audit trail, and to the owner by mail: it may not have been them. */
async function note(
  trx: Trx,
  by: { accountId: number | null; school: Pick<School, "id"> },
  { accountId, to }: { accountId: number; to: Switched },
  now: Date,
): Promise<void> {
  const { school } = by;
  const people = await trx.selectFrom("people").select("id").where("school_id", "=", school.id)
    .where("account_id", "=", accountId).execute();
  const personIds = people.map((person) => person.id);
  await audit(trx, by, "twoStepSwitched", { personIds, to }, now);
  const account = await trx.selectFrom("accounts").select(["email", "language"])
    .where("id", "=", accountId).executeTakeFirstOrThrow();
  await queueMails(trx, [{
    schoolId: school.id,
    kind: "twoStepSwitched",
    cause: `two-step:${accountId}:${now.toISOString()}`,
    accountId,
    address: account.email,
    language: account.language,
    payload: { at: now.toISOString(), to },
  }], now);
}

async function replaceRecoveryCodes(trx: Trx, accountId: number): Promise<string[]> {
  const codes = newRecoveryCodes();
  await trx.deleteFrom("recovery_codes").where("account_id", "=", accountId).execute();
  await trx.insertInto("recovery_codes")
    .values(codes.map((code) => ({ account_id: accountId, code_hash: hashToken(tidyCode(code)) })))
    .execute();
  return codes;
}

/**
 * Takes a code of the app, or a recovery code. Each is taken once: of several at once exactly one
 * gets it, and a code that was seen on the way is worth nothing (RFC 6238 § 5.2).
 * @param typed spaces, dashes and case do not matter
 */
export async function spendCode(
  trx: Trx,
  accountId: number,
  typed: string,
  now: Date,
): Promise<boolean> {
  const code = tidyCode(typed);
  return /^\d{6}$/.test(code)
    ? await spendAppCode(trx, accountId, code, now)
    : await spendRecoveryCode(trx, accountId, code, now);
}

async function spendAppCode(
  trx: Trx,
  accountId: number,
  code: string,
  now: Date,
): Promise<boolean> {
  const totp = await trx.selectFrom("account_totp").select("secret")
    .where("account_id", "=", accountId).where("confirmed_at", "is not", null)
    .executeTakeFirst();
  const step = totp && (await stepsOf(totp.secret, code, now)).at(-1);
  if (step === undefined) return false;
  const { numUpdatedRows } = await trx.updateTable("account_totp").set({ last_step: step })
    .where("account_id", "=", accountId).where("last_step", "<", step).executeTakeFirst();
  return numUpdatedRows > 0n;
}

async function spendRecoveryCode(
  trx: Trx,
  accountId: number,
  code: string,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await trx.updateTable("recovery_codes").set({ used_at: now })
    .where("account_id", "=", accountId).where("code_hash", "=", hashToken(code))
    .where("used_at", "is", null).executeTakeFirst();
  return numUpdatedRows > 0n;
}
