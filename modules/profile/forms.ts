import { z } from "zod";
import { chosenId, day, email, line, many, optionalLine, orNull } from "../../web/forms.ts";
import { formatInitials, parsePhone, parsePostcode } from "../school/mod.ts";
import {
  type Address,
  type Entry,
  type Field,
  fieldsOf,
  inputsOf,
  type Subject,
  type Tab,
  type Value,
  valueOf,
} from "./fields.ts";

/** What someone wants a field to be, and what it was when they began to type. */
export interface Wish {
  field: Field;
  /** The entry it is about; null for other fields and for a new one. */
  contactId: number | null;
  /** Undefined where the form did not say. */
  seen: Value | undefined;
  value: Value;
}

const word = (max: number) =>
  z.string().trim().max(max, "tooLong").transform((typed) => typed.replace(/\s+/g, " "));

const address = z.object({
  street: word(80),
  houseNumber: word(10),
  houseAddition: word(10),
  postcode: word(10),
  city: word(60),
}).transform((typed, issues): Address | null => {
  const { houseAddition, ...needed } = typed;
  if (houseAddition === "" && Object.values(needed).every((part) => part === "")) return null;
  const wrong = (path: string, message: string) =>
    issues.addIssue({ code: "custom", path: [path], message });
  for (const [name, part] of Object.entries(needed)) if (!part) wrong(name, "addressWhole");
  const { houseNumber, postcode } = needed;
  if (houseNumber && !/^\d/.test(houseNumber)) wrong("houseNumber", "houseNumber");
  const normal = parsePostcode(postcode);
  if (postcode && !normal) wrong("postcode", "postcode");
  return { ...typed, postcode: normal ?? postcode };
});

const phone = z.string("required").trim().min(1, "required").max(30, "tooLong")
  .transform((typed, issues) => {
    const number = parsePhone(typed);
    if (number === null) issues.addIssue({ code: "custom", message: "phone" });
    return number ?? typed;
  });

const initials = optionalLine(20).transform((typed) => typed && formatInitials(typed));

const schemas = {
  firstName: line(60),
  initials,
  prefix: optionalLine(20),
  lastName: line(80),
  address,
  bornOn: day,
  phone: orNull(phone),
};

const schemaOf = (kind: Subject["kind"], field: Exclude<Field, "contact">): z.ZodType<Value> =>
  field !== "email" ? schemas[field] : kind === "person" ? email : orNull(email);

/**
 * The fields of one tab. Becomes a wish for each field that was typed in; what was left as it was
 * is not looked at, however oddly the school wrote it down.
 */
export function detailsForm(kind: Subject["kind"], tab: Tab) {
  return z.record(z.string(), z.unknown()).transform((input, issues): Wish[] => {
    const seen = seenIn(input.was);
    return fieldsOf[kind][tab].flatMap((field) => {
      const names = inputsOf(field);
      if (names.every((name) => input[name] === undefined)) return [];
      const typed = Object.fromEntries(names.map((name) => [name, textIn(input[name])]));
      if (seen && names.every((name) => typed[name]!.trim() === seen[name])) return [];
      const result = schemaOf(kind, field).safeParse(names.length > 1 ? typed : typed[field]);
      if (result.success) {
        const was = seen && names.every((name) => name in seen) ? valueOf(field, seen) : undefined;
        return [{ field, contactId: null, seen: was, value: result.data }];
      }
      for (const { path, message } of result.error.issues) {
        issues.addIssue({ code: "custom", path: [path[0] ?? field], message });
      }
      return [];
    });
  });
}

const textIn = (input: unknown) => typeof input === "string" ? input : "";

/** What the form showed before anything was typed in it. */
function seenIn(was: unknown): Record<string, string> | undefined {
  try {
    return z.record(z.string(), z.string()).parse(JSON.parse(textIn(was)));
  } catch {
    return undefined;
  }
}

/** A further number or address, new or changed. */
export const entryForm = z.object({
  kind: z.enum(["phone", "email"], "wrong"),
  label: line(40),
  value: z.string("required"),
  was: z.string().optional(),
}).transform(({ was, ...typed }, issues): { value: Entry; seen: Value | undefined } => {
  const result = (typed.kind === "phone" ? phone : email)
    .safeParse(typed.value);
  if (!result.success) {
    const { message } = result.error.issues[0]!;
    issues.addIssue({ code: "custom", path: ["value"], message });
  }
  const seen = seenIn(was);
  return {
    value: { ...typed, value: result.data ?? "" },
    seen: seen && valueOf("contact", seen),
  };
});

/** What the entry was when its removal was asked. */
export const removalForm = z.object({ was: z.string().optional() })
  .transform(({ was }) => {
    const seen = seenIn(was);
    return { seen: seen && valueOf("contact", seen) };
  });

const reason = optionalLine(500);
export const decisionForm = z.object({ decision: z.enum(["approve", "reject"], "wrong"), reason });

export const approvalsForm = z.object({
  requests: many(chosenId("wrong"), 100),
});
