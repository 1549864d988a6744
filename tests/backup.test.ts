import { randomUUID } from "node:crypto";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import type postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "../config.ts";
import { checkBackup } from "../db/backup/restore.ts";
import { listTables } from "../db/backup/tables.ts";
import { writeBackup } from "../db/backup/write.ts";
import { connect } from "../db/connection.ts";
import { migrate, migrations } from "../db/migrate.ts";
import { backUpTonight } from "../jobs/backup.ts";
import { createApp } from "../web/app.ts";
import { silentLog } from "../web/log.ts";
import { openHouse } from "../web/open.ts";
import { emptyDatabase, runCommand } from "./support/command.ts";
import { openTestHouse, password, type TestHouse } from "./support/house.ts";
import { Visitor } from "./support/visitor.ts";

let school: TestHouse;
let folder: string;
/** A backup of De Regenton, with a kept mail. */
let whole: string;
const now = new Date("2026-11-22T02:30:00Z");

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "schoolbel-backup-"));
  school = await openTestHouse();
  await school.visitor().post("/regenton/password/forgotten", {
    userName: "ouder@regenton.example",
  });
  await school.mails();
  await writeFile(join(school.house.mailDir, "d1-1.eml"), "Subject: test\r\n\r\nDag!\r\n");
  whole = join(folder, "whole.schoolbel");
  await writeBackup(school.house, whole, { now });
});
afterAll(async () => {
  await school?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Of each table, how many rows it has and a hash of all of them. */
async function contents(sql: postgres.Sql): Promise<Record<string, string>> {
  const tables: Record<string, string> = {};
  for (const { name } of await listTables(sql)) {
    const [row] = await sql.unsafe<{ hash: string }[]>(
      `select count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' order by t::text)), '') as hash
       from "${name}" t`,
    );
    tables[name] = row!.hash;
  }
  return tables;
}

const place = (name: string) => join(folder, name);
const isThere = (path: string) => Deno.lstat(path).then(() => true, () => false);

test(
  "what was backed up is restored elsewhere, to the last row and file, and one can sign in",
  async () => {
    const { house } = school;
    const dataDir = place("elsewhere");
    let atElsewhere: Record<string, string>;
    const restored = await runCommand(["restore", whole, "--data", dataDir]);
    expect(restored).toMatchObject({ code: 0, said: "" });

    const { config } = readConfig(["--data", dataDir, "--origin", "http://school.test"], {});
    const { house: other, close } = await openHouse(config, { log: silentLog });
    try {
      expect(await contents(other.pool)).toEqual(await contents(house.pool));
      const hashes = await house.pool.unsafe<{ hash: string }[]>(
        "select hash from files union select hash from file_variants",
      );
      expect(hashes.length).toBeGreaterThan(10);
      for (const { hash } of hashes) {
        expect(await other.files.get(hash)).toEqual(await house.files.get(hash));
      }
      expect(await readdir(other.mailDir)).toEqual(await readdir(house.mailDir));
      expect(await readFile(join(other.mailDir, "d1-1.eml"), "utf8")).toContain("Dag!");

      const visitor = new Visitor(createApp({ ...other, clock: school.clock }));
      const userName = await anyParent(house.pool);
      const answer = await visitor.post("/regenton/sign-in", { userName, password });
      expect(answer.status).toBe(303);
      await other.pool.unsafe(
        "insert into help_items (school_id, position, question, answer) values (1, 99, 'q', 'a')",
      );
      atElsewhere = await contents(other.pool);
    } finally {
      await close();
    }

    const server = await emptyDatabase();
    const back = place("back.schoolbel");
    expect(await runCommand(["backup", "--data", dataDir, "--out", back])).toMatchObject({
      code: 0,
    });
    const serverData = place("server-data");
    expect(await runCommand(["restore", back, "--data", serverData], server.env))
      .toMatchObject({ code: 0, said: "" });
    const { pool, close: closeServer } = connect(server.address, 2);
    expect(await contents(pool)).toEqual(atElsewhere);
    await closeServer();
    expect((await readdir(serverData)).sort()).toEqual(["files", "mail"]);
  },
  120_000,
);

test(
  "a restore that is killed half-way leaves nothing that starts, and can be done again",
  async () => {
    const dataDir = place("killed");
    const restoring = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "main.ts", "restore", whole, "--data", dataDir],
      cwd: join(import.meta.dirname!, ".."),
      stdout: "null",
      stderr: "null",
    }).spawn();
    await expect.poll(() => isThere(join(dataDir, ".restoring/files")), {
      timeout: 30_000,
      interval: 5,
    })
      .toBe(true);
    restoring.kill("SIGKILL");
    await restoring.status;
    const { config } = readConfig(["--data", dataDir], {});
    await expect(openHouse(config, { log: silentLog })).rejects.toThrow("broken off");
    expect(await runCommand(["restore", whole, "--data", dataDir])).toMatchObject({ code: 0 });
    expect((await readdir(dataDir)).sort()).toEqual(["files", "mail", "postgres"]);
  },
  90_000,
);

