import { fullName } from "../names.ts";
import type { Findings } from "./plan.ts";
import {
  guardedValues,
  newTarget,
  type PersonIndex,
  type PersonTarget,
  sameName,
} from "./plan_people.ts";
import type { GroupsPlan, RosterFile } from "./plan_roster.ts";
import type { RosterState } from "./queries.ts";
import type { ImportedStaff } from "./roster.ts";
import { mergedName, personChanges } from "./values.ts";

/** What `rol` says that a reader wants to know; codes of the standard. */
const functions: Record<string, string> = {
  DIR: "directeur",
  LOC: "locatieleider",
  IB: "intern begeleider",
  RT: "remedial teacher",
  KLA: "klassenassistent",
  ADM: "administratie",
};

/**
 * Staff are recognised by key, else by e-mail address, else by name. They come in as teachers, or
 * for an admin as office for `ADM`; who has a role here keeps it, for only an admin makes admins.
 * @returns staff who came from the administration and are not in the file; admins never are, and
 *   the office is only for an admin
 */
export function planStaff(
  people: PersonIndex,
  state: RosterState,
  { name: file, roster }: RosterFile,
  groups: GroupsPlan,
  findings: Findings,
  { tellsGone, byAdmin }: { tellsGone: boolean; byAdmin: boolean },
): number[] {
  const claimed = new Set<PersonTarget>();
  for (const one of roster.staff) {
    const found = findStaff(people, one, roster.staff, claimed);
    if (found.length > 1) {
      for (const person of found) claimed.add(person);
      findings.warn(file, one.line, "staff_ambiguous");
      continue;
    }
    const shutOut = people.isShutOut(one.email, found[0]);
    if (shutOut && one.email !== found[0]?.values.email?.toLowerCase()) {
      findings.warn(file, one.line, "address_blocked");
      if (!found[0]) continue;
    }
    const person = found[0] ?? people.add(newTarget());
    claimed.add(person);
    const email = shutOut ? null : one.email;
    planMember(person, { ...one, email }, { file, people, groups, byAdmin }, findings);
  }
  if (!tellsGone || !roster.staff.length) return [];
  const gone = state.people.filter(({ id, staff, values }) =>
    staff && !staff.left && (staff.role === "teacher" || (byAdmin && staff.role === "office")) &&
    values.key &&
    ![...claimed].some((person) => person.id === id)
  );
  for (const { values } of gone) {
    const name = fullName(values);
    findings.rows.staff.push({ change: "gone", name, file: null, line: null, fields: [] });
  }
  return gone.map((row) => row.id);
}

function findStaff(
  people: PersonIndex,
  one: ImportedStaff,
  all: ImportedStaff[],
  claimed: Set<PersonTarget>,
): PersonTarget[] {
  const free = (list: PersonTarget[]) => list.filter((person) => !claimed.has(person));
  const staff = (list: PersonTarget[]) => free(list).filter((person) => person.staff);
  const named = (list: PersonTarget[]) => list.filter((person) => sameName(person.values, one));
  const ofKey = staff(people.withKey(one.key));
  if (ofKey.length) return ofKey;
  const ofEmail = free(people.withEmail(one.email));
  if (named(ofEmail).length) return named(ofEmail);
  const shared = all.filter((other) => other.email === one.email).length > 1;
  if (staff(ofEmail).length === 1 && !shared) return staff(ofEmail);
  return named(staff(people.list)).filter((person) => !one.key || !person.values.key);
}

function planMember(
  person: PersonTarget,
  one: ImportedStaff,
  { file, people, groups, byAdmin }: {
    file: string;
    people: PersonIndex;
    groups: GroupsPlan;
    byAdmin: boolean;
  },
  findings: Findings,
) {
  const { before } = person;
  const known = person.values;
  const keyIsFree = people.withKey(one.key).every((other) => other === person);
  person.values = {
    ...known,
    ...mergedName(one, known),
    key: one.key && keyIsFree ? one.key : known.key,
    email: one.email ?? known.email,
    left: false,
    ...(person.guarded ? guardedValues(known) : {}),
  };
  const isOffice = one.roles.includes("ADM");
  const role = before?.staff?.role ?? (isOffice && byAdmin ? "office" : "teacher");
  const left = person.guarded && before?.staff?.left === true;
  const ofRole = one.roles.map((code) => functions[code]).find(Boolean) ?? "";
  person.staff = {
    role,
    function: one.function || before?.staff?.function || ofRole,
    left,
  };
  const wanted = [...new Set(one.groupKeys.map((key) => groups.byKey.get(key)!))];
  person.groups = wanted.length ? wanted : null;
  person.mentioned = true;
  people.update(person);

  if (!before?.staff && one.roles.includes("DIR")) findings.warn(file, one.line, "director");
  if (!before?.staff && isOffice && !byAdmin) findings.warn(file, one.line, "office_by_admin");
  const keptEmail = one.email !== null && one.email !== person.values.email?.toLowerCase();
  if (person.guarded && (keptEmail || left || known.left)) {
    findings.warn(file, one.line, "admin_needed");
  }
  const had = (before?.groupIds ?? []).filter((id) => groups.administered.has(id));
  const sameGroups = !person.groups ||
    (had.length === wanted.length && wanted.every(({ id }) => had.includes(id ?? -1)));
  const differences = personChanges(before?.values ?? null, person.values);
  person.changed ||= differences.length > 0;
  const fields = [
    ...differences,
    { field: "role" as const, from: before?.staff?.role ?? "", to: role },
    {
      field: "function" as const,
      from: before?.staff?.function ?? "",
      to: person.staff.function,
    },
    ...(before?.staff?.left && !left ? [{ field: "left" as const, from: "yes", to: "" }] : []),
    ...(sameGroups ? [] : [{
      field: "groups" as const,
      from: had.map((id) => groups.names.get(id)!).toSorted().join(", "),
      to: wanted.map((group) => group.name).toSorted().join(", "),
    }]),
  ].filter((change) => change.from !== change.to);
  findings.totals.staff++;
  if (!fields.length) return;
  const change = before?.staff ? "changed" : "added";
  const name = fullName(person.values);
  findings.rows.staff.push({ change, name, file, line: one.line, fields });
}
