import { texts } from "../../web/language.ts";

/** *Verplaats naar*: pupils go to another group of the same school year. */
export const movingText = texts("moving", {
  pupils: "Wie?",
  to: "Verplaats naar",
  look: "Verplaats …",
  lookAll: "Verplaats iedereen …",
  takeOut: "Haal uit de groep",
  title: (to: string) => `Verplaats naar ${to}`,
  lead: (n: number) =>
    n === 1
      ? "Er is nog niets veranderd. Dit gaat gebeuren met 1 leerling."
      : `Er is nog niets veranderd. Dit gaat gebeuren met ${n} leerlingen.`,
  caption: "Wie waarheen gaat",
  pupil: "Leerling",
  from: "Van",
  target: "Naar",
  already: (to: string) => `${to} (zit daar al)`,
  parents:
    "De ouders gaan mee: zodra zij iets openen, zien ze wat voor de nieuwe groep is en niet meer wat voor de oude is.",
  confirm: (n: number) => n === 1 ? "Verplaats 1 leerling" : `Verplaats ${n} leerlingen`,
  moved: (n: number, to: string) =>
    n === 1
      ? `1 leerling zit nu in ${to}. De ouders gaan mee.`
      : `${n} leerlingen zitten nu in ${to}. De ouders gaan mee.`,
  gone: (n: number) =>
    n === 1
      ? "1 leerling zat intussen niet meer in deze groep en is niet verplaatst."
      : `${n} leerlingen zaten intussen niet meer in deze groep en zijn niet verplaatst.`,
  errors: {
    noPupils: "Kies eerst een of meer leerlingen.",
    noneHere:
      "Deze leerlingen zitten niet (meer) in deze groep. Er is niets veranderd; kies opnieuw.",
    noTarget: "Kies naar welke groep.",
    wrongTarget:
      "Naar deze groep kan het niet: kies een andere groep van hetzelfde schooljaar, die niet is opgeheven. Er is niets veranderd.",
  },
}, {
  pupils: "Who?",
  to: "Move to",
  look: "Move …",
  lookAll: "Move everyone …",
  takeOut: "Take out of the group",
  title: (to) => `Move to ${to}`,
  lead: (n) =>
    n === 1
      ? "Nothing has changed yet. This will happen to 1 pupil."
      : `Nothing has changed yet. This will happen to ${n} pupils.`,
  caption: "Who goes where",
  pupil: "Pupil",
  from: "From",
  target: "To",
  already: (to) => `${to} (is there already)`,
  parents:
    "The parents come along: with the next page they open they see what is for the new group, and no longer what is for the old one.",
  confirm: (n) => n === 1 ? "Move 1 pupil" : `Move ${n} pupils`,
  moved: (n, to) =>
    n === 1
      ? `1 pupil is now in ${to}. The parents come along.`
      : `${n} pupils are now in ${to}. The parents come along.`,
  gone: (n) =>
    n === 1
      ? "1 pupil was no longer in this group by then and has not been moved."
      : `${n} pupils were no longer in this group by then and have not been moved.`,
  errors: {
    noPupils: "First choose one or more pupils.",
    noneHere: "These pupils are not in this group (any more). Nothing has changed; choose again.",
    noTarget: "Choose which group to move to.",
    wrongTarget:
      "They cannot go to this group: choose another group of the same school year that has not been closed. Nothing has changed.",
  },
});
