import { type RawBuilder, sql } from "kysely";
import type { Db } from "../../db/database.ts";
import { dayIn, momentIn, schoolYearOf } from "../../web/clock.ts";
import { isPresent } from "../../web/presence.ts";
import { isOffice, type School, type Viewer } from "../../web/viewer.ts";
import type { PostKind } from "./tables.ts";

/** For whom a post is: everyone of the school, or those of some groups. */
export interface Audience {
  forSchool: boolean;
  /** Empty when it is for the school. */
  groupIds: number[];
}

/** The groups that a `posts p` is for, in their own order: id and name of each. */
export const itsGroups = sql<{ id: number; name: string }[]>`
  coalesce((select json_agg(json_build_object('id', g.id, 'name', g.name) order by g.position, g.id)
    from post_groups pg join groups g on g.school_id = pg.school_id and g.id = pg.group_id
    where pg.school_id = p.school_id and pg.post_id = p.id), '[]')`;

/** Their names in a row, or null when there are none. */
export const itsGroupNames = sql<string | null>`
  (select string_agg(g.name, ', ' order by g.position, g.id)
    from post_groups pg join groups g on g.school_id = pg.school_id and g.id = pg.group_id
    where pg.school_id = p.school_id and pg.post_id = p.id)`;

/** The initials of who wrote a `posts p`, as they stand wherever this person does. */
export const itsInitials = sql<string>`
  (select upper(left(a.first_name, 1) || left(a.last_name, 1))
    from people a where a.school_id = p.school_id and a.id = p.author_id)`;

/** A place someone may post to, and with which kinds of post. */
export interface Place {
  /** A group, or null for the whole school. */
  id: number | null;
  /** Empty for the whole school: that word is the school's own, per language. */
  name: string;
  kinds: PostKind[];
}

/** Everything this person may post to, the whole school first, then groups in their own order. */
export async function listPlaces(db: Db, viewer: Viewer, now: Date): Promise<Place[]> {
  const { school } = viewer;
  const groups = await db.selectFrom("groups").select(["id", "name"])
    .where("school_id", "=", school.id)
    .where("school_year", "=", schoolYearOf(dayIn(school.timeZone, now)))
    .where("left_at", "is", null)
    .orderBy("position").orderBy("id").execute();
  return [{ id: null, name: "" }, ...groups]
    .map((place) => ({ ...place, kinds: kindsFor(viewer, place.id) }))
    .filter((place) => place.kinds.length > 0);
}

/**
 * Who may post what where: office and admin everything; teachers to their own groups; a class
 * parent, OR or MR to what they were granted (never urgent); other guardians on the board of
 * their children's groups, where the school allows it.
 */
function kindsFor(viewer: Viewer, group: number | null): PostKind[] {
  if (viewer.readOnly) return [];
  const belongs = (as: "teacher" | "guardian") =>
    viewer.groups.some((own) => own.id === group && own.as === as);
  if (isOffice(viewer) || belongs("teacher")) return ["news", "board", "urgent"];
  const granted = viewer.mayPostTo.some((place) => place === group || place === null);
  if (granted) return ["news", "board"];
  return viewer.school.guardiansMayPost && belongs("guardian") ? ["board"] : [];
}

/** How many a post reaches. */
export interface Reach {
  /** Children with the same first guardian are one family. */
  families: number;
  guardians: number;
  staff: number;
  /** Guardians without an e-mail address. */
  unreachable: number;
  /** Posts that this audience already got today. */
  today: number;
}

/** Who and how many an audience is, before something is posted to it (M9). */
export async function countReach(
  db: Db,
  school: School,
  audience: Audience,
  now: Date,
): Promise<Reach> {
  const midnight = momentIn(school.timeZone, dayIn(school.timeZone, now), "00:00");
  const { rows: [reach] } = await sql<Reach>`
    with ${membersOf(school, audience)}
    select
      (select count(distinct family)::int from (
        select coalesce(min(m.person_id), -i.pupil_id) as family
        from pupils_in i left join guardianships gs
          on gs.school_id = ${school.id} and gs.pupil_id = i.pupil_id
        left join guardians_in m on m.person_id = gs.person_id
        group by i.pupil_id) f) as families,
      (select count(*)::int from guardians_in) as guardians,
      (select count(*)::int from staff_in) as staff,
      (select count(*)::int from guardians_in where address is null) as unreachable,
      (select count(*)::int from posts p
        where p.school_id = ${school.id} and p.withdrawn_at is null
          and p.publish_at >= ${midnight} and p.publish_at <= ${now}
          and (p.for_school or exists (select from post_groups pg
            where pg.school_id = p.school_id and pg.post_id = p.id
              and pg.group_id = any(${audience.groupIds}::bigint[])))) as today
  `.execute(db);
  return reach!;
}

