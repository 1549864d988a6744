import { texts } from "../../web/language.ts";

/** What is said of a chosen time or child, and of what was done with it. */
export const panelText = texts("conversations_teacher_panel", {
  slot: {
    title: (time: string) => `Tijd: ${time}`,
    heldUntil: (name: string, moment: string) =>
      `Vastgehouden voor ${name}, tot ${moment}. Alleen dit kind kan er nu in.`,
    about: (subject: string) => `Waarover: ${subject}`,
    chosenBy: (name: string) => `Gekozen door ${name}.`,
    move: "Verplaats naar",
    doMove: "Verplaats",
    moveMails: "De ouders krijgen meteen een mail met de nieuwe tijd.",
    moved: (mailed: number) =>
      `Het gesprek is verplaatst.${
        mailed === 0
          ? ""
          : mailed === 1
          ? " De ouder krijgt een mail met de nieuwe tijd."
          : ` De ${mailed} ouders krijgen een mail met de nieuwe tijd.`
      }`,
    noFree: "Er is geen andere vrije tijd.",
    unbook: "Maak deze tijd vrij",
    unbookQuestion: (name: string, mailed: boolean) =>
      `${name} heeft dan geen gesprek meer.${
        mailed ? " De ouders krijgen daarover een mail." : ""
      }`,
    why: "Wil je er iets bij zeggen? (niet verplicht)",
    whyHint: "Dit staat in de mail aan de ouders.",
    unbooked: "De tijd is weer vrij.",
    pupil: "Leerling",
    guardian: "Ouder",
    book: "Zet erin",
    booked: "Het gesprek staat erin.",
    bookedMailed: "Het gesprek staat erin. De ouders krijgen een mail met de tijd.",
    remove: "Haal deze tijd weg",
    removed: "De tijd is weggehaald.",
    restore: "Zet deze tijd terug",
    restored: "De tijd is teruggezet.",
    shift: "Verschuif deze tijd",
    close: "Klaar",
  },
  pupil: {
    length: "Lengte van het gesprek",
    lengths: (n: number, minutes: number) =>
      n === 0 ? "Overslaan" : n === 1 ? `Gewoon: ${minutes} minuten` : `${n * minutes} minuten`,
    fixed: (minutes: number) =>
      `${minutes} minuten. Een andere lengte, of toch overslaan? Maak dan eerst de tijd vrij.`,
    note: "Notitie voor de ouders van dit kind",
    noteHint: "Alleen zij lezen dit, bij het kiezen van een tijd.",
    slot: "Tijd",
    save: "Bewaar",
    saved: "Bewaard.",
  },
}, {
  slot: {
    title: (time) => `Time: ${time}`,
    heldUntil: (name, moment) =>
      `Kept for ${name} until ${moment}. Only this child can have it now.`,
    about: (subject) => `About: ${subject}`,
    chosenBy: (name) => `Chosen by ${name}.`,
    move: "Move to",
    doMove: "Move",
    moveMails: "The parents get a mail with the new time at once.",
    moved: (mailed) =>
      `The talk has been moved.${
        mailed === 0
          ? ""
          : mailed === 1
          ? " The parent gets a mail with the new time."
          : ` The ${mailed} parents get a mail with the new time.`
      }`,
    noFree: "There is no other free time.",
    unbook: "Free this time",
    unbookQuestion: (name, mailed) =>
      `${name} then has no talk any more.${mailed ? " The parents get a mail about it." : ""}`,
    why: "Is there something you want to say? (optional)",
    whyHint: "This is in the mail to the parents.",
    unbooked: "The time is free again.",
    pupil: "Pupil",
    guardian: "Parent",
    book: "Book",
    booked: "The talk has been booked.",
    bookedMailed: "The talk has been booked. The parents get a mail with the time.",
    remove: "Take this time out",
    removed: "The time has been taken out.",
    restore: "Put this time back",
    restored: "The time has been put back.",
    shift: "Shift this time",
    close: "Done",
  },
  pupil: {
    length: "Length of the talk",
    lengths: (n, minutes) =>
      n === 0 ? "Skip" : n === 1 ? `Usual: ${minutes} minutes` : `${n * minutes} minutes`,
    fixed: (minutes) =>
      `${minutes} minutes. Another length, or no talk after all? Free the time first.`,
    note: "Note for the parents of this child",
    noteHint: "Only they read this, when choosing a time.",
    slot: "Time",
    save: "Save",
    saved: "Saved.",
  },
});
