import { fullName } from "../names.ts";
import { plainName, pupilMatcher } from "./match.ts";
import type { Findings, PlanContext, PlanRow } from "./plan.ts";
import type { GroupRow, PupilRow, RosterState } from "./queries.ts";
import type { ImportedPupil, ImportedRoster } from "./roster.ts";
import { pupilChanges, type PupilValues, pupilValues } from "./values.ts";

export interface RosterFile {
  name: string;
  roster: ImportedRoster;
}

/** A group as it will be after the import. */
export interface GroupTarget {
  /** Null until one is given out, when the import is applied. */
  id: number | null;
  before: GroupRow | null;
  name: string;
  years: string[];
  keys: string[];
  /** Place among the groups of the file, for new ones. */
  position: number;
  changed: boolean;
}

export interface GroupsPlan {
  targets: GroupTarget[];
  byKey: Map<string, GroupTarget>;
  /** Ids of groups that come from the administration; membership of others is the school's own. */
  administered: Set<number>;
  names: Map<number, string>;
  gone: number[];
}

/** Groups are recognised by key within the school year, else by name where they have no key yet. */
export function planGroups(
  state: RosterState,
  { name: file, roster }: RosterFile,
  { options }: PlanContext,
  findings: Findings,
): GroupsPlan {
  const claimed = new Set<GroupRow>();
  const wanted = mergedGroups(roster, options.merge);
  const targets = wanted.map(({ line, name, years, keys }, position): GroupTarget => {
    const before = state.groups.find((row) =>
      !claimed.has(row) && row.keys.some((key) => keys.includes(key))
    ) ?? state.groups.find((row) =>
      !claimed.has(row) && !row.keys.length && plainName(row.name) === plainName(name)
    );
    if (before) claimed.add(before);
    const fields = [
      { field: "name" as const, from: before?.name ?? "", to: name },
      { field: "years" as const, from: before?.years.join(", ") ?? "", to: years.join(", ") },
      { field: "left" as const, from: before?.left ? "yes" : "", to: "" },
    ].filter((change) => change.from !== change.to);
    findings.totals.groups++;
    if (fields.length) {
      findings.rows.groups.push({ change: before ? "changed" : "added", name, file, line, fields });
    }
    const changed = fields.length > 0;
    return { id: before?.id ?? null, before: before ?? null, name, years, keys, position, changed };
  });
  const gone = state.groups.filter((row) => row.keys.length && !row.left && !claimed.has(row));
  const lost = roster.groups.length ? gone : [];
  for (const { name } of lost) {
    findings.rows.groups.push({ change: "gone", name, file: null, line: null, fields: [] });
  }
  return {
    targets,
    byKey: new Map(targets.flatMap((target) => target.keys.map((key) => [key, target]))),
    administered: new Set(
      state.groups.filter((row) => row.keys.length || claimed.has(row)).map((row) => row.id),
    ),
    names: new Map(state.groups.map((row) => [row.id, row.name])),
    gone: lost.map((row) => row.id),
  };
}

/** The groups of the file, parts that become one taken together, youngest first. */
function mergedGroups({ groups, merges }: ImportedRoster, merge: string[]) {
  const chosen = merges.filter((one) => merge.includes(one.mergeKey));
  const parts = new Set(chosen.flatMap((one) => one.groupKeys));
  return [
    ...chosen.map(({ line, name, years, groupKeys }) => ({ line, name, years, keys: groupKeys })),
    ...groups.filter((group) => !parts.has(group.key))
      .map(({ line, name, years, key }) => ({ line, name, years, keys: [key] })),
  ].sort((a, b) =>
    Number(a.years[0] ?? 99) - Number(b.years[0] ?? 99) ||
    a.name.localeCompare(b.name, "nl", { numeric: true })
  );
}

/** A pupil as they will be after the import. */
export interface PupilTarget {
  /** Null until one is given out, when the import is applied. */
  id: number | null;
  before: PupilRow | null;
  values: PupilValues;
  /** Groups of the school year; null leaves them as they are. */
  groups: GroupTarget[] | null;
  changed: boolean;
}

