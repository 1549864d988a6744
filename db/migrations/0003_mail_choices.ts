import { sql } from "kysely";
import type { Migration } from "../migrate.ts";

/** The way out of mail that one can refuse, and mails that did not arrive, found at once. */
export const mailChoices: Migration = {
  name: "0003_mail_choices",
  up: sql`
create table unsubscribe_tokens (
  school_id integer not null references schools on delete cascade,
  account_id bigint not null references accounts on delete cascade,
  token text not null,                      -- stands in every digest; switches mail off, nothing else
  primary key (school_id, account_id),
  unique (school_id, token)
);

create index deliveries_undelivered on deliveries (school_id, id desc)
  where state in ('failed', 'bounced');
`,
};
