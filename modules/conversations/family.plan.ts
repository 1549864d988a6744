import { timeIn } from "../../web/clock.ts";
import type { Day } from "../../web/dates.ts";
import type { ChildChoices, RoundChoices } from "./choices.queries.ts";
import type { Interval } from "./schedule.ts";

/** What a family would like. */
export interface Wishes {
  when: "any" | "early" | "late";
  /** Days on which it cannot come. */
  notDays: Day[];
}

export interface PlannedTalk extends Interval {
  pupilId: number;
  roundId: number;
  /** The first slot. */
  slotId: number;
  day: Day;
  /** Chosen before; it stays where it is. */
  fixed: boolean;
}

/**
 * The talks in order of time, or why there is no such plan. `nothing`: no time can be chosen;
 * `allChosen`: all talks have a time, `chosen`: those that can be chosen now; `noTimes`: this child has none that fits with what was
 * chosen, `notThatDay`: none on the days that are left; `noDays`: no day is left; `noFit`: not all
 * together; `tooMany`: more than `mostTogether`.
 */
export type FamilyPlan =
  | { ok: true; talks: PlannedTalk[] }
  | { ok: false; why: "nothing" | "allChosen" | "chosen" | "noDays" | "noFit" | "tooMany" }
  | { ok: false; why: "noTimes" | "notThatDay"; pupilId: number };

/** As many talks as are planned together within moments: two for each of three children. */
export const mostTogether = 6;

// What a plan costs: another day outweighs all waiting, waiting outweighs the wished hour.
const perDay = 100_000;
const perMinuteWaiting = 10;

/**
 * The best times for all talks of a family that were not chosen yet: on as few days as can be,
 * with as little waiting in between as walking allows, early or late as it wishes; exact, by
 * going through all times in order (Held and Karp's way of finding a shortest round trip).
 * @param walk minutes from one teacher to another
 * @param timeZone in which it is early or late
 */
export function planFamily(
  family: ChildChoices[],
  wishes: Wishes,
  { walk, timeZone }: { walk: number; timeZone: string },
): FamilyPlan {
  const fixed = family.flatMap(chosenTalks);
  const tasks = family.flatMap((child) => openTalks(child, fixed, walk));
  if (tasks.length === 0) {
    const all = family.flatMap(({ rounds }) => rounds);
    const allChosen = all.length > 0 && all.every(({ talk }) => talk !== null);
    if (allChosen) return { ok: false, why: "allChosen" };
    return { ok: false, why: all.some(({ phase }) => phase === "open") ? "chosen" : "nothing" };
  }
  if (tasks.length > mostTogether) return { ok: false, why: "tooMany" };
  const full = tasks.find(({ talks }) => talks.length === 0);
  if (full) return { ok: false, why: "noTimes", pupilId: full.pupilId };
  if (daysToChoose(family).every((day) => wishes.notDays.includes(day))) {
    return { ok: false, why: "noDays" };
  }
  for (const { pupilId, talks } of tasks) {
    if (!talks.some(({ day }) => !wishes.notDays.includes(day))) {
      return { ok: false, why: "notThatDay", pupilId };
    }
  }
  const possible = [
    ...fixed.map((talk, n) => ({ talk, task: tasks.length + n })),
    ...tasks.flatMap(({ talks }, task) =>
      talks.filter(({ day }) => !wishes.notDays.includes(day)).map((talk) => ({ talk, task }))
    ),
  ];
  const wish = (talk: PlannedTalk) => talk.fixed ? 0 : wishCost(talk, wishes.when, timeZone);
  const talks = cheapest(possible, tasks.length + fixed.length, walk, wish);
  return talks ? { ok: true, talks } : { ok: false, why: "noFit" };
}

/**
 * Why a plan takes another day than those of what was chosen before: of each talk on such a day the
 * days of the others on which it has no time that fits. Empty when it takes no other, or
 * as the family ruled a day of what was chosen out.
 */
export function daysMissed(
  family: ChildChoices[],
  { notDays }: Wishes,
  talks: PlannedTalk[],
  walk: number,
): { talk: PlannedTalk; days: Day[] }[] {
  const fixed = talks.filter((talk) => talk.fixed);
  const others = talks.filter(({ day }) => fixed.every((talk) => talk.day !== day));
  const days = [...new Set(talks.map(({ day }) => day))];
  if (days.length === 1 || days.some((day) => notDays.includes(day))) return [];
  const tasks = family.flatMap((child) => openTalks(child, fixed, walk));
  return others.map((talk) => {
    const task = tasks.find(({ pupilId, roundId }) =>
      pupilId === talk.pupilId && roundId === talk.roundId
    );
    const possible = new Set(task?.talks.map(({ day }) => day));
    return { talk, days: days.filter((day) => !possible.has(day)) };
  });
}

