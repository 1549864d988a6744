import { expect, test } from "vitest";
import type { KeptMail } from "../emails/sender.ts";
import { setInvitee } from "../modules/conversations/invitees.actions.ts";
import { listInvitees, listSlots } from "../modules/conversations/slots.queries.ts";
import { queueAllotted } from "../modules/conversations/wishes.mails.queue.ts";
import { eventIn } from "./support/calendar.ts";
import { fairEvening, wishesOver } from "./support/fair_evening.ts";
import { db, house, now, openEvening, openTalks, planOf } from "./support/talks.ts";

// What families hear of what school, or another of their guardians, does with their talk.

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

const mailsAbout = async (child: string) =>
  (await house.mails()).filter(({ text }) => text.includes(`${child}: `));

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

test("a family with two children reads of both their new times in one mail, and of a draft nothing", async () => {
  const { at, village, page, path, keep, slot, five, teun, neighbour, hanneke } = await open();
  const fee = await village.pupil("Fee", [five]);
  await db().insertInto("guardianships").values({
    school_id: village.schoolId,
    person_id: neighbour.personId,
    pupil_id: fee,
  }).execute();
  await at.book(neighbour, await slot("15:00"), teun);
  await at.book(neighbour, await slot("15:20"), fee);
  const shift = { day: "2026-11-16", minutes: "5" };
  await keep(`${path}/shift`, shift);
  const mails = await house.mails();
  expect(subjects(mails)).toEqual(["Herfstgesprekken: uw tijd is veranderd"]);
  expect(mails[0]!.text).toContain("Teun: maandag 16 november, 15.05 uur");
  expect(mails[0]!.text).toContain("Fee: maandag 16 november, 15.25 uur");

  const plan = planOf(6, { days: [{ day: "2026-11-17", begin: "15:00", end: "17:00" }] });
  const draft = await at.round(hanneke, [five], { draft: true, plan });
  const first = await at.slot(hanneke, draft, "15:00");
  const wanted = { slot: String(first), pupil: String(teun) };
  await keep(`${page}/rounds/${draft}/bookings`, wanted);
  await keep(`${page}/rounds/${draft}/shift`, { ...shift, day: "2026-11-17" });
  expect(await house.mails()).toEqual([]);
});

test("closing after the first talks tells only families whose talk is to come", async () => {
  const { path, keep, slot, at, noor, teun, mother, neighbour } = await open();
  await at.book(neighbour, await slot("15:00"), teun);
  await at.book(mother, await slot("15:30"), noor);
  house.clock.travel("2026-11-16T15:20:00+01:00");
  await keep(`${path}/closing`);
  const mails = await house.mails();
  expect(subjects(mails)).toEqual(Array(2).fill("Herfstgesprekken: dit is uw tijd"));
  for (const { text } of mails) expect(text).toContain("Noor: ");
});

test("a round that is called off halfway keeps the talks that were held, and tells the others", async () => {
  const { path, keep, slot, at, noor, teun, mother, neighbour, hanneke, round } = await open();
  await at.book(neighbour, await slot("15:00"), teun);
  await at.book(mother, await slot("15:30"), noor);
  house.clock.travel("2026-11-16T15:20:00+01:00");
  await keep(`${path}/withdrawal`);
  const mails = await house.mails();
  expect(subjects(mails)).toEqual(Array(2).fill("Herfstgesprekken: uw gesprek gaat niet door"));
  for (const { text } of mails) expect(text).toContain("Noor op maandag 16 november om 15.30 uur");
  const slots = await listSlots(db(), await at.viewer(hanneke), round);
  expect(slots.filter(({ pupil }) => pupil).map(({ pupil }) => pupil!.firstName)).toEqual(["Teun"]);
});

test("a talk that was held is neither moved nor taken away, and its panel offers neither", async () => {
  const { page, path, slot, at, teun, neighbour, hanneke, keeper, round } = await open();
  await setInvitee(db(), keeper, round, teun, { slots: 2, note: "" }, now());
  const [first, second, later] = [await slot("15:00"), await slot("15:10"), await slot("15:40")];
  await at.book(neighbour, first, teun);
  house.clock.travel("2026-11-16T15:05:00+01:00");
  for (const [what, fields] of [["move", { to: String(later) }], ["unbooking", {}]] as const) {
    const answer = await hanneke.visitor.post(`${page}/slots/${second}/${what}`, fields);
    expect(answer.status).toBe(409);
    expect(answer.text).toContain("Deze tijd is al voorbij.");
  }
  expect(await house.mails()).toEqual([]);
  const { text } = await hanneke.visitor.get(`${path}?slot=${second}&part=panel`);
  expect(text).toContain("Teun");
  expect(text).not.toContain("Maak deze tijd vrij");
  expect(text).not.toContain("Verplaats");
});

