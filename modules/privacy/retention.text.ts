import { texts } from "../../web/language.ts";

const nl = {
  title: "Bewaartermijnen",
  lead:
    "Elke nacht om 3.00 uur verdwijnt wat zijn tijd gehad heeft. Je kunt een termijn korter maken, niet langer.",
  back: "Privacy en logboek",
  lastNight: (moment: string) => `Voor het laatst gedaan: ${moment}.`,
  notYet: "Nog niet gedaan: de eerste keer is komende nacht.",
  elsewhere:
    "Inschrijving en verzuim moet een school 5 jaar bewaren. Dat doet de administratie van de school; Schoolbel heeft er niets van nodig.",
  elsewhereTitle: "Wat Schoolbel niet bewaart",
  short:
    "Vanzelf gaan verder: inlogsessies na 90 dagen zonder gebruik, links in mails binnen 14 dagen, een account van niemand meer (na een ander e-mailadres) na 90 dagen, een import die niet is ingevoerd na een week, een bestand zonder bericht na een dag.",
  figures: (kept: string, due: string) => `Nu ${kept}; komende nacht gaan er ${due}.`,
  last: (moment: string) => `Laatste keer ${moment}:`,
  atOnce: "Meteen weg.",
  list: "Bewaartermijnen en wat er gewist is",
  monthsOf: (name: string) => `Maanden voor ${name}`,
  unit: { event: "Maanden", schoolYear: "Maanden na het schooljaar" },
  most: (n: number) => `Hoogstens ${n}.`,
  save: "Bewaar de termijnen",
  saved: "De termijnen zijn bewaard. Ze gelden vanaf komende nacht.",
  kinds: {
    pupils: {
      name: "leerlingen",
      why:
        "Na het uitschrijven: alles over het kind. AVG, artikel 5: niet langer dan nodig; 2 jaar is de termijn voor leerlinggegevens.",
    },
    people: {
      name: "volwassenen",
      why:
        "Na het uitschrijven, of zonder kind van wie hier nog iets bewaard wordt: alles over deze ouder of medewerker.",
    },
    posts: { name: "berichten", why: "Met foto’s, bijlagen, reacties en stemmen." },
    agenda: { name: "agenda", why: "Activiteiten die voorbij zijn." },
    specialGroups: { name: "speciale groepen", why: "Met wie erin zat en wat er gemaild is." },
    changes: { name: "gevraagde wijzigingen", why: "Nadat erover besloten is." },
    sitters: { name: "oppassen", why: "Zodra het kind is uitgeschreven." },
    talks: {
      name: "oudergesprekken",
      why: "Rondes, met wie wanneer kwam en waarover.",
    },
    couplingCodes: { name: "koppelcodes", why: "Nadat een code gebruikt of verlopen is." },
    deliveries: {
      name: "uitgaande mail",
      why: "Wat aan wie gestuurd is, en mail die hier bewaard staat.",
    },
    log: {
      name: "logboek",
      why: "Wie wat bekeek of wijzigde. Om op vragen te kunnen antwoorden, niet langer.",
    },
  },
  errors: {
    months: (most: number) => `Vul een heel getal in van 1 tot en met ${most}.`,
    monthsFromZero: (most: number) => `Vul een heel getal in van 0 tot en met ${most}.`,
  },
};

const en: typeof nl = {
  title: "Periods of keeping",
  lead:
    "Every night at 3:00 what has had its time disappears. You can make a period shorter, not longer.",
  back: "Privacy and log",
  lastNight: (moment) => `Last done: ${moment}.`,
  notYet: "Not done yet: the first time is the coming night.",
  elsewhere:
    "A school must keep enrolment and absence for 5 years. The school's administration does; Schoolbel needs none of it.",
  elsewhereTitle: "What Schoolbel does not keep",
  short:
    "What goes by itself besides: sign-ins after 90 days without use, links in mails within 14 days, an account that is nobody's any more (after another e-mail address) after 90 days, an import that was not applied after a week, a file without a post after a day.",
  figures: (kept, due) => `Now ${kept}; ${due} go the coming night.`,
  last: (moment) => `Last time ${moment}:`,
  atOnce: "Gone at once.",
  list: "Periods of keeping and what was erased",
  monthsOf: (name) => `Months for ${name}`,
  unit: { event: "Months", schoolYear: "Months after the school year" },
  most: (n) => `At most ${n}.`,
  save: "Save the periods",
  saved: "The periods have been saved. They count from the coming night.",
  kinds: {
    pupils: {
      name: "pupils",
      why:
        "After they left: everything about the child. GDPR, article 5: no longer than needed; 2 years is the period for pupils' data.",
    },
    people: {
      name: "adults",
      why:
        "After they left, or without a child of whom anything is kept here: everything about this parent or member of staff.",
    },
    posts: { name: "posts", why: "With pictures, attachments, comments and votes." },
    agenda: { name: "calendar", why: "Activities that are over." },
    specialGroups: { name: "special groups", why: "With who was in them and what was mailed." },
    changes: { name: "requested changes", why: "After they were decided." },
    sitters: { name: "sitters", why: "As soon as the child has left." },
    talks: { name: "conversations", why: "Rounds, with who came when and what it was about." },
    couplingCodes: { name: "coupling codes", why: "After a code was used or is over." },
    deliveries: {
      name: "outgoing mail",
      why: "What was sent to whom, and mail that is kept here.",
    },
    log: { name: "log", why: "Who looked at or changed what. To answer questions, no longer." },
  },
  errors: {
    months: (most) => `Enter a whole number from 1 to ${most}.`,
    monthsFromZero: (most) => `Enter a whole number from 0 to ${most}.`,
  },
};

/** How long what is kept, and what was erased. */
export const retentionText = texts("retention", nl, en);

/** What a rule is about, in words. */
export function ruleWords(key: string, language: string): { name: string; why: string } {
  const kinds: Record<string, { name: string; why: string }> = retentionText(language).kinds;
  return kinds[key] ?? { name: key, why: "" };
}
