import { commonPasswords } from "./common_passwords.ts";

/** Longer ones would only cost time to hash. */
const longestPassword = 128;

/** What can be wrong with a chosen password: keys of `text.errors`. */
type PasswordError = "required" | "tooLong" | "weak" | "userName" | "common";

/**
 * Checks a chosen password (spec A3). The live checklist in web/static/password.js ticks off the
 * same rules; only the list of common passwords is the server's alone.
 * @returns what is wrong with it first, or undefined.
 */
export function passwordError(password: string, userName: string): PasswordError | undefined {
  if (password === "") return "required";
  if (lengthOf(password) > longestPassword) return "tooLong";
  if (!isStrong(password)) return "weak";
  if (password.toLowerCase() === userName.toLowerCase()) return "userName";
  if (isCommon(password)) return "common";
  return undefined;
}

const lengthOf = (password: string) => [...password].length;

function isStrong(password: string): boolean {
  const length = lengthOf(password);
  return length >= 15 ||
    (length >= 8 && /\p{Ll}/u.test(password) && /\p{Lu}/u.test(password) &&
      /[0-9]/.test(password) && /[!?@#$%^&[\]()]/.test(password));
}

/**
 * Rules about signs lead to `Welkom2026!`, so the word within is looked up as well; and a long
 * password that only repeats itself is short.
 */
function isCommon(password: string): boolean {
  const lower = password.toLowerCase();
  const word = lower.replace(/^\P{L}+|\P{L}+$/gu, "");
  const repeats = /^(.{1,5}?)\1{2,}.?$/s.test(lower);
  return commonPasswords.has(lower) || commonPasswords.has(word) || repeats;
}
