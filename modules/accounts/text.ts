import { texts } from "../../web/language.ts";

const minutes = (seconds: number) => Math.ceil(seconds / 60);

/** The sentences of signing in and of one's own account. */
export const accountText = texts("accounts", {
  and: "en",
  at: "om",
  someone: "ouder/verzorger",
  userName: "E-mailadres",
  password: "Wachtwoord",
  code: "Code uit de app",
  recoveryCode: "Herstelcode",
  step: {
    title: "Nog één stap",
    lead: "Open de app op uw telefoon en vul de code van zes cijfers in.",
    noPhone: "Ik heb mijn telefoon niet",
    recoveryHint: "Eén van de tien codes die u hebt bewaard. Elke code werkt één keer.",
    useRecovery: "Inloggen met herstelcode",
    lost: "Telefoon én herstelcodes kwijt? Bel de administratie van school.",
    expired: "Dat duurde te lang, of er is al mee ingelogd. Begin opnieuw met uw wachtwoord.",
  },
  signIn: {
    title: "Welkom",
    lead: (school: string) => `Log in op het ouderportaal van ${school}.`,
    forgotten: "Wachtwoord vergeten?",
    stay: "Ingelogd blijven op dit apparaat",
    submit: "Inloggen",
    noAccount: "Nog geen account? U krijgt van school een uitnodiging per e-mail. Niets ontvangen?",
    askAgain: "Vraag een nieuwe aan",
    orCall: "of bel de administratie:",
    help: "Lukt het niet? Kijk bij de hulp.",
    noPlace: (school: string) =>
      `U bent op dit moment niet bekend bij ${school}. Klopt dat niet? Neem dan contact op met de administratie.`,
    unconfirmed: (school: string) =>
      `Uw account is er al, van een andere school. Bevestig eerst dat u ook bij ${school} hoort, met de link die deze school u heeft gemaild. Geen mail? Vraag hieronder een nieuwe aan.`,
    demo: "Dit is een voorbeeldschool. Log met één druk in als:",
    signedOut: "U bent uitgelogd.",
  },
  activate: {
    title: "Kies een wachtwoord",
    lead: (school: string) => `Dan is uw account voor ${school} klaar en bent u binnen.`,
    yours: (userName: string) => `Uw gebruikersnaam is ${userName}.`,
    submit: "Kies dit wachtwoord",
    done: "Welkom! Uw account is klaar.",
  },
  confirm: {
    title: "U hebt al een account",
    lead: (school: string) =>
      `Log in met het wachtwoord dat u al hebt. Dan ziet u met hetzelfde account ook ${school}.`,
    submit: "Bevestigen en inloggen",
    done: (school: string) => `Welkom bij ${school}! U ziet deze school voortaan met uw account.`,
  },
  forgotten: {
    title: "Wachtwoord vergeten?",
    lead: "Vul uw gebruikersnaam in. U krijgt een mail met een link naar een nieuw wachtwoord.",
    submit: "Aanvragen",
    sentTitle: "Kijk in uw mail",
    sent: (userName: string) =>
      `Is ${userName} bij ons bekend? Dan krijgt u binnen een paar minuten een mail met een link.`,
    notThere:
      "Niets ontvangen? Kijk bij de ongewenste mail en controleer of u het e-mailadres gebruikt dat de school kent.",
    toSignIn: "Naar de inlogpagina",
  },
  invitation: {
    title: "Nog niet uitgenodigd?",
    lead:
      "Vul het e-mailadres in dat de school van u heeft. U krijgt een mail met een nieuwe link.",
    submit: "Stuur mij een nieuwe link",
  },
  reset: {
    title: "Kies een nieuw wachtwoord",
    lead: (school: string) =>
      `Voor het ouderportaal van ${school}. Op uw andere apparaten logt u daarna opnieuw in.`,
    submit: "Kies dit wachtwoord",
    done: "Uw nieuwe wachtwoord werkt. U bent ingelogd.",
  },
  spent: {
    title: "Deze link werkt niet meer",
    used: "De link is al gebruikt. Hebt u al een wachtwoord gekozen? Log dan in.",
    expired: "De link is te oud. Vraag hieronder een nieuwe aan.",
    unknown:
      "De link is niet compleet, of niet van ons. Open hem opnieuw vanuit de mail, of vraag hieronder een nieuwe aan.",
    submit: "Stuur mij een nieuwe link",
  },
  newPassword: "Nieuw wachtwoord",
  repeat: "Nieuw wachtwoord, nog een keer",
  account: {
    signIn: "Inloggen en taal",
    userName: "Gebruikersnaam",
    language: "Taal",
    languageHint: "Van het portaal en van de mails die u krijgt.",
    languageSubmit: "Bewaar taal",
    languageSaved: "Uw taal is bewaard.",
  },
  notifications: {
    title: "Waarover krijgt u mail?",
    lead: "U krijgt één mail met alles wat nieuw is, aan het eind van de middag.",
    legend: "Nieuw in",
    always: "Gaat altijd door, ook als u andere mail hebt uitgezet.",
    submit: "Bewaar keuze",
    saved: "Uw keuze is bewaard.",
  },
  sessions: {
    title: "Waar u bent ingelogd",
    lead: "Herkent u iets niet? Log daar uit en kies een nieuw wachtwoord.",
    on: (browser: string, system: string) => `${browser} op ${system}`,
    unknown: "Onbekend apparaat",
    current: "dit apparaat",
    now: "Nu in gebruik",
    lastSeen: "Laatst gebruikt:",
    end: "Log uit",
    endNamed: (device: string) => `: ${device}`,
    ended: "Dat apparaat is uitgelogd.",
    endOthers: "Uitloggen op andere apparaten",
    othersEnded: "Op alle andere apparaten bent u uitgelogd.",
  },
  changePassword: {
    title: "Kies een nieuw wachtwoord",
    lead: "Op uw andere apparaten logt u daarna opnieuw in.",
    current: "Huidig wachtwoord",
    submit: "Wijzig wachtwoord",
    done: "Uw wachtwoord is gewijzigd. Op andere apparaten bent u uitgelogd.",
  },
  errors: {
    wrongSignIn:
      "Dit wachtwoord klopt niet, of dit e-mailadres is niet bekend. Probeer het opnieuw.",
    wrongPassword: "Dit wachtwoord klopt niet. Probeer het opnieuw.",
    wrongCode: "Deze code klopt niet, of is al gebruikt. Probeer het met een andere code.",
    weak:
      "Dit wachtwoord is te makkelijk te raden. Kijk wat er in de lijst nog ontbreekt, of kies een zin van 15 tekens of meer.",
    userName: "Kies iets anders dan uw e-mailadres.",
    common: "Dit wachtwoord kiezen veel mensen. Kies iets dat minder voor de hand ligt.",
    tooLong: "Dit is te lang. Een wachtwoord mag 128 tekens hebben.",
    notSame: "Deze twee zijn niet gelijk. Typ het wachtwoord nog een keer.",
    unknownUser: "Onbekende gebruiker. Controleer het e-mailadres.",
    tooMany: (seconds: number) =>
      `Er waren te veel pogingen achter elkaar. Wacht ${
        minutes(seconds) === 1 ? "een minuut" : `${minutes(seconds)} minuten`
      } en probeer het opnieuw, of vraag een nieuw wachtwoord aan.`,
    busy: "Even wachten: er loggen nu veel mensen tegelijk in. Probeer het zo opnieuw.",
  },
}, {
  and: "and",
  at: "at",
  someone: "parent/guardian",
  userName: "E-mail address",
  password: "Password",
  code: "Code from the app",
  recoveryCode: "Recovery code",
  step: {
    title: "One more step",
    lead: "Open the app on your phone and enter the code of six digits.",
    noPhone: "I do not have my phone",
    recoveryHint: "One of the ten codes you kept. Each code works once.",
    useRecovery: "Sign in with recovery code",
    lost: "Lost both your phone and your recovery codes? Call the school office.",
    expired: "That took too long, or was used already. Start again with your password.",
  },
  signIn: {
    title: "Welcome",
    lead: (school) => `Sign in to the parent portal of ${school}.`,
    forgotten: "Forgot your password?",
    stay: "Stay signed in on this device",
    submit: "Sign in",
    noAccount: "No account yet? The school sends you an invitation by e-mail. Nothing received?",
    askAgain: "Ask for a new one",
    orCall: "or call the office:",
    help: "Does it not work? See the help.",
    noPlace: (school) =>
      `You are not known at ${school} at the moment. Is that wrong? Please contact the office.`,
    unconfirmed: (school) =>
      `You have an account already, of another school. First confirm that you belong to ${school} too, with the link this school has mailed you. No mail? Ask for a new one below.`,
    demo: "This is a sample school. Sign in with one press as:",
    signedOut: "You are signed out.",
  },
  activate: {
    title: "Choose a password",
    lead: (school) => `Then your account for ${school} is ready and you are in.`,
    yours: (userName) => `Your user name is ${userName}.`,
    submit: "Choose this password",
    done: "Welcome! Your account is ready.",
  },
  confirm: {
    title: "You have an account already",
    lead: (school) =>
      `Sign in with the password you have. Then you see ${school} with the same account.`,
    submit: "Confirm and sign in",
    done: (school) => `Welcome to ${school}! From now on you see this school with your account.`,
  },
  forgotten: {
    title: "Forgot your password?",
    lead: "Enter your user name. You get a mail with a link to a new password.",
    submit: "Request",
    sentTitle: "Check your mail",
    sent: (userName) =>
      `Is ${userName} known here? Then you get a mail with a link within a few minutes.`,
    notThere:
      "Nothing received? Look among your junk mail and check that you used the e-mail address the school knows.",
    toSignIn: "To the sign-in page",
  },
  invitation: {
    title: "Not invited yet?",
    lead: "Enter the e-mail address the school has for you. You get a mail with a new link.",
    submit: "Send me a new link",
  },
  reset: {
    title: "Choose a new password",
    lead: (school) =>
      `For the parent portal of ${school}. On your other devices you sign in again afterwards.`,
    submit: "Choose this password",
    done: "Your new password works. You are signed in.",
  },
  spent: {
    title: "This link no longer works",
    used: "The link has been used. Did you choose a password already? Then sign in.",
    expired: "The link is too old. Ask for a new one below.",
    unknown:
      "The link is not complete, or not ours. Open it again from the mail, or ask for a new one below.",
    submit: "Send me a new link",
  },
  newPassword: "New password",
  repeat: "New password, once more",
  account: {
    signIn: "Signing in and language",
    userName: "User name",
    language: "Language",
    languageHint: "Of the portal and of the mails you get.",
    languageSubmit: "Save language",
    languageSaved: "Your language is saved.",
  },
  notifications: {
    title: "What do you want mail about?",
    lead: "You get one mail with everything that is new, at the end of the afternoon.",
    legend: "New in",
    always: "Always comes, even if you switched other mail off.",
    submit: "Save choice",
    saved: "Your choice is saved.",
  },
  sessions: {
    title: "Where you are signed in",
    lead: "Is there something you do not recognise? Sign out there and choose a new password.",
    on: (browser, system) => `${browser} on ${system}`,
    unknown: "Unknown device",
    current: "this device",
    now: "In use now",
    lastSeen: "Last used:",
    end: "Sign out",
    endNamed: (device) => `: ${device}`,
    ended: "That device is signed out.",
    endOthers: "Sign out on other devices",
    othersEnded: "You are signed out on all other devices.",
  },
  changePassword: {
    title: "Choose a new password",
    lead: "On your other devices you sign in again afterwards.",
    current: "Current password",
    submit: "Change password",
    done: "Your password is changed. On other devices you are signed out.",
  },
  errors: {
    wrongSignIn: "This password is not right, or this e-mail address is not known. Try again.",
    wrongPassword: "This password is not right. Try again.",
    wrongCode: "This code is not right, or was used already. Try another code.",
    weak:
      "This password is too easy to guess. See what is still missing in the list, or choose a sentence of 15 characters or more.",
    userName: "Choose something other than your e-mail address.",
    common: "Many people choose this password. Choose something less obvious.",
    tooLong: "This is too long. A password may have 128 characters.",
    notSame: "These two are not the same. Type the password once more.",
    unknownUser: "Unknown user. Check the e-mail address.",
    tooMany: (seconds) =>
      `There were too many attempts in a row. Wait ${
        minutes(seconds) === 1 ? "a minute" : `${minutes(seconds)} minutes`
      } and try again, or ask for a new password.`,
    busy: "One moment: many people are signing in right now. Try again shortly.",
  },
}, {
  account: {
    languageHint: "Van het portaal en van de mails die je krijgt.",
    languageSaved: "Je taal is bewaard.",
  },
  notifications: {
    title: "Waarover krijg je mail?",
    lead: "Je krijgt één mail met alles wat nieuw is, aan het eind van de middag.",
    always: "Gaat altijd door, ook als je andere mail hebt uitgezet.",
    saved: "Je keuze is bewaard.",
  },
  sessions: {
    title: "Waar je bent ingelogd",
    lead: "Herken je iets niet? Log daar uit en kies een nieuw wachtwoord.",
    othersEnded: "Op alle andere apparaten ben je uitgelogd.",
  },
  changePassword: {
    lead: "Op je andere apparaten log je daarna opnieuw in.",
    done: "Je wachtwoord is gewijzigd. Op andere apparaten ben je uitgelogd.",
  },
});

/** What a language calls itself. */
export const languageNames: Record<string, string> = { nl: "Nederlands", en: "English" };
