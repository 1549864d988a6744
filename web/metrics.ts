import type { Context, MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { Gauge, Histogram, Registry } from "prom-client";
import { clientAddress } from "./client_address.ts";
import type { Env, House } from "./house.ts";

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Figures for whoever watches the server (Prometheus text format). Numbers only, about nobody. */
export function createMetrics({ pool, log }: House) {
  const registers = [new Registry()];
  const requests = new Histogram({
    name: "schoolbel_request_seconds",
    help: "Time to answer, by method, route and status",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  new Gauge({
    name: "schoolbel_deliveries",
    help: "Mails in the ledger, by state",
    labelNames: ["state"],
    registers,
    async collect() {
      this.reset();
      const rows = await pool.unsafe<{ state: string; count: number }[]>(
        "select state, count(*)::int as count from deliveries group by state",
      );
      for (const { state, count } of rows) this.set({ state }, count);
    },
  });
  new Gauge({
    name: "schoolbel_memory_bytes",
    help: "Resident memory of the program",
    registers,
    collect() {
      this.set(Deno.memoryUsage().rss);
    },
  });

  /** Times every request, and writes it in the log. */
  const measure: MiddlewareHandler<Env> = async (c, next) => {
    const begin = performance.now();
    await next();
    const milliseconds = performance.now() - begin;
    const method = methods.has(c.req.method) ? c.req.method : "other"; // anyone can make one up
    const route = c.req.routePath; // the pattern: a path may hold a token
    const { status } = c.res;
    requests.observe({ method, route, status }, milliseconds / 1000);
    log("request", { method, route, status, ms: Math.round(milliseconds) });
  };

  /** Only for this machine itself: a proxy in front of it is not asked for this. */
  const show = async (c: Context<Env>) => {
    const forwarded = c.req.header("x-forwarded-for") !== undefined;
    if (forwarded || !["127.0.0.1", "::1", ""].includes(clientAddress(c))) {
      throw new HTTPException(404);
    }
    return c.text(await registers[0]!.metrics(), 200, {
      "content-type": registers[0]!.contentType,
    });
  };
  return { measure, show };
}
