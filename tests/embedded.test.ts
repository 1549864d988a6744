import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { connect } from "../db/connection.ts";
import { EmbeddedError, type EmbeddedServer, startEmbedded } from "../db/embedded.ts";

const quick = { fsync: "off" };
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A data folder that has been used before; making a database takes a second. */
let folder: string;
beforeAll(async () => {
  folder = await makeFolder();
  await (await startEmbedded({ dataDir: folder, settings: quick })).stop();
});
afterAll(() => Deno.remove(folder, { recursive: true }));

/** Closed to everybody else, as /root is. */
const makeFolder = () => Deno.makeTempDir({ prefix: "schoolbel-embedded-" });

async function emptyFolder(): Promise<string> {
  const folder = await makeFolder();
  cleanups.push(() => Deno.remove(folder, { recursive: true }));
  return folder;
}

async function start(dataDir: string, settings: Record<string, string> = quick) {
  const server = await startEmbedded({ dataDir, settings });
  cleanups.push(server.stop);
  return server;
}

function query(server: EmbeddedServer) {
  const { pool, close } = connect(server.connection, 2);
  cleanups.push(close);
  return pool;
}

/** Another process that uses the folder: see embedded_process.ts. */
async function startProcess(dataDir: string) {
  const script = join(import.meta.dirname!, "embedded_process.ts");
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", script, dataDir],
    detached: true,
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const output = process.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const line = async () => (await output.read()).value?.trim();
  cleanups.push(async () => {
    if (await Promise.race([process.status, delay(0)])) return;
    process.kill("SIGKILL");
    await process.status;
  });
  return { pid: process.pid, status: process.status, role: await line(), line };
}

const clusterOf = (dataDir: string) => join(dataDir, "postgres/cluster");

async function postmasterOf(dataDir: string): Promise<number> {
  const text = await Deno.readTextFile(join(clusterOf(dataDir), "postmaster.pid"));
  return parseInt(text);
}

/** A zombie, which nobody has looked after yet, has no command line any more. */
const runs = async (pid: number) =>
  await Deno.readTextFile(`/proc/${pid}/cmdline`).catch(() => "") !== "";

const isThere = (path: string) => Deno.lstat(path).then(() => true, () => false);

/** Kills PostgreSQL as a lack of memory would, and waits until another one is in its place. */
async function killPostgres(dataDir: string) {
  const killed = await postmasterOf(dataDir);
  Deno.kill(killed, "SIGKILL");
  await expect.poll(() => postmasterOf(dataDir).catch(() => killed), { timeout: 10_000 })
    .not.toBe(killed);
}

