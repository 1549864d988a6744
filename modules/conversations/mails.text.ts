import { texts } from "../../web/language.ts";

/** Mails about talks. What a talk is about, and the teacher's notes, are never in them. */
export const mailsText = texts("conversations_mails", {
  someone: "ouder/verzorger",
  invitationTitle: (round: string) => `${round}: kies een tijd`,
  /** What stands in the mail's field before the teacher writes something else. */
  invitation:
    "Binnenkort zijn er weer oudergesprekken. Ik spreek u graag over uw kind. Laat u weten wanneer het u past?",
  forChildren: (names: string) => `U kunt een tijd kiezen voor ${names}.`,
  readyTitle: (round: string) => `${round}: er staat een tijd voor u klaar`,
  ready: (child: string, day: string, time: string) =>
    `Voor ${child} staat er al een tijd klaar: ${day}, ${time}.`,
  readyChange: "Past het niet? U kunt in het portaal een andere tijd kiezen.",
  length: (child: string, minutes: number, teachers: string) =>
    `${child}: een gesprek van ${minutes} ${minutes === 1 ? "minuut" : "minuten"}${
      teachers && ` met ${teachers}`
    }.`,
  hours: (day: string, from: string, until: string) => `Op ${day} van ${from} tot ${until}.`,
  from: (moment: string) => `Kiezen kan vanaf ${moment}.`,
  until: (moment: string) => `Kiezen en wijzigen kan tot ${moment}.`,
  choose: "Kies een tijd",
  reminderTitle: (round: string) => `${round}: u heeft nog geen tijd gekozen`,
  reminder: (names: string) => `Voor ${names} is nog geen tijd gekozen.`,
  timesTitle: (round: string) => `${round}: dit is uw tijd`,
  timesFixed: "De tijden staan vast. U vindt de afspraak ook in de bijlage, voor in uw agenda.",
  booked: {
    school:
      "School heeft deze tijd met u afgesproken. U vindt de afspraak ook in de bijlage, voor in uw agenda.",
    you: "U heeft deze tijd gekozen. U vindt de afspraak ook in de bijlage, voor in uw agenda.",
    guardian:
      "Een andere ouder heeft deze tijd gekozen. U vindt de afspraak ook in de bijlage, voor in uw agenda.",
  },
  movedTitle: (round: string) => `${round}: uw tijd is veranderd`,
  moved: {
    school: "School heeft het gesprek verzet. U vindt de nieuwe tijd ook in de bijlage.",
    you: "U heeft het gesprek verzet. U vindt de nieuwe tijd ook in de bijlage.",
    guardian:
      "Een andere ouder heeft het gesprek verzet. U vindt de nieuwe tijd ook in de bijlage.",
  },
  was: (day: string, time: string) => `Eerst was dat ${day}, ${time}.`,
  calledOffTitle: (round: string) => `${round}: uw gesprek gaat niet door`,
  calledOff: (child: string, day: string, time: string) =>
    `Het gesprek over ${child} op ${day} om ${time} gaat niet door.`,
  calledOffBy: {
    you: "U heeft het afgezegd.",
    guardian: "Een andere ouder heeft het afgezegd.",
  },
  calledOffWhy: "De leerkracht schrijft erbij:",
  chooseAgain: (names: string) => `U kunt voor ${names} een andere tijd kiezen.`,
  calledOffAttached: "Staat het in uw agenda? De bijlage haalt het eruit.",
  withdrawnTitle: (round: string) => `${round}: deze ronde gaat niet door`,
  withdrawn: (names: string) =>
    `School heeft deze ronde van gesprekken ingetrokken. Voor ${names} hoeft u niets meer te kiezen.`,
  noTimeTitle: (round: string) => `${round}: u heeft geen tijd gekozen`,
  noTime: (names: string) =>
    `Voor ${names} is geen tijd gekozen, en kiezen kan niet meer. Wilt u toch een gesprek? Neem dan contact op met de leerkracht.`,
  tomorrowTitle: "Morgen is er een oudergesprek",
  tomorrowLead: "Tot morgen!",
  talk: (child: string, day: string, time: string, teachers: string) =>
    `${child}: ${day}, ${time}${teachers && `, bij ${teachers}`}.`,
  room: (room: string) => `Waar: ${room}.`,
  video: (link: string) => `Het gesprek is op afstand: ${link}`,
  look: "Bekijk uw gesprekken",
  event: (child: string) => `Oudergesprek ${child}`,
}, {
  someone: "parent/guardian",
  invitationTitle: (round) => `${round}: choose a time`,
  invitation:
    "The parent-teacher talks are coming up. I would like to speak with you about your child. Please let me know when it suits you.",
  forChildren: (names) => `You can choose a time for ${names}.`,
  readyTitle: (round) => `${round}: a time has been booked for you`,
  ready: (child, day, time) => `A time for ${child} has been booked already: ${day}, ${time}.`,
  readyChange: "Does it not suit you? You can choose another time in the portal.",
  length: (child, minutes, teachers) =>
    `${child}: a talk of ${minutes} ${minutes === 1 ? "minute" : "minutes"}${
      teachers && ` with ${teachers}`
    }.`,
  hours: (day, from, until) => `On ${day} from ${from} to ${until}.`,
  from: (moment) => `You can choose from ${moment}.`,
  until: (moment) => `You can choose and change until ${moment}.`,
  choose: "Choose a time",
  reminderTitle: (round) => `${round}: you have not chosen a time yet`,
  reminder: (names) => `No time has been chosen for ${names} yet.`,
  timesTitle: (round) => `${round}: this is your time`,
  timesFixed: "The times are final. The appointment is attached too, for your calendar.",
  booked: {
    school: "The school has booked this time for you. It is attached too, for your calendar.",
    you: "You have chosen this time. It is attached too, for your calendar.",
    guardian: "Another parent has chosen this time. It is attached too, for your calendar.",
  },
  movedTitle: (round) => `${round}: your time has changed`,
  moved: {
    school: "The school has moved the talk. The new time is attached too.",
    you: "You have moved the talk. The new time is attached too.",
    guardian: "Another parent has moved the talk. The new time is attached too.",
  },
  was: (day, time) => `Before, it was ${day}, ${time}.`,
  calledOffTitle: (round) => `${round}: your talk is called off`,
  calledOff: (child, day, time) => `The talk about ${child} on ${day} at ${time} is called off.`,
  calledOffBy: {
    you: "You have cancelled it.",
    guardian: "Another parent has cancelled it.",
  },
  calledOffWhy: "The teacher adds:",
  chooseAgain: (names) => `You can choose another time for ${names}.`,
  calledOffAttached: "Is it in your calendar? The attachment takes it out.",
  withdrawnTitle: (round) => `${round}: this round is called off`,
  withdrawn: (names) =>
    `The school has called off this round of talks. You need not choose anything for ${names} any more.`,
  noTimeTitle: (round) => `${round}: you have not chosen a time`,
  noTime: (names) =>
    `No time was chosen for ${names}, and choosing has ended. Would you still like to talk? Please contact the teacher.`,
  tomorrowTitle: "There is a parent-teacher talk tomorrow",
  tomorrowLead: "See you tomorrow!",
  talk: (child, day, time, teachers) => `${child}: ${day}, ${time}${teachers && `, ${teachers}`}.`,
  room: (room) => `Where: ${room}.`,
  video: (link) => `The talk is online: ${link}`,
  look: "See your talks",
  event: (child) => `Parent-teacher talk ${child}`,
});
