import { sql } from "kysely";
import type { Db } from "../../db/database.ts";
import { dayIn } from "../../web/clock.ts";
import type { Day } from "../../web/dates.ts";
import type { Viewer } from "../../web/viewer.ts";
import {
  formerlyInvited,
  invitedPupils,
  isOffered,
  isOwn,
  type Phase,
  phaseOf,
  type Round,
  roundColumns,
} from "./rounds.queries.ts";
import { type Interval, overlap } from "./schedule.ts";
import { markOf, marksTogether } from "./slots.queries.ts";

/** A child of the viewer, and the rounds it is invited to. */
export interface ChildChoices {
  pupilId: number;
  firstName: string;
  photo: number | null;
  /** Whether the viewer looks on, and chooses nothing for this child (A8). */
  readOnly: boolean;
  rounds: RoundChoices[];
}

export interface RoundChoices {
  round: Pick<
    Round,
    | "id"
    | "title"
    | "minutes"
    | "room"
    | "videoLink"
    | "invitation"
    | "separateTalks"
    | "fair"
    | "opensAt"
    | "closesAt"
    | "wishesUntil"
    | "teachers"
    | "groups"
  >;
  phase: Phase;
  /** How many slots a talk about this child takes; 0: it has one, and left the round's groups. */
  slots: number;
  /** The teacher's, for this child's guardians. */
  note: string;
  /** The talk this viewer's family has. */
  talk: Talk | null;
  /** Of a fair round: first slots of the times asked for that can still be had, dearest first. */
  wishes: number[];
  /** Whether someone waits for a time for this child. */
  inLine: boolean;
  days: { day: Day; choices: Choice[] }[];
}

export interface Talk extends Interval {
  /** Its first slot. */
  slotId: number;
  subject: string;
}

/**
 * `short`: free, but not long enough for this child's talk. `conflict`: a talk of the viewer's own
 * is at that time. `held`: kept for who was next in line, not for this child.
 */
export type ChoiceState = "free" | "taken" | "mine" | "conflict" | "held" | "short" | "past";

/** A time to begin at; nothing in it is about anyone outside the family. */
export interface Choice extends Interval {
  /** `until` is the end of the whole talk where that can begin here, else of the one slot. */
  slotId: number;
  state: ChoiceState;
  /**
   * Which child has a talk at that time (`conflict`), or too near to walk from there (`free`; within
   * a round one stays where one is). Null when the talk in the way is not for the viewer to see.
   */
  beside: number | null;
}

/** What guardians choose from: per child, per round, per day, in order of time. */
interface FamilyChoices {
  family: ChildChoices[];
  /** As `findOfferedMark` tells it; of no later moment than what is here. */
  mark: string;
}

/** What guardians choose from, or chose, and what tells that it is not so any more. */
export async function findChoices(db: Db, viewer: Viewer, now: Date): Promise<FamilyChoices> {
  const { invitations, mark } = await listInvitations(db, viewer, now);
  if (invitations.length === 0) return { family: [], mark };
  const [[slots, walk], engaged] = await Promise.all([
    listTimes(db, viewer, invitations, now),
    listEngaged(db, viewer),
  ]);
  const byRound = Map.groupBy(slots, (slot) => slot.roundId);
  const family = viewer.children.flatMap((child) => {
    const rounds = invitations.filter(({ pupilId }) => pupilId === child.id).map((invitation) => {
      const times = byRound.get(invitation.id) ?? [];
      const others = engaged.filter((slot) => !(slot.own && isTalkOf(slot, invitation)));
      return roundChoices(invitation, times, others, { viewer, walk, now });
    });
    const { id, firstName, photo, readOnly } = child;
    return rounds.length > 0 ? [{ pupilId: id, firstName, photo, readOnly, rounds }] : [];
  });
  return { family, mark };
}

type Invitation = Omit<Round, "phase" | "mayManage"> & {
  pupilId: number;
  slots: number;
  note: string;
  wishes: number[];
  inLine: boolean;
};

interface Time extends Interval {
  id: number;
  roundId: number;
  taken: boolean;
  /** Which child it is kept for; 0: another of its guardians. */
  held: number | null;
  /** The child of the viewer whose talk it is, unless another guardian has that by themselves. */
  pupilId: number | null;
  part: number;
  subject: string;
}

