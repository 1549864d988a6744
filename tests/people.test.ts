import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openTestHouse, password, type TestHouse } from "./support/house.ts";
import type { Visitor } from "./support/visitor.ts";

let house: TestHouse;
let office: Visitor, admin: Visitor, parent: Visitor, teacher: Visitor;
beforeAll(async () => {
  house = await openTestHouse({ seed: "demo+neighbour" });
  office = await house.signIn("administratie@regenton.example");
  admin = await house.signIn("directie@regenton.example");
  parent = await house.signIn("ouder@regenton.example");
  teacher = await house.signIn("juf@regenton.example");
  await house.mails();
});
afterAll(() => house.close());
beforeEach(() => house.clock.travel("2026-11-10T09:00:00+01:00"));

async function personId(firstName: string, lastName: string): Promise<number> {
  const { id } = await house.house.db.selectFrom("people").select("id")
    .where("first_name", "=", firstName).where("last_name", "=", lastName)
    .orderBy("school_id").executeTakeFirstOrThrow();
  return id;
}
async function pupilId(firstName: string, lastName: string): Promise<number> {
  const { id } = await house.house.db.selectFrom("pupils").select("id")
    .where("first_name", "=", firstName).where("last_name", "=", lastName)
    .orderBy("school_id").executeTakeFirstOrThrow();
  return id;
}
const lastAudit = () =>
  house.house.db.selectFrom("audit_entries").select(["action", "subject", "account_id"])
    .where("action", "<>", "dataSeen").orderBy("id", "desc").executeTakeFirstOrThrow();
