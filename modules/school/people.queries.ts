import { type RawBuilder, sql, type SqlBool } from "kysely";
import type { Db } from "../../db/database.ts";
import { hasPlace, worksHere } from "../../web/presence.ts";
import type { Viewer } from "../../web/viewer.ts";
import { accountOrWaiting } from "../accounts/mod.ts";
import { nameOf, schoolYearAt } from "./groups.queries.ts";
import { likePatterns, searchWords } from "./letters.ts";
import { compareNames, type NameParts } from "./names.ts";
import type { Day } from "./tables.ts";

// For the office only: guarded on the routes.

export type PeopleTab = "guardians" | "pupils" | "staff";
export const peopleFilters = ["inactive", "noAddress"] as const;
export type PeopleFilter = typeof peopleFilters[number];

/** What is looked for: a few letters, and a filter. */
export interface Search {
  letters: string;
  filter: PeopleFilter | undefined;
}

/** How far someone is with getting in. */
export interface AccountState {
  /** Also one they have at another school and have not confirmed here: then it is not active. */
  accountId: number | null;
  activatedAt: Date | null;
  /** When an invitation last went out (or was queued). */
  invitedAt: Date | null;
  /** Mail to the address they have now failed or came back. */
  undelivered: boolean;
  readOnly: boolean;
  blocked: boolean;
  /** Not blocked wholly, yet for each child here, and without work here: that lets nobody in. */
  shutOut: boolean;
}

interface Named {
  id: number;
  name: string;
}
/** A pupil with the names of this year's groups. */
export interface NamedPupil extends Named {
  groups: string[];
}

export interface GuardianRow extends NameParts, AccountState {
  id: number;
  children: NamedPupil[];
}
export interface StaffRow extends NameParts, AccountState {
  id: number;
  title: string;
  role: "teacher" | "office" | "admin";
  groups: string[];
}
export interface PupilRow extends NameParts {
  id: number;
  bornOn: Day | null;
  groups: string[];
  guardians: Named[];
}

export const nameColumns = (of: string) =>
  sql.raw(`${of}.id, ${of}.first_name as "firstName", ${of}.initials, ${of}.prefix,
    ${of}.last_name as "lastName"`);

/** As `listUnreachable` of the outgoing mail: what was sent since proves nothing against a bounce. */
const isUndelivered = sql<SqlBool>`exists (select from deliveries d
  where d.school_id = p.school_id and d.account_id = a.id and d.state in ('failed', 'bounced')
    and d.address = lower(a.email) and (d.state = 'bounced' or not exists (
      select from deliveries later where later.school_id = d.school_id
        and later.account_id = d.account_id and later.address = d.address
        and later.state = 'sent' and later.sent_at > d.due_at)))`;

// Of people `p`.
const works = worksHere("p");
const childrenHere = sql`from guardianships own
  join pupils ok on ok.school_id = own.school_id and ok.id = own.pupil_id and ok.left_at is null
  where own.school_id = p.school_id and own.person_id = p.id`;
const hasChild = sql`exists (select ${childrenHere})`;
const hasOpenChild = sql`exists (select ${childrenHere} and own.blocked_at is null)`;

/** Whether the office keeps from teachers how to reach `p`: blocked, wholly or for every child. */
export const isShut = sql<
  SqlBool
>`(p.blocked_at is not null or (${hasChild} and not ${hasOpenChild}))`;

/** From people `p` and `joinAccount`. */
export const stateColumns = sql`a.id as "accountId",
  case when p.account_id is not null then a.activated_at end as "activatedAt",
  (select max(coalesce(d.sent_at, d.due_at)) from deliveries d
    where d.school_id = p.school_id and d.account_id = a.id and d.kind = 'activation'
      and d.state <> 'cancelled') as "invitedAt",
  ${isUndelivered} as undelivered,
  p.read_only as "readOnly", p.blocked_at is not null as blocked,
  p.blocked_at is null and not ${works} and ${hasChild} and not ${hasOpenChild} as "shutOut"`;

