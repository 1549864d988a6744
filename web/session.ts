import { createHash } from "node:crypto";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Env, House } from "./house.ts";
import { presentText } from "./presence.ts";
import {
  type Child,
  onlyReads,
  type OwnGroup,
  type OwnPerson,
  type Role,
  type School,
  type Viewer,
} from "./viewer.ts";

const hour = 3600_000;
/** How long a session lasts without being used. */
export const sessionLife = { persistent: 90 * 24 * hour, short: 12 * hour };
const seenEvery = hour / 6;

/** Tokens are kept hashed, so that whoever reads the database cannot use them. */
export function hashToken(token: string): Uint8Array {
  return createHash("sha256").update(token).digest();
}

export function sessionToken(c: Context<Env>): string | undefined {
  return getCookie(c, cookie(c).name);
}

/** @param persistent kept by the browser after it is closed ("ingelogd blijven"). */
export function setSessionCookie(c: Context<Env>, token: string, persistent: boolean): void {
  const { name, ...attributes } = cookie(c);
  const maxAge = persistent ? sessionLife.persistent / 1000 : undefined;
  setCookie(c, name, token, { ...attributes, maxAge });
}

export function clearSessionCookie(c: Context<Env>): void {
  const { name, ...attributes } = cookie(c);
  deleteCookie(c, name, attributes);
}

/** Over HTTPS the `__Host-` prefix makes browsers refuse the cookie from any other host or path. */
function cookie(c: Context<Env>) {
  const secure = c.get("house").config.origin.startsWith("https:");
  const name = secure ? "__Host-session" : "session";
  return { name, path: "/", httpOnly: true, sameSite: "Lax", secure } as const;
}

/** Who comes to a school: the school of the address and, with a session there, the viewer. */
interface Visit {
  school: School;
  viewer: Viewer | undefined;
  /** There is a session that holds, of someone who has no place at this school (any more). */
  outside: boolean;
  /** The session lives on from now, in the browser too: its cookie is to be set again. */
  prolonged: boolean;
}

interface VisitRow {
  school: School;
  /** Null without a session that holds. */
  session_id: number | null;
  last_seen_at: Date;
  expires_at: Date;
  persistent: boolean;
  account_id: number;
  user_name: string;
  account_language: string;
  /** Whether a second step is asked at sign-in; only looked up where the school requires it. */
  two_step: boolean | null;
  people: (Omit<OwnPerson, "readOnly"> & { role: Role | null; read_only: boolean })[];
  children: {
    id: number;
    name: string;
    initials: string;
    photo: number | null;
    group_id: number | null;
    group: string | null;
    /** Through whom it is a child of the account. */
    by: number;
  }[];
  teaches: { id: number; name: string }[];
  sends: (number | null)[];
}

/** What a `School` is made of, from table alias `s` of a query of one's own. */
export const schoolFields = (s: string) => `
${s}.id, ${s}.short_name as "shortName", ${s}.name, ${s}.time_zone as "timeZone", ${s}.language,
  ${s}.logo_file_id as "logoFileId", ${s}.office_phone as "officePhone", ${s}.menu,
  ${s}.guardians_may_post as "guardiansMayPost", ${s}.reveal_unknown_user as "revealUnknownUser",
  ${s}.digest_days as "digestDays", left(${s}.digest_time::text, 5) as "digestTime",
  ${s}.direct_changes as "directChanges", ${s}.two_step_required as "twoStepRequired",
  ${s}.uses_notes as "usesNotes", ${s}.uses_results as "usesResults"`;

/** People of the account at the school who have a place there: not left, blocked or deceased. */
const present = `p.school_id = s.id and p.account_id = a.id
      and ${presentText("p")}`;
/** A school year begins on 1 August, by the clock of the school. */
const currentYear =
  `extract(year from ($2::timestamptz at time zone s.time_zone) - interval '7 months')::int`;

/**
 * Everything a request must know of who is looking, in one statement. Blocked, left and
 * deceased people and their children are simply not there.
 * $1 token hash, $2 now, $3 short name of the school
 */
