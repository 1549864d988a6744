import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import type { Visitor } from "./support/visitor.ts";

describe("the first start, without a school", () => {
  let house: TestHouse;
  beforeAll(async () => void (house = await openTestHouse({ seed: "empty" })));
  afterAll(() => house.close());

  const filledIn = {
    name: "Basisschool De Kastanje",
    shortName: "",
    language: "nl",
    yourName: "Wil van den Berg",
    email: "Wil@kastanje.example",
    password: "Kastanje88!b",
    repeat: "Kastanje88!b",
  };

  test("the way in leads to a page that asks for a school and its first admin", async () => {
    const someone = house.visitor();
    expect((await someone.get("/")).location).toBe("/set-up");
    const answer = await someone.get("/set-up");
    expect(answer.status).toBe(200);
    expect(answer.text).toContain("Naam van de school");
  });

  test("a short name is suggested from the name of the school, and one's own is left alone", async () => {
    const suggested = async (query: string) =>
      /name="shortName"[^>]*value="([^"]*)"/.exec(
        (await house.visitor().get(`/set-up?part=short-name&${query}`)).text,
      )?.[1];
    expect(await suggested("name=Basisschool%20De%20Regenton")).toBe("regenton");
    expect(await suggested("name=OBS%20%27t%20H%C3%B3fke%2012")).toBe("hofke-12");
    expect(await suggested("name=De%20School")).toBe("de-school");
    expect(await suggested("name=%F0%9F%8C%B0")).toBe("school");
    expect(await suggested("name=De%20Regenton&shortName=ton")).toBe("ton");
  });

  test("what is wrong is said beside what was typed, and there is still no school", async () => {
    const someone = house.visitor();
    const tries: [Record<string, string>, string][] = [
      [{ shortName: "Met Spatie" }, "Gebruik kleine letters"],
      [{ shortName: "set-up" }, "Deze naam gebruikt het portaal zelf"],
      [{ password: "kort", repeat: "kort" }, "nog niet sterk genoeg"],
      [{ repeat: "anders" }, "niet hetzelfde wachtwoord"],
      [{ email: "wil" }, "Vul een e-mailadres in"],
      [{ name: "x".repeat(10_000) }, "Dit is te lang"],
      [{ name: " " }, "Vul dit in"],
    ];
    for (const [change, sentence] of tries) {
      const answer = await someone.post("/set-up", { ...filledIn, ...change });
      expect([answer.status, answer.text.includes(sentence)], sentence).toEqual([422, true]);
      expect(answer.text).toContain("Wil van den Berg");
    }
    expect((await someone.get("/set-up")).status).toBe(200);
  });

  test("of two people who open a school at once one does, signed in; after that the page is gone", async () => {
    const [one, two] = [house.visitor(), house.visitor()];
    const answers = await Promise.all([
      one.post("/set-up", { ...filledIn, shortName: "een" }),
      two.post("/set-up", { ...filledIn, shortName: "twee", email: "twee@kastanje.example" }),
    ]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([303, 404]);
    const won = answers.findIndex((answer) => answer.status === 303);
    const short = ["een", "twee"][won];
    expect(answers[won]!.location).toBe(`/${short}/import`);
    const admin = [one, two][won]!;
    expect((await admin.get(`/${short}/groups`)).text).toContain("Wil van den Berg");
    expect((await admin.get(`/${short}/settings`)).status).toBe(200);
    expect((await house.visitor().get("/set-up")).status).toBe(404);
    expect((await house.visitor().post("/set-up", filledIn)).status).toBe(404);
    const rows = await house.house.db.selectFrom("schools").select("id").execute();
    expect(rows).toHaveLength(1);
  });
});

