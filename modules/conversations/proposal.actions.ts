import { sql } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { audit, auditAll } from "../../web/audit.ts";
import type { Viewer } from "../../web/viewer.ts";
import type { Place } from "./allotment.places.ts";
import { allot } from "./allotment.ts";
import {
  type AllottingRound,
  type AllottingTalk,
  loadAllotting,
  type ProposedPlace,
} from "./allotting.queries.ts";
import { movedPlaces } from "./proposal.moves.ts";
import {
  bookedTalk,
  isFor,
  keptPlaces,
  listProposals,
  type Proposal,
  proposalsOf,
  type ProposedTalk,
} from "./proposal.queries.ts";
import { Again, type Refusal, Refused, refusing, type Result } from "./refusals.ts";
import { lockRound } from "./rounds.actions.ts";
import { findRoundById, type Moments, type Phase, phaseOf } from "./rounds.queries.ts";
import { heldNothing, isTeacherElsewhere, mustNotTeach } from "./taking.ts";

/**
 * Works out who could come when, for one round or several together, and keeps it to be looked at;
 * a proposal there was is replaced.
 *
 * Refuses: notFair, wishesNotOver, notOpenYet, allotted, roundClosed, withdrawn, and readOnly for a
 * round that is not the viewer's to keep.
 */
export function proposeAllotment(
  db: Db,
  viewer: Viewer,
  roundIds: number[],
  now: Date,
): Promise<Result<{ proposals: Proposal[] }>> {
  // in one order for all, so that two do not wait for each other
  const ids = [...new Set(roundIds)].toSorted((a, b) => a - b);
  return refusing(async () => {
    for (const id of ids) await mustBeAllotting(db, viewer, id, now);
    // takes a while; nobody waits for it, and what changes meanwhile is seen when it is shown
    const places = await findPlaces(db, viewer, ids, now);
    return await db.transaction().execute(async (trx) => {
      for (const id of ids) {
        await lockAllotting(trx, viewer, id, now);
        await keepProposal(trx, viewer, id, places.get(id)!, now);
      }
      return { proposals: await listProposals(trx, viewer, roundIds, now) };
    });
  });
}

/**
 * Moves one of a proposal; onto a time that another has, they swap, and for whom no room is left
 * has no place. The log has it once it is fixed, talk by talk: until then nobody is told of it.
 *
 * Refuses: changedMeanwhile, notInvited, alreadyBooked (it has its time), taken, removed, past,
 * tooShort, overlaps (a talk of the same family at that time), and as `proposeAllotment`.
 * @param move.to the first slot; null takes it out
 * @param move.was the version that was seen
 */
export function moveProposed(
  db: Db,
  viewer: Viewer,
  roundId: number,
  move: { pupilId: number; forGuardianId: number | null; to: number | null; was: number },
  now: Date,
): Promise<Result> {
  return refusing(() =>
    db.transaction().execute(async (trx) => {
      await lockAllotting(trx, viewer, roundId, now);
      await countUp(trx, viewer, roundId, move.was);
      const { rounds: [round], ...others } = await loadAllotting(
        trx,
        viewer.school,
        [roundId],
        now,
      );
      const talk = round!.talks.find((one) => isFor(one, move));
      if (!talk) throw new Refused("notInvited");
      if (bookedTalk(round!, talk, others.settled)) throw new Refused("alreadyBooked");
      const places = movedPlaces(round!, others, talk, move.to);
      if (!places) throw new Refused(await whyNot(trx, viewer, roundId, move.to!, now));
      await keepPlaces(trx, viewer, roundId, places);
      return {};
    })
  );
}

/** What must happen in the same transaction, once it is booked: the mails. */
export type TellAllotted = (trx: Trx, talks: ProposedTalk[]) => Promise<void>;

/**
 * Books all of a proposal, and opens the round to everyone's changes. Who lost a place meanwhile
 * has none.
 *
 * Refuses: changedMeanwhile, and as `proposeAllotment`.
 * @param was the version that was seen
 * @param tell gets all talks of the round, those without a place too
 */