const anyParent = async (pool: postgres.Sql) =>
  (await pool.unsafe<{ user_name: string }[]>(
    `select a.user_name from accounts a join people p on p.account_id = a.id
     join guardianships g on g.person_id = p.id
     where a.activated_at is not null and p.blocked_at is null limit 1`,
  ))[0]!.user_name;

test("a backup made while people write holds one moment, whole", async () => {
  const { pool } = school.house;
  let writing = true;
  let written = 0;
  const write = async () => {
    while (writing) {
      // Each in one transaction, in tables that come early and late in a backup.
      await pool.begin(async (sql) => {
        const [{ id } = { id: 0 }] = await sql.unsafe<{ id: number }[]>(
          "insert into accounts (user_name, email) values ($1, 'x') returning id",
          [`${randomUUID()}@load.example`],
        );
        await sql.unsafe(
          "insert into throttles (key, tries, last_try_at, open_at) values ($1, 1, now(), now())",
          [`load:${id}`],
        );
      });
      written++;
    }
  };
  const writers = [write(), write()];
  const path = place("load.schoolbel");
  const before = written;
  await writeBackup(school.house, path, { now });
  writing = false;
  await Promise.all(writers);
  expect(written).toBeGreaterThan(before);

  const target = await emptyDatabase();
  const restored = await runCommand(["restore", path, "--data", place("load")], target.env);
  expect(restored).toMatchObject({ code: 0, said: "" });
  const { pool: copy, close } = connect(target.address, 1);
  const [row] = await copy.unsafe<{ accounts: number; throttles: number; next: boolean }[]>(`
    select (select count(*)::int from accounts where user_name like '%@load.example') as accounts,
      (select count(*)::int from throttles where key like 'load:%') as throttles`);
  expect(row!.accounts).toBe(row!.throttles);
  // A new row gets a number that none has.
  await copy.unsafe("insert into accounts (user_name, email) values ('new@load.example', 'x')");
  await close();
}, 60_000);

test("of two backups at once the second is refused, and leaves nothing", async () => {
  const [a, b] = [place("at-once-a.schoolbel"), place("at-once-b.schoolbel")];
  const ends = await Promise.allSettled(
    [a, b].map((path) => writeBackup(school.house, path, { now })),
  );
  expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect([await isThere(a), await isThere(b)].filter(Boolean)).toHaveLength(1);
  expect((await readdir(folder)).filter((name) => name.startsWith("."))).toEqual([]);
});

test("an encrypted backup opens with its key, and with no other", async () => {
  const path = place("secret.schoolbel");
  const key = "een lange zin die niemand raadt";
  await writeBackup(school.house, path, { now, key });
  expect(await readFile(path, "latin1")).toMatch(/^age-encryption\.org\/v1/);
  expect(await readFile(path, "latin1")).not.toContain("regenton");
  await expect(checkBackup(path, {})).rejects.toThrow("is encrypted");
  await expect(checkBackup(path, { key: key + "!" })).rejects.toThrow("does not fit");
  await checkBackup(path, { key });
});

test("who can make backups for an age key cannot read them; who has its secret key can", async () => {
  const secret = await generateX25519Identity();
  const recipient = await identityToRecipient(secret);
  const path = place("age.schoolbel");
  await writeBackup(school.house, path, { now, key: recipient });
  await expect(checkBackup(path, { key: recipient })).rejects.toThrow("can only encrypt");
  await expect(checkBackup(path, { key: await generateX25519Identity() })).rejects.toThrow("fit");
  await checkBackup(path, { key: secret });
});

