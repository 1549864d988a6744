import { type RawBuilder, sql } from "kysely";
import type { Db } from "../../db/database.ts";
import type { Id } from "../../web/guard.ts";
import { isStaff, type Viewer } from "../../web/viewer.ts";
import { nameOf } from "../school/mod.ts";
import { findRoundById, type Round } from "./rounds.queries.ts";
import type { Interval } from "./schedule.ts";
import { clashes } from "./taking.ts";
import { mustBeOn } from "./viewing.ts";

/** A slot as those who keep the round see it. */
export interface Slot extends Interval {
  id: number;
  removed: boolean;
  /** Who has it; the other parts of a longer talk tell the same. */
  pupil: { id: number; firstName: string; name: string } | null;
  /** Which part of a longer talk, from 1. */
  part: number;
  /** Who chose it; null: the teacher did, or nobody. */
  guardian: { id: number; name: string } | null;
  /** In a round where guardians have talks of their own: whose this is. */
  forGuardian: { id: number; name: string } | null;
  subject: string;
  bookedAt: Date | null;
  /** In a draft: whether there is another talk by now that keeps its child or guardian. */
  clashes: boolean;
  /** Freed, and kept for who was next in line. */
  heldFor: { id: number; name: string; until: Date } | null;
}

/** A child of the round, skipped or not, and what became of it. */
export interface Invitee {
  pupilId: number;
  firstName: string;
  name: string;
  group: string;
  /** How many slots its talk takes; 0: skipped. */
  slots: number;
  note: string;
  /** One, or one per guardian where they have talks of their own. */
  talks: (Interval & { slotId: number; guardian: string | null })[];
}

const person = (id: string) =>
  sql`(select json_build_object('id', p.id, 'name', ${nameOf("p")})
    from people p where p.school_id = s.school_id and p.id = ${sql.ref(id)})`;

/** All slots of a round with their names, for staff; in order of time. */
export async function listSlots(db: Db, viewer: Viewer, roundId: number): Promise<Slot[]> {
  const { rows } = await sql<Slot>`
    select s.id, lower(s.during) as from, upper(s.during) as until,
      s.removed_at is not null as removed, s.part, s.subject, s.booked_at as "bookedAt",
      s.in_draft and ${clashes} as clashes,
      (select json_build_object('id', k.id, 'firstName', k.first_name, 'name', ${nameOf("k")})
        from pupils k where k.school_id = s.school_id and k.id = s.pupil_id) as pupil,
      ${person("s.guardian_id")} as guardian, ${person("s.for_guardian_id")} as "forGuardian",
      (select json_build_object('id', k.id, 'name', ${nameOf("k")}, 'until', s.held_until)
        from pupils k where k.school_id = s.school_id and k.id = s.held_for
          and s.pupil_id is null) as "heldFor"
    from talk_slots s
    where s.school_id = ${viewer.school.id} and s.round_id = ${roundId}
    order by lower(s.during), s.id`.execute(db);
  return rows.map((slot) => ({
    ...slot,
    heldFor: slot.heldFor && { ...slot.heldFor, until: new Date(slot.heldFor.until) },
  }));
}

