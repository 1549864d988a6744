import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openTestHouse, type TestHouse, testNow } from "./support/house.ts";
import { crowdOf } from "./support/crowd.ts";
import type { Visitor } from "./support/visitor.ts";

let house: TestHouse;
let parent: Visitor, father: Visitor, readOnly: Visitor, teacher: Visitor, office: Visitor;
beforeAll(async () => {
  house = await openTestHouse({ seed: "demo+neighbour" });
  parent = await house.signIn("ouder@regenton.example");
  father = await house.signIn("ouder2@regenton.example");
  readOnly = await house.signIn("alleenlezen@regenton.example");
  teacher = await house.signIn("juf@regenton.example");
  office = await house.signIn("administratie@regenton.example");
  await house.mails();
});
afterAll(() => house.close());
beforeEach(() => house.clock.travel(testNow));

const here = "/regenton/special-groups";
const rows = async <T>(query: string, values: unknown[] = []) =>
  [...await house.house.pool.unsafe<T[] & object[]>(query, values as never[])] as T[];

async function demoGroup(name: string): Promise<number> {
  const [row] = await rows<{ id: number }>("select id from special_groups where name = $1", [name]);
  return row!.id;
}
async function classId(name: string, school = "regenton"): Promise<number> {
  const [row] = await rows<{ id: number }>(
    `select g.id from groups g join schools s on s.id = g.school_id
    where s.short_name = $1 and g.name = $2 and g.school_year = 2026`,
    [school, name],
  );
  return row!.id;
}
async function personId(firstName: string, lastName: string): Promise<number> {
  const [row] = await rows<{ id: number }>(
    "select id from people where first_name = $1 and last_name = $2 order by school_id limit 1",
    [firstName, lastName],
  );
  return row!.id;
}
/** The count kept with the group, and what it must be. */
async function places(id: number) {
  const [row] = await rows<{ taken: number; members: number; maximum: number | null }>(
    `select taken, maximum, (select count(*)::int from special_group_members
      where special_group_id = s.id) as members from special_groups s where id = $1`,
    [id],
  );
  return row!;
}
const activity = (more: Record<string, string | string[]> = {}) => ({
  kind: "activity",
  name: "Appels plukken",
  closesOn: "2026-11-20",
  closesAt: "20:00",
  ...more,
});
/** Made by the teacher. */
async function made(fields: Record<string, string | string[]>): Promise<number> {
  const answer = await teacher.post(here, fields);
  expect(answer.status).toBe(303);
  return Number(answer.location!.split("/").at(-1));
}
const join = (who: Visitor, id: number) => who.post(`${here}/${id}/sign-up`);
const leave = (who: Visitor, id: number) => who.post(`${here}/${id}/sign-up/removal`);

