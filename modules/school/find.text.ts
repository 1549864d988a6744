import { texts } from "../../web/language.ts";

/** Finding anyone, for everyone who works here. */
export const findText = texts("find", {
  title: "Zoek iemand",
  lead:
    "Leerlingen, ouders en collega’s: op een paar letters van een naam, telefoonnummer, e-mailadres of straat.",
  label: "Naam, telefoon, e-mail of straat",
  submit: "Zoek",
  more: "Typ minstens twee letters of cijfers.",
  none: "Niemand gevonden. Probeer minder letters.",
  found: (n: number) => n === 1 ? "1 gevonden" : `${n} gevonden`,
  tooMany: (n: number) => `De eerste ${n}. Typ een letter meer om verder te zoeken.`,
  pupil: "leerling",
  noChild: "zonder kind op school",
  of: (names: string) => `ouder van ${names}`,
  with: (names: string) => `bij ${names}`,
  teaches: (groups: string) => `groep ${groups}`,
}, {
  title: "Find someone",
  lead:
    "Pupils, parents and colleagues: by a few letters of a name, phone number, e-mail or street.",
  label: "Name, phone, e-mail or street",
  submit: "Search",
  more: "Type at least two letters or digits.",
  none: "Nobody found. Try fewer letters.",
  found: (n) => n === 1 ? "1 found" : `${n} found`,
  tooMany: (n) => `The first ${n}. Type a letter more to look further.`,
  pupil: "pupil",
  noChild: "without a child at school",
  of: (names) => `parent of ${names}`,
  with: (names) => `with ${names}`,
  teaches: (groups) => `group ${groups}`,
});
