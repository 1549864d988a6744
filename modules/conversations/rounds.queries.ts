import { type RawBuilder, sql, type SqlBool } from "kysely";
import type { Db } from "../../db/database.ts";
import type { Id } from "../../web/guard.ts";
import { isOffice, isStaff, type Viewer } from "../../web/viewer.ts";
import { knownAs, schoolYearAt } from "../school/mod.ts";
import { hasOwnTalk, mayChoose } from "./guardianships.ts";
import type { Plan } from "./schedule.ts";
import { mustBeOn } from "./viewing.ts";

/**
 * Where a round stands. `upcoming`: published, booking has yet to begin; `wishes`: guardians tell
 * what they prefer; `allotting`: that is over, and nothing is allotted yet; `over`: guardians can
 * no longer choose, and the times are not yet fixed; `closed`: they are.
 */
export type Phase =
  | "draft"
  | "upcoming"
  | "wishes"
  | "allotting"
  | "open"
  | "over"
  | "closed"
  | "withdrawn";

/** What decides where a round stands. */
export interface Moments {
  fair: boolean;
  publishedAt: Date | null;
  opensAt: Date | null;
  closesAt: Date | null;
  wishesUntil: Date | null;
  allottedAt: Date | null;
  closedAt: Date | null;
  withdrawnAt: Date | null;
}

export interface Round extends Moments {
  id: number;
  schoolYear: number;
  title: string;
  minutes: number;
  plan: Plan;
  room: string;
  videoLink: string;
  invitation: string;
  separateTalks: boolean;
  createdBy: number;
  version: number;
  remindedAt: Date | null;
  groups: { id: number; name: string }[];
  /** Named as children know them: *juf Hanneke*. */
  teachers: { id: number; name: string }[];
  phase: Phase;
  /** Whether the viewer keeps it: its teachers, office and admin. */
  mayManage: boolean;
}

export interface ListedRound extends Round {
  /** Slots that are not removed, and how many of them have nobody yet. */
  slots: number;
  free: number;
  /** Talks that are asked for (`askedTalks`), and how many of them have a time. */
  invited: number;
  booked: number;
  /** Of how many of them there are preferences, in a fair round. */
  wished: number;
  firstAt: Date | null;
  lastAt: Date | null;
  /** When its last talk ends; null: nobody has a time. */
  talksUntil: Date | null;
}

/** For guards: the round of the address, as far as the viewer may know of it. */
export function findRound(db: Db, viewer: Viewer, id: Id, now: Date) {
  mustBeOn(viewer);
  return findRoundById(db, viewer, id("round"), now);
}

/** For guards: a round that the viewer keeps. */
export async function findManagedRound(db: Db, viewer: Viewer, id: Id, now: Date) {
  const round = await findRound(db, viewer, id, now);
  return round?.mayManage ? round : undefined;
}

/** A round as far as the viewer may know of it; undefined when there is none, or not for them. */
export async function findRoundById(
  db: Db,
  viewer: Viewer,
  id: number,
  now: Date,
): Promise<Round | undefined> {
  const { rows: [row] } = await sql<RoundRow>`
    select ${roundColumns} from talk_rounds r
    where r.school_id = ${viewer.school.id} and r.id = ${id}
      and ${mayKnow(viewer, now)}`.execute(db);
  return row && roundOf(row, viewer, now);
}

/** All rounds from this school year on that staff may know of; what comes last in time first. */
export function listRounds(db: Db, viewer: Viewer, now: Date): Promise<ListedRound[]> {
  const year = schoolYearAt(viewer, now);
  return listThose(db, viewer, sql`r.school_year >= ${year} and ${mayKnow(viewer, now)}`, now);
}

/**
 * The rounds of this school year under way that the viewer keeps, the next to begin first: until
 * its last talk one that is closed too.
 */
export async function listRoundsToday(db: Db, viewer: Viewer, now: Date): Promise<ListedRound[]> {
  if (viewer.school.menu.conversations?.off) return [];
  const underWay = sql`r.school_year = ${schoolYearAt(viewer, now)}
    and r.withdrawn_at is null and ${mayKeep(viewer, now)}
    and (r.closed_at is null or exists (select from talk_slots s where s.school_id = r.school_id
      and s.round_id = r.id and s.pupil_id is not null and upper(s.during) > ${now}))`;
  return (await listThose(db, viewer, underWay, now)).toReversed();
}

