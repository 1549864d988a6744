import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { base32 } from "oslo/encoding";
import { letIn } from "../modules/school/admin.actions.ts";
import { codeAt, stepAt, stepsOf } from "../modules/accounts/totp.ts";
import { listRoutes } from "../web/app.ts";
import { findVisit } from "../web/session.ts";
import { openTestHouse, password, type TestHouse } from "./support/house.ts";
import { sampleIds } from "./support/samples.ts";
import type { Answer, Visitor } from "./support/visitor.ts";

// Two-step sign-in (A6): what a password alone does not open any more.

const chosen = "Kastanje88!b";
let home: TestHouse;
beforeAll(async () => {
  home = await openTestHouse({ seed: "demo+neighbour" });
});
afterAll(() => home.close());

let at = Date.parse("2026-11-10T08:00:00Z");
/** Time goes on between the tests, so that no code of one is a code of the next. */
beforeEach(() => pass(3600));
function pass(seconds: number) {
  at += seconds * 1000;
  home.clock.travel(new Date(at).toISOString());
}

let addresses = 0;
const newcomer = () => home.visitor(`10.0.1.${++addresses}`);

/** A key as the page shows it, as an app keeps it. */
class App {
  constructor(private readonly secret: Uint8Array) {}
  /** What it shows now, or some half minutes before or after. */
  code = (steps = 0) => codeAt(this.secret, stepAt(home.clock.now()) + steps);
}

const keyIn = (page: Answer) =>
  new App(base32.decode(/class="key">([A-Z2-7 ]+)</.exec(page.text)![1]!.replaceAll(" ", "")));
const codesIn = (page: Answer) =>
  [...page.text.matchAll(/class="key">([A-Z2-7-]{19})</g)].map((found) => found[1]!);

/** Switches it on; the time is at a new code afterwards. */
async function switchOn(visitor: Visitor, school = "regenton") {
  const path = `/${school}/account/two-step`;
  expect((await visitor.post(path, { current: password })).status).toBe(303);
  const app = keyIn(await visitor.get(path));
  const answer = await visitor.post(`${path}/confirmation`, { code: await app.code() });
  expect(answer.status).toBe(200);
  pass(60);
  return { app, recoveryCodes: codesIn(answer) };
}

const signIn = (
  visitor: Visitor,
  userName: string,
  { school = "regenton", ...fields }: Record<string, string> = {},
) => visitor.post(`/${school}/sign-in`, { userName, password, ...fields });
const step = (visitor: Visitor, fields: Record<string, string>) =>
  visitor.post("/regenton/sign-in/step", fields);
const isIn = async (visitor: Visitor, school = "regenton") =>
  (await visitor.get(`/${school}/account/sessions`)).status === 200;

/** Somebody new in the roster, active and with a child. */
let people = 0;
async function newParent({ role }: { role?: "office" | "admin" } = {}) {
  const { db } = home.house;
  const userName = `stap${++people}@post.example`;
  const { passwordHash, schoolId } = await samples();
  const account = await db.insertInto("accounts").values({
    user_name: userName,
    email: userName,
    password_hash: passwordHash,
    activated_at: home.clock.now(),
  }).returning("id").executeTakeFirstOrThrow();
  const personId = await addPlace(schoolId, account.id, role);
  return { userName, accountId: account.id, personId };
}

async function addPlace(schoolId: number, accountId: number, role?: "office" | "admin") {
  const { db } = home.house;
  const person = await db.insertInto("people").values({
    school_id: schoolId,
    account_id: accountId,
    first_name: "Samira",
    last_name: "Stap",
  }).returning("id").executeTakeFirstOrThrow();
  if (role) {
    await db.insertInto("staff")
      .values({ school_id: schoolId, person_id: person.id, role, title: "Samira" }).execute();
  } else {
    const pupil = await db.insertInto("pupils").values({ school_id: schoolId, first_name: "Noor" })
      .returning("id").executeTakeFirstOrThrow();
    await db.insertInto("guardianships")
      .values({ school_id: schoolId, person_id: person.id, pupil_id: pupil.id }).execute();
  }
  return person.id;
}

