import {
  areFamily,
  comfort,
  following,
  followUps,
  isBeside,
  isElsewhere,
  type Option,
  rankOf,
  type RoundToAllot,
  settledAt,
  type SettledTalk,
  strayIn,
  sumOf,
  type WantedTalk,
} from "./allotment.places.ts";
import type { Aim, Program } from "./allotment.solver.ts";

/**
 * Where the talks of a round are, as questions: first of each option whether the talk is there; then
 * of two of one family, for each place of the first, whether it is there with the second close by;
 * then of two slots after each other, whether there are talks at both.
 * @param others talks of the same people, that stay where they are
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
  const followed = followUps(round);
  const at = (slotId: number) => (slots.get(slotId) ?? []).map(({ question }) => question);
  const firstFollowed = options.length + together.length;
  const limits = [
    ...[...places.values(), ...slots.values()].map(atMostOne),
    ...together.flatMap(({ here, beside }, n) => [
      onlyIf(options.length + n, [here]),
      onlyIf(options.length + n, beside),
    ]),
    ...followed.flatMap(([one, two], n) => [
      onlyIf(firstFollowed + n, at(one)),
      onlyIf(firstFollowed + n, at(two)),
    ]),
  ];
  /** Of each option so much, of which at most one of a talk counts. */
  const perTalk = (values: number[]) => {
    const spreads = [...places.values()].map((own) => spread(own.map((o) => values[o.question]!)));
    return aim(values, sumOf(spreads));
  };
  const settled = options.map(({ talk, place }) => settledAt(round, talk, place));
  const elsewhere = options.map(({ talk }) => others.get(talk) ?? []);
  const close = perTalk(settled.map((talk, n) => comfort(talk, elsewhere[n]!, walk)));
  const follow = perTalk(settled.map((talk, n) => following(talk, elsewhere[n]!)));
  const strays = options.map(strayIn(round));
  return {
    questions: firstFollowed + followed.length,
    limits,
    aims: [
      perTalk(options.map(() => 1)),
      ...wishAims(round.talks, options),
      withMore(close, options.length, together.length, pairs.length),
      perTalk(options.map((option) => isElsewhere(option) ? -1 : 0)),
      perTalk(strays.map(({ otherDay }) => -otherDay)),
      perTalk(strays.map(({ slots }) => -slots)),
      withMore(follow, firstFollowed, followed.length, followed.length),
    ],
  };
}

/** As many first choices as can be, then second, and so on. */
function wishAims(talks: WantedTalk[], options: Option[]): Aim[] {
  const wishes = talks.map((talk) => talk.wishes.length);
  return Array.from({ length: Math.max(0, ...wishes) }, (_, n) =>
    aim(
      options.map((option) => rankOf(option) === n + 1 ? 1 : 0),
      wishes.filter((w) => w > n).length,
    ));
}

/** And one for each yes to so many questions from one on, of which at most so many can be. */
const withMore = ({ counts, range }: Aim, from: number, questions: number, most: number): Aim => ({
  counts: new Map([
    ...counts,
    ...Array.from({ length: questions }, (_, n) => [from + n, 1] as const),
  ]),
  range: range + most,
});

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
