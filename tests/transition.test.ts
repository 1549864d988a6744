import { describe, expect, test } from "vitest";
import { emptyPlan, settle } from "../modules/school/transition.plan.ts";
import {
  apply,
  choice,
  fieldsOf,
  house,
  openInJune,
  plan,
  save,
  village,
  within,
} from "./support/transition.ts";

// The step to the next school year: the office plans it, and looks at what will happen.

openInJune();

describe("the plan", () => {
  test("proposes that 3a becomes 4a, that 1/2b stays and its eldest go on, and that group 8 leaves", async () => {
    const place = await village("voorstel");
    const { g12, g3, g8 } = place.groups;
    expect(await plan(place)).toMatchObject({
      [`name-n${g12}`]: "1/2b",
      [`name-n${g3}`]: "4a",
      [`set-${g12}-1`]: `n${g12}`,
      [`set-${g12}-2`]: "none", // there will be no group 3
      [`set-${g3}-3`]: `n${g3}`,
      [`set-${g8}-8`]: "leaves",
      [`teachers-n${g3}`]: [`${place.juf.id}`],
    });
    const three = await place.school.group("2c");
    await house.house.db.insertInto("group_pupils")
      .values({ school_id: place.school.id, group_id: three, pupil_id: place.pupils.bas })
      .execute();
    expect((await plan(place))[`set-${g12}-2`]).toBe(`n${three}`);
  });

  test("names the only group 2 of now 3 where groups are without a letter from there, and sorts as people do", () => {
    const group = (id: number, name: string, ...years: string[]) => ({
      id,
      name,
      years,
      teachers: [],
    });
    const groups = [
      group(1, "1/2a", "1", "2"),
      group(2, "2b", "2"),
      group(3, "3", "3"),
      group(4, "4a", "4"),
      group(5, "5a", "5"),
      group(6, "5b", "5"),
      group(7, "6/7", "6", "7"),
    ];
    const pupils = groups.map(({ id, years: [year] }) => ({
      id,
      firstName: "Kind",
      initials: "",
      prefix: "",
      lastName: "",
      year: year!,
      groupIds: [id],
      nextIds: [],
      administered: false,
    }));
    const roster = { year: 2027, groups, next: [], pupils, staff: [] };
    expect(settle(roster, emptyPlan).groups.map(({ name }) => name))
      .toEqual(["1/2a", "3", "4", "5a", "6a", "6b", "6/7"]);
  });

  test("is kept, with a group of one's own making, a name, teachers and where sets go", async () => {
    const place = await village("bewaard");
    const { g12, g3 } = place.groups;
    const saved = await save(place, { [`name-n${g3}`]: "4b", added: "3c" });
    expect([saved.status, saved.location]).toEqual([303, place.at()]);
    expect(await plan(place)).toMatchObject({ [`name-n${g3}`]: "4b", "name-a1": "3c" });
    const next = await save(place, {
      [`set-${g12}-2`]: "a1",
      "teachers-a1": [`${place.juf.id}`],
      next: "preview",
    });
    expect(next.location).toBe(place.at("/preview"));
    expect(await plan(place)).toMatchObject({
      [`set-${g12}-2`]: "a1",
      "teachers-a1": [`${place.juf.id}`],
    });
    expect(await within(place, 2027)).toEqual({});
  });

  test("with a mistake is shown again as it was typed, and nothing of it is kept", async () => {
    const place = await village("fout");
    const { g3, g12 } = place.groups;
    const before = await plan(place);
    const tries: [Record<string, string>, string][] = [
      [{ [`name-n${g3}`]: "x".repeat(10_000) }, "Dit is te lang"],
      [{ [`name-n${g3}`]: "uilen" }, "Er is al een groep met deze naam"],
      [{ added: "4a" }, "Er is al een groep met deze naam"],
      [{ [`set-${g3}-3`]: "g999999" }, "Dit klopt niet"],
      [{ next: "//elders.example" }, "Dit klopt niet"],
      [{ seen: "" }, "Er is intussen iets veranderd"],
    ];
    for (const [change, sentence] of tries) {
      const answer = await save(place, { [`name-n${g12}`]: "Uilen", ...change });
      expect([answer.status, answer.text.includes(sentence)], sentence).toEqual([422, true]);
      expect(fieldsOf(answer.text)[`name-n${g12}`]).toBe("Uilen");
      expect(await plan(place)).toEqual(before);
    }
    expect((await place.office.post(place.at(), {})).status).toBe(422);
  });

  test("changed by a colleague meanwhile is not written over unseen", async () => {
    const place = await village("samen");
    const { g3 } = place.groups;
    const mine = await plan(place);
    await save(place, { added: "3c" }, place.admin);
    const answer = await place.office.post(place.at(), { ...mine, [`name-n${g3}`]: "4x" });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain("Er is intussen iets veranderd");
    const again = fieldsOf(answer.text);
    expect(again).toMatchObject({ [`name-n${g3}`]: "4x" });
    expect((await place.office.post(place.at(), { ...again, "name-a1": "3c" })).status).toBe(303);
    expect(await plan(place)).toMatchObject({ [`name-n${g3}`]: "4x", "name-a1": "3c" });
  });

  test("lets one child go elsewhere, and one do the year again", async () => {
    const place = await village("apart");
    const { groups: { g3, g12 }, pupils: { cas, dina }, at, office } = place;
    await save(place, { added: "3c", [`set-${g12}-2`]: "none" });
    const path = at(`/groups/${g3}`);
    const fields = fieldsOf((await office.get(path)).text);
    expect(fields).toMatchObject({ [choice(cas)]: "", [choice(dina)]: "" });
    const changes = { [choice(dina)]: `n${g12}`, stay: [`${cas}`] };
    const wrong = await office.post(path, { ...fields, ...changes, [choice(cas)]: "n0" });
    expect(wrong.status).toBe(422);
    expect(fieldsOf(wrong.text)).toMatchObject(changes);
    expect((await office.post(path, { ...fields, ...changes })).status).toBe(303);
    expect((await office.post(path, { ...fields, stay: [] })).text)
      .toContain("Er is intussen iets veranderd");
    const { text } = await office.get(path);
    expect(fieldsOf(text)).toMatchObject(changes);
    expect(text).toContain("Voorstel: Groep 3c");
    expect((await office.get(at())).text).toContain("2 van hen gaan apart.");
  });

  test("is only for the office, and has no page for a group that is not there", async () => {
    const place = await village("dicht");
    for (const path of ["", "/preview", `/groups/${place.groups.g3}`]) {
      expect((await place.teacher.get(place.at(path))).status).toBe(403);
      expect((await place.both.get(place.at(path))).status).toBe(403);
      expect((await place.office.get(place.at(path))).status).toBe(200);
    }
    for (const path of ["", `/groups/${place.groups.g3}`, "/application", "/removal"]) {
      expect((await place.teacher.post(place.at(path))).status).toBe(403);
    }
    for (const group of ["999999", "x", "9".repeat(30)]) {
      expect((await place.office.get(place.at(`/groups/${group}`))).status).toBe(404);
      expect((await place.office.post(place.at(`/groups/${group}`), { x: "" })).status).toBe(404);
    }
    expect((await place.office.get("/dicht/groups")).text).toContain("Naar het nieuwe schooljaar");
    expect((await place.teacher.get("/dicht/groups")).text).not.toContain("transition");
  });
});

