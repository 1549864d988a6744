import { type RawBuilder, sql } from "kysely";
import type { Db } from "../../db/database.ts";
import type { AuditAction } from "../../web/audit.ts";
import type { Viewer } from "../../web/viewer.ts";
import { likePatterns, nameOf, searchWords } from "../school/mod.ts";
import { actionsOf, type LogKind } from "./log.kinds.ts";

// For admins only: guarded on the routes.

/** What the log is narrowed to; what is left out narrows nothing. */
export interface LogSearch {
  pupilId?: number;
  personId?: number;
  /** The account that did it. */
  accountId?: number;
  kind?: LogKind;
  since?: Date;
  /** Until but not including. */
  before?: Date;
}

/** Where a page ends: the next begins under it. */
export interface LogPlace {
  at: Date;
  id: number;
}

/** A line of the log; who is null is erased, or was never known here. */
export interface LogEntry extends LogPlace {
  accountId: number | null;
  action: AuditAction;
  subject: Record<string, unknown>;
  /** Who did it: everyone who uses the account. */
  by: string | null;
  pupils: { id: number; name: string | null }[];
  people: { id: number; name: string | null }[];
  /** Names of the groups that are in the subject, by id. */
  groups: Record<string, string>;
}

/** Lines of the log, newest first, with names as they are now. */
export async function listLog(
  db: Db,
  viewer: Viewer,
  search: LogSearch,
  { under, most }: { under?: LogPlace; most: number },
): Promise<LogEntry[]> {
  const { rows } = await sql<LogEntry & { pupilIds: number[]; personIds: number[] }>`
    with found as ${whole(search)} (
      select e.id, e.at, e.account_id as "accountId", e.action, e.subject,
        e.pupil_ids as "pupilIds", e.person_ids as "personIds"
      from audit_entries e
      where ${
    sql.join([sql`e.school_id = ${viewer.school.id}`, ...conditions(search, under)], and)
  })
    select * from found order by at desc, id desc limit ${most}`.execute(db);
  const names = await namesOf(db, viewer, rows);
  return rows.map(({ pupilIds, personIds, ...row }) => ({
    ...row,
    by: names.accounts.get(row.accountId ?? 0) ?? null,
    pupils: firstOf(search.pupilId, pupilIds).map((id) => ({
      id,
      name: names.pupils.get(id) ?? null,
    })),
    people: personIds.map((id) => ({ id, name: names.people.get(id) ?? null })),
    groups: names.groups,
  }));
}

/** Who is asked for is named before the others. */
const firstOf = (asked: number | undefined, ids: number[]) =>
  asked !== undefined && ids.includes(asked) ? [asked, ...ids.filter((id) => id !== asked)] : ids;

const and = sql` and `;

/**
 * Of one child or person everything is found first and sorted then. The planner, who does not know
 * whom is asked for, would walk through time and hope to meet them: a second, for who is not there.
 */
const whole = ({ pupilId, personId }: LogSearch) =>
  pupilId || personId ? sql`materialized` : sql`not materialized`;

function conditions(search: LogSearch, under: LogPlace | undefined): RawBuilder<unknown>[] {
  const { pupilId, personId, accountId, kind, since, before } = search;
  const found: RawBuilder<unknown>[] = [];
  if (pupilId) found.push(sql`e.pupil_ids @> array[${pupilId}::bigint]`);
  if (personId) found.push(sql`e.person_ids @> array[${personId}::bigint]`);
  if (accountId) found.push(sql`e.account_id = ${accountId}`);
  // written out, so that the planner knows which of them are rare
  if (kind) found.push(sql`e.action in (${sql.join(actionsOf(kind).map((one) => sql.lit(one)))})`);
  if (since) found.push(sql`e.at >= ${since}`);
  if (before) found.push(sql`e.at < ${before}`);
  if (under) found.push(sql`(e.at, e.id) < (${under.at}, ${under.id})`);
  return found;
}

interface Ids {
  accountId: number | null;
  subject: Record<string, unknown>;
  pupilIds: number[];
  personIds: number[];
}

