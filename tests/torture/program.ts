import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { connect, type Connection } from "../../db/connection.ts";
import type { Chance } from "./chance.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What is killed with `kill -9`. */
export const victims = ["app", "database", "backend", "both"] as const;
export type Victim = typeof victims[number];

/** `serve` in a process of its own with its own database, started again whenever it ends. */
export class Program {
  readonly address: string;
  /** What it wrote on standard error: nothing, when all is well. */
  complaints = "";
  starts = 0;
  private child: Deno.ChildProcess | undefined;
  private stopped = false;

  /** @param options of `serve`, besides the folder and a free port */
  constructor(private readonly dataDir: string, private readonly options: string[]) {
    this.address = `http://127.0.0.1:${freePort()}`;
  }

  start() {
    if (this.stopped) return;
    this.starts++;
    const { port } = new URL(this.address);
    const options = ["--port", port, "--data", this.dataDir, ...this.options];
    this.child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", join(root, "main.ts"), "serve", ...options],
      cwd: root,
      detached: true, // Ctrl-C is for us; we end it ourselves
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    const { stderr, status } = this.child;
    const heard = new Response(stderr).text().then((text) => this.complaints += text);
    // As a service manager does (`Restart=always`).
    Promise.all([status, heard]).then(() => this.start());
  }

  /**
   * Milliseconds until it serves again, at least the tenth of a second it may take to notice what
   * was done to it.
   * @throws when that takes longer than a minute
   */
  async comesBack(): Promise<number> {
    const begin = performance.now();
    await delay(100);
    while (performance.now() - begin < 60_000) {
      if (await this.isWell()) return performance.now() - begin;
      await delay(20);
    }
    throw new Error(`It did not come back within a minute. ${this.complaints}`);
  }

  async isWell(): Promise<boolean> {
    try {
      const answer = await fetch(`${this.address}/health`, { signal: AbortSignal.timeout(5_000) });
      await answer.body?.cancel();
      return answer.status === 200;
    } catch {
      return false;
    }
  }

  async kill(victim: Victim, chance: Chance) {
    const server = victim === "app" ? [] : await this.databaseProcesses();
    const [postmaster = [], backends = []] = [server.slice(0, 1), server.slice(1)];
    if (victim === "backend" && backends.length > 0) return end([chance.one(backends)]);
    if (victim === "app" || victim === "both") this.killApp();
    if (victim !== "app") end(chance.happens(0.5) ? server : postmaster);
  }

  private killApp() {
    try {
      this.child?.kill("SIGKILL");
    } catch {
      // it is being started again
    }
  }

  /** Stops it in order, for good. */
  async stop() {
    this.stopped = true;
    this.child?.kill("SIGTERM");
    await this.child?.status;
  }

  /** The postmaster, and then its children. */
  private async databaseProcesses(): Promise<number[]> {
    const file = join(this.dataDir, "postgres/cluster/postmaster.pid");
    const postmaster = parseInt(await Deno.readTextFile(file).catch(() => ""));
    if (!postmaster) return [];
    const children: number[] = [];
    for await (const { name } of Deno.readDir("/proc")) {
      const stat = /^\d+$/.test(name) &&
        await Deno.readTextFile(`/proc/${name}/stat`).catch(() => "");
      if (stat && Number(stat.split(") ").at(-1)!.split(" ")[1]) === postmaster) {
        children.push(Number(name));
      }
    }
    return [postmaster, ...children];
  }

  /** A connection past the program, to see for ourselves. */
  look(): Connection {
    const host = join(this.dataDir, "postgres/cluster");
    return connect({ host, port: 5432, user: "schoolbel", database: "schoolbel" }, 1);
  }
}

/** The same at every start, so not the operating system's choice. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

function end(processes: number[]) {
  for (const pid of processes) {
    try {
      Deno.kill(pid, "SIGKILL");
    } catch {
      // it has ended by itself
    }
  }
}
