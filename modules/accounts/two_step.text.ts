import { texts } from "../../web/language.ts";

/** The sentences of two-step sign-in under *Mijn account*, and of the mails about it. */
export const twoStepText = texts("twoStep", {
  title: "Inloggen in twee stappen",
  lead:
    "Na uw wachtwoord vult u een code in van een app op uw telefoon. Wie alleen uw wachtwoord weet, komt er dan niet in.",
  required:
    "De school vraagt dit van iedereen die op de administratie werkt. Zet het aan, dan kunt u verder.",
  whichApp:
    "U hebt een app voor zulke codes nodig, bijvoorbeeld 2FAS, Aegis, Google Authenticator of Microsoft Authenticator.",
  current: "Huidig wachtwoord",
  start: "Begin met instellen",
  scan: "Scan deze code met de app",
  qr: "QR-code met de sleutel voor de app; hieronder staat hij ook als tekst",
  typeOver: "Lukt scannen niet? Typ dan deze sleutel over in de app:",
  confirmLead: "De app toont nu elke halve minuut een andere code van zes cijfers.",
  code: "Code uit de app",
  confirm: "Zet inloggen in twee stappen aan",
  othersOut: "Op uw andere apparaten logt u daarna opnieuw in.",
  codesTitle: "Bewaar uw herstelcodes",
  codesLead:
    "Hiermee komt u binnen als u uw telefoon niet bij de hand hebt. Elke code werkt één keer. U ziet ze alleen nu: druk ze af, of bewaar ze bij uw wachtwoorden.",
  onNow: "Inloggen in twee stappen staat aan.",
  codesNew: "U hebt nieuwe herstelcodes. De oude werken niet meer.",
  print: "Druk af",
  kept: "Ik heb ze bewaard",
  onSince: (day: string) => `Staat aan sinds ${day}.`,
  codesLeft: (n: number) =>
    n === 0
      ? "U hebt geen herstelcodes meer. Maak nieuwe."
      : n === 1
      ? "U hebt nog 1 herstelcode. Maak nieuwe."
      : `U hebt nog ${n} herstelcodes.`,
  codeOrRecovery: "Code uit de app, of een herstelcode",
  newCodes: "Maak nieuwe herstelcodes",
  newCodesLead: "De herstelcodes die u nu hebt, werken dan niet meer.",
  off: "Zet uit",
  offLead: "Daarna is uw wachtwoord genoeg om in te loggen.",
  offSubmit: "Zet inloggen in twee stappen uit",
  offDone: "Inloggen in twee stappen staat uit.",
  mustStay: "Uitzetten kan niet: de school vraagt dit van iedereen die op de administratie werkt.",
  errors: {
    tooLate: "Dit duurde langer dan een kwartier. Begin opnieuw.",
    wrongCode:
      "Deze code klopt niet, of is al gebruikt. Wacht op de volgende code. Klopt die ook niet? Kijk of de klok van uw telefoon goed staat.",
  },
  mail: {
    button: "Bekijk uw account",
    when: (when: string) => `Dat gebeurde op ${when}.`,
    notYou: (school: string) =>
      `Was u dit niet? Kies dan meteen een nieuw wachtwoord en bel de administratie van ${school}.`,
    on: {
      title: "Inloggen in twee stappen staat aan",
      body:
        "Na uw wachtwoord vult u voortaan een code uit de app in. Op uw andere apparaten logt u opnieuw in.",
    },
    off: {
      title: "Inloggen in twee stappen staat uit",
      body: "Uw wachtwoord is nu weer genoeg om in te loggen.",
    },
    codes: {
      title: "U hebt nieuwe herstelcodes",
      body: "De herstelcodes die u eerder bewaarde, werken niet meer.",
    },
    reset: {
      title: "Inloggen in twee stappen is uitgezet",
      body:
        "De school heeft dit voor u gedaan. Uw wachtwoord is nu genoeg om in te loggen. U bent overal uitgelogd; zet het daarna gerust weer aan.",
    },
  },
}, {
  title: "Two-step sign-in",
  lead:
    "After your password you enter a code from an app on your phone. Who only knows your password then does not get in.",
  required: "The school asks this of everyone in the office. Switch it on and you can go on.",
  whichApp:
    "You need an app for such codes, for example 2FAS, Aegis, Google Authenticator or Microsoft Authenticator.",
  current: "Current password",
  start: "Start setting up",
  scan: "Scan this code with the app",
  qr: "QR code with the key for the app; below it is text as well",
  typeOver: "Cannot scan? Then type this key into the app:",
  confirmLead: "The app now shows another code of six digits every half minute.",
  code: "Code from the app",
  confirm: "Switch on two-step sign-in",
  othersOut: "On your other devices you sign in again afterwards.",
  codesTitle: "Keep your recovery codes",
  codesLead:
    "With these you get in when you do not have your phone. Each code works once. You only see them now: print them, or keep them with your passwords.",
  onNow: "Two-step sign-in is on.",
  codesNew: "You have new recovery codes. The old ones no longer work.",
  print: "Print",
  kept: "I have kept them",
  onSince: (day) => `On since ${day}.`,
  codesLeft: (n) =>
    n === 0
      ? "You have no recovery codes left. Make new ones."
      : n === 1
      ? "You have 1 recovery code left. Make new ones."
      : `You have ${n} recovery codes left.`,
  codeOrRecovery: "Code from the app, or a recovery code",
  newCodes: "Make new recovery codes",
  newCodesLead: "The recovery codes you have now then stop working.",
  off: "Switch off",
  offLead: "After that your password is enough to sign in.",
  offSubmit: "Switch off two-step sign-in",
  offDone: "Two-step sign-in is off.",
  mustStay: "You cannot switch it off: the school asks this of everyone in the office.",
  errors: {
    tooLate: "This took more than a quarter of an hour. Start again.",
    wrongCode:
      "This code is not right, or was used already. Wait for the next code. Is that wrong too? Check the clock of your phone.",
  },
  mail: {
    button: "View your account",
    when: (when) => `This happened on ${when}.`,
    notYou: (school) =>
      `Was this not you? Choose a new password at once and call the office of ${school}.`,
    on: {
      title: "Two-step sign-in is on",
      body:
        "After your password you enter a code from the app from now on. On your other devices, sign in again.",
    },
    off: {
      title: "Two-step sign-in is off",
      body: "Your password is enough to sign in again.",
    },
    codes: {
      title: "You have new recovery codes",
      body: "The recovery codes you kept before no longer work.",
    },
    reset: {
      title: "Two-step sign-in was switched off",
      body:
        "The school did this for you. Your password is enough to sign in now. You are signed out everywhere; feel free to switch it on again.",
    },
  },
}, {
  lead:
    "Na je wachtwoord vul je een code in van een app op je telefoon. Wie alleen je wachtwoord weet, komt er dan niet in.",
  required:
    "De school vraagt dit van iedereen die op de administratie werkt. Zet het aan, dan kun je verder.",
  whichApp:
    "Je hebt een app voor zulke codes nodig, bijvoorbeeld 2FAS, Aegis, Google Authenticator of Microsoft Authenticator.",
  othersOut: "Op je andere apparaten log je daarna opnieuw in.",
  codesTitle: "Bewaar je herstelcodes",
  codesLead:
    "Hiermee kom je binnen als je je telefoon niet bij de hand hebt. Elke code werkt één keer. Je ziet ze alleen nu: druk ze af, of bewaar ze bij je wachtwoorden.",
  codesNew: "Je hebt nieuwe herstelcodes. De oude werken niet meer.",
  codesLeft: (n) =>
    n === 0
      ? "Je hebt geen herstelcodes meer. Maak nieuwe."
      : n === 1
      ? "Je hebt nog 1 herstelcode. Maak nieuwe."
      : `Je hebt nog ${n} herstelcodes.`,
  newCodesLead: "De herstelcodes die je nu hebt, werken dan niet meer.",
  offLead: "Daarna is je wachtwoord genoeg om in te loggen.",
  errors: {
    wrongCode:
      "Deze code klopt niet, of is al gebruikt. Wacht op de volgende code. Klopt die ook niet? Kijk of de klok van je telefoon goed staat.",
  },
  mail: {
    button: "Bekijk je account",
    notYou: (school) =>
      `Was jij dit niet? Kies dan meteen een nieuw wachtwoord en bel de administratie van ${school}.`,
    on: {
      body:
        "Na je wachtwoord vul je voortaan een code uit de app in. Op je andere apparaten log je opnieuw in.",
    },
    off: { body: "Je wachtwoord is nu weer genoeg om in te loggen." },
    codes: {
      title: "Je hebt nieuwe herstelcodes",
      body: "De herstelcodes die je eerder bewaarde, werken niet meer.",
    },
    reset: {
      body:
        "De school heeft dit voor je gedaan. Je wachtwoord is nu genoeg om in te loggen. Je bent overal uitgelogd; zet het daarna gerust weer aan.",
    },
  },
});
