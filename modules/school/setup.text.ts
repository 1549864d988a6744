import { texts } from "../../web/language.ts";

/** The first page of an installation without a school, and what to do after it. */
export const setupText = texts("setup", {
  title: "Welkom bij Schoolbel",
  lead: "Er is nog geen school. Vul dit in, dan staat het portaal er.",
  school: "De school",
  code: "Code",
  codeHint:
    "Er staan al mensen in dit portaal. De code is getoond bij het importeren op de computer waar het draait; importeer daar opnieuw voor een nieuwe.",
  name: "Naam van de school",
  shortName: "Korte naam, voor het webadres",
  shortNameHint: (address: string) =>
    `Laat u dit leeg, dan komt het portaal op ${address}. Later wijzigen kan niet.`,
  language: "Taal van de school",
  you: "Uzelf, als beheerder",
  yourName: "Uw naam",
  email: "E-mailadres",
  emailHint: "Hiermee logt u straks in.",
  password: "Wachtwoord",
  repeat: "Nog een keer",
  submit: "Open de school",
  done: "De school is open en u bent ingelogd. Haal nu de groepen en mensen erin.",
  steps: {
    title: "Wat nu?",
    lead: "Zo staat het portaal er straks voor iedereen.",
    import: "Haal de groepen, leerlingen en ouders erin",
    importHint:
      "Met het EDEXML-bestand en een lijst met ouders uit uw leerlingadministratie. Zonder bestand kan het ook met de hand.",
    byHand: "Met de hand",
    settings: "Kijk de instellingen na",
    settingsHint: "Logo, telefoonnummer, wat er in het menu staat.",
    post: "Schrijf een eerste bericht",
    postHint: "Dan is er iets te lezen als de eerste ouder binnenkomt.",
    invite: "Nodig ouders en medewerkers uit",
    inviteHint: "Iedereen krijgt een mail met een eigen link.",
  },
  errors: {
    setupCode: "Deze code klopt niet, of er is inmiddels een nieuwe getoond.",
    shortName:
      "Gebruik kleine letters, cijfers en streepjes; begin met een letter; 2 tot 31 tekens.",
    shortNameReserved: "Deze naam gebruikt het portaal zelf. Kies een andere.",
    notSame: "Dit is niet hetzelfde wachtwoord. Typ het nog een keer.",
    weak: "Dit wachtwoord is nog niet sterk genoeg. Kijk welke regels nog open staan.",
    userName: "Kies een ander wachtwoord dan uw e-mailadres.",
    common: "Dit wachtwoord komt te vaak voor. Kies een ander.",
    busy: "Het is even druk. Probeer het over tien seconden opnieuw.",
  },
}, {
  title: "Welcome to Schoolbel",
  lead: "There is no school yet. Fill this in and the portal is ready.",
  school: "The school",
  code: "Code",
  codeHint:
    "There are people in this portal already. The code was shown when importing on the computer it runs on; import there again for a new one.",
  name: "Name of the school",
  shortName: "Short name, for the web address",
  shortNameHint: (address) =>
    `Leave this empty and the portal will be at ${address}. It cannot be changed later.`,
  language: "Language of the school",
  you: "Yourself, as administrator",
  yourName: "Your name",
  email: "E-mail address",
  emailHint: "You will sign in with it.",
  password: "Password",
  repeat: "Once more",
  submit: "Open the school",
  done: "The school is open and you are signed in. Now bring in the groups and people.",
  steps: {
    title: "What now?",
    lead: "This is how the portal gets ready for everyone.",
    import: "Bring in the groups, pupils and parents",
    importHint:
      "With the EDEXML file and a list of parents from your pupil administration. It can also be done by hand.",
    byHand: "By hand",
    settings: "Check the settings",
    settingsHint: "Logo, phone number, what is in the menu.",
    post: "Write a first post",
    postHint: "Then there is something to read when the first parent comes in.",
    invite: "Invite parents and staff",
    inviteHint: "Everyone gets a mail with a link of their own.",
  },
  errors: {
    setupCode: "This code is not right, or a newer one has been shown since.",
    shortName:
      "Use lower-case letters, digits and hyphens; start with a letter; 2 to 31 characters.",
    shortNameReserved: "The portal uses this name itself. Choose another.",
    notSame: "This is not the same password. Type it once more.",
    weak: "This password is not strong enough yet. See which rules are still open.",
    userName: "Choose another password than your e-mail address.",
    common: "This password is too common. Choose another.",
    busy: "It is busy right now. Try again in ten seconds.",
  },
});
