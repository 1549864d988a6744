import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { z } from "zod";
import { ConfigError, readConfig } from "../config.ts";
import type { Db } from "../db/database.ts";
import {
  applyImport,
  commandLine,
  ImportRefused,
  previewImport,
} from "../modules/school/import/apply.ts";
import { fields, type Mapping, presetMapping } from "../modules/school/import/mapping.ts";
import { changeKinds, entityKinds, type Plan, totalOf } from "../modules/school/import/plan.ts";
import { ImportError } from "../modules/school/import/roster.ts";
import {
  defaultOptions,
  type ImportOptions,
  readSources,
  schoolYearName,
  type Source,
} from "../modules/school/import/sources.ts";
import { createImport, findImport, rememberedMappings } from "../modules/school/import/store.ts";
import { fillIn, importText } from "../modules/school/import/text.ts";
import { renewSetupCode } from "../modules/school/setup.actions.ts";
import { isShortName } from "../modules/school/setup.forms.ts";
import { dayIn, schoolYearOf } from "../web/clock.ts";
import type { House } from "../web/house.ts";
import { silentLog } from "../web/log.ts";
import { openHouse } from "../web/open.ts";

const usage =
  'Usage: import --school NAME FILE… [--apply] [--json] [--mapping PRESET|FILE.json] [--year 2026] [--mark-gone] [--create "Basisschool X"]';

interface Wish {
  shortName: string;
  files: string[];
  apply: boolean;
  json: boolean;
  markGone: boolean;
  mapping?: string;
  year?: string;
  create?: string;
}

type Target = { id: number; timeZone: string; language: string };

/** A file, or all of them together, cannot be used: exit code 1, each reason on a line. */
class FilesRefused extends Error {}

/**
 * Compares files of the administration with a school and says what would change; with `--apply` it
 * is written. Ends with 0, with 1 when a file is refused, with 2 when it is called wrongly.
 */
export async function importFiles(args: string[]): Promise<void> {
  const { config, flags, positionals } = readConfig(args, Deno.env.toObject(), {
    school: { type: "string" },
    apply: { type: "boolean" },
    json: { type: "boolean" },
    mapping: { type: "string" },
    year: { type: "string" },
    "mark-gone": { type: "boolean" },
    create: { type: "string" },
  });
  const wish: Wish = {
    shortName: text(flags.school) ?? "",
    files: positionals,
    apply: flags.apply === true,
    json: flags.json === true,
    markGone: flags["mark-gone"] === true,
    mapping: text(flags.mapping),
    year: text(flags.year),
    create: text(flags.create)?.trim(),
  };
  if (!wish.shortName || !wish.files.length) throw new ConfigError(usage);
  if (wish.year && !/^20\d\d$/.test(wish.year)) {
    throw new ConfigError(
      `--year is "${wish.year}", but must be the year it starts in, e.g. 2026.`,
    );
  }
  const files = await Promise.all(wish.files.map(readInput));
  const { house, close } = await openHouse(config, { log: silentLog });
  try {
    await run(house, wish, files);
  } catch (error) {
    if (!(error instanceof FilesRefused)) throw error;
    console.error(error.message);
    Deno.exitCode = 1;
  } finally {
    await close();
  }
}

const text = (flag: unknown) => typeof flag === "string" ? flag : undefined;

async function readInput(path: string): Promise<{ name: string; bytes: Uint8Array }> {
  try {
    return { name: basename(path), bytes: new Uint8Array(await readFile(path)) };
  } catch {
    throw new ConfigError(`The file ${path} cannot be read.`);
  }
}

async function run(house: House, wish: Wish, files: { name: string; bytes: Uint8Array }[]) {
  const school = await findTarget(house.db, wish);
  const now = house.clock.now();
  const remembered = await rememberedMappings(house.db, school.id);
  const { sources, refused } = await readSources(files, remembered);
  if (refused.length) {
    throw new FilesRefused(refused.map(({ name, error }) => sentence(name, error)).join("\n"));
  }
  await chooseMapping(sources, wish.mapping);
  const schoolYear = schoolYearOf(dayIn(school.timeZone, now));
  const options: ImportOptions = {
    ...defaultOptions(sources, schoolYear),
    ...(wish.year ? { year: Number(wish.year) } : {}),
    markGone: wish.markGone,
  };
  const plan = await previewImport(house.db, school, sources, options, commandLine, now).catch(
    (error) => {
      throw error instanceof ImportError
        ? new FilesRefused(sentence(wish.files.map((file) => basename(file)).join(", "), error))
        : error;
    },
  );
  if (wish.apply) await write(house, school, wish, sources, options);
  const code = wish.apply ? await renewSetupCode(house.db) : undefined;
  if (code) console.error(openWith(house, code));
  if (wish.json) console.log(JSON.stringify(asJson(plan, wish.apply), null, 2));
  else console.log(summary(plan, wish));
}

/** On standard error, so that it is no part of what `--json` gives. */
const openWith = ({ config }: House, code: string) =>
  `Nobody runs this school yet. Open ${config.origin}/set-up and give this code: ${code}\n` +
  "It works once; importing again gives a new one.";

function sentence(file: string, error: ImportError): string {
  const words = fillIn(importText("en").errors[error.code], { line: error.line, ...error.values });
  return `${file}, line ${error.line}: ${words}`;
}

