import { z } from "zod";
import { momentIn } from "../../web/clock.ts";
import { addDays } from "../../web/dates.ts";
import { day, lookedFor, recordNumber } from "../../web/forms.ts";
import type { School } from "../../web/viewer.ts";
import { type LogKind, logKinds } from "./log.kinds.ts";
import type { LogPlace, LogSearch } from "./log.queries.ts";

const number = z.string().regex(recordNumber).transform(Number).optional().catch(undefined);
const name = lookedFor(100);

/** What is left out of an address, or makes no sense there, narrows nothing. */
const asked = z.object({
  pupil: number,
  person: number,
  account: number,
  about: name,
  by: name,
  kind: z.enum(logKinds).optional().catch(undefined),
  from: day.optional().catch(undefined),
  until: day.optional().catch(undefined),
  under: z.string().regex(/^\d{1,15}-\d{1,15}$/).optional().catch(undefined),
});

/** What the log is narrowed to, as the address has it. */
export interface Asked {
  pupil?: number;
  person?: number;
  account?: number;
  /** Letters of a name, until someone is chosen. */
  about?: string;
  by?: string;
  kind?: LogKind;
  from?: string;
  until?: string;
  /** Where the page begins: moment and number of the line above it. */
  under?: string;
}

/** Reads it from the address of the page. */
export const askedIn = (query: Record<string, string>): Asked => asked.parse(query);

/** The query of an address with this in it: `?pupil=12`, or empty. */
export function queryOf(wanted: Asked): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(wanted)) {
    if (value !== undefined) query.set(key, String(value));
  }
  return query.size > 0 ? `?${query}` : "";
}

/** The same as the database is asked for it; the days are those of the school. */
export function searchFor(wanted: Asked, { timeZone }: School): LogSearch {
  const { pupil, person, account, kind, from, until } = wanted;
  return {
    pupilId: pupil,
    personId: person,
    accountId: account,
    kind,
    since: from ? momentIn(timeZone, from, "00:00") : undefined,
    before: until ? momentIn(timeZone, addDays(until, 1), "00:00") : undefined,
  };
}

/** The end of the year 9999, in milliseconds: the last that PostgreSQL and JavaScript write alike. */
const latest = 253_402_300_799_999;

export function placeOf({ under }: Asked): LogPlace | undefined {
  const [at, id] = under?.split("-").map(Number) ?? [];
  if (at === undefined || id === undefined || at > latest) return undefined;
  return { at: new Date(at), id };
}

export const placeAfter = ({ at, id }: LogPlace) => `${at.getTime()}-${id}`;
