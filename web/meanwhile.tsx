import type { Child } from "hono/jsx";
import { Icon } from "./drawings.tsx";
import { type Values, valuesOf } from "./forms.ts";
import type { Language } from "./language.ts";
import { shellText } from "./text.ts";

// Two people who change the same thing at once: each writes only what they changed, and who comes
// second at one field sees what it has become beside what they typed.

/** What is kept, as a form shows it: nothing is empty, a box that is not ticked is not there. */
export function formValues(
  kept: Record<string, string | number | boolean | null | readonly (string | number)[]>,
): Values {
  return Object.fromEntries(
    Object.entries(kept).filter(([, one]) => one !== false).map(([field, one]) => [
      field,
      one === true ? "on" : Array.isArray(one) ? one.map(String) : String(one ?? ""),
    ]),
  );
}

/** Goes along with a form: what it showed before anything was typed in it. */
export function Was({ values, kept }: { values: Values; kept: Values }) {
  const { was = JSON.stringify(kept) } = values;
  return <input type="hidden" name="was" value={String(was)} />;
}

/** Others changed the same fields since the form was opened. Nothing is to be saved. */
export class Overtaken extends Error {
  constructor(
    /** Changed by both. */
    readonly fields: string[],
    /** What is kept now. */
    readonly now: Values,
    /** The form as it comes back: what was typed, and elsewhere what it is now. */
    readonly values: Values,
  ) {
    super(`changed meanwhile: ${fields.join(", ")}`);
  }
}

/**
 * Of what a form asks, what differs from what it showed; all of it where the form did not say.
 * @param typed the posted form
 * @param now what is kept, read where nobody else can change it until this is written
 * @param together fields that make one value: half an address is nowhere
 * @throws Overtaken where others made something else of the same field
 */
export function onlyChanged<T extends object>(
  data: T,
  typed: Values,
  now: Values,
  together: string[][] = [],
): Partial<T> {
  const was = wasIn(typed);
  if (!was) return data;
  const differs = (a: Values, b: Values) => (field: string) => said(a, field) !== said(b, field);
  const alone = Object.keys(data).filter((field) => !together.flat().includes(field));
  const changed = [...alone.map((field) => [field]), ...together]
    .filter((fields) => fields.some(differs(typed, was)));
  const both = changed
    .filter((fields) => fields.some(differs(was, now)) && fields.some(differs(typed, now)))
    .flatMap((fields) => fields.filter(differs(typed, now)));
  const mine = new Set(changed.flat());
  if (both.length > 0) {
    const shown = Object.entries({ ...now, ...typed })
      .map(([field]) => [field, mine.has(field) || !(field in was) ? typed[field] : now[field]])
      .filter(([, one]) => one !== undefined);
    const values = { ...Object.fromEntries(shown), was: JSON.stringify(now) };
    throw new Overtaken(both, now, values);
  }
  const entries = Object.entries(data).filter(([field]) => mine.has(field));
  return Object.fromEntries(entries) as Partial<T>;
}

/** A field for comparing: in one order, without what one does not see. */
const said = (values: Values, field: string): string =>
  valuesOf(values, field).map((one) => one.replaceAll("\r\n", "\n").trim())
    .filter((one) => one !== "").sort().join("\n");

function wasIn({ was }: Values): Values | undefined {
  try {
    const seen: unknown = JSON.parse(String(was));
    return seen && typeof seen === "object" ? formValues(seen as Values) : undefined;
  } catch {
    return undefined;
  }
}

interface Became {
  label: Child;
  now: Child;
  typed: Child;
}

/** What it has become beside what was typed; nothing was saved. */
export function BecameNotice({ became, text }: {
  became: Became[];
  text: { title: string; now: string; typed: string; again: string };
}) {
  return (
    <div class="notice bad" role="alert" tabindex={-1} autofocus>
      <Icon name="alert" />
      <div class="stack near">
        <h2>{text.title}</h2>
        <ul role="list">
          {became.map(({ label, now, typed }) => (
            <li>
              {label} {text.now} <b>{now}</b>. {text.typed} <b>{typed}</b>.
            </li>
          ))}
        </ul>
        <p>{text.again}</p>
      </div>
    </div>
  );
}

interface OvertakenProps {
  overtaken: Overtaken | undefined;
  /** What the fields are called. */
  labels: Record<string, unknown>;
  /** What a choice is called, where its value says nothing to people. */
  named?: (field: string, chosen: string) => string | undefined;
  language: Language;
}

/** The same for the forms of those who work at the school. */
export function OvertakenNotice({ overtaken, labels, named, language }: OvertakenProps) {
  if (!overtaken) return null;
  const t = shellText(language).meanwhile;
  const { fields, now, values } = overtaken;
  const became = fields.map((field): Became => {
    const [a, b] = [valuesOf(now, field), valuesOf(values, field)];
    const none = [...a, ...b].includes("on") ? t.no : t.none;
    const inWords = (some: string[]) =>
      some.filter((one) => one !== "")
        .map((one) => one === "on" ? t.yes : named?.(field, one) ?? one).join(", ") || none;
    const label = labels[field];
    return {
      label: typeof label === "string" ? label : field,
      now: inWords(a),
      typed: inWords(b),
    };
  });
  return <BecameNotice became={became} text={t} />;
}
