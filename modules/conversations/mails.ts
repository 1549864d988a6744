import { sql } from "kysely";
import { noticeMail } from "../../emails/mod.ts";
import { dayIn } from "../../web/clock.ts";
import { longDay, sentenceTime, type When } from "../../web/dates.ts";
import type { House } from "../../web/house.ts";
import { addressed, linkTo, mailLanguage, mailSchool } from "../../web/mailing.ts";
import type { Composer, Delivery } from "../../web/module.ts";
import { calendar, cancellation } from "./calendar.ts";
import { cardId } from "./guardian.paths.ts";
import {
  findMailedRound,
  guardiansToTell,
  listMailedTalks,
  listRoundGuardians,
  mailAddress,
  type MailedRound,
  type MailedTalk,
  type RoundGuardian,
  type Talk,
  uniqueTalks,
} from "./mails.queries.ts";
import { type By, wholeDay } from "./mails.queue.ts";
import { mailsText } from "./mails.text.ts";
import { invitationWords, listed, momentWords, paragraphsOf, type Words } from "./mails.words.ts";
import { phaseOf } from "./rounds.queries.ts";

/** Asks to choose, with what the teacher wrote; not when the round was withdrawn meanwhile. */
const talkInvitation: Composer = async (house, delivery) => {
  const t = mailsText(delivery.language);
  return await askToChoose(house, delivery, (round, children, when) => ({
    ...children.every(({ chosen }) => chosen)
      ? { title: t.readyTitle(round.title), button: t.look }
      : { title: t.invitationTitle(round.title) },
    paragraphs: [
      ...paragraphsOf(round.invitation || t.invitation),
      ...invitationWords(round, children, when),
    ],
  }));
};

/** Asks again; not who chose meanwhile. */
const talkReminder: Composer = async (house, delivery) => {
  const t = mailsText(delivery.language);
  return await askToChoose(house, delivery, (round, children, when) => ({
    title: t.reminderTitle(round.title),
    paragraphs: [
      t.reminder(listed(children.map(({ pupil }) => pupil), when.language)),
      ...momentWords(round, when),
    ],
  }), (guardian) => !guardian.chosen);
};

async function askToChoose(
  house: House,
  delivery: Delivery,
  words: (
    round: MailedRound,
    children: RoundGuardian[],
    when: When,
  ) => { title: string; paragraphs: Words[]; button?: string },
  counts: (guardian: RoundGuardian) => boolean = () => true,
) {
  const { school, language, address, payload } = delivery;
  const roundId = Number(payload.roundId);
  const now = house.clock.now();
  const round = await findMailedRound(house.db, school, roundId, now);
  if (!["upcoming", "open"].includes(phaseOf(round, now))) return undefined;
  const mine = (await listRoundGuardians(house.db, school, roundId))
    .filter((one) => one.address === address && !one.readOnly && counts(one));
  if (mine.length === 0) return undefined;
  return await notice(house, delivery, {
    firstName: listed(mine.map((one) => one.firstName), language),
    button: mailsText(language).choose,
    ...words(round, mine, { now, timeZone: school.timeZone, language }),
  });
}

/** The final time of the talks of a round, or of one that was booked; for in the calendar. */
const talkTimes: Composer = async (house, delivery) => {
  const { school, language, payload } = delivery;
  const t = mailsText(language);
  const roundId = Number(payload.roundId);
  const now = house.clock.now();
  const round = await findMailedRound(house.db, school, roundId, now);
  const when = { now, timeZone: school.timeZone, language };
  const moments = phaseOf(round, now) === "open" ? momentWords(round, when) : [];
  const lead = round.closedAt ? [t.timesFixed] : [t.booked[byIn(payload)], ...moments];
  const of = "pupilId" in payload ? talkIn(payload) : { roundId };
  return await tellTimes(house, delivery, of, () => t.timesTitle(round.title), lead);
};

