import { type Place, placeAt } from "./allotment.places.ts";
import type {
  Allotting,
  AllottingRound,
  AllottingTalk,
  ProposedPlace,
} from "./allotting.queries.ts";
import { keptPlaces, meets } from "./proposal.queries.ts";
import { Refused } from "./refusals.ts";

/**
 * A proposal with one talk moved. Whom it meets there goes, in order, to where it was; for whom that
 * is too short has no place.
 * @param to the first slot; null takes it out
 * @returns all places; undefined when the talk cannot be there
 * @throws Refused overlaps
 */
export function movedPlaces(
  round: AllottingRound,
  { settled, proposed }: Pick<Allotting, "settled" | "proposed">,
  talk: AllottingTalk,
  to: number | null,
): ProposedPlace[] | undefined {
  const places = keptPlaces(round, settled);
  const from = places.get(talk);
  places.delete(talk);
  if (to !== null) {
    const place = placeAt(to, talk.slots, round.times);
    if (!place) return undefined;
    const met = [...places].filter(([, other]) => sharesSlot(other, place));
    for (const [other] of met) places.delete(other);
    const moved = new Map([[talk, place]]);
    let left = from?.slotIds.filter((id) => !place.slotIds.includes(id)) ?? [];
    for (const [other] of met) {
      const next = left[0] === undefined ? undefined : placeAt(left[0], other.slots, round.times);
      if (
        !next || [place, ...places.values(), ...moved.values()].some((one) => sharesSlot(one, next))
      ) {
        continue;
      }
      moved.set(other, next);
      left = left.filter((id) => !next.slotIds.includes(id));
    }
    const elsewhere = [...settled, ...proposed];
    for (const [one, there] of moved) {
      if (meets(elsewhere, one, there)) throw new Refused("overlaps");
      places.set(one, there);
    }
  }
  return [...places].map(([{ pupilId, forGuardianId }, { slotIds }]) => ({
    pupilId,
    forGuardianId,
    slotId: slotIds[0]!,
  }));
}

const sharesSlot = (one: Place, other: Place) =>
  one.slotIds.some((id) => other.slotIds.includes(id));