async function namesOf(db: Db, { school }: Viewer, rows: Ids[]) {
  const unique = (ids: (number | null)[]) => [...new Set(ids.filter((id) => id !== null))];
  const groupIds = rows.flatMap(({ subject }) => groupIdsIn(subject));
  const { rows: found } = await sql<{ of: "pupil" | "person" | "account" | "group" } & Named>`
    select 'pupil' as of, k.id, ${nameOf("k")} as name from pupils k
    where k.school_id = ${school.id} and k.erased_at is null
      and k.id = any(${unique(rows.flatMap((row) => row.pupilIds))}::bigint[])
    union all
    select 'person', p.id, ${nameOf("p")} from people p
    where p.school_id = ${school.id} and p.erased_at is null
      and p.id = any(${unique(rows.flatMap((row) => row.personIds))}::bigint[])
    union all
    select 'account', p.account_id, string_agg(${nameOf("p")}, ', ' order by p.id) from people p
    where p.school_id = ${school.id}
      and p.account_id = any(${unique(rows.map((row) => row.accountId))}::bigint[])
    group by p.account_id
    union all
    select 'group', g.id, g.name from groups g
    where g.school_id = ${school.id} and g.id = any(${unique(groupIds)}::bigint[])`.execute(db);
  const of = (kind: string) =>
    new Map(found.filter((row) => row.of === kind).map((row) => [row.id, row.name]));
  return {
    pupils: of("pupil"),
    people: of("person"),
    accounts: of("account"),
    groups: Object.fromEntries(of("group")),
  };
}

interface Named {
  id: number;
  name: string;
}

/** Where a subject speaks of groups: `groupId`, and `from` and `to` of moved pupils. */
const groupIdsIn = (subject: Record<string, unknown>) =>
  ["groupId", "from", "to"].map((key) => subject[key]).filter((id) => typeof id === "number");

/** Someone the log can be about, or by. */
export interface LogPerson {
  kind: "pupil" | "person";
  id: number;
  name: string;
  accountId: number | null;
  staff: boolean;
  left: boolean;
}

/** How many names are offered to choose from. */
const mostNames = 20;

/** Pupils and adults by some letters of their name, also those who have left. */
export async function findNames(
  db: Db,
  viewer: Viewer,
  letters: string,
  adultsOnly: boolean,
): Promise<LogPerson[]> {
  const words = searchWords(letters);
  if (words.length === 0) return [];
  const found = (o: string) =>
    sql`${sql.ref(`${o}.search`)} like all(${likePatterns(words)}::text[])
    and ${sql.ref(`${o}.school_id`)} = ${viewer.school.id}
    and ${sql.ref(`${o}.erased_at`)} is null`;
  const pupils = sql`
    select 'pupil' as kind, k.id, ${nameOf("k")} as name, null::bigint as "accountId",
      false as staff, k.left_at is not null as left from pupils k where ${found("k")}
    union all`;
  const { rows } = await sql<LogPerson>`
    ${adultsOnly ? sql`` : pupils}
    select 'person' as kind, p.id, ${nameOf("p")} as name, p.account_id as "accountId",
      exists (select from staff st where st.school_id = p.school_id and st.person_id = p.id
        and st.left_at is null) as staff, p.left_at is not null as left
    from people p where ${found("p")} ${adultsOnly ? sql`and p.account_id is not null` : sql``}
    order by "left", name, id limit ${mostNames}`.execute(db);
  return rows;
}

/** Who was chosen, with their name; null when erased, undefined when never here. */
export async function findChosen(db: Db, viewer: Viewer, search: LogSearch) {
  const ids: Ids = {
    accountId: search.accountId ?? null,
    subject: {},
    pupilIds: search.pupilId ? [search.pupilId] : [],
    personIds: search.personId ? [search.personId] : [],
  };
  const names = await namesOf(db, viewer, [ids]);
  return {
    about: names.pupils.get(search.pupilId ?? 0) ?? names.people.get(search.personId ?? 0) ?? null,
    by: names.accounts.get(search.accountId ?? 0) ?? null,
  };
}
