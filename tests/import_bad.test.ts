import { Buffer } from "node:buffer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { edex, fixture, textCell, workbook, zip } from "./fixtures/import/make_school.ts";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import { csv, openNewSchool, settled, upload } from "./support/import.ts";
import type { Visitor } from "./support/visitor.ts";

let house: TestHouse;
let office: Visitor;
beforeAll(async () => {
  house = await openTestHouse({ seed: "demo+neighbour" });
  office = await house.signIn("administratie@regenton.example");
});
afterAll(() => house.close());

const sample = fixture("EDEXML.Voorbeeld.2.1.xml");
const count = async (table: string) =>
  (await house.house.pool.unsafe(`select 1 from ${table}`)).length;

describe("a file that cannot be used gets a sentence with its name and line, and changes nothing", () => {
  const macros = zip({
    ...workbook(`<row r="1">${textCell("A1", "Code")}</row>`),
    "xl/vbaProject.bin": "macro",
  });
  const files: [string, string, Uint8Array | string, string][] = [
    ["a letter", "brief.xml", "Geachte ouders", "Dit is geen bestand dat we hier kunnen lezen."],
    ["other XML", "recept.xml", "<recept/>", "Dit is geen bestand dat we hier kunnen lezen."],
    ["an empty file", "leeg.xml", "", "Het bestand is leeg."],
    [
      "a DOCTYPE",
      "slim.xml",
      `<?xml version="1.0"?>\n<!DOCTYPE EDEX [<!ENTITY x "y">]>\n<EDEX/>`,
      "slim.xml, regel 2: Op regel 2 staat een DOCTYPE.",
    ],
    [
      "a file that was cut off",
      "half.xml",
      sample.subarray(0, 5000),
      "Het XML-bestand klopt niet op regel",
    ],
    ["a workbook with macros", "ouders.xlsm", macros, "Dit Excel-bestand bevat macro"],
    ["a table without titles", "ouders.csv", csv("a@b.nl;12"), "De eerste regel moet de namen"],
    ["a title and no rows", "ouders.csv", "Code;Email\r\n", "staan geen regels."],
    ["a picture", "foto.png", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1]), "Dit is geen bestand"],
  ];
  test.each(files)("%s", async (_, name, bytes, sentence) => {
    const before = await count("imports");
    const answer = await upload(office, [{ name, bytes }], "regenton");
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(`${name}, regel `);
    expect(answer.text).toContain(sentence);
    expect(await count("imports")).toBe(before);
  });

  test("two rosters at once", async () => {
    const two = [{ name: "a.xml", bytes: sample }, { name: "b.xml", bytes: sample }];
    const answer = await upload(office, two, "regenton");
    expect(answer.status).toBe(422);
    expect(answer.text).toContain("b.xml, regel 1: Er zit al een bestand met leerlingen bij.");
  });

  test("no file at all, a body of another kind, and a broken body", async () => {
    expect((await office.post("/regenton/import/uploads")).status).toBe(422);
    const path = "/regenton/import/uploads";
    for (
      const [type, body] of [
        ["application/json", "{}"],
        ["multipart/form-data; boundary=x", "nonsense"],
        ["text/plain", "a=b"],
      ]
    ) {
      const answer = await office.send(path, {
        method: "POST",
        headers: { "content-type": type! },
        body,
      });
      expect(answer.status, type).toBeGreaterThanOrEqual(400);
      expect(answer.status, type).toBeLessThan(500);
    }
  });

  test("more than 20 MB", async () => {
    const bytes = new Uint8Array(20 * 1024 * 1024 + 1).fill(97);
    const answer = await upload(office, [{ name: "groot.csv", bytes }], "regenton");
    expect(answer.status).toBe(422);
    expect(answer.text).toContain("Het bestand is te groot.");
  });
});