/** The mark is of all rounds of the family's groups, also of those without a child that is asked. */
async function listInvitations(
  db: Db,
  viewer: Viewer,
  now: Date,
): Promise<{ invitations: Invitation[]; mark: string }> {
  const children = viewer.children.map((child) => child.id);
  if (children.length === 0) return { invitations: [], mark: "" };
  const people = viewer.people.map((person) => person.id);
  const { rows } = await sql<(Invitation | { id: number; pupilId: null }) & { mark: string }>`
    select ${roundColumns}, x.pupil_id as "pupilId", x.slots, x.note,
      ${markOf(viewer, now)} as mark,
      exists (select from talk_waits w where w.school_id = r.school_id and w.round_id = r.id
        and w.pupil_id = x.pupil_id) as "inLine",
      array(select w.slot_id from talk_wishes w
        join talk_slots s on s.school_id = w.school_id and s.id = w.slot_id
          and s.removed_at is null and s.pupil_id is null and lower(s.during) > ${now}
        where r.fair and w.school_id = r.school_id and w.round_id = r.id and w.pupil_id = x.pupil_id
          and case when r.separate_talks then w.for_guardian_id = any(${people}::bigint[])
            else w.for_guardian_id is null end
        order by w.rank, w.id) as wishes
    from talk_rounds r
    left join lateral (${invitedPupils} union all ${formerlyInvited(viewer)}) x
      on x.pupil_id = any(${children}::bigint[])
    where ${isOffered(viewer, now)}
    order by r.id`.execute(db);
  return {
    invitations: rows.filter((row): row is typeof row & Invitation => row.pupilId !== null),
    mark: marksTogether([...new Map(rows.map(({ id, mark }) => [id, mark])).values()]),
  };
}

/** The slots of these rounds with no one's name, and the minutes from one teacher to the next. */
async function listTimes(
  db: Db,
  viewer: Viewer,
  invitations: Invitation[],
  now: Date,
): Promise<[Time[], number]> {
  const people = viewer.people.map((person) => person.id);
  const children = viewer.children.map((child) => child.id);
  const rounds = [...new Set(invitations.map(({ id }) => id))];
  // when its teachers are at a talk about an own child is looked up once, not for each slot
  const { rows } = await sql<Time & { walk: number }>`
    with elsewhere as materialized (
      select rt.round_id, o.id, o.during from talk_round_teachers rt
      join talk_slots o on o.school_id = rt.school_id and o.guardian_id = rt.person_id
        and not o.in_draft
      where rt.school_id = ${viewer.school.id} and rt.round_id = any(${rounds}::bigint[]))
    select s.id, s.round_id as "roundId", lower(s.during) as from, upper(s.during) as until,
      s.pupil_id is not null or exists (select from elsewhere e where e.round_id = s.round_id
        and e.during && s.during and e.id <> s.id) as taken, s.part, h.talk_gap as walk,
      case when s.pupil_id is null and s.held_until > ${now} then case
        when coalesce(s.held_for_guardian = any(${people}::bigint[]), true) then s.held_for
        else 0 end end as held,
      case when o.own then s.subject else '' end as subject,
      case when o.own then s.pupil_id end as "pupilId"
    from talk_slots s
    join schools h on h.id = s.school_id
    cross join lateral (select s.pupil_id = any(${children}::bigint[]) and ${
    isOwn(viewer.people)
  } as own) o
    where s.school_id = ${viewer.school.id} and s.round_id = any(${rounds}::bigint[])
      and s.removed_at is null
    order by lower(s.during), s.id`.execute(db);
  return [rows, rows[0]?.walk ?? 0];
}

/** When someone of the viewer's family is at a talk, in any round; as a teacher too. */
interface Engaged extends Interval {
  roundId: number;
  pupilId: number;
  /** Whether the viewer is who goes there. */
  self: boolean;
  /** Whether it is for the viewer to see: not what another guardian has by themselves. */
  own: boolean;
}

