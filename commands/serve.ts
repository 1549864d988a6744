import { type Config, ConfigError, readConfig } from "../config.ts";
import { createApp } from "../web/app.ts";
import type { House } from "../web/house.ts";
import { openHouse } from "../web/open.ts";
import { createSender } from "../emails/sender.ts";
import { startClock } from "../jobs/clock.ts";
import { startWorker } from "../jobs/worker.ts";

/** Serves the portal until it is told to stop (SIGINT or SIGTERM), then finishes what it began. */
export async function serve(args: string[]): Promise<void> {
  const { config, positionals } = readConfig(args, Deno.env.toObject());
  refuseArguments(positionals);
  const { house, close } = await openHouse(config);
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

/**
 * Listens, and resolves when the server has stopped in order.
 * @param ready is told the address once pages can be served.
 */
export async function serveHouse(
  house: House,
  config: Config,
  ready: (address: string) => void = (address) => house.log("listening", { address }),
): Promise<void> {
  const app = createApp(house);
  const stop = new AbortController();
  const server = listen(config, stop.signal, (request, info) => app.fetch(request, info));
  const { port } = server.addr as Deno.NetAddr;
  config.origin = config.origin.replace(/:0$/, `:${port}`); // --port 0 is any free one
  const halt = () => stop.abort();
  Deno.addSignalListener("SIGINT", halt);
  Deno.addSignalListener("SIGTERM", halt);
  const sender = createSender({ smtpUrl: config.smtpUrl, keepIn: house.mailDir });
  const worker = startWorker(house, sender);
  const clock = startClock(house);
  ready(`http://${config.host}:${port}`);
  await server.finished;
  await clock.stop();
  await worker.stop();
  await sender.close();
  Deno.removeSignalListener("SIGINT", halt);
  Deno.removeSignalListener("SIGTERM", halt);
}

function listen(
  { host, port }: Config,
  signal: AbortSignal,
  handler: Deno.ServeHandler,
): Deno.HttpServer {
  try {
    const options = { hostname: host, port, signal, automaticCompression: true };
    return Deno.serve({ ...options, onListen: () => {} }, handler);
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) {
      throw new ConfigError(`Port ${port} is in use; choose another with --port.`);
    }
    throw error;
  }
}
