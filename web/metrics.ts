import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Context, MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { Gauge, Histogram, Registry } from "prom-client";
import { clientAddress } from "./client_address.ts";
import type { Env, House } from "./house.ts";
import { processFigures } from "./process_figures.ts";

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Figures for whoever watches the server (Prometheus text format). Numbers only, about nobody. */
export function createMetrics({ config, pool, clock, log }: House) {
  const registers = [new Registry()];
  const requests = new Histogram({
    name: "schoolbel_request_seconds",
    help: "Time to answer, by method, route and status",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const up = new Gauge({
    name: "schoolbel_database_up",
    help: "1 when the database answers",
    registers,
  });
  const deliveries = new Gauge({
    name: "schoolbel_deliveries",
    help: "Mails in the ledger, by state",
    labelNames: ["state"],
    registers,
  });
  const oldestDue = new Gauge({
    name: "schoolbel_deliveries_oldest_due_seconds",
    help: "How long the mail that waits longest could have gone already; 0 when none waits",
    registers,
  });
  const connections = new Gauge({
    name: "schoolbel_database_connections",
    help: "Connections of all processes to the database, by state",
    labelNames: ["state"],
    registers,
  });
  const lastBackup = new Gauge({
    name: "schoolbel_backup_last_timestamp_seconds",
    help: "When the newest backup in the folder of --backup-dir was made; 0 when there is none",
    registers,
  });
  new Gauge({
    name: "schoolbel_memory_bytes",
    help: "Resident memory of the program",
    registers,
    collect() {
      this.set(Deno.memoryUsage().rss);
    },
  });

  /** Figures from the database; those that it does not tell are left out. */
  const readDatabase = async () => {
    for (const gauge of [deliveries, oldestDue, connections]) gauge.reset();
    try {
      const [states, [oldest], uses] = await Promise.all([
        pool.unsafe<{ state: string; count: number }[]>(
          "select state, count(*)::int as count from deliveries group by state",
        ),
        pool.unsafe<{ seconds: number }[]>(
          `select coalesce(extract(epoch from $1 - min(due_at)), 0)::float as seconds
           from deliveries where state in ('due', 'sending') and due_at <= $1`,
          [clock.now()],
        ),
        pool.unsafe<{ state: string; count: number }[]>(
          `select coalesce(state, 'other') as state, count(*)::int as count from pg_stat_activity
           where datname = current_database() and application_name = 'schoolbel' group by 1`,
        ),
      ]);
      for (const { state, count } of states) deliveries.set({ state }, count);
      oldestDue.set(oldest!.seconds);
      for (const { state, count } of uses) connections.set({ state }, count);
      up.set(1);
    } catch {
      up.set(0);
    }
  };

  const readBackups = async () => {
    if (!config.backupDir) return;
    const folder = config.backupDir;
    const names = await readdir(folder).catch(() => []);
    const made = names.filter((name) => name.endsWith(".schoolbel"))
      .map((name) => stat(join(folder, name)).then(({ mtimeMs }) => mtimeMs, () => 0));
    lastBackup.set(Math.max(0, ...await Promise.all(made)) / 1000);
  };

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
    await Promise.all([readDatabase(), readBackups()]);
    const all = Registry.merge([registers[0]!, processFigures]);
    return c.text(await all.metrics(), 200, {
      "content-type": all.contentType,
    });
  };
  return { measure, show };
}
