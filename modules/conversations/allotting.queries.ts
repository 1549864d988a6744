import { type RawBuilder, sql } from "kysely";
import type { Db } from "../../db/database.ts";
import type { School } from "../../web/viewer.ts";
import { nameOf } from "../school/mod.ts";
import type { SettledTalk, Time, WantedTalk } from "./allotment.places.ts";
import { findTalkGap } from "./family.queries.ts";
import { isThere } from "./guardianships.ts";
import { invitedPupils } from "./rounds.queries.ts";

/** All that decides who can come when in some rounds. */
export interface Allotting {
  rounds: AllottingRound[];
  /** Talks of the same families and children in any round, that have their time. */
  settled: NamedTalk[];
  /** And those proposed in other rounds. */
  proposed: NamedTalk[];
  /** Minutes from one teacher to another. */
  walk: number;
}

export interface AllottingRound {
  id: number;
  title: string;
  minutes: number;
  separateTalks: boolean;
  /** Slots that nobody has, in order of time. */
  times: Time[];
  /** Those that somebody has, or that cannot be had. */
  gone: Time[];
  /** By name; also of those who have a time. */
  talks: AllottingTalk[];
  /** The proposal there is. */
  proposal: { version: number; madeAt: Date; places: ProposedPlace[] } | null;
}

export interface AllottingTalk extends WantedTalk {
  name: string;
  /** Where guardians have talks of their own: whose this is. */
  forGuardianId: number | null;
  forGuardian: string | null;
}

export interface ProposedPlace {
  pupilId: number;
  forGuardianId: number | null;
  slotId: number;
}

export interface NamedTalk extends SettledTalk {
  roundTitle: string;
  name: string;
  forGuardianId: number | null;
  /** The first slot. */
  slotId: number;
}

/** Reads it, in the order the rounds are asked for. */
export async function loadAllotting(
  db: Db,
  school: School,
  roundIds: number[],
  now: Date,
): Promise<Allotting> {
  const rows = await listWanted(db, school.id, roundIds);
  const adults = rows.flatMap((row) => [...row.guardians.map(({ id }) => id), ...row.teacherIds]);
  const families = { adultIds: [...new Set(adults)], pupilIds: rows.map((row) => row.pupilId) };
  const settled = await listSettled(db, school.id, families, now);
  const proposed = await listProposed(db, school.id, { ...families, roundIds });
  const rounds = await listAllottingRounds(db, school, roundIds, now);
  return {
    rounds: roundIds.flatMap((id) => rounds.filter((round) => round.id === id)).map((round) => ({
      ...round,
      talks: rows.filter((row) => row.roundId === round.id)
        .flatMap((row) => talksOf(row, round.separateTalks, settled)),
    })),
    settled,
    proposed,
    walk: await findTalkGap(db, school),
  };
}

interface WantedRow {
  roundId: number;
  pupilId: number;
  name: string;
  slots: number;
  teacherIds: number[];
  /** Who are there for the child. */
  guardians: { id: number; name: string; readOnly: boolean }[];
  /** The dearest first. */
  wishes: { slotId: number; forGuardianId: number | null; askedBy: number }[];
}

/** One talk of a child; where guardians have their own, one of each who asked for times or has one. */
function talksOf(row: WantedRow, separate: boolean, settled: NamedTalk[]): AllottingTalk[] {
  const { pupilId, name, slots, guardians, teacherIds } = row;
  const mayChoose = guardians.filter(({ readOnly }) => !readOnly);
  const talkOf = (whose: WantedRow["guardians"][0] | null): AllottingTalk => {
    const wishes = row.wishes.filter((wish) => wish.forGuardianId === (whose?.id ?? null));
    const asked = mayChoose.find(({ id }) => id === wishes[0]?.askedBy);
    const only = guardians.length === 1 ? guardians[0] : undefined;
    return {
      pupilId,
      name,
      slots,
      forGuardianId: whose?.id ?? null,
      forGuardian: whose?.name ?? null,
      guardianId: (whose ?? asked ?? only)?.id ?? null,
      guardianIds: whose ? [whose.id] : guardians.map(({ id }) => id),
      teacherIds,
      wishes: wishes.map(({ slotId }) => slotId),
    };
  };
  if (!separate) return [talkOf(null)];
  const own = guardians.filter(({ id }) =>
    row.wishes.some((wish) => wish.forGuardianId === id) ||
    settled.some((talk) =>
      talk.roundId === row.roundId && talk.pupilId === pupilId && talk.forGuardianId === id
    )
  );
  if (own.length > 0) return own.map(talkOf);
  return [talkOf(mayChoose[0] ?? guardians[0] ?? null)];
}

