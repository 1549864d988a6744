/** The password of everyone in the demo school. */
export const demoPassword = "Schoolbel1!";

/** The fixed sign-ins, in the order in which a newcomer would try them. */
export const demoSignIns = [
  {
    userName: "ouder@regenton.example",
    nl: "ouder: Samira de Wit, met Noor in 5a en Mees in 2b",
    en: "parent: Samira de Wit, with Noor in 5a and Mees in 2b",
  },
  {
    userName: "ouder2@regenton.example",
    nl: "de andere ouder van Noor, op een ander adres",
    en: "Noor's other parent, at another address",
  },
  {
    userName: "alleenlezen@regenton.example",
    nl: "ouder die alleen leest",
    en: "parent who may only read",
  },
  {
    userName: "juf@regenton.example",
    nl: "leerkracht: juf Hanneke van groep 5a",
    en: "teacher: juf Hanneke of group 5a",
  },
  { userName: "administratie@regenton.example", nl: "administratie", en: "school office" },
  { userName: "directie@regenton.example", nl: "directie (beheerder)", en: "head (admin)" },
] as const;
