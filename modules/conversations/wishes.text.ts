import { moment, type When } from "../../web/dates.ts";
import { type Language, texts } from "../../web/language.ts";
import type { RoundChoices } from "./choices.queries.ts";
import { refusalText } from "./guardian.text.ts";
import type { Refusal } from "./refusals.ts";

const nth = (n: number) => `${n}e`;
const ordinal = (n: number) => `${n}${["th", "st", "nd", "rd"][n] ?? "th"}`;

/** What guardians read in a round that collects preferences first. */
export const wishesText = texts("conversationsWishes", {
  title: (child: string) => `Voorkeuren voor ${child}`,
  lead: (until: string) =>
    `Tik de tijden aan die u passen, de liefste eerst: hooguit vijf. Dat kan tot ${until}.`,
  fair: "Daarna verdelen wij de tijden eerlijk. Het maakt niet uit wie het eerst kiest.",
  together: "Gesprekken over broers en zussen leggen wij waar dat kan naast elkaar.",
  seats: (child: string) => `Uw voorkeuren voor ${child}, de liefste eerst`,
  saved: (n: number) => n === 1 ? "1 voorkeur bewaard" : `${n} voorkeuren bewaard`,
  kept: "Uw voorkeuren zijn bewaard.",
  full: "Vijf voorkeuren bewaard. Tik er een aan om hem terug te nemen.",
  none: "Nog geen voorkeur. Dan krijgt u een tijd die overblijft.",
  noneReadOnly: "Er zijn nog geen voorkeuren.",
  clear: "Wis alles",
  clearFor: (child: string) => ` voor ${child}`,
  add: (n: number, child: string) => `, geef als ${nth(n)} voorkeur voor ${child}`,
  takeBack: (n: number, child: string) => `, ${nth(n)} voorkeur voor ${child}, neem terug`,
  rank: (n: number) => `${nth(n)} voorkeur`,
  state: {
    asked: (until: string) => `Geef hieronder uw voorkeuren, tot ${until}.`,
    upcoming: (from: string) => `Voorkeuren geven kan vanaf ${from}.`,
    given: (n: number) => n === 1 ? "1 voorkeur gegeven." : `${n} voorkeuren gegeven.`,
    allotting: "School verdeelt nu de tijden. U krijgt een mail zodra uw tijd bekend is.",
    allottingReadOnly: "School verdeelt nu de tijden.",
    unplaced: "Er is nog geen tijd voor u. Kies hieronder een tijd die nog vrij is.",
    own: "U geeft eigen voorkeuren, los van de andere ouder.",
  },
  invitation: {
    give: "Geef voorkeur",
    giveFor: (child: string) => ` voor ${child}`,
    given: (n: number) => n === 1 ? "1 voorkeur" : `${n} voorkeuren`,
    allotting: "School verdeelt",
  },
  refusals: {
    wishesOver: "Voorkeuren geven kan niet meer: de tijd daarvoor is voorbij.",
    roundClosed: "Voorkeuren geven kan niet meer: de tijden staan vast.",
    allotted: "Voorkeuren geven kan niet meer: de tijden zijn verdeeld.",
    notFair: "In deze ronde kiest u zelf een tijd.",
    tooManyWishes: "U heeft al vijf voorkeuren. Neem er eerst een terug.",
    taken: "Deze tijd is niet meer vrij. Kies een andere tijd.",
    changedMeanwhile: "De voorkeuren zijn net gewijzigd. Hieronder ziet u hoe het nu staat.",
    alreadyBooked: "School heeft al een tijd voor dit kind gereserveerd.",
  },
}, {
  title: (child) => `Preferences for ${child}`,
  lead: (until) =>
    `Tap the times that suit you, the one you like best first: five at most. You can do so until ${until}.`,
  fair: "Then we allot the times fairly. It does not matter who is first.",
  together: "Where possible, talks about brothers and sisters follow each other.",
  seats: (child) => `Your preferences for ${child}, the one you like best first`,
  saved: (n) => n === 1 ? "1 preference saved" : `${n} preferences saved`,
  kept: "Your preferences have been saved.",
  full: "Five preferences saved. Tap one to take it back.",
  none: "No preference yet. You will then get a time that is left.",
  noneReadOnly: "There are no preferences yet.",
  clear: "Clear all",
  clearFor: (child) => ` for ${child}`,
  add: (n, child) => `, give as ${ordinal(n)} preference for ${child}`,
  takeBack: (n, child) => `, ${ordinal(n)} preference for ${child}, take back`,
  rank: (n) => `${ordinal(n)} preference`,
  state: {
    asked: (until) => `Give your preferences below, until ${until}.`,
    upcoming: (from) => `Preferences can be given from ${from}.`,
    given: (n) => n === 1 ? "1 preference given." : `${n} preferences given.`,
    allotting: "The school is allotting the times. You get a mail once your time is known.",
    allottingReadOnly: "The school is allotting the times.",
    unplaced: "There is no time for you yet. Choose one below that is still free.",
    own: "You give preferences of your own, apart from the other parent.",
  },
  invitation: {
    give: "Preferences",
    giveFor: (child) => ` for ${child}`,
    given: (n) => n === 1 ? "1 preference" : `${n} preferences`,
    allotting: "Being allotted",
  },
  refusals: {
    wishesOver: "The time to give preferences is over.",
    roundClosed: "Preferences can no longer be given: the times are final.",
    allotted: "Preferences can no longer be given: the times have been allotted.",
    notFair: "In this round you choose a time yourself.",
    tooManyWishes: "You have five preferences already. Take one back first.",
    taken: "This time is no longer free. Choose another time.",
    changedMeanwhile: "The preferences were just changed. Below you see how things stand now.",
    alreadyBooked: "The school has booked a time for this child already.",
  },
});

/** Why a preference was not kept. */
export function wishRefusal(language: Language, refusal: Refusal): string {
  const sentences: Partial<Record<Refusal, string>> = wishesText(language).refusals;
  return sentences[refusal] ?? refusalText(language, refusal);
}

/** How far the preferences for a child are, in one sentence. */
export function wishesState(
  { round, phase, wishes }: RoundChoices,
  readOnly: boolean,
  when: When,
): string {
  const t = wishesText(when.language);
  if (phase === "upcoming") return t.state.upcoming(moment(round.opensAt!, when));
  if (phase === "open") return t.state.unplaced;
  if (phase === "allotting") return readOnly ? t.state.allottingReadOnly : t.state.allotting;
  if (wishes.length > 0) return t.state.given(wishes.length);
  return readOnly ? t.noneReadOnly : t.state.asked(moment(round.wishesUntil!, when));
}
