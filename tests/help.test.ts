import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import type { Visitor } from "./support/visitor.ts";

let house: TestHouse;
let parent: Visitor, teacher: Visitor, office: Visitor;
beforeAll(async () => {
  house = await openTestHouse({ seed: "demo+neighbour" });
  parent = await house.signIn("ouder@regenton.example");
  teacher = await house.signIn("juf@regenton.example");
  office = await house.signIn("administratie@regenton.example");
  await house.mails();
});
afterAll(() => house.close());

const question = {
  name: "Samira de Wit",
  email: "samira@voorbeeld.example",
  topic: "Fiets",
  message: "Waar kan de fiets staan?\n\nEn tot hoe laat?",
};

test("the answers and the form are there before and after signing in, in one's own language", async () => {
  const outside = await house.visitor().get("/regenton/help");
  const inside = await parent.get("/regenton/help");
  expect([outside.status, inside.status]).toEqual([200, 200]);
  for (const { text } of [outside, inside]) {
    expect(text).toContain("Hoe log ik de eerste keer in?");
    expect(text).toContain("/regenton/help/contact");
  }
  const english = await house.visitor().get("/regenton/help", { "accept-language": "en-GB" });
  expect(english.text).toContain("How do I sign in the first time?");
});

test("the form of who is signed in knows name and address already", async () => {
  const { text } = await parent.get("/regenton/help");
  expect(text).toContain('value="Samira de Wit"');
  expect(text).toContain('value="ouder@regenton.example"');
});

test("who comes from a page that knows what it is about finds the topic filled in, cut to what fits", async () => {
  const about = "Andere tijd: Noor (Voortgang)";
  const { text } = await parent.get(`/regenton/help?topic=${encodeURIComponent(about)}`);
  expect(text).toMatch(/name="topic"[^>]*value="Andere tijd: Noor \(Voortgang\)"/);
  const long = await parent.get(`/regenton/help?topic=${"x".repeat(5000)}`);
  expect(long.status).toBe(200);
  expect(long.text).toMatch(/name="topic"[^>]*value="x{120}"/);
  const odd = await parent.get("/regenton/help?topic=%22%3E%3Cscript%3E");
  expect(odd.text).not.toContain('"><script>');
});

test("a question reaches the office once, and an answer goes to who asked", async () => {
  const stranger = house.visitor("198.51.100.7");
  for (let press = 0; press < 2; press++) {
    const answer = await stranger.post("/regenton/help/contact", question);
    expect([answer.status, answer.location]).toEqual([303, "/regenton/help"]);
  }
  expect((await stranger.get("/regenton/help")).text).toContain("Uw vraag is verstuurd");
  const mails = await house.mails();
  expect(mails).toHaveLength(1);
  expect(mails[0]!.to[0]?.address).toBe("administratie@regenton.example");
  const reply = mails[0]!.headers.find((header) => header.name === "reply-to");
  expect(reply?.value).toContain("samira@voorbeeld.example");
  expect(mails[0]!.text).toContain("Waar kan de fiets staan?");
});

test("without an address of its own the office is everyone who works there", async () => {
  await house.house.db.updateTable("schools").set({ office_email: null })
    .where("short_name", "=", "regenton").execute();
  await parent.post("/regenton/help/contact", { ...question, topic: "Jas" });
  const mails = await house.mails();
  expect(mails.map((mail) => mail.to[0]?.address)).toEqual(["administratie@regenton.example"]);
});

test("what is wrong with a question is said, with what was typed, and nothing is sent", async () => {
  const stranger = house.visitor("198.51.100.8");
  const tries: Record<string, string>[] = [
    {},
    { ...question, email: "geen adres" },
    { ...question, email: "a@b.example\nBcc: c@d.example" },
    { ...question, message: "x".repeat(10_000) },
    { ...question, topic: "\0" },
  ];
  for (const fields of tries) {
    const answer = await stranger.post("/regenton/help/contact", fields);
    expect(answer.status).toBe(422);
    if (fields.name) expect(answer.text).toContain("Samira de Wit");
  }
  const strange = await stranger.send("/regenton/help/contact", {
    method: "POST",
    body: "{}",
    headers: { "content-type": "application/json" },
  });
  expect(strange.status).toBe(415);
  expect(await house.mails()).toEqual([]);
});

