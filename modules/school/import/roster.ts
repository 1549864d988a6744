import type { NameParts } from "../names.ts";
import type { Reach } from "../reach.ts";
import type { Day } from "../tables.ts";
import type { ErrorCode, WarningCode } from "./text.ts";

/** Most bytes of one file. */
export const maxFileBytes = 20 * 1024 * 1024;
/** Most pupils in a roster, and most rows in a table of guardians. */
export const maxPupils = 20_000;
export const maxRows = 50_000;

/** What an EDEXML or UWLR file says about one school; nothing in it has touched the database. */
export interface ImportedRoster {
  /** The year the school year starts in: 2026 for 2026-2027. */
  schoolYear: number | null;
  /** Four characters, `99ZZ`. */
  brin: string | null;
  /** Two digits; null for the main location. */
  branch: string | null;
  groups: ImportedGroup[];
  pupils: ImportedPupil[];
  staff: ImportedStaff[];
  merges: MergeSuggestion[];
  warnings: ImportWarning[];
}

export interface ImportedGroup {
  line: number;
  /** Unique in the roster; a combined group whose key is also a class's is `sg:` + its key. */
  key: string;
  name: string;
  /** A `samengestelde_groep`: its pupils may also have a class of their own. */
  combined: boolean;
  /** Year groups of the class itself or else of its pupils, in order: `["3", "4", "5"]`. */
  years: string[];
  /** Set when this is probably one part of a larger class; see `merges`. */
  mergeKey: string | null;
}

/** Groups that stand apart in the file but are probably one class: offered, never done unasked. */
export interface MergeSuggestion {
  mergeKey: string;
  line: number;
  name: string;
  groupKeys: string[];
  years: string[];
}

export interface ImportedPupil extends NameParts {
  line: number;
  key: string | null;
  givenNames: string;
  bornOn: Day | null;
  /** As EDEXML has it: 0 unknown, 1 boy, 2 girl, 9 not stated. */
  sex: 0 | 1 | 2 | 9;
  /** `0`–`8`, or another code of the standard; empty when the file does not tell. */
  year: string;
  email: string | null;
  enrolledOn: Day | null;
  leftOn: Day | null;
  groupKeys: string[];
}

export interface ImportedStaff extends NameParts {
  line: number;
  key: string | null;
  email: string | null;
  /** Codes of the standard: `LRK`, `DIR`, `ADM`, `IB`, … */
  roles: string[];
  function: string;
  groupKeys: string[];
}

export type Relation = "father" | "mother" | "guardian" | "other" | "";

/** The e-mail address in lower case; who is deceased cannot be reached any more. */
export interface ImportedGuardian extends NameParts, Reach {
  /** First line on which the guardian stands. */
  line: number;
  key: string | null;
  /** *Geheim*: not to be shown to other guardians, whatever the defaults are. */
  secret: { address: boolean; phone: boolean; email: boolean };
  /** Never invited; the parser has already taken away every way to reach them. */
  deceased: boolean;
  pupils: PupilReference[];
}

/** Which child is meant: by administration key, else by name and birth date. */
export interface PupilReference {
  line: number;
  key: string | null;
  name: NameParts | null;
  bornOn: Day | null;
  relation: Relation;
}

export interface ImportedGuardians {
  guardians: ImportedGuardian[];
  warnings: ImportWarning[];
}

/** Something the office must look at. Values hold counts, column titles and group keys, no people. */
export interface ImportWarning {
  line: number;
  code: WarningCode;
  values: Record<string, string | number>;
}

/** The whole file is refused. Carries nothing of the file but the line number. */
export class ImportError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly line: number = 1,
    readonly values: Record<string, string | number> = {},
  ) {
    super(`${code} (line ${line})`);
    this.name = "ImportError";
  }
}

/** Collects warnings; every one has a line. */
export class Warnings {
  readonly list: ImportWarning[] = [];

  add(line: number, code: WarningCode, values: ImportWarning["values"] = {}): void {
    this.list.push({ line, code, values });
  }

  /** In the order of the file. */
  sorted(): ImportWarning[] {
    return this.list.sort((a, b) => a.line - b.line);
  }
}
