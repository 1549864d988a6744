import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emptyDatabase, runCommand } from "./support/command.ts";

const sample = "tests/fixtures/import/EDEXML.Voorbeeld.2.1.xml";
let data: string;
let env: Record<string, string>;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "schoolbel-command-"));
  ({ env } = await emptyDatabase());
});
afterAll(() => rm(data, { recursive: true, force: true }));

/** `schoolbel import …` as from a terminal, on a data folder and a database that begin empty. */
const run = (...args: string[]) => runCommand(["import", "--data", data, ...args], env);

const wolk = ["--school", "wolk", "--create", "Basisschool De Wolk"];

test("without --apply nothing is written, not even the school", async () => {
  const tried = await run("--school", "wolk", sample);
  expect(tried.code).toBe(0);
  expect(tried.out).toContain("Nothing was written");
  const again = await run("--school", "wolk", "--json", sample);
  expect(JSON.parse(again.out)).toMatchObject({
    applied: false,
    pupils: { total: 3, added: 2, departed: 1 },
  });
});

test("with --apply it is, and a second time --json says that nothing changes", async () => {
  const first = await run(...wolk, "--apply", sample);
  expect(first.code).toBe(0);
  expect(first.said).toMatch(/\/set-up and give this code: ([a-z2-9]{4}-){3}[a-z2-9]{4}\n/);
  const again = await run("--school", "wolk", "--apply", "--json", sample);
  expect(JSON.parse(again.out)).toMatchObject({
    schoolYear: expect.stringMatching(/^20\d\d-20\d\d$/),
    pupils: { total: 3, added: 0, changed: 0, moved: 0, gone: 0 },
    groups: { total: 8, added: 0 },
    staff: { total: 3, added: 0 },
    guardians: { total: 0 },
    added: 0,
    changed: 0,
    moved: 0,
    gone: 0,
    warnings: expect.arrayContaining([
      {
        file: "EDEXML.Voorbeeld.2.1.xml",
        line: 94,
        code: "pupil_without_group",
        message: "A pupil is in no group.",
      },
    ]),
  });
});

test("a file that is refused ends with 1 and says which line, a wrong call with 2", async () => {
  const bad = join(data, "half.xml");
  await writeFile(bad, "<EDEX>\n<leerlingen>\n<leerling");
  const refused = await run(...wolk, "--apply", bad);
  expect(refused.code).toBe(1);
  expect(refused.said).toMatch(/^half\.xml, line \d+: The XML file is wrong on line/);
  expect((await run("--school", "wolk")).code).toBe(2);
  expect((await run("--school", "wolk", "niet.xml")).said).toContain("niet.xml cannot be read");
  expect((await run("--school", "wolk", "--year", "26", sample)).code).toBe(2);
});

test("where there is a school, a name that is not there is taken for a slip", async () => {
  const slip = await run("--school", "wolf", sample);
  expect(slip.code).toBe(2);
  expect(slip.said).toContain('There is no school "wolf" (there is: wolk). Add --create');
});
