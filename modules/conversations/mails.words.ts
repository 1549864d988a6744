import { dayIn } from "../../web/clock.ts";
import { longDay, moment, sentenceTime, type When } from "../../web/dates.ts";
import type { MailedRound, RoundGuardian } from "./mails.queries.ts";
import { mailsText } from "./mails.text.ts";
import { wishMailsText } from "./wishes.mails.text.ts";

/** A child that one is invited for. */
type InvitedChild = Pick<RoundGuardian, "pupilId" | "pupil" | "slots" | "chosen">;

/** A paragraph, or lines under each other. */
export type Words = string | string[];

/**
 * What an invitation tells below what the teacher wrote: for which children one can choose or say
 * what one prefers, how long each talk is and with whom, on which days, where, and until when.
 * @param children who share an address may each have the same child
 */
export function invitationWords(
  round: MailedRound,
  children: InvitedChild[],
  when: When,
): Words[] {
  const t = mailsText(when.language);
  const each = [...Map.groupBy(children, ({ pupilId }) => pupilId).values()];
  const isReady = (one: InvitedChild[]) => one.every(({ chosen }) => chosen);
  const names = (some: InvitedChild[][]) =>
    listed(some.map(([child]) => child!.pupil), when.language);
  const asked = each.filter((one) => !isReady(one));
  const ready = each.filter(isReady);
  const ask = round.fair ? wishMailsText(when.language).ask : t.forChildren;
  return [
    ...asked.length > 0 ? [ask(names(asked))] : [],
    ...ready.length > 0 ? [t.ready(names(ready))] : [],
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
