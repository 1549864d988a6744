import type { Db, Trx } from "../../db/database.ts";
import type { Viewer } from "../../web/viewer.ts";
import type { Proposal, ProposedTalk } from "./proposal.queries.ts";
import { Refused, refusing, type Result } from "./refusals.ts";

/**
 * Works out who could come when, for one round or several together, and keeps it to be looked at;
 * a proposal there was is replaced.
 *
 * Refuses: notFair, wishesNotOver, notOpenYet, allotted, roundClosed, withdrawn, and readOnly for a
 * round that is not the viewer's to keep.
 */
export const proposeAllotment = (
  _db: Db,
  _viewer: Viewer,
  _roundIds: number[],
  _now: Date,
): Promise<Result<{ proposals: Proposal[] }>> =>
  refusing(() => Promise.reject(new Refused("wishesNotOver")));

/**
 * Moves one of a proposal; onto a time that another has, they swap, and whom no place is left for
 * has none.
 *
 * Refuses: changedMeanwhile, noTalk, alreadyBooked (it has a fixed time), taken, removed, past,
 * tooShort, overlaps (a talk of the same family at that time), and as `proposeAllotment`.
 * @param move.to the first slot; null takes it out
 * @param move.was the version that was seen
 */
export const moveProposed = (
  _db: Db,
  _viewer: Viewer,
  _roundId: number,
  _move: { pupilId: number; forGuardianId: number | null; to: number | null; was: number },
  _now: Date,
): Promise<Result> => refusing(() => Promise.reject(new Refused("changedMeanwhile")));

/** What must happen in the same transaction, once it is booked: the mails. */
export type TellAllotted = (trx: Trx, talks: ProposedTalk[]) => Promise<void>;

/**
 * Books all of a proposal, and opens the round to everyone's changes. Who lost a place meanwhile
 * has none.
 *
 * Refuses: changedMeanwhile, and as `proposeAllotment`.
 * @param was the version that was seen
 * @param tell gets all talks of the round, those without a place too
 */
export const fixAllotment = (
  _db: Db,
  _viewer: Viewer,
  _roundId: number,
  _was: number,
  _now: Date,
  _tell?: TellAllotted,
): Promise<Result<{ placed: number; unplaced: number }>> =>
  refusing(() => Promise.reject(new Refused("changedMeanwhile")));
