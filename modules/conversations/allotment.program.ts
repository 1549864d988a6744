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
  const asked = options.map((option, question) => ({ ...option, question }));
  const places = Map.groupBy(asked, ({ talk }) => talk);
  const slots = Map.groupBy(
    asked.flatMap(({ place, question }) => place.slotIds.map((slotId) => ({ slotId, question }))),
    ({ slotId }) => slotId,
  );
  const pairs = round.talks.flatMap((one, n) =>
    round.talks.slice(n + 1).filter((two) => areFamily(one, two)).map((two) => [one, two] as const)
  );
  const together = pairs.flatMap((pair) => togetherAt(round, pair, places, walk));
  const limits = [
    ...[...places.values(), ...slots.values()].map(atMostOne),
    ...together.flatMap(({ here, beside }, n) => [
      onlyIf(options.length + n, [here]),
      onlyIf(options.length + n, beside),
    ]),
  ];
  const near = options.map(({ talk, place }) =>
    comfort(settledAt(round, talk, place), others.get(talk) ?? [], walk)
  );
  const spreads = [...places.values()].map((own) => spread(own.map((one) => near[one.question]!)));
  const close = aim([...near, ...together.map(() => 1)], pairs.length + sumOf(spreads));
  return {
    questions: options.length + together.length,
    limits,
    aims: aimsOf(round.talks, options, places.size, close),
  };
}

/** In order of weight. @param close for relatives to be near each other */
function aimsOf(talks: WantedTalk[], options: Option[], placeable: number, close: Aim): Aim[] {
  const wishes = talks.map((talk) => talk.wishes.length);
  const askedMore = (n: number) => wishes.filter((w) => w > n).length;
  return [
    aim(options.map(() => 1), placeable),
    ...Array.from(
      { length: Math.max(0, ...wishes) },
      (_, n) => aim(options.map((option) => rankOf(option) === n + 1 ? 1 : 0), askedMore(n)),
    ),
    close,
    aim(options.map((option) => isElsewhere(option) ? -1 : 0), askedMore(0)),
  ];
}

/** For each place of the first of two of one family, the places of the second that are close by. */
function togetherAt(
  round: RoundToAllot,
  [one, two]: readonly [WantedTalk, WantedTalk],
  places: ReadonlyMap<WantedTalk, (Option & { question: number })[]>,
  walk: number,
) {
  return (places.get(one) ?? []).map(({ question, place }) => {
    const there = settledAt(round, one, place);
    const beside = (places.get(two) ?? []).filter((other) =>
      isBeside(there, settledAt(round, two, other.place), walk)
    );
    return { here: question, beside: beside.map((other) => other.question) };
  });
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
