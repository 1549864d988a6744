import { sql } from "kysely";
import type { Trx } from "../../db/database.ts";
import { queueMails } from "../../emails/ledger.ts";
import type { Tick } from "../../web/module.ts";
import { isPresent } from "../../web/presence.ts";
import type { School } from "../../web/viewer.ts";
import {
  listMailedTalks,
  listRoundGuardians,
  mailAddress,
  type RoundGuardian,
} from "./mails.queries.ts";
import { toAll } from "./mails.queue.ts";
import type { ProposedTalk } from "./proposal.queries.ts";
import { isToAllot, type Moments, phaseOf } from "./rounds.queries.ts";
import { whileOn } from "./viewing.ts";

/**
 * Asks all who may choose what they prefer, in the transaction that publishes the round.
 * @returns to how many addresses it goes
 */
export async function queueWishInvitations(trx: Trx, school: School, roundId: number, now: Date) {
  const guardians = await listRoundGuardians(trx, school, roundId);
  const mails = toAll(school, "talkWishes", `talk-round:${roundId}`, guardians, { roundId });
  await queueMails(trx, mails, now);
  return mails.length;
}

/**
 * Invites the guardians of children that came into a published round later, in the transaction that
 * changes it; not while times are allotted, after which they are told, or when it is over.
 */
export async function queueLateInvitations(
  trx: Trx,
  school: School,
  round: Moments,
  { roundId, pupilIds }: { roundId: number; pupilIds: number[] },
  now: Date,
): Promise<number> {
  if (!["upcoming", "wishes", "open"].includes(phaseOf(round, now))) return 0;
  const guardians = (await listRoundGuardians(trx, school, roundId))
    .filter(({ pupilId }) => pupilIds.includes(pupilId));
  const kind = round.fair && !round.allottedAt ? "talkWishes" : "talkInvitation";
  const cause = `talk-round:${roundId}:${now.getTime()}`;
  return await queueMails(trx, toAll(school, kind, cause, guardians, { roundId }), now);
}

/**
 * Asks again those who gave none, once per press of the button.
 * @param key of the form that was pressed
 * @returns to how many addresses it goes
 */
export async function queueWishReminders(
  trx: Trx,
  school: School,
  roundId: number,
  key: string,
  now: Date,
): Promise<number> {
  const waiting = (await listRoundGuardians(trx, school, roundId)).filter(isWaiting);
  const cause = `talk-wish-reminder:${roundId}:${key}`;
  const mails = toAll(school, "talkWishReminder", cause, waiting, { roundId });
  await queueMails(trx, mails, now);
  return mails.length;
}

/** Who has neither a time nor preferences. */
export const isWaiting = ({ chosen, wished }: RoundGuardian) => !chosen && !wished;

/**
 * Tells everyone what they got, or that they can choose, in the transaction that books it.
 * @param talks all that were to be allotted, those without a place too
 */
export async function queueAllotted(
  trx: Trx,
  school: School,
  roundId: number,
  talks: ProposedTalk[],
  now: Date,
) {
  const guardians = await listRoundGuardians(trx, school, roundId);
  const booked = await listMailedTalks(trx, school, { roundId }, now);
  // who may only read does not choose, and is told the time all the same
  const people = [...booked, ...guardians.filter(({ readOnly }) => !readOnly)];
  const unplaced: Unplaced[] = talks.filter(({ slotId }) => slotId === null)
    .map(({ pupilId, forGuardianId }) => ({ pupilId, forGuardianId }));
  const payload = { roundId, unplaced };
  await queueMails(
    trx,
    toAll(school, "talkAllotted", `talk-allotted:${roundId}`, people, payload),
    now,
  );
}

/** A talk for which there was no place. */
export type Unplaced = Pick<ProposedTalk, "pupilId" | "forGuardianId">;

/** Tells the teachers that the wishes of a round are in, once. */
export const wishesOver: Tick = {
  name: "talk-wishes-over",
  due: whileOn((_school, now) =>
    new Date(Math.floor(now.getTime() / 300_000) * 300_000).toISOString()
  ),
  async run(trx, _house, school, now) {
    const { rows } = await sql<{
      roundId: number;
      wishesUntil: Date;
      accountId: number | null;
      address: string;
      language: string;
    }>`
      select r.id as "roundId", r.wishes_until as "wishesUntil", p.account_id as "accountId",
        ${mailAddress} as address, coalesce(a.language, ${school.language}) as language
      from talk_rounds r
      join talk_round_teachers rt on rt.school_id = r.school_id and rt.round_id = r.id
      join people p on p.school_id = rt.school_id and p.id = rt.person_id and ${isPresent("p")}
      left join accounts a on a.id = p.account_id
      where r.school_id = ${school.id} and ${isToAllot(now)}
        and r.wishes_until > ${new Date(now.getTime() - 7 * 864e5)}
        and ${mailAddress} is not null
      order by r.id, p.id`.execute(trx);
    await queueMails(
      trx,
      rows.flatMap(({ roundId, wishesUntil, ...teacher }) => {
        const cause = `talk-wishes-over:${roundId}:${wishesUntil.getTime()}`;
        return toAll(school, "talkWishesOver", cause, [teacher], { roundId });
      }),
      now,
    );
  },
};