describe("the groups of De Regenton", () => {
  let house: TestHouse;
  let parent: Visitor, teacher: Visitor, office: Visitor;
  beforeAll(async () => {
    house = await openTestHouse({ seed: "demo+neighbour" });
    parent = await house.signIn("ouder@regenton.example");
    teacher = await house.signIn("juf@regenton.example");
    office = await house.signIn("administratie@regenton.example");
  });
  afterAll(() => house.close());

  async function groupId(name: string, school = "regenton"): Promise<number> {
    const row = await house.house.db.selectFrom("groups as g")
      .innerJoin("schools as s", "s.id", "g.school_id").select("g.id")
      .where("s.short_name", "=", school).where("g.name", "=", name)
      .where("g.school_year", "=", 2026).executeTakeFirstOrThrow();
    return row.id;
  }
  const namesIn = async (group: number) =>
    [...(await office.get(`/regenton/groups/${group}`)).text
      .matchAll(/people\/pupils\/\d+">([^<]+)</g)].map((match) => match[1]!);

  test("a parent sees the groups of the own children first, with whose they are", async () => {
    const { text } = await parent.get("/regenton/groups");
    const order = [...text.matchAll(/Groep (\d\S*?)</g)].map((match) => match[1]);
    expect(order.slice(0, 3)).toEqual(["2b", "5a", "1/2a"]);
    expect(text).toContain("Groep van Noor");
    expect(text).toContain("juf Hanneke");
  });

  test("a parent opens the own groups, sees no other children there, and finds no other group", async () => {
    const own = await parent.get(`/regenton/groups/${await groupId("5a")}`);
    expect(own.status).toBe(200);
    expect(own.text).toContain("juf Hanneke");
    expect(own.text).toContain("Noor");
    expect(own.text).not.toContain("Teun");
    const other = await parent.get(`/regenton/groups/${await groupId("8")}`);
    const nowhere = await parent.get("/regenton/groups/999999");
    expect([other.status, nowhere.status]).toEqual([404, 404]);
    expect(other.text).toBe(nowhere.text);
  });

  test("a teacher sees the class list by core word, with guardians, but none who is blocked", async () => {
    const { text } = await teacher.get(`/regenton/groups/${await groupId("5a")}`);
    const at = (name: string) => text.indexOf(name);
    expect(at("Teun Bakker")).toBeGreaterThan(0);
    expect(at("Teun Bakker")).toBeLessThan(at("Nova Brouwer"));
    expect(at("Nova Brouwer")).toBeLessThan(at("Puck de Bruin"));
    expect(at("Puck de Bruin")).toBeLessThan(at("Noor de Wit"));
    expect(text).toContain("Ilse Hendriks");
    expect(text).not.toContain("Ronald Hendriks");
  });

  test("nobody at De Regenton finds a group of De Klimboom", async () => {
    const neighbours = await house.house.db.selectFrom("groups as g")
      .innerJoin("schools as s", "s.id", "g.school_id").select("g.id")
      .where("s.short_name", "!=", "regenton").execute();
    expect(neighbours.length).toBeGreaterThan(0);
    for (const { id } of neighbours) {
      expect((await office.get(`/regenton/groups/${id}`)).status).toBe(404);
      expect((await office.get(`/regenton/groups/${id}/edit`)).status).toBe(404);
    }
  });

  test("a parent sees the own children with their groups and teachers", async () => {
    const { status, text } = await parent.get("/regenton/children");
    expect(status).toBe(200);
    for (
      const words of ["Noor de Wit", "Mees de Wit", "Groep 5a", "juf Hanneke", "meester Joris"]
    ) {
      expect(text).toContain(words);
    }
    expect((await teacher.get("/regenton/children")).status).toBe(403);
  });

  test("the office makes a group, and not a second one with the same name", async () => {
    const made = await office.post("/regenton/groups", { name: "8b", years: "8" });
    expect(made.status).toBe(303);
    const again = await office.post("/regenton/groups", { name: "8B", years: "8" });
    expect(again.status).toBe(422);
    expect(again.text).toContain("al een groep met deze naam");
    const wrong = await office.post("/regenton/groups", { name: "9", years: "9" });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain("Gebruik 0 tot en met 8");
    const both = await Promise.all(
      [1, 2].map(() => office.post("/regenton/groups", { name: "8c" })),
    );
    expect(both.map((answer) => answer.status).sort()).toEqual([303, 422]);
  });

  test("a pupil who moves takes the parents along, at once", async () => {
    const [from, to] = [await groupId("5a"), await groupId("5b")];
    const noor = await house.house.db.selectFrom("pupils").select("id")
      .where("first_name", "=", "Noor").where("last_name", "=", "Wit").executeTakeFirstOrThrow();
    const back = (there: number, where: number) =>
      office.post(`/regenton/groups/${there}/moves`, {
        pupils: String(noor.id),
        to: String(where),
      });
    expect((await back(from, to)).status).toBe(303);
    expect((await parent.get(`/regenton/groups/${from}`)).status).toBe(404);
    expect((await parent.get(`/regenton/groups/${to}`)).status).toBe(200);
    expect(await namesIn(to)).toContain("Noor de Wit");
    await back(to, from);
    expect((await parent.get(`/regenton/groups/${from}`)).status).toBe(200);
  });

  test("everyone of a group moves in one go, and an empty group can be closed", async () => {
    const [from, to] = [await groupId("7"), await groupId("8")];
    const [before, there] = [await namesIn(from), await namesIn(to)];
    const full = await office.post(`/regenton/groups/${from}/removal`);
    expect(full.status).toBe(303);
    expect((await office.get(`/regenton/groups/${from}`)).status).toBe(200);
    await office.post(`/regenton/groups/${from}/moves`, { all: "yes", to: String(to) });
    expect(await namesIn(from)).toEqual([]);
    expect((await namesIn(to)).length).toBe(before.length + there.length);
    await office.post(`/regenton/groups/${from}/removal`);
    expect((await office.get(`/regenton/groups/${from}`)).status).toBe(404);
  });

  test("what does not exist cannot be put in a group, and nothing typed is a 500", async () => {
    const group = await groupId("5a");
    const path = `/regenton/groups/${group}`;
    const tries: [string, Record<string, string>][] = [
      [`${path}/pupils`, { pupil: "999999999999999" }],
      [`${path}/pupils`, { pupil: "" }],
      [`${path}/teachers`, { teacher: "1;drop" }],
      [`${path}/moves`, { pupils: "1", to: String(group) }],
      [`${path}/moves`, { to: "3" }],
      [`${path}/departures`, {}],
      [`${path}/edit`, { name: "" }],
    ];
    for (const [address, fields] of tries) {
      expect((await office.post(address, fields)).status, address).toBe(422);
    }
    expect((await teacher.post(`${path}/pupils`, { pupil: "1" })).status).toBe(403);
    expect((await office.get("/regenton/groups/5a")).status).toBe(404);
  });

  test("a school that switches the groups off has no such pages, but the office keeps them", async () => {
    const set = (menu: object) =>
      house.house.db.updateTable("schools").set({ menu: JSON.stringify(menu) })
        .where("short_name", "=", "regenton").execute();
    await set({ groups: { off: true } });
    expect((await parent.get("/regenton/groups")).status).toBe(404);
    expect((await parent.get(`/regenton/groups/${await groupId("5a")}`)).status).toBe(404);
    expect((await office.get("/regenton/groups")).status).toBe(200);
    await set({ groups: { name: "Klassen" } });
    expect((await parent.get("/regenton/groups")).text).toContain("<h1>Klassen</h1>");
    await set({});
  });
});
