import { afterAll, beforeAll, expect, test } from "vitest";
import { takeUndigestedItems } from "../modules/agenda/mod.ts";
import { takeUndigestedPosts } from "../modules/messaging/mod.ts";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import { Village, type Villager } from "./support/village.ts";

let house: TestHouse;
beforeAll(async () => void (house = await openTestHouse({ seed: "empty" })));
afterAll(() => house.close());

/** The titles in the timeline of a page or piece, in order. */
const titlesIn = (html: string) =>
  [...html.matchAll(/<h2><a [^>]*>([^<]*)<\/a><\/h2>/g)].map(([, title]) => title);

const link = (html: string, pattern: RegExp) => html.match(pattern)?.[1]?.replaceAll("&amp;", "&");

/** A parent with a child in group 5a, and the teacher of that group. */
async function family(name: string) {
  const village = await Village.found(house, name);
  const group = await village.group("5a");
  const teacher = await village.staff("Hanneke", "teacher", [group]);
  const parent = await village.guardian("Samira", [await village.pupil("Noor", [group])]);
  return { village, group, teacher, parent };
}

test("paging neither repeats nor misses a post, also when many came at the same moment", async () => {
  const { village, teacher, parent } = await family("bladeren");
  const expected: string[] = [];
  for (let n = 0; n < 45; n++) {
    expected.push(`Bericht ${n}`);
    const publishAt = n < 30 ? "2026-11-01T12:00:00Z" : "2026-11-02T12:00:00Z";
    await village.post({ title: `Bericht ${n}`, by: teacher, publishAt });
  }
  await village.post({
    title: "Vast",
    by: teacher,
    pinned: true,
    publishAt: "2026-10-01T12:00:00Z",
  });

  const walk = async (first: string, next: RegExp, during?: () => Promise<unknown>) => {
    const seen: (string | undefined)[] = [];
    for (let path: string | undefined = first; path;) {
      const answer = await parent.visitor.get(path);
      expect(answer.status).toBe(200);
      seen.push(...titlesIn(answer.text));
      path = link(answer.text, next);
      await during?.();
    }
    return seen;
  };
  const newestFirst = [
    "Vast",
    ...expected.slice(30).reverse(),
    ...expected.slice(0, 30).reverse(),
  ];
  // as pages, and as the pieces that endless scroll asks for while someone posts something new
  expect(await walk("/bladeren", /<a class="btn quiet s" href="([^"]*)"/)).toEqual(newestFirst);
  const post = () => village.post({ title: "Tussendoor", by: teacher });
  const scrolled = await walk("/bladeren", /hx-get="([^"]*)"/, post);
  expect(scrolled).toEqual(newestFirst);
});

test("a timeline is narrowed to the school or to one child, and nothing else", async () => {
  const { village, group, teacher } = await family("filteren");
  const other = await village.group("2b");
  const parent = await village.guardian("Rik", [
    await village.pupil("Noor", [group]),
    await village.pupil("Mees", [other]),
  ]);
  await village.post({ title: "Voor allen", by: teacher });
  await village.post({ title: "Voor 5a", by: teacher, groups: [group] });
  await village.post({ title: "Voor 2b", by: teacher, groups: [other] });
  const page = (await parent.visitor.get("/filteren")).text;
  expect(page).toContain("Noor, 5a");
  const noor = link(page, /href="([^"]*for=child-\d+)"[^>]*>Noor, 5a</)!;
  expect(titlesIn((await parent.visitor.get(noor)).text)).toEqual(["Voor 5a"]);
  const school = (await parent.visitor.get("/filteren?for=school")).text;
  expect(titlesIn(school)).toEqual(["Voor allen"]);
  // what makes no sense is as if it were not there
  for (const query of ["for=child-0", "for=%00", "before=x", "before=99999999999999-1"]) {
    const answer = await parent.visitor.get(`/filteren?${query}`);
    expect([query, answer.status, titlesIn(answer.text).length]).toEqual([query, 200, 3]);
  }
});

test("a parent sees what is new, and it stays read once opened", async () => {
  const { village, teacher, parent } = await family("gelezen");
  const post = await village.post({ title: "Luizencontrole", by: teacher });
  const start = async () => (await parent.visitor.get("/gelezen")).text;
  expect(await start()).toContain('<strong class="new">nieuw</strong>');
  await parent.visitor.get(`/gelezen/posts/${post}`);
  await parent.visitor.get(`/gelezen/posts/${post}`);
  expect(await start()).not.toContain('class="new"');
});

test("a short post that was seen whole counts as read, for a read-only guardian too", async () => {
  const { village, group, teacher } = await family("meelezen");
  const reader = await village.guardian("Opa", [await village.pupil("Bo", [group])], {
    readOnly: true,
  });
  await village.post({ title: "Kort", by: teacher });
  await village.post({ title: "Lang", by: teacher, body: `<p>${"woord ".repeat(400)}</p>` });
  const page = (await reader.visitor.get("/meelezen")).text;
  const marks = [...page.matchAll(/hx-post="([^"]*)"/g)].map(([, address]) => address!);
  expect(marks).toHaveLength(1); // the long one is cut, and read when opened
  expect(page).toContain("Lees verder");
  expect((await reader.visitor.post(marks[0]!)).status).toBe(200);
  expect((await reader.visitor.get("/meelezen")).text.match(/class="new"/g)).toHaveLength(1);
});

