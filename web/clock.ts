/** The time, passed in, so that tests can travel. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** `2026-11-21`: which day it is in a time zone (IANA name). */
export function dayIn(timeZone: string, at: Date): string {
  return wallClock(timeZone, at).slice(0, 10);
}

/** `08:12`: what the clock on the wall shows in a time zone. */
export function timeIn(timeZone: string, at: Date): string {
  return wallClock(timeZone, at).slice(11, 16);
}

/** The school year a day belongs to, as the year it starts in: 1 August to 31 July. */
export function schoolYearOf(day: string): number {
  const year = Number(day.slice(0, 4));
  return Number(day.slice(5, 7)) >= 8 ? year : year - 1;
}

/**
 * The moment at which a wall clock shows `day` and `time` ("17:30") in a time zone. A time that
 * a change to summer time skips is the moment after it; one that occurs twice is the first.
 */
export function momentIn(timeZone: string, day: string, time: string): Date {
  const wall = Date.parse(`${day}T${time.slice(0, 5)}:00Z`);
  const candidates = [wall - offset(timeZone, wall - 864e5), wall - offset(timeZone, wall + 864e5)];
  const exact = candidates.filter((at) => at + offset(timeZone, at) === wall);
  return new Date(exact.length > 0 ? Math.min(...exact) : Math.max(...candidates));
}

/** Milliseconds that a time zone is ahead of UTC at a moment. */
function offset(timeZone: string, at: number): number {
  const second = Math.floor(at / 1000) * 1000;
  return Date.parse(formatter(timeZone).format(second).replace(" ", "T") + "Z") - second;
}

const told = new Map<string, Map<number, string>>();

/**
 * `2026-11-21 08:12`, remembered per minute: a page tells dozens of moments, mostly the same as the
 * page before, and asking Intl each time was a tenth of its work.
 */
function wallClock(timeZone: string, at: Date): string {
  let minutes = told.get(timeZone);
  if (!minutes || minutes.size > 10_000) told.set(timeZone, minutes = new Map());
  const minute = Math.floor(at.getTime() / 60_000);
  let text = minutes.get(minute);
  if (text === undefined) {
    text = formatter(timeZone).format(at).slice(0, 16);
    minutes.set(minute, text);
  }
  return text;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string): Intl.DateTimeFormat {
  let made = formatters.get(timeZone);
  if (!made) {
    // Swedish writes 2026-11-21 17:30:00
    made = new Intl.DateTimeFormat("sv-SE", {
      timeZone,
      dateStyle: "short",
      timeStyle: "medium",
    });
    formatters.set(timeZone, made);
  }
  return made;
}
