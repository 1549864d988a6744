import { fileURLToPath } from "node:url";
import { programFile } from "../program_file.ts";

const script = fileURLToPath(programFile("db/processes.sh"));

/** The arguments of every process, its program's name first and without empty ones, by pid. */
export async function listProcesses(): Promise<Map<number, string[]>> {
  const processes = new Map<number, string[]>();
  for (const line of (await run(["list"])).split("\0")) {
    const [, pid, argument] = /^\/proc\/(\d+)\/cmdline:(.*)$/s.exec(line) ?? [];
    if (pid === undefined) continue;
    processes.getOrInsertComputed(Number(pid), () => []).push(argument!);
  }
  return processes;
}

/** Sends a signal; a process that has ended by itself meanwhile is no error. */
export async function signalProcesses(pids: number[], signal: Deno.Signal): Promise<void> {
  if (pids.length) await run(["signal", signal.replace("SIG", ""), ...pids.map(String)]);
}

async function run(args: string[]): Promise<string> {
  const options: Deno.CommandOptions = { clearEnv: true, env: { PATH: "/usr/bin:/bin" } };
  const { stdout } = await new Deno.Command(script, { ...options, args }).output();
  return new TextDecoder().decode(stdout);
}