/** The rounds `r` for which something holds, with how far they are; what comes last in time first. */
async function listThose(
  db: Db,
  viewer: Viewer,
  which: RawBuilder<unknown>,
  now: Date,
): Promise<ListedRound[]> {
  const { rows } = await sql<RoundRow & Omit<ListedRound, keyof Round>>`
    select ${roundColumns}, t.*, i.invited, i.booked, i.wished
    from talk_rounds r
    cross join lateral (select count(*)::int as slots,
        count(*) filter (where s.pupil_id is null)::int as free,
        min(lower(s.during)) as "firstAt", max(upper(s.during)) as "lastAt",
        max(upper(s.during)) filter (where s.pupil_id is not null) as "talksUntil"
      from talk_slots s
      where s.school_id = r.school_id and s.round_id = r.id and s.removed_at is null) t
    cross join lateral (select count(*)::int as invited,
        count(*) filter (where exists (select from talk_slots s where s.school_id = r.school_id
          and s.round_id = r.id and s.pupil_id = x.pupil_id
          and s.for_guardian_id is not distinct from x.for_guardian_id))::int as booked,
        count(*) filter (where exists (select from talk_wishes w where w.school_id = r.school_id
          and w.round_id = r.id and w.pupil_id = x.pupil_id
          and w.for_guardian_id is not distinct from x.for_guardian_id))::int as wished
      from (${askedTalks}) x) i
    where r.school_id = ${viewer.school.id} and ${which}
    order by t."firstAt" desc nulls first, r.id desc`.execute(db);
  return rows.map((row) => ({ ...row, ...roundOf(row, viewer, now) }));
}

type RoundRow = Omit<Round, "phase" | "mayManage">;

export const roundColumns = sql`r.id, r.school_year as "schoolYear", r.title, r.minutes, r.plan,
  r.room, r.video_link as "videoLink", r.invitation, r.separate_talks as "separateTalks", r.fair,
  r.created_by as "createdBy", r.published_at as "publishedAt", r.opens_at as "opensAt",
  r.reminded_at as "remindedAt", r.closes_at as "closesAt", r.wishes_until as "wishesUntil", r.allotted_at as "allottedAt",
  r.closed_at as "closedAt", r.withdrawn_at as "withdrawnAt", r.version,
  coalesce((select json_agg(json_build_object('id', g.id, 'name', g.name) order by g.position, g.id)
    from talk_round_groups rg join groups g on g.school_id = rg.school_id and g.id = rg.group_id
    where rg.school_id = r.school_id and rg.round_id = r.id), '[]') as groups,
  coalesce((select json_agg(json_build_object('id', p.id, 'name', ${knownAs("p")}) order by p.id)
    from talk_round_teachers rt
    join people p on p.school_id = rt.school_id and p.id = rt.person_id
    left join staff st on st.school_id = p.school_id and st.person_id = p.id
    where rt.school_id = r.school_id and rt.round_id = r.id), '[]') as teachers`;

/** `pupil_id`, `slots` and `note` of the children of round `r` who are not skipped. */
export const invitedPupils = sql`
  select distinct gp.pupil_id, coalesce(ti.slots, 1) as slots, coalesce(ti.note, '') as note
  from talk_round_groups rg
  join group_pupils gp on gp.school_id = rg.school_id and gp.group_id = rg.group_id
  join pupils k on k.school_id = gp.school_id and k.id = gp.pupil_id and k.left_at is null
  left join talk_invitees ti on ti.school_id = r.school_id and ti.round_id = r.id
    and ti.pupil_id = gp.pupil_id
  where rg.school_id = r.school_id and rg.round_id = r.id and coalesce(ti.slots, 1) > 0`;

/**
 * `pupil_id`, `slots` and `for_guardian_id` of the talks that are asked for in round `r`: one about
 * each of those children, or one of each guardian who may choose where they have their own; who
 * share an account have one.
 */
export const askedTalks = sql`
  select x.pupil_id, x.slots, g.id as for_guardian_id
  from (${invitedPupils}) x
  left join lateral (select distinct on (coalesce(p.account_id, -p.id)) p.id
    from guardianships gs
    join people p on p.school_id = gs.school_id and p.id = gs.person_id
    where r.separate_talks and gs.school_id = r.school_id and gs.pupil_id = x.pupil_id
      and ${mayChoose}
    order by coalesce(p.account_id, -p.id), ${hasOwnTalk} desc, p.id) g on true`;

/**
 * As `invitedPupils`, of the viewer's children who have a talk and are in none of its groups any
 * more: `slots` is 0, as they can have no other.
 */
export const formerlyInvited = ({ children, people }: Viewer) =>
  sql`
  select k.id as pupil_id, 0 as slots, '' as note
  from unnest(${children.map((child) => child.id)}::bigint[]) child
  join pupils k on k.school_id = r.school_id and k.id = child and k.left_at is null
  -- child by child: when a round opens the statistics know of no talk, and would look at all
  cross join lateral (select from talk_slots s
    where s.school_id = r.school_id and s.round_id = r.id and s.pupil_id = child
      and ${isOwn(people)}
      and not exists (select from (${invitedPupils}) i where i.pupil_id = child) limit 1) s`;

/** Of slot `s`: not a talk that another guardian than these has by themselves. */
export const isOwn = (people: Viewer["people"]) =>
  sql<SqlBool>`(s.for_guardian_id is null
    or s.for_guardian_id = any(${people.map((person) => person.id)}::bigint[]))`;

