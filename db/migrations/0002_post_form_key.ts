import { sql } from "kysely";
import type { Migration } from "../migrate.ts";

/** The form a post was made with, so that pressing twice makes one post. */
export const postFormKey: Migration = {
  name: "0002_post_form_key",
  up: sql`
alter table posts add column form_key uuid;
create unique index posts_form_key on posts (school_id, form_key);
`,
};
