import {
  areFamily,
  comfort,
  isBeside,
  isElsewhere,
  type Option,
  rankOf,
  type RoundToAllot,
  settledAt,
  type SettledTalk,
  sumOf,
  type WantedTalk,
} from "./allotment.places.ts";
import type { Aim, Program } from "./allotment.solver.ts";

/**
 * Where the talks of a round are, as questions: first of each option whether the talk is there, then
 * of two of one family, for each place of the first, whether it is there with the second close by.
 * @param others talks of the same families and children, that stay where they are
 */
export function programFor(
  round: RoundToAllot,
  options: Option[],
  others: ReadonlyMap<WantedTalk, SettledTalk[]>,
  walk: number,
): Program {
  const places = Map.groupBy(
    options.map((option, question) => ({ ...option, question })),
    ({ talk }) => talk,
  );
  const slots = Map.groupBy(
    options.flatMap(({ place }, question) => place.slotIds.map((slotId) => ({ slotId, question }))),
    ({ slotId }) => slotId,
  );
  const limits = [...places.values(), ...slots.values()].map(atMostOne);
  const close = options.map(({ talk, place }) =>
    comfort(settledAt(round, talk, place), others.get(talk) ?? [], walk)
  );
  const pairs = round.talks.flatMap((one, n) =>
    round.talks.slice(n + 1).filter((two) => areFamily(one, two)).map((two) => [one, two] as const)
  );
  for (const [one, two] of pairs) {
    for (const { question, place } of places.get(one) ?? []) {
      const here = settledAt(round, one, place);
      const beside = (places.get(two) ?? []).filter((other) =>
        isBeside(here, settledAt(round, two, other.place), walk)
      );
      const both = close.push(1) - 1;
      limits.push(onlyIf(both, [question]), onlyIf(both, beside.map((other) => other.question)));
    }
  }
  const spreads = [...places.values()].map((own) => spread(own.map((one) => close[one.question]!)));
  const wishes = round.talks.map((talk) => talk.wishes.length);
  return {
    questions: close.length,
    limits,
    aims: [
      aim(options.map(() => 1), places.size),
      ...Array.from(
        { length: Math.max(0, ...wishes) },
        (_, n) =>
          aim(
            options.map((option) => rankOf(option) === n + 1 ? 1 : 0),
            wishes.filter((w) => w > n).length,
          ),
      ),
      aim(close, pairs.length + sumOf(spreads)),
      aim(
        options.map((option) => isElsewhere(option) ? -1 : 0),
        wishes.filter((w) => w > 0).length,
      ),
    ],
  };
}

const atMostOne = (some: { question: number }[]) => ({
  most: 1,
  counts: new Map(some.map(({ question }) => [question, 1])),
});

/** Yes to one question needs a yes to one of others. */
const onlyIf = (question: number, others: number[]) => ({
  most: 0,
  counts: new Map([[question, 1], ...others.map((other) => [other, -1] as const)]),
});

function aim(values: number[], range: number): Aim {
  const counts = new Map<number, number>();
  for (const [question, value] of values.entries()) if (value !== 0) counts.set(question, value);
  return { counts, range };
}

const spread = (values: number[]) => Math.max(0, ...values) - Math.min(0, ...values);
