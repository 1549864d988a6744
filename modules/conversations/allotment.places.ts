import type { Day } from "../../web/dates.ts";
import { type Interval, overlap } from "./schedule.ts";

/** A round whose free times are given out. */
export interface RoundToAllot {
  id: number;
  /** Of one slot. */
  minutes: number;
  /** The slots that can be had, in order of time. */
  times: Time[];
  /** Its other slots: taken, removed or begun; some were wished for. */
  gone: Time[];
  talks: WantedTalk[];
}

export interface Time extends Interval {
  slotId: number;
  /** In the time zone of the school. */
  day: Day;
}

/** Who is in a talk: none of them can be at two places, and who shares a guardian is family. */
export interface Party {
  pupilId: number;
  guardianIds: number[];
  /** Which of them is taken to come, as far as that is known. */
  guardianId: number | null;
  /** Who gives the talk. */
  teacherIds: number[];
}

export interface WantedTalk extends Party {
  /** How many slots it takes. */
  slots: number;
  /** First slots, the dearest first. */
  wishes: number[];
}

/** Where a talk is, or would be. */
export interface Place extends Interval {
  slotIds: number[];
}

/** A talk with its time, of any round. */
export interface SettledTalk extends Party, Interval {
  roundId: number;
  /** Of one slot of its round. */
  minutes: number;
}

/** A talk, and where it could be. */
export interface Option {
  talk: WantedTalk;
  place: Place;
}

/** Where a talk could be: slots that follow each other, and nobody elsewhere at that time. */
export function placesFor(
  { times }: RoundToAllot,
  talk: WantedTalk,
  others: SettledTalk[],
): Place[] {
  const elsewhere = others.filter((other) => isSame(talk, other));
  return times.flatMap((_, n) => {
    const place = placeFrom(n, talk.slots, times);
    return place && !elsewhere.some((other) => overlap(other, place)) ? [place] : [];
  });
}

/** So many slots that follow each other from one on; undefined where there are not. */
export const placeAt = (slotId: number, slots: number, times: Time[]): Place | undefined =>
  placeFrom(times.findIndex((time) => time.slotId === slotId), slots, times);

function placeFrom(n: number, slots: number, times: Time[]): Place | undefined {
  const chain = n < 0 ? [] : times.slice(n, n + slots);
  const follow = chain.every((time, at) =>
    at === 0 || time.from.getTime() === chain[at - 1]!.until.getTime()
  );
  const [first, last] = [chain[0], chain.at(-1)];
  if (!first || !last || !follow || chain.length < slots) return undefined;
  return { slotIds: chain.map((time) => time.slotId), from: first.from, until: last.until };
}

/** How many relatives are close by, less those from whom there is no time to walk. */
export const comfort = (talk: SettledTalk, others: SettledTalk[], walk: number) =>
  sumOf(
    others.filter((other) => areFamily(talk, other)).map((other) =>
      isBeside(talk, other, walk) ? 1 : isTooNear(talk, other, walk) ? -1 : 0
    ),
  );

/** Whether one can go from one talk to the other: after the walk, within the length of a slot. */
export function isBeside(one: SettledTalk, two: SettledTalk, walk: number): boolean {
  const gap = minutesBetween(one, two);
  return gap >= walkBetween(one, two, walk) && gap <= walk + Math.max(one.minutes, two.minutes);
}

const isTooNear = (one: SettledTalk, two: SettledTalk, walk: number) =>
  minutesBetween(one, two) < walkBetween(one, two, walk);

const walkBetween = (one: SettledTalk, two: SettledTalk, walk: number) =>
  one.roundId === two.roundId ? 0 : walk;

/** How many talks of the same teachers it follows on, or they on it. */
export const following = (talk: SettledTalk, others: SettledTalk[]) =>
  others.filter((other) =>
    other.teacherIds.some((id) => talk.teacherIds.includes(id)) && minutesBetween(talk, other) === 0
  ).length;

/** Two slots of a round after each other, without a break. */
export const followUps = ({ times }: RoundToAllot) =>
  times.slice(1).flatMap((time, n) =>
    minutesBetween(times[n]!, time) === 0 ? [[times[n]!.slotId, time.slotId] as const] : []
  );

/** How far a place is from the nearest wish; nothing for a wish, or when none was given. */
interface Stray {
  /** 1 when there is no wish that day. */
  otherDay: number;
  /** As many slots later or earlier that day; on another day, by the hour. */
  slots: number;
}

export function strayIn({ times, gone, minutes }: RoundToAllot): (option: Option) => Stray {
  const slots = new Map([...times, ...gone].map((time) => [time.slotId, time]));
  return ({ talk, place }) => {
    const here = slots.get(place.slotIds[0]!)!;
    const wished = talk.wishes.flatMap((slotId) => slots.get(slotId) ?? []);
    if (wished.length === 0) return { otherDay: 0, slots: 0 };
    const thatDay = wished.filter(({ day }) => day === here.day);
    const near = thatDay.length > 0 ? thatDay : wished;
    return {
      otherDay: thatDay.length > 0 ? 0 : 1,
      slots: Math.min(...near.map((wish) => Math.ceil(hoursApart(here, wish) * 60 / minutes))),
    };
  };
}

/** On the clock, whichever the day. */
function hoursApart(one: Interval, two: Interval): number {
  const hours = Math.abs(one.from.getTime() - two.from.getTime()) / 3_600_000 % 24;
  return Math.min(hours, 24 - hours);
}

/** Negative when they overlap. */
const minutesBetween = (one: Interval, two: Interval) =>
  Math.max(
    two.from.getTime() - one.until.getTime(),
    one.from.getTime() - two.until.getTime(),
  ) / 60_000;

/** Whether a guardian goes to both. */
export const areFamily = (one: Party, two: Party) =>
  one.guardianIds.some((id) => two.guardianIds.includes(id));

/** Whether someone is in both, who cannot be at two places; a teacher may be a parent too. */
export const isSame = (one: Party, two: Party) =>
  one.pupilId === two.pupilId || areFamily(one, two) || isGivenBy(one, two) || isGivenBy(two, one);

/** Whether who comes to a talk gives the other. */
const isGivenBy = ({ guardianId }: Party, { teacherIds }: Party) =>
  guardianId !== null && teacherIds.includes(guardianId);

export const settledAt = (
  { id, minutes }: Pick<RoundToAllot, "id" | "minutes">,
  { pupilId, guardianIds, guardianId, teacherIds }: Party,
  { from, until }: Place,
): SettledTalk => ({
  roundId: id,
  minutes,
  pupilId,
  guardianIds,
  guardianId,
  teacherIds,
  from,
  until,
});

export const rankOf = ({ talk, place }: Option) => talk.wishes.indexOf(place.slotIds[0]!) + 1;

export const isElsewhere = (option: Option) =>
  option.talk.wishes.length > 0 && rankOf(option) === 0;

export const sumOf = (values: number[]) => values.reduce((a, b) => a + b, 0);
