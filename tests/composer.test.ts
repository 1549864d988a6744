import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import type { Visitor } from "./support/visitor.ts";

let school: TestHouse;
let teacher: Visitor, office: Visitor, parent: Visitor;
/** Ids of groups by name, and which of them juf Hanneke teaches. */
let groups: { id: number; name: string; own: boolean }[];
const home = "/regenton";

beforeAll(async () => {
  school = await openTestHouse({ seed: "demo+neighbour" });
  teacher = await school.signIn("juf@regenton.example");
  office = await school.signIn("administratie@regenton.example");
  parent = await school.signIn("ouder@regenton.example");
  groups = await school.house.pool.unsafe<typeof groups>(`
    select g.id, g.name, exists (
      select from group_staff t join people p on p.school_id = t.school_id and p.id = t.person_id
      where t.school_id = g.school_id and t.group_id = g.id and p.email = 'juf@regenton.example') as own
    from groups g join schools s on s.id = g.school_id
    where s.short_name = 'regenton' and g.school_year = 2026 order by g.position`);
});
afterAll(() => school.close());

const own = () => groups.find((group) => group.own)!;
const other = () => groups.find((group) => !group.own)!;

/** A form of the composer as a browser without script sends it. */
function typed(more: Record<string, string | string[]> = {}) {
  return {
    intent: "publish",
    key: randomUUID(),
    kind: "news",
    audience: String(own().id),
    title: "Schoolreis",
    body: "We gaan naar het bos.",
    format: "text",
    when: "now",
    ...more,
  };
}

/** Opens the form of a post and sends it with this typed in it. */
async function change(
  someone: Visitor,
  address: string,
  form: Record<string, string | string[]> = typed(),
) {
  const { text } = await someone.get(address);
  return someone.post(address, { ...form, seen: seenIn(text) });
}
const seenIn = (html: string) => /name="seen" value="(\d*)"/.exec(html)?.[1] ?? "";

const idIn = (address: string | null) => Number(/\/posts\/(\d+)/.exec(address ?? "")?.[1]);
const rowOf = async (id: number) =>
  (await school.house.pool.unsafe(
    `
  select p.*, (select array_agg(group_id) from post_groups g where g.post_id = p.id) as groups
  from posts p where id = $1`,
    [id],
  ))[0]!;
const countPosts = async () =>
  Number((await school.house.pool.unsafe("select count(*)::int as n from posts"))[0]!.n);

test("what a teacher posts to the own group is out at once, signed as children know her", async () => {
  const answer = await teacher.post(`${home}/posts`, typed({ title: "Bosdag" }));
  expect(answer.status).toBe(303);
  const post = await rowOf(idIn(answer.location));
  expect(post).toMatchObject({
    kind: "news",
    title: "Bosdag",
    body: "<p>We gaan naar het bos.</p>",
  });
  expect(post.author_name).toMatch(/^juf /);
  expect(post.groups).toEqual([own().id]);
  expect((await teacher.get(answer.location!)).text).toContain("Bosdag");
});

test("a teacher cannot post to another group or the whole school, and keeps what she typed", async () => {
  const before = await countPosts();
  for (const audience of [String(other().id), "school"]) {
    const answer = await teacher.post(`${home}/posts`, typed({ audience, title: "Niet voor u" }));
    expect(answer.status).toBe(422);
    expect(answer.text).toContain("Aan een van deze groepen kan dit soort bericht niet");
    expect(answer.text).toContain('value="Niet voor u"');
  }
  expect(await countPosts()).toBe(before);
});

test("a group of another school, or one that does not exist, is refused, not an error", async () => {
  const [row] = await school.house.pool.unsafe(
    "select g.id from groups g join schools s on s.id = g.school_id where s.short_name <> 'regenton'",
  );
  for (const audience of [String(row!.id), "999999999999999", "0", "x", "-1"]) {
    for (const intent of ["publish", "draft", "preview"]) {
      const answer = await office.post(`${home}/posts`, typed({ audience, intent }));
      expect([intent, audience, answer.status]).toEqual([intent, audience, 422]);
    }
  }
});