/**
 * The school; one that is still to be made is empty, and is made only when it is applied. Where
 * there are schools already, an unknown name is more likely a slip than a new school.
 */
async function findTarget(db: Db, { shortName, create }: Wish): Promise<Target> {
  const schools = await db.selectFrom("schools")
    .select(["id", "short_name as shortName", "time_zone as timeZone", "language"]).execute();
  const known = schools.find((school) => school.shortName === shortName);
  if (known) return known;
  if (schools.length > 0 && !create) {
    const names = schools.map((school) => school.shortName).sort().join(", ");
    throw new ConfigError(
      `There is no school "${shortName}" (there is: ${names}). Add --create "Basisschool X" to make it.`,
    );
  }
  if (!isShortName(shortName)) {
    throw new ConfigError(
      `--school is "${shortName}", but must be 2 to 31 lower-case letters, digits and hyphens, and not a word of the portal itself.`,
    );
  }
  return { id: 0, timeZone: "Europe/Amsterdam", language: "nl" };
}

async function chooseMapping(sources: Source[], chosen: string | undefined): Promise<void> {
  if (!chosen) return;
  const preset = (["social-schools", "zermelo", "generic"] as const).find((one) => one === chosen);
  const fromFile = preset ? null : await readMapping(chosen);
  for (const source of sources) {
    if (source.kind !== "table") continue;
    source.mapping = preset ? presetMapping(source.table.header, preset) : fromFile!;
  }
}

/** Which columns fit, `checkMapping` says later. */
async function readMapping(path: string): Promise<Mapping> {
  try {
    return z.record(z.string(), z.enum(fields)).parse(JSON.parse(await readFile(path, "utf8")));
  } catch {
    throw new ConfigError(
      `--mapping is "${path}", but must be social-schools, zermelo, generic, or a JSON file {"column": "field"}.`,
    );
  }
}

async function write(
  house: House,
  target: Target,
  wish: Wish,
  sources: Source[],
  options: ImportOptions,
): Promise<void> {
  const now = house.clock.now();
  const school = target.id ? target : { ...target, id: await makeSchool(house.db, wish, now) };
  const ready = sources.map((source): Source =>
    source.kind === "table" ? { ...source, preset: "remembered" } : source
  );
  const by = { by: null, now };
  const id = await createImport(house.db, school.id, ready, options, by);
  try {
    const { finished } = await applyImport(house, school, id, {
      ...options,
      by: commandLine,
    });
    const stop = wish.json ? () => {} : showProgress(house.db, school.id, id);
    const outcome = await finished;
    stop();
    if (outcome === "applied") return;
    const { error } = (await findImport(house.db, school.id, id))!;
    const words = importText("en").errors[error?.code ?? "not_written"];
    throw new FilesRefused(fillIn(words, error?.values ?? {}));
  } catch (error) {
    if (!(error instanceof ImportRefused)) throw error;
    throw new FilesRefused("Another import is being written for this school. Try again later.");
  }
}

async function makeSchool(db: Db, { shortName, create }: Wish, now: Date): Promise<number> {
  const { id } = await db.insertInto("schools")
    .values({ short_name: shortName, name: create ?? shortName, menu: "{}", created_at: now })
    .returning("id").executeTakeFirstOrThrow();
  return id;
}

/** A line that is written over and over, only where someone looks on. */
function showProgress(db: Db, schoolId: number, id: number): () => void {
  if (!Deno.stderr.isTerminal()) return () => {};
  const line = (words: string) =>
    Deno.stderr.writeSync(new TextEncoder().encode(`\r${words}\x1b[K`));
  const timer = setInterval(async () => {
    const { done, total } = (await findImport(db, schoolId, id))!;
    if (total) line(`Writing… ${Math.floor((100 * done) / total)} %`);
  }, 200);
  return () => {
    clearInterval(timer);
    line("");
  };
}

function asJson({ counts, warnings, year }: Plan, applied: boolean) {
  const totals = Object.fromEntries(changeKinds.map((change) => [change, totalOf(counts, change)]));
  const { warnings: words } = importText("en");
  return {
    applied,
    schoolYear: schoolYearName(year),
    ...counts,
    ...totals,
    warnings: warnings.map(({ file, line, code, values }) => ({
      file,
      line,
      code,
      message: fillIn(words[code], values),
    })),
  };
}

function summary({ counts, warnings, year }: Plan, { apply, markGone }: Wish): string {
  const { warnings: words } = importText("en");
  const columns = ["total", ...changeKinds, "unchanged", "leftOut"] as const;
  const cells = (first: string, rest: (string | number)[]) =>
    first.padEnd(12) + rest.map((cell) => String(cell).padStart(11)).join("");
  const gone = totalOf(counts, "gone");
  return [
    `School year ${schoolYearName(year)}`,
    cells("", columns.map((column) => column)),
    ...entityKinds.map((kind) => cells(kind, columns.map((column) => counts[kind][column]))),
    ...warnings.map(({ file, line, code, values }) =>
      `${file}, line ${line}: ${fillIn(words[code], values)}`
    ),
    gone && !markGone
      ? `${gone} not in the file any more; add --mark-gone to mark them as gone.`
      : "",
    apply ? "Written." : "Nothing was written; add --apply to do so.",
  ].filter(Boolean).join("\n");
}
