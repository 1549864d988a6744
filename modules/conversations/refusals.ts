import type { Db, Trx } from "../../db/database.ts";

/** Why something was not done; nothing was changed. Keys of the module's `text.refusals`. */
export type Refusal =
  // of who books
  | "taken"
  | "roundClosed"
  | "notOpenYet"
  | "notYourChild"
  | "notInvited"
  | "removed"
  | "alreadyBooked"
  | "overlaps"
  | "readOnly"
  | "heldForOther"
  | "past"
  | "tooShort"
  | "withdrawn"
  | "noTalk"
  // of who keeps the round
  | "booked"
  | "published"
  | "teacherBusy"
  | "slotsOverlap"
  | "summerTime"
  | "otherDay"
  | "otherYear"
  | "otherGroups"
  | "yearToCome"
  | "unknownGroup"
  | "unknownTeacher"
  | "whichGuardian"
  | "opensLate"
  | "wishesLate"
  | "noWishesUntil"
  | "momentsPast"
  | "allPast"
  | "closesLate"
  | "justReminded"
  // of a fair round
  | "wishesOver"
  | "wishesNotOver"
  | "tooManyWishes"
  | "notFair"
  | "allotted"
  | "notAllotted"
  | "changedMeanwhile";

export type Result<T extends object = object> =
  | ({ ok: true } & T)
  | { ok: false; refusal: Refusal };

/** Ends a transaction: nothing of it is kept. */
export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal);
  }
}

/** Ends a transaction that met another, and is worth another try; refused when none of them is. */
export class Again extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal);
  }
}

/** What the database does not let happen, by the name of the constraint. */
const constraints: Record<string, Refusal> = {
  talk_slots_booking: "alreadyBooked",
  talk_slots_guardian: "overlaps",
  talk_slots_pupil: "overlaps",
  talk_slots_round: "slotsOverlap",
  talk_slot_teachers_free: "teacherBusy",
};
const violations = ["23505", "23P01"];
const deadlock = "40P01";
const mostTries = 5;

/** Does work in one transaction, that all of it or nothing is done, or tells why not. */
export const attempt = <T extends object>(
  db: Db,
  work: (trx: Trx) => Promise<T>,
): Promise<Result<T>> => refusing(() => db.transaction().execute(work));

/**
 * Tells why work was not done. Two who wait for each other (an exclusion constraint met by both at
 * once) are parted by the database; the one it ended tries again.
 */
export async function refusing<T extends object>(work: () => Promise<T>): Promise<Result<T>> {
  for (let tries = 1;; tries++) {
    try {
      return { ok: true, ...await work() };
    } catch (error) {
      if (tries < mostTries && isWorthAnother(error)) continue;
      const refusal = refusalOf(error);
      if (refusal) return { ok: false, refusal };
      throw error;
    }
  }
}

function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refused || error instanceof Again) return error.refusal;
  if (!(error instanceof Error) || !violations.includes(codeOf(error) ?? "")) return undefined;
  const { constraint_name: name } = error as { constraint_name?: string };
  return name ? constraints[name] : undefined;
}

const isWorthAnother = (error: unknown) =>
  error instanceof Again || (error instanceof Error && codeOf(error) === deadlock);

const codeOf = (error: Error) => (error as { code?: string }).code;
