import { sql } from "kysely";
import { forgetFiles } from "../../db/forget_files.ts";
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

/** What home and school keep about a child. Notes that are not shared are the school's own. */
export const personal: PersonalData = {
  tables: {
    sitters: { exported: true, erased: true },
    pupil_notes: { exported: true, erased: true },
    pupil_results: { exported: true, erased: true },
    pupil_scores: { exported: true, erased: true },
    pupil_result_files: { exported: true, erased: true },
    coupling_codes: { exported: "only hashes, of codes that work for days", erased: true },
  },
  export: exportRecords,
  count: countRecords,
  erase: eraseRecords,
};

async function exportRecords(db: Db, { school, pupilIds }: Subject): Promise<OwnPart[]> {
  const about = sql`x.school_id = ${school.id} and x.pupil_id = any(${pupilIds}::bigint[])`;
  const child = sql`k.first_name as child`;
  const pupil = sql`join pupils k on k.school_id = x.school_id and k.id = x.pupil_id`;
  const { rows: sitters } = await sql<Record<string, unknown>>`
    select ${child}, x.name, x.phone, x.days, x.note, x.updated_at as "updatedAt"
    from sitters x ${pupil} where ${about} order by x.id`.execute(db);
  const { rows: notes } = await sql<Record<string, unknown>>`
    select ${child}, x.author_name as signed, x.body, x.created_at as "createdAt"
    from pupil_notes x ${pupil} where ${about} and x.shared order by x.id`.execute(db);
  const { rows: results } = await sql<Record<string, unknown>>`
    select ${child}, x.title, x.held_on as "heldOn", x.author_name as signed, x.note,
      array(select s.subject || ': ' || s.score from pupil_scores s
        where s.school_id = x.school_id and s.result_id = x.id order by s.position) as scores
    from pupil_results x ${pupil} where ${about} order by x.id`.execute(db);
  const { rows: files } = await sql<{ name: string; hash: string }>`
    select k.first_name || '-' || f.name as name, f.hash
    from pupil_results x ${pupil}
    join pupil_result_files rf on rf.school_id = x.school_id and rf.result_id = x.id
    join files f on f.school_id = rf.school_id and f.id = rf.file_id
    where ${about} order by x.id, f.id`.execute(db);
  return [
    { name: "sitters", rows: sitters },
    { name: "notes", rows: notes },
    { name: "results", rows: results, files },
  ];
}

/** What is kept about a pupil, by the key it is counted under. */
const aboutPupil = [
  ["sitters", "sitters"],
  ["notes", "pupil_notes"],
  ["results", "pupil_results"],
  ["couplingCodes", "coupling_codes"],
] as const;

function countRecords(db: Db, { kind, id, school }: Erased): Promise<Counts> {
  if (kind === "person") {
    return countRows(db, {
      notesUnsigned: sql`pupil_notes where school_id = ${school.id} and author_id = ${id}`,
    });
  }
  const rows = aboutPupil.map(([key, table]) => [
    key,
    sql`${sql.table(table)} where school_id = ${school.id} and pupil_id = ${id}`,
  ]);
  return countRows(db, {
    files: sql`pupil_result_files rf join pupil_results x
      on x.school_id = rf.school_id and x.id = rf.result_id
      where x.school_id = ${school.id} and x.pupil_id = ${id}`,
    ...Object.fromEntries(rows),
  });
}

/** What is about a pupil goes; what a teacher wrote about a child stays, without their name. */
async function eraseRecords(trx: Trx, who: Erased): Promise<Counts> {
  const { kind, id, school, accountId, formerly } = who;
  if (kind === "person") {
    const { rows } = await sql`update pupil_notes set author_name = ${formerly}
      where school_id = ${school.id} and author_id = ${id} returning id`.execute(trx);
    await sql`update pupil_results set author_name = ${formerly}
      where school_id = ${school.id} and author_id = ${id}`.execute(trx);
    await sql`update coupling_codes set created_by = null
      where school_id = ${school.id} and created_by = ${accountId}`.execute(trx);
    await sql`update coupling_codes set used_by = null
      where school_id = ${school.id} and used_by = ${id}`.execute(trx);
    return { notesUnsigned: rows.length };
  }
  const { rows: files } = await sql<{ id: number }>`
    delete from pupil_result_files rf using pupil_results x
    where x.school_id = ${school.id} and x.pupil_id = ${id}
      and rf.school_id = x.school_id and rf.result_id = x.id
    returning rf.file_id as id`.execute(trx);
  await forgetFiles(trx, school.id, files.map((file) => file.id));
  const counts: Counts = { files: files.length };
  for (const [key, table] of aboutPupil) {
    const gone = await trx.deleteFrom(table).where("school_id", "=", school.id)
      .where("pupil_id", "=", id).executeTakeFirst();
    counts[key] = Number(gone.numDeletedRows);
  }
  return counts;
}

/** Sitters are of no use once the child has left; a code that is over or used, a month later. */
export const retention: RetentionRule[] = [
  {
    key: "sitters",
    months: 0,
    since: "event",
    count: async (db, school, before) => {
      const { rows } = await sql<{ kept: number; due: number }>`
        select count(*)::int as kept, count(*) filter (where k.left_at <= ${before})::int as due
        from sitters x join pupils k on k.school_id = x.school_id and k.id = x.pupil_id
        where x.school_id = ${school.id}`.execute(db);
      return rows[0]!;
    },
    erase: async (trx: Trx, school: School, before: Date) => {
      const { rows } = await sql`
        delete from sitters where school_id = ${school.id} and id in (
          select x.id from sitters x
          join pupils k on k.school_id = x.school_id and k.id = x.pupil_id
          where x.school_id = ${school.id} and k.left_at <= ${before}
          order by x.id limit 500) returning id`.execute(trx);
      return { sitters: rows.length };
    },
  },
  {
    key: "couplingCodes",
    months: 1,
    since: "event",
    count: async (db, school, before) => {
      const { rows } = await sql<{ kept: number; due: number }>`
        select count(*)::int as kept, count(*) filter (where ${isOver(before)})::int as due
        from coupling_codes x where x.school_id = ${school.id}`.execute(db);
      return rows[0]!;
    },
    erase: async (trx: Trx, school: School, before: Date) => {
      const { rows } = await sql`
        delete from coupling_codes where school_id = ${school.id} and id in (
          select x.id from coupling_codes x
          where x.school_id = ${school.id} and ${isOver(before)} order by x.id limit 500)
        returning id`.execute(trx);
      return { couplingCodes: rows.length };
    },
  },
];

const isOver = (before: Date) => sql`least(x.used_at, x.expires_at) < ${before}`;
