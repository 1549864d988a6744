import { formatInitials, type NameParts } from "../names.ts";
import { areCitizenNumbers, parseDay, parseEmail, parseSchoolYear } from "./dutch.ts";
import { addYearsOfPupils, GroupIndex, knownYears, limited, suggestMerges } from "./groups.ts";
import {
  type ImportedPupil,
  type ImportedRoster,
  type ImportedStaff,
  ImportError,
  maxPupils,
  Warnings,
} from "./roster.ts";
import { childrenAt, childText, leaves, readXml, type Shape, type XmlElement } from "./xml.ts";

const uwlrNamespace = /^http:\/\/www\.edustandaard\.nl\/leerresultaten\/\d+\/leerlinggegevens$/;

const groupReference: Shape = leaves("key");
const nameFields = leaves(
  "key",
  "achternaam",
  "voorvoegsel",
  "voornamen",
  "voorletters-1",
  "voorletters",
  "roepnaam",
  "emailadres",
);

// What is not named here is not read. Dropped on purpose: bsn, sofinummer, onderwijsnummer,
// bsn_ondwnr-4, rijksregisternummer, etniciteit, land*, gewicht*. Also left out: @eckid, which the
// law keeps for learning materials, and fotourl, gebruikersnaam and postcode, which nobody asked for.
const records: Record<string, Shape> = {
  "school": leaves("schooljaar", "brincode", "dependancecode"),
  "groepen/groep": leaves("key", "naam", "jaargroep"),
  "groepen/samengestelde_groep": leaves("key", "naam"),
  "leerlingen/leerling": {
    ...nameFields,
    ...leaves("geboortedatum", "geslacht", "jaargroep", "instroomdatum", "uitstroomdatum"),
    groep: groupReference,
    samengestelde_groepen: { samengestelde_groep: groupReference },
  },
  "leerkrachten/leerkracht": {
    ...nameFields,
    ...leaves("rol", "rolomschrijving"),
    groepen: { groep: groupReference, samengestelde_groep: groupReference },
  },
};

/** Whether an element is the body of an EDEXML file or of a UWLR message, whatever is around it. */
export function isRosterBody(name: string, namespace: string, depth: number): boolean {
  return (name === "EDEX" && depth === 1) ||
    (name === "leerlinggegevens" && uwlrNamespace.test(namespace));
}

/**
 * Reads pupils, groups and staff from EDEXML 1.0.3, 2.0 or 2.1, or from a UWLR message.
 * @param bytes the file as it was uploaded
 * @throws ImportError when the file as a whole cannot be used, with the line
 */
export function parseEdexml(bytes: Uint8Array): ImportedRoster {
  const found: Record<string, XmlElement[]> = {};
  const { guessedEncoding } = readXml(bytes, {
    isBody: isRosterBody,
    records,
    onRecord: (path, element) => {
      const list = found[path] ??= [];
      if (list.length >= maxPupils) {
        throw new ImportError("too_many_rows", element.line, { max: maxPupils });
      }
      list.push(element);
    },
  });
  const warnings = new Warnings();
  if (guessedEncoding) warnings.add(1, "encoding_guessed");

  const school = found["school"]?.[0];
  const groups = new GroupIndex(warnings);
  const plain = (found["groepen/groep"] ?? []).map((element) => groups.add(element, false));
  const combined = (found["groepen/samengestelde_groep"] ?? []).map((element) =>
    groups.add(element, true)
  );
  const pupils = unique(found["leerlingen/leerling"] ?? [], "duplicate_pupil", warnings)
    .flatMap((element) => readPupil(element, groups, warnings));
  const staff = unique(found["leerkrachten/leerkracht"] ?? [], "duplicate_staff", warnings)
    .flatMap((element) => readStaff(element, groups, warnings));

  if (!pupils.length) warnings.add(1, "no_pupils");
  if (areCitizenNumbers(pupils.map((pupil) => pupil.key ?? ""))) {
    for (const pupil of pupils) pupil.key = null;
    warnings.add(pupils[0]!.line, "keys_are_citizen_numbers");
  }
  addYearsOfPupils(groups.list, pupils);
  const merges = suggestMerges(groups.list, warnings);
  if (plain.length + combined.length === 0 && groups.list.length) {
    warnings.add(groups.list[0]!.line, "groups_made", { count: groups.list.length });
  }
  return {
    ...readSchool(school, warnings),
    groups: groups.list.sort((a, b) => a.line - b.line),
    pupils,
    staff,
    merges,
    warnings: warnings.sorted(),
  };
}