test.each(["kort", "age1onzin", "AGE-SECRET-KEY-1ONZIN"])(
  "the key %s is refused before anything is written",
  async (key) => {
    const path = place("no-key.schoolbel");
    await expect(writeBackup(school.house, path, { now, key })).rejects.toThrow(/key/);
    expect(await isThere(path)).toBe(false);
  },
);

test("a backup with one damaged byte, wherever it is, is refused", async () => {
  const bytes = await readFile(whole);
  const path = place("damaged.schoolbel");
  for (const share of [0, 0.001, 0.1, 0.37, 0.5, 0.9, 0.999, 1]) {
    const damaged = Buffer.from(bytes);
    const at = Math.floor(share * (bytes.length - 1));
    damaged[at] = damaged[at]! ^ 0x40;
    await writeFile(path, damaged);
    await expect(checkBackup(path, {}), `byte ${at}`).rejects.toThrow(/damaged|not a backup/);
  }
});

test.each([0, 10, 0.3, 0.9, -1])("a backup that was cut off (%d) is refused", async (end) => {
  const bytes = await readFile(whole);
  const path = place("cut.schoolbel");
  const length = Math.abs(end) < 1 ? Math.floor(end * bytes.length) : end;
  await writeFile(path, bytes.subarray(0, length));
  await expect(checkBackup(path, {})).rejects.toThrow(/cut off|not a backup/);
});

test("a damaged backup leaves the place as it was, and says so in one line", async () => {
  const bytes = await readFile(whole);
  const path = place("refused.schoolbel");
  await writeFile(path, bytes.subarray(0, bytes.length >> 1));
  const dataDir = place("untouched");
  const { code, said } = await runCommand(["restore", path, "--data", dataDir]);
  expect(code).toBe(1);
  expect(said.trim().split("\n")).toHaveLength(1);
  expect(said).toContain("cut off");
  expect(await isThere(dataDir)).toBe(false);
});

test("a place that is in use is not restored into", async () => {
  const server = await emptyDatabase();
  const { pool, close } = connect(server.address, 1);
  await pool.unsafe("create table mine (note text)");
  const dataDir = place("server-in-use");
  const { code, said } = await runCommand(["restore", whole, "--data", dataDir], server.env);
  expect(code).toBe(1);
  expect(said).toMatch(/^The database is not empty/);
  expect(Object.keys(await contents(pool))).toEqual(["mine"]);
  expect(await isThere(join(dataDir, "files"))).toBe(false);
  await close();

  const used = place("used");
  await Deno.mkdir(join(used, "files/ab"), { recursive: true });
  expect((await runCommand(["restore", whole, "--data", used])).said).toContain("is not empty");
  expect(await readdir(used)).toEqual(["files"]);
}, 60_000);

test(
  "a backup of an older version is brought up to date, one of a newer version refused",
  async () => {
    const old = await emptyDatabase();
    const source = connect(old.address, 4);
    await migrate(source.db, { known: migrations.slice(0, 2) });
    await source.pool.unsafe(
      "insert into schools (short_name, name) values ('oud', 'Oude school')",
    );
    const path = place("old.schoolbel");
    await writeBackup({ ...school.house, pool: source.pool }, path, { now });

    const target = await emptyDatabase();
    expect(await runCommand(["restore", path, "--data", place("old")], target.env))
      .toMatchObject({ code: 0, said: "" });
    const copy = connect(target.address, 1);
    const names = await copy.pool.unsafe<{ name: string }[]>(
      "select name from migrations order by name",
    );
    expect(names.map(({ name }) => name)).toEqual(migrations.map(({ name }) => name));
    expect(await copy.pool.unsafe("select name from schools")).toMatchObject([{
      name: "Oude school",
    }]);
    await copy.close();

    await source.pool.unsafe("insert into migrations (name) values ('9999_future')");
    const future = place("future.schoolbel");
    await writeBackup({ ...school.house, pool: source.pool }, future, { now });
    await expect(checkBackup(future, {})).rejects.toThrow("newer Schoolbel");
    await source.close();
  },
  60_000,
);

