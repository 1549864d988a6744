import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import { SmallSchool } from "./support/small_school.ts";
import type { Visitor } from "./support/visitor.ts";

// People choose what other parents see of them and of their children, and look how that looks.

type Adult = Awaited<ReturnType<SmallSchool["guardian"]>>;

let school: TestHouse;
let here: SmallSchool;
beforeAll(async () => {
  school = await openTestHouse({ seed: "empty" });
  here = await SmallSchool.found(school);
});
afterAll(() => school.close());

let count = 0;
let group: number;
let otherGroup: number;
let noor: number;
let samira: Adult;
let karim: Adult;
let mother: Visitor;
let father: Visitor;
let neighbour: Visitor;
let stranger: Visitor;

/** Each test has a family of its own: Noor and her parents, and parents of this and another group. */
beforeEach(async () => {
  count++;
  group = await here.group(`5-${count}`);
  otherGroup = await here.group(`6-${count}`);
  noor = await here.pupil(`Noor${count}`, group);
  samira = await here.guardian(`Samira${count}`, noor);
  karim = await here.guardian(`Karim${count}`, noor);
  await db().updateTable("people").set({ phone: `06-0000${1000 + count}`, street: `Pad${count}` })
    .where("id", "=", samira.id).execute();
  const kees = await here.guardian(`Kees${count}`, await here.pupil("Bram", group));
  const anna = await here.guardian(`Anna${count}`, await here.pupil("Teun", otherGroup));
  [mother, father, neighbour, stranger] = await Promise.all(
    [samira, karim, kees, anna].map((adult) => here.browserOf(adult)),
  ) as [Visitor, Visitor, Visitor, Visitor];
});

const db = () => school.house.db;
const account = "/regenton/account/privacy";
const child = () => `/regenton/children/${noor}/privacy`;
const list = () => `/regenton/groups/${group}`;

/** The form of an adult or child as a browser would send it: what it was loaded with, and changes. */
async function filledIn(visitor: Visitor, path: string, changes: Record<string, string>) {
  const { text } = await visitor.get(path);
  const fields: Record<string, string> = {};
  for (const [input] of text.matchAll(/<input\b[^>]*>/g)) {
    const at = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(input)?.[1] ?? "";
    const counts = at("type") === "hidden" || (at("type") === "radio" && / checked/.test(input));
    if (counts && !/ disabled/.test(input)) fields[at("name")] = at("value");
  }
  return { ...fields, ...changes };
}

async function choose(visitor: Visitor, path: string, changes: Record<string, string>) {
  return await visitor.post(path, await filledIn(visitor, path, changes));
}

const personField = (field: string) => `person-${samira.id}-${field}`;
const childField = (field: string) => `pupil-${noor}-${field}`;
const sharesOfNoor = async () =>
  (await db().selectFrom("pupils").select("shares").where("id", "=", noor)
    .executeTakeFirstOrThrow()).shares;
const sharesOfSamira = async () =>
  (await db().selectFrom("people").select("shares").where("id", "=", samira.id)
    .executeTakeFirstOrThrow()).shares;
const logged = async () =>
  (await db().selectFrom("audit_entries").select("subject")
    .where("action", "=", "sharingChanged").where("school_id", "=", here.id)
    .where((eb) =>
      eb.or([
        eb("subject", "@>", JSON.stringify({ pupilId: noor }) as never),
        eb("subject", "@>", JSON.stringify({ personId: samira.id }) as never),
      ])
    ).orderBy("id").execute()).map((row) => row.subject);

