import type { Language } from "../../web/language.ts";
import type { Seen } from "../../web/audit.ts";
import { fieldName } from "./fields.text.ts";
import type { LogEntry } from "./log.queries.ts";
import { logText } from "./log.text.ts";

/** How many names a sentence has before it says how many more there are. */
const mostNames = 4;

/** What happened, in a sentence with the names of those it was about. */
export function sentenceOf(entry: LogEntry, language: Language): string {
  const t = logText(language);
  const names = namesIn(entry, language);
  const { action, subject } = entry;
  if (action === "dataSeen") {
    return t.seen[subject.what as Seen]?.(names) ?? t.actions.dataSeen(names);
  }
  if (action === "ownDataChanged" && entry.people.length === 0) return t.childDataChanged(names);
  const record = t.records[action as keyof typeof t.records];
  if (record) return `${record[subject.change as keyof typeof record] ?? record.changed}: ${names}`;
  return t.actions[action]?.(names) ?? action;
}

/** Who did it. */
export function doerOf({ accountId, by }: LogEntry, language: Language): string {
  const t = logText(language);
  return accountId === null ? t.system : by ?? t.erased;
}

function namesIn({ pupils, people }: LogEntry, language: Language): string {
  const t = logText(language);
  const names = [...people, ...pupils].map((one) => one.name ?? t.erased);
  const shown = names.slice(0, mostNames).join(", ");
  return names.length > mostNames ? `${shown} ${t.more(names.length - mostNames)}` : shown;
}

/** What else is known of it, a line each: *Telefoon: 06… → 06…*, *Reden: …*. */
export function detailsOf(entry: LogEntry, language: Language): string[] {
  return Object.entries(factsOf(entry)).flatMap(([key, fact]) => {
    if (isChange(fact)) return changes(key, fact, entry, language);
    const shown = show(fact, key, entry, language);
    return shown === "" ? [] : [key === "" ? shown : `${fieldName(key, language)}: ${shown}`];
  });
}

interface Change {
  from: unknown;
  to: unknown;
}

const isChange = (fact: unknown): fact is Change =>
  typeof fact === "object" && fact !== null && "from" in fact && "to" in fact;

/** Numbers of records say nothing to a reader; names of those concerned are in the sentence. */
const hidden =
  /^(pupilIds?|personIds?|accountId|what|post|item|delivery|noteId|sitterId|resultId|contactId|importId|mail|specialGroup|added|removed|moved|key|codeId|requestId|groupsMade|leavers|changed|formKey|roundId|slotId)$/;

/** The facts of a subject by field, with `changed`, and a bare `from` and `to`, as changes. */
function factsOf({ action, subject }: LogEntry): Record<string, unknown> {
  const { from, to, changed, field, ...rest } = subject;
  const facts: Record<string, unknown> = {};
  if (typeof changed === "object" && changed !== null) Object.assign(facts, changed);
  const about = typeof field === "string" ? field : "";
  if (from !== undefined) facts[about] = { from, to: to ?? null };
  else if (to !== undefined) facts[about] = to;
  else if (about !== "") facts.field = about;
  for (const [key, value] of Object.entries(rest)) if (!hidden.test(key)) facts[key] = value;
  if (/^(sitter|note|result)Changed$/.test(action)) delete facts.change; // the sentence says it
  return facts;
}

function changes(key: string, { from, to }: Change, entry: LogEntry, language: Language): string[] {
  if (isObject(from) || isObject(to)) {
    const [before, after] = [isObject(from) ? from : {}, isObject(to) ? to : {}];
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.filter((one) => JSON.stringify(before[one]) !== JSON.stringify(after[one]))
      .flatMap((one) =>
        changes(one, { from: before[one] ?? null, to: after[one] ?? null }, entry, language)
      );
  }
  const t = logText(language);
  const [before, after] = [from, to].map((one) => show(one, key, entry, language) || t.nothing);
  const change = before === after
    ? t.erased
    : entry.action === "changeRejected"
    ? t.notTaken(after!)
    : `${before} → ${after}`;
  return [key === "" ? change : `${fieldName(key, language)}: ${change}`];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

type Code = keyof ReturnType<typeof logText>["values"];

/** Whether what is written is a word of ours, and not of whoever typed it. */
const isCode = ({ action }: LogEntry, key: string) =>
  key === "change" ||
  ["sharingChanged", "roleChanged", "twoStepSwitched", "personErased", "pupilErased"]
    .includes(action);

function show(value: unknown, key: string, entry: LogEntry, language: Language): string {
  const t = logText(language);
  if (value === null || value === undefined || value === "") return "";
  if (typeof value === "boolean") return value ? t.yes : t.no;
  if (typeof value === "number") {
    const group = ["groupId", "", "from", "to"].includes(key) ? entry.groups[value] : undefined;
    return group ?? String(value);
  }
  if (typeof value === "string") {
    return isCode(entry, key) ? t.values[value as Code] ?? value : value;
  }
  if (Array.isArray(value)) {
    return value.map((one) => show(one, "", entry, language)).filter(Boolean).join(", ");
  }
  return Object.entries(value).map(([name, one]) =>
    `${fieldName(name, language)}: ${show(one, name, entry, language)}`
  ).join(", ");
}
