import { sql } from "kysely";
import type { Migration } from "../migrate.ts";

/** Contents that may be of no use any more, so that their bytes can be removed as well. */
export const forgottenFiles: Migration = {
  name: "0004_forgotten_files",
  up: sql`
create table forgotten_files (              -- of all schools: equal contents are kept once
  hash text primary key                     -- a row that had it was deleted; others may still have it
);

create function note_forgotten_files() returns trigger language plpgsql as $$
begin
  insert into forgotten_files (hash) select distinct hash from gone on conflict do nothing;
  return null;
end $$;
create trigger files_forgotten after delete on files referencing old table as gone
  for each statement execute function note_forgotten_files();
create trigger file_variants_forgotten after delete on file_variants referencing old table as gone
  for each statement execute function note_forgotten_files();
`,
};
