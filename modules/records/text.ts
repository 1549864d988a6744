import { texts } from "../../web/language.ts";

/** The sentences that notes and results share. */
export const recordsText = texts("records", {
  group: (name: string) => /^\d/.test(name) ? `Groep ${name}` : name,
  and: "en",
  someone: "ouder",
  change: "Wijzig",
  save: "Bewaar",
  cancel: "Annuleren",
  remove: "Verwijder",
  saved: "De wijzigingen zijn bewaard.",
  changedSince:
    "Iemand anders wijzigde dit terwijl je bezig was. Hieronder staat wat jij typte. Bewaar je dat, dan geldt het.",
  nowThere: "Nu staat er:",
  notRemoved: "Iemand anders wijzigde dit intussen. Kijk of je nog steeds wilt verwijderen.",
  changed: "gewijzigd",
}, {
  group: (name) => /^\d/.test(name) ? `Group ${name}` : name,
  and: "and",
  someone: "parent",
  change: "Change",
  save: "Save",
  cancel: "Cancel",
  remove: "Remove",
  saved: "The changes have been saved.",
  changedSince:
    "Someone else changed this while you were at it. Below is what you typed. If you save, that counts.",
  nowThere: "What is there now:",
  notRemoved: "Someone else changed this meanwhile. See whether you still want to remove it.",
  changed: "changed",
});
