import { Kysely } from "kysely";
import type postgres from "postgres";
import { readConfig } from "../../config.ts";
import { connect } from "../../db/connection.ts";
import type { Tables } from "../../db/database.ts";
import { PostgresJsDialect } from "../../db/dialect.ts";
import type { Pool } from "../../db/pool.ts";
import { createApp } from "../../web/app.ts";
import { systemClock } from "../../web/clock.ts";
import type { House } from "../../web/house.ts";
import { silentLog } from "../../web/log.ts";

// The floor: the thinnest honest server for the start page. It looks up the session, asks the same
// database for the same rows, and glues strings; no framework, no guard, no query builder. Its
// statements are those of the real page, recorded once.
// Run as: floor.ts <database as JSON> <school> <session token>

const [address = "{}", school = "", token = ""] = Deno.args;
const { pool, close } = connect(JSON.parse(address));

interface Statement {
  text: string;
  parameters: postgres.ParameterOrJSON<never>[];
}

const statements = await record();
const [session, ...rest] = statements;
const run = ({ text, parameters }: Statement) => pool.unsafe(text, parameters, { prepare: true });

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escape = (value: unknown) => String(value ?? "").replace(/[&<>"]/g, (c) => escapes[c]!);

const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, async () => {
  const [viewer] = await run(session!);
  const parts = await Promise.all(rest.map(run));
  let html = `<!doctype html><html lang="nl"><head><title>Start</title></head><body><header>${
    escape(viewer?.user_name)
  }</header><main>`;
  for (const rows of parts) {
    for (const row of rows) html += glue(row);
  }
  html += "</main></body></html>";
  return new Response(html, { headers: { "content-type": "text/html; charset=UTF-8" } });
});
console.log(JSON.stringify({ address: `http://127.0.0.1:${server.addr.port}` }));
await server.finished;
await close();

/** One row as a card: its body as it is, everything else escaped. */
function glue(row: Record<string, unknown>): string {
  let html = '<article class="post"><div class="sheet">';
  for (const name in row) {
    const value = row[name];
    if (name === "body") html += value ?? "";
    else if (value instanceof Date) html += `<time>${value.toISOString()}</time>`;
    else html += `<span class="${name}">${escape(value)}</span>`;
  }
  return html + "</div></article>";
}

/** What the real start page asks the database, in its order: the session first. */
async function record(): Promise<Statement[]> {
  const asked: Statement[] = [];
  const recording = new Proxy(pool, {
    get(target, name) {
      if (name !== "unsafe") return Reflect.get(target, name);
      return (text: string, parameters: Statement["parameters"], options: object) => {
        asked.push({ text, parameters });
        return target.unsafe(text, parameters, options);
      };
    },
  });
  const { config } = readConfig([], {});
  const house = {
    config,
    pool: recording,
    db: new Kysely<Tables>({ dialect: new PostgresJsDialect(poolOf(recording)) }),
    log: silentLog,
    clock: systemClock,
  };
  const app = createApp(house as House);
  const answer = await app.request(`/${school}`, { headers: { cookie: `session=${token}` } });
  if (answer.status !== 200) throw new Error(`The start page answered ${answer.status}.`);
  return asked;
}

/** The recorder as a pool whose connections never break. */
function poolOf(sql: postgres.Sql): Pool {
  const connections = { sql, broken: false };
  return { sql, current: () => connections, close: () => Promise.resolve() };
}
