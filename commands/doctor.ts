import { stat } from "node:fs/promises";
import { join } from "node:path";
import { type Config, readConfig } from "../config.ts";
import type { Connection } from "../db/connection.ts";
import { silentLog } from "../web/log.ts";
import { CannotOpen, openDatabase, openFiles } from "../web/open.ts";
import {
  checkBackups,
  checkCertificate,
  checkMail,
  checkOrigin,
  checkRights,
  checkRoom,
} from "./doctor/around.ts";
import { type Check, problem } from "./doctor/check.ts";
import { checkClock, checkDeliveries, checkSchema, checkServer } from "./doctor/database.ts";
import { checkFiles } from "./doctor/files.ts";
import { progressBar } from "./progress.ts";
import { refuseArguments } from "./serve.ts";

/**
 * Looks whether all is well, changing nothing, and says what to do. Ends with 1 when there is a
 * problem; a warning is none.
 */
export async function doctor(args: string[]): Promise<void> {
  const { config, flags, positionals } = readConfig(args, Deno.env.toObject(), {
    quick: { type: "boolean" },
    json: { type: "boolean" },
  });
  refuseArguments(positionals);
  const now = new Date();
  const checks = [
    ...await checkInside(config, flags.quick === true, now),
    await checkMail(config),
    checkOrigin(config),
    await checkCertificate(config, now),
    ...await checkRoom(config),
    await checkRights(config),
    await checkBackups(config, now),
  ].filter((check) => check !== undefined);
  const well = checks.every(({ state }) => state !== "problem");
  console.log(flags.json ? JSON.stringify({ ok: well, checks }, null, 2) : table(checks));
  if (!well) Deno.exitCode = 1;
}

/** The database and the files. */
async function checkInside(config: Config, quick: boolean, now: Date): Promise<Check[]> {
  if (!config.databaseUrl && !await isThere(join(config.dataDir, "postgres/cluster"))) {
    const todo = "Choose the data folder with --data, or start serve.";
    return [problem("database", `there is none in ${config.dataDir}`, todo)];
  }
  let opened: { connection: Connection; close(): Promise<void> };
  try {
    opened = await openDatabase(config, silentLog);
  } catch (error) {
    if (!(error instanceof CannotOpen)) throw error;
    return [problem("database", "it cannot be opened", error.message)];
  }
  const { connection: { pool }, close } = opened;
  const bar = progressBar("Files");
  try {
    const server = await checkServer(pool);
    const { check, current } = await checkSchema(pool);
    const clock = await checkClock(pool, now, current);
    if (!current) return [server, check, clock];
    const files = await checkFiles(pool, openFiles(config), { quick, progress: bar.update });
    return [server, check, clock, files, await checkDeliveries(pool, now)];
  } finally {
    bar.end();
    await close();
  }
}

const isThere = (path: string) => stat(path).then(() => true, () => false);

function table(checks: Check[]): string {
  const width = Math.max(...checks.map(({ subject }) => subject.length));
  return checks.map(({ subject, state, found, todo }) => {
    const line = `${state.padEnd(9)}${subject.padEnd(width + 2)}${found}`;
    return todo ? `${line}\n${" ".repeat(width + 11)}→ ${todo}` : line;
  }).join("\n");
}
