import { sql } from "kysely";
import type { Migration } from "../migrate.ts";

/** Who opens a school that has people already proves to have a hand on the machine. */
export const setupCode: Migration = {
  name: "0006_setup_code",
  up: sql`
alter table schools add column setup_code_hash bytea;  -- SHA-256; of the code last printed
`,
};
