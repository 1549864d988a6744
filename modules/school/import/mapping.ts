import { ImportError } from "./roster.ts";
import { plainTitle } from "./titles.ts";

const childFields = [
  "childKey",
  "childFirstName",
  "childPrefix",
  "childLastName",
  "childFullName",
  "childBornOn",
] as const;

const guardianFields = [
  "key",
  "firstName",
  "initials",
  "prefix",
  "lastName",
  "fullName",
  "email",
  "mobile",
  "phone",
  "street",
  "houseNumber",
  "houseAddition",
  "address",
  "postcode",
  "city",
  "relation",
  "secret",
  "secretAddress",
  "secretPhone",
  "deceased",
] as const;

type ChildField = typeof childFields[number];
export type GuardianField = typeof guardianFields[number];
export type Field = ChildField | `guardian1.${GuardianField}` | `guardian2.${GuardianField}`;

/** All that a column can mean, in the order of the mapping screen. */
export const fields: Field[] = [
  ...childFields,
  ...guardianFields.map((field): Field => `guardian1.${field}`),
  ...guardianFields.map((field): Field => `guardian2.${field}`),
];

/** Meaning by title of column; what is left out is not read. Stored as it is to be remembered. */
export type Mapping = Record<string, Field>;

export type Preset = "social-schools" | "zermelo" | "generic";

const presets: Record<Exclude<Preset, "generic">, Mapping> = {
  "social-schools": {
    roepnaam: "childFirstName",
    tussenvoegsel: "childPrefix",
    achternaam: "childLastName",
    geboortedatum: "childBornOn",
    emailadresouderverzorger1: "guardian1.email",
    emailadresouderverzorger2: "guardian2.email",
  },
  zermelo: {
    code: "guardian1.key",
    voornaam: "guardian1.firstName",
    tussenvoegsel: "guardian1.prefix",
    achternaam: "guardian1.lastName",
    email: "guardian1.email",
    leerlingcodes: "childKey",
  },
};

/** Titles each preset is known by. */
const marks: Record<Exclude<Preset, "generic">, string[]> = {
  "social-schools": ["emailadresouderverzorger1"],
  zermelo: ["code", "leerlingcodes"],
};

/**
 * The most likely meaning of the columns.
 * @param header titles as `readTable` gives them
 * @param remembered mappings this school confirmed earlier; one that fits all its columns wins
 */
export function guessMapping(
  header: string[],
  remembered: Mapping[] = [],
): { preset: Preset | "remembered"; mapping: Mapping } {
  const known = remembered.find((mapping) =>
    Object.keys(mapping).length > 0 && Object.keys(mapping).every((title) => header.includes(title))
  );
  if (known) return { preset: "remembered", mapping: known };
  const plain = header.map(plainTitle);
  const preset =
    (["social-schools", "zermelo"] as const).find((one) =>
      marks[one].every((title) => plain.includes(title))
    ) ?? "generic";
  return { preset, mapping: presetMapping(header, preset) };
}

/** What a preset makes of these columns; `generic` goes by the words in the titles. */
export function presetMapping(header: string[], preset: Preset): Mapping {
  const mapping: Mapping = {};
  const taken = new Set<Field>();
  const hasGuardian = header.some((title) => whose(plainTitle(title)) === "guardian");
  const hasContact = header.map(plainTitle).some((title) =>
    whose(title) === "guardian" &&
    /mail|tel|mobiel|phone|mobile/.test(title)
  );
  const hasBirthDate = header.some((title) =>
    /geb(oorte)?dat|geboren|birth/.test(plainTitle(title))
  );
  for (const title of header) {
    const plain = plainTitle(title);
    const guess = guessField(plain, {
      namesAreChildren: hasGuardian || hasBirthDate,
      hasGuardian,
      hasContact,
    });
    const field = preset === "generic"
      ? guess
      : Object.hasOwn(presets[preset], plain)
      ? presets[preset][plain]!
      : guess && isCareful(guess)
      ? guess
      : null;
    if (field && !taken.has(field)) {
      mapping[title] = field;
      taken.add(field);
    }
  }
  return mapping;
}

/**
 * Makes sure a mapping can be used with a header.
 * @throws ImportError `mapping_no_child`, `mapping_no_guardian`, `mapping_double`, `mapping_unknown`
 */
