import { addDays } from "../../web/dates.ts";

/** A day, `2026-11-21`. */
export type Day = string;

/** The first and last day of a month, `2026-11`. */
export function monthOf(month: string): { first: Day; last: Day } {
  return { first: `${month}-01`, last: addDays(`${monthAfter(month, 1)}-01`, -1) };
}

/** `2026-11` and 2 make `2027-01`. */
export function monthAfter(month: string, months: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7);
}

/** A month of the years one may look at; anything else is `otherwise`. */
export function readMonth(text: string | undefined, otherwise: string): string {
  return text && /^(19|20|21)\d\d-(0[1-9]|1[0-2])$/.test(text) ? text : otherwise;
}
