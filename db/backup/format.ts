/**
 * A backup is one file: a tar with the SHA-256 of all of it behind it, encrypted with age when
 * there is a key. In it, in this order:
 *
 *     backup.json                       what wrote it, and what the database looked like
 *     database/<table>/000001.copy.zst  rows as PostgreSQL's COPY writes them (text), in parts
 *     files/ab/abcdef…                  pictures and attachments, by the hash of their content
 *     mail/<id>.eml                     mails kept because there was no mail server
 *     manifest.json                     the SHA-256 of all of the above; without it, it was cut off
 *
 * Rows as text, and columns by name: so any PostgreSQL reads what any other wrote.
 */
import { z } from "zod";

export const formatVersion = 1;
export const headName = "backup.json";
export const manifestName = "manifest.json";

/** Why there is no backup, or no restoring it: one line that says what to do. */
export class BackupError extends Error {
  override name = "BackupError";
}

/** Names that may stand in a statement and in a path as they are. */
const identifier = z.string().regex(/^[a-z_][a-z0-9_]*$/);

export const headShape = z.object({
  format: z.literal(formatVersion),
  /** Version of the program that wrote it. */
  program: z.string(),
  createdAt: z.iso.datetime(),
  migrations: z.array(z.string()),
  tables: z.array(z.object({ name: identifier, columns: z.array(identifier) })),
  /** The number that each identity column gives out next. */
  sequences: z.array(z.object({ table: identifier, column: identifier, next: z.string() })),
});
export type Head = z.output<typeof headShape>;

const hash = z.string().regex(/^[0-9a-f]{64}$/);

export const manifestShape = z.object({
  /** SHA-256 of backup.json. */
  head: hash,
  /** Of each table: SHA-256 of all its parts, one after the other. */
  tables: z.array(z.object({ name: identifier, rows: z.number(), sha256: hash })),
  files: z.object({ count: z.number(), bytes: z.number() }),
  mails: z.array(z.object({ name: z.string(), sha256: hash })),
  /** Files that the database refers to, but the store did not have or had damaged. */
  missing: z.array(hash),
});
export type Manifest = z.output<typeof manifestShape>;

/** Names of kept mails: never a way to another folder. */
export const isMailName = (name: string): boolean => /^[\w%-]+\.eml$/.test(name);