export function checkMapping(header: string[], mapping: Mapping): void {
  const columnOf = new Map<Field, string>();
  for (const [column, field] of Object.entries(mapping)) {
    if (!header.includes(column) || !fields.includes(field)) {
      throw new ImportError("mapping_unknown");
    }
    const other = columnOf.get(field);
    if (other !== undefined) {
      throw new ImportError("mapping_double", 1, { column: other, other: column });
    }
    columnOf.set(field, column);
  }
  const has = (field: Field) => columnOf.has(field);
  const named = has("childFullName") || has("childLastName");
  if (!has("childKey") && !(named && has("childBornOn"))) throw new ImportError("mapping_no_child");
  const reachable = (["guardian1", "guardian2"] as const).some((guardian) =>
    (["email", "lastName", "fullName"] as const).some((field) => has(`${guardian}.${field}`))
  );
  if (!reachable) throw new ImportError("mapping_no_guardian");
}

function whose(title: string): "guardian" | "child" | "unsaid" {
  if (/ouder|verzorg|vader|moeder|voogd|parent|guardian|father|mother/.test(title)) {
    return "guardian";
  }
  return /leerling|llnr|kind|pupil|child|student/.test(title) ? "child" : "unsaid";
}

/**
 * Meaning of one title. An address that is not said to be a guardian's is the household's when other
 * columns name guardians, and is left alone: parents may live apart. So is an e-mail address or a
 * phone number when other columns give those of the guardians.
 */
function guessField(
  title: string,
  { namesAreChildren, hasGuardian, hasContact }: Record<
    "namesAreChildren" | "hasGuardian" | "hasContact",
    boolean
  >,
): Field | null {
  const said = whose(title);
  const child = guessChildField(title, said === "child");
  if (said === "child" || (child === "childBornOn" && said === "unsaid")) return child;
  const field = guessGuardianField(title);
  const contact = field === "email" || field === "mobile" || field === "phone";
  if (said === "unsaid" && hasGuardian && !isName(field) && (hasContact || !contact)) return null;
  if (said === "unsaid" && namesAreChildren && isName(field)) return child;
  const second = /2|tweede|second|moeder|mother/.test(title);
  return field && `${second ? "guardian2" : "guardian1"}.${field}`;
}

/** Who has died and what is secret is not left out because a preset does not know the column. */
function isCareful(field: Field): boolean {
  return /\.(deceased|secret|secretAddress|secretPhone)$/.test(field);
}

function isName(field: GuardianField | null): boolean {
  return field === "firstName" || field === "initials" || field === "prefix" ||
    field === "lastName" || field === "fullName";
}

function guessChildField(title: string, certain: boolean): ChildField | null {
  if (/geb(oorte)?dat|geboren|birth/.test(title)) return "childBornOn";
  if (/roepnaam|voornaam|firstname/.test(title)) return "childFirstName";
  if (/tussenv|voorvoegsel|prefix/.test(title)) return "childPrefix";
  if (/achternaam|lastname|surname/.test(title)) return "childLastName";
  if (certain && /code|nummer|sleutel|key|nr$|id$|number/.test(title)) return "childKey";
  if (/naam|name/.test(title) || /^(kind|leerling|child|pupil)$/.test(title)) {
    return "childFullName";
  }
  return null;
}

const guardianWords: [RegExp, GuardianField][] = [
  [/overleden|deceased/, "deceased"],
  [/geheim.*(tel|nummer)|(tel|nummer).*geheim|secretphone/, "secretPhone"],
  [/geheim.*adres|adres.*geheim|secretaddress/, "secretAddress"],
  [/geheim|secret/, "secret"],
  [/mail/, "email"],
  [/mobiel|mobile|gsm|06nr/, "mobile"],
  [/telef|phone|^tel|tel\d?$/, "phone"],
  [/postcode|postalcode|zip/, "postcode"],
  [/woonplaats|plaats|city|town/, "city"],
  [/toevoeging|huisletter|addition/, "houseAddition"],
  [/huisnr|huisnummer|housenumber/, "houseNumber"],
  [/straatnaam|^straat|straat\d?$|street/, "street"],
  [/adres|address/, "address"],
  [/relatie|relation|soortverzorger|rol$/, "relation"],
  [/voorletter|initial/, "initials"],
  [/roepnaam|voornaam|firstname/, "firstName"],
  [/tussenv|voorvoegsel|prefix/, "prefix"],
  [/achternaam|lastname|surname/, "lastName"],
  [/naam|name|^((ouder|verzorger|vader|moeder|voogd|parent|guardian)\d?)+$/, "fullName"],
  [/code|nummer|sleutel|key|nr$|id$/, "key"],
];

function guessGuardianField(title: string): GuardianField | null {
  return guardianWords.find(([words]) => words.test(title))?.[1] ?? null;
}
