import { resolve } from "node:path";

export interface Outcome {
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
