import { plainName } from "./import/match.ts";
import type { NameParts } from "./names.ts";

// What the step to the next school year comes to. Pure: the same roster and the same choices give
// the same picture, so what was looked at can be made anew when it is applied.

/**
 * A group of the year that begins: `g12` is there already, `n12` follows this year's group 12,
 * `a1` was added by hand.
 */
export type Ref = string;
/** Where pupils go: to a group, out of the school, or nowhere yet. */
export type Target = Ref | "leaves" | "none";

/** What the office chose; what is not in it is as it is proposed. */
export interface Plan {
  /** A group whose name was emptied does not come. */
  groups: Record<Ref, { name: string; teachers: number[] }>;
  /** By `setKey`. */
  sets: Record<string, Target>;
  /** Pupils who do not go with their set, by `pupilKey`. */
  pupils: Record<string, Target>;
  /** Ids of pupils who do their year again. */
  stay: number[];
}

export interface FromGroup {
  id: number;
  name: string;
  years: string[];
  teachers: number[];
}

/** The roster, as far as it matters for the step to `year`. */
export interface TransitionRoster {
  /** The school year that begins: 2027 is 2027-2028. */
  year: number;
  /** Groups of the year before. */
  groups: FromGroup[];
  /** Groups of the year that begins. */
  next: FromGroup[];
  /** Everyone who is at the school. */
  pupils: RosterPupil[];
  staff: { id: number; name: string }[];
}

export interface RosterPupil extends NameParts {
  id: number;
  /** Jaargroep. */
  year: string;
  /** Groups of the year before; none for who has only just come. */
  groupIds: number[];
  /** Groups of the year that begins, by hand or by an import. */
  nextIds: number[];
  /** One of those is the administration's, so its year is that of the new school year already. */
  administered: boolean;
}

/** A group as it will be. */
export interface NewGroup {
  ref: Ref;
  /** Null as long as it is not there. */
  id: number | null;
  name: string;
  years: string[];
  teachers: number[];
  /** It has its teachers already; elsewhere they can still be chosen. */
  taught: boolean;
}

/** Pupils of one group and one jaargroep who are nowhere in the new year yet. */
export interface PupilSet {
  key: string;
  /** 0 for who is in no group. */
  groupId: number;
  year: string;
  pupils: RosterPupil[];
  target: Target;
}

/** One pupil out of one group. `there` is who was put in a group of the new year before. */
export interface Placement {
  pupil: RosterPupil;
  groupId: number;
  target: Target | "there";
  stays: boolean;
}

/** All that will be, when the plan is carried out on the roster as it is. */
export interface Settled {
  groups: NewGroup[];
  /** Those whose name was emptied: they do not come. */
  dropped: NewGroup[];
  sets: PupilSet[];
  placements: Placement[];
}

const setKey = (groupId: number, year: string) => `${groupId}:${year}`;
export const pupilKey = (groupId: number, pupilId: number) => `${groupId}:${pupilId}`;
export const emptyPlan: Plan = { groups: {}, sets: {}, pupils: {}, stay: [] };

export const lastYear = 8;
export const isNumeric = (year: string) => /^\d+$/.test(year);
export const raised = (year: string) => String(Number(year) + 1);

/** Fills in the plan with what is proposed, and places everyone. */
export function settle(roster: TransitionRoster, plan: Plan): Settled {
  const { groups, dropped, resolve } = newGroups(roster, plan);
  const sets = pupilSets(roster).map((set): PupilSet => ({
    ...set,
    target: resolve(plan.sets[set.key] ?? proposedTarget(roster, groups, set)),
  }));
  const targets = new Map(sets.map((set) => [set.key, set.target]));
  const stay = new Set(plan.stay);
  const placements = roster.pupils.flatMap((pupil) =>
    fromIds(pupil).map((groupId): Placement => {
      const stays = stay.has(pupil.id) && groupId !== 0;
      const chosen = plan.pupils[pupilKey(groupId, pupil.id)];
      const set = { groupId, year: pupil.year };
      const target = chosen !== undefined
        ? resolve(chosen)
        : pupil.nextIds.length > 0
        ? "there"
        : stays
        ? resolve(stayTarget(roster, groups, set))
        : targets.get(setKey(groupId, pupil.year))!;
      return { pupil, groupId, target, stays };
    })
  );
  return { groups, dropped, sets, placements };
}

