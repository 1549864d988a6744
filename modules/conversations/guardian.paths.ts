/** The card of a child in a round: links lead to it, from the start page and from mails. */
export const cardId = (roundId: number, pupilId: number) => `talk-${roundId}-${pupilId}`;

/** Where a child's preferences in a round are given. */
export const wishesId = (roundId: number, pupilId: number) => `wishes-${roundId}-${pupilId}`;

/** The time of an own talk, among all times. */
export const ownTimeId = (slotId: number) => `time-${slotId}`;

/** The times of one day. */
export const dayId = (day: string) => `day-${day}`;
