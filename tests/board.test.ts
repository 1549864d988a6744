import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import { Village } from "./support/village.ts";

let house: TestHouse;
beforeAll(async () => void (house = await openTestHouse({ seed: "empty" })));
afterAll(() => house.close());

/** A group with a teacher, two parents, and a post on the board. */
async function board(name: string) {
  const village = await Village.found(house, name);
  const group = await village.group("5a");
  const noor = await village.pupil("Noor", [group]);
  const teacher = await village.staff("Hanneke", "teacher", [group]);
  const samira = await village.guardian("Samira", [noor]);
  const rik = await village.guardian("Rik", [noor]);
  const post = await village.post({
    kind: "board",
    title: "Wie helpt?",
    by: teacher,
    groups: [group],
  });
  return { village, group, noor, teacher, samira, rik, post, at: `/${name}/posts/${post}` };
}

const votesOf = (post: number) =>
  house.house.db.selectFrom("poll_votes").select(["account_id", "option_id"])
    .where("post_id", "=", post).orderBy("option_id").execute();

test("a vote counts, shows the results, and can be changed until the poll closes", async () => {
  const { village, samira, post, at } = await board("stemmen");
  const [early, late] = await village.poll(post, ["Vroeg", "Laat"], {
    closesAt: "2026-11-10T20:00:00+01:00",
  });
  expect((await samira.visitor.get(at)).text).toContain('type="radio" name="option"');
  expect((await samira.visitor.post(`${at}/vote`, { option: String(early) })).status).toBe(303);
  const results = (await samira.visitor.get(at)).text;
  expect(results).toContain("uw keuze");
  expect(results).toContain("Sluit vandaag om 20.00 uur");
  const again = (await samira.visitor.get(`${at}?change=poll`)).text;
  expect(again).toMatch(new RegExp(`value="${early}" checked`));

  const piece = await samira.visitor.post(`${at}/vote?part=poll`, { option: String(late) });
  expect(piece.text).toMatch(/^<section id="poll"/);
  expect(await votesOf(post)).toEqual([{ account_id: samira.accountId, option_id: late }]);

  house.clock.travel("2026-11-10T20:00:00+01:00");
  const closed = await samira.visitor.post(`${at}/vote`, { option: String(early) });
  expect(closed.status).toBe(409);
  expect(closed.text).toContain("De peiling is gesloten. Stemmen kan niet meer.");
  expect(await votesOf(post)).toEqual([{ account_id: samira.accountId, option_id: late }]);
  house.clock.travel("2026-11-10T09:00:00+01:00");
});

test("many votes of one person at once leave one", async () => {
  const { village, samira, post, at } = await board("tegelijk");
  const options = await village.poll(post, ["A", "B", "C", "D"]);
  const answers = await Promise.all(
    [...options, ...options].map((option) =>
      samira.visitor.post(`${at}/vote`, { option: String(option) })
    ),
  );
  expect(answers.map((answer) => answer.status)).toEqual(Array(8).fill(303));
  expect(await votesOf(post)).toHaveLength(1);
});

test("where several answers may be chosen, two votes at once leave one of them whole", async () => {
  const { village, samira, post, at } = await board("meerkeuze");
  const [a, b, c, d] = await village.poll(post, ["A", "B", "C", "D"], { multiple: true });
  const choose = (...ids: (number | undefined)[]) =>
    samira.visitor.post(`${at}/vote`, { option: ids.map(String) });
  await Promise.all([choose(a, b), choose(c, d), choose(a, b), choose(c, d)]);
  const left = (await votesOf(post)).map((vote) => vote.option_id);
  expect([[a, b], [c, d]]).toContainEqual(left);
});

test("a vote that cannot be is refused with a sentence", async () => {
  const { village, samira, post, at } = await board("raarstemmen");
  const [yes, no] = await village.poll(post, ["Ja", "Nee"]);
  const elsewhere = await village.post({ kind: "board", title: "Elders", by: samira });
  const [foreign] = await village.poll(elsewhere, ["Ver", "Weg"]);
  const tries: (string | string[])[] = ["", String(foreign), "abc", [String(yes), String(no)]];
  for (const option of tries) {
    const answer = await samira.visitor.post(`${at}/vote`, { option });
    expect([option, answer.status]).toEqual([option, 422]);
    expect(answer.text).toMatch(/Kies (eerst een|één) antwoord/);
  }
  expect(await votesOf(post)).toEqual([]);
});

