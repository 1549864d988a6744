import { createHash } from "node:crypto";
import { detectKind } from "./detect.ts";
import { parseEdexml } from "./edexml.ts";
import { parseGuardians } from "./guardians.ts";
import { guessMapping, type Mapping, type Preset } from "./mapping.ts";
import { parseOso } from "./oso.ts";
import {
  type ImportedGuardians,
  type ImportedRoster,
  ImportError,
  maxFileBytes,
} from "./roster.ts";
import { readTable, type Table } from "./table.ts";

/** A file that was read; nothing of it but this is kept, and this only until it is applied. */
export type Source =
  | { kind: "roster"; name: string; roster: ImportedRoster }
  | { kind: "dossier"; name: string; guardians: ImportedGuardians }
  | TableSource;

export interface TableSource {
  kind: "table";
  name: string;
  table: Table;
  preset: Preset | "remembered";
  mapping: Mapping;
}

/** What is asked of an import; `year` is the one a school year starts in. */
export interface ImportOptions {
  year: number;
  /** `mergeKey`s of the parts that become one group. */
  merge: string[];
  /** Whether those who are not in the file any more are marked as gone. */
  markGone: boolean;
}

/** A file that was refused, and why. */
interface Refused {
  name: string;
  error: ImportError;
}

/** One line of the header, to remember what its columns mean. */
export const headerHash = ({ header }: Table): string =>
  createHash("sha256").update(header.join(";")).digest("hex");

/**
 * Reads files of any of the kinds, and drops at once what may not be kept.
 * @param remembered mappings this school confirmed earlier, by `headerHash`
 */
export async function readSources(
  files: { name: string; bytes: Uint8Array }[],
  remembered: Map<string, Mapping> = new Map(),
): Promise<{ sources: Source[]; refused: Refused[] }> {
  const sources: Source[] = [];
  const refused: Refused[] = [];
  for (const { name, bytes } of files) {
    try {
      const source = await readSource(name, bytes, remembered);
      const second = source.kind === "roster" && sources.some((one) => one.kind === "roster");
      if (second) throw new ImportError("two_rosters");
      sources.push(source);
    } catch (error) {
      if (!(error instanceof ImportError)) throw error;
      refused.push({ name, error });
    }
  }
  return { sources, refused };
}

async function readSource(
  name: string,
  bytes: Uint8Array,
  remembered: Map<string, Mapping>,
): Promise<Source> {
  if (bytes.length > maxFileBytes) throw new ImportError("file_too_large");
  if (bytes.length === 0) throw new ImportError("file_empty");
  const kind = detectKind(bytes, name);
  if (kind === "edexml" || kind === "uwlr") {
    return { kind: "roster", name, roster: parseEdexml(bytes) };
  }
  if (kind === "oso") return { kind: "dossier", name, guardians: parseOso(bytes) };
  const table = await readTable(bytes, name);
  const known = remembered.get(headerHash(table));
  return { kind: "table", name, table, ...guessMapping(table.header, known && [known]) };
}

/** The roster among the files, if there is one. */
export function rosterOf(sources: Source[]): { name: string; roster: ImportedRoster } | null {
  return sources.find((source) => source.kind === "roster") ?? null;
}

/**
 * The guardians of all files together.
 * @throws ImportError when a mapping does not fit
 */
export function guardiansOf(sources: Source[]): ({ name: string } & ImportedGuardians)[] {
  return sources.flatMap((source) => {
    if (source.kind === "roster") return [];
    const { name } = source;
    const read = source.kind === "dossier"
      ? source.guardians
      : parseGuardians(source.table, source.mapping);
    return [{ name, ...read }];
  });
}

/** Tables whose columns someone must still look at. */
export function unmapped(sources: Source[]): TableSource[] {
  return sources.filter((source) => source.kind === "table")
    .filter((source) => source.preset !== "remembered");
}

/**
 * What is done unless someone chooses otherwise: parts of groups are merged, nobody is marked as
 * gone, and the year is that of the file where it is this school year or the next.
 */
export function defaultOptions(sources: Source[], schoolYear: number): ImportOptions {
  const roster = rosterOf(sources)?.roster;
  const written = roster?.schoolYear;
  return {
    year: written === schoolYear + 1 ? written : schoolYear,
    merge: roster?.merges.map((merge) => merge.mergeKey) ?? [],
    markGone: false,
  };
}

/** `2026-2027`. */
export const schoolYearName = (year: number): string => `${year}-${year + 1}`;
