import { sql } from "kysely";
import type { Db } from "../../db/database.ts";
import type { Id } from "../../web/guard.ts";
import { isOffice, type Viewer } from "../../web/viewer.ts";
import { knownAs, nameOf, schoolYearAt } from "../school/mod.ts";
import { isThere } from "./guardianships.ts";
import {
  askedTalks,
  invitedPupils,
  isBeforeAllotment,
  mayKnow,
  type Phase,
} from "./rounds.queries.ts";
import type { Interval } from "./schedule.ts";

/** What the round maker chooses from. */
export interface MakerChoices {
  groups: { id: number; name: string; pupils: number; schoolYear: number }[];
  /** Named as children know them: *juf Hanneke*. `near`: oneself, and who teaches one's groups. */
  teachers: { id: number; name: string; near: boolean; groupIds: number[] }[];
}

/**
 * The groups of this school year and who work here; for the office those of the next year too, when
 * they are ready.
 * @param round the one that changes: it stays in its school year
 */
export async function listMakerChoices(
  db: Db,
  viewer: Viewer,
  now: Date,
  round?: { schoolYear: number },
): Promise<MakerChoices> {
  const running = schoolYearAt(viewer, now);
  const years = round ? [round.schoolYear] : isOffice(viewer) ? [running, running + 1] : [running];
  const { rows: groups } = await sql<MakerChoices["groups"][number]>`
    select g.id, g.name, g.school_year as "schoolYear", (select count(*)::int from group_pupils gp
      join pupils k on k.school_id = gp.school_id and k.id = gp.pupil_id and k.left_at is null
      where gp.school_id = g.school_id and gp.group_id = g.id) as pupils
    from groups g
    where g.school_id = ${viewer.school.id} and g.school_year = any(${years}::int[])
      and g.left_at is null
    order by g.school_year, g.position, g.name, g.id`.execute(db);
  const people = viewer.people.map(({ id }) => id);
  const { rows: teachers } = await sql<MakerChoices["teachers"][number]>`
    select p.id, ${knownAs("p")} as name,
      p.id = any(${people}::bigint[]) or exists (select from group_staff t
        where t.school_id = p.school_id and t.person_id = p.id
          and t.group_id = any(${viewer.groupIds}::bigint[])) as near,
      coalesce((select json_agg(t.group_id) from group_staff t where t.school_id = p.school_id
        and t.person_id = p.id), '[]') as "groupIds"
    from staff st join people p on p.school_id = st.school_id and p.id = st.person_id
    where st.school_id = ${viewer.school.id} and st.left_at is null and p.left_at is null
      and p.blocked_at is null
    order by p.first_name, p.last_name, p.id`.execute(db);
  return { groups, teachers };
}

/** How many children have a time in a round. */
export async function countBooked(db: Db, { school }: Viewer, roundId: number): Promise<number> {
  const { rows: [row] } = await sql<{ n: number }>`
    select count(distinct pupil_id)::int as n from talk_slots
    where school_id = ${school.id} and round_id = ${roundId}`.execute(db);
  return row!.n;
}

/** A time at which someone is at another round already. */
export interface Clash {
  teacher: string;
  from: Date;
  /** Null: the viewer does not know of that round. */
  round: string | null;
}

/**
 * The first time of another round at which one of these teachers would be needed twice.
 * @param roundId the one that changes
 */
export async function findClash(
  db: Db,
  viewer: Viewer,
  { teachers, slots, roundId }: {
    teachers: number[];
    slots: (Interval & { removed?: boolean })[];
    roundId: number | undefined;
  },
  now: Date,
): Promise<Clash | undefined> {
  const there = slots.filter(({ removed }) => !removed);
  const [from, until] = [there.map((slot) => slot.from), there.map((slot) => slot.until)]
    .map((moments) => moments.map((at) => at.toISOString()));
  const { rows: [clash] } = await sql<Clash>`
    select coalesce(nullif(st.title, ''), ${nameOf("p")}) as teacher, lower(t.during) as from,
      case when ${mayKnow(viewer, now)} then r.title end as round
    from unnest(${from}::timestamptz[], ${until}::timestamptz[]) x (f, u)
    join talk_slot_teachers t on t.school_id = ${viewer.school.id}
      and t.person_id = any(${teachers}::bigint[]) and t.during && tstzrange(x.f, x.u)
    join talk_slots s on s.school_id = t.school_id and s.id = t.slot_id
    join talk_rounds r on r.school_id = s.school_id and r.id = s.round_id
      and r.id is distinct from ${roundId ?? null}::bigint
    join people p on p.school_id = t.school_id and p.id = t.person_id
    join staff st on st.school_id = p.school_id and st.person_id = p.id
    order by lower(t.during), p.id limit 1`.execute(db);
  return clash;
}

