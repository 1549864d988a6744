import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import { Village, type Villager } from "./support/village.ts";

let house: TestHouse;
beforeAll(async () => void (house = await openTestHouse({ seed: "empty" })));
afterAll(() => house.close());

/** Every way in which a person can come at a post. */
async function doors(who: Villager, school: string, post: number, more: {
  file?: number;
  comment?: number;
  option?: number;
} = {}) {
  const { visitor } = who;
  const at = `/${school}/posts/${post}`;
  const answers = {
    page: visitor.get(at),
    mark: visitor.post(`${at}/mark?part=mark`),
    attachment: visitor.get(`${at}/files/${more.file ?? 1}/original`),
    vote: visitor.post(`${at}/vote`, { option: String(more.option ?? 1) }),
    symbol: visitor.post(`${at}/symbols`, { symbol: "heart" }),
    comment: visitor.post(`${at}/comments`, { body: "Hallo" }),
    removal: visitor.post(`${at}/comments/${more.comment ?? 1}/removal`),
  };
  const entries = Object.entries(answers).map(async ([name, answer]) =>
    [name, (await answer).status] as const
  );
  return Object.fromEntries(await Promise.all(entries));
}

const nowhere = {
  page: 404,
  mark: 404,
  attachment: 404,
  vote: 404,
  symbol: 404,
  comment: 404,
  removal: 404,
};

/** The titles a person meets on the pages with a timeline, and in its pieces. */
async function titles(who: Villager, school: string): Promise<string> {
  const paths = ["", "/news", "/board", "/timeline", "/timeline?kind=board", "/?for=school"];
  const pages = await Promise.all(paths.map((path) => who.visitor.get(`/${school}${path}`)));
  return pages.filter((page) => page.status === 200).map((page) => page.text).join("\n");
}

async function boardPost(village: Village, by: Villager, title: string, groups?: number[]) {
  const post = await village.post({ kind: "board", title, by, groups });
  const [option] = await village.poll(post, ["Ja", "Nee"]);
  const file = await village.file(post, `${title}.pdf`);
  const { id: comment } = await house.house.db.insertInto("comments").values({
    school_id: village.schoolId,
    post_id: post,
    person_id: by.personId,
    author_name: "juf Hanneke",
    body: `Reactie bij ${title}`,
    created_at: house.clock.now(),
  }).returning("id").executeTakeFirstOrThrow();
  return { post, option: option!, file, comment };
}

test("a parent of group 3 does not find what is for group 7, by any door", async () => {
  const village = await Village.found(house, "groepen");
  const [three, seven] = [await village.group("3"), await village.group("7")];
  const teacher = await village.staff("Hanneke", "teacher", [three, seven]);
  const parent = await village.guardian("Samira", [await village.pupil("Noor", [three])]);
  const other = await village.guardian("Kees", [await village.pupil("Teun", [seven])]);
  const { post, ...more } = await boardPost(village, teacher, "Kamp van zeven", [seven]);

  expect(await doors(parent, "groepen", post, more)).toEqual(nowhere);
  expect(await titles(parent, "groepen")).not.toContain("Kamp van zeven");
  const group = await parent.visitor.get(`/groepen?for=group-${seven}`);
  expect(group.text).not.toContain("Kamp van zeven");

  expect(await titles(other, "groepen")).toContain("Kamp van zeven");
  expect(await doors(other, "groepen", post, more)).toEqual({
    page: 200,
    mark: 200,
    attachment: 200,
    vote: 303,
    symbol: 303,
    comment: 303,
    removal: 403, // it is there, but it is the teacher's
  });
});

test("what one may not see looks exactly like what does not exist", async () => {
  const village = await Village.found(house, "gokken");
  const seven = await village.group("7");
  const teacher = await village.staff("Hanneke", "teacher", [seven]);
  const parent = await village.guardian("Samira", [await village.pupil("Noor", [])]);
  const post = await village.post({ title: "Alleen voor zeven", by: teacher, groups: [seven] });
  const [hidden, absent] = await Promise.all([
    parent.visitor.get(`/gokken/posts/${post}`),
    parent.visitor.get("/gokken/posts/999999999"),
  ]);
  expect(hidden.status).toBe(404);
  expect(hidden.text).toBe(absent.text);
});

test("a post of another school is not there, whatever address one tries", async () => {
  const here = await Village.found(house, "hier");
  const there = await Village.found(house, "daar");
  const parent = await here.guardian("Samira", [await here.pupil("Noor", [])]);
  const principal = await there.staff("Wouter", "admin");
  const { post, ...more } = await boardPost(there, principal, "Nieuws van daar");
  expect(await doors(parent, "hier", post, more)).toEqual(nowhere);
  const guess = await parent.visitor.get(`/daar/posts/${post}`);
  expect([guess.status, guess.location]).toEqual([303, expect.stringContaining("/daar/sign-in")]);
});

