import { type RawBuilder, sql } from "kysely";
import type { Db, Trx } from "../db/database.ts";
import type { House } from "./house.ts";
import type { School } from "./viewer.ts";

// What each module says about the personal data it keeps, so that one press gives someone all of
// theirs, and erasing and the periods of keeping forget no table. `modules/privacy` collects it.

/** Whose data: the people of one account at one school, and the children they are told about. */
export interface Subject {
  school: School;
  accountId: number;
  personIds: number[];
  pupilIds: number[];
}

/** A subject of someone's own data: becomes a JSON and a CSV file; `name` is a key of the words. */
export interface OwnPart {
  name: string;
  /** Plain values by name; never a hash, a token, or what is about someone else. */
  rows: Record<string, unknown>[];
  /** Contents in the file store, by their hash. */
  files?: { name: string; hash: string }[];
}

/** Who is erased: an adult or a pupil of a school. */
export interface Erased {
  kind: "person" | "pupil";
  id: number;
  school: Pick<School, "id">;
  /** The person's account, when nobody else at this school uses it. */
  accountId: number | null;
  /** Where mail to this person alone went, in lower case. */
  addresses: string[];
  /** What stands under what stays: "Oud-ouder". */
  formerly: string;
}

/** How many of what, by a key of the words: what went, or stayed without the person. */
export type Counts = Record<string, number>;

/** Rows by the key they are counted under: `{ contacts: sql\`contacts where person_id = 3\` }`. */
type Rows = Record<string, RawBuilder<unknown>>;

/** How many rows there are of each. */
export async function countRows(db: Db, rows: Rows): Promise<Counts> {
  const keys = Object.keys(rows);
  if (keys.length === 0) return {};
  const figures = keys.map((key) => sql`(select count(*)::int from ${rows[key]!})`);
  const { rows: [counted] } = await sql<{ n: number[] }>`select array[${sql.join(figures)}] as n`
    .execute(db);
  return Object.fromEntries(keys.map((key, i) => [key, counted!.n[i]!]));
}

/** Whether a table with people in it is in the download and erased; if not, the reason. */
export interface Coverage {
  exported: true | string;
  erased: true | string;
}

/** What a module keeps about people. */
export interface PersonalData {
  /** Every table of the module with people in it; a test misses none. */
  tables: Record<string, Coverage>;
  /** What is kept about someone, for their own download. */
  export?(db: Db, who: Subject): Promise<OwnPart[]>;
  /** What `erase` would count now: reads, and keeps nobody waiting. */
  count?(db: Db, who: Erased, now: Date): Promise<Counts>;
  /** Removes or blanks what is about someone; doing it again changes nothing. */
  erase?(trx: Trx, who: Erased, now: Date): Promise<Counts>;
  /** Removes what lies outside the database and has no row any more. */
  sweep?(house: House, school: Pick<School, "id">): Promise<void>;
}

/** How long one kind of thing is kept (V4). */
export interface RetentionRule {
  /** What it is about: a key of the words, and of `schools.retention`. */
  key: string;
  /** Months after which it goes, where the school did not shorten them. */
  months: number;
  /** Counted from the thing itself, or from the end (31 July) of the school year it belongs to. */
  since: "event" | "schoolYear";
  /** How many there are, and how many of them are older than `before`. */
  count(db: Db, school: School, before: Date): Promise<{ kept: number; due: number }>;
  /** Erases at most some hundreds that are older than `before`; all zero (or empty) at the end. */
  erase(trx: Trx, school: School, before: Date, now: Date): Promise<Counts>;
}
