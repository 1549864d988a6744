import type { Slot } from "./slots.queries.ts";

/** A talk that looks for a place. */
interface Wanted {
  pupilId: number;
  /** How many slots it takes. */
  slots: number;
  /** Where it is now, when it moves: its own slots come free for it. */
  from?: Slot;
}

/** The times at which a talk can begin, by what the schedule shows; the database has the last word. */
export function startsFor(all: Slot[], talk: Wanted, now: Date): Slot[] {
  const usable = all.filter((slot) => isOpenTo(slot, talk, now));
  return usable.filter((slot) => {
    let end = slot;
    for (let part = 1; part < talk.slots; part++) {
      const next = usable.find(({ from }) => from.getTime() === end.until.getTime());
      if (!next) return false;
      end = next;
    }
    return slot.id !== talk.from?.id;
  });
}

function isOpenTo(slot: Slot, { pupilId, from }: Wanted, now: Date): boolean {
  if (slot.removed || slot.from <= now) return false;
  if (slot.pupil) return from !== undefined && isSameTalk(slot, from);
  return !slot.heldFor || slot.heldFor.until <= now || slot.heldFor.id === pupilId;
}

/** Whether two slots are of one talk, or would be if they were taken. */
export const isSameTalk = (a: Slot, b: Slot) =>
  a.pupil?.id === b.pupil?.id && a.forGuardian?.id === b.forGuardian?.id;