test("a file that is missing or damaged is told, and does not stop the backup", async () => {
  const { house } = school;
  const [row] = await house.pool.unsafe<{ hash: string }[]>("select hash from files order by hash");
  const lost = row!.hash;
  const files = {
    ...house.files,
    get: (hash: string) => hash === lost ? Promise.resolve(undefined) : house.files.get(hash),
  };
  const path = place("missing.schoolbel");
  const made = await writeBackup({ ...house, files }, path, { now });
  expect(made.missing).toEqual([lost]);
  expect((await checkBackup(path, {})).manifest.missing).toEqual([lost]);
});

test("what is no backup, or not there, is refused in one line", async () => {
  const path = place("letter.txt");
  await writeFile(path, "Beste ouders,\n".repeat(100));
  await expect(checkBackup(path, {})).rejects.toThrow("not a backup");
  await expect(checkBackup(place("nowhere"), {})).rejects.toThrow("cannot be read");
  await copyFile(whole, place("copy.schoolbel"));
  const taken = await runCommand(["backup", "--data", place("elsewhere"), "--out", whole]);
  expect(taken).toMatchObject({
    code: 1,
    said: `${whole} is there already. Choose another name with --out.\n`,
  });
});

const small = await mountSmallDisk();
test.runIf(small)("a full disk leaves no half backup, and no half restore", async () => {
  const path = join(small!, "full.schoolbel");
  await expect(writeBackup(school.house, path, { now })).rejects.toThrow("no room");
  expect(await readdir(small!)).toEqual([]);
  // The connections are as good as before.
  await writeBackup(school.house, place("after-full.schoolbel"), { now });

  const dataDir = join(small!, "data");
  const { code, said } = await runCommand(["restore", whole, "--data", dataDir]);
  expect(code).toBe(1);
  expect(said.trim().split("\n")).toHaveLength(1);
  expect(await isThere(join(dataDir, "postgres"))).toBe(false);
}, 60_000);
afterAll(async () => {
  if (small) await new Deno.Command("umount", { args: [small] }).output();
});

/** A disk of a quarter of a megabyte; undefined where we may not make one. */
async function mountSmallDisk(): Promise<string | undefined> {
  if (Deno.uid() !== 0) return undefined;
  const path = await mkdtemp(join(tmpdir(), "schoolbel-small-"));
  const args = ["-t", "tmpfs", "-o", "size=256k", "none", path];
  const { success } = await new Deno.Command("mount", { args, stderr: "null" }).output();
  return success ? path : undefined;
}

test("a night's backup is made once by two processes, and the oldest go", async () => {
  const nights = place("nights");
  await mkdir(nights);
  for (const day of ["18", "19", "20"]) {
    await writeFile(join(nights, `night-2026-11-${day}.schoolbel`), "");
  }
  await writeFile(join(nights, "mine.schoolbel"), "");
  const lines: string[] = [];
  const house = {
    ...school.house,
    config: { ...school.house.config, backupDir: nights, backupKeep: 2 },
    clock: { now: () => new Date("2026-11-22T00:30:00Z") }, // half past one: still the 21st's night
    log: (event: string) => void lines.push(event),
  };
  expect((await Promise.all([backUpTonight(house), backUpTonight(house)])).sort())
    .toEqual([false, true]);
  expect(await backUpTonight(house)).toBe(false);
  expect(lines).toEqual(["backup made"]);
  expect((await readdir(nights)).sort())
    .toEqual(["mine.schoolbel", "night-2026-11-20.schoolbel", "night-2026-11-21.schoolbel"]);
  await checkBackup(join(nights, "night-2026-11-21.schoolbel"), {});

  const later = { ...house, clock: { now: () => new Date("2026-11-22T01:30:00Z") } };
  expect(await backUpTonight(later)).toBe(true);
});

test("a night's backup that fails is in the log, without names", async () => {
  const lines: [string, unknown][] = [];
  const house = {
    ...school.house,
    config: { ...school.house.config, backupDir: place("gone") },
    log: (event: string, fields: unknown) => void lines.push([event, fields]),
  };
  await expect(backUpTonight(house)).rejects.toThrow();
  expect(lines).toMatchObject([["backup failed", { level: "error" }]]);
});
