import { sql } from "kysely";
import type { Db } from "../../db/database.ts";
import type { Viewer } from "../../web/viewer.ts";
import { nameOf, schoolYearAt } from "./groups.queries.ts";
import { compareNames, type NameParts } from "./names.ts";
import {
  type AccountState,
  groupsOf,
  joinAccount,
  nameColumns,
  type NamedPupil,
  stateColumns,
} from "./people.queries.ts";
import type { Reach } from "./reach.ts";
import type { Day } from "./tables.ts";

// For the office only: guarded on the routes.

export interface LinkedChild extends NamedPupil {
  relation: string;
  blocked: boolean;
  blockedReason: string | null;
}

/** An adult as the office keeps them. */
export interface Person extends NameParts, Reach, AccountState {
  id: number;
  secretAddress: boolean;
  deceased: boolean;
  blockedAt: Date | null;
  blockedReason: string | null;
  leftAt: Date | null;
  /** Of the account: what one signs in with, and where mail goes. */
  userName: string | null;
  mailTo: string | null;
  lastSeenAt: Date | null;
  /** Whether a code is asked at sign-in. */
  twoStep: boolean;
  /** Names of others at this school who use the account. */
  sharedWith: string[];
  /** Whether the account, through whomever, is that of an admin: then only admins change it. */
  ofAdmin: boolean;
  staff: { role: "teacher" | "office" | "admin"; title: string; function: string } | null;
  teaches: string[];
  children: LinkedChild[];
  senders: { id: number; title: string; group: string | null }[];
}

/** A person of the viewer's school, also one who has left. */
export async function findPerson(
  db: Db,
  viewer: Viewer,
  id: number,
  now: Date,
): Promise<Person | undefined> {
  const year = schoolYearAt(viewer, now);
  const { rows: [person] } = await sql<Person>`
    select ${nameColumns("p")}, ${stateColumns}, p.email, p.phone, p.street,
      p.house_number as "houseNumber", p.house_addition as "houseAddition", p.postcode, p.city,
      p.secret_address as "secretAddress", p.deceased, p.blocked_at as "blockedAt",
      p.blocked_reason as "blockedReason", p.left_at as "leftAt",
      a.user_name as "userName",
      case when p.account_id is null then a.user_name else a.email end as "mailTo",
      (select max(s.last_seen_at) from sessions s where s.account_id = p.account_id) as "lastSeenAt",
      exists (select from account_totp o where o.account_id = p.account_id
        and o.confirmed_at is not null) as "twoStep",
      coalesce((select json_agg(${nameOf("o")} order by o.id) from people o
        where o.school_id = p.school_id and o.account_id = p.account_id and o.id <> p.id
          and o.left_at is null), '[]') as "sharedWith",
      exists (select from staff st join people o on o.school_id = st.school_id
        and o.id = st.person_id
        where o.school_id = p.school_id and (o.id = p.id or o.account_id = p.account_id)
          and st.role = 'admin' and st.left_at is null) as "ofAdmin",
      (select json_build_object('role', st.role, 'title', st.title, 'function', st.function)
        from staff st where st.school_id = p.school_id and st.person_id = p.id
          and st.left_at is null) as staff,
      coalesce((select json_agg(g.name order by g.position, g.id) from group_staff t
        join groups g on g.school_id = t.school_id and g.id = t.group_id
        where t.school_id = p.school_id and t.person_id = p.id and g.left_at is null
          and g.school_year = ${year}), '[]') as teaches,
      coalesce((select json_agg(json_build_object('id', k.id, 'name', ${nameOf("k")},
          'groups', ${groupsOf(year)}, 'relation', gs.relation,
          'blocked', gs.blocked_at is not null, 'blockedReason', gs.blocked_reason)
          order by k.born_on desc nulls last, k.id)
        from guardianships gs
        join pupils k on k.school_id = gs.school_id and k.id = gs.pupil_id and k.left_at is null
        where gs.school_id = p.school_id and gs.person_id = p.id), '[]') as children,
      coalesce((select json_agg(json_build_object('id', n.id, 'title', n.title, 'group', g.name)
          order by n.id)
        from senders n left join groups g on g.school_id = n.school_id and g.id = n.group_id
        where n.school_id = p.school_id and n.person_id = p.id), '[]') as senders
    from people p ${joinAccount}
    where p.school_id = ${viewer.school.id} and p.id = ${id} and p.erased_at is null`.execute(db);
  return person;
}

/** Who may change what goes with an account: for that of an admin only an admin. */
export const mayChange = (viewer: Viewer, person: Pick<Person, "ofAdmin">) =>
  viewer.roles.has("admin") || !person.ofAdmin;

/** A pupil as the office keeps them. */
export interface Pupil extends NameParts {
  id: number;
  bornOn: Day | null;
  year: string;
  leftAt: Date | null;
  groups: { id: number; name: string }[];
  guardians: { id: number; name: string; relation: string; blocked: boolean }[];
}

/** A pupil of the viewer's school, also one who has left. */
export async function findPupil(
  db: Db,
  viewer: Viewer,
  id: number,
  now: Date,
): Promise<Pupil | undefined> {
  const { rows: [pupil] } = await sql<Pupil>`
    select ${nameColumns("k")}, k.born_on as "bornOn", k.year, k.left_at as "leftAt",
      coalesce((select json_agg(json_build_object('id', g.id, 'name', g.name)
          order by g.position, g.id)
        from group_pupils gp join groups g on g.school_id = gp.school_id and g.id = gp.group_id
        where gp.school_id = k.school_id and gp.pupil_id = k.id and g.left_at is null
          and g.school_year = ${schoolYearAt(viewer, now)}), '[]') as groups,
      coalesce((select json_agg(json_build_object('id', p.id, 'name', ${nameOf("p")},
          'relation', gs.relation, 'blocked', gs.blocked_at is not null or p.blocked_at is not null)
          order by p.id)
        from guardianships gs join people p on p.school_id = gs.school_id and p.id = gs.person_id
        where gs.school_id = k.school_id and gs.pupil_id = k.id and p.left_at is null), '[]')
        as guardians
    from pupils k
    where k.school_id = ${viewer.school.id} and k.id = ${id} and k.erased_at is null`.execute(db);
  return pupil;
}

/** All pupils with their groups, to choose one from. */
export async function listChoosable(db: Db, viewer: Viewer, now: Date): Promise<NamedPupil[]> {
  const { rows } = await sql<NamedPupil & NameParts>`
    select ${nameColumns("k")}, ${nameOf("k")} as name, ${
    groupsOf(schoolYearAt(viewer, now))
  } as groups
    from pupils k where k.school_id = ${viewer.school.id} and k.left_at is null`.execute(db);
  return rows.sort(compareNames);
}
