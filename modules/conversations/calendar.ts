import { Buffer } from "node:buffer";
import ical, { ICalCalendarMethod, type ICalEventData, ICalEventStatus } from "ical-generator";
import { timeIn } from "../../web/clock.ts";
import type { House } from "../../web/house.ts";
import { linkTo, mailLanguage } from "../../web/mailing.ts";
import type { Delivery } from "../../web/module.ts";
import type { MailedTalk } from "./mails.queries.ts";
import { mailsText } from "./mails.text.ts";

type DatedTalk = Pick<
  MailedTalk,
  "roundId" | "roundMadeAt" | "pupilId" | "pupil" | "forGuardianId" | "from"
>;

/** A talk as a calendar tells of it. */
export type CalendarTalk =
  & DatedTalk
  & Pick<MailedTalk, "until" | "teachers" | "room" | "videoLink">;

/** Whose calendar it is. */
type Reader = Pick<Delivery, "school" | "language">;

/** The talks as an .ics (RFC 5545). */
export const calendar = (house: House, reader: Reader, talks: CalendarTalk[]) =>
  attachment(house, reader, ICalCalendarMethod.PUBLISH, talks, (talk) => ({
    end: talk.until,
    location: [talk.room, reader.school.name].filter(Boolean).join(", "),
    description: [talk.teachers.join(", "), talk.videoLink].filter(Boolean).join("\n"),
    url: linkTo(house, reader.school, "/conversations"),
  }));

/** The .ics that takes talks out of a calendar again. */
export const cancellation = (house: House, reader: Reader, talks: DatedTalk[]) =>
  attachment(house, reader, ICalCalendarMethod.CANCEL, talks, () => ({
    status: ICalEventStatus.CANCELLED,
  }));

/**
 * A talk keeps its UID when it moves; its SEQUENCE, the seconds since its round was made, is higher
 * in every later mail, so that a calendar takes the last.
 */
function attachment<T extends DatedTalk>(
  house: House,
  { school, language }: Reader,
  method: ICalCalendarMethod,
  talks: T[],
  about: (talk: T) => Partial<ICalEventData>,
) {
  const t = mailsText(language);
  const now = house.clock.now();
  const host = new URL(house.config.origin).hostname;
  const made = ical({
    prodId: { company: "Schoolbel", product: "Schoolbel", language: mailLanguage(language) },
    method,
  });
  for (const talk of talks) {
    const whose = [school.id, talk.roundId, talk.pupilId, talk.forGuardianId ?? 0].join("-");
    made.createEvent({
      id: `talk-${whose}@${host}`,
      sequence: Math.floor((now.getTime() - talk.roundMadeAt.getTime()) / 1000),
      stamp: now,
      start: talk.from,
      summary: t.event(talk.pupil),
      ...about(talk),
    });
  }
  return {
    filename: `oudergesprek-${timeIn(school.timeZone, talks[0]!.from).replace(":", "")}.ics`,
    contentType: `text/calendar; charset=utf-8; method=${method}`,
    content: Buffer.from(made.toString()),
  };
}
