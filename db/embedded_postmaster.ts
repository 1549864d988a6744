import { setTimeout as delay } from "node:timers/promises";
import { basename, join } from "node:path";
import { findBinaries } from "./embedded_binaries.ts";
import {
  type Cluster,
  complaint,
  giveToUser,
  here,
  prepareCluster,
  socketIn,
} from "./embedded_cluster.ts";
import { listProcesses, signalProcesses } from "./embedded_processes.ts";
import { commandAs, EmbeddedError, exists } from "./embedded_user.ts";

/** Makes the cluster when there is none yet, and starts it. Returns the postmaster's pid. */
export async function launch(cluster: Cluster): Promise<number> {
  await removeLeftovers(cluster);
  await giveToUser(cluster);
  const binaries = await findBinaries(cluster.user, cluster.folder);
  await prepareCluster(cluster, binaries);
  return await startPostmaster(cluster, binaries.postgres);
}

/** What a killed server leaves behind: processes that have not noticed yet, and its claims. */
async function removeLeftovers(cluster: Cluster) {
  await endProcesses(cluster, "SIGQUIT", 5_000);
  await endProcesses(cluster, "SIGKILL", 5_000);
  // Only now: the pid in these may be anyone's after a restart of the machine or a container,
  // and PostgreSQL would take that for a running server.
  const socket = socketIn(cluster.socketFolder);
  for (const file of [join(cluster.path, "postmaster.pid"), `${socket}.lock`, socket]) {
    await removeIfThere(file);
  }
}

const removeIfThere = (path: string) =>
  Deno.remove(path).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });

async function startPostmaster(cluster: Cluster, postgres: string): Promise<number> {
  const { path, socketFolder, user, settings } = cluster;
  const sockets = socketFolder === path ? here : socketFolder;
  const options = Object.entries({ ...settings, unix_socket_directories: sockets })
    .flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const started = Date.now();
  const command = await commandAs(user, path, postgres, ["-D", here, ...options], {
    // In a session of its own: Ctrl-C must not end the database before the app has finished.
    detached: true,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  });
  const child = command.spawn();
  let ended = false;
  child.status.then(() => ended = true);
  while (!await isReady(cluster, child.pid)) {
    if (ended) {
      const said = await new Response(child.stderr).text() + await logSince(cluster, started);
      throw new EmbeddedError(`The database in ${path} did not start: ${complaint(said, path)}`);
    }
    await delay(5);
  }
  await child.stderr.cancel();
  child.unref();
  return child.pid;
}

/** postmaster.pid holds the pid in its first line and the state in its eighth. */
async function isReady({ path }: Cluster, pid: number): Promise<boolean> {
  const text = await Deno.readTextFile(join(path, "postmaster.pid")).catch(() => "");
  const lines = text.split("\n");
  return lines[0] === `${pid}` && lines[7]?.trim() === "ready";
}

/** What the log of a server says that has written to it since `time` (ms since 1970). */
async function logSince({ path }: Cluster, time: number): Promise<string> {
  const folder = join(path, "log");
  if (!await exists(folder)) return "";
  let text = "";
  for await (const { name } of Deno.readDir(folder)) {
    const file = join(folder, name);
    const { mtime } = await Deno.stat(file);
    if (mtime && mtime.getTime() >= time) text += await Deno.readTextFile(file);
  }
  return text;
}

/** Waits until a server that another process has started answers. */
export async function waitUntilReady(cluster: Cluster, pid: number) {
  for (const end = Date.now() + 60_000; Date.now() < end; await delay(10)) {
    if (await isReady(cluster, pid) && await answers(cluster)) return;
  }
  throw new EmbeddedError(
    `The database in ${cluster.path} runs, but ${socketIn(cluster.socketFolder)} does not answer.`,
  );
}

/** Whether a server, possibly one that we cannot see, listens on the socket. */
export async function answers({ socketFolder }: Cluster): Promise<boolean> {
  try {
    (await Deno.connect({ transport: "unix", path: socketIn(socketFolder) })).close();
    return true;
  } catch {
    return false;
  }
}

/** Ends the server in order (running transactions are rolled back), however long it takes. */
export async function stopServer(cluster: Cluster) {
  const postmaster = await findPostmaster(cluster);
  if (postmaster) await signalProcesses([postmaster], "SIGINT");
  for (const end = Date.now() + 30_000; postmaster && Date.now() < end; await delay(5)) {
    if (!await isPostmaster(cluster, postmaster)) break;
  }
  await removeLeftovers(cluster);
  if (cluster.socketFolder !== cluster.path) await removeIfThere(cluster.socketFolder);
}

/** The pid of the cluster's running server. */
export async function findPostmaster(cluster: Cluster): Promise<number | undefined> {
  for (const [pid, args] of await listProcesses()) {
    if (isServerOf(cluster, args)) return pid;
  }
}

/** Whether that process is the cluster's server; a pid may be someone else's by now. */
export async function isPostmaster(cluster: Cluster, pid: number): Promise<boolean> {
  return isServerOf(cluster, (await listProcesses()).get(pid) ?? []);
}

const isServerOf = ({ id }: Cluster, [program, ...args]: string[]) =>
  basename(program ?? "") === "postgres" && args.includes(`cluster_name=${id}`);

/** All processes of the cluster: its server, and the children that carry its name in theirs. */
async function processesOf(cluster: Cluster): Promise<number[]> {
  return [...await listProcesses()]
    .filter(([, args]) => isChildOf(cluster, args) || isServerOf(cluster, args))
    .map(([pid]) => pid);
}

const isChildOf = ({ id }: Cluster, [program]: string[]) =>
  program?.startsWith(`postgres: ${id}: `) ?? false;

async function endProcesses(cluster: Cluster, how: Deno.Signal, milliseconds: number) {
  await signalProcesses(await processesOf(cluster), how);
  for (const end = Date.now() + milliseconds; Date.now() < end; await delay(10)) {
    if ((await processesOf(cluster)).length === 0) return;
  }
}
