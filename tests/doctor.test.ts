import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { readConfig } from "../config.ts";
import type { Check } from "../commands/doctor/check.ts";
import {
  checkBackups,
  checkCertificate,
  checkMail,
  checkRights,
  checkRoom,
} from "../commands/doctor/around.ts";
import { checkClock, checkDeliveries, checkSchema } from "../commands/doctor/database.ts";
import { checkFiles } from "../commands/doctor/files.ts";
import { folderStore } from "../db/file_store.ts";
import { runCommand } from "./support/command.ts";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import { openMailServer } from "./support/mail_server.ts";

let school: TestHouse;
let folder: string;
let env: Record<string, string>;
beforeAll(async () => {
  school = await openTestHouse();
  folder = await mkdtemp(join(tmpdir(), "schoolbel-doctor-"));
  const { host, user } = inject("database");
  const [row] = await school.house.pool.unsafe<{ name: string }[]>(
    "select current_database() as name",
  );
  env = { DATABASE_URL: `postgres:///${row!.name}`, PGHOST: host, PGUSER: user };
});
afterAll(async () => {
  await school?.close();
  await rm(folder, { recursive: true, force: true });
});

const configOf = (...args: string[]) => readConfig(["--data", folder, ...args], {}).config;
const wholly = { quick: false, progress: () => {} };

test("whoever asks the doctor reads what is well and what to do, and a problem ends with 1", async () => {
  const { code, out, said } = await runCommand(["doctor", "--data", folder, "--json"], env);
  expect(said).toBe("");
  expect(code).toBe(1); // the pictures of this database lie elsewhere
  const { ok, checks } = JSON.parse(out) as { ok: boolean; checks: Check[] };
  expect(ok).toBe(false);
  const states = Object.fromEntries(checks.map(({ subject, state }) => [subject, state]));
  expect(states).toMatchObject({ database: "ok", schema: "ok", clock: "ok", files: "problem" });
  expect(checks.filter(({ state, todo }) => state !== "ok" && !todo)).toEqual([]);

  const table = await runCommand(["doctor", "--data", folder, "--quick"], env);
  expect(table.out).toMatch(/^ok +database +PostgreSQL 18/);
  expect(table.out).not.toContain("regenton");
});

test("asking after a place where nothing is makes nothing there", async () => {
  const nowhere = join(folder, "nowhere");
  const { code, out } = await runCommand(["doctor", "--data", nowhere]);
  expect(code).toBe(1);
  expect(out).toContain("there is none in");
  expect(await readdir(folder)).not.toContain("nowhere");
});

test("a database that does not answer is a problem, not a crash", async () => {
  const away = { DATABASE_URL: "postgres://a:secret@127.0.0.1:1/x" };
  const { code, out } = await runCommand(["doctor", "--data", folder], away);
  expect(code).toBe(1);
  expect(out).toContain("127.0.0.1:1");
  expect(out).not.toContain("secret");
});

test("every file is held against its hash: one lost and one damaged are found", async () => {
  const { house } = school;
  const copy = folderStore(join(folder, "files"));
  const hashes = await house.pool.unsafe<{ hash: string }[]>(
    "select hash from files union select hash from file_variants order by 1",
  );
  for (const { hash } of hashes) await copy.put((await house.files.get(hash))!);
  expect(await checkFiles(house.pool, copy, wholly)).toMatchObject({ state: "ok" });

  const [lost, damaged] = hashes.map(({ hash }) => join(folder, "files", hash.slice(0, 2), hash));
  await rm(lost!);
  await writeFile(damaged!, "not what it was");
  expect(await checkFiles(house.pool, copy, wholly)).toMatchObject({
    state: "problem",
    found: `1 missing and 1 damaged of ${hashes.length}`,
  });
});

