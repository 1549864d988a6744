/**
 * `deno task check:distribution`: says whether the tables can be spread over the machines of a
 * Citus cluster, and prints the statements that do it. Reads the tables of an empty database of its
 * own; changes nothing anywhere.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "./connection.ts";
import { checkDistribution } from "./distribution.ts";
import { startEmbedded } from "./embedded.ts";
import { migrate } from "./migrate.ts";

const dataDir = await mkdtemp(join(tmpdir(), "schoolbel-distribution-"));
const server = await startEmbedded({ dataDir, settings: { fsync: "off" } });
const { db, pool, close } = connect(server.connection, 4);
try {
  await migrate(db);
  const { problems, statements } = await checkDistribution(pool);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) Deno.exitCode = 1;
  else console.log(statements.join("\n"));
} finally {
  await close();
  await server.stop();
  await rm(dataDir, { recursive: true });
}