describe("what parents see", () => {
  test("a parent sees the groups they are in first, then what is open for their children's classes", async () => {
    const { text } = await parent.get(here);
    expect(text.indexOf("Luizenouders 5a")).toBeGreaterThan(0);
    expect(text.indexOf("Luizenouders 5a"))
      .toBeLessThan(text.indexOf("Rijden naar de kinderboerderij"));
    expect(text).toContain("nog 1 plaats");
    expect(text).not.toContain("Werkgroep Sinterklaas");
  });

  test("a parent without a child in the classes named finds neither the activity nor its page", async () => {
    const id = await demoGroup("Rijden naar de kinderboerderij");
    expect((await father.get(here)).text).not.toContain("kinderboerderij");
    expect((await father.get(`${here}/${id}`)).status).toBe(404);
    expect((await join(father, id)).status).toBe(404);
    expect(await places(id)).toMatchObject({ taken: 11, members: 11 });
  });

  test("a parent finds no group that only staff fill and they are not in, nor one that ended", async () => {
    const sinterklaas = await demoGroup("Werkgroep Sinterklaas");
    expect((await parent.get(`${here}/${sinterklaas}`)).status).toBe(404);
    const ended = await made({ kind: "group", name: "Oude groep" });
    await teacher.post(`${here}/${ended}/members`, {
      person: String(await personId("Samira", "Wit")),
    });
    expect((await parent.get(`${here}/${ended}`)).status).toBe(200);
    await teacher.post(`${here}/${ended}/removal`);
    expect((await parent.get(`${here}/${ended}`)).status).toBe(404);
    expect((await teacher.get(`${here}/${ended}`)).text).toContain("opgeheven");
    expect((await teacher.post(`${here}/${ended}/edit`, {})).status).toBe(404);
  });

  test("other members are named to a parent only as far as they share their name; staff see all", async () => {
    const id = await made(activity({ name: "Namen" }));
    const shares = (value: string) =>
      rows("update people set shares = $1::jsonb where last_name = 'Laan'", [value]);
    await join(parent, id);
    await join(father, id);
    await shares("{}");
    const hidden = await parent.get(`${here}/${id}`);
    expect(hidden.text).toContain("Samira de Wit");
    expect(hidden.text).not.toContain("Laan");
    expect(hidden.text).toContain("En 1 ander");
    await rows(`update people set shares = '{"name": "group"}' where last_name = 'Laan'`);
    expect((await parent.get(`${here}/${id}`)).text).toContain("Jeroen van der Laan");
    const { text } = await teacher.get(`${here}/${id}`);
    expect(text).toContain("Jeroen van der Laan");
    expect(text).toContain("Noor (5a)");
  });

  test("a school of which the groups are switched off has none of these pages, but for the office", async () => {
    const id = await demoGroup("Luizenouders 5a");
    await rows(`update schools set menu = menu || '{"groups": {"off": true}}'
      where short_name = 'regenton'`);
    expect((await parent.get(here)).status).toBe(404);
    expect((await parent.get(`${here}/${id}`)).status).toBe(404);
    expect((await office.get(`${here}/${id}`)).status).toBe(200);
    await rows("update schools set menu = menu - 'groups' where short_name = 'regenton'");
  });
});

