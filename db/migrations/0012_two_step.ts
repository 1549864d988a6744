import { sql } from "kysely";
import type { Migration } from "../migrate.ts";

/** Two-step sign-in by an app's codes (RFC 6238), with recovery codes (A6). */
export const twoStep: Migration = {
  name: "0012_two_step",
  up: sql`
create table account_totp (
  account_id bigint primary key references accounts on delete cascade,
  secret bytea not null,
  started_at timestamptz not null,
  confirmed_at timestamptz,                 -- null: shown, not in use yet
  last_step bigint not null default 0       -- the time step of the last code: none is taken twice
);

create table recovery_codes (
  account_id bigint not null references accounts on delete cascade,
  code_hash bytea not null,
  used_at timestamptz,
  primary key (account_id, code_hash)
);

alter table account_tokens drop constraint account_tokens_purpose_check;
alter table account_tokens add constraint account_tokens_purpose_check
  check (purpose in ('activation', 'password', 'twoStep'));
alter table account_tokens add column persistent boolean not null default false;
`,
};
