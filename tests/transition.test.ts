import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runTicks } from "../jobs/clock.ts";
import { emptyPlan, settle } from "../modules/school/transition.plan.ts";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import { selected, settled, upload } from "./support/import.ts";
import { SmallSchool } from "./support/small_school.ts";
import type { Visitor } from "./support/visitor.ts";

// The step to the next school year: planned, looked at, made ready, and in force on 1 August.

const june = "2027-06-10T09:00:00+02:00";
let house: TestHouse;
beforeAll(async () => void (house = await openTestHouse({ seed: "empty", now: june })));
afterAll(() => house.close());

/** A school with groups 1/2b, 3a and 8, in June; each test has its own. */
async function village(name: string) {
  house.clock.travel(june);
  const school = await SmallSchool.found(house, name);
  const group = (called: string) => school.group(called);
  const [g12, g3, g8] = [await group("1/2b"), await group("3a"), await group("8")];
  const child = async (firstName: string, year: string, ...groups: number[]) => {
    const id = await school.pupil(firstName, ...groups);
    await house.house.db.updateTable("pupils").set({ year, key: `${name}-${firstName}` })
      .where("id", "=", id).execute();
    return id;
  };
  const pupils = {
    aya: await child("Aya", "1", g12),
    bas: await child("Bas", "2", g12),
    cas: await child("Cas", "3", g3),
    dina: await child("Dina", "3", g3),
    eef: await child("Eef", "8", g8),
    fem: await child("Fem", "8", g8),
  };
  const juf = await school.staff("Hanneke", "teacher", g3);
  return {
    school,
    groups: { g12, g3, g8 },
    pupils,
    juf,
    teacher: await school.browserOf(juf),
    office: await school.browserOf(await school.staff("Bibi", "office")),
    admin: await school.browserOf(await school.staff("Wouter", "admin")),
    /** Of Cas in 3a and Eef in 8. */
    both: await school.browserOf(await school.guardian("Marit", pupils.cas, pupils.eef)),
    /** Of Fem in 8 only. */
    last: await school.browserOf(await school.guardian("Peter", pupils.fem)),
    at: (path = "") => `/${name}/groups/transition${path}`,
  };
}
type Village = Awaited<ReturnType<typeof village>>;

/** What a browser would send of the page's only form, as it stands there. */
function fieldsOf(html: string): Record<string, string | string[]> {
  const form = /<form class="stack.*?<\/form>/s.exec(html)![0];
  const fields: Record<string, string | string[]> = {};
  for (const [tag] of form.matchAll(/<input [^>]*>/g)) {
    const of = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];
    const name = of("name")!;
    if (of("type") !== "checkbox") fields[name] = of("value") ?? "";
    else if (/ checked/.test(tag)) fields[name] = [...fields[name] ?? [], of("value")!];
  }
  return { ...fields, ...selected(form) };
}

const plan = async ({ office, at }: Village) => fieldsOf((await office.get(at())).text);

async function save(place: Village, changes: Record<string, string | string[]>, by = place.office) {
  return await by.post(place.at(), { ...await plan(place), ...changes });
}

async function apply(place: Village, by: Visitor = place.office) {
  const { text } = await by.get(place.at("/preview"));
  return by.post(place.at("/application"), { seen: fieldsOf(text).seen! });
}

/** Per group of a school year its pupils, by name. */
async function within({ school }: Village, year: number): Promise<Record<string, string[]>> {
  const rows = await house.house.db.selectFrom("groups as g")
    .leftJoin("group_pupils as m", "m.group_id", "g.id")
    .leftJoin("pupils as k", "k.id", "m.pupil_id")
    .select(["g.name", "k.first_name"]).where("g.school_id", "=", school.id)
    .where("g.school_year", "=", year).orderBy("g.position").orderBy("k.first_name").execute();
  const grouped = Map.groupBy(rows, (row) => row.name);
  return Object.fromEntries(
    [...grouped].map(([name, some]) => [name, some.flatMap((row) => row.first_name ?? [])]),
  );
}

async function yearOf(pupil: number): Promise<string> {
  const row = await house.house.db.selectFrom("pupils").select(["year", "left_on"])
    .where("id", "=", pupil).executeTakeFirstOrThrow();
  return row.left_on ? `left ${row.left_on}` : row.year;
}

const choice = (pupil: number) => `to-${pupil}`;

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