test("a parent has no composer where the school does not allow it", async () => {
  expect((await parent.get(`${home}/posts/new`)).status).toBe(403);
  expect((await parent.post(`${home}/posts`, typed())).status).toBe(403);
  expect((await parent.post(`${home}/posts/uploads`)).status).toBe(403);
});

test("where the school allows it a parent posts on the board of the own children's groups only", async () => {
  const { pool } = school.house;
  await pool.unsafe("update schools set guardians_may_post = true where short_name = 'regenton'");
  const rows = await pool.unsafe(`
    select distinct gp.group_id as id from group_pupils gp
    join groups g on g.id = gp.group_id and g.school_year = 2026
    join guardianships gs on gs.pupil_id = gp.pupil_id
    join people p on p.id = gs.person_id where p.email = 'ouder@regenton.example'`);
  const children = rows.map((row) => Number(row.id));
  const post = (kind: string, group: number) =>
    parent.post(`${home}/posts`, typed({ kind, audience: String(group) }));
  const strange = groups.find((group) => !children.includes(group.id))!;
  expect((await post("board", children[0]!)).status).toBe(303);
  expect((await post("board", strange.id)).status).toBe(422);
  expect((await post("news", children[0]!)).status).toBe(422);
  expect((await post("urgent", children[0]!)).status).toBe(422);
  const readOnly = await school.signIn("alleenlezen@regenton.example");
  expect((await readOnly.post(`${home}/posts`, typed({ kind: "board" }))).status).toBe(403);
  await pool.unsafe("update schools set guardians_may_post = false where short_name = 'regenton'");
});

test("a class parent posts to the group of the grant, signed as class parent, but never urgent", async () => {
  const { pool } = school.house;
  await pool.unsafe(`insert into senders (school_id, person_id, title, group_id)
    select p.school_id, p.id, 'klassenouder', ${other().id} from people p where p.email = 'ouder@regenton.example'
    on conflict do nothing`);
  const audience = String(other().id);
  const answer = await parent.post(`${home}/posts`, typed({ audience }));
  expect(answer.status).toBe(303);
  expect((await rowOf(idIn(answer.location))).author_name).toContain(", klassenouder");
  expect((await parent.post(`${home}/posts`, typed({ audience, kind: "urgent" }))).status).toBe(
    422,
  );
  await pool.unsafe("delete from senders where group_id = $1", [other().id]);
  expect((await parent.post(`${home}/posts`, typed({ audience }))).status).toBe(403);
});

test("pressing twice makes one post", async () => {
  const form = typed({ title: "Twee keer gedrukt" });
  const answers = await Promise.all([1, 2, 3].map(() => teacher.post(`${home}/posts`, form)));
  expect(answers.map((answer) => answer.status)).toEqual([303, 303, 303]);
  expect(new Set(answers.map((answer) => answer.location)).size).toBe(1);
});

test("someone else's form key opens nothing", async () => {
  const form = typed({ intent: "draft", title: "Van de juf" });
  await teacher.post(`${home}/posts`, form);
  const answer = await office.post(`${home}/posts`, { ...form, title: "Gekaapt" });
  expect(answer.status).toBe(403);
});

test("a draft is seen by its writer only, and may be half done", async () => {
  const answer = await teacher.post(
    `${home}/posts`,
    typed({ intent: "draft", title: "Half idee", body: "", audience: [] }),
  );
  expect(answer.location).toMatch(/\/posts\/\d+\/edit$/);
  expect((await teacher.get(answer.location!)).text).toContain('value="Half idee"');
  expect((await teacher.get(`${home}/posts/drafts`)).text).toContain("Half idee");
  expect((await office.get(answer.location!)).status).toBe(404);
  expect((await office.get(`${home}/posts/drafts`)).text).not.toContain("Half idee");
  expect((await teacher.get(home)).text).not.toContain("Half idee");
});

