import { texts } from "../../web/language.ts";

/** The sentences about notes on a child. */
export const notesText = texts("records.notes", {
  title: "Nieuwe notitie",
  changeTitle: "Wijzig de notitie",
  body: "Notitie",
  share: "Zichtbaar voor ouders",
  shareHint: (child: string) =>
    `Met vinkje lezen alle ouders en verzorgers van ${child} de notitie, en krijgen ze een mail dat ` +
    `die er staat. Zonder vinkje lezen alleen de leerkrachten van ${child}, de administratie en de directie die notitie.`,
  add: "Bewaar notitie",
  added: "De notitie staat erbij.",
  addedShared: "De notitie staat erbij. De ouders krijgen een mail.",
  listTitle: "Notities",
  none: (child: string) => `Er zijn nog geen notities over ${child}.`,
  noneShared: (child: string) => `School heeft nog geen notities over ${child} met u gedeeld.`,
  lead: (child: string) =>
    `Wat de leerkrachten van ${child} met u delen. Alle verzorgers van ${child} kunnen dit lezen, andere ouders niet.`,
  shared: "zichtbaar voor ouders",
  notShared: "alleen voor school",
  removeQuestion: "De notitie verdwijnt, ook voor de ouders als zij haar konden lezen.",
  removeConfirm: "Verwijder notitie",
  removed: "De notitie is weg.",
  goneSince:
    "Iemand anders verwijderde deze notitie terwijl je bezig was. Wat je typte staat hieronder. Wil je haar houden, bewaar haar dan opnieuw.",
  mail: {
    title: (child: string) => `Nieuwe notitie over ${child}`,
    body: (author: string, child: string) =>
      `${author} heeft een notitie over ${child} met u gedeeld. U leest haar in het ouderportaal.`,
    button: "Lees de notitie",
  },
}, {
  title: "New note",
  changeTitle: "Change the note",
  body: "Note",
  share: "Visible to parents",
  shareHint: (child) =>
    `If ticked, all parents and carers of ${child} read the note, and get a mail that it is there. ` +
    `If not, only ${child}’s teachers, the office and the head read it.`,
  add: "Save note",
  added: "The note has been added.",
  addedShared: "The note has been added. The parents get a mail.",
  listTitle: "Notes",
  none: (child) => `There are no notes about ${child} yet.`,
  noneShared: (child) => `The school has not shared any notes about ${child} with you yet.`,
  lead: (child) =>
    `What ${child}’s teachers share with you. All carers of ${child} can read this, other parents cannot.`,
  shared: "visible to parents",
  notShared: "for the school only",
  removeQuestion: "The note disappears, for the parents too if they could read it.",
  removeConfirm: "Remove note",
  removed: "The note is gone.",
  goneSince:
    "Someone else removed this note while you were at it. What you typed is below. Want to keep it? Then save it again.",
  mail: {
    title: (child) => `New note about ${child}`,
    body: (author, child) =>
      `${author} shared a note about ${child} with you. You can read it in the parents’ portal.`,
    button: "Read the note",
  },
});