export function fixAllotment(
  db: Db,
  viewer: Viewer,
  roundId: number,
  was: number,
  now: Date,
  tell?: TellAllotted,
): Promise<Result<{ placed: number; unplaced: number }>> {
  return refusing(() =>
    db.transaction().execute(async (trx) => {
      await lockAllotting(trx, viewer, roundId, now);
      await countUp(trx, viewer, roundId, was);
      const allotting = await loadAllotting(trx, viewer.school, [roundId], now);
      const [round] = allotting.rounds;
      const [proposal] = proposalsOf(allotting, viewer.school);
      await bookAll(trx, viewer, round!, keptPlaces(round!, allotting.settled), now);
      await trx.deleteFrom("talk_proposals").where("school_id", "=", viewer.school.id)
        .where("round_id", "=", roundId).execute();
      await trx.updateTable("talk_rounds")
        .set((eb) => ({ allotted_at: now, version: eb("version", "+", 1) }))
        .where("school_id", "=", viewer.school.id).where("id", "=", roundId).execute();
      const { invited, unplaced } = proposal!.figures;
      const placed = invited - unplaced;
      const change = { change: "allotted", placed, unplaced };
      await audit(trx, viewer, "roundChanged", { roundId, ...change }, now);
      await tell?.(trx, proposal!.entries);
      return { placed, unplaced };
    })
  );
}

/** @throws Refused */
async function mustBeAllotting(db: Db, viewer: Viewer, roundId: number, now: Date) {
  const round = await findRoundById(db, viewer, roundId, now);
  if (!round?.mayManage || viewer.readOnly) throw new Refused("readOnly");
  mustHavePhase(round, now);
}

/** The same, and keeps the round as it is until the transaction ends. @throws Refused */
async function lockAllotting(trx: Trx, viewer: Viewer, roundId: number, now: Date) {
  await mustBeAllotting(trx, viewer, roundId, now);
  mustHavePhase(await lockRound(trx, viewer.school.id, roundId), now);
}

function mustHavePhase(round: Moments, now: Date) {
  const refusal = refusals[phaseOf(round, now)];
  if (refusal) throw new Refused(round.fair || refusal !== "allotted" ? refusal : "notFair");
}

const refusals: Record<Phase, Refusal | undefined> = {
  draft: "notOpenYet",
  upcoming: "notOpenYet",
  wishes: "wishesNotOver",
  allotting: undefined,
  open: "allotted",
  over: "allotted",
  closed: "roundClosed",
  withdrawn: "withdrawn",
};

/** The best places, per round, for those who have no time yet. */
async function findPlaces(
  db: Db,
  { school }: Viewer,
  roundIds: number[],
  now: Date,
): Promise<Map<number, ProposedPlace[]>> {
  const { rounds, settled, proposed, walk } = await loadAllotting(db, school, roundIds, now);
  const wanted = rounds.map((round) => ({
    ...round,
    talks: round.talks.filter((talk) => !bookedTalk(round, talk, settled)),
  }));
  const places = await allot(wanted, [...settled, ...proposed], walk);
  return new Map(wanted.map(({ id, talks }) => [id, proposedPlaces(talks, places)]));
}

const proposedPlaces = (talks: AllottingTalk[], places: ReadonlyMap<object, Place>) =>
  talks.flatMap((talk): ProposedPlace[] => {
    const place = places.get(talk);
    if (!place) return [];
    const { pupilId, forGuardianId } = talk;
    return [{ pupilId, forGuardianId, slotId: place.slotIds[0]! }];
  });

async function keepProposal(
  trx: Trx,
  viewer: Viewer,
  round_id: number,
  places: ProposedPlace[],
  now: Date,
) {
  const made = { made_by: viewer.person.id, made_at: now };
  // counts from the second it is made: one that is gone may still be on a screen
  const version = Math.floor(now.getTime() / 1000) % 1e9;
  await trx.insertInto("talk_proposals")
    .values({ school_id: viewer.school.id, round_id, version, ...made })
    .onConflict((conflict) =>
      conflict.columns(["school_id", "round_id"])
        .doUpdateSet((eb) => ({ ...made, version: eb("talk_proposals.version", "+", 1) }))
    ).execute();
  await keepPlaces(trx, viewer, round_id, places);
  await audit(trx, viewer, "roundChanged", { roundId: round_id, change: "proposed" }, now);
}