test("staff read who chose what, but not in an anonymous poll, and parents never", async () => {
  const { village, group, teacher, samira, rik, post, at } = await board("wiekoos");
  const secret = await village.post({
    kind: "board",
    title: "Geheim",
    by: teacher,
    groups: [group],
  });
  const secretAt = `/wiekoos/posts/${secret}`;
  const [open] = await village.poll(post, ["Ja", "Nee"]);
  const [closed] = await village.poll(secret, ["Ja", "Nee"], { anonymous: true });
  await samira.visitor.post(`${at}/vote`, { option: String(open) });
  await samira.visitor.post(`${secretAt}/vote`, { option: String(closed) });
  await rik.visitor.post(`${at}/vote`, { option: String(open) });
  expect((await teacher.visitor.get(at)).text).toContain("Samira Vos");
  expect((await teacher.visitor.get(secretAt)).text).not.toContain("Samira Vos");
  expect((await rik.visitor.get(at)).text).not.toContain("Samira Vos");
  expect((await samira.visitor.get(`${secretAt}?change=poll`)).text)
    .toContain("Niemand ziet wat u kiest.");
});

test("a read-only guardian reads everything and changes nothing", async () => {
  const { village, noor, post, at } = await board("alleenlezen");
  const [option] = await village.poll(post, ["Ja", "Nee"]);
  const reader = await village.guardian("Opa", [noor], { readOnly: true });
  const page = await reader.visitor.get(at);
  expect(page.status).toBe(200);
  expect(page.text).not.toContain("<textarea");
  const answers = await Promise.all([
    reader.visitor.post(`${at}/vote`, { option: String(option) }),
    reader.visitor.post(`${at}/symbols`, { symbol: "heart" }),
    reader.visitor.post(`${at}/comments`, { body: "Hallo" }),
  ]);
  expect(answers.map((answer) => answer.status)).toEqual([403, 403, 403]);
  expect(await votesOf(post)).toEqual([]);
});

test("a symbol comes with one press and goes with the next", async () => {
  const { samira, rik, at } = await board("symbolen");
  const press = (who: typeof samira) =>
    who.visitor.post(`${at}/symbols?part=symbols`, { symbol: "heart" });
  expect((await press(samira)).text).toContain('aria-pressed="true" aria-label="Hartje, 1 keer"');
  expect((await press(rik)).text).toContain("Hartje, 2 keer");
  expect((await press(samira)).text).toContain('aria-pressed="false" aria-label="Hartje, 1 keer"');
  const answers = await Promise.all(Array.from({ length: 6 }, () => press(samira)));
  expect(answers.every((answer) => answer.status === 200)).toBe(true);
  expect((await rik.visitor.get(at)).text).toMatch(/Hartje, [12] keer/);
  expect((await samira.visitor.post(`${at}/symbols`, { symbol: "bom" })).status).toBe(400);
});

test("a comment is read by the others; its writer and staff can take it away", async () => {
  const { teacher, samira, rik, at } = await board("reacties");
  const page = (await samira.visitor.get(at)).text;
  expect(page).toContain("Alle ouders van groep 5a kunnen uw reactie lezen.");
  await samira.visitor.post(`${at}/comments`, { body: "Ik <b>help</b> mee.\n\nTot morgen." });
  const others = (await rik.visitor.get(at)).text;
  expect(others).toContain("Ik &lt;b&gt;help&lt;/b&gt; mee.");
  expect(others).toContain("Samira Vos");
  const removal = (await samira.visitor.get(at)).text.match(/action="([^"]*removal)"/)![1]!;
  expect(others).not.toContain(removal);
  expect((await rik.visitor.post(removal)).status).toBe(403);
  expect((await samira.visitor.post(removal)).status).toBe(303);
  expect((await rik.visitor.get(at)).text).not.toContain("Samira Vos");
  expect((await samira.visitor.post(removal)).status).toBe(404);

  await teacher.visitor.post(`${at}/comments`, { body: "Fijn!" });
  expect((await rik.visitor.get(at)).text).toMatch(
    /<b>juf Hanneke<\/b><span class="soft">van school/,
  );
  await rik.visitor.post(`${at}/comments`, { body: "Lelijk woord" });
  const ugly = (await teacher.visitor.get(at)).text.match(
    /Lelijk woord.*?action="([^"]*removal)"/s,
  )!;
  expect((await teacher.visitor.post(ugly[1]!)).status).toBe(303);
});

