import { texts } from "../../web/language.ts";

const pupilsNl = (n: number) => n === 1 ? "1 leerling" : `${n} leerlingen`;
const pupilsEn = (n: number) => n === 1 ? "1 pupil" : `${n} pupils`;
const listNl = (names: string[]) => names.join(", ");

/** The step to the next school year. */
export const transitionText = texts("transition", {
  title: (year: number) => `Naar schooljaar ${year}-${year + 1}`,
  link: "Naar het nieuwe schooljaar",
  linkReady: "Het nieuwe schooljaar staat klaar",
  season: (year: number) =>
    `Verdeel de leerlingen over de groepen van ${year}-${
      year + 1
    }. Je ziet eerst wat er gebeurt; op 1 augustus gaat het in.`,
  readySeason: (year: number) =>
    `De groepen van ${year}-${year + 1} staan klaar. Op 1 augustus gaan ze in.`,
  steps: {
    label: "Stappen",
    plan: "1. Het plan",
    preview: "2. Wat er gebeurt",
    done: "3. Klaar",
  },
  pupils: pupilsNl,
  year: (year: string) => year === "" ? "zonder jaargroep" : `jaargroep ${year}`,
  leaves: "Verlaat de school",
  none: "Nog geen groep",
  plan: {
    lead: "Kies welke groepen er komen en wie waarheen gaat. Er verandert nog niets op school.",
    nothing: "Er zijn dit schooljaar geen groepen met leerlingen. Er valt niets over te zetten.",
    groups: (year: number) => `Groepen van ${year}-${year + 1}`,
    groupsLead:
      "Dit is een voorstel. Maak een naam leeg als die groep er niet komt; leerlingen die erheen gingen, hebben dan nog geen groep.",
    newGroup: "Nieuw",
    followerOf: (name: string) => `Nieuwe naam van ${name}`,
    added: "Nog een groep",
    addedHint: "Bijvoorbeeld 1/2c. Een groep mag leeg beginnen.",
    add: "Zet erbij",
    there: "Deze groep is er al.",
    teachers: (names: string[]) =>
      names.length === 0 ? "Nog geen leerkracht" : `Leerkrachten: ${listNl(names)}`,
    where: "Wie gaat waarheen?",
    from: (name: string) => `Uit ${name}`,
    fromNone: "Zonder groep",
    set: (pupils: string, year: string) => `${pupils}, ${year}`,
    apart: (n: number) => n === 1 ? "1 van hen gaat apart." : `${n} van hen gaan apart.`,
    placed: (n: number) =>
      n === 1
        ? "1 leerling zit al in een groep van het nieuwe schooljaar."
        : `${n} leerlingen zitten al in een groep van het nieuwe schooljaar.`,
    oneByOne: "Per leerling",
    look: "Bekijk wat er gebeurt",
    save: "Bewaar het plan",
    saved: "Het plan is bewaard.",
  },
  choices: {
    lead:
      "Wie niet met de anderen meegaat, krijgt hier een eigen groep. Wie het jaar overdoet, telt op 1 augustus geen jaar verder.",
    back: "Terug naar het plan",
    to: "Gaat naar",
    asSet: (target: string) => `Zoals de anderen: ${target}`,
    asProposed: (target: string) => `Voorstel: ${target}`,
    asThere: (groups: string) => `Staat al in ${groups}`,
    stays: (year: string) => `Doet ${year} nog een keer`,
    save: "Bewaar",
    saved: "De keuzes zijn bewaard.",
  },
  preview: {
    lead: "Er is nog niets veranderd. Open een regel om te zien om wie het gaat.",
    back: "Terug naar het plan",
    warnings: "Let op",
    double: (names: string[]) =>
      `Er zijn twee groepen met dezelfde naam: ${listNl(names)}. Geef ze eerst elk een eigen naam.`,
    nowhere: (pupils: string, names: string[]) =>
      `${pupils} nog zonder groep in het nieuwe schooljaar: ${listNl(names)}.`,
    withoutTeacher: (names: string[]) => `Zonder leerkracht: ${listNl(names)}.`,
    empty: (names: string[]) => `Zonder leerlingen: ${listNl(names)}.`,
    full: (most: number, names: string[]) => `Meer dan ${most} leerlingen: ${listNl(names)}.`,
    fine: "Iedereen heeft een groep en elke groep heeft een leerkracht.",
    there: "Staat al klaar",
    again: "Doet het jaar nog een keer",
    result: (year: number) => `Zo wordt ${year}-${year + 1}`,
    columns: { group: "Groep", pupils: "Leerlingen", teachers: "Leerkrachten" },
    whatHappens: "Wat gebeurt er wanneer?",
    atOnce:
      "Nu: de groepen van het nieuwe schooljaar worden gemaakt en gevuld. Ouders zien nog niets.",
    later: (leavers: string) =>
      `Op 1 augustus: ouders en leerkrachten zien de nieuwe groepen, iedereen telt een jaar verder, en wie de school verlaat (${leavers}) is uitgeschreven. Hun ouders komen er dan niet meer in, tenzij ze nog een kind op school hebben.`,
    undo: "Tot 1 augustus kun je dit terugdraaien.",
    now: (leavers: string) =>
      `Het schooljaar is al begonnen, dus alles gaat nu in: ouders en leerkrachten zien de nieuwe groepen, iedereen telt een jaar verder, en wie de school verlaat (${leavers}) wordt uitgeschreven. Dit kun je niet in één keer terugdraaien.`,
    apply: (year: number) => `Zet ${year}-${year + 1} klaar`,
    applyNow: "Maak de overgang nu",
  },
  applied: {
    lead: (by: string, day: string) =>
      by ? `Klaargezet door ${by}, ${day}.` : `Klaargezet, ${day}.`,
    waits:
      "Op 1 augustus gaat dit vanzelf in. Tot dan blijft alles op school zoals het is. Komt er iemand bij of gaat iemand toch naar een andere groep? Wijzig dan die groep.",
    leavers: (n: number) =>
      n === 1
        ? "1 leerling verlaat op 1 augustus de school."
        : `${n} leerlingen verlaten op 1 augustus de school.`,
    undo: "Draai terug",
    undoQuestion:
      "De groepen die zijn klaargezet, verdwijnen weer. Het plan blijft bewaard, zodat je het kunt wijzigen en opnieuw kunt klaarzetten.",
    undoConfirm: "Draai het nieuwe schooljaar terug",
    undone: "Teruggedraaid. Het plan staat er nog.",
    inUse: (names: string[]) =>
      `Terugdraaien kan niet meer. Er hoort intussen iets bij ${
        listNl(names)
      }: een leerling of leerkracht die er later bij kwam, een bericht, een activiteit of een import. Haal dat eerst weg, of wijzig de groepen zelf.`,
    late: "Terugdraaien kan niet meer: het nieuwe schooljaar is begonnen.",
    ready: "Het nieuwe schooljaar staat klaar. Op 1 augustus gaat het in.",
    done: (year: number) => `De overgang naar ${year}-${year + 1} is gemaakt.`,
    already: (by: string, day: string) =>
      by ? `Dit is al gedaan door ${by}, ${day}.` : `Dit is al gedaan, ${day}.`,
  },
  errors: {
    changed:
      "Er is intussen iets veranderd, door een collega of een import. Kijk of het zo nog klopt en druk nog een keer.",
    applied: "Het nieuwe schooljaar is intussen klaargezet. Aan het plan verandert niets meer.",
    importing: "Er wordt op dit moment een import ingevoerd. Probeer het over een minuut opnieuw.",
    doubleNames: "Twee groepen hebben dezelfde naam. Geef ze eerst elk een eigen naam.",
    groupName: "Er is al een groep met deze naam. Kies een andere.",
  },
}, {
  title: (year) => `To school year ${year}-${year + 1}`,
  link: "To the new school year",
  linkReady: "The new school year is ready",
  season: (year) =>
    `Divide the pupils over the groups of ${year}-${
      year + 1
    }. You see what will happen first; it takes effect on 1 August.`,
  readySeason: (year) =>
    `The groups of ${year}-${year + 1} are ready. They take effect on 1 August.`,
  steps: { label: "Steps", plan: "1. The plan", preview: "2. What will happen", done: "3. Ready" },
  pupils: pupilsEn,
  year: (year) => year === "" ? "without a year group" : `year group ${year}`,
  leaves: "Leaves the school",
  none: "No group yet",
  plan: {
    lead: "Choose which groups there will be and who goes where. Nothing changes at school yet.",
    nothing: "There are no groups with pupils this school year. There is nothing to be moved.",
    groups: (year) => `Groups of ${year}-${year + 1}`,
    groupsLead:
      "This is a proposal. Empty a name when that group will not be there; pupils who would go there have no group yet then.",
    newGroup: "New",
    followerOf: (name) => `New name of ${name}`,
    added: "Another group",
    addedHint: "Such as 1/2c. A group may begin empty.",
    add: "Add",
    there: "This group is there already.",
    teachers: (names) => names.length === 0 ? "No teacher yet" : `Teachers: ${names.join(", ")}`,
    where: "Who goes where?",
    from: (name) => `From ${name}`,
    fromNone: "Without a group",
    set: (pupils, year) => `${pupils}, ${year}`,
    apart: (n) => n === 1 ? "1 of them goes separately." : `${n} of them go separately.`,
    placed: (n) =>
      n === 1
        ? "1 pupil is in a group of the new school year already."
        : `${n} pupils are in a group of the new school year already.`,
    oneByOne: "One by one",
    look: "See what will happen",
    save: "Save the plan",
    saved: "The plan has been saved.",
  },
  choices: {
    lead:
      "Whoever does not go with the others gets a group of their own here. Whoever repeats the year stays in the same year group on 1 August.",
    back: "Back to the plan",
    to: "Goes to",
    asSet: (target) => `Like the others: ${target}`,
    asProposed: (target) => `Proposed: ${target}`,
    asThere: (groups) => `Is in ${groups} already`,
    stays: (year) => `Repeats ${year}`,
    save: "Save",
    saved: "The choices have been saved.",
  },
  preview: {
    lead: "Nothing has changed yet. Open a line to see who it is about.",
    back: "Back to the plan",
    warnings: "Please note",
    double: (names) =>
      `There are two groups with the same name: ${names.join(", ")}. First give each its own name.`,
    nowhere: (pupils, names) =>
      `${pupils} without a group in the new school year: ${names.join(", ")}.`,
    withoutTeacher: (names) => `Without a teacher: ${names.join(", ")}.`,
    empty: (names) => `Without pupils: ${names.join(", ")}.`,
    full: (most, names) => `More than ${most} pupils: ${names.join(", ")}.`,
    fine: "Everyone has a group and every group has a teacher.",
    there: "Ready already",
    again: "Repeats the year",
    result: (year) => `This is how ${year}-${year + 1} will be`,
    columns: { group: "Group", pupils: "Pupils", teachers: "Teachers" },
    whatHappens: "What happens when?",
    atOnce:
      "Now: the groups of the new school year are made and filled. Parents see nothing of it yet.",
    later: (leavers) =>
      `On 1 August: parents and teachers see the new groups, everyone goes up a year, and those who leave the school (${leavers}) have left. Their parents cannot get in any more then, unless they have another child at school.`,
    undo: "Until 1 August you can take this back.",
    now: (leavers) =>
      `The school year has begun, so all of it takes effect now: parents and teachers see the new groups, everyone goes up a year, and those who leave the school (${leavers}) leave. This cannot be taken back in one go.`,
    apply: (year) => `Make ${year}-${year + 1} ready`,
    applyNow: "Make the step now",
  },
  applied: {
    lead: (by, day) => by ? `Made ready by ${by}, ${day}.` : `Made ready, ${day}.`,
    waits:
      "On 1 August this takes effect by itself. Until then everything at school stays as it is. Does anyone join, or go to another group after all? Then edit that group.",
    leavers: (n) =>
      n === 1
        ? "1 pupil leaves the school on 1 August."
        : `${n} pupils leave the school on 1 August.`,
    undo: "Take back",
    undoQuestion:
      "The groups that were made ready disappear again. The plan is kept, so that you can change it and make it ready again.",
    undoConfirm: "Take the new school year back",
    undone: "Taken back. The plan is still there.",
    inUse: (names) =>
      `It cannot be taken back any more. Something belongs to ${
        names.join(", ")
      } by now: a pupil or teacher who was added later, a post, an activity or an import. Remove that first, or edit the groups yourself.`,
    late: "It cannot be taken back any more: the new school year has begun.",
    ready: "The new school year is ready. It takes effect on 1 August.",
    done: (year) => `The step to ${year}-${year + 1} has been made.`,
    already: (by, day) =>
      by ? `This was done already by ${by}, ${day}.` : `This was done already, ${day}.`,
  },
  errors: {
    changed:
      "Something has changed meanwhile, by a colleague or an import. See whether this is still right and press once more.",
    applied:
      "The new school year has been made ready meanwhile. The plan does not change any more.",
    importing: "An import is being written at this moment. Try again in a minute.",
    doubleNames: "Two groups have the same name. First give each its own name.",
    groupName: "There is a group with this name already. Choose another.",
  },
});
