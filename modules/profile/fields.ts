import { sql } from "kysely";
import { parsePhone } from "../school/mod.ts";

// What people can set right themselves (A11), of an adult and of a pupil.

/** Whose data it is. */
export interface Subject {
  kind: "person" | "pupil";
  id: number;
}

export type Field =
  | "firstName"
  | "initials"
  | "prefix"
  | "lastName"
  | "address"
  | "bornOn"
  | "phone"
  | "email"
  | "contact";

export type Tab = "personal" | "contact";

const names = ["firstName", "initials", "prefix", "lastName"] as const;

/** The fields on each tab; `contact` entries come besides. */
export const fieldsOf = {
  person: { personal: [...names, "address"], contact: ["phone", "email"] },
  pupil: { personal: [...names, "bornOn"], contact: ["email"] },
} as const satisfies Record<Subject["kind"], Record<Tab, readonly Field[]>>;

/** The tab a field stands on. */
export const tabOf = (field: Field): Tab =>
  field === "phone" || field === "email" || field === "contact" ? "contact" : "personal";

/** Changed as one: half an address is nowhere. */
export interface Address {
  street: string;
  houseNumber: string;
  houseAddition: string;
  postcode: string;
  city: string;
}

/** A further number or address: of work, of grandparents. */
export interface Entry {
  kind: "phone" | "email";
  label: string;
  value: string;
}

/** What a field holds: text, a day, an address, an entry; null when empty. */
export type Value = string | Address | Entry | null;

/** Whether two values are the same, in whatever order their parts come. */
export const same = (a: Value, b: Value): boolean => canonical(a) === canonical(b);

const canonical = (value: Value): string =>
  JSON.stringify(
    value && typeof value === "object"
      ? Object.entries(value).map(([name, part]) => [name, bare(part)]).sort()
      : value && bare(value),
  );

/** A phone number is the same with and without its dash. */
const bare = (text: string) => parsePhone(text) ?? text;

/** The fields of an adult or pupil as they are kept, but for the entries. */
export type Kept = Partial<Record<Field, Value>>;

/** The inputs of a field in a form. */
export const inputsOf = (field: Field): string[] =>
  field === "address"
    ? ["street", "houseNumber", "houseAddition", "postcode", "city"]
    : field === "contact"
    ? ["kind", "label", "value"]
    : [field];

/** A field as the inputs of a form show it. */
export function typedOf(field: Field, value: Value): Record<string, string> {
  const parts = value && typeof value === "object"
    ? new Map<string, string>(Object.entries(value))
    : new Map([[field as string, value ?? ""]]);
  return Object.fromEntries(inputsOf(field).map((name) => [name, parts.get(name) ?? ""]));
}

/** A field, from the inputs of a form that showed it. */
export function valueOf(field: Field, typed: Record<string, string>): Value {
  const inputs = inputsOf(field).map((name) => [name, typed[name] ?? ""] as const);
  if (inputs.every(([, text]) => text === "")) return null;
  return inputs.length === 1 ? inputs[0]![1] : Object.fromEntries(inputs) as unknown as Value;
}

const nameValues = (t: string) =>
  `'firstName', nullif(${t}.first_name, ''), 'initials', nullif(${t}.initials, ''),
    'prefix', nullif(${t}.prefix, ''), 'lastName', nullif(${t}.last_name, '')`;

/** The fields of person `p`, as `Kept`. */
export const valuesOfPerson = sql.raw<Kept>(`json_build_object(${nameValues("p")},
  'phone', nullif(p.phone, ''), 'email', nullif(p.email, ''),
  'address', case when concat(p.street, p.house_number, p.house_addition, p.postcode, p.city) <> ''
    then json_build_object('street', coalesce(p.street, ''),
      'houseNumber', coalesce(p.house_number, ''), 'houseAddition', coalesce(p.house_addition, ''),
      'postcode', coalesce(p.postcode, ''), 'city', coalesce(p.city, '')) end)`);

/** The fields of pupil `k`, as `Kept`. */
export const valuesOfPupil = sql.raw<Kept>(`json_build_object(${nameValues("k")},
  'bornOn', k.born_on, 'email', nullif(k.email, ''))`);

/** Contact `t` as an `Entry`. */
export const valueOfContact = sql.raw<Entry>(
  "json_build_object('kind', t.kind, 'label', t.label, 'value', t.value)",
);
