import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { ConfigError } from "../config.ts";
import { programFile } from "../program_file.ts";
import { version as number } from "../version.ts";

/** Prints which version this is, or the terms of everything it is made with. */
export async function version(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { licences: { type: "boolean" } }, strict: false });
  if (!values.licences) return console.log(number);
  const text = await readFile(programFile("LICENCES.txt"), "utf8").catch(() => {
    throw new ConfigError("The licences are gathered when the one file is built: deno task build.");
  });
  console.log(text);
}
