import { texts } from "../../web/language.ts";

/** One mail to everyone in a group. */
export const groupMailText = texts("special_groups_mail", {
  action: "Mail de groep",
  title: (name: string) => `Mail aan ${name}`,
  reach: (people: number) =>
    people === 1 ? "De mail gaat naar 1 deelnemer." : `De mail gaat naar ${people} deelnemers.`,
  unreachable: (names: string[]) =>
    names.length === 1
      ? `Van ${names[0]} hebben we geen e-mailadres.`
      : `Van ${names.length} deelnemers hebben we geen e-mailadres: ${names.join(", ")}.`,
  nobody: "Er is nu niemand in deze groep met een e-mailadres.",
  replies: (address: string) => `Wie antwoordt, mailt naar ${address}. Je krijgt zelf een kopie.`,
  subject: "Onderwerp",
  body: "Bericht",
  send: (people: number) => people === 1 ? "Mail 1 deelnemer" : `Mail ${people} deelnemers`,
  sent: (people: number) =>
    people === 1
      ? "De mail is op weg naar 1 deelnemer."
      : `De mail is op weg naar ${people} deelnemers.`,
  sentTitle: "Verstuurde mails",
  sentBy: (name: string, people: number, when: string) =>
    people === 1
      ? `${name}, aan 1 deelnemer, ${when}`
      : `${name}, aan ${people} deelnemers, ${when}`,
}, {
  action: "Mail the group",
  title: (name) => `Mail to ${name}`,
  reach: (people) =>
    people === 1 ? "The mail goes to 1 participant." : `The mail goes to ${people} participants.`,
  unreachable: (names) =>
    names.length === 1
      ? `We have no e-mail address of ${names[0]}.`
      : `We have no e-mail address of ${names.length} participants: ${names.join(", ")}.`,
  nobody: "At the moment nobody in this group has an e-mail address.",
  replies: (address) => `Replies go to ${address}. You get a copy yourself.`,
  subject: "Subject",
  body: "Message",
  send: (people) => people === 1 ? "Mail 1 participant" : `Mail ${people} participants`,
  sent: (people) =>
    people === 1
      ? "The mail is on its way to 1 participant."
      : `The mail is on its way to ${people} participants.`,
  sentTitle: "Mails sent",
  sentBy: (name, people, when) =>
    people === 1
      ? `${name}, to 1 participant, ${when}`
      : `${name}, to ${people} participants, ${when}`,
});
