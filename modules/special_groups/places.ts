import type { SpecialGroup } from "./queries.ts";

/** Whether guardians can sign up and off at this moment. */
export const isOpen = ({ closesAt, endedAt }: SpecialGroup, now: Date): boolean =>
  closesAt !== null && closesAt > now && endedAt === null;

/** How many more can join; null where there is no maximum. */
export const placesLeft = ({ maximum, taken }: SpecialGroup): number | null =>
  maximum === null ? null : maximum - taken;
