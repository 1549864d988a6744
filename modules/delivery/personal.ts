import { readdir } from "node:fs/promises";
import { sql } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { removeKept } from "../../emails/sender.ts";
import type { House } from "../../web/house.ts";
import {
  countRows,
  type Counts,
  type Erased,
  type OwnPart,
  type PersonalData,
  type RetentionRule,
  type Subject,
} from "../../web/personal.ts";
import type { School } from "../../web/viewer.ts";
import { keptName } from "./ledger.actions.ts";

/** What was mailed to whom, and what one wants no mail about. */
export const personal: PersonalData = {
  tables: {
    deliveries: { exported: true, erased: true },
    notification_choices: { exported: true, erased: true },
    unsubscribe_tokens: { exported: "a secret address, made by chance", erased: true },
  },
  export: exportMail,
  count: countMail,
  erase: eraseMail,
  sweep: removeKeptWithoutRow,
};

async function exportMail(db: Db, { school, accountId }: Subject): Promise<OwnPart[]> {
  const mails = await db.selectFrom("deliveries")
    .select(["kind", "address", "state", "created_at as createdAt", "sent_at as sentAt"])
    .where("school_id", "=", school.id).where("account_id", "=", accountId).orderBy("id").execute();
  const unwanted = await db.selectFrom("notification_choices").select("kind")
    .where("school_id", "=", school.id).where("account_id", "=", accountId).execute();
  return [{ name: "mails", rows: mails }, { name: "unwantedMail", rows: unwanted }];
}

const wentTo = ({ school, accountId, addresses }: Erased) =>
  sql`school_id = ${school.id} and (account_id = ${accountId}
      or (account_id is null and address = any(${addresses}::text[]))
      or (kind = 'contact' and lower(payload->>'email') = any(${addresses}::text[])))`;

async function countMail(db: Db, who: Erased): Promise<Counts> {
  if (who.kind === "pupil") return { mails: 0 };
  return await countRows(db, { mails: sql`deliveries where ${wentTo(who)}` });
}

/**
 * That something was sent stays, to whom does not; what was still to go does not go. Nor do the
 * questions someone asked the office by the help page.
 */
async function eraseMail(trx: Trx, who: Erased) {
  const { kind, school, accountId } = who;
  if (kind === "pupil") return { mails: 0 };
  const { rows } = await sql`
    update deliveries set address = 'erased:' || id, payload = '{}', account_id = null,
      message_id = null, leased_until = null, error = null,
      state = case when state in ('sent', 'failed', 'bounced') then state else 'cancelled' end
    where ${wentTo(who)} returning id`.execute(trx);
  for (const table of ["notification_choices", "unsubscribe_tokens"] as const) {
    await trx.deleteFrom(table).where("school_id", "=", school.id)
      .where("account_id", "=", accountId).execute();
  }
  return { mails: rows.length };
}

/** Mails kept on this machine of which the ledger knows nothing any more. */
async function removeKeptWithoutRow({ db, mailDir }: House, school: Pick<School, "id">) {
  const names = await readdir(mailDir).catch(() => []);
  const kept = new Map<number, string>();
  for (const name of names) {
    const [, schoolId, id] = /^d(\d+)-(\d+)\.eml$/.exec(name) ?? [];
    if (Number(schoolId) === school.id) kept.set(Number(id), keptName(school.id, Number(id)));
  }
  const ids = [...kept.keys()];
  const { rows } = await sql<{ id: number }>`
    select id from deliveries where school_id = ${school.id} and id = any(${ids}::bigint[])
      and address not like 'erased:%'`.execute(db);
  for (const { id } of rows) kept.delete(id);
  for (const name of kept.values()) await removeKept(mailDir, name);
}

/** What is older than a year helps nobody find a lost mail. */
export const retention: RetentionRule[] = [{
  key: "deliveries",
  months: 12,
  since: "event",
  count: async (db, school, before) => {
    const { rows } = await sql<{ kept: number; due: number }>`
      select count(*)::int as kept, count(*) filter (where created_at < ${before})::int as due
      from deliveries where school_id = ${school.id}`.execute(db);
    return rows[0]!;
  },
  erase: eraseDeliveries,
}];

async function eraseDeliveries(trx: Trx, school: School, before: Date): Promise<Counts> {
  const { rows } = await sql`
    delete from deliveries where school_id = ${school.id} and id in (
      select id from deliveries where school_id = ${school.id} and created_at < ${before}
      order by id limit 1000) returning id`.execute(trx);
  return { mails: rows.length };
}