test("separated parents of one child see the same", async () => {
  const village = await Village.found(house, "gescheiden");
  const [three, seven] = [await village.group("3"), await village.group("7")];
  const teacher = await village.staff("Hanneke", "teacher", [three, seven]);
  const [noor, mees] = [await village.pupil("Noor", [three]), await village.pupil("Mees", [seven])];
  const mother = await village.guardian("Samira", [noor]);
  const father = await village.guardian("Rik", [noor, mees]);
  const three1 = await village.post({ title: "Voor drie", by: teacher, groups: [three] });
  const seven1 = await village.post({ title: "Voor zeven", by: teacher, groups: [seven] });
  const status = async (who: Villager, post: number) =>
    (await who.visitor.get(`/gescheiden/posts/${post}`)).status;
  expect([await status(mother, three1), await status(father, three1)]).toEqual([200, 200]);
  expect([await status(mother, seven1), await status(father, seven1)]).toEqual([404, 200]);
});

test("a blocked guardian is out at the next request", async () => {
  const village = await Village.found(house, "geblokkeerd");
  const three = await village.group("3");
  const teacher = await village.staff("Hanneke", "teacher", [three]);
  const noor = await village.pupil("Noor", [three]);
  const father = await village.guardian("Rik", [noor, await village.pupil("Mees", [])]);
  const post = await village.post({ title: "Voor drie", by: teacher, groups: [three] });
  const look = async () => (await father.visitor.get(`/geblokkeerd/posts/${post}`)).status;
  expect(await look()).toBe(200);

  const { db } = house.house;
  const blocked = { blocked_at: house.clock.now(), blocked_reason: "uitspraak" };
  await db.updateTable("guardianships").set(blocked).where("pupil_id", "=", noor).execute();
  expect(await look()).toBe(404);
  await db.updateTable("people").set(blocked).where("id", "=", father.personId).execute();
  expect(await look()).toBe(303); // to the sign-in page
});

test("last year's group vanishes on 1 August; Algemeen stays", async () => {
  const village = await Village.found(house, "jaarwissel");
  const [old, now] = [await village.group("3", 2025), await village.group("4", 2026)];
  const teacher = await village.staff("Hanneke", "teacher", [old, now]);
  const parent = await village.guardian("Samira", [await village.pupil("Noor", [old, now])]);
  const inJune = "2026-06-20T12:00:00Z";
  const forGroup = await village.post({
    title: "Juni voor drie",
    by: teacher,
    groups: [old],
    publishAt: inJune,
  });
  const forAll = await village.post({ title: "Juni voor allen", by: teacher, publishAt: inJune });
  const statuses = async () => [
    (await parent.visitor.get(`/jaarwissel/posts/${forGroup}`)).status,
    (await parent.visitor.get(`/jaarwissel/posts/${forAll}`)).status,
  ];
  const present = house.clock.now().toISOString();
  house.clock.travel("2026-07-31T23:59:00+02:00");
  expect(await statuses()).toEqual([200, 200]);
  house.clock.travel("2026-08-01T00:01:00+02:00");
  expect(await statuses()).toEqual([404, 200]);
  house.clock.travel(present);
});

test("drafts, planned, withdrawn and expired posts are only there for author and office", async () => {
  const village = await Village.found(house, "staten");
  const author = await village.staff("Hanneke");
  const colleague = await village.staff("Joris");
  const office = await village.staff("Annet", "office");
  const parent = await village.guardian("Samira", [await village.pupil("Noor", [])]);
  const posts = await Promise.all([
    village.post({ title: "Concept", by: author, publishAt: null }),
    village.post({ title: "Straks", by: author, publishAt: "2026-11-11T09:00:00+01:00" }),
    village.post({ title: "Ingetrokken", by: author, withdrawnAt: "2026-11-10T08:59:00+01:00" }),
    village.post({ title: "Verlopen", by: author, expiresAt: "2026-11-10T09:00:00+01:00" }),
  ]);
  const statuses = (who: Villager) =>
    Promise.all(
      posts.map(async (post) => (await who.visitor.get(`/staten/posts/${post}`)).status),
    );
  expect(await statuses(parent)).toEqual([404, 404, 404, 404]);
  expect(await statuses(colleague)).toEqual([404, 404, 404, 404]);
  expect(await statuses(author)).toEqual([200, 200, 200, 200]);
  expect(await statuses(office)).toEqual([200, 200, 200, 200]);
  for (const who of [parent, author, office]) {
    expect(await titles(who, "staten")).not.toMatch(/Concept|Straks|Ingetrokken|Verlopen/);
  }
});