/** Who is in no group stands under 0. */
const fromIds = ({ groupIds }: RosterPupil) => groupIds.length > 0 ? groupIds : [0];

function pupilSets({ groups, pupils }: TransitionRoster): Omit<PupilSet, "target">[] {
  return [...groups.map((group) => group.id), 0].flatMap((groupId) => {
    const here = pupils.filter((pupil) =>
      pupil.nextIds.length === 0 && fromIds(pupil).includes(groupId)
    );
    return [...Map.groupBy(here, (pupil) => pupil.year)]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([year, some]) => ({ key: setKey(groupId, year), groupId, year, pupils: some }));
  });
}

/** Jaargroepen of a group: its own, else those in its name, where they fit, else its pupils'. */
function yearsOf(group: FromGroup, { pupils }: TransitionRoster): string[] {
  if (group.years.length > 0) return group.years;
  const here = pupils.filter((pupil) => pupil.groupIds.includes(group.id) && !pupil.administered)
    .map((pupil) => pupil.year);
  const named = yearsInName(group.name);
  const fits = here.length === 0 || named.some((year) => here.includes(year));
  return fits && named.length > 0 ? named : [...new Set(here)].filter(isNumeric).sort();
}

/** `1/2b` is of 1 and 2; a number that is no jaargroep says nothing. */
function yearsInName(name: string): string[] {
  return (name.match(/\d+/g) ?? []).filter((number) => Number(number) <= lastYear);
}

/**
 * What this year's group becomes: `3a` becomes `4a`; a combined group stays what it is, as those
 * who are its youngest now are its oldest then. Of group 8 nothing is left.
 */
function follower(group: FromGroup, roster: TransitionRoster) {
  const years = yearsOf(group, roster);
  const [year] = years;
  if (years.length !== 1 || !isNumeric(year!)) return { name: group.name, years };
  if (Number(year) >= lastYear) return undefined;
  const next = raised(year!);
  const name = group.name.replace(new RegExp(`(?<!\\d)${year}(?!\\d)`), next);
  return { name: isAlone(group, year!, roster) ? next : name, years: [next] };
}

/** The only group of its jaargroep, where the next one is a single group without a letter now. */
function isAlone(group: FromGroup, year: string, roster: TransitionRoster): boolean {
  const only = (of: string) => roster.groups.filter((one) => `${yearsOf(one, roster)}` === of);
  const above = only(raised(year));
  return only(year).every((one) => one.id === group.id) && above.length === 1 &&
    above[0]!.name.trim() === raised(year);
}

/** The groups of the new year, and what a target of the plan means among them. */
function newGroups(roster: TransitionRoster, plan: Plan) {
  const existing = roster.next.map((group): NewGroup => ({
    ...group,
    ref: `g${group.id}`,
    taught: group.teachers.length > 0,
  }));
  const following = roster.groups.flatMap((group): NewGroup[] => {
    const next = follower(group, roster);
    if (!next || !roster.pupils.some((pupil) => pupil.groupIds.includes(group.id))) return [];
    const ref = `n${group.id}`;
    return [freshGroup(ref, plan.groups[ref]?.name ?? next.name, next.years)];
  });
  const added = Object.entries(plan.groups).filter(([ref]) => ref.startsWith("a"))
    .map(([ref, { name }]) => freshGroup(ref, name, []));
  const fresh = [...following, ...added];
  const twin = (group: NewGroup) =>
    existing.find((other) => plainName(other.name) === plainName(group.name));
  const alias = new Map(fresh.map((group) => [group.ref, twin(group)?.ref ?? group.ref]));
  const made = fresh.filter((group) => group.name !== "" && alias.get(group.ref) === group.ref);
  const groups = [...existing, ...made].sort(byYear);
  const known = new Set(groups.map((group) => group.ref));
  const resolve = (target: Target): Target => {
    if (target === "leaves" || target === "none") return target;
    const ref = alias.get(target) ?? target;
    return known.has(ref) ? ref : "none";
  };
  return {
    groups: withTeachers(roster, plan, groups),
    dropped: fresh.filter((group) => group.name === ""),
    resolve,
  };
}