test("mails that wait for hours and mails that failed are told apart", async () => {
  const { pool } = school.house;
  const now = new Date("2027-03-01T12:00:00Z");
  await pool.unsafe("delete from deliveries");
  expect(await checkDeliveries(pool, now)).toMatchObject({ state: "ok" });
  const add = (state: string, address: string, at: string) =>
    pool.unsafe(
      `insert into deliveries (school_id, kind, cause, address, state, due_at, created_at)
       select id, 'urgent', $1, $2, $3, $4, $4 from schools limit 1`,
      [`test:${address}`, address, state, at],
    );
  await add("failed", "a@example.org", "2027-02-28T12:00:00Z");
  expect(await checkDeliveries(pool, now)).toMatchObject({ state: "warning" });
  await add("due", "b@example.org", "2027-03-01T10:00:00Z");
  expect(await checkDeliveries(pool, now)).toMatchObject({ state: "problem" });
});

test("a schema of a newer version is a problem", async () => {
  const { pool } = school.house;
  expect((await checkSchema(pool)).check.state).toBe("ok");
  await pool.unsafe("insert into migrations (name) values ('9999_future')");
  expect((await checkSchema(pool)).check).toMatchObject({ state: "problem" });
  await pool.unsafe("delete from migrations where name = '9999_future'");
});

test("a school in a time zone that is none is a problem", async () => {
  const { pool } = school.house;
  await pool.unsafe("update schools set time_zone = 'Europe/Regenton'");
  expect(await checkClock(pool, new Date(), true)).toMatchObject({ state: "problem" });
  await pool.unsafe("update schools set time_zone = 'Europe/Amsterdam'");
  expect(await checkClock(pool, new Date(), true)).toMatchObject({ state: "ok" });
});

test("a mail server is tried, and one that is not there is a problem", async () => {
  const server = await openMailServer();
  expect(await checkMail(configOf("--smtp-url", server.url))).toMatchObject({ state: "ok" });
  await server.close();
  const away = await checkMail(configOf("--smtp-url", "smtp://me:secret@127.0.0.1:1"));
  expect(away).toMatchObject({ state: "problem" });
  expect(JSON.stringify(away)).not.toContain("secret");
  expect(await checkMail(configOf())).toMatchObject({ state: "warning" });
});

test("the age of the newest backup counts", async () => {
  const backups = join(folder, "nights");
  await Deno.mkdir(backups);
  const config = configOf("--backup-dir", backups);
  const now = new Date("2026-11-22T12:00:00Z");
  expect(await checkBackups(config, now)).toMatchObject({ state: "warning", found: "none" });
  const path = join(backups, "night-2026-11-22.schoolbel");
  await writeFile(path, "");
  for (
    const [day, state] of [["2026-11-22", "ok"], ["2026-11-18", "warning"], [
      "2026-11-01",
      "problem",
    ]]
  ) {
    await utimes(path, new Date(`${day}T02:00:00Z`), new Date(`${day}T02:00:00Z`));
    expect(await checkBackups(config, now), day).toMatchObject({ state });
  }
});

test("a data folder that others can read is told", async () => {
  const open = join(folder, "open");
  await Deno.mkdir(join(open, "files"), { recursive: true });
  await Deno.chmod(open, 0o755);
  await Deno.chmod(join(open, "files"), 0o755);
  const config = readConfig(["--data", open], {}).config;
  expect(await checkRights(config)).toMatchObject({ state: "warning" });
  await Deno.chmod(open, 0o700);
  expect(await checkRights(config)).toMatchObject({ state: "ok" });
  expect(await checkRoom(readConfig(["--data", join(open, "gone")], {}).config))
    .toMatchObject([{ state: "problem" }]);
});

test("a certificate that cannot be read is a problem, and none at all is nothing", async () => {
  const now = new Date();
  expect(await checkCertificate(configOf(), now)).toBeUndefined();
  const config = configOf("--tls-cert", "/nowhere.crt", "--tls-key", "/nowhere.key");
  expect(await checkCertificate(config, now)).toMatchObject({ state: "problem" });
});