test("what the school switched off is gone for parents: menu, page, posts", async () => {
  const village = await Village.found(house, "zonder", { board: { off: true } });
  const teacher = await village.staff("Hanneke");
  const parent = await village.guardian("Samira", [await village.pupil("Noor", [])]);
  const { post, ...more } = await boardPost(village, teacher, "Oud prikbord");
  expect((await parent.visitor.get("/zonder/board")).status).toBe(404);
  expect((await parent.visitor.get("/zonder/timeline?kind=board")).status).toBe(404);
  expect(await titles(parent, "zonder")).not.toContain("Oud prikbord");
  expect(await doors(parent, "zonder", post, more)).toEqual(nowhere);
});

test("a random parent of a random school is shown what a naive rule says, and no more", async () => {
  const present = house.clock.now();
  const minutes = fc.integer({ min: -3, max: 3 });
  const groups = fc.subarray([0, 1, 2, 3]);
  const aPost = fc.record({
    kind: fc.constantFrom("news" as const, "board" as const, "urgent" as const),
    groups: fc.option(groups.filter((some) => some.length > 0), { nil: undefined }),
    publish: fc.option(minutes, { nil: null }),
    expires: fc.option(minutes, { nil: undefined }),
    withdrawn: fc.boolean(),
    pinned: fc.boolean(),
    byParent: fc.boolean(),
  });
  const aSchool = fc.record({
    posts: fc.array(aPost, { minLength: 1, maxLength: 12 }),
    children: fc.array(groups, { minLength: 1, maxLength: 3 }),
    blocked: fc.nat(3),
    boardOff: fc.boolean(),
  });
  let founded = 0;
  const at = (minute: number) => new Date(present.getTime() + minute * 60_000).toISOString();

  await fc.assert(
    fc.asyncProperty(aSchool, async ({ posts, children, blocked, boardOff }) => {
      const name = `willekeurig-${++founded}`;
      const village = await Village.found(house, name, { board: { off: boardOff } });
      // the last of the four is a group of last year
      const ids = [
        await village.group("1"),
        await village.group("2"),
        await village.group("3"),
        await village.group("3", 2025),
      ];
      const own = (indexes: number[]) => indexes.map((index) => ids[index]!);
      const pupils: number[] = [];
      for (const [n, indexes] of children.entries()) {
        pupils.push(await village.pupil(`Kind${n}`, own(indexes)));
      }
      const parent = await village.guardian("Samira", [...pupils, await village.pupil("Los", [])]);
      const teacher = await village.staff("Hanneke");
      await house.house.db.updateTable("guardianships").set({ blocked_at: present })
        .where("school_id", "=", village.schoolId)
        .where("pupil_id", "=", pupils[blocked] ?? -1).execute();

      const expected: string[] = [];
      const bars: string[] = []; // of what is urgent, until it is over
      for (const [n, post] of posts.entries()) {
        const title = `Bericht-${n}-`;
        await village.post({
          title,
          kind: post.kind,
          by: post.byParent ? parent : teacher,
          groups: post.groups && own(post.groups),
          publishAt: post.publish === null ? null : at(post.publish),
          expiresAt: post.expires === undefined ? undefined : at(post.expires),
          withdrawnAt: post.withdrawn ? at(0) : undefined,
          pinned: post.pinned,
        });
        const isOver = post.expires !== undefined && post.expires <= 0;
        const isOut = post.publish !== null && post.publish <= 0 && !post.withdrawn &&
          (post.kind === "urgent" || !isOver);
        const hasChildThere = children.some((indexes, child) =>
          child !== blocked &&
          indexes.some((index) => index !== 3 && post.groups?.includes(index))
        );
        const meant = (post.groups === undefined || hasChildThere) &&
          !(boardOff && post.kind === "board");
        if (!isOut || !(meant || post.byParent)) continue;
        if (post.kind === "urgent" && !isOver) bars.push(title);
        else expected.push(title);
      }
      const page = await parent.visitor.get(`/${name}`);
      expect(page.status).toBe(200);
      const shown = [...page.text.matchAll(/<h2><a [^>]*>(Bericht-\d+-)<\/a>/g)].map(([, t]) => t);
      expect(shown.toSorted()).toEqual(expected.toSorted());
      const above = [...page.text.matchAll(/<b>(Bericht-\d+-)<\/b>/g)].map(([, t]) => t!);
      expect(bars).toEqual(expect.arrayContaining(above));
      expect(above).toHaveLength(Math.min(bars.length, 5));
    }),
    { numRuns: 40 },
  );
});

test("a menu item that is switched off is gone at the next request", async () => {
  const village = await Village.found(house, "schakel");
  const parent = await village.guardian("Samira", [await village.pupil("Noor", [])]);
  expect((await parent.visitor.get("/schakel/news")).status).toBe(200);
  await house.house.db.updateTable("schools").set({ menu: JSON.stringify({ news: { off: true } }) })
    .where("id", "=", village.schoolId).execute();
  expect((await parent.visitor.get("/schakel/news")).status).toBe(404);
});
