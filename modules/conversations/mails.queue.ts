import type { Trx } from "../../db/database.ts";
import { type Queued, queueMails } from "../../emails/ledger.ts";
import { dayIn, momentIn } from "../../web/clock.ts";
import { addDays } from "../../web/dates.ts";
import type { Tick } from "../../web/module.ts";
import type { School } from "../../web/viewer.ts";
import {
  listMailedTalks,
  listRoundGuardians,
  type MailedTalk,
  type Talk,
  uniqueTalks,
} from "./mails.queries.ts";
import type { mails } from "./mails.ts";
import type { Interval } from "./schedule.ts";
import type { waitingMails } from "./waiting.mails.ts";
import type { wishMails } from "./wishes.mails.ts";
import { whileOn } from "./viewing.ts";

/**
 * Invites all who may choose, in the transaction that publishes the round.
 * @returns to how many addresses it goes
 */
export async function queueInvitations(trx: Trx, school: School, roundId: number, now: Date) {
  const guardians = await listRoundGuardians(trx, school, roundId);
  const cause = `talk-round:${roundId}`;
  const mails = toAll(school, "talkInvitation", cause, guardians, { roundId });
  await queueMails(trx, mails, now);
  return mails.length;
}

/**
 * Reminds those whose child has no time yet, once per press of the button.
 * @param key of the form that was pressed
 * @returns to how many addresses it goes
 */
export async function queueReminders(
  trx: Trx,
  school: School,
  roundId: number,
  key: string,
  now: Date,
): Promise<number> {
  const waiting = (await listRoundGuardians(trx, school, roundId)).filter((one) => !one.chosen);
  const cause = `talk-reminder:${roundId}:${key}`;
  const mails = toAll(school, "talkReminder", cause, waiting, { roundId });
  await queueMails(trx, mails, now);
  return mails.length;
}

/** Tells everyone the final time, in the transaction that closes the round. */
export async function queueFinalTimes(trx: Trx, school: School, roundId: number, now: Date) {
  const talks = await listMailedTalks(trx, school, { roundId }, now);
  const mails = toAll(school, "talkTimes", `talk-times:${roundId}`, talks, { roundId });
  await queueMails(trx, mails, now);
  return mails.length;
}

/**
 * Tells the guardians of children who have no talk that the round ends without one, in the
 * transaction that closes or withdraws it.
 * @returns to how many addresses it goes
 */
export async function queueRoundOver(
  trx: Trx,
  school: School,
  { roundId, withdrawn }: { roundId: number; withdrawn: boolean },
  now: Date,
): Promise<number> {
  const without = (await listRoundGuardians(trx, school, roundId)).filter((one) => !one.chosen);
  const pupilIds = [...new Set(without.map(({ pupilId }) => pupilId))];
  const cause = `talk-round-over:${roundId}:${withdrawn ? "withdrawn" : "closed"}`;
  const mails = toAll(school, "talkRoundOver", cause, without, { roundId, withdrawn, pupilIds });
  await queueMails(trx, mails, now);
  return mails.length;
}

/**
 * Tells whose talk it is when it is, in the transaction that books it.
 * @param by the account of the guardian who does; left out: school
 */
export async function queueBookedTime(
  trx: Trx,
  school: School,
  { roundId, pupilId, forGuardianId }: Talk,
  now: Date,
  by?: number,
) {
  const of = { roundId, pupilId, forGuardianId };
  const talks = await listMailedTalks(trx, school, of, now);
  const cause = ["talk-times", roundId, pupilId, forGuardianId ?? "all", now.getTime()].join(":");
  await queueMails(trx, aboutTalks(school, "talkTimes", cause, talks, of, by), now);
}

/**
 * Tells whose talk it is that it is moved, in the transaction that moves it.
 * @param of one talk, or all that have one of these slots
 * @param was when a talk began until now
 * @param by the account of the guardian who moves it; left out: school
 * @returns to how many addresses it goes
 */
