import { sql } from "kysely";
import type { Db } from "../../db/database.ts";
import type { School } from "../../web/viewer.ts";
import { knownAs, nameOf } from "../school/mod.ts";
import { isThere, sharingAccount } from "./guardianships.ts";
import { invitedPupils, type Moments } from "./rounds.queries.ts";
import type { Interval } from "./schedule.ts";
import type { TalkOf } from "./taking.ts";

/** A guardian of an invited child; who has two children in the round is there twice. */
export interface RoundGuardian {
  personId: number;
  firstName: string;
  name: string;
  accountId: number | null;
  /** In lower case; null when the school has none. */
  address: string | null;
  language: string;
  /** Looks on, and cannot choose. */
  readOnly: boolean;
  pupilId: number;
  pupil: string;
  pupilName: string;
  /** How many slots a talk about it takes. */
  slots: number;
  /** Whether there is a talk for it, of who share this account where each has their own. */
  chosen: boolean;
  /** When that begins. */
  from: Date | null;
  /** Whether there are preferences for it, of the same. */
  wished: boolean;
}

/** The guardians of a round's children who are here, and not kept from the child. */
export async function listRoundGuardians(
  db: Db,
  school: School,
  roundId: number,
): Promise<RoundGuardian[]> {
  const { rows } = await sql<RoundGuardian>`
    select p.id as "personId", p.first_name as "firstName", ${nameOf("p")} as name,
      p.account_id as "accountId", ${mailAddress} as address,
      coalesce(a.language, ${school.language}) as language, p.read_only as "readOnly",
      k.id as "pupilId", k.first_name as pupil, ${nameOf("k")} as "pupilName",
      x.slots, t.from, t.from is not null as chosen,
      exists (select from talk_wishes w where w.school_id = r.school_id and w.round_id = r.id
        and w.pupil_id = k.id
        and (w.for_guardian_id is null or w.for_guardian_id in ${sharingAccount})) as wished
    from talk_rounds r cross join lateral (${invitedPupils}) x
    join pupils k on k.school_id = r.school_id and k.id = x.pupil_id
    ${guardiansToTell}
    cross join lateral (select min(lower(s.during)) as from from talk_slots s
      where s.school_id = r.school_id and s.round_id = r.id and s.pupil_id = k.id
        and (s.for_guardian_id is null or s.for_guardian_id in ${sharingAccount})) t
    where r.school_id = ${school.id} and r.id = ${roundId}
    order by k.last_name, k.first_name, k.id, p.id`.execute(db);
  return rows;
}

/** A round as a mail that asks for an answer tells of it. */
export interface MailedRound extends Moments {
  title: string;
  invitation: string;
  /** Of one slot. */
  minutes: number;
  room: string;
  videoLink: string;
  /** Named as children know them: *juf Hanneke*. */
  teachers: string[];
  /** Per day that is to come when its first time begins and its last one ends. */
  hours: Interval[];
}

/** The round with this number, also while it is being made. */
export async function findMailedRound(
  db: Db,
  school: School,
  roundId: number,
  now: Date,
): Promise<MailedRound> {
  const { rows: [round] } = await sql<
    Omit<MailedRound, "hours"> & { hours: { from: string; until: string }[] }
  >`
    select r.title, r.invitation, r.minutes, r.room, r.video_link as "videoLink", r.fair,
      r.published_at as "publishedAt", r.opens_at as "opensAt", r.closes_at as "closesAt",
      r.wishes_until as "wishesUntil", r.allotted_at as "allottedAt", r.closed_at as "closedAt",
      r.withdrawn_at as "withdrawnAt", ${teacherNames} as teachers,
      coalesce((select json_agg(d order by d.from) from (
        select min(lower(s.during)) as from, max(upper(s.during)) as until
        from talk_slots s
        where s.school_id = r.school_id and s.round_id = r.id and s.removed_at is null
          and lower(s.during) > ${now}
        group by (lower(s.during) at time zone ${school.timeZone})::date) d), '[]') as hours
    from talk_rounds r where r.school_id = ${school.id} and r.id = ${roundId}`.execute(db);
  const hours = round!.hours.map(({ from, until }) => ({
    from: new Date(from),
    until: new Date(until),
  }));
  return { ...round!, hours };
}

