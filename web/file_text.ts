import { texts } from "./language.ts";

/** Why a file is refused: the sentences behind the keys of `web/file_types.ts`. */
export const fileText = texts("files", {
  empty: "Dit bestand is leeg.",
  tooLarge: "Dit bestand is te groot. Het mag 20 MB zijn.",
  wrongKind:
    "Dit soort bestand kan niet. Wat kan: foto’s, PDF, Word, Excel, PowerPoint, LibreOffice en tekst.",
  heic: "Deze foto is van een soort (HEIC) die niet overal te zien is. Bewaar hem als JPEG.",
  oldOffice: "Dit is een oud Office-bestand. Bewaar het als .docx, .xlsx of .pptx, of als PDF.",
  macros: "In dit bestand zitten macro’s. Bewaar het zonder macro’s, of als PDF.",
  mismatch: "Dit bestand is iets anders dan zijn naam zegt.",
  broken: "Dit bestand is stuk, of te groot om te openen.",
  unclear: "Er kwam geen bestand binnen. Probeer het opnieuw.",
}, {
  empty: "This file is empty.",
  tooLarge: "This file is too large. It may be 20 MB.",
  wrongKind:
    "This kind of file is not accepted. What is: photos, PDF, Word, Excel, PowerPoint, LibreOffice and text.",
  heic: "This photo is of a kind (HEIC) that not everyone can see. Save it as JPEG.",
  oldOffice: "This is an old Office file. Save it as .docx, .xlsx or .pptx, or as PDF.",
  macros: "This file contains macros. Save it without macros, or as PDF.",
  mismatch: "This file is something else than its name says.",
  broken: "This file is broken, or too large to open.",
  unclear: "No file came in. Try again.",
});
