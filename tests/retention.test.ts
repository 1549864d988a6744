import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { modules } from "../modules/mod.ts";
import { runTicks } from "../jobs/clock.ts";
import { schoolFields } from "../web/session.ts";
import type { School } from "../web/viewer.ts";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import { canary, keepFamily, type KeptFamily } from "./support/kept.ts";
import { SmallSchool } from "./support/small_school.ts";

// Everything below is of 10 November 2026, a Tuesday in the school year 2026-2027.

const began = "2026-11-10T09:00:00+01:00";
let school: TestHouse;
beforeAll(async () => void (school = await openTestHouse({ seed: "empty" })));
afterAll(() => school.close());

let small: SmallSchool;
let family: KeptFamily;
let schools = 0;
beforeEach(async () => {
  school.clock.travel(began);
  small = await SmallSchool.found(school, `regenton-${++schools}`);
  family = await keepFamily(small);
});

const tick = modules.flatMap((module) => module.ticks ?? []).find((one) =>
  one.name === "retention"
)!;

/** The night's work of this school alone, on this day at four. */
async function night(day: string) {
  const { house, clock } = school;
  clock.travel(`${day}T04:00:00Z`);
  const [own] = await house.pool.unsafe<School[]>(
    `select ${schoolFields("s")} from schools s where s.id = $1`,
    [small.id],
  );
  await tick.after!(house, own!, clock.now());
}

const db = () => school.house.db;
type Table = Parameters<ReturnType<typeof db>["selectFrom"]>[0];

async function count(table: string): Promise<number> {
  const { n } = await db().selectFrom(table as Table & "posts")
    .select((eb) => eb.fn.countAll<number>().as("n"))
    .where("school_id", "=", small.id).executeTakeFirstOrThrow();
  return Number(n);
}

/** What the night wrote down that it erased, by rule. */
async function records(): Promise<Record<string, Record<string, number>>> {
  const rows = await db().selectFrom("erasures").select(["kind", "counts"])
    .where("school_id", "=", small.id).where("account_id", "is", null).orderBy("id").execute();
  return Object.fromEntries(rows.map(({ kind, counts }) => [kind, counts]));
}

test("nothing goes the night after it was written", async () => {
  const tables = [
    "posts",
    "comments",
    "audit_entries",
    "deliveries",
    "people",
    "pupils",
    "sitters",
  ];
  const before = await Promise.all(tables.map(count));
  await night("2026-11-11");
  expect(await Promise.all(tables.map(count))).toEqual(before);
  expect(await records()).toEqual({});
});

test("a post stays until a year after its school year, then goes with its comments and files", async () => {
  await night("2028-07-31");
  expect(await count("posts")).toBe(3);
  await night("2028-08-02");
  expect(await count("posts")).toBe(0);
  expect(await count("comments")).toBe(0);
  expect(await count("poll_votes")).toBe(0);
  expect(await records()).toMatchObject({ posts: { posts: 3, comments: 2, files: 2 } });
});

test("an activity of the agenda goes a year after its school year", async () => {
  await night("2028-07-31");
  expect(await count("agenda_items")).toBe(1);
  await night("2028-08-02");
  expect(await count("agenda_items")).toBe(0);
});

test("a special group goes a year after its school year, with its members", async () => {
  await night("2028-07-31");
  expect(await count("special_groups")).toBe(1);
  await night("2028-08-02");
  expect(await count("special_groups")).toBe(0);
  expect(await count("special_group_members")).toBe(0);
  expect(await records()).toMatchObject({ specialGroups: { specialGroups: 1, memberships: 2 } });
});

test("outgoing mail and what was kept of it go after a year", async () => {
  const { mailDir } = school.house;
  await Deno.mkdir(mailDir, { recursive: true });
  const { id } = await db().selectFrom("deliveries").select("id").where("school_id", "=", small.id)
    .executeTakeFirstOrThrow();
  const kept = `${mailDir}/d${small.id}-${id}.eml`;
  await Deno.writeTextFile(kept, "x");
  await night("2027-11-09");
  expect(await count("deliveries")).toBe(3);
  await Deno.stat(kept);
  await night("2027-11-12");
  expect(await count("deliveries")).toBe(0);
  await expect(Deno.stat(kept)).rejects.toThrow(Deno.errors.NotFound);
});

