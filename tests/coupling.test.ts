import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import { addressesOf, block, foundNoorsSchool, statuses } from "./support/noors_school.ts";
import { Village, type Villager } from "./support/village.ts";
import type { Answer } from "./support/visitor.ts";

let house: TestHouse;
beforeAll(async () => void (house = await openTestHouse({ seed: "empty" })));
afterAll(() => house.close());

const codeIn = (page: Answer) => /\b[A-Z3-9]{4}-[A-Z3-9]{4}-[A-Z3-9]{4}\b/.exec(page.text)?.[0];

/** Noor's school, with a parent of Teun who should have Noor too. */
async function noorsSchool(name: string) {
  const made = await foundNoorsSchool(house, name);
  const { office, neighbour: parent, pupil } = made;
  return {
    ...made,
    parent,
    /** A new code, as it stands on the slip. */
    async slip() {
      return codeIn(await office.visitor.post(pupil("coupling")))!;
    },
    enter: (who: Villager, code: string, fields: Record<string, string> = {}) =>
      who.visitor.post(`/${name}/children/coupling`, { code, ...fields }),
    sees: async (who: Villager) => (await who.visitor.get(made.child("sitters"))).status === 200,
  };
}

const unknown = "Deze code kennen we niet.";

test("a parent enters the code, sees the child at once, and the office hears of it", async () => {
  const { village, noor, parent, office, slip, enter, sees } = await noorsSchool("koppel");
  await house.house.db.updateTable("schools").set({ office_email: "kantoor@koppel.example" })
    .where("id", "=", village.schoolId).execute();
  const code = await slip();
  expect(code).toMatch(/^[ABCDEFGHJKMNPQRTUVWXYZ34679-]{14}$/);
  expect(await sees(parent)).toBe(false);

  const typed = ` ${code.toLowerCase().replaceAll("-", " ")}`; // as people copy it
  const answer = await enter(parent, typed);
  expect([answer.status, answer.location]).toEqual([303, "/koppel/children"]);
  expect(await sees(parent)).toBe(true);

  const sent = await house.mails();
  expect(sent).toHaveLength(3);
  const mail = sent.find((one) => one.to[0]!.address === "kantoor@koppel.example");
  expect(mail!.to[0]!.address).toBe("kantoor@koppel.example");
  expect(mail!.subject).toBe("Kees Vos is gekoppeld aan Noor");
  expect(mail!.text).toContain(`http://school.test/koppel/people/${parent.personId}`);
  const entries = await house.house.db.selectFrom("audit_entries").select(["action", "subject"])
    .where("school_id", "=", village.schoolId).where("action", "like", "coupling%").orderBy("id")
    .execute();
  expect(entries.map((entry) => entry.action)).toEqual(["couplingCodeMade", "couplingCodeUsed"]);
  expect(entries[1]!.subject).toMatchObject({ pupilId: noor, personId: parent.personId });
  const list = await office.visitor.get(`/koppel/pupils/${noor}/coupling`);
  expect(list.text).toContain("gebruikt door Kees Vos");
});

test("the office says who gets the code, and that is what they are of the child", async () => {
  const { village, noor, parent, office, pupil, enter } = await noorsSchool("relatie");
  const odd = await office.visitor.post(pupil("coupling"), { relation: "oom" });
  expect([odd.status, codeIn(odd)]).toEqual([422, undefined]);
  const made = await office.visitor.post(pupil("coupling"), { relation: "father" });
  expect(made.text).toContain("voor vader");
  await enter(parent, codeIn(made)!);
  const link = await house.house.db.selectFrom("guardianships").select("relation")
    .where("school_id", "=", village.schoolId).where("pupil_id", "=", noor)
    .where("person_id", "=", parent.personId).executeTakeFirstOrThrow();
  expect(link.relation).toBe("father");
});

test("the other parents hear that someone came by a code: by name if they may see it, who is blocked nothing", async () => {
  const { village, noor, father, mother, parent, slip, enter } = await noorsSchool("erbij");
  await block(house, village, father, noor);
  await enter(parent, await slip());
  const second = await village.guardian("Rik", [await village.pupil("Daan", [])]);
  await house.house.db.updateTable("people").set({ shares: JSON.stringify({ name: "group" }) })
    .where("school_id", "=", village.schoolId).where("id", "=", second.personId).execute();
  await enter(second, await slip());
  const [hers] = await addressesOf(house, [mother]);
  const mails = await house.mails();
  const to = (address: string) =>
    mails.filter((mail) => mail.to[0]!.address === address).map((mail) => mail.subject).sort();
  expect(to(hers!)).toEqual([
    "Iemand is gekoppeld aan Noor",
    "Rik Vos is gekoppeld aan Noor",
  ]);
  expect(mails.find((mail) => mail.subject.startsWith("Iemand"))!.text).not.toContain("Kees");
  expect(to((await addressesOf(house, [father]))[0]!)).toEqual([]);
  expect(to((await addressesOf(house, [parent]))[0]!)).toEqual([
    "Rik Vos is gekoppeld aan Noor",
  ]);
});

