import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import { SmallSchool } from "./support/small_school.ts";
import type { Visitor } from "./support/visitor.ts";

// The office moves pupils from one group to another.

let house: TestHouse;
let school: SmallSchool;
let office: Visitor, colleague: Visitor, teacher: Visitor, mother: Visitor;
let g3: number, g4: number, g5: number, closed: number, nextYear: number;
let noor: number, sem: number, liv: number;

beforeAll(async () => {
  house = await openTestHouse({ seed: "empty" });
  school = await SmallSchool.found(house);
  [g3, g4, g5] = [await school.group("3"), await school.group("4"), await school.group("5")];
  closed = await school.group("oud");
  await house.house.db.updateTable("groups").set({ left_at: house.clock.now() })
    .where("id", "=", closed).execute();
  nextYear = await school.group("4", 2027);
  noor = await school.pupil("Noor", g3);
  sem = await school.pupil("Sem", g3);
  liv = await school.pupil("Liv", g3, g4);
  mother = await school.browserOf(await school.guardian("Marit", noor));
  office = await school.browserOf(await school.staff("Bibi", "office"));
  colleague = await school.browserOf(await school.staff("Wouter", "admin"));
  const juf = await school.staff("Hanneke", "teacher", g3);
  teacher = await school.browserOf(juf);
  await school.post(juf, "Nieuws van groep 3", { groups: [g3] });
  await school.post(juf, "Nieuws van groep 4", { groups: [g4] });
});
afterAll(() => house.close());

const moves = (from: number) => `/regenton/groups/${from}/moves`;
const move = (from: number, to: number, pupils: number[], by = office) =>
  by.post(moves(from), { to: `${to}`, pupils: pupils.map(String), confirmed: "yes" });

/** Names of the pupils of a group, in the database. */
async function within(group: number): Promise<string[]> {
  const rows = await house.house.db.selectFrom("group_pupils as m")
    .innerJoin("pupils as k", (join) => join.onRef("k.id", "=", "m.pupil_id"))
    .select("k.first_name").where("m.group_id", "=", group).orderBy("k.first_name").execute();
  return rows.map((row) => row.first_name);
}

test("the office sees who would go where before anyone goes", async () => {
  const looked = await office.post(moves(g3), { to: `${g4}`, pupils: [`${noor}`, `${liv}`] });
  expect(looked.status).toBe(200);
  expect(looked.text).toContain("Er is nog niets veranderd. Dit gaat gebeuren met 2 leerlingen.");
  expect(looked.text).toContain("Groep 4 (zit daar al)");
  expect(looked.text).toContain("Verplaats 2 leerlingen");
  expect(looked.text).not.toContain("Sem");
  const everyone = await office.post(moves(g3), { to: `${g4}`, all: "yes" });
  expect(everyone.text).toContain("Verplaats 3 leerlingen");
  expect(await within(g3)).toEqual(["Liv", "Noor", "Sem"]);
});

test("who moves takes the parents along at their next request, and it is written down", async () => {
  expect((await mother.get("/regenton/news")).text).toContain("Nieuws van groep 3");
  const answer = await move(g3, g4, [noor]);
  expect(answer.status).toBe(303);
  expect((await office.get(answer.location!)).text)
    .toContain("1 leerling zit nu in groep 4. De ouders gaan mee.");
  const { text } = await mother.get("/regenton/news");
  expect(text).toContain("Nieuws van groep 4");
  expect(text).not.toContain("Nieuws van groep 3");
  expect((await mother.get("/regenton/groups")).text).toMatch(
    /Groep 4<.*Groep van Noor.*Groep 3</s,
  );
  const trail = await house.house.db.selectFrom("audit_entries").select(["subject", "pupil_ids"])
    .where("action", "=", "pupilsMoved").executeTakeFirstOrThrow();
  expect(trail).toEqual({
    subject: { pupilIds: [noor], from: g3, to: g4 },
    pupil_ids: [noor],
  });
});

test("a pupil who is in the other group already only leaves this one", async () => {
  expect((await move(g3, g4, [liv])).status).toBe(303);
  expect(await within(g3)).toEqual(["Sem"]);
  expect(await within(g4)).toEqual(["Liv", "Noor"]);
});

test("nobody goes to a closed group, to another year, to another school or to where they are", async () => {
  const other = await SmallSchool.found(house, "klimboom");
  const theirs = await other.group("4");
  for (const to of [closed, nextYear, theirs, g3, 999_999]) {
    const fields = { to: `${to}`, pupils: `${sem}` };
    for (const sent of [fields, { ...fields, confirmed: "yes" }]) {
      const answer = await office.post(moves(g3), sent);
      expect(answer.status).toBe(422);
      expect(answer.text).toContain("kies een andere groep van hetzelfde schooljaar");
      expect(answer.text).toMatch(new RegExp(`value="${sem}"[^>]* checked`));
    }
  }
  expect((await move(theirs, g4, [sem])).status).toBe(404);
  expect(await within(g3)).toEqual(["Sem"]);
});

test("who is not in the group is not taken from elsewhere", async () => {
  const answer = await move(g3, g5, [noor]);
  expect(answer.status).toBe(422);
  expect(answer.text).toContain("Deze leerlingen zitten niet (meer) in deze groep.");
  const some = await move(g3, g5, [noor, sem]);
  expect((await office.get(some.location!)).text).toContain(
    "1 leerling zat intussen niet meer in deze groep en is niet verplaatst.",
  );
  expect([await within(g4), await within(g5)]).toEqual([["Liv", "Noor"], ["Sem"]]);
});

test("of two at the office who move the same pupil at once one does, and the child is in one group", async () => {
  for (let round = 0; round < 5; round++) {
    const answers = await Promise.all([move(g4, g3, [noor]), move(g4, g5, [noor], colleague)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([303, 422]);
    const [in3, in5] = [await within(g3), await within(g5)];
    expect([...in3, ...in5].filter((name) => name === "Noor")).toHaveLength(1);
    await move(in3.includes("Noor") ? g3 : g5, g4, [noor]);
  }
});

test("only the office moves pupils, and nothing typed is a 500", async () => {
  expect((await move(g4, g5, [noor], teacher)).status).toBe(403);
  expect((await move(g4, g5, [noor], mother)).status).toBe(403);
  for (const to of ["", "x", "9".repeat(40), "-1"]) {
    expect((await office.post(moves(g4), { to, all: "yes" })).status).toBe(422);
  }
  expect((await office.post(moves(g4), { to: `${g5}` })).text)
    .toContain("Kies eerst een of meer leerlingen.");
  expect(await within(g4)).toEqual(["Liv", "Noor"]);
});
