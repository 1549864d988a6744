import { texts } from "../../web/language.ts";

type Some = (n: number) => string;
const some = (n: number, one: string, several: string) => `${n} ${n === 1 ? one : several}`;

const nl = {
  title: "Wissen",
  titleOf: (name: string) => `Wis ${name}`,
  lead: "Alles over deze persoon verdwijnt uit Schoolbel. Dit kan niet ongedaan worden gemaakt.",
  stillHere: "Deze persoon staat nog ingeschreven en kan na het wissen meteen niet meer inloggen.",
  stillHerePupil: "Deze leerling staat nog ingeschreven.",
  sharedWith: (names: string) => `Het account blijft van ${names}, met wie het gedeeld wordt.`,
  administration:
    "Staat deze persoon nog in de administratie van de school? Haal die daar eerst weg: anders komt die bij de volgende import als nieuw terug, zonder wat hier gewist is.",
  backups: "In back-ups die al gemaakt zijn staan de gegevens tot die back-ups verdwijnen.",
  goes: "Dit verdwijnt",
  goesName: "Naam, adres, telefoon, e-mail en wat er verder over deze persoon staat",
  goesPupil: "Naam, geboortedatum en wat er verder over deze leerling staat",
  stays: "Dit blijft, zonder deze persoon",
  staysLog: "Dat er iets gebeurd is staat nog in het logboek, zonder naam en zonder wat het was",
  gone: {
    accounts: (n) => some(n, "account om mee in te loggen", "accounts om mee in te loggen"),
    photos: (n) => some(n, "foto", "foto’s"),
    contacts: (n) => some(n, "extra contactgegeven", "extra contactgegevens"),
    guardianships: (n) =>
      some(n, "koppeling tussen ouder en kind", "koppelingen van ouder en kind"),
    senders: (n) => some(n, "recht om te schrijven", "rechten om te schrijven"),
    work: () => "de rol op school",
    lessons: (n) => some(n, "groep als leerkracht", "groepen als leerkracht"),
    places: (n) => some(n, "plek in een groep", "plekken in groepen"),
    posts: (n) => some(n, "concept of ingetrokken bericht", "concepten en ingetrokken berichten"),
    files: (n) => some(n, "bestand", "bestanden"),
    comments: (n) => some(n, "reactie", "reacties"),
    symbols: (n) => some(n, "hartje of duim", "hartjes en duimen"),
    readMarks: (n) => some(n, "leesbevestiging", "leesbevestigingen"),
    changes: (n) => some(n, "gevraagde wijziging", "gevraagde wijzigingen"),
    memberships: (n) => some(n, "plek in een speciale groep", "plekken in speciale groepen"),
    mails: (n) => some(n, "mailadres uit de uitgaande mail", "mailadressen uit de uitgaande mail"),
    sitters: (n) => some(n, "oppas", "oppassen"),
    notes: (n) => some(n, "notitie", "notities"),
    results: (n) => some(n, "resultaat", "resultaten"),
    couplingCodes: (n) => some(n, "koppelcode", "koppelcodes"),
    talks: (n) => some(n, "tijd voor een oudergesprek", "tijden voor oudergesprekken"),
    talkRounds: (n) => some(n, "ronde oudergesprekken", "rondes oudergesprekken"),
    agendaItems: (n) => some(n, "activiteit", "activiteiten"),
    specialGroups: (n) => some(n, "speciale groep", "speciale groepen"),
    logValues: (n) =>
      some(n, "regel van het logboek leeggemaakt", "regels van het logboek leeggemaakt"),
    logEntries: (n) => some(n, "regel van het logboek", "regels van het logboek"),
    pupils: (n) => some(n, "leerling", "leerlingen"),
    people: (n) => some(n, "volwassene", "volwassenen"),
  } satisfies Record<string, Some>,
  kept: {
    postsUnsigned: (n) => some(n, "bericht, zonder naam eronder", "berichten, zonder naam eronder"),
    votesUnsigned: (n) => some(n, "stem in een peiling", "stemmen in peilingen"),
    notesUnsigned: (n) => some(n, "notitie over een leerling", "notities over leerlingen"),
    groupMailsUnsigned: (n) => some(n, "mail aan een groep", "mails aan groepen"),
  } satisfies Record<string, Some>,
  reason: "Waarom?",
  reasons: {
    request: "Deze persoon vroeg erom",
    over: "De gegevens zijn niet meer nodig",
    mistake: "De gegevens hadden hier niet mogen staan",
    other: "Iets anders",
  },
  automatic: "Na de bewaartermijn",
  sure: (name: string) => `Ja, wis alles over ${name}`,
  erase: "Wis",
  done: "Gewist.",
  formerly: { guardian: "Oud-ouder", staff: "Oud-medewerker" },
  errors: {
    sure: "Zet een vinkje als je het zeker weet.",
    reason: "Kies waarom.",
    yourself: "Jezelf kun je niet wissen. Vraag het een andere beheerder.",
    gone: "Dit is al gewist.",
    lastAdmin: "Er moet een beheerder overblijven. Je bent het zelf net niet meer.",
  },
};