/** Where mail for someone goes. */
interface Receiver {
  accountId: number | null;
  address: string;
  language: string;
}

/** Everyone with an address whom an audience reaches, and the author; each address once. */
export async function listReceivers(
  db: Db,
  school: School,
  audience: Audience,
  authorId: number,
): Promise<Receiver[]> {
  const { rows } = await sql<Receiver>`
    with ${membersOf(school, audience)}
    select distinct on (address) account_id as "accountId", address, language
    from (${membersAnd(school, authorId)}) m
    where address is not null
    order by address, account_id nulls last`.execute(db);
  return rows.map((row) => ({ ...row, language: row.language ?? school.language }));
}

/** Guardians, staff and the author of a post, who is told as well. */
const membersAnd = ({ id }: School, authorId: number) =>
  sql`
    select * from guardians_in union all select * from staff_in union all
    select ${memberColumns} from people p left join accounts a on a.id = p.account_id
    where p.school_id = ${id} and p.id = ${authorId} and ${isPresent("p")}`;

/** Names of guardians whom no mail can reach, for the staff to phone. */
export async function listUnreachable(
  db: Db,
  school: School,
  audience: Audience,
): Promise<{ id: number; name: string; children: string }[]> {
  const { rows } = await sql<{ id: number; name: string; children: string }>`
    with ${membersOf(school, audience)}
    select m.person_id as id, m.name, coalesce((
      select string_agg(k.first_name, ', ' order by k.first_name)
      from guardianships gs join pupils k on k.school_id = gs.school_id and k.id = gs.pupil_id
      join pupils_in i on i.pupil_id = k.id
      where gs.school_id = ${school.id} and gs.person_id = m.person_id
        and gs.blocked_at is null), '') as children
    from guardians_in m where m.address is null order by m.name`.execute(db);
  return rows;
}

/** Of these addresses, whose they are at this school. */
export async function namesOfAddresses(
  db: Db,
  school: School,
  addresses: string[],
): Promise<Map<string, string>> {
  if (addresses.length === 0) return new Map();
  const { rows } = await sql<{ address: string; name: string }>`
    select lower(coalesce(a.email, p.email)) as address, string_agg(${nameOf}, ', ') as name
    from people p left join accounts a on a.id = p.account_id
    where p.school_id = ${school.id}
      and lower(coalesce(a.email, p.email)) = any(${addresses}::text[])
    group by 1`.execute(db);
  return new Map(rows.map((row) => [row.address, row.name]));
}

const nameOf = sql`
  concat_ws(' ', nullif(p.first_name, ''), nullif(p.prefix, ''), nullif(p.last_name, ''))`;

/** Mail goes to the address of the account, or before there is one to the one the school knows. */
const memberColumns = sql`p.id as person_id, ${nameOf} as name, p.account_id,
  lower(nullif(coalesce(a.email, p.email), '')) as address, a.language`;

/** `pupils_in`, `guardians_in` and `staff_in`: those whom an audience is made of. */
function membersOf({ id }: School, { forSchool, groupIds }: Audience): RawBuilder<unknown> {
  return sql`
    pupils_in as (
      select k.id as pupil_id from pupils k
      where k.school_id = ${id} and k.left_at is null
        and (${forSchool}::boolean or k.id in (
          select gp.pupil_id from group_pupils gp
          where gp.school_id = ${id} and gp.group_id = any(${groupIds}::bigint[])))
    ), guardians_in as (
      select ${memberColumns} from people p left join accounts a on a.id = p.account_id
      where p.school_id = ${id} and ${isPresent("p")} and p.id in (
        select gs.person_id from guardianships gs join pupils_in i on i.pupil_id = gs.pupil_id
        where gs.school_id = ${id} and gs.blocked_at is null)
    ), staff_in as (
      select ${memberColumns} from people p left join accounts a on a.id = p.account_id
      join staff st on st.school_id = p.school_id and st.person_id = p.id and st.left_at is null
      where p.school_id = ${id} and ${isPresent("p")}
        and (${forSchool}::boolean or p.id in (
          select gt.person_id from group_staff gt
          where gt.school_id = ${id} and gt.group_id = any(${groupIds}::bigint[])))
    )`;
}
