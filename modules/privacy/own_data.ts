import { makeZip } from "client-zip";
import { sql } from "kysely";
import type { Db } from "../../db/database.ts";
import type { FileStore } from "../../db/file_store.ts";
import { csvLine, csvStart } from "../../web/csv.ts";
import { dayIn, timeIn } from "../../web/clock.ts";
import type { House } from "../../web/house.ts";
import type { Module } from "../../web/module.ts";
import type { OwnPart, Subject } from "../../web/personal.ts";
import type { Viewer } from "../../web/viewer.ts";
import { fieldName } from "./fields.text.ts";
import { ownDataText, partName } from "./own_data.text.ts";
import { relationName } from "../school/mod.ts";

/**
 * Whose data one gets: of everyone who shares the account, and of their children, also those who
 * have left; not of a child for which the school blocked this guardian.
 */
async function ownSubject(db: Db, viewer: Viewer): Promise<Subject> {
  const personIds = viewer.people.map((person) => person.id);
  const { rows } = await sql<{ id: number }>`
    select distinct g.pupil_id as id from guardianships g
    where g.school_id = ${viewer.school.id} and g.person_id = any(${personIds}::bigint[])
      and g.blocked_at is null order by g.pupil_id`.execute(db);
  const pupilIds = rows.map((row) => row.id);
  return { school: viewer.school, accountId: viewer.accountId, personIds, pupilIds };
}

/** Everything about the viewer and the viewer's children, part by part. */
export async function collectOwnData(
  db: Db,
  modules: Module[],
  viewer: Viewer,
): Promise<OwnPart[]> {
  const who = await ownSubject(db, viewer);
  const parts: OwnPart[] = [];
  for (const { personal } of modules) parts.push(...await personal?.export?.(db, who) ?? []);
  return parts;
}

/** The parts as a ZIP file, made while it is sent. */
export function zipOwnData(
  { files, clock }: House,
  parts: OwnPart[],
  viewer: Viewer,
): ReadableStream<Uint8Array> {
  const { school, language } = viewer;
  const t = ownDataText(language);
  const now = clock.now();
  const { timeZone } = school;
  const readme = t.readme(school.name, dayIn(timeZone, now));
  return makeZip(entries());

  async function* entries() {
    yield { name: "README.txt", input: readme, lastModified: now };
    for (const part of parts) {
      const name = partName(part.name, language);
      if (part.rows.length > 0) {
        const rows = part.rows.map((row) => inWords(row, viewer));
        const json = JSON.stringify(rows, null, 2) + "\n";
        const csv = csvOf(rows, timeZone, language);
        yield { name: `${t.folders.json}/${name}.json`, input: json, lastModified: now };
        yield { name: `${t.folders.csv}/${name}.csv`, input: csv, lastModified: now };
      }
      for await (const file of filesOf(files, part)) {
        yield { ...file, name: `${t.folders.files}/${name}/${file.name}`, lastModified: now };
      }
    }
  }
}

/** A row with words for what the database writes as codes: *moeder*, *ouders van de school*. */
function inWords(row: Record<string, unknown>, viewer: Viewer): Record<string, unknown> {
  const { choices, roles, sexes } = ownDataText(viewer.language);
  const word = (words: Record<string, string>) => (code: unknown) => words[String(code)] ?? code;
  const chosen = word(choices);
  const named = (code: unknown) => fieldName(String(code), viewer.language);
  const wordFor: Record<string, (code: unknown) => unknown> = {
    relation: (code) => relationName(viewer, String(code)),
    shares: (all) =>
      Object.fromEntries(
        Object.entries(all as object).map(([field, choice]) => [named(field), chosen(choice)]),
      ),
    sharedWith: chosen,
    role: word(roles),
    sex: word(sexes),
    field: named,
  };
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => {
      const say = wordFor[key];
      if (!say || value === null || value === undefined) return [key, value];
      return [key, Array.isArray(value) ? value.map(say) : say(value)];
    }),
  );
}

/** The files of a part, each with a name of its own. */
async function* filesOf(store: FileStore, part: OwnPart) {
  const names = new Set<string>();
  for (const { name, hash } of part.files ?? []) {
    const input = await store.get(hash);
    if (!input) continue;
    const plain = plainName(name);
    let own = plain;
    for (let n = 2; names.has(own); n++) own = `${n}-${plain}`;
    names.add(own);
    yield { name: own, input };
  }
}

/** Leads to no other folder, on any system. */
const plainName = (name: string) =>
  name.toWellFormed().replace(/[\p{Cc}\p{Cf}/\\:*?"<>|]/gu, "_").replace(/^\.+/, "_") || "_";

function csvOf(rows: Record<string, unknown>[], timeZone: string, language: string): string {
  const keys = Object.keys(rows[0]!);
  return csvStart + csvLine(keys.map((key) => fieldName(key, language))) +
    rows.map((row) => csvLine(keys.map((key) => cellOf(row[key], timeZone)))).join("");
}

function cellOf(value: unknown, timeZone: string): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return `${dayIn(timeZone, value)} ${timeIn(timeZone, value)}`;
  if (Array.isArray(value)) return value.join(", ");
  if (typeof value === "object") {
    return Object.entries(value).map(([key, one]) => `${key}: ${one}`).join(", ");
  }
  return value as string | number | boolean;
}
