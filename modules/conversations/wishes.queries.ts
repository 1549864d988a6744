import type { Db } from "../../db/database.ts";
import type { Viewer } from "../../web/viewer.ts";

/** A talk of a fair round that somebody gave wishes for, or nobody. */
export interface Wisher {
  pupilId: number;
  name: string;
  /** Where guardians have talks of their own: whose this is, or null for a child of whom none has wishes. */
  forGuardianId: number | null;
  /** How many times were asked for; 0: none were. */
  wishes: number;
}

/** For those who keep a round: who gave wishes and who did not, by name. */
export const listWishers = (_db: Db, _viewer: Viewer, _roundId: number): Promise<Wisher[]> =>
  Promise.resolve([]);
