/** The parts of a Dutch name; each may be empty. */
export interface NameParts {
  firstName: string;
  initials: string;
  /** The tussenvoegsel, as written before the core word: `van 't`, `de`, `d'`. */
  prefix: string;
  lastName: string;
}

const collator = new Intl.Collator("nl", { sensitivity: "base", ignorePunctuation: true });

const prefixWords = new Set(
  ("van von vom de der den des het 't 's te ten ter tot op in aan bij onder over uit voor zu zum zur " +
    "la le les l' d' da das do dos di del della du el al ben bin ibn af av").split(" "),
);

/** A person as people say it: `Jan de Vries`; initials stand in for an unknown first name. */
export function fullName(name: NameParts): string {
  const first = name.firstName || formatInitials(name.initials);
  return [first, joinPrefix(name.prefix, name.lastName)].filter(Boolean).join(" ");
}

/** Order of Dutch lists: core word, then first name, then prefix. For `Array.sort`. */
export function compareNames(a: NameParts, b: NameParts): number {
  return collator.compare(a.lastName, b.lastName) ||
    collator.compare(a.firstName, b.firstName) ||
    collator.compare(a.prefix, b.prefix);
}

/** `IH` and `i.h.` become `I.H.`; what is not a row of letters is left as it is. */
export function formatInitials(initials: string): string {
  const letters = initials.replace(/[\s.]/g, "");
  if (!/^\p{Lu}+$/u.test(letters) && !/^(\p{L}\.)+$/u.test(initials.replace(/\s/g, ""))) {
    return initials.trim();
  }
  return [...letters.toLocaleUpperCase("nl")].map((letter) => `${letter}.`).join("");
}

/** Takes the prefix off a last name that carries it: `de Vries` or `Vries, de` → `de` + `Vries`. */
export function splitPrefix(lastName: string): { prefix: string; lastName: string } {
  const turned = /^([^,]+),\s*(.+)$/.exec(lastName);
  if (turned && turned[2]!.split(" ").every(isPrefixWord)) {
    return { prefix: turned[2]!, lastName: turned[1]!.trim() };
  }
  const elided = /^([dl]['’])\s?(\p{Lu}.*)$/u.exec(lastName);
  if (elided) return { prefix: elided[1]!, lastName: elided[2]! };
  const words = lastName.split(" ");
  let count = 0;
  while (count < words.length - 1 && isPrefixWord(words[count]!)) count++;
  return { prefix: words.slice(0, count).join(" "), lastName: words.slice(count).join(" ") };
}

/** Splits `Jan de Vries`, `A.B. de Vries` or `Vries, Jan de`; titles such as *mw.* fall away. */
export function splitFullName(text: string): NameParts {
  const name = text.replace(
    /^((dhr|mw|mevr|mevrouw|meneer|de heer|fam|familie|dr|drs|ir|mr)\.?\s+)+/i,
    "",
  );
  const comma = name.indexOf(",");
  if (comma > 0) {
    const rest = name.slice(comma + 1).replaceAll(",", " ").split(" ").filter(Boolean);
    let start = rest.length;
    while (start > 0 && isPrefixWord(rest[start - 1]!)) start--;
    return {
      ...firstOrInitials(rest.slice(0, start).join(" ")),
      prefix: rest.slice(start).join(" "),
      lastName: name.slice(0, comma).trim(),
    };
  }
  const words = name.split(" ").filter(Boolean);
  if (words.length < 2) {
    return { firstName: "", initials: "", prefix: "", lastName: words.join(" ") };
  }
  const found = words.findIndex((word, index) => index > 0 && splitsHere(word));
  const cut = found > 0 && (found < words.length - 1 || !isPrefixWord(words[found]!)) ? found : 1;
  return {
    ...firstOrInitials(words.slice(0, cut).join(" ")),
    ...splitPrefix(words.slice(cut).join(" ")),
  };
}

function splitsHere(word: string): boolean {
  return isPrefixWord(word) || /^[dl]['’]\p{Lu}/u.test(word);
}

function isPrefixWord(word: string): boolean {
  return prefixWords.has(word.replace("’", "'"));
}

function firstOrInitials(text: string): { firstName: string; initials: string } {
  return /^(\p{L}\.\s?)+$/u.test(text)
    ? { firstName: "", initials: formatInitials(text) }
    : { firstName: text, initials: "" };
}

function joinPrefix(prefix: string, lastName: string): string {
  if (!prefix) return lastName;
  return /(^|\s)[dl]['’]$/.test(prefix) ? prefix + lastName : `${prefix} ${lastName}`.trim();
}

/** A name as the columns of a row. */
export const nameRow = (input: NameParts) => ({
  first_name: input.firstName,
  initials: input.initials,
  prefix: input.prefix,
  last_name: input.lastName,
});
