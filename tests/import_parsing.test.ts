import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { detectKind } from "../modules/school/import/detect.ts";
import { parseEdexml } from "../modules/school/import/edexml.ts";
import { parseOso } from "../modules/school/import/oso.ts";
import { ImportError } from "../modules/school/import/roster.ts";
import { fillIn, importText } from "../modules/school/import/text.ts";
import { fullName } from "../modules/school/names.ts";
import {
  codes,
  edex,
  encodings,
  escapeXml,
  fixture,
  refusal,
  utf8,
} from "./fixtures/import/make_school.ts";

describe("the official EDEXML example", () => {
  const roster = parseEdexml(fixture("EDEXML.Voorbeeld.2.1.xml"));

  test("all of its school, groups, pupils and staff are read", () => {
    expect([roster.schoolYear, roster.brin, roster.branch]).toEqual([2014, "99ZZ", null]);
    expect(roster.groups.map((group) => [group.key, group.name, group.combined, group.years]))
      .toEqual([
        ["001", "Kabouters", false, ["0"]],
        ["sg3", "Samgroep 3", true, []],
        ["002", "Muizen", false, ["1"]],
        ["003", "Vlinders", false, ["1"]],
        ["GRP4A", "4A", false, ["4"]],
        ["GRP4B", "4B", false, ["4"]],
        ["sg1", "Samgroep 1", true, ["4"]],
        ["sg2", "Samgroep 2", true, ["4"]],
      ]);
    expect(
      roster.pupils.map((
        pupil,
      ) => [pupil.key, fullName(pupil), pupil.bornOn, pupil.year, pupil.groupKeys]),
    ).toEqual([
      ["00001", "Wimpie imp ie", "2006-06-21", "4", ["GRP4B", "sg1", "sg2"]],
      ["00002", "Ismaël Assati", null, "4", []],
      ["12345", "Gradje van 't Hof", "2006-06-21", "H", []],
    ]);
    expect(roster.pupils[2]!.leftOn).toBe("2014-07-18");
    expect(
      roster.staff.map((one) => [one.key, fullName(one), one.roles, one.function, one.groupKeys]),
    ).toEqual([
      ["LK1", "Julia van Bemmel", ["TAL"], "", ["GRP4A"]],
      ["LK2", "Uilke Veldman", [], "Manusje van alles", ["002", "001", "sg1", "sg2", "sg3"]],
      ["LK3", "Lia de Bruin", [], "", ["GRP4A"]],
    ]);
    expect(codes(roster.warnings)).toEqual([["pupil_without_group", 94], [
      "pupil_without_group",
      108,
    ]]);
  });

  test("its citizen number, school number, country and weight are nowhere in the result", () => {
    const all = JSON.stringify(roster);
    for (const dropped of ["133456785", "2731", '"MA"', '"NL"', "0,3", "id.school"]) {
      expect(all).not.toContain(dropped);
    }
  });
});

