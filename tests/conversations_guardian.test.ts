import { afterAll, beforeAll, expect, test } from "vitest";
import { runTicks } from "../jobs/clock.ts";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import { block } from "./support/noors_school.ts";
import { openRound, timesFrom, whoHas } from "./support/open_round.ts";
import { Village, type Villager } from "./support/village.ts";
import type { Answer } from "./support/visitor.ts";

// What guardians do with the times of a round: look, choose, give back.

let house: TestHouse;
beforeAll(async () => void (house = await openTestHouse({ seed: "empty" })));
afterAll(() => house.close());

let schools = 0;

/** Noor in group 5 with juf Hanneke and Mees in group 2 with juf Joris; Teun is in group 5 too. */
async function found(options: { separateTalks?: boolean; closesAt?: string | null } = {}) {
  house.clock.travel("2026-11-10T09:00:00+01:00");
  const name = `talks${++schools}`;
  const village = await Village.found(house, name);
  const [five, two] = [await village.group("5"), await village.group("2")];
  const [noor, mees] = [await village.pupil("Noor", [five]), await village.pupil("Mees", [two])];
  const teun = await village.pupil("Teun", [five]);
  const hanneke = await village.staff("Hanneke", "teacher", [five]);
  const joris = await village.staff("Joris", "teacher", [two]);
  const times = timesFrom("2026-11-16T15:00", 6);
  const ofFive = await openRound(house, village, {
    ...options,
    groups: [five],
    teachers: [hanneke.personId],
    times,
  });
  const ofTwo = await openRound(house, village, {
    groups: [two],
    teachers: [joris.personId],
    times,
  });
  const page = `/${name}/conversations`;
  return {
    ...{ name, village, five, noor, mees, teun, hanneke, ofFive, ofTwo, page },
    mother: await village.guardian("Samira", [noor, mees]),
    father: await village.guardian("Jeroen", [noor, mees]),
    kees: await village.guardian("Kees", [teun]),
    book: (who: Villager, slot: number, pupil: number, query = "") =>
      who.visitor.post(`${page}/slots/${slot}/booking${query}`, { pupil: String(pupil) }),
    cancel: (who: Villager, slot: number, pupil: number) =>
      who.visitor.post(`${page}/slots/${slot}/booking/removal`, { pupil: String(pupil) }),
  };
}

const alertOf = ({ text }: Answer) => /role="alert"[^>]*>.*?<div>([^<]*)<\/div>/.exec(text)?.[1];

test("a parent sees the times of both children, and one press books one", async () => {
  const { mother, noor, ofFive, page, book } = await found();
  const before = await mother.visitor.get(page);
  expect(before.text.match(/class="slot free"/g)).toHaveLength(12);
  expect(before.text).toContain("Tijden kiezen en wijzigen kan tot vr 13 november om 20.00 uur.");
  const answer = await book(mother, ofFive.slots[2]!, noor);
  expect([answer.status, answer.location]).toEqual([303, page]);
  const after = await mother.visitor.get(page);
  expect(after.text).toContain("Gereserveerd: maandag 16 november, 15.20 uur, over Noor.");
  expect(after.text).toContain("u bent bij juf Hanneke");
  expect(await whoHas(house, ofFive.slots[2]!)).toMatchObject({
    pupil: noor,
    guardian: mother.personId,
  });
});