describe("choosing", () => {
  test("at first nobody sees anything, and each field stands on nobody", async () => {
    const { text } = await mother.get(account);
    const checked = [...text.matchAll(/<input\b[^>]* checked[^>]*>/g)].map(([input]) => input);
    expect(checked).toHaveLength(5);
    expect(checked.every((input) => input.includes('value="none"'))).toBe(true);
    expect((await neighbour.get(list())).text).not.toMatch(`Noor${count}`);
  });

  test("what is shared with the group, parents of the group see and those of another do not", async () => {
    await choose(father, child(), { [childField("name")]: "group" });
    const answer = await choose(mother, account, {
      [personField("name")]: "group",
      [personField("phone")]: "group",
    });
    expect([answer.status, answer.location]).toEqual([303, account]);
    const seen = (await neighbour.get(list())).text;
    expect(seen).toContain(`Samira${count}`);
    expect(seen).toContain(`06-0000${1000 + count}`);
    expect(seen).not.toContain(samira.address);
    expect((await stranger.get(list())).text).not.toMatch(`Noor${count}|Samira${count}`);
  });

  test("what is shared with the school, every parent sees", async () => {
    await choose(mother, child(), { [childField("name")]: "school" });
    await choose(mother, account, {
      [personField("name")]: "school",
      [personField("phone")]: "group",
    });
    const seen = (await stranger.get(list())).text;
    expect(seen).toContain(`Samira${count}`);
    expect(seen).not.toContain(`06-0000${1000 + count}`);
  });

  test("a number without the name is shown to nobody, and the page says so", async () => {
    await choose(mother, child(), { [childField("name")]: "group" });
    await choose(mother, account, { [personField("phone")]: "group" });
    expect((await neighbour.get(list())).text).not.toContain(`06-0000${1000 + count}`);
    expect((await mother.get(account)).text).toContain(`De naam van Samira${count} staat op`);
  });

  test("a secret address cannot be shared, whoever types it in", async () => {
    await db().updateTable("people").set({ secret_address: true }).where("id", "=", samira.id)
      .execute();
    expect((await mother.get(account)).text).toContain("Uw adres is geheim");
    await choose(mother, child(), { [childField("name")]: "school" });
    await choose(mother, account, {
      [personField("name")]: "school",
      [personField("address")]: "school",
    });
    const seen = (await neighbour.get(list())).text;
    expect(seen).toContain(`Samira${count}`);
    expect(seen).not.toContain(`Pad${count}`);
    expect(await sharesOfSamira()).toEqual({ name: "school" });
  });

  test("a further number has an audience of its own", async () => {
    const { id } = await db().insertInto("contacts").values({
      school_id: here.id,
      pupil_id: noor,
      kind: "phone",
      label: "Oma",
      value: `010-0000${1000 + count}`,
    }).returning("id").executeTakeFirstOrThrow();
    await choose(mother, child(), { [childField("name")]: "group" });
    expect((await neighbour.get(list())).text).not.toContain(`010-0000${1000 + count}`);
    await choose(mother, child(), { [`contact-${id}`]: "group" });
    expect((await neighbour.get(list())).text).toContain(`010-0000${1000 + count}`);
  });

  test("each change is written down with what it was, and what stayed is not", async () => {
    await choose(mother, account, { [personField("name")]: "group" });
    await choose(mother, account, { [personField("name")]: "school" });
    await choose(mother, account, {});
    expect(await logged()).toEqual([
      { personId: samira.id, field: "name", from: "none", to: "group" },
      { personId: samira.id, field: "name", from: "group", to: "school" },
    ]);
  });

  test("two people of one account each choose for themselves", async () => {
    await db().updateTable("people").set({ account_id: samira.accountId })
      .where("id", "=", karim.id).execute();
    await choose(mother, account, { [`person-${karim.id}-name`]: "school" });
    expect(await sharesOfSamira()).toEqual({});
    const row = await db().selectFrom("people").select("shares").where("id", "=", karim.id)
      .executeTakeFirstOrThrow();
    expect(row.shares).toEqual({ name: "school" });
  });
});

describe("the class list one prints oneself", () => {
  test("has of one's own what the group sees, and of a child that is not shared the name alone", async () => {
    const number = `06-0000${1000 + count}`;
    const { text } = await mother.get(list());
    expect(text).toContain(`Noor${count}`);
    expect(text).toContain("alleen u ziet dit");
    expect(text).not.toMatch(`Pad${count}|${number}|Karim${count}`);
    expect(text).not.toContain(samira.address);
    await choose(father, child(), { [childField("name")]: "group" });
    await choose(mother, account, {
      [personField("name")]: "group",
      [personField("phone")]: "group",
    });
    const shared = (await mother.get(list())).text;
    expect(shared).not.toContain("alleen u ziet dit");
    expect(shared).toContain(number);
    expect(shared).not.toContain(`Pad${count}`);
  });

  test("has no number that the other guardian entered and did not share", async () => {
    await db().insertInto("contacts").values({
      school_id: here.id,
      pupil_id: noor,
      kind: "phone",
      label: "Oma",
      value: `010-0000${1000 + count}`,
    }).execute();
    await choose(mother, child(), { [childField("name")]: "group" });
    expect((await mother.get(list())).text).not.toContain(`010-0000${1000 + count}`);
  });
});