describe("EDEXML as administrations write it", () => {
  test("a school year after the last one in the official schema is accepted", () => {
    const roster = parseEdexml(
      utf8(edex("<leerlingen/>", "<school><schooljaar>2031-2032</schooljaar></school>")),
    );
    expect(roster.schoolYear).toBe(2031);
  });

  test("a pupil inside an addition is not a pupil of the school", () => {
    const roster = parseEdexml(utf8(edex(`<leerlingen><leerling key="1"><roepnaam>Noor</roepnaam>
      <toevoegingen><blok><leerling key="9"><roepnaam>Spook</roepnaam></leerling><groep key="x"/></blok></toevoegingen>
      </leerling></leerlingen><leerkrachten><leerkracht key="L"><achternaam>Bos</achternaam><groepen><groep key="g"/></groepen></leerkracht></leerkrachten>`)));
    expect(roster.pupils.map((pupil) => pupil.firstName)).toEqual(["Noor"]);
    expect(roster.groups.map((group) => group.key)).toEqual(["g"]);
    expect(roster.staff[0]!.groupKeys).toEqual(["g"]);
  });

  test("a pupil with only a group has the year of that group, and one without a group is still read", () => {
    const roster = parseEdexml(
      utf8(edex(`<groepen><groep key="g"><naam>5</naam><jaargroep>5</jaargroep></groep></groepen>
      <leerlingen><leerling key="1"><roepnaam>Noor</roepnaam><groep key="g"/></leerling>
      <leerling key="2"><roepnaam>Sem</roepnaam><jaargroep>3</jaargroep></leerling></leerlingen>`)),
    );
    expect(roster.pupils.map((pupil) => [pupil.year, pupil.groupKeys])).toEqual([["5", ["g"]], [
      "3",
      [],
    ]]);
    expect(codes(roster.warnings)).toEqual([["pupil_without_group", 5]]);
  });

  test("the parts of one combined class are offered to be merged", () => {
    const part = (year: number) =>
      `<groep key="77_lj_${year}"><naam>De Zwaluwen</naam><jaargroep>${year}</jaargroep></groep>`;
    const roster = parseEdexml(
      utf8(
        edex(
          `<groepen>${part(3)}${part(4)}${
            part(5)
          }<groep key="8_lj_6"><naam>6</naam><jaargroep>6</jaargroep></groep></groepen><leerlingen/>`,
        ),
      ),
    );
    expect(roster.merges).toEqual([{
      mergeKey: "77",
      line: 3,
      name: "De Zwaluwen",
      groupKeys: ["77_lj_3", "77_lj_4", "77_lj_5"],
      years: ["3", "4", "5"],
    }]);
    expect(roster.groups.map((group) => group.mergeKey)).toEqual(["77", "77", "77", null]);
  });

  test("two classes of the same name with the same years are not offered as one", () => {
    const part = (key: string, year: number) =>
      `<groep key="${key}_lj_${year}"><naam>A</naam><jaargroep>${year}</jaargroep></groep>`;
    const roster = parseEdexml(
      utf8(
        edex(
          `<groepen>${part("1", 3)}${part("1", 4)}${part("2", 3)}${
            part("2", 4)
          }</groepen><leerlingen/>`,
        ),
      ),
    );
    expect(roster.merges.map((merge) => merge.groupKeys)).toEqual([["1_lj_3", "1_lj_4"], [
      "2_lj_3",
      "2_lj_4",
    ]]);
  });

  test("a combined group C has the years of its pupils", () => {
    const pupil = (key: number) =>
      `<leerling key="${key}"><roepnaam>K</roepnaam><jaargroep>${key}</jaargroep><groep key="c"/></leerling>`;
    const roster = parseEdexml(
      utf8(
        edex(
          `<groepen><groep key="c"><naam>345</naam><jaargroep>C</jaargroep></groep></groepen><leerlingen>${
            pupil(5)
          }${pupil(3)}${pupil(4)}</leerlingen>`,
        ),
      ),
    );
    expect(roster.groups[0]!.years).toEqual(["3", "4", "5"]);
  });

  test("a file without school, with voorletters, with keys in child elements is understood", () => {
    const roster = parseEdexml(
      utf8(
        edex(
          `<groepen><groep><key>g</key><naam>5</naam></groep></groepen><leerlingen><leerling><key>7</key>
      <voorletters>a.b.</voorletters><achternaam>Bos</achternaam><groep><key>g</key></groep></leerling></leerlingen>`,
          "",
        ),
      ),
    );
    expect(roster.pupils[0]).toMatchObject({
      key: "7",
      initials: "A.B.",
      lastName: "Bos",
      groupKeys: ["g"],
    });
    expect(codes(roster.warnings)).toEqual([["no_school", 1]]);
  });

  test("a pupil with only a first name is read, one without any name is skipped with its line", () => {
    const roster = parseEdexml(
      utf8(
        edex(
          `<leerlingen>\n<leerling key="1"><roepnaam>Noor</roepnaam></leerling>\n<leerling key="2"><geslacht>1</geslacht></leerling>\n</leerlingen>`,
        ),
      ),
    );
    expect(roster.pupils.map((pupil) => pupil.firstName)).toEqual(["Noor"]);
    expect(codes(roster.warnings)).toContainEqual(["pupil_without_name", 5]);
  });

  test("the second of two pupils with one key is skipped, and the warning names the first line", () => {
    const roster = parseEdexml(
      utf8(
        edex(
          `<leerlingen>\n<leerling key="1"><roepnaam>Noor</roepnaam></leerling>\n<leerling key="1"><roepnaam>Sem</roepnaam></leerling>\n</leerlingen>`,
        ),
      ),
    );
    expect(roster.pupils).toHaveLength(1);
    expect(roster.warnings).toContainEqual({
      line: 5,
      code: "duplicate_pupil",
      values: { first: 4 },
    });
  });

  test("a class and a combined group with the same key stay two groups", () => {
    const roster = parseEdexml(
      utf8(
        edex(
          `<groepen><groep key="1"><naam>A</naam></groep><samengestelde_groep key="1"><naam>B</naam></samengestelde_groep></groepen>
      <leerlingen><leerling key="1"><roepnaam>Noor</roepnaam><groep key="1"/><samengestelde_groepen><samengestelde_groep key="1"/></samengestelde_groepen></leerling></leerlingen>`,
        ),
      ),
    );
    expect(roster.pupils[0]!.groupKeys).toEqual(["1", "sg:1"]);
    expect(roster.groups.map((group) => group.name)).toEqual(["A", "B"]);
  });

  test("a date that does not exist is left out with a warning", () => {
    const roster = parseEdexml(
      utf8(
        edex(
          `<leerlingen><leerling key="1"><roepnaam>Noor</roepnaam><geboortedatum>2017-02-30</geboortedatum></leerling></leerlingen>`,
        ),
      ),
    );
    expect(roster.pupils[0]!.bornOn).toBeNull();
    expect(codes(roster.warnings)).toContainEqual(["bad_date", 3]);
  });

  test("a UWLR message gives its roster, and nothing of another namespace", () => {
    const roster = parseEdexml(fixture("uwlr.xml"));
    expect([roster.schoolYear, roster.branch]).toEqual([2026, "01"]);
    expect(roster.pupils.map((pupil) => [fullName(pupil), pupil.year])).toEqual([[
      "Pia d'Ancona",
      "7",
    ]]);
  });

  test("windows-1252 in a file that says UTF-8 is read, with a warning", () => {
    const roster = parseEdexml(
      Buffer.from(
        `<?xml version="1.0" encoding="UTF-8"?>${
          edex('<leerlingen><leerling key="1"><roepnaam>Zoë</roepnaam></leerling></leerlingen>')
        }`,
        "latin1",
      ),
    );
    expect(roster.pupils[0]!.firstName).toBe("Zoë");
    expect(codes(roster.warnings)).toContainEqual(["encoding_guessed", 1]);
  });

  test("keys that are citizen numbers are not kept", () => {
    const roster = parseEdexml(
      utf8(
        edex(
          `<leerlingen><leerling key="123456782"><roepnaam>Noor</roepnaam></leerling><leerling key="111222333"><roepnaam>Sem</roepnaam></leerling></leerlingen>`,
        ),
      ),
    );
    expect(JSON.stringify(roster)).not.toMatch(/123456782|111222333/);
    expect(codes(roster.warnings)).toContainEqual(["keys_are_citizen_numbers", 3]);
  });

  test("whatever stands in a dropped field leaves the parser in no form", () => {
    const fields = [
      "bsn",
      "sofinummer",
      "onderwijsnummer",
      "bsn_ondwnr-4",
      "rijksregisternummer",
      "etniciteit",
      "land",
      "land_vader",
      "land_moeder",
      "gewicht",
      "gewicht_nieuw",
    ];
    const body = fields.map((field) =>
      `<${field}>GEHEIM7${field}<diep>GEHEIM7</diep><![CDATA[GEHEIM7]]></${field}>`
    ).join("");
    const roster = parseEdexml(
      utf8(
        edex(
          `<leerlingen><leerling key="1" bsn="GEHEIM7"><roepnaam>Noor</roepnaam>${body}</leerling></leerlingen>`,
        ),
      ),
    );
    expect(roster.pupils).toHaveLength(1);
    expect(JSON.stringify(roster)).not.toContain("GEHEIM7");
  });

  test("letters that only windows-1252 has are read, also when ISO-8859-1 is declared", () => {
    for (const encoding of ["windows-1252", "ISO-8859-1"]) {
      const file = encodings[encoding]!(
        edex('<leerlingen><leerling key="1"><roepnaam>Du\x9aan</roepnaam></leerling></leerlingen>'),
      );
      expect(parseEdexml(file).pupils[0]!.firstName).toBe("Dušan");
    }
  });
});

