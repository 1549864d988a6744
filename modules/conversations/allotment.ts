import { setImmediate } from "node:timers/promises";
import { type Aim, type Counts, type Program, solve } from "./allotment.solver.ts";
import { type Interval, overlap } from "./schedule.ts";

// Who comes when in fair rounds. In order of weight: everybody has a place, most have their first
// choice, then their second, and so on; then talks of one family are close by each other, and none
// so near that they cannot walk; then fewest of those who asked are where they did not ask.

/** A round whose free times are given out. */
export interface RoundToAllot {
  id: number;
  /** Of one slot. */
  minutes: number;
  /** The slots that can be had. */
  times: Time[];
  talks: WantedTalk[];
}

export interface Time extends Interval {
  slotId: number;
}

/** Who is in a talk: none of them can be at two places, and who shares a guardian is family. */
export interface Party {
  pupilId: number;
  guardianIds: number[];
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

const mostSweeps = 6;

/**
 * Gives every talk the best place. One round by itself is solved exactly. Rounds are solved one
 * after the other, each with the places of the others as they are, until none gets better: families
 * in several rounds come close to each other, and nobody is at two places.
 * @param settled talks that stay as they are
 * @param walk minutes from one teacher to another
 * @returns without those for whom there is no place
 */
export async function allot(
  rounds: RoundToAllot[],
  settled: SettledTalk[],
  walk: number,
): Promise<Map<WantedTalk, Place>> {
  const places = new Map<WantedTalk, Place>();
  const relatives = relativesIn(rounds, settled);
  const solvedWith = new Map<number, string>();
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    for (const round of rounds) {
      const others = new Map(round.talks.map((talk) => [talk, relatives(talk, places)]));
      const picture = JSON.stringify(round.talks.map((talk) => others.get(talk)!));
      if (solvedWith.get(round.id) === picture) continue;
      solvedWith.set(round.id, picture);
      await setImmediate(); // others are answered in between
      const found = await allotRound(round, others, walk);
      const known = sweep > 0 ? worth(round, places, others, walk) : [];
      if (!isBetter(worth(round, found, others, walk), known)) continue;
      for (const talk of round.talks) {
        const place = found.get(talk);
        place ? places.set(talk, place) : places.delete(talk);
      }
    }
  }
  return places;
}

/** The best places within a round, while the relatives of each talk are where they are. */
export async function allotRound(
  round: RoundToAllot,
  others: ReadonlyMap<WantedTalk, SettledTalk[]>,
  walk: number,
): Promise<Map<WantedTalk, Place>> {
  const options = round.talks.flatMap((talk) =>
    placesFor(round, talk, others.get(talk) ?? []).map((place) => ({ talk, place }))
  );
  const answers = await solve(programFor(round, options, others, walk));
  return new Map(
    options.filter((_, question) => answers[question]).map(({ talk, place }) => [talk, place]),
  );
}

/** Where a talk could be: slots that follow each other, and nobody elsewhere at that time. */
export function placesFor(
  { times, ...round }: RoundToAllot,
  talk: WantedTalk,
  others: SettledTalk[],
): Place[] {
  const byBegin = new Map(times.map((time) => [time.from.getTime(), time]));
  return times.flatMap(({ slotId }) => {
    const place = placeAt(slotId, talk.slots, times, byBegin);
    if (!place) return [];
    const here = settledAt(round, talk, place);
    return others.some((other) => isSame(talk, other) && overlap(other, here)) ? [] : [place];
  });
}

/** So many slots that follow each other from one on; undefined where there are not. */
export function placeAt(
  slotId: number,
  slots: number,
  times: Time[],
  byBegin = new Map(times.map((time) => [time.from.getTime(), time])),
): Place | undefined {
  const chain = times.filter((time) => time.slotId === slotId);
  while (chain.length > 0 && chain.length < slots) {
    const next = byBegin.get(chain.at(-1)!.until.getTime());
    if (!next) return undefined;
    chain.push(next);
  }
  const [first, last] = [chain[0], chain.at(-1)];
  return first && last &&
    { slotIds: chain.map((time) => time.slotId), from: first.from, until: last.until };
}

interface Option {
  talk: WantedTalk;
  place: Place;
}

/** Is this talk at this place? And are these two of one family, in this round, close by? */
function programFor(
  round: RoundToAllot,
  options: Option[],
  others: ReadonlyMap<WantedTalk, SettledTalk[]>,
  walk: number,
): Program {
  const talks = Map.groupBy(options.entries(), ([, { talk }]) => talk);
  const slots = Map.groupBy(
    options.flatMap(({ place }, question) => place.slotIds.map((slotId) => ({ slotId, question }))),
    ({ slotId }) => slotId,
  );
  const limits: Program["limits"] = [
    ...[...talks.values()].map((own) => atMostOne(own.map(([question]) => question))),
    ...[...slots.values()].map((at) => atMostOne(at.map(({ question }) => question))),
  ];
  const close = options.map(({ talk, place }) =>
    comfort(settledAt(round, talk, place), others.get(talk) ?? [], walk)
  );
  let questions = options.length;
  let pairs = 0;
  for (const [one, ones] of talks) {
    for (const [two, twos] of talks) {
      if (
        one === two || !areFamily(one, two) || round.talks.indexOf(one) > round.talks.indexOf(two)
      ) {
        continue;
      }
      pairs++;
      for (const [question, { place }] of ones) {
        const here = settledAt(round, one, place);
        const beside = twos.filter(([, option]) =>
          isBeside(here, settledAt(round, two, option.place), walk)
        );
        // yes only when the first is here, and the second is at one of the places beside
        limits.push({ most: 0, counts: new Map([[questions, 1], [question, -1]]) });
        const besides = beside.map(([other]) => [other, -1] as const);
        limits.push({ most: 0, counts: new Map([[questions, 1], ...besides]) });
        close.push(1);
        questions++;
      }
    }
  }
  const ranks = Math.max(0, ...round.talks.map(({ wishes }) => wishes.length));
  const isAt = (rank: number) => (option: Option) => rankOf(option) === rank ? 1 : 0;
  const wishers = round.talks.filter(({ wishes }) => wishes.length > 0).length;
  const aims: Aim[] = [
    { counts: countsOf(options.map(() => 1)), range: talks.size },
    ...Array.from({ length: ranks }, (_, n) => ({
      counts: countsOf(options.map(isAt(n + 1))),
      range: round.talks.filter(({ wishes }) => wishes.length > n).length,
    })),
    {
      counts: countsOf(close),
      range: pairs +
        sumOf([...talks.values()].map((own) => spread(own.map(([question]) => close[question]!)))),
    },
    { counts: countsOf(options.map((option) => isElsewhere(option) ? -1 : 0)), range: wishers },
  ];
  return { questions, limits, aims };
}

