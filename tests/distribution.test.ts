import { afterAll, beforeAll, expect, test } from "vitest";
import { checkDistribution } from "../db/distribution.ts";
import { openTestHouse, type TestHouse } from "./support/house.ts";

let school: TestHouse;
beforeAll(async () => void (school = await openTestHouse({ seed: "empty" })));
afterAll(() => school.close());

/** The problems there would be with these tables too. Nothing of them stays. */
async function problemsWith(tables: string): Promise<string[]> {
  const { pool } = school.house;
  await pool.unsafe(tables).simple();
  try {
    return (await checkDistribution(pool)).problems;
  } finally {
    await pool.unsafe(
      "drop table if exists odd cascade; drop table if exists other cascade; " +
        "drop function if exists nothing",
    )
      .simple();
  }
}

test("the tables can be spread over machines by school, and every table has its place", async () => {
  const { problems, statements } = await checkDistribution(school.house.pool);
  expect(problems).toEqual([]);
  const place = (name: string) =>
    statements.findIndex((statement) => statement.includes(`('${name}'`));
  const tables = await school.house.pool.unsafe<{ name: string }[]>(
    `select table_name as name from information_schema.columns
     where table_schema = 'public' and column_name = 'school_id'`,
  );
  expect(tables.length).toBeGreaterThan(25);
  for (const { name } of tables) {
    expect(statements[place(name)]).toMatch(/^select create_distributed_table\('\w+', 'school_id'/);
  }
  for (const name of ["accounts", "schools", "sessions", "account_tokens"]) {
    expect(statements[place(name)]).toBe(`select create_reference_table('${name}');`);
  }
  expect(place("accounts")).toBeLessThan(place("sessions"));
  expect(place("people")).toBeLessThan(place("staff"));
  expect(place("posts")).toBeLessThan(place("post_groups"));
  expect(place("migrations")).toBe(-1);
});

const ofSchool = "school_id integer not null references schools";

test.each([
  [`create table odd (id bigint primary key, ${ofSchool})`, "odd: its primary key does not begin"],
  [
    `create table odd (${ofSchool}, id bigint, word text unique, primary key (school_id, id))`,
    "odd: odd_word_key must be unique over all schools",
  ],
  [
    `create table odd (${ofSchool}, id bigint, word text, primary key (school_id, id));
     create unique index odd_words on odd (lower(word))`,
    "odd: odd_words must be unique over all schools",
  ],
  [
    `create table odd (school_id bigint, id bigint, primary key (school_id, id))`,
    "odd: school_id is bigint",
  ],
  [
    `create table other (${ofSchool}, id bigint unique, primary key (school_id, id));
     create table odd (${ofSchool}, id bigint references other (id), primary key (school_id, id))`,
    "odd: odd_id_fkey may refer to another school",
  ],
  [
    `create table odd (${ofSchool}, id bigint, post_id bigint, primary key (school_id, id),
       foreign key (school_id, post_id) references posts on delete set null)`,
    "odd: odd_school_id_post_id_fkey would change school_id by itself",
  ],
  [
    `create table odd (id bigint primary key, school integer, post_id bigint,
       foreign key (school, post_id) references posts)`,
    "odd: odd_school_post_id_fkey refers from what is everywhere",
  ],
  [
    `create table odd (${ofSchool}, id integer generated always as identity,
       primary key (school_id, id))`,
    "odd: id counts from a sequence of integer",
  ],
  [
    `create table odd (${ofSchool}, id bigint, primary key (school_id, id));
     create function nothing() returns trigger language plpgsql as 'begin return null; end';
     create trigger odd_trigger after insert on odd for each statement execute function nothing()`,
    "odd: trigger odd_trigger",
  ],
])("what could not be spread is noticed: %s", async (tables, problem) => {
  expect(await problemsWith(tables)).toContainEqual(expect.stringContaining(problem));
});