/** Tries until it works, as a pool that reconnects does; under load it takes a while. */
async function soon<T>(attempt: () => Promise<T>): Promise<T> {
  for (const end = Date.now() + 10_000;; await delay(50)) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

test("a new data folder gets a safe database that sorts Dutch names", async () => {
  const sql = query(await start(await emptyFolder(), {}));
  const settings = await sql<{ name: string; setting: string }[]>`
    select name, setting from pg_settings where name in
      ('server_version_num', 'data_checksums', 'fsync', 'synchronous_commit', 'listen_addresses',
       'server_encoding', 'jit', 'TimeZone')`;
  expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toMatchObject({
    server_version_num: expect.stringMatching(/^18/),
    data_checksums: "on",
    fsync: "on",
    synchronous_commit: "on",
    listen_addresses: "",
    server_encoding: "UTF8",
    jit: "off",
    TimeZone: "UTC",
  });
  const names = await sql`
    select name from unnest(array['Zoë', 'van Dam', 'Émile', 'aafke', 'Özlem']) as name
    order by name collate "nl-x-icu"`;
  expect(names.map(({ name }) => name)).toEqual(["aafke", "Émile", "Özlem", "van Dam", "Zoë"]);
});

test.runIf(Deno.uid() === 0)(
  "started by root in a folder closed to others, PostgreSQL runs as somebody else",
  async () => {
    const sql = query(await start(folder));
    expect(await sql`select 1 as one`).toMatchObject([{ one: 1 }]);
    expect((await Deno.stat(`/proc/${await postmasterOf(folder)}`)).uid).toBeGreaterThan(0);
  },
);

test("nobody connects as the database's superuser", async () => {
  const server = await start(folder);
  const asSuperuser = { ...server, connection: { ...server.connection, user: "postgres" } };
  await expect(query(asSuperuser)`select 1`).rejects.toThrow(/pg_hba.conf/);
});

test("the database's log holds nothing of what people typed", async () => {
  const sql = query(await start(folder));
  await sql`create table if not exists people (name text primary key, age int)`;
  const name = "Sanne Voorbeeld";
  await expect(sql`insert into people (name) values (${name}), (${name})`).rejects.toThrow();
  await expect(sql.unsafe(`select '${name}'::int`)).rejects.toThrow(name);
  let log = "";
  for await (const file of Deno.readDir(join(clusterOf(folder), "log"))) {
    log += await Deno.readTextFile(join(clusterOf(folder), "log", file.name));
  }
  expect(log).toContain("ready to accept connections");
  expect(log).not.toContain(name);
});

test("what was saved is there after PostgreSQL is killed, and it comes back by itself", async () => {
  const sql = query(await start(folder, {}));
  await sql`create table letters (text text)`;
  await sql`insert into letters values ('saved')`;
  await killPostgres(folder);
  expect(await soon(() => sql`select text from letters`)).toMatchObject([{ text: "saved" }]);
});

test("a database whose app was killed is found again at the next start", async () => {
  const app = await startProcess(folder);
  const orphan = await postmasterOf(folder);
  Deno.kill(app.pid, "SIGKILL");
  await app.status;
  expect(await runs(orphan)).toBe(true);

  const server = await start(folder);
  expect(server.shared).toBe(false);
  expect(await query(server)`select 1 as one`).toMatchObject([{ one: 1 }]);
  expect(await runs(orphan)).toBe(false);
});

test("a second process shares the database, and keeps it when the first one leaves", async () => {
  const first = await startProcess(folder);
  expect(first.role).toBe("started");
  const second = await start(folder);
  expect(second.shared).toBe(true);
  const sql = query(second);
  const postmaster = await postmasterOf(folder);

  Deno.kill(first.pid, "SIGTERM");
  await first.status;
  expect(await sql`select 1 as one`).toMatchObject([{ one: 1 }]);
  expect(await postmasterOf(folder)).toBe(postmaster);

  await killPostgres(folder);
  expect(await soon(() => sql`select 1 as one`)).toMatchObject([{ one: 1 }]);
});

test("three that start at once in a new folder use one database", async () => {
  const folder = await emptyFolder();
  const servers = await Promise.all([start(folder), start(folder), start(folder)]);
  expect(servers.filter(({ shared }) => !shared)).toHaveLength(1);
  for (const server of servers) {
    expect(await query(server)`select 1 as one`).toMatchObject([{ one: 1 }]);
  }
});

test("Ctrl-C does not end the database before the app has finished", async () => {
  const app = await startProcess(folder);
  // To the whole process group, as a terminal does.
  Deno.kill(-app.pid, "SIGINT");
  expect(await app.line()).toBe("served to the end");
  expect((await app.status).code).toBe(0);
});

test("a data folder with a long path works, and stopping leaves nothing behind", async () => {
  const folder = join(await emptyFolder(), "a-folder-with-a-long-name-".repeat(6));
  const server = await start(folder);
  expect(await query(server)`select 1 as one`).toMatchObject([{ one: 1 }]);
  expect((await Deno.stat(server.connection.host)).mode! & 0o77).toBe(0);
  await server.stop();
  expect(await isThere(server.connection.host)).toBe(false);
});

test("stopping leaves no process and no socket", async () => {
  const server = await start(folder);
  const socket = join(server.connection.host, ".s.PGSQL.5432");
  const postmaster = await postmasterOf(folder);
  expect(await isThere(socket)).toBe(true);
  await server.stop();
  expect(await isThere(socket)).toBe(false);
  expect(await runs(postmaster)).toBe(false);
});

test("a data folder that is copied while in use is a database of its own", async () => {
  await start(folder);
  const copy = join(await emptyFolder(), "copy");
  await new Deno.Command("cp", { args: ["-r", folder, copy] }).output();
  const server = await start(copy);
  expect(server.shared).toBe(false);
  expect(await postmasterOf(copy)).not.toBe(await postmasterOf(folder));
});

test("a data folder that cannot be used is refused with one clear line", async () => {
  const refusal = async (dataDir: string) => {
    const error = await startEmbedded({ dataDir }).catch((error) => error);
    expect(error).toBeInstanceOf(EmbeddedError);
    expect(error.message).toContain(dataDir);
    expect(error.message).not.toContain("\n");
    return error.message;
  };
  const folder = await emptyFolder();
  const file = join(folder, "file");
  await Deno.writeTextFile(file, "not a folder");
  expect(await refusal(file)).toMatch(/not a directory|file exists/i);
  await refusal("/proc/schoolbel");

  await (await start(folder)).stop();
  await Deno.truncate(join(clusterOf(folder), "global/pg_control"));
  expect(await refusal(folder)).toMatch(/pg_control/);
  await Deno.writeTextFile(join(clusterOf(folder), "PG_VERSION"), "17\n");
  expect(await refusal(folder)).toMatch(/PostgreSQL 17/);
});