test("who asks too often has to wait, while others can still ask", async () => {
  const pushy = house.visitor("198.51.100.9");
  let status = 0;
  for (let n = 0; n < 40 && status !== 429; n++) {
    const answer = await pushy.post("/regenton/help/contact", { ...question, topic: `Nr ${n}` });
    status = answer.status;
    if (status === 429) expect(answer.text).toContain("Samira de Wit");
  }
  expect(status).toBe(429);
  const other = await house.visitor("198.51.100.10").post("/regenton/help/contact", question);
  expect(other.status).toBe(303);
  await house.mails();
});

test("the office makes the questions its own, changes, orders and removes them, and puts the standard ones back", async () => {
  const questions = async () =>
    [...(await parent.get("/regenton/help")).text.matchAll(/<b class="grow">([^<]+)<\/b>/g)]
      .map((match) => match[1]!);
  const standard = await questions();
  expect(standard.length).toBeGreaterThanOrEqual(10);
  await Promise.all([1, 2].map(() => office.post("/regenton/help/questions/own")));
  expect(await questions()).toEqual(standard);

  await office.post("/regenton/help/questions", { question: "Mag een hond mee?", answer: "Nee." });
  const own = await house.house.db.selectFrom("help_items").select(["id", "question"])
    .orderBy("position").execute();
  const path = (place: number) => `/regenton/help/questions/${own.at(place)!.id}`;
  await office.post(`${path(-1)}/moves`, { direction: "up" });
  expect((await questions()).at(-2)).toBe("Mag een hond mee?");
  const trail = await house.house.db.selectFrom("audit_entries").select("subject")
    .where("action", "=", "helpChanged").orderBy("id", "desc").executeTakeFirst();
  expect(trail?.subject).toEqual({ moved: own.at(-1)!.id, direction: "up" });
  await office.post(path(0), { question: "Eerste vraag", answer: "Ja <b>dik</b>" });
  expect((await questions())[0]).toBe("Eerste vraag");
  expect((await parent.get("/regenton/help")).text).toContain("Ja &lt;b&gt;dik");
  await office.post(`${path(1)}/removal`);
  expect(await questions()).toHaveLength(standard.length);

  const wrong = await office.post(path(0), { question: "", answer: "Blijft staan" });
  expect([wrong.status, wrong.text.includes("Blijft staan")]).toEqual([422, true]);
  await office.post("/regenton/help/standard");
  expect(await questions()).toEqual(standard);
});

test("only the office changes the questions, and only those of its own school", async () => {
  expect((await parent.get("/regenton/help/edit")).status).toBe(403);
  expect((await teacher.post("/regenton/help/questions/own")).status).toBe(403);
  const klimboom = await house.house.db.selectFrom("schools").select("id")
    .where("short_name", "!=", "regenton").executeTakeFirstOrThrow();
  const { id } = await house.house.db.insertInto("help_items")
    .values({ school_id: klimboom.id, position: 0, question: "Van de buren", answer: "x" })
    .returning("id").executeTakeFirstOrThrow();
  const answer = await office.post(`/regenton/help/questions/${id}`, {
    question: "a",
    answer: "b",
  });
  expect(answer.status).toBe(404);
  expect((await office.get("/regenton/help/edit")).text).not.toContain("Van de buren");
});

test("a school that switches help off has none, but the office still keeps it", async () => {
  const set = (menu: object) =>
    house.house.db.updateTable("schools").set({ menu: JSON.stringify(menu) })
      .where("short_name", "=", "regenton").execute();
  await set({ help: { off: true } });
  expect((await house.visitor().get("/regenton/help")).status).toBe(404);
  expect((await parent.post("/regenton/help/contact", question)).status).toBe(404);
  expect((await office.get("/regenton/help")).status).toBe(200);
  await set({});
});
