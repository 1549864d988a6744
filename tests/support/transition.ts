import { afterAll, beforeAll } from "vitest";
import { openTestHouse, type TestHouse } from "./house.ts";
import { selected } from "./import.ts";
import { SmallSchool } from "./small_school.ts";
import type { Visitor } from "./visitor.ts";

// What the tests of the step to the next school year share: small schools in June, and the office
// at work in its pages.

const june = "2027-06-10T09:00:00+02:00";
/** The house of this test file, once `openInJune` has opened it. */
export let house: TestHouse;

/** Opens an empty house for the tests of a file. */
export function openInJune() {
  beforeAll(async () => void (house = await openTestHouse({ seed: "empty", now: june })));
  afterAll(() => house.close());
}

/** A school with groups 1/2b, 3a and 8, in June; each test has its own. */
export async function village(name: string) {
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
export type Village = Awaited<ReturnType<typeof village>>;

/** What a browser would send of the page's only form, as it stands there. */
export function fieldsOf(html: string): Record<string, string | string[]> {
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

export const plan = async ({ office, at }: Village) => fieldsOf((await office.get(at())).text);

export async function save(
  place: Village,
  changes: Record<string, string | string[]>,
  by = place.office,
) {
  return await by.post(place.at(), { ...await plan(place), ...changes });
}

export async function apply(place: Village, by: Visitor = place.office) {
  const { text } = await by.get(place.at("/preview"));
  return by.post(place.at("/application"), { seen: fieldsOf(text).seen! });
}

/** Per group of a school year its pupils, by name. */
export async function within({ school }: Village, year: number): Promise<Record<string, string[]>> {
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

export async function yearOf(pupil: number): Promise<string> {
  const row = await house.house.db.selectFrom("pupils").select(["year", "left_on"])
    .where("id", "=", pupil).executeTakeFirstOrThrow();
  return row.left_on ? `left ${row.left_on}` : row.year;
}

export const choice = (pupil: number) => `to-${pupil}`;
