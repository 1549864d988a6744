import { texts } from "../../web/language.ts";

/** The sentences about a child's regular sitters. */
export const sittersText = texts("records.sitters", {
  /** For guardians. */
  lead: (child: string) =>
    `Wie haalt ${child} vaak op? De verzorgers van ${child} houden deze lijst samen bij. ` +
    "Medewerkers van school lezen hem ook, andere ouders niet.",
  none: "Er staat nog geen oppas.",
  noneOf: (child: string) => `De ouders van ${child} hebben geen oppas opgegeven.`,
  /** For staff. */
  staffLead: (child: string) =>
    `Wie ${child} vaak ophaalt, volgens de ouders. Zij houden dit zelf bij.`,
  title: "Voeg een oppas toe",
  changeTitle: (name: string) => `Wijzig ${name}`,
  name: "Naam",
  phone: "Telefoon",
  days: "Dagen",
  daysHint: "Kies de vaste dagen. Wisselt het? Kies dan niets.",
  anyDay: "Wisselende dagen",
  note: "Opmerking",
  noteHint: "Bijvoorbeeld: is de buurvrouw, rijdt in een rode auto.",
  add: "Voeg oppas toe",
  change: "Wijzig",
  save: "Bewaar",
  cancel: "Annuleren",
  remove: "Verwijder",
  removeQuestion: (name: string) => `${name} verdwijnt van de lijst, ook voor school.`,
  removeConfirm: "Verwijder oppas",
  added: (name: string) => `${name} staat op de lijst.`,
  changed: "De wijzigingen zijn bewaard.",
  removed: (name: string) => `${name} is van de lijst.`,
  changedSince:
    "Iemand anders wijzigde deze oppas terwijl u bezig was. Hieronder staat wat u typte. Bewaart u dat, dan geldt het.",
  nowThere: "Nu staat er:",
  goneSince:
    "Iemand anders verwijderde deze oppas terwijl u bezig was. Wat u typte staat hieronder. Wilt u hem houden, voeg hem dan opnieuw toe.",
  notRemoved: (name: string) =>
    `${name} is intussen door iemand anders gewijzigd. Kijk of u nog steeds wilt verwijderen.`,
  weekdays: { 1: "maandag", 2: "dinsdag", 3: "woensdag", 4: "donderdag", 5: "vrijdag" },
  errors: {
    phone:
      "Vul een nummer met tien cijfers in, zoals 06-12345678, of een buitenlands nummer dat met + begint.",
  },
}, {
  lead: (child) =>
    `Who often picks ${child} up? ${child}’s carers keep this list together. ` +
    "Staff of the school read it too, other parents do not.",
  none: "There is no sitter yet.",
  noneOf: (child) => `${child}’s parents named no sitter.`,
  staffLead: (child) =>
    `Who often picks ${child} up, according to the parents. They keep this list.`,
  title: "Add a sitter",
  changeTitle: (name) => `Change ${name}`,
  name: "Name",
  phone: "Phone",
  days: "Days",
  daysHint: "Choose the regular days. Does it vary? Then choose none.",
  anyDay: "Varying days",
  note: "Note",
  noteHint: "For example: is the neighbour, drives a red car.",
  add: "Add sitter",
  change: "Change",
  save: "Save",
  cancel: "Cancel",
  remove: "Remove",
  removeQuestion: (name) => `${name} disappears from the list, for the school too.`,
  removeConfirm: "Remove sitter",
  added: (name) => `${name} is on the list.`,
  changed: "The changes have been saved.",
  removed: (name) => `${name} is off the list.`,
  changedSince:
    "Someone else changed this sitter while you were at it. Below is what you typed. If you save, that counts.",
  nowThere: "What is there now:",
  goneSince:
    "Someone else removed this sitter while you were at it. What you typed is below. Want to keep it? Then add it again.",
  notRemoved: (name) =>
    `${name} was changed by someone else meanwhile. See whether you still want to remove it.`,
  weekdays: { 1: "Monday", 2: "Tuesday", 3: "Wednesday", 4: "Thursday", 5: "Friday" },
  errors: {
    phone:
      "Enter a number of ten digits, such as 06-12345678, or a foreign number that begins with +.",
  },
});
