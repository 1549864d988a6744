import { expect, test } from "vitest";
import type { KeptMail } from "../emails/sender.ts";
import { house, openEvening, openTalks } from "./support/talks.ts";

// What families hear of what school does with their talk.

openTalks();

/** A round that is open, and what its teacher does in it. */
async function open() {
  const evening = await openEvening();
  const page = `/${evening.village.shortName}/conversations`;
  const path = `${page}/rounds/${evening.round}`;
  await house.mails();
  const keep = async (address: string, fields = {}) => {
    const answer = await evening.hanneke.visitor.post(address, fields);
    expect(answer.status).toBe(303);
    return answer;
  };
  return { ...evening, page, path, keep };
}

const subjects = (mails: KeptMail[]) => mails.map(({ subject }) => subject);

test("while one can still choose, a family hears of the time that the teacher booked for it", async () => {
  const { path, keep, slot, teun, hanneke } = await open();
  await keep(`${path}/bookings`, { slot: String(await slot("15:00")), pupil: String(teun) });
  const mails = await house.mails();
  expect(subjects(mails)).toEqual(["Herfstgesprekken: dit is uw tijd"]);
  expect(mails[0]!.text).toContain("Teun: maandag 16 november, 15.00 uur");
  expect(mails[0]!.text).toContain("School heeft deze tijd met u afgesproken.");
  expect(mails[0]!.text).not.toContain("De tijden staan vast");
  expect((await hanneke.visitor.get(path)).text)
    .toContain("De ouders krijgen een mail met de tijd.");
});
