import { texts } from "../../web/language.ts";

/** The lists of everyone, and inviting them. */
export const peopleText = texts("people", {
  title: "Mensen",
  lead:
    "Iedereen die de school kent. Zoek op een paar letters van een naam, adres, e-mailadres of kind.",
  tabs: { label: "Soort mensen", guardians: "Ouders", pupils: "Leerlingen", staff: "Medewerkers" },
  add: { guardians: "Ouder erbij", pupils: "Leerling erbij", staff: "Medewerker erbij" },
  search: "Zoek iemand",
  searchSubmit: "Zoek",
  filters: {
    label: "Toon",
    all: "Iedereen",
    inactive: "Nog niet actief",
    noAddress: "Geen werkend adres",
  },
  columns: {
    name: "Naam",
    children: "Kinderen",
    state: "Account",
    groups: "Groepen",
    born: "Geboren",
    guardians: "Ouders en verzorgers",
    role: "Rol",
  },
  found: (n: number) => n === 1 ? "1 gevonden" : `${n} gevonden`,
  noneFound: "Niemand gevonden. Zoek op minder letters, of kijk bij een ander tabblad.",
  empty: {
    guardians: "Er staan nog geen ouders in het portaal.",
    pupils: "Er staan nog geen leerlingen in het portaal.",
    staff: "Er staan nog geen medewerkers in het portaal.",
  },
  toImport: "Importeer groepen en mensen",
  pages: "Bladeren",
  previous: "Vorige",
  next: "Volgende",
  pageOf: (page: number, pages: number) => `Bladzijde ${page} van ${pages}`,
  state: {
    active: "actief",
    invited: (day: string) => `uitgenodigd, ${day}`,
    waiting: "nog niet uitgenodigd",
    noAddress: "geen e-mailadres",
    undelivered: "mail komt niet aan",
    readOnly: "alleen lezen",
    blocked: "geblokkeerd",
    shutOut: "geen toegang (geblokkeerd voor alle kinderen)",
    left: "uitgeschreven",
    deceased: "overleden",
  },
  roles: { teacher: "leerkracht", office: "administratie", admin: "beheerder" },
  group: (name: string) => `groep ${name}`,
  invitations: {
    link: "Uitnodigingen",
    title: "Uitnodigingen",
    lead:
      "Wie een e-mailadres heeft, krijgt een mail met een eigen link om een wachtwoord te kiezen. De link is 14 dagen geldig en werkt één keer.",
    progress: "Zo ver zijn we",
    activeOf: (active: number, all: number) => `${active} van ${all} accounts actief`,
    active: "actief",
    invited: "uitgenodigd, nog niet actief",
    waiting: "nog niet uitgenodigd",
    inactive: "Wie is nog niet actief?",
    noAddress: "Wie krijgt geen mail?",
    noAddressHint:
      "Er is geen e-mailadres, of mail daarheen komt niet aan. Vul een goed adres in, of bel.",
    noMailServer:
      "Er is nog geen mailserver ingesteld. Uitnodigingen worden klaargezet en gaan nog niet de deur uit.",
    toAll: "Nodig iedereen uit die nog niet actief is",
    all: (n: number) =>
      n === 1
        ? "Nodig de ene uit die nog niet actief is"
        : `Nodig iedereen uit die nog niet actief is (${n})`,
    question: (n: number) =>
      n === 1
        ? "Er gaat 1 mail uit. Wie al eerder een uitnodiging kreeg, krijgt een nieuwe link; ook de oude blijft werken."
        : `Er gaan ${n} mails uit. Wie al eerder een uitnodiging kreeg, krijgt een nieuwe link; ook de oude blijft werken.`,
    questionKept: (n: number) =>
      `Er ${
        n === 1 ? "wordt 1 mail" : `worden ${n} mails`
      } klaargezet. Die gaan pas weg als er een mailserver is.`,
    confirmKept: (n: number) =>
      n === 1 ? "Zet 1 uitnodiging klaar" : `Zet ${n} uitnodigingen klaar`,
    confirm: (n: number) => n === 1 ? "Verstuur 1 uitnodiging" : `Verstuur ${n} uitnodigingen`,
    sent: (n: number) =>
      n === 0
        ? "De uitnodigingen van net zijn al onderweg."
        : n === 1
        ? "1 uitnodiging is onderweg."
        : `${n} uitnodigingen zijn onderweg.`,
    kept: (n: number) =>
      n === 0
        ? "De uitnodigingen van net staan al klaar. Er is nog geen mailserver."
        : n === 1
        ? "1 uitnodiging staat klaar. Er is nog geen mailserver, dus de mail is niet verstuurd."
        : `${n} uitnodigingen staan klaar. Er is nog geen mailserver, dus er is niets verstuurd.`,
    done: "Iedereen met een e-mailadres is actief.",
  },
}, {
  title: "People",
  lead: "Everyone the school knows. Search by a few letters of a name, address, e-mail or child.",
  tabs: { label: "Kind of people", guardians: "Parents", pupils: "Pupils", staff: "Staff" },
  add: { guardians: "Add a parent", pupils: "Add a pupil", staff: "Add staff" },
  search: "Find someone",
  searchSubmit: "Search",
  filters: {
    label: "Show",
    all: "Everyone",
    inactive: "Not active yet",
    noAddress: "No working address",
  },
  columns: {
    name: "Name",
    children: "Children",
    state: "Account",
    groups: "Groups",
    born: "Born",
    guardians: "Parents and carers",
    role: "Role",
  },
  found: (n) => n === 1 ? "1 found" : `${n} found`,
  noneFound: "Nobody found. Search with fewer letters, or look at another tab.",
  empty: {
    guardians: "There are no parents in the portal yet.",
    pupils: "There are no pupils in the portal yet.",
    staff: "There are no staff in the portal yet.",
  },
  toImport: "Import groups and people",
  pages: "Pages",
  previous: "Previous",
  next: "Next",
  pageOf: (page, pages) => `Page ${page} of ${pages}`,
  state: {
    active: "active",
    invited: (day) => `invited, ${day}`,
    waiting: "not invited yet",
    noAddress: "no e-mail address",
    undelivered: "mail does not arrive",
    readOnly: "read only",
    blocked: "blocked",
    shutOut: "no access (blocked for all children)",
    left: "left the school",
    deceased: "deceased",
  },
  roles: { teacher: "teacher", office: "office", admin: "administrator" },
  group: (name) => `group ${name}`,
  invitations: {
    link: "Invitations",
    title: "Invitations",
    lead:
      "Who has an e-mail address gets a mail with a link of their own to choose a password. The link is valid for 14 days and works once.",
    progress: "How far we are",
    activeOf: (active, all) => `${active} of ${all} accounts active`,
    active: "active",
    invited: "invited, not active yet",
    waiting: "not invited yet",
    inactive: "Who is not active yet?",
    noAddress: "Who gets no mail?",
    noAddressHint:
      "There is no e-mail address, or mail to it does not arrive. Enter a good address, or call.",
    noMailServer:
      "No mail server has been set up yet. Invitations are kept and do not leave the house.",
    toAll: "Invite everyone who is not active yet",
    all: (n) =>
      n === 1 ? "Invite the one who is not active yet" : `Invite everyone not active yet (${n})`,
    question: (n) =>
      n === 1
        ? "1 mail goes out. Who was invited before gets a new link; the old one keeps working too."
        : `${n} mails go out. Who was invited before gets a new link; the old one keeps working too.`,
    questionKept: (n) =>
      `${
        n === 1 ? "1 mail is" : `${n} mails are`
      } kept ready, and go out once there is a mail server.`,
    confirmKept: (n) => n === 1 ? "Keep 1 invitation ready" : `Keep ${n} invitations ready`,
    confirm: (n) => n === 1 ? "Send 1 invitation" : `Send ${n} invitations`,
    sent: (n) =>
      n === 0
        ? "The invitations of just now are on their way already."
        : n === 1
        ? "1 invitation is on its way."
        : `${n} invitations are on their way.`,
    kept: (n) =>
      n === 0
        ? "The invitations of just now are kept already. There is no mail server yet."
        : n === 1
        ? "1 invitation is kept. There is no mail server yet, so the mail was not sent."
        : `${n} invitations are kept. There is no mail server yet, so nothing was sent.`,
    done: "Everyone with an e-mail address is active.",
  },
});
