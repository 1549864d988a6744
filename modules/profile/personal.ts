import { sql } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
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

/** What someone asked to be changed, and what came of it. */
export const personal: PersonalData = {
  tables: { change_requests: { exported: true, erased: true } },
  export: exportRequests,
  count: (db, who) => countRows(db, { changes: sql`change_requests where ${isAbout(who)}` }),
  erase: eraseRequests,
};

/** Of a child also what its other guardian asked: it is about the child. Who asked is left out. */
async function exportRequests(db: Db, who: Subject): Promise<OwnPart[]> {
  const { school, accountId, personIds, pupilIds } = who;
  const { rows } = await sql<Record<string, unknown>>`
    select coalesce(k.first_name, '') as child, r.field, r.old_value as "oldValue",
      r.new_value as "newValue", r.asked_by = ${accountId} as "askedByYou",
      r.asked_at as "askedAt", r.state, r.decided_at as "decidedAt",
      case when r.asked_by = ${accountId} then r.reason end as reason
    from change_requests r
    left join pupils k on k.school_id = r.school_id and k.id = r.pupil_id
    where r.school_id = ${school.id} and (r.person_id = any(${personIds}::bigint[])
      or r.pupil_id = any(${pupilIds}::bigint[])) order by r.id`.execute(db);
  return [{ name: "changes", rows }];
}

const isAbout = ({ kind, id, school }: Erased) =>
  sql`school_id = ${school.id} and ${
    sql.ref(kind === "person" ? "person_id" : "pupil_id")
  } = ${id}`;

async function eraseRequests(trx: Trx, who: Erased): Promise<Counts> {
  const { school, accountId } = who;
  const { rows } = await sql`delete from change_requests where ${isAbout(who)} returning id`
    .execute(trx);
  for (const by of ["asked_by", "decided_by"] as const) {
    await trx.updateTable("change_requests").set({ [by]: null })
      .where("school_id", "=", school.id).where(by, "=", accountId).execute();
  }
  return { changes: rows.length };
}

/** What was decided; the change itself is in the data, and in the log. */
export const retention: RetentionRule[] = [{
  key: "changes",
  months: 12,
  since: "event",
  count: async (db, school, before) => {
    const { rows } = await sql<{ kept: number; due: number }>`
      select count(*)::int as kept, count(*) filter (where decided_at < ${before})::int as due
      from change_requests where school_id = ${school.id}`.execute(db);
    return rows[0]!;
  },
  erase: async (trx: Trx, school: School, before: Date) => {
    const { rows } = await sql`
      delete from change_requests where school_id = ${school.id} and id in (
        select id from change_requests where school_id = ${school.id} and decided_at < ${before}
        order by id limit 500) returning id`.execute(trx);
    return { changes: rows.length };
  },
}];