/** Accounts `a` of people `p`. */
export const joinAccount = sql`left join accounts a on a.id = ${accountOrWaiting}`;

/** The address of adult `p` on one line: *Kerkstraat 5a, 1234 AB Utrecht*; null without one. */
export const addressLine = sql<string | null>`nullif(concat_ws(', ',
  nullif(concat_ws(' ', p.street, nullif(concat(p.house_number, p.house_addition), '')), ''),
  nullif(concat_ws(' ', p.postcode, p.city), '')), '')`;

/** The contacts `t` of adult `p` or pupil `k`, as far as `may` says. */
export const contactsOf = (of: "p" | "k", may: RawBuilder<SqlBool> = sql`true`) =>
  sql`coalesce((select json_agg(json_build_object('kind', t.kind, 'label', t.label,
      'value', t.value) order by t.kind desc, t.id)
    from contacts t where t.school_id = ${sql.ref(`${of}.school_id`)}
      and ${sql.ref(of === "p" ? "t.person_id" : "t.pupil_id")} = ${sql.ref(`${of}.id`)}
      and ${may}), '[]')`;

/** The names of this year's groups of pupil `k`. */
export const groupsOf = (schoolYear: number) =>
  sql`coalesce((select json_agg(g.name order by g.position, g.id)
    from group_pupils gp join groups g on g.school_id = gp.school_id and g.id = gp.group_id
    where gp.school_id = k.school_id and gp.pupil_id = k.id and g.left_at is null
      and g.school_year = ${schoolYear}), '[]')`;

/** Who has a child here, and whoever has neither child nor work, lest nobody finds them. */
export async function listGuardians(
  db: Db,
  viewer: Viewer,
  search: Search,
  now: Date,
): Promise<GuardianRow[]> {
  const children = sql`(
    select string_agg(k.search, '') from guardianships gs
    join pupils k on k.school_id = gs.school_id and k.id = gs.pupil_id and k.left_at is null
    where gs.school_id = p.school_id and gs.person_id = p.id)`;
  const { rows } = await sql<GuardianRow>`
    select ${nameColumns("p")}, ${stateColumns}, coalesce((
        select json_agg(json_build_object('id', k.id, 'name', k.first_name,
          'groups', ${
    groupsOf(schoolYearAt(viewer, now))
  }) order by k.born_on desc nulls last, k.id)
        from guardianships gs
        join pupils k on k.school_id = gs.school_id and k.id = gs.pupil_id and k.left_at is null
        where gs.school_id = p.school_id and gs.person_id = p.id), '[]') as children
    from people p ${joinAccount}
    where p.school_id = ${viewer.school.id} and p.left_at is null and not p.deceased
      and (${hasChild} or not ${works})
      and ${matches(adultText(children), search)} and ${isFiltered(search)}`.execute(db);
  return rows.sort(compareNames);
}

/** Who works here, in the order of Dutch names. */
export async function listStaff(
  db: Db,
  viewer: Viewer,
  search: Search,
  now: Date,
): Promise<StaffRow[]> {
  const { rows } = await sql<StaffRow>`
    select ${nameColumns("p")}, ${stateColumns}, s.title, s.role, coalesce((
        select json_agg(g.name order by g.position, g.id) from group_staff t
        join groups g on g.school_id = t.school_id and g.id = t.group_id
        where t.school_id = p.school_id and t.person_id = p.id and g.left_at is null
          and g.school_year = ${schoolYearAt(viewer, now)}), '[]') as groups
    from people p join staff s on s.school_id = p.school_id and s.person_id = p.id
    ${joinAccount}
    where p.school_id = ${viewer.school.id} and p.left_at is null and s.left_at is null
      and ${matches(adultText(sql`s.search`), search)}
      and ${isFiltered(search)}`.execute(db);
  return rows.sort(compareNames);
}

