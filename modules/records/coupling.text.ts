import { texts } from "../../web/language.ts";

/** The sentences about the code with which a guardian adds a child. */
export const couplingText = texts("records.coupling", {
  /** For guardians. */
  title: "Kind koppelen",
  lead:
    "Staat een van uw kinderen nog niet bij u? Vraag de school om een koppelcode. Met die code ziet u uw kind meteen bij Mijn kinderen.",
  reader:
    "U kunt alleen lezen, en dus geen kind koppelen. De administratie kan dat wel voor u doen.",
  code: "Koppelcode",
  codeHint: "Twaalf letters en cijfers, zoals op het briefje van school.",
  person: "Wie bent u?",
  personHint: "Dit account is van meer mensen. Het kind komt bij wie u kiest.",
  submit: "Koppel kind",
  coupled: (child: string) => `${child} staat nu bij uw kinderen.`,
  errors: {
    unknown: "Deze code kennen we niet. Kijk of u hem goed hebt overgenomen.",
    used: "Deze code is al gebruikt. Vraag de school om een nieuwe.",
    expired: "Deze code is verlopen. Vraag de school om een nieuwe.",
    personNone: "Kies wie u bent.",
  },
  already: (child: string) => `${child} staat al bij uw kinderen. De code is niet gebruikt.`,
  /** For the office. */
  officeTitle: (child: string) => `Koppelcode voor ${child}`,
  officeLead: (child: string) =>
    `Met een koppelcode zet een ouder met een account ${child} zelf bij de eigen kinderen. ` +
    "Geef hem alleen aan wie het gezag heeft, of van wie de school weet dat het mag: wie de code invult, ziet alles wat ouders zien.",
  relation: (child: string) => `Wie krijgt de code? Wie is dat van ${child}?`,
  forRelation: (relation: string) => `voor ${relation}`,
  make: "Maak een code",
  madeOnce: "Druk het briefje nu af: de code is hierna niet meer te zien.",
  slipTitle: (child: string) => `Koppelcode voor ${child}`,
  slipLead: (child: string, school: string) =>
    `Met deze code zet u ${child} bij uw kinderen in het ouderportaal van ${school}.`,
  slipSteps: (address: string) => `Ga naar ${address}, log in en vul de code in.`,
  slipUntil: (day: string) => `De code werkt één keer, tot en met ${day}.`,
  print: "Druk af",
  listTitle: "Gemaakte codes",
  none: "Er is nog geen code gemaakt.",
  madeOn: (when: string) => `Gemaakt ${when}`,
  openUntil: (day: string) => `nog niet gebruikt, werkt t/m ${day}`,
  usedBy: (name: string, when: string) => `gebruikt door ${name}, ${when}`,
  over: "verlopen",
  withdraw: "Trek in",
  withdrawQuestion: "De code werkt dan niet meer. Wie het briefje heeft, kan er niets mee.",
  withdrawConfirm: "Trek de code in",
  withdrawn: "De code werkt niet meer.",
  notWithdrawn: "Deze code is al gebruikt of verlopen.",
  someone: "iemand",
  mail: {
    office: "administratie",
    title: (person: string, child: string) => `${person} is gekoppeld aan ${child}`,
    body: (person: string, child: string) =>
      `${person} heeft een koppelcode gebruikt en ziet ${child} nu bij de eigen kinderen. ` +
      "Klopt dit niet? Haal de koppeling dan weg.",
    button: "Bekijk deze ouder",
  },
  /** To who had the child already. */
  othersMail: {
    title: (person: string | null, child: string) =>
      `${person ?? "Iemand"} is gekoppeld aan ${child}`,
    body: (person: string | null, child: string) =>
      `De school gaf een koppelcode voor ${child}. ${person ?? "Iemand"} heeft die gebruikt en ` +
      `ziet vanaf nu ook wat ouders van ${child} zien. Klopt dit niet? Laat het de school weten.`,
    button: (child: string) => `Naar ${child}`,
  },
}, {
  title: "Add a child",
  lead:
    "Is one of your children missing? Ask the school for a code. With it you see your child at My children at once.",
  reader: "You can only read, so you cannot add a child. The school office can do it for you.",
  code: "Code",
  codeHint: "Twelve letters and digits, as on the slip from school.",
  person: "Who are you?",
  personHint: "This account belongs to several people. The child goes to whom you choose.",
  submit: "Add child",
  coupled: (child) => `${child} is one of your children now.`,
  errors: {
    unknown: "We do not know this code. See whether you copied it right.",
    used: "This code has been used. Ask the school for a new one.",
    expired: "This code has expired. Ask the school for a new one.",
    personNone: "Choose who you are.",
  },
  already: (child) => `${child} is already one of your children. The code has not been used.`,
  officeTitle: (child) => `Code for ${child}`,
  officeLead: (child) =>
    `With a code a parent who has an account adds ${child} to their own children. ` +
    "Give it only to who has parental authority, or who may as far as the school knows: whoever enters it sees all that parents see.",
  relation: (child) => `Who gets the code? What are they to ${child}?`,
  forRelation: (relation) => `for ${relation}`,
  make: "Make a code",
  madeOnce: "Print the slip now: after this the code cannot be seen again.",
  slipTitle: (child) => `Code for ${child}`,
  slipLead: (child, school) =>
    `With this code you add ${child} to your children in the parents’ portal of ${school}.`,
  slipSteps: (address) => `Go to ${address}, sign in and enter the code.`,
  slipUntil: (day) => `The code works once, until ${day}.`,
  print: "Print",
  listTitle: "Codes made",
  none: "No code has been made yet.",
  madeOn: (when) => `Made ${when}`,
  openUntil: (day) => `not used yet, works until ${day}`,
  usedBy: (name, when) => `used by ${name}, ${when}`,
  over: "expired",
  withdraw: "Withdraw",
  withdrawQuestion: "The code stops working. Whoever has the slip can do nothing with it.",
  withdrawConfirm: "Withdraw the code",
  withdrawn: "The code no longer works.",
  notWithdrawn: "This code has been used or has expired.",
  someone: "someone",
  mail: {
    office: "office",
    title: (person, child) => `${person} is linked to ${child}`,
    body: (person, child) =>
      `${person} used a code and now sees ${child} among their own children. ` +
      "Is that not right? Then take the link away.",
    button: "See this parent",
  },
  othersMail: {
    title: (person, child) => `${person ?? "Someone"} is linked to ${child}`,
    body: (person, child) =>
      `The school gave out a code for ${child}. ${person ?? "Someone"} used it, and from now on ` +
      `sees what parents of ${child} see. Is that not right? Tell the school.`,
    button: (child) => `To ${child}`,
  },
}, {
  lead:
    "Staat een van je kinderen nog niet bij jou? Vraag de school om een koppelcode. Met die code zie je je kind meteen bij Mijn kinderen.",
  person: "Wie ben je?",
  personHint: "Dit account is van meer mensen. Het kind komt bij wie je kiest.",
  coupled: (child) => `${child} staat nu bij je kinderen.`,
  errors: {
    unknown: "Deze code kennen we niet. Kijk of je hem goed hebt overgenomen.",
    personNone: "Kies wie je bent.",
  },
  already: (child) => `${child} staat al bij je kinderen. De code is niet gebruikt.`,
});
