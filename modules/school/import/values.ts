import { fullName, type NameParts } from "../names.ts";
import { addressOf, type Reach, unreachable } from "../reach.ts";
import type { Day } from "../tables.ts";
import type { ImportedGuardian, ImportedPupil } from "./roster.ts";

// What an import makes of what is known and what the file says. One rule for every field: what the
// file gives wins, what it leaves empty stays as it is. So nothing that the school typed is wiped.

export interface PupilValues extends NameParts {
  key: string | null;
  givenNames: string;
  bornOn: Day | null;
  sex: number;
  year: string;
  email: string | null;
  enrolledOn: Day | null;
  leftOn: Day | null;
  left: boolean;
}

export interface PersonValues extends NameParts, Reach {
  key: string | null;
  secretAddress: boolean;
  deceased: boolean;
  /** Marked as gone: no access, whatever the children. */
  left: boolean;
}

export interface FieldChange {
  field: FieldName;
  from: string;
  to: string;
}

export type FieldName =
  | "name"
  | "givenNames"
  | "initials"
  | "key"
  | "bornOn"
  | "sex"
  | "year"
  | "years"
  | "email"
  | "phone"
  | "address"
  | "secretAddress"
  | "deceased"
  | "enrolledOn"
  | "leftOn"
  | "left"
  | "groups"
  | "children"
  | "relation"
  | "function"
  | "role";

export const newPerson: PersonValues = {
  key: null,
  firstName: "",
  initials: "",
  prefix: "",
  lastName: "",
  ...unreachable,
  secretAddress: false,
  deceased: false,
  left: false,
};

const newPupil: PupilValues = {
  key: null,
  firstName: "",
  initials: "",
  prefix: "",
  lastName: "",
  givenNames: "",
  bornOn: null,
  sex: 0,
  year: "",
  email: null,
  enrolledOn: null,
  leftOn: null,
  left: false,
};

/** @param today pupils whose last day has passed come in as gone; the others are (again) here */
export function pupilValues(
  file: ImportedPupil,
  today: Day,
  known: PupilValues = newPupil,
): PupilValues {
  const left = file.leftOn !== null && file.leftOn < today;
  const returns = known.left && !left;
  return {
    ...mergedName(file, known),
    key: file.key ?? known.key,
    givenNames: file.givenNames || known.givenNames,
    bornOn: file.bornOn ?? known.bornOn,
    sex: file.sex || known.sex,
    year: file.year || known.year,
    email: file.email ?? known.email,
    enrolledOn: file.enrolledOn ?? known.enrolledOn,
    leftOn: file.leftOn ?? (returns ? null : known.leftOn),
    left,
  };
}

/** An address is taken whole; *geheim* and *overleden* are never taken back by an import. */
export function guardianValues(
  file: ImportedGuardian,
  known: PersonValues = newPerson,
): PersonValues {
  const { address, phone, email } = file.secret;
  return {
    ...mergedName(file, known),
    ...(file.street || file.postcode ? addressOf(file) : addressOf(known)),
    key: file.key ?? known.key,
    email: file.email ?? known.email,
    phone: file.phone ?? known.phone,
    // One mark for all that is secret: too careful is the right mistake to make.
    secretAddress: known.secretAddress || address || phone || email,
    deceased: known.deceased || file.deceased,
    left: false,
  };
}

export function mergedName(file: NameParts, known: NameParts): NameParts {
  const { prefix, lastName } = file.lastName ? file : known;
  return {
    firstName: file.firstName || known.firstName,
    initials: file.initials || known.initials,
    prefix,
    lastName,
  };
}

type Shown<V> = [FieldName, (values: V) => string | null][];

const shownOfPupil: Shown<PupilValues> = [
  ["name", fullName],
  ["initials", (v) => v.initials],
  ["givenNames", (v) => v.givenNames],
  ["key", (v) => v.key],
  ["bornOn", (v) => v.bornOn],
  ["sex", (v) => v.sex ? String(v.sex) : ""],
  ["year", (v) => v.year],
  ["email", (v) => v.email],
  ["enrolledOn", (v) => v.enrolledOn],
  ["leftOn", (v) => v.leftOn],
  ["left", (v) => v.left ? "yes" : ""],
];

const shownOfPerson: Shown<PersonValues> = [
  ["name", fullName],
  ["initials", (v) => v.initials],
  ["key", (v) => v.key],
  ["email", (v) => v.email],
  ["phone", (v) => v.phone],
  ["address", addressLine],
  ["secretAddress", (v) => v.secretAddress ? "yes" : ""],
  ["deceased", (v) => v.deceased ? "yes" : ""],
  ["left", (v) => v.left ? "yes" : ""],
];

export const pupilChanges = (from: PupilValues | null, to: PupilValues) =>
  changes(shownOfPupil, from, to);
export const personChanges = (from: PersonValues | null, to: PersonValues) =>
  changes(shownOfPerson, from, to);

function changes<V>(shown: Shown<V>, from: V | null, to: V): FieldChange[] {
  return shown
    .map(([field, read]) => ({ field, from: (from && read(from)) ?? "", to: read(to) ?? "" }))
    .filter((change) => change.from !== change.to);
}

function addressLine(v: PersonValues): string {
  const number = [v.houseNumber, v.houseAddition].filter(Boolean).join(" ");
  const street = [v.street, number].filter(Boolean).join(" ");
  return [street, [v.postcode, v.city].filter(Boolean).join(" ")].filter(Boolean).join(", ");
}
