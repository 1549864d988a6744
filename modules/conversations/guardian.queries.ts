import { sql } from "kysely";
import type { Db } from "../../db/database.ts";
import type { Id } from "../../web/guard.ts";
import type { School, Viewer } from "../../web/viewer.ts";
import { schoolYearAt } from "../school/mod.ts";
import { mayChoose } from "./guardianships.ts";
import { teacherNames } from "./mails.queries.ts";
import {
  asksWishes,
  concernsFamily,
  formerlyInvited,
  invitedPupils,
  isOffered,
  isOpen,
  isOwn,
  isToAllot,
  isUpcoming,
} from "./rounds.queries.ts";
import { findMark } from "./slots.queries.ts";
import { mustBeOn } from "./viewing.ts";

/**
 * For guards: a slot of a published round of a group of one's children. Whether it can be chosen
 * is decided where it is booked, in one piece with the booking.
 */
export async function findOfferedSlot(
  db: Db,
  viewer: Viewer,
  id: Id,
): Promise<{ id: number; roundId: number } | undefined> {
  mustBeOn(viewer);
  const { rows: [slot] } = await sql<{ id: number; roundId: number }>`
    select s.id, s.round_id as "roundId" from talk_slots s
    join talk_rounds r on r.school_id = s.school_id and r.id = s.round_id
      and r.published_at is not null
    where s.school_id = ${viewer.school.id} and s.id = ${id("slot")} and ${concernsFamily(viewer)}`
    .execute(db);
  return slot;
}

/** The mark of all rounds one's children are in: also of none, so that the first is news. */
export const findOfferedMark = (db: Db, viewer: Viewer, now: Date): Promise<string> =>
  findMark(
    db,
    viewer,
    sql`select r.id from talk_rounds r where ${isOffered(viewer, now)}`,
    now,
  );

/** A child that is or will be asked for a time or preferences, or has a talk to come. */
export interface OpenInvitation {
  roundId: number;
  /** Of the round. */
  title: string;
  pupilId: number;
  firstName: string;
  photo: number | null;
  /** Whether the viewer looks on, and chooses nothing for this child (A8). */
  readOnly: boolean;
  /** As children know them: *juf Hanneke*. */
  teachers: string[];
  /** Of the round those that the child is in: *5a*. */
  groups: string;
  opensAt: Date | null;
  closesAt: Date | null;
  /** When the family's talk begins; null: no time was chosen yet. */
  from: Date | null;
  /** When a time begins that came free and is kept for the child, as it was next in line. */
  kept: Date | null;
  /** Until when it is. */
  keptUntil: Date | null;
  /** `over` too once the times are fixed. */
  phase: "upcoming" | "open" | "wishes" | "allotting" | "over";
  /** How many preferences were given, and until when they can be. */
  wishes: number;
  wishesUntil: Date | null;
}

/**
 * For the start page: the viewer's children in rounds that are under way, without the slots, and in
 * other ones with a talk that was not held yet.
 */