test("after closing the teacher still calls one talk off; it goes from that family's calendar", async () => {
  const { page, path, keep, slot, at, teun, neighbour, hanneke } = await open();
  const first = await slot("15:00");
  await at.book(neighbour, first, teun);
  await keep(`${path}/closing`);
  const fixed = await eventIn(house, (await mailsAbout("Teun"))[0]!);
  house.clock.travel("2026-11-11T09:00:00+01:00");
  const { text } = await hanneke.visitor.get(`${path}?slot=${first}&part=panel`);
  expect(text).toContain("Maak deze tijd vrij");
  await keep(`${page}/slots/${first}/unbooking`);
  const [mail, ...more] = await house.mails();
  expect(more).toEqual([]);
  expect(mail!.text).toContain("Teun op maandag 16 november om 15.00 uur gaat niet door.");
  const off = await eventIn(house, mail!);
  expect(off).toMatchObject({ method: "CANCEL", status: "CANCELLED", uid: fixed.uid });
  expect(off.sequence).toBeGreaterThan(fixed.sequence);
});

test("who is booked elsewhere before the mail goes keeps the new time in the calendar", async () => {
  const { page, path, keep, slot, at, teun, neighbour } = await open();
  const first = await slot("15:00");
  await at.book(neighbour, first, teun);
  await keep(`${page}/slots/${first}/unbooking`);
  await keep(`${path}/bookings`, { slot: String(await slot("15:40")), pupil: String(teun) });
  const mails = await house.mails();
  expect(subjects(mails).toSorted()).toEqual([
    "Herfstgesprekken: dit is uw tijd",
    "Herfstgesprekken: uw gesprek gaat niet door",
  ]);
  const [off] = mails.filter(({ subject }) => subject.endsWith("gaat niet door"));
  expect(off!.text).not.toContain("bijlage");
});

test("a length and a note that are typed with a time that is gone are not kept by halves", async () => {
  const { path, slot, at, noor, teun, mother, hanneke, round, keeper } = await open();
  await setInvitee(db(), keeper, round, teun, { slots: 1, note: "Neem de map mee." }, now());
  const gone = await slot("15:00");
  await at.book(mother, gone, noor);
  const fields = { slot: String(gone), pupil: String(teun), slots: "3", note: "" };
  const answer = await hanneke.visitor.post(`${path}/bookings`, fields);
  expect(answer.status).toBe(409);
  // what was typed stays, and so does what was cleared
  expect(answer.text).toContain('<option value="3" selected');
  expect(answer.text).not.toContain("Neem de map mee.");
  const invitees = await listInvitees(db(), await at.viewer(hanneke), round);
  expect(invitees.find(({ pupilId }) => pupilId === teun))
    .toMatchObject({ slots: 1, note: "Neem de map mee." });
});

/** Times that were allotted and mailed, after which the father does something with Noor's. */
async function allotted() {
  const evening = await fairEvening();
  const { at, village, wish, propose, fix, mother, father, hanneke, noor, round } = evening;
  const [first, other] = await evening.slotIds(round, ["15:00", "15:30"]);
  await wish(mother, noor, "15:00");
  wishesOver();
  await propose(round);
  const { school } = await at.viewer(hanneke);
  await fix(round, { tell: (trx, talks) => queueAllotted(trx, school, round, talks, now()) });
  const mine = async (name: string) =>
    (await house.mails()).filter(({ text }) => text.includes(name));
  const sent = await eventIn(house, (await mine("Samira"))[0]!);
  house.clock.travel("2026-11-12T20:30:00+01:00");
  const press = async (path: string) => {
    const address = `/${village.shortName}/conversations/slots/${path}`;
    expect((await father.visitor.post(address, { pupil: String(noor) })).status).toBe(303);
  };
  return { ...evening, mine, sent, first: first!, other: other!, press };
}

test("a mother hears that the father moved a time that was mailed to her, and her calendar too", async () => {
  const { sent, first, other, press } = await allotted();
  await press(`${other}/booking?instead=${first}`);
  const mails = await house.mails();
  expect(subjects(mails)).toEqual(Array(2).fill("Herfstgesprekken: uw tijd is veranderd"));
  const [mother, father] = ["Samira", "Jeroen"].map((name) =>
    mails.find(({ text }) => text.includes(name))!
  );
  expect(mother!.text).toContain("Noor: maandag 16 november, 15.30 uur");
  expect(mother!.text).toContain("Eerst was dat maandag 16 november, 15.00 uur.");
  expect(mother!.text).toContain("Een andere ouder heeft het gesprek verzet.");
  expect(father!.text).toContain("U heeft het gesprek verzet.");
  const moved = await eventIn(house, mother!);
  expect(moved).toMatchObject({ method: "PUBLISH", uid: sent.uid, starts: "20261116T143000Z" });
  expect(moved.sequence).toBeGreaterThan(sent.sequence);
});