test("a comment that is sent twice stands there once, and other words from that form as well", async () => {
  const { samira, at } = await board("twee-keer");
  const [, key = ""] = /name="key" value="([^"]+)"/.exec((await samira.visitor.get(at)).text) ?? [];
  const press = (body: string) => samira.visitor.post(`${at}/comments`, { body, key });
  const answers = await Promise.all([1, 2, 3].map(() => press("Ik neem lijm mee.")));
  expect(answers.map((answer) => answer.status)).toEqual([303, 303, 303]);
  await press("En een schaar.");
  const page = (await samira.visitor.get(at)).text;
  expect(page.match(/<p>Ik neem lijm mee\.<\/p>/g)).toHaveLength(1);
  expect(page).toContain("En een schaar.");
});

test("staff close the comments; what someone was just writing is not lost", async () => {
  const { teacher, samira, at } = await board("dicht");
  expect((await samira.visitor.post(`${at}/discussion`, { open: "no" })).status).toBe(403);
  expect((await teacher.visitor.post(`${at}/discussion`, { open: "no" })).status).toBe(303);
  expect((await samira.visitor.get(at)).text).toContain("Reageren kan niet meer.");
  for (const part of ["", "?part=comments"]) {
    const late = await samira.visitor.post(`${at}/comments${part}`, { body: "Net te laat" });
    expect(late.status).toBe(409);
    expect(late.text).toContain("Net te laat");
  }
  await teacher.visitor.post(`${at}/discussion`, { open: "yes" });
  expect((await samira.visitor.post(`${at}/comments`, { body: "Op tijd" })).status).toBe(303);
});

test("a comment that is empty, too long or of a strange kind is refused, and what was typed kept", async () => {
  const { samira, at } = await board("raar");
  const empty = await samira.visitor.post(`${at}/comments`, { body: "   " });
  expect([empty.status, empty.text.includes("Vul dit in.")]).toEqual([422, true]);
  const long = await samira.visitor.post(`${at}/comments`, { body: "woord ".repeat(2000) });
  expect(long.status).toBe(422);
  expect(long.text).toContain("Deze reactie is te lang. Hij mag 2000 tekens zijn.");
  expect(long.text).toContain("woord woord woord");
  const json = await samira.visitor.send(`${at}/comments`, {
    method: "POST",
    body: "{}",
    headers: { "content-type": "application/json" },
  });
  expect(json.status).toBe(415);
  const nul = await samira.visitor.post(`${at}/comments`, { body: "voor\0na" });
  expect(nul.status).toBe(303);
  expect((await samira.visitor.get(at)).text).toContain("voorna");
});

test("news has no reactions, and one cannot react to what is withdrawn", async () => {
  const { village, teacher, samira } = await board("stil");
  const news = await village.post({ title: "Studiedag", by: teacher, commentsOpen: true });
  expect((await samira.visitor.post(`/stil/posts/${news}/comments`, { body: "x" })).status).toBe(
    404,
  );
  const gone = await village.post({
    kind: "board",
    title: "Weg",
    by: teacher,
    withdrawnAt: "2026-11-10T08:00:00Z",
  });
  expect((await teacher.visitor.post(`/stil/posts/${gone}/comments`, { body: "x" })).status).toBe(
    409,
  );
});

test("an attachment is downloaded under its own name, a picture is shown in sizes we made", async () => {
  const { village, samira, post, at } = await board("bijlage");
  const pdf = await village.file(post, 'Kalender "2026" é.pdf');
  const photo = await village.file(post, "bos.jpg", { picture: true });
  const file = await samira.visitor.get(`${at}/files/${pdf}/original`);
  expect(file.headers.get("content-type")).toBe("application/pdf");
  expect(file.headers.get("x-content-type-options")).toBe("nosniff");
  expect(file.headers.get("content-disposition")).toBe(
    `attachment; filename="Kalender _2026_ _.pdf"; filename*=UTF-8''Kalender%20%222026%22%20%C3%A9.pdf`,
  );
  expect(file.headers.get("cache-control")).toContain("private");
  const etag = file.headers.get("etag")!;
  const again = await samira.visitor.get(`${at}/files/${pdf}/original`, { "if-none-match": etag });
  expect(again.status).toBe(304);
  const small = await samira.visitor.get(`${at}/files/${photo}/small`);
  expect([small.status, small.headers.get("content-type")]).toEqual([200, "image/webp"]);
  for (const wrong of [`${photo}/original`, `${pdf}/small`, `${pdf}/tiny`, `${pdf}/huge`]) {
    expect([wrong, (await samira.visitor.get(`${at}/files/${wrong}`)).status]).toEqual([
      wrong,
      404,
    ]);
  }
});
