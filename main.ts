import { ConfigError } from "./config.ts";
import { CannotOpen } from "./web/open.ts";
import { help } from "./commands/help.ts";
import { commands } from "./commands/mod.ts";
import { BackupError } from "./db/backup/format.ts";

/** The command line: `schoolbel <command> [options]`. */
const [name = "help", ...args] = Deno.args;
const command = commands[name];

if (!command) {
  console.error(`There is no command "${name}". There are: ${Object.keys(commands).join(", ")}.`);
  Deno.exit(2);
}
try {
  await (args.includes("--help") ? help([name]) : command(args));
} catch (error) {
  const expected = [ConfigError, CannotOpen, BackupError].some((kind) => error instanceof kind);
  if (!expected || !(error instanceof Error)) throw error;
  console.error(error.message);
  Deno.exit(error instanceof ConfigError ? 2 : 1);
}
Deno.exit(); // whatever a request or mail that was broken off still waits for