describe("signing up", () => {
  test("a parent signs up and off in one press, and twice is once", async () => {
    const id = await made(activity({ maximum: "3" }));
    for (let n = 0; n < 2; n++) {
      const answer = await join(parent, id);
      expect(answer.status).toBe(303);
      expect((await parent.get(answer.location!)).text).toContain("U bent aangemeld.");
      expect(await places(id)).toMatchObject({ taken: 1, members: 1 });
    }
    for (let n = 0; n < 2; n++) {
      expect((await leave(parent, id)).status).toBe(303);
      expect(await places(id)).toMatchObject({ taken: 0, members: 0 });
    }
  });

  test("who comes when the last place is gone reads so, and nothing changed", async () => {
    const id = await made(activity({ maximum: "1" }));
    await join(parent, id);
    const { status, text } = await join(father, id);
    expect(status).toBe(409);
    expect(text).toContain("De enige plaats is net vergeven. U bent niet aangemeld.");
    expect(await places(id)).toMatchObject({ taken: 1, members: 1 });
    expect((await father.get(here)).text).toMatch(/Appels plukken[\s\S]{0,400}vol/);
  });

  test("once it has closed nobody signs up or off any more, and reads why", async () => {
    const id = await made(
      activity({ name: "Net dicht", closesOn: "2026-11-10", closesAt: "12:00" }),
    );
    await join(father, id);
    house.clock.travel("2026-11-10T12:00:00+01:00");
    for (const answer of [await join(parent, id), await leave(father, id)]) {
      expect(answer.status).toBe(409);
      expect(answer.text).toContain("De aanmelding sloot vandaag om 12.00 uur");
    }
    expect(await places(id)).toMatchObject({ taken: 1, members: 1 });
    expect((await parent.get(here)).text).not.toContain("Net dicht");
    expect((await father.get(here)).text).toContain("Net dicht");
  });

  test("who may only read looks on, and staff without a child cannot sign themselves up", async () => {
    const id = await made(activity());
    expect((await readOnly.get(`${here}/${id}`)).text).not.toContain("Meld u aan");
    expect((await join(readOnly, id)).status).toBe(403);
    const refused = await join(office, id);
    expect(refused.status).toBe(409);
    expect(refused.text).toContain("Alleen ouders van de genoemde groepen");
    expect(await places(id)).toMatchObject({ taken: 0, members: 0 });
  });

  test("nobody signs someone else up or off", async () => {
    const id = await made(activity());
    await join(father, id);
    await join(parent, id);
    for (const person of [await personId("Jeroen", "Laan"), 999_999_999, "-1", "Jeroen"]) {
      for (const way of ["sign-up", "sign-up/removal"]) {
        const answer = await parent.post(`${here}/${id}/${way}`, { person: String(person) });
        expect(answer.status).toBe(409);
      }
    }
    expect(await places(id)).toMatchObject({ taken: 2, members: 2 });
  });

  test("of two who share an account each signs up by name, and only who has a child in the classes", async () => {
    const [pair] = await rows<{ userName: string; ids: number[]; classes: number[] }>(`
      select a.user_name as "userName", array_agg(distinct p.id) as ids,
        array_agg(distinct gp.group_id) as classes
      from people p join accounts a on a.id = p.account_id
      join guardianships gs on gs.school_id = p.school_id and gs.person_id = p.id
      join group_pupils gp on gp.school_id = p.school_id and gp.pupil_id = gs.pupil_id
      join groups g on g.id = gp.group_id and g.school_year = 2026
      where not p.read_only and p.blocked_at is null and a.activated_at is not null
        and p.school_id = (select id from schools where short_name = 'regenton')
      group by 1 having count(distinct p.id) = 2 limit 1`);
    const both = await house.signIn(pair!.userName);
    const id = await made(activity({ groups: String(pair!.classes[0]) }));
    const { text } = await both.get(`${here}/${id}`);
    expect(text.match(/Meld [^<]+ aan/g)).toHaveLength(2);
    await both.post(`${here}/${id}/sign-up`, { person: String(pair!.ids[1]) });
    const members = await rows<{ person_id: number }>(
      "select person_id from special_group_members where special_group_id = $1",
      [id],
    );
    expect(members.map((row) => row.person_id)).toEqual([pair!.ids[1]]);
    await rows(`update guardianships set blocked_at = now() where person_id = ${pair!.ids[0]}`);
    const refused = await both.post(`${here}/${id}/sign-up`, { person: String(pair!.ids[0]) });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain("Alleen ouders van de genoemde groepen");
    await rows(`update guardianships set blocked_at = null where person_id = ${pair!.ids[0]}`);
  });

  test("of two who share an account, who only reads is signed up nor off, and the other is", async () => {
    const [mother] = await rows<{ id: number; account_id: number }>(
      `select p.id, p.account_id from people p join accounts a on a.id = p.account_id
        where a.user_name = 'ouder@regenton.example'
          and p.school_id = (select id from schools where short_name = 'regenton')`,
    );
    const [reader] = await rows<{ id: number; account_id: number }>(
      `select p.id, p.account_id from people p join accounts a on a.id = p.account_id
        where a.user_name = 'alleenlezen@regenton.example'`,
    );
    const id = await made(activity());
    const share = (account: number) =>
      rows("update people set account_id = $1 where id = $2", [account, reader!.id]);
    await share(mother!.account_id);
    const send = (way: string, person: number) =>
      parent.post(`${here}/${id}/${way}`, { person: String(person) });
    expect((await send("sign-up", reader!.id)).status).toBe(403);
    await rows("update people set read_only = false where id = $1", [reader!.id]);
    await send("sign-up", reader!.id);
    await rows("update people set read_only = true where id = $1", [reader!.id]);
    expect((await parent.get(`${here}/${id}`)).text).not.toContain("sign-up/removal");
    expect((await send("sign-up/removal", reader!.id)).status).toBe(403);
    await send("sign-up", mother!.id);
    expect(await places(id)).toMatchObject({ taken: 2, members: 2 });
    await leave(parent, id);
    const members = await rows(
      "select person_id from special_group_members where special_group_id = $1",
      [id],
    );
    expect(members).toEqual([{ person_id: reader!.id }]);
    await share(reader!.account_id);
  });
});

