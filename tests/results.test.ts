import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import {
  addressesOf,
  block,
  firstId,
  foundNoorsSchool,
  hidden,
  seenBy,
  statuses,
} from "./support/noors_school.ts";
import { Village } from "./support/village.ts";

let house: TestHouse;
beforeAll(async () => void (house = await openTestHouse({ seed: "empty" })));
afterAll(() => house.close());

const noorsSchool = (name: string) => foundNoorsSchool(house, name);

const report = {
  title: "Rapport herfst",
  heldOn: "2026-11-06",
  note: "Ga zo door.",
  subject: ["Rekenen", "", "Taal"],
  score: ["8½", "", "goed"],
};
const pdf = (name: string, content = "%PDF-1.7 rapport") => new File([content], name);
const filesIn = (text: string) => [...text.matchAll(/\/files\/(\d+)"/g)].map(([, id]) => id!);
const keptIn = (text: string) =>
  [...text.matchAll(/name="fileId" value="(\d+)" checked/g)].map(([, id]) => id!);

test("a teacher adds a report, which both parents see in a table, the newest first", async () => {
  const { mother, father, teacher, child, pupil } = await noorsSchool("rapport");
  const early = { ...report, title: "Toets september", heldOn: "2026-09-18" };
  await teacher.visitor.post(pupil("results"), report);
  await teacher.visitor.post(pupil("results"), early);
  for (const who of [mother, father]) {
    const { text } = await who.visitor.get(child("results"));
    expect(text.indexOf("Rapport herfst")).toBeLessThan(text.indexOf("Toets september"));
    expect(text).toMatch(/<th[^>]*>Rekenen<\/th><td[^>]*>8½<\/td>/);
    expect(text).toContain("vrijdag 6 november");
    expect(text).toContain("juf Hanneke");
    expect(text.match(/role="row"/g)).toHaveLength(6); // two heads, four scores: no empty rows
  }
});

test("parents get a mail with a link and nothing of the result, once", async () => {
  const { village, noor, mother, father, teacher, child, pupil } = await noorsSchool("bericht");
  const shut = await village.guardian("Rik", [noor]);
  await block(house, village, shut, noor);
  const key = hidden(await teacher.visitor.get(pupil("results/new")), "key");
  const twice = [1, 2].map(() => teacher.visitor.post(pupil("results"), { ...report, key }));
  expect(await statuses(twice)).toEqual([303, 303]);
  const mails = await house.mails();
  expect(mails.map((mail) => mail.to[0]!.address).sort())
    .toEqual(await addressesOf(house, [mother, father]));
  expect(mails[0]!.subject).toBe("Nieuw resultaat van Noor");
  expect(mails[0]!.text).toContain(`http://school.test${child("results")}`);
  expect(mails[0]!.html).not.toMatch(/Rapport herfst|8½|Ga zo door/);
  expect((await mother.visitor.get(child("results"))).text.match(/id="result-/g)).toHaveLength(1);
});

test("its file is a download for the child's parents and who keeps it, and for nobody else", async () => {
  const { village, noor, mother, father, neighbour, teacher, other, office, child, pupil } =
    await noorsSchool("bestand");
  await teacher.visitor.post(pupil("results"), { ...report, files: [pdf("rapport.pdf")] });
  const id = firstId(await teacher.visitor.get(pupil("results")), "results");
  const [file] = filesIn((await mother.visitor.get(child("results"))).text);
  const [forParents, forStaff] = [child, pupil].map((at) => at(`results/${id}/files/${file}`));
  for (const answer of [mother, father].map((who) => who.visitor.get(forParents!))) {
    const { status, headers, text } = await answer;
    expect([status, text]).toEqual([200, "%PDF-1.7 rapport"]);
    expect(headers.get("content-disposition")).toMatch(/^attachment; filename="rapport.pdf"/);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-type")).toBe("application/pdf");
    expect(headers.get("cache-control")).toBe("private, no-cache"); // a block shuts this door too
  }
  expect((await office.visitor.get(forStaff!)).status).toBe(200);
  expect(await seenBy(house, office)).toEqual(["results"]);

  const elsewhere = await (await Village.found(house, "verweg")).staff("Wouter", "admin");
  const stranger = (path: string) => elsewhere.visitor.get(path.replace("/bestand/", "/verweg/"));
  await block(house, village, father, noor);
  expect(
    await statuses([
      neighbour.visitor.get(forParents!),
      other.visitor.get(forParents!),
      other.visitor.get(forStaff!),
      mother.visitor.get(forStaff!),
      stranger(forParents!),
      stranger(forStaff!),
      house.visitor().get(forParents!),
      father.visitor.get(forParents!),
      mother.visitor.get(child(`results/${Number(id) + 1}/files/${file}`)),
    ]),
  ).toEqual([404, 404, 404, 403, 404, 404, 303, 303, 404]);
});

test("who uploaded a file does not get it by its number once the child is no longer in the group", async () => {
  const { village, five, noor, teacher, pupil } = await noorsSchool("weggegaan");
  await teacher.visitor.post(pupil("results"), { ...report, files: [pdf("rapport.pdf")] });
  const [file] = filesIn((await teacher.visitor.get(pupil("results"))).text);
  await house.house.db.deleteFrom("group_pupils").where("school_id", "=", village.schoolId)
    .where("group_id", "=", five).where("pupil_id", "=", noor).execute();
  expect(
    await statuses([
      teacher.visitor.get(pupil("results")),
      teacher.visitor.get(`/weggegaan/uploads/${file}/original`),
    ]),
  ).toEqual([404, 404]);
  const post = { kind: "news", audience: "school", title: "x", body: "x", intent: "preview" };
  const smuggled = await teacher.visitor.post("/weggegaan/posts", { ...post, fileId: file! });
  expect(smuggled.status).toBe(422);
});

test("what is not right is said, and what was typed and sent stays", async () => {
  const { teacher, mother, child, pupil } = await noorsSchool("half");
  const half = { ...report, subject: ["Rekenen", "Taal"], score: ["8", ""] };
  const answer = await teacher.visitor.post(pupil("results"), {
    ...half,
    files: [pdf("rapport.pdf"), pdf("spel.exe", "MZ")],
  });
  expect(answer.status).toBe(422);
  expect(answer.text).toContain("Vul op elke regel het vak en de score in");
  expect(answer.text).toContain("spel.exe: Dit soort bestand kan niet");
  expect(answer.text).toContain('value="Taal"');
  const fileId = keptIn(answer.text);
  expect(fileId).toHaveLength(1);
  expect((await mother.visitor.get(child("results"))).text).not.toContain("Rapport herfst");

  const again = await teacher.visitor.post(pupil("results"), { ...report, fileId });
  expect(again.status).toBe(303);
  expect(filesIn((await mother.visitor.get(child("results"))).text)).toEqual(fileId);
});

test.each([
  ["a day that does not exist", { heldOn: "2026-02-30" }, "Vul een datum in die bestaat."],
  ["no title", { title: "" }, "Vul dit in."],
  ["a score of 10,000 signs", { score: ["8".repeat(10_000), "", "goed"] }, "Dit is te lang."],
  ["a file that is not there", { fileId: "999999" }, "Een van de bestanden is er niet meer."],
  ["70 subjects", { subject: Array(70).fill("x"), score: Array(70).fill("y") }, "te veel in"],
])("%s is refused with a sentence", async (what, wrong, sentence) => {
  const { teacher, pupil } = await noorsSchool(`fout-${what.replace(/\W+/g, "-")}`.slice(0, 30));
  const answer = await teacher.visitor.post(pupil("results"), { ...report, ...wrong });
  expect(answer.status).toBe(422);
  expect(answer.text).toContain(sentence);
  expect(answer.text).toContain("Ga zo door.");
});

test("a file of someone else, or one that is in a post, is not taken along", async () => {
  const { village, teacher, office, pupil } = await noorsSchool("vreemd");
  const body = (name: string) => ({ file: pdf(name) });
  const theirs = await office.visitor.post(pupil("results/uploads"), body("geheim.pdf"));
  const { id } = JSON.parse(theirs.text);
  const post = await village.post({ title: "Bericht", by: teacher });
  const posted = await village.file(post, "brief.pdf");
  for (const fileId of [id, String(posted)]) {
    const answer = await teacher.visitor.post(pupil("results"), { ...report, fileId });
    expect(answer.status).toBe(422);
    expect(answer.text).not.toContain(`value="${fileId}" checked`);
  }
});

test("one file at a time can be sent ahead, and what is refused says why", async () => {
  const { teacher, other, pupil } = await noorsSchool("vooruit");
  const [good, bad, outside] = await Promise.all([
    teacher.visitor.post(pupil("results/uploads"), { file: pdf("rapport.pdf") }),
    teacher.visitor.post(pupil("results/uploads"), { file: pdf("rapport.docx") }),
    other.visitor.post(pupil("results/uploads"), { file: pdf("rapport.pdf") }),
  ]);
  expect([good.status, bad.status, outside.status]).toEqual([201, 422, 404]);
  expect(JSON.parse(bad.text).error).toContain("iets anders dan zijn naam");
});

test("more rows can be asked for without losing anything", async () => {
  const { teacher, pupil } = await noorsSchool("regels");
  const form = { ...report, title: "", intent: "rows", files: [pdf("rapport.pdf")] };
  const more = await teacher.visitor.post(pupil("results"), form);
  expect(more.status).toBe(200);
  expect(more.text).toContain('value="Rekenen"');
  expect(keptIn(more.text)).toHaveLength(1);
  expect(more.text.match(/name="score"/g)).toHaveLength(6); // two filled, four to fill
});

test("a changed result keeps its author, loses the files that were left out, and mails nobody", async () => {
  const { mother, teacher, office, child, pupil } = await noorsSchool("wijzig");
  const files = [pdf("een.pdf", "%PDF-1.7 een"), pdf("twee.pdf", "%PDF-1.7 twee")];
  await teacher.visitor.post(pupil("results"), { ...report, files });
  await house.mails();
  const id = firstId(await teacher.visitor.get(pupil("results")), "results");
  const form = await office.visitor.get(pupil(`results/${id}`));
  const [first] = keptIn(form.text);
  const change = { ...report, subject: "Gym", score: "7", fileId: first!, seen: "1" };
  expect((await office.visitor.post(pupil(`results/${id}`), change)).status).toBe(303);
  const { text } = await mother.visitor.get(child("results"));
  expect(text).toContain("juf Hanneke");
  expect(text).toContain("Gym");
  expect(text).not.toContain("Rekenen");
  expect(filesIn(text)).toEqual([first]);
  expect(await house.mails()).toEqual([]);
  const names = await house.house.db.selectFrom("files").select("name")
    .where("name", "in", ["een.pdf", "twee.pdf"]).execute();
  expect(names).toEqual([{ name: "een.pdf" }]);

  const late = await teacher.visitor.post(pupil(`results/${id}`), { ...report, seen: "1" });
  expect(late.status).toBe(409);
  expect(late.text).toContain("Gym");
  expect(late.text).toContain('value="Rekenen"');
});

test("who made a result removes it with its files, the office too, a colleague does not", async () => {
  const { village, five, mother, teacher, office, child, pupil } = await noorsSchool("opruimen");
  const colleague = await village.staff("Ömer", "teacher", [five]);
  await teacher.visitor.post(pupil("results"), { ...report, files: [pdf("weg.pdf")] });
  const id = firstId(await teacher.visitor.get(pupil("results")), "results");
  const at = pupil(`results/${id}`);
  expect((await colleague.visitor.get(pupil("results"))).text).toContain("Rapport herfst");
  expect(
    await statuses([
      colleague.visitor.get(at),
      colleague.visitor.post(at, { ...report, seen: "1" }),
      colleague.visitor.post(`${at}/removal`, { seen: "1" }),
      office.visitor.post(`${at}/removal`, { seen: "7" }),
    ]),
  ).toEqual([404, 404, 404, 409]);
  expect((await office.visitor.post(`${at}/removal`, { seen: "1" })).status).toBe(303);
  expect((await mother.visitor.get(child("results"))).text).not.toContain("Rapport herfst");
  const left = await house.house.db.selectFrom("files").select("id").where("name", "=", "weg.pdf")
    .execute();
  expect(left).toEqual([]);
  const typed = await teacher.visitor.post(at, { ...report, seen: "1" });
  expect(typed.status).toBe(409);
  expect(typed.text).toContain('value="Rapport herfst"');
});

test("a photo of a drawing is downloaded as we made it, without what was in it", async () => {
  const { mother, teacher, child, pupil } = await noorsSchool("foto");
  const photo = new File([await Deno.readFile("db/demo/pictures/uil.jpg")], "tekening.jpg");
  await teacher.visitor.post(pupil("results"), { ...report, files: [photo] });
  const page = await mother.visitor.get(child("results"));
  const [address] = /\/foto\/children\/\d+\/results\/\d+\/files\/\d+/.exec(page.text)!;
  const { headers } = await mother.visitor.get(address);
  expect(headers.get("content-type")).toBe("image/webp");
  expect(headers.get("content-disposition")).toMatch(/^attachment; filename="tekening.webp"/);
});
