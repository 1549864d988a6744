import { afterAll, beforeAll, expect, test } from "vitest";
import { type AuditAction, noteSeen } from "../web/audit.ts";
import { findVisit } from "../web/session.ts";
import type { Viewer } from "../web/viewer.ts";
import { detailsOf, sentenceOf } from "../modules/privacy/log.lines.ts";
import { actionsOf, logKinds } from "../modules/privacy/log.kinds.ts";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import { keepFamily, type KeptFamily } from "./support/kept.ts";
import { SmallSchool } from "./support/small_school.ts";
import type { Visitor } from "./support/visitor.ts";

let school: TestHouse;
let small: SmallSchool;
let family: KeptFamily;
let admin: Visitor;
beforeAll(async () => {
  school = await openTestHouse({ seed: "empty" });
  small = await SmallSchool.found(school);
  family = await keepFamily(small);
  admin = await small.browserOf(family.admin);
});
afterAll(() => school.close());

const db = () => school.house.db;

/** A line of the log at a moment. */
async function write(
  at: string,
  action: AuditAction,
  subject: Record<string, unknown>,
  accountId: number | null = family.admin.accountId,
) {
  const ids = (of: string) => [subject[`${of}Id`]].filter((id) => id !== undefined) as number[];
  await db().insertInto("audit_entries").values({
    school_id: small.id,
    at: new Date(at),
    account_id: accountId,
    action,
    subject: JSON.stringify(subject),
    pupil_ids: ids("pupil"),
    person_ids: ids("person"),
  }).execute();
}

const log = async (query: string) => {
  const answer = await admin.get(`/regenton/privacy/log${query}`);
  expect(answer.status).toBe(200);
  return answer.text.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
};

/** The lines of the list alone. */
const linesOf = async (query: string) => {
  const text = await log(query);
  return text.slice(text.indexOf("Wanneer Wie Wat"));
};

async function viewerOf(visitor: Visitor): Promise<Viewer> {
  const visit = await findVisit(school.house, "regenton", visitor.cookies.get("session"));
  return visit!.viewer!;
}

test("an admin reads who changed what of whom, with the old and the new", async () => {
  await write("2026-11-10T08:30:00Z", "personChanged", {
    personId: family.joost.id,
    changed: {
      phone: { from: "06-11111111", to: "06-22222222" },
      house_number: { from: null, to: "4" },
    },
  });
  const text = await log(`?person=${family.joost.id}&kind=data`);
  expect(text).toContain("Gegevens gewijzigd: Joost karekiet");
  expect(text).toContain("Telefoon: 06-11111111 → 06-22222222");
  expect(text).toContain("Huisnummer: leeg → 4");
  expect(text).toContain("Mieke Bos");
});

test("every kind of line is a sentence, in Dutch and in English, and can be searched for", () => {
  const entry = {
    id: 1,
    at: new Date(),
    accountId: 1,
    by: "Mieke",
    subject: { from: "a", to: "b", reason: "c" },
    pupils: [{ id: 1, name: "Noor" }],
    people: [],
    groups: {},
  };
  const actions = logKinds.flatMap(actionsOf);
  expect(new Set(actions).size).toBe(actions.length);
  for (const action of actions) {
    const [nl, en] = ["nl", "en"].map((language) => sentenceOf({ ...entry, action }, language));
    expect(nl).not.toBe(action);
    expect(en).not.toBe(nl);
    const change = action === "changeRejected" ? "gevraagd: b, niet overgenomen" : "a → b";
    expect(detailsOf({ ...entry, action }, "nl")).toEqual([change, "Reden: c"]);
  }
});

test("a line says what became of it: a refused change is not made, a new note is written", async () => {
  const { noor, joost } = family;
  const on = { field: "firstName", from: "Noor", to: "Eleonora" };
  await write("2026-09-03T10:00:00Z", "changeRejected", { pupilId: noor, ...on });
  await write("2026-09-03T10:01:00Z", "noteChanged", { pupilId: noor, change: "added" });
  await write("2026-09-03T10:02:00Z", "noteChanged", { pupilId: noor, change: "removed" });
  await write("2026-09-03T10:03:00Z", "ownDataChanged", { pupilId: noor, ...on });
  await write("2026-09-03T10:04:00Z", "mailRead", { delivery: 1, personId: joost.id });
  const text = await linesOf("?from=2026-09-03&until=2026-09-03");
  expect(text).toContain("Roepnaam: gevraagd: Eleonora, niet overgenomen");
  expect(text).toContain("Notitie geschreven: Noor");
  expect(text).toContain("Notitie verwijderd: Noor");
  expect(text).not.toContain("erbij");
  expect(text).toContain("Gegevens van een kind gewijzigd: Noor");
  expect(text).toContain("Mail aan Joost karekiet gelezen");
});

