import { sql } from "kysely";
import type { Migration } from "../migrate.ts";

/** A header can be longer than a key of an index may be, so that its hash is the key. */
export const mappingKeys: Migration = {
  name: "0007_mapping_keys",
  up: sql`
alter table import_mappings add column header_hash bytea;
update import_mappings set header_hash = sha256(convert_to(header, 'UTF8'));
alter table import_mappings drop constraint import_mappings_pkey;
alter table import_mappings drop column header;
alter table import_mappings add primary key (school_id, header_hash);
`,
};
