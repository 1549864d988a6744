/**
 * The embedded PostgreSQL. What lies where:
 *
 *     <data>/postgres/             closed to everybody but the user PostgreSQL runs as, and root
 *       cluster/                   the database itself (PGDATA), made by initdb
 *         .s.PGSQL.5432            the socket; in /tmp/schoolbel-<id>/ when this path is too long
 *         log/postgresql-<1-7>.log the server's log, a file per weekday
 *       users.lock                 held, shared, by each process of ours that uses the server
 *       turn.lock                  held while one of them starts or stops it
 *
 * The server is nobody's own child: whoever comes first starts it, whoever leaves last stops it,
 * and everybody watches it and brings it back when it dies. The kernel lets go of a lock when its
 * holder dies, even by kill -9; so a server without holders is an orphan. It is stopped and
 * started anew, as its programs and settings may be of an older version.
 */
import { setTimeout as delay } from "node:timers/promises";
import { join } from "node:path";
import {
  type Cluster,
  databaseName,
  databaseUser,
  describeCluster,
  port,
} from "./embedded_cluster.ts";
import {
  answers,
  findPostmaster,
  isPostmaster,
  launch,
  stopServer,
  waitUntilReady,
} from "./embedded_postmaster.ts";
import { EmbeddedError, exists } from "./embedded_user.ts";

export { EmbeddedError };

export interface EmbeddedLogLine {
  level: "info" | "warn" | "error";
  message: string;
  pid?: number;
  milliseconds?: number;
}

export interface EmbeddedServer {
  /** For postgres.js. The host is the folder of the socket. */
  connection: { host: string; port: number; user: string; database: string };
  /** Whether another process used the server already when we came. */
  shared: boolean;
  /** Lets go of the server, and stops it in order when nobody else uses it. */
  stop(): Promise<void>;
}

interface EmbeddedOptions {
  /** Made when it is not there. */
  dataDir: string;
  log?: (line: EmbeddedLogLine) => void;
  /** Called when the server had died and is back. */
  onRestart?: () => void;
  /** Settings of postgresql.conf over ours, for whoever starts the server. */
  settings?: Record<string, string>;
}

const watchEvery = 500;

/**
 * Starts the PostgreSQL of a data folder, or shares the one that runs already.
 * @throws EmbeddedError with one clear line.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  try {
    return await start(options);
  } catch (error) {
    if (error instanceof EmbeddedError) throw error;
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new EmbeddedError(
      `The database in the data folder ${options.dataDir} cannot be used: ${reason}`,
      { cause: error },
    );
  }
}

async function start(
  { dataDir, settings = {}, log = () => {}, onRestart = () => {} }: EmbeddedOptions,
): Promise<EmbeddedServer> {
  const began = performance.now();
  const cluster = await describeCluster(dataDir, settings);
  const users = await openLock(cluster, "users.lock");
  let shared: boolean;
  let pid: number;
  try {
    [shared, pid] = await inTurn(cluster, async () => {
      const shared = !await users.tryLock(true);
      await users.lock(false);
      return [shared, await runningServer(cluster, shared)] as const;
    });
  } catch (error) {
    users.close();
    throw error;
  }
  const milliseconds = Math.round(performance.now() - began);
  log({
    level: "info",
    message: shared ? "database shared" : "database started",
    pid,
    milliseconds,
  });

  const watch = new AbortController();
  const watching = keepRunning(cluster, pid, { log, onRestart }, watch.signal);
  let stopping: Promise<void> | undefined;
  return {
    connection: { host: cluster.socketFolder, port, user: databaseUser, database: databaseName },
    shared,
    stop: () => stopping ??= leave(cluster, users, watching, watch),
  };
}

/**
 * The pid of the server, started when it does not run. Only in turn.
 * @param adopt whether a server that runs already is in use; else it is an orphan.
 */
async function runningServer(cluster: Cluster, adopt: boolean): Promise<number> {
  const running = await findPostmaster(cluster);
  if (running && adopt) {
    await waitUntilReady(cluster, running);
    return running;
  }
  if (running) await stopServer(cluster);
  if (await answers(cluster)) {
    throw new EmbeddedError(
      `The database in ${cluster.path} is in use by a process that cannot be seen from here, ` +
        "as in another container. Let them share a PostgreSQL server with DATABASE_URL.",
    );
  }
  return await launch(cluster);
}

/** Watches the server until the signal, and brings it back when it has died. */
async function keepRunning(
  cluster: Cluster,
  pid: number,
  { log, onRestart }: Required<Pick<EmbeddedOptions, "log" | "onRestart">>,
  signal: AbortSignal,
) {
  let lastReason = "";
  while (await pause(watchEvery, signal)) {
    // Asking the server itself costs less than looking through all processes.
    if (await answers(cluster) || await isPostmaster(cluster, pid)) continue;
    const began = performance.now();
    try {
      // Never makes a new, empty database in the place of one that is gone.
      if (!await exists(cluster.path)) throw new EmbeddedError(`${cluster.path} is gone.`);
      pid = await inTurn(cluster, () => runningServer(cluster, true));
      const milliseconds = Math.round(performance.now() - began);
      log({ level: "warn", message: "database had died and is back", pid, milliseconds });
      onRestart();
      lastReason = "";
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (reason !== lastReason) log({ level: "error", message: reason });
      lastReason = reason;
    }
  }
}

/** False when the signal came. Does not keep the program running by itself. */
const pause = (milliseconds: number, signal: AbortSignal) =>
  delay(milliseconds, true, { ref: false, signal }).catch(() => false);

async function leave(
  cluster: Cluster,
  users: Deno.FsFile,
  watching: Promise<void>,
  watch: AbortController,
) {
  watch.abort();
  await watching;
  await inTurn(cluster, async () => {
    await users.unlock();
    if (await users.tryLock(true)) await stopServer(cluster);
    users.close();
  });
}

/** Does something with the server while no other process does. */
async function inTurn<T>(cluster: Cluster, action: () => Promise<T>): Promise<T> {
  using turn = await openLock(cluster, "turn.lock");
  for (const end = Date.now() + 60_000; !await turn.tryLock(true); await delay(10)) {
    if (Date.now() < end) continue;
    throw new EmbeddedError(
      `Another process has been starting or stopping the database in ${cluster.path} for a minute.`,
    );
  }
  return await action();
}

async function openLock({ folder, user }: Cluster, name: string): Promise<Deno.FsFile> {
  const path = join(folder, name);
  const file = await Deno.open(path, { create: true, write: true, mode: 0o600 });
  if (user) await Deno.chown(path, user.uid, user.gid);
  return file;
}
