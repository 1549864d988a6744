import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { readConfig } from "../config.ts";
import { connect, type Connection } from "../db/connection.ts";
import { type EmbeddedServer, startEmbedded } from "../db/embedded.ts";
import { migrate, migrations, SchemaTooNew } from "../db/migrate.ts";
import { silentLog } from "../web/log.ts";
import { CannotOpen, type KeepAll, openHouse } from "../web/open.ts";

let dataDir: string;
let server: EmbeddedServer;
let connection: Connection;

/** The server runs throughout, so that opening and closing the house costs little. */
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "schoolbel-update-"));
  server = await startEmbedded({ dataDir, settings: { fsync: "off" } });
  connection = connect(server.connection, 2);
}, 60_000);
beforeEach(async () => {
  await connection.pool.unsafe("drop schema public cascade; create schema public").simple();
  await rm(join(dataDir, "backups"), { recursive: true, force: true });
  await (await open()).close();
});
afterAll(async () => {
  await connection.close();
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const newer = { name: "9999_newer", up: sql`create table newer (id integer)` };
const backups = () => readdir(join(dataDir, "backups")).catch(() => []);

const nothingToBackUp: KeepAll = () => Promise.reject(new Error("nothing to back up"));

/** The house as the program of today, or of tomorrow, opens it. */
function open(known = migrations, keepAll: KeepAll | undefined = nothingToBackUp) {
  const { config } = readConfig(["--data", dataDir], {});
  return openHouse(config, { log: silentLog, known, keepAll });
}

async function names(): Promise<string[]> {
  const rows = await connection.pool.unsafe<{ name: string }[]>(
    "select name from migrations order by name",
  );
  return rows.map(({ name }) => name);
}

async function has(table: string): Promise<boolean> {
  const [row] = await connection.pool.unsafe("select to_regclass($1) as found", [table]);
  return row!.found !== null;
}

/** A newer program in a process of its own, whose update takes some seconds. */
function update(seconds: number) {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", resolve(import.meta.dirname!, "update_process.ts"), dataDir, `${seconds}`],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

test(
  "a new house is made without a backup; a newer program backs it up before it changes it",
  async () => {
    const seen: boolean[] = [];
    expect(await backups()).toEqual([]);
    const second = await open([...migrations, newer], async (_house, path) => {
      seen.push(await has("newer"));
      await Deno.writeTextFile(path, "all there is");
    });
    await second.close();
    expect(seen).toEqual([false]);
    expect(await backups()).toEqual([
      expect.stringMatching(/^before-9999_newer-20\d\d-\d\d-\d\dT/),
    ]);
    expect(await names()).toEqual([...migrations.map(({ name }) => name), "9999_newer"]);
    await (await open([...migrations, newer])).close();
    expect(await backups()).toHaveLength(1);
  },
  60_000,
);

test(
  "of the backups before updates the last five stay, and one made by hand is nobody's to remove",
  async () => {
    const old = [1, 2, 3, 4, 5, 6].map((n) =>
      `before-000${n}_older-2026-0${n}-01T120000.schoolbel`
    );
    const folder = join(dataDir, "backups");
    await Deno.mkdir(folder, { recursive: true });
    for (const name of [...old, "by-hand.schoolbel"]) {
      await Deno.writeTextFile(
        join(folder, name),
        "",
      );
    }
    await (await open([...migrations, newer], (_house, path) => Deno.writeTextFile(path, "")))
      .close();
    expect((await backups()).sort()).toEqual([
      ...old.slice(2),
      expect.stringMatching(/^before-9999_newer/),
      "by-hand.schoolbel",
    ]);
  },
  60_000,
);

test("an update whose backup cannot be written changes nothing, and says what to do", async () => {
  const full: KeepAll = () => Promise.reject(new Error("ENOSPC: no space left on device"));
  const refused = await open([...migrations, newer], full).catch((error) => error);
  expect(refused).toBeInstanceOf(CannotOpen);
  expect(refused.message).toMatch(/^The backup .*no space left.*--no-backup\.$/);
  expect(await has("newer")).toBe(false);
  expect(await names()).not.toContain("9999_newer");
}, 60_000);

test(
  "an older program refuses the data of a newer one in one line, and leaves it alone",
  async () => {
    await (await open([...migrations, newer], () => Promise.resolve())).close();
    const refused = await open().catch((error) => error);
    expect(refused).toBeInstanceOf(CannotOpen);
    expect(refused.message).toMatch(/^This data was written by a newer Schoolbel .9999_newer.*\.$/);
    await expect(migrate(connection.db)).rejects.toThrow(SchemaTooNew);
    expect(await names()).toContain("9999_newer");
  },
  60_000,
);

test("of two migrations the second of which fails, neither has happened", async () => {
  const failing = { name: "9999_wrong", up: sql`create table other (id nonsense)` };
  const fine = { ...newer, name: "9998_newer" };
  await expect(open([...migrations, fine, failing], () => Promise.resolve())).rejects.toThrow(
    /nonsense/,
  );
  expect(await has("newer")).toBe(false);
  expect(await names()).toEqual(migrations.map(({ name }) => name));
}, 60_000);

test(
  "killed in the middle of an update, everything is as it was, and the next start finishes it",
  async () => {
    await (await open()).close();
    const halfway = update(3);
    const busy =
      "select 1 from pg_stat_activity where state = 'active' and query like '%half_done%'" +
      " and pid <> pg_backend_pid()";
    while ((await connection.pool.unsafe(busy)).length === 0) await delay(20);
    halfway.kill("SIGKILL");
    expect((await halfway.output()).signal).toBe("SIGKILL");

    await (await open()).close(); // the older program still starts
    expect(await has("half_done")).toBe(false);
    expect(await names()).toEqual(migrations.map(({ name }) => name));
    expect(await backups()).toHaveLength(1);

    expect((await update(0).output()).code).toBe(0);
    expect(await has("half_done")).toBe(true);
  },
  60_000,
);

test("two newer programs that start at once take turns: one backup, one update", async () => {
  const ends = await Promise.all([update(0).output(), update(0).output()]);
  expect(ends.map(({ stdout }) => new TextDecoder().decode(stdout))).toEqual(["open\n", "open\n"]);
  expect(await backups()).toHaveLength(1);
  expect(await names()).toEqual([...migrations.map(({ name }) => name), "9999_newer"]);
}, 60_000);

test("the backup before an update leads back to the older program", async () => {
  expect((await update(0).output()).code).toBe(0);
  const place = join(dataDir, "restored");
  const backup = join(dataDir, "backups", (await backups())[0]!);
  const restored = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "main.ts", "restore", backup, "--data", place],
    cwd: resolve(import.meta.dirname!, ".."),
    stderr: "inherit",
  }).output();
  expect(restored.code).toBe(0);
  const { config } = readConfig(["--data", place], {});
  const { house, close } = await openHouse(config, { log: silentLog });
  const rows = await sql<{ name: string }>`select name from migrations order by name`
    .execute(house.db);
  await close();
  expect(rows.rows.map(({ name }) => name)).toEqual(migrations.map(({ name }) => name));
}, 60_000);