/** Whether round `r` is for a group of the viewer's children, or they have a talk about one. */
export function concernsFamily(viewer: Viewer): RawBuilder<SqlBool> {
  const { school, groups, children, people } = viewer;
  const theirs = groups.filter((group) => group.as === "guardian").map((group) => group.id);
  return sql<SqlBool>`(exists (select from talk_round_groups rg where rg.school_id = r.school_id
      and rg.round_id = r.id and rg.group_id = any(${theirs}::bigint[]))
    or exists (select from talk_slots s where s.school_id = ${school.id} and s.round_id = r.id
      and s.pupil_id = any(${children.map((child) => child.id)}::bigint[]) and ${isOwn(people)}))`;
}

/** Whether round `r` of this school year is published for the viewer's family. */
export const isOffered = (viewer: Viewer, now: Date): RawBuilder<SqlBool> =>
  sql<SqlBool>`(r.school_id = ${viewer.school.id} and r.school_year = ${schoolYearAt(viewer, now)}
    and r.published_at is not null and r.withdrawn_at is null and ${concernsFamily(viewer)})`;

/**
 * Its teachers and the office all of it; other staff once it is published; guardians when invited.
 */
export function mayKnow(viewer: Viewer, now: Date): RawBuilder<SqlBool> {
  const children = viewer.children.map((child) => child.id);
  return sql<SqlBool>`(${mayKeep(viewer, now)}
    or r.published_at is not null and (${isStaff(viewer)}::boolean
      or r.withdrawn_at is null and exists (
        select from (${invitedPupils} union all ${formerlyInvited(viewer)}) x
        where x.pupil_id = any(${children}::bigint[]))))`;
}

/**
 * The office all rounds, teachers those they are in; before its school year begins the groups of a
 * round, and so the round, are the office's alone (decision 2).
 */
function mayKeep(viewer: Viewer, now: Date): RawBuilder<SqlBool> {
  const people = viewer.people.map((person) => person.id);
  const year = schoolYearAt(viewer, now);
  return sql<SqlBool>`(${isOffice(viewer)}::boolean
    or ${isStaff(viewer)}::boolean and r.school_year <= ${year}
      and exists (select from talk_round_teachers rt where rt.school_id = r.school_id
        and rt.round_id = r.id and rt.person_id = any(${people}::bigint[])))`;
}

function roundOf(row: RoundRow, viewer: Viewer, now: Date): Round {
  const teaches = row.teachers.some(({ id }) => viewer.people.some((person) => person.id === id));
  const mayManage = isOffice(viewer) || (isStaff(viewer) && teaches);
  return { ...row, phase: phaseOf(row, now), mayManage };
}

/** Whether preferences count, and times are yet to be allotted. */
export const isBeforeAllotment = (phase: Phase) => phase === "wishes" || phase === "allotting";

/** Of round `r`, in the database: the same as phase `open`. */
export const isOpen = (now: Date) =>
  sql<SqlBool>`(r.published_at is not null and r.withdrawn_at is null and r.closed_at is null
    and (r.opens_at is null or r.opens_at <= ${now})
    and (r.closes_at is null or r.closes_at > ${now})
    and (not r.fair or r.allotted_at is not null))`;

/** Of round `r`, in the database: the same as phase `upcoming`. */
export const isUpcoming = (now: Date) =>
  sql<SqlBool>`(r.published_at is not null and r.withdrawn_at is null and r.closed_at is null
    and r.opens_at > ${now})`;

/** Of round `r`, in the database: the same as phase `wishes`. */
export const asksWishes = (now: Date) =>
  sql<SqlBool>`(${isUnallotted(now)} and r.wishes_until > ${now})`;

/** Of round `r`, in the database: the same as phase `allotting`. */
export const isToAllot = (now: Date) =>
  sql<SqlBool>`(${isUnallotted(now)} and r.wishes_until <= ${now})`;

const isUnallotted = (now: Date) =>
  sql`r.fair and r.allotted_at is null and r.published_at is not null
    and r.withdrawn_at is null and r.closed_at is null
    and (r.opens_at is null or r.opens_at <= ${now})`;

/** Where a round stands at a moment; the same is asked of the database above. */
export function phaseOf(round: Moments, now: Date): Phase {
  if (round.withdrawnAt) return "withdrawn";
  if (!round.publishedAt) return "draft";
  if (round.closedAt) return "closed";
  if (round.opensAt && now < round.opensAt) return "upcoming";
  if (round.fair && !round.allottedAt) {
    return round.wishesUntil && now >= round.wishesUntil ? "allotting" : "wishes";
  }
  return round.closesAt && now >= round.closesAt ? "over" : "open";
}

/** When the last time of a round begins; null when it has none. */
export async function findLastTime(
  db: Db,
  { school }: Viewer,
  roundId: number,
): Promise<Date | null> {
  const { rows: [row] } = await sql<{ at: Date | null }>`
    select max(lower(during)) as at from talk_slots where school_id = ${school.id}
      and round_id = ${roundId} and removed_at is null`.execute(db);
  return row!.at;
}