describe("who may import, and where", () => {
  const small = {
    name: "school.xml",
    bytes: edex(
      `<groepen><groep key="q"><naam>Q</naam></groep></groepen><leerlingen>
      <leerling key="q1"><roepnaam>Quinten</roepnaam><groep key="q"/></leerling></leerlingen>`,
    ),
  };

  test("a teacher and a parent get a 403, a stranger the sign-in page", async () => {
    for (const userName of ["juf@regenton.example", "ouder@regenton.example"]) {
      const someone = await house.signIn(userName);
      expect((await someone.get("/regenton/import")).status).toBe(403);
      expect((await upload(someone, [small], "regenton")).status).toBe(403);
    }
    expect((await house.visitor().get("/regenton/import")).location).toContain("/sign-in");
  });

  test("an import is found in its own school only, and touches no other", async () => {
    const other = await house.house.pool.unsafe(
      "select t::text from pupils t where school_id <> (select id from schools where short_name = 'regenton') order by id",
    );
    const { location } = await upload(office, [small], "regenton");
    await office.post(`${location}/application`, { markGone: "yes" });
    await settled(office, location!);
    expect(
      await house.house.pool.unsafe(
        "select t::text from pupils t where school_id <> (select id from schools where short_name = 'regenton') order by id",
      ),
    ).toEqual(other);
    expect(other.length).toBeGreaterThan(0);
    const id = location!.split("/").at(-1);
    const answer = await office.get(`/klimboom/import/${id}`);
    expect([303, 403, 404]).toContain(answer.status);
    expect(answer.text).not.toContain("school.xml");
  });

  test("nonsense in the choices changes nothing and is no failure", async () => {
    const { location } = await upload(office, [small], "regenton");
    for (const year of ["", "1", "99999", "abcd", "1999"]) {
      expect((await office.post(`${location}/options`, { year })).status, year).toBe(422);
    }
    const many = { year: "2026", merge: Array(50).fill("x".repeat(190)) };
    expect((await office.post(`${location}/options`, many)).status).toBe(303);
    expect((await office.get(`${location}/changes?kind=pupils&page=99`)).status).toBe(404);
    expect((await office.get(`${location}/changes?kind=nonsense`)).status).toBe(404);
    expect((await office.get(`${location}/columns`)).status).toBe(404);
    expect((await office.get("/regenton/import/999999")).status).toBe(404);
    expect((await office.get("/regenton/import/abc")).status).toBe(404);
  });

  test("columns that tell no child or no parent are refused by name of file", async () => {
    const table = { name: "ouders.csv", bytes: csv("Wie;Wat", "a;b", "c;d") };
    const { location } = await upload(office, [table], "regenton");
    const answer = await office.post(`${location}/columns`, {
      "c0-0": "childKey",
      "c0-1": "bogus",
    });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain("Kies in welke kolom de naam of het e-mailadres");
    const double = await office.post(`${location}/columns`, {
      "c0-0": "childKey",
      "c0-1": "childKey",
    });
    expect(double.status).toBe(422);
    expect(double.text).toContain("dezelfde betekenis");
    // a header longer than what an index can hold
    const long = Array.from({ length: 100 }, () => crypto.randomUUID() + crypto.randomUUID());
    const header = ["leerlingnummer", "ouder email", ...long].join(";");
    const wide = await upload(
      office,
      [{ name: "breed.csv", bytes: csv(header, "1;a@b.nl") }],
      "regenton",
    );
    const chosen = await office.post(`${wide.location}/columns`, {
      "c0-0": "childKey",
      "c0-1": "guardian1.email",
    });
    expect(chosen.status).toBe(303);
  });
});

test("guardians before there is any pupil are refused with what to do", async () => {
  const empty = await openNewSchool();
  const parents = { name: "zermelo.csv", bytes: fixture("zermelo.csv") };
  const answer = await upload(empty.admin, [parents]);
  expect(answer.status).toBe(422);
  expect(answer.text).toContain("Er zijn nog geen leerlingen. Voer eerst het EDEXML-bestand in");
  await empty.close();
});

describe("an import of which what was kept has another shape gets a sentence, and can be thrown away", () => {
  const kept: [string, string, string][] = [
    ["its files", "files", `"ouders.csv"`],
    ["its input", "input", `{"sources": [{"kind": "table", "name": "ouders.csv"}]}`],
    ["its input, another way", "input", `[7]`],
    ["its options", "options", `{"year": "soon"}`],
    ["its failure", "error", `{"code": "of another version", "line": "three"}`],
  ];
  test.each(kept)("%s", async (_, column, shape) => {
    const read = await upload(office, [{ name: "school.xml", bytes: sample }], "regenton");
    const path = read.location!;
    const id = path.split("/").at(-1);
    await house.house.pool.unsafe(
      `update imports set state = 'failed', ${column} = $1::text::jsonb where id = $2`,
      [shape, id!],
    );
    const page = await office.get(path);
    expect(page.status).toBe(422);
    expect(page.text).toContain("is niet meer te lezen. Er is niets ingevoerd.");
    expect((await office.get("/regenton/import")).status).toBe(200);
    for (const way of ["columns", "changes?kind=pupils"]) {
      expect((await office.get(`${path}/${way}`)).location).toBe(path);
    }
    for (const way of ["columns", "options", "application"]) {
      expect((await office.post(`${path}/${way}`, { year: "2026" })).location).toBe(path);
    }
    expect((await office.post(`${path}/removal`)).location).toBe("/regenton/import");
    expect((await office.get(path)).status).toBe(404);
  });

  test("what was applied then is still in the list", async () => {
    const { location } = await upload(office, [{ name: "oud.xml", bytes: sample }], "regenton");
    const id = location!.split("/").at(-1)!;
    await house.house.pool.unsafe(
      `update imports set state = 'applied', input = '{}', plan = '{"counts": 3}' where id = $1`,
      [id],
    );
    expect((await office.get("/regenton/import")).text).toContain("oud.xml");
    expect((await office.get(location!)).text).toContain("Deze import is ingevoerd, maar");
  });
});