describe("a random roster", () => {
  const latin = fc.string({
    unit: fc.constantFrom(..."abcdeëïöéñçßÅ'&<>-".split("")),
    minLength: 1,
    maxLength: 12,
  });
  const pupil = fc.record({
    firstName: latin,
    lastName: latin,
    prefix: fc.constantFrom("", "de", "van 't", "d'"),
    bornOn: fc.integer({ min: 0, max: 5000 }).map((days) =>
      new Date(Date.UTC(2010, 0, 1 + days)).toISOString().slice(0, 10)
    ),
    sex: fc.constantFrom(0, 1, 2, 9),
    year: fc.constantFrom("0", "1", "4", "8", "S"),
    groups: fc.uniqueArray(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }),
  });

  for (const [name, encode] of Object.entries(encodings)) {
    test(`comes back the same from EDEXML in ${name}`, () => {
      fc.assert(
        fc.property(fc.array(pupil, { minLength: 1, maxLength: 15 }), (pupils) => {
          const groups = [0, 1, 2, 3, 4].map((group) =>
            `<groep key="g${group}"><naam>Groep ${group}</naam></groep>`
          ).join("\n");
          const body = pupils.map((one, index) =>
            `<leerling key="p${index}"><achternaam>${
              escapeXml(one.lastName)
            }</achternaam><voorvoegsel>${escapeXml(one.prefix)}</voorvoegsel>` +
            `<roepnaam>${
              escapeXml(one.firstName)
            }</roepnaam><geboortedatum>${one.bornOn}</geboortedatum><geslacht>${one.sex}</geslacht><jaargroep>${one.year}</jaargroep>` +
            `${one.groups.map((group) => `<groep key="g${group}"/>`).join("")}</leerling>`
          ).join("\n");
          const roster = parseEdexml(
            encode(edex(`<groepen>${groups}</groepen>\n<leerlingen>${body}</leerlingen>`)),
          );
          expect(
            roster.pupils.map((
              { key, firstName, lastName, prefix, bornOn, sex, year, groupKeys },
            ) => ({ key, firstName, lastName, prefix, bornOn, sex, year, groupKeys })),
          ).toEqual(
            pupils.map(({ groups, ...one }, index) => ({
              ...one,
              key: `p${index}`,
              groupKeys: groups.map((group) => `g${group}`),
            })),
          );
        }),
        { numRuns: 30 },
      );
    });
  }

  test("any damage to a file gives an answer or a refusal with a line, never another error", () => {
    const original = fixture("EDEXML.Voorbeeld.2.1.xml");
    fc.assert(
      fc.property(fc.nat(original.length - 1), fc.nat(255), fc.boolean(), (at, byte, cut) => {
        const damaged = cut
          ? original.subarray(0, at)
          : Buffer.from(original).fill(byte, at, at + 1);
        try {
          parseEdexml(damaged);
        } catch (error) {
          if (!(error instanceof ImportError)) throw error;
          expect(error.line).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("XML that is refused", () => {
  test("names the line and keeps the content to itself", async () => {
    const cases: [string, string, number][] = [
      [
        '<?xml version="1.0"?>\n<!DOCTYPE EDEX [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<EDEX>&x;</EDEX>',
        "xml_doctype",
        2,
      ],
      ["<EDEX>\n\n&nbsp;</EDEX>", "xml_entity", 3],
      ["<EDEX>\n<leerlingen>\n<bsn>123456782</leerlingen></EDEX>", "xml_malformed", 3],
      ["<EDEX>\n<leerlingen>\n", "xml_malformed", 3],
      ["<html/>", "wrong_kind", 1],
      ['<?xml version="1.0" encoding="EBCDIC-NL"?><EDEX/>', "unknown_encoding", 1],
      [`<EDEX>${"<a>".repeat(5000)}`, "xml_malformed", 1],
      [
        `<EDEX ${Array.from({ length: 500 }, (_, index) => `a${index}=""`).join(" ")}/>`,
        "xml_malformed",
        1,
      ],
    ];
    for (const [xml, code, line] of cases) {
      expect(await refusal(() => parseEdexml(utf8(xml)))).toEqual([code, line]);
    }
    const error = (() => {
      try {
        return parseEdexml(utf8("<EDEX><bsn>123456782</EDEX>"));
      } catch (thrown) {
        return thrown as Error;
      }
    })();
    expect(`${(error as Error).stack} ${JSON.stringify(error)}`).not.toContain("123456782");
  });

  test("more than 20 MB or 20,000 pupils is too much", async () => {
    expect(await refusal(() => parseEdexml(new Uint8Array(21 * 1024 * 1024)))).toEqual([
      "file_too_large",
      1,
    ]);
    const pupils = Array.from(
      { length: 20_001 },
      (_, index) => `<leerling key="${index}"><roepnaam>K</roepnaam></leerling>`,
    ).join("\n");
    expect(await refusal(() => parseEdexml(utf8(edex(`<leerlingen>\n${pupils}</leerlingen>`)))))
      .toEqual(["too_many_rows", 20_004]);
  });

  test("2,000 pupils are all read", () => {
    const pupil = fixture("EDEXML.Voorbeeld.2.1.xml").toString().match(
      /<leerling key="00001"[\s\S]*?<\/leerling>/,
    )![0];
    const pupils = Array.from({ length: 2000 }, (_, index) => pupil.replace("00001", `${index}`))
      .join("\n");
    const file = utf8(edex(`<leerlingen>${pupils}</leerlingen>`));
    expect(parseEdexml(file).pupils).toHaveLength(2000);
  });
});

describe("an OSO dossier", () => {
  test("gives its guardians, keeps secrets, and leaves the deceased in peace", () => {
    const { guardians } = parseOso(fixture("oso.xml"));
    expect(guardians).toMatchObject([
      {
        initials: "A.B.",
        lastName: "Bakker",
        email: "bakker@ouders.example",
        phone: null,
        secret: { address: true, phone: true, email: false },
        deceased: false,
        pupils: [{ relation: "mother", bornOn: "2017-06-21", name: { firstName: "Noor" } }],
      },
      {
        lastName: "Vries",
        prefix: "de",
        email: null,
        deceased: true,
        pupils: [{ relation: "father" }],
      },
    ]);
    expect(JSON.stringify(guardians)).not.toContain("123456782");
  });
});

test("files are told apart by content, whatever they are called", () => {
  expect(detectKind(fixture("EDEXML.Voorbeeld.2.1.xml"), "ouders.csv")).toBe("edexml");
  expect(detectKind(fixture("uwlr.xml"))).toBe("uwlr");
  expect(detectKind(fixture("oso.xml"))).toBe("oso");
  expect(detectKind(fixture("zermelo.csv"), "x.xml")).toBe("csv");
  expect(detectKind(utf8("<html><body>a;b</body></html>"))).toBe("unknown");
  expect(detectKind(encodings["UTF-16 big endian"]!("<EDEX/>"))).toBe("edexml");
  expect(detectKind(new Uint8Array())).toBe("unknown");
});

test("every warning and error has a sentence in both languages with the same values", () => {
  const nl = importText("nl");
  const en = importText("en");
  const holes = (sentence: string) => [...sentence.matchAll(/\{\w+\}/g)].map(String).sort();
  for (const part of ["warnings", "errors", "fields"] as const) {
    for (const [code, sentence] of Object.entries(nl[part])) {
      expect(holes(Object.entries(en[part]).find(([key]) => key === code)![1]), code).toEqual(
        holes(sentence),
      );
    }
  }
  expect(fillIn(nl.warnings.duplicate_pupil, { first: 12 })).toContain("regel 12");
});