test("the code is shown once and kept so that nobody can read it", async () => {
  const { office, pupil, slip } = await noorsSchool("briefje");
  const code = await slip();
  expect((await office.visitor.get(pupil("coupling"))).text).not.toContain(code);
  const [row] = await house.house.pool.unsafe(
    "select row_to_json(c)::text as row from coupling_codes c order by id desc limit 1",
  );
  expect(row!.row).not.toContain(code.replaceAll("-", ""));
});

test("two parents at once with one code: exactly one gets the child", async () => {
  const { village, slip, enter, sees } = await noorsSchool("twee");
  const parents = await Promise.all(
    Array.from(
      { length: 6 },
      async (_, i) => village.guardian(`Ouder${i}`, [await village.pupil(`Kind${i}`, [])]),
    ),
  );
  const code = await slip();
  const answers = await Promise.all(parents.map((who) => enter(who, code)));
  expect(answers.map((answer) => answer.status).sort()).toEqual([303, 422, 422, 422, 422, 422]);
  expect(answers.find((answer) => answer.status === 422)!.text).toContain("is al gebruikt");
  const seeing = await Promise.all(parents.map(sees));
  expect(seeing.filter(Boolean)).toHaveLength(1);
  expect(seeing.indexOf(true)).toBe(answers.findIndex((answer) => answer.status === 303));
});

test("who presses twice has the child once, and hears that it worked", async () => {
  const { parent, slip, enter } = await noorsSchool("dubbelop");
  const code = await slip();
  expect(await statuses([enter(parent, code), enter(parent, code)])).toEqual([303, 303]);
  expect((await enter(parent, code)).status).toBe(303);
});

test("a code that is used, over, withdrawn or made up is refused, and nothing changes", async () => {
  const { village, parent, mother, other, office, pupil, slip, enter, sees } = await noorsSchool(
    "fout",
  );
  const second = await village.guardian("Rik", [await village.pupil("Daan", [])]);
  const [used, withdrawn, over] = [await slip(), await slip(), await slip()];
  await enter(second, used);
  const codes = await house.house.db.selectFrom("coupling_codes").select("id")
    .where("school_id", "=", village.schoolId).orderBy("id").execute();
  const removal = pupil(`coupling/${codes[1]!.id}/removal`);
  expect((await other.visitor.post(removal)).status).toBe(403);
  expect((await office.visitor.post(removal)).status).toBe(303);

  const hears = async (code: string) => {
    const { status, text } = await enter(parent, code);
    return [status, /id="code-error">.*?<\/svg>([^<]*)/.exec(text)?.[1]];
  };
  expect(await hears(used)).toEqual([422, expect.stringContaining("is al gebruikt")]);
  expect(await hears(withdrawn)).toEqual([422, expect.stringContaining(unknown)]);
  expect(await hears("ABCD-EFGH-JKMN")).toEqual([422, expect.stringContaining(unknown)]);
  expect(await hears("\0'; drop table")).toEqual([422, expect.stringContaining(unknown)]);
  expect(await hears("x".repeat(10_000))).toEqual([422, "Dit is te lang. Maak het korter."]);
  expect(await hears("")).toEqual([422, "Vul dit in."]);

  house.clock.travel("2026-11-24T23:59:00+01:00"); // the last minute of the fourteenth day
  const late = await village.guardian("Sem", [await village.pupil("Liv", [])]);
  house.clock.travel("2026-11-25T00:00:00+01:00");
  expect(await hears(over)).toEqual([422, expect.stringContaining("is verlopen")]);
  house.clock.travel("2026-11-24T23:59:00+01:00");
  expect((await enter(late, over)).status).toBe(303);
  house.clock.travel("2026-11-10T09:00:00+01:00");
  expect(await sees(parent)).toBe(false);
  expect(await sees(mother)).toBe(true);
});

test("whom the office blocked for the child hears what a made up code hears", async () => {
  const { village, noor, slip, enter, sees, parent } = await noorsSchool("dicht");
  const shut = await village.guardian("Rik", [noor, await village.pupil("Daan", [])]);
  await block(house, village, shut, noor);
  const code = await slip();
  const answers = [await enter(shut, code), await enter(shut, "ABCD-EFGH-JKMN")];
  expect(answers.map((answer) => answer.status)).toEqual([422, 422]);
  const [real, madeUp] = answers.map(({ text }) => text.replace(/value="[A-Z0-9-]{14}"/, ""));
  expect(real).toBe(madeUp);
  expect(real).toContain(unknown);
  expect(await sees(shut)).toBe(false);
  expect((await enter(parent, code)).status).toBe(303); // it was not used up
});

test("a child one already has does not use up the code", async () => {
  const { mother, parent, slip, enter } = await noorsSchool("alal");
  const code = await slip();
  const answer = await enter(mother, code);
  expect(answer.status).toBe(422);
  expect(answer.text).toContain("Noor staat al bij uw kinderen. De code is niet gebruikt.");
  expect((await enter(parent, code)).status).toBe(303);
});

