import type { Kind, Language } from "./types.ts";

const nl = {
  kinds: {
    spoed: "Spoed",
    nieuws: "Nieuws",
    prikbord: "Prikbord",
    agenda: "Agenda",
    fotos: "Foto’s",
    gesprek: "Oudergesprekken",
    documenten: "Documenten",
  } as Record<Kind, string>,

  greeting: (firstName: string) => `Dag ${firstName},`,
  questions: (school: string) => `Vragen? Neem contact op met de administratie van ${school}.`,
  sentBecause: (school: string) =>
    `Deze mail krijgt wie met dit e-mailadres bij ${school} bekend is.`,

  activation: {
    subject: (school: string) => `Welkom op het portaal van ${school}`,
    title: "Welkom!",
    intro: (school: string) =>
      `Op het portaal van ${school} vindt u het nieuws, de agenda en berichten van school. ` +
      `Kies een wachtwoord en u bent binnen.`,
    userName: (userName: string) => `Uw gebruikersnaam is ${userName}.`,
    button: "Kies een wachtwoord",
    introKnown: (school: string) =>
      `Op het portaal van ${school} vindt u het nieuws, de agenda en berichten van school. ` +
      `U hebt al een account, van een andere school. Bevestig dat u hier ook hoort, met het wachtwoord dat u al hebt.`,
    buttonKnown: "Bevestig en log in",
    valid: (days: number) =>
      `De link werkt ${days} dagen, en één keer. Te laat? Vraag op de inlogpagina een nieuwe aan.`,
  },

  passwordReset: {
    subject: (school: string) => `Een nieuw wachtwoord voor ${school}`,
    title: "Een nieuw wachtwoord",
    intro: "U hebt een nieuw wachtwoord aangevraagd. Met deze knop kiest u er zelf een.",
    button: "Stuur mij een nieuw wachtwoord",
    valid: (minutes: number) => `De link werkt ${minutes} minuten, en één keer.`,
    notYou: "Niets aangevraagd? Dan hoeft u niets te doen. Uw wachtwoord blijft hetzelfde.",
  },

  passwordChanged: {
    subject: (school: string) => `Uw wachtwoord voor ${school} is gewijzigd`,
    title: "Uw wachtwoord is gewijzigd",
    intro: (when: string) =>
      `Dat gebeurde op ${when}. Op uw andere apparaten logt u opnieuw in met het nieuwe wachtwoord.`,
    notYou: (school: string) =>
      `Was u dit niet? Vraag dan meteen een nieuw wachtwoord aan en bel de administratie van ${school}.`,
    button: "Vraag een nieuw wachtwoord aan",
  },

  userNameChanged: {
    subject: (school: string) => `Uw gebruikersnaam voor ${school} is gewijzigd`,
    title: "Uw gebruikersnaam is gewijzigd",
    intro: (school: string) =>
      `De administratie van ${school} heeft uw gebruikersnaam gewijzigd. Uw wachtwoord blijft hetzelfde.`,
    before: (userName: string) => `Eerst was het ${userName}.`,
    now: (userName: string) => `Vanaf nu logt u in met ${userName}.`,
    notRight: (school: string) =>
      `Klopt dit niet? Neem dan meteen contact op met de administratie van ${school}.`,
    button: "Ga naar de inlogpagina",
  },

  urgent: {
    subject: (title: string) => `Spoed: ${title}`,
    by: (sentBy: string, school: string) => `${sentBy}, ${school}`,
    button: "Bekijk dit bericht",
    picture: "foto",
    footer:
      "Een spoedbericht gaat naar iedereen die het aangaat, ook als u andere mail hebt uitgezet.",
  },

  digest: {
    subject: (items: number, school: string) =>
      items === 0
        ? `Er staat iets voor u klaar bij ${school}`
        : items === 1
        ? `1 nieuw bericht van ${school}`
        : `${items} nieuwe berichten van ${school}`,
    title: (items: number) =>
      items === 0
        ? "Er staat iets voor u klaar"
        : items === 1
        ? "1 nieuw bericht"
        : `${items} nieuwe berichten`,
    alsoForYou: "Ook voor u",
    button: "Open het portaal",
    footer: (school: string) => `U krijgt deze mail als er bij ${school} iets nieuws voor u is.`,
    settings: "Kies waarover u mail krijgt",
    unsubscribe: "Stuur mij deze mail niet meer",
  },

  contact: {
    subject: (topic: string, name: string) => `Contactformulier: ${topic} (${name})`,
    from: (name: string, address: string) =>
      `${name} schreef dit in het contactformulier. Antwoord op deze mail gaat naar ${address}.`,
    signedIn: "De afzender was ingelogd.",
    notSignedIn: "De afzender was niet ingelogd: naam en adres zijn niet gecontroleerd.",
    footer: (school: string) => `Deze mail ging naar de administratie van ${school}.`,
  },

  group: {
    by: (sentBy: string, school: string) => `${sentBy}, ${school}`,
    button: "Bekijk de groep",
    footer: (group: string, sentBy: string) =>
      `U krijgt deze mail omdat u meedoet aan ${group}. Antwoord op deze mail gaat naar ${sentBy}.`,
    copy: (group: string, people: number) =>
      people === 1
        ? `Dit is uw kopie van de mail aan ${group}. Hij ging naar 1 deelnemer.`
        : `Dit is uw kopie van de mail aan ${group}. Hij ging naar ${people} deelnemers.`,
  },
};