describe("many at once", () => {
  test(
    "of 500 who sign up at once for 50 places, 50 have one and 450 read that it is full",
    async () => {
      const crowd = await crowdOf(house, 500, "2b");
      const id = await made(activity({ maximum: "50", groups: String(await classId("2b")) }));
      const answers = await Promise.all(crowd.map((visitor) => join(visitor, id)));
      const count = (status: number) => answers.filter((one) => one.status === status).length;
      expect([count(303), count(409)]).toEqual([50, 450]);
      expect(answers.filter((one) =>
        one.status === 409 &&
        !one.text.includes("De 50 plaatsen zijn net vergeven.")
      )).toEqual([]);
      expect(await places(id)).toMatchObject({ taken: 50, members: 50 });
    },
    60_000,
  );

  test(
    "whoever comes and goes at once, the count is that of the members and never over the maximum",
    async () => {
      const crowd = await crowdOf(house, 12, "2b", "door");
      const ids = await rows<{ id: number }>(
        "select id from people where key like 'door-%' order by id",
      );
      const step = fc.record({
        who: fc.nat(crowd.length - 1),
        what: fc.constantFrom("join", "leave", "add", "remove", "lower"),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
          const id = await made(activity({ maximum: "5" }));
          const answers = await Promise.all(steps.map(({ who, what }) => {
            const person = String(ids[who]!.id);
            if (what === "join") return join(crowd[who]!, id);
            if (what === "leave") return leave(crowd[who]!, id);
            if (what === "add") return teacher.post(`${here}/${id}/members`, { person });
            if (what === "remove") return teacher.post(`${here}/${id}/members/${person}/removal`);
            return teacher.post(`${here}/${id}/edit`, activity({ maximum: "4" }));
          }));
          expect(answers.filter((one) => one.status >= 500)).toEqual([]);
          const { taken, members, maximum } = await places(id);
          expect(taken).toBe(members);
          expect(taken).toBeLessThanOrEqual(maximum!);
        }),
        { numRuns: 12 },
      );
    },
    60_000,
  );
});

