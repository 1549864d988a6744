import { dayIn, momentIn, timeIn } from "../../web/clock.ts";
import type { Day } from "../../web/dates.ts";

/** What the round maker is filled in with. */
export interface Plan {
  /** Of all days together. */
  talks: number;
  /** Length of one talk. */
  minutes: number;
  /** Talks after which there is a break; 0: no breaks. */
  inARow: number;
  breakMinutes: number;
  /** One to five, in any order; times "15:00" on the school's wall clock. */
  days: PlanDay[];
}

interface PlanDay {
  day: Day;
  begin: string;
  end: string;
}

/** From, up to but not including, until. */
export interface Interval {
  from: Date;
  until: Date;
}

/** Why a plan gives no schedule: a key of the module's `text.planErrors`. */
type PlanErrorKey =
  | "minutes"
  | "talks"
  | "tooManyTalks"
  | "inARow"
  | "breakMinutes"
  | "noDays"
  | "tooManyDays"
  | "endBeforeBegin"
  | "past"
  | "summerTime"
  | "daysOverlap"
  | "noRoom";

interface PlanError {
  error: PlanErrorKey;
  /** Which of the days it is about, counted from 0. */
  day?: number;
  /** With `noRoom`: how many talks there is room for. */
  fits?: number;
}

const mostTalks = 200;
const mostDays = 5;
const mostMinutes = 240;

/** Whether it is the reason there is no schedule. */
export const isPlanError = (plan: Interval[] | PlanError): plan is PlanError =>
  !Array.isArray(plan);

/**
 * The slots that follow from a plan: the days in order, each filled from its begin, until there
 * are as many as asked. Breaks begin anew every day.
 * @param timeZone of the school (IANA name)
 * @param now talks before it cannot be planned
 */
export function planSlots(plan: Plan, timeZone: string, now: Date): Interval[] | PlanError {
  const wrong = numbersWrong(plan);
  if (wrong) return { error: wrong };
  const days: Interval[] = [];
  for (const [index, given] of plan.days.entries()) {
    const day = openDay(given, timeZone, now);
    if ("error" in day) return { ...day, day: index };
    if (days.some((other) => overlap(day, other))) return { error: "daysOverlap", day: index };
    days.push(day);
  }
  const slots = days.toSorted((a, b) => a.from.getTime() - b.from.getTime())
    .flatMap((day) => fill(day, plan));
  if (slots.length < plan.talks) return { error: "noRoom", fits: slots.length };
  return slots.slice(0, plan.talks);
}

function numbersWrong({ minutes, talks, inARow, breakMinutes, days }: Plan) {
  if (!isWhole(minutes, 1, mostMinutes)) return "minutes";
  if (!isWhole(talks, 1, Infinity)) return "talks";
  if (talks > mostTalks) return "tooManyTalks";
  if (!isWhole(inARow, 0, mostTalks)) return "inARow";
  if (!isWhole(breakMinutes, 0, mostMinutes)) return "breakMinutes";
  if (days.length === 0) return "noDays";
  if (days.length > mostDays) return "tooManyDays";
  return undefined;
}

function openDay(
  { day, begin, end }: PlanDay,
  timeZone: string,
  now: Date,
): Interval | { error: PlanErrorKey } {
  if (end <= begin) return { error: "endBeforeBegin" };
  const from = wallMoment(timeZone, day, begin);
  const until = wallMoment(timeZone, day, end);
  // with a change in between, the wall clock would not tell what is planned
  if (!from || !until || until.getTime() - from.getTime() !== wallTime(begin, end)) {
    return { error: "summerTime" };
  }
  return from <= now ? { error: "past" } : { from, until };
}

/** The moment of a wall clock; undefined when a change to or from summer time skips or doubles it. */
export function wallMoment(timeZone: string, day: Day, time: string): Date | undefined {
  const at = momentIn(timeZone, day, time);
  const shows = (moment: Date) =>
    dayIn(timeZone, moment) === day && timeIn(timeZone, moment) === time;
  const anHourLater = new Date(at.getTime() + 36e5);
  return shows(at) && !shows(anHourLater) ? at : undefined;
}

function fill({ from, until }: Interval, { minutes, inARow, breakMinutes }: Plan): Interval[] {
  const slots: Interval[] = [];
  let begin = from.getTime();
  while (begin + minutes * 60_000 <= until.getTime()) {
    const end = begin + minutes * 60_000;
    slots.push({ from: new Date(begin), until: new Date(end) });
    const breakNow = inARow > 0 && slots.length % inARow === 0;
    begin = end + (breakNow ? breakMinutes * 60_000 : 0);
  }
  return slots;
}

/** Milliseconds from one time to another on a wall clock. */
const wallTime = (begin: string, end: string) =>
  Date.parse(`2026-01-01T${end}Z`) - Date.parse(`2026-01-01T${begin}Z`);

export const overlap = (a: Interval, b: Interval) => a.from < b.until && b.from < a.until;

const isWhole = (n: number, from: number, to: number) =>
  Number.isInteger(n) && n >= from && n <= to;