/** What keeps the viewer or their children from another talk at that time; seen or not. */
async function listEngaged(db: Db, { school, people, children }: Viewer): Promise<Engaged[]> {
  const ids = people.map((person) => person.id);
  // one by one: the index of an exclusion constraint finds no list, and when a round opens the
  // statistics still know of no talk, so that reading all of them looks as cheap
  const { rows } = await sql<Engaged>`
    select s.round_id as "roundId", lower(s.during) as from, upper(s.during) as until,
      s.pupil_id as "pupilId", coalesce(s.guardian_id = any(${ids}::bigint[]), false) as self,
      ${isOwn(people)} as own
    from unnest(${children.map((child) => child.id)}::bigint[]) child
    cross join lateral (select * from talk_slots s
      where s.school_id = ${school.id} and s.pupil_id = child and not s.in_draft offset 0) s
    union
    select s.round_id, lower(s.during), upper(s.during), s.pupil_id, true, ${isOwn(people)}
    from unnest(${ids}::bigint[]) person
    join talk_slots s on s.school_id = ${school.id} and s.guardian_id = person and not s.in_draft
    union
    select s.round_id, lower(s.during), upper(s.during), s.pupil_id, true, false
    from unnest(${ids}::bigint[]) person
    join talk_slot_teachers t on t.school_id = ${school.id} and t.person_id = person
    cross join lateral (select * from talk_slots s
      where s.school_id = t.school_id and s.id = t.slot_id offset 0) s
    where s.pupil_id is not null and s.guardian_id is distinct from person`.execute(db);
  return rows;
}

const isTalkOf = (
  { roundId, pupilId }: Pick<Time, "roundId" | "pupilId">,
  invitation: Invitation,
) => roundId === invitation.id && pupilId === invitation.pupilId;

function roundChoices(
  invitation: Invitation,
  times: Time[],
  others: Engaged[],
  { viewer, walk, now }: { viewer: Viewer; walk: number; now: Date },
): RoundChoices {
  const { slots, note, wishes, inLine, ...round } = invitation;
  const choices = times
    .filter((time) => isTalkOf(time, invitation) ? time.part === 1 : slots > 0)
    .map((time) => choiceAt(time, invitation, { times, others, walk, now }));
  const days = Map.groupBy(choices, ({ from }) => dayIn(viewer.school.timeZone, from));
  const first = times.find((time) => isTalkOf(time, invitation) && time.part === 1);
  return {
    round,
    phase: phaseOf(round, now),
    slots,
    note,
    talk: first ? { ...wholeTalk(first, times, invitation), subject: first.subject } : null,
    wishes,
    inLine,
    days: [...days].map(([day, choices]) => ({ day, choices })),
  };
}

function wholeTalk({ id, from }: Time, times: Time[], invitation: Invitation) {
  const until = times.findLast((time) => isTalkOf(time, invitation))!.until;
  return { slotId: id, from, until };
}

function choiceAt(
  time: Time,
  invitation: Invitation,
  { times, others, walk, now }: { times: Time[]; others: Engaged[]; walk: number; now: Date },
): Choice {
  const { id: slotId, from, until } = time;
  const one = { slotId, from, until, beside: null };
  if (isTalkOf(time, invitation)) {
    return { ...one, ...wholeTalk(time, times, invitation), state: "mine" };
  }
  if (from <= now) return { ...one, state: "past" };
  const state = stateOf(time, invitation);
  if (state !== "free") return { ...one, state };
  const chain = chainFrom(time, times, invitation);
  if (chain.length < invitation.slots) return { ...one, state: "short" };
  const whole = { from, until: chain.at(-1)!.until };
  const clash = others.find((other) => other.self && overlap(other, whole)) ??
    others.find((other) => other.pupilId === invitation.pupilId && overlap(other, whole));
  if (clash) return { ...one, state: "conflict", beside: clash.own ? clash.pupilId : null };
  const near = others.find((other) =>
    other.own && other.roundId !== invitation.id && overlap(other, widened(whole, walk))
  );
  return { ...one, ...whole, state: "free", beside: near?.pupilId ?? null };
}

/** What of a slot itself keeps this child from it; its own talk does not, as that would move. */
function stateOf(time: Time, invitation: Invitation): "free" | "taken" | "held" {
  if (isTalkOf(time, invitation)) return "free";
  if (time.taken) return "taken";
  return time.held !== null && time.held !== invitation.pupilId ? "held" : "free";
}

/** The slots from this one on that follow each other, free for this child; no more than it needs. */
function chainFrom(first: Time, times: Time[], invitation: Invitation): Time[] {
  const chain = [first];
  while (chain.length < invitation.slots) {
    const end = chain.at(-1)!.until.getTime();
    const next = times.find(({ from }) => from.getTime() === end);
    if (!next || stateOf(next, invitation) !== "free") break;
    chain.push(next);
  }
  return chain;
}

const widened = ({ from, until }: Interval, minutes: number): Interval => ({
  from: new Date(from.getTime() - minutes * 60_000),
  until: new Date(until.getTime() + minutes * 60_000),
});
