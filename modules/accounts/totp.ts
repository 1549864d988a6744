import { randomBytes, timingSafeEqual } from "node:crypto";
import { base32 } from "oslo/encoding";
import { createTOTPKeyURI, generateHOTP } from "oslo/otp";

// The codes of an app (RFC 6238): six digits of HMAC-SHA-1 over the number of the half minute, as
// every authenticator app makes them. Reckoned by the clock of the house, not that of the machine.

const stepLength = 30_000;
/** A code of one step earlier or later counts too: clocks differ, and typing takes time (§ 5.2). */
const window = [-1, 0, 1];

/** 160 bits, as RFC 4226 § 4 recommends. */
export const newTotpSecret = (): Uint8Array => randomBytes(20);

/** The half minute a moment lies in, counted from 1970. */
export const stepAt = (at: Date): number => Math.floor(at.getTime() / stepLength);

/** The code that an app shows at a step. */
export const codeAt = (secret: Uint8Array, step: number): Promise<string> =>
  generateHOTP(secret, step);

/** The steps around now of which this is the code, earliest first; mostly none or one. */
export async function stepsOf(secret: Uint8Array, code: string, now: Date): Promise<number[]> {
  if (!/^\d{6}$/.test(code)) return [];
  const typed = new TextEncoder().encode(code);
  const found: number[] = [];
  for (const offset of window) {
    const step = stepAt(now) + offset;
    const right = new TextEncoder().encode(await codeAt(secret, step));
    if (timingSafeEqual(right, typed)) found.push(step);
  }
  return found;
}

/** What the QR code says to an app. @param issuer the name under which the app lists it */
export const keyUri = (issuer: string, userName: string, secret: Uint8Array): string =>
  createTOTPKeyURI(issuer, userName, secret);

/** The key as one types it over: groups of four signs. */
export const readableKey = (secret: Uint8Array): string => inFours(encoded(secret), " ");

/** Ten recovery codes of 80 bits, for who has no phone at hand: `ABCD-EFGH-IJKL-MNOP`. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: 10 }, () => inFours(encoded(randomBytes(10)), "-"));

/** A code as it was typed, from an app or from paper: without spaces and dashes, in capitals. */
export const tidyCode = (typed: string): string => typed.toUpperCase().replace(/[^A-Z0-9]/g, "");

const encoded = (bytes: Uint8Array) => base32.encode(bytes, { includePadding: false });
const inFours = (text: string, between: string) => text.match(/.{1,4}/g)!.join(between);
