import { dirname, join } from "node:path";
import type { Binaries } from "./embedded_binaries.ts";
import { commandAs, EmbeddedError, exists, findUser, type SystemUser } from "./embedded_user.ts";

/** One database cluster on disk, and how it is run. */
export interface Cluster {
  /** `<data>/postgres`. */
  folder: string;
  /** PostgreSQL's own data directory. */
  path: string;
  /**
   * Recognises the processes of this cluster among all others. Made of the folder's inode, so a
   * copied data folder has its own, even with a stale postmaster.pid in it.
   */
  id: string;
  socketFolder: string;
  /** The unprivileged user PostgreSQL runs as; undefined when that is ourselves. */
  user: SystemUser | undefined;
  settings: Record<string, string>;
}

/** The socket lies in a private folder of its own, so its port is only a name. */
export const port = 5432;
/** Owns the database; may make other databases, and nothing else. */
export const databaseUser = "schoolbel";
export const databaseName = "schoolbel";

const majorVersion = "18";
/** What PostgreSQL calls the folder it is started in: see commandAs. */
export const here = "/proc/self/cwd";
/** sun_path of unix(7) holds 108 bytes, the last of which is zero. */
const longestSocketPath = 107;

const settings = {
  listen_addresses: "",
  port: `${port}`,
  unix_socket_permissions: "0700",
  // For a small server that runs the app too.
  max_connections: "60",
  shared_buffers: "64MB",
  max_wal_size: "256MB",
  jit: "off",
  // Parallel queries need /dev/shm, of which a container has little.
  max_parallel_workers_per_gather: "0",
  max_logical_replication_workers: "0",
  fsync: "on",
  synchronous_commit: "on",
  timezone: "UTC",
  // Seven files, one per weekday. An error may quote what was typed, so errors, details and
  // statements stay out of the log; the app reports its own.
  log_timezone: "UTC",
  logging_collector: "on",
  log_directory: "log",
  log_filename: "postgresql-%u.log",
  log_rotation_age: "1d",
  log_rotation_size: "0",
  log_truncate_on_rotation: "on",
  log_min_messages: "log",
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
  log_statement: "none",
  log_checkpoints: "off",
};

/** Describes the cluster in a data folder, making the folder when it is not there. */
export async function describeCluster(
  dataDir: string,
  ownSettings: Record<string, string>,
): Promise<Cluster> {
  await Deno.mkdir(dataDir, { recursive: true });
  const folder = join(await Deno.realPath(dataDir), "postgres");
  await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, "cluster");
  const { dev, ino } = await Deno.stat(folder);
  const id = `schoolbel-${dev.toString(36)}-${(ino ?? 0).toString(36)}`;
  return {
    folder,
    path,
    id,
    socketFolder: socketFits(path) ? path : `/tmp/${id}`,
    user: Deno.uid() === 0 ? await unprivilegedUser(dirname(folder), path) : undefined,
    settings: { ...settings, cluster_name: id, ...ownSettings },
  };
}

/** Who PostgreSQL runs as when we are root: who owns the cluster, or the data folder, or nobody. */
async function unprivilegedUser(dataDir: string, path: string): Promise<SystemUser> {
  const cluster = await exists(path) ? await Deno.stat(path) : undefined;
  if (cluster?.uid) return { ...await findUser(cluster.uid), uid: cluster.uid, gid: cluster.gid! };
  const { uid } = await Deno.stat(dataDir);
  const user = uid ? await findUser(uid) : undefined;
  const unprivileged = user ?? await findUser("nobody");
  if (unprivileged) return unprivileged;
  throw new EmbeddedError(
    "PostgreSQL does not run as root, and this machine has no user nobody. " +
      `Let ${dataDir} be owned by an ordinary user.`,
  );
}

/** Whether the path of a socket in that folder is short enough for the kernel. */
export const socketFits = (folder: string) =>
  new TextEncoder().encode(socketIn(folder)).length <= longestSocketPath;

/** The path of the socket in a folder. */
export const socketIn = (folder: string) => join(folder, `.s.PGSQL.${port}`);

/** Makes the cluster when there is none yet, and readies it for a start. */
export async function prepareCluster(cluster: Cluster, { initdb, postgres }: Binaries) {
  if (!await exists(cluster.path)) await createCluster(cluster, initdb, postgres);
  await checkVersion(cluster);
  await writeAccessRules(cluster);
  await makeSocketFolder(cluster);
}

/** Root made the folder, or copied it from elsewhere: it becomes the server's user's. */
export async function giveToUser({ user, folder, path }: Cluster) {
  if (!user) return;
  const owners = [await Deno.stat(folder), ...await exists(path) ? [await Deno.stat(path)] : []];
  if (owners.every(({ uid }) => uid === user.uid)) return;
  await new Deno.Command("chown", { args: ["-R", `${user.uid}:${user.gid}`, folder] }).output();
}

