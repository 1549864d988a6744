import { texts } from "../../web/language.ts";

/** The sentences about reports and tests of a child. */
export const resultsText = texts("records.results", {
  newTitle: "Nieuw resultaat",
  changeTitle: "Wijzig het resultaat",
  title: "Titel",
  titleHint: "Bijvoorbeeld: Rapport herfst, Cito-toetsen januari.",
  heldOn: "Datum",
  note: "Toelichting",
  noteHint: "Leg ook de scores uit, bijv. I is het hoogst, V het laagst.",
  scores: "Scores",
  scoresHint: "Lege regels tellen niet mee.",
  subject: "Vak of onderdeel",
  score: "Score",
  subjectNumbered: (n: number) => `Vak of onderdeel ${n}`,
  scoreNumbered: (n: number) => `Score ${n}`,
  moreRows: "Meer regels",
  files: "Bestanden",
  filesHint: (megabytes: number, most: number) =>
    `Hoogstens ${most} bestanden van ${megabytes} MB. Wat kan: foto’s, PDF, Word, Excel, PowerPoint, LibreOffice en tekst.`,
  readers: (child: string) =>
    `De ouders en verzorgers van ${child} lezen dit, en krijgen een mail dat het er staat.`,
  readersOfChange: (child: string) =>
    `De ouders en verzorgers van ${child} lezen dit. Over een wijziging krijgen ze geen mail.`,
  add: "Bewaar resultaat",
  added: "Het resultaat staat erbij. De ouders krijgen een mail.",
  none: (child: string) => `Er zijn nog geen resultaten van ${child}.`,
  lead: (child: string) =>
    `Rapporten en toetsen van ${child}. Alle verzorgers van ${child} kunnen dit zien, andere ouders niet.`,
  removeQuestion: "Het resultaat verdwijnt met zijn bestanden, ook voor de ouders.",
  removeConfirm: "Verwijder resultaat",
  removed: "Het resultaat is weg.",
  goneSince:
    "Iemand anders verwijderde dit resultaat terwijl je bezig was. Wat je typte staat hieronder. Wil je het houden, bewaar het dan opnieuw.",
  errors: {
    rowHalf: "Vul op elke regel het vak en de score in, of laat beide leeg.",
    filesMany: "Dit zijn te veel bestanden.",
    filesGone: "Een van de bestanden is er niet meer. Kies het opnieuw.",
  },
  mail: {
    title: (child: string) => `Nieuw resultaat van ${child}`,
    body: (author: string, child: string) =>
      `${author} heeft een resultaat van ${child} voor u klaargezet. U vindt het in het ouderportaal.`,
    button: "Bekijk het resultaat",
  },
}, {
  newTitle: "New result",
  changeTitle: "Change the result",
  title: "Title",
  titleHint: "For example: Autumn report, January tests.",
  heldOn: "Date",
  note: "Explanation",
  noteHint: "Explain the scores too, e.g. I is the highest, V the lowest.",
  scores: "Scores",
  scoresHint: "Empty rows do not count.",
  subject: "Subject or part",
  score: "Score",
  subjectNumbered: (n) => `Subject or part ${n}`,
  scoreNumbered: (n) => `Score ${n}`,
  moreRows: "More rows",
  files: "Files",
  filesHint: (megabytes, most) =>
    `At most ${most} files of ${megabytes} MB. What is accepted: photos, PDF, Word, Excel, PowerPoint, LibreOffice and text.`,
  readers: (child) => `${child}’s parents and carers read this, and get a mail that it is there.`,
  readersOfChange: (child) =>
    `${child}’s parents and carers read this. They get no mail about a change.`,
  add: "Save result",
  added: "The result has been added. The parents get a mail.",
  none: (child) => `There are no results of ${child} yet.`,
  lead: (child) =>
    `Reports and tests of ${child}. All carers of ${child} can see this, other parents cannot.`,
  removeQuestion: "The result disappears with its files, for the parents too.",
  removeConfirm: "Remove result",
  removed: "The result is gone.",
  goneSince:
    "Someone else removed this result while you were at it. What you typed is below. Want to keep it? Then save it again.",
  errors: {
    rowHalf: "Fill in the subject and the score on each row, or leave both empty.",
    filesMany: "These are too many files.",
    filesGone: "One of the files is no longer there. Choose it again.",
  },
  mail: {
    title: (child) => `New result of ${child}`,
    body: (author, child) =>
      `${author} has put a result of ${child} ready for you. You find it in the parents’ portal.`,
    button: "See the result",
  },
});
