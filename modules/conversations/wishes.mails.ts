import { sql } from "kysely";
import type { Db } from "../../db/database.ts";
import { moment, type When } from "../../web/dates.ts";
import type { House } from "../../web/house.ts";
import type { Composer, Delivery } from "../../web/module.ts";
import { isPresent } from "../../web/presence.ts";
import type { School } from "../../web/viewer.ts";
import { calendar } from "./calendar.ts";
import { notice, told } from "./mails.ts";
import {
  findMailedRound,
  listMailedTalks,
  listRoundGuardians,
  mailAddress,
  type MailedRound,
  type MailedTalk,
  type RoundGuardian,
  uniqueTalks,
} from "./mails.queries.ts";
import { mailsText } from "./mails.text.ts";
import { invitationWords, listed, momentWords, paragraphsOf, type Words } from "./mails.words.ts";
import { invitedPupils, isToAllot, phaseOf } from "./rounds.queries.ts";
import { isWaiting, type Unplaced } from "./wishes.mails.queue.ts";
import { wishMailsText } from "./wishes.mails.text.ts";

/** Asks what one prefers, with what the teacher wrote; not when that time is over. */
const talkWishes: Composer = (house, delivery) => {
  const t = wishMailsText(delivery.language);
  const words = mailsText(delivery.language);
  return askToWish(house, delivery, () => true, (round, children, when) => ({
    ...children.every(({ chosen }) => chosen)
      ? { title: words.readyTitle(round.title), button: t.look }
      : { title: t.askTitle(round.title) },
    paragraphs: [
      ...paragraphsOf(round.invitation || words.invitation),
      ...invitationWords(round, children, when),
    ],
  }));
};

/** Asks again; not who gave preferences meanwhile. */
const talkWishReminder: Composer = (house, delivery) => {
  const t = wishMailsText(delivery.language);
  return askToWish(house, delivery, isWaiting, (round, children, when) => ({
    title: t.reminderTitle(round.title),
    paragraphs: [
      t.reminder(listed(children.map(({ pupil }) => pupil), when.language)),
      ...momentWords(round, when),
    ],
  }));
};

async function askToWish(
  house: House,
  delivery: Delivery,
  counts: (guardian: RoundGuardian) => boolean,
  words: (
    round: MailedRound,
    children: RoundGuardian[],
    when: When,
  ) => { title: string; paragraphs: Words[]; button?: string },
) {
  const { school, language, address, payload } = delivery;
  const roundId = Number(payload.roundId);
  const now = house.clock.now();
  const round = await findMailedRound(house.db, school, roundId, now);
  const isAsking = round.fair && !round.allottedAt && round.wishesUntil! > now;
  if (!isAsking || !["upcoming", "wishes"].includes(phaseOf(round, now))) return undefined;
  const mine = (await listRoundGuardians(house.db, school, roundId))
    .filter((one) => one.address === address && !one.readOnly && counts(one));
  if (mine.length === 0) return undefined;
  return await notice(house, delivery, {
    firstName: listed(mine.map((one) => one.firstName), language),
    button: wishMailsText(language).give,
    ...words(round, mine, { now, timeZone: school.timeZone, language }),
  });
}

/**
 * What became of one's preferences: the time with which choice it is, or that there was no place.
 * Who has a talk by themselves and gave no preferences is asked to choose.
 */
const talkAllotted: Composer = async (house, delivery) => {
  const { school, language, address, payload } = delivery;
  const roundId = Number(payload.roundId);
  const now = house.clock.now();
  const { rows: [round] } = await sql<{ title: string; closesAt: Date | null; open: boolean }>`
    select title, closes_at as "closesAt",
      closed_at is null and (closes_at is null or closes_at > ${now}) as open
    from talk_rounds
    where school_id = ${school.id} and id = ${roundId} and withdrawn_at is null`.execute(house.db);
  if (!round) return undefined;
  const talks = uniqueTalks(
    (await listMailedTalks(house.db, school, { roundId }, now)).filter((one) =>
      one.address === address
    ),
  );
  const waiting = (await listRoundGuardians(house.db, school, roundId)).filter((one) =>
    one.address === address && !one.readOnly && !one.chosen &&
    !talks.some(({ pupilId }) => pupilId === one.pupilId)
  );
  const [first] = talks;
  if (!first && waiting.length === 0) return undefined;
  const choices = await listChoicesGot(house.db, school, roundId);
  const t = wishMailsText(language);
  const when = { now, timeZone: school.timeZone, language };
  const letter = {
    firstName: listed([...talks, ...waiting].map((one) => one.firstName), language),
    title: first
      ? t.allottedTitle(round.title)
      : round.open
      ? t.unplacedTitle(round.title)
      : t.withoutTitle(round.title),
    paragraphs: [
      ...talks.flatMap((talk) => [...told(talk, when), ...toldChoice(talk, choices, language)]),
      ...toldWithout(waiting, payload.unplaced as Unplaced[], round.open, language),
      ...first && round.open ? [toldUntil(round.closesAt, when)] : [],
      ...first ? [t.attached] : [],
    ],
    button: first || !round.open ? t.look : t.choose,
  };
  return await notice(house, delivery, letter, first && calendar(house, delivery, talks));
};