const guardiansOf = (pupil: string) =>
  sql`guardianships gs join people p on p.school_id = gs.school_id and p.id = gs.person_id
    where gs.school_id = ${sql.ref(pupil)} and ${isThere}`;

/** Of round `r`. */
const teachers = sql`array(select rt.person_id from talk_round_teachers rt
  where rt.school_id = r.school_id and rt.round_id = r.id)`;

async function listWanted(db: Db, schoolId: number, roundIds: number[]): Promise<WantedRow[]> {
  const { rows } = await sql<WantedRow>`
    select r.id as "roundId", k.id as "pupilId", ${nameOf("k")} as name, x.slots,
      ${teachers} as "teacherIds",
      coalesce((select json_agg(json_build_object('id', p.id, 'name', ${nameOf("p")},
          'readOnly', p.read_only) order by p.id)
        from ${guardiansOf("k.school_id")} and gs.pupil_id = k.id), '[]') as guardians,
      coalesce((select json_agg(json_build_object('slotId', w.slot_id,
          'forGuardianId', w.for_guardian_id, 'askedBy', w.asked_by) order by w.rank, w.id)
        from talk_wishes w where w.school_id = r.school_id and w.round_id = r.id
          and w.pupil_id = k.id), '[]') as wishes
    from talk_rounds r cross join lateral (${invitedPupils}) x
    join pupils k on k.school_id = r.school_id and k.id = x.pupil_id
    where r.school_id = ${schoolId} and r.id = any(${roundIds}::bigint[])
    order by k.last_name, k.first_name, k.id`.execute(db);
  return rows;
}

/**
 * Of a row `s` with a talk in round `r`: who is in it.
 * @param chosenBy who chose it, and cannot be elsewhere then: the database holds on to that
 */
const partyColumns = (chosenBy: RawBuilder<unknown>) =>
  sql`k.id as "pupilId", ${nameOf("k")} as name, s.for_guardian_id as "forGuardianId",
    ${chosenBy} as "guardianId", ${teachers} as "teacherIds",
    array_remove(${chosenBy} || case when s.for_guardian_id is not null
      then array[s.for_guardian_id]
      else array(select p.id from ${guardiansOf("s.school_id")} and gs.pupil_id = s.pupil_id)
    end, null) as "guardianIds"`;

/** Who may be in another talk too. */
interface Families {
  /** Guardians and teachers. */
  adultIds: number[];
  pupilIds: number[];
}

/** Of row `s`, by its child and its teachers. */
const isOf = (schoolId: number, { adultIds, pupilIds }: Families) =>
  sql`(s.pupil_id = any(${pupilIds}::bigint[]) or s.pupil_id in (
      select gs.pupil_id from guardianships gs where gs.school_id = ${schoolId}
        and gs.person_id = any(${adultIds}::bigint[]))
    or s.round_id in (
      select rt.round_id from talk_round_teachers rt where rt.school_id = ${schoolId}
        and rt.person_id = any(${adultIds}::bigint[])))`;

/** As long as a talk can take: six slots of four hours. */
const longestTalk = 24 * 60 * 60_000;

