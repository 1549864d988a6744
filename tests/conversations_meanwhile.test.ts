import { expect, test } from "vitest";
import { runTicks } from "../jobs/clock.ts";
import { bookSlot, cancelBooking } from "../modules/conversations/booking.actions.ts";
import { queueFinalTimes, queueMovedTimes } from "../modules/conversations/mails.queue.ts";
import { close, publish, withdraw } from "../modules/conversations/publishing.actions.ts";
import { moveBooking, type TellMoved } from "../modules/conversations/teacher.booking.actions.ts";
import { eventIn } from "./support/calendar.ts";
import { db, house, now, openEvening, openTalks, outcome, planOf } from "./support/talks.ts";

// What happens to a round, and to its children, while it is under way.

openTalks();

test("a round that is published shows on a page that is open, and goes when it is called off", async () => {
  const { at, village, hanneke, keeper } = await openEvening();
  const six = await village.group("6");
  const sem = await village.pupil("Sem", [six]);
  const { visitor } = await village.guardian("Linh", [sem]);
  const page = `/${village.shortName}/conversations`;
  const markOf = (text: string) => /changes\?since=([^"]*)"/.exec(text)![1]!;
  const news = (text: string) => visitor.get(`${page}/changes?since=${markOf(text)}`);
  const first = await visitor.get(page);
  expect(first.text).toContain("Er zijn nu geen oudergesprekken");
  expect((await news(first.text)).status).toBe(204);
  const plan = planOf(2, { days: [{ day: "2026-11-17", begin: "15:00", end: "16:00" }] });
  const round = await at.round(hanneke, [six], { plan, draft: true });
  expect((await news(first.text)).status).toBe(204);
  await publish(db(), keeper, round, { invitation: "" }, now());
  const second = await news(first.text);
  expect(second.status).toBe(200);
  expect(second.text).toContain("15:00");
  expect((await news(second.text)).status).toBe(204);
  await withdraw(db(), keeper, round, now());
  expect((await news(second.text)).text).toContain("Er zijn nu geen oudergesprekken");
});

test("a round that opens later is on the start page and in the daily mail from publishing on", async () => {
  const { at, village, hanneke, mother } = await openEvening();
  const six = await village.group("6");
  const sem = await village.pupil("Sem", [six]);
  const linh = await village.guardian("Linh", [sem]);
  const round = await at.round(hanneke, [six], {
    plan: planOf(2, { days: [{ day: "2026-11-17", begin: "15:00", end: "16:00" }] }),
    opensAt: new Date("2026-11-12T20:00:00+01:00"),
  });
  const start = async () => (await linh.visitor.get(`/${village.shortName}`)).text;
  expect(await start()).toContain("Uitnodiging voor een gesprek");
  expect(await start()).toContain('Vanaf do 12 november, 20:00<span class="vh"> voor Sem');
  await village.post({ title: "Nieuws", by: hanneke });
  await house.mails();
  house.clock.travel("2026-11-10T17:31:00+01:00");
  await runTicks(house.house);
  const texts = (await house.mails()).map(({ text }) => text);
  const soon = "Binnenkort kunt u kiezen voor het oudergesprek over";
  expect(texts.filter((text) => text.includes(`${soon} Sem`))).toHaveLength(1);
  expect(texts.filter((text) => text.includes(soon))).toHaveLength(1);
  house.clock.travel("2026-11-12T20:00:00+01:00");
  expect(await start()).toContain('Kies een tijd<span class="vh"> voor Sem');
  expect(await at.book(linh, await at.slot(hanneke, round, "15:00"), sem)).toBe("ok");
  expect((await mother.visitor.get(`/${village.shortName}`)).text).not.toContain("Sem");
});

test("a teacher who is a parent finds the invitation for the own child on Vandaag", async () => {
  const { at, village, hanneke, mees, otherSlot } = await openEvening();
  await db().insertInto("guardianships")
    .values({ school_id: village.schoolId, person_id: hanneke.personId, pupil_id: mees }).execute();
  const today = async () => (await hanneke.visitor.get(`/${village.shortName}`)).text;
  expect(await today()).toContain('Kies een tijd<span class="vh"> voor Mees');
  expect(await at.book(hanneke, await otherSlot("15:50"), mees)).toBe("ok");
  expect(await today()).toContain("ma 16 november, 15:50");
});

test("a child that changes group keeps its talk, and its parents can still give it back", async () => {
  const { at, village, mother, noor, five, round, slot } = await openEvening();
  const six = await village.group("6");
  const slotId = await slot("15:10");
  expect(await at.book(mother, slotId, noor)).toBe("ok");
  await db().updateTable("group_pupils").set({ group_id: six }).where("group_id", "=", five)
    .where("pupil_id", "=", noor).execute();
  const [child] = await at.choices(mother);
  expect(child!.rounds.map(({ round }) => round.id)).toEqual([round]);
  expect(await at.times(mother, noor)).toEqual({ "15:10": "mine" });
  const home = `/${village.shortName}`;
  expect((await mother.visitor.get(`${home}/conversations`)).text).toContain("15.10 uur");
  expect((await mother.visitor.get(home)).text).toContain("15:10");
  expect(await at.book(mother, await slot("15:20"), noor, { insteadOf: slotId }))
    .toBe("notInvited");
  const removal = `${home}/conversations/slots/${slotId}/booking/removal`;
  expect((await mother.visitor.post(removal, { pupil: String(noor) })).status).toBe(303);
  expect((await at.choices(mother)).map(({ pupilId }) => pupilId)).not.toContain(noor);
});

test("when the times are fixed the teacher still moves one talk; that family is mailed, for its calendar too", async () => {
  const { at, village, mother, father, noor, keeper, round, slot } = await openEvening();
  const { school } = keeper;
  const [first, second] = [await slot("15:10"), await slot("15:40")];
  await at.book(mother, first, noor);
  await house.mails();
  await close(db(), keeper, round, now(), async (trx) => {
    await queueFinalTimes(trx, school, round, now());
  });
  const fixed = await eventIn(house, (await house.mails())[0]!);
  expect(fixed.starts).toBe("20261116T141000Z");
  house.clock.travel("2026-11-11T09:00:00+01:00");
  const slots = { slotId: first, to: second };
  const tell: TellMoved = async (trx, talk, was) => {
    expect(await queueMovedTimes(trx, school, talk, () => was, now())).toBe(2);
  };
  expect(outcome(await moveBooking(db(), keeper, round, slots, now(), tell))).toBe("ok");
  const mails = await house.mails();
  expect(mails).toHaveLength(2);
  const moved = await eventIn(house, mails[0]!);
  expect(moved).toMatchObject({ uid: fixed.uid, starts: "20261116T144000Z" });
  expect(moved.sequence).toBeGreaterThan(fixed.sequence);
  for (const parent of [mother, father]) {
    const viewer = await at.viewer(parent);
    const choice = { slotId: first, pupilId: noor, insteadOf: second };
    expect(outcome(await bookSlot(db(), viewer, choice, now()))).toBe("roundClosed");
    const talk = { slotId: second, pupilId: noor };
    expect(outcome(await cancelBooking(db(), viewer, talk, now()))).toBe("roundClosed");
  }
  expect((await mother.visitor.get(`/${village.shortName}/conversations`)).text)
    .toContain("15.40 uur");
});