/** The pupils with their groups and guardians, in the order of Dutch names. */
export async function listPupils(
  db: Db,
  viewer: Viewer,
  search: Search,
  now: Date,
): Promise<PupilRow[]> {
  const guardians = sql`from guardianships gs
    join people p on p.school_id = gs.school_id and p.id = gs.person_id and p.left_at is null
      and not p.deceased
    where gs.school_id = k.school_id and gs.pupil_id = k.id`;
  const text = sql`concat_ws(' ', k.search, (select string_agg(p.search, '') ${guardians}))`;
  const { rows } = await sql<PupilRow>`
    select ${nameColumns("k")}, k.born_on as "bornOn",
      ${groupsOf(schoolYearAt(viewer, now))} as groups,
      coalesce((select json_agg(json_build_object('id', p.id, 'name', ${nameOf("p")})
        order by p.id) ${guardians}), '[]') as guardians
    from pupils k
    where k.school_id = ${viewer.school.id} and k.left_at is null and ${matches(text, search)}`
    .execute(db);
  return rows.sort(compareNames);
}

/** What of an adult `p` with account `a` is searched. */
const adultText = (more: RawBuilder<unknown>) =>
  sql`concat_ws(' ', p.search, a.user_name, ${more})`;

/** Every word that was typed is somewhere in the text, accents and capitals aside. */
function matches(text: RawBuilder<unknown>, { letters }: Search): RawBuilder<SqlBool> {
  const words = searchWords(letters);
  return words.length === 0
    ? sql<SqlBool>`true`
    : sql<SqlBool>`${text} like all (${likePatterns(words)}::text[])`;
}

function isFiltered({ filter }: Search): RawBuilder<SqlBool> {
  if (filter === "noAddress") return sql<SqlBool>`(a.id is null or ${isUndelivered})`;
  if (filter === "inactive") {
    return sql<SqlBool>`(a.activated_at is null or p.account_id is null) and a.id is not null
      and p.blocked_at is null`;
  }
  return sql<SqlBool>`true`;
}

/** How many accounts are how far, and how many people get no mail. */
export interface Progress {
  active: number;
  invited: number;
  waiting: number;
  /** The accounts that are not active. */
  inactiveIds: number[];
  /** People, as the lists with that filter show them. */
  lists: Record<PeopleFilter, Record<"guardians" | "staff", number>>;
}

/** Counts everyone who has a place at the school: works here or has a child here, not blocked. */
export async function countProgress(db: Db, viewer: Viewer): Promise<Progress> {
  const { rows } = await sql<
    AccountState & { hasPlace: boolean; guardian: boolean; staff: boolean }
  >`
    select ${stateColumns}, ${works} as staff, (${hasChild} or not ${works}) as guardian,
      ${hasPlace("p")} as "hasPlace"
    from people p ${joinAccount}
    where p.school_id = ${viewer.school.id} and p.left_at is null and not p.deceased`
    .execute(db);
  const placed = rows.filter((row) => row.hasPlace);
  const accounts = [...new Map(placed.map((row) => [row.accountId, row])).values()]
    .filter((row) => row.accountId !== null);
  const inactive = accounts.filter((row) => !row.activatedAt);
  const listed = (meets: (row: AccountState) => boolean) => ({
    guardians: rows.filter((row) => row.guardian && meets(row)).length,
    staff: rows.filter((row) => row.staff && meets(row)).length,
  });
  return {
    active: accounts.length - inactive.length,
    invited: inactive.filter((row) => row.invitedAt).length,
    waiting: inactive.filter((row) => !row.invitedAt).length,
    inactiveIds: inactive.map((row) => row.accountId!),
    lists: {
      inactive: listed((row) => row.accountId !== null && !row.activatedAt && !row.blocked),
      noAddress: listed((row) => row.accountId === null || row.undelivered),
    },
  };
}
