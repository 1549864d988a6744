import { type RawBuilder, sql, type SqlBool } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { type Day, monthOf } from "./days.ts";
import { isOffice, type Viewer } from "../../web/viewer.ts";

export interface AgendaItem {
  id: number;
  title: string;
  startsOn: Day;
  endsOn: Day;
  /** `17:30`; null when it takes the whole day. */
  startsAt: string | null;
  endsAt: string | null;
  place: string;
  description: string;
  forSchool: boolean;
  /** The groups it is for; empty when it is for the school. */
  groups: { id: number; name: string }[];
  /** Whether the viewer put it there. */
  own: boolean;
}

/**
 * Who sees which item, as a condition on `agenda_items i`: what is for the school, for one of
 * one's groups of this school year, or one's own; the office sees all. Where the school switched
 * the agenda off there are none.
 */
function isVisible(viewer: Viewer): RawBuilder<SqlBool> {
  const { school } = viewer;
  if (school.menu.agenda?.off) return sql<SqlBool>`false`;
  if (isOffice(viewer)) return sql<SqlBool>`i.school_id = ${school.id}`;
  // Not `exists`: that would be planned as one list of all the groups' items, of all schools.
  return sql<SqlBool>`i.school_id = ${school.id} and (i.for_school or ${isOwn(viewer)} or (
    select true from agenda_item_groups g where g.school_id = i.school_id and g.item_id = i.id
      and g.group_id = any(${viewer.groupIds}::bigint[]) limit 1))`;
}

function isOwn(viewer: Viewer): RawBuilder<SqlBool> {
  return sql<SqlBool>`i.created_by = any(${viewer.people.map((one) => one.id)}::bigint[])`;
}

const itsGroups = sql`coalesce((
  select json_agg(json_build_object('id', g.id, 'name', g.name) order by g.position, g.id)
  from agenda_item_groups ig join groups g on g.school_id = ig.school_id and g.id = ig.group_id
  where ig.school_id = i.school_id and ig.item_id = i.id), '[]')`;

function columns(viewer: Viewer) {
  return sql`i.id, i.title, i.starts_on as "startsOn", i.ends_on as "endsOn",
    to_char(i.starts_at, 'HH24:MI') as "startsAt", to_char(i.ends_at, 'HH24:MI') as "endsAt",
    i.place, i.description, i.for_school as "forSchool", ${itsGroups} as groups,
    ${isOwn(viewer)} as own`;
}

/** The item with this id, if the viewer may see it. */
export async function findItem(
  db: Db,
  viewer: Viewer,
  id: number,
): Promise<AgendaItem | undefined> {
  const { rows: [item] } = await sql<AgendaItem>`
    select ${columns(viewer)} from agenda_items i where i.id = ${id} and ${isVisible(viewer)}`
    .execute(db);
  return item;
}

/** What happens in a month (`2026-11`), in order of day and time; several days count in each month. */
export async function listMonth(db: Db, viewer: Viewer, month: string): Promise<AgendaItem[]> {
  const { first, last } = monthOf(month);
  return await listBetween(db, viewer, first, last);
}

/** What happens from one day to another, both included. */
async function listBetween(db: Db, viewer: Viewer, first: Day, last: Day): Promise<AgendaItem[]> {
  const { rows } = await sql<AgendaItem>`
    select ${columns(viewer)} from agenda_items i
    where ${isVisible(viewer)} and i.starts_on <= ${last} and i.ends_on >= ${first}
    order by i.starts_on, i.starts_at nulls first, i.id`.execute(db);
  return rows;
}

/** An item as the start page's strip tells it. */
export type ComingItem = Pick<AgendaItem, "id" | "title" | "startsOn" | "endsOn" | "startsAt">;

/**
 * What happens on `days` days from `from` on, that day included.
 * An item of several days is there when any of its days is.
 */
export async function listComingDays(
  db: Db,
  viewer: Viewer,
  from: Day,
  days: number,
): Promise<ComingItem[]> {
  const { rows } = await sql<ComingItem>`
    select i.id, i.title, i.starts_on as "startsOn", i.ends_on as "endsOn",
      to_char(i.starts_at, 'HH24:MI') as "startsAt"
    from agenda_items i
    where ${
    isVisible(viewer)
  } and i.starts_on < ${from}::date + ${days}::int and i.ends_on >= ${from}
    order by i.starts_on, i.starts_at nulls first, i.id`.execute(db);
  return rows;
}

/** An item that goes along in a digest. */
export type DigestItem = Omit<AgendaItem, "own" | "description"> & { createdBy: number };

/**
 * Takes the items to come that no digest has told of yet, and notes in the same statement that
 * this one does. What is over, and everything where the agenda is off, is taken and left out.
 * @param today the day it is at the school.
 */
export async function takeUndigestedItems(
  trx: Trx,
  schoolId: number,
  now: Date,
  today: Day,
): Promise<DigestItem[]> {
  const { rows } = await sql<DigestItem>`
    with taken as (
      update agenda_items set digested_at = ${now}
      where school_id = ${schoolId} and digested_at is null and created_at <= ${now}
      returning *)
    select i.id, i.title, i.starts_on as "startsOn", i.ends_on as "endsOn",
      to_char(i.starts_at, 'HH24:MI') as "startsAt", to_char(i.ends_at, 'HH24:MI') as "endsAt",
      i.place, i.for_school as "forSchool", i.created_by as "createdBy", ${itsGroups} as groups
    from taken i join schools s on s.id = i.school_id
    where i.ends_on >= ${today} and coalesce(s.menu -> 'agenda' ->> 'off', 'false') <> 'true'
    order by i.starts_on, i.starts_at nulls first, i.id`.execute(trx);
  return rows;
}

/** What an item can be for: a group, or with `null` the whole school. */
export interface Place {
  id: number | null;
  name: string;
}

/** What the viewer may put items in: a teacher one's own groups, the office everything. */
export async function listPlaces(db: Db, viewer: Viewer, schoolYear: number): Promise<Place[]> {
  if (!isOffice(viewer)) {
    return viewer.groups.filter((group) => group.as === "teacher")
      .map(({ id, name }) => ({ id, name }));
  }
  const groups = await db.selectFrom("groups").select(["id", "name"])
    .where("school_id", "=", viewer.school.id).where("school_year", "=", schoolYear)
    .where("left_at", "is", null).orderBy("position").orderBy("id").execute();
  return [{ id: null, name: "" }, ...groups];
}
