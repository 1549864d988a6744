import { sql } from "kysely";
import type { Db } from "../../db/database.ts";
import { dayIn } from "../../web/clock.ts";
import type { School, Viewer } from "../../web/viewer.ts";
import { areFamily, isBeside, isSame, type Place, placeAt } from "./allotment.places.ts";
import {
  type Allotting,
  type AllottingRound,
  type AllottingTalk,
  loadAllotting,
  type NamedTalk,
} from "./allotting.queries.ts";
import { isThere } from "./guardianships.ts";
import { invitedPupils, isToAllot } from "./rounds.queries.ts";
import { overlap } from "./schedule.ts";

/** Who is to come when, until it is booked; what became of times meanwhile is taken into account. */
export interface Proposal {
  roundId: number;
  madeAt: Date;
  /** Counts up at every change: who adjusts or fixes tells which one they saw. */
  version: number;
  /** Every child of the round that is not skipped, by name; guardians apart where talks are. */
  entries: ProposedTalk[];
  figures: Figures;
}

export interface ProposedTalk {
  pupilId: number;
  name: string;
  forGuardianId: number | null;
  /** The guardian of `forGuardianId`. */
  forGuardian: string | null;
  /** How many slots the talk takes. */
  slots: number;
  /** The first slot; null: there is no place, or it was lost (removed, taken, or a talk elsewhere). */
  slotId: number | null;
  from: Date | null;
  until: Date | null;
  /** Which wish this is, from 1; null: none of them. */
  rank: number | null;
  /** First slots of the times that are preferred, the dearest first. */
  wishes: number[];
  /** It has this time already, by whoever keeps the round; no proposal moves it. */
  booked: boolean;
  /** A talk of the same family close by: after the walk, within the length of one slot. */
  beside: { pupilId: number; name: string; roundTitle: string; from: Date } | null;
}

/** Counts of talks. */
export interface Figures {
  invited: number;
  first: number;
  second: number;
  third: number;
  /** Fourth and fifth choices. */
  later: number;
  /** With a place, without having asked for times. */
  unasked: number;
  /** With a place, at none of the times asked for. */
  elsewhere: number;
  unplaced: number;
  /** Pairs of talks of one family, both with a place, the other on a day that this round has… */
  siblingPairs: number;
  /** … and those of them that are close by each other. */
  siblingsTogether: number;
}

/** The proposal of a round that is being allotted; undefined when there is none. */
export async function findProposal(
  db: Db,
  viewer: Viewer,
  roundId: number,
  now: Date,
): Promise<Proposal | undefined> {
  const [proposal] = await listProposals(db, viewer, [roundId], now);
  return proposal;
}

/** The proposals of those of these rounds that have one. */
export async function listProposals(
  db: Db,
  viewer: Viewer,
  roundIds: number[],
  now: Date,
): Promise<Proposal[]> {
  const allotting = await loadAllotting(db, viewer.school, roundIds, now);
  return proposalsOf(allotting, viewer.school);
}

/** How many children of a round have a brother or sister in another that is being allotted. */
export async function countSiblingsToAllot(
  db: Db,
  { school }: Viewer,
  roundId: number,
  now: Date,
): Promise<number> {
  const { rows: [row] } = await sql<{ pupils: number }>`
    with others as materialized (
      select x.pupil_id from talk_rounds r cross join lateral (${invitedPupils}) x
      where r.school_id = ${school.id} and r.id <> ${roundId} and ${isToAllot(now)})
    select count(distinct x.pupil_id)::int as pupils
    from talk_rounds r cross join lateral (${invitedPupils}) x
    join guardianships gs on gs.school_id = r.school_id and gs.pupil_id = x.pupil_id
    join people p on p.school_id = gs.school_id and p.id = gs.person_id and ${isThere}
    join guardianships o on o.school_id = gs.school_id and o.person_id = gs.person_id
      and o.pupil_id <> gs.pupil_id and o.blocked_at is null
    where r.school_id = ${school.id} and r.id = ${roundId}
      and o.pupil_id in (select pupil_id from others)`.execute(db);
  return row!.pupils;
}

/** What is shown of the proposals of these rounds; of a round without one nothing. */
export function proposalsOf(allotting: Allotting, school: School): Proposal[] {
  const kept = new Map(
    allotting.rounds.map((round) => [round, keptPlaces(round, allotting.settled)]),
  );
  const talks = [...kept].flatMap(([round, places]) =>
    [...places].map(([talk, place]) => namedTalk(round, talk, place))
  );
  const everyone = [...allotting.settled, ...allotting.proposed, ...talks];
  return allotting.rounds.flatMap((round) => {
    if (!round.proposal) return [];
    const { version, madeAt } = round.proposal;
    const entries = round.talks.map((talk) => {
      const booked = bookedTalk(round, talk, allotting.settled);
      const place = kept.get(round)!.get(talk);
      const placed = booked ?? (place && namedTalk(round, talk, place));
      const relatives = placed
        ? everyone.filter((other) => areFamily(other, placed) && !isThatTalk(other, placed))
        : [];
      return { talk, booked: booked !== undefined, placed, relatives };
    });
    return [{
      roundId: round.id,
      madeAt,
      version,
      entries: entries.map((entry) => proposedTalk(entry, allotting.walk)),
      figures: figuresOf(round, entries, { walk: allotting.walk, school }),
    }];
  });
}

