import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { inject } from "vitest";
import { connect } from "../../db/connection.ts";

interface Outcome {
  code: number;
  /** On the error output. */
  said: string;
  out: string;
}

/** Runs the program as a person would, and waits for its end. */
export async function runCommand(
  args: string[],
  env: Record<string, string> = {},
): Promise<Outcome> {
  const output = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "main.ts", ...args],
    cwd: resolve(import.meta.dirname!, "../.."),
    env,
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  return { code: output.code, said: text.decode(output.stderr), out: text.decode(output.stdout) };
}

/** A database of its own on the server of the tests, and how a command is told of it. */
export async function emptyDatabase() {
  const address = inject("database");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const admin = connect(address, 1);
  await admin.pool.unsafe(`create database ${name}`).simple();
  await admin.close();
  const env = {
    DATABASE_URL: `postgres:///${name}`,
    PGHOST: address.host,
    PGUSER: address.user,
  };
  return { address: { ...address, database: name }, env };
}
