import { sql } from "kysely";
import { extractText, getDocumentProxy, getMeta } from "unpdf";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compareNames, fullName } from "../modules/school/names.ts";
import { listPdf } from "../web/pdf.ts";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import type { Visitor } from "./support/visitor.ts";

let house: TestHouse;
let teacher: Visitor, office: Visitor, parent: Visitor;
beforeAll(async () => {
  house = await openTestHouse({ seed: "demo+neighbour" });
  teacher = await house.signIn("juf@regenton.example");
  office = await house.signIn("administratie@regenton.example");
  parent = await house.signIn("ouder@regenton.example");
});
afterAll(() => house.close());

const db = () => house.house.db;
const when = {
  now: new Date("2026-11-10T08:00:00Z"),
  timeZone: "Europe/Amsterdam",
  language: "nl",
};

/** What a reader of the PDF finds: per page the text, and what it says about itself. */
async function read(bytes: Uint8Array) {
  const document = await getDocumentProxy(bytes.slice());
  const { text } = await extractText(document, { mergePages: false });
  return { pages: text, all: text.join("\n"), info: (await getMeta(document)).info };
}

async function groupId(name: string, school = "regenton") {
  const { id } = await db().selectFrom("groups as g").innerJoin(
    "schools as s",
    "s.id",
    "g.school_id",
  )
    .select("g.id").where("s.short_name", "=", school).where("g.name", "=", name)
    .where("g.school_year", "=", 2026).executeTakeFirstOrThrow();
  return id;
}

/** The user name of an active parent whose children are all in this group. */
async function parentOnlyIn(name: string) {
  const { rows: [row] } = await sql<{ user_name: string }>`
    select a.user_name from accounts a join people p on p.account_id = a.id
    join guardianships s on s.school_id = p.school_id and s.person_id = p.id
    join group_pupils m on m.school_id = s.school_id and m.pupil_id = s.pupil_id
    join groups g on g.school_id = m.school_id and g.id = m.group_id and g.school_year = 2026
    where a.activated_at is not null and p.blocked_at is null and p.left_at is null
    group by a.id having bool_and(m.group_id = ${await groupId(name)}) and count(*) = 1
    order by a.id limit 1`.execute(db());
  return row!.user_name;
}