/**
 * What places in a round are worth, the weightiest first: places, first choices, second, …; relatives
 * close by less those too near; and less those who asked for other times.
 */
export function worth(
  round: RoundToAllot,
  places: ReadonlyMap<WantedTalk, Place>,
  others: ReadonlyMap<WantedTalk, SettledTalk[]>,
  walk: number,
): number[] {
  const placed = round.talks.flatMap((talk) => {
    const place = places.get(talk);
    return place ? [{ talk, place }] : [];
  });
  const settled = placed.map(({ talk, place }) => settledAt(round, talk, place));
  const ranks = Math.max(0, ...round.talks.map(({ wishes }) => wishes.length));
  const within = settled.flatMap((one, n) => settled.slice(n + 1).map((two) => [one, two] as const))
    .filter(([one, two]) => areFamily(one, two) && isBeside(one, two, walk));
  const across = placed.map(({ talk }, n) => comfort(settled[n]!, others.get(talk) ?? [], walk));
  return [
    placed.length,
    ...Array.from({ length: ranks }, (_, n) => placed.filter((o) => rankOf(o) === n + 1).length),
    within.length + sumOf(across),
    -placed.filter(isElsewhere).length,
  ];
}

/** How many relatives are close by, less those from whom there is no time to walk. */
const comfort = (talk: SettledTalk, others: SettledTalk[], walk: number) =>
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

/** Negative when they overlap. */
const minutesBetween = (one: Interval, two: Interval) =>
  Math.max(
    two.from.getTime() - one.until.getTime(),
    one.from.getTime() - two.until.getTime(),
  ) / 60_000;

/** Whether a guardian goes to both. */
export const areFamily = (one: Party, two: Party) =>
  one.guardianIds.some((id) => two.guardianIds.includes(id));

/** Whether someone is in both, who cannot be at two places. */
export const isSame = (one: Party, two: Party) =>
  one.pupilId === two.pupilId || areFamily(one, two);

const settledAt = (
  { id, minutes }: Pick<RoundToAllot, "id" | "minutes">,
  { pupilId, guardianIds }: Party,
  { from, until }: Place,
): SettledTalk => ({ roundId: id, minutes, pupilId, guardianIds, from, until });

const rankOf = ({ talk, place }: Option) => talk.wishes.indexOf(place.slotIds[0]!) + 1;

const isElsewhere = (option: Option) => option.talk.wishes.length > 0 && rankOf(option) === 0;

/** Looks up who cannot be elsewhere at the time of a talk: settled, or with a place in another round. */
function relativesIn(
  rounds: RoundToAllot[],
  settled: SettledTalk[],
) {
  const ofPerson = new Map<string, Set<SettledTalk | { round: RoundToAllot; talk: WantedTalk }>>();
  const people = ({ pupilId, guardianIds }: Party) => [
    `pupil ${pupilId}`,
    ...guardianIds.map((id) => `guardian ${id}`),
  ];
  const know = (party: Party, what: SettledTalk | { round: RoundToAllot; talk: WantedTalk }) => {
    for (const person of people(party)) {
      ofPerson.set(person, (ofPerson.get(person) ?? new Set()).add(what));
    }
  };
  for (const talk of settled) know(talk, talk);
  for (const round of rounds) for (const talk of round.talks) know(talk, { round, talk });
  const roundOf = new Map(rounds.flatMap((round) => round.talks.map((talk) => [talk, round.id])));
  return (talk: WantedTalk, places: ReadonlyMap<WantedTalk, Place>): SettledTalk[] => {
    const found = new Set(people(talk).flatMap((person) => [...ofPerson.get(person)!]));
    return [...found].flatMap((other) => {
      if (!("talk" in other)) return [other];
      const place = places.get(other.talk);
      if (!place || other.round.id === roundOf.get(talk)) return [];
      return [settledAt(other.round, other.talk, place)];
    });
  };
}

const isBetter = (one: number[], other: number[]) => {
  const differs = one.findIndex((value, n) => value !== other[n]);
  return differs >= 0 && (other.length === 0 || one[differs]! > other[differs]!);
};

const atMostOne = (questions: number[]) => ({
  most: 1,
  counts: new Map(questions.map((question) => [question, 1])),
});

const countsOf = (values: number[]): Counts =>
  new Map([...values.entries()].filter(([, value]) => value !== 0));

const spread = (values: number[]) => Math.max(0, ...values) - Math.min(0, ...values);

const sumOf = (values: number[]) => values.reduce((a, b) => a + b, 0);
