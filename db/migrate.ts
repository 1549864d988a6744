import { type RawBuilder, sql } from "kysely";
import type { Db } from "./database.ts";
import { house } from "./migrations/0001_house.ts";
import { postFormKey } from "./migrations/0002_post_form_key.ts";
import { mailChoices } from "./migrations/0003_mail_choices.ts";
import { forgottenFiles } from "./migrations/0004_forgotten_files.ts";

export interface Migration {
  /** Number and subject; the numbers decide the order and never change. */
  name: string;
  up: RawBuilder<unknown>;
}

/** Every migration, in order. New ones are added at the end; none is ever edited. */
const migrations: Migration[] = [house, postFormKey, mailChoices, forgottenFiles];

/** The stored schema is newer than this program: an older file was started on newer data. */
export class SchemaTooNew extends Error {}

const lockKey = 5_404_812;

/**
 * Brings the database up to date: each migration in a transaction of its own, under an
 * advisory lock so that processes which start together take turns. Going forward only.
 * @returns the names of the migrations that ran.
 * @throws SchemaTooNew when the database knows migrations that this program does not.
 */

export async function migrate(db: Db): Promise<string[]> {
  await sql`create table if not exists migrations (name text primary key, at timestamptz not null default now())`
    .execute(db);
  const known = migrations.map((m) => m.name);
  const ran: string[] = [];
  for (const migration of migrations) {
    await db.transaction().execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(${lockKey})`.execute(trx);
      const { rows } = await sql<{ name: string }>`select name from migrations order by name`
        .execute(trx);
      const unknown = rows.find((row) => !known.includes(row.name));
      if (unknown) throw new SchemaTooNew(unknown.name);
      if (rows.some((row) => row.name === migration.name)) return;
      await migration.up.execute(trx);
      await sql`insert into migrations (name) values (${migration.name})`.execute(trx);
      ran.push(migration.name);
    });
  }
  return ran;
}