/** Talks that were moved, as they are by now, and when they were. */
const talkMoved: Composer = (house, delivery) => {
  const { language, payload } = delivery;
  const t = mailsText(language);
  const of = { roundId: Number(payload.roundId) };
  const moved = payload.talks as DatedInRound[];
  const counts = (talk: MailedTalk) => moved.some((one) => isSameTalk(one, talk));
  const title = (talk: MailedTalk) => t.movedTitle(talk.round);
  const tell = (talk: MailedTalk, when: When) => {
    const was = new Date(moved.find((one) => isSameTalk(one, talk))!.from);
    const day = longDay(dayIn(when.timeZone, was), when);
    const isMoved = was.getTime() !== talk.from.getTime(); // and not back by now
    return [...told(talk, when), ...isMoved ? [t.was(day, sentenceTime(was, when))] : []];
  };
  return tellTimes(house, delivery, of, title, [t.moved[byIn(payload)]], { counts, tell });
};

/** Who did it; of what was queued before a guardian could, it was school. */
const byIn = (payload: Delivery["payload"]) => (payload.by ?? "school") as By;

/** The one talk that a mail is about. */
const talkIn = ({ roundId, pupilId, forGuardianId }: Delivery["payload"]): Talk => ({
  roundId: Number(roundId),
  pupilId: Number(pupilId),
  forGuardianId: forGuardianId as number | null,
});

/** The talks of the next day, of all children together. */
const talkTomorrow: Composer = (house, delivery) => {
  const t = mailsText(delivery.language);
  const of = wholeDay(delivery.school, String(delivery.payload.day));
  return tellTimes(house, delivery, of, () => t.tomorrowTitle, [t.tomorrowLead]);
};

/** Talks that were called off; not to who is no guardian of the child any more. */
const talkCalledOff: Composer = async (house, delivery) => {
  const { school, language, address, payload } = delivery;
  const roundId = Number(payload.roundId);
  const now = house.clock.now();
  const talks = payload.talks as DatedInRound[];
  const { rows } = await sql<
    {
      pupilId: number;
      pupil: string;
      personId: number;
      firstName: string;
      round: string;
      roundMadeAt: Date;
    }
  >`
    select k.id as "pupilId", k.first_name as pupil, p.id as "personId",
      p.first_name as "firstName", r.title as round, r.created_at as "roundMadeAt"
    from talk_rounds r
    join pupils k on k.school_id = r.school_id
      and k.id = any(${talks.map(({ pupilId }) => pupilId)}::bigint[])
    ${guardiansToTell}
    where r.school_id = ${school.id} and r.id = ${roundId}
      and ${mailAddress} = ${address}`.execute(house.db);
  const off = talks.flatMap((talk) => {
    const theirs = rows.filter(({ pupilId, personId }) =>
      pupilId === talk.pupilId && (talk.forGuardianId === null || talk.forGuardianId === personId)
    );
    const { forGuardianId } = talk;
    return theirs[0]
      ? [{ ...theirs[0], roundId, forGuardianId, from: new Date(talk.from), theirs }]
      : [];
  });
  const [first] = off;
  if (!first) return undefined;
  const t = mailsText(language);
  const by = byIn(payload);
  const when = { now, timeZone: school.timeZone, language };
  // who has another time by now keeps that in the calendar
  const others = await listMailedTalks(house.db, school, { roundId }, now);
  const gone = off.filter((talk) => !others.some((other) => isSameTalk(other, talk)));
  const round = await findMailedRound(house.db, school, roundId, now);
  const isOpen = phaseOf(round, now) === "open";
  const guardians = isOpen ? await listRoundGuardians(house.db, school, roundId) : [];
  const choosing = gone.filter(({ pupilId }) =>
    guardians.some((one) =>
      one.pupilId === pupilId && one.address === address && !one.readOnly && !one.chosen
    )
  );
  const why = paragraphsOf(String(payload.why ?? ""));
  const letter = {
    firstName: listed(off.flatMap(({ theirs }) => theirs.map((one) => one.firstName)), language),
    title: t.calledOffTitle(first.round),
    paragraphs: [
      ...off.map(({ pupil, from }) =>
        t.calledOff(pupil, longDay(dayIn(when.timeZone, from), when), sentenceTime(from, when))
      ),
      ...by === "school" ? [] : [t.calledOffBy[by]],
      ...why.length > 0 ? [t.calledOffWhy, ...why] : [],
      ...choosing.length > 0
        ? [
          t.chooseAgain(listed(choosing.map(({ pupil }) => pupil), language)),
          ...momentWords(round, when),
        ]
        : [],
      ...gone.length > 0 ? [t.calledOffAttached] : [],
    ],
    button: choosing.length > 0 ? t.choose : t.look,
  };
  const attachment = gone.length > 0 ? cancellation(house, delivery, gone) : undefined;
  return await notice(house, delivery, letter, attachment);
};

