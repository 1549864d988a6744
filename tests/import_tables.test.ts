import { Buffer } from "node:buffer";
import { describe, expect, test } from "vitest";
import { detectKind } from "../modules/school/import/detect.ts";
import { parseGuardians } from "../modules/school/import/guardians.ts";
import { guessMapping, type Mapping } from "../modules/school/import/mapping.ts";
import { pupilMatcher } from "../modules/school/import/match.ts";
import { readTable } from "../modules/school/import/table.ts";
import { fullName, splitFullName } from "../modules/school/names.ts";
import {
  codes,
  fixture,
  refusal,
  textCell,
  utf8,
  workbook,
  zip,
} from "./fixtures/import/make_school.ts";

async function guardiansFrom(csv: string | Uint8Array, mapping?: Mapping) {
  const table = await readTable(typeof csv === "string" ? utf8(csv) : csv, "ouders.csv");
  return parseGuardians(table, mapping ?? guessMapping(table.header).mapping);
}

describe("guardians, one row per child", () => {
  test("a Social Schools export gives each guardian once, with all their children", async () => {
    const table = await readTable(fixture("social-schools.csv"), "export.csv");
    const guess = guessMapping(table.header);
    expect(guess.preset).toBe("social-schools");
    const { guardians, warnings } = parseGuardians(table, guess.mapping);
    expect(
      guardians.map((
        one,
      ) => [
        one.line,
        one.email,
        one.pupils.map((pupil) => [pupil.line, fullName(pupil.name!), pupil.bornOn]),
      ]),
    ).toEqual([
      [2, "anna.bakker@ouders.example", [[2, "Noor de Vries", "2017-06-21"], [
        3,
        "Sem de Vries",
        "2019-09-03",
      ]]],
      [2, "k.devries@ouders.example", [[2, "Noor de Vries", "2017-06-21"], [
        3,
        "Sem de Vries",
        "2019-09-03",
      ]]],
      [4, "hof@ouders.example", []],
    ]);
    expect(codes(warnings)).toEqual([["column_dropped", 1], ["bad_date", 4], [
      "child_not_identified",
      4,
    ]]);
  });

  test("the column with citizen numbers is not offered and not kept", async () => {
    const table = await readTable(fixture("social-schools.csv"), "export.csv");
    expect(table.header).not.toContain("BSN");
    expect(JSON.stringify(table)).not.toMatch(/123456782|111222333/);
  });

  test("a column of citizen numbers is dropped whatever its title says", async () => {
    const table = await readTable(
      utf8("Nummer;Achternaam;Telefoon\n123456782;Bos;612345678\n111222333;Mol;687654321\n"),
      "x.csv",
    );
    expect(table.header).toEqual(["Achternaam", "Telefoon"]);
    expect(codes(table.warnings)).toEqual([["column_dropped_unnamed", 1]]);
  });

  test("columns with origin and weights are dropped by their titles", async () => {
    const table = await readTable(
      utf8(
        "Achternaam;Nationaliteit;Geboorteland vader;Gewicht;Onderwijsnummer;E-mail\nBos;NL;MA;0,3;1;a@b.example\n",
      ),
      "x.csv",
    );
    expect(table.header).toEqual(["Achternaam", "E-mail"]);
    expect(table.warnings).toHaveLength(4);
  });

  test("titles in free wording are understood, and a household's address is given to neither parent", async () => {
    const { guardians } = await guardiansFrom(
      "Leerlingnummer,Roepnaam,Achternaam,Straat,Naam moeder,E-mail moeder,Mobiel moeder,Naam vader,E-mail vader\n" +
        '12,Noor,de Vries,Kerkstraat,Mw. A.B. Bakker,a@b.example,+31 (0)6-12345678,"Vries, Karel de",k@b.example\n',
    );
    expect(guardians.map((one) => [fullName(one), one.email, one.phone, one.street])).toEqual([
      ["Karel de Vries", "k@b.example", null, null],
      ["A.B. Bakker", "a@b.example", "0612345678", null],
    ]);
    expect(guardians[0]!.pupils).toMatchObject([{ key: "12" }]);
  });
});