/** This year's groups with the jaargroepen in them, and where each is proposed to go. */
const proposals: [string, Record<string, string>, Record<string, string>][] = [
  ["a class of one year becomes the next, with its letter", { "3a": "3", "3b": "3" }, {
    "3a:3": "4a",
    "3b:3": "4b",
  }],
  ["a class with a name of its own keeps it", { "De Uilen": "4" }, { "De Uilen:4": "De Uilen" }],
  ["a combined class keeps who stays in its years, and sends on the eldest", {
    "1-2": "12",
    "3-4-5": "345",
    "6-7-8": "678",
  }, {
    "1-2:1": "1-2",
    "1-2:2": "3-4-5",
    "3-4-5:3": "3-4-5",
    "3-4-5:4": "3-4-5",
    "3-4-5:5": "6-7-8",
    "6-7-8:6": "6-7-8",
    "6-7-8:7": "6-7-8",
    "6-7-8:8": "leaves",
  }],
  ["the eldest of a combined class go on to the class of the same letter", {
    "1/2a": "12",
    "1/2b": "12",
    "2a": "2",
    "2b": "2",
  }, { "1/2a:2": "3a", "1/2b:2": "3b", "2a:2": "3a", "2b:2": "3b" }],
  ["where two classes fit, the office must say which", { "1/2": "12", "2a": "2", "2b": "2" }, {
    "1/2:2": "none",
  }],
  ["a jaargroep without a number stays where it is", { "SO-1": "S" }, { "SO-1:S": "SO-1" }],
];

