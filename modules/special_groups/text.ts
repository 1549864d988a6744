import { texts } from "../../web/language.ts";

/** Groups of parents beside the classes. */
export const specialGroupsText = texts("special_groups", {
  title: "Speciale groepen",
  leadGuardian: "Groepen waarin ouders samen iets doen voor school.",
  leadStaff: "Groepen van ouders naast de klassen: wie er meedoet, en één mail aan allemaal.",
  newGroup: "Nieuwe groep",
  newActivity: "Nieuwe activiteit",
  empty: "Er is nu niets waarvoor u zich kunt aanmelden.",
  emptyStaff: "Er zijn dit schooljaar nog geen speciale groepen.",
  sections: {
    own: "Hier doet u aan mee",
    open: "Hier kunt u aan meedoen",
    openReader: "Hier doen andere ouders aan mee",
    activities: "Ouders kunnen zich aanmelden",
    groups: "Groepen",
    closed: "Aanmelden kan niet meer",
    ended: "Opgeheven",
  },
  group: (name: string) => /^\d/.test(name) ? `Groep ${name}` : name,
  forGroups: (names: string[]) =>
    names.length === 0
      ? "Voor ouders van alle groepen"
      : names.length === 1
      ? `Voor ouders van ${names[0]}`
      : `Voor ouders van ${names.slice(0, -1).join(", ")} en ${names.at(-1)}`,
  groupInSentence: (name: string) => /^\d/.test(name) ? `groep ${name}` : name,
  isOpen: (until: string) => `Aanmelden kan tot ${until}`,
  isClosed: (at: string) => `De aanmelding sloot ${at}`,
  free: (places: number) => places === 1 ? "nog 1 plaats" : `nog ${places} plaatsen`,
  full: "vol",
  members: (n: number) => n === 1 ? "1 deelnemer" : `${n} deelnemers`,
  own: "u doet mee",
  endedOn: (when: string) => `Deze groep is opgeheven: ${when}.`,
  taken: (taken: number, maximum: number) => `${taken} van de ${maximum} plaatsen bezet`,
  signUp: {
    reader: "U kunt alleen lezen, en u dus niet aanmelden.",
    title: "Doet u mee?",
    yours: "U doet mee.",
    theirs: (name: string) => `${name} doet mee.`,
    join: "Meld u aan",
    joinFor: (name: string) => `Meld ${name} aan`,
    leave: "Meld u af",
    leaveFor: (name: string) => `Meld ${name} af`,
    full: (places: number) =>
      places === 1 ? "De enige plaats is vergeven." : `Alle ${places} plaatsen zijn vergeven.`,
    closed: (at: string) =>
      `De aanmelding sloot ${at}. Wilt u toch iets wijzigen? Laat het school weten.`,
    joined: "U bent aangemeld.",
    joinedFor: (name: string) => `${name} is aangemeld.`,
    left: "U bent afgemeld.",
    leftFor: (name: string) => `${name} is afgemeld.`,
  },
  list: {
    title: "Wie doen er mee?",
    none: "Er doet nog niemand mee.",
    unnamed: (n: number) =>
      n === 1
        ? "En 1 ander, die de eigen naam niet deelt met andere ouders."
        : `En ${n} anderen, die hun naam niet delen met andere ouders.`,
    onlyUnnamed: (n: number) =>
      n === 1
        ? "1 ouder, die de eigen naam niet deelt met andere ouders."
        : `${n} ouders, die hun naam niet delen met andere ouders.`,
    caption: (name: string) => `Deelnemers van ${name}`,
    name: "Naam",
    children: "Ouder van",
    phone: "Telefoon",
    email: "E-mail",
    remove: "Haal eruit",
    removeNamed: (name: string) => `Haal ${name} uit de groep`,
    removeQuestion: (name: string) =>
      `${name} staat dan niet meer op de lijst en krijgt geen mail van deze groep.`,
    removed: (name: string) => `${name} is uit de groep gehaald.`,
    absent: "Houden een plaats bezet",
    absentLead:
      "Zij zijn geblokkeerd of van school. Zij staan op geen lijst en krijgen geen mail, maar hun plaats is pas vrij als je hen eruit haalt.",
    print: "Druk af",
    pdf: "PDF",
  },
  add: {
    title: "Zet iemand erbij",
    search: "Zoek op naam, ook die van een kind",
    submit: "Zoek",
    none: "Niemand gevonden. Wie al in de groep zit, staat hier niet bij.",
    hint: "Typ twee of meer letters.",
    more: "Er zijn er meer. Typ er een letter bij.",
    add: "Zet erbij",
    addNamed: (name: string) => `Zet ${name} in de groep`,
    added: (name: string) => `${name} zit nu in de groep.`,
    parentOf: (children: string) => `ouder van ${children}`,
    staff: "werkt op school",
  },
  edit: {
    title: "Wijzig",
    titleOf: (name: string) => `${name} wijzigen`,
    leadGroup: "Je zet er zelf mensen in.",
    leadActivity: "Ouders melden zich zelf aan en af, tot de sluiting.",
    back: "Terug naar de groep",
    name: "Naam",
    nameHint: "Zoals Luizenouders of Werkgroep Sinterklaas.",
    nameHintActivity: "Zoals Rijden naar de kinderboerderij.",
    mainGroup: "Hoort bij",
    noMainGroup: "De hele school",
    description: "Toelichting",
    descriptionHint: "Wat gaan ouders doen, wanneer, en wat moeten zij meenemen?",
    closesOn: "Aanmelden tot en met",
    closesAt: "Tot hoe laat",
    maximum: "Hoeveel plaatsen",
    maximumHint: "Leeg laten: zoveel als er willen.",
    groups: "Wie mogen meedoen?",
    groupsHint: "Niets aangekruist: ouders van alle groepen.",
    makeGroup: "Maak groep",
    makeActivity: "Maak activiteit",
    save: "Bewaar",
    made: "De groep is er. Zet er nu mensen in.",
    madeActivity: "De activiteit is er. Ouders kunnen zich aanmelden.",
    saved: "De groep is bewaard.",
    end: "Hef groep op",
    endQuestion:
      "De groep verdwijnt bij alle ouders. Jullie kunnen de lijst en de mails nog bekijken.",
    ended: "De groep is opgeheven.",
  },
  errors: {
    closingPast: "Dit moment is al voorbij. Kies een later moment.",
    maximum: "Vul een getal in van 1 tot en met 999, of laat het leeg.",
    maximumTaken: "Er zijn al meer deelnemers dan dit. Haal er eerst mensen uit.",
    unknownGroup: "Deze groep is er dit schooljaar niet. Kies een andere.",
    unknownPerson: "Deze persoon heeft geen plaats op school. Zoek opnieuw.",
    full: "Alle plaatsen zijn bezet. Maak eerst meer plaatsen, of haal er iemand uit.",
    notEligible: "Alleen ouders van de genoemde groepen kunnen zich aanmelden.",
    nobody: "Er is niemand in deze groep met een e-mailadres. Er is niets verstuurd.",
    ended: "Deze groep is inmiddels opgeheven. Er is niets veranderd.",
  },
  refused: {
    full: (places: number) =>
      places === 1
        ? "De enige plaats is net vergeven. U bent niet aangemeld."
        : `De ${places} plaatsen zijn net vergeven. U bent niet aangemeld.`,
    closed: (at: string) => `De aanmelding sloot ${at}. Er is niets veranderd.`,
  },
}, {
  title: "Special groups",
  leadGuardian: "Groups in which parents do something together for the school.",
  leadStaff: "Groups of parents beside the classes: who takes part, and one mail to all of them.",
  newGroup: "New group",
  newActivity: "New activity",
  empty: "There is nothing to sign up for at the moment.",
  emptyStaff: "There are no special groups this school year yet.",
  sections: {
    own: "You take part in",
    open: "You can take part in",
    openReader: "Other parents take part in",
    activities: "Parents can sign up",
    groups: "Groups",
    closed: "Sign-up is closed",
    ended: "Ended",
  },
  group: (name) => /^\d/.test(name) ? `Group ${name}` : name,
  forGroups: (names) =>
    names.length === 0
      ? "For parents of all groups"
      : names.length === 1
      ? `For parents of ${names[0]}`
      : `For parents of ${names.slice(0, -1).join(", ")} and ${names.at(-1)}`,
  groupInSentence: (name) => /^\d/.test(name) ? `group ${name}` : name,
  isOpen: (until) => `Sign up until ${until}`,
  isClosed: (at) => `Sign-up closed ${at}`,
  free: (places) => places === 1 ? "1 place left" : `${places} places left`,
  full: "full",
  members: (n) => n === 1 ? "1 participant" : `${n} participants`,
  own: "you take part",
  endedOn: (when) => `This group has ended: ${when}.`,
  taken: (taken, maximum) => `${taken} of ${maximum} places taken`,
  signUp: {
    reader: "You can only read, so you cannot sign up.",
    title: "Will you take part?",
    yours: "You take part.",
    theirs: (name) => `${name} takes part.`,
    join: "Sign up",
    joinFor: (name) => `Sign ${name} up`,
    leave: "Sign off",
    leaveFor: (name) => `Sign ${name} off`,
    full: (places) => places === 1 ? "The only place is taken." : `All ${places} places are taken.`,
    closed: (at) =>
      `Sign-up closed ${at}. Do you want to change something after all? Tell the school.`,
    joined: "You have signed up.",
    joinedFor: (name) => `${name} has been signed up.`,
    left: "You have signed off.",
    leftFor: (name) => `${name} has been signed off.`,
  },
  list: {
    title: "Who is taking part?",
    none: "Nobody takes part yet.",
    unnamed: (n) =>
      n === 1
        ? "And 1 more, who does not share their name with other parents."
        : `And ${n} more, who do not share their names with other parents.`,
    onlyUnnamed: (n) =>
      n === 1
        ? "1 parent, who does not share their name with other parents."
        : `${n} parents, who do not share their names with other parents.`,
    caption: (name) => `Participants of ${name}`,
    name: "Name",
    children: "Parent of",
    phone: "Phone",
    email: "E-mail",
    remove: "Take out",
    removeNamed: (name) => `Take ${name} out of the group`,
    removeQuestion: (name) =>
      `${name} is then no longer on the list, and gets no mail from this group.`,
    removed: (name) => `${name} has been taken out of the group.`,
    absent: "Still hold a place",
    absentLead:
      "They are blocked or have left. They are on no list and get no mail, but their place only becomes free when you take them out.",
    print: "Print",
    pdf: "PDF",
  },
  add: {
    title: "Add someone",
    search: "Search by name, also that of a child",
    submit: "Search",
    none: "Nobody found. Who is in the group already is left out.",
    hint: "Type two letters or more.",
    more: "There are more. Type another letter.",
    add: "Add",
    addNamed: (name) => `Add ${name} to the group`,
    added: (name) => `${name} is now in the group.`,
    parentOf: (children) => `parent of ${children}`,
    staff: "works at the school",
  },
  edit: {
    title: "Change",
    titleOf: (name) => `Change ${name}`,
    leadGroup: "You put people in it yourself.",
    leadActivity: "Parents sign up and off by themselves, until it closes.",
    back: "Back to the group",
    name: "Name",
    nameHint: "Such as Lice check or Christmas committee.",
    nameHintActivity: "Such as Driving to the petting zoo.",
    mainGroup: "Goes with",
    noMainGroup: "The whole school",
    description: "Details",
    descriptionHint: "What will parents do, when, and what should they bring?",
    closesOn: "Sign up until",
    closesAt: "Until what time",
    maximum: "How many places",
    maximumHint: "Leave empty: as many as want to.",
    groups: "Who may take part?",
    groupsHint: "Nothing ticked: parents of all groups.",
    makeGroup: "Make group",
    makeActivity: "Make activity",
    save: "Save",
    made: "The group is there. Now add people to it.",
    madeActivity: "The activity is there. Parents can sign up.",
    saved: "The group has been saved.",
    end: "End group",
    endQuestion:
      "The group disappears for all parents. Staff can still see the list and the mails.",
    ended: "The group has been ended.",
  },
  errors: {
    closingPast: "This moment has passed. Choose a later one.",
    maximum: "Enter a number from 1 to 999, or leave it empty.",
    maximumTaken: "There are more participants than this already. Take people out first.",
    unknownGroup: "This group does not exist this school year. Choose another.",
    unknownPerson: "This person has no place at the school. Search again.",
    full: "All places are taken. Make more places first, or take someone out.",
    notEligible: "Only parents of the groups named can sign up.",
    nobody: "Nobody in this group has an e-mail address. Nothing was sent.",
    ended: "This group has been ended in the meantime. Nothing has changed.",
  },
  refused: {
    full: (places) =>
      places === 1
        ? "The only place was just taken. You have not been signed up."
        : `The ${places} places were just taken. You have not been signed up.`,
    closed: (at) => `Sign-up closed ${at}. Nothing has changed.`,
  },
});
