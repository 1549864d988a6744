import { Buffer } from "node:buffer";
import ical, { ICalCalendarMethod } from "ical-generator";
import { timeIn } from "../../web/clock.ts";
import type { House } from "../../web/house.ts";
import { linkTo, mailLanguage } from "../../web/mailing.ts";
import type { Delivery } from "../../web/module.ts";
import type { MailedTalk } from "./mails.queries.ts";
import { mailsText } from "./mails.text.ts";

/**
 * The talks as an .ics (RFC 5545). A talk keeps its UID when it moves; its SEQUENCE, the seconds
 * since its round was made, is higher in every later mail, so that a calendar takes the last.
 */
export function calendar(house: House, { school, language }: Delivery, talks: MailedTalk[]) {
  const t = mailsText(language);
  const now = house.clock.now();
  const host = new URL(house.config.origin).hostname;
  const made = ical({
    prodId: { company: "Schoolbel", product: "Schoolbel", language: mailLanguage(language) },
    method: ICalCalendarMethod.PUBLISH,
  });
  for (const talk of talks) {
    const whose = [school.id, talk.roundId, talk.pupilId, talk.forGuardianId ?? 0].join("-");
    made.createEvent({
      id: `talk-${whose}@${host}`,
      sequence: Math.floor((now.getTime() - talk.roundMadeAt.getTime()) / 1000),
      stamp: now,
      start: talk.from,
      end: talk.until,
      summary: t.event(talk.pupil),
      location: [talk.room, school.name].filter(Boolean).join(", "),
      description: [talk.teachers.join(", "), talk.videoLink].filter(Boolean).join("\n"),
      url: linkTo(house, school, "/conversations"),
    });
  }
  return {
    filename: `oudergesprek-${timeIn(school.timeZone, talks[0]!.from).replace(":", "")}.ics`,
    contentType: "text/calendar; charset=utf-8; method=PUBLISH",
    content: Buffer.from(made.toString()),
  };
}