describe("two guardians at once", () => {
  test("neither undoes what the other changed, and of one field the last press counts", async () => {
    const hers = await filledIn(mother, child(), {
      [childField("name")]: "school",
      [childField("photo")]: "group",
    });
    const his = await filledIn(father, child(), {
      [childField("name")]: "group",
      [childField("birthday")]: "group",
    });
    expect((await mother.post(child(), hers)).status).toBe(303);
    expect((await father.post(child(), his)).status).toBe(303);
    expect(await sharesOfNoor()).toEqual({ name: "group", photo: "group", birthday: "group" });
  });

  test("in the same moment nothing is lost either", async () => {
    const fields = ["name", "birthday", "email", "photo"];
    const forms = await Promise.all(
      fields.map((field) => filledIn(mother, child(), { [childField(field)]: "school" })),
    );
    await Promise.all(forms.map((form, i) => [mother, father][i % 2]!.post(child(), form)));
    expect(Object.keys(await sharesOfNoor()).toSorted()).toEqual(fields.toSorted());
    expect(await logged()).toHaveLength(4);
  });
});

describe("the other guardian of a child", () => {
  test("is told by mail that more of it is shared, and sees on the page when that was chosen", async () => {
    const anna = await here.guardian(`Geblokt${count}`, noor);
    await db().updateTable("guardianships").set({ blocked_at: school.clock.now() })
      .where("person_id", "=", anna.id).execute();
    await school.mails();
    expect((await father.get(child())).text).not.toContain("Voor het laatst gekozen");
    await choose(mother, child(), { [childField("name")]: "group" });
    const mails = await school.mails();
    expect(mails.map((mail) => mail.to[0]!.address)).toEqual([karim.address]);
    expect(mails[0]!.subject).toBe(`Wat andere ouders van Noor${count} zien is gewijzigd`);
    expect(mails[0]!.text).toContain("Naam: alleen ouders uit de groep van uw kind.");
    expect(mails[0]!.text).not.toContain("Samira");
    const { text } = await father.get(child());
    expect(text).toContain("Voor het laatst gekozen: vandaag.");
    expect(text).not.toContain("Samira");
  });

  test("gets no mail when less is shared, or when a parent chooses for themselves", async () => {
    await choose(mother, child(), { [childField("name")]: "school" });
    await school.mails();
    await choose(mother, child(), { [childField("name")]: "group" });
    await choose(mother, account, { [personField("name")]: "school" });
    expect(await school.mails()).toEqual([]);
  });
});

