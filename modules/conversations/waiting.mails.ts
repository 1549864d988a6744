import { sql } from "kysely";
import type { Trx } from "../../db/database.ts";
import { queueMails } from "../../emails/ledger.ts";
import { dayIn } from "../../web/clock.ts";
import { longDay, moment, sentenceTime } from "../../web/dates.ts";
import type { Composer } from "../../web/module.ts";
import type { School } from "../../web/viewer.ts";
import { cardId } from "./guardian.paths.ts";
import { notice } from "./mails.ts";
import { listRoundGuardians } from "./mails.queries.ts";
import { toAll } from "./mails.queue.ts";
import { listed } from "./mails.words.ts";
import type { Offer } from "./waiting.offers.ts";
import { waitingText } from "./waiting.text.ts";

/**
 * Tells the guardians for whom a time is kept from now on, in the transaction that keeps it.
 * @param offers all of one round
 */
export async function queueOffers(trx: Trx, school: School, offers: Offer[], now: Date) {
  if (offers.length === 0) return;
  const guardians = await listRoundGuardians(trx, school, offers[0]!.roundId);
  await queueMails(
    trx,
    offers.flatMap(({ roundId, pupilId, forGuardianId, slotId, from, until }) => {
      const own = guardians.filter((one) =>
        one.pupilId === pupilId && (forGuardianId === null || one.personId === forGuardianId)
      );
      const whose = [slotId, pupilId, forGuardianId ?? "all"];
      const cause = ["talk-offer", ...whose, from.getTime(), until.getTime()];
      return toAll(school, "talkOffer", cause.join(":"), own, { roundId, pupilId, slotId, until });
    }),
    now,
  );
}

/** A time that came free, for who was next in line; not when it is no longer kept for them. */
const talkOffer: Composer = async (house, delivery) => {
  const { school, language, address, payload } = delivery;
  const now = house.clock.now();
  const until = new Date(String(payload.until));
  const guardians = await listRoundGuardians(house.db, school, Number(payload.roundId));
  const own = guardians.filter((one) =>
    one.pupilId === Number(payload.pupilId) && one.address === address
  );
  const { rows: [slot] } = await sql<
    { from: Date; round: string; minutes: number; forGuardianId: number | null }
  >`
    select lower(s.during) as from, r.title as round, r.minutes,
      s.held_for_guardian as "forGuardianId"
    from talk_slots s join talk_rounds r on r.school_id = s.school_id and r.id = s.round_id
      and r.closed_at is null and r.withdrawn_at is null
    where s.school_id = ${school.id} and s.id = ${Number(payload.slotId)}
      and s.held_for = ${Number(payload.pupilId)} and s.held_until = ${until}
      and s.held_until > ${now}
      and (s.held_for_guardian is null
        or s.held_for_guardian = any(${own.map((one) => one.personId)}::bigint[]))`
    .execute(house.db);
  if (!slot || own.length === 0) return undefined;
  const t = waitingText(language);
  const when = { now, timeZone: school.timeZone, language };
  const told = (from: Date) =>
    [longDay(dayIn(when.timeZone, from), when), sentenceTime(from, when)] as const;
  const { forGuardianId } = slot;
  const { pupil, slots, from: current } = own.find((one) =>
    forGuardianId === null || one.personId === forGuardianId
  )!;
  return await notice(house, delivery, {
    firstName: listed(own.map((one) => one.firstName), language),
    title: t.mail.title(slot.round),
    paragraphs: [
      t.mail.free(pupil, ...told(slot.from)),
      t.mail.length(slots * slot.minutes),
      t.mail.until(moment(until, when)),
      ...current ? [t.mail.keepsTalk(...told(current))] : [],
    ],
    button: t.mail.button,
    path: `/conversations#${cardId(Number(payload.roundId), Number(payload.pupilId))}`,
  });
};

export const waitingMails = { talkOffer };
