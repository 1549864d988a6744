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
import { dayIn } from "../web/clock.ts";
import { overlap } from "../modules/conversations/schedule.ts";

const walk = 5;
const at = (minutes: number) => new Date(Date.UTC(2026, 10, 16, 14) + minutes * 60_000);

interface Drawn {
  talks: { slots: number; family: number; wishes: number[] }[];
  /** Minutes before each slot: a break, or a night. */
  breaks: number[];
  /** Slots that cannot be had any more, which some may have wished for. */
  gone: number[];
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
    breaks: fc.array(fc.constantFrom(0, 0, 0, 5, 20 * 60), { minLength: times, maxLength: times }),
    gone: fc.uniqueArray(fc.nat(times - 1), { maxLength: 1 }),
  });

let pupils = 0;
/** Of slots of ten minutes, given by a teacher of its own. */
function roundOf({ talks, breaks, gone }: Drawn, id = 1): RoundToAllot {
  let minutes = id === 1 ? 0 : 5;
  const times = breaks.map((pause, n) => {
    minutes += pause + 10;
    const from = at(minutes);
    return { slotId: id * 100 + n, from, until: at(minutes + 10), day: dayIn("UTC", from) };
  });
  return {
    id,
    minutes: 10,
    times: times.filter((_, n) => !gone.includes(n)),
    gone: times.filter((_, n) => gone.includes(n)),
    talks: talks.map(({ slots, family, wishes }) => {
      const pupilId = ++pupils;
      const guardianId = family < 2 ? family : 1000 + pupilId;
      const wanted = { slots, wishes: wishes.map((n) => times[n]!.slotId) };
      // the guardian of family 0 gives the talks of round 2
      const teacherIds = id === 2 ? [0] : [900 + id];
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

/** Whether one has to do with the other: of the family, or given by the same teacher. */
const knows = (talk: WantedTalk, other: SettledTalk) =>
  areFamily(other, talk) || other.teacherIds.some((id) => talk.teacherIds.includes(id));

const settled = fc.array(
  fc.record({ family: fc.nat(2), begin: fc.nat(12), sameTeacher: fc.boolean() }),
  { maxLength: 2 },
);

describe("the best places", () => {
  test("of one round are as good as the best of all there are", async () => {
    await fc.assert(
      fc.asyncProperty(drawn(5, 5), settled, async (drawn, elsewhere) => {
        const round = roundOf(drawn);
        const talks = elsewhere.map(({ family, begin, sameTeacher }): SettledTalk => ({
          roundId: 2,
          minutes: 10,
          pupilId: ++pupils,
          guardianIds: [family],
          guardianId: family,
          teacherIds: sameTeacher ? [901] : [],
          from: at(begin * 5),
          until: at(begin * 5 + 10),
        }));
        const others = new Map(
          round.talks.map((talk) => [talk, talks.filter((other) => knows(talk, other))]),
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
    const none = roundOf({ talks: [], breaks: [5], gone: [] });
    expect(await allot([none], [], walk)).toEqual(new Map());
    const talks = Array.from({ length: 12 }, (_, family) => ({ slots: 1, family, wishes: [0] }));
    const full = roundOf({ talks, breaks: Array(12).fill(0), gone: [] });
    const places = await allot([full], [], walk);
    expect(places.size).toBe(12);
    expect(worth(full, places, new Map(), walk).slice(0, 2)).toEqual([12, 1]);
  });

  test("are near what was asked: who gets no wish comes as soon after it as can be, that day", async () => {
    const night = 20 * 60;
    const wanted = (...wishes: number[]) => ({ slots: 1, family: 3, wishes });
    const round = roundOf({
      talks: [wanted(5, 6), wanted(5, 6), wanted(5, 6), wanted(7), wanted(4)],
      breaks: [0, 0, night, 0, 0, 0, 0, 0, 0, 0, night, 0],
      gone: [4],
    });
    const places = await allot([round], [], walk);
    expect([...places.values()].map(({ slotIds }) => slotIds[0]! % 100).toSorted((a, b) => a - b))
      .toEqual([3, 5, 6, 7, 8]); // the time at 4 was taken since
  });

  test("leave the teacher no hole when who asked for nothing can come next to the others", async () => {
    const wanted = (...wishes: number[]) => ({ slots: 1, family: 3, wishes });
    const round = roundOf({
      talks: [wanted(3), wanted(), wanted(5), wanted()],
      breaks: [0, 0, 0, 0, 0, 0, 0, 0, 0],
      gone: [],
    });
    const places = [...(await allot([round], [], walk)).values()].map(({ slotIds }) => slotIds[0]!);
    const [first = 0, ...more] = places.toSorted((a, b) => a - b);
    expect(more).toEqual([first + 1, first + 2, first + 3]);
  });
});
