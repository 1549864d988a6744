import { type RawBuilder, sql } from "kysely";
import type { Db } from "../../db/database.ts";
import type { Day } from "../../web/dates.ts";
import type { Viewer } from "../../web/viewer.ts";
import { nameOf } from "../school/mod.ts";
import { isOpen } from "./rounds.queries.ts";
import type { Interval } from "./schedule.ts";
import { inLine } from "./waiting.offers.ts";

/** A time that is kept for who was next in line. */
export interface KeptTime extends Interval {
  /** Its first slot. */
  slotId: number;
  /** Until when it is kept. */
  keptUntil: Date;
}

/** Someone's place in the line of a round. */
export interface Place {
  roundId: number;
  pupilId: number;
  /** From 1. */
  place: number;
  /** Which days are wanted; null: any. */
  days: Day[] | null;
  askedAt: Date;
  kept: KeptTime | null;
}

/** Where the viewer's children are in line, and what is kept for them. */
export function listPlaces(db: Db, viewer: Viewer, now: Date): Promise<Place[]> {
  const children = viewer.children.map((child) => child.id);
  if (children.length === 0) return Promise.resolve([]);
  const people = viewer.people.map((person) => person.id);
  return select(
    db,
    sql`null`,
    // first which rounds, as hardly anyone is in line
    sql`r.school_id = ${viewer.school.id} and ${isOpen(now)}
      and r.id = any(array(select o.round_id from talk_waits o
        where o.school_id = ${viewer.school.id} and o.pupil_id = any(${children}::bigint[])))
      and w.pupil_id = any(${children}::bigint[])
      and (w.for_guardian_id is null or w.for_guardian_id = any(${people}::bigint[]))`,
    now,
  );
}

/** Who is in line, as those who keep the round see it. */
export interface Waiter extends Place {
  name: string;
  /** In a round where guardians have talks of their own. */
  guardian: string | null;
  /** Has a time, and wants another. */
  hasTalk: boolean;
}

/** The line of a round, in its order; for staff. */
export const listWaiters = (db: Db, viewer: Viewer, roundId: number, now: Date) =>
  select<Waiter>(
    db,
    sql`(select ${
      nameOf("k")
    } from pupils k where k.school_id = w.school_id and k.id = w.pupil_id)`,
    sql`r.school_id = ${viewer.school.id} and r.id = ${roundId} and r.closed_at is null
      and r.withdrawn_at is null`,
    now,
  );

/** Whether a round has times on all of these days. */
export async function areDaysOf(
  db: Db,
  { school }: Viewer,
  roundId: number,
  days: Day[],
): Promise<boolean> {
  const { rows: [row] } = await sql<{ are: boolean }>`
    select ${days}::text[] <@ array(
      select (lower(s.during) at time zone ${school.timeZone})::date::text from talk_slots s
      where s.school_id = ${school.id} and s.round_id = ${roundId}) as are`.execute(db);
  return row!.are;
}

async function select<P extends Place>(
  db: Db,
  name: RawBuilder<unknown>,
  which: RawBuilder<unknown>,
  now: Date,
): Promise<P[]> {
  type Row = Omit<P, "kept"> & {
    kept: { slotId: number; from: string; until: string; keptUntil: string } | null;
  };
  const { rows } = await sql<Row>`
    select w.round_id as "roundId", w.pupil_id as "pupilId", to_json(w.days) as days,
      w.asked_at as "askedAt", w.place, ${name} as name,
      (select ${nameOf("p")} from people p where p.school_id = w.school_id
        and p.id = w.for_guardian_id) as guardian,
      exists (select from talk_slots s where s.school_id = w.school_id and s.round_id = w.round_id
        and s.pupil_id = w.pupil_id
        and s.for_guardian_id is not distinct from w.for_guardian_id) as "hasTalk",
      (select json_build_object('slotId', (array_agg(s.id order by lower(s.during)))[1],
          'from', min(lower(s.during)), 'until', max(upper(s.during)),
          'keptUntil', max(s.held_until))
        from talk_slots s
        where s.school_id = w.school_id and s.round_id = w.round_id and s.held_for = w.pupil_id
          and s.held_for_guardian is not distinct from w.for_guardian_id
          and s.held_until > ${now} and s.pupil_id is null
        having count(*) > 0) as kept
    from talk_rounds r
    join lateral (select w.*, row_number() over (order by w.id)::int as place
      from (${inLine}) w) w on true
    where ${which}
    order by w.round_id, w.place`.execute(db);
  return rows.map((row) => ({
    ...row,
    kept: row.kept && {
      slotId: row.kept.slotId,
      from: new Date(row.kept.from),
      until: new Date(row.kept.until),
      keptUntil: new Date(row.kept.keptUntil),
    },
  } as P));
}
