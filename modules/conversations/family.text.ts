import { type Language, texts } from "../../web/language.ts";
import { refusalText } from "./guardian.text.ts";
import type { Refusal } from "./refusals.ts";

/** *Plan het voor ons*. */
export const familyText = texts("conversationsFamily", {
  title: "Plan het voor ons",
  lead: "Wij zoeken voor al uw kinderen tijden die op elkaar aansluiten, met tijd om te lopen.",
  back: "Alle tijden",
  wishes: "Wat komt u het best uit?",
  when: "Vroeg of laat",
  any: "Maakt niet uit",
  early: "Liefst vroeg",
  late: "Liefst laat",
  notDays: "Op deze dagen kunnen we niet",
  search: "Zoek opnieuw",
  proposal: "Ons voorstel",
  about: (child: string, teacher: string) => `${child}, bij ${teacher}`,
  fixed: "al gekozen",
  noTimeOn: (days: string) => `Op ${days} is er geen tijd vrij die past, met tijd om te lopen.`,
  moreDays: "Alles op één dag past niet met de tijden die nu vrij zijn.",
  between: (minutes: number) =>
    minutes === 1 ? "daarna 1 minuut tijd" : `daarna ${minutes} minuten tijd`,
  book: (n: number) => n === 1 ? "Reserveer deze tijd" : `Reserveer deze ${n} tijden`,
  later: "U kunt elke tijd daarna nog wijzigen of annuleren.",
  booked: "De tijden zijn voor u gereserveerd.",
  again: "Er is nog niets gereserveerd. Hieronder staat een nieuw voorstel met wat nu nog vrij is.",
  refused: "Dat is niet gelukt.",
  refusals: {
    taken: "Iemand was u net voor: een van deze tijden is bezet.",
    alreadyBooked: "Intussen is er al een tijd gekozen.",
    removed: "De leerkracht heeft een van deze tijden weggehaald.",
    overlaps: "Op een van deze tijden is er al een ander gesprek.",
    heldForOther: "Een van deze tijden wordt bewaard voor wie op de wachtlijst stond.",
    past: "Een van deze tijden is voorbij.",
    tooShort: "Een van deze tijden is niet lang genoeg meer vrij.",
  },
  none: {
    nothing: "Er is nu niets te plannen: u kunt op dit moment geen tijd kiezen.",
    allChosen: "Er is nu niets te plannen: alle gesprekken hebben al een tijd.",
    chosen: "Er is nu niets te plannen: waar u nu kunt kiezen, heeft u al een tijd.",
    noDays: "U streepte alle dagen af. Laat ten minste één dag open, dan zoeken wij opnieuw.",
    noTimes: (child: string) =>
      `Voor ${child} is er geen tijd vrij die past. Vraag de leerkracht of er nog een tijd bij kan.`,
    notThatDay: (child: string) =>
      `Voor ${child} is er op de andere dagen geen tijd meer vrij. Kunt u toch op een van de dagen die u afstreepte?`,
    noFit:
      "Er zijn nog tijden vrij, maar niet zo dat u bij alle gesprekken kunt zijn. Kies zelf, of vraag het de leerkracht.",
    tooMany: "Dit zijn te veel gesprekken om in één keer te plannen. Kies er eerst zelf een paar.",
  },
}, {
  title: "Plan it for us",
  lead: "We look for times for all your children that follow each other, with time to walk.",
  back: "All times",
  wishes: "What suits you best?",
  when: "Early or late",
  any: "Does not matter",
  early: "Rather early",
  late: "Rather late",
  notDays: "We cannot come on these days",
  search: "Search again",
  proposal: "Our proposal",
  about: (child, teacher) => `${child}, with ${teacher}`,
  fixed: "chosen already",
  noTimeOn: (days) => `On ${days} there is no free time that fits, with time to walk.`,
  moreDays: "The times that are free now do not fit on one day.",
  between: (minutes) => minutes === 1 ? "then 1 minute left" : `then ${minutes} minutes left`,
  book: (n) => n === 1 ? "Book this time" : `Book these ${n} times`,
  later: "You can still change or cancel each of them.",
  booked: "The times are booked for you.",
  again: "Nothing was booked. Below is a new proposal with what is still free.",
  refused: "That did not work.",
  refusals: {
    taken: "Someone was just before you: one of these times is taken.",
    alreadyBooked: "A time was chosen meanwhile.",
    removed: "The teacher took one of these times out.",
    overlaps: "There is another talk at one of these times.",
    heldForOther: "One of these times is kept for someone on the waiting list.",
    past: "One of these times is over.",
    tooShort: "One of these times is not free for long enough any more.",
  },
  none: {
    nothing: "There is nothing to plan now: you cannot choose a time at the moment.",
    allChosen: "There is nothing to plan now: all talks have a time.",
    chosen: "There is nothing to plan now: where you can choose, you have a time already.",
    noDays: "You ruled out all days. Leave at least one open, and we will search again.",
    noTimes: (child) =>
      `There is no free time for ${child} that fits. Ask the teacher for another time.`,
    notThatDay: (child) =>
      `There is no free time left for ${child} on the other days. Could you come on one of the days you ruled out?`,
    noFit:
      "There are free times, but not so that you can be at all talks. Choose yourself, or ask the teacher.",
    tooMany: "These are too many talks to plan at once. Choose a few yourself first.",
  },
});

/** Why nothing of a proposal was booked; where that leaves the family is told after it. */
export function familyRefusal(language: Language, refusal: Refusal): string {
  const sentences: Partial<Record<Refusal, string>> = familyText(language).refusals;
  return sentences[refusal] ?? refusalText(language, refusal);
}
