import { texts } from "../../web/language.ts";

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
  between: (minutes: number) =>
    minutes === 1 ? "daarna 1 minuut tijd" : `daarna ${minutes} minuten tijd`,
  book: (n: number) => n === 1 ? "Reserveer deze tijd" : `Reserveer deze ${n} tijden`,
  later: "U kunt elke tijd daarna nog wijzigen of annuleren.",
  booked: "De tijden zijn voor u gereserveerd.",
  again: "Er is nog niets gereserveerd. Hieronder staat een nieuw voorstel met wat nu nog vrij is.",
  none: {
    nothing: "Er is nu niets te plannen: alle tijden zijn gekozen, of kiezen kan nog niet.",
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
  between: (minutes) => minutes === 1 ? "then 1 minute left" : `then ${minutes} minutes left`,
  book: (n) => n === 1 ? "Book this time" : `Book these ${n} times`,
  later: "You can still change or cancel each of them.",
  booked: "The times are booked for you.",
  again: "Nothing was booked. Below is a new proposal with what is still free.",
  none: {
    nothing: "There is nothing to plan now: all times are chosen, or choosing has yet to begin.",
    noTimes: (child) =>
      `There is no free time for ${child} that fits. Ask the teacher for another time.`,
    notThatDay: (child) =>
      `There is no free time left for ${child} on the other days. Could you come on one of the days you ruled out?`,
    noFit:
      "There are free times, but not so that you can be at all talks. Choose yourself, or ask the teacher.",
    tooMany: "These are too many talks to plan at once. Choose a few yourself first.",
  },
});