describe("the new school year", () => {
  test("waits until 1 August: before it all is as it was, after it children and parents are in the new groups", async () => {
    const place = await village("klok");
    const { school, groups: { g3, g12 }, pupils, office, both, last, teacher, juf } = place;
    const postId = await school.post(juf, "Nieuws van 3a", { groups: [g3] });
    await save(place, { added: "3c" });
    await save(place, { [`set-${g12}-2`]: "a1" });
    const path = place.at(`/groups/${g3}`);
    const fields = fieldsOf((await office.get(path)).text);
    await office.post(path, { ...fields, stay: [`${pupils.dina}`] });
    const applied = await apply(place);
    expect(applied.location).toBe(place.at());
    const ready = await office.get(place.at());
    expect(ready.text).toContain("Klaargezet door Bibi Bos, vandaag.");
    expect(ready.text).toContain("2 leerlingen verlaten op 1 augustus de school.");

    house.clock.travel("2027-07-31T23:59:30+02:00");
    await runTicks(house.house);
    expect((await both.get("/klok/groups")).text).toContain("Groep van Cas");
    expect((await both.get(`/klok/posts/${postId}`)).status).toBe(200);
    expect((await last.get("/klok/groups")).status).toBe(200);
    expect(await yearOf(pupils.cas)).toBe("3");
    const [, next] = /groups\/(\d+)\/edit/.exec(ready.text)!;
    const look = async (someone: Visitor) => (await someone.get(`/klok/groups/${next}`)).status;
    expect([await look(both), await look(teacher), await look(office)]).toEqual([404, 404, 200]);

    house.clock.travel("2027-08-01T00:00:30+02:00");
    await runTicks(house.house);
    const groups = (await both.get("/klok/groups")).text;
    expect(groups).toMatch(/Groep 4a.*Groep van Cas/s);
    expect(groups).not.toContain("Eef");
    expect((await both.get(`/klok/posts/${postId}`)).status).toBe(404);
    expect((await last.get("/klok/groups")).location).toContain("/klok/sign-in");
    expect((await teacher.get("/klok/groups")).text).toMatch(/Groep 4a.*Je eigen groep/s);
    expect(await within(place, 2027)).toEqual({
      "1/2b": ["Aya"],
      "3c": ["Bas", "Dina"],
      "4a": ["Cas"],
    });
    const { aya, bas, cas, dina, eef, fem } = pupils;
    expect(await Promise.all([aya, bas, cas, dina, eef, fem].map(yearOf)))
      .toEqual(["2", "3", "4", "3", "left 2027-07-31", "left 2027-07-31"]);
    const trail = await house.house.db.selectFrom("audit_entries").select(["action", "pupil_ids"])
      .where("school_id", "=", school.id).where("action", "in", ["yearTransitioned", "pupilLeft"])
      .orderBy("id").execute();
    expect(trail.map((row) => [row.action, row.pupil_ids.length]))
      .toEqual([["yearTransitioned", 6], ["pupilLeft", 2]]);

    house.clock.travel("2027-08-02T09:00:00+02:00");
    await runTicks(house.house);
    expect(await yearOf(cas)).toBe("4");
    expect((await office.post(place.at("/removal"))).text).toContain("Terugdraaien kan niet meer");
  });

  test("is made once, however often and by however many it is asked for", async () => {
    const place = await village("eens");
    const { text } = await place.office.get(place.at("/preview"));
    const seen = String(fieldsOf(text).seen);
    const press = (by: Visitor) => by.post(place.at("/application"), { seen });
    const answers = await Promise.all([
      press(place.office),
      press(place.admin),
      press(place.office),
      press(place.admin),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([303, 303, 303, 303]);
    expect(await within(place, 2027)).toEqual({ "1/2b": ["Aya"], "4a": ["Cas", "Dina"] });
    await press(place.admin);
    expect((await place.admin.get(place.at())).text).toMatch(/Dit is al gedaan door (Bibi|Wouter)/);
    const late = await place.office.post(place.at(), { seen });
    expect([late.status, late.text.includes("intussen klaargezet")]).toEqual([422, true]);
    expect((await place.office.get(place.at("/preview"))).location).toBe(place.at());
  });

  test("made ready can be taken back as if it had not been, and made ready again", async () => {
    const place = await village("terug");
    const { school, office, pupils, groups: { g3 } } = place;
    const there = await school.group("5", 2027);
    const tables = ["groups", "group_pupils", "group_staff", "pupils"];
    const all = () =>
      Promise.all(tables.map((table) =>
        house.house.pool.unsafe(
          `select to_jsonb(t) as row from ${table} t where school_id = $1 order by 1`,
          [school.id],
        )
      ));
    await house.house.db.insertInto("group_pupils")
      .values({ school_id: school.id, group_id: there, pupil_id: pupils.cas }).execute();
    const path = place.at(`/groups/${g3}`);
    const fields = fieldsOf((await office.get(path)).text);
    await office.post(path, { ...fields, [choice(pupils.cas)]: `n${g3}` });
    const before = await all();
    await apply(place);
    expect(await within(place, 2027)).toMatchObject({ "4a": ["Cas", "Dina"], "5": [] });
    expect((await office.post(place.at("/removal"))).status).toBe(303);
    expect(await all()).toEqual(before);
    expect((await office.get(place.at())).text).toContain("Teruggedraaid. Het plan staat er nog.");
    await apply(place);
    expect(await within(place, 2027)).toMatchObject({ "4a": ["Cas", "Dina"], "5": [] });
  });

  test("stays once something hangs on a group of it, and says on which", async () => {
    const place = await village("vast");
    const { school, office, pupils } = place;
    await apply(place);
    const { id: group } = await house.house.db.selectFrom("groups").select("id")
      .where("school_id", "=", school.id).where("name", "=", "4a").executeTakeFirstOrThrow();
    const edit = await office.get(`/vast/groups/${group}/edit`);
    expect(edit.text).toContain("Cas");
    await office.post(`/vast/groups/${group}/pupils`, { pupil: `${pupils.bas}` });
    const refused = await office.post(place.at("/removal"));
    expect(refused.status).toBe(422);
    expect(refused.text).toContain("Er hoort intussen iets bij groep 4a");
    await office.post(`/vast/groups/${group}/departures`, { pupils: `${pupils.bas}` });
    await school.post(place.juf, "Alvast", { groups: [group] });
    expect((await office.post(place.at("/removal"))).status).toBe(422);
    expect(await within(place, 2027)).toMatchObject({ "4a": ["Cas", "Dina"] });
  });

  test("stays for whatever of any module hangs on a group of it", async () => {
    const place = await village("hangt");
    const { school, office, juf } = place;
    await apply(place);
    const { id: group_id } = await house.house.db.selectFrom("groups").select("id")
      .where("school_id", "=", school.id).where("name", "=", "4a").executeTakeFirstOrThrow();
    const item = await school.agendaItem(juf, "Kijkmiddag", "2027-09-01");
    const hang = {
      senders: { school_id: school.id, group_id, person_id: juf.id, title: "klassenouder" },
      group_keys: { school_id: school.id, group_id, school_year: 2027, key: "x" },
      agenda_item_groups: { school_id: school.id, group_id, item_id: item },
      group_staff: { school_id: school.id, group_id, person_id: juf.id + 1 },
    };
    for (const [table, row] of Object.entries(hang)) {
      const { db } = house.house;
      await db.insertInto(table as "senders").values(row as typeof hang["senders"]).execute();
      const refused = await office.post(place.at("/removal"));
      expect([table, refused.status]).toEqual([table, 422]);
      expect(refused.text).toContain("Er hoort intussen iets bij groep 4a:");
      await db.deleteFrom(table as "senders").where("group_id", "=", group_id)
        .where((row) => table === "group_staff" ? row("person_id", "!=", juf.id) : row.lit(true))
        .execute();
    }
    expect((await office.post(place.at("/removal"))).status).toBe(303);
    expect(await within(place, 2027)).toEqual({});
  });

  test("made after it has begun counts at once", async () => {
    const place = await village("laat");
    house.clock.travel("2027-09-02T09:00:00+02:00");
    expect((await place.both.get("/laat/groups")).text).not.toContain("Groep van Cas");
    expect((await place.office.get("/laat/groups")).text).toContain("van 2027-2028");
    const { text } = await place.office.get(place.at("/preview"));
    expect(text).toContain("dus alles gaat nu in");
    expect((await apply(place)).location).toBe("/laat/groups");
    expect((await place.both.get("/laat/groups")).text).toMatch(/Groep 4a.*Groep van Cas/s);
    expect((await place.last.get("/laat/groups")).location).toContain("/laat/sign-in");
    expect(await yearOf(place.pupils.fem)).toBe("left 2027-07-31");
    expect((await place.office.get(place.at())).text).toContain("2028-2029");
  });

  test("takes a child of two groups along in both, and out of both when the child leaves", async () => {
    const place = await village("plus");
    const { school, pupils: { cas, fem } } = place;
    const plus = await school.group("Plusklas");
    await house.house.db.updateTable("groups").set({ years: ["3", "4", "5", "6", "7", "8"] })
      .where("id", "=", plus).execute();
    for (const pupil_id of [cas, fem]) {
      await house.house.db.insertInto("group_pupils")
        .values({ school_id: school.id, group_id: plus, pupil_id }).execute();
    }
    await save(place, { [`set-${place.groups.g12}-2`]: "none" });
    await apply(place);
    expect(await within(place, 2027)).toMatchObject({ "4a": ["Cas", "Dina"], Plusklas: ["Cas"] });
    house.clock.travel("2027-08-01T00:01:00+02:00");
    await runTicks(house.house);
    expect([await yearOf(cas), await yearOf(fem)]).toEqual(["4", "left 2027-07-31"]);
  });

  test("leaves those of group 8 who were given a group after all", async () => {
    const place = await village("toch");
    await apply(place);
    const group = await place.school.group("8b", 2027);
    await place.office.post(`/toch/groups/${group}/pupils`, { pupil: `${place.pupils.fem}` });
    house.clock.travel("2027-08-01T00:01:00+02:00");
    await runTicks(house.house);
    expect(await yearOf(place.pupils.fem)).toBe("8");
    expect(await yearOf(place.pupils.eef)).toBe("left 2027-07-31");
  });
});

describe("with the administration's file of the next year", () => {
  const file = (name: string) =>
    `<?xml version="1.0" encoding="utf-8"?>
<EDEX><school><schooljaar>2027-2028</schooljaar></school>
<groepen>
  <groep key="g2"><naam>1/2b</naam><jaargroep>2</jaargroep></groep>
  <groep key="g4"><naam>4A</naam><jaargroep>4</jaargroep></groep>
</groepen>
<leerlingen>
  ${
      [["Aya", "2", "g2"], ["Cas", "4", "g4"], ["Dina", "4", "g4"]].map(([pupil, year, group]) =>
        `<leerling key="${name}-${pupil}"><achternaam></achternaam><roepnaam>${pupil}</roepnaam>
    <jaargroep>${year}</jaargroep><groep key="${group}" /></leerling>`
      ).join("\n  ")
    }
</leerlingen></EDEX>`;

  async function bring(place: Village, name: string) {
    const files = [{ name: "volgend.xml", bytes: file(name) }];
    const { location } = await upload(place.admin, files, name);
    await place.admin.post(`${location}/application`);
    const { text } = await settled(place.admin, location!);
    expect(text).toContain("Ingevoerd");
  }

  test("after the step it finds the groups by name, and doubles nothing", async () => {
    const place = await village("daarna");
    await apply(place);
    await bring(place, "daarna");
    expect(await within(place, 2027)).toEqual({ "1/2b": ["Aya"], "4A": ["Cas", "Dina"] });
    house.clock.travel("2027-08-01T00:01:00+02:00");
    await runTicks(house.house);
    expect(await Promise.all([place.pupils.aya, place.pupils.cas].map(yearOf)))
      .toEqual(["2", "4"]);
  });

  test("before the step its groups are used, who is in them stays there, and years count once", async () => {
    const place = await village("ervoor");
    await bring(place, "ervoor");
    const { text } = await place.office.get(place.at());
    expect(text).toContain("2 leerlingen zitten al in een groep van het nieuwe schooljaar.");
    expect(text).toContain("Deze groep is er al.");
    await apply(place);
    expect(await within(place, 2027)).toEqual({ "1/2b": ["Aya"], "4A": ["Cas", "Dina"] });
    house.clock.travel("2027-08-01T00:01:00+02:00");
    await runTicks(house.house);
    const { aya, cas, bas, fem } = place.pupils;
    expect(await Promise.all([aya, cas, bas, fem].map(yearOf)))
      .toEqual(["2", "4", "3", "left 2027-07-31"]);
  });
});