describe("what staff do", () => {
  test("staff find someone by letters of their own or a child's name, add them, and take them out", async () => {
    const id = await made({ kind: "group", name: "Bibliotheekouders" });
    const found = await teacher.get(`${here}/${id}/members/new?q=noor+wit&part=found`);
    expect(found.text).toContain("Samira de Wit");
    expect(found.text).not.toContain("<html");
    expect((await teacher.get(`${here}/${id}/members/new?q=n`)).text).toContain(
      "twee of meer letters",
    );
    for (const odd of ["%00xqx", "%25%25", "%ED%A0%BDxqx", "a".repeat(5000)]) {
      const nobody = await teacher.get(`${here}/${id}/members/new?q=${odd}`);
      expect([nobody.status, nobody.text.includes("Niemand gevonden")]).toEqual([200, true]);
    }
    const person = String(await personId("Samira", "Wit"));
    const answer = await teacher.post(`${here}/${id}/members`, { person });
    expect((await teacher.get(answer.location!)).text).toContain(
      "Samira de Wit zit nu in de groep.",
    );
    expect(await places(id)).toMatchObject({ taken: 1, members: 1 });
    expect((await teacher.get(`${here}/${id}/members/new?q=samira`)).text).not.toContain(
      `value="${person}"`,
    );
    expect((await parent.get(`${here}/${id}`)).text).not.toContain("Meld u af");
    expect((await leave(parent, id)).status).toBe(404);
    const asked = (await teacher.get(`${here}/${id}`)).text;
    expect(asked).toMatch(/<details class="confirm" ?><summary[^>]*>Haal eruit</);
    expect(asked).toContain("Samira de Wit staat dan niet meer op de lijst");
    await teacher.post(`${here}/${id}/members/${person}/removal`);
    expect(await places(id)).toMatchObject({ taken: 0, members: 0 });
    const [log] = await rows<{ action: string }>(
      "select action from audit_entries where action <> 'dataSeen' order by id desc limit 1",
    );
    expect(log).toEqual({ action: "memberRemoved" });
  });

  test("the maximum holds for staff too, and cannot go below who are in it", async () => {
    const id = await made(activity({ maximum: "2" }));
    await join(parent, id);
    await join(father, id);
    const person = String(await personId("Hanneke", "Vos"));
    const full = await teacher.post(`${here}/${id}/members`, { person });
    expect(full.status).toBe(409);
    expect(full.text).toContain("Alle plaatsen zijn bezet.");
    const lower = await teacher.post(
      `${here}/${id}/edit`,
      activity({ maximum: "1", name: "Peren" }),
    );
    expect(lower.status).toBe(422);
    expect(lower.text).toContain("Er zijn al meer deelnemers dan dit.");
    expect(lower.text).toContain('value="Peren"');
    expect(await places(id)).toEqual({ taken: 2, members: 2, maximum: 2 });
  });

  test.each([
    ["a closing time in the past", { closesOn: "2026-11-10", closesAt: "08:59" }, "al voorbij"],
    ["no closing day", { closesOn: "" }, "datum"],
    ["an impossible day", { closesOn: "2026-02-30" }, "datum in die bestaat"],
    ["a maximum of 0", { maximum: "0" }, "van 1 tot en met 999"],
    ["a maximum below 0", { maximum: "-1" }, "van 1 tot en met 999"],
    ["a maximum of a milliard", { maximum: "1000000000" }, "van 1 tot en met 999"],
    ["no name", { name: " " }, "Vul dit in"],
    ["a very long name", { name: "x".repeat(10_000) }, "te lang"],
    ["a class that is not there", { groups: ["999999"] }, "er dit schooljaar niet"],
    ["a kind that is not there", { kind: "party" }, "Dit klopt niet"],
  ])("an activity with %s is not made, and what was typed stays", async (_, wrong, says) => {
    const before = await rows("select count(*) from special_groups");
    const typed = activity({ description: "Neem een <mand> mee.", ...wrong });
    const { status, text } = await teacher.post(here, typed);
    expect(status).toBe(422);
    expect(text).toContain(says);
    if (typed.kind === "activity") expect(text).toContain("Neem een &lt;mand&gt; mee.");
    expect(await rows("select count(*) from special_groups")).toEqual(before);
  });

  test("a class of another school, or of last year, is none of ours", async () => {
    const [other] = await rows<{ id: number }>(
      `select g.id from groups g join schools s on s.id = g.school_id
      where s.short_name = 'klimboom' and g.school_year = 2026 limit 1`,
    );
    for (const field of ["groups", "mainGroup"]) {
      const answer = await teacher.post(here, activity({ [field]: String(other!.id) }));
      expect(answer.status).toBe(422);
      expect(answer.text).toContain("Deze groep is er dit schooljaar niet.");
    }
  });

  test("someone of another school cannot be put in a group, nor find one of ours", async () => {
    const id = await demoGroup("Luizenouders 5a");
    const [stranger] = await rows<{ id: number }>(
      `select p.id from people p join schools s on s.id = p.school_id
      where s.short_name = 'klimboom' limit 1`,
    );
    const answer = await teacher.post(`${here}/${id}/members`, { person: String(stranger!.id) });
    expect(answer.status).toBe(409);
    const head = await house.signIn("directie@klimboom.example", "klimboom");
    for (const path of ["", "/edit", "/members/new", "/mails/new", "/list.pdf"]) {
      expect((await head.get(`/klimboom/special-groups/${id}${path}`)).status).toBe(404);
    }
  });

  test("an activity of a class that was closed does not become everyone's when it is saved", async () => {
    const [closing] = await rows<{ id: number }>(
      `insert into groups (school_id, school_year, name) select id, 2026, 'Gaat dicht' from schools
      where short_name = 'regenton' returning id`,
    );
    const id = await made(activity({ groups: [String(closing!.id)] }));
    await rows("update groups set left_at = now() where id = $1", [closing!.id]);
    const saved = await teacher.post(`${here}/${id}/edit`, activity({ name: "Peren plukken" }));
    expect(saved.status).toBe(303);
    expect((await parent.get(`${here}/${id}`)).status).toBe(404);
    expect((await join(parent, id)).status).toBe(404);
  });

  test("the same form pressed twice makes one group", async () => {
    const fields = activity({ name: "Tweemaal", key: crypto.randomUUID() });
    const answers = await Promise.all([teacher.post(here, fields), teacher.post(here, fields)]);
    expect(answers.map((one) => one.status)).toEqual([303, 303]);
    expect(answers[0]!.location).toBe(answers[1]!.location);
    expect(await rows("select from special_groups where name = 'Tweemaal'")).toHaveLength(1);
  });

  test("parents do none of this", async () => {
    const id = await demoGroup("Luizenouders 5a");
    const asked: [string, Record<string, string>][] = [
      ["", activity()],
      [`/${id}/edit`, activity()],
      [`/${id}/removal`, {}],
      [`/${id}/members`, { person: "1" }],
      [`/${id}/members/1/removal`, {}],
      [`/${id}/mails`, { subject: "x", body: "x" }],
    ];
    for (const [path, fields] of asked) {
      expect((await parent.post(here + path, fields)).status, path).toBe(403);
    }
    for (const path of ["/new", `/${id}/edit`, `/${id}/members/new`, `/${id}/list.pdf`]) {
      expect((await parent.get(here + path)).status, path).toBe(403);
    }
  });
});

