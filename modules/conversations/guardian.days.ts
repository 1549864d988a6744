import type { Day } from "../../web/dates.ts";
import type { ChildChoices, Choice, RoundChoices } from "./choices.queries.ts";
import type { Phase } from "./rounds.queries.ts";
import { type Interval, overlap } from "./schedule.ts";

/** A day with, side by side, the children and teachers who have times on it. */
export interface ChoiceDay {
  day: Day;
  columns: Column[];
  /** Nothing is asked: all have a time, or none is free that day. */
  settled: boolean;
}

export interface Column {
  child: ChildChoices;
  offer: RoundChoices;
  blocks: Block[];
}

/** A time on the page, and how many slots high it is. */
export interface Block extends Choice {
  rows: number;
}

/** A child in a round that has been. */
export interface EarlierTalk {
  child: ChildChoices;
  offer: RoundChoices;
}

/** What is or will be, and apart from it the rounds of this school year that have been, last first. */
export function splitEarlier(
  children: ChildChoices[],
  now: Date,
): { family: ChildChoices[]; earlier: EarlierTalk[] } {
  const family = children.map((child) => ({
    ...child,
    rounds: child.rounds.filter((offer) => !hasBeen(offer, now)),
  }));
  const earlier = children.flatMap((child) =>
    child.rounds.filter((offer) => hasBeen(offer, now)).map((offer) => ({ child, offer }))
  );
  return {
    family: family.filter(({ rounds }) => rounds.length > 0),
    earlier: earlier.sort((a, b) => firstDay(b).localeCompare(firstDay(a))),
  };
}

const firstDay = ({ offer }: EarlierTalk): Day => offer.days[0]?.day ?? "";

/** Nothing in it is to come for this family: their own talk is over, and so is all that was free. */
function hasBeen({ phase, talk, days }: RoundChoices, now: Date): boolean {
  if (talk && talk.until > now) return false;
  if (talk && isEnded(phase)) return true;
  const times = days.flatMap(({ choices }) => choices);
  return (times.length > 0 || isEnded(phase)) && times.every(({ from }) => from <= now);
}

/** Nothing can be chosen or changed any more. */
export const isEnded = (phase: Phase) => phase === "over" || phase === "closed";

/** All days on which times can be chosen, in order; children in their own order. */
export function daysOf(children: ChildChoices[]): ChoiceDay[] {
  const columns = children.flatMap((child) =>
    child.rounds.filter(hasColumns).flatMap((offer) =>
      offer.days.map(({ day, choices }) => ({
        day,
        child,
        offer,
        blocks: blocksOf(choices, offer),
      }))
    )
  );
  return [...Map.groupBy(columns, ({ day }) => day)]
    .map(([day, columns]) => ({ day, columns, settled: columns.every(isSettled) }))
    .sort((a, b) => a.day.localeCompare(b.day));
}

const hasColumns = ({ phase }: RoundChoices) => phase === "open" || phase === "upcoming";

const isSettled = ({ offer, blocks }: Column) =>
  offer.talk !== null || blocks.every(({ state }) => state !== "free");

/** On which of these days a child's time is, as far as it is still shown. */
export function dayOf(
  days: ChoiceDay[],
  { slotId, pupilId }: { slotId: number; pupilId: number },
): Day | undefined {
  return days.find(({ day, columns }) =>
    columns.some(({ child, offer }) =>
      child.pupilId === pupilId &&
      offer.days.some((one) =>
        one.day === day && one.choices.some((choice) => choice.slotId === slotId)
      )
    )
  )?.day;
}

/** A child with several rounds: they are told apart by their titles. */
export const isInSeveral = ({ rounds }: ChildChoices) => rounds.length > 1;

/** The same, of the rounds that have columns of times. */
export const isInSeveralColumns = ({ rounds }: ChildChoices) =>
  rounds.filter(hasColumns).length > 1;

/**
 * A longer talk is one block: the times within a block that came first are not offered once more,
 * so that what is left stays in pieces that others can use.
 */
export function blocksOf(choices: Choice[], { round }: Pick<RoundChoices, "round">): Block[] {
  const mine = choices.find(({ state }) => state === "mine");
  const blocks: Block[] = [];
  let shownUntil = new Date(0);
  for (const choice of choices) {
    if (choice.from < shownUntil) continue;
    // moving a talk by one slot takes part of where it is now, which is shown as its own
    const reaches = mine !== undefined && choice !== mine && overlap(choice, mine);
    shownUntil = reaches ? mine.from : choice.until;
    blocks.push({
      ...choice,
      rows: slotsIn({ from: choice.from, until: shownUntil }, round.minutes),
    });
  }
  return blocks;
}

const mostRows = 6;

const slotsIn = ({ from, until }: Interval, minutes: number) =>
  Math.min(mostRows, Math.max(1, Math.round((until.getTime() - from.getTime()) / (minutes * 6e4))));

/** With whom the family is at a time. */
export function teacherAt(children: ChildChoices[], at: Interval): string | undefined {
  const offers = children.flatMap((child) => child.rounds);
  return offers.find(({ talk }) => talk && overlap(talk, at))?.round.teachers[0]?.name;
}

/** Whether the viewer chooses for none of these children. */
export const looksOn = (family: ChildChoices[]) => family.every(({ readOnly }) => readOnly);

/** Whether planning helps: `much` when several children have a time to choose, `little` beside one. */
export function worthOfPlanning(all: ChildChoices[]): "none" | "little" | "much" {
  const family = all.filter(({ readOnly }) => !readOnly);
  const choosing = family.filter(({ rounds }) => rounds.some(isToChoose));
  if (choosing.length === 0) return "none";
  if (choosing.length > 1) return "much";
  const offers = family.flatMap((child) => child.rounds);
  return offers.filter((offer) => offer.talk || isToChoose(offer)).length > 1 ? "little" : "none";
}

const isToChoose = ({ phase, talk, days }: RoundChoices) =>
  phase === "open" && talk === null &&
  days.some(({ choices }) => choices.some(({ state }) => state === "free"));

/** When one can choose no more, of the rounds that are open: each moment once; null: not set. */
export function closings(family: ChildChoices[]): (Date | null)[] {
  const open = family.flatMap((child) => child.rounds).filter(({ phase }) => phase === "open");
  return [
    ...new Map(open.map(({ round: { closesAt } }) => [closesAt?.getTime(), closesAt])).values(),
  ];
}