/** Made under another name first: a half cluster never gets the real name. */
async function createCluster(cluster: Cluster, initdb: string, postgres: string) {
  const half = join(cluster.folder, "cluster.new");
  if (await exists(half)) await Deno.remove(half, { recursive: true });
  await makePrivateFolder(half, cluster.user);
  await run(cluster, half, initdb, [
    `--pgdata=${here}`,
    "--username=postgres",
    "--auth=reject",
    "--encoding=UTF8",
    // Independent of the machine's own locales and their updates; names are sorted by "nl-x-icu".
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--data-checksums",
    ...cluster.settings.fsync === "off" ? ["--no-sync"] : [],
  ]);
  // The database that initdb has made gets our name: making another one takes 0.2 s more.
  await run(
    cluster,
    half,
    postgres,
    ["--single", "-D", here, "-c", `fsync=${cluster.settings.fsync}`, "template1"],
    `create role ${databaseUser} login createdb\n` +
      `alter database postgres rename to ${databaseName}\n` +
      `alter database ${databaseName} owner to ${databaseUser}\n`,
  );
  await Deno.rename(half, cluster.path);
  using parent = await Deno.open(cluster.folder);
  await parent.sync();
}

async function run(
  { user, path }: Cluster,
  folder: string,
  program: string,
  args: string[],
  input = "",
) {
  const command = await commandAs(user, folder, program, args, {
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
  });
  const child = command.spawn();
  // A program that fails before it has read this says why itself.
  await new Blob([input]).stream().pipeTo(child.stdin).catch(() => {});
  const { success, stderr } = await child.output();
  const said = new TextDecoder().decode(stderr);
  // Single-user mode goes on after an error and ends well.
  if (success && !/ (ERROR|FATAL|PANIC): /.test(said)) return;
  throw new EmbeddedError(`The database in ${path} could not be made: ${complaint(said, path)}`);
}

async function makePrivateFolder(path: string, user: SystemUser | undefined) {
  await Deno.mkdir(path, { mode: 0o700 });
  if (user) await Deno.chown(path, user.uid, user.gid);
}

async function checkVersion({ path }: Cluster) {
  const version = await Deno.readTextFile(join(path, "PG_VERSION")).catch(() => "");
  if (version.trim() === majorVersion) return;
  throw new EmbeddedError(
    version
      ? `${path} was made by PostgreSQL ${version.trim()}, and Schoolbel brings ${majorVersion}.`
      : `${path} is not a database folder, or a damaged one: PG_VERSION is missing.`,
  );
}

/**
 * Who may connect: the kernel tells PostgreSQL which user is at the other end of the socket
 * (`peer`), so there is no password to keep, lose or leak. Allowed are root, who can read the
 * files anyway, and the user who owns the cluster. Not `nobody`, though: other services may run
 * as nobody too, and when root drops to it, it is root who connects. The socket's folder is
 * closed to everybody else on top of that. The superuser cannot connect at all.
 */
async function writeAccessRules({ path, user }: Cluster) {
  const owner = (user ?? await ourselves()).name;
  const allowed = ["root", ...owner && owner !== "nobody" && owner !== "root" ? [owner] : []];
  await Deno.writeTextFile(
    join(path, "pg_hba.conf"),
    `local all ${databaseUser} peer map=schoolbel\n`,
  );
  await Deno.writeTextFile(
    join(path, "pg_ident.conf"),
    allowed.map((name) => `schoolbel "${name}" ${databaseUser}\n`).join(""),
  );
}

async function ourselves(): Promise<SystemUser> {
  const user = await findUser(Deno.uid()!);
  if (user) return user;
  throw new EmbeddedError(
    `PostgreSQL needs a user with a name, and user ${Deno.uid()} of this machine has none.`,
  );
}

/** The folder in /tmp has a name that others can know, so it must be found to be ours. */
async function makeSocketFolder({ socketFolder, path, user }: Cluster) {
  if (socketFolder === path) return;
  if (!await exists(socketFolder)) await makePrivateFolder(socketFolder, user);
  const { isDirectory, uid, mode } = await Deno.lstat(socketFolder);
  if (isDirectory && uid === (user?.uid ?? Deno.uid()) && (mode! & 0o77) === 0) return;
  throw new EmbeddedError(`${socketFolder} is in the way: the database's socket belongs there.`);
}

/** The last complaint in what PostgreSQL said, as one line. */
export function complaint(said: string, path: string): string {
  const complaints = [...said.matchAll(/(?:error|FATAL|PANIC|ERROR):\s+(.+)/g)];
  const line = complaints.at(-1)?.[1] ?? said.trim().split("\n").at(-1) ?? "";
  return line.replaceAll(here, path) || "it ended without a word.";
}