/** A talk that is asked for in a round, and what became of it. */
export interface AskedTalk {
  pupilId: number;
  name: string;
  /** Where guardians have talks of their own each is apart; elsewhere null. */
  forGuardianId: number | null;
  forGuardian: string | null;
  /** How many slots it takes. */
  slots: number;
  /** Whether it has a time. */
  chosen: boolean;
  /** For how many times a preference was given; 0: for none. */
  wishes: number;
}

/** The talks of a round, by name of the child: who has a time, who gave wishes, and who did not. */
export async function listAskedTalks(
  db: Db,
  viewer: Viewer,
  roundId: number,
): Promise<AskedTalk[]> {
  const { rows } = await sql<AskedTalk>`
    select k.id as "pupilId", ${nameOf("k")} as name, x.for_guardian_id as "forGuardianId",
      (select ${nameOf("p")} from people p where p.school_id = r.school_id
        and p.id = x.for_guardian_id) as "forGuardian", x.slots,
      exists (select from talk_slots s where s.school_id = r.school_id and s.round_id = r.id
        and s.pupil_id = k.id and s.for_guardian_id is not distinct from x.for_guardian_id)
        as chosen,
      (select count(*)::int from talk_wishes w where w.school_id = r.school_id
        and w.round_id = r.id and w.pupil_id = k.id
        and w.for_guardian_id is not distinct from x.for_guardian_id) as wishes
    from talk_rounds r cross join lateral (${askedTalks}) x
    join pupils k on k.school_id = r.school_id and k.id = x.pupil_id
    where r.school_id = ${viewer.school.id} and r.id = ${roundId}
    order by k.last_name, k.first_name, k.id, x.for_guardian_id`.execute(db);
  return rows;
}

/** Whether a time is yet to be chosen, or a preference to be given while those are asked. */
export const isToAsk = ({ chosen, wishes }: AskedTalk, phase: Phase): boolean =>
  !chosen && !(isBeforeAllotment(phase) && wishes > 0);

/** Whom one may come with, per child; for rounds where guardians have talks of their own. */
export async function listGuardiansOf(
  db: Db,
  viewer: Viewer,
  roundId: number,
): Promise<{ id: number; name: string; pupilId: number }[]> {
  const { rows } = await sql<{ id: number; name: string; pupilId: number }>`
    select p.id, ${nameOf("p")} as name, x.pupil_id as "pupilId"
    from talk_rounds r cross join lateral (${invitedPupils}) x
    join guardianships gs on gs.school_id = r.school_id and gs.pupil_id = x.pupil_id
    join people p on p.school_id = gs.school_id and p.id = gs.person_id and ${isThere}
    where r.school_id = ${viewer.school.id} and r.id = ${roundId}
    order by p.id`.execute(db);
  return rows;
}

/** For guards: someone who works here, as children know them. */
export async function findTeacher(db: Db, viewer: Viewer, id: Id) {
  const { rows: [teacher] } = await sql<{ id: number; name: string }>`
    select p.id, ${knownAs("p")} as name
    from staff st join people p on p.school_id = st.school_id and p.id = st.person_id
    where st.school_id = ${viewer.school.id} and st.left_at is null
      and st.person_id = ${id("teacher")}`.execute(db);
  return teacher;
}

/** A talk as it stands on paper. */
export interface PrintedTalk extends Interval {
  pupil: string;
  pupilId: number;
  group: string;
  subject: string;
  room: string;
}

/** The talks of a round, or of a teacher this school year from today on; in order of time. */
export async function listPrintedTalks(
  db: Db,
  viewer: Viewer,
  of: { roundId: number } | { teacherId: number; from: Date },
): Promise<PrintedTalk[]> {
  const wanted = "roundId" in of ? sql`r.id = ${of.roundId}` : sql`exists (
      select from talk_round_teachers rt where rt.school_id = r.school_id and rt.round_id = r.id
        and rt.person_id = ${of.teacherId})
    and r.school_year = ${
    schoolYearAt(viewer, of.from)
  } and r.withdrawn_at is null and lower(s.during) >= ${of.from}`;
  const { rows } = await sql<PrintedTalk>`
    select min(lower(s.during)) as from, max(upper(s.during)) as until, ${nameOf("k")} as pupil,
      k.id as "pupilId", max(s.subject) as subject, r.room,
      coalesce((select min(g.name) from talk_round_groups rg
        join groups g on g.school_id = rg.school_id and g.id = rg.group_id
        join group_pupils gp on gp.school_id = rg.school_id and gp.group_id = rg.group_id
        where rg.school_id = r.school_id and rg.round_id = r.id and gp.pupil_id = k.id), '')
        as group
    from talk_slots s
    join talk_rounds r on r.school_id = s.school_id and r.id = s.round_id
    join pupils k on k.school_id = s.school_id and k.id = s.pupil_id
    where s.school_id = ${viewer.school.id} and ${wanted}
    group by r.school_id, r.id, k.school_id, k.id, s.for_guardian_id
    order by 1, k.id`.execute(db);
  return rows;
}
