import type { Db } from "../../db/database.ts";
import type { Viewer } from "../../web/viewer.ts";
import { Refused, refusing, type Result } from "./refusals.ts";

/** As many times as one may ask for a talk. */
export const mostWishes = 5;

/**
 * Keeps which times are preferred for the talk about a child: the whole list each time, the dearest
 * first; an empty one takes all back. Where guardians have talks of their own each has a list;
 * otherwise they share one.
 *
 * Refuses: wishesOver, notOpenYet, notFair, roundClosed, withdrawn, notYourChild, notInvited,
 * readOnly, alreadyBooked, tooManyWishes, removed, past, taken.
 * @param wishes.slotIds the first slots of these times; the same one twice counts once
 */
export const setWishes = (
  _db: Db,
  _viewer: Viewer,
  _wishes: { roundId: number; pupilId: number; slotIds: number[] },
  _now: Date,
): Promise<Result> => refusing(() => Promise.reject(new Refused("wishesOver")));