export async function queueMovedTimes(
  trx: Trx,
  school: School,
  of: Talk | { roundId: number; slotIds: number[] },
  was: (talk: Interval) => Date,
  now: Date,
  by?: number,
): Promise<number> {
  const talks = await listMailedTalks(trx, school, of, now);
  const which = "pupilId" in of ? [of.pupilId, of.forGuardianId ?? "all"] : ["slot", of.slotIds[0]];
  const cause = ["talk-moved", of.roundId, ...which, now.getTime()].join(":");
  const before = talks.map((talk) => ({ ...talk, from: was(talk) }));
  const about = { roundId: of.roundId };
  const mails = aboutTalks(school, "talkMoved", cause, before, about, by);
  await queueMails(trx, mails, now);
  return mails.length;
}

/**
 * Tells whose talk it is that it is called off, in the transaction that does so, while the talk is
 * still there.
 * @param of one talk, or all of a round
 * @param by the account of the guardian who does; left out: school
 * @param why what the teacher says about it to the family
 */
export async function queueCalledOff(
  trx: Trx,
  school: School,
  of: Talk | { roundId: number },
  now: Date,
  { by, why = "" }: { by?: number; why?: string } = {},
) {
  const talks = await listMailedTalks(trx, school, of, now);
  const which = "pupilId" in of ? [of.pupilId, of.forGuardianId ?? "all"] : ["all"];
  const cause = ["talk-off", of.roundId, ...which, now.getTime()].join(":");
  const about = { roundId: of.roundId, why };
  await queueMails(trx, aboutTalks(school, "talkCalledOff", cause, talks, about, by), now);
}

/** Who did something with a talk, to whom a mail tells of it. */
export type By = "school" | "you" | "guardian";

/** One mail to each address, that names the talks it is about and who did it. */
function aboutTalks(
  school: School,
  kind: "talkTimes" | "talkMoved" | "talkCalledOff",
  cause: string,
  talks: MailedTalk[],
  about: { roundId: number },
  accountId?: number,
): Queued[] {
  const byAddress = Map.groupBy(talks, ({ address }) => address);
  return [...byAddress.values()].flatMap((own) => {
    const named = uniqueTalks(own).map(({ pupilId, forGuardianId, from }) => ({
      pupilId,
      forGuardianId,
      from,
    }));
    const isOwn = own.some((talk) => talk.accountId === accountId);
    const by: By = accountId === undefined ? "school" : isOwn ? "you" : "guardian";
    return toAll(school, kind, cause, own, { ...about, talks: named, by });
  });
}

/** Every day from four in the afternoon on: a mail to all who have a talk the next day. */
export const talksTomorrow: Tick = {
  name: "talks-tomorrow",
  due: whileOn(({ timeZone }, now) => {
    const day = dayIn(timeZone, now);
    return now >= momentIn(timeZone, day, "16:00") ? day : undefined;
  }),
  async run(trx, _house, school, now) {
    const day = addDays(dayIn(school.timeZone, now), 1);
    const talks = await listMailedTalks(trx, school, wholeDay(school, day), now);
    await queueMails(
      trx,
      toAll(school, "talkTomorrow", `talk-tomorrow:${day}`, talks, { day }),
      now,
    );
  },
};

/** From midnight to midnight on the wall clock of the school. */
export const wholeDay = ({ timeZone }: School, day: string) => ({
  from: momentIn(timeZone, day, "00:00"),
  until: momentIn(timeZone, addDays(day, 1), "00:00"),
});

type Reached = Pick<MailedTalk, "accountId" | "language"> & {
  address: string | null;
  readOnly?: boolean;
};

/** One mail to each address; who cannot choose is not asked to. */
export function toAll(
  school: School,
  kind: keyof typeof mails | keyof typeof waitingMails | keyof typeof wishMails,
  cause: string,
  people: Reached[],
  payload: object,
): Queued[] {
  const reached = people.filter(({ address, readOnly }) => address !== null && !readOnly);
  return [...new Map(reached.map((one) => [one.address!, one]))].map(([address, one]) => ({
    schoolId: school.id,
    kind,
    cause,
    accountId: one.accountId,
    address,
    language: one.language,
    payload,
  }));
}