const visitQuery = `
select (select to_jsonb(x) from (select ${schoolFields("s")}) x) as school,
  e.id as session_id, e.last_seen_at, e.expires_at, e.persistent,
  a.id as account_id, a.user_name, a.language as account_language,
  case when s.two_step_required then exists (
    select from account_totp o where o.account_id = a.id and o.confirmed_at is not null) end
    as two_step,
  coalesce((
    select json_agg(json_build_object(
      'id', p.id,
      'name', concat_ws(' ', nullif(p.first_name, ''), nullif(p.prefix, ''), nullif(p.last_name, '')),
      'initials', upper(left(p.first_name, 1) || left(p.last_name, 1)),
      'photo', p.photo_file_id, 'role', st.role, 'read_only', p.read_only) order by st.role nulls last, p.read_only, p.id)
    from people p
    left join staff st on st.school_id = p.school_id and st.person_id = p.id and st.left_at is null
    where ${present}), '[]') as people,
  coalesce((
    select json_agg(json_build_object('id', k.id, 'name', k.first_name,
        'initials', upper(left(k.first_name, 1) || left(k.last_name, 1)), 'photo', k.photo_file_id, 'by', p.id, 'group_id', g.id, 'group', g.name)
      order by k.born_on desc nulls last, k.id, g.id)
    from people p
    join guardianships gs on gs.school_id = p.school_id and gs.person_id = p.id and gs.blocked_at is null
    join pupils k on k.school_id = gs.school_id and k.id = gs.pupil_id and k.left_at is null
    left join (group_pupils gp join groups g
      on g.school_id = gp.school_id and g.id = gp.group_id and g.left_at is null)
      on gp.school_id = k.school_id and gp.pupil_id = k.id and g.school_year = ${currentYear}
    where ${present}), '[]') as children,
  coalesce((
    select json_agg(json_build_object('id', g.id, 'name', g.name) order by g.position, g.id)
    from people p
    join staff st on st.school_id = p.school_id and st.person_id = p.id and st.left_at is null
    join group_staff t on t.school_id = p.school_id and t.person_id = p.id
    join groups g on g.school_id = t.school_id and g.id = t.group_id
      and g.school_year = ${currentYear} and g.left_at is null
    where ${present}), '[]') as teaches,
  coalesce((
    select json_agg(n.group_id)
    from people p join senders n on n.school_id = p.school_id and n.person_id = p.id
    where ${present} and not p.read_only), '[]') as sends
from schools s
left join (sessions e join accounts a on a.id = e.account_id)
  on e.token_hash = $1 and e.expires_at > $2
where s.short_name = $3`;

/**
 * The school an address begins with, and the viewer behind the session token: undefined without
 * a session that holds, or for an account without a place at this school.
 */
export async function findVisit(
  { pool, clock }: House,
  shortName: string,
  token: string | undefined,
): Promise<Visit | undefined> {
  if (!/^[a-z][a-z0-9-]{1,30}$/.test(shortName)) return undefined;
  const now = clock.now();
  const hash = token === undefined ? null : hashToken(token) as never;
  const [row] = await pool.unsafe<VisitRow[]>(visitQuery, [hash, now, shortName], {
    prepare: true,
  });
  if (!row) return undefined;
  const { school } = row;
  if (row.session_id === null) {
    return { school, viewer: undefined, outside: false, prolonged: false };
  }
  const written = await keepAlive(pool, row, now);
  const viewer = viewerOf(row, school);
  return { school, viewer, outside: !viewer, prolonged: written && row.persistent };
}

function viewerOf(row: VisitRow, school: School): Viewer | undefined {
  const people = row.people.map((p) => ({ ...p, readOnly: p.read_only && p.role === null }));
  const children = childrenOf(row, people);
  const roles = new Set(row.people.map((p) => p.role).filter((role) => role !== null));
  if (children.length > 0) roles.add("guardian");
  const [person] = people;
  if (!person || roles.size === 0) return undefined;
  const groups: OwnGroup[] = [
    ...row.teaches.map((group) => ({ ...group, as: "teacher" as const })),
    ...children.flatMap((child) => child.groups).map((g) => ({ ...g, as: "guardian" as const })),
  ];
  return {
    accountId: row.account_id,
    sessionId: row.session_id!,
    userName: row.user_name,
    language: row.account_language,
    school,
    people,
    person,
    roles,
    readOnly: people.every((p) => p.readOnly),
    owesTwoStep: row.two_step === false && (roles.has("office") || roles.has("admin")),
    children,
    groups,
    groupIds: [...new Set(groups.map((group) => group.id))],
    mayPostTo: row.sends,
  };
}

/** One row per child, guardian and group becomes one child with its groups. */
function childrenOf({ children }: VisitRow, people: OwnPerson[]): Child[] {
  const byId = new Map<number, Child>();
  for (const { id, name, initials, photo, group_id, group, by } of children) {
    const child = byId.get(id) ??
      { id, firstName: name, initials, photo, readOnly: true, groups: [] };
    byId.set(id, child);
    if (!onlyReads(people, by)) child.readOnly = false;
    const known = child.groups.some((g) => g.id === group_id); // both guardians may share the account
    if (group_id !== null && group !== null && !known) {
      child.groups.push({ id: group_id, name: group });
    }
  }
  return [...byId.values()];
}

/** A session in use lives on; written at most every ten minutes. @returns whether it was */
async function keepAlive(pool: House["pool"], row: VisitRow, now: Date): Promise<boolean> {
  if (now.getTime() - row.last_seen_at.getTime() < seenEvery) return false;
  const life = row.persistent ? sessionLife.persistent : sessionLife.short;
  await pool.unsafe(
    "update sessions set last_seen_at = $2, expires_at = $3 where id = $1",
    [row.session_id!, now, new Date(now.getTime() + life)],
    { prepare: true },
  );
  return true;
}
