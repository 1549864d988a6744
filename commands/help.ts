import { options } from "../config.ts";

const commands: Record<string, string> = {
  demo: "show the whole portal with an invented school",
  serve: "serve the portal",
  import: "read pupils, groups, staff and guardians from files",
  routes: "print every route with its guard",
  help: "print this",
};

/** Prints what the program can do and which options every command takes. */
export function help(): Promise<void> {
  console.log("schoolbel <command> [options]\n");
  for (const [name, what] of Object.entries(commands)) console.log(`  ${name.padEnd(10)}${what}`);
  console.log("\nOptions, as a flag or in the environment:\n");
  for (const [name, { env, fallback, what }] of Object.entries(options)) {
    const usual = fallback ? ` (${fallback})` : "";
    console.log(`  --${name.padEnd(14)}${env.padEnd(14)}${what}${usual}`);
  }
  return Promise.resolve();
}
