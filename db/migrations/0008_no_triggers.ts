import { sql } from "kysely";
import type { Migration } from "../migrate.ts";

/**
 * A distributed PostgreSQL has no triggers that speak beyond their own row. The program itself
 * wakes the workers (emails/ledger.ts) and notes forgotten files (db/forget_files.ts).
 */
export const noTriggers: Migration = {
  name: "0008_no_triggers",
  up: sql`
drop trigger deliveries_queued on deliveries;
drop function notify_deliveries();
drop trigger files_forgotten on files;
drop trigger file_variants_forgotten on file_variants;
drop function note_forgotten_files();
`,
};