test("a draft that is posted twice at once goes out once and is not marked as edited", async () => {
  const draft = await teacher.post(`${home}/posts`, typed({ intent: "draft", title: "Klaar" }));
  const form = typed({ title: "Klaar" });
  const seen = seenIn((await teacher.get(draft.location!)).text);
  const answers = await Promise.all(
    [1, 2].map(() => teacher.post(draft.location!, { ...form, seen })),
  );
  expect(answers.map((answer) => answer.status)).toEqual([303, 303]);
  expect(await rowOf(idIn(draft.location))).toMatchObject({ title: "Klaar", edited_at: null });
});

test("what is planned for a day and time appears then, in the time of the school", async () => {
  const answer = await teacher.post(
    `${home}/posts`,
    typed({ title: "Straks", when: "later", day: "2026-11-12", time: "08:30" }),
  );
  expect(answer.location).toBe(`${home}/posts/drafts`);
  const [row] = await school.house.pool.unsafe(
    "select id, publish_at from posts where title = 'Straks'",
  );
  expect(row!.publish_at.toISOString()).toBe("2026-11-12T07:30:00.000Z");
  expect((await teacher.get(`${home}/posts/drafts`)).text).toContain(
    "wordt geplaatst do 12 november",
  );
});

test("a time that summer time skips becomes the moment after it", async () => {
  await teacher.post(
    `${home}/posts`,
    typed({ title: "Zomertijd", when: "later", day: "2027-03-28", time: "02:30" }),
  );
  const [row] = await school.house.pool.unsafe(
    "select publish_at from posts where title = 'Zomertijd'",
  );
  expect(row!.publish_at.toISOString()).toBe("2027-03-28T01:30:00.000Z");
});

test.each([
  [
    "a day that does not exist",
    { when: "later", day: "2026-02-30", time: "08:00" },
    "Vul een datum in die bestaat",
  ],
  [
    "a time that does not exist",
    { when: "later", day: "2026-12-01", time: "25:00" },
    "Vul een tijd in",
  ],
  ["a moment that has passed", { when: "later", day: "2026-11-01", time: "08:00" }, "al voorbij"],
  ["an end before the beginning", { until: "2026-11-01" }, "al voorbij"],
  ["no title", { title: "   " }, "Geef het bericht een titel"],
  ["10,000 characters of title", { title: "a".repeat(10_000) }, "te lang"],
  ["no text", { body: "\0 \n " }, "Schrijf het bericht"],
  [
    "only tags",
    { body: "<script>alert(1)</script><p> </p>", format: "html" },
    "Schrijf het bericht",
  ],
  ["no audience", { audience: [] }, "Kies voor wie"],
  ["an unknown kind", { kind: "party" }, "Kies wat voor bericht"],
  [
    "a poll with one answer",
    { kind: "board", pollQuestion: "Wie?", pollAnswer: ["Ik", ""] },
    "minstens twee",
  ],
  ["a poll with twelve answers", {
    kind: "board",
    pollQuestion: "Wie?",
    pollAnswer: Array.from({ length: 12 }, (_, n) => `${n}`),
  }, "hoogstens tien"],
  ["a file that is not there", { fileId: "987654" }, "bestand is er niet meer"],
  [
    "70,000 files",
    { fileId: Array.from({ length: 70_000 }, (_, n) => `${n}`) },
    '<a href="#files">Dit zijn er te veel',
  ],
])("%s is said, and what was typed is kept", async (_, wrong, sentence) => {
  const before = await countPosts();
  const answer = await teacher.post(`${home}/posts`, typed({ body: "Blijft staan", ...wrong }));
  expect(answer.status).toBe(422);
  expect(answer.text).toContain(sentence);
  if (!("body" in wrong)) expect(answer.text).toContain("Blijft staan");
  expect(await countPosts()).toBe(before);
});