/** All children of a round, skipped ones too, by group and name; for staff. */
export async function listInvitees(db: Db, viewer: Viewer, roundId: number): Promise<Invitee[]> {
  const { rows } = await sql<Invitee>`
    select k.id as "pupilId", k.first_name as "firstName", ${nameOf("k")} as name,
      min(g.name) as group, coalesce(ti.slots, 1) as slots, coalesce(ti.note, '') as note,
      coalesce((select json_agg(t order by t.from) from (
        select min(s.id) filter (where s.part = 1) as "slotId", min(lower(s.during)) as from,
          max(upper(s.during)) as until, min(${nameOf("p")}) as guardian
        from talk_slots s
        left join people p on p.school_id = s.school_id
          and p.id = coalesce(s.for_guardian_id, s.guardian_id)
        where s.school_id = k.school_id and s.round_id = rg.round_id and s.pupil_id = k.id
        group by s.for_guardian_id) t), '[]') as talks
    from talk_round_groups rg
    join groups g on g.school_id = rg.school_id and g.id = rg.group_id
    join group_pupils gp on gp.school_id = rg.school_id and gp.group_id = rg.group_id
    join pupils k on k.school_id = gp.school_id and k.id = gp.pupil_id and k.left_at is null
    left join talk_invitees ti on ti.school_id = rg.school_id and ti.round_id = rg.round_id
      and ti.pupil_id = k.id
    where rg.school_id = ${viewer.school.id} and rg.round_id = ${roundId}
    group by k.school_id, k.id, rg.round_id, ti.slots, ti.note
    order by min(g.position), min(g.name), k.last_name, k.first_name, k.id`.execute(db);
  return rows.map((invitee) => ({
    ...invitee,
    talks: invitee.talks.map((talk) => ({
      ...talk,
      from: new Date(talk.from),
      until: new Date(talk.until),
    })),
  }));
}

/** A slot as an address names it: nobody's name. */
interface AddressedSlot extends Interval {
  id: number;
  pupilId: number | null;
  round: Round;
}

/** For guards: a slot of a round that the viewer keeps. */
export async function findManagedSlot(
  db: Db,
  viewer: Viewer,
  id: Id,
  now: Date,
): Promise<AddressedSlot | undefined> {
  mustBeOn(viewer);
  const { rows: [row] } = await sql<AddressedSlot & { roundId: number }>`
    select s.id, s.pupil_id as "pupilId", s.round_id as "roundId", lower(s.during) as from,
      upper(s.during) as until
    from talk_slots s where s.school_id = ${viewer.school.id} and s.id = ${id("slot")}`.execute(db);
  const round = row && await findRoundById(db, viewer, row.roundId, now);
  return round?.mayManage ? { ...row!, round } : undefined;
}

/**
 * A mark of everything that is seen of these rounds: another mark is news. Screens ask by it.
 * @param rounds ids, or what selects them
 */
export async function findMark(
  db: Db,
  viewer: Viewer,
  rounds: number[] | RawBuilder<unknown>,
  now: Date,
): Promise<string> {
  const ids = Array.isArray(rounds) ? sql`select unnest(${rounds}::bigint[])` : rounds;
  const { rows: [row] } = await sql<{ mark: string }>`
    select coalesce(string_agg(${markOf(viewer, now)}, ${between} order by r.id), '') as mark
    from talk_rounds r where r.school_id = ${viewer.school.id} and r.id in (${ids})`.execute(db);
  return row!.mark;
}

/** The mark of rounds of which each has told its own, in order of their ids. */
export const marksTogether = (marks: string[]): string => marks.join(between);

const between = "-";

/**
 * The mark of round `r` by itself. It changes with what was done, and with what the time does.
 * Guardians see the preferences for their own children only.
 */
export const markOf = (viewer: Viewer, now: Date): RawBuilder<string> => {
  const children = viewer.children.map((child) => child.id);
  return sql<string>`(
    select concat_ws('.', r.id, r.version, s.changes, s.over, w.line, w.ids, p.preferred,
      r.opens_at > ${now} is true, r.wishes_until > ${now} is true, r.closes_at > ${now} is true)
    from (select coalesce(sum(s.changes), 0) as changes,
        count(*) filter (where lower(s.during) <= ${now} or s.held_until <= ${now}) as over
      from talk_slots s where s.school_id = r.school_id and s.round_id = r.id) s,
    (select count(*) as line, coalesce(sum(w.id), 0) as ids
      from talk_waits w where w.school_id = r.school_id and w.round_id = r.id) w,
    (select coalesce(sum(p.id), 0) as preferred
      from talk_wishes p where r.fair and r.allotted_at is null
        and p.school_id = r.school_id and p.round_id = r.id
        and (${isStaff(viewer)}::boolean or p.pupil_id = any(${children}::bigint[]))) p)`;
};