test("who asks until a day before the first is told so at the field", async () => {
  const text = await log("?from=2026-10-02&until=2026-10-01");
  expect(text).toContain("Deze dag ligt vóór de dag bij Vanaf");
  expect(text).not.toContain("Niets gevonden");
});

test("a search narrows by child, by person, by who did it, by kind and by day, and by all at once", async () => {
  const { noor, fedde, sanne, joost } = family;
  await write("2026-10-01T10:00:00Z", "pupilChanged", {
    pupilId: noor,
    from: { year: "3" },
    to: { year: "4" },
  });
  await write("2026-10-02T10:00:00Z", "photoChanged", { pupilId: fedde }, sanne.accountId);
  await write("2026-10-02T21:59:59Z", "photoChanged", { pupilId: noor }, joost.accountId);
  await write("2026-10-02T22:00:00Z", "sharingChanged", { pupilId: noor }, joost.accountId);

  const child = await linesOf(`?pupil=${noor}&until=2026-10-31`);
  expect(child).toContain("Jaargroep: 3 → 4");
  expect(child).not.toContain("Fedde");
  const byJoost = await linesOf(`?account=${joost.accountId}&until=2026-10-31`);
  expect(byJoost.match(/Joost/g)).toHaveLength(2);
  const thatDay = await linesOf(`?from=2026-10-02&until=2026-10-02`); // the day ends at 22:00 UTC
  expect(thatDay).toContain("Foto gewijzigd: Fedde");
  expect(thatDay).toContain("Foto gewijzigd: Noor");
  expect(thatDay).not.toContain("Gekozen wat anderen zien");
  const all = await linesOf(
    `?pupil=${noor}&account=${joost.accountId}&kind=data&from=2026-10-02&until=2026-10-02`,
  );
  expect(all).toContain("Foto gewijzigd: Noor");
  expect(all).not.toContain("Fedde");
  expect(await log(`?pupil=${fedde}&kind=access&until=2026-10-31`)).toContain("Niets gevonden.");
});

test("a name that one person has is enough; of several one is chosen", async () => {
  expect(await log("?about=joost")).toContain("Over Joost karekiet");
  const several = await admin.get("/regenton/privacy/log?about=zwaluw");
  expect(several.text).toContain("Wie bedoel je met “zwaluw”?");
  expect(several.text).toContain(`/regenton/privacy/log?pupil=${family.noor}`);
  expect(several.text).toContain(`/regenton/privacy/log?person=${family.sanne.id}`);
  expect(await log("?about=xyzzy")).toContain("Niemand gevonden met “xyzzy”.");
  expect(await log("?by=mieke")).toContain("Door Mieke Bos");
  expect(await log("?by=noor")).toContain("Niemand gevonden");
});

test("older lines follow page by page, each once, also when several are of one moment", async () => {
  for (let n = 0; n < 120; n++) {
    await write(`2026-09-01T10:00:0${n % 3}Z`, "couplingCodeMade", {
      pupilId: family.fedde,
      code: `c${n}`,
    });
  }
  const seen: string[] = [];
  let next: string | undefined = `?pupil=${family.fedde}&until=2026-09-30`;
  for (let page = 0; next !== undefined && page < 9; page++) {
    const { text } = await admin.get(`/regenton/privacy/log${next}`);
    seen.push(...[...text.matchAll(/Code: (c\d+)/g)].map((match) => match[1]!));
    next = /href="\/regenton\/privacy\/log(\?[^"]*under=[^"]*)"/.exec(text)?.[1]?.replaceAll(
      "&amp;",
      "&",
    );
  }
  expect(seen).toHaveLength(120);
  expect(new Set(seen).size).toBe(120);
});

