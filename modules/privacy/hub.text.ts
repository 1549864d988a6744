import { texts } from "../../web/language.ts";

/** The front page of privacy for admins. */
export const hubText = texts("privacyHub", {
  title: "Privacy en logboek",
  lead: "Wie keek waar, wat blijft hoe lang, en wie er gewist is.",
  log: "Logboek",
  logLead: "Wie bekeek of wijzigde welke gegevens, te zoeken op kind, volwassene, dag en soort.",
  retention: "Bewaartermijnen",
  retentionLead: "Wat Schoolbel hoe lang bewaart, wat er komende nacht gaat en wat er gewist is.",
  erasing: "Wissen",
  erasingLead:
    "Wil iemand dat alle gegevens verdwijnen? Open die persoon of leerling en kies “Wis alle gegevens”.",
  people: "Naar de mensen",
  record: "Wat er gewist is",
  recordLead: "Zonder namen, zodat wat gewist is ook hier weg is.",
  kinds: { person: "Een persoon", pupil: "Een leerling" },
  nothing: "Er is nog niets gewist.",
}, {
  title: "Privacy and log",
  lead: "Who looked where, what stays how long, and who was erased.",
  log: "Log",
  logLead: "Who looked at or changed whose data, to be searched by child, adult, day and kind.",
  retention: "Periods of keeping",
  retentionLead:
    "What Schoolbel keeps how long, what goes the coming night and what has been erased.",
  erasing: "Erasing",
  erasingLead:
    "Does someone want all data to disappear? Open that person or pupil and choose “Erase all data”.",
  people: "To the people",
  record: "What was erased",
  recordLead: "Without names, so that what was erased is gone here too.",
  kinds: { person: "A person", pupil: "A pupil" },
  nothing: "Nothing has been erased yet.",
});
