import { formatInitials } from "../names.ts";
import {
  parseDay,
  parseEmail,
  parsePhone,
  parsePostcode,
  parseRelation,
  parseYes,
} from "./dutch.ts";
import { finishGuardians } from "./guardians.ts";
import {
  type ImportedGuardian,
  type ImportedGuardians,
  type PupilReference,
  Warnings,
} from "./roster.ts";
import { childrenAt, childText, leaves, readXml, type Shape, type XmlElement } from "./xml.ts";

const osoNamespace = /^http:\/\/www\.edustandaard\.nl\/oso_gegevensset\/.*dossier$/;

const pupilFields = [
  "voornaam",
  "voornamen",
  "roepnaam",
  "voorvoegsel",
  "achternaam",
  "geboortedatum",
];
const guardian: Shape = {
  ...leaves(
    "voornaam",
    "voornamen",
    "roepnaam",
    "voorletters",
    "voorvoegsel",
    "achternaam",
    "relatietotkind",
    "overleden",
    "adresgeheim",
  ),
  adreslijst: {
    adres: leaves(
      "straat",
      "straatnaam",
      "huisnummer",
      "toevoeging",
      "huisnummertoevoeging",
      "postcode",
      "plaats",
      "plaatsnaam",
      "woonplaats",
      "geheim",
    ),
  },
  communicatielijst: { communicatie: leaves("soort", "nummer", "geheim") },
};

/** Whether an element is the root of an OSO dossier. */
export function isDossier(_name: string, namespace: string): boolean {
  return osoNamespace.test(namespace);
}

/**
 * Guardians of the one pupil of an OSO dossier (OSO gegevensset, edustandaard.nl). Of the pupil only
 * the name and birth date are read, to find the child by; `geslacht`, which is reversed here, is not.
 * @throws ImportError as `parseEdexml`
 */
export function parseOso(bytes: Uint8Array): ImportedGuardians {
  const warnings = new Warnings();
  const pupil = new Map<string, string>();
  const guardians: XmlElement[] = [];
  let line = 1;
  const { guessedEncoding } = readXml(bytes, {
    isBody: (name, namespace) => name === "leerling" && osoNamespace.test(namespace),
    records: { ...leaves(...pupilFields), verzorger: guardian },
    onRecord: (path, element) => {
      if (path === "verzorger") guardians.push(element);
      else if (element.text && !pupil.has(path)) pupil.set(path, element.text);
      if (path === "achternaam") line = element.line;
    },
  });
  if (guessedEncoding) warnings.add(1, "encoding_guessed");
  const bornOn = parseDay(pupil.get("geboortedatum") ?? "");
  const lastName = pupil.get("achternaam") ?? "";
  if (!bornOn || !lastName) {
    warnings.add(line, "child_not_identified");
    return { guardians: [], warnings: warnings.sorted() };
  }
  const givenNames = pupil.get("voornaam") ?? pupil.get("voornamen") ?? "";
  const name = {
    firstName: pupil.get("roepnaam") ?? givenNames.split(" ")[0]!,
    initials: "",
    prefix: pupil.get("voorvoegsel") ?? "",
    lastName,
  };
  const found = guardians.flatMap((element) =>
    readGuardian(element, { line, key: null, name, bornOn }, warnings)
  );
  return finishGuardians(found, warnings);
}

function readGuardian(
  element: XmlElement,
  child: Omit<PupilReference, "relation">,
  warnings: Warnings,
): ImportedGuardian[] {
  const read = (...names: string[]) => childText(element, ...names);
  const address = childrenAt(element, "adreslijst", "adres")[0];
  const ofAddress = (...names: string[]) => (address && childText(address, ...names)) || null;
  // What is secret is written as 9999999999 or geheim@geheim.geheim, which the parsers refuse.
  const contacts = childrenAt(element, "communicatielijst", "communicatie");
  const emails = contacts.filter((one) => childText(one, "soort") === "e-mail");
  const phones = contacts.filter((one) => /^(telefoon|mobiel)$/.test(childText(one, "soort")));
  const secret = (ones: XmlElement[]) => ones.some((one) => parseYes(childText(one, "geheim")));
  const guardian = {
    line: element.line,
    key: null,
    firstName: read("roepnaam", "voornaam", "voornamen").split(" ")[0]!,
    initials: formatInitials(read("voorletters")),
    prefix: read("voorvoegsel"),
    lastName: read("achternaam"),
    email: firstValue(emails, parseEmail),
    phone: firstValue(phones, parsePhone),
    street: ofAddress("straatnaam", "straat"),
    houseNumber: ofAddress("huisnummer"),
    houseAddition: ofAddress("huisnummertoevoeging", "toevoeging"),
    postcode: parsePostcode(ofAddress("postcode") ?? ""),
    city: ofAddress("plaatsnaam", "woonplaats", "plaats"),
    secret: {
      address: parseYes(read("adresgeheim")) || parseYes(ofAddress("geheim") ?? ""),
      phone: secret(phones),
      email: secret(emails),
    },
    deceased: parseYes(read("overleden")),
    pupils: [{ ...child, relation: parseRelation(read("relatietotkind")) }],
  };
  if (guardian.lastName || guardian.firstName || guardian.email) return [guardian];
  warnings.add(element.line, "guardian_without_name");
  return [];
}

function firstValue(elements: XmlElement[], parse: (text: string) => string | null): string | null {
  return elements.map((one) => parse(childText(one, "nummer"))).find((value) => value !== null) ??
    null;
}