/** Its jaargroepen are those its name tells, else those of the pupils who make it. */
function freshGroup(ref: Ref, name: string, years: string[]): NewGroup {
  const named = yearsInName(name);
  return { ref, id: null, name, years: named.length ? named : years, teachers: [], taught: false };
}

/** 1/2a, 2b, 3, 5a, 5b, 5/6, 8. */
export function byYear(a: NewGroup, b: NewGroup): number {
  return Number(a.years[0] ?? 99) - Number(b.years[0] ?? 99) ||
    Number(a.years.at(-1) ?? 99) - Number(b.years.at(-1) ?? 99) ||
    a.name.localeCompare(b.name, "nl", { numeric: true });
}

/**
 * Who teaches a new group: as was chosen; else the team of this year's group of that name, of one
 * of its jaargroep, or of the group it follows. Each team is proposed once.
 */
function withTeachers(roster: TransitionRoster, plan: Plan, groups: NewGroup[]): NewGroup[] {
  const free = new Set(roster.groups);
  const proposed = new Map<NewGroup, FromGroup>();
  const fits: ((group: NewGroup, from: FromGroup) => boolean)[] = [
    (group, from) => plainName(from.name) === plainName(group.name),
    (group, from) => group.years.length > 0 && `${yearsOf(from, roster)}` === `${group.years}`,
    (group, from) => group.ref === `n${from.id}`,
  ];
  for (const fit of fits) {
    for (const group of groups.filter((one) => !proposed.has(one))) {
      const from = [...free].find((one) => one.teachers.length > 0 && fit(group, one));
      if (!from) continue;
      proposed.set(group, from);
      free.delete(from);
    }
  }
  return groups.map((group) => {
    if (group.taught) return group;
    const teachers = plan.groups[group.ref]?.teachers ?? proposed.get(group)?.teachers ?? [];
    return { ...group, teachers };
  });
}

/** Where a set goes unless told otherwise. */
function proposedTarget(
  roster: TransitionRoster,
  groups: NewGroup[],
  set: Pick<PupilSet, "groupId" | "year">,
): Target {
  const from = roster.groups.find((group) => group.id === set.groupId);
  if (!from) return "none";
  if (!isNumeric(set.year)) return `n${from.id}`;
  if (Number(set.year) >= lastYear) return "leaves";
  const years = yearsOf(from, roster);
  const goesAlong = years.length <= 1 || years.includes(raised(set.year));
  return goesAlong ? `n${from.id}` : groupOf(raised(set.year), from, groups);
}

/** Where someone of this set goes who does the year again. */
function stayTarget(
  roster: TransitionRoster,
  groups: NewGroup[],
  { groupId, year }: Pick<PupilSet, "groupId" | "year">,
): Target {
  const from = roster.groups.find((group) => group.id === groupId);
  return from ? groupOf(year, from, groups) : "none";
}

/** The new group of a jaargroep: the one with the same letter as before, else the only one. */
function groupOf(year: string, from: FromGroup, groups: NewGroup[]): Target {
  const fitting = groups.filter((group) => group.years.includes(year));
  const letter = (name: string) => /\d\s*([a-z]?)$/i.exec(name)?.[1]?.toLowerCase();
  const same = fitting.filter((group) => letter(group.name) === letter(from.name));
  const exact = fitting.filter((group) => group.years.length === 1);
  const only = [same, exact, fitting].find((list) => list.length === 1);
  return only?.[0]?.ref ?? "none";
}
