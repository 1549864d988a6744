import { sql } from "kysely";
import type { Trx } from "../../db/database.ts";
import type { Viewer } from "../../web/viewer.ts";
import { hasOwnTalk, mayChoose } from "./guardianships.ts";
import { type Refusal, Refused } from "./refusals.ts";
import { invitedPupils, type Moments, type Phase, phaseOf } from "./rounds.queries.ts";
import type { TalkOf } from "./taking.ts";

/** Who of the viewer's people does something for a child in a round, about which talk. */
export interface Choosing {
  talk: TalkOf;
  guardianId: number;
  /** How many slots a talk about this child takes; 0: it is not invited. */
  slots: number;
  /** Whether the times of the round went out by mail, for the calendar: who has one hears of a change. */
  timesSent: boolean;
}

/**
 * Whether the viewer can do something for a child in a round (of a slot), with the round kept as it is
 * until the transaction ends.
 * @param refusalIn why it cannot be done in such a round now
 * @throws Refused readOnly, notYourChild, removed, and what `refusalIn` tells
 */
export async function chooseFor(
  trx: Trx,
  viewer: Viewer,
  { pupilId, ...of }: { pupilId: number } & ({ slotId: number } | { roundId: number }),
  refusalIn: (round: Moments, now: Date) => Refusal | undefined,
  now: Date,
): Promise<Choosing> {
  if (viewer.readOnly) throw new Refused("readOnly");
  if (!viewer.children.some((child) => child.id === pupilId)) throw new Refused("notYourChild");
  const schoolId = viewer.school.id;
  const which = "roundId" in of
    ? sql`r.id = ${of.roundId}`
    : sql`r.id = (select s.round_id from talk_slots s
        where s.school_id = ${schoolId} and s.id = ${of.slotId})`;
  const { rows: [round] } = await sql<Moments & { id: number; separateTalks: boolean }>`
    select r.id, r.fair, r.separate_talks as "separateTalks", r.published_at as "publishedAt",
      r.opens_at as "opensAt", r.closes_at as "closesAt", r.wishes_until as "wishesUntil",
      r.allotted_at as "allottedAt", r.closed_at as "closedAt", r.withdrawn_at as "withdrawnAt"
    from talk_rounds r where r.school_id = ${schoolId} and ${which} for share`.execute(trx);
  if (!round) throw new Refused("removed");
  const refusal = refusalIn(round, now);
  if (refusal) throw new Refused(refusal);
  // not with the lock: what waited for the teacher would still read what was before
  const { rows: [row] } = await sql<{ slots: number; guardianId: number | null }>`
    select coalesce((select x.slots from (${invitedPupils}) x where x.pupil_id = ${pupilId}), 0)
      as slots, (${choosingGuardian(viewer, pupilId)}) as "guardianId"
    from talk_rounds r where r.school_id = ${schoolId} and r.id = ${round.id}`.execute(trx);
  const { guardianId, slots } = row!;
  if (guardianId === null) throw new Refused("readOnly");
  const forGuardianId = round.separateTalks ? guardianId : null;
  const talk = { schoolId, roundId: round.id, pupilId, forGuardianId };
  return { talk, guardianId, slots, timesSent: round.allottedAt !== null };
}

/** `id` of who of the viewer's people goes to talk about a child in round `r`: whose talk it is. */
export const choosingGuardian = ({ school, people }: Viewer, pupilId: number) =>
  sql`select p.id from guardianships gs
    join people p on p.school_id = gs.school_id and p.id = gs.person_id
    where gs.school_id = ${school.id} and gs.pupil_id = ${pupilId} and ${mayChoose}
      and gs.person_id = any(${people.map((person) => person.id)}::bigint[])
    order by ${hasOwnTalk} desc, p.id limit 1`;

/** Why guardians cannot choose a time in a round now, nor wait for one. */
export const notOpen = (round: Moments, now: Date): Refusal | undefined =>
  refusals[phaseOf(round, now)];

const refusals: Record<Phase, Refusal | undefined> = {
  draft: "notOpenYet",
  upcoming: "notOpenYet",
  wishes: "notOpenYet",
  allotting: "notOpenYet",
  open: undefined,
  over: "roundClosed",
  closed: "roundClosed",
  withdrawn: "withdrawn",
};