describe("guardians, one row per guardian", () => {
  test("a Zermelo export gives each guardian the children of the codes", async () => {
    const table = await readTable(fixture("zermelo.csv"), "export.csv");
    const guess = guessMapping(table.header);
    expect(guess.preset).toBe("zermelo");
    const { guardians, warnings } = parseGuardians(table, guess.mapping);
    expect(guardians.map((one) => [one.key, fullName(one), one.pupils.map((pupil) => pupil.key)]))
      .toEqual([
        ["o1", "de Vries", ["00001", "00002"]],
        ["o2", "Bakker", ["00001"]],
        ["o3", "Zonder Kind", []],
      ]);
    expect(codes(warnings)).toEqual([["guardian_without_child", 4]]);
  });

  test("someone deceased can no longer be reached or invited in any way", async () => {
    const { guardians, warnings } = await guardiansFrom(
      "Leerlingcode;Voornaam;Achternaam;E-mail;Mobiel;Postcode;Overleden\n1;Jan;Bos;jan@b.example;0612345678;1234AB;ja\n1;Els;Bos;els@b.example;0687654321;1234AB;nee\n2;† Piet;Mol;piet@b.example;;;\n",
    );
    expect(
      guardians.map((one) => [one.firstName, one.deceased, one.email, one.phone, one.postcode]),
    ).toEqual([
      ["Jan", true, null, null, null],
      ["Els", false, "els@b.example", "0687654321", "1234 AB"],
      ["Piet", true, null, null, null],
    ]);
    expect(codes(warnings)).toEqual([["deceased", 2], ["deceased", 4]]);
  });

  test("what is secret is marked, and an OSO stand-in is no address", async () => {
    const { guardians } = await guardiansFrom(
      "Leerlingcode;Achternaam;E-mail;Geheim adres;Geheim\n1;Bos;geheim@geheim.geheim;ja;\n2;Mol;mol@b.example;;x\n",
    );
    expect(guardians.map((one) => [one.email, one.secret])).toEqual([
      [null, { address: true, phone: false, email: false }],
      ["mol@b.example", { address: true, phone: true, email: true }],
    ]);
  });

  test("two people of one name without the same address or phone are not made into one", async () => {
    const { guardians } = await guardiansFrom(
      "Leerlingcode;Voornaam;Achternaam;E-mail\n1;Jan;Bos;\n2;Jan;Bos;\n3;Jan;Bos;jan@b.example\n4;jan;bos;JAN@b.example\n",
    );
    expect(guardians.map((one) => one.pupils.map((pupil) => pupil.key))).toEqual([["1"], ["2"], [
      "3",
      "4",
    ]]);
  });

  test("partners who share an e-mail address stay two people", async () => {
    const { guardians } = await guardiansFrom(
      "Leerlingcode;Voornaam;Achternaam;E-mail\n1;Jan;Bos;bos@b.example\n1;Els;Mol;bos@b.example\n",
    );
    expect(guardians).toHaveLength(2);
  });

  test("different details on a later row are told, with the line of the first", async () => {
    const { guardians, warnings } = await guardiansFrom(
      "Leerlingcode;Ouder code;Ouder achternaam;E-mail ouder\n1;o1;Bos;een@b.example\n2;o1;Bos;twee@b.example\n",
    );
    expect(guardians.map((one) => one.email)).toEqual(["een@b.example"]);
    expect(warnings).toEqual([{ line: 3, code: "guardian_differs", values: { first: 2 } }]);
  });
});

