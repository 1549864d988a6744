import { join } from "node:path";
import type { Config } from "../config.ts";
import { connect, type DatabaseAddress } from "../db/connection.ts";
import { type EmbeddedLogLine, startEmbedded } from "../db/embedded.ts";
import { folderStore } from "../db/file_store.ts";
import { migrate } from "../db/migrate.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { House } from "./house.ts";
import { consoleLog, type Log } from "./log.ts";

/**
 * Opens the house on a data folder: starts or finds the database, brings it up to date, and
 * returns what requests and jobs work with.
 * @throws EmbeddedError, SchemaTooNew or a connection error when it cannot be opened.
 */
export async function openHouse(
  config: Config,
  { clock = systemClock, log = consoleLog, demo = false }: {
    clock?: Clock;
    log?: Log;
    demo?: boolean;
  } = {},
): Promise<{ house: House; close(): Promise<void> }> {
  const embedded = config.databaseUrl
    ? undefined
    : await startEmbedded({ dataDir: config.dataDir, log: databaseLog(log) });
  const address: DatabaseAddress = config.databaseUrl ?? embedded!.connection;
  const connection = connect(address);
  const close = async () => {
    await connection.close();
    await embedded?.stop();
  };
  try {
    await migrate(connection.db);
  } catch (error) {
    await close();
    throw error;
  }
  const files = folderStore(join(config.dataDir, "files"));
  const { db, pool } = connection;
  const mailDir = join(config.dataDir, "mail");
  return { house: { config, db, pool, files, mailDir, clock, log, demo }, close };
}

/** The embedded server's lines in ours: what happened, never what people typed. */
const databaseLog = (log: Log) => ({ level, message, milliseconds }: EmbeddedLogLine) =>
  log(message, { level, ...(milliseconds === undefined ? {} : { ms: milliseconds }) });
