import { sql } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import type { AuditAction } from "../../web/audit.ts";
import type { Counts, Erased, OwnPart, PersonalData, Subject } from "../../web/personal.ts";
import { isField } from "./fields.text.ts";
import { detailsOf, sentenceOf } from "./log.lines.ts";
import type { LogEntry } from "./log.queries.ts";
import { ownDataText } from "./own_data.text.ts";

/** The log: what happened with someone's data, and what someone did with those of others. */
export const personal: PersonalData = {
  tables: {
    audit_entries: { exported: true, erased: true },
    erasures: {
      exported: "numbers of what was erased, of which nothing is left",
      erased: "the written record itself: numbers, no names",
    },
  },
  export: exportLog,
  count: async (db, who) => ({ logValues: (await listEmptied(db, who)).length }),
  erase: emptyLog,
};

/** What happened to oneself. Not blocks: those are the school's, and about more than one person. */
const aboutSelf: AuditAction[] = [
  "personAdded",
  "personChanged",
  "personLeft",
  "personReturned",
  "ownDataChanged",
  "ownDataDownloaded",
  "userNameChanged",
  "placeConfirmed",
  "invited",
  "readOnlySet",
  "readOnlyEnded",
  "roleChanged",
  "senderAdded",
  "senderRemoved",
  "changeAsked",
  "changeApproved",
  "changeRejected",
  "changeWithdrawn",
  "photoChanged",
  "contactChanged",
  "sharingChanged",
  "childLinked",
  "childUnlinked",
  "couplingCodeUsed",
  "memberAdded",
  "memberRemoved",
  "twoStepSwitched",
];

/** What happened to a child. Not notes: who wrote which is the school's, what is shared is there. */
const aboutChild: AuditAction[] = [
  "dataSeen",
  "pupilAdded",
  "pupilChanged",
  "pupilLeft",
  "pupilReturned",
  "pupilsMoved",
  "changeAsked",
  "changeApproved",
  "changeRejected",
  "changeWithdrawn",
  "photoChanged",
  "contactChanged",
  "sharingChanged",
  "sitterChanged",
  "resultChanged",
];

type Line = LogEntry & { staff: boolean; own: boolean };

/**
 * Who looked is told as "someone at school" (GDPR art. 15(4); CJEU C-579/21). What the other parent
 * does with a child's data, and when, is theirs: it is left out.
 */
async function exportLog(db: Db, who: Subject): Promise<OwnPart[]> {
  const { school, accountId, personIds, pupilIds } = who;
  const people = sql`${personIds}::bigint[]`, pupils = sql`${pupilIds}::bigint[]`;
  const byStaff = sql`exists (select from people p join staff st on st.school_id = p.school_id
    and st.person_id = p.id where p.school_id = e.school_id and p.account_id = e.account_id)`;
  const { rows } = await sql<Line>`
    select e.at, e.action, e.subject, e.account_id as "accountId",
      e.account_id = ${accountId} as own, e.person_ids && ${people} as self,
      ${byStaff} as staff,
      coalesce((select json_agg(json_build_object('id', k.id, 'name', k.first_name) order by k.id)
        from pupils k where k.school_id = e.school_id and k.id = any(e.pupil_ids)
          and k.id = any(${pupils})), '[]') as pupils,
      coalesce((select json_agg(json_build_object('id', p.id, 'name', p.first_name) order by p.id)
        from people p where p.school_id = e.school_id and p.id = any(e.person_ids)), '[]') as people
    from audit_entries e
    where e.school_id = ${school.id} and e.person_ids <@ ${people}
      and (e.person_ids && ${people} and e.action = any(${aboutSelf}::text[])
          and e.pupil_ids <@ ${pupils}
        or e.pupil_ids && ${pupils} and e.action = any(${aboutChild}::text[])
          and (e.account_id is null or e.account_id = ${accountId} or ${byStaff}))
    order by e.at, e.id`.execute(db);
  return [{ name: "log", rows: rows.map((line) => lineOf(line, school.language)) }];
}

function lineOf(line: Line, language: string) {
  const t = ownDataText(language).logBy;
  const by = line.own ? t.you : line.accountId === null ? t.system : line.staff ? t.staff : t.other;
  // What others wrote besides the values (a reason, a comment) was meant for who asked.
  const { what, field, from, to, changed } = line.subject;
  const subject = line.action === "pupilsMoved" ? {} : { what, field, from, to, changed };
  const shown = { ...line, subject, groups: {} };
  return {
    at: line.at,
    by,
    what: sentenceOf(shown, language),
    value: detailsOf(shown, language).join("; "),
  };
}

/** That something happened stays, with whom in numbers; what the values were does not. */
async function emptyLog(trx: Trx, who: Erased): Promise<Counts> {
  const { school } = who;
  const emptied = await listEmptied(trx, who, sql`for update`);
  for (let start = 0; start < emptied.length; start += 1000) {
    const some = emptied.slice(start, start + 1000);
    await sql`
      update audit_entries e set subject = r.subject
      from jsonb_to_recordset(${JSON.stringify(some)}::jsonb) as r(id bigint, subject jsonb)
      where e.school_id = ${school.id} and e.id = r.id`.execute(trx);
  }
  return { logValues: emptied.length };
}

/** The lines with something in them that goes, each as it stays. */
async function listEmptied(db: Db, { kind, id, school }: Erased, lock = sql``) {
  const ids = sql.ref(kind === "person" ? "person_ids" : "pupil_ids");
  const { rows } = await sql<{ id: number; subject: Record<string, unknown> }>`
    select id, subject from audit_entries
    where school_id = ${school.id} and ${ids} @> array[${id}::bigint] and action <> 'dataSeen'
    order by id ${lock}`.execute(db);
  return rows.map(({ id, subject }) => ({ id, before: subject, subject: empty(subject) }))
    .filter(({ before, subject }) => JSON.stringify(before) !== JSON.stringify(subject));
}

/** Which fields it was about stays, and numbers of records; whatever someone wrote does not, labels included. */
function empty(value: unknown, key = ""): unknown {
  if (typeof value === "string") return key === "field" && isField(value) ? value : "";
  if (Array.isArray(value)) return value.map((one) => empty(one));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, empty(one, name)]));
}
