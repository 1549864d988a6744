import type { Db, Trx } from "../../db/database.ts";
import type { House } from "../../web/house.ts";
import { lockAccount } from "./queries.ts";
import { startSession } from "./sessions.ts";
import { countTry, forgive, rememberDevice } from "./throttle.ts";
import { findToken, issueStep, newSecret, useStep } from "./tokens.ts";
import { hasTwoStep, spendCode } from "./two_step.ts";

// The last part of every way in (sign-in, a mailed link): past the second step, where there is one.

/** Where someone comes from, as far as signing in goes. */
export interface Caller {
  /** See `clientAddress`. */
  address: string;
  userAgent: string;
  /** The secret of a device that was known before, from its cookie. */
  device?: string;
}

/** Someone is in: the secrets for the cookies. */
export interface SignedIn {
  session: string;
  device: string;
  /** *Ingelogd blijven*. */
  persistent: boolean;
}

/** The password was right, and a code is asked as well: the secret for the cookie until then. */
interface StepAsked {
  step: string;
}

export type Entered = SignedIn | StepAsked;

interface Entering {
  accountId: number;
  userName: string;
  persistent: boolean;
}

/**
 * Lets in who has proved to have the password or the mailbox; or asks the second step first.
 * @param trx holds the account (`keepAccount`, `lockAccount`), so that nothing changes in between
 */
export async function letIn(
  trx: Trx,
  entering: Entering,
  caller: Caller,
  now: Date,
): Promise<Entered> {
  if (await hasTwoStep(trx, entering.accountId)) {
    return { step: await issueStep(trx, entering, now) };
  }
  return await open(trx, entering, caller, now);
}

/** A new session, on a device that is known from now on. */
async function open(
  db: Db,
  { accountId, userName, persistent }: Entering,
  { device = newSecret(), userAgent }: Caller,
  now: Date,
): Promise<SignedIn> {
  const session = await startSession(db, { accountId, userAgent, persistent }, now);
  await rememberDevice(db, userName, device, now);
  return { session, device, persistent };
}

class Overtaken extends Error {}

/**
 * The second step: a code of the app, or a recovery code. Of several tries at once with one code,
 * or with one sign-in, exactly one gets in.
 * @param step the secret from the cookie
 * @returns `expired` when the sign-in has to begin again
 * @throws Refusal after too many wrong tries
 */
export async function passStep(
  { db, clock }: House,
  { step, code }: { step: string | undefined; code: string },
  caller: Caller,
): Promise<SignedIn | "wrong" | "expired"> {
  const now = clock.now();
  const found = step && await findToken(db, step, "twoStep", now);
  if (!found || found.state !== "open") return "expired";
  const counted = await countTry(db, { ...caller, userName: found.userName }, now, "code");
  try {
    return await db.transaction().execute(async (trx) => {
      await lockAccount(trx, found.accountId);
      if (!await spendCode(trx, found.accountId, code, now)) return "wrong";
      if (!await useStep(trx, step, now)) throw new Overtaken(); // and the code stays unspent
      const signedIn = await open(trx, found, caller, now);
      await forgive(trx, counted);
      return signedIn;
    });
  } catch (error) {
    if (error instanceof Overtaken) return "expired";
    throw error;
  }
}