test("looking at a child is written down once in ten minutes, and again after that", async () => {
  const teacher = await viewerOf(await small.browserOf(family.sanne));
  const look = (iso: string, what: "family" | "notes" = "family", ids = [family.noor]) =>
    noteSeen(db(), teacher, what, ids, new Date(iso));
  const count = async () =>
    (await db().selectFrom("audit_entries").select("id").where("action", "=", "dataSeen")
      .where("account_id", "=", family.sanne.accountId).execute()).length;
  await look("2026-11-10T10:00:00Z");
  await look("2026-11-10T10:09:00Z");
  expect(await count()).toBe(1);
  await look("2026-11-10T10:09:00Z", "notes");
  await look("2026-11-10T10:09:00Z", "family", [family.fedde]);
  await look("2026-11-10T10:11:00Z");
  expect(await count()).toBe(4);
  await look("2026-11-10T10:12:00Z", "notes", []);
  expect(await count()).toBe(4);
  expect(await log(`?pupil=${family.noor}&kind=seen`)).toContain(
    "Gezin bekeken: Noor zwaluw-pupils",
  );
});

test("a look is not noted together with a change, whose commit must reach the disk", async () => {
  const viewer = await viewerOf(admin);
  const both = db().transaction().execute((trx) =>
    noteSeen(trx, viewer, "family", [family.noor], school.clock.now())
  );
  await expect(both).rejects.toThrow("outside transactions");
});