async function listSettled(
  db: Db,
  schoolId: number,
  families: Families,
  now: Date,
): Promise<NamedTalk[]> {
  const party = partyColumns(sql`s.guardian_id`);
  const { rows } = await sql<NamedTalk>`
    select r.id as "roundId", r.title as "roundTitle", r.minutes, ${party},
      s.from, s.until, s.slot_id as "slotId"
    from (select s.school_id, s.round_id, s.pupil_id, s.for_guardian_id,
        min(s.guardian_id) as guardian_id, min(lower(s.during)) as from,
        max(upper(s.during)) as until, min(s.id) filter (where s.part = 1) as slot_id
      from talk_slots s where s.school_id = ${schoolId} and s.pupil_id is not null
        and s.during && tstzrange(${new Date(now.getTime() - longestTalk)}, null)
        and (${isOf(schoolId, families)} or s.guardian_id = any(${families.adultIds}::bigint[]))
      group by s.school_id, s.round_id, s.pupil_id, s.for_guardian_id) s
    join talk_rounds r on r.school_id = s.school_id and r.id = s.round_id
    join pupils k on k.school_id = s.school_id and k.id = s.pupil_id
    where s.until > ${now}
    order by s.from, k.id`.execute(db);
  return rows;
}

/** Of row `s` of a proposal: who gave its wishes. */
const askedBy = sql`coalesce(s.for_guardian_id, (select min(w.asked_by) from talk_wishes w
  where w.school_id = s.school_id and w.round_id = s.round_id and w.pupil_id = s.pupil_id))`;

async function listProposed(
  db: Db,
  schoolId: number,
  { roundIds, ...families }: Families & { roundIds: number[] },
): Promise<NamedTalk[]> {
  const { rows } = await sql<NamedTalk>`
    select r.id as "roundId", r.title as "roundTitle", r.minutes, ${partyColumns(askedBy)},
      lower(t.during) as from, s.slot_id as "slotId",
      lower(t.during) + coalesce(ti.slots, 1) * r.minutes * interval '1 minute' as until
    from talk_proposed s
    join talk_slots t on t.school_id = s.school_id and t.id = s.slot_id and t.removed_at is null
      and t.pupil_id is null
    join talk_rounds r on r.school_id = s.school_id and r.id = s.round_id
      and r.withdrawn_at is null and r.closed_at is null
    join pupils k on k.school_id = s.school_id and k.id = s.pupil_id and k.left_at is null
    left join talk_invitees ti on ti.school_id = s.school_id and ti.round_id = s.round_id
      and ti.pupil_id = s.pupil_id
    where s.school_id = ${schoolId} and not s.round_id = any(${roundIds}::bigint[])
      and ${isOf(schoolId, families)}
    order by t.during, k.id`.execute(db);
  return rows;
}

async function listAllottingRounds(
  db: Db,
  { id: schoolId, timeZone }: School,
  roundIds: number[],
  now: Date,
): Promise<Omit<AllottingRound, "talks">[]> {
  const { rows } = await sql<
    Omit<AllottingRound, "talks" | "times" | "gone" | "proposal"> & {
      version: number | null;
      madeAt: Date | null;
      places: ProposedPlace[];
    }
  >`
    select r.id, r.title, r.minutes, r.separate_talks as "separateTalks", t.version,
      t.made_at as "madeAt",
      coalesce((select json_agg(json_build_object('pupilId', e.pupil_id,
          'forGuardianId', e.for_guardian_id, 'slotId', e.slot_id) order by e.slot_id)
        from talk_proposed e where e.school_id = r.school_id and e.round_id = r.id), '[]') as places
    from talk_rounds r
    left join talk_proposals t on t.school_id = r.school_id and t.round_id = r.id
    where r.school_id = ${schoolId} and r.id = any(${roundIds}::bigint[])`.execute(db);
  const { rows: slots } = await sql<Time & { roundId: number; free: boolean }>`
    select s.round_id as "roundId", s.id as "slotId", lower(s.during) as from,
      upper(s.during) as until, (lower(s.during) at time zone ${timeZone})::date::text as day,
      s.removed_at is null and s.pupil_id is null and lower(s.during) > ${now}
        and (s.held_until is null or s.held_until <= ${now}) as free
    from talk_slots s
    where s.school_id = ${schoolId} and s.round_id = any(${roundIds}::bigint[])
    order by lower(s.during), s.id`.execute(db);
  const ofRound = Map.groupBy(slots, ({ roundId }) => roundId);
  return rows.map(({ version, madeAt, places, ...round }) => {
    const own = ofRound.get(round.id) ?? [];
    return {
      ...round,
      times: own.filter(({ free }) => free),
      gone: own.filter(({ free }) => !free),
      proposal: version !== null && madeAt !== null ? { version, madeAt, places } : null,
    };
  });
}