const found = async (path: string) =>
  [...(await office.get(`/regenton/people${path}`)).text
    .matchAll(/<th role="rowheader"[^>]*><a href="[^"]*">([^<]+)</g)].map((match) => match[1]!);

describe("finding people", () => {
  test("the office finds a guardian by letters of name, address, e-mail or child", async () => {
    expect(await found("?q=wit+sam")).toContain("Samira de Wit");
    expect(await found("?q=OUDER%40regen")).toContain("Samira de Wit");
    expect(await found("?q=noor+wit")).toEqual(
      expect.arrayContaining(["Samira de Wit", "Jeroen van der Laan"]),
    );
    const { street } = await house.house.db.selectFrom("people").select("street")
      .where("id", "=", await personId("Samira", "Wit")).executeTakeFirstOrThrow();
    expect(await found(`?q=${encodeURIComponent(street!)}`)).toContain("Samira de Wit");
  });

  test("accents and capitals do not matter, and signs of a search pattern find nothing by themselves", async () => {
    expect(await found("/staff?q=omer")).toEqual(["Ömer Kaya"]);
    expect(await found("/staff?q=naima")).toEqual(["Naïma Bouzid"]);
    expect(await found("?q=%25")).toEqual([]);
    expect(await found("?q=_______")).toEqual([]);
    expect(await found("?q=%00%5C%27")).toEqual([]);
  });

  test("lists are in the order of Dutch names, by page", async () => {
    const first = await found("");
    expect(first).toHaveLength(50);
    const second = await found("?page=2");
    expect(second).toHaveLength(50);
    expect(first).not.toEqual(second);
    const last = await found("?page=9999999");
    expect(last.length).toBeGreaterThan(0);
    expect(await found("?page=-3")).toEqual(first);
    const staff = await found("/staff");
    expect(staff.indexOf("Marieke van den Berg")).toBeLessThan(staff.indexOf("Wouter Blom"));
  });

  test("filters show who is not active and who has no address", async () => {
    expect(await found("?filter=inactive&q=bruin")).toEqual(["Sanne de Bruin"]);
    expect(await found("?filter=noAddress")).toContain("Riet Brouwer");
    expect(await found("?filter=noAddress")).not.toContain("Samira de Wit");
  });

  test("pupils are found by a guardian too", async () => {
    expect(await found("/pupils?q=samira")).toEqual(
      expect.arrayContaining(["Noor de Wit", "Mees de Wit"]),
    );
  });

  test("only the office sees the lists, and never anyone of another school", async () => {
    for (const path of ["", "/pupils", "/staff", "/invitations", "/guardians/new"]) {
      expect((await parent.get(`/regenton/people${path}`)).status, path).toBe(403);
      expect((await teacher.get(`/regenton/people${path}`)).status, path).toBe(403);
    }
    const others = await house.house.db.selectFrom("people as p")
      .innerJoin("schools as s", "s.id", "p.school_id").select("p.id")
      .where("s.short_name", "!=", "regenton").limit(5).execute();
    expect(others).toHaveLength(5);
    for (const { id } of others) {
      expect((await admin.get(`/regenton/people/${id}`)).status).toBe(404);
      expect((await admin.post(`/regenton/people/${id}/block`, { reason: "x" })).status).toBe(404);
    }
  });
});

describe("inviting", () => {
  test("one person gets the invitation again, once per press, and their page says so", async () => {
    const path = `/regenton/people/${await personId("Sanne", "Bruin")}`;
    expect((await office.get(path)).text).toContain("Stuur uitnodiging");
    await office.post(`${path}/invitation`);
    await office.post(`${path}/invitation`);
    expect((await office.get(path)).text).toContain("staat klaar. Er is nog geen mailserver");
    const mails = await house.mails();
    expect(mails).toHaveLength(1);
    expect(mails[0]!.text).toContain("/regenton/activate/");
    expect((await office.get(path)).text).toContain("uitgenodigd, vandaag");
    expect((await lastAudit()).action).toBe("invited");
  });

  test("without a mail server the page promises no mail: invitations are kept ready", async () => {
    const { text } = await office.get("/regenton/people/invitations");
    expect(text).toContain("Die gaan pas weg als er een mailserver is.");
    expect(text).toMatch(/Zet \d+ uitnodigingen klaar/);
    expect(text).not.toMatch(/onderweg|mails? uit\./);
  });

  test("everyone who is not active is invited in one go, and the picture of it moves", async () => {
    house.clock.travel("2026-11-10T10:00:00+01:00");
    const count = Number(
      /nog niet actief is \((\d+)\)/.exec(
        (await office.get("/regenton/people/invitations")).text,
      )?.[1],
    );
    expect(count).toBeGreaterThan(1);
    await Promise.all([1, 2].map(() => office.post("/regenton/people/invitations")));
    const mails = await house.mails();
    expect(mails).toHaveLength(count);
    expect(new Set(mails.map((mail) => mail.to[0]!.address)).size).toBe(count);
    const { text } = await office.get("/regenton/people/invitations");
    expect(text).toContain(`<b>${count}</b><span class="grow">uitgenodigd, nog niet actief`);
    expect(text).toContain('<progress class="meter"');
  });
});

describe("the account of someone", () => {
  test("another user name is told to both addresses and is what one signs in with", async () => {
    const path = `/regenton/people/${await personId("Jeroen", "Laan")}`;
    const done = await office.post(`${path}/user-name`, { userName: "Jeroen@nieuw.example" });
    expect(done.status).toBe(303);
    const told = (await house.mails()).map((mail) => mail.to[0]!.address).sort();
    expect(told).toEqual(["jeroen@nieuw.example", "ouder2@regenton.example"]);
    await house.signIn("jeroen@nieuw.example");
    expect((await office.get(path)).text).toContain("jeroen@nieuw.example");
  });

  test("a user name that someone else has is refused", async () => {
    const path = `/regenton/people/${await personId("Jeroen", "Laan")}/user-name`;
    const answer = await office.post(path, { userName: "OUDER@regenton.example" });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain("al de gebruikersnaam van een ander account");
    expect(answer.text).toContain('value="OUDER@regenton.example"');
    expect((await office.post(path, { userName: "geen adres" })).status).toBe(422);
  });

  const details = { firstName: "Bart", prefix: "", lastName: "Willems", phone: "06-00000001" };

  test("a changed e-mail address changes where mail goes, not the user name", async () => {
    const id = await personId("Bart", "Willems");
    const before = await house.house.db.selectFrom("people as p")
      .innerJoin("accounts as a", "a.id", "p.account_id").select(["a.user_name", "a.id"])
      .where("p.id", "=", id).executeTakeFirstOrThrow();
    const answer = await office.post(`/regenton/people/${id}`, {
      ...details,
      email: "Bart@nieuw.example",
    });
    expect(answer.status).toBe(303);
    const after = await house.house.db.selectFrom("accounts").select(["user_name", "email"])
      .where("id", "=", before.id).executeTakeFirstOrThrow();
    expect(after).toEqual({ user_name: before.user_name, email: "bart@nieuw.example" });
    const { subject } = await lastAudit();
    expect(subject).toMatchObject({ personId: id, changed: { phone: { to: "06-00000001" } } });
    const empty = await office.post(`/regenton/people/${id}`, { ...details, email: "" });
    expect([empty.status, empty.text.includes("er moet een e-mailadres zijn")]).toEqual([
      422,
      true,
    ]);
  });

  test("who gets an address for the first time gets an account, and who shared one gets an own", async () => {
    const riet = await personId("Riet", "Brouwer");
    const filled = { firstName: "Riet", lastName: "Brouwer", email: "riet@nieuw.example" };
    await office.post(`/regenton/people/${riet}`, filled);
    await office.post(`/regenton/people/${riet}/invitation`);
    expect((await house.mails()).map((mail) => mail.to[0]!.address)).toEqual([
      "riet@nieuw.example",
    ]);

    const [omar, lubna] = [await personId("Omar", "Haddad"), await personId("Lubna", "Haddad")];
    expect((await office.get(`/regenton/people/${omar}`)).text).toContain(
      "gedeeld met Lubna Haddad",
    );
    await office.post(`/regenton/people/${lubna}`, {
      firstName: "Lubna",
      lastName: "Haddad",
      email: "lubna@nieuw.example",
    });
    const accounts = await house.house.db.selectFrom("people").select("account_id")
      .where("id", "in", [omar, lubna]).execute();
    expect(new Set(accounts.map((row) => row.account_id)).size).toBe(2);
    expect((await office.get(`/regenton/people/${omar}`)).text).not.toContain("gedeeld met");
  });

  test("what cannot be is said beside what was typed", async () => {
    const path = `/regenton/people/${await personId("Bart", "Willems")}`;
    const tries: Record<string, string>[] = [
      { ...details, lastName: "" },
      { ...details, firstName: "" },
      { ...details, email: "bart@" },
      { ...details, phone: "bel maar" },
      { ...details, postcode: "!!" },
      { ...details, lastName: "x".repeat(10_000) },
    ];
    for (const fields of tries) {
      const answer = await office.post(path, fields);
      expect(answer.status, JSON.stringify(fields).slice(0, 99)).toBe(422);
    }
    expect((await office.post(path, { ...details, phone: "bel maar" })).text).toContain(
      'value="bel maar"',
    );
  });
});

describe("what someone may do", () => {
  test("a blocked parent is out at the next request, with the reason in the file, until the block is lifted", async () => {
    const path = `/regenton/people/${await personId("Samira", "Wit")}`;
    const without = await office.post(`${path}/block`, { reason: " " });
    expect([without.status, without.text.includes("Schrijf op waarom")]).toEqual([422, true]);
    expect((await parent.get("/regenton/groups")).status).toBe(200);
    await office.post(`${path}/block`, { reason: "Uitspraak van 3 november" });
    expect((await parent.get("/regenton/groups")).status).toBe(303);
    expect(await lastAudit()).toMatchObject({
      action: "personBlocked",
      subject: { reason: "Uitspraak van 3 november" },
    });
    expect((await office.get(path)).text).toContain("Uitspraak van 3 november");
    await office.post(`${path}/block/removal`);
    expect((await parent.get("/regenton/groups")).status).toBe(200);
  });

  test("a parent blocked for one child sees nothing of that child, and still the other", async () => {
    const path = `/regenton/people/${await personId("Samira", "Wit")}/children/${await pupilId(
      "Noor",
      "Wit",
    )}`;
    expect((await office.post(`${path}/block`, { reason: "Gezag" })).status).toBe(303);
    const { text } = await parent.get("/regenton/children");
    expect(text).toContain("Mees de Wit");
    expect(text).not.toContain("Noor de Wit");
    await office.post(`${path}/block/removal`);
    expect((await parent.get("/regenton/children")).text).toContain("Noor de Wit");
  });

  test("a parent set to read-only sees all and changes nothing, and takes part again later", async () => {
    const path = `/regenton/people/${await personId("Thomas", "Bakker")}/read-only`;
    await office.post(path);
    expect((await lastAudit()).action).toBe("readOnlySet");
    const row = () =>
      house.house.db.selectFrom("people").select("read_only").where("first_name", "=", "Thomas")
        .where("last_name", "=", "Bakker").executeTakeFirstOrThrow();
    expect((await row()).read_only).toBe(true);
    await office.post(`${path}/removal`);
    expect((await row()).read_only).toBe(false);
  });

  test("a linked child is seen at once, an unlinked one no more", async () => {
    const path = `/regenton/people/${await personId("Samira", "Wit")}/children`;
    const teun = await pupilId("Teun", "Bakker");
    await office.post(path, { pupil: String(teun), relation: "guardian" });
    expect((await parent.get("/regenton/children")).text).toContain("Teun Bakker");
    await office.post(`${path}/${teun}/removal`);
    expect((await parent.get("/regenton/children")).text).not.toContain("Teun Bakker");
    expect((await office.post(path, { pupil: "999999", relation: "" })).status).toBe(422);
    expect((await office.post(path, { pupil: "", relation: "aunt" })).status).toBe(422);
    expect((await office.post(`${path}/${teun}/removal`)).status).toBe(404);
  });

  test("a parent becomes class parent of a group and stops being it", async () => {
    const path = `/regenton/people/${await personId("Bart", "Willems")}`;
    await office.post(`${path}/senders`, { senderTitle: "MR", group: "" });
    await office.post(`${path}/senders`, { senderTitle: "OR", group: "" });
    const senders = await house.house.db.selectFrom("senders").select(["id", "title"])
      .where("person_id", "=", await personId("Bart", "Willems")).execute();
    expect(senders.map((sender) => sender.title)).toEqual(["OR"]);
    await office.post(`${path}/senders/${senders[0]!.id}/removal`);
    expect((await lastAudit()).action).toBe("senderRemoved");
    expect((await office.post(`${path}/senders`, { senderTitle: "OR", group: "999999" })).status)
      .toBe(422);
    expect((await office.post(`${path}/senders/${senders[0]!.id}/removal`)).status).toBe(404);
  });
});

describe("roles", () => {
  const staff = (role: string) => ({ role, title: "juf Hanneke", function: "leerkracht" });

  test("the office makes a parent a teacher, but no admin; the admin does", async () => {
    const path = `/regenton/people/${await personId("Bart", "Willems")}/staff`;
    const refused = await office.post(path, staff("admin"));
    expect([refused.status, refused.text.includes("Alleen een beheerder benoemt")]).toEqual([
      422,
      true,
    ]);
    expect((await office.post(path, staff("teacher"))).status).toBe(303);
    expect((await admin.post(path, staff("office"))).status).toBe(303);
    expect(await lastAudit()).toMatchObject({
      action: "roleChanged",
      subject: { from: "teacher", to: "office" },
    });
    expect((await office.post(path, staff("none"))).status).toBe(422);
    expect((await admin.post(path, staff("none"))).status).toBe(303);
  });

  test("the office cannot touch the account of an admin", async () => {
    const path = `/regenton/people/${await personId("Wouter", "Blom")}`;
    expect((await office.get(path)).text).toContain("Alleen een beheerder kan het wijzigen");
    const tries: [string, Record<string, string>][] = [
      ["", { firstName: "W", lastName: "B", email: "mine@x.example" }],
      ["/user-name", { userName: "mine@x.example" }],
      ["/block", { reason: "x" }],
      ["/departure", {}],
      ["/staff", staff("none")],
    ];
    for (const [what, fields] of tries) {
      expect((await office.post(path + what, fields)).status, what).toBe(403);
    }
  });

  test("the last admin stays: not demoted, blocked or signed out of the school", async () => {
    const wouter = `/regenton/people/${await personId("Wouter", "Blom")}`;
    const bibi = `/regenton/people/${await personId("Bibi", "Aalders")}`;
    for (const role of ["teacher", "none"]) {
      const answer = await admin.post(`${wouter}/staff`, staff(role));
      expect([answer.status, answer.text.includes("laatste beheerder")]).toEqual([422, true]);
    }
    expect((await admin.post(`${wouter}/block`, { reason: "x" })).status).toBe(422);
    expect((await admin.post(`${wouter}/departure`)).status).toBe(422);

    await admin.post(`${bibi}/staff`, staff("admin"));
    const both = await Promise.all([
      admin.post(`${bibi}/staff`, staff("office")),
      office.post(`${wouter}/staff`, staff("office")),
    ]);
    expect(both.map((answer) => answer.status).sort()).not.toEqual([303, 303]);
    const admins = await house.house.db.selectFrom("staff").select("person_id")
      .where("role", "=", "admin").where("left_at", "is", null).where("school_id", "=", 1)
      .execute();
    expect(admins).toHaveLength(1);
    const left = admins[0]!.person_id === await personId("Wouter", "Blom") ? admin : office;
    await left.post(`${wouter}/staff`, staff("admin"));
    await admin.post(`${bibi}/staff`, staff("office"));
  });
});

describe("a school without files", () => {
  test("the office adds a pupil, a parent and a teacher by hand, and the parent gets in", async () => {
    const group = await house.house.db.selectFrom("groups").select("id").where("name", "=", "3")
      .where("school_year", "=", 2026).orderBy("school_id").executeTakeFirstOrThrow();
    const pupil = await office.post("/regenton/people/pupils", {
      firstName: "Pien",
      prefix: "van",
      lastName: "Vliet",
      bornOn: "2019-05-03",
      year: "3",
      group: String(group.id),
    });
    expect(pupil.status).toBe(303);
    const id = /pupils\/(\d+)$/.exec(pupil.location!)![1]!;
    const guardian = await office.post("/regenton/people/guardians", {
      firstName: "Roel",
      lastName: "Vliet",
      prefix: "van",
      email: "Roel@vliet.example",
      pupil: id,
      relation: "father",
      invite: "on",
    });
    expect(guardian.status).toBe(303);
    const [mail] = await house.mails();
    expect(mail!.to[0]!.address).toBe("roel@vliet.example");
    const link = /\/regenton\/activate\/\S+/.exec(mail!.text)![0];
    const roel = house.visitor();
    expect((await roel.post(link, { password, repeat: password })).status).toBe(303);
    expect((await roel.get("/regenton/children")).text).toContain("Pien van Vliet");

    const juf = await office.post("/regenton/people/staff", {
      firstName: "Tineke",
      lastName: "Smit",
      role: "teacher",
      title: "juf Tineke",
      email: "",
    });
    expect(juf.status).toBe(303);
    const boss = await office.post("/regenton/people/staff", {
      firstName: "Ik",
      lastName: "Baas",
      role: "admin",
    });
    expect([boss.status, boss.text.includes('value="Baas"')]).toEqual([422, true]);
  });

  test("what is wrong with someone new is said, and nobody is added", async () => {
    const count = async () =>
      (await house.house.db.selectFrom("people").select("id").execute()).length +
      (await house.house.db.selectFrom("pupils").select("id").execute()).length;
    const before = await count();
    const tries: [string, Record<string, string>][] = [
      ["guardians", { firstName: "A", lastName: "B", pupil: "999999", relation: "" }],
      ["guardians", { firstName: "A", lastName: "B", relation: "" }],
      ["guardians", {}],
      ["staff", { lastName: "B", role: "teacher" }],
      ["staff", { firstName: "A", lastName: "B", role: "king" }],
      ["pupils", { firstName: "A", lastName: "B", bornOn: "2019-02-30" }],
      ["pupils", { firstName: "A", lastName: "B", year: "9" }],
      ["pupils", { firstName: "A", lastName: "B", group: "999999" }],
    ];
    for (const [kind, fields] of tries) {
      const answer = await office.post(`/regenton/people/${kind}`, fields);
      expect(answer.status, `${kind} ${JSON.stringify(fields)}`).toBe(422);
    }
    expect(await count()).toBe(before);
  });

  test("a pupil is changed, leaves, and comes back", async () => {
    const path = `/regenton/people/pupils/${await pupilId("Noor", "Wit")}`;
    await office.post(path, {
      firstName: "Noor",
      prefix: "de",
      lastName: "Wit",
      bornOn: "2017-04-12",
      year: "5",
    });
    expect((await office.get(path)).text).toContain('value="2017-04-12"');
    await office.post(`${path}/departure`);
    expect((await parent.get("/regenton/children")).text).not.toContain("Noor de Wit");
    await office.post(`${path}/departure/removal`);
    expect((await parent.get("/regenton/children")).text).toContain("Noor de Wit");
  });
});
