import { chown, lstat, mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Config, ConfigError, readConfig } from "../config.ts";
import { BackupError } from "../db/backup/format.ts";
import { checkBackup, loadBackup, type RestoreOptions } from "../db/backup/restore.ts";
import { silentLog } from "../web/log.ts";
import { asidePlace, mailDir, openDatabase, openFiles } from "../web/open.ts";
import { progressBar } from "./progress.ts";
import { refuseArguments } from "./serve.ts";

/** Fills an empty place from a backup: all of it, or nothing. */
export async function restore(args: string[]): Promise<void> {
  const { config, positionals: [path, ...rest] } = readConfig(args, Deno.env.toObject());
  if (path === undefined) throw new ConfigError("Say which backup: restore FILE.");
  refuseArguments(rest);
  const checking = progressBar("Checking");
  const restoring = progressBar("Restoring");
  try {
    await refuseFull(config);
    const key = config.backupKey;
    const { head, manifest } = await checkBackup(path, { key, progress: checking.update });
    checking.end();
    await restoreInto(config, path, { key, progress: restoring.update });
    restoring.end();
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    console.log(
      `Restored what there was at ${head.createdAt}: ${rows} rows, ${manifest.files.count} files.`,
    );
    if (manifest.missing.length === 0) return;
    console.error(`${manifest.missing.length} files were missing already when it was made.`);
  } finally {
    checking.end();
    restoring.end();
  }
}

const parts = ["files", "mail", "postgres"];

/**
 * Restores next to the place where everything belongs, and moves it there when all of it is whole.
 * While it is not, the portal does not start: see `asidePlace`.
 */
async function restoreInto(config: Config, path: string, options: RestoreOptions): Promise<void> {
  const aside = { ...config, dataDir: asidePlace(config) };
  using _mine = await claim(config, aside);
  try {
    const { connection, close } = await openDatabase(aside, silentLog);
    try {
      const stored = { ...connection, files: openFiles(aside), mailDir: mailDir(aside) };
      // A server's database is there as soon as it is committed; our own comes along below.
      const move = config.databaseUrl ? () => moveParts(config, aside) : undefined;
      await loadBackup(stored, path, options, move);
    } finally {
      await close();
    }
    if (!config.databaseUrl) await moveParts(config, aside);
  } catch (error) {
    await clear(config, aside);
    throw explained(error, config);
  }
  await rm(aside.dataDir, { recursive: true });
}

/** Nothing is ever written over. @throws BackupError */
async function refuseFull(config: Config): Promise<void> {
  if (await exists(asidePlace(config))) return; // a restore that was broken off, and is begun anew
  const { dataDir } = config;
  const used = await exists(join(dataDir, "postgres/cluster")) ||
    await hasEntries(join(dataDir, "files")) || await hasEntries(join(dataDir, "mail"));
  if (!used) return;
  throw new BackupError(
    `The data folder ${dataDir} is not empty. Choose an empty one with --data.`,
  );
}

/** Makes the place aside, for us alone, and clears what a restore before us left half done. */
async function claim(config: Config, aside: Config): Promise<Disposable> {
  const begun = await exists(aside.dataDir);
  try {
    await mkdir(aside.dataDir, { recursive: true, mode: 0o700 });
    const lock = await Deno.open(join(aside.dataDir, "lock"), { create: true, write: true });
    if (await lock.tryLock(true)) {
      if (begun) await clear(config, aside, true);
      await giveToOwner(config, aside.dataDir);
      return { [Symbol.dispose]: () => lock.close() };
    }
    lock.close();
  } catch (error) {
    throw explained(error, config);
  }
  throw new BackupError(`Another restore into ${config.dataDir} is running.`);
}

/** The database comes last: as long as it is not there, there is nothing. */
async function moveParts(config: Config, aside: Config): Promise<void> {
  for (const part of parts) {
    const from = join(aside.dataDir, part);
    if (!await exists(from)) continue;
    await giveToOwner(config, from, part !== "postgres");
    const to = join(config.dataDir, part);
    await rm(to, { recursive: true, force: true }); // empty, or a database folder without database
    await rename(from, to);
  }
  const folder = await open(config.dataDir);
  await folder.sync();
  await folder.close();
}

/** All of this came from the restore: it only ever begins in an empty place. */
async function clear(config: Config, aside: Config, keepLock = false): Promise<void> {
  for (const part of parts) {
    await rm(join(config.dataDir, part), { recursive: true, force: true });
    await rm(join(aside.dataDir, part), { recursive: true, force: true });
  }
  if (!keepLock) await rm(aside.dataDir, { recursive: true, force: true });
}

/** Root restores for whoever the data folder belongs to, and who will serve it. */
async function giveToOwner({ dataDir }: Config, path: string, deep = false): Promise<void> {
  if (Deno.uid() !== 0) return;
  const { uid, gid } = await lstat(dataDir);
  if (uid === 0) return;
  await chown(path, uid, gid);
  if (!deep) return;
  for (const name of await readdir(path, { recursive: true })) {
    await chown(join(path, name), uid, gid);
  }
}

const exists = (path: string) => lstat(path).then(() => true, () => false);
const hasEntries = (path: string) => readdir(path).then((names) => names.length > 0, () => false);

/** The error of a disk as one line that says what to do; any other as it is. */
function explained(error: unknown, { dataDir }: Config): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (/^(ENOSPC|EDQUOT|53100)$/.test(code)) {
    return new BackupError(
      `There is no room in ${dataDir}. Nothing was restored; make room first.`,
    );
  }
  if (/^(EACCES|EPERM|EROFS|ENOTDIR|EEXIST)$/.test(code)) {
    return new BackupError(`The data folder ${dataDir} may not be written by this user (${code}).`);
  }
  return error;
}