function readSchool(school: XmlElement | undefined, warnings: Warnings) {
  if (!school) {
    warnings.add(1, "no_school");
    return { schoolYear: null, brin: null, branch: null };
  }
  // Any year will do: the official schema stops at 2024-2025, the schools do not.
  const schoolYear = parseSchoolYear(childText(school, "schooljaar"));
  if (schoolYear === null) warnings.add(school.line, "no_school_year");
  const brin = /^\d{2}[A-Z]{2}$/.exec(childText(school, "brincode").toUpperCase())?.[0] ?? null;
  const branch = /^\d{2}$/.exec(childText(school, "dependancecode"))?.[0] ?? null;
  return { schoolYear, brin, branch: branch === "00" ? null : branch };
}

function readPupil(element: XmlElement, groups: GroupIndex, warnings: Warnings): ImportedPupil[] {
  const name = readName(element, warnings);
  if (!name) {
    warnings.add(element.line, "pupil_without_name");
    return [];
  }
  if (!element.key) warnings.add(element.line, "pupil_without_key");
  const classKeys = groups.resolve(childrenAt(element, "groep"));
  const combinedKeys = groups.resolve(
    childrenAt(element, "samengestelde_groepen", "samengestelde_groep"),
  );
  const groupKeys = [...new Set([...classKeys, ...combinedKeys])];
  if (!groupKeys.length) warnings.add(element.line, "pupil_without_group");

  const writtenYear = childText(element, "jaargroep");
  const knownYear = knownYears.test(writtenYear);
  if (writtenYear && !knownYear) warnings.add(element.line, "unknown_year");
  const sex = childText(element, "geslacht");
  return [{
    ...name,
    line: element.line,
    key: element.key || null,
    bornOn: readDay(element, "geboortedatum", warnings),
    sex: sex === "1" ? 1 : sex === "2" ? 2 : sex === "9" ? 9 : 0,
    year: knownYear ? writtenYear : groups.yearOf(classKeys),
    email: readEmail(element, warnings),
    enrolledOn: readDay(element, "instroomdatum", warnings),
    leftOn: readDay(element, "uitstroomdatum", warnings),
    groupKeys,
  }];
}

function readStaff(element: XmlElement, groups: GroupIndex, warnings: Warnings): ImportedStaff[] {
  const name = readName(element, warnings);
  if (!name) {
    warnings.add(element.line, "staff_without_name");
    return [];
  }
  if (!element.key) warnings.add(element.line, "staff_without_key");
  const { givenNames: _, ...parts } = name;
  return [{
    ...parts,
    line: element.line,
    key: element.key || null,
    email: readEmail(element, warnings),
    roles: childrenAt(element, "rol").map((role) => role.text).filter((code) =>
      /^[A-Z]{2,4}$/.test(code)
    ),
    function: limited(childText(element, "rolomschrijving"), element.line, warnings),
    groupKeys: groups.resolve([
      ...childrenAt(element, "groepen", "groep"),
      ...childrenAt(element, "groepen", "samengestelde_groep"),
    ]),
  }];
}

/** Null when there is no name at all; a first name is taken from the given names when need be. */
function readName(
  element: XmlElement,
  warnings: Warnings,
): (NameParts & { givenNames: string }) | null {
  const read = (...names: string[]) =>
    limited(childText(element, ...names), element.line, warnings);
  const givenNames = read("voornamen");
  const name = {
    firstName: read("roepnaam") || (givenNames.split(" ")[0] ?? ""),
    givenNames,
    initials: formatInitials(read("voorletters-1", "voorletters")),
    prefix: read("voorvoegsel"),
    lastName: read("achternaam"),
  };
  return name.firstName || name.lastName ? name : null;
}

function readDay(element: XmlElement, field: string, warnings: Warnings): string | null {
  const text = childText(element, field);
  const day = parseDay(text);
  if (text && !day) warnings.add(element.line, "bad_date", { field });
  return day;
}

function readEmail(element: XmlElement, warnings: Warnings): string | null {
  const text = childText(element, "emailadres");
  const email = parseEmail(text);
  if (text && !email) warnings.add(element.line, "bad_email");
  return email;
}

/** Keeps the first element of every key. */
function unique(
  elements: XmlElement[],
  code: "duplicate_pupil" | "duplicate_staff",
  warnings: Warnings,
): XmlElement[] {
  const first = new Map<string, number>();
  return elements.filter((element) => {
    const earlier = element.key ? first.get(element.key) : undefined;
    if (earlier !== undefined) {
      warnings.add(element.line, code, { first: earlier });
      return false;
    }
    first.set(element.key, element.line);
    return true;
  });
}