async function samples() {
  const { db } = home.house;
  const { password_hash } = await db.selectFrom("accounts").select("password_hash")
    .where("user_name", "=", "ouder@regenton.example").executeTakeFirstOrThrow();
  return { passwordHash: password_hash, schoolId: (await schoolOf("regenton")).id };
}

const schoolOf = async (shortName: string) =>
  (await findVisit(home.house, shortName, undefined))!.school;

async function require(shortName: string, required: boolean) {
  await home.house.db.updateTable("schools").set({ two_step_required: required })
    .where("short_name", "=", shortName).execute();
}

const sessionsOf = async (accountId: number) =>
  (await home.house.db.selectFrom("sessions").select("id").where("account_id", "=", accountId)
    .execute()).length;

/** A parent who has it on, and a browser that has signed in with it. */
async function parentWithApp() {
  const parent = await newParent();
  const browser = newcomer();
  await signIn(browser, parent.userName);
  return { ...parent, browser, ...await switchOn(browser) };
}

/** Someone else's browser that got the password right. */
async function atTheCode(userName: string, visitor = newcomer()) {
  const answer = await signIn(visitor, userName);
  expect(answer.location).toMatch(/^\/regenton\/sign-in\/step/);
  return visitor;
}

describe("the codes", () => {
  test("are those of RFC 6238, appendix B", async () => {
    const secret = new TextEncoder().encode("12345678901234567890");
    const vectors: [number, string][] = [
      [59, "287082"],
      [1111111109, "081804"],
      [1111111111, "050471"],
      [1234567890, "005924"],
      [2000000000, "279037"],
      [20000000000, "353130"],
    ];
    for (const [seconds, code] of vectors) {
      const moment = new Date(seconds * 1000);
      expect(await codeAt(secret, stepAt(moment))).toBe(code);
      expect(await stepsOf(secret, code, moment)).toContain(stepAt(moment));
    }
  });

  test("count half a minute early or late, and not a minute", async () => {
    const { userName, app } = await parentWithApp();
    for (const [steps, status] of [[-2, 422], [2, 422], [-1, 303], [1, 303]] as const) {
      const visitor = await atTheCode(userName);
      expect((await step(visitor, { code: await app.code(steps) })).status).toBe(status);
    }
  });
});

describe("switching on", () => {
  test("asks the password, shows a key, and is on with its first code", async () => {
    const { userName, accountId } = await newParent();
    const browser = newcomer(), other = newcomer();
    await signIn(browser, userName);
    await signIn(other, userName);
    const path = "/regenton/account/two-step";

    const refused = await browser.post(path, { current: "iets anders" });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain("Dit wachtwoord klopt niet");
    expect((await browser.get(path)).text).not.toContain("<svg xmlns");

    await browser.post(path, { current: password });
    const page = await browser.get(path);
    expect(page.text).toContain('<div class="qr"');
    expect(page.headers.get("cache-control")).toBe("no-store");
    const app = keyIn(page);
    const late = await browser.post(`${path}/confirmation`, { code: await app.code(5) });
    expect(late.status).toBe(422);
    expect(await isIn(other)).toBe(true);

    const typed = await app.code();
    const on = await browser.post(`${path}/confirmation`, {
      code: `${typed.slice(0, 3)} ${typed.slice(3)}`,
    });
    expect(on.status).toBe(200);
    expect(new Set(codesIn(on)).size).toBe(10);
    expect(await isIn(browser)).toBe(true);
    expect(await isIn(other)).toBe(false);
    expect(await sessionsOf(accountId)).toBe(1);
    const mails = (await home.mails()).filter((mail) => mail.to[0]?.address === userName);
    expect(mails.map((mail) => mail.subject)).toEqual(["Inloggen in twee stappen staat aan"]);

    const again = await browser.post(`${path}/confirmation`, { code: typed });
    expect([again.status, codesIn(again)]).toEqual([303, []]);
    for (const code of codesIn(on)) {
      expect((await browser.get(path)).text).not.toContain(code);
    }
  });

  test("a key that was not confirmed within a quarter of an hour is worth nothing", async () => {
    const { userName } = await newParent();
    const browser = newcomer();
    await signIn(browser, userName);
    const path = "/regenton/account/two-step";
    await browser.post(path, { current: password });
    const app = keyIn(await browser.get(path));
    pass(16 * 60);
    const late = await browser.post(`${path}/confirmation`, { code: await app.code() });
    expect(late.status).toBe(422);
    expect(late.text).toContain("langer dan een kwartier");
    expect((await signIn(newcomer(), userName)).location).toBe("/regenton");
  });
});