const en: typeof nl = {
  title: "Erase",
  titleOf: (name) => `Erase ${name}`,
  lead: "Everything about this person disappears from Schoolbel. This cannot be undone.",
  stillHere: "This person still has a place here and cannot sign in any more once erased.",
  stillHerePupil: "This pupil is still enrolled.",
  sharedWith: (names) => `The account stays with ${names}, who share it.`,
  administration:
    "Is this person still in the school's administration? Remove them there first: else the next import brings them back as someone new, without what is erased here.",
  backups: "Backups that were made already hold the data until those backups are gone.",
  goes: "This disappears",
  goesName: "Name, address, phone, e-mail and all else about this person",
  goesPupil: "Name, date of birth and all else about this pupil",
  stays: "This stays, without this person",
  staysLog: "That something happened is still in the log, without the name and without what it was",
  gone: {
    accounts: (n) => some(n, "account to sign in with", "accounts to sign in with"),
    photos: (n) => some(n, "photo", "photos"),
    contacts: (n) => some(n, "extra contact", "extra contacts"),
    guardianships: (n) => some(n, "link between parent and child", "links of parent and child"),
    senders: (n) => some(n, "right to write", "rights to write"),
    work: () => "the role at school",
    lessons: (n) => some(n, "group as teacher", "groups as teacher"),
    places: (n) => some(n, "place in a group", "places in groups"),
    posts: (n) => some(n, "draft or withdrawn post", "drafts and withdrawn posts"),
    files: (n) => some(n, "file", "files"),
    comments: (n) => some(n, "comment", "comments"),
    symbols: (n) => some(n, "heart or thumb", "hearts and thumbs"),
    readMarks: (n) => some(n, "read mark", "read marks"),
    changes: (n) => some(n, "requested change", "requested changes"),
    memberships: (n) => some(n, "place in a special group", "places in special groups"),
    mails: (n) => some(n, "address in the outgoing mail", "addresses in the outgoing mail"),
    sitters: (n) => some(n, "sitter", "sitters"),
    notes: (n) => some(n, "note", "notes"),
    results: (n) => some(n, "result", "results"),
    couplingCodes: (n) => some(n, "coupling code", "coupling codes"),
    talks: (n) => some(n, "time of a conversation", "times of conversations"),
    talkRounds: (n) => some(n, "round of conversations", "rounds of conversations"),
    agendaItems: (n) => some(n, "activity", "activities"),
    specialGroups: (n) => some(n, "special group", "special groups"),
    logValues: (n) => some(n, "line of the log emptied", "lines of the log emptied"),
    logEntries: (n) => some(n, "line of the log", "lines of the log"),
    pupils: (n) => some(n, "pupil", "pupils"),
    people: (n) => some(n, "adult", "adults"),
  },
  kept: {
    postsUnsigned: (n) =>
      some(n, "post, without a name under it", "posts, without a name under them"),
    votesUnsigned: (n) => some(n, "vote in a poll", "votes in polls"),
    notesUnsigned: (n) => some(n, "note about a pupil", "notes about pupils"),
    groupMailsUnsigned: (n) => some(n, "mail to a group", "mails to groups"),
  },
  reason: "Why?",
  reasons: {
    request: "This person asked for it",
    over: "The data are not needed any more",
    mistake: "The data should not have been here",
    other: "Something else",
  },
  automatic: "After the period of keeping",
  sure: (name) => `Yes, erase everything about ${name}`,
  erase: "Erase",
  done: "Erased.",
  formerly: { guardian: "Former parent", staff: "Former staff" },
  errors: {
    sure: "Tick the box when you are sure.",
    reason: "Choose why.",
    yourself: "You cannot erase yourself. Ask another admin.",
    gone: "This has been erased already.",
    lastAdmin: "An admin must remain. You just stopped being one.",
  },
};

/** Erasing someone: what goes, what stays, and why. */
export const erasingText = texts("erasing", nl, en);

/** What went or stayed, in words: *3 reacties*; nothing that is zero. */
export function countWords(
  counts: Record<string, number>,
  language: string,
  of: "gone" | "kept",
): string[] {
  const words: Record<string, Some> = erasingText(language)[of];
  return Object.entries(counts).filter(([key, n]) => n > 0 && key in words)
    .map(([key, n]) => words[key]!(n));
}
