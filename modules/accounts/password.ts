// The only place that loads the native part of Argon2 (@node-rs/argon2, through oslo).
import { Argon2id } from "oslo/password";
import { Turns } from "../../turns.ts";
import { Refusal } from "./refusal.ts";

/** OWASP's minimum: 19 MiB, two passes, one lane; about 25 ms on one core. */
const argon2id = new Argon2id({ memorySize: 19_456, iterations: 2, parallelism: 1 });

/** At once: so that sign-in cannot take all cores from the rest. */
const atOnce = Math.max(1, Math.min(4, Math.floor(navigator.hardwareConcurrency / 2)));
/** Waiting behind those; at 25 ms each the last waits some seconds. */
const mostWaiting = 200;

const turns = new Turns(atOnce);

/** @throws Refusal (503) when too many are waiting already */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (turns.waiting >= mostWaiting) throw new Refusal("busy", 10);
  return await turns.run(work);
}

/**
 * Hashes a password to be kept.
 * @throws Refusal (503) when too many are waiting already
 */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => argon2id.hash(password));
}

/** Nobody's password, to be compared with when there is none: it takes the same time. */
let nobodys: Promise<string> | undefined;

/**
 * Whether this is the password. Without a hash (no such account, or not activated) it is not,
 * which takes as long to find out.
 * @throws Refusal (503) when too many are waiting already
 */
export async function isPassword(password: string, hash: string | null | undefined) {
  nobodys ??= argon2id.hash(crypto.randomUUID());
  const against = hash ?? await nobodys;
  const same = await inTurn(() => argon2id.verify(against, password));
  return same && typeof hash === "string";
}
