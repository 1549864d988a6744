import { HTTPException } from "hono/http-exception";
import { validator } from "hono/validator";
import { z } from "zod";

/** What was typed, as it was typed, to be shown again. */
export type Values = Record<string, string | string[]>;
/** Per field the key of a sentence in the module's (or the shell's) `text.errors`. */
export type Errors = Record<string, string>;

export type FormInput<T> =
  | { ok: true; data: T; values: Values }
  | { ok: false; values: Values; errors: Errors };

/**
 * Validates a posted form. The handler gets `c.req.valid("form")`: the data, or what was typed
 * with the errors, to answer `invalid(…)` with. Another kind of body is refused with a 415.
 */
export function form<S extends z.ZodType>(schema: S) {
  return validator("form", async (raw, c): Promise<FormInput<z.output<S>>> => {
    const type = c.req.header("content-type") ?? "";
    if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type)) {
      throw new HTTPException(415);
    }
    const input = Object.fromEntries(Object.entries(raw).map(([k, v]) => [k, cleaned(v)]));
    const values = Object.fromEntries(
      Object.entries(input).map(([k, v]) => [k, typed(v)]),
    );
    const result = await schema.safeParseAsync(input);
    if (result.success) return { ok: true, data: result.data, values };
    const errors: Errors = {};
    for (const issue of result.error.issues) {
      const field = String(issue.path[0] ?? "form");
      errors[field] ??= /^[a-z][A-Za-z]*$/.test(issue.message) ? issue.message : "wrong";
    }
    return { ok: false, values, errors };
  });
}

/** PostgreSQL keeps no NUL and no half characters; nobody types them. */
const storable = (text: string) => text.toWellFormed().replaceAll("\0", "");

function cleaned(value: unknown): unknown {
  if (typeof value === "string") {
    return storable(value).replaceAll("\r\n", "\n");
  }
  return Array.isArray(value) ? value.map(cleaned) : value;
}

function typed(value: unknown): string | string[] {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.filter((v) => typeof v === "string") : "";
}

/** One line of text that must be there. */
export const line = (max: number) =>
  z.string("required").trim().min(1, "required").max(max, "tooLong")
    .transform((text) => text.replace(/\s+/g, " "));

/** One line of text that may be empty, then `null`. */
export const optionalLine = (max: number) =>
  z.string().trim().max(max, "tooLong").transform((text) => text.replace(/\s+/g, " ") || null)
    .optional().transform((text) => text ?? null);

/** Text of several lines that must be there. */
export const text = (max: number) =>
  z.string("required").trim().min(1, "required").max(max, "tooLong");

export const email = z.string("required").trim().max(254, "tooLong").regex(
  /^[^\s@<>"(),;:\\[\]]+@[^\s@<>"(),;:\\[\]]+\.[^\s@<>"(),;:\\[\]]+$/,
  "email",
);

/** A day that exists, `2026-11-21`. */
export const day = z.string("noDay").trim().min(1, "noDay").regex(/^\d{4}-\d{2}-\d{2}$/, "day")
  .refine((value) => {
    const date = new Date(`${value}T00:00:00Z`);
    return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value) &&
      value > "1900" && value < "2200";
  }, "day");

export const time = z.string("required").trim().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "time");

/** A box that is ticked or not. */
export const checkbox = z.string().optional().transform((value) => value !== undefined);

/** A field that may be left empty. */
export const optional = <S extends z.ZodType>(field: S) =>
  z.preprocess((value) => value === "" ? undefined : value, field.optional());

/** The same, for a column of the database: empty is null. */
export const orNull = <S extends z.ZodType>(field: S) =>
  optional(field).transform((value) => value ?? null);

/** Zero or more of a repeated field, at most `most`; a single one comes as a bare value. */
export const many = <S extends z.ZodType>(item: S, most = 1000) =>
  z.preprocess(
    (value) => value === undefined || value === "" ? [] : Array.isArray(value) ? value : [value],
    z.array(item).max(most, "tooMany"),
  );

/** How the number of a record is written, in forms and addresses. */
export const recordNumber = /^\d{1,15}$/;

/** An id in a form. */
export const id = z.string("required").regex(recordNumber, "wrong").transform(Number);

/** Which version of a record a form showed; the database counts them in four bytes. */
export const version = z.string("wrong").regex(/^\d{1,9}$/, "wrong").transform(Number);

/** The id of a record one must choose; `error` is the key of the sentence when none was chosen. */
export const chosenId = (error: string) =>
  z.string(error).regex(recordNumber, error).transform(Number);

/**
 * What a browser lets one type where `most` is allowed: more, so that who types too much is told,
 * and does not see a name cut off in silence.
 */
export const roomToType = (most: number) => most + 500;

/** The single value of a field as it was typed. */
export const value = (values: Values, field: string): string => {
  const given = values[field];
  return typeof given === "string" ? given : given?.[0] ?? "";
};

/** All values of a field as they were typed. */
export const valuesOf = (values: Values, field: string): string[] => {
  const given = values[field];
  return given === undefined ? [] : typeof given === "string" ? [given] : given;
};

/** The ids among the values of a field. */
export const idsIn = (values: Values, field: string): number[] =>
  valuesOf(values, field).filter((text) => recordNumber.test(text)).map(Number);

/** The letters of a search box: one line of at most 100. */
export const typedLetters = (typed = ""): string => storable(typed.slice(0, 100)).trim();

/** What an address asks to look for; nothing where it is empty or longer than one may ask. */
export const lookedFor = (max: number) =>
  z.string().trim().max(max).transform((text) => storable(text) || undefined)
    .optional().catch(undefined);

/**
 * What the fields of a form show again: `<Field {...field("email")} label={t.email} />` has its
 * name, what was typed and what is wrong with it.
 * @param errors sentences, by field
 */
export const fieldOf =
  (values: Values, errors: Record<string, string | undefined>) => (name: string) => ({
    name,
    value: value(values, name),
    error: errors[name],
  });
