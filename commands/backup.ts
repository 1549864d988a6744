import { mkdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type Config, readConfig } from "../config.ts";
import { BackupError } from "../db/backup/format.ts";
import { checkKey } from "../db/backup/key.ts";
import { writeBackup } from "../db/backup/write.ts";
import { silentLog } from "../web/log.ts";
import { mailDir, openDatabase, openFiles } from "../web/open.ts";
import { progressBar } from "./progress.ts";
import { refuseArguments } from "./serve.ts";

/** Writes everything into one file, while the portal is in use. */
export async function backup(args: string[]): Promise<void> {
  const { config, flags, positionals } = readConfig(args, Deno.env.toObject(), {
    out: { type: "string" },
  });
  refuseArguments(positionals);
  if (config.backupKey) await checkKey(config.backupKey);
  await refuseNoData(config);
  const now = new Date();
  const path = await chooseFile(config, typeof flags.out === "string" ? flags.out : "", now);
  const { connection, close } = await openDatabase(config, silentLog);
  const bar = progressBar("Backup");
  try {
    const { pool } = connection;
    const stored = { pool, files: openFiles(config), mailDir: mailDir(config) };
    const made = await writeBackup(stored, path, {
      now,
      key: config.backupKey,
      progress: bar.update,
    });
    bar.end();
    console.log(
      `${path}\n${made.rows} rows, ${made.files} files, ${megabytes(made.bytes)} MB` +
        (config.backupKey ? ", encrypted" : ""),
    );
    if (made.missing.length === 0) return;
    console.error(
      `${made.missing.length} files were missing or damaged, and are not in it. See: doctor.`,
    );
  } finally {
    bar.end();
    await close();
  }
}

/** The file to be made, with its folder when that is ours to make. */
async function chooseFile(config: Config, out: string, now: Date): Promise<string> {
  const ownName = `backup-${now.toISOString().slice(0, 19).replaceAll(":", "")}.schoolbel`;
  if (!out) {
    const folder = config.backupDir ?? join(config.dataDir, "backups");
    if (!config.backupDir) await mkdir(folder, { recursive: true, mode: 0o700 });
    return join(folder, ownName);
  }
  const path = resolve(out);
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory()) return join(path, ownName);
  if (there) throw new BackupError(`${path} is there already. Choose another name with --out.`);
  return path;
}

/** Looking for a database must not make one. @throws BackupError */
async function refuseNoData({ databaseUrl, dataDir }: Config): Promise<void> {
  if (databaseUrl || await stat(join(dataDir, "postgres/cluster")).catch(() => undefined)) return;
  throw new BackupError(`There is no database in ${dataDir}. Choose the data folder with --data.`);
}

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