describe("CSV files", () => {
  const rows = "Leerlingcode;Achternaam;E-mail\n1;Müller;m@b.example\n";
  const shapes: [string, Uint8Array][] = [
    ["UTF-8", utf8(rows)],
    ["UTF-8 with a mark", utf8("\ufeff" + rows)],
    ["windows-1252", Buffer.from(rows, "latin1")],
    [
      "UTF-16, as Excel's Unicode text",
      Buffer.from("\ufeff" + rows.replaceAll(";", "\t"), "utf16le"),
    ],
    ["commas", utf8(rows.replaceAll(";", ","))],
    ["tabs", utf8(rows.replaceAll(";", "\t"))],
    [
      "quotes and Windows line ends",
      utf8(rows.replace(/[^;\n]+/g, '"$&"').replaceAll("\n", "\r\n")),
    ],
    ["sep= on the first line", utf8("sep=;\n" + rows)],
    ["a title above the table", utf8("Oudergegevens\n\n" + rows)],
  ];
  for (const [name, bytes] of shapes) {
    test(`are understood with ${name}`, async () => {
      expect(detectKind(bytes)).toBe("csv");
      const { guardians } = await guardiansFrom(bytes);
      expect(guardians.map((one) => [one.lastName, one.email, one.pupils[0]!.key])).toEqual([[
        "Müller",
        "m@b.example",
        "1",
      ]]);
    });
  }

  test("count lines as an editor does, also after cells of several lines", async () => {
    const table = await readTable(utf8('Code;Naam\n1;"een\ntwee"\n\n2;drie;te veel\n'), "x.csv");
    expect(table.rows).toEqual([{ line: 2, cells: ["1", "een twee"] }, {
      line: 5,
      cells: ["2", "drie"],
    }]);
    expect(codes(table.warnings)).toEqual([["extra_cells", 5]]);
  });

  test("zeros that a formula keeps stay", async () => {
    const table = await readTable(utf8('Code;Naam\n"=""00123""";Bos\n'), "x.csv");
    expect(table.rows[0]!.cells).toEqual(["00123", "Bos"]);
  });

  test("are refused with a line when they cannot be used", async () => {
    const cases: [string, string, number][] = [
      ['Code;Naam\n1;Bos\n2;"open\n3;Mol\n', "csv_quotes", 3],
      ["Bos;m@b.example\nMol;n@b.example\n", "no_header", 1],
      ["Code;Naam\n", "no_rows", 1],
      ["alleen een zin", "wrong_kind", 1],
      ["", "file_empty", 1],
      [`Code;Naam\n1;"${"x".repeat(200_000)}"\n`, "csv_row_too_long", 2],
      [`Code;Naam\n${"1;x\n".repeat(50_001)}`, "too_many_rows", 50_002],
    ];
    for (const [csv, code, line] of cases) {
      expect(await refusal(() => readTable(utf8(csv), "x"))).toEqual([code, line]);
    }
    expect(await refusal(() => readTable(Buffer.from([1, 2, 3, 0, 5]), "x.csv"))).toEqual([
      "wrong_kind",
      1,
    ]);
  });
});

describe("XLSX files", () => {
  const header = `<row r="1">${textCell("A1", "Leerlingcode")}${textCell("B1", "Achternaam")}${
    textCell("C1", "Mobiel")
  }${textCell("D1", "Geboortedatum")}</row>`;

  test("give the same rows as CSV: dates as days, formulas as values, lost zeros put back", async () => {
    const file = zip(
      workbook(
        `${header}<row r="3"><c r="A3"><v>12</v></c><c r="B3" t="str"><f>"B"&amp;"os"</f><v>Bos</v></c><c r="C3"><v>612345678</v></c><c r="D3" s="1"><v>42907</v></c></row>` +
          `<row r="1048576"><c r="XFD1048576" s="1"/></row>`,
      ),
    );
    expect(detectKind(file, "x.txt")).toBe("xlsx");
    const table = await readTable(file, "x.xlsx");
    expect(table.rows).toEqual([{ line: 3, cells: ["12", "Bos", "612345678", "2017-06-21"] }]);
    const { guardians } = parseGuardians(table, {
      Leerlingcode: "childKey",
      Achternaam: "guardian1.lastName",
      Mobiel: "guardian1.mobile",
    });
    expect(guardians).toMatchObject([{
      line: 3,
      lastName: "Bos",
      phone: "0612345678",
      pupils: [{ key: "12" }],
    }]);
  });

  test("with macros, an old format, a DOCTYPE, damage or too far a reach are refused", async () => {
    const parts = workbook(header);
    const sheet = (xml: string) => zip({ ...parts, "xl/worksheets/sheet1.xml": xml });
    expect(await refusal(() => readTable(zip({ ...parts, "xl/vbaProject.bin": "x" }), "x.xlsm")))
      .toEqual(["xlsx_macros", 1]);
    expect(await refusal(() => readTable(Buffer.from("d0cf11e0a1b11ae1", "hex"), "x.xls"))).toEqual(
      ["xls_old", 1],
    );
    expect(await refusal(() => readTable(sheet("<!DOCTYPE x><worksheet/>"), "x.xlsx"))).toEqual([
      "xml_doctype",
      1,
    ]);
    expect(await refusal(() => readTable(sheet("<worksheet><sheetData><row"), "x.xlsx"))).toEqual([
      "xlsx_unreadable",
      1,
    ]);
    expect(
      await refusal(() =>
        readTable(zip(workbook(`<row r="900000">${textCell("A900000", "x")}</row>`)), "x.xlsx")
      ),
    ).toEqual(["too_many_rows", 50_001]);
    expect(
      await refusal(() =>
        readTable(zip(workbook(`<row r="1">${textCell("XFD1", "x")}</row>`)), "x.xlsx")
      ),
    ).toEqual(["too_many_columns", 1]);
    expect(await refusal(() => readTable(zip(parts).subarray(0, 400), "x.xlsx"))).toEqual([
      "wrong_kind",
      1,
    ]);
    expect(await refusal(() => readTable(zip({ "other.xml": "x" }), "x.xlsx"))).toEqual([
      "wrong_kind",
      1,
    ]);
  });

  test("that unpack to far more than they say are refused before they do", async () => {
    const bomb = { ...workbook(header), "xl/sharedStrings.xml": new Uint8Array(150 * 1024 * 1024) };
    expect(await refusal(() => readTable(zip(bomb), "x.xlsx"))).toEqual(["xlsx_too_large", 1]);
    expect(await refusal(() => readTable(zip(bomb, 10), "x.xlsx"))).toEqual(["xlsx_too_large", 1]);
  });
});