export async function listOpenInvitations(
  db: Db,
  viewer: Viewer,
  now: Date,
): Promise<OpenInvitation[]> {
  const children = viewer.children.map((child) => child.id);
  if (children.length === 0 || viewer.school.menu.conversations?.off) return [];
  const people = viewer.people.map((person) => person.id);
  const { rows } = await sql<Omit<OpenInvitation, "firstName" | "photo" | "readOnly">>`
    select r.id as "roundId", r.title, x.pupil_id as "pupilId", r.opens_at as "opensAt",
      r.closes_at as "closesAt", r.wishes_until as "wishesUntil",
      case when ${isOpen(now)} then 'open' when ${asksWishes(now)} then 'wishes'
        when ${isUpcoming(now)} then 'upcoming' when ${isToAllot(now)} then 'allotting'
        else 'over' end as phase,
      (select count(*)::int from talk_wishes w where w.school_id = r.school_id
        and w.round_id = r.id and w.pupil_id = x.pupil_id
        and (w.for_guardian_id is null or w.for_guardian_id = any(${people}::bigint[]))) as wishes,
      ${teacherNames} as teachers,
      (select string_agg(g.name, ', ' order by g.position, g.id) from talk_round_groups rg
        join groups g on g.school_id = rg.school_id and g.id = rg.group_id
        join group_pupils gp on gp.school_id = g.school_id and gp.group_id = g.id
          and gp.pupil_id = x.pupil_id
        where rg.school_id = r.school_id and rg.round_id = r.id) as groups,
      t.begins as from, k.begins as kept, k.held_until as "keptUntil"
    from talk_rounds r
    cross join lateral (${invitedPupils} union all ${formerlyInvited(viewer)}) x
    cross join lateral (select min(lower(s.during)) as begins, max(upper(s.during)) as ends
      from talk_slots s where s.school_id = r.school_id and s.round_id = r.id
        and s.pupil_id = x.pupil_id and ${isOwn(viewer.people)}) t
    cross join lateral (select min(lower(s.during)) as begins, min(s.held_until) as held_until
      from talk_slots s where ${isOpen(now)} and s.school_id = r.school_id and s.round_id = r.id
        and s.held_for = x.pupil_id and s.held_until > ${now}
        and (s.held_for_guardian is null or s.held_for_guardian = any(${people}::bigint[]))) k
    where r.school_id = ${viewer.school.id} and r.school_year = ${schoolYearAt(viewer, now)}
      and r.published_at is not null and r.withdrawn_at is null
      and case when t.ends is null then ${isOpen(now)} or ${isUpcoming(now)} or ${
    asksWishes(now)
  } or ${isToAllot(now)}
        else t.ends > ${now} end
      and x.pupil_id = any(${children}::bigint[]) and ${concernsFamily(viewer)}
    order by r.id`.execute(db);
  return viewer.children.flatMap(({ id, firstName, photo, readOnly }) =>
    rows.filter(({ pupilId }) => pupilId === id)
      .map((row) => ({ ...row, firstName, photo, readOnly }))
  );
}

/** The first names of children in order of age, by what is asked of their guardians. */
export interface AskedChildren {
  /** A time can be chosen, and was not yet. */
  choose: string[];
  /** Preferences can be given, and were not yet. */
  wish: string[];
  /** One of both, once the round opens. */
  soon: string[];
}

/** For the digest: the children of an account; read-only guardians are not asked. */
export async function listAskedChildren(
  db: Db,
  school: School,
  accountId: number,
  now: Date,
): Promise<AskedChildren> {
  if (school.menu.conversations?.off) return { choose: [], wish: [], soon: [] };
  const { rows } = await sql<{ name: string; asked: keyof AskedChildren }>`
    with own as (
      select gs.pupil_id, array_agg(p.id) as people
      from people p
      join guardianships gs on gs.school_id = p.school_id and gs.person_id = p.id
      where p.school_id = ${school.id} and p.account_id = ${accountId} and ${mayChoose}
      group by gs.pupil_id)
    select k.first_name as name, case when ${isOpen(now)} then 'choose'
      when ${isUpcoming(now)} then 'soon' else 'wish' end as asked
    from own
    join pupils k on k.school_id = ${school.id} and k.id = own.pupil_id and k.left_at is null
    join group_pupils gp on gp.school_id = k.school_id and gp.pupil_id = k.id
    join talk_round_groups rg on rg.school_id = gp.school_id and rg.group_id = gp.group_id
    join talk_rounds r on r.school_id = rg.school_id and r.id = rg.round_id
    left join talk_invitees ti on ti.school_id = r.school_id and ti.round_id = r.id
      and ti.pupil_id = k.id
    where (${isOpen(now)} or ${isUpcoming(now)} or ${asksWishes(now)} and not exists (
        select from talk_wishes w
        where w.school_id = r.school_id and w.round_id = r.id and w.pupil_id = k.id
          and (w.for_guardian_id is null or w.for_guardian_id = any(own.people))))
      and coalesce(ti.slots, 1) > 0
      and exists (select from talk_slots s where s.school_id = r.school_id
        and s.round_id = r.id and s.pupil_id is null and s.removed_at is null
        and lower(s.during) > ${now}
        and (s.held_for is null or s.held_for = k.id or s.held_until <= ${now}))
      and not exists (select from talk_slots s where s.school_id = r.school_id
        and s.round_id = r.id and s.pupil_id = k.id
        and (s.for_guardian_id is null or s.for_guardian_id = any(own.people)))
    group by k.id, k.first_name, k.born_on, asked
    order by k.born_on desc nulls last, k.id`.execute(db);
  const named = (asked: keyof AskedChildren) =>
    rows.filter((row) => row.asked === asked).map((row) => row.name);
  return { choose: named("choose"), wish: named("wish"), soon: named("soon") };
}