/** Opens a PDF of the portal as someone who is signed in. */
async function open(who: Visitor, path: string) {
  const cookie = [...who.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const response = await house.app.request(`http://school.test/regenton${path}`, {
    headers: { cookie },
  }, { remoteAddr: { transport: "tcp", hostname: "192.0.2.1", port: 40_000 } });
  expect(response.status, path).toBe(200);
  return { headers: response.headers, ...await read(new Uint8Array(await response.arrayBuffer())) };
}

describe("a printed list", () => {
  const names = ["Zoë", "Çağla", "Łukasz", "Ďuro", "Nguyễn Ân", "Ελένη", "Дмитрий", "Þóra", "İpek"];

  test("has everyone's name as they write it, in Latin, Greek and Cyrillic", async () => {
    const { all } = await read(
      await listPdf({
        title: "Namen van Zoë en Nguyễn",
        columns: [{ title: "Ďuro" }, { title: "Naam" }],
        rows: names.map((name, i) => [String(i), [name, name.normalize("NFD")]]),
        school: "Basisschool Łódź",
        when,
      }),
    );
    for (const name of names) {
      expect(all.split(name).length - 1, name).toBeGreaterThanOrEqual(2);
    }
    expect(all).toContain("Namen van Zoë en Nguyễn");
    expect(all).not.toContain("�");
  });

  test("says so where a letter cannot be printed, and goes on", async () => {
    const { all } = await read(
      await listPdf({
        title: "Lijst",
        columns: [{ title: "Naam" }],
        rows: [["محمد"], ["Anna \u0000\u200b\ud800 😀"], ["李"], ["Bo"]],
        school: "S",
        when,
      }),
    );
    expect(all).toContain("����");
    expect(all).toContain("Waar � staat, kent deze lijst het teken niet.");
    expect(all).toContain("Anna");
    expect(all).toContain("Bo");
  });

  test("repeats its head on each page, numbers the pages, and cuts no row in two", async () => {
    const rows = Array.from({ length: 60 }, (_, i) => [
      `Kind ${i}`,
      [`begin ${i}`, "midden", "midden", `eind ${i}`],
    ]);
    const { pages, info } = await read(
      await listPdf({
        title: "Groep 5a",
        lead: "juf Lisa",
        columns: [{ title: "Leerling" }, { title: "Ouders" }],
        rows,
        school: "De Regenton",
        when,
      }),
    );
    expect(pages.length).toBeGreaterThan(3);
    for (const [i, page] of pages.entries()) {
      expect(page).toContain("Leerling Ouders");
      expect(page).toContain(`Pagina ${i + 1} van ${pages.length}`);
      expect(page).toContain("De Regenton. Afgedrukt op 10 november 2026.");
      const on = (word: string) =>
        [...page.matchAll(new RegExp(`${word} (\\d+)`, "g"))].map(String);
      const numbers = (word: string) => on(word).map((found) => found.split(",")[1]);
      expect(numbers("begin")).toEqual(numbers("eind"));
    }
    expect(pages.flatMap((page) => [...page.matchAll(/Kind \d+/g)])).toHaveLength(60);
    expect(info).toMatchObject({ Title: "Groep 5a", Author: "De Regenton", Language: "nl" });
  });

  test("is in English for who reads English", async () => {
    const { all, info } = await read(
      await listPdf({
        title: "Group 5a",
        columns: [{ title: "Pupil" }],
        rows: [["Noor"]],
        school: "S",
        when: { ...when, language: "en" },
      }),
    );
    expect(all).toContain("Printed on 10 November 2026.");
    expect(all).toContain("Page 1 of 1");
    expect(info.Language).toBe("en");
  });

  test("bears words without end, rows longer than a page, and nothing at all", async () => {
    const odd = (rows: string[][]) =>
      listPdf({
        title: "x".repeat(300),
        columns: [{ title: "Naam", width: 60 }, { title: "" }],
        rows,
        empty: "Nog niemand.",
        school: "S",
        when,
      });
    expect((await read(await odd([]))).all).toContain("Nog niemand.");
    const { all } = await read(await odd([["w".repeat(2000), "a b ".repeat(3000)], ["", "na"]]));
    expect(all).toContain("na");
    expect(all.match(/w/g)).toHaveLength(2000);
  });
});

describe("the class list", () => {
  test("has for staff all pupils and their guardians, in the order of the page", async () => {
    const school = await db().selectFrom("schools").select("id")
      .where("short_name", "=", "regenton").executeTakeFirstOrThrow();
    const group = await groupId("5a");
    for (const [first_name, last_name] of [["Ďuro", "Nováček"], ["Trần", "Nguyễn"]]) {
      const { id } = await db().insertInto("pupils")
        .values({ school_id: school.id, first_name: first_name!, last_name: last_name! })
        .returning("id").executeTakeFirstOrThrow();
      await db().insertInto("group_pupils")
        .values({ school_id: school.id, group_id: group, pupil_id: id }).execute();
    }
    const { all, headers, pages, info } = await open(teacher, `/groups/${group}/list.pdf`);
    expect(headers.get("content-type")).toBe("application/pdf");
    expect(headers.get("content-disposition")).toMatch(/^inline; filename="Groep 5a\.pdf"/);
    expect(headers.get("cache-control")).toBe("private, no-store");
    expect(info.Title).toBe("Groep 5a");
    for (
      const part of [
        "Çağla Yıldız",
        "Zofia Wiśniewska",
        "Łukasz Wiśniewski",
        "Ďuro Nováček",
        "Trần Nguyễn",
        "12 april 2018",
        "juf Hanneke. Schooljaar 2026-2027.",
      ]
    ) expect(all, part).toContain(part);
    expect(all).not.toContain("Ronald Hendriks");
    const pupils = await db().selectFrom("pupils as k")
      .innerJoin(
        "group_pupils as m",
        (join) => join.onRef("m.school_id", "=", "k.school_id").onRef("m.pupil_id", "=", "k.id"),
      )
      .where("m.group_id", "=", group).where("k.left_at", "is", null)
      .select(["k.first_name as firstName", "k.initials", "k.prefix", "k.last_name as lastName"])
      .execute();
    expect(pupils).toHaveLength(28);
    let place = 0;
    for (const pupil of pupils.sort(compareNames)) {
      place = all.indexOf(fullName(pupil), place);
      expect(place, fullName(pupil)).toBeGreaterThan(0);
    }
    expect(pages.length).toBeGreaterThan(1);
  });

  test("holds for a parent what was shared with that parent, and nothing else", async () => {
    const group = await groupId("5a");
    await db().updateTable("people").set({ shares: "{}" }).execute();
    await db().updateTable("pupils").set({ shares: "{}" }).execute();
    await db().updateTable("pupils").set({ shares: JSON.stringify({ name: "school" }) })
      .where("first_name", "=", "Teun").where("last_name", "=", "Bakker").execute();
    const thomas = await db().updateTable("people")
      .set({ shares: JSON.stringify({ name: "group", phone: "group" }) })
      .where("first_name", "=", "Thomas").where("last_name", "=", "Bakker")
      .returning(["phone", "email"]).executeTakeFirstOrThrow();

    const mother = await open(parent, `/groups/${group}/list.pdf`);
    for (const shared of ["Noor de Wit", "Teun Bakker", "Thomas", thomas.phone!]) {
      expect(mother.all, shared).toContain(shared);
    }
    expect(mother.all).toContain("Jarig");
    expect(mother.all).not.toContain("Samira");
    const others = await db().selectFrom("people as p")
      .innerJoin(
        "guardianships as g",
        (join) => join.onRef("g.school_id", "=", "p.school_id").onRef("g.person_id", "=", "p.id"),
      )
      .innerJoin(
        "group_pupils as m",
        (join) =>
          join.onRef("m.school_id", "=", "g.school_id").onRef("m.pupil_id", "=", "g.pupil_id"),
      )
      .where("m.group_id", "=", group).where("p.email", "<>", "ouder@regenton.example")
      .select(["p.email", "p.phone"]).execute();
    expect(others.length).toBeGreaterThan(40);
    for (const { email, phone } of others) {
      for (const hidden of [email, phone === thomas.phone ? null : phone]) {
        if (hidden) expect(mother.all).not.toContain(hidden);
      }
    }
    for (const hidden of ["Samira", "Çağla", "Yıldız", "Judith"]) {
      expect(mother.all).not.toContain(hidden);
    }

    const elsewhere = await house.signIn(await parentOnlyIn("8"));
    const stranger = await open(elsewhere, `/groups/${group}/list.pdf`);
    expect(stranger.all).toContain("Teun Bakker");
    for (const hidden of ["Noor", "Samira", "Thomas", thomas.phone!, thomas.email!]) {
      expect(stranger.all).not.toContain(hidden);
    }
  });

  test("is not there for another school, nor before the door", async () => {
    const { id } = await db().selectFrom("groups as g")
      .innerJoin("schools as s", "s.id", "g.school_id").select("g.id")
      .where("s.short_name", "<>", "regenton").executeTakeFirstOrThrow();
    for (const file of ["list.pdf", "overview", "overview.pdf"]) {
      expect((await office.get(`/regenton/groups/${id}/${file}`)).status, file).toBe(404);
    }
    const stranger = house.visitor();
    const { location } = await stranger.get(`/regenton/groups/${await groupId("8")}/list.pdf`);
    expect(location).toContain("/sign-in");
  });

  test("has a name that any disk takes", async () => {
    const { headers } = await open(teacher, `/groups/${await groupId("6/7")}/list.pdf`);
    expect(headers.get("content-disposition")).toContain('filename="Groep 6-7.pdf"');
  });
});

describe("the printed parents of a group", () => {
  test("have their children and how to reach them, and no secret address", async () => {
    const { street, house_number } = await db().selectFrom("people").selectAll()
      .where("first_name", "=", "Marit").where("last_name", "=", "Kuipers")
      .executeTakeFirstOrThrow();
    for (const who of [teacher, office]) {
      const { all } = await open(who, `/groups/${await groupId("5a")}/overview.pdf`);
      expect(all).toContain("Ouderoverzicht groep 5a");
      expect(all).toContain("Samira de Wit Noor");
      expect(all).toContain("Marit Kuipers");
      expect(all).not.toContain(`${street} ${house_number}`);
    }
  });

  test("of fifty stand on two pages", async () => {
    const { pages } = await open(teacher, `/groups/${await groupId("5a")}/overview.pdf`);
    expect(pages).toHaveLength(2);
  });

  test("tell a teacher nothing more of who is blocked", async () => {
    const ronald = await db().selectFrom("people").selectAll()
      .where("first_name", "=", "Ronald").where("last_name", "=", "Hendriks")
      .executeTakeFirstOrThrow();
    const path = `/groups/${await groupId("5a")}/overview.pdf`;
    const { all } = await open(teacher, path);
    expect(all).toContain("Neem contact op met de administratie.");
    expect(all).not.toContain(ronald.phone);
    expect((await open(office, path)).all).toContain(ronald.phone);
  });
});
