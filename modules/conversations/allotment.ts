import { setImmediate } from "node:timers/promises";
import {
  areFamily,
  comfort,
  following,
  followUps,
  isBeside,
  isElsewhere,
  type Party,
  type Place,
  placesFor,
  rankOf,
  type RoundToAllot,
  settledAt,
  type SettledTalk,
  strayIn,
  sumOf,
  type WantedTalk,
} from "./allotment.places.ts";
import { programFor } from "./allotment.program.ts";
import { solve } from "./allotment.solver.ts";

// Who comes when in fair rounds. In order of weight: everybody has a place, most have their first
// choice, then their second, and so on; then talks of one family are close by each other, and none
// so near that they cannot walk; then fewest of those who asked are where they did not ask, fewest of
// them on a day they did not ask for, as near as can be; then talks follow each other without holes.

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
        if (place) places.set(talk, place);
        else places.delete(talk);
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

/**
 * What places in a round are worth, the weightiest first: places, first choices, second, …; relatives
 * close by less those too near; less those who asked for other times, for another day, and how far
 * they are from what they asked; and how often talks follow each other.
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
  const strays = placed.map(strayIn(round));
  const used = new Set(placed.flatMap(({ place }) => place.slotIds));
  const follow = followUps(round).filter(([one, two]) => used.has(one) && used.has(two));
  return [
    placed.length,
    ...Array.from({ length: ranks }, (_, n) => placed.filter((o) => rankOf(o) === n + 1).length),
    within.length + sumOf(across),
    -placed.filter(isElsewhere).length,
    -sumOf(strays.map(({ otherDay }) => otherDay)),
    -sumOf(strays.map(({ slots }) => slots)),
    follow.length +
    sumOf(placed.map(({ talk }, n) => following(settled[n]!, others.get(talk) ?? []))),
  ];
}

/** Looks up who cannot be elsewhere at the time of a talk: settled, or with a place in another round. */
function relativesIn(rounds: RoundToAllot[], settled: SettledTalk[]) {
  type Known = SettledTalk | { round: RoundToAllot; talk: WantedTalk };
  const ofPerson = new Map<string, Set<Known>>();
  const people = ({ pupilId, guardianIds, teacherIds }: Party) => [
    `pupil ${pupilId}`,
    ...[...guardianIds, ...teacherIds].map((id) => `adult ${id}`),
  ];
  const know = (party: Party, what: Known) => {
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
  return differs >= 0 && one[differs]! > (other[differs] ?? -Infinity);
};
