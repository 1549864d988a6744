import { setTimeout as delay } from "node:timers/promises";
import { type Config, ConfigError, readConfig } from "../config.ts";
import { createApp } from "../web/app.ts";
import type { House } from "../web/house.ts";
import { openHouse } from "../web/open.ts";
import { createSender } from "../emails/sender.ts";
import { startNightlyBackup } from "../jobs/backup.ts";
import { startClock } from "../jobs/clock.ts";
import { startWorker } from "../jobs/worker.ts";
import { checkListening, listen } from "../web/listen.ts";

/** Serves the portal until it is told to stop (SIGINT or SIGTERM), then finishes what it began. */
export async function serve(args: string[]): Promise<void> {
  const { config, flags, positionals } = readConfig(args, Deno.env.toObject(), {
    "no-backup": { type: "boolean" },
  });
  refuseArguments(positionals);
  await checkListening(config);
  const { house, close } = await openHouse(config, flags["no-backup"] ? { keepAll: false } : {});
  try {
    await serveHouse(house, config);
  } finally {
    await close();
  }
}

/** @throws ConfigError when there is a word that is no option. */
export function refuseArguments([word]: string[]): void {
  if (word !== undefined) throw new ConfigError(`"${word}" is not an option; see: help.`);
}

/** Milliseconds that what is under way gets to finish, once it is told to stop. */
const patience = 10_000;

/**
 * Listens, and resolves when the server has stopped in order. Told to stop, it takes nothing new
 * and finishes requests and mails under way, within bounds; told again, it is gone at once.
 * @param ready is told the address once pages can be served.
 */
export async function serveHouse(
  house: House,
  config: Config,
  ready: (address: string) => void = (address) => house.log("listening", { address }),
): Promise<void> {
  const backup = await startNightlyBackup(house);
  const app = createApp(house);
  const listener = await listen(config, (request, info) => app.fetch(request, info), house.log);
  config.origin = config.origin.replace(/:0$/, `:${listener.port}`); // --port 0 is any free one
  const told = Promise.withResolvers<void>();
  onSignals(told.resolve);
  if (config.tls) Deno.addSignalListener("SIGHUP", listener.reload);
  const sender = createSender({ smtpUrl: config.smtpUrl, keepIn: house.mailDir });
  const worker = startWorker(house, sender);
  const clock = startClock(house);
  const scheme = config.tls ? "https" : "http";
  ready(`${scheme}://${config.host}:${listener.port}`);
  await told.promise;
  house.log("stopping", { level: "info" });
  const finished = Promise.all([listener.stop(), clock.stop(), worker.stop(), backup.stop()]);
  if (!await within(patience, finished)) house.log("stopped half-way", { level: "warn" });
  await sender.close();
  Deno.removeSignalListener("SIGHUP", listener.reload);
}

/** Calls once at the first SIGINT or SIGTERM; the second ends the program there and then. */
function onSignals(first: () => void) {
  let asked = false;
  const hear = () => {
    if (asked) Deno.exit(130); // as a shell tells that it was broken off
    asked = true;
    first();
  };
  Deno.addSignalListener("SIGINT", hear);
  Deno.addSignalListener("SIGTERM", hear);
}

/** Whether it was done within that time. */
async function within(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  const late = new AbortController();
  return await Promise.race([
    work.then(() => true),
    delay(milliseconds, false, { signal: late.signal }).catch(() => false),
  ]).finally(() => late.abort());
}
