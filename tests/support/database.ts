import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { connect } from "../../db/connection.ts";
import { startEmbedded } from "../../db/embedded.ts";
import { migrate } from "../../db/migrate.ts";

declare module "vitest" {
  export interface ProvidedContext {
    database: { host: string; port: number; user: string; database: string };
    filesDir: string;
  }
}

/**
 * One PostgreSQL for the whole run, with migrations done once in a template; every test file
 * gets a database of its own, copied from it. Without fsync: a test need not survive a power cut.
 * TEST_DATABASE=host:port is another one to run on, say of an older version, as user postgres.
 */
export default async function setup(project: TestProject) {
  const dataDir = await mkdtemp(join(tmpdir(), "schoolbel-test-"));
  const server = givenServer(Deno.env.get("TEST_DATABASE")) ?? await startEmbedded({
    dataDir,
    settings: {
      fsync: "off",
      synchronous_commit: "off",
      max_connections: "100",
      autovacuum: "off", // it would be in the way where a test's database is dropped
    },
  });
  const admin = connect(server.connection, 1);
  await forgetRuns(admin);
  await admin.pool.unsafe("create database template_empty").simple();
  const empty = connect({ ...server.connection, database: "template_empty" }, 2);
  await migrate(empty.db);
  await empty.close();
  await admin.close();
  project.provide("database", server.connection);
  project.provide("filesDir", join(dataDir, "files"));
  return async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

function givenServer(address: string | undefined) {
  if (!address) return undefined;
  const [host, port] = address.split(":");
  const connection = { host: host!, port: Number(port), user: "postgres", database: "postgres" };
  return { connection, stop: () => Promise.resolve() };
}

/** On a server that stays: what a run before has left. */
async function forgetRuns({ pool }: ReturnType<typeof connect>) {
  const left = await pool.unsafe<{ name: string }[]>(
    "select datname as name from pg_database where datname ~ '^(template|test)_'",
  );
  for (const { name } of left) await pool.unsafe(`drop database ${name} with (force)`).simple();
}
