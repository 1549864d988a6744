import type { Day } from "../tables.ts";
import { planGuardians } from "./plan_guardians.ts";
import { type PersonTarget, personTargets } from "./plan_people.ts";
import { type GroupTarget, planGroups, planPupils, type PupilTarget } from "./plan_roster.ts";
import { planStaff } from "./plan_staff.ts";
import type { RosterState } from "./queries.ts";
import type { ImportWarning } from "./roster.ts";
import {
  guardiansOf,
  type ImportOptions,
  rosterOf,
  schoolYearName,
  type Source,
} from "./sources.ts";
import type { WarningCode } from "./text.ts";
import type { FieldChange } from "./values.ts";

export const entityKinds = ["groups", "pupils", "staff", "guardians"] as const;
export type EntityKind = typeof entityKinds[number];
/** `departed` is new to the school and has left it already, by the file itself. */
export const changeKinds = ["added", "changed", "moved", "departed", "gone"] as const;
export type ChangeKind = typeof changeKinds[number];

/** One group or person for whom something changes, to be looked at. */
export interface PlanRow {
  change: ChangeKind;
  name: string;
  /** Where the file says so; a person who is gone stands in no file. */
  file: string | null;
  line: number | null;
  fields: FieldChange[];
}

export interface PlanWarning extends ImportWarning {
  file: string;
}

/**
 * `total` is how many the files hold; of those `unchanged` stay as they are, and `leftOut` are not
 * taken over: a warning says why.
 */
export type Counts = Record<ChangeKind | "total" | "unchanged" | "leftOut", number>;

/** What an import would do; nothing is done by making it. */
export interface Plan {
  year: number;
  rows: Record<EntityKind, PlanRow[]>;
  counts: Record<EntityKind, Counts>;
  warnings: PlanWarning[];
  work: Work;
}

/** All that is to be there after the import, and what is not in the file any more. */
export interface Work {
  groups: GroupTarget[];
  pupils: PupilTarget[];
  people: PersonTarget[];
  gone: { groups: number[]; pupils: number[]; staff: number[]; guardians: number[] };
}

export interface PlanContext {
  options: ImportOptions;
  /** The school year of today. */
  schoolYear: number;
  today: Day;
  brin: string | null;
  /** Stands in for a name that the file does not give: *ouder van Noor*. */
  nameless: (children: string) => string;
  /** Whether an admin imports: only admins change who runs the school, and how they get in. */
  byAdmin: boolean;
}

/** Collects what a plan shows and warns of. */
export class Findings {
  readonly rows: Record<EntityKind, PlanRow[]> = {
    groups: [],
    pupils: [],
    staff: [],
    guardians: [],
  };
  readonly totals: Record<EntityKind, number> = { groups: 0, pupils: 0, staff: 0, guardians: 0 };
  readonly leftOut: Record<EntityKind, number> = { groups: 0, pupils: 0, staff: 0, guardians: 0 };
  readonly warnings: PlanWarning[] = [];

  /** Someone of the file who is not taken over. */
  leaveOut(kind: EntityKind) {
    this.totals[kind]++;
    this.leftOut[kind]++;
  }

  warn(file: string, line: number, code: WarningCode, values: ImportWarning["values"] = {}) {
    this.warnings.push({ file, line, code, values });
  }
}

/**
 * Compares what was read with what the school has. Pure: the same input gives the same plan, so
 * that what was shown can be made anew when it is applied, from the database as it is then.
 * @throws ImportError when the columns of a table do not fit
 */
export function planImport(state: RosterState, sources: Source[], context: PlanContext): Plan {
  const findings = new Findings();
  const file = rosterOf(sources);
  const people = personTargets(state, context.byAdmin);
  const work: Work = {
    groups: [],
    pupils: [],
    people: [],
    gone: { groups: [], pupils: [], staff: [], guardians: [] },
  };
  // Who is not in next year's file is still here this year; last year's file says nothing of now.
  const tellsGone = context.options.year === context.schoolYear;

  if (file) {
    findings.warnings.push(...file.roster.warnings.map((one) => ({ ...one, file: file.name })));
    warnOfSchool(file, context, findings);
    const groups = planGroups(state, file, context, findings);
    work.groups = groups.targets;
    if (tellsGone) work.gone.groups = groups.gone;
    const pupils = planPupils(state, file, groups, context, findings, tellsGone);
    work.pupils = pupils.targets;
    work.gone.pupils = pupils.gone;
    work.gone.staff = planStaff(people, state, file, groups, findings, {
      tellsGone,
      byAdmin: context.byAdmin,
    });
  } else {
    work.pupils = state.pupils.map((row) => ({
      id: row.id,
      before: row,
      values: row.values,
      groups: null,
      changed: false,
    }));
  }
  const gonePupils = new Set(context.options.markGone ? work.gone.pupils : []);
  work.gone.guardians = planGuardians(people, guardiansOf(sources), {
    pupils: work.pupils.filter((pupil) => pupil.id === null || !gonePupils.has(pupil.id)),
    nameless: context.nameless,
  }, findings);
  work.people = people.list;
  return {
    year: context.options.year,
    rows: findings.rows,
    counts: count(findings),
    warnings: findings.warnings,
    work,
  };
}

function warnOfSchool(
  { name, roster }: NonNullable<ReturnType<typeof rosterOf>>,
  { options, brin }: PlanContext,
  findings: Findings,
) {
  if (roster.schoolYear !== null && roster.schoolYear !== options.year) {
    findings.warn(name, 1, "other_school_year", {
      written: schoolYearName(roster.schoolYear),
      chosen: schoolYearName(options.year),
    });
  }
  if (brin && roster.brin && brin.slice(0, 4) !== roster.brin) {
    findings.warn(name, 1, "other_brin", { written: roster.brin, own: brin });
  }
}

function count({ rows, totals, leftOut }: Findings): Plan["counts"] {
  const of = (kind: EntityKind): Counts => {
    const tally = (change: ChangeKind) => rows[kind].filter((row) => row.change === change).length;
    const changes = Object.fromEntries(
      changeKinds.map((change) => [change, tally(change)]),
    ) as Record<ChangeKind, number>;
    const { added, changed, moved, departed } = changes;
    const total = totals[kind];
    const unchanged = total - added - changed - moved - departed - leftOut[kind];
    return { total, ...changes, unchanged, leftOut: leftOut[kind] };
  };
  return {
    groups: of("groups"),
    pupils: of("pupils"),
    staff: of("staff"),
    guardians: of("guardians"),
  };
}

/** All kinds together. */
export function totalOf(counts: Plan["counts"], change: ChangeKind): number {
  return entityKinds.reduce((sum, kind) => sum + counts[kind][change], 0);
}
