import type { Db } from "../../db/database.ts";
import type { Viewer } from "../../web/viewer.ts";

/** Who is to come when, until it is booked; what became of times meanwhile is taken into account. */
export interface Proposal {
  roundId: number;
  madeAt: Date;
  /** Counts up at every change: who adjusts or fixes tells which one they saw. */
  version: number;
  /** Every child of the round that is not skipped, by name; guardians apart where talks are. */
  entries: ProposedTalk[];
  figures: Figures;
}

export interface ProposedTalk {
  pupilId: number;
  name: string;
  forGuardianId: number | null;
  /** The guardian of `forGuardianId`. */
  forGuardian: string | null;
  /** How many slots the talk takes. */
  slots: number;
  /** The first slot; null: there is no place, or it was lost (removed, taken, or a talk elsewhere). */
  slotId: number | null;
  from: Date | null;
  until: Date | null;
  /** Which wish this is, from 1; null: none of them. */
  rank: number | null;
  /** How many wishes there are. */
  wishes: number;
  /** It has this time already, by whoever keeps the round; no proposal moves it. */
  booked: boolean;
  /** A talk of the same family close by: after the walk, within the length of one slot. */
  beside: { pupilId: number; name: string; roundTitle: string; from: Date } | null;
}

/** Counts of talks. */
export interface Figures {
  invited: number;
  first: number;
  second: number;
  third: number;
  /** Fourth and fifth choices. */
  later: number;
  /** With a place, without having asked for times. */
  unasked: number;
  /** With a place, at none of the times asked for. */
  elsewhere: number;
  unplaced: number;
  /** Pairs of talks of one family, on a day that both rounds have, both with a place… */
  siblingPairs: number;
  /** … and those of them that are close by each other. */
  siblingsTogether: number;
}

/** The proposal of a round that is being allotted; undefined when there is none. */
export const findProposal = (
  _db: Db,
  _viewer: Viewer,
  _roundId: number,
): Promise<Proposal | undefined> => Promise.resolve(undefined);
