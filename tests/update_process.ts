/**
 * A process for updates.test.ts: a newer program, with one more migration. It opens the house on
 * the data folder it is given, says what came of it, and closes.
 */
import { sql } from "kysely";
import { readConfig } from "../config.ts";
import { migrations } from "../db/migrate.ts";
import { silentLog } from "../web/log.ts";
import { openHouse } from "../web/open.ts";

const [dataDir = "", seconds = "0"] = Deno.args;
const newer = {
  name: "9999_newer",
  up: sql`
    create table half_done (id integer);
    alter table posts add column half_done text;
    select pg_sleep(${sql.raw(seconds)});`,
};
const { config } = readConfig(["--data", dataDir], {});
const { close } = await openHouse(config, { log: silentLog, known: [...migrations, newer] });
console.log("open");
await close();