test("a body of another kind, or none, is refused plainly", async () => {
  const json = await teacher.send(`${home}/posts`, {
    method: "POST",
    body: "{}",
    headers: { "content-type": "application/json" },
  });
  const nothing = await teacher.send(`${home}/posts`, { method: "POST" });
  const broken = await teacher.send(`${home}/posts`, {
    method: "POST",
    body: "--nope",
    headers: { "content-type": "multipart/form-data; boundary=x" },
  });
  expect([json.status, nothing.status, broken.status]).toEqual([415, 415, 400]);
});

test("scripts, handlers and htmx in a text never reach a reader", async () => {
  const body =
    `<p onclick="x()" hx-get="/x" class="urgent" style="color:red" id="main" data-hx-post="/y">Dag
    <b>allemaal</b><script>alert(1)</script><svg onload="x()"><a xlink:href="javascript:x()">k</a></svg>
    <a href="javascript:alert(1)">fout</a> <a href="https://school.example/a?b=1&c=2" target="_blank">goed</a>
    <a href="/regenton/sign-out">weg</a><img src=x onerror=alert(1)><h1>Kop</h1><iframe src="//x"></iframe>
    <math><style><a title="</style><img src=x onerror=alert(1)>"></math><form action="/x"><button>op</form>`;
  const answer = await teacher.post(`${home}/posts`, typed({ body, format: "html" }));
  const post = await rowOf(idIn(answer.location));
  const tags = [...post.body.matchAll(/<([^>]*)>/g)].map((match) => match[1]);
  expect(new Set(tags)).toEqual(
    new Set([
      "p",
      "/p",
      "strong",
      "/strong",
      "h3",
      "/h3",
      "a",
      "/a",
      'a href="https://school.example/a?b=1&amp;c=2" rel="noopener nofollow"',
    ]),
  );
  expect(post.body).not.toContain("alert(1)</");
  expect(post.excerpt).toContain("Dag allemaal");
});

test("a poll keeps its question, answers and closing day; news has no poll", async () => {
  const poll = {
    pollQuestion: "Hoe laat kunt u?",
    pollAnswer: ["8.30 uur", "", "10.15 uur"],
    pollAnonymous: "on",
    pollUntil: "2026-11-20",
  };
  const board = await teacher.post(
    `${home}/posts`,
    typed({ kind: "board", commentsOpen: "on", ...poll }),
  );
  const news = await teacher.post(
    `${home}/posts`,
    typed({ kind: "news", commentsOpen: "on", ...poll }),
  );
  const polls = await school.house.pool.unsafe(
    `select q.*, array(select label from poll_options o where o.post_id = q.post_id order by position) as answers
     from polls q where post_id in ($1, $2)`,
    [idIn(board.location), idIn(news.location)],
  );
  expect(polls).toHaveLength(1);
  expect(polls[0]).toMatchObject({
    anonymous: true,
    multiple: false,
    answers: ["8.30 uur", "10.15 uur"],
  });
  expect(polls[0]!.closes_at.toISOString()).toBe("2026-11-20T23:00:00.000Z");
  expect((await rowOf(idIn(board.location))).comments_open).toBe(true);
  expect((await rowOf(idIn(news.location))).comments_open).toBe(false);
});

test("what the office changes, withdraws or closes of another is written down, one's own is not", async () => {
  const entries = async () => [
    ...await school.house.pool.unsafe("select action, subject from audit_entries order by id"),
  ];
  const before = (await entries()).length;
  const form = typed({ title: "Van de juf", kind: "board", commentsOpen: "on" });
  const post = idIn((await teacher.post(`${home}/posts`, form)).location);
  const at = `${home}/posts/${post}`;
  await change(teacher, `${at}/edit`, { ...form, title: "Van de juf zelf" });
  await change(office, `${at}/edit`, { ...form, title: "Van de administratie" });
  await office.post(`${at}/discussion`, { open: "no" });
  await office.post(`${at}/discussion`, { open: "no" });
  await office.post(`${at}/withdrawal`);
  expect((await entries()).slice(before)).toEqual([
    { action: "postChanged", subject: { post, title: "Van de juf zelf" } },
    { action: "commentsClosed", subject: { post } },
    { action: "postWithdrawn", subject: { post, title: "Van de administratie" } },
  ]);
});

