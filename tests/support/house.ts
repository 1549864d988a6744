import type {} from "./database.ts";
import { randomUUID } from "node:crypto";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Hono } from "hono";
import { inject } from "vitest";
import { type Config, readConfig } from "../../config.ts";
import { connect } from "../../db/connection.ts";
import { seedDemo, seedNeighbour } from "../../db/demo/mod.ts";
import { folderStore } from "../../db/file_store.ts";
import { createSender, type KeptMail, readKept } from "../../emails/sender.ts";
import { sendDue } from "../../jobs/worker.ts";
import { createApp } from "../../web/app.ts";
import type { Env, House } from "../../web/house.ts";
import { silentLog } from "../../web/log.ts";
import { Visitor } from "./visitor.ts";

/** When the tests take place unless they travel: a Tuesday morning in November, as in the design. */
export const testNow = "2026-11-10T09:00:00+01:00";
export const password = "Schoolbel1!";

export interface TestHouse {
  house: House;
  app: Hono<Env>;
  /** The time as the house sees it. */
  clock: { now(): Date; travel(iso: string): void };
  /** Someone with an empty browser. */
  visitor(address?: string): Visitor;
  /** Someone who has signed in with the demo's password; at `regenton` unless told. */
  signIn(userName: string, school?: string): Promise<Visitor>;
  /** Lets the worker send what is due, into the folder of kept mail; returns the mails in order. */
  mails(): Promise<KeptMail[]>;
  close(): Promise<void>;
}

/**
 * The real app on a real database of its own: `empty` (migrated, no school), `demo` (De Regenton),
 * or `demo+neighbour` (De Klimboom as well).
 */
export async function openTestHouse(
  { seed = "demo", now = testNow, config: own = {} }: {
    seed?: "empty" | "demo" | "demo+neighbour";
    now?: string;
    config?: Partial<Config>;
  } = {},
): Promise<TestHouse> {
  const address = inject("database");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const admin = connect(address, 1);
  const from = await template(admin, seed);
  await admin.pool.unsafe(`create database ${name} template ${from}`).simple();
  await admin.close();

  const connection = connect({ ...address, database: name }, 8);
  let at = new Date(now);
  const clock = { now: () => at, travel: (iso: string) => void (at = new Date(iso)) };
  const dataDir = await mkdtemp(join(tmpdir(), "schoolbel-test-data-"));
  const filesDir = join(dataDir, "files");
  if (seed !== "empty") await cp(filesOf(from), filesDir, { recursive: true });
  const { config } = readConfig(["--data", dataDir, "--origin", "http://school.test"], {});
  const house: House = {
    config: { ...config, ...own },
    db: connection.db,
    pool: connection.pool,
    files: folderStore(filesDir),
    mailDir: join(dataDir, "mail"),
    clock,
    log: silentLog,
    demo: false,
  };
  const app = createApp(house);
  const visitor = (address?: string) => new Visitor(app, address);
  const postman = await kept(house);
  return {
    house,
    app,
    clock,
    visitor,
    async signIn(userName, school = "regenton") {
      const someone = visitor();
      const answer = await someone.post(`/${school}/sign-in`, { userName, password });
      if (answer.status !== 303) throw new Error(`${userName} was not let in: ${answer.status}`);
      return someone;
    },
    mails: () => postman(),
    async close() {
      await connection.close();
      const admin = connect(address, 1);
      await admin.pool.unsafe(`drop database ${name} with (force)`).simple();
      await admin.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

/** The template with this seed; the first that needs one makes it, others wait for their turn. */
async function template(admin: ReturnType<typeof connect>, seed: string): Promise<string> {
  if (seed === "empty") return "template_empty";
  const name = `template_${seed.replace("+", "_")}`;
  const { pool } = admin;
  await pool.unsafe("select pg_advisory_lock(1)", [], { prepare: true });
  try {
    const made = await pool.unsafe("select 1 from pg_database where datname = $1", [name]);
    if (made.length > 0) return name;
    await pool.unsafe(`create database ${name}_making template template_empty`).simple();
    await seedTemplate(`${name}_making`, seed, filesOf(name));
    await pool.unsafe(`alter database ${name}_making rename to ${name}`).simple();
    return name;
  } finally {
    await pool.unsafe("select pg_advisory_unlock(1)", [], { prepare: true });
  }
}

/** The files that a template's database knows. */
const filesOf = (template: string) => join(inject("filesDir"), template);

async function seedTemplate(database: string, seed: string, filesDir: string) {
  const connection = connect({ ...inject("database"), database }, 4);
  const { config } = readConfig([], {});
  const house: House = {
    config,
    db: connection.db,
    pool: connection.pool,
    files: folderStore(filesDir),
    mailDir: "",
    clock: { now: () => new Date(testNow) },
    log: silentLog,
    demo: true,
  };
  await seedDemo(house);
  if (seed === "demo+neighbour") await seedNeighbour(house);
  await connection.close();
}

/** A postman who at every call sends what is due and brings the mails he did not bring before. */
async function kept(house: House): Promise<() => Promise<KeptMail[]>> {
  const sender = createSender({ keepIn: house.mailDir });
  const keptIds = () =>
    house.db.selectFrom("deliveries").select(["school_id", "id"]).where("state", "=", "kept")
      .orderBy("id").execute();
  const brought = new Set((await keptIds()).map((row) => row.id));
  return async () => {
    await sendDue(house, sender);
    const rows = (await keptIds()).filter((row) => !brought.has(row.id));
    for (const row of rows) brought.add(row.id);
    const mails = await Promise.all(
      rows.map((row) => readKept(house.mailDir, `d${row.school_id}-${row.id}`)),
    );
    return mails.filter((mail) => mail !== undefined);
  };
}