test("on an account of two parents the child goes to whom they choose", async () => {
  const { village, noor, parent, slip, enter } = await noorsSchool("samen");
  const { id: partner } = await house.house.db.insertInto("people").values({
    school_id: village.schoolId,
    account_id: parent.accountId,
    first_name: "Els",
    last_name: "Vos",
  }).returning("id").executeTakeFirstOrThrow();
  const code = await slip();
  const without = await enter(parent, code);
  expect([without.status, without.text.includes("Kies wie u bent.")]).toEqual([422, true]);
  expect(without.text).toContain(`value="${code}"`);
  const stranger = await enter(parent, code, { person: "1" });
  expect(stranger.status).toBe(422);
  expect((await enter(parent, code, { person: String(partner) })).status).toBe(303);
  const guardians = await house.house.db.selectFrom("guardianships").select("person_id")
    .where("school_id", "=", village.schoolId).where("pupil_id", "=", noor).execute();
  expect(guardians.map((row) => row.person_id)).toContain(partner);
  expect(guardians.map((row) => row.person_id)).not.toContain(parent.personId);
});

test("a teacher who is a parent too couples the own child; a code of another school is none", async () => {
  const { other, slip, enter, sees } = await noorsSchool("juf");
  const code = await slip();
  const elsewhere = await Village.found(house, "verderop");
  const stranger = await elsewhere.guardian("Wout", [await elsewhere.pupil("Bas", [])]);
  const there = await stranger.visitor.post("/verderop/children/coupling", { code });
  expect([there.status, there.text.includes(unknown)]).toEqual([422, true]);
  expect((await enter(other, code)).status).toBe(303);
  expect(await sees(other)).toBe(true);
});

test("only the office makes codes, and who may only read enters none", async () => {
  const { village, noor, teacher, mother, pupil, slip, enter } = await noorsSchool("rechten");
  const code = await slip();
  const reader = await village.guardian("Oma", [await village.pupil("Fien", [])], {
    readOnly: true,
  });
  const gone = await village.pupil("Weg", []);
  await house.house.db.updateTable("pupils").set({ left_at: house.clock.now() })
    .where("school_id", "=", village.schoolId).where("id", "=", gone).execute();
  expect(
    await statuses([
      teacher.visitor.get(pupil("coupling")),
      teacher.visitor.post(pupil("coupling")),
      mother.visitor.post(pupil("coupling")),
      enter(reader, code),
      house.visitor().post("/rechten/children/coupling", { code }),
      teacher.visitor.get(`/rechten/pupils/${noor}/sitters`),
      teacher.visitor.get(`/rechten/pupils/${gone}/sitters`),
    ]),
  ).toEqual([403, 403, 403, 403, 401, 200, 404]);
});

test("who keeps guessing has to wait, and a right code does not help then", async () => {
  const { parent, slip, enter, sees } = await noorsSchool("raden");
  const code = await slip();
  let answer: Answer;
  let tries = 0;
  do answer = await enter(parent, "ABCD-EFGH-JKMN"); while (answer.status === 422 && ++tries < 100);
  expect([answer.status, tries]).toEqual([429, 20]);
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(20);
  expect((await enter(parent, code)).status).toBe(429);
  expect(await sees(parent)).toBe(false);
  house.clock.travel("2026-11-10T09:20:00+01:00");
  expect((await enter(parent, code)).status).toBe(303);
  house.clock.travel("2026-11-10T09:00:00+01:00");
});

test("a code that nobody used yet stops working when a parent of the child is unlinked or blocked", async () => {
  const { father, mother, parent, office, noor, slip, enter, sees } = await noorsSchool("weg");
  const person = (of: Villager) => `/weg/people/${of.personId}`;
  const shuts: [string, Record<string, string>][] = [
    [`${person(father)}/children/${noor}/block`, { reason: "rechter" }],
    [`${person(father)}/children/${noor}/removal`, {}],
    [`${person(mother)}/block`, { reason: "rechter" }],
  ];
  for (const [path, fields] of shuts) {
    const code = await slip();
    expect((await office.visitor.post(path, fields)).status, path).toBe(303);
    expect((await enter(parent, code)).text, path).toContain(unknown);
    expect(await sees(parent)).toBe(false);
  }
  expect((await enter(parent, await slip())).status).toBe(303);
});

test("staff see at the family since when a parent has the child by a code, and the head who looked", async () => {
  const { village, noor, parent, office, teacher, slip, enter } = await noorsSchool("sinds");
  await enter(parent, await slip());
  const head = await village.staff("Ada", "admin");
  const family = `/sinds/pupils/${noor}`;
  const log = `/sinds/privacy/log?pupil=${noor}&amp;kind=seen`;
  for (const [who, reads] of [[teacher, false], [office, false], [head, true]] as const) {
    const page = (await who.visitor.get(family)).text;
    expect(page.match(/Gekoppeld met een code op dinsdag 10 november/g)).toHaveLength(1);
    expect(page.includes(log)).toBe(reads);
  }
  const looked = await head.visitor.get(log.replace("&amp;", "&"));
  expect(looked.text).toContain("Gezin bekeken: Noor");
});