/** A talk, within a round. */
type InRound = Omit<Talk, "roundId">;

/** The same, as a delivery tells when it was. */
type DatedInRound = InRound & { from: string };

const isSameTalk = (a: InRound, b: InRound) =>
  a.pupilId === b.pupilId && a.forGuardianId === b.forGuardianId;

/** A round that ended while a child had no talk; not when it was given one meanwhile. */
const talkRoundOver: Composer = async (house, delivery) => {
  const { school, language, address, payload } = delivery;
  const roundId = Number(payload.roundId);
  const round = await house.db.selectFrom("talk_rounds").select(["title", "withdrawn_at"])
    .where("school_id", "=", school.id).where("id", "=", roundId).executeTakeFirst();
  if (!round || (round.withdrawn_at !== null) !== payload.withdrawn) return undefined;
  const pupilIds = payload.pupilIds as number[];
  const mine = (await listRoundGuardians(house.db, school, roundId))
    .filter((one) => one.address === address && !one.chosen && pupilIds.includes(one.pupilId));
  if (mine.length === 0) return undefined;
  const t = mailsText(language);
  const children = listed(mine.map((one) => one.pupil), language);
  const [title, paragraph] = payload.withdrawn
    ? [t.withdrawnTitle(round.title), t.withdrawn(children)]
    : [t.noTimeTitle(round.title), t.noTime(children)];
  return await notice(house, delivery, {
    firstName: listed(mine.map((one) => one.firstName), language),
    title,
    paragraphs: [paragraph],
    button: t.look,
  });
};

async function tellTimes(
  house: House,
  delivery: Delivery,
  of: Parameters<typeof listMailedTalks>[2],
  title: (first: MailedTalk) => string,
  lead: string[],
  { counts = () => true, tell = told }: {
    counts?: (talk: MailedTalk) => boolean;
    tell?: (talk: MailedTalk, when: When) => string[];
  } = {},
) {
  const { school, language, address } = delivery;
  const now = house.clock.now();
  const talks = uniqueTalks(
    (await listMailedTalks(house.db, school, of, now))
      .filter((one) => one.address === address && counts(one)),
  );
  const [first] = talks;
  if (!first) return undefined;
  const when = { now, timeZone: school.timeZone, language };
  const letter = {
    firstName: listed(talks.map((talk) => talk.firstName), language),
    title: title(first),
    paragraphs: [...talks.flatMap((talk) => tell(talk, when)), ...lead],
    button: mailsText(language).look,
    ...talks.length === 1 && { path: `/conversations#${cardId(first.roundId, first.pupilId)}` },
  };
  return await notice(house, delivery, letter, calendar(house, delivery, talks));
}

/** When a talk is, with whom and where; each a paragraph. */
export function told(talk: MailedTalk, when: When): string[] {
  const t = mailsText(when.language);
  const day = longDay(dayIn(when.timeZone, talk.from), when);
  const teachers = listed(talk.teachers, when.language);
  return [
    t.talk(talk.pupil, day, sentenceTime(talk.from, when), teachers),
    ...talk.room ? [t.room(talk.room)] : [],
    ...talk.videoLink ? [t.video(talk.videoLink)] : [],
  ];
}

/** A short letter with one button, to the talks. */
export async function notice(
  house: House,
  delivery: Delivery,
  { button, path = "/conversations", ...words }: {
    firstName: string;
    title: string;
    paragraphs: Words[];
    button: string;
    /** Where the button leads. */
    path?: string;
  },
  attachment?: ReturnType<typeof calendar>,
) {
  const { school } = delivery;
  const language = mailLanguage(delivery.language);
  const mail = await noticeMail({ language, school: mailSchool(school), kind: "gesprek", button });
  const firstName = words.firstName || mailsText(language).someone;
  const link = linkTo(house, school, path);
  const letter = mail.for({ ...words, firstName, link });
  return addressed(house, delivery, letter, attachment && { attachments: [attachment] });
}

export const mails = {
  talkInvitation,
  talkReminder,
  talkTimes,
  talkMoved,
  talkCalledOff,
  talkRoundOver,
  talkTomorrow,
};
