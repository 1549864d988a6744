import { fullName } from "../names.ts";
import { pupilMatcher } from "./match.ts";
import type { Findings } from "./plan.ts";
import {
  guardedValues,
  newTarget,
  type PersonIndex,
  type PersonTarget,
  sameName,
  wholeName,
} from "./plan_people.ts";
import type { PupilTarget } from "./plan_roster.ts";
import type { ImportedGuardian, ImportedGuardians, PupilReference } from "./roster.ts";
import { type FieldChange, guardianValues, personChanges, type PersonValues } from "./values.ts";

interface Context {
  /** Everyone whose guardians may be in the files. */
  pupils: PupilTarget[];
  nameless: (children: string) => string;
}

type Children = Map<PupilTarget, string>;

/**
 * Guardians are recognised by key, else by name and e-mail address, else by name among the guardians
 * of their child. Whoever could be several people is listed, never guessed.
 * @returns guardians of children in the files who are in none of them themselves; they come from
 *   the administration or not, the school decides
 */
export function planGuardians(
  people: PersonIndex,
  files: ({ name: string } & ImportedGuardians)[],
  context: Context,
  findings: Findings,
): number[] {
  const find = childFinder(context.pupils);
  const mentioned = new Set<PersonTarget>();
  const children = new Set<PupilTarget>();
  for (const { name: file, guardians, warnings } of files) {
    findings.warnings.push(...warnings.map((one) => ({ ...one, file })));
    const placed = new Map<ImportedGuardian, Children>();
    for (const guardian of guardians) {
      const theirs = find(guardian.pupils, file, findings);
      for (const child of theirs.keys()) children.add(child);
      if (theirs.size) placed.set(guardian, theirs);
      else leaveOut(people, guardian, mentioned, findings);
    }
    for (const [guardian, found] of recognise(people, placed)) {
      if (found.length > 1) {
        for (const person of found) mentioned.add(person);
        findings.warn(file, guardian.line, "guardian_ambiguous");
        findings.leaveOut("guardians");
        continue;
      }
      const open = withoutBlocked(people, guardian, found[0], placed.get(guardian)!);
      if (open.refused) findings.warn(file, guardian.line, "guardian_blocked");
      if (!found[0] && !open.children.size) {
        leaveOut(people, guardian, mentioned, findings);
        continue;
      }
      const person = found[0] ?? people.add(newTarget());
      mentioned.add(person);
      const given = { ...guardian, email: open.email };
      planGuardian(person, given, open.children, { people, file, ...context }, findings);
    }
  }
  warnOfLinks(people, mentioned, children, files[0]?.name ?? "", findings);
  return goneGuardians(people, mentioned, { ...context, children }, findings);
}

/** Which pupils the references mean; those who left only where nobody who is here fits. */
function childFinder(pupils: PupilTarget[]) {
  const matchable = pupils.map((target) => ({ ...target.values, target }));
  const here = pupilMatcher(matchable.filter((pupil) => !pupil.left));
  const left = pupilMatcher(matchable.filter((pupil) => pupil.left));
  return (references: PupilReference[], file: string, findings: Findings): Children => {
    const children: Children = new Map();
    for (const reference of references) {
      const match = here(reference);
      if (match.found === "one") children.set(match.pupil.target, reference.relation);
      else if (match.found === "several") findings.warn(file, reference.line, "child_ambiguous");
      else if (left(reference).found === "none") {
        findings.warn(file, reference.line, "child_unknown");
      } else findings.warn(file, reference.line, "child_left");
    }
    return children;
  };
}

/** The strongest signs go first, so that nobody is taken by a weaker one. */
function recognise(
  people: PersonIndex,
  guardians: Map<ImportedGuardian, Children>,
): Map<ImportedGuardian, PersonTarget[]> {
  const found = new Map<ImportedGuardian, PersonTarget[]>();
  const taken = new Set<PersonTarget>();
  for (const sign of signs) {
    for (const [guardian, children] of guardians) {
      if (found.has(guardian)) continue;
      const fitting = sign(people, guardian, children).filter((person) => !taken.has(person));
      if (fitting.length) found.set(guardian, fitting);
      if (fitting.length === 1) taken.add(fitting[0]!);
    }
  }
  return new Map([...guardians.keys()].map((guardian) => [guardian, found.get(guardian) ?? []]));
}

type Sign = (people: PersonIndex, guardian: ImportedGuardian, of: Children) => PersonTarget[];

const signs: Sign[] = [
  (people, { key }) => people.withKey(key).filter((person) => !isOnlyStaff(person)),
  (people, guardian) =>
    people.withEmail(guardian.email).filter((person) =>
      wholeName(person.values) !== "" && wholeName(person.values) === wholeName(guardian)
    ),
  (people, guardian, children) => {
    const fitting = people.withEmail(guardian.email).filter((person) =>
      isNameless(person.values) || wholeName(guardian) === "" || sameName(person.values, guardian)
    );
    const near = fitting.filter((person) => isGuardianOf(people, person, children));
    return near.length ? near : fitting;
  },
  // A changed last name, such as after a wedding: same address, same child, same first name.
  (people, guardian, children) =>
    people.withEmail(guardian.email).filter((person) =>
      guardian.firstName !== "" && person.values.firstName === guardian.firstName &&
      isGuardianOf(people, person, children)
    ),
  (people, guardian, children) =>
    wholeName(guardian) === "" ? [] : [
      ...new Set(
        [...children.keys()].flatMap((child) => people.guardiansOf(child))
          .map(({ person }) => person)
          .filter((person) => sameName(person.values, guardian)),
      ),
    ],
];