describe("the column mapping", () => {
  test("is remembered for a file with the same columns", () => {
    const mapping: Mapping = { Kolomx: "childKey", Kolomy: "guardian1.email" };
    expect(guessMapping(["Kolomy", "Kolomx", "Nieuw"], [mapping])).toEqual({
      preset: "remembered",
      mapping,
    });
    expect(guessMapping(["Kolomy"], [mapping]).preset).toBe("generic");
  });

  test("is guessed from titles in free wording", () => {
    expect(guessMapping(["Ouder", "E-mail", "Kind", "Geboortedatum kind"]).mapping).toEqual({
      "Ouder": "guardian1.fullName",
      "E-mail": "guardian1.email",
      "Kind": "childFullName",
      "Geboortedatum kind": "childBornOn",
    });
    expect(guessMapping(["Voornaam", "Achternaam", "Geboortedatum", "Email1", "Email2"]).mapping)
      .toEqual({
        Voornaam: "childFirstName",
        Achternaam: "childLastName",
        Geboortedatum: "childBornOn",
        Email1: "guardian1.email",
        Email2: "guardian2.email",
      });
    expect(guessMapping(["Leerlingnr", "E-mail", "Postcode", "E-mail verzorger 1"]).mapping)
      .toEqual({
        "Leerlingnr": "childKey",
        "E-mail verzorger 1": "guardian1.email",
      });
  });

  test("that cannot work is refused in words", async () => {
    const table = await readTable(utf8("A;B\nx;y\n"), "x.csv");
    const code = (mapping: Mapping) =>
      refusal(() => parseGuardians(table, mapping)).then(([code]) => code);
    expect(await code({ A: "guardian1.email" })).toBe("mapping_no_child");
    expect(await code({ A: "childKey" })).toBe("mapping_no_guardian");
    expect(await code({ A: "childKey", B: "childKey" })).toBe("mapping_double");
    expect(await code({ A: "childKey", C: "guardian1.email" })).toBe("mapping_unknown");
  });
});

describe("the child a row means", () => {
  const pupils = [
    { key: "1", firstName: "Noor", prefix: "de", lastName: "Vries", bornOn: "2017-06-21" },
    { key: "2", firstName: "Zoë", prefix: "", lastName: "Bos", bornOn: "2018-01-01" },
    { key: "3", firstName: "Zoe", prefix: "", lastName: "Bos", bornOn: "2018-01-01" },
  ];
  const match = pupilMatcher(pupils);
  const reference = (key: string | null, name: string | null, bornOn: string | null) => ({
    line: 1,
    key,
    name: name === null ? null : splitFullName(name),
    bornOn,
    relation: "" as const,
  });

  test("is found by key, else by name and birth date, and never guessed", () => {
    expect(match(reference("1", null, null))).toMatchObject({
      found: "one",
      pupil: { key: "1" },
    });
    expect(match(reference(null, "NOOR DE VRIES", "2017-06-21")).found).toBe("one");
    expect(match(reference(null, "noor de vries", "2017-06-21"))).toMatchObject({
      found: "one",
      pupil: { key: "1" },
    });
    expect(match(reference(null, "Noor de Vries", "2017-06-22")).found).toBe("none");
    expect(match(reference(null, "Zoë Bos", "2018-01-01"))).toMatchObject({
      found: "several",
      pupils: [{ key: "2" }, { key: "3" }],
    });
    expect(match(reference("9", null, null)).found).toBe("none");
  });
});
