import { ConfigError } from "./config.ts";
import { CannotOpen } from "./web/open.ts";
import { commands } from "./commands/mod.ts";

/** The command line: `schoolbel <command> [options]`. */
const [name = "help", ...args] = Deno.args;
const command = commands[name];

if (!command) {
  console.error(`There is no command "${name}". There are: ${Object.keys(commands).join(", ")}.`);
  Deno.exit(2);
}
try {
  await command(args);
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof CannotOpen)) throw error;
  console.error(error.message);
  Deno.exit(error instanceof ConfigError ? 2 : 1);
}