test("the log goes after a year", async () => {
  await night("2027-11-09");
  expect(await count("audit_entries")).toBe(5);
  await night("2027-11-12");
  expect(await count("audit_entries")).toBe(0);
  expect(await records()).toMatchObject({ log: { logEntries: 5 } });
});

test("a change that was decided goes after a year; one that waits stays", async () => {
  await db().updateTable("change_requests")
    .set({ state: "approved", decided_at: new Date(began) })
    .where("person_id", "=", family.sanne.id).execute();
  await night("2027-11-09");
  expect(await count("change_requests")).toBe(3);
  await night("2027-11-12");
  expect(await count("change_requests")).toBe(2);
});

test("a sitter goes the night after the child left", async () => {
  await night("2027-06-01");
  expect(await count("sitters")).toBe(1);
  await leave(family.noor, "2027-06-01T12:00:00Z");
  await night("2027-06-02");
  expect(await count("sitters")).toBe(0);
});

test("a coupling code goes a month after it was used", async () => {
  await night("2026-12-09");
  expect(await count("coupling_codes")).toBe(1);
  await night("2026-12-12");
  expect(await count("coupling_codes")).toBe(0);
});

test("a round of conversations goes a year after its school year, with all that was in it", async () => {
  await night("2028-07-31");
  expect(await count("talk_slots")).toBe(3);
  await night("2028-08-01");
  for (const table of ["talk_rounds", "talk_slots", "talk_slot_teachers", "talk_waits"]) {
    expect(await count(table), table).toBe(0);
  }
});

test("a child who left is kept for two years, then erased everywhere", async () => {
  await leave(family.noor, "2027-06-01T12:00:00Z");
  await night("2029-05-31");
  expect((await pupil(family.noor)).last_name).toBe(`${canary}-pupils`);
  await night("2029-06-03");
  expect(await pupil(family.noor)).toMatchObject({ first_name: "", last_name: "", born_on: null });
  for (const table of ["pupil_notes", "pupil_results", "contacts"] as const) {
    const { rows } = {
      rows: await db().selectFrom(table as "pupil_notes").select("pupil_id")
        .where("pupil_id", "=", family.noor).execute(),
    };
    expect(rows, table).toEqual([]);
  }
  expect((await records()).pupils).toMatchObject({ pupils: 1, results: 1, notes: 2 });
});

test("a parent goes with the last child, who still has one stays", async () => {
  await leave(family.noor, "2027-06-01T12:00:00Z");
  await night("2029-06-03");
  expect(await isErased(family.joost.id)).toBe(true);
  expect(await isErased(family.sanne.id)).toBe(false); // has Fedde too, and teaches
  expect(await isErased(family.admin.id)).toBe(false);
  const accounts = await db().selectFrom("accounts").select("id")
    .where("id", "in", [family.joost.accountId, family.sanne.accountId]).execute();
  expect(accounts).toEqual([{ id: family.sanne.accountId }]);
});

test("a teacher who left two years ago goes; one who stays does not", async () => {
  const left = await small.staff("Lies", "teacher");
  await db().updateTable("staff").set({ left_at: new Date("2027-06-01T12:00:00Z") })
    .where("person_id", "=", left.id).execute();
  await night("2029-05-31");
  expect(await isErased(left.id)).toBe(false);
  await night("2029-06-03");
  expect(await isErased(left.id)).toBe(true);
});

test("one child whose data cannot be erased does not keep the others, and follows another night", async () => {
  const others = [await small.pupil("Teun"), await small.pupil("Lot")];
  for (const id of [family.noor, ...others]) await leave(id, "2027-06-01T12:00:00Z");
  const { pool } = school.house;
  await pool.unsafe(`
    create function stuck() returns trigger language plpgsql as
      'begin raise exception ''stuck''; end';
    create trigger stuck before update on pupils for each row
      when (old.id = ${family.noor}) execute function stuck()`).simple();
  try {
    await night("2029-06-03");
  } finally {
    await pool.unsafe("drop function stuck cascade");
  }
  const names = async () =>
    (await Promise.all([family.noor, ...others].map(pupil))).map(({ first_name }) => first_name);
  expect(await names()).toEqual(["Noor", "", ""]);
  expect((await records()).pupils).toMatchObject({ pupils: 2 });
  await night("2029-06-04");
  expect(await names()).toEqual(["", "", ""]);
});