test("a search is saved as a file that no spreadsheet runs, and that is in the log", async () => {
  await write("2026-08-05T10:00:00Z", "personBlocked", {
    personId: family.joost.id,
    reason: '=1+1; "zo"',
  });
  const file = await admin.get("/regenton/privacy/log.csv?until=2026-08-31");
  expect(file.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(file.headers.get("content-disposition")).toContain("attachment");
  expect(file.text.replace("\ufeff", "").split("\r\n")).toEqual([
    "Wanneer;Wie;Wat;",
    `2026-08-05 12:00;Mieke Bos;Geblokkeerd: Joost karekiet;"Reden: =1+1; ""zo"""`,
    "",
  ]);
  expect(await log("?kind=privacy")).toContain("Logboek als CSV bewaard");
  const unclear = await admin.get("/regenton/privacy/log.csv?about=zwaluw");
  expect(unclear.location).toBe("/regenton/privacy/log?about=zwaluw");
});

test.each([
  "?pupil=abc",
  "?pupil=999999999999999",
  "?person=-1",
  "?account=1e9",
  "?kind=nonsense",
  "?from=2026-02-31&until=gisteren",
  "?from=9999-12-31",
  "?under=99999999999999999-1",
  "?under=999999999999999-5",
  "?about=%00%F0%9F",
  `?about=${"a".repeat(10_000)}`,
  "?about=%25%5C_'",
  "?by=",
])("an address that makes no sense (%s) narrows nothing and breaks nothing", async (query) => {
  expect((await admin.get(`/regenton/privacy/log${query}`)).status).toBe(200);
  expect([200, 303]).toContain((await admin.get(`/regenton/privacy/log.csv${query}`)).status);
});

test("of another school nothing is found, whoever's number one tries", async () => {
  const other = await SmallSchool.found(school, "klimboom");
  const theirs = await keepFamily(other);
  const head = await other.browserOf(theirs.admin);
  for (
    const query of [
      `?pupil=${family.noor}`,
      `?person=${family.joost.id}`,
      `?account=${family.admin.accountId}`,
    ]
  ) {
    const { text } = await head.get(`/klimboom/privacy/log${query}`);
    expect(text).toContain("Niets gevonden.");
    expect(text).not.toContain("Noor zwaluw");
    expect(text).not.toContain("Joost karekiet");
  }
});

test("a guardian's looks at sitters, notes and results of a child are noted as those of staff are", async () => {
  await db().updateTable("schools").set({ uses_notes: true, uses_results: true })
    .where("id", "=", small.id).execute();
  const joost = await small.browserOf(family.joost);
  for (const tab of ["sitters", "notes", "results"]) {
    expect((await joost.get(`/regenton/children/${family.noor}/${tab}`)).status).toBe(200);
  }
  const looks = await db().selectFrom("audit_entries").select("subject")
    .where("account_id", "=", family.joost.accountId).where("action", "=", "dataSeen")
    .orderBy("id").execute();
  expect(looks.map((row) => (row.subject as { what: string }).what))
    .toEqual(expect.arrayContaining(["sitters", "notes", "results"]));
});

test("who is given a class and who is taken from it stands in the log by name", async () => {
  const teacher = await small.staff("Tineke", "teacher");
  const group = await small.group("7c");
  const path = `/regenton/groups/${group}/teachers`;
  expect((await admin.post(path, { teacher: String(teacher.id) })).status).toBe(303);
  expect((await admin.post(`${path}/${teacher.id}/removal`)).status).toBe(303);
  const entries = await db().selectFrom("audit_entries").select(["subject", "person_ids"])
    .where("action", "=", "groupStaffChanged").orderBy("id", "desc").limit(2).execute();
  expect(entries).toMatchObject([
    { person_ids: [teacher.id], subject: { groupId: group, change: "removed" } },
    { person_ids: [teacher.id], subject: { groupId: group, change: "added" } },
  ]);
  expect(await linesOf("")).toMatch(/Leerkrachten van groep gewijzigd: Tineke.*erbij/);
});

test("what is so already is not noted as a change, however often it is pressed", async () => {
  const parent = await small.guardian("Wilma", family.noor);
  const child = await small.pupil("Guus");
  const group = await small.group("2d");
  const teacher = await small.staff("Rob", "teacher");
  const person = `/regenton/people/${parent.id}`;
  const presses: [string, Record<string, string>][] = [
    [`${person}/read-only`, {}],
    [`${person}/read-only/removal`, {}],
    [`${person}/children`, { pupil: String(child), relation: "mother" }],
    [`${person}/children/${child}/block`, { reason: "rechter" }],
    [`${person}/children/${child}/block/removal`, {}],
    [`${person}/senders`, { senderTitle: "klassenouder", group: String(group) }],
    [`${person}/block`, { reason: "rechter" }],
    [`${person}/block/removal`, {}],
    [`${person}/departure`, {}],
    [`${person}/departure/removal`, {}],
    [`/regenton/people/pupils/${child}`, { firstName: "Guus", lastName: "Bos", year: "3" }],
    [`/regenton/people/pupils/${child}/departure`, {}],
    [`/regenton/people/pupils/${child}/departure/removal`, {}],
    [`/regenton/groups/${group}/pupils`, { pupil: String(child) }],
    [`/regenton/groups/${group}/teachers`, { teacher: String(teacher.id) }],
    [`/regenton/groups/${group}/edit`, { name: "2d", years: "2" }],
  ];
  const lines = async () => {
    const { n } = await db().selectFrom("audit_entries").select((eb) => eb.fn.countAll().as("n"))
      .where("school_id", "=", small.id).where("action", "<>", "dataSeen")
      .executeTakeFirstOrThrow();
    return Number(n);
  };
  for (const [path, fields] of presses) {
    const before = await lines();
    const first = await admin.post(path, fields);
    const once = await lines();
    const second = await admin.post(path, fields);
    expect([first.status, second.status, once - before, await lines() - once], path)
      .toEqual([303, 303, 1, 0]);
  }
});

test("what the office sees of a child on its own pages, and staff of a special group, is noted as a look", async () => {
  const otto = await small.staff("Otto", "office");
  const office = await small.browserOf(otto);
  const looks = async () =>
    (await db().selectFrom("audit_entries").select(["subject", "pupil_ids"])
      .where("account_id", "=", otto.accountId).where("action", "=", "dataSeen").orderBy("id")
      .execute())
      .map((row) => [(row.subject as { what: string }).what, row.pupil_ids.includes(family.noor)]);
  for (
    const page of [
      `people/pupils/${family.noor}`,
      `people/${family.joost.id}`,
      "changes",
      `special-groups/${family.specialGroup}`,
      `special-groups/${family.specialGroup}/list.pdf`,
      "people/pupils",
      "special-groups",
    ]
  ) {
    expect((await office.get(`/regenton/${page}`)).status, page).toBe(200);
  }
  expect(await looks()).toEqual([
    ["childPage", true],
    ["family", true],
    ["changes", true],
    ["specialGroup", true],
    ["pdf", true],
  ]);
});
