import type { Db, Trx } from "../../db/database.ts";
import type { Counts, OwnPart, PersonalData, RetentionRule, Subject } from "../../web/personal.ts";
import { sql } from "kysely";
import { dayIn } from "../../web/clock.ts";
import type { School } from "../../web/viewer.ts";

/** Who put what in the agenda. */
export const personal: PersonalData = {
  tables: {
    agenda_items: { exported: true, erased: "names nobody; its maker's row is empty by then" },
  },
  export: exportItems,
};

async function exportItems(db: Db, { school, personIds }: Subject): Promise<OwnPart[]> {
  const rows = await db.selectFrom("agenda_items")
    .select(["title", "starts_on as startsOn", "ends_on as endsOn", "starts_at as startsAt"])
    .select(["ends_at as endsAt", "place", "description", "created_at as createdAt"])
    .where("school_id", "=", school.id).where("created_by", "in", personIds)
    .orderBy("id").execute();
  return [{ name: "agenda", rows }];
}

/** What is long past. */
export const retention: RetentionRule[] = [{
  key: "agenda",
  months: 12,
  since: "schoolYear",
  count: async (db, school, before) => {
    const { rows } = await sql<{ kept: number; due: number }>`
      select count(*)::int as kept,
        count(*) filter (where ends_on < ${dayIn(school.timeZone, before)}::date)::int as due
      from agenda_items where school_id = ${school.id}`.execute(db);
    return rows[0]!;
  },
  erase: eraseItems,
}];

async function eraseItems(trx: Trx, school: School, before: Date): Promise<Counts> {
  const { rows } = await sql`
    delete from agenda_items where school_id = ${school.id} and id in (
      select id from agenda_items where school_id = ${school.id}
        and ends_on < ${dayIn(school.timeZone, before)}::date
      order by id limit 500) returning id`.execute(trx);
  return { agendaItems: rows.length };
}
