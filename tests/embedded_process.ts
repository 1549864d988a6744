/**
 * A process for embedded.test.ts: uses the database of the data folder it is given until a
 * signal comes, and then, as a server that still answers its last requests, a little longer.
 */
import { startEmbedded } from "../db/embedded.ts";
import { connect } from "../db/connection.ts";

const dataDir = Deno.args[0] ?? "";
const server = await startEmbedded({ dataDir, settings: { fsync: "off" } });
const { pool, close } = connect(server.connection, 1);

const signals: Deno.Signal[] = ["SIGINT", "SIGTERM"];
const asked = Promise.withResolvers<void>();
for (const signal of signals) Deno.addSignalListener(signal, () => asked.resolve());
console.log(server.shared ? "shares" : "started");
setInterval(() => {}, 60_000);
await asked.promise;
await new Promise((done) => setTimeout(done, 300));
const [row] = await pool.unsafe("select 'served to the end' as answer");
console.log(row?.answer);
await close();
await server.stop();
Deno.exit(0);