describe("who is blocked or left", () => {
  test("keeps a place but is on no list, until staff take them out", async () => {
    const id = await made(activity({ maximum: "1", name: "Blokkade" }));
    await join(father, id);
    const person = await personId("Jeroen", "Laan");
    await rows("update people set blocked_at = now() where id = $1", [person]);
    const { text } = await teacher.get(`${here}/${id}`);
    expect(text.indexOf("Houden een plaats bezet")).toBeLessThan(text.indexOf("Jeroen"));
    expect((await parent.get(`${here}/${id}`)).text).not.toContain("Jeroen");
    expect((await join(parent, id)).status).toBe(409);
    await teacher.post(`${here}/${id}/members/${person}/removal`);
    expect((await join(parent, id)).status).toBe(303);
    await rows("update people set blocked_at = null where id = $1", [person]);
  });
});

describe("mail to the members", () => {
  const mail = { subject: "Kammen", body: "Dag allemaal,\n\nWie neemt <kammen> mee?\nJuf" };

  test("goes to each address once, to the sender as a copy, and answers go to the sender", async () => {
    const id = await demoGroup("Luizenouders 5a");
    const form = await teacher.get(`${here}/${id}/mails/new`);
    expect(form.text).toContain("De mail gaat naar 4 deelnemers.");
    expect(form.text).toContain("juf@regenton.example");
    const fields = { ...mail, key: crypto.randomUUID() };
    const answers = await Promise.all([
      teacher.post(`${here}/${id}/mails`, fields),
      teacher.post(`${here}/${id}/mails`, fields),
    ]);
    expect(answers.map((one) => one.status)).toEqual([303, 303]);
    const mails = (await house.mails()).filter((one) => one.subject === "Kammen");
    const addresses = mails.map((one) => one.to[0]!.address);
    expect(new Set(addresses).size).toBe(addresses.length);
    expect(addresses).toContain("ouder@regenton.example");
    const toParent = mails.find((one) => one.to[0]!.address === "ouder@regenton.example")!;
    expect(toParent.text).toContain("Wie neemt <kammen> mee?");
    expect(toParent.html).not.toContain("<kammen>");
    expect(toParent.text).toContain("juf Hanneke");
    expect(toParent.headers.find(({ name }) => name === "reply-to")?.value)
      .toContain("juf@regenton.example");
    const copy = mails.find((one) => one.to[0]!.address === "juf@regenton.example")!;
    expect(copy.text).toContain("kopie");
    expect((await teacher.get(`${here}/${id}`)).text).toMatch(
      /Kammen[\s\S]*juf Hanneke, aan 4 deelnemers/,
    );
    expect((await parent.get(`${here}/${id}`)).text).not.toContain("Kammen");
    const [log] = await rows<{ action: string }>(
      "select action from audit_entries where action <> 'dataSeen' order by id desc limit 1",
    );
    expect(log).toEqual({ action: "specialGroupMailed" });
  });

  test("does not reach who left the group, or was blocked, before it went", async () => {
    const id = await made(activity({ name: "Onderweg" }));
    await join(parent, id);
    await join(father, id);
    await join(await house.signIn("beide@regenton.example"), id);
    await teacher.post(`${here}/${id}/mails`, { subject: "Onderweg", body: "Dag" });
    await leave(parent, id);
    await rows("update people set blocked_at = now() where last_name = 'Laan'");
    const to = (await house.mails()).filter((one) => one.subject === "Onderweg")
      .map((one) => one.to[0]!.address);
    expect(to.sort()).toEqual(["beide@regenton.example", "juf@regenton.example"]);
    await rows("update people set blocked_at = null where last_name = 'Laan'");
  });

  test("is not sent without words or without anyone to get it, and says so", async () => {
    const id = await made(activity({ name: "Leeg" }));
    const nobody = await teacher.post(`${here}/${id}/mails`, mail);
    expect(nobody.status).toBe(422);
    expect(nobody.text).toContain("Er is niets verstuurd.");
    await join(parent, id);
    const empty = await teacher.post(`${here}/${id}/mails`, { subject: "Half", body: " " });
    expect(empty.status).toBe(422);
    expect(empty.text).toContain('value="Half"');
    expect(await rows("select from special_group_mails where special_group_id = $1", [id]))
      .toHaveLength(0);
  });

  test("says beforehand of whom the school has no address", async () => {
    const [person] = await rows<{ id: number; name: string }>(
      `select p.id, p.last_name as name from people p join guardianships g on g.person_id = p.id
      where p.email is null and p.account_id is null limit 1`,
    );
    const id = await made({ kind: "group", name: "Zonder adres" });
    await teacher.post(`${here}/${id}/members`, { person: String(person!.id) });
    await teacher.post(`${here}/${id}/members`, {
      person: String(await personId("Samira", "Wit")),
    });
    const { text } = await teacher.get(`${here}/${id}/mails/new`);
    expect(text).toContain("De mail gaat naar 1 deelnemer.");
    expect(text).toMatch(new RegExp(`Van [^<]*${person!.name} hebben we geen e-mailadres`));
  });
});

test("the list on paper has every member who has a place at the school", async () => {
  const id = await demoGroup("Luizenouders 5a");
  const answer = await teacher.get(`${here}/${id}/list.pdf`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("application/pdf");
  expect(answer.text.startsWith("%PDF-1.7")).toBe(true);
});
