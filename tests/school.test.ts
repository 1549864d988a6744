import { Buffer } from "node:buffer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addPupilToGroup } from "../modules/school/groups.actions.ts";
import { movePupils } from "../modules/school/moving.actions.ts";
import { renewSetupCode } from "../modules/school/setup.actions.ts";
import type { Viewer } from "../web/viewer.ts";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import type { Visitor } from "./support/visitor.ts";

describe("the first start, without a school", () => {
  let house: TestHouse;
  beforeAll(async () => void (house = await openTestHouse({ seed: "empty" })));
  afterAll(() => house.close());

  const filledIn = {
    name: "Basisschool De Kastanje",
    shortName: "",
    language: "nl",
    yourName: "Wil van den Berg",
    email: "Wil@kastanje.example",
    password: "Kastanje88!b",
    repeat: "Kastanje88!b",
  };

  test("the way in leads to a page that asks for a school and its first admin", async () => {
    const someone = house.visitor();
    expect((await someone.get("/")).location).toBe("/set-up");
    const answer = await someone.get("/set-up");
    expect(answer.status).toBe(200);
    expect(answer.text).toContain("Naam van de school");
  });

  test("the address is told beforehand from the name of the school, and what is typed is left alone", async () => {
    const suggested = async (query: string) =>
      /school\.test\/([a-z0-9-]+)\./.exec(
        (await house.visitor().get(`/set-up?part=short-name&${query}`)).text,
      )?.[1];
    expect(await suggested("name=Basisschool%20De%20Regenton")).toBe("regenton");
    expect(await suggested("name=OBS%20%27t%20H%C3%B3fke%2012")).toBe("hofke-12");
    expect(await suggested("name=De%20School")).toBe("de-school");
    expect(await suggested("name=%F0%9F%8C%B0")).toBe("school");
  });

  test("what is wrong is said beside what was typed, and there is still no school", async () => {
    const someone = house.visitor();
    const tries: [Record<string, string>, string][] = [
      [{ shortName: "Met Spatie" }, "Gebruik kleine letters"],
      [{ shortName: "set-up" }, "Deze naam gebruikt het portaal zelf"],
      [{ password: "kort", repeat: "kort" }, "nog niet sterk genoeg"],
      [{ repeat: "anders" }, "niet hetzelfde wachtwoord"],
      [{ email: "wil" }, "Vul een e-mailadres in"],
      [{ name: "x".repeat(10_000) }, "Dit is te lang"],
      [{ name: " " }, "Vul dit in"],
    ];
    for (const [change, sentence] of tries) {
      const answer = await someone.post("/set-up", { ...filledIn, ...change });
      expect([answer.status, answer.text.includes(sentence)], sentence).toEqual([422, true]);
      expect(answer.text).toContain("Wil van den Berg");
    }
    expect((await someone.get("/set-up")).status).toBe(200);
  });

  test("of two people who open a school at once one does, signed in; after that the page is gone", async () => {
    const [one, two] = [house.visitor(), house.visitor()];
    const answers = await Promise.all([
      one.post("/set-up", { ...filledIn, shortName: "een" }),
      two.post("/set-up", { ...filledIn, shortName: "twee", email: "twee@kastanje.example" }),
    ]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([303, 404]);
    const won = answers.findIndex((answer) => answer.status === 303);
    const short = ["een", "twee"][won];
    expect(answers[won]!.location).toBe(`/${short}/import`);
    const admin = [one, two][won]!;
    const next = await admin.get(`/${short}/import`);
    expect(next.text).toContain("De school is open");
    expect(next.text).toContain("Wat nu?");
    expect((await admin.get(`/${short}/groups`)).text).toContain("Wil van den Berg");
    expect((await admin.get(`/${short}/settings`)).status).toBe(200);
    expect((await house.visitor().get("/set-up")).status).toBe(404);
    expect((await house.visitor().post("/set-up", filledIn)).status).toBe(404);
    const rows = await house.house.db.selectFrom("schools").select("id").execute();
    expect(rows).toHaveLength(1);
  });
});

describe("a school that the import command made", () => {
  let house: TestHouse;
  beforeAll(async () => {
    house = await openTestHouse({ seed: "empty" });
    await house.house.db.insertInto("schools")
      .values({ short_name: "wolk", name: "wolk", menu: "{}" }).execute();
  });
  afterAll(() => house.close());

  test("has nobody to run it, so whoever opens it first names it and becomes its admin", async () => {
    const someone = house.visitor();
    expect((await someone.get("/")).location).toBe("/set-up");
    expect((await someone.get("/set-up")).text).toContain('value="wolk"');
    const answer = await someone.post("/set-up", {
      name: "Basisschool De Wolk",
      shortName: "wolk",
      language: "nl",
      yourName: "Wil van den Berg",
      email: "wil@wolk.example",
      password: "Kastanje88!b",
      repeat: "Kastanje88!b",
    });
    expect(answer.location).toBe("/wolk/import");
    expect((await someone.get("/wolk/settings")).text).toContain("Basisschool De Wolk");
    expect((await house.visitor().get("/set-up")).status).toBe(404);
    expect((await house.visitor().get("/")).location).toBe("/wolk");
  });

  test("opens only for who has the code the command line showed, once there are people in it", async () => {
    const full = await openTestHouse();
    const { db } = full.house;
    await db.deleteFrom("staff").where("role", "=", "admin").execute();
    const form = {
      name: "Basisschool De Regenton",
      shortName: "regenton",
      language: "nl",
      yourName: "Wie Dan Ook",
      email: "wie@x.example",
      password: "Kastanje88!b",
      repeat: "Kastanje88!b",
    };
    const stranger = full.visitor();
    expect((await stranger.get("/set-up")).text).toContain('name="code"');
    for (const code of ["", "x", "null"]) {
      expect((await stranger.post("/set-up", { ...form, code })).status).toBe(422);
    }
    const old = (await renewSetupCode(db))!;
    const code = (await renewSetupCode(db))!;
    expect((await stranger.post("/set-up", { ...form, code: old })).status).toBe(422);
    expect((await stranger.post("/set-up", form)).text).toContain("Deze code klopt niet");
    expect((await stranger.get("/regenton/people")).status).not.toBe(200);
    const row = await db.selectFrom("schools").select("setup_code_hash").executeTakeFirstOrThrow();
    expect(Buffer.from(row.setup_code_hash!).toString()).not.toContain(code);
    const opener = full.visitor();
    const answer = await opener.post("/set-up", { ...form, code: ` ${code.toUpperCase()}` });
    expect(answer.location).toBe("/regenton/import");
    await full.close();
  });
});

describe("the groups of De Regenton", () => {
  let house: TestHouse;
  let parent: Visitor, teacher: Visitor, office: Visitor;
  beforeAll(async () => {
    house = await openTestHouse({ seed: "demo+neighbour" });
    parent = await house.signIn("ouder@regenton.example");
    teacher = await house.signIn("juf@regenton.example");
    office = await house.signIn("administratie@regenton.example");
  });
  afterAll(() => house.close());

  async function groupId(name: string, school = "regenton"): Promise<number> {
    const row = await house.house.db.selectFrom("groups as g")
      .innerJoin("schools as s", "s.id", "g.school_id").select("g.id")
      .where("s.short_name", "=", school).where("g.name", "=", name)
      .where("g.school_year", "=", 2026).executeTakeFirstOrThrow();
    return row.id;
  }
  const namesIn = async (group: number) =>
    [...(await office.get(`/regenton/groups/${group}`)).text
      .matchAll(/pupils\/\d+">([^<]+)</g)].map((match) => match[1]!);

  test("a parent sees the groups of the own children first, with whose they are", async () => {
    const { text } = await parent.get("/regenton/groups");
    const order = [...text.matchAll(/Groep (\d\S*?)</g)].map((match) => match[1]);
    expect(order.slice(0, 3)).toEqual(["2b", "5a", "1/2a"]);
    expect(text).toContain("Groep van Noor");
    expect(text).toContain("juf Hanneke");
  });

  test("a parent opens a group of this year, and finds no other", async () => {
    const own = await parent.get(`/regenton/groups/${await groupId("5a")}`);
    expect(own.status).toBe(200);
    expect(own.text).toContain("juf Hanneke");
    expect(own.text).toContain("Noor");
    const { id } = await house.house.db.selectFrom("groups").select("id")
      .where("school_year", "=", 2025).executeTakeFirstOrThrow();
    const before = await parent.get(`/regenton/groups/${id}`);
    const nowhere = await parent.get("/regenton/groups/999999");
    expect([before.status, nowhere.status]).toEqual([404, 404]);
    expect(before.text).toBe(nowhere.text);
  });

  test("of a group without a child of their own a parent meets only who shares with the school", async () => {
    const group = await groupId("8");
    const pupils = await house.house.db.selectFrom("pupils as k")
      .innerJoin("group_pupils as gp", "gp.pupil_id", "k.id").where("gp.group_id", "=", group)
      .where("k.left_at", "is", null).select(["k.first_name", "k.last_name", "k.shares"]).execute();
    const { text } = await parent.get(`/regenton/groups/${group}`);
    const shown = [...text.matchAll(/<span class="face kid"[^]*?<\/span><\/span>([^<]+)</g)]
      .map(([, name]) => name);
    const shared = pupils.filter(({ shares }) => shares.name === "school");
    expect(shared.length).toBeGreaterThan(0);
    expect(shown).toHaveLength(shared.length);
    for (
      const { first_name, last_name } of pupils.filter(({ shares }) => shares.name !== "school")
    ) {
      expect(text).not.toMatch(new RegExp(`${first_name}[^<]*${last_name}`));
    }
  });

  test("a teacher sees the class list by core word, with guardians, but none who is blocked", async () => {
    const { text } = await teacher.get(`/regenton/groups/${await groupId("5a")}`);
    const at = (name: string) => text.indexOf(name);
    expect(at("Teun Bakker")).toBeGreaterThan(0);
    expect(at("Teun Bakker")).toBeLessThan(at("Nova Brouwer"));
    expect(at("Nova Brouwer")).toBeLessThan(at("Puck de Bruin"));
    expect(at("Puck de Bruin")).toBeLessThan(at("Noor de Wit"));
    expect(text).toContain("Ilse Hendriks");
    expect(text).not.toContain("Ronald Hendriks");
  });

  test("nobody at De Regenton finds a group of De Klimboom", async () => {
    const neighbours = await house.house.db.selectFrom("groups as g")
      .innerJoin("schools as s", "s.id", "g.school_id").select("g.id")
      .where("s.short_name", "!=", "regenton").execute();
    expect(neighbours.length).toBeGreaterThan(0);
    for (const { id } of neighbours) {
      expect((await office.get(`/regenton/groups/${id}`)).status).toBe(404);
      expect((await office.get(`/regenton/groups/${id}/edit`)).status).toBe(404);
    }
  });

  test("a parent sees the own children with their groups and teachers", async () => {
    const { status, text } = await parent.get("/regenton/children");
    expect(status).toBe(200);
    for (
      const words of ["Noor de Wit", "Mees de Wit", "Groep 5a", "juf Hanneke", "meester Joris"]
    ) {
      expect(text).toContain(words);
    }
    expect((await teacher.get("/regenton/children")).status).toBe(403);
  });

  test("the office makes a group, and not a second one with the same name", async () => {
    const made = await office.post("/regenton/groups", { name: "8b", years: "8" });
    expect(made.status).toBe(303);
    const again = await office.post("/regenton/groups", { name: "8B", years: "8" });
    expect(again.status).toBe(422);
    expect(again.text).toContain("al een groep met deze naam");
    const wrong = await office.post("/regenton/groups", { name: "9", years: "9" });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain("Gebruik 0 tot en met 8");
    const both = await Promise.all(
      [1, 2].map(() => office.post("/regenton/groups", { name: "8c" })),
    );
    expect(both.map((answer) => answer.status).sort()).toEqual([303, 422]);
  });

  test("a pupil who moves takes the parents along, at once", async () => {
    const [from, to] = [await groupId("5a"), await groupId("5b")];
    const noor = await house.house.db.selectFrom("pupils").select("id")
      .where("first_name", "=", "Noor").where("last_name", "=", "Wit").executeTakeFirstOrThrow();
    const back = (there: number, where: number) =>
      office.post(`/regenton/groups/${there}/moves`, {
        pupils: String(noor.id),
        to: String(where),
        confirmed: "yes",
      });
    const own = async () =>
      /Groep (\S+?)<(?:(?!<li).)*Groep van Noor/s.exec((await parent.get("/regenton/groups")).text)
        ?.[1];
    expect((await back(from, to)).status).toBe(303);
    expect(await own()).toBe("5b");
    expect(await namesIn(to)).toContain("Noor de Wit");
    await back(to, from);
    expect(await own()).toBe("5a");
  });

  test("everyone of a group moves in one go, and an empty group can be closed", async () => {
    const [from, to] = [await groupId("7"), await groupId("8")];
    const [before, there] = [await namesIn(from), await namesIn(to)];
    expect(before.length).toBeGreaterThan(0);
    const full = await office.post(`/regenton/groups/${from}/removal`);
    expect(full.status).toBe(303);
    expect((await office.get(`/regenton/groups/${from}`)).status).toBe(200);
    await office.post(`/regenton/groups/${from}/moves`, {
      all: "yes",
      to: String(to),
      confirmed: "yes",
    });
    expect(await namesIn(from)).toEqual([]);
    expect((await namesIn(to)).length).toBe(before.length + there.length);
    await office.post(`/regenton/groups/${from}/removal`);
    expect((await office.get(`/regenton/groups/${from}`)).status).toBe(404);
  });

  test("a pupil is not put in a group that was closed meanwhile, but stays where they were", async () => {
    const { db, clock } = house.house;
    const viewer = { accountId: 1, school: { id: 1 } } as Viewer;
    await office.post("/regenton/groups", { name: "Leeg", years: "1" });
    const to = await groupId("Leeg");
    const from = await groupId("6");
    const { pupil_id } = await db.selectFrom("group_pupils").select("pupil_id")
      .where("group_id", "=", from).executeTakeFirstOrThrow();
    await office.post(`/regenton/groups/${to}/removal`);
    const move = { from, to, pupilIds: [pupil_id] };
    expect(await movePupils(db, viewer, move, clock.now())).toBeUndefined();
    expect(await addPupilToGroup(db, viewer, to, pupil_id, clock.now())).toBe(false);
    const groups = await db.selectFrom("group_pupils").select("group_id")
      .where("pupil_id", "=", pupil_id).execute();
    expect(groups.map((row) => row.group_id)).toContain(from);
    expect(groups.map((row) => row.group_id)).not.toContain(to);
  });

  test("seventy thousand pupils at once, and years without end, are refused with a sentence", async () => {
    const path = `/regenton/groups/${await groupId("6")}`;
    const pupils = Array.from({ length: 70_000 }, (_, i) => String(i + 1));
    for (const what of ["departures", "moves"]) {
      const answer = await office.post(`${path}/${what}`, { pupils, to: "1" });
      expect(answer.status).toBe(422);
      expect(answer.text).toContain("Dit zijn er te veel in één keer");
    }
    const years = "1,".repeat(5000);
    expect((await office.post("/regenton/groups", { name: "Veel", years })).status).toBe(422);
  });

  test("what does not exist cannot be put in a group, and nothing typed is a 500", async () => {
    const group = await groupId("5a");
    const path = `/regenton/groups/${group}`;
    const tries: [string, Record<string, string>][] = [
      [`${path}/pupils`, { pupil: "999999999999999" }],
      [`${path}/pupils`, { pupil: "" }],
      [`${path}/teachers`, { teacher: "1;drop" }],
      [`${path}/moves`, { pupils: "1", to: String(group) }],
      [`${path}/moves`, { to: "3" }],
      [`${path}/departures`, {}],
      [`${path}/edit`, { name: "" }],
    ];
    for (const [address, fields] of tries) {
      expect((await office.post(address, fields)).status, address).toBe(422);
    }
    expect((await teacher.post(`${path}/pupils`, { pupil: "1" })).status).toBe(403);
    expect((await office.get("/regenton/groups/5a")).status).toBe(404);
  });

  test("a school that switches the groups off has no such pages, but the office keeps them", async () => {
    const set = (menu: object) =>
      house.house.db.updateTable("schools").set({ menu: JSON.stringify(menu) })
        .where("short_name", "=", "regenton").execute();
    await set({ groups: { off: true } });
    expect((await parent.get("/regenton/groups")).status).toBe(404);
    expect((await parent.get(`/regenton/groups/${await groupId("5a")}`)).status).toBe(404);
    expect((await office.get("/regenton/groups")).status).toBe(200);
    await set({ groups: { name: "Klassen" } });
    expect((await parent.get("/regenton/groups")).text).toContain("<h1>Klassen</h1>");
    await set({});
  });
});

describe("what a school sets", () => {
  let house: TestHouse;
  let parent: Visitor, office: Visitor, admin: Visitor;
  beforeAll(async () => {
    house = await openTestHouse();
    parent = await house.signIn("ouder@regenton.example");
    office = await house.signIn("administratie@regenton.example");
    admin = await house.signIn("directie@regenton.example");
  });
  afterAll(() => house.close());

  const school = {
    name: "De Regenton",
    officePhone: "010-0000100",
    officeEmail: "",
    region: "midden",
    timeZone: "Europe/Amsterdam",
    language: "nl",
    talkGap: "5",
  };
  const trail = () =>
    house.house.db.selectFrom("audit_entries").select(["action", "subject"])
      .where("action", "<>", "dataSeen").orderBy("id", "desc")
      .executeTakeFirstOrThrow();

  test("the office reads the settings and only the admin changes them", async () => {
    const { status, text } = await office.get("/regenton/settings");
    expect(status).toBe(200);
    expect(text).toContain('<fieldset class="form" disabled');
    for (const path of ["", "/menu", "/messages", "/uploads/logo", "/logo/removal"]) {
      expect((await office.post(`/regenton/settings${path}`)).status, path).toBe(403);
    }
    expect((await parent.get("/regenton/settings")).status).toBe(403);
  });

  test("what the admin sets is there for everyone, and the trail keeps what it was", async () => {
    expect((await admin.post("/regenton/settings", school)).status).toBe(303);
    expect((await parent.get("/regenton/groups")).text).toContain("<span>De Regenton</span>");
    const { action, subject } = await trail();
    expect(action).toBe("settingsChanged");
    expect(subject).toMatchObject({
      name: { from: "Basisschool De Regenton", to: "De Regenton" },
    });
    const again = await admin.post("/regenton/settings", school);
    expect(again.status).toBe(303);
    expect((await trail()).subject).toEqual(subject);
  });

  test("menu items go and get names of the school's own", async () => {
    await admin.post("/regenton/settings/menu", {
      on: ["news", "agenda", "groups", "help"],
      groups: "Klassen",
    });
    const { text } = await parent.get("/regenton/groups");
    expect(text).toContain("Klassen");
    expect(text).not.toContain("Prikbord");
    const twice = await admin.post("/regenton/settings/menu", { on: "news", news: "X", help: "x" });
    expect(twice.status).toBe(422);
    expect(twice.text).toContain("dezelfde naam");
    await admin.post("/regenton/settings/menu", {
      on: ["news", "board", "agenda", "groups", "help"],
    });
    expect((await parent.get("/regenton/groups")).text).toContain("Prikbord");
  });

  test("the days and the time of the summary mail are kept", async () => {
    await admin.post("/regenton/settings/messages", {
      days: ["5", "2"],
      time: "16:45",
      guardiansMayPost: "on",
    });
    const row = await house.house.db.selectFrom("schools")
      .select(["digest_days", "digest_time", "guardians_may_post", "reveal_unknown_user"])
      .executeTakeFirstOrThrow();
    expect(row).toEqual({
      digest_days: [2, 5],
      digest_time: "16:45:00",
      guardians_may_post: true,
      reveal_unknown_user: false,
    });
  });

  test("what does not exist cannot be set, and what was typed stays", async () => {
    const tries: [string, Record<string, string>][] = [
      ["", { ...school, timeZone: "Europe/Atlantis" }],
      ["", { ...school, region: "west" }],
      ["", { ...school, language: "tlh" }],
      ["", { ...school, officeEmail: "geen adres" }],
      ["", { ...school, officePhone: "bel maar" }],
      ["", { ...school, talkGap: "61" }],
      ["", { ...school, talkGap: "kwartier" }],
      ["", { ...school, name: "x".repeat(10_000) }],
      ["/messages", { days: "8", time: "17:30" }],
      ["/messages", { time: "25:00" }],
      ["/menu", { on: "secret" }],
      ["/menu", { news: "x".repeat(200) }],
    ];
    for (const [path, fields] of tries) {
      const answer = await admin.post(`/regenton/settings${path}`, fields);
      expect(answer.status, JSON.stringify(fields).slice(0, 80)).toBe(422);
    }
    const wrong = await admin.post("/regenton/settings", { ...school, officePhone: "bel maar" });
    expect(wrong.text).toContain('value="bel maar"');
    expect(wrong.text).toContain("Vul een telefoonnummer in");
  });

  test("a logo is drawn anew and stands on the sign-in page for everyone", async () => {
    const { default: sharp } = await import("sharp");
    const picture = await sharp({
      create: { width: 600, height: 300, channels: 3, background: "#c33" },
    }).withExif({ IFD0: { Copyright: "geheim spoor" } }).jpeg().toBuffer();
    const file = new File([new Uint8Array(picture)], "logo.jpg", { type: "image/jpeg" });
    expect((await house.visitor().get("/regenton/logo")).status).toBe(404);
    const placed = await admin.post("/regenton/settings/uploads/logo", { logo: file });
    expect(placed.status).toBe(303);
    expect((await house.visitor().get("/regenton/sign-in")).text).toContain("/regenton/logo?v=");
    const logo = await house.visitor().get("/regenton/logo");
    expect([logo.status, logo.headers.get("content-type")]).toEqual([200, "image/webp"]);
    expect(logo.text).not.toContain("geheim");
    await admin.post("/regenton/settings/logo/removal");
    expect((await house.visitor().get("/regenton/logo")).status).toBe(404);
    const left = await house.house.db.selectFrom("files").select("id")
      .where("name", "=", "logo.webp").execute();
    expect(left).toEqual([]);
  });

  test("what is no picture is refused with a sentence", async () => {
    const upload = (content: string, name: string) =>
      admin.post("/regenton/settings/uploads/logo", { logo: new File([content], name) });
    const svg = await upload("<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.png");
    expect([svg.status, svg.text.includes("Dit soort bestand kan niet")]).toEqual([422, true]);
    const broken = await upload("GIF89a kapot", "logo.gif");
    expect([broken.status, broken.text.includes("niet te lezen")]).toEqual([422, true]);
    const none = await upload("", "");
    expect([none.status, none.text.includes("Kies eerst een plaatje")]).toEqual([422, true]);
    expect((await admin.post("/regenton/settings/uploads/logo", {})).status).toBe(415);
    const garbled = await admin.send("/regenton/settings/uploads/logo", {
      method: "POST",
      body: "nothing",
      headers: { "content-type": "multipart/form-data; boundary=x" },
    });
    expect(garbled.status).toBe(400);
    const huge = await upload("x".repeat(7 * 1024 * 1024), "logo.png");
    expect(huge.status).toBe(413);
  });
});