describe("signing in", () => {
  test("asks the code after the password; where one wanted to go and to stay is kept", async () => {
    const { userName, app } = await parentWithApp();
    const visitor = newcomer();
    const asked = await signIn(visitor, userName, { next: "/regenton/board?page=2", stay: "on" });
    expect(asked.location).toBe("/regenton/sign-in/step?next=%2Fregenton%2Fboard%3Fpage%3D2");
    expect(visitor.cookies.has("session")).toBe(false);
    expect(await isIn(visitor)).toBe(false);
    const page = await visitor.get(asked.location!);
    expect(page.text).toContain('name="next" value="/regenton/board?page=2"');

    const wrong = await step(visitor, { code: "000000", next: "/regenton/board" });
    expect([wrong.status, wrong.text.includes("Deze code klopt niet")]).toEqual([422, true]);
    const answer = await step(visitor, { code: await app.code(), next: "/regenton/board" });
    expect([answer.status, answer.location]).toEqual([303, "/regenton/board"]);
    expect(answer.headers.getSetCookie().find((cookie) => cookie.startsWith("session=")))
      .toMatch(/Max-Age=7776000/);
    expect(visitor.cookies.has("step")).toBe(false);
    expect(await isIn(visitor)).toBe(true);
  });

  test("a code that was used is refused, also to whoever looked over the shoulder", async () => {
    const { userName, app } = await parentWithApp();
    const code = await app.code();
    const owner = await atTheCode(userName), other = await atTheCode(userName);
    expect((await step(owner, { code })).status).toBe(303);
    expect((await step(other, { code })).status).toBe(422);
    pass(30);
    expect((await step(other, { code })).status).toBe(422);
    expect(await isIn(other)).toBe(false);
  });

  test("of many at once with one code exactly one is let in", async () => {
    const { userName, accountId, app } = await parentWithApp();
    const before = await sessionsOf(accountId);
    const all = await Promise.all(Array.from({ length: 6 }, () => atTheCode(userName)));
    const code = await app.code();
    const answers = await Promise.all(all.map((one) => step(one, { code })));
    expect(answers.filter((answer) => answer.status === 303)).toHaveLength(1);
    expect(await sessionsOf(accountId)).toBe(before + 1);
  });

  test("one sign-in passes once, however many codes come at once", async () => {
    const { userName, accountId, app, recoveryCodes } = await parentWithApp();
    const before = await sessionsOf(accountId);
    const visitor = await atTheCode(userName);
    const codes = [await app.code(), await app.code(1), ...recoveryCodes.slice(0, 3)];
    const answers = await Promise.all(codes.map((code) => step(visitor, { recoveryCode: code })));
    expect(answers.filter((answer) => answer.status === 303)).toHaveLength(1);
    expect(await sessionsOf(accountId)).toBe(before + 1);
    const [spent] = await home.house.pool.unsafe(
      `select count(used_at)::int as codes, (select last_step > 0 from account_totp
        where account_id = $1 and last_step > $2)::int as app
      from recovery_codes where account_id = $1`,
      [accountId, stepAt(home.clock.now()) - 1],
    );
    expect(spent!.codes + (spent!.app ?? 0)).toBe(1); // the other codes are still good
  });

  test("a recovery code works once, typed as it comes", async () => {
    const { userName, recoveryCodes: [first, second] } = await parentWithApp();
    const typed = first!.toLowerCase().replaceAll("-", " ");
    const all = await Promise.all(Array.from({ length: 4 }, () => atTheCode(userName)));
    const answers = await Promise.all(all.map((one) => step(one, { recoveryCode: typed })));
    expect(answers.filter((answer) => answer.status === 303)).toHaveLength(1);
    const again = await step(await atTheCode(userName), { recoveryCode: first! });
    expect(again.status).toBe(422);
    expect(again.text).toMatch(/<details class="confirm" open/);
    const other = await step(await atTheCode(userName), { recoveryCode: second! });
    expect(other.status).toBe(303);
  });

  test("who takes longer than ten minutes begins again", async () => {
    const { userName, app } = await parentWithApp();
    const visitor = await atTheCode(userName);
    pass(601);
    const late = await step(visitor, { code: await app.code() });
    expect(late.status).toBe(410);
    expect(late.text).toContain("Begin opnieuw met uw wachtwoord");
    expect(late.text).toContain('action="/regenton/sign-in"');
    expect(await isIn(visitor)).toBe(false);
    const nobody = await step(newcomer(), { code: await app.code() });
    expect(nobody.status).toBe(410);
  });

  test("who keeps guessing waits, and a right password does not help", async () => {
    const { userName, app } = await parentWithApp();
    const guesser = newcomer();
    const statuses: number[] = [];
    for (let n = 0; n < 7; n++) {
      await atTheCode(userName, guesser);
      statuses.push((await step(guesser, { code: "12345" + n })).status);
    }
    expect(statuses.slice(0, 5)).toEqual([422, 422, 422, 422, 422]);
    expect(statuses.slice(5)).toEqual([429, 429]);
    const right = await step(guesser, { code: await app.code() });
    expect(right.status).toBe(429);
    expect(Number(right.headers.get("retry-after"))).toBeGreaterThan(0);
    const owner = await atTheCode(userName);
    expect((await step(owner, { code: await app.code() })).status).toBe(303);
  });

  test("a wrong code, none, and nonsense are answered with a sentence", async () => {
    const { userName } = await parentWithApp();
    for (const code of ["", " ", "12345", "1234567", "abc\0def", "٣٤٥٦٧٨", "x".repeat(5000)]) {
      const answer = await step(await atTheCode(userName), { code });
      expect([code.slice(0, 10), answer.status]).toEqual([code.slice(0, 10), 422]);
      expect(answer.text).toContain('role="alert"');
    }
  });
});

