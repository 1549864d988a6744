import { createHash } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seedDemo } from "../db/demo/mod.ts";
import { demoSignIns } from "../db/demo/sign_ins.ts";
import { openTestHouse, type TestHouse } from "./support/house.ts";

let school: TestHouse;
beforeAll(async () => void (school = await openTestHouse({ seed: "demo" })));
afterAll(() => school.close());

async function rows<T>(query: string, { house } = school): Promise<T[]> {
  return [...await house.pool.unsafe<T[] & object[]>(query)] as T[];
}

/** A house without a school, seeded at a moment. */
async function seeded(now: string): Promise<TestHouse> {
  const other = await openTestHouse({ seed: "empty", now });
  await seedDemo(other.house);
  return other;
}

/** Every row of every table but what is random by nature: one hash of the whole database. */
async function fingerprint({ house }: TestHouse): Promise<string> {
  const tables = await house.pool<{ name: string }[]>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`;
  const hash = createHash("sha256");
  for (const { name } of tables.filter(({ name }) => !/migration/.test(name))) {
    const found = await house.pool.unsafe<{ row: string }[]>(
      `select (to_jsonb(t) - 'password_hash')::text as row from ${name} t order by 1`,
    );
    hash.update(name + found.map(({ row }) => row).join("\n"));
  }
  return hash.digest("hex");
}

test("De Regenton has the size of a real school", async () => {
  const [counts] = await rows<Record<string, number>>(`select
    (select count(*)::int from groups where school_year = 2026) as groups,
    (select count(*)::int from groups where school_year = 2026 and cardinality(years) > 1) as combined,
    (select count(*)::int from groups where school_year = 2025) as "lastYear",
    (select count(*)::int from pupils where left_at is null) as pupils,
    (select count(distinct gp.pupil_id)::int from group_pupils gp
      join groups g on g.id = gp.group_id and g.school_year = 2026) as placed,
    (select count(*)::int from staff) as staff,
    (select count(distinct person_id)::int from guardianships) as guardians`);
  expect(counts).toMatchObject({
    groups: 10,
    combined: 2,
    lastYear: 11,
    pupils: 230,
    placed: 230,
    staff: 22,
  });
  expect(counts!.guardians).toBeGreaterThanOrEqual(360);
  expect(counts!.guardians).toBeLessThanOrEqual(400);
});

test("its families are of all kinds", async () => {
  const [kinds] = await rows<Record<string, number>>(`
    with guardians as (select p.* from people p
      where exists (select from guardianships g where g.person_id = p.id)),
    homes as (select g.pupil_id, count(distinct (p.street, p.house_number)) as homes
      from guardianships g join people p on p.id = g.person_id group by 1)
    select
      (select count(*)::int from homes where homes.homes > 1) as "atTwoAddresses",
      (select count(*)::int from (select email from guardians where email is not null
        group by 1 having count(*) > 1) shared) as "sharedAddresses",
      (select count(*)::int from guardians where email is null) as "withoutEmail",
      (select count(*)::int from guardians where read_only) as "readOnly",
      (select count(*)::int from guardians where blocked_at is not null) as blocked,
      (select count(*)::int from accounts where activated_at is null) as "notActivated",
      (select count(*)::int from (select g.person_id from guardianships g
        join group_pupils gp on gp.pupil_id = g.pupil_id
        join groups gr on gr.id = gp.group_id and gr.school_year = 2026
        group by 1 having count(distinct gr.id) > 1) s) as "withChildrenInTwoGroups",
      (select count(*)::int from guardians join staff on staff.person_id = guardians.id)
        as "teachersWithAChild"`);
  expect(kinds).toMatchObject({ withoutEmail: 1, readOnly: 1, blocked: 1, teachersWithAChild: 1 });
  for (
    const kind of ["atTwoAddresses", "sharedAddresses", "notActivated", "withChildrenInTwoGroups"]
  ) expect(kinds![kind], kind).toBeGreaterThan(5);
});

test("everyone on the list of sign-ins gets in, and Samira finds Noor and Mees", async () => {
  for (const { userName } of demoSignIns) {
    const someone = await school.signIn(userName);
    expect((await someone.get("/regenton")).status, userName).toBe(200);
  }
  const children = await rows<{ name: string; group: string }>(`
    select c.first_name as name, g.name as group from accounts a
    join people p on p.account_id = a.id join guardianships gs on gs.person_id = p.id
    join pupils c on c.id = gs.pupil_id join group_pupils gp on gp.pupil_id = c.id
    join groups g on g.id = gp.group_id and g.school_year = 2026
    where a.user_name = 'ouder@regenton.example' order by 1`);
  expect(children).toEqual([{ name: "Mees", group: "2b" }, { name: "Noor", group: "5a" }]);
});

test("nobody in it can be reached: every address ends in .example, every phone number is free", async () => {
  const addresses = await rows<{ address: string }>(`
    select user_name as address from accounts union select email from accounts
    union select email from people where email is not null
    union select office_email from schools`);
  expect(addresses.length).toBeGreaterThan(350);
  expect(addresses.filter(({ address }) => !/@[a-z]+\.example$/.test(address))).toEqual([]);
  expect(await rows(`select phone from people where phone !~ '^06-0000\\d{4}$'`)).toEqual([]);
});

test("every post has an audience, and one of the school year it was written in", async () => {
  expect(
    await rows(`select title from posts p where not for_school
      and not exists (select from post_groups g where g.post_id = p.id)`),
  ).toEqual([]);
  expect(
    await rows(`select p.title, p.publish_at, g.name from posts p
      join post_groups pg on pg.post_id = p.id join groups g on g.id = pg.group_id
      where p.publish_at < '2026-11-10' and g.school_year <>
        extract(year from p.publish_at - interval '7 months')`),
  ).toEqual([]);
});

test("a year of posts lies behind it, of every kind and state", async () => {
  const [counts] = await rows<Record<string, number>>(`select
    count(*) filter (where kind = 'news')::int as news,
    count(*) filter (where kind = 'board')::int as board,
    count(*) filter (where kind = 'urgent')::int as urgent,
    count(*) filter (where kind = 'urgent' and expires_at > '2026-11-10T08:00Z')::int as current,
    count(*) filter (where publish_at is null)::int as drafts,
    count(*) filter (where publish_at > '2026-11-10T08:00Z')::int as scheduled,
    count(*) filter (where pinned)::int as pinned,
    count(*) filter (where withdrawn_at is not null)::int as withdrawn,
    (select count(*)::int from polls) as polls,
    (select count(*)::int from post_files) as files,
    (select count(*)::int from comments) as comments
    from posts`);
  expect(counts).toMatchObject({
    urgent: 2,
    current: 1,
    drafts: 1,
    scheduled: 1,
    pinned: 1,
    withdrawn: 1,
  });
  for (const kind of ["news", "board", "comments"]) expect(counts![kind]).toBeGreaterThan(50);
  for (const kind of ["polls", "files"]) expect(counts![kind]).toBeGreaterThan(10);
});

test("who reacts to a post may see it", async () => {
  const audience = `
    select m.account_id, pg.post_id from post_groups pg
      join group_pupils gp on gp.group_id = pg.group_id
      join guardianships gs on gs.pupil_id = gp.pupil_id
      join people m on m.id = gs.person_id and m.blocked_at is null
    union select m.account_id, pg.post_id from post_groups pg
      join group_staff gs on gs.group_id = pg.group_id join people m on m.id = gs.person_id
    union select m.account_id, p.id from posts p join people m on m.id = p.author_id
    union select m.account_id, p.id from posts p, people m where p.for_school`;
  const reactions = `
    select account_id, post_id from read_marks union select account_id, post_id from post_symbols
    union select account_id, post_id from poll_votes
    union select m.account_id, c.post_id from comments c join people m on m.id = c.person_id`;
  expect(await rows(`(${reactions}) except (${audience}) limit 3`)).toEqual([]);
});

test("nothing happened in the future", async () => {
  const { rows: wrong } = await sql`
    select 'mark' from read_marks where read_at > ${school.clock.now()}
    union all select 'comment' from comments where created_at > ${school.clock.now()}
    union all select 'vote' from poll_votes where voted_at > ${school.clock.now()}
    union all select 'post' from posts where created_at > ${school.clock.now()}`
    .execute(school.house.db);
  expect(wrong).toEqual([]);
});

test(
  "the same moment gives the same school, and a second seed changes nothing",
  async () => {
    const one = await seeded("2026-11-10T09:00:00+01:00");
    const other = await seeded("2026-11-10T09:00:00+01:00");
    const first = await fingerprint(one);
    expect(await fingerprint(other)).toBe(first);
    await seedDemo(one.house);
    expect(await fingerprint(one)).toBe(first);
    await one.close();
    await other.close();
  },
  60_000,
);

test.each([
  ["on the first day of a school year", "2026-08-01T00:30:00+02:00"],
  ["in a summer holiday", "2027-07-28T12:00:00+02:00"],
  ["on New Year's Day", "2027-01-01T00:10:00+01:00"],
  ["on a leap day", "2028-02-29T23:50:00+01:00"],
  ["when summer time begins", "2027-03-28T02:30:00+01:00"],
])("it can open %s, and group 5a has news", async (_when, now) => {
  const house = await seeded(now);
  const [{ count }] = await rows<{ count: number }>(
    `select count(*)::int as count from posts p join post_groups pg on pg.post_id = p.id
     join groups g on g.id = pg.group_id and g.name = '5a'
       and g.school_year = (select max(school_year) from groups)
     where p.publish_at <= '${now}' and p.withdrawn_at is null`,
    house,
  ) as [{ count: number }];
  expect(count).toBeGreaterThan(1);
  await house.close();
}, 60_000);
