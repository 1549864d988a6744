import { formatInitials, type NameParts, splitFullName, splitPrefix } from "../names.ts";
import { addressOf, unreachable } from "../reach.ts";
import {
  parseDay,
  parseEmail,
  parsePhone,
  parsePostcode,
  parseRelation,
  parseYes,
  splitAddress,
} from "./dutch.ts";
import { checkMapping, type Field, type GuardianField, type Mapping } from "./mapping.ts";
import {
  type ImportedGuardian,
  type ImportedGuardians,
  type PupilReference,
  Warnings,
} from "./roster.ts";
import type { Table, TableRow } from "./table.ts";

type Read = (field: Field) => string;

/**
 * Guardians from a table, one row per child or one per guardian: the mapping tells. A guardian who
 * stands on several rows, for several children, becomes one.
 * @throws ImportError when the mapping does not fit the table
 */
export function parseGuardians(table: Table, mapping: Mapping): ImportedGuardians {
  checkMapping(table.header, mapping);
  const warnings = new Warnings();
  warnings.list.push(...table.warnings);
  const columns = new Map(
    Object.entries(mapping).map(([title, field]) => [field, table.header.indexOf(title)]),
  );
  const has = (guardian: string) =>
    [...columns.keys()].some((field) => field.startsWith(`${guardian}.`));
  const present = (["guardian1", "guardian2"] as const).filter(has);

  const guardians = table.rows.flatMap((row) => {
    const read: Read = (field) => row.cells[columns.get(field) ?? -1] ?? "";
    const pupils = readPupils(read, row, warnings);
    const found = present.flatMap((guardian) =>
      readGuardian((field) => read(`${guardian}.${field}`), row, warnings)
    );
    if (!found.length && pupils.length && present.length === 1) {
      warnings.add(row.line, "guardian_without_name");
    }
    if (found.length && !pupils.length) {
      warnings.add(
        row.line,
        hasChildText(read) ? "child_not_identified" : "guardian_without_child",
      );
    }
    return found.map(({ relation, ...guardian }) => ({
      ...guardian,
      pupils: pupils.map((pupil) => ({ ...pupil, relation })),
    }));
  });
  return finishGuardians(guardians, warnings);
}

/** Makes one of the guardians who are the same, and takes from the deceased every way to reach them. */
export function finishGuardians(
  guardians: ImportedGuardian[],
  warnings: Warnings,
): ImportedGuardians {
  const merged = mergeGuardians(guardians, warnings);
  for (const guardian of merged.filter((one) => one.deceased)) {
    warnings.add(guardian.line, "deceased");
    Object.assign(guardian, unreachable);
  }
  return { guardians: merged, warnings: warnings.sorted() };
}

function readPupils(
  read: Read,
  row: TableRow,
  warnings: Warnings,
): Omit<PupilReference, "relation">[] {
  const birthText = read("childBornOn");
  const bornOn = parseDay(birthText);
  if (birthText && !bornOn) warnings.add(row.line, "bad_date", { field: "geboortedatum" });
  const name = readName(
    read("childFirstName"),
    "",
    read("childPrefix"),
    read("childLastName"),
    read("childFullName"),
  );
  const identified = bornOn && name.lastName ? name : null;
  const keys = [...new Set(read("childKey").split(/[,;|\s]+/).filter(Boolean))];
  if (keys.length > 1) {
    return keys.map((key) => ({ line: row.line, key, name: null, bornOn: null }));
  }
  if (!keys.length && !identified) return [];
  return [{ line: row.line, key: keys[0] ?? null, name: identified, bornOn: identified && bornOn }];
}

function hasChildText(read: Read): boolean {
  return (["childKey", "childFirstName", "childLastName", "childFullName", "childBornOn"] as const)
    .some((field) => read(field) !== "");
}