test("an account that an e-mail change left with nobody goes after ninety days; one that was used since stays", async () => {
  const account = async (name: string) =>
    (await db().insertInto("accounts").values({
      user_name: `${name}@${small.name}.example`,
      email: `${name}@${small.name}.example`,
      created_at: new Date(began),
    }).returning("id").executeTakeFirstOrThrow()).id;
  const [left, waiting, used, invited] = [
    await account("oud"),
    await account("wacht"),
    await account("gebruikt"),
    await account("nodig"),
  ];
  await db().insertInto("people").values({
    school_id: small.id,
    first_name: "Wacht",
    last_name: "Bos",
    email: `Wacht@${small.name}.example`,
  }).execute();
  await small.browserOf({ id: 0, accountId: used!, address: "" });
  await db().insertInto("account_tokens").values({
    token_hash: new TextEncoder().encode(small.name),
    account_id: invited!,
    purpose: "activation",
    created_at: new Date("2027-01-20T12:00:00Z"),
    expires_at: new Date("2027-02-03T12:00:00Z"),
  }).execute();
  const there = async (day: string) => {
    school.clock.travel(`${day}T04:00:00Z`);
    await runTicks(school.house);
    return (await db().selectFrom("accounts").select("id")
      .where("id", "in", [left!, waiting!, used!, invited!, family.admin.accountId])
      .execute()).map(({ id }) => id).sort((a, b) => a - b);
  };
  expect(await there("2027-02-08")).toContain(left);
  expect(await there("2027-02-09")).toEqual(
    [waiting!, used!, invited!, family.admin.accountId].sort((a, b) => a - b),
  );
  const page = await (await small.browserOf(family.admin))
    .get(`/${small.name}/privacy/retention`);
  expect(page.text).toContain(
    "een account van niemand meer (na een ander e-mailadres) na 90 dagen",
  );
});

test("a parent whose child was unlinked this week is not erased", async () => {
  await db().deleteFrom("guardianships").where("person_id", "=", family.joost.id).execute();
  await db().insertInto("audit_entries").values({
    school_id: small.id,
    at: new Date("2029-05-30T12:00:00Z"),
    account_id: family.admin.accountId,
    action: "childUnlinked",
    person_ids: [family.joost.id],
    pupil_ids: [family.noor],
  }).execute();
  await night("2029-06-03");
  expect(await isErased(family.joost.id)).toBe(false);
});

test("every rule there is was tried above", () => {
  const tried = [
    "agenda",
    "changes",
    "couplingCodes",
    "deliveries",
    "posts",
    "sitters",
    "specialGroups",
    "talks",
  ];
  const rules = modules.flatMap((module) => module.retention ?? []).map((rule) => rule.key).sort();
  expect(rules).toEqual(tried); // and the log, pupils and people, which no module has
});

test("a tick that runs again, or on two machines at once, erases and counts once", async () => {
  school.clock.travel("2028-08-02T04:00:00Z");
  await Promise.all([runTicks(school.house), runTicks(school.house)]);
  await runTicks(school.house);
  const rows = await db().selectFrom("erasures").select("counts")
    .where("school_id", "=", small.id).where("kind", "=", "posts").execute();
  expect(rows.map((row) => row.counts.posts)).toEqual([3]);
});

test("before three at night nothing is done yet", async () => {
  const at = async (iso: string) => {
    school.clock.travel(iso);
    await runTicks(school.house);
    return await count("posts");
  };
  expect(await at("2028-07-31T03:00:00+02:00")).toBe(3);
  expect(await at("2028-08-01T02:59:00+02:00")).toBe(3);
  expect(await at("2028-08-01T03:00:00+02:00")).toBe(0);
});

test("many go in batches, and are counted as one", async () => {
  await db().insertInto("audit_entries").values(
    Array.from({ length: 2500 }, () => ({
      school_id: small.id,
      at: new Date(began),
      account_id: family.admin.accountId,
      action: "dataSeen",
    })),
  ).execute();
  await night("2027-11-12");
  expect(await records()).toMatchObject({ log: { logEntries: 2505 } });
});