test("an urgent message stands above everything for whom it is; once over it is in the timeline, never in both", async () => {
  const { village, group, teacher, parent } = await family("spoed");
  const outsider = await village.guardian("Kees", [await village.pupil("Teun", [])]);
  const urgent = {
    kind: "urgent" as const,
    by: teacher,
    groups: [group],
    expiresAt: "2026-11-10T18:00:00+01:00",
  };
  await village.post({ title: "Eerder", by: teacher, publishAt: "2026-11-10T07:00:00+01:00" });
  const post = await village.post({
    ...urgent,
    title: "Vandaag geen gym",
    publishAt: "2026-11-10T08:00:00+01:00",
  });
  await village.post({ ...urgent, title: "Vergissing", withdrawnAt: "2026-11-10T08:30:00+01:00" });
  await village.post({ title: "Later", by: teacher, publishAt: "2026-11-10T08:45:00+01:00" });
  const found = async (who: Villager) => {
    const page = (await who.visitor.get("/spoed")).text;
    const bars = [...page.matchAll(/class="urgent".*?<b>(.*?)<\/b>/gs)].map(([, title]) => title);
    return { bars, timeline: titlesIn(page) };
  };
  expect(await found(parent)).toEqual({
    bars: ["Vandaag geen gym"],
    timeline: ["Later", "Eerder"],
  });
  expect(await found(outsider)).toEqual({ bars: [], timeline: ["Later", "Eerder"] });
  const present = house.clock.now().toISOString();
  house.clock.travel("2026-11-10T18:00:01+01:00");
  expect(await found(parent)).toEqual({
    bars: [],
    timeline: ["Later", "Vandaag geen gym", "Eerder"],
  });
  expect(await found(outsider)).toEqual({ bars: [], timeline: ["Later", "Eerder"] });
  expect((await parent.visitor.get(`/spoed?for=school`)).text).not.toContain("Vandaag geen gym");
  expect((await parent.visitor.get("/spoed/news")).text).not.toContain("Vandaag geen gym");
  const page = await parent.visitor.get(`/spoed/posts/${post}`);
  expect(page.status).toBe(200);
  expect(page.text).not.toContain("is verlopen");
  expect((await outsider.visitor.get(`/spoed/posts/${post}`)).status).toBe(404);
  house.clock.travel(present);
});

test("who has seen everything reads so, in the reader's language", async () => {
  const { parent } = await family("leeg");
  expect((await parent.visitor.get("/leeg")).text).toContain("U bent weer bij.");
  await house.house.db.updateTable("accounts").set({ language: "en" })
    .where("id", "=", parent.accountId).execute();
  expect((await parent.visitor.get("/leeg")).text).toContain("You are up to date.");
});

test("staff find their day: new reactions, who has not read what is urgent, who is not active", async () => {
  const { village, group, teacher, parent } = await family("vandaag");
  const board = await village.post({
    kind: "board",
    title: "Wie helpt?",
    by: teacher,
    groups: [group],
  });
  const urgent = await village.post({
    kind: "urgent",
    title: "Geen gym",
    by: teacher,
    groups: [group],
  });
  const other = await village.guardian("Rik", [await village.pupil("Mees", [group])]);
  await house.house.db.updateTable("accounts").set({ activated_at: null })
    .where("id", "=", other.accountId).execute();
  house.clock.travel("2026-11-10T09:05:00+01:00");
  await parent.visitor.post(`/vandaag/posts/${board}/comments`, { body: "Ik neem lijm mee." });

  const before = (await teacher.visitor.get("/vandaag")).text;
  expect(before).toContain("Goedemorgen, Hanneke");
  expect(before).toContain("Ik neem lijm mee.");
  expect(before).toContain("2 kinderen</b>");
  expect(before).toContain("1 ouder heeft nog geen wachtwoord gekozen.");

  house.clock.travel("2026-11-10T09:10:00+01:00");
  await teacher.visitor.get(`/vandaag/posts/${board}`);
  await parent.visitor.get(`/vandaag/posts/${urgent}`);
  const after = (await teacher.visitor.get("/vandaag")).text;
  expect(after).toContain("Geen nieuwe reacties op je berichten.");
  expect(after).toContain("1 kind</b>");
  const page = (await teacher.visitor.get(`/vandaag/posts/${urgent}`)).text;
  expect(page).toContain("Bij 1 van 2 kinderen heeft een ouder dit gezien.");
  expect(page).toContain("Mees");
  const parents = (await parent.visitor.get(`/vandaag/posts/${urgent}`)).text;
  expect(parents).not.toContain("heeft een ouder dit gezien");
  house.clock.travel("2026-11-10T09:00:00+01:00");
});

