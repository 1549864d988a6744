import { sql } from "kysely";
import type { Migration } from "../migrate.ts";

/**
 * The form a comment was made with, so that pressing twice makes one comment. Other words from the
 * same form (one went back in the browser) are another comment.
 */
export const commentFormKey: Migration = {
  name: "0005_comment_form_key",
  up: sql`
alter table comments add column form_key uuid;
create unique index comments_form_key on comments (school_id, form_key, md5(body));
`,
};
