import { texts } from "./language.ts";

/** What stands on every printed page. */
export const pdfText = texts("pdf", {
  printed: (day: string) => `Afgedrukt op ${day}`,
  page: (n: number, of: number) => `Pagina ${n} van ${of}`,
  unprintable: "Waar � staat, kent deze lijst het teken niet.",
}, {
  printed: (day) => `Printed on ${day}`,
  page: (n, of) => `Page ${n} of ${of}`,
  unprintable: "Where � stands, this list does not know the character.",
});
