import { setTimeout as delay } from "node:timers/promises";
import { type Config, ConfigError } from "../config.ts";
import { type Certificate, readCertificate } from "./certificate.ts";
import type { Log } from "./log.ts";

interface Listener {
  port: number;
  /** Looks whether there is a new certificate, and if so, uses it from then on. */
  reload(): Promise<void>;
  /** Takes no new requests, and resolves when those under way are answered. */
  stop(): Promise<void>;
}

/** Milliseconds between two looks at the files of the certificate: certbot renews them in place. */
const lookEvery = 60_000;

/**
 * Looks whether `listen` could do so, before anything else is touched.
 * @throws ConfigError when the port is in use or the certificate is of no use.
 */
export async function checkListening({ host: hostname, port, tls }: Config): Promise<void> {
  if (tls) await readCertificate(tls);
  free(hostname, port, () => Deno.listen({ hostname, port }).close());
}

/**
 * Listens on the host and port of the settings: HTTP, or HTTPS where there is a certificate.
 * @throws ConfigError when the port is in use or the certificate is of no use.
 */
export async function listen(
  config: Config,
  handler: Deno.ServeHandler<Deno.NetAddr>,
  log: Log,
): Promise<Listener> {
  const { host: hostname, port, tls } = config;
  const finished: Promise<void>[] = [];
  const options = { hostname, automaticCompression: true, onListen() {} };

  const start = (port: number, certificate?: Certificate) => {
    const { cert, key } = certificate ?? {};
    const server = certificate
      ? Deno.serve({ ...options, port, cert, key }, handler)
      : Deno.serve({ ...options, port }, handler);
    finished.push(server.finished);
    return server;
  };

  let certificate = tls && await readCertificate(tls);
  let server = free(hostname, port, () => start(port, certificate));

  /** The port is let go of within milliseconds, while requests under way are still answered. */
  const change = async (next: Certificate) => {
    server.shutdown();
    for (const { port } = server.addr;; await delay(2)) {
      try {
        return server = start(port, next);
      } catch (error) {
        if (!(error instanceof Deno.errors.AddrInUse)) throw error;
      }
    }
  };

  let trouble = "";
  const reload = async () => {
    try {
      const next = tls && await readCertificate(tls);
      if (!next || !certificate || next.cert === certificate.cert) return;
      await change(next).catch(async (error) => {
        await change(certificate!); // better an old one than none
        throw error;
      });
      certificate = next;
      log("certificate renewed", { level: "info", until: next.validTo.toISOString() });
      trouble = "";
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (reason !== trouble) log("certificate not renewed", { level: "error", reason });
      trouble = reason;
    }
  };
  const timer = tls && setInterval(reload, lookEvery);

  return {
    port: server.addr.port,
    reload,
    async stop() {
      clearInterval(timer);
      await server.shutdown();
      await Promise.all(finished);
    },
  };
}

function free<T>(host: string, port: number, take: () => T): T {
  try {
    return take();
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) {
      throw new ConfigError(`Port ${port} is in use; choose another with --port.`);
    }
    if (error instanceof Deno.errors.PermissionDenied) {
      throw new ConfigError(
        `Port ${port} is not ours to take: below 1024 needs the right to (CAP_NET_BIND_SERVICE). Choose another with --port.`,
      );
    }
    throw new ConfigError(`This machine has no address ${host}; choose another with --host.`);
  }
}
