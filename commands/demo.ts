import { ConfigError, readConfig } from "../config.ts";
import { demoPassword, demoSignIns, seedDemo } from "../db/demo/mod.ts";
import type { House } from "../web/house.ts";
import { consoleLog, type Log } from "../web/log.ts";
import { checkListening } from "../web/listen.ts";
import { openHouse } from "../web/open.ts";
import { refuseArguments, serveHouse } from "./serve.ts";

/**
 * Shows the whole portal with an invented school, in a data folder of its own. No mail leaves the
 * machine, whatever the settings say.
 */
export async function demo(args: string[]): Promise<void> {
  const env = { DATA_DIR: "./data/demo", ...Deno.env.toObject() };
  const { config, positionals } = readConfig(args, env);
  refuseArguments(positionals);
  config.smtpUrl = undefined;
  await checkListening(config);
  config.filesUrl = undefined;
  const { house, close } = await openHouse(config, {
    demo: true,
    log: onlyTrouble,
    keepAll: false,
  });
  try {
    await refuseRealSchools(house);
    await seedDemo(house);
    await announceAgain(house);
    await serveHouse(house, config, (address) => console.log(banner(address)));
  } finally {
    await close();
  }
}

/** In demo mode everyone can sign in as anyone, so never next to a school that is real. */
async function refuseRealSchools({ db }: House): Promise<void> {
  const other = await db.selectFrom("schools").select("short_name")
    .where("short_name", "<>", "regenton").executeTakeFirst();
  if (!other) return;
  throw new ConfigError(
    `This database holds the school "${other.short_name}"; the demo needs one of its own. ` +
      "Choose another folder with --data.",
  );
}

/** The current urgent message goes out once for real, so that there is mail to be read. */
async function announceAgain({ db, clock }: House): Promise<void> {
  const { count } = await db.selectFrom("deliveries")
    .select((select) => select.fn.countAll<number>().as("count")).executeTakeFirstOrThrow();
  if (count > 0) return;
  await db.updateTable("posts").set({ announced_at: null })
    .where("kind", "=", "urgent").where("expires_at", ">", clock.now()).execute();
}

/** Every request in the log would push the sign-ins out of sight. */
const onlyTrouble: Log = (event, fields) => {
  if (event !== "request" && fields?.level !== "info") consoleLog(event, fields);
};

function banner(address: string): string {
  const width = Math.max(...demoSignIns.map(({ userName }) => userName.length)) + 2;
  return [
    "",
    "  Basisschool De Regenton is open: an invented school to look around in.",
    "  Een verzonnen school om in rond te kijken.",
    "",
    `  ${address}/regenton`,
    "",
    ...demoSignIns.map(({ userName, nl, en }) =>
      `  ${userName.padEnd(width)}${en}\n  ${" ".repeat(width)}${nl}`
    ),
    "",
    `  Password / wachtwoord: ${demoPassword}`,
    "",
    "  Mail stays on this machine. Read it as the head or the office here:",
    "  Mail blijft op deze computer. Lees die als directie of administratie hier:",
    `  ${address}/regenton/outgoing`,
    "",
    "  Ctrl+C stops / stopt.",
    "",
  ].join("\n");
}
