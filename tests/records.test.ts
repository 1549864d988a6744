import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import {
  addressesOf,
  block,
  firstId,
  foundNoorsSchool,
  hidden,
  seenBy,
  set,
  statuses,
} from "./support/noors_school.ts";
import { Village, type Villager } from "./support/village.ts";
import type { Answer } from "./support/visitor.ts";

let house: TestHouse;
beforeAll(async () => void (house = await openTestHouse({ seed: "empty" })));
afterAll(() => house.close());

const noorsSchool = (name: string) => foundNoorsSchool(house, name);

describe("regular sitters", () => {
  const lisa = { name: "Lisa Smit", phone: "06-12345678", days: ["1", "4"], note: "Op de fiets" };

  test("separated parents keep one list, which staff read and nobody else", async () => {
    const { mother, father, neighbour, teacher, other, office, five, child, pupil } =
      await noorsSchool("oppas");
    const added = await mother.visitor.post(child("sitters"), lisa);
    expect([added.status, added.location]).toEqual([303, child("sitters")]);
    for (const who of [mother, father]) {
      const page = await who.visitor.get(child("sitters"));
      expect(page.text).toContain("Lisa Smit");
      expect(page.text).toContain("maandag, donderdag");
      expect(page.text).toContain('href="tel:0612345678"');
    }
    for (const who of [teacher, other, office]) {
      expect((await who.visitor.get(pupil("sitters"))).text).toContain("Op de fiets");
      expect(await seenBy(house, who)).toContain("sitters");
    }
    expect(
      await statuses([
        neighbour.visitor.get(child("sitters")),
        neighbour.visitor.post(child("sitters"), lisa),
        teacher.visitor.get(child("sitters")),
        neighbour.visitor.get(pupil("sitters")),
      ]),
    ).toEqual([404, 404, 404, 403]);
    for (const who of [neighbour, mother, teacher]) {
      for (const path of ["/oppas", "/oppas/groups", `/oppas/groups/${five}`]) {
        expect((await who.visitor.get(path)).text).not.toContain("Lisa Smit");
      }
    }
  });

  test("two parents who change one sitter at once: the second sees both and loses nothing", async () => {
    const { mother, father, child } = await noorsSchool("tegelijk");
    await mother.visitor.post(child("sitters"), lisa);
    const id = firstId(await mother.visitor.get(child("sitters")), "sitters");
    const forms = await Promise.all(
      [mother, father].map((who) => who.visitor.get(child(`sitters/${id}`))),
    );
    const change = (who: Villager, form: Answer, note: string) =>
      who.visitor.post(child(`sitters/${id}`), { ...lisa, note, seen: hidden(form, "seen") });
    const answers = await Promise.all([
      change(mother, forms[0]!, "Rijdt voortaan auto"),
      change(father, forms[1]!, "Komt te voet"),
    ]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([303, 409]);
    const late = answers.find((answer) => answer.status === 409)!;
    expect(late.text).toContain("Rijdt voortaan auto");
    expect(late.text).toContain("Komt te voet");
    const [loser, typed] = late === answers[0]
      ? [mother, "Rijdt voortaan auto"]
      : [father, "Komt te voet"];
    expect((await change(loser, late, typed)).status).toBe(303);
    expect((await mother.visitor.get(child("sitters"))).text).toContain(typed);
  });

  test("a sitter whom the other parent removed meanwhile is kept as it was typed", async () => {
    const { mother, father, child } = await noorsSchool("weg");
    await mother.visitor.post(child("sitters"), lisa);
    const id = firstId(await mother.visitor.get(child("sitters")), "sitters");
    expect((await father.visitor.post(child(`sitters/${id}/removal`), { seen: "1" })).status)
      .toBe(303);
    const late = await mother.visitor.post(child(`sitters/${id}`), {
      ...lisa,
      note: "Heeft een nieuwe fiets",
      seen: "1",
    });
    expect(late.status).toBe(409);
    expect(late.text).toContain("verwijderde deze oppas");
    expect(late.text).toContain("Heeft een nieuwe fiets");
  });

  test("a sitter who was changed meanwhile is not removed", async () => {
    const { mother, father, child } = await noorsSchool("wissen");
    await mother.visitor.post(child("sitters"), lisa);
    const id = firstId(await mother.visitor.get(child("sitters")), "sitters");
    await father.visitor.post(child(`sitters/${id}`), { ...lisa, note: "Te voet", seen: "1" });
    const late = await mother.visitor.post(child(`sitters/${id}/removal`), { seen: "1" });
    expect(late.status).toBe(409);
    expect((await father.visitor.get(child("sitters"))).text).toContain("Lisa Smit");
  });

  test("pressing twice puts one sitter on the list", async () => {
    const { mother, child } = await noorsSchool("dubbel");
    const key = hidden(await mother.visitor.get(child("sitters")), "key");
    const twice = [1, 2].map(() => mother.visitor.post(child("sitters"), { ...lisa, key }));
    expect(await statuses(twice)).toEqual([303, 303]);
    const page = await mother.visitor.get(child("sitters"));
    expect(page.text.match(/id="sitter-/g)).toHaveLength(1);
  });

  test.each<[string, Partial<typeof lisa>, string]>([
    ["no name", { name: "" }, "Vul dit in."],
    ["a phone number that cannot be", { phone: "06-12" }, "Vul een nummer met tien cijfers in"],
    ["10,000 characters", { note: "x".repeat(10_000) }, "Dit is te lang."],
    ["a day that is none", { days: ["8"] }, "Dit klopt niet."],
  ])("%s is refused with a sentence, and what was typed stays", async (what, wrong, sentence) => {
    const { mother, child } = await noorsSchool(`fout-${what.replace(/\W+/g, "-")}`.slice(0, 30));
    const answer = await mother.visitor.post(child("sitters"), { ...lisa, ...wrong });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(sentence);
    expect(answer.text).toContain(wrong.note ?? "Op de fiets");
    expect((await mother.visitor.get(child("sitters"))).text).not.toContain('id="sitter-');
  });

  test("a parent who may only read sees the list and changes nothing", async () => {
    const { village, noor, mother, child } = await noorsSchool("lezen");
    await mother.visitor.post(child("sitters"), lisa);
    const reader = await village.guardian("Oma", [noor], { readOnly: true });
    const page = await reader.visitor.get(child("sitters"));
    expect(page.text).toContain("Lisa Smit");
    expect(page.text).not.toContain(`action="${child("sitters")}`);
    expect((await reader.visitor.post(child("sitters"), lisa)).status).toBe(403);
  });

  test("a parent who is blocked for the child is out at the next request", async () => {
    const { village, noor, child } = await noorsSchool("blok");
    const father = await village.guardian("Rik", [noor, await village.pupil("Mees", [])]);
    const doors = () =>
      statuses([
        ...["sitters", "notes", "results"].map((tab) => father.visitor.get(child(tab))),
        father.visitor.post(child("sitters"), lisa),
      ]);
    expect(await doors()).toEqual([200, 200, 200, 303]);
    await block(house, village, father, noor);
    expect(await doors()).toEqual([404, 404, 404, 404]);
  });
});

describe("notes", () => {
  const words = "Noor las vandaag vlot voor.";

  test("what is not shared stays with the school; what is shared both parents read", async () => {
    const { mother, father, neighbour, teacher, office, child, pupil } = await noorsSchool(
      "notitie",
    );
    await teacher.visitor.post(pupil("notes"), { body: "Let op haar ogen." });
    await teacher.visitor.post(pupil("notes"), { body: words, shared: "yes" });
    for (const who of [mother, father]) {
      const page = await who.visitor.get(child("notes"));
      expect(page.text).toContain(words);
      expect(page.text).toContain("juf Hanneke");
      expect(page.text).not.toContain("Let op haar ogen.");
    }
    const all = await office.visitor.get(pupil("notes"));
    expect(all.text).toContain(words);
    expect(all.text).toContain("Let op haar ogen.");
    expect(await seenBy(house, office)).toContain("notes");
    expect((await neighbour.visitor.get(child("notes"))).status).toBe(404);
  });

  test("parents get a mail with a link and nothing of the note, once, and not who is blocked", async () => {
    const { village, noor, mother, father, teacher, child, pupil } = await noorsSchool("melding");
    const shut = await village.guardian("Rik", [noor, await village.pupil("Daan", [])]);
    await block(house, village, shut, noor);
    const key = hidden(await teacher.visitor.get(pupil("notes")), "key");
    const typed = { body: words, shared: "yes", key };
    const twice = [1, 2].map(() => teacher.visitor.post(pupil("notes"), typed));
    expect(await statuses(twice)).toEqual([303, 303]);
    const mails = await house.mails();
    expect(mails.map((mail) => mail.to[0]!.address).sort())
      .toEqual(await addressesOf(house, [mother, father]));
    for (const mail of mails) {
      expect(mail.subject).toBe("Nieuwe notitie over Noor");
      expect(mail.text).toContain(`http://school.test${child("notes")}`);
      expect(`${mail.text}${mail.html}`).not.toContain("vlot");
    }
    expect((await mother.visitor.get(child("notes"))).text.match(/id="note-/g)).toHaveLength(1);
  });

  test("a note that is shared later is announced then, and once however often it is shared", async () => {
    const { mother, father, teacher, child, pupil } = await noorsSchool("later");
    await teacher.visitor.post(pupil("notes"), { body: words });
    expect(await house.mails()).toEqual([]);
    const id = firstId(await teacher.visitor.get(pupil("notes")), "notes");
    const change = async (fields: Record<string, string>) => {
      const form = await teacher.visitor.get(pupil(`notes/${id}`));
      const seen = hidden(form, "seen");
      return teacher.visitor.post(pupil(`notes/${id}`), { body: words, ...fields, seen });
    };
    await change({ shared: "yes" });
    const mails = await house.mails();
    expect(mails.map((mail) => mail.to[0]!.address).sort())
      .toEqual(await addressesOf(house, [mother, father]));
    await change({});
    expect((await mother.visitor.get(child("notes"))).text).not.toContain(words);
    await change({ shared: "yes" });
    expect((await mother.visitor.get(child("notes"))).text).toContain(words);
    expect(await house.mails()).toEqual([]);
  });

  test("a mail that has not left yet does not go once the note is no longer shared", async () => {
    const { teacher, pupil } = await noorsSchool("terug");
    await teacher.visitor.post(pupil("notes"), { body: words, shared: "yes" });
    const id = firstId(await teacher.visitor.get(pupil("notes")), "notes");
    await teacher.visitor.post(pupil(`notes/${id}`), { body: words, seen: "1" });
    expect(await house.mails()).toEqual([]);
  });

  test("a teacher of another group, a parent and another school find no notes at all", async () => {
    const { mother, other, teacher, pupil } = await noorsSchool("buiten");
    await teacher.visitor.post(pupil("notes"), { body: words });
    const id = firstId(await teacher.visitor.get(pupil("notes")), "notes");
    const elsewhere = await Village.found(house, "elders");
    const stranger = await elsewhere.staff("Wouter", "admin");
    const there = pupil("notes").replace("/buiten/", "/elders/");
    expect(
      await statuses([
        other.visitor.get(pupil("notes")),
        other.visitor.post(pupil("notes"), { body: words }),
        other.visitor.get(pupil(`notes/${id}`)),
        stranger.visitor.get(there),
        stranger.visitor.post(there, { body: words }),
        mother.visitor.get(pupil("notes")),
      ]),
    ).toEqual([404, 404, 404, 404, 404, 403]);
    const tabs = await other.visitor.get(pupil("sitters"));
    expect(tabs.text).not.toContain(pupil("notes"));
  });

  test("who wrote a note changes it, the office too, a colleague does not", async () => {
    const { village, five, teacher, office, pupil } = await noorsSchool("collega");
    const colleague = await village.staff("Ömer", "teacher", [five]);
    await teacher.visitor.post(pupil("notes"), { body: words });
    const id = firstId(await teacher.visitor.get(pupil("notes")), "notes");
    const at = pupil(`notes/${id}`);
    expect((await colleague.visitor.get(pupil("notes"))).text).toContain(words);
    expect(
      await statuses([
        colleague.visitor.get(at),
        colleague.visitor.post(at, { body: "Anders", seen: "1" }),
        colleague.visitor.post(`${at}/removal`, { seen: "1" }),
      ]),
    ).toEqual([404, 404, 404]);
    expect((await office.visitor.post(at, { body: "Beter gezegd", seen: "1" })).status).toBe(303);
    const page = await teacher.visitor.get(pupil("notes"));
    expect(page.text).toContain("Beter gezegd");
    expect(page.text).toContain("juf Hanneke");
    const late = await teacher.visitor.post(at, { body: "Toch zo", seen: "1" });
    expect(late.status).toBe(409);
    expect(late.text).toContain("Beter gezegd");
    expect(late.text).toContain("Toch zo");
    expect((await teacher.visitor.post(`${at}/removal`, { seen: "2" })).status).toBe(303);
    expect((await office.visitor.get(pupil("notes"))).text).not.toContain("Beter gezegd");
  });

  test("a note of 10,000 characters or none is refused, and what was typed stays", async () => {
    const { teacher, pupil } = await noorsSchool("lang");
    const body = "woord ".repeat(2000).trim();
    const long = await teacher.visitor.post(pupil("notes"), { body, shared: "yes" });
    expect(long.status).toBe(422);
    expect(long.text).toContain("Dit is te lang.");
    expect(long.text).toContain(body);
    expect(long.text).toMatch(/name="shared"[^>]* checked/);
    expect((await teacher.visitor.post(pupil("notes"), { body: " " })).status).toBe(422);
    expect(await house.mails()).toEqual([]);
  });

  test("a school that uses no notes and no results has no such pages and no such tabs", async () => {
    const { village, mother, office, child, pupil } = await noorsSchool("zonder");
    await set(house, village, { uses_notes: false, uses_results: false });
    expect(
      await statuses([
        mother.visitor.get(child("notes")),
        mother.visitor.get(child("results")),
        office.visitor.get(pupil("notes")),
        office.visitor.post(pupil("notes"), { body: words }),
        office.visitor.get(pupil("results")),
        office.visitor.get(pupil("results/new")),
      ]),
    ).toEqual([404, 404, 404, 404, 404, 404]);
    const tabs = await mother.visitor.get(child("sitters"));
    expect(tabs.text).not.toContain(child("notes"));
    expect(tabs.text).not.toContain(child("results"));
  });
});

test("who saves a sitter or a note as it was leaves no line in the log, and the form still works", async () => {
  const { village, mother, teacher, child, pupil } = await noorsSchool("zelfde");
  await set(house, village, { uses_notes: true });
  const sitter = { name: "Lisa Smit", phone: "06-12345678", days: ["1", "4"], note: "" };
  const note = { body: "Noor leest graag.", shared: "on" };
  const lines = async () =>
    (await house.house.db.selectFrom("audit_entries").select("id")
      .where("school_id", "=", village.schoolId).where("action", "<>", "dataSeen").execute())
      .length;
  for (
    const [who, path, tab, fields, other] of [
      [mother, child, "sitters", sitter, { ...sitter, note: "Op de fiets" }],
      [teacher, pupil, "notes", note, { ...note, body: "Noor rekent graag." }],
    ] as const
  ) {
    await who.visitor.post(path(tab), fields);
    const id = firstId(await who.visitor.get(path(tab)), tab);
    const form = await who.visitor.get(path(`${tab}/${id}`));
    const seen = /name="(version|seen)" value="([^"]*)"/.exec(form.text)!;
    const before = await lines();
    const again = { ...fields, [seen[1]!]: seen[2]! };
    expect((await who.visitor.post(path(`${tab}/${id}`), again)).status, tab).toBe(303);
    expect(await lines()).toBe(before);
    const changed = { ...other, [seen[1]!]: seen[2]! };
    expect((await who.visitor.post(path(`${tab}/${id}`), changed)).status, tab).toBe(303);
    expect(await lines()).toBe(before + 1);
  }
});