/** Pupils are recognised by key, else by name and birth date. */
export function planPupils(
  state: RosterState,
  { name: file, roster }: RosterFile,
  groups: GroupsPlan,
  { today }: PlanContext,
  findings: Findings,
  tellsGone: boolean,
): { targets: PupilTarget[]; gone: number[] } {
  const { known, unclear, seen } = recognise(state.pupils, roster.pupils);
  const targets: PupilTarget[] = [];
  for (const pupil of roster.pupils) {
    if (unclear.has(pupil)) {
      findings.warn(file, pupil.line, "pupil_ambiguous");
      findings.leaveOut("pupils");
      continue;
    }
    const before = known.get(pupil) ?? null;
    const values = pupilValues(pupil, today, before?.values);
    const wanted = pupil.groupKeys.map((key) => groups.byKey.get(key)!);
    const target = {
      id: before?.id ?? null,
      before,
      values,
      groups: wanted.length ? [...new Set(wanted)] : null,
    };
    const fields = pupilChanges(before?.values ?? null, values);
    const move = moveOf(target, groups);
    if (values.left) findings.warn(file, pupil.line, "pupil_left");
    findings.totals.pupils++;
    if (fields.length || move) {
      const change = !before
        ? values.left ? "departed" : "added"
        : move && before.values.left === values.left
        ? "moved"
        : "changed";
      const all = move ? [...fields, move] : fields;
      const name = fullName(values);
      findings.rows.pupils.push({ change, name, file, line: pupil.line, fields: all });
    }
    targets.push({ ...target, changed: fields.length > 0 });
  }
  const absent = state.pupils.filter((row) => !seen.has(row));
  const gone = tellsGone && roster.pupils.length ? absent.filter((row) => !row.values.left) : [];
  for (const row of gone) findings.rows.pupils.push(goneRow(row, groups));
  const others = absent.map((before): PupilTarget => ({
    id: before.id,
    before,
    values: before.values,
    groups: null,
    changed: false,
  }));
  return { targets: [...targets, ...others], gone: gone.map((row) => row.id) };
}

function goneRow({ values, groupIds }: PupilRow, groups: GroupsPlan): PlanRow {
  const from = groupIds.map((id) => groups.names.get(id)!).join(", ");
  const fields = from ? [{ field: "groups" as const, from, to: "" }] : [];
  return { change: "gone", name: fullName(values), file: null, line: null, fields };
}

/** @returns `seen` are rows that some line of the file may mean: those are not gone */
function recognise(rows: PupilRow[], pupils: ImportedPupil[]) {
  const known = new Map<ImportedPupil, PupilRow>();
  const unclear = new Set<ImportedPupil>();
  const seen = new Set<PupilRow>();
  const byKey = new Map(rows.filter((row) => row.values.key).map((row) => [row.values.key, row]));
  for (const pupil of pupils) {
    const row = pupil.key && byKey.get(pupil.key);
    if (!row) continue;
    known.set(pupil, row);
    seen.add(row);
  }
  const left = rows.filter((row) => !seen.has(row)).map((row) => ({ ...row.values, row }));
  const byBirth = pupilMatcher(left);
  // Without key and without birth date only the name is left; twice the same name proves nothing.
  const byName = Map.groupBy(left.filter((one) => !one.key && !one.bornOn), nameOf);
  const nameless = new Set<string>();
  for (const pupil of pupils.filter((one) => !known.has(one))) {
    const { bornOn, line } = pupil;
    const match = byBirth({ line, key: null, name: pupil, bornOn, relation: "" });
    const found = match.found === "one"
      ? [match.pupil]
      : match.found === "several"
      ? match.pupils
      : !pupil.key && !bornOn
      ? byName.get(nameOf(pupil)) ?? []
      : [];
    const again = !pupil.key && nameless.has(`${nameOf(pupil)} ${bornOn}`);
    if (!pupil.key) nameless.add(`${nameOf(pupil)} ${bornOn}`);
    if (found.length === 1 && !seen.has(found[0]!.row)) known.set(pupil, found[0]!.row);
    else if (found.length > 0 || again) unclear.add(pupil);
    for (const { row } of found) seen.add(row);
  }
  return { known, unclear, seen };
}

const nameOf = (name: { firstName: string; prefix: string; lastName: string }) =>
  plainName(name.firstName, name.prefix, name.lastName);

/** From which groups to which, where the file puts the pupil in other ones. */
function moveOf({ before, groups: wanted }: Omit<PupilTarget, "changed">, groups: GroupsPlan) {
  if (!wanted) return null;
  const had = (before?.groupIds ?? []).filter((id) => groups.administered.has(id));
  const same = had.length === wanted.length && wanted.every(({ id }) => had.includes(id ?? -1));
  if (same) return null;
  const from = had.length ? had.map((id) => groups.names.get(id)!) : before?.earlier ?? [];
  const names = (list: string[]) => list.toSorted().join(", ");
  return {
    field: "groups" as const,
    from: names(from),
    to: names(wanted.map((group) => group.name)),
  };
}
