import { texts } from "../../web/language.ts";

const nl = {
  title: "Mijn gegevens downloaden",
  lead:
    "In één bestand alles wat deze school in Schoolbel over u en uw kinderen bewaart: gegevens, berichten, keuzes, bestanden en wie ernaar keek.",
  what:
    "Wat over anderen gaat staat er niet in, zoals het adres van een andere ouder of een notitie die alleen voor school is.",
  download: "Download mijn gegevens",
  tooMany: "U hebt uw gegevens net een paar keer gedownload. Probeer het later nog eens.",
  fileName: "mijn-gegevens",
  folders: { json: "json", csv: "csv", files: "bestanden" },
  parts: {
    account: "account",
    sessions: "apparaten",
    people: "over-mij",
    children: "kinderen",
    contacts: "extra-contactgegevens",
    work: "werk",
    senders: "schrijfrechten",
    changes: "gevraagde-wijzigingen",
    sitters: "oppas",
    notes: "notities",
    results: "resultaten",
    specialGroups: "speciale-groepen",
    groupMails: "mails-aan-groepen",
    talks: "oudergesprekken",
    talkNotes: "notities-bij-oudergesprekken",
    talkWishes: "wensen-voor-oudergesprekken",
    talkRounds: "rondes-oudergesprekken",
    agenda: "agenda",
    posts: "berichten",
    comments: "reacties",
    reactions: "hartjes-en-stemmen",
    read: "gelezen",
    mails: "mail",
    unwantedMail: "mail-uit",
    log: "logboek",
  },
  choices: { none: "niemand", group: "ouders van de groep", school: "ouders van de school" },
  roles: {
    guardian: "ouder of verzorger",
    teacher: "leerkracht",
    office: "administratie",
    admin: "beheerder",
  },
  sexes: { "0": "onbekend", "1": "jongen", "2": "meisje", "9": "niet opgegeven" },
  logBy: { you: "u", staff: "iemand van school", system: "Schoolbel zelf", other: "iemand anders" },
  readme: (school: string, day: string) =>
    `Alles wat ${school} in Schoolbel over u en uw kinderen bewaart, op ${day}.

json/       per onderwerp een bestand dat computers lezen
csv/        hetzelfde, om te openen in een rekenprogramma zoals Excel of LibreOffice
bestanden/  uw foto's, bijlagen en de bestanden bij resultaten

De namen van de vakken in json/ zijn Engels: firstName is de roepnaam, bornOn de geboortedatum,
shares wat u met wie deelt. In csv/ staan ze in het Nederlands. true is ja, false is nee, null is
niet ingevuld. Tijden in json/ eindigen op Z: dat is de tijd in Greenwich, hier één of twee uur eerder.

Wat er niet in staat, en waarom:
- Wat over anderen gaat: het adres of de keuzes van een andere ouder, gegevens van andere
  kinderen, en namen van medewerkers die iets bekeken (AVG, artikel 15 lid 4).
- Notities die de school alleen voor zichzelf maakt, en wat de school over toegang besluit.
  Vraag de school er gerust naar.
- Wachtwoorden, codes en links om mee in te loggen. Die bewaren wij niet leesbaar.
- Wat in back-ups staat: dat is hetzelfde als hier, van eerder.

Klopt er iets niet, of wilt u dat iets wordt gewist? Vraag het de administratie van de school.
`,
};

const en: typeof nl = {
  title: "Download my data",
  lead:
    "In one file all that this school keeps about you and your children in Schoolbel: data, messages, choices, files and who looked at them.",
  what:
    "What is about others is not in it, such as another parent's address or a note that is for school only.",
  download: "Download my data",
  tooMany: "You just downloaded your data a few times. Try again later.",
  fileName: "my-data",
  folders: { json: "json", csv: "csv", files: "files" },
  parts: {
    account: "account",
    sessions: "devices",
    people: "about-me",
    children: "children",
    contacts: "extra-contacts",
    work: "work",
    senders: "rights-to-write",
    changes: "requested-changes",
    sitters: "sitters",
    notes: "notes",
    results: "results",
    specialGroups: "special-groups",
    groupMails: "mails-to-groups",
    talks: "conversations",
    talkNotes: "notes-with-conversations",
    talkWishes: "wishes-for-conversations",
    talkRounds: "rounds-of-conversations",
    agenda: "calendar",
    posts: "posts",
    comments: "comments",
    reactions: "hearts-and-votes",
    read: "read",
    mails: "mail",
    unwantedMail: "mail-off",
    log: "log",
  },
  choices: { none: "nobody", group: "parents of the group", school: "parents of the school" },
  roles: { guardian: "parent or carer", teacher: "teacher", office: "office", admin: "admin" },
  sexes: { "0": "not known", "1": "boy", "2": "girl", "9": "not given" },
  logBy: {
    you: "you",
    staff: "someone at school",
    system: "Schoolbel itself",
    other: "someone else",
  },
  readme: (school, day) =>
    `All that ${school} keeps about you and your children in Schoolbel, on ${day}.

json/   a file per subject, for computers
csv/    the same, to open in a spreadsheet such as Excel or LibreOffice
files/  your photos, attachments and the files of results

In json/ fields have short names: bornOn is the date of birth, shares what you share with whom. In
csv/ they are written out. true is yes, false is no, null is not filled in. Times in json/ end in Z:
that is the time in Greenwich, an hour or two earlier than in the Netherlands.

What is not in it, and why:
- What is about others: another parent's address or choices, data of other children, and names
  of staff who looked at something (GDPR, article 15(4)).
- Notes the school makes for itself, and what the school decides about access. You can always
  ask the school.
- Passwords, codes and links to sign in with. We do not keep them readable.
- What is in backups: the same as here, from earlier.

Is something not right, or do you want something erased? Ask the school office.
`,
};

/** One's own data in one file. */
export const ownDataText = texts("ownData", nl, en, {
  lead:
    "In één bestand alles wat deze school in Schoolbel over jou en je kinderen bewaart: gegevens, berichten, keuzes, bestanden en wie ernaar keek.",
  tooMany: "Je hebt je gegevens net een paar keer gedownload. Probeer het later nog eens.",
});

/** The name of a part's file. */
export function partName(name: string, language: string): string {
  return (ownDataText(language).parts as Record<string, string>)[name] ?? name;
}
