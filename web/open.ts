import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../config.ts";
import { keepNewest } from "../db/backup/rotate.ts";
import { writeBackup } from "../db/backup/write.ts";
import { connect, type Connection } from "../db/connection.ts";
import {
  EmbeddedError,
  type EmbeddedLogLine,
  type EmbeddedServer,
  startEmbedded,
} from "../db/embedded.ts";
import { exists } from "../db/embedded_user.ts";
import { type FileStore, folderStore } from "../db/file_store.ts";
import { s3Store } from "../db/s3_store.ts";
import { migrate, type Migration, SchemaTooNew } from "../db/migrate.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { House } from "./house.ts";
import { consoleLog, type Log } from "./log.ts";
import { databaseRestarts } from "./process_figures.ts";

/** Why the house cannot be opened, in one line that says what to do. */
export class CannotOpen extends Error {}

/** Writes all there is, database and files, into a new file. */
export type KeepAll = (house: House, path: string) => Promise<unknown>;

interface Opening {
  clock?: Clock;
  log?: Log;
  demo?: boolean;
  /** Makes the backup before an update; false is an update without. */
  keepAll?: KeepAll | false;
  /** What this program can bring the database to. */
  known?: Migration[];
}

/**
 * Opens the house on a data folder: starts or finds the database, brings it up to date (after a
 * backup, when it is in use), and returns what requests and jobs work with.
 * @throws CannotOpen
 */
export async function openHouse(
  config: Config,
  { clock = systemClock, log = consoleLog, demo = false, keepAll = backUp, known }: Opening = {},
): Promise<{ house: House; close(): Promise<void> }> {
  const { connection, close } = await openDatabase(config, log);
  const { db, pool } = connection;
  const files = openFiles(config);
  const house = { config, db, pool, files, mailDir: mailDir(config), clock, log, demo };
  const before = (pending: string[]) => backUpFirst(house, pending, keepAll);
  try {
    await refuseClosedStore(files, config);
    const ran = await migrate(db, { known, before });
    if (ran.length > 0) log("database brought up to date", { level: "info", to: ran.at(-1)! });
  } catch (error) {
    await close();
    throw explained(error, config);
  }
  return { house, close };
}

const backUp: KeepAll = (house, path) =>
  writeBackup(house, path, { now: house.clock.now(), key: house.config.backupKey });

/** How many of the backups before an update stay. */
const keptUpdates = 5;

/** The way back from an update: everything as it was, in `backups/before-<migration>-<moment>`. */
async function backUpFirst(
  house: House,
  [migration]: string[],
  keepAll: KeepAll | false,
): Promise<void> {
  if (!keepAll) return house.log("update without a backup", { level: "warn" });
  const folder = join(house.config.dataDir, "backups");
  const moment = house.clock.now().toISOString().slice(0, 19).replaceAll(":", "");
  const path = join(folder, `before-${migration}-${moment}.schoolbel`);
  const began = performance.now();
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await keepAll(house, path);
    await keepNewest(folder, /^before-\d{4}_\w+-[-\dT]+\.schoolbel$/, keptUpdates);
  } catch (error) {
    const why = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new CannotOpen(
      `The backup before the update could not be written to ${path}: ${why}. Nothing was changed. ` +
        "Solve that, or start once with --no-backup.",
      { cause: error },
    );
  }
  const ms = Math.round(performance.now() - began);
  house.log("backup before the update", { level: "info", file: path, ms });
}

/**
 * Starts or finds the database, and leaves it as it is.
 * @throws CannotOpen
 */
export async function openDatabase(
  config: Config,
  log: Log,
): Promise<{ connection: Connection; close(): Promise<void> }> {
  await refuseNoFolder(config);
  await refuseHalfRestored(config);
  const embedded = config.databaseUrl ? undefined : await startOwn(config, log);
  const connection = connect(config.databaseUrl ?? embedded!.connection);
  const close = async () => {
    await connection.close();
    await embedded?.stop();
  };
  try {
    await refuseOldServer(connection);
  } catch (error) {
    await close();
    throw explained(error, config);
  }
  return { connection, close };
}

async function refuseNoFolder({ dataDir }: Config): Promise<void> {
  const place = await stat(dataDir).catch(() => undefined);
  if (!place || place.isDirectory()) return;
  throw new CannotOpen(`${dataDir} is not a folder; choose another with --data.`);
}

/** Where a restore puts things until all of it is there; it goes when the restore is done. */
export const asidePlace = (config: Config): string => join(config.dataDir, ".restoring");

async function refuseHalfRestored(config: Config): Promise<void> {
  if (!await exists(asidePlace(config))) return;
  throw new CannotOpen(
    `A restore into ${config.dataDir} is under way or was broken off. Wait for it, or restore again.`,
  );
}

/** The store of pictures and attachments. */
export const openFiles = ({ filesUrl, dataDir }: Config): FileStore =>
  filesUrl ? s3Store(filesUrl) : folderStore(join(dataDir, "files"));

async function refuseClosedStore(files: FileStore, { filesUrl }: Config): Promise<void> {
  if (!filesUrl) return;
  try {
    await files.list()[Symbol.asyncIterator]().next();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CannotOpen(
      `The file store at ${new URL(filesUrl).host} cannot be used: ${why}. Check FILES_URL.`,
      { cause: error },
    );
  }
}

/** Where mails are kept while there is no mail server. */
export const mailDir = (config: Config): string => join(config.dataDir, "mail");

async function startOwn({ dataDir }: Config, log: Log): Promise<EmbeddedServer> {
  try {
    return await startEmbedded({
      dataDir,
      log: databaseLog(log),
      onRestart: () => databaseRestarts.inc(),
    });
  } catch (error) {
    throw error instanceof EmbeddedError ? new CannotOpen(error.message, { cause: error }) : error;
  }
}

async function refuseOldServer({ pool }: Connection): Promise<void> {
  const [row] = await pool.unsafe<{ number: number; version: string }[]>(
    "select current_setting('server_version_num')::int as number, current_setting('server_version') as version",
  );
  if (row!.number >= 150_000) return;
  throw new CannotOpen(`This PostgreSQL is ${row!.version}; 15 or newer is needed.`);
}

function explained(error: unknown, config: Config): unknown {
  const why = reason(error, config);
  return why ? new CannotOpen(why, { cause: error }) : error;
}

/** What an error on opening means; undefined when it is none we know. */
function reason(error: unknown, { databaseUrl }: Config): string | undefined {
  if (error instanceof CannotOpen) return error.message;
  if (error instanceof SchemaTooNew) {
    return `This data was written by a newer Schoolbel (${error.message}). Start that one.`;
  }
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const place = databaseUrl ? new URL(databaseUrl).host || "its address" : "the data folder";
  if (/^(ECONN|ENOTFOUND|EAI_|EHOST|ENET|ETIMEDOUT|ENOENT|CONNECT_|CONNECTION_)/.test(code)) {
    return `The database at ${place} does not answer. Check DATABASE_URL and whether it runs.`;
  }
  if (/^(28|3D|42501)/.test(code)) {
    return `The database at ${place} does not let us in (${code}). Check the name, password and rights in DATABASE_URL.`;
  }
  return undefined;
}

/** The embedded server's lines in ours: what happened, never what people typed. */
const databaseLog = (log: Log) => ({ level, message, milliseconds }: EmbeddedLogLine) =>
  log(message, { level, ...(milliseconds === undefined ? {} : { ms: milliseconds }) });
