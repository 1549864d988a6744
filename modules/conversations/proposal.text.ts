import { texts } from "../../web/language.ts";

const nth = (n: number) => `${n}e`;
const ordinal = (n: number) => `${n}${["th", "st", "nd", "rd"][n] ?? "th"}`;

/** What those who keep a fair round read when its times are allotted. */
export const proposalText = texts("conversations_proposal", {
  title: "Verdeel de tijden",
  lead: (round: string, groups: string) => `${round}, ${groups}.`,
  allot: "Verdeel de tijden",
  allotAll: (n: number) => `Verdeel de tijden van ${n} rondes`,
  notYet: (wished: number, of: number) =>
    wished === of
      ? `De ouders van alle ${of} leerlingen gaven voorkeuren. Wij zoeken een verdeling waarin zo veel mogelijk gezinnen hun eerste keus krijgen, en broers en zussen naast elkaar komen.`
      : `De ouders van ${wished} van de ${of} leerlingen gaven voorkeuren. Wij zoeken een verdeling waarin zo veel mogelijk gezinnen hun eerste keus krijgen, en broers en zussen naast elkaar komen. Wie niets opgaf, krijgt een tijd die overblijft.`,
  siblings: (n: number) =>
    `${
      n === 1 ? "1 leerling heeft" : `${n} leerlingen hebben`
    } een broer of zus in een andere ronde waarvan de tijden nog verdeeld worden.`,
  together:
    "Verdeel die rondes samen, voordat je deze vastlegt: dan komen broers en zussen vaker na elkaar.",
  askOffice:
    "De administratie kan die rondes samen verdelen: dan komen broers en zussen vaker na elkaar. Overleg even voordat je deze alleen vastlegt.",
  make: "Maak een voorstel",
  again: "Maak opnieuw",
  againQuestion: "Er komt een nieuw voorstel. Wat je zelf hebt verplaatst, vervalt.",
  made: "Dit is het voorstel. Er is nog niets geboekt en ouders zien nog niets.",
  fix: "Leg vast",
  fixQuestion: (placed: number, unplaced: number) =>
    `${
      placed === 1 ? "1 gesprek wordt" : `${placed} gesprekken worden`
    } geboekt. Alle gezinnen krijgen een mail met hun tijd, ook voor in de agenda.${
      unplaced === 0
        ? ""
        : unplaced === 1
        ? " Het ene gezin zonder plek kiest zelf uit wat over is."
        : ` De ${unplaced} gezinnen zonder plek kiezen zelf uit wat over is.`
    }`,
  fixConfirm: "Leg vast en mail",
  fixed: (placed: number, unplaced: number) =>
    `De tijden zijn verdeeld: ${
      placed === 1 ? "1 gesprek staat" : `${placed} gesprekken staan`
    } vast.${
      unplaced === 0
        ? ""
        : unplaced === 1
        ? " Eén gezin kiest zelf nog."
        : ` ${unplaced} gezinnen kiezen zelf nog.`
    }`,
  summary: {
    placed: (n: number, of: number) =>
      n === of ? `Alle ${of} hebben een plek` : `${n} van ${of} hebben een plek`,
    first: (n: number) => `${n} hun eerste keus`,
    siblings: (n: number, of: number) =>
      n === of
        ? "broers en zussen komen steeds vlak na elkaar"
        : `broers en zussen komen ${n} van de ${of} keer vlak na elkaar`,
    none: "Er is niemand te verdelen.",
  },
  kinds: {
    first: "1e keus",
    second: "2e keus",
    third: "3e keus",
    later: "4e of 5e keus",
    unasked: "geen wens",
    elsewhere: "anders dan gewenst",
    unplaced: "zonder plek",
  },
  choice: (n: number) => `${nth(n)} keus`,
  unasked: "geen wens",
  elsewhere: "anders",
  booked: "stond al vast",
  beside: (name: string, time: string) => `naast ${name}, ${time}`,
  withGuardian: (name: string) => `met ${name}`,
  free: "vrij",
  unplaced: (n: number) => n === 1 ? "Eén gezin zonder plek" : `${n} gezinnen zonder plek`,
  unplacedHint: "Zet ze hier op een tijd, of laat ze straks zelf kiezen uit wat over is.",
  hint:
    "Sleep een kind naar een andere tijd, of kies het om het te verplaatsen. Op een bezette tijd ruilen ze van plek.",
  move: (name: string) => `Tijd voor ${name}`,
  settled: "Dit gesprek stond al vast. Kies een andere tijd.",
  asItIs: (time: string) => `${time}, zoals nu`,
  swapWith: (time: string, name: string, theirs: string | null) =>
    theirs === null
      ? `${time}, ruil met ${name}`
      : `${time}, ruil met ${name}: die krijgt ${theirs}`,
  insteadOf: (time: string, name: string) => `${time}, in plaats van ${name}`,
  doMove: "Verplaats",
  wishes: "Voorkeuren",
  noWishes: "Geen voorkeuren gegeven.",
  place: "Zet erin",
  takeOut: "Haal uit het voorstel",
  moved: "Het voorstel is aangepast.",
  close: "Klaar",
  all: {
    title: "Verdeel alle rondes",
    lead: "Samen verdeeld komen broers en zussen van verschillende groepen naast elkaar.",
    none: "Er zijn nu geen rondes om te verdelen.",
    make: "Maak een voorstel voor deze rondes",
    choose: "Rondes",
    noneChosen: "Kies minstens één ronde.",
    look: "Bekijk het voorstel",
    noProposal: "nog geen voorstel",
    fix: "Leg alles vast",
    fixQuestion: (n: number) =>
      `De voorstellen van ${n} rondes worden geboekt. Alle gezinnen krijgen een mail met hun tijd.`,
    fixConfirm: "Leg alles vast en mail",
    fixed: (n: number) => `De tijden van ${n} rondes zijn verdeeld.`,
  },
}, {
  title: "Allot the times",
  lead: (round, groups) => `${round}, ${groups}.`,
  allot: "Allot the times",
  allotAll: (n) => `Allot the times of ${n} rounds`,
  notYet: (wished, of) =>
    wished === of
      ? `The parents of all ${of} pupils gave preferences. We look for a plan in which as many families as possible get their first choice, and talks about siblings follow each other.`
      : `The parents of ${wished} of ${of} pupils gave preferences. We look for a plan in which as many families as possible get their first choice, and talks about siblings follow each other. Who gave none gets a time that is left.`,
  siblings: (n) =>
    `${
      n === 1 ? "1 pupil has" : `${n} pupils have`
    } a brother or sister in another round of which the times are yet to be allotted.`,
  together:
    "Allot those rounds together before you make this one final: siblings then follow each other more often.",
  askOffice:
    "The office can allot those rounds together: siblings then follow each other more often. Ask them before you make this one final by itself.",
  make: "Make a proposal",
  again: "Make it again",
  againQuestion: "There will be a new proposal. What you moved yourself is lost.",
  made: "This is the proposal. Nothing is booked yet, and parents see nothing yet.",
  fix: "Make it final",
  fixQuestion: (placed, unplaced) =>
    `${
      placed === 1 ? "1 talk is" : `${placed} talks are`
    } booked. All families get a mail with their time, also for their calendar.${
      unplaced === 0
        ? ""
        : ` ${
          unplaced === 1 ? "1 family" : `${unplaced} families`
        } without a place choose from what is left.`
    }`,
  fixConfirm: "Make it final and mail",
  fixed: (placed, unplaced) =>
    `The times have been allotted: ${placed === 1 ? "1 talk is" : `${placed} talks are`} booked.${
      unplaced === 0
        ? ""
        : ` ${unplaced === 1 ? "1 family has" : `${unplaced} families have`} yet to choose.`
    }`,
  summary: {
    placed: (n, of) => n === of ? `All ${of} have a place` : `${n} of ${of} have a place`,
    first: (n) => `${n} their first choice`,
    siblings: (n, of) =>
      n === of
        ? "siblings always follow each other"
        : `siblings follow each other ${n} out of ${of} times`,
    none: "There is nobody to allot a time.",
  },
  kinds: {
    first: "1st choice",
    second: "2nd choice",
    third: "3rd choice",
    later: "4th or 5th choice",
    unasked: "no preference",
    elsewhere: "other than preferred",
    unplaced: "without a place",
  },
  choice: (n) => `${ordinal(n)} choice`,
  unasked: "no preference",
  elsewhere: "other",
  booked: "booked already",
  beside: (name, time) => `next to ${name}, ${time}`,
  withGuardian: (name) => `with ${name}`,
  free: "free",
  unplaced: (n) => n === 1 ? "1 family without a place" : `${n} families without a place`,
  unplacedHint: "Put them on a time here, or let them choose from what is left later.",
  hint: "Drag a child to another time, or choose it to move it. On a taken time they swap places.",
  move: (name) => `Time for ${name}`,
  settled: "This talk was booked already. Choose another time.",
  asItIs: (time) => `${time}, as it is`,
  swapWith: (time, name, theirs) =>
    theirs === null
      ? `${time}, swap with ${name}`
      : `${time}, swap with ${name}, who gets ${theirs}`,
  insteadOf: (time, name) => `${time}, instead of ${name}`,
  doMove: "Move",
  wishes: "Preferences",
  noWishes: "No preferences given.",
  place: "Put there",
  takeOut: "Take out of the proposal",
  moved: "The proposal has been changed.",
  close: "Done",
  all: {
    title: "Allot all rounds",
    lead: "Allotted together, talks about siblings in different groups follow each other.",
    none: "There are no rounds to allot now.",
    make: "Make a proposal for these rounds",
    choose: "Rounds",
    noneChosen: "Choose at least one round.",
    look: "See the proposal",
    noProposal: "no proposal yet",
    fix: "Make all final",
    fixQuestion: (n) =>
      `The proposals of ${n} rounds are booked. All families get a mail with their time.`,
    fixConfirm: "Make all final and mail",
    fixed: (n) => `The times of ${n} rounds have been allotted.`,
  },
});
