import { texts } from "../../web/language.ts";

const groupName = (name: string) => /^\d/.test(name) ? `groep ${name}` : name;

/** What those who keep rounds read. */
export const teacherText = texts("conversations_teacher", {
  title: "Oudergesprekken",
  lead: "Rondes van gesprekken met ouders.",
  newRound: "Nieuwe ronde",
  forOwnChildren: "Gesprekken over mijn eigen kinderen",
  none: "Er is dit schooljaar nog geen ronde.",
  allRounds: (n: number) => `Alle ${n} rondes`,
  own: "Jouw rondes",
  others: "Andere rondes",
  ended: "Geweest en ingetrokken",
  ownSchedule: "Jouw rooster (pdf)",
  groups: (names: string[]) => names.map(groupName).join(", "),
  phases: {
    draft: "concept",
    upcoming: "nog niet open",
    wishes: "ouders geven voorkeuren",
    allotting: "nog te verdelen",
    open: "ouders kiezen",
    over: "kiezen kan niet meer",
    closed: "tijden staan vast",
    withdrawn: "ingetrokken",
  },
  allotted: "tijden verdeeld",
  chosen: (n: number, of: number) => `${n} van ${of} gekozen`,
  placed: (n: number, of: number) => `${n} van ${of} met een tijd`,
  wished: (n: number, of: number) => `${n} van ${of} gaven voorkeuren`,
  wishesUntil: (moment: string) => `Voorkeuren tot ${moment}.`,
  slots: (n: number) => n === 1 ? "1 tijd" : `${n} tijden`,
  until: (moment: string) => `Kiezen kan tot ${moment}.`,
  from: (moment: string) => `Kiezen kan vanaf ${moment}.`,
  where: (room: string) => `Waar: ${room}.`,
  round: {
    edit: "Wijzig",
    pdf: "Rooster (pdf)",
    pdfDay: (day: string) => `Pdf van ${day}`,
    publish: "Publiceren",
    close: "Sluiten",
    closeQuestion: (without: number) =>
      `Ouders kunnen daarna niets meer kiezen of wijzigen. Iedereen met een gesprek krijgt een mail met de tijd, ook voor in de agenda.${
        without === 0
          ? ""
          : without === 1
          ? " Eén gesprek heeft nog geen tijd: dat gezin krijgt daarover ook een mail."
          : ` ${without} gesprekken hebben nog geen tijd: die gezinnen krijgen daarover ook een mail.`
      }`,
    closeConfirm: "Sluit en mail de tijden",
    closed: (times: number, without: number) =>
      [
        "De ronde is gesloten.",
        times > 0 && `De tijden gaan naar ${times} ${times === 1 ? "adres" : "adressen"}.`,
        without > 0 &&
        `Wie geen tijd heeft, hoort dat ook: ${without} ${without === 1 ? "adres" : "adressen"}.`,
      ].filter(Boolean).join(" "),
    withdraw: "Intrekken",
    withdrawQuestion:
      "De hele ronde vervalt. De ouders krijgen een mail dat de gesprekken niet doorgaan.",
    withdrawDraft: "Het concept vervalt. Ouders hebben het niet gezien.",
    withdrawConfirm: "Trek de ronde in",
    withdrawn: "De ronde is ingetrokken.",
    hint: "Kies een tijd om er iets mee te doen, of sleep een kind naar een vrije tijd.",
    hintDraft: "Ouders zien nog niets.",
    hintLive: "Keuzes van ouders verschijnen vanzelf.",
    hintMails: "Verplaats je een gesprek, dan krijgen de ouders meteen een mail.",
    hintClosed:
      "De tijden staan vast. Verplaats je een gesprek, haal je er een weg of zet je er een bij, dan krijgen de ouders een mail.",
    dropTaken: "Deze tijd is niet vrij. Sleep naar een vrije tijd, of maak deze eerst vrij.",
    free: "vrij",
    removed: "weggehaald",
    held: (name: string) => `vastgehouden voor ${name}`,
    withGuardian: (name: string) => `met ${name}`,
    pupils: "Leerlingen",
    notChosen: (n: number) => n === 1 ? "1 nog zonder tijd" : `${n} nog zonder tijd`,
    allChosen: "Iedereen heeft een tijd.",
    waiting: "nog geen tijd",
    noWishes: "nog geen voorkeur",
    wishes: (n: number) => n === 1 ? "1 voorkeur" : `${n} voorkeuren`,
    notWished: (n: number) => n === 1 ? "1 nog zonder voorkeur" : `${n} nog zonder voorkeur`,
    allWished: "Iedereen gaf voorkeuren.",
    skipped: "overgeslagen",
    long: (n: number) => n === 2 ? "dubbel" : `${n} tijden`,
    hasNote: "met notitie",
    remind: (n: number) => n === 1 ? "Herinner dit gezin" : `Herinner deze ${n} gezinnen`,
    reminded: (n: number) =>
      n === 1 ? "Er gaat 1 herinnering uit." : `Er gaan ${n} herinneringen uit.`,
    remindedNone: "Er is niemand om te herinneren.",
    lastReminded: (moment: string) => `Laatst herinnerd: ${moment}.`,
    unreachable: (names: string) => `Zonder e-mailadres, bel of spreek ze even: ${names}.`,
    change: (name: string) => `Wijzig ${name}`,
    addTitle: "Tijd erbij",
    day: "Dag",
    begin: "Begint om",
    add: "Voeg toe",
    added: "De tijd is toegevoegd.",
    shiftTitle: "Een dag opschuiven",
    later: "Minuten later",
    laterHint: "Met een min ervoor: eerder.",
    shift: "Schuif op",
    shiftMails: "Wie een gesprek heeft, krijgt meteen een mail met de nieuwe tijd.",
    shifted: (mailed: number) =>
      `De tijden zijn opgeschoven.${
        mailed === 0
          ? ""
          : mailed === 1
          ? " 1 ouder krijgt een mail met de nieuwe tijd."
          : ` ${mailed} ouders krijgen een mail met de nieuwe tijd.`
      }`,
    readOnly: "Je kijkt mee. Wijzigen doen de leerkrachten van deze ronde en de administratie.",
  },
  publish: {
    title: "Publiceer de ronde",
    clashing:
      "Publiceren kan nog niet. Deze kinderen, of hun ouder, hebben op de tijd die je hun gaf intussen een ander gesprek. Geef ze eerst een andere tijd.",
    lead: (n: number) =>
      n === 1
        ? "De ouders van 1 leerling krijgen een mail en zien de ronde in het portaal."
        : `De ouders van ${n} leerlingen krijgen een mail en zien de ronde in het portaal.`,
    added: "Dit zetten wij eronder",
    addedFor: (children: string) => `Zo lezen de ouders van ${children} het.`,
    confirm: "Publiceer en mail",
    done: (n: number) =>
      n === 1
        ? "De ronde is gepubliceerd. Er gaat 1 mail uit."
        : `De ronde is gepubliceerd. Er gaan ${n} mails uit.`,
    few: (slots: number, needed: number) =>
      `Let op: er ${
        slots === 1 ? "is 1 vrije tijd" : `zijn ${slots} vrije tijden`
      }; voor wie nog geen tijd heeft, zijn er ${needed} nodig.`,
  },
  pdf: {
    schedule: (name: string) => `Rooster van ${name}`,
    time: "Tijd",
    pupil: "Leerling",
    group: "Groep",
    subject: "Waarover",
    where: "Waar",
    day: "Dag",
    none: "Er zijn geen gesprekken.",
  },
}, {
  title: "Parent-teacher talks",
  lead: "Rounds of talks with parents.",
  newRound: "New round",
  forOwnChildren: "Talks about my own children",
  none: "There is no round this school year yet.",
  allRounds: (n) => `All ${n} rounds`,
  own: "Your rounds",
  others: "Other rounds",
  ended: "Past and withdrawn",
  ownSchedule: "Your schedule (pdf)",
  groups: (names) => names.map((name) => /^\d/.test(name) ? `group ${name}` : name).join(", "),
  phases: {
    draft: "draft",
    upcoming: "not open yet",
    wishes: "parents give preferences",
    allotting: "to be allotted",
    open: "parents are choosing",
    over: "choosing has ended",
    closed: "times are final",
    withdrawn: "withdrawn",
  },
  allotted: "times allotted",
  chosen: (n, of) => `${n} of ${of} chosen`,
  placed: (n, of) => `${n} of ${of} with a time`,
  wished: (n, of) => `${n} of ${of} gave preferences`,
  wishesUntil: (moment) => `Preferences until ${moment}.`,
  slots: (n) => n === 1 ? "1 time" : `${n} times`,
  until: (moment) => `Parents choose until ${moment}.`,
  from: (moment) => `Parents choose from ${moment}.`,
  where: (room) => `Where: ${room}.`,
  round: {
    edit: "Change",
    pdf: "Schedule (pdf)",
    pdfDay: (day) => `Pdf of ${day}`,
    publish: "Publish",
    close: "Close",
    closeQuestion: (without) =>
      `After that parents cannot choose or change anything. Everyone with a talk gets a mail with the time, for their calendar too.${
        without === 0
          ? ""
          : without === 1
          ? " One talk has no time yet: that family gets a mail about it too."
          : ` ${without} talks have no time yet: those families get a mail about it too.`
      }`,
    closeConfirm: "Close and mail the times",
    closed: (times, without) =>
      [
        "The round is closed.",
        times > 0 && `The times go to ${times} ${times === 1 ? "address" : "addresses"}.`,
        without > 0 &&
        `Who has no time is told too: ${without} ${without === 1 ? "address" : "addresses"}.`,
      ].filter(Boolean).join(" "),
    withdraw: "Withdraw",
    withdrawQuestion:
      "The whole round is off. The parents get a mail that the talks will not take place.",
    withdrawDraft: "The draft is dropped. Parents have not seen it.",
    withdrawConfirm: "Withdraw the round",
    withdrawn: "The round has been withdrawn.",
    hint: "Choose a time to do something with it, or drag a child to a free time.",
    hintDraft: "Parents see nothing yet.",
    hintLive: "What parents choose appears by itself.",
    hintMails: "If you move a talk, the parents get a mail at once.",
    hintClosed:
      "The times are final. If you move a talk, take one away or book one, the parents get a mail.",
    dropTaken: "This time is not free. Drag to a free time, or free this one first.",
    free: "free",
    removed: "taken out",
    held: (name) => `kept for ${name}`,
    withGuardian: (name) => `with ${name}`,
    pupils: "Pupils",
    notChosen: (n) => `${n} without a time`,
    allChosen: "Everyone has a time.",
    waiting: "no time yet",
    noWishes: "no preference yet",
    wishes: (n) => n === 1 ? "1 preference" : `${n} preferences`,
    notWished: (n) => n === 1 ? "1 without a preference yet" : `${n} without a preference yet`,
    allWished: "Everyone gave preferences.",
    skipped: "skipped",
    long: (n) => n === 2 ? "double" : `${n} times`,
    hasNote: "with a note",
    remind: (n) => n === 1 ? "Remind this family" : `Remind these ${n} families`,
    reminded: (n) => n === 1 ? "1 reminder goes out." : `${n} reminders go out.`,
    remindedNone: "There is nobody to remind.",
    lastReminded: (moment) => `Last reminded: ${moment}.`,
    unreachable: (names) => `Without an e-mail address, phone or speak to them: ${names}.`,
    change: (name) => `Change ${name}`,
    addTitle: "Another time",
    day: "Day",
    begin: "Begins at",
    add: "Add",
    added: "The time has been added.",
    shiftTitle: "Shift a day",
    later: "Minutes later",
    laterHint: "With a minus before it: earlier.",
    shift: "Shift",
    shiftMails: "Who has a talk gets a mail with the new time at once.",
    shifted: (mailed) =>
      `The times have been shifted.${
        mailed === 0
          ? ""
          : mailed === 1
          ? " 1 parent gets a mail with the new time."
          : ` ${mailed} parents get a mail with the new time.`
      }`,
    readOnly: "You are looking on. The teachers of this round and the office make changes.",
  },
  publish: {
    title: "Publish the round",
    clashing:
      "You cannot publish yet. These children, or their parent, have another talk by now at the time you gave them. Give them another time first.",
    lead: (n) =>
      n === 1
        ? "The parents of 1 pupil get a mail and see the round in the portal."
        : `The parents of ${n} pupils get a mail and see the round in the portal.`,
    added: "What we add below",
    addedFor: (children) => `This is how the parents of ${children} read it.`,
    confirm: "Publish and mail",
    done: (n) =>
      n === 1
        ? "The round has been published. 1 mail goes out."
        : `The round has been published. ${n} mails go out.`,
    few: (slots, needed) =>
      `Note: there ${
        slots === 1 ? "is 1 free time" : `are ${slots} free times`
      }; who has no time yet needs ${needed}.`,
  },
  pdf: {
    schedule: (name) => `Schedule of ${name}`,
    time: "Time",
    pupil: "Pupil",
    group: "Group",
    subject: "About",
    where: "Where",
    day: "Day",
    none: "There are no talks.",
  },
});