describe("a mailed link", () => {
  test("to a new password asks the code as well", async () => {
    const { userName, accountId, app, browser } = await parentWithApp();
    const pending = await atTheCode(userName);
    await home.mails();
    const visitor = newcomer();
    await visitor.post("/regenton/password/forgotten", { userName });
    const mail = (await home.mails()).find((one) => one.to[0]?.address === userName);
    const link = /http:\/\/school\.test(\/\S+\/password\/reset\/\S+)/.exec(mail!.text)![1]!;
    const answer = await visitor.post(link, { password: chosen, repeat: chosen });
    expect(answer.location).toMatch(/^\/regenton\/sign-in\/step/);
    expect(await sessionsOf(accountId)).toBe(0);
    expect(await isIn(visitor)).toBe(false);
    expect(await isIn(browser)).toBe(false);
    // what was begun with the old password does not go on
    expect((await step(pending, { code: await app.code() })).status).toBe(410);
    expect((await step(visitor, { code: await app.code() })).status).toBe(303);
    expect(await isIn(visitor)).toBe(true);
  });

  test("to a place at a second school asks the code as well", async () => {
    const { userName, app } = await parentWithApp();
    const klimboom = await schoolOf("klimboom");
    const { db, clock } = home.house;
    const link = await letIn(db, { id: klimboom.id, language: "nl" }, {
      email: `nieuw${userName}`,
      admin: true,
      withoutTwoStep: false,
    }, clock.now());
    expect(link!.path).toMatch(/^activate\//); // a new account of its own: no step there
    await db.updateTable("people").set({ email: userName, account_id: null })
      .where("school_id", "=", klimboom.id).where("email", "=", `nieuw${userName}`).execute();
    const visitor = newcomer();
    await visitor.post("/klimboom/activate/new", { userName });
    const mail = (await home.mails()).find((one) => one.text.includes("/klimboom/activate/"));
    const path = /http:\/\/school\.test(\/\S+)/.exec(mail!.text)![1]!;
    const confirmed = await visitor.post(path, { password });
    expect(confirmed.location).toMatch(/^\/klimboom\/sign-in\/step/);
    expect(await isIn(visitor, "klimboom")).toBe(false);
    const answer = await visitor.post("/klimboom/sign-in/step", { code: await app.code() });
    expect(answer.status).toBe(303);
    expect(await isIn(visitor, "klimboom")).toBe(true);
  });
});

test("a new password ends what was begun with the old one", async () => {
  const { userName, browser, app } = await parentWithApp();
  const thief = await atTheCode(userName);
  const changed = await browser.post("/regenton/account/password", {
    current: password,
    password: chosen,
    repeat: chosen,
  });
  expect(changed.status).toBe(303);
  expect((await step(thief, { code: await app.code() })).status).toBe(410);
});

describe("switching off", () => {
  const path = "/regenton/account/two-step";

  test("asks the password and a code, and is told by mail", async () => {
    const { userName, browser, app } = await parentWithApp();
    await home.mails();
    for (
      const [fields, said] of [
        [{ current: "fout", code: await app.code() }, "Dit wachtwoord klopt niet"],
        [{ current: password, code: "000000" }, "Deze code klopt niet"],
        [{ current: password, code: "" }, "Vul dit in"],
      ] as const
    ) {
      const refused = await browser.post(`${path}/removal`, fields);
      expect([refused.status, refused.text.includes(said)]).toEqual([422, true]);
    }
    const off = await browser.post(`${path}/removal`, {
      current: password,
      code: await app.code(),
    });
    expect(off.status).toBe(303);
    expect((await home.mails()).map((mail) => mail.subject)).toEqual([
      "Inloggen in twee stappen staat uit",
    ]);
    expect((await signIn(newcomer(), userName)).location).toBe("/regenton");
  });

  test("new recovery codes take the place of the old", async () => {
    const { userName, browser, recoveryCodes } = await parentWithApp();
    const answer = await browser.post(`${path}/codes`, {
      current: password,
      code: recoveryCodes[0]!,
    });
    const fresh = codesIn(answer);
    expect([answer.status, fresh.length]).toEqual([200, 10]);
    const old = await step(await atTheCode(userName), { recoveryCode: recoveryCodes[1]! });
    expect(old.status).toBe(422);
    const next = await step(await atTheCode(userName), { recoveryCode: fresh[9]! });
    expect(next.status).toBe(303);
  });
});

describe("required by the school", () => {
  test("the office reaches nothing but its second step, no picture and no download either", async () => {
    const { userName } = await newParent({ role: "admin" });
    const admin = newcomer();
    await signIn(admin, userName);
    await require("regenton", true);
    try {
      const ids = await sampleIds(home.house);
      const fill = (path: string) =>
        path.replace("/:school", "/regenton").replace(/:(\w+)/g, (_, name) => ids[name] ?? "1");
      const wrong: string[] = [];
      for (const { method, path, guard } of listRoutes(home.app)) {
        if (!path.startsWith("/:school") || guard === "public") continue;
        const answer = method === "GET"
          ? await admin.get(fill(path))
          : await admin.post(fill(path));
        const led = answer.status === 303 && answer.location === "/regenton/account/two-step";
        const refused = answer.status === 403 && answer.text.includes("Zet eerst inloggen in twee");
        const free = guard === "security" && [200, 303, 403, 422].includes(answer.status);
        if (!(free || (method === "GET" ? led : refused))) {
          wrong.push(`${method} ${path}: ${answer.status} ${answer.location}`);
        }
      }
      expect(wrong).toEqual([]);
      const security = listRoutes(home.app).filter(({ guard }) => guard === "security");
      expect([...new Set(security.map(({ path }) => path.split("/")[3]))].sort())
        .toEqual(["password", "two-step"]);
      expect((await admin.get("/regenton/help")).status).toBe(200);
      expect((await admin.get("/regenton/account/two-step")).text)
        .toContain("De school vraagt dit van iedereen die op de administratie werkt");

      const { app } = await switchOn(admin);
      expect((await admin.get("/regenton/people")).status).toBe(200);
      const off = await admin.post("/regenton/account/two-step/removal", {
        current: password,
        code: await app.code(),
      });
      expect(off.status).toBe(403);
      expect(off.text).toContain("Uitzetten kan niet");
    } finally {
      await require("regenton", false);
    }
  });

  test("parents, and the office of another school, are not asked", async () => {
    const { userName, accountId } = await newParent({ role: "office" });
    await addPlace((await schoolOf("klimboom")).id, accountId, "office");
    const both = newcomer();
    await signIn(both, userName);
    const parent = await home.signIn("ouder@regenton.example");
    const teacher = await home.signIn("juf@regenton.example");
    await require("regenton", true);
    try {
      expect((await both.get("/klimboom/people")).status).toBe(200);
      expect((await both.get("/regenton/people")).location).toBe("/regenton/account/two-step");
      expect((await parent.get("/regenton/board")).status).toBe(200);
      expect((await teacher.get("/regenton/board")).status).toBe(200);
    } finally {
      await require("regenton", false);
    }
  });
});

describe("a phone that is lost", () => {
  const reset = (visitor: Visitor, personId: number) =>
    visitor.post(`/regenton/people/${personId}/two-step/removal`);

  test("an admin switches it off; the owner is out everywhere, and is told", async () => {
    const { userName, personId, browser } = await parentWithApp();
    await home.mails();
    const office = await home.signIn("administratie@regenton.example");
    const admin = await home.signIn("directie@regenton.example");
    expect((await office.get(`/regenton/people/${personId}`)).text).not.toContain(
      "two-step/removal",
    );
    expect((await reset(office, personId)).status).toBe(403);
    expect((await admin.get(`/regenton/people/${personId}`)).text).toContain("two-step/removal");
    expect((await reset(admin, personId)).status).toBe(303);
    expect(await isIn(browser)).toBe(false);
    expect((await signIn(newcomer(), userName)).location).toBe("/regenton");
    const mail = (await home.mails()).find((one) => one.to[0]?.address === userName);
    expect(mail?.subject).toBe("Inloggen in twee stappen is uitgezet");
    const [entry] = await home.house.pool.unsafe(
      "select subject, person_ids from audit_entries where action = 'twoStepSwitched' order by id desc limit 1",
    );
    expect(entry).toEqual({
      subject: { personIds: [personId], to: "reset" },
      person_ids: [personId],
    });
  });

  test("an admin does not do it for oneself, nor to who is at another school too", async () => {
    const own = await newParent({ role: "admin" });
    const admin = newcomer();
    await signIn(admin, own.userName);
    await switchOn(admin);
    expect((await reset(admin, own.personId)).status).toBe(403);
    const other = await parentWithApp();
    await addPlace((await schoolOf("klimboom")).id, other.accountId);
    const refused = await reset(admin, other.personId);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain("ook bij een andere school");
    expect((await signIn(newcomer(), other.userName)).location).toMatch(/sign-in\/step/);
  });

  test("whoever runs the machine does it with the command user", async () => {
    const { userName } = await parentWithApp();
    const { db, clock } = home.house;
    const wish = { email: userName, admin: false };
    const school = { id: (await schoolOf("regenton")).id, language: "nl" };
    await letIn(db, school, { ...wish, withoutTwoStep: false }, clock.now());
    await atTheCode(userName);
    await letIn(db, school, { ...wish, withoutTwoStep: true }, clock.now());
    expect((await signIn(newcomer(), userName)).location).toBe("/regenton");
  });
});