test.each(proposals)("%s", (_, groups, expected) => {
  const names = Object.keys(groups);
  const blank = { firstName: "", initials: "", prefix: "", lastName: "", administered: false };
  const pupils = names.flatMap((name, group) =>
    [...groups[name]!].map((year, i) => ({
      ...blank,
      id: 100 * group + i,
      year,
      groupIds: [group + 1],
      nextIds: [],
    }))
  );
  const roster = {
    year: 2027,
    groups: names.map((name, i) => ({ id: i + 1, name, years: [], teachers: [] })),
    next: [],
    pupils,
    staff: [],
  };
  const plan = settle(roster, emptyPlan);
  const called = new Map(plan.groups.map(({ ref, name }) => [ref, name]));
  const proposed = Object.fromEntries(plan.sets.map(({ groupId, year, target }) => [
    `${names[groupId - 1]}:${year}`,
    called.get(target) ?? target,
  ]));
  expect(proposed).toMatchObject(expected);
});

describe("what will happen", () => {
  test("is told with numbers and names, and with what is missing", async () => {
    const place = await village("kijk");
    const { g3, g12 } = place.groups;
    await save(place, { added: "6", [`teachers-n${g3}`]: [] });
    const { text } = await place.office.get(place.at("/preview"));
    const words = text.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
    expect(words).toContain("Uit groep 3a 2 leerlingen Groep 4a 2 leerlingen Cas, Dina");
    expect(words).toContain("Verlaat de school 2 leerlingen Eef, Fem");
    expect(words).toContain("1 leerling nog zonder groep in het nieuwe schooljaar: Bas.");
    expect(words).toContain("Zonder leerkracht: Groep 1/2b, Groep 4a, Groep 6.");
    expect(words).toContain("Zonder leerlingen: Groep 6.");
    expect(words).toContain("wie de school verlaat (2 leerlingen)");
    // Another group of this year will have the same name.
    const twin = await place.school.group("3 a");
    await house.house.db.insertInto("group_pupils")
      .values({ school_id: place.school.id, group_id: twin, pupil_id: place.pupils.dina })
      .execute();
    const double = await place.office.get(place.at("/preview"));
    expect(double.text).toContain("twee groepen met dezelfde naam");
    expect(double.text).not.toContain("Zet 2027-2028 klaar");
    const forced = await apply(place);
    expect([forced.status, await within(place, 2027)]).toEqual([422, {}]);
    expect(await plan(place)).toHaveProperty(`name-n${g12}`);
  });

  test("warns of a group with more than thirty pupils", async () => {
    const place = await village("vol");
    const { db } = house.house;
    const add = async (count: number) => {
      for (let i = 0; i < count; i++) {
        const pupil = await db.insertInto("pupils")
          .values({ school_id: place.school.id, first_name: "Kind", last_name: `${i}`, year: "3" })
          .returning("id").executeTakeFirstOrThrow();
        await db.insertInto("group_pupils")
          .values({ school_id: place.school.id, group_id: place.groups.g3, pupil_id: pupil.id })
          .execute();
      }
    };
    await add(28); // with two who were there
    const preview = async () => (await place.office.get(place.at("/preview"))).text;
    expect(await preview()).not.toContain("Meer dan 30 leerlingen");
    await add(1);
    expect(await preview()).toContain("Meer dan 30 leerlingen: Groep 4a (31).");
  });

  test("is what happens: when it changed since, it is shown anew and nothing is done", async () => {
    const place = await village("anders");
    const { text } = await place.office.get(place.at("/preview"));
    await place.school.pupil("Nieuw", place.groups.g3);
    const seen = String(fieldsOf(text).seen);
    const tries: Record<string, string>[] = [{ seen }, { seen: "x".repeat(10_000) }, {}];
    for (const sent of tries) {
      const answer = await place.office.post(place.at("/application"), sent);
      expect(answer.status).toBe(422);
      expect(answer.text).toContain("Er is intussen iets veranderd");
      expect(answer.text).toContain("Nieuw");
    }
    expect(await within(place, 2027)).toEqual({});
    expect((await apply(place)).status).toBe(303);
  });
});
