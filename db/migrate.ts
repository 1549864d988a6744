import { type RawBuilder, sql } from "kysely";
import type { Db } from "./database.ts";
import { house } from "./migrations/0001_house.ts";
import { postFormKey } from "./migrations/0002_post_form_key.ts";
import { mailChoices } from "./migrations/0003_mail_choices.ts";
import { forgottenFiles } from "./migrations/0004_forgotten_files.ts";
import { commentFormKey } from "./migrations/0005_comment_form_key.ts";
import { setupCode } from "./migrations/0006_setup_code.ts";
import { mappingKeys } from "./migrations/0007_mapping_keys.ts";
import { noTriggers } from "./migrations/0008_no_triggers.ts";
import { ownData } from "./migrations/0009_own_data.ts";
import { specialGroups } from "./migrations/0010_special_groups.ts";
import { records } from "./migrations/0011_records.ts";
import { twoStep } from "./migrations/0012_two_step.ts";
import { trust } from "./migrations/0013_trust.ts";
import { yearTransitions } from "./migrations/0014_year_transitions.ts";
import { search } from "./migrations/0015_search.ts";
import { conversations } from "./migrations/0016_conversations.ts";
import { fairRounds } from "./migrations/0017_fair_rounds.ts";
import { waitingList } from "./migrations/0018_waiting_list.ts";
import { talksMended } from "./migrations/0019_talks_mended.ts";
import { draftsInNobodysWay } from "./migrations/0020_drafts_in_nobodys_way.ts";

export interface Migration {
  /** Number and subject; the numbers decide the order and never change. */
  name: string;
  up: RawBuilder<unknown>;
}

/** Every migration, in order. New ones are added at the end; none is ever edited. */
export const migrations: Migration[] = [
  house,
  postFormKey,
  mailChoices,
  forgottenFiles,
  commentFormKey,
  setupCode,
  mappingKeys,
  noTriggers,
  ownData,
  specialGroups,
  records,
  twoStep,
  trust,
  yearTransitions,
  search,
  conversations,
  fairRounds,
  waitingList,
  talksMended,
  draftsInNobodysWay,
];

export const migrationsTable =
  "create table if not exists migrations (name text primary key, at timestamptz not null default now())";

/** The stored schema is newer than this program: an older file was started on newer data. */
export class SchemaTooNew extends Error {}

const lockKey = 5_404_812;

/**
 * Brings the database up to date, going forward only: everything in one transaction, so that a
 * kill or a failure half-way leaves what was there. Under an advisory lock, so that processes
 * which start together take turns and the second finds it done.
 * @param known what this program knows; all of it, in order.
 * @param before is called when a database that is in use is about to change, and has not changed
 * yet. What it throws stops the update.
 * @returns the names of the migrations that ran.
 * @throws SchemaTooNew when the database knows migrations that this program does not.
 */
export function migrate(
  db: Db,
  { known = migrations, before = () => Promise.resolve() }: {
    known?: Migration[];
    before?: (pending: string[]) => Promise<void>;
  } = {},
): Promise<string[]> {
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${lockKey})`.execute(trx);
    await sql.raw(migrationsTable).execute(trx);
    const { rows } = await sql<{ name: string }>`select name from migrations order by name`
      .execute(trx);
    const unknown = rows.find((row) => known.every(({ name }) => name !== row.name));
    if (unknown) throw new SchemaTooNew(unknown.name);
    const pending = known.filter(({ name }) => rows.every((row) => row.name !== name));
    const names = pending.map(({ name }) => name);
    if (rows.length > 0 && pending.length > 0) await before(names);
    for (const { name, up } of pending) {
      await up.execute(trx);
      await sql`insert into migrations (name) values (${name})`.execute(trx);
    }
    return names;
  });
}
