import { texts } from "../../web/language.ts";

/** What the round maker says. */
export const makerText = texts("conversations_maker", {
  title: "Nieuwe ronde",
  lead: "Vul in hoeveel gesprekken je wilt; het rooster volgt vanzelf. Ouders zien nog niets.",
  editTitle: "Wijzig de ronde",
  name: "Naam",
  defaultName: "Oudergesprekken",
  groups: "Voor welke groepen?",
  schoolYear: (year: number) => `${year}-${year + 1}`,
  teachers: "Wie zitten erbij?",
  teachersHint: "Iedereen die je kiest, zit bij alle gesprekken van deze ronde.",
  moreTeachers: "Andere collega’s",
  times: "De gesprekken",
  talks: "Aantal gesprekken",
  minutes: "Minuten per gesprek",
  inARow: "Zoveel achter elkaar",
  inARowHint: "Daarna is er pauze. 0: geen pauzes.",
  breakMinutes: "Minuten pauze",
  days: "Wanneer?",
  day: (n: number) => `Dag ${n}`,
  moreDays: "Meer dagen",
  begin: "Van",
  end: "Tot",
  schedule: "Het rooster",
  look: "Bekijk het rooster",
  notYet: "Vul het aantal, de lengte en een dag in. Dan zie je hier het rooster.",
  fits: (n: number, day: string, until: string) =>
    n === 1 ? `1 gesprek op ${day}, tot ${until}` : `${n} gesprekken op ${day}, tot ${until}`,
  published: "De tijden pas je aan in het overzicht van de ronde.",
  locked: (booked: number) =>
    `Er ${
      booked === 1 ? "staat al 1 leerling" : `staan al ${booked} leerlingen`
    } op een tijd. Daarom liggen het aantal, de lengte en de dagen vast, tot je die tijden vrijmaakt. Losse tijden pas je aan in het overzicht van de ronde.`,
  lockedBooked:
    "Er staat al een leerling op een tijd. Dan liggen het aantal, de lengte, de dagen en aparte gesprekken per ouder vast, en hoort de groep van die leerling erbij. Maak die tijd eerst vrij.",
  place: "Waar en hoe?",
  room: "Lokaal",
  videoLink: "Link voor een videogesprek",
  separate: "Gescheiden ouders mogen elk een eigen gesprek kiezen",
  separateHint:
    "Iedere ouder met een eigen account wordt dan om een eigen gesprek gevraagd: reken op twee gesprekken per kind.",
  separateLocked: "Ligt vast: er staat al een leerling op een tijd.",
  choosing: "Wanneer kiezen ouders?",
  opens: "Vanaf",
  opensHint: "Leeg: zodra je de ronde publiceert.",
  closes: "Kiezen tot en met",
  at: "Tijd",
  timeFor: (what: string) => `Tijd bij “${what}”`,
  how: "Hoe krijgen ouders een tijd?",
  first: "Wie het eerst kiest",
  firstHint: "Ouders kiezen zelf uit wat nog vrij is.",
  fairly: "Eerlijk verdelen",
  fairlyHint: "Ouders geven tot vijf voorkeuren. Daarna krijg je een voorstel.",
  wishes: "Voorkeuren tot en met",
  wishesHint: "Daarna verdeel je de tijden. Wijzigen kan dan nog.",
  mail: "De mail aan ouders",
  mailHint:
    "Gaat pas weg als je publiceert. De aanhef, namen, tijden en de link naar het portaal zetten wij erbij.",
  mailSent: (moment: string) => `Verstuurd: ${moment}.`,
  save: "Bewaar als concept",
  change: "Bewaar",
  made: "Het concept is bewaard. Ouders zien het nog niet.",
  changed: (mailed: number) =>
    `De ronde is gewijzigd.${
      mailed === 0
        ? ""
        : mailed === 1
        ? " Er gaat 1 uitnodiging uit."
        : ` Er gaan ${mailed} uitnodigingen uit.`
    }`,
  planErrors: {
    minutes: "Een gesprek duurt 1 tot 240 minuten.",
    talks: "Kies minstens 1 gesprek.",
    tooManyTalks: "Een ronde heeft hoogstens 200 gesprekken. Maak er twee rondes van.",
    inARow: "Vul een aantal van 0 tot 200 in.",
    breakMinutes: "Een pauze duurt 0 tot 240 minuten.",
    noDays: "Kies minstens één dag.",
    tooManyDays: "Kies hoogstens vijf dagen.",
    endBeforeBegin: "Het einde moet na het begin liggen.",
    past: "Deze dag of tijd is al voorbij.",
    summerTime:
      "Op deze dag gaat de klok dan een uur vooruit of terug. Kies tijden voor of na die overgang.",
    daysOverlap: "Deze tijden vallen samen met die van een andere dag in de lijst.",
    noRoom: "Zoveel gesprekken passen niet in deze tijden.",
  },
  noRoom: (fits: number, asked: number) =>
    fits === 0
      ? "In deze tijden past geen gesprek. Geef meer tijd, of maak de gesprekken korter."
      : `Er ${fits === 1 ? "past 1 gesprek" : `passen ${fits} gesprekken`} in deze tijden, ${
        asked - fits
      } te weinig. Kies er minder, of geef meer tijd.`,
  moreThanTalks: (pupils: number, talks: number) =>
    `In deze groepen zitten ${pupils} leerlingen, en er ${
      talks === 1 ? "is 1 gesprek" : `zijn ${talks} gesprekken`
    }.`,
  missing: (group: string) => `Van groep ${group} zit nog niemand erbij.`,
  join: (teacher: string) => `Zet ${teacher} erbij`,
  clash: (teacher: string, time: string, round: string | null) =>
    round === null
      ? `${teacher} heeft op ${time} al een ander gesprek. Kies een andere tijd of leerkracht.`
      : `${teacher} zit op ${time} al bij “${round}”. Kies een andere tijd of leerkracht.`,
  take: (n: number) => n === 1 ? "Maak er 1 gesprek van" : `Maak er ${n} gesprekken van`,
}, {
  title: "New round",
  lead: "Say how many talks you want; the schedule follows. Parents see nothing yet.",
  editTitle: "Change the round",
  name: "Name",
  defaultName: "Parent-teacher talks",
  groups: "For which groups?",
  schoolYear: (year) => `${year}-${year + 1}`,
  teachers: "Who takes part?",
  teachersHint: "Everyone you choose is at all talks of this round.",
  moreTeachers: "Other colleagues",
  times: "The talks",
  talks: "Number of talks",
  minutes: "Minutes per talk",
  inARow: "This many in a row",
  inARowHint: "Then there is a break. 0: no breaks.",
  breakMinutes: "Minutes of break",
  days: "When?",
  day: (n) => `Day ${n}`,
  moreDays: "More days",
  begin: "From",
  end: "Until",
  schedule: "The schedule",
  look: "See the schedule",
  notYet: "Fill in the number, the length and a day. Then you see the schedule here.",
  fits: (n, day, until) =>
    n === 1 ? `1 talk on ${day}, until ${until}` : `${n} talks on ${day}, until ${until}`,
  published: "You change the times in the overview of the round.",
  locked: (booked) =>
    `${
      booked === 1 ? "1 pupil has" : `${booked} pupils have`
    } a time already. So the number, the length and the days stay as they are, until you free those times. You change single times in the overview of the round.`,
  lockedBooked:
    "A pupil has a time already. Then the number, the length, the days and separate talks per parent stay as they are, and so does the group of that pupil. Free that time first.",
  place: "Where and how?",
  room: "Room",
  videoLink: "Link for a video call",
  separate: "Separated parents may each choose a talk of their own",
  separateHint:
    "Every parent with an account of their own is then asked for a talk of their own: count on two talks per child.",
  separateLocked: "Stays as it is: a pupil has a time already.",
  choosing: "When do parents choose?",
  opens: "From",
  opensHint: "Empty: as soon as you publish the round.",
  closes: "Choose up to and including",
  at: "Time",
  timeFor: (what) => `Time for “${what}”`,
  how: "How do parents get a time?",
  first: "First come, first served",
  firstHint: "Parents choose from what is still free.",
  fairly: "Allotted fairly",
  fairlyHint: "Parents give up to five preferences. Then you get a proposal.",
  wishes: "Preferences up to and including",
  wishesHint: "Then you allot the times. They can still be changed then.",
  mail: "The mail to parents",
  mailHint:
    "It only leaves when you publish. We add the greeting, names, times and the link to the portal.",
  mailSent: (moment) => `Sent: ${moment}.`,
  save: "Save as draft",
  change: "Save",
  made: "The draft has been saved. Parents do not see it yet.",
  changed: (mailed) =>
    `The round has been changed.${
      mailed === 0
        ? ""
        : mailed === 1
        ? " 1 invitation goes out."
        : ` ${mailed} invitations go out.`
    }`,
  planErrors: {
    minutes: "A talk lasts 1 to 240 minutes.",
    talks: "Choose at least 1 talk.",
    tooManyTalks: "A round has at most 200 talks. Make two rounds of it.",
    inARow: "Enter a number from 0 to 200.",
    breakMinutes: "A break lasts 0 to 240 minutes.",
    noDays: "Choose at least one day.",
    tooManyDays: "Choose at most five days.",
    endBeforeBegin: "The end must be after the begin.",
    past: "This day or time is over already.",
    summerTime: "The clock changes on this day. Choose times before or after that change.",
    daysOverlap: "These times coincide with those of another day in the list.",
    noRoom: "So many talks do not fit in these times.",
  },
  noRoom: (fits, asked) =>
    fits === 0
      ? "No talk fits in these times. Give more time, or make the talks shorter."
      : `${fits === 1 ? "1 talk fits" : `${fits} talks fit`} in these times, ${
        asked - fits
      } too few. Choose fewer, or give more time.`,
  moreThanTalks: (pupils, talks) =>
    `There are ${pupils} pupils in these groups, and ${talks === 1 ? "1 talk" : `${talks} talks`}.`,
  missing: (group) => `Nobody of group ${group} takes part yet.`,
  join: (teacher) => `Add ${teacher}`,
  clash: (teacher, time, round) =>
    round === null
      ? `${teacher} has another talk on ${time}. Choose another time or teacher.`
      : `${teacher} is at “${round}” on ${time}. Choose another time or teacher.`,
  take: (n) => n === 1 ? "Make it 1 talk" : `Make it ${n} talks`,
});