test("a mother hears that the father cancelled a time that was mailed to her, and what he then took", async () => {
  const { mine, sent, first, other, press } = await allotted();
  await press(`${first}/booking/removal`);
  const [off] = await mine("Samira");
  expect(off!.subject).toBe("Herfstgesprekken: uw gesprek gaat niet door");
  expect(off!.text).toContain("Een andere ouder heeft het afgezegd.");
  expect(await eventIn(house, off!)).toMatchObject({ method: "CANCEL", uid: sent.uid });
  house.clock.travel("2026-11-12T20:35:00+01:00");
  await press(`${other}/booking`);
  const [taken] = await mine("Samira");
  expect(taken!.subject).toBe("Herfstgesprekken: dit is uw tijd");
  expect(taken!.text).toContain("Een andere ouder heeft deze tijd gekozen.");
  expect(await eventIn(house, taken!)).toMatchObject({ method: "PUBLISH", uid: sent.uid });
});

test("nobody is mailed about a choice in a round of which no times went out", async () => {
  const { page, slot, noor, mother, father } = await open();
  const [first, other] = [await slot("15:00"), await slot("15:30")];
  const press = (who: typeof mother, path: string) =>
    who.visitor.post(`${page}/slots/${path}`, { pupil: String(noor) });
  expect((await press(mother, `${first}/booking`)).status).toBe(303);
  expect((await press(father, `${other}/booking?instead=${first}`)).status).toBe(303);
  expect((await press(mother, `${other}/booking/removal`)).status).toBe(303);
  expect(await house.mails()).toEqual([]);
});

test("an invitation tells the time that was booked beforehand, greets once and asks for no other", async () => {
  const { at, village, page, keep, five, teun, noor, hanneke } = await open();
  const plan = planOf(6, { days: [{ day: "2026-11-17", begin: "15:00", end: "17:00" }] });
  const draft = await at.round(hanneke, [five], { plan, draft: true });
  const path = `${page}/rounds/${draft}`;
  const time = String(await at.slot(hanneke, draft, "15:10"));
  await keep(`${path}/bookings`, { slot: time, pupil: String(teun) });
  await village.guardian("Bo", [teun, noor]);
  const invitation = "Beste ouders,\n\nIk spreek u graag.\nHallo, en tot dan!";
  await keep(`${path}/publication`, { invitation });
  const mails = await house.mails();
  const [kees, bo, samira] = ["Dag Kees,", "Dag Bo,", "Dag Samira,"].map((greeting) =>
    mails.find(({ text }) => text.includes(greeting))!
  );
  const booked = "Voor Teun staat er al een tijd klaar: dinsdag 17 november, 15.10 uur.";
  expect(kees!.subject).toBe("Herfstgesprekken: er staat een tijd voor u klaar");
  expect(kees!.text).toContain(booked);
  expect(kees!.text).toContain("Ik spreek u graag.");
  expect(kees!.text).toContain("Hallo, en tot dan!");
  expect(kees!.text).not.toContain("Beste ouders");
  expect(kees!.text).not.toContain("Kies een tijd");
  expect(bo!.subject).toBe("Herfstgesprekken: kies een tijd");
  expect(bo!.text).toContain(booked);
  expect(bo!.text).toContain("U kunt een tijd kiezen voor Noor.");
  expect(samira!.text).not.toContain("klaar");
});

test("a family whose talk the teacher calls off reads why, and that it can choose again while it can", async () => {
  const { page, path, keep, slot, at, teun, neighbour, hanneke } = await open();
  const first = await slot("15:00");
  await at.book(neighbour, first, teun);
  const { text: panel } = await hanneke.visitor.get(`${path}?slot=${first}`);
  expect(panel).toContain("Dit staat in de mail aan de ouders.");
  const typed = `Ik ben ziek. ${"a".repeat(1000)}`;
  const long = await hanneke.visitor.post(`${page}/slots/${first}/unbooking`, { why: typed });
  expect(long.status).toBe(422);
  expect(long.text).toContain(typed);
  expect(long.text).toMatch(/<details class="confirm" open[^>]*>.*te lang/s);
  expect(await house.mails()).toEqual([]);
  await keep(`${page}/slots/${first}/unbooking`, { why: "Ik ben die dag ziek.\nHet spijt me." });
  const [mail] = await house.mails();
  expect(mail!.text).toContain("De leerkracht schrijft erbij:");
  expect(mail!.text).toContain("Ik ben die dag ziek.");
  expect(mail!.text).toContain("U kunt voor Teun een andere tijd kiezen.");
  expect(mail!.text).toContain("Kies een tijd");
  house.clock.travel("2026-11-10T10:00:00+01:00");
  await at.book(neighbour, first, teun);
  await keep(`${path}/closing`);
  await house.mails();
  await keep(`${page}/slots/${first}/unbooking`);
  const [closed] = await house.mails();
  expect(closed!.text).not.toContain("andere tijd kiezen");
  expect(closed!.text).not.toContain("schrijft erbij");
});
