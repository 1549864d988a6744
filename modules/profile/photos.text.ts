import { texts } from "../../web/language.ts";

/** The photo of oneself and of one's child. */
export const photoText = texts("photos", {
  title: "Foto",
  titleOf: (name: string) => `Foto van ${name}`,
  add: "Voeg een foto toe",
  change: "Wijzig foto",
  choose: "Kies een foto",
  hint: (megabytes: number) =>
    `Een foto van hooguit ${megabytes} MB. We snijden hem vierkant, en bewaren niet waar en waarmee hij gemaakt is.`,
  who: "Medewerkers zien de foto. Welke ouders hem zien, kiest u bij Privacy.",
  submit: "Bewaar foto",
  saved: "De foto is bewaard.",
  remove: "Verwijder foto",
  removed: "De foto is verwijderd.",
  errors: {
    missing: "Kies eerst een foto.",
    empty: "Dit bestand is leeg. Kies een andere foto.",
    tooLarge: (megabytes: number) => `Deze foto is te groot. Hij mag ${megabytes} MB zijn.`,
    wrongKind: "Dit is geen foto die we kunnen lezen. Wat kan: JPEG, PNG, WebP, GIF en AVIF.",
    heic: "Deze foto is van een soort (HEIC) die we niet kunnen lezen. Bewaar hem als JPEG.",
    broken: "Deze foto is stuk, of heeft te veel beeldpunten. Kies een andere foto.",
  },
}, {
  title: "Photo",
  titleOf: (name) => `Photo of ${name}`,
  add: "Add a photo",
  change: "Change photo",
  choose: "Choose a photo",
  hint: (megabytes) =>
    `A photo of at most ${megabytes} MB. We crop it to a square, and do not keep where and with what it was taken.`,
  who: "Staff see the photo. You choose which parents see it under Privacy.",
  submit: "Save photo",
  saved: "The photo is saved.",
  remove: "Remove photo",
  removed: "The photo is removed.",
  errors: {
    missing: "Choose a photo first.",
    empty: "This file is empty. Choose another photo.",
    tooLarge: (megabytes) => `This photo is too large. It may be ${megabytes} MB.`,
    wrongKind:
      "This is not a photo that we can read. What is accepted: JPEG, PNG, WebP, GIF, AVIF.",
    heic: "This photo is of a kind (HEIC) that we cannot read. Save it as JPEG.",
    broken: "This photo is broken, or has too many pixels. Choose another photo.",
  },
}, {
  who: "Medewerkers zien de foto. Welke ouders hem zien, kies je bij Privacy.",
});
