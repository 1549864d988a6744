import { sql } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { audit } from "../../web/audit.ts";
import type { Viewer } from "../../web/viewer.ts";
import { chooseFor } from "./choosing.ts";
import { attempt, type Refusal, Refused, type Result } from "./refusals.ts";
import { type Moments, type Phase, phaseOf } from "./rounds.queries.ts";
import { findTalk, type TalkOf } from "./taking.ts";

/** As many times as one may ask for, for one talk. */
export const mostWishes = 5;

/**
 * Changes which times are preferred for the talk about a child: the whole list becomes another one,
 * the dearest first; an empty one takes all back. Where guardians have talks of their own each has a
 * list; otherwise they share one, and of two who add a time at once both are kept.
 *
 * Refuses: wishesOver, notOpenYet, notFair, roundClosed, withdrawn, notYourChild, notInvited,
 * readOnly, alreadyBooked, tooManyWishes, removed, past, taken.
 * @param change gets the first slots of the times that can still be had, the dearest first; the same
 *   one twice counts once
 */
export function changeWishes(
  db: Db,
  viewer: Viewer,
  of: { roundId: number; pupilId: number },
  change: (slotIds: number[]) => number[],
  now: Date,
): Promise<Result> {
  return attempt(db, async (trx) => {
    const { talk, guardianId, slots } = await chooseFor(trx, viewer, of, notAsked, now);
    if (slots === 0) throw new Refused("notInvited");
    // two who change the list for one talk do so one after the other
    await sql`select from pupils where school_id = ${talk.schoolId} and id = ${talk.pupilId}
      for no key update`.execute(trx);
    if (await findTalk(trx, talk)) throw new Refused("alreadyBooked");
    const before = await listWishes(trx, talk, now);
    const slotIds = [...new Set(change([...before.keys()]))];
    if (slotIds.length > mostWishes) throw new Refused("tooManyWishes");
    await mustBeThere(trx, talk, slotIds, now);
    const askedBy = slotIds.map((id) => before.get(id) ?? guardianId);
    await sql`delete from talk_wishes
      where school_id = ${talk.schoolId} and round_id = ${talk.roundId}
        and pupil_id = ${talk.pupilId}
        and for_guardian_id is not distinct from ${talk.forGuardianId}`.execute(trx);
    await sql`insert into talk_wishes (school_id, round_id, pupil_id, for_guardian_id, slot_id, rank,
        asked_by)
      select ${talk.schoolId}, ${talk.roundId}, ${talk.pupilId}, ${talk.forGuardianId}, slot_id, rank,
        asked_by
      from unnest(${slotIds}::bigint[], ${askedBy}::bigint[])
        with ordinality w (slot_id, asked_by, rank)`.execute(trx);
    if (slotIds.join() !== [...before.keys()].join()) {
      const { roundId, pupilId } = talk;
      await audit(trx, viewer, "talkChanged", { roundId, pupilId, change: "wishes" }, now);
    }
    return {};
  });
}

/** Why guardians cannot say what they prefer in a round now. */
function notAsked(round: Moments, now: Date): Refusal | undefined {
  const refusal = refusals[phaseOf(round, now)];
  return refusal === "wishesOver" && !round.fair ? "notFair" : refusal;
}

const refusals: Record<Phase, Refusal | undefined> = {
  draft: "notOpenYet",
  upcoming: "notOpenYet",
  wishes: undefined,
  allotting: "wishesOver",
  open: "wishesOver",
  over: "roundClosed",
  closed: "roundClosed",
  withdrawn: "withdrawn",
};

/** Of what was asked for, the times that can still be had, the dearest first, and who asked. */
async function listWishes(trx: Trx, talk: TalkOf, now: Date): Promise<Map<number, number>> {
  const { rows } = await sql<{ id: number; askedBy: number }>`
    select s.id, w.asked_by as "askedBy" from talk_wishes w
    join talk_slots s on s.school_id = w.school_id and s.id = w.slot_id
      and s.removed_at is null and s.pupil_id is null and lower(s.during) > ${now}
    where w.school_id = ${talk.schoolId} and w.round_id = ${talk.roundId}
      and w.pupil_id = ${talk.pupilId}
      and w.for_guardian_id is not distinct from ${talk.forGuardianId}
    order by w.rank`.execute(trx);
  return new Map(rows.map(({ id, askedBy }) => [id, askedBy]));
}

/** @throws Refused removed, taken, past */
async function mustBeThere(
  trx: Trx,
  { schoolId, roundId }: { schoolId: number; roundId: number },
  slotIds: number[],
  now: Date,
) {
  const { rows } = await sql<{ refusal: Refusal }>`
    select case when s.id is null or s.removed_at is not null then 'removed'
      when s.pupil_id is not null then 'taken' else 'past' end as refusal
    from unnest(${slotIds}::bigint[]) w (slot_id)
    left join talk_slots s on s.school_id = ${schoolId} and s.round_id = ${roundId}
      and s.id = w.slot_id
    where s.id is null or s.removed_at is not null or s.pupil_id is not null
      or lower(s.during) <= ${now}
    limit 1`.execute(trx);
  if (rows[0]) throw new Refused(rows[0].refusal);
}