test("an admin sees the figures, shortens a period, and it counts the next night", async () => {
  school.clock.travel("2027-03-01T04:00:00Z");
  await runTicks(school.house);
  const admin = await small.browserOf(family.admin);
  const path = `/${small.name}/privacy/retention`;
  const shown = await admin.get(path);
  expect(shown.status).toBe(200);
  expect(shown.text).toMatch(/name="log"[^>]*value="12"/);
  expect(shown.text).toContain("Voor het laatst gedaan:");
  const saved = await admin.post(path, { ...months(), log: "3" });
  expect(saved.status).toBe(303);
  const after = await admin.get(path);
  expect(after.text).toMatch(/name="log"[^>]*value="3"/);
  await night("2027-03-02");
  expect(await records()).toMatchObject({ log: { logEntries: 5 } });
  expect((await admin.get(path)).text).toContain("5 regels van het logboek");
  const entry = await db().selectFrom("audit_entries").select("subject")
    .where("action", "=", "retentionChanged").where("school_id", "=", small.id).executeTakeFirst();
  expect(entry?.subject).toMatchObject({ from: {}, to: { log: 3 } });
});

test("of two admins with the periods open each writes only what they changed, and not over the other", async () => {
  const admin = await small.browserOf(family.admin);
  const other = await small.browserOf(await small.staff("Petra", "admin"));
  const path = `/${small.name}/privacy/retention`;
  const [, shown] = /name="was" value="([^"]*)"/.exec((await admin.get(path)).text)!;
  const was = shown!.replaceAll("&quot;", '"');
  const kept = async () =>
    (await db().selectFrom("schools").select("retention").where("id", "=", small.id)
      .executeTakeFirstOrThrow()).retention;
  expect((await admin.post(path, { ...months(), was, log: "3" })).status).toBe(303);
  expect((await other.post(path, { ...months(), was, posts: "6" })).status).toBe(303);
  expect(await kept()).toEqual({ log: 3, posts: 6 });
  const late = await other.post(path, { ...months(), was, log: "9", agenda: "4" });
  expect(late.status).toBe(409);
  expect(late.text.replace(/<[^>]+>/g, "")).toMatch(/logboek.* 3\. .* 9\./);
  expect(late.text).toMatch(/name="agenda"[^>]*value="4"/);
  expect(late.text).toMatch(/name="posts"[^>]*value="6"/);
  expect(await kept()).toEqual({ log: 3, posts: 6 });
});

test.each([["13"], ["0"], ["-1"], ["veel"], [""], ["1.5"], ["9".repeat(300)]])(
  "a period of “%s” months is refused, and what was typed stays",
  async (typed) => {
    const admin = await small.browserOf(family.admin);
    const answer = await admin.post(`/${small.name}/privacy/retention`, {
      ...months(),
      log: typed,
    });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain("Vul een heel getal in van 1 tot en met 12.");
    if (typed && typed.length < 9) expect(answer.text).toContain(`value="${typed}"`);
    const { retention } = await db().selectFrom("schools").select("retention")
      .where("id", "=", small.id).executeTakeFirstOrThrow();
    expect(retention).toEqual({});
  },
);

test("the office does not come near the periods", async () => {
  const office = await small.browserOf(await small.staff("Otto", "office"));
  for (const page of ["privacy", "privacy/retention", "privacy/log"]) {
    expect((await office.get(`/${small.name}/${page}`)).status).toBe(403);
  }
});

const months = () => ({
  agenda: "12",
  changes: "12",
  couplingCodes: "1",
  deliveries: "12",
  log: "12",
  people: "24",
  posts: "12",
  pupils: "24",
  specialGroups: "12",
  talks: "12",
});

async function leave(pupilId: number, iso: string) {
  await db().updateTable("pupils").set({ left_at: new Date(iso) }).where("id", "=", pupilId)
    .execute();
}

const pupil = (id: number) =>
  db().selectFrom("pupils").select(["first_name", "last_name", "born_on"]).where("id", "=", id)
    .executeTakeFirstOrThrow();

async function isErased(personId: number): Promise<boolean> {
  const { erased_at } = await db().selectFrom("people").select("erased_at")
    .where("id", "=", personId).executeTakeFirstOrThrow();
  return erased_at !== null;
}
