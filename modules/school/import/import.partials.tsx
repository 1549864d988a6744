import { longDay, type When } from "../../../web/dates.ts";
import { Icon, Meter, Sheet } from "../../../web/components.tsx";
import type { Language } from "../../../web/language.ts";
import type { PagesText } from "./pages.text.ts";
import { pagesText } from "./pages.text.ts";
import {
  type ChangeKind,
  changeKinds,
  type Counts,
  type EntityKind,
  entityKinds,
  type Plan,
  type PlanRow,
  type PlanWarning,
} from "./plan.ts";
import { fillIn, importText } from "./text.ts";
import type { FieldChange } from "./values.ts";

/** What happens to each kind, with a bar each; kinds that no file is about are left out. */
export function CountTiles(
  { counts, language }: { counts: Plan["counts"]; language: Language },
) {
  const t = pagesText(language);
  return (
    <div class="cols even">
      {entityKinds.filter((kind) => isTouched(counts[kind])).map((kind) => (
        <Sheet title={t.kinds[kind]} aside={t.inFile(counts[kind].total)}>
          <ul class="rows" role="list">
            {([...changeKinds, "unchanged", "leftOut"] as const)
              .filter((change) =>
                counts[kind][change] > 0
              )
              .map((change) => <CountRow counts={counts[kind]} change={change} t={t} />)}
          </ul>
        </Sheet>
      ))}
    </div>
  );
}

const isTouched = (counts: Counts): boolean => counts.total > 0 || counts.gone > 0;

function CountRow(
  { counts, change, t }: { counts: Counts; change: keyof Omit<Counts, "total">; t: PagesText },
) {
  const name = change === "unchanged" || change === "leftOut" ? t[change] : t.changes[change];
  const max = counts.total + counts.gone;
  return (
    <li>
      <span class="grow">{name}</span>
      <b class="num">{counts[change]}</b>
      <Meter
        value={counts[change]}
        max={max}
        label={`${name}: ${t.some(counts[change], max)}`}
      />
    </li>
  );
}

/** Rows that open: who it is, where the file says so, and what was and will be. */
export function ChangeList({ rows, when }: { rows: PlanRow[]; when: When }) {
  const t = pagesText(when.language);
  return (
    <ul class="rows" role="list">
      {rows.map((row) => (
        <li>
          <details>
            <summary class="row">
              <b class="grow">{row.name}</b>
              <span class="chip">{t.changes[row.change]}</span>
              <Icon name="down" />
            </summary>
            {row.file !== null && row.line !== null && (
              <p class="soft small">{t.line(row.file, row.line)}</p>
            )}
            <ul role="list">
              {row.fields.map((field) => (
                <FieldLine
                  field={field}
                  added={row.change}
                  when={when}
                />
              ))}
            </ul>
          </details>
        </li>
      ))}
    </ul>
  );
}

function FieldLine(
  { field, added, when }: { field: FieldChange; added: ChangeKind; when: When },
) {
  const t = pagesText(when.language);
  const from = shown(field, field.from, when, t);
  const to = shown(field, field.to, when, t);
  return (
    <li>
      <span class="soft">{`${t.fields[field.field]}: `}</span>
      {added !== "added" && added !== "departed" && field.field !== "children" && (
        <>
          {`${t.was} `}
          <span>{from || t.empty}</span>
          {`, ${t.becomes} `}
        </>
      )}
      <b>{to || t.empty}</b>
    </li>
  );
}

function shown({ field }: FieldChange, value: string, when: When, t: PagesText): string {
  if (!value) return "";
  if (field === "bornOn" || field === "enrolledOn" || field === "leftOn") {
    return longDay(value, when);
  }
  if (field === "sex") {
    return { "1": t.values.boy, "2": t.values.girl }[value] ?? t.values.notStated;
  }
  const coded = field === "left" || field === "role" || field === "relation" ||
    field === "deceased" || field === "secretAddress";
  return coded ? (t.values as Record<string, string>)[value] ?? value : value;
}

const shownLines = 8;

/** What the office must look at, by file; the same remark on many lines is made once. */
export function Warnings(
  { warnings, language }: { warnings: PlanWarning[]; language: Language },
) {
  const t = pagesText(language);
  if (!warnings.length) return null;
  const files = Map.groupBy(warnings, (warning) => warning.file);
  return (
    <Sheet title={t.warnings} id="warnings" aside={String(warnings.length)}>
      {[...files].map(([file, ones]) => (
        <>
          <h3>{file}</h3>
          <ul class="rows" role="list">
            {[...Map.groupBy(ones, (one) => sentence(one, language))].map(([words, same]) => (
              <li>
                <span class="grow">
                  {words}
                  <br />
                  <span class="soft small">{linesOf(same, t)}</span>
                </span>
              </li>
            ))}
          </ul>
        </>
      ))}
    </Sheet>
  );
}

function sentence({ code, values }: PlanWarning, language: Language): string {
  return fillIn(importText(language).warnings[code], values);
}

function linesOf(warnings: PlanWarning[], t: PagesText): string {
  const lines = [...new Set(warnings.map((warning) => warning.line))].sort((a, b) => a - b);
  return t.lines(lines.slice(0, shownLines).join(", "), Math.max(0, lines.length - shownLines));
}

/** `26 leerlingen en 48 ouders`: who are new. */
export function newcomers(counts: Plan["counts"], t: PagesText): string {
  const parts = (["pupils", "staff", "guardians"] as EntityKind[])
    .filter((kind) => counts[kind].added > 0)
    .map((kind) => t.count[kind](counts[kind].added));
  return parts.length > 1
    ? `${parts.slice(0, -1).join(", ")} ${t.and} ${parts.at(-1)}`
    : parts[0] ?? "";
}