/** The days on which a time can be chosen for a child that has none yet. */
export function daysToChoose(family: ChildChoices[]): Day[] {
  const waiting = family.flatMap(({ rounds }) => rounds).filter(isWaiting);
  const free = waiting.flatMap(({ days }) =>
    days.filter(({ choices }) => choices.some(({ state }) => state === "free"))
  );
  return [...new Set(free.map(({ day }) => day))].sort();
}

/** A time can be chosen, and was not yet. */
const isWaiting = ({ phase, talk }: RoundChoices) => phase === "open" && !talk;

/** What was chosen already, of one child. */
function chosenTalks({ pupilId, rounds }: ChildChoices): PlannedTalk[] {
  return rounds.flatMap(({ round, talk, days }) => {
    const day = days.find(({ choices }) => choices.some(({ slotId }) => slotId === talk?.slotId));
    if (!talk || !day) return [];
    const { slotId, from, until } = talk;
    return [{ pupilId, roundId: round.id, slotId, from, until, day: day.day, fixed: true }];
  });
}

/** Per talk that waits for a choice the times at which it can be, beside what was chosen. */
function openTalks({ pupilId, rounds }: ChildChoices, fixed: PlannedTalk[], walk: number) {
  return rounds.filter(isWaiting).map(({ round, days }) => ({
    pupilId,
    roundId: round.id,
    talks: days.flatMap(({ day, choices }) =>
      choices.filter(({ state }) => state === "free").map(({ slotId, from, until }) => ({
        ...{ pupilId, roundId: round.id, slotId, from, until, day, fixed: false },
      }))
    ).filter((talk) => fixed.every((other) => fits(other, talk, walk) || fits(talk, other, walk))),
  }));
}

/** Whether one can go to `next` after `talk`: from one teacher to another one walks. */
const fits = (talk: PlannedTalk, next: PlannedTalk, walk: number) =>
  minutesBetween(talk, next) >= (talk.roundId === next.roundId ? 0 : walk);

const minutesBetween = (talk: PlannedTalk, next: PlannedTalk) =>
  (next.from.getTime() - talk.until.getTime()) / 60_000;

function wishCost({ from }: PlannedTalk, when: Wishes["when"], timeZone: string): number {
  if (when === "any") return 0;
  const [hours, minutes] = timeIn(timeZone, from).split(":").map(Number);
  const early = hours! * 60 + minutes!;
  return when === "early" ? early : 24 * 60 - early;
}

interface Possible {
  talk: PlannedTalk;
  /** Which talk it would be, from 0. */
  task: number;
}

/** The cheapest way to have a set of talks, of which this is the last. */
interface Way {
  cost: number;
  talk: PlannedTalk;
  before: Way | null;
}

/** One possibility of every task that follow each other in time, at the least cost. */
function cheapest(
  possible: Possible[],
  tasks: number,
  walk: number,
  wish: (talk: PlannedTalk) => number,
): PlannedTalk[] | undefined {
  const inTime = possible.toSorted((a, b) => a.talk.from.getTime() - b.talk.from.getTime());
  const ways = inTime.map(() => new Map<number, Way>());
  for (const [n, { talk, task }] of inTime.entries()) {
    const bit = 1 << task;
    const own = wish(talk);
    ways[n]!.set(bit, { cost: own, talk, before: null });
    for (const [m, earlier] of inTime.slice(0, n).entries()) {
      const bothFixed = talk.fixed && earlier.talk.fixed;
      if (earlier.task === task || (!bothFixed && !fits(earlier.talk, talk, walk))) continue;
      const step = own + stepCost(earlier.talk, talk);
      for (const [done, before] of ways[m]!) {
        if (done & bit) continue;
        const known = ways[n]!.get(done | bit);
        const cost = before.cost + step;
        if (!known || cost < known.cost) ways[n]!.set(done | bit, { cost, talk, before });
      }
    }
  }
  const all = (1 << tasks) - 1;
  const complete = ways.flatMap((way) => way.get(all) ?? []);
  const best = complete.toSorted((a, b) => a.cost - b.cost)[0];
  return best && talksOf(best);
}

const stepCost = (talk: PlannedTalk, next: PlannedTalk) =>
  talk.day === next.day ? Math.max(0, minutesBetween(talk, next)) * perMinuteWaiting : perDay;

function talksOf(way: Way): PlannedTalk[] {
  const talks: PlannedTalk[] = [];
  for (let at: Way | null = way; at; at = at.before) talks.unshift(at.talk);
  return talks;
}
