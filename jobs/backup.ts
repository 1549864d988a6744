import { Cron } from "croner";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { BackupError } from "../db/backup/format.ts";
import { checkKey } from "../db/backup/key.ts";
import { BackupUnderWay } from "../db/backup/locks.ts";
import { keepNewest } from "../db/backup/rotate.ts";
import { writeBackup } from "../db/backup/write.ts";
import { dayIn } from "../web/clock.ts";
import type { House } from "../web/house.ts";
import { errorFields } from "../web/log.ts";

const hour = 3600_000;
/** The night of a day begins at two: nobody reads, and no change of the clock makes it come twice. */
const nightBegins = 2 * hour;

/**
 * Makes a backup every night into the folder of `--backup-dir`, or as soon as it can when the
 * night was missed; call the result to stop, which breaks off one that is being made.
 * @throws BackupError when the folder or the key cannot be used
 */
export async function startNightlyBackup(house: House): Promise<{ stop(): Promise<void> }> {
  const { backupDir, backupKey } = house.config;
  if (!backupDir || house.demo) return { stop: () => Promise.resolve() };
  if (backupKey) await checkKey(backupKey);
  await mkdir(backupDir, { recursive: true, mode: 0o700 }).catch(() => {
    throw new BackupError(`The folder ${backupDir} cannot be made. Choose another: --backup-dir.`);
  });
  const stopping = new AbortController();
  let pausedUntil = 0;
  let running: Promise<void> = Promise.resolve();
  const job = new Cron("* * * * *", { protect: true }, () => {
    if (Date.now() < pausedUntil) return;
    running = backUpTonight(house, stopping.signal).then(() => {}, () => {
      pausedUntil = Date.now() + hour; // it is in the log; a disk that is full stays so for a while
    });
    return running;
  });
  return {
    async stop() {
      job.stop();
      stopping.abort();
      await running;
    },
  };
}

/**
 * Makes tonight's backup unless it is there, and removes what is too many. However many processes
 * share the database and the folder, it is made once: see `whileFilesStay`.
 * @returns whether it was made
 */
export async function backUpTonight(house: House, signal?: AbortSignal): Promise<boolean> {
  const { backupDir, backupKeep, backupKey: key } = house.config;
  const name = await nameOfTonight(house);
  if (!backupDir || !name || await isThere(join(backupDir, name))) return false;
  const began = performance.now();
  try {
    await removeUnfinished(backupDir);
    const now = house.clock.now();
    const made = await writeBackup(house, join(backupDir, name), { now, key, signal });
    await keepNewest(backupDir, /^night-\d{4}-\d\d-\d\d\.schoolbel$/, backupKeep);
    house.log("backup made", {
      level: made.missing.length > 0 ? "warn" : "info",
      file: name,
      mb: Math.round(made.bytes / 1e6),
      files: made.files,
      missing: made.missing.length,
      ms: Math.round(performance.now() - began),
    });
    return true;
  } catch (error) {
    const byAnother = error instanceof BackupUnderWay || await isThere(join(backupDir, name));
    if (signal?.aborted || byAnother) return false;
    const why = error instanceof BackupError ? { why: error.message } : errorFields(error);
    house.log("backup failed", { level: "error", ...why });
    throw error;
  }
}

/** Undefined as long as there is no school. */
async function nameOfTonight({ db, clock }: House): Promise<string | undefined> {
  const school = await db.selectFrom("schools").select("time_zone").orderBy("id").limit(1)
    .executeTakeFirst();
  if (!school) return undefined;
  return `night-${
    dayIn(school.time_zone, new Date(clock.now().getTime() - nightBegins))
  }.schoolbel`;
}

/** What a process that was killed has left half done, a day ago or more. */
async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!/^\..+\.schoolbel\.[0-9a-f]{8}$/.test(name)) continue;
    const path = join(folder, name);
    const { mtime } = await stat(path);
    if (Date.now() - mtime.getTime() > 24 * hour) await rm(path, { force: true });
  }
}

const isThere = (path: string) => stat(path).then(() => true, () => false);
