import { plainName } from "./import/match.ts";
import {
  isNumeric,
  lastYear,
  type NewGroup,
  raised,
  type Ref,
  type RosterPupil,
  type Settled,
  type TransitionRoster,
} from "./transition.plan.ts";

// What a settled plan comes to: what is wrong with it, and what is written.

/** What is to be looked at before it is applied. Names of groups, or pupils. */
interface Concerns {
  /** Two groups of one name: it cannot be applied. */
  doubleNames: string[];
  nowhere: RosterPupil[];
  withoutTeacher: string[];
  empty: string[];
}

export function concernsOf(roster: TransitionRoster, { groups, placements }: Settled): Concerns {
  const filled = new Set([
    ...placements.map(({ target }) => target),
    ...roster.pupils.flatMap((pupil) => pupil.nextIds.map((id) => `g${id}`)),
  ]);
  const names = groups.map((group) => plainName(group.name));
  return {
    doubleNames: groups.filter((group, i) => names.indexOf(plainName(group.name)) !== i)
      .map((group) => group.name),
    nowhere: [...new Set(placements.filter(({ target }) => target === "none").map((p) => p.pupil))],
    withoutTeacher: groups.filter((group) => group.teachers.length === 0).map((one) => one.name),
    empty: groups.filter((group) => !filled.has(group.ref)).map((group) => group.name),
  };
}

/** What is written: ids, and references of groups that are still to be made. */
export interface Instructions {
  year: number;
  groups: (NewGroup & { position: number })[];
  members: { ref: Ref; pupilId: number }[];
  /** Places in the new year that were chosen otherwise. */
  removed: { groupId: number; pupilId: number }[];
  years: { pupilId: number; from: string; to: string }[];
  leavers: number[];
}

/** Whoever leaves out of one group leaves the school. Years count on for who was in a group. */
export function instructionsOf(roster: TransitionRoster, settled: Settled): Instructions {
  const { year } = roster;
  const groups = settled.groups.map((group, position) => ({ ...group, position }));
  const instructions: Instructions = {
    year,
    groups,
    members: [],
    removed: [],
    years: [],
    leavers: [],
  };
  for (const [pupil, places] of Map.groupBy(settled.placements, (one) => one.pupil)) {
    const leaves = places.some(({ target }) => target === "leaves");
    const refs = new Set(
      places.map(({ target }) => target).filter((target) => /^[gna]\d/.test(target)),
    );
    const chosen = places.some(({ target }) => target !== "there");
    if (leaves) instructions.leavers.push(pupil.id);
    else for (const ref of refs) instructions.members.push({ ref, pupilId: pupil.id });
    for (const groupId of chosen ? pupil.nextIds : []) {
      if (leaves || !refs.has(`g${groupId}`)) {
        instructions.removed.push({ groupId, pupilId: pupil.id });
      }
    }
    const counts = !leaves && !pupil.administered && pupil.groupIds.length > 0 &&
      isNumeric(pupil.year) && Number(pupil.year) < lastYear;
    if (counts && !places.some(({ stays }) => stays)) {
      instructions.years.push({ pupilId: pupil.id, from: pupil.year, to: raised(pupil.year) });
    }
  }
  return instructions;
}

/** How many pupils a group of the new year will have. */
export function headcount(
  { pupils }: TransitionRoster,
  { removed, members }: Instructions,
  ref: Ref,
): number {
  const gone = new Set(
    removed.filter(({ groupId }) => ref === `g${groupId}`).map(({ pupilId }) => pupilId),
  );
  const there = pupils.filter((pupil) =>
    pupil.nextIds.some((id) => ref === `g${id}`) && !gone.has(pupil.id)
  );
  const come = members.filter((member) => member.ref === ref);
  return new Set([...there.map(({ id }) => id), ...come.map(({ pupilId }) => pupilId)]).size;
}

/** What was written, by ids, to take it back by and to let it take effect. */
export interface Outcome {
  /** Groups that were made for it. */
  made: number[];
  members: { groupId: number; pupilId: number }[];
  removed: Instructions["removed"];
  staff: { groupId: number; personId: number }[];
  years: Instructions["years"];
  leavers: number[];
}
