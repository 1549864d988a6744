import type { Context } from "hono";
import { dayIn, timeIn } from "./clock.ts";
import type { Env } from "./house.ts";
import type { Language } from "./language.ts";
import { shellText } from "./text.ts";

/** A day without a time, `2026-11-06`, as PostgreSQL's `date` and `<input type="date">` have it. */
export type Day = string;

/** What decides how a moment is told: the reader's language, the school's zone, and the present. */
export interface When {
  now: Date;
  /** IANA name, such as `Europe/Amsterdam`. */
  timeZone: string;
  language: Language;
}

/** How the viewer of this request is told moments. */
export function whenOf<E extends Env>(c: Context<E>): When {
  const { school: { timeZone }, language } = c.get("viewer");
  return { now: c.get("house").clock.now(), timeZone, language };
}

/** How long ago and what for: `vandaag 8:12`, `gisteren`, `vr 6 november`, `do 6 november 2025`. */
export function stamp(at: Date, when: When): string {
  const day = dayIn(when.timeZone, at);
  const today = dayIn(when.timeZone, when.now);
  const t = shellText(when.language);
  if (day === today) return `${t.today} ${clockTime(at, when)}`;
  if (day === addDays(today, -1)) return t.yesterday;
  return shortDay(day, when);
}

/** For sentences: `vandaag om 20.00 uur`, `vr 13 november om 17.30 uur`; English `at 20:00`. */
export function moment(at: Date, when: When): string {
  const t = shellText(when.language);
  return `${namedDay(dayIn(when.timeZone, at), when)} ${t.at} ${sentenceTime(at, when)}`;
}

/** `8:12`, for grids and stamps. */
export function clockTime(at: Date, when: Pick<When, "timeZone">): string {
  const time = timeIn(when.timeZone, at);
  return time.startsWith("0") ? time.slice(1) : time;
}

/** `17.30 uur` in Dutch, `17:30` elsewhere: for use within a sentence. */
export function sentenceTime(at: Date, when: When): string {
  return spokenTime(timeIn(when.timeZone, at), when.language);
}

/** A time of day, *08:30*, within a sentence: `8.30 uur` in Dutch, `8:30` elsewhere. */
export function spokenTime(time: string, language: Language): string {
  const bare = time.replace(/^0/, "");
  return shellText(language).oclock(language === "nl" ? bare.replace(":", ".") : bare);
}

/** `vandaag`, `gisteren`, `morgen`, or `vr 6 november`. */
export function namedDay(day: Day, when: When): string {
  const today = dayIn(when.timeZone, when.now);
  const t = shellText(when.language);
  if (day === today) return t.today;
  if (day === addDays(today, -1)) return t.yesterday;
  if (day === addDays(today, 1)) return t.tomorrow;
  return shortDay(day, when);
}

/** `vr 6 november`; with the year when that is not this one. */
export function shortDay(day: Day, when: When): string {
  const { weekdaysShort } = namesOf(when.language);
  return `${weekdaysShort[weekday(day)]} ${dateInYear(day, when)}`;
}

/** `vrijdag 6 november`; with the year when that is not this one. */
export function longDay(day: Day, when: When): string {
  const { weekdays } = namesOf(when.language);
  return `${weekdays[weekday(day)]} ${dateInYear(day, when)}`;
}

/** `6 november`; with the year when that is not this one. */
function dateInYear(day: Day, when: When): string {
  const date = `${dayOfMonth(day)} ${monthName(day, when.language)}`;
  const year = day.slice(0, 4);
  return year === dayIn(when.timeZone, when.now).slice(0, 4) ? date : `${date} ${year}`;
}

/** `vr`, `Fri`. */
export function weekdayName(day: Day, language: Language): string {
  return namesOf(language).weekdaysShort[weekday(day)]!;
}

/** `november`. */
export function monthName(day: Day, language: Language): string {
  return namesOf(language).months[Number(day.slice(5, 7)) - 1]!;
}

export function dayOfMonth(day: Day): number {
  return Number(day.slice(8, 10));
}

/** 0 is Sunday. */
export function weekday(day: Day): number {
  return new Date(`${day}T00:00Z`).getUTCDay();
}

export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

interface Names {
  weekdays: string[];
  weekdaysShort: string[];
  months: string[];
}
const names = new Map<Language, Names>();

function namesOf(language: Language): Names {
  let found = names.get(language);
  if (!found) {
    const ask = (options: Intl.DateTimeFormatOptions, dates: Date[]) => {
      const format = new Intl.DateTimeFormat(language, { ...options, timeZone: "UTC" });
      return dates.map((date) => format.format(date).replace(/\.$/, ""));
    };
    const week = Array.from({ length: 7 }, (_, i) => new Date(Date.UTC(2026, 10, 1 + i)));
    const year = Array.from({ length: 12 }, (_, i) => new Date(Date.UTC(2026, i, 1)));
    found = {
      weekdays: ask({ weekday: "long" }, week),
      weekdaysShort: ask({ weekday: "short" }, week),
      months: ask({ month: "long" }, year),
    };
    names.set(language, found);
  }
  return found;
}
