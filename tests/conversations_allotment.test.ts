import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  areFamily,
  isSame,
  type Place,
  placesFor,
  type RoundToAllot,
  type SettledTalk,
  type WantedTalk,
} from "../modules/conversations/allotment.places.ts";
import { allot, allotRound, worth } from "../modules/conversations/allotment.ts";
import { overlap } from "../modules/conversations/schedule.ts";

const walk = 5;
const at = (minutes: number) => new Date(Date.UTC(2026, 10, 16, 14) + minutes * 60_000);

interface Drawn {
  talks: { slots: number; family: number; wishes: number[] }[];
  /** Where there is a break before a slot. */
  breaks: boolean[];
}

/** Rounds of so many times and talks; families 0 and 1 may have more children, the others have one. */
const drawn = (times: number, talks: number) =>
  fc.record<Drawn>({
    talks: fc.array(
      fc.record({
        slots: fc.constantFrom(1, 1, 1, 2),
        family: fc.nat(3),
        wishes: fc.uniqueArray(fc.nat(times - 1), { maxLength: 3 }),
      }),
      { minLength: 1, maxLength: talks },
    ),
    breaks: fc.array(fc.boolean(), { minLength: times, maxLength: times }),
  });

let pupils = 0;
/** Of slots of ten minutes, one after the other but for breaks of five. */
function roundOf({ talks, breaks }: Drawn, id = 1): RoundToAllot {
  let minutes = id === 1 ? 0 : 5;
  const times = breaks.map((pause, n) => {
    minutes += pause ? 15 : 10;
    return { slotId: id * 100 + n, from: at(minutes), until: at(minutes + 10) };
  });
  return {
    id,
    minutes: 10,
    times,
    talks: talks.map(({ slots, family, wishes }) => {
      const pupilId = ++pupils;
      const guardianId = family < 2 ? family : 1000 + pupilId;
      const wanted = { slots, wishes: wishes.map((n) => times[n]!.slotId) };
      // the guardian of family 0 gives the talks of round 2
      const teacherIds = id === 2 ? [0] : [];
      return { ...wanted, pupilId, guardianId, guardianIds: [guardianId], teacherIds };
    }),
  };
}

/** Of all ways to give talks of a round places, what the best is worth. */
function bestByTrying(round: RoundToAllot, others: Map<WantedTalk, SettledTalk[]>): number[] {
  let best: number[] = [];
  const places = new Map<WantedTalk, Place>();
  const tryFrom = (n: number) => {
    const talk = round.talks[n];
    if (!talk) {
      const value = worth(round, places, others, walk);
      const differs = value.findIndex((one, at) => one !== best[at]);
      if (differs >= 0 && !(value[differs]! < best[differs]!)) best = value;
      return;
    }
    tryFrom(n + 1);
    const used = [...places.values()].flatMap(({ slotIds }) => slotIds);
    for (const place of placesFor(round, talk, others.get(talk) ?? [])) {
      if (place.slotIds.some((id) => used.includes(id))) continue;
      places.set(talk, place);
      tryFrom(n + 1);
      places.delete(talk);
    }
  };
  tryFrom(0);
  return best;
}

const settled = fc.array(fc.record({ family: fc.nat(1), begin: fc.nat(12) }), { maxLength: 2 });

describe("the best places", () => {
  test("of one round are as good as the best of all there are", async () => {
    await fc.assert(
      fc.asyncProperty(drawn(5, 5), settled, async (drawn, elsewhere) => {
        const round = roundOf(drawn);
        const talks = elsewhere.map(({ family, begin }): SettledTalk => ({
          roundId: 2,
          minutes: 10,
          pupilId: ++pupils,
          guardianIds: [family],
          guardianId: family,
          teacherIds: [],
          from: at(begin * 5),
          until: at(begin * 5 + 10),
        }));
        const others = new Map(
          round.talks.map((talk) => [talk, talks.filter((other) => areFamily(other, talk))]),
        );
        const found = await allotRound(round, others, walk);
        expect(worth(round, found, others, walk)).toEqual(bestByTrying(round, others));
      }),
      { numRuns: 150 },
    );
  });

  test("of several rounds have nobody at two places, and no round can do better by itself", async () => {
    await fc.assert(
      fc.asyncProperty(drawn(4, 4), drawn(5, 4), drawn(4, 3), async (...three) => {
        const rounds = three.map((one, n) => roundOf(one, n + 1));
        const places = await allot(rounds, [], walk);
        const talks = rounds.flatMap((round) =>
          round.talks.flatMap((talk) => {
            const place = places.get(talk);
            return place ? [{ ...talk, ...place, talk, roundId: round.id, minutes: 10 }] : [];
          })
        );
        for (const one of talks) {
          for (const two of talks) {
            const twice = one.roundId === two.roundId
              ? one.slotIds.some((id) => two.slotIds.includes(id))
              : isSame(one, two) && overlap(one, two);
            expect(one !== two && twice).toBe(false);
          }
        }
        for (const round of rounds) {
          const others = new Map(
            round.talks.map((talk) => [
              talk,
              talks.filter((other) => other.roundId !== round.id && isSame(other, talk)),
            ]),
          );
          expect(worth(round, places, others, walk)).toEqual(bestByTrying(round, others));
        }
      }),
      { numRuns: 60 },
    );
  });

  test("have nobody where there are no times, and everybody where there is one each", async () => {
    const none: RoundToAllot = { ...roundOf({ talks: [], breaks: [true] }), talks: [] };
    expect(await allot([none], [], walk)).toEqual(new Map());
    const talks = Array.from({ length: 12 }, (_, family) => ({ slots: 1, family, wishes: [0] }));
    const full = roundOf({ talks, breaks: Array(12).fill(false) });
    const places = await allot([full], [], walk);
    expect(places.size).toBe(12);
    expect(worth(full, places, new Map(), walk).slice(0, 2)).toEqual([12, 1]);
  });
});