/** For whose children there is no time yet, and whether there was no place or nobody asked for one. */
function toldWithout(
  waiting: RoundGuardian[],
  unplaced: Unplaced[],
  open: boolean,
  language: string,
): string[] {
  const t = wishMailsText(language);
  const isUnplaced = ({ pupilId, personId }: RoundGuardian) =>
    unplaced.some((one) =>
      one.pupilId === pupilId && (one.forGuardianId === null || one.forGuardianId === personId)
    );
  const named = (some: RoundGuardian[]) => listed(some.map(({ pupil }) => pupil), language);
  const lost = waiting.filter(isUnplaced);
  const notAsked = waiting.filter((one) => !isUnplaced(one));
  const ask = open ? t : { unplaced: t.unplacedOver, notAsked: mailsText(language).noTime };
  return [
    ...lost.length > 0 ? [ask.unplaced(named(lost))] : [],
    ...notAsked.length > 0 ? [ask.notAsked(named(notAsked))] : [],
  ];
}

/** Which of the preferences a time is; nothing where there were none. */
function toldChoice(talk: MailedTalk, choices: ChoiceGot[], language: string): string[] {
  const t = wishMailsText(language);
  const got = choices.find(({ pupilId, forGuardianId }) =>
    pupilId === talk.pupilId && forGuardianId === talk.forGuardianId
  );
  if (got?.rank) return [t.choice(got.rank)];
  return got?.asked ? [t.elsewhere] : [];
}

/** That one can choose another time, and until when. */
function toldUntil(closesAt: Date | null, when: When): string {
  const t = wishMailsText(when.language);
  return closesAt ? t.change(moment(closesAt, when)) : t.changeOpen;
}

interface ChoiceGot {
  pupilId: number;
  forGuardianId: number | null;
  /** Which of the wishes the time is. */
  rank: number | null;
  /** Whether there were wishes. */
  asked: boolean;
}

/** Of each talk of a round, which of its wishes it is at. */
async function listChoicesGot(db: Db, school: School, roundId: number): Promise<ChoiceGot[]> {
  const { rows } = await sql<ChoiceGot>`
    select s.pupil_id as "pupilId", s.for_guardian_id as "forGuardianId",
      min(w.rank) filter (where w.slot_id = s.id)::int as rank, count(w.id) > 0 as asked
    from talk_slots s
    left join talk_wishes w on w.school_id = s.school_id and w.round_id = s.round_id
      and w.pupil_id = s.pupil_id and w.for_guardian_id is not distinct from s.for_guardian_id
    where s.school_id = ${school.id} and s.round_id = ${roundId} and s.pupil_id is not null
      and s.part = 1
    group by s.id, s.pupil_id, s.for_guardian_id`.execute(db);
  return rows;
}

/** Tells a teacher that times can be allotted; not when that was done meanwhile. */
const talkWishesOver: Composer = async (house, delivery) => {
  const { school, language, address, payload } = delivery;
  const now = house.clock.now();
  const roundId = Number(payload.roundId);
  const { rows: [found] } = await sql<
    { title: string; firstName: string; invited: number; wished: number }
  >`
    select r.title, p.first_name as "firstName", count(x.pupil_id)::int as invited,
      count(x.pupil_id) filter (where exists (select from talk_wishes w
        where w.school_id = r.school_id and w.round_id = r.id
          and w.pupil_id = x.pupil_id))::int as wished
    from talk_rounds r
    join talk_round_teachers rt on rt.school_id = r.school_id and rt.round_id = r.id
    join people p on p.school_id = rt.school_id and p.id = rt.person_id and ${isPresent("p")}
    left join accounts a on a.id = p.account_id
    left join lateral (${invitedPupils}) x on true
    where r.school_id = ${school.id} and r.id = ${roundId} and ${isToAllot(now)}
      and ${mailAddress} = ${address}
    group by r.title, p.id, p.first_name limit 1`.execute(house.db);
  if (!found) return undefined;
  const t = wishMailsText(language);
  return await notice(house, delivery, {
    firstName: found.firstName,
    title: t.overTitle(found.title),
    paragraphs: [t.over(found.wished, found.invited)],
    button: t.allot,
    path: `/conversations/rounds/${roundId}/proposal`,
  });
};

export const wishMails = {
  talkWishes,
  talkWishReminder,
  talkAllotted,
  talkWishesOver,
};