/**
 * What of a row can be taken over without letting someone in whom the office has blocked: whoever
 * gets the address of someone blocked gets that account as well.
 * @returns no children for someone new who may not come in; `refused` when anything was left out
 */
function withoutBlocked(
  people: PersonIndex,
  { email }: ImportedGuardian,
  person: PersonTarget | undefined,
  children: Children,
): { email: string | null; children: Children; refused: boolean } {
  const shares = person?.values.email?.toLowerCase() === email?.toLowerCase();
  const shutOut = !shares && people.isShutOut(email, person);
  const has = (child: PupilTarget) =>
    people.guardiansOf(child).some((link) => link.person === person);
  const open = new Map(
    [...children].filter(([child]) =>
      has(child) || !(shutOut && !person) && !people.isShutOut(email, person, child)
    ),
  );
  return {
    email: shutOut ? null : email,
    children: open,
    refused: shutOut || open.size < children.size,
  };
}

function isOnlyStaff(person: PersonTarget): boolean {
  return person.staff !== null && person.children.size === 0;
}

function isGuardianOf(people: PersonIndex, person: PersonTarget, children: Children): boolean {
  return [...children.keys()].some((child) =>
    person.children.has(child) || people.guardiansOf(child).some((one) => one.person === person)
  );
}

/** Came in with an e-mail address only, and is called after the children until a name is known. */
function isNameless({ firstName, lastName }: PersonValues): boolean {
  return lastName === "" && /^(ouder van|parent of) /.test(firstName);
}

function planGuardian(
  person: PersonTarget,
  guardian: ImportedGuardian,
  children: Children,
  { people, file, nameless }: Context & { people: PersonIndex; file: string },
  findings: Findings,
) {
  const { before } = person;
  const again = person.mentioned; // in another file of this import as well
  const known = person.values;
  const values = guardianValues(
    guardian,
    isNameless(known) && guardian.lastName ? { ...known, firstName: "" } : known,
  );
  const keyIsFree = people.withKey(guardian.key).every((other) => other === person);
  if (!keyIsFree || (known.key && person.staff)) values.key = known.key;
  if (wholeName(values) === "") {
    values.firstName = nameless(
      [...children.keys()].map((child) => child.values.firstName).join(", "),
    );
  }
  const wished = values.email?.toLowerCase() !== known.email?.toLowerCase() || values.deceased;
  if (person.guarded) {
    if (wished || known.left) findings.warn(file, guardian.line, "admin_needed");
    Object.assign(values, guardedValues(known));
  }
  person.values = values;
  person.mentioned = true;
  people.update(person);

  const links: FieldChange[] = [];
  for (const [child, relation] of children) {
    const link = people.guardiansOf(child).find((one) => one.person === person);
    if (!link) links.push({ field: "children", from: "", to: fullName(child.values) });
    else if (relation && relation !== link.relation) {
      links.push({ field: "relation", from: link.relation, to: relation });
    }
    person.children.set(child, relation || person.children.get(child) || link?.relation || "");
  }
  const differences = personChanges(before?.values ?? null, values);
  person.changed ||= differences.length > 0;
  const fields = [...differences, ...links];
  if (!again) findings.totals.guardians++;
  if (!fields.length) return;
  const row = findings.rows.guardians;
  const name = fullName(values);
  const earlier = again ? row.findIndex((one) => one.name === name) : -1;
  if (earlier >= 0) row.splice(earlier, 1);
  const change = before ? "changed" : "added";
  row.push({ change, name, file, line: guardian.line, fields });
}

/** Links are kept: whether someone may not see a child any more is for the office to say. */
function warnOfLinks(
  people: PersonIndex,
  mentioned: Set<PersonTarget>,
  children: Set<PupilTarget>,
  file: string,
  findings: Findings,
) {
  const kept = [...children].flatMap((child) =>
    people.guardiansOf(child).filter(({ person }) =>
      person.mentioned && mentioned.has(person) && !person.children.has(child)
    )
  );
  if (kept.length) findings.warn(file, 1, "links_kept", { count: kept.length });
}

/** Whoever a row may mean that names no child we know is in a file all the same, so not gone. */
function leaveOut(
  people: PersonIndex,
  { key, email }: ImportedGuardian,
  mentioned: Set<PersonTarget>,
  findings: Findings,
) {
  for (const person of [...people.withKey(key), ...people.withEmail(email)]) mentioned.add(person);
  findings.leaveOut("guardians");
}

/** Those of whom all children are in the files, but they themselves are not. */
function goneGuardians(
  people: PersonIndex,
  mentioned: Set<PersonTarget>,
  { pupils, children }: Pick<Context, "pupils"> & { children: Set<PupilTarget> },
  findings: Findings,
): number[] {
  const elsewhere = new Set(
    pupils.filter((pupil) => !pupil.values.left && !children.has(pupil))
      .flatMap((pupil) => people.guardiansOf(pupil)).map(({ person }) => person),
  );
  const absent = new Set(
    [...children].flatMap((child) => people.guardiansOf(child)).map(({ person }) => person)
      .filter((person) => !mentioned.has(person) && !elsewhere.has(person)),
  );
  const gone = [...absent].filter(({ values, staff, guarded }) =>
    !values.left && !guarded && (!staff || staff.left)
  );
  for (const { values } of gone) {
    const name = fullName(values);
    findings.rows.guardians.push({ change: "gone", name, file: null, line: null, fields: [] });
  }
  return gone.map((person) => person.id!);
}