test("where scripts run the preview comes under the form, or what must be put right first", async () => {
  const preview = await teacher.post(`${home}/posts?part=preview`, typed({ intent: "preview" }));
  expect(preview.status).toBe(200);
  expect(preview.text).toMatch(/^<section id="preview"/);
  expect(preview.text).toContain("<h2>Schoolreis</h2>");
  const wrong = await teacher.post(
    `${home}/posts?part=preview`,
    typed({ intent: "preview", title: "" }),
  );
  expect(wrong.status).toBe(422);
  expect(wrong.text).toMatch(/^<section id="preview"/);
  expect(wrong.text).toContain("Geef het bericht een titel");
});

test("the preview shows the post and writes nothing; going back loses nothing", async () => {
  const before = await countPosts();
  const form = typed({
    intent: "preview",
    title: "Even kijken",
    kind: "board",
    pollQuestion: "Ja?",
    pollAnswer: ["a", "b"],
  });
  const preview = await teacher.post(`${home}/posts`, form);
  expect(preview.status).toBe(200);
  expect(preview.text).toContain("<h2>Even kijken</h2>");
  const back = await teacher.post(`${home}/posts`, { ...form, intent: "edit", title: "" });
  expect(back.status).toBe(200);
  expect(back.text).toContain('value="Ja?"');
  expect(await countPosts()).toBe(before);
});

test("the count of people follows the chosen groups and leaks nothing about others", async () => {
  const seen = await teacher.get(`${home}/posts/audience?kind=news&audience=${own().id}`);
  const [row] = await school.house.pool.unsafe(
    `select count(distinct p.id)::int as n from people p
     join guardianships gs on gs.person_id = p.id and gs.blocked_at is null
     join pupils k on k.id = gs.pupil_id and k.left_at is null
     join group_pupils gp on gp.pupil_id = k.id and gp.group_id = $1
     where p.left_at is null and p.blocked_at is null and not p.deceased`,
    [own().id],
  );
  expect(seen.text).toContain(`${row!.n} ouders en`);
  expect(seen.text).toMatch(/Plaats voor \d+ gezinnen/);
  const hidden = await teacher.get(`${home}/posts/audience?kind=news&audience=${other().id}`);
  expect(hidden.status).toBe(200);
  expect(hidden.text).not.toContain("ouders en");
});

test("a changed post says so, keeps its moment and kind, and can reach more groups but not fewer", async () => {
  const made = await office.post(`${home}/posts`, typed({ title: "Oud" }));
  const address = `${home}/posts/${idIn(made.location)}/edit`;
  const before = await rowOf(idIn(made.location));
  await change(
    office,
    address,
    typed({ title: "Nieuw", kind: "board", audience: String(other().id) }),
  );
  const after = await rowOf(idIn(made.location));
  expect(after).toMatchObject({ title: "Nieuw", kind: "news", publish_at: before.publish_at });
  expect(after.edited_at).not.toBeNull();
  expect(after.groups.map(Number).sort()).toEqual([own().id, other().id].sort());
});