const en: typeof nl = {
  kinds: {
    spoed: "Urgent",
    nieuws: "News",
    prikbord: "Board",
    agenda: "Calendar",
    fotos: "Photos",
    gesprek: "Parent-teacher talks",
    documenten: "Documents",
  },

  greeting: (firstName) => `Dear ${firstName},`,
  questions: (school) => `Questions? Please contact the office of ${school}.`,
  sentBecause: (school) => `You get this mail because ${school} has this e-mail address for you.`,

  activation: {
    subject: (school) => `Welcome to the portal of ${school}`,
    title: "Welcome!",
    intro: (school) =>
      `On the portal of ${school} you find the news, the calendar and messages from school. ` +
      `Choose a password and you are in.`,
    userName: (userName) => `Your user name is ${userName}.`,
    button: "Choose a password",
    introKnown: (school) =>
      `On the portal of ${school} you find the news, the calendar and messages from school. ` +
      `You have an account already, of another school. Confirm that you belong here too, with the password you have.`,
    buttonKnown: "Confirm and sign in",
    valid: (days) =>
      `The link works for ${days} days, and once. Too late? Ask for a new one on the sign-in page.`,
  },

  passwordReset: {
    subject: (school) => `A new password for ${school}`,
    title: "A new password",
    intro: "You asked for a new password. With this button you choose one yourself.",
    button: "Send me a new password",
    valid: (minutes) => `The link works for ${minutes} minutes, and once.`,
    notYou: "Did you not ask for this? Then there is nothing to do. Your password stays the same.",
  },

  passwordChanged: {
    subject: (school) => `Your password for ${school} was changed`,
    title: "Your password was changed",
    intro: (when) =>
      `This happened on ${when}. On your other devices, sign in again with the new password.`,
    notYou: (school) =>
      `Was this not you? Ask for a new password at once and call the office of ${school}.`,
    button: "Ask for a new password",
  },

  userNameChanged: {
    subject: (school) => `Your user name for ${school} was changed`,
    title: "Your user name was changed",
    intro: (school) =>
      `The office of ${school} changed your user name. Your password stays the same.`,
    before: (userName) => `It used to be ${userName}.`,
    now: (userName) => `From now on, sign in with ${userName}.`,
    notRight: (school) => `Is this not right? Please contact the office of ${school} at once.`,
    button: "Go to the sign-in page",
  },

  urgent: {
    subject: (title) => `Urgent: ${title}`,
    by: (sentBy, school) => `${sentBy}, ${school}`,
    button: "View this message",
    picture: "photo",
    footer: "An urgent message goes to everyone it concerns, even if you switched other mail off.",
  },

  digest: {
    subject: (items, school) =>
      items === 0
        ? `Something is waiting for you at ${school}`
        : items === 1
        ? `1 new message from ${school}`
        : `${items} new messages from ${school}`,
    title: (items) =>
      items === 0
        ? "Something is waiting for you"
        : items === 1
        ? "1 new message"
        : `${items} new messages`,
    alsoForYou: "Also for you",
    button: "Open the portal",
    footer: (school) => `You get this mail when there is something new for you at ${school}.`,
    settings: "Choose what you get mail about",
    unsubscribe: "Stop sending me this mail",
  },

  contact: {
    subject: (topic, name) => `Contact form: ${topic} (${name})`,
    from: (name, address) =>
      `${name} wrote this in the contact form. A reply to this mail goes to ${address}.`,
    signedIn: "The sender was signed in.",
    notSignedIn: "The sender was not signed in: name and address are not verified.",
    footer: (school) => `This mail went to the office of ${school}.`,
  },

  group: {
    by: (sentBy, school) => `${sentBy}, ${school}`,
    button: "View the group",
    footer: (group, sentBy) =>
      `You get this mail because you take part in ${group}. A reply to this mail goes to ${sentBy}.`,
    copy: (group, people) =>
      people === 1
        ? `This is your copy of the mail to ${group}. It went to 1 participant.`
        : `This is your copy of the mail to ${group}. It went to ${people} participants.`,
  },
};

/** The sentences of all mails, by the receiver's language. */
export const text: Record<Language, typeof nl> = { nl, en };