/** The teachers of round `r`, as children know them. */
export const teacherNames = sql`coalesce((
  select json_agg(${knownAs("tp")} order by tp.id)
  from talk_round_teachers rt
  join people tp on tp.school_id = rt.school_id and tp.id = rt.person_id
  left join staff st on st.school_id = tp.school_id and st.person_id = tp.id
  where rt.school_id = r.school_id and rt.round_id = r.id), '[]')`;

/**
 * Joins to pupil `k` whom mails about it may go to: guardianship `gs`, person `p`, account `a`. Who
 * left, died or was blocked is not among them.
 */
export const guardiansToTell = sql`
  join guardianships gs on gs.school_id = k.school_id and gs.pupil_id = k.id
  join people p on p.school_id = gs.school_id and p.id = gs.person_id and ${isThere}
  left join accounts a on a.id = p.account_id`;

/** Of person `p` with account `a`, in lower case; null when the school has none. */
export const mailAddress = sql`lower(nullif(coalesce(a.email, p.email), ''))`;

/** A talk with whom a mail about it goes to. */
export interface MailedTalk extends Interval {
  roundId: number;
  round: string;
  pupilId: number;
  pupil: string;
  teachers: string[];
  room: string;
  videoLink: string;
  /** When its round was made. */
  roundMadeAt: Date;
  forGuardianId: number | null;
  accountId: number | null;
  address: string;
  language: string;
  firstName: string;
}

/** One talk, within a school. */
export type Talk = Omit<TalkOf, "schoolId">;

/**
 * Talks that are to come, once for each guardian with an address. Where guardians have talks of
 * their own, each has only that.
 * @param of one talk, all that have these slots, all of a round, or those of all rounds that begin
 *   between two moments
 */
export async function listMailedTalks(
  db: Db,
  school: School,
  of: Talk | { roundId: number } | { slotIds: number[] } | { from: Date; until: Date },
  now: Date,
): Promise<MailedTalk[]> {
  const wanted = "pupilId" in of
    ? sql`s.round_id = ${of.roundId} and s.pupil_id = ${of.pupilId}
        and s.for_guardian_id is not distinct from ${of.forGuardianId}`
    : "slotIds" in of
    ? sql`s.id = any(${of.slotIds}::bigint[])`
    : "roundId" in of
    ? sql`s.round_id = ${of.roundId}`
    : sql`lower(s.during) >= ${of.from} and lower(s.during) < ${of.until}`;
  const { rows } = await sql<MailedTalk>`
    with talks as (
      select s.school_id, s.round_id, s.pupil_id, s.for_guardian_id, min(lower(s.during)) as from,
        max(upper(s.during)) as until
      from talk_slots s
      where s.school_id = ${school.id} and s.pupil_id is not null and ${wanted}
      group by s.school_id, s.round_id, s.pupil_id, s.for_guardian_id
      having min(lower(s.during)) > ${now})
    select t.from, t.until, t.round_id as "roundId", r.title as round, t.pupil_id as "pupilId",
      k.first_name as pupil, r.room, r.video_link as "videoLink", r.created_at as "roundMadeAt",
      t.for_guardian_id as "forGuardianId", p.account_id as "accountId",
      ${mailAddress} as address, coalesce(a.language, ${school.language}) as language,
      p.first_name as "firstName",
      ${teacherNames} as teachers
    from talks t
    join talk_rounds r on r.school_id = t.school_id and r.id = t.round_id
      and r.published_at is not null and r.withdrawn_at is null
    join pupils k on k.school_id = t.school_id and k.id = t.pupil_id and k.left_at is null
    ${guardiansToTell}
    where ${mailAddress} is not null
      and (t.for_guardian_id is null or t.for_guardian_id = p.id)
    order by t.from, k.id, p.id`.execute(db);
  return rows;
}

/** Two who share an address and a child have one talk, and one line about it. */
export const uniqueTalks = (talks: MailedTalk[]) => [
  ...new Map(talks.map((talk) => [`${talk.roundId}:${talk.from.getTime()}:${talk.pupilId}`, talk]))
    .values(),
];