async function keepPlaces(
  trx: Trx,
  { school }: Viewer,
  round_id: number,
  places: ProposedPlace[],
) {
  await trx.deleteFrom("talk_proposed").where("school_id", "=", school.id)
    .where("round_id", "=", round_id).execute();
  if (places.length === 0) return;
  await trx.insertInto("talk_proposed").values(
    places.map(({ pupilId, forGuardianId, slotId }) => ({
      school_id: school.id,
      round_id,
      pupil_id: pupilId,
      for_guardian_id: forGuardianId,
      slot_id: slotId,
    })),
  ).execute();
}

/** @throws Refused changedMeanwhile, when it is another version than was seen */
async function countUp(trx: Trx, { school }: Viewer, roundId: number, was: number) {
  const counted = await trx.updateTable("talk_proposals")
    .set((eb) => ({ version: eb("version", "+", 1) }))
    .where("school_id", "=", school.id).where("round_id", "=", roundId)
    .where("version", "=", was).returning("version").executeTakeFirst();
  if (!counted) throw new Refused("changedMeanwhile");
}

/** Why a talk cannot be at a time. */
async function whyNot(
  trx: Trx,
  { school }: Viewer,
  roundId: number,
  slotId: number,
  now: Date,
): Promise<Refusal> {
  const { rows: [slot] } = await sql<{ why: Refusal }>`
    select case when removed_at is not null then 'removed' when pupil_id is not null then 'taken'
      when lower(during) <= ${now} then 'past' when held_until > ${now} then 'heldForOther'
      else 'tooShort' end as why
    from talk_slots
    where school_id = ${school.id} and round_id = ${roundId} and id = ${slotId}`.execute(trx);
  return slot?.why ?? "removed";
}

/** Writes all talks into their slots, in one statement. */
async function bookAll(
  trx: Trx,
  viewer: Viewer,
  { id: roundId }: AllottingRound,
  places: Map<AllottingTalk, Place>,
  now: Date,
) {
  const slots = [...places].flatMap(([talk, { slotIds }]) =>
    slotIds.map((id, n) => ({ id, part: n + 1, ...talk }))
  );
  try {
    const { rows } = await sql`
      update talk_slots s set pupil_id = t.pupil_id, guardian_id = t.guardian_id,
        for_guardian_id = t.for_guardian_id, part = t.part, booked_at = ${now}, ${heldNothing}
      from unnest(${slots.map(({ id }) => id)}::bigint[], ${slots.map(({ part }) => part)}::int[],
        ${slots.map(({ pupilId }) => pupilId)}::bigint[],
        ${slots.map(({ guardianId }) => guardianId)}::bigint[],
        ${slots.map(({ forGuardianId }) => forGuardianId)}::bigint[])
        t (id, part, pupil_id, guardian_id, for_guardian_id)
      where s.school_id = ${viewer.school.id} and s.round_id = ${roundId} and s.id = t.id
        and s.pupil_id is null and s.removed_at is null and not ${isTeacherElsewhere}
      returning s.id`.execute(trx);
    if (rows.length < slots.length) throw new Again("taken");
    await mustNotTeach(trx, viewer.school.id, slots.map(({ id }) => id));
  } catch (error) {
    // a family took a time elsewhere at this moment: with what is there now, it comes out otherwise
    if (isExclusion(error)) throw new Again("overlaps");
    throw error;
  }
  const notes = [...places].map(([{ pupilId }, { from }]) => ({
    action: "talkChanged" as const,
    subject: { roundId, pupilId, change: "booked", at: from },
  }));
  await auditAll(trx, viewer, notes, now);
}

const isExclusion = (error: unknown) =>
  error instanceof Error && (error as { code?: string }).code === "23P01";