interface Entry {
  talk: AllottingTalk;
  booked: boolean;
  placed: NamedTalk | undefined;
  /** Of the same family, with their times. */
  relatives: NamedTalk[];
}

function proposedTalk({ talk, booked, placed, relatives }: Entry, walk: number): ProposedTalk {
  const { pupilId, name, forGuardianId, forGuardian, slots, wishes } = talk;
  const beside = placed && relatives.find((other) => isBeside(other, placed, walk));
  return {
    pupilId,
    name,
    forGuardianId,
    forGuardian,
    slots,
    slotId: placed?.slotId ?? null,
    from: placed?.from ?? null,
    until: placed?.until ?? null,
    rank: placed ? rankOf(talk, placed) || null : null,
    wishes,
    booked,
    beside: beside
      ? {
        pupilId: beside.pupilId,
        name: beside.name,
        roundTitle: beside.roundTitle,
        from: beside.from,
      }
      : null,
  };
}

function figuresOf(
  round: AllottingRound,
  entries: Entry[],
  { walk, school }: { walk: number; school: School },
): Figures {
  const placed = entries.filter((entry) => entry.placed);
  const ranks = placed.map(({ talk, placed }) => rankOf(talk, placed!));
  const count = (...ranked: number[]) => ranks.filter((rank) => ranked.includes(rank)).length;
  const asked = (yes: boolean) =>
    placed.filter(({ talk }, n) => ranks[n] === 0 && (talk.wishes.length > 0) === yes).length;
  const dayOf = ({ from }: { from: Date }) => dayIn(school.timeZone, from);
  const days = new Set([...round.times, ...placed.map((entry) => entry.placed!)].map(dayOf));
  const pairs = placed.flatMap(({ placed: one, relatives }) =>
    relatives.filter((other) => days.has(dayOf(other)))
      // two of this round are each other's relatives
      .map((other) => ({ one: one!, other, weight: other.roundId === round.id ? 0.5 : 1 }))
  );
  const sum = (some: typeof pairs) => some.reduce((all, { weight }) => all + weight, 0);
  return {
    invited: entries.length,
    first: count(1),
    second: count(2),
    third: count(3),
    later: count(4, 5),
    unasked: asked(false),
    elsewhere: asked(true),
    unplaced: entries.length - placed.length,
    siblingPairs: sum(pairs),
    siblingsTogether: sum(pairs.filter(({ one, other }) => isBeside(one, other, walk))),
  };
}

/**
 * Where a proposal puts those who have no time yet. Who is not in it has no place, or lost it: a
 * slot was removed, taken or has begun, a talk became longer, or the family has a talk elsewhere.
 */
export function keptPlaces(
  round: AllottingRound,
  settled: NamedTalk[],
): Map<AllottingTalk, Place> {
  const kept = new Map<AllottingTalk, Place>();
  const used = new Set<number>();
  for (const { slotId } of round.times) {
    const proposed = round.proposal?.places.find((place) => place.slotId === slotId);
    const talk = proposed && round.talks.find((one) => isFor(one, proposed));
    if (!talk || bookedTalk(round, talk, settled)) continue;
    const place = placeAt(slotId, talk.slots, round.times);
    if (!place || place.slotIds.some((id) => used.has(id)) || meets(settled, talk, place)) continue;
    kept.set(talk, place);
    for (const id of place.slotIds) used.add(id);
  }
  return kept;
}

/** Whether someone of a talk is at another one at that time. */
export const meets = (others: NamedTalk[], talk: AllottingTalk, place: Place) =>
  others.some((other) => isSame(other, talk) && overlap(other, place));

/** The time that a talk of the round has already. */
export const bookedTalk = (round: AllottingRound, talk: AllottingTalk, settled: NamedTalk[]) =>
  settled.find((one) => one.roundId === round.id && isFor(one, talk));

/** Whose talk it is, within a round. */
interface Whose {
  pupilId: number;
  forGuardianId: number | null;
}

export const isFor = (one: Whose, other: Whose) =>
  one.pupilId === other.pupilId && one.forGuardianId === other.forGuardianId;

const isThatTalk = (one: NamedTalk, other: NamedTalk) =>
  one.roundId === other.roundId && isFor(one, other);

/** From 1; 0 when it is none of the wishes. */
const rankOf = ({ wishes }: AllottingTalk, { slotId }: NamedTalk) => wishes.indexOf(slotId) + 1;

const namedTalk = (
  { id, title, minutes }: AllottingRound,
  { pupilId, name, forGuardianId, guardianIds, guardianId, teacherIds }: AllottingTalk,
  { slotIds, from, until }: Place,
): NamedTalk => ({
  roundId: id,
  roundTitle: title,
  minutes,
  pupilId,
  name,
  forGuardianId,
  guardianIds,
  guardianId,
  teacherIds,
  slotId: slotIds[0]!,
  from,
  until,
});
