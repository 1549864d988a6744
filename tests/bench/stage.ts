import { createHash, randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import type postgres from "postgres";

/** A server in a process of its own, as it would run. */
interface Running {
  port: number;
  /** Resolves when it prints this. */
  says(text: string): Promise<void>;
  /** Resident memory in MB, as the kernel counts it. */
  memory(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts `deno run -A <file> …` from the project's root and waits until it says where it listens. */
export async function run(
  file: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Running> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", ...await usualFlags(), file, ...args],
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    env,
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const { promise: listening, resolve, reject } = Promise.withResolvers<number>();
  const awaited = new Map<string, () => void>();
  const reading = (async () => {
    let text = "";
    for await (const piece of child.stdout.pipeThrough(new TextDecoderStream())) {
      text = (text + piece).slice(-4000);
      const port = /"address":"http:\/\/127\.0\.0\.1:(\d+)"/.exec(text)?.[1];
      if (port) resolve(Number(port));
      for (const [words, heard] of awaited) if (text.includes(words)) heard();
    }
    reject(new Error(`${file} ended before it listened: ${text}`));
  })();
  return {
    port: await listening,
    says: (words) => new Promise((heard) => awaited.set(words, heard)),
    async memory() {
      const status = await Deno.readTextFile(`/proc/${child.pid}/status`);
      return Number(/VmRSS:\s+(\d+) kB/.exec(status)![1]) / 1024;
    },
    async stop() {
      child.kill("SIGTERM");
      await child.status;
      await reading.catch(() => {});
    },
  };
}

/** The flags of V8 that `task serve` has, so that what is measured is what runs. */
async function usualFlags(): Promise<string[]> {
  const { tasks } = JSON.parse(
    await Deno.readTextFile(new URL("../../deno.json", import.meta.url)),
  );
  return tasks.serve.split(" ").filter((word: string) => word.startsWith("--v8-flags"));
}

/** Signs an account in, without the password; returns the session token. */
export async function signIn(pool: postgres.Sql, userName: string): Promise<string> {
  const token = randomBytes(20).toString("hex");
  const hash = createHash("sha256").update(token).digest();
  await pool.unsafe(
    `insert into sessions (token_hash, account_id, device, created_at, last_seen_at, expires_at)
    select $1, id, 'bench', now(), now(), now() + interval '1 day' from accounts where user_name = $2`,
    [hash as never, userName],
  );
  return token;
}

/** The middle of some figures. */
export function median(figures: number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
