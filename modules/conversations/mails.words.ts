import { dayIn } from "../../web/clock.ts";
import { longDay, moment, sentenceTime, type When } from "../../web/dates.ts";
import type { MailedRound, RoundGuardian } from "./mails.queries.ts";
import { mailsText } from "./mails.text.ts";
import { wishMailsText } from "./wishes.mails.text.ts";

/** A child that one is invited for. */
type InvitedChild = Pick<RoundGuardian, "pupilId" | "pupil" | "slots" | "from">;

/** A paragraph, or lines under each other. */
export type Words = string | string[];

/**
 * What an invitation tells below what the teacher wrote: for which children one can choose or say
 * what one prefers, which times were booked beforehand, how long each talk is and with whom, on which days, where, and until when.
 * @param children who share an address may each have the same child
 */
export function invitationWords(
  round: MailedRound,
  children: InvitedChild[],
  when: When,
): Words[] {
  const t = mailsText(when.language);
  const each = [...Map.groupBy(children, ({ pupilId }) => pupilId).values()];
  const isReady = (one: InvitedChild[]) => one.every(({ from }) => from !== null);
  const names = (some: InvitedChild[][]) =>
    listed(some.map(([child]) => child!.pupil), when.language);
  const asked = each.filter((one) => !isReady(one));
  const ready = each.filter(isReady).flat().map(({ pupil, from }) =>
    readyWords(pupil, from!, when)
  );
  const ask = round.fair ? wishMailsText(when.language).ask : t.forChildren;
  return [
    ...asked.length > 0 ? [ask(names(asked))] : [],
    ...new Set(ready),
    ...ready.length > 0 && !round.fair ? [t.readyChange] : [],
    [
      ...each.map(([child]) =>
        t.length(child!.pupil, child!.slots * round.minutes, listed(round.teachers, when.language))
      ),
      ...round.hours.map(({ from, until }) =>
        t.hours(
          longDay(dayIn(when.timeZone, from), when),
          sentenceTime(from, when),
          sentenceTime(until, when),
        )
      ),
      ...round.room ? [t.room(round.room)] : [],
      ...round.videoLink ? [t.video(round.videoLink)] : [],
    ],
    ...momentWords(round, when),
  ];
}

/** Which time was booked beforehand. */
const readyWords = (child: string, from: Date, when: When) =>
  mailsText(when.language)
    .ready(child, longDay(dayIn(when.timeZone, from), when), sentenceTime(from, when));

const greeting =
  /^(beste|lieve|geachte|dag|hallo|hoi|goede\w+|dear|hello|hi|good \w+)\b[^,.!?:]{0,60}[,!:]?$/i;

/** The lines of what a teacher typed, without a greeting of its own: that of the mail is above it. */
export function paragraphsOf(text: string): string[] {
  const lines = text.split(/\n+/).map((line) => line.trim()).filter(Boolean);
  return lines.length > 1 && greeting.test(lines[0]!) ? lines.slice(1) : lines;
}

/** From when, if that is yet to come, and until when one can choose, or say what one prefers. */
export function momentWords({ fair, allottedAt, ...round }: MailedRound, when: When): string[] {
  const isAsking = fair && !allottedAt;
  const t = isAsking ? wishMailsText(when.language) : mailsText(when.language);
  const until = isAsking ? round.wishesUntil : round.closesAt;
  const opensLater = round.opensAt && round.opensAt > when.now;
  return [
    ...opensLater ? [t.from(moment(round.opensAt!, when))] : [],
    ...until ? [t.until(moment(until, when))] : [],
  ];
}

/** *Anna, Bo en Carl*. */
export const listed = (names: string[], language: string) =>
  new Intl.ListFormat(language, { type: "conjunction" }).format(
    [...new Set(names)].filter(Boolean),
  );