function readGuardian(
  read: (field: GuardianField) => string,
  row: TableRow,
  warnings: Warnings,
): (ImportedGuardian & { relation: PupilReference["relation"] })[] {
  const dead = /†|\(\s*overleden\s*\)/i;
  const withoutMark = (text: string) => text.replace(dead, "").replace(/\s+/g, " ").trim();
  const names = [
    read("firstName"),
    read("initials"),
    read("prefix"),
    read("lastName"),
    read("fullName"),
  ];
  const [firstName, initials, prefix, lastName, wholeName] = names.map(withoutMark) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const name = readName(firstName, initials, prefix, lastName, wholeName);
  const email = readEmail(read("email"), row, warnings);
  if (!name.lastName && !name.firstName && !email) return [];

  const phoneText = read("mobile") || read("phone");
  const phone = parsePhone(read("mobile")) ?? parsePhone(read("phone"));
  if (phoneText && !phone) warnings.add(row.line, "bad_phone");
  const postcode = parsePostcode(read("postcode"));
  if (read("postcode") && !postcode) warnings.add(row.line, "bad_postcode");
  const split = splitAddress(read("address"));
  const secret = parseYes(read("secret"));
  return [{
    ...name,
    line: row.line,
    key: read("key") || null,
    email,
    phone,
    street: read("street") || split.street || null,
    houseNumber: read("houseNumber") || split.number || null,
    houseAddition: read("houseAddition") || split.addition || null,
    postcode: postcode ?? (read("postcode") || null),
    city: read("city") || null,
    secret: {
      address: secret || parseYes(read("secretAddress")),
      phone: secret || parseYes(read("secretPhone")),
      email: secret,
    },
    deceased: parseYes(read("deceased")) || names.some((text) => dead.test(text)),
    pupils: [],
    relation: parseRelation(read("relation")),
  }];
}

function readName(
  firstName: string,
  initials: string,
  prefix: string,
  lastName: string,
  wholeName: string,
): NameParts {
  if (!lastName && wholeName) {
    const split = splitFullName(wholeName);
    return {
      ...split,
      firstName: firstName || split.firstName,
      initials: formatInitials(initials) || split.initials,
    };
  }
  const split = prefix ? { prefix, lastName } : splitPrefix(lastName);
  return { firstName, initials: formatInitials(initials), ...split };
}

function readEmail(text: string, row: TableRow, warnings: Warnings): string | null {
  if (!text) return null;
  const whole = parseEmail(text);
  if (whole) return whole;
  const found = text.split(/[;,/\s]+/).map(parseEmail).filter((email) => email !== null);
  warnings.add(row.line, found.length ? "several_emails" : "bad_email");
  return found[0] ?? null;
}

/** Same key, or same name together with the same address or phone; a name alone proves nothing. */
function mergeGuardians(guardians: ImportedGuardian[], warnings: Warnings): ImportedGuardian[] {
  const byIdentity = new Map<string, ImportedGuardian>();
  const merged: ImportedGuardian[] = [];
  for (const guardian of guardians) {
    const identities = identitiesOf(guardian);
    const known = identities.map((identity) => byIdentity.get(identity)).find((one) =>
      one !== undefined
    );
    const kept = known ?? guardian;
    if (known) addTo(known, guardian, warnings);
    else merged.push(guardian);
    for (const identity of identities) byIdentity.set(identity, kept);
  }
  return merged;
}

function identitiesOf(guardian: ImportedGuardian): string[] {
  if (guardian.key) return [`key ${guardian.key}`];
  const { firstName, initials, prefix, lastName, deceased } = guardian;
  const name = JSON.stringify([firstName || initials, prefix, lastName, deceased]).toLowerCase();
  return [
    guardian.email && `email ${guardian.email} ${name}`,
    guardian.phone && `phone ${guardian.phone} ${name}`,
  ]
    .filter((identity) => identity !== null);
}

function addTo(known: ImportedGuardian, again: ImportedGuardian, warnings: Warnings): void {
  for (
    const field of [
      "email",
      "phone",
      "street",
      "houseNumber",
      "houseAddition",
      "postcode",
      "city",
    ] as const
  ) {
    if (known[field] && again[field] && known[field] !== again[field]) {
      warnings.add(again.line, "guardian_differs", { first: known.line });
      break;
    }
  }
  known.email ??= again.email;
  known.phone ??= again.phone;
  // An address is taken whole or not at all.
  if (!known.street && !known.postcode) {
    Object.assign(known, addressOf(again));
  }
  known.deceased ||= again.deceased;
  known.secret.address ||= again.secret.address;
  known.secret.phone ||= again.secret.phone;
  known.secret.email ||= again.secret.email;
  for (const pupil of again.pupils) {
    const same = known.pupils.some((one) =>
      one.key
        ? one.key === pupil.key
        : one.bornOn === pupil.bornOn && JSON.stringify(one.name) === JSON.stringify(pupil.name)
    );
    if (!same) known.pupils.push(pupil);
  }
}
