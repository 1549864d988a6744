import { texts } from "./language.ts";

/** What can be wrong with any field: the sentences behind the keys of `web/forms.ts`. */
export const fieldText = texts("fields", {
  required: "Vul dit in.",
  tooLong: "Dit is te lang. Maak het korter.",
  wrong: "Dit klopt niet. Kies of vul iets anders in.",
  email: "Vul een e-mailadres in, zoals naam@voorbeeld.nl.",
  noDay: "Vul een datum in.",
  day: "Vul een datum in die bestaat.",
  time: "Vul een tijd in, zoals 17:30.",
  tooMany: "Dit zijn er te veel in één keer. Kies er minder.",
}, {
  required: "Fill this in.",
  tooLong: "This is too long. Make it shorter.",
  wrong: "This is not right. Choose or enter something else.",
  email: "Enter an e-mail address, such as name@example.com.",
  noDay: "Enter a date.",
  day: "Enter a date that exists.",
  time: "Enter a time, such as 17:30.",
  tooMany: "These are too many at once. Choose fewer.",
});