test("of two who change one post at once one is told, with both versions, and can save after all", async () => {
  const made = await teacher.post(`${home}/posts`, typed({ title: "Samen" }));
  const address = `${home}/posts/${idIn(made.location)}/edit`;
  const seen = seenIn((await teacher.get(address)).text);
  const both = { teacher: "Van de juf", office: "Van kantoor" };
  const answers = await Promise.all([
    teacher.post(address, { ...typed({ title: "Juf", body: both.teacher }), seen }),
    office.post(address, { ...typed({ title: "Kantoor", body: both.office }), seen }),
  ]);
  expect(answers.map((answer) => answer.status).toSorted()).toEqual([303, 409]);
  const refused = answers.find((answer) => answer.status === 409)!;
  expect(refused.text).toContain("Dit bericht is intussen gewijzigd");
  expect(refused.text).toContain("Van de juf");
  expect(refused.text).toContain("Van kantoor");
  const [winner, loser] = answers[0]!.status === 303
    ? [both.teacher, both.office]
    : [both.office, both.teacher];
  expect((await rowOf(idIn(made.location))).body).toBe(`<p>${winner}</p>`);

  const again = answers[0]!.status === 409 ? teacher : office;
  const form = { ...typed({ title: "Toch", body: loser }), seen: seenIn(refused.text) };
  expect((await again.post(address, form)).status).toBe(303);
  expect((await rowOf(idIn(made.location))).body).toBe(`<p>${loser}</p>`);
});

test("who opened the form before someone saved is told, however much later", async () => {
  const draft = await teacher.post(`${home}/posts`, typed({ intent: "draft", title: "Eerste" }));
  const seen = seenIn((await teacher.get(draft.location!)).text);
  const form = { ...typed({ intent: "draft", body: "Tweede" }), seen };
  expect((await teacher.post(draft.location!, form)).status).toBe(303);
  for (const stale of [seen, "", "1"]) {
    const late = await teacher.post(draft.location!, { ...form, body: "Derde", seen: stale });
    expect(late.status).toBe(409);
  }
  expect((await teacher.post(draft.location!, { ...form, seen: "x" })).status).toBe(422);
  expect((await rowOf(idIn(draft.location))).body).toBe("<p>Tweede</p>");
});

test("the form of a published post can be sent as it stands, and then nothing is marked as edited", async () => {
  const made = await office.post(`${home}/posts`, typed({ title: "Blijft" }));
  const address = `${home}/posts/${idIn(made.location)}/edit`;
  const { text } = await office.get(address);
  const form = /<form id="compose".*?<\/form>/s.exec(text)![0];
  const fields: Record<string, string> = {};
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const [, name = ""] = /name="([^"]*)"/.exec(tag) ?? [];
    const [, value = ""] = /value="([^"]*)"/.exec(tag) ?? [];
    const left = /type="(checkbox|file)"/.test(tag) && !/ checked/.test(tag) ||
      / disabled/.test(tag);
    if (!left) fields[name] = value;
  }
  const [, body = ""] = /<textarea[^>]*>(.*?)<\/textarea>/s.exec(form) ?? [];
  fields.body = body.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
  expect((await office.post(address, { ...fields, intent: "publish" })).status).toBe(303);
  expect(await rowOf(idIn(made.location))).toMatchObject({ title: "Blijft", edited_at: null });
});

test("a colleague cannot change or withdraw a teacher's post, the office can", async () => {
  const made = await teacher.post(`${home}/posts`, typed({ title: "Weg ermee" }));
  const post = `${home}/posts/${idIn(made.location)}`;
  expect((await parent.get(`${post}/edit`)).status).toBe(403);
  expect((await office.get(`${post}/edit`)).status).toBe(200);
  expect((await office.get(post)).text).toContain(`${post}/edit`);
  expect((await parent.get(post)).text).not.toContain(`${post}/edit`);
  expect((await office.post(`${post}/withdrawal`)).status).toBe(303);
  expect((await rowOf(idIn(made.location))).withdrawn_at).not.toBeNull();
  expect((await office.post(`${post}/edit`, typed())).status).toBe(404);
  expect((await office.get(`${home}/posts/drafts`)).text).not.toContain("Weg ermee");
});

test("a draft that is removed is gone", async () => {
  const draft = await teacher.post(`${home}/posts`, typed({ intent: "draft", title: "Toch niet" }));
  const answer = await teacher.post(draft.location!.replace("/edit", "/withdrawal"));
  expect(answer.location).toBe(`${home}/posts/drafts`);
  expect(await rowOf(idIn(draft.location)).catch(() => undefined)).toBeUndefined();
});
