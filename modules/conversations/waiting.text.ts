import { texts } from "../../web/language.ts";

/** The waiting list, for who is in it and for who keeps the round. */
export const waitingText = texts("conversations_waiting", {
  noTimeFits: "Past geen vrije tijd? Ga op de wachtlijst",
  otherTime: "Liever een andere tijd? Ga op de wachtlijst",
  full: "Alle tijden zijn bezet.",
  lead:
    "Komt er een tijd vrij, dan houden wij die even voor u vast en krijgt u een mail. Kiest u zelf een tijd, dan gaat u van de lijst.",
  days: "Alleen op deze dagen",
  anyDay: "(niets aangekruist: elke dag)",
  join: "Zet ons op de wachtlijst",
  joinFor: (child: string) => `, voor ${child}`,
  joined: (child: string) => `U staat op de wachtlijst voor ${child}.`,
  place: (place: number) =>
    place === 1
      ? "U staat als eerste op de wachtlijst."
      : `U staat als ${place}e op de wachtlijst.`,
  onDays: (days: string) => `Voor een tijd op ${days}.`,
  onAnyDay: "Voor elke tijd die vrijkomt.",
  freeNow: "Wat nu vrij is, kunt u gewoon kiezen.",
  keepsTalk: "Uw tijd houdt u tot u een andere kiest.",
  quit: "Van de wachtlijst af",
  quitDone: (child: string) => `U staat niet meer op de wachtlijst voor ${child}.`,
  left: "U staat niet meer op de wachtlijst.",
  offer: (time: string) => `Er is een tijd vrij: ${time}.`,
  offerUntil: (until: string, minutes: number) =>
    `Het gesprek duurt ${minutes} minuten. Wij houden de tijd voor u vast tot ${until}.`,
  keptForYou: "voor u",
  take: "Neem deze tijd",
  decline: "Nee, dank u",
  declineWhat: (child: string) => `, niet voor ${child}`,
  declined: "Goed, wij vragen de volgende. U blijft op de wachtlijst staan.",
  noDays: "Op deze dagen zijn er geen gesprekken. Kies een dag van de ronde.",
  start: (time: string) => `Er is een tijd vrij: ${time}`,
  startUntil: (until: string) => `Wij houden de tijd vast tot ${until}.`,
  mail: {
    title: (round: string) => `${round}: er is een tijd voor u vrij`,
    free: (child: string, day: string, time: string) =>
      `Voor het gesprek over ${child} is een tijd vrijgekomen: ${day}, ${time}.`,
    length: (minutes: number) =>
      `Het gesprek duurt ${minutes} ${minutes === 1 ? "minuut" : "minuten"}.`,
    until: (until: string) =>
      `Wij houden hem voor u vast tot ${until}. Kiest u hem niet, dan vragen wij de volgende.`,
    keepsTalk: (day: string, time: string) =>
      `Uw tijd van nu, ${day}, ${time}, blijft van u tot u een andere kiest.`,
    button: "Kies deze tijd",
  },
  staff: {
    title: "Wachtlijst",
    lead: "Een tijd die vrijkomt, wordt eerst twee uur vastgehouden voor wie aan de beurt is.",
    since: (moment: string) => `sinds ${moment}`,
    asked: (time: string, until: string) => `kan ${time} nemen, tot ${until}`,
    otherTime: "wil een andere tijd",
    onDays: (days: string) => `alleen ${days}`,
  },
}, {
  noTimeFits: "No free time that suits you? Join the waiting list",
  otherTime: "Rather another time? Join the waiting list",
  full: "All times are taken.",
  lead:
    "When a time comes free we keep it for you for a while, and mail you. If you choose a time yourself, you leave the list.",
  days: "Only on these days",
  anyDay: "(nothing ticked: any day)",
  join: "Put us on the waiting list",
  joinFor: (child) => `, for ${child}`,
  joined: (child) => `You are on the waiting list for ${child}.`,
  place: (place) =>
    place === 1
      ? "You are first on the waiting list."
      : `You are number ${place} on the waiting list.`,
  onDays: (days) => `For a time on ${days}.`,
  onAnyDay: "For any time that comes free.",
  freeNow: "What is free now you can simply choose.",
  keepsTalk: "You keep your time until you choose another.",
  quit: "Leave the waiting list",
  quitDone: (child) => `You are no longer on the waiting list for ${child}.`,
  left: "You are no longer on the waiting list.",
  offer: (time) => `A time has come free: ${time}.`,
  offerUntil: (until, minutes) =>
    `The talk takes ${minutes} minutes. We keep the time for you until ${until}.`,
  keptForYou: "for you",
  take: "Take this time",
  decline: "No, thank you",
  declineWhat: (child) => `, not for ${child}`,
  declined: "All right, we ask the next. You stay on the waiting list.",
  noDays: "There are no talks on these days. Choose a day of the round.",
  start: (time) => `A time has come free: ${time}`,
  startUntil: (until) => `We keep the time until ${until}.`,
  mail: {
    title: (round) => `${round}: a time has come free for you`,
    free: (child, day, time) =>
      `For the talk about ${child} a time has come free: ${day}, ${time}.`,
    length: (minutes) => `The talk takes ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`,
    until: (until) => `We keep it for you until ${until}. If you do not take it, we ask the next.`,
    keepsTalk: (day, time) =>
      `The time you have now, ${day}, ${time}, stays yours until you choose another.`,
    button: "Choose this time",
  },
  staff: {
    title: "Waiting list",
    lead: "A time that comes free is first kept for two hours for whose turn it is.",
    since: (moment) => `since ${moment}`,
    asked: (time, until) => `can take ${time}, until ${until}`,
    otherTime: "wants another time",
    onDays: (days) => `only ${days}`,
  },
});