test("of two parents who press the same time at once, one has it and the other is told", async () => {
  const { mother, kees, noor, teun, ofFive, book, page } = await found();
  const slot = ofFive.slots[0]!;
  const answers = await Promise.all([book(mother, slot, noor), book(kees, slot, teun)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
  const loser = answers.find(({ status }) => status === 409)!;
  expect(alertOf(loser)).toContain("Iemand was u net voor");
  expect(loser.text).toMatch(/slot gone"><b>15:00<\/b><span>bezet/);
  const who = answers[0]!.status === 303 ? kees : mother;
  const { text } = await who.visitor.get(page);
  expect(text).not.toContain("Gereserveerd");
});

test("both parents of a child share its time: either sees it, moves it and gives it back", async () => {
  const { mother, father, noor, ofFive, book, cancel, page } = await found();
  const [first, second] = ofFive.slots;
  await book(mother, first!, noor);
  expect((await father.visitor.get(page)).text).toMatch(/slot mine"><b>15:00/);
  const unseen = await book(father, second!, noor);
  expect(unseen.status).toBe(409);
  expect(alertOf(unseen)).toContain("Er is al een tijd voor dit kind gekozen");
  expect((await book(father, second!, noor, `?instead=${first}`)).status).toBe(303);
  expect(await whoHas(house, first!)).toMatchObject({ pupil: null });
  expect((await cancel(mother, second!, noor)).status).toBe(303);
  expect(await whoHas(house, second!)).toMatchObject({ pupil: null });
  expect(alertOf(await cancel(father, second!, noor))).toBe("Deze tijd was al vrijgegeven.");
});

test("after a stray press on another time a parent goes back with one press, while the old time is free", async () => {
  const { mother, kees, noor, teun, ofFive, book, page } = await found();
  const [first, second, third] = ofFive.slots;
  await book(mother, first!, noor);
  const card = (await mother.visitor.get(page)).text;
  expect(card).toContain(`href="#time-${first}">Wijzig of annuleer</a>`);
  expect(card).toContain(`id="time-${first}" class="slot mine"`);
  const moved = await book(mother, second!, noor, `?instead=${first}&part=choices`);
  expect(moved.text).toContain("Verplaatst van 15.00 uur naar 15.10 uur, over Noor.");
  const back = /<button[^>]*formaction="([^"]*)"[^>]*>Toch liever 15.00 uur<\/button>/;
  const action = back.exec(moved.text)![1]!;
  expect(action).toBe(`${page}/slots/${first}/booking?instead=${second}`);
  expect((await mother.visitor.post(action, { pupil: String(noor) })).status).toBe(303);
  expect(await whoHas(house, first!)).toMatchObject({ pupil: noor });
  await kees.visitor.post(`${page}/rounds/${ofFive.id}/waiting`, { pupil: String(teun) });
  const promised = await book(mother, third!, noor, `?instead=${first}&part=choices`);
  expect(promised.text).toContain("Verplaatst van 15.00 uur naar 15.20 uur, over Noor.");
  expect(promised.text).not.toContain("Toch liever"); // kept for Teun, who waited for a time
});

test("who finds no time that fits asks the school, with the child and the round filled in", async () => {
  const { mother, noor, ofFive, book, page } = await found();
  const asked = async () => {
    const { text } = await mother.visitor.get(page);
    return decodeURIComponent(/help\?topic=([^"]*)#contact">Vraag het de school/.exec(text)![1]!);
  };
  expect(await asked()).toBe("Andere tijd: Noor (Voortgang), Mees (Voortgang)");
  await book(mother, ofFive.slots[0]!, noor);
  expect(await asked()).toBe("Andere tijd: Mees (Voortgang)");
});

test("separated parents each have a time of their own, and see nothing of the other's", async () => {
  const { mother, father, noor, ofFive, book, page } = await found({ separateTalks: true });
  const [first, second] = ofFive.slots;
  await book(mother, first!, noor);
  const { text } = await father.visitor.get(page);
  expect(text).toMatch(/slot gone"><b>15:00<\/b><span>bezet/);
  expect(text).toContain("U heeft nog geen tijd gekozen.");
  expect(text).not.toContain("Samira");
  expect((await book(father, second!, noor)).status).toBe(303);
  expect(await whoHas(house, first!)).toMatchObject({ guardian: mother.personId });
  expect(await whoHas(house, second!)).toMatchObject({ guardian: father.personId });
});

test("a time at which the child is at the other guardian's own talk is not offered, nor whose it is", async () => {
  const { village, five, mother, father, noor, ofFive, book, page } = await found({
    separateTalks: true,
  });
  const gym = await openRound(house, village, {
    separateTalks: true,
    groups: [five],
    teachers: [(await village.staff("Sven", "teacher", [])).personId],
    times: timesFrom("2026-11-16T15:00", 2),
  });
  await book(mother, ofFive.slots[0]!, noor);
  const { text } = await father.visitor.get(page);
  expect(text.match(/<span class="num">15:00<\/span><span>kan niet/g)).toHaveLength(1);
  expect(text).not.toContain(`slots/${gym.slots[0]}/booking`);
  expect(alertOf(await book(father, gym.slots[0]!, noor))).toContain("al een ander gesprek");
  expect((await book(father, gym.slots[1]!, noor)).status).toBe(303);
});

test("a parent cannot be with two teachers at once", async () => {
  const { mother, noor, mees, ofFive, ofTwo, book } = await found();
  await book(mother, ofFive.slots[1]!, noor);
  const clash = await book(mother, ofTwo.slots[1]!, mees);
  expect(clash.status).toBe(409);
  expect(alertOf(clash)).toContain("heeft op deze tijd al een ander gesprek.");
  expect(await whoHas(house, ofTwo.slots[1]!)).toMatchObject({ pupil: null });
});

test("after the talk about one twin the next with the same teacher is free, with another near by", async () => {
  const { village, five, noor, mees, ofFive, book, page } = await found();
  const mother = await village.guardian("Mirjam", [noor, mees, await village.pupil("Fee", [five])]);
  await book(mother, ofFive.slots[2]!, noor);
  const { text } = await mother.visitor.get(page);
  const offered = (teacher: string) =>
    new RegExp(`<b>15:30</b><span>([^<]*)<span class="vh">[^<]* ${teacher}`).exec(text)?.[1];
  expect([offered("Hanneke"), offered("Joris")]).toEqual([
    "vrij",
    "vrij, vlak voor of na Noor",
  ]);
});

test("a longer talk is offered and booked as one block", async () => {
  const { mother, kees, village, noor, teun, ofFive, book, page } = await found();
  await house.house.db.insertInto("talk_invitees").values({
    school_id: village.schoolId,
    round_id: ofFive.id,
    pupil_id: noor,
    slots: 2,
    note: "Neemt u daarom gerust een dubbel gesprek.\nGroet, Hanneke",
  }).execute();
  const { text } = await mother.visitor.get(page);
  expect(text).toContain("<b>15:00 – 15:20</b><span>dubbel gesprek</span>");
  expect(text).not.toContain("15:10 – 15:30");
  await book(kees, ofFive.slots[5]!, teun);
  expect((await mother.visitor.get(page)).text)
    .toContain("<b>15:40</b><span>te kort voor dubbel gesprek</span>");
  expect(text).toContain("Neemt u daarom gerust een dubbel gesprek.<br>Groet, Hanneke");
  await book(mother, ofFive.slots[2]!, noor);
  const parts = await Promise.all([2, 3].map((n) => whoHas(house, ofFive.slots[n]!)));
  expect(parts.map(({ pupil }) => pupil)).toEqual([noor, noor]);
  expect((await mother.visitor.get(page)).text).toMatch(/slot mine"><b>15:20 – 15:40/);
});

test("what the talk is to be about is kept, and read again; too long a subject stays as typed", async () => {
  const { mother, father, noor, ofFive, book, page } = await found();
  const [slot] = ofFive.slots;
  await book(mother, slot!, noor);
  const say = (subject: string) =>
    mother.visitor.post(`${page}/slots/${slot}/subject`, { pupil: String(noor), subject });
  expect((await say(" Naar  groep 6? ")).status).toBe(303);
  expect((await father.visitor.get(page)).text).toContain('value="Naar groep 6?"');
  const long = await say("x".repeat(201));
  expect(long.status).toBe(422);
  expect(long.text).toContain(`value="${"x".repeat(201)}"`);
  expect(long.text).toContain("hooguit 200 tekens");
});

test("what the talk is to be about is read again after closing, not by who looks on", async () => {
  const { mother, father, noor, ofFive, book, page } = await found();
  const slot = ofFive.slots[1]!;
  await book(mother, slot, noor);
  await mother.visitor.post(`${page}/slots/${slot}/subject`, {
    pupil: String(noor),
    subject: "Rekenen & slapen",
  });
  await house.house.db.updateTable("people").set({ read_only: true })
    .where("id", "=", father.personId).execute();
  house.clock.travel("2026-11-13T20:00:00+01:00");
  const { text } = await mother.visitor.get(page);
  expect(text).toContain("Waar u het over wilt hebben: Rekenen &amp; slapen");
  expect(text).not.toContain('name="subject"');
  expect((await father.visitor.get(page)).text).not.toContain("Rekenen");
});

test("after the closing moment, and before the opening, nothing can be chosen", async () => {
  const { mother, noor, ofFive, book, cancel, page } = await found();
  await book(mother, ofFive.slots[0]!, noor);
  house.clock.travel("2026-11-13T20:00:00+01:00");
  const late = await book(mother, ofFive.slots[1]!, noor, `?instead=${ofFive.slots[0]}`);
  expect([late.status, alertOf(late)?.slice(0, 22)]).toEqual([409, "Kiezen kan niet meer. "]);
  expect((await cancel(mother, ofFive.slots[0]!, noor)).status).toBe(409);
  const { text } = await mother.visitor.get(page);
  expect(text).toContain("Maandag 16 november, 15.00 uur");
  expect(text).not.toContain('<button type="submit" class="slot');
});

test("before a round opens its times are seen, not pressed", async () => {
  const { village, mother, five, hanneke, noor, book, page } = await found();
  const later = await openRound(house, village, {
    groups: [five],
    teachers: [hanneke.personId],
    times: ["2026-11-17T19:00"],
    opensAt: "2026-11-11T20:00:00+01:00",
  });
  const { text } = await mother.visitor.get(page);
  expect(text).toContain("Een tijd kiezen kan vanaf morgen om 20.00 uur.");
  expect(text).toContain('<span class="slot"><b>19:00</b><span>nog niet open</span>');
  const early = await book(mother, later.slots[0]!, noor);
  expect(alertOf(early)).toBe("U kunt nog geen tijd kiezen.");
});

test("in a closed round a parent finds the own time, and nothing to press", async () => {
  const { mother, kees, noor, ofFive, book, page } = await found();
  await book(mother, ofFive.slots[2]!, noor);
  const { pool } = house.house;
  await pool.unsafe("update talk_rounds set invitation = 'Kiest u een tijd?' where id = $1", [
    ofFive.id,
  ]);
  house.clock.travel("2026-11-13T20:01:00+01:00");
  const over = await mother.visitor.get(page);
  expect(over.text).toContain("Maandag 16 november, 15.20 uur");
  expect(over.text).toContain(
    "Wijzigen kan niet meer. Kunt u toch niet? Laat het de leerkracht weten.",
  );
  await pool.unsafe("update talk_rounds set closed_at = $1 where id = $2", [
    house.clock.now(),
    ofFive.id,
  ]);
  const { text } = await mother.visitor.get(page);
  expect(text).toContain("Deze tijd staat vast. Kunt u toch niet? Laat het de leerkracht weten.");
  expect(text).not.toMatch(/<button[^>]*(formaction|hx-post)/);
  expect(text).not.toContain("Kiest u een tijd?");
  expect((await kees.visitor.get(page)).text)
    .toContain("Kiezen kan niet meer. Neem contact op met de leerkracht als u nog wilt komen.");
});

/** What stands in the quiet list at the bottom, a line each. */
const earlierIn = ({ text }: Answer) => {
  const list = /<h2 ?>Geweest dit schooljaar<\/h2>(.*?)<\/section>/s.exec(text)?.[1] ?? "";
  return [...list.matchAll(/<li>(.*?)<\/li>/gs)].map(([, line]) =>
    line!.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ").trim()
  );
};

test("a talk that is over is a quiet line at the bottom, beside what can still be chosen", async () => {
  const { village, mother, noor, mees, five, hanneke, ofFive, ofTwo, book, page } = await found();
  await book(mother, ofFive.slots[5]!, noor);
  house.clock.travel("2026-11-16T15:55:00+01:00");
  const later = await openRound(house, village, {
    ...{ groups: [five], teachers: [hanneke.personId], closesAt: null },
    times: ["2026-11-17T19:00", "2026-11-17T19:10"],
  });
  const during = await mother.visitor.get(page);
  expect(earlierIn(during)).toEqual(["Mees Voortgang dit keer geen gesprek"]);
  expect(during.text).toContain(`id="talk-${ofFive.id}-${noor}"`); // who is at it finds the room
  house.clock.travel("2026-11-16T16:00:00+01:00");
  const after = await mother.visitor.get(page);
  expect(earlierIn(after)).toEqual([
    "Noor Voortgang vandaag om 15.50 uur",
    "Mees Voortgang dit keer geen gesprek",
  ]);
  expect(after.text).toContain("Hier kiest en wijzigt u uw tijden.");
  expect(after.text.match(/class="slot free"/g)).toHaveLength(2);
  for (const card of [`talk-${ofFive.id}-${noor}`, `talk-${ofTwo.id}-${mees}`]) {
    expect(after.text).not.toContain(card);
  }
  expect(after.text).not.toContain('id="day-2026-11-16"');
  const pressed = await mother.visitor.post(
    `${page}/slots/${later.slots[0]}/booking?part=choices`,
    { pupil: String(noor) },
  );
  expect(earlierIn(pressed)).toHaveLength(2);
  expect((await book(mother, ofFive.slots[5]!, noor)).status).toBe(409);
});

test("a screen that stays open finds a round among the earlier ones once its last time has begun", async () => {
  const { kees, teun, ofFive, page } = await found({ closesAt: null });
  house.clock.travel("2026-11-16T15:45:00+01:00");
  const before = await kees.visitor.get(page);
  expect(earlierIn(before)).toEqual([]);
  expect(before.text).toContain(`id="talk-${ofFive.id}-${teun}"`);
  const changes = /hx-get="([^"]*changes[^"]*)"/.exec(before.text)![1]!;
  house.clock.travel("2026-11-16T15:50:00+01:00");
  const news = await kees.visitor.get(changes);
  expect(news.status).toBe(200);
  expect(earlierIn(news)).toEqual(["Teun Voortgang dit keer geen gesprek"]);
});

test("once all talks have been, nothing is asked above the list of them, not of a teacher who is a parent either", async () => {
  const { village, mother, noor, mees, ofFive, ofTwo, book, page } = await found();
  await book(mother, ofFive.slots[0]!, noor);
  await book(mother, ofTwo.slots[2]!, mees);
  house.clock.travel("2026-11-16T15:30:00+01:00"); // closed, and both have been
  const { text, ...rest } = await mother.visitor.get(page);
  expect(text).toContain("Er is nu niets te kiezen. Zodra een leerkracht u weer uitnodigt");
  expect(earlierIn({ text, ...rest })).toEqual([
    "Noor Voortgang vandaag om 15.00 uur",
    "Mees Voortgang vandaag om 15.20 uur",
  ]);
  const { main } = /<main[^>]*>(?<main>.*)<\/main>/s.exec(text)!.groups!;
  expect(main).not.toMatch(/<(a|button|form|input|details)\b/);
  const eva = await village.staff("Eva", "teacher", []);
  await house.house.db.insertInto("guardianships")
    .values({ school_id: village.schoolId, person_id: eva.personId, pupil_id: noor }).execute();
  expect(earlierIn(await eva.visitor.get(page))).toEqual(["Noor Voortgang vandaag om 15.00 uur"]);
});

test("of a talk that has been, in a round where others can still choose, is said that it was held", async () => {
  const { mother, noor, ofFive, book, page } = await found({ closesAt: null });
  await book(mother, ofFive.slots[0]!, noor);
  house.clock.travel("2026-11-16T15:15:00+01:00");
  const now = await mother.visitor.get(page);
  expect(now.text).toContain("Dit gesprek is geweest.");
  expect(earlierIn(now)).toEqual([]);
});

test("above a child's times stands the teacher, and the round only where the child has several", async () => {
  const { village, mother, five, page } = await found();
  const heads = async () =>
    [...(await mother.visitor.get(page)).text.matchAll(/<h3>(.*?)<\/h3>/gs)].map(([, head]) =>
      head!.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ").trim()
    );
  expect((await heads()).sort()).toEqual(["M Mees juf Joris", "N Noor juf Hanneke"]);
  const sven = await village.staff("Sven", "teacher", []);
  const gym = await openRound(house, village, {
    ...{ groups: [five], teachers: [sven.personId], times: ["2026-11-16T15:00"] },
  });
  await house.house.db.updateTable("talk_rounds").set({ title: "Kennismakingsgesprekken gym" })
    .where("id", "=", gym.id).execute();
  expect((await heads()).sort()).toEqual([
    "M Mees juf Joris",
    "N Noor juf Hanneke Voortgang",
    "N Noor juf Sven Kennismakings\u00adgesprekken gym",
  ]);
});

test("a parent of a round that was called off, or that is not for their child, reads that there are no talks", async () => {
  const { kees, teun, ofFive, page, book } = await found();
  const none =
    "Er zijn nu geen oudergesprekken. Zodra een leerkracht u uitnodigt, krijgt u een mail.";
  const skipped = { school_id: 0, round_id: ofFive.id, pupil_id: teun, slots: 0 };
  const { db, pool } = house.house;
  const { school_id } = await db.selectFrom("talk_rounds").select("school_id")
    .where("id", "=", ofFive.id).executeTakeFirstOrThrow();
  await db.insertInto("talk_invitees").values({ ...skipped, school_id }).execute();
  expect((await kees.visitor.get(page)).text).toContain(none);
  await pool.unsafe("delete from talk_invitees where round_id = $1", [ofFive.id]);
  expect((await kees.visitor.get(page)).text).not.toContain(none);
  await pool.unsafe("update talk_rounds set withdrawn_at = $1 where id = $2", [
    house.clock.now(),
    ofFive.id,
  ]);
  expect((await kees.visitor.get(page)).text).toContain(none);
  const late = await book(kees, ofFive.slots[0]!, teun);
  expect([late.status, alertOf(late)]).toEqual([409, "Deze gesprekken gaan niet door."]);
  expect(late.text).toContain(none);
});

test("in the agenda a parent finds the own talks with time, teacher and room, and nobody else's", async () => {
  const { name, mother, father, kees, noor, mees, ofFive, ofTwo, book } = await found({
    separateTalks: true,
  });
  await house.house.db.updateTable("talk_rounds").set({ room: "lokaal 12" })
    .where("id", "=", ofFive.id).execute();
  await book(mother, ofFive.slots[2]!, noor);
  await book(father, ofFive.slots[4]!, noor);
  await book(mother, ofTwo.slots[0]!, mees);
  const november = async (who: Villager) =>
    (await who.visitor.get(`/${name}/agenda?month=2026-11`)).text
      .replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
  const hers = await november(mother);
  const [first, second] = [
    "ma 16 Oudergesprek Mees juf Joris, 15:00 – 15:10",
    "ma 16 Oudergesprek Noor juf Hanneke, 15:20 – 15:30, lokaal 12",
  ];
  expect(hers.indexOf(first)).toBeGreaterThan(0);
  expect(hers.indexOf(second)).toBeGreaterThan(hers.indexOf(first));
  expect(hers).not.toContain("15:40");
  const his = await november(father);
  expect(his).toContain("Oudergesprek Noor juf Hanneke, 15:40 – 15:50, lokaal 12");
  expect(his).toContain(first); // of Mees they share one
  expect(his).not.toContain("15:20");
  expect(await november(kees)).toContain("Er staat deze maand nog niets in de agenda.");
  expect((await mother.visitor.get(`/${name}/agenda?month=2026-12`)).text)
    .toContain("Er staat deze maand nog niets in de agenda.");
  const withdrawn = { withdrawn_at: house.clock.now() };
  await house.house.db.updateTable("talk_rounds").set(withdrawn).where("id", "=", ofFive.id)
    .execute();
  expect(await november(mother)).not.toContain("Oudergesprek Noor");
});

test("rounds that close at different moments each say when", async () => {
  const { mother, kees, page } = await found({ closesAt: "2026-11-12T12:00:00+01:00" });
  const { text } = await mother.visitor.get(page);
  expect(text).toContain("<p>Hier kiest en wijzigt u uw tijden.</p>");
  expect(text).toContain("Kiezen kan tot do 12 november om 12.00 uur.");
  expect(text).toContain("Kiezen kan tot vr 13 november om 20.00 uur.");
  const one = (await kees.visitor.get(page)).text;
  expect(one).toContain("Tijden kiezen en wijzigen kan tot do 12 november om 12.00 uur.");
  expect(one).not.toContain("Kiezen kan tot");
});

test("a read-only guardian looks on", async () => {
  const { village, noor, mother, ofFive, book, page } = await found();
  await book(mother, ofFive.slots[0]!, noor);
  const aunt = await village.guardian("Tante", [noor], { readOnly: true });
  const { text } = await aunt.visitor.get(page);
  expect(text).toMatch(/slot mine"><b>15:00/);
  expect(text).not.toContain("formaction");
  expect((await book(aunt, ofFive.slots[1]!, noor)).status).toBe(403);
});

test("who shares an account with a grandparent that may only read chooses for the own children alone", async () => {
  const { name, village, noor, mees, teun, mother, ofFive, book, page } = await found();
  const grandpa = await village.guardian("Opa", [teun], { readOnly: true });
  await house.house.db.updateTable("people").set({ account_id: mother.accountId })
    .where("id", "=", grandpa.personId).execute();
  const { text } = await mother.visitor.get(page);
  const buttons = (pupil: number) => text.match(new RegExp(`<button[^>]*value="${pupil}"`, "g"));
  expect([noor, mees, teun].map((pupil) => buttons(pupil)?.length ?? 0)).toEqual([6, 6, 0]);
  expect(text.match(/class="slot"><b>/g)).toHaveLength(6);
  const start = (await mother.visitor.get(`/${name}`)).text;
  expect(start.match(/Kies een tijd</g)).toHaveLength(2);
  expect(start).toContain('Bekijk<span class="vh"> voor Teun');
  const plan = (await mother.visitor.get(`${page}/family`)).text;
  expect(plan).toContain("Reserveer deze 2 tijden");
  expect(plan).not.toContain(`name="talk" value="${teun}-`);
  expect((await book(mother, ofFive.slots[1]!, teun)).status).toBe(409);
});

test("a blocked guardian, someone else's parent and another school learn and change nothing", async () => {
  const { village, mother, father, kees, noor, mees, ofFive, ofTwo, book } = await found();
  await block(house, village, father, noor);
  expect((await book(father, ofFive.slots[0]!, noor)).status).toBe(404);
  expect(alertOf(await book(kees, ofFive.slots[0]!, noor))).toContain("uw eigen kind");
  expect((await book(kees, ofTwo.slots[0]!, mees)).status).toBe(404);
  const other = await found();
  const theirs = await mother.visitor.get(other.page);
  expect(theirs.status).not.toBe(200);
  const path = `/${village.shortName}/conversations/slots/${other.ofFive.slots[0]}/booking`;
  expect((await mother.visitor.post(path, { pupil: String(noor) })).status).toBe(404);
  for (const slot of [ofFive.slots[0]!, ofTwo.slots[0]!, other.ofFive.slots[0]!]) {
    expect(await whoHas(house, slot)).toMatchObject({ pupil: null });
  }
});

test("a draft does not exist for guardians, and a removed time is said to be gone", async () => {
  const { village, mother, five, hanneke, noor, ofFive, book, page } = await found();
  const draft = await openRound(house, village, {
    groups: [five],
    teachers: [hanneke.personId],
    times: ["2026-11-18T19:00"],
    published: false,
  });
  expect((await mother.visitor.get(page)).text).not.toContain("18 november");
  expect((await book(mother, draft.slots[0]!, noor)).status).toBe(404);
  await house.house.db.updateTable("talk_slots").set({ removed_at: house.clock.now() })
    .where("id", "=", ofFive.slots[5]!).execute();
  const gone = await book(mother, ofFive.slots[5]!, noor);
  expect([gone.status, alertOf(gone)]).toEqual([
    409,
    "De leerkracht heeft deze tijd weggehaald. Kies een andere tijd.",
  ]);
});

test("nonsense in a form is answered with a sentence, not with a failure", async () => {
  const { mother, ofFive, page } = await found();
  const path = `${page}/slots/${ofFive.slots[0]}/booking`;
  for (const pupil of ["", "x", "-1", "9".repeat(40), "1\0", "9".repeat(10_000)]) {
    expect((await mother.visitor.post(path, { pupil })).status).toBe(409);
  }
  expect((await mother.visitor.post(`${path}?instead=x`, {})).status).toBe(409);
  expect((await mother.visitor.post(`${page}/slots/x/booking`, {})).status).toBe(404);
  const json = { method: "POST", body: "{}", headers: { "content-type": "application/json" } };
  expect((await mother.visitor.send(path, json)).status).toBe(415);
});

test("a screen is told of news once, and of nothing while there is none", async () => {
  const { mother, kees, noor, teun, ofFive, book, cancel, page } = await found();
  const { text } = await mother.visitor.get(page);
  const ask = /hx-get="([^"]*changes[^"]*)"/;
  const first = ask.exec(text)![1]!;
  const quiet = await mother.visitor.get(first);
  expect([quiet.status, quiet.text]).toEqual([204, ""]);
  await book(kees, ofFive.slots[3]!, teun);
  const news = await mother.visitor.get(first);
  expect(news.status).toBe(200);
  expect(news.text).toMatch(/slot gone"><b>15:30/);
  expect(news.text).not.toContain("<html");
  const second = ask.exec(news.text)![1]!;
  expect((await mother.visitor.get(second)).status).toBe(204);
  await cancel(kees, ofFive.slots[3]!, teun);
  expect((await mother.visitor.get(second)).status).toBe(200);
  await book(mother, ofFive.slots[0]!, noor);
  expect((await mother.visitor.get(`${page}/changes?since=nonsense`)).status).toBe(200);
});

test("a press on a screen is answered with the changed piece, a lost one too", async () => {
  const { mother, kees, noor, teun, ofFive, page } = await found();
  const press = (who: Villager, pupil: number) =>
    who.visitor.post(`${page}/slots/${ofFive.slots[0]}/booking?part=choices`, {
      pupil: String(pupil),
    });
  const won = await press(mother, noor);
  expect(won.status).toBe(200);
  expect(won.text).toMatch(/^<div class="stack" id="choices"/);
  expect(won.text).toContain('role="status"');
  const lost = await press(kees, teun);
  expect(lost.status).toBe(409);
  expect(lost.text).toMatch(/^<div class="stack" id="choices"/);
  expect(alertOf(lost)).toContain("Iemand was u net voor");
});

test("a school that does without has no talks", async () => {
  const { village, mother, noor, hanneke, ofFive, page, book, cancel } = await found();
  expect((await book(mother, ofFive.slots[0]!, noor)).status).toBe(303);
  await house.mails();
  await house.house.db.updateTable("schools")
    .set({ menu: JSON.stringify({ conversations: { off: true } }) })
    .where("id", "=", village.schoolId).execute();
  expect((await mother.visitor.get(page)).status).toBe(404);
  const [first, second] = ofFive.slots as [number, number];
  const pupil = { pupil: String(noor) };
  const presses = [
    await book(mother, second, noor),
    await cancel(mother, first, noor),
    await mother.visitor.post(`${page}/slots/${first}/subject`, { ...pupil, subject: "Rekenen" }),
    await mother.visitor.post(`${page}/slots/${second}/wish`, pupil),
    await mother.visitor.post(`${page}/slots/${second}/wish/removal`, pupil),
    await mother.visitor.post(`${page}/rounds/${ofFive.id}/wishes/removal`, pupil),
    await mother.visitor.post(`${page}/rounds/${ofFive.id}/waiting`, pupil),
    await hanneke.visitor.post(`${page}/rounds/preview`, { talks: "3" }),
    await hanneke.visitor.get(`${page}/rounds/${ofFive.id}`),
  ];
  expect(presses.map(({ status }) => status)).toEqual(presses.map(() => 404));
  house.clock.travel("2026-11-15T16:30:00+01:00");
  await runTicks(house.house);
  const mails = (await house.mails()).map(({ text }) => text);
  expect(mails.filter((text) => text.includes(`School ${village.shortName}\n`))).toEqual([]);
});

test("the start page invites for each child, and says which time was chosen", async () => {
  const { mother, kees, noor, ofFive, book, name } = await found();
  const before = (await mother.visitor.get(`/${name}`)).text;
  expect(before).toContain("Uitnodiging voor een gesprek");
  expect(before).toContain("Kies uiterlijk vr 13 november");
  expect(before.match(/Kies een tijd</g)).toHaveLength(2);
  await book(mother, ofFive.slots[2]!, noor);
  const after = (await mother.visitor.get(`/${name}`)).text;
  expect(after).toContain("ma 16 november, 15:20");
  expect(after.match(/Kies een tijd</g)).toHaveLength(1);
  house.clock.travel("2026-11-13T20:00:00+01:00");
  for (const who of [mother, kees]) {
    expect((await who.visitor.get(`/${name}`)).text).not.toContain("Uitnodiging voor een gesprek");
  }
});

test("a talk stays on the start page once its round is closed, until it was held", async () => {
  const { mother, father, kees, noor, ofFive, book, name } = await found();
  await book(mother, ofFive.slots[2]!, noor);
  const start = async (who: Villager) => (await who.visitor.get(`/${name}`)).text;
  const talk = "ma 16 november, 15:20";
  house.clock.travel("2026-11-13T20:00:00+01:00");
  expect(await start(father)).toContain(talk); // nobody chooses any more
  await house.house.db.updateTable("talk_rounds").set({ closed_at: house.clock.now() })
    .where("id", "=", ofFive.id).execute();
  house.clock.travel("2026-11-16T15:29:00+01:00");
  const before = await start(mother);
  expect(before).toContain("Komende gesprekken");
  expect(before).toContain(talk);
  expect(before).not.toContain("Kies uiterlijk");
  expect(await start(kees)).not.toContain("Komende gesprekken");
  house.clock.travel("2026-11-16T15:30:00+01:00");
  const after = await start(mother);
  expect(after).toContain("Mijn kinderen");
  expect(after).not.toContain("Komende gesprekken");
});

test("the digest reminds of children for whom no time was chosen yet", async () => {
  const { village, mother, kees, noor, teun, hanneke, ofFive, book } = await found();
  const reminder = "Kies een tijd voor het oudergesprek over";
  const addressOf = async (who: Villager) =>
    (await house.house.db.selectFrom("accounts").select("email")
      .where("id", "=", who.accountId).executeTakeFirstOrThrow()).email;
  await house.mails();
  await village.post({ title: "Nieuws", by: hanneke });
  await book(kees, ofFive.slots[5]!, teun);
  await book(mother, ofFive.slots[2]!, noor);
  house.clock.travel("2026-11-10T17:31:00+01:00");
  await runTicks(house.house);
  const mails = await house.mails();
  const [hers, his] = await Promise.all([mother, kees].map(async (who) => {
    const address = await addressOf(who);
    return mails.find((mail) => mail.to[0]?.address === address)!.text;
  }));
  expect(hers).toContain(`${reminder} Mees`);
  expect(his).not.toContain(reminder);
});
