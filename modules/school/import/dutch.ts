import type { Day } from "../tables.ts";
import type { Relation } from "./roster.ts";

/** One line of plain text: composed characters, no control or direction marks, single spaces. */
export function cleanText(text: string): string {
  return text.normalize("NFC").replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
}

/** `dd-mm-jjjj`, `d/m/jjjj`, `d.m.jjjj` or ISO (a time may follow); null when no such day exists. */
export function parseDay(text: string): Day | null {
  const value = text.trim();
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:$|[T Z+])/.exec(value);
  const dutch = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:$| \d)/.exec(value);
  const [year, month, day] = iso
    ? [Number(iso[1]), Number(iso[2]), Number(iso[3])]
    : dutch
    ? [Number(dutch[3]), Number(dutch[2]), Number(dutch[1])]
    : [0, 0, 0];
  if (year < 1900 || year > 2199) return null;
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return date.toISOString().slice(0, 10);
}

/** `1234ab` → `1234 AB`; null when it is no Dutch postcode. */
export function parsePostcode(text: string): string | null {
  const value = text.replace(/\s/g, "").toUpperCase();
  const match = /^([1-9]\d{3})(?!SA|SD|SS)([A-Z]{2})$/.exec(value);
  return match ? `${match[1]} ${match[2]}` : null;
}

/** Ten digits, or `+` and digits abroad; null when it is neither. */
export function parsePhone(text: string): string | null {
  const value = text.replace(/\(0\)/, "").replace(/[\s\-–./()]/g, "").replace(/^00/, "+");
  const national = value.replace(/^\+31/, "0");
  if (/^0[1-9]\d{8}$/.test(national)) return national;
  // A spreadsheet that took the number for an amount has lost its first zero.
  if (/^[1-9]\d{8}$/.test(value)) return `0${value}`;
  return /^\+[1-9]\d{6,14}$/.test(value) ? value : null;
}

/** Area codes of three digits, and 06; the others have four (Nummerplan telefoon). */
const areaCode = /^0(6|1[035]|2[0346]|3[03568]|4[0356]|5[0358]|7\d|8[578]|\d{3})(?=\d{6})/;

/** A number as people read it, however it was written down: `06-12345678`. */
export function shownPhone(text: string): string {
  return parsePhone(text)?.replace(areaCode, "0$1-") ?? text;
}

/** Lower case address; null when it cannot be one. `mailto:` and `Naam <adres>` are unwrapped. */
export function parseEmail(text: string): string | null {
  const inner = /<([^<>]+)>\s*$/.exec(text)?.[1] ?? text;
  const value = inner.trim().replace(/^mailto:/i, "").toLowerCase();
  // What the OSO standard writes in the place of a secret address.
  if (value.length > 254 || value === "geheim@geheim.geheim") return null;
  return /^[^\s@<>()[\]",;:\\]{1,64}@([a-z0-9\u00a1-\uffff]([a-z0-9\u00a1-\uffff-]{0,61}[a-z0-9\u00a1-\uffff])?\.)+[a-z0-9-]{2,}$/
      .test(value) && !/^\.|\.\.|\.@/.test(value)
    ? value
    : null;
}

/** Kerkstraat 12-a → street, number, addition. Without a number all of it is the street. */
export function splitAddress(text: string): { street: string; number: string; addition: string } {
  const match = /^(.+)\s(\d{1,5})\s?[-/]?\s?([a-zA-Z0-9][a-zA-Z0-9 .-]{0,9})?$/.exec(text.trim());
  return match
    ? { street: match[1]!.trim(), number: match[2]!, addition: (match[3] ?? "").trim() }
    : { street: text.trim(), number: "", addition: "" };
}

/** `2026-2027` or `2026/2027` → 2026; null when the two do not follow each other. */
export function parseSchoolYear(text: string): number | null {
  const match = /^(\d{4})\s?[-/]\s?(\d{4})$/.exec(text.trim());
  return match && Number(match[2]) === Number(match[1]) + 1 ? Number(match[1]) : null;
}

/** *ja*, *j*, *x*, *1*, *waar*, *geheim*, *overleden* or a date is yes; all else is no. */
export function parseYes(text: string): boolean {
  return /^(ja|j|y|yes|x|1|waar|true|geheim|overleden|✓)$/i.test(text.trim()) ||
    parseDay(text) !== null;
}

/** OSO code list 41 (1 father, 2 mother, 3 guardian), or the word in Dutch or English. */
export function parseRelation(text: string): Relation {
  const value = text.trim().toLowerCase();
  if (!value) return "";
  if (/^(1|vader|father|papa|v)$/.test(value)) return "father";
  if (/^(2|moeder|mother|mama|m)$/.test(value)) return "mother";
  if (/^(3|voogd|verzorg(st)?er|guardian)$/.test(value)) return "guardian";
  return "other";
}

/**
 * Nine digits that pass the check of a BSN (11-test, remainder 0) or of an onderwijsnummer
 * (starts with 10, remainder 5).
 */
export function isCitizenNumber(text: string): boolean {
  const digits = text.replace(/[\s.]/g, "");
  if (!/^\d{9}$/.test(digits) || digits === "000000000") return false;
  let sum = -Number(digits[8]);
  for (let place = 0; place < 8; place++) sum += (9 - place) * Number(digits[place]);
  const rest = ((sum % 11) + 11) % 11;
  return rest === 0 || (rest === 5 && digits.startsWith("10"));
}

/** True when more than half of the values are citizen numbers: chance gives one in eleven. */
export function areCitizenNumbers(values: string[]): boolean {
  const filled = values.filter((value) => value.trim() !== "");
  return filled.length > 0 && filled.filter(isCitizenNumber).length > filled.length / 2;
}