describe("who may not", () => {
  test("someone who may only read sees the choices and changes nothing", async () => {
    await db().updateTable("people").set({ read_only: true }).where("id", "=", samira.id).execute();
    const { text, status } = await mother.get(account);
    expect([status, text.includes("U kunt dit bekijken, niet wijzigen.")]).toEqual([200, true]);
    expect(text).not.toContain(">Bewaar<");
    for (const path of [account, child()]) {
      const answer = await mother.post(path, { [personField("name")]: "school" });
      expect(answer.status, path).toBe(403);
    }
    expect(await sharesOfSamira()).toEqual({});
  });

  test("a child that is not one's own is not there, and what is typed about others is not looked at", async () => {
    expect((await stranger.get(child())).status).toBe(404);
    expect((await stranger.post(child(), { [childField("name")]: "school" })).status).toBe(404);
    const answer = await stranger.post(account, {
      [personField("name")]: "school",
      [childField("name")]: "school",
    });
    expect(answer.status).toBe(303);
    expect([await sharesOfSamira(), await sharesOfNoor()]).toEqual([{}, {}]);
  });

  test("who was blocked for a child chooses nothing for it any more", async () => {
    await db().updateTable("guardianships").set({ blocked_at: school.clock.now() })
      .where("person_id", "=", karim.id).execute();
    expect((await father.get(child())).status).not.toBe(200);
    expect((await father.post(child(), { [childField("name")]: "school" })).status).not.toBe(303);
    expect(await sharesOfNoor()).toEqual({});
  });

  test("a choice that does not exist changes nothing, and the rest of the form is kept", async () => {
    for (const wrong of ["everyone", "", "School", "x".repeat(10_000), "\0"]) {
      const answer = await choose(mother, account, {
        [personField("name")]: wrong,
        [personField("phone")]: "school",
      });
      expect(answer.status).toBe(422);
      expect(answer.text).toContain("Er is iets misgegaan met uw keuze.");
      expect(answer.text).toMatch(
        new RegExp(`name="${personField("phone")}" value="school"[^>]* checked`),
      );
    }
    expect((await mother.post(account, {})).status).toBe(303);
    const json = { method: "POST", body: "{}", headers: { "content-type": "application/json" } };
    expect((await mother.send(account, json)).status).toBe(415);
    expect(await sharesOfSamira()).toEqual({});
  });

  test("a teacher without a child here has nothing to choose", async () => {
    const teacher = await here.browserOf(await here.staff(`Hanneke${count}`, "teacher", group));
    const { text, status } = await teacher.get(account);
    expect(status).toBe(200);
    expect(text).toContain("Hier valt niets te kiezen.");
    expect((await teacher.get(`${account}/preview`)).status).toBe(200);
  });
});

describe("how it looks to others", () => {
  test("is what a parent of the group and one of another really see", async () => {
    await choose(mother, child(), { [childField("name")]: "school" });
    await choose(mother, account, {
      [personField("name")]: "school",
      [personField("phone")]: "group",
    });
    await choose(father, account, { [`person-${karim.id}-name`]: "school" });
    const { text } = await mother.get(`${account}/preview`);
    const [, near, far] = text.split("<section");
    for (const [preview, visitor] of [[near!, neighbour], [far!, stranger]] as const) {
      const real = (await visitor.get(list())).text;
      for (
        const word of [`Noor${count}`, `Samira${count}`, `06-0000${1000 + count}`, `Pad${count}`]
      ) {
        expect(preview.includes(word), word).toBe(real.includes(word));
      }
    }
    expect(near).toContain(`06-0000${1000 + count}`);
    expect(far).not.toContain(`06-0000${1000 + count}`);
    // only of oneself: what the other guardian shows is theirs to see
    expect(text).not.toContain(`Karim${count}`);
  });

  test("of one child is about that child and leads back to its choices", async () => {
    const bram = await here.pupil(`Bram${count}`, otherGroup);
    await db().insertInto("guardianships")
      .values({ school_id: here.id, person_id: samira.id, pupil_id: bram }).execute();
    for (const id of [noor, bram]) {
      await choose(mother, `/regenton/children/${id}/privacy`, { [`pupil-${id}-name`]: "group" });
    }
    await choose(mother, account, { [personField("name")]: "group" });
    expect((await mother.get(child())).text).toContain(`${child()}/preview`);
    const { text } = await mother.get(`${child()}/preview`);
    expect(text).toContain(`href="${child()}"`);
    const [, near, far] = text.split("<section");
    expect(near).toContain(`Noor${count}`);
    expect(near).toContain(`Samira${count}`);
    expect(text).not.toContain(`Bram${count}`);
    expect(far).toContain(`Niets van Noor${count}.`);
    expect((await stranger.get(`${child()}/preview`)).status).toBe(404);
  });

  test("says so when others see nothing, and when there is no group yet", async () => {
    const { text } = await mother.get(`${account}/preview`);
    expect(text.match(/Niets van u of uw kinderen\./g)).toHaveLength(2);
    await db().deleteFrom("group_pupils").where("pupil_id", "=", noor).execute();
    for (const path of [account, child()]) {
      expect((await mother.get(`${path}/preview`)).text).toContain("nog niet in een groep");
    }
  });
});
