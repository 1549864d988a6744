import type { When } from "../../web/dates.ts";
import type { Viewer } from "../../web/viewer.ts";
import type { Proposal, ProposedTalk } from "./proposal.queries.ts";
import type { Round } from "./rounds.queries.ts";
import type { Slot } from "./slots.queries.ts";
import { roundPath } from "./teacher.paths.ts";

export interface ProposalProps {
  viewer: Viewer;
  when: When;
  round: Round;
  proposal: Proposal;
  slots: Slot[];
  /** The talk that is being moved. */
  chosen: ProposedTalk | undefined;
}

export const proposalPath = (viewer: Viewer, round: { id: number }) =>
  `${roundPath(viewer, round)}/proposal`;

/** A time in the picture: a talk of one or more slots, or one that is free. */
export interface Cell {
  slot: Slot;
  entry: ProposedTalk | undefined;
}

/** The times of a proposal in order; a longer talk is one. */
export function cellsOf(
  { slots, proposal: { entries } }: Pick<ProposalProps, "slots" | "proposal">,
) {
  const bySlot = new Map(entries.map((entry) => [entry.slotId, entry]));
  const cells: Cell[] = [];
  let takenUntil = new Date(0);
  for (const slot of slots) {
    if (slot.removed || slot.from < takenUntil) continue;
    const entry = bySlot.get(slot.id);
    if (entry?.until) takenUntil = entry.until;
    cells.push({ slot, entry });
  }
  return cells;
}
