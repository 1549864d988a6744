import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type postgres from "postgres";
import type { Db } from "../database.ts";
import { migrations, migrationsTable } from "../migrate.ts";
import { Copying } from "./copying.ts";
import { BackupError, type Head, type Manifest } from "./format.ts";
import { readBackup } from "./read.ts";
import { dropForeignKeys, hasTables, setSequences, type Sql } from "./tables.ts";
import type { Stored } from "./write.ts";

export interface RestoreOptions {
  key?: string;
  /** Bytes read of the backup, and its size. */
  progress?: (done: number, total: number) => void;
}

/**
 * Holds everything in a backup against its hash, and says whether this program can restore it.
 * @throws BackupError
 */
export async function checkBackup(
  path: string,
  { key, progress }: RestoreOptions,
): Promise<{ head: Head; manifest: Manifest }> {
  const read = await readBackup(path, key, { progress });
  refuseNewer(read.head); // only now: in a damaged one a name may look new
  return read;
}

function refuseNewer({ migrations: names, program }: Head): void {
  const known = migrations.map(({ name }) => name);
  if (names.every((name) => known.includes(name))) return;
  throw new BackupError(
    `This backup was made by a newer Schoolbel (${program}). Restore it with that one.`,
  );
}

/**
 * Fills an empty database from a backup, in one transaction, and puts its files in their places.
 * A backup of an older version is brought up to date.
 * @param beforeCommit when all is there but the database's last word; what it throws undoes it
 * @throws BackupError when the backup is not whole, or the database is not empty
 */
export async function loadBackup(
  stored: Stored & { db: Db },
  path: string,
  options: RestoreOptions,
  beforeCommit: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  await stored.pool.begin(async (sql) => {
    if (await hasTables(sql)) {
      throw new BackupError("The database is not empty. Restore into an empty one.");
    }
    const copying = new Copying(sql);
    try {
      await load(sql, copying, stored, path, options);
    } catch (error) {
      await copying.abandon();
      throw error;
    }
    await beforeCommit();
  });
  await stored.pool.unsafe("analyze");
}

async function load(
  sql: postgres.TransactionSql,
  copying: Copying,
  { db, files, mailDir }: Stored & { db: Db },
  path: string,
  { key, progress }: RestoreOptions,
): Promise<void> {
  let foreignKeys: string[] = [];
  const { head } = await readBackup(path, key, {
    progress,
    async head(head) {
      refuseNewer(head);
      await sql.unsafe(migrationsTable);
      await applyMigrations(sql, db, (name) => head.migrations.includes(name));
      await sql.unsafe("delete from migrations"); // they come with the backup
      foreignKeys = await dropForeignKeys(sql);
    },
    rows: (table, bytes) => copying.write(table, bytes),
    async file(_hash, bytes) {
      await copying.end();
      await files.put(bytes);
    },
    async mail(name, bytes) {
      await copying.end();
      await mkdir(mailDir, { recursive: true, mode: 0o700 });
      await writeFile(join(mailDir, name), bytes, { mode: 0o600, flush: true });
    },
  });
  await copying.end();
  for (const statement of foreignKeys) await sql.unsafe(statement);
  await setSequences(sql, head.sequences);
  await applyMigrations(sql, db, (name) => !head.migrations.includes(name));
}

async function applyMigrations(sql: Sql, db: Db, wanted: (name: string) => boolean) {
  for (const { name, up } of migrations.filter(({ name }) => wanted(name))) {
    await sql.unsafe(up.compile(db).sql);
    await sql.unsafe("insert into migrations (name) values ($1)", [name]);
  }
}
