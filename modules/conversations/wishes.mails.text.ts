import { texts } from "../../web/language.ts";

/** Mails of a fair round; to guardians, and at the end to its teachers. */
export const wishMailsText = texts("conversations_wish_mails", {
  askTitle: (round: string) => `${round}: geef uw voorkeuren`,
  ask: (names: string) =>
    `U kunt voor ${names} tot vijf tijden kiezen die u passen, de liefste eerst. Daarna verdelen wij de tijden eerlijk; het maakt niet uit wie het eerst kiest.`,
  until: (moment: string) => `Voorkeuren geven kan tot ${moment}.`,
  from: (moment: string) => `Voorkeuren geven kan vanaf ${moment}.`,
  give: "Geef uw voorkeuren",
  reminderTitle: (round: string) => `${round}: u gaf nog geen voorkeuren`,
  reminder: (names: string) =>
    `Voor ${names} zijn nog geen voorkeuren gegeven. Zonder voorkeuren krijgt u een tijd die overblijft.`,
  allottedTitle: (round: string) => `${round}: dit is uw tijd`,
  unplacedTitle: (round: string) => `${round}: kies nog een tijd`,
  withoutTitle: (round: string) => `${round}: u heeft nog geen tijd`,
  choice: (n: number) => n === 1 ? "Dat is uw eerste keus." : `Dat is uw ${n}e keus.`,
  elsewhere: "Het spijt ons: bij uw voorkeuren was geen plek meer.",
  unplaced: (names: string) =>
    `Voor ${names} was er helaas geen plek. Kies zelf een tijd die nog vrij is.`,
  unplacedOver: (names: string) =>
    `Voor ${names} was er helaas geen plek, en zelf kiezen kan niet meer. Neem contact op met de leerkracht voor een andere tijd.`,
  notAsked: (names: string) => `U kunt voor ${names} nu een tijd kiezen die nog vrij is.`,
  change: (until: string) => `Past het niet? U kunt tot ${until} een andere vrije tijd kiezen.`,
  changeOpen: "Past het niet? U kunt een andere vrije tijd kiezen.",
  attached: "De afspraak vindt u ook in de bijlage, voor in uw agenda.",
  look: "Bekijk uw gesprekken",
  choose: "Kies een tijd",
  overTitle: (round: string) => `${round}: verdeel de tijden`,
  over: (wished: number, of: number) =>
    `De tijd om voorkeuren te geven is voorbij. De ouders van ${wished} van de ${of} leerlingen gaven ze. Je kunt nu een voorstel laten maken.`,
  allot: "Verdeel de tijden",
}, {
  askTitle: (round) => `${round}: give your preferences`,
  ask: (names) =>
    `For ${names} you can choose up to five times that suit you, the one you like best first. Then we allot the times fairly; it does not matter who is first.`,
  until: (moment) => `You can give preferences until ${moment}.`,
  from: (moment) => `You can give preferences from ${moment}.`,
  give: "Give your preferences",
  reminderTitle: (round) => `${round}: you have not given preferences yet`,
  reminder: (names) =>
    `No preferences have been given for ${names} yet. Without them you get a time that is left.`,
  allottedTitle: (round) => `${round}: this is your time`,
  unplacedTitle: (round) => `${round}: please choose a time`,
  withoutTitle: (round) => `${round}: you have no time yet`,
  choice: (n) => n === 1 ? "This is your first choice." : `This is choice number ${n} of yours.`,
  elsewhere: "We are sorry: there was no place left at the times you preferred.",
  unplaced: (names) =>
    `There was no place left for ${names}. Please choose a time that is still free.`,
  unplacedOver: (names) =>
    `There was no place left for ${names}, and choosing has ended. Please contact the teacher for another time.`,
  notAsked: (names) => `You can now choose a time for ${names} that is still free.`,
  change: (until) => `Does it not suit you? You can choose another free time until ${until}.`,
  changeOpen: "Does it not suit you? You can choose another free time.",
  attached: "The appointment is attached too, for your calendar.",
  look: "See your talks",
  choose: "Choose a time",
  overTitle: (round) => `${round}: allot the times`,
  over: (wished, of) =>
    `The time to give preferences is over. The parents of ${wished} of ${of} pupils gave them. You can now have a proposal made.`,
  allot: "Allot the times",
});