test("who saw a post for everyone is counted over all children, also those without a group", async () => {
  const { village, group, teacher, parent } = await family("algemeen");
  await village.pupil("Zonder", []);
  const everyone = await village.post({ title: "Studiedag", by: teacher });
  const own = await village.post({ title: "Gym", by: teacher, groups: [group] });
  await parent.visitor.get(`/algemeen/posts/${everyone}`);
  const page = (await teacher.visitor.get(`/algemeen/posts/${everyone}`)).text;
  expect(page).toContain("Bij 1 van 2 kinderen heeft een ouder dit gezien.");
  expect(page).toContain("<b>Zonder groep:</b> Zonder");
  expect((await teacher.visitor.get(`/algemeen/posts/${own}`)).text).toContain("Bij 0 van 1 kind");
});

test("a school without parents is shown the way to the import, and not told that all is well", async () => {
  const village = await Village.found(house, "nieuw");
  const office = await village.staff("Ria", "office");
  const page = (await office.visitor.get("/nieuw")).text;
  expect(page).toContain("Er zijn nog geen ouders.");
  expect(page).toContain('href="/nieuw/import"');
  expect(page).not.toContain("Alle ouders zijn actief.");
});

test("the agenda shows each what is theirs: strip, month, item", async () => {
  const { village, group, teacher, parent } = await family("agenda");
  const outsider = await village.guardian("Kees", [await village.pupil("Teun", [])]);
  const added = await teacher.visitor.post("/agenda/agenda", {
    title: "Speelgoeddag",
    startsOn: "2026-11-13",
    startsAt: "09:00",
    audience: String(group),
  });
  expect(added.status).toBe(303);
  for (const path of ["/agenda", "/agenda/agenda", added.location!]) {
    expect((await parent.visitor.get(path)).text).toContain("Speelgoeddag");
    expect((await outsider.visitor.get(path)).text).not.toContain("Speelgoeddag");
  }
  expect((await outsider.visitor.get(added.location!)).status).toBe(404);
  expect((await parent.visitor.post(`${added.location}/removal`)).status).toBe(403);
  expect((await teacher.visitor.post(`${added.location}/removal`)).status).toBe(303);
  expect((await parent.visitor.get(added.location!)).status).toBe(404);
});

test("an impossible agenda item is refused with what was typed kept", async () => {
  const { village, teacher, parent } = await family("fout");
  const elsewhere = await village.group("8");
  const wrong: Record<string, Record<string, string | string[]>> = {
    "Dag: Vul een datum in die bestaat.": { startsOn: "2026-02-30" },
    "Het einde ligt voor het begin.": { startsAt: "10:00", endsAt: "09:00" },
    "Vul ook in hoe laat het begint.": { endsAt: "09:00" },
    "Kies voor wie het is.": { audience: [] },
    "Hier mag je niets voor plaatsen.": { audience: String(elsewhere) },
    "Dit is te lang.": { place: "a".repeat(10_000) },
  };
  const good = { title: 'Bos & "duin"', startsOn: "2026-11-13", audience: "school" };
  for (const [sentence, fields] of Object.entries(wrong)) {
    const answer = await teacher.visitor.post("/fout/agenda", { ...good, ...fields });
    expect([sentence, answer.status]).toEqual([sentence, 422]);
    expect(answer.text).toContain(sentence);
    expect(answer.text).toContain("Bos &amp; &quot;duin&quot;");
  }
  expect((await parent.visitor.post("/fout/agenda", good)).status).toBe(403);
  expect((await teacher.visitor.get("/fout/agenda?month=2026-13")).status).toBe(200);
});

test("two digests at once never tell of the same post or agenda item", async () => {
  const { village, group, teacher } = await family("digest");
  const titles = ["Een", "Twee", "Drie"];
  for (const title of titles) await village.post({ title, by: teacher, groups: [group] });
  await village.post({ kind: "urgent", title: "Spoed", by: teacher });
  await village.post({ title: "Later", by: teacher, publishAt: "2027-01-01T00:00:00Z" });
  await teacher.visitor.post("/digest/agenda", {
    title: "Schoolreis",
    startsOn: "2026-11-20",
    audience: String(group),
  });
  const now = house.clock.now();
  const take = () =>
    house.house.db.transaction().execute(async (trx) => [
      ...await takeUndigestedPosts(trx, village.schoolId, now),
      ...await takeUndigestedItems(trx, village.schoolId, now, "2026-11-10"),
    ]);
  const taken = (await Promise.all([take(), take()])).flat();
  expect(taken.map((one) => one.title).toSorted()).toEqual(["Schoolreis", ...titles].toSorted());
  expect(taken[0]).toMatchObject({ forSchool: false, groups: [{ id: group, name: "5a" }] });
  expect(await take()).toEqual([]);
});
