import { dayOfMonth, monthName } from "../../web/dates.ts";
import type { Language } from "../../web/language.ts";
import { shownPhone } from "../school/mod.ts";
import type { Entry, Field, Value } from "./fields.ts";
import { profileText } from "./text.ts";

/** What a field is called. */
export const fieldName = (field: Field, language: Language): string =>
  profileText(language).fields[field];

/** What a field holds, on one line; undefined when it is empty. */
export function shown(field: Field, value: Value, language: Language): string | undefined {
  if (value === null || value === "") return undefined;
  if (typeof value === "string") {
    if (field === "phone") return shownPhone(value);
    return field === "bornOn" ? longDate(value, language) : value;
  }
  if ("label" in value) return `${value.label}: ${shownEntry(value)}`;
  const street = [value.street, value.houseNumber, value.houseAddition];
  const town = [value.postcode, value.city];
  return [street, town].map((words) => words.filter(Boolean).join(" ")).filter(Boolean).join(", ");
}

/** The number or address of an entry. */
export const shownEntry = ({ kind, value }: Entry): string =>
  kind === "phone" ? shownPhone(value) : value;

/** `12 april 2018`. */
function longDate(day: string, language: Language): string {
  return `${dayOfMonth(day)} ${monthName(day, language)} ${day.slice(0, 4)}`;
}
