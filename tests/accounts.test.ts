import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  changeEmail,
  changeUserName,
  createAccounts,
  hashPassword,
  linkAccounts,
  queueActivations,
  UsedElsewhere,
  UserNameTaken,
} from "../modules/accounts/mod.ts";
import { passwordError } from "../modules/accounts/password_rules.ts";
import { findVisit } from "../web/session.ts";
import type { School } from "../web/viewer.ts";
import { runTicks } from "../jobs/clock.ts";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import type { Answer, Visitor } from "./support/visitor.ts";

const password = "Schoolbel1!";
const better = "Kastanje88!b";
let home: TestHouse;
let school: School;
let passwordHash: string;
let people = 0;

beforeAll(async () => {
  home = await openTestHouse({ seed: "empty" });
  passwordHash = await hashPassword(password);
  school = await addSchool("regenton", "De Regenton");
});
afterAll(() => home.close());
beforeEach(async () => {
  home.clock.travel("2026-11-10T09:00:00+01:00");
  await home.mails(); // what earlier tests left
});

let addresses = 0;
/** Someone with an empty browser, at an address of their own unless told. */
const newcomer = (address = `10.0.0.${++addresses}`) => home.visitor(address);

async function addSchool(shortName: string, name: string): Promise<School> {
  await home.house.db.insertInto("schools").values({ short_name: shortName, name }).execute();
  return (await findVisit(home.house, shortName, undefined))!.school;
}

interface Guardian {
  userName: string;
  accountId: number;
  personId: number;
  pupilId: number;
}

/** A guardian of one pupil; active unless told. */
async function addGuardian({ at = school, active = true, readOnly = false, as }: {
  at?: School;
  active?: boolean;
  readOnly?: boolean;
  /** The user name, to be known at a second school. */
  as?: string;
} = {}): Promise<Guardian> {
  const { db } = home.house;
  const userName = as ?? `ouder${++people}@voorbeeld.example`;
  const ids = await db.transaction().execute((trx) => createAccounts(trx, [{ userName }]));
  const accountId = ids.get(userName)!;
  if (active) {
    await db.updateTable("accounts")
      .set({ password_hash: passwordHash, activated_at: home.clock.now() })
      .where("id", "=", accountId).execute();
  }
  const person = await db.insertInto("people").values({
    school_id: at.id,
    account_id: accountId,
    first_name: "Samira",
    last_name: `Wit${people}`,
    read_only: readOnly,
  }).returning("id").executeTakeFirstOrThrow();
  const pupil = await db.insertInto("pupils")
    .values({ school_id: at.id, first_name: "Noor" }).returning("id").executeTakeFirstOrThrow();
  await db.insertInto("guardianships")
    .values({ school_id: at.id, person_id: person.id, pupil_id: pupil.id }).execute();
  return { userName, accountId, personId: person.id, pupilId: pupil.id };
}

function signIn(
  visitor: Visitor,
  userName: string,
  fields: Record<string, string> = {},
): Promise<Answer> {
  return visitor.post("/regenton/sign-in", { userName, password, ...fields });
}

async function signedIn(userName: string, address?: string): Promise<Visitor> {
  const visitor = newcomer(address);
  expect((await signIn(visitor, userName)).status).toBe(303);
  return visitor;
}

const isIn = async (visitor: Visitor) => (await visitor.get("/regenton/account")).status === 200;

/** The path of the link in the newest mail to this address. */
async function linkFor(userName: string): Promise<string> {
  const mail = (await home.mails()).filter((m) => m.to[0]?.address === userName).at(-1);
  const link = mail?.text.match(/http:\/\/school\.test(\/\S+)/)?.[1];
  if (!link) throw new Error("No mail with a link came");
  return link;
}

async function invite(...guardians: Guardian[]): Promise<number> {
  const { db, clock } = home.house;
  const ids = guardians.map((guardian) => guardian.accountId);
  return await db.transaction().execute((trx) => queueActivations(trx, school, ids, clock.now()));
}

const choice = (chosen: string) => ({ password: chosen, repeat: chosen });

describe("activation", () => {
  test("a guardian opens the link from the mail, chooses a password and is in", async () => {
    const guardian = await addGuardian({ active: false });
    expect(await invite(guardian)).toBe(1);
    const [mail] = await home.mails();
    expect(mail?.subject).toContain("De Regenton");
    expect(mail?.headers.some((header) => header.name === "list-unsubscribe")).toBe(false);
    const path = mail!.text.match(/http:\/\/school\.test(\/regenton\/activate\/\S+)/)![1]!;

    const visitor = newcomer();
    const opened = await visitor.get(path);
    expect(opened.text).toContain(guardian.userName);
    const answer = await visitor.post(path, choice(password));
    expect([answer.status, answer.location]).toEqual([303, "/regenton"]);
    expect(await isIn(visitor)).toBe(true);
    await signedIn(guardian.userName);
  });

  test("looking at the link does not use it up, however often a mail scanner does", async () => {
    const guardian = await addGuardian({ active: false });
    await invite(guardian);
    const path = await linkFor(guardian.userName);
    for (let i = 0; i < 3; i++) expect((await newcomer().get(path)).status).toBe(200);
    expect((await newcomer().post(path, choice(password))).status).toBe(303);
  });

  test("of two people who use one link at the same moment exactly one gets in", async () => {
    const guardian = await addGuardian({ active: false });
    await invite(guardian);
    const path = await linkFor(guardian.userName);
    const answers = await Promise.all(
      ["Kastanje88!a", "Kastanje88!b", "Kastanje88!c", "Kastanje88!d"].map((chosen) =>
        newcomer().post(path, choice(chosen))
      ),
    );
    expect(answers.map((a) => a.status).sort()).toEqual([303, 410, 410, 410]);
  });

  test("a used, an old and a garbled link say so, with the way to a new one", async () => {
    const [used, old] = [
      await addGuardian({ active: false }),
      await addGuardian({ active: false }),
    ];
    await invite(used);
    const usedPath = await linkFor(used.userName);
    await newcomer().post(usedPath, choice(password));
    await invite(old);
    const oldPath = await linkFor(old.userName);
    home.clock.travel("2026-11-25T09:00:00+01:00");

    for (
      const [path, words] of [
        [usedPath, "al gebruikt"],
        [oldPath, "te oud"],
        ["/regenton/activate/nonsense", "niet van ons"],
      ] as const
    ) {
      for (const answer of [await newcomer().get(path), await newcomer().post(path)]) {
        expect([path, answer.status]).toEqual([path, 410]);
        expect(answer.text).toContain(words);
        expect(answer.text).toContain('action="/regenton/activate/new"');
        expect(answer.text).toContain('href="/regenton/sign-in"');
      }
    }

    await newcomer().post("/regenton/activate/new", { userName: old.userName });
    const path = await linkFor(old.userName);
    expect((await newcomer().post(path, choice(password))).status).toBe(303);
  });

  test("a second invitation leaves no first link lying around once one is used", async () => {
    const guardian = await addGuardian({ active: false });
    await invite(guardian);
    const first = await linkFor(guardian.userName);
    home.clock.travel("2026-11-10T10:00:00+01:00");
    await invite(guardian);
    const second = await linkFor(guardian.userName);
    await newcomer().post(second, choice(password));
    expect((await newcomer().get(first)).status).toBe(410);
  });

  test("pressing invite twice mails once; who is active or blocked gets nothing", async () => {
    const waiting = await addGuardian({ active: false });
    const active = await addGuardian();
    const blocked = await addGuardian({ active: false });
    await home.house.db.updateTable("people").set({ blocked_at: home.clock.now() })
      .where("id", "=", blocked.personId).execute();
    const sent = await Promise.all([
      invite(waiting, active, blocked),
      invite(waiting, active, blocked),
    ]);
    expect(sent.sort()).toEqual([0, 1]);
    const mails = (await home.mails()).map((mail) => mail.to[0]?.address);
    expect(mails).toEqual([waiting.userName]);
  });

  test("a link of one school opens nothing at another", async () => {
    await addSchool("eik", "De Eik");
    const guardian = await addGuardian({ active: false });
    await invite(guardian);
    const path = await linkFor(guardian.userName);
    const elsewhere = path.replace("/regenton/", "/eik/");
    expect((await newcomer().get(elsewhere)).status).toBe(410);
    expect((await newcomer().post(elsewhere, choice(password))).status).toBe(410);
    expect((await newcomer().post(path, choice(password))).status).toBe(303);
  });
});

describe("signing in", () => {
  test("a wrong password and an unknown user get the same answer", async () => {
    const { userName } = await addGuardian();
    const inactive = await addGuardian({ active: false });
    const answers = await Promise.all(
      [userName, "niemand@voorbeeld.example", inactive.userName].map(async (name) => {
        const answer = await signIn(newcomer(), name, { password: "Verkeerd1!" });
        return [answer.status, answer.text.replaceAll(name, "…")];
      }),
    );
    expect(answers[0]![0]).toBe(422);
    expect(answers[0]![1]).toContain("Dit wachtwoord klopt niet");
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  test("an unknown user is refused only after as much work as a known one", async () => {
    const time = async (name: string) => {
      const begin = performance.now();
      await signIn(newcomer(), name, { password: "Verkeerd1!" });
      return performance.now() - begin;
    };
    const unknown: number[] = [];
    for (let i = 0; i < 8; i++) {
      unknown.push(await time(`${crypto.randomUUID()}@voorbeeld.example`));
    }
    // Without a password to compare with, an answer takes a few milliseconds; Argon2 takes over 15
    // on any machine of today. Only a lower bound: a busy machine makes it longer.
    expect(Math.min(...unknown)).toBeGreaterThan(10);
  });

  test("the user name is the same in capitals, and is kept when the password is wrong", async () => {
    const { userName } = await addGuardian();
    expect((await signIn(newcomer(), ` ${userName.toUpperCase()} `)).status).toBe(303);
    const answer = await signIn(newcomer(), userName, { password: "Verkeerd1!" });
    expect(answer.text).toContain(`value="${userName}"`);
    expect(answer.text).not.toContain("Verkeerd1!");
  });

  test("someone without a place at this school is told so, and gets no session", async () => {
    const other = await addSchool("klimboom", "De Klimboom");
    const { userName } = await addGuardian({ at: other });
    const visitor = newcomer();
    const answer = await signIn(visitor, userName);
    expect(answer.status).toBe(403);
    expect(answer.text).toContain("niet bekend bij De Regenton");
    expect(visitor.cookies.size).toBe(0);
    expect((await visitor.post("/klimboom/sign-in", { userName, password })).status).toBe(303);
  });

  test("leads to the page asked for, and never to another site", async () => {
    const { userName } = await addGuardian();
    const to = async (next: string) => (await signIn(newcomer(), userName, { next })).location;
    expect(await to("/regenton/account?x=1")).toBe("/regenton/account?x=1");
    for (
      const elsewhere of [
        "https://evil.example/",
        "//evil.example/regenton",
        "/\\evil.example",
        "/regenton/../klimboom",
        "/regentonx",
        "/\t/evil.example",
        "javascript:alert(1)",
      ]
    ) expect([elsewhere, await to(elsewhere)]).toEqual([elsewhere, "/regenton"]);
  });

  test("gives a new session every time, and the old one is over", async () => {
    const { userName } = await addGuardian();
    const visitor = await signedIn(userName);
    const thief = newcomer();
    thief.cookies.set("session", visitor.cookies.get("session")!);
    expect(await isIn(thief)).toBe(true);
    await signIn(visitor, userName);
    expect(await isIn(visitor)).toBe(true);
    expect(await isIn(thief)).toBe(false);
  });

  test("a session chosen by someone else is not taken over", async () => {
    const { userName } = await addGuardian();
    const visitor = newcomer();
    visitor.cookies.set("session", "chosen-by-someone-else");
    await signIn(visitor, userName);
    expect(visitor.cookies.get("session")).not.toBe("chosen-by-someone-else");
  });

  test("the cookie is out of reach of scripts and of other sites; the database cannot be used to sign in", async () => {
    const { userName } = await addGuardian();
    const visitor = newcomer();
    const answer = await signIn(visitor, userName, { stay: "on" });
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith("session="))!;
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
    expect(cookie).toMatch(/Max-Age=7776000/);
    const token = visitor.cookies.get("session")!;
    const rows = await home.house.db.selectFrom("sessions").selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test("another site cannot sign someone in", async () => {
    const { userName } = await addGuardian();
    const visitor = newcomer();
    const answer = await visitor.post("/regenton/sign-in", { userName, password }, {
      "sec-fetch-site": "cross-site",
    });
    expect(answer.status).toBe(403);
    expect(visitor.cookies.has("session")).toBe(false);
  });

  test("without ticking 'stay' it ends after twelve hours unused, with it after ninety days", async () => {
    const { userName } = await addGuardian();
    const short = await signedIn(userName);
    const long = newcomer();
    await signIn(long, userName, { stay: "on" });
    home.clock.travel("2026-11-10T20:59:00+01:00");
    expect(await isIn(short)).toBe(true);
    home.clock.travel("2026-11-11T09:30:00+01:00");
    expect(await isIn(short)).toBe(false);
    expect(await isIn(long)).toBe(true);
    home.clock.travel("2027-03-11T09:30:00+01:00");
    expect(await isIn(long)).toBe(false);
  });

  test("who keeps coming stays signed in: the cookie is given its ninety days again", async () => {
    const { userName } = await addGuardian();
    const parent = newcomer();
    await signIn(parent, userName, { stay: "on" });
    const start = home.clock.now().getTime();
    const cookieAt = async (minutes: number) => {
      home.clock.travel(new Date(start + minutes * 60_000).toISOString());
      return (await parent.get("/regenton/account")).headers.getSetCookie().join();
    };
    expect(await cookieAt(5)).not.toContain("session=");
    expect(await cookieAt(24 * 60)).toMatch(/session=.*Max-Age=7776000/);
    home.clock.travel(new Date(start).toISOString());
  });

  test("signing out ends the session itself, not only the cookie", async () => {
    const { userName } = await addGuardian();
    const visitor = await signedIn(userName);
    const copy = newcomer();
    copy.cookies.set("session", visitor.cookies.get("session")!);
    const answer = await visitor.post("/regenton/sign-out");
    expect([answer.status, answer.location]).toEqual([303, "/regenton/sign-in"]);
    expect(await isIn(copy)).toBe(false);
  });

  test("a block counts at the next request, and so does a changed role", async () => {
    const guardian = await addGuardian();
    const visitor = await signedIn(guardian.userName);
    expect(await isIn(visitor)).toBe(true);
    const { db } = home.house;
    const block = (at: Date | null) =>
      db.updateTable("people").set({ blocked_at: at }).where("id", "=", guardian.personId)
        .execute();
    await block(home.clock.now());
    expect(await isIn(visitor)).toBe(false);
    expect((await signIn(newcomer(), guardian.userName)).status).toBe(403);
    await block(null);
    expect(await isIn(visitor)).toBe(true);
    await db.updateTable("pupils").set({ left_at: home.clock.now() })
      .where("id", "=", guardian.pupilId).execute();
    expect(await isIn(visitor)).toBe(false);
  });

  test("the demo's sign-ins are shown in the demo only", async () => {
    expect((await newcomer().get("/regenton/sign-in")).text).not.toContain("juf@regenton");
    home.house.demo = true;
    try {
      expect((await newcomer().get("/regenton/sign-in")).text).toContain("juf@regenton");
    } finally {
      home.house.demo = false;
    }
  });
});

describe("wrong tries", () => {
  const guess = (visitor: Visitor, userName: string) =>
    signIn(visitor, userName, { password: `Verkeerd${Math.random()}!` });

  test("hold up who makes them, say how long, and keep what was typed", async () => {
    const { userName } = await addGuardian();
    const stranger = newcomer("203.0.113.1");
    for (let i = 0; i < 5; i++) expect((await guess(stranger, userName)).status).toBe(422);
    const held = await guess(stranger, userName);
    expect(held.status).toBe(429);
    expect(held.headers.get("retry-after")).toBe("30");
    expect(held.text).toContain("te veel pogingen");
    expect(held.text).toContain(`value="${userName}"`);
    expect((await signIn(stranger, userName)).status).toBe(429); // the right one neither, for now
  });

  test("the wait grows to a quarter of an hour at most, and a day later all is forgotten", async () => {
    const { userName } = await addGuardian();
    const stranger = newcomer("203.0.113.2");
    const waits: number[] = [];
    let now = home.clock.now().getTime();
    for (let i = 0; i < 20; i++) {
      const answer = await guess(stranger, userName);
      if (answer.status !== 429) continue;
      const wait = Number(answer.headers.get("retry-after"));
      waits.push(wait);
      now += wait * 1000;
      home.clock.travel(new Date(now).toISOString());
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900, 900]);
    home.clock.travel("2026-11-12T09:00:00+01:00");
    for (let i = 0; i < 5; i++) expect((await guess(stranger, userName)).status).toBe(422);
  });

  test("made at the same moment are all counted", async () => {
    const { userName } = await addGuardian();
    const stranger = newcomer("203.0.113.3");
    const answers = await Promise.all(Array.from({ length: 20 }, () => guess(stranger, userName)));
    expect(answers.filter((answer) => answer.status === 422)).toHaveLength(5);
  });

  test("by someone else do not keep the rightful owner out, at another address", async () => {
    const { userName } = await addGuardian();
    const stranger = newcomer("203.0.113.4");
    for (let i = 0; i < 60; i++) await guess(stranger, userName);
    await signedIn(userName, "192.0.2.7");
  });

  test("by someone at the same address do not keep the owner out of a known device", async () => {
    const { userName } = await addGuardian();
    const phone = await signedIn(userName, "203.0.113.5");
    await phone.post("/regenton/sign-out");
    const stranger = newcomer("203.0.113.5");
    for (let i = 0; i < 10; i++) await guess(stranger, userName);
    expect((await signIn(stranger, userName)).status).toBe(429);
    expect((await signIn(phone, userName)).status).toBe(303);
  });

  test("from many addresses are held up together; the owner gets in by known device or by mail", async () => {
    const { userName } = await addGuardian();
    const phone = await signedIn(userName, "192.0.2.8");
    await phone.post("/regenton/sign-out");
    const answers: number[] = [];
    for (let i = 0; i < 50; i++) {
      answers.push((await guess(newcomer(`198.51.100.${100 + i}`), userName)).status);
    }
    expect(answers.filter((status) => status === 422)).toHaveLength(30);
    expect((await signIn(phone, userName)).status).toBe(303);

    const elsewhere = newcomer("192.0.2.9");
    expect((await signIn(elsewhere, userName)).status).toBe(429);
    await elsewhere.post("/regenton/password/forgotten", { userName });
    const path = await linkFor(userName);
    expect((await elsewhere.post(path, choice(better))).status).toBe(303);
    expect(await isIn(elsewhere)).toBe(true);
  });

  test("from one IPv6 network count as one address", async () => {
    const { userName } = await addGuardian();
    const statuses: number[] = [];
    for (let i = 1; i <= 7; i++) {
      statuses.push((await guess(newcomer(`2001:db8:1:2::${i}`), userName)).status);
    }
    expect(statuses.filter((status) => status === 422)).toHaveLength(5);
    expect((await guess(newcomer("2001:db8:1:3::1"), userName)).status).toBe(422);
  });

  test("behind a proxy on this machine count for the address it names; others are not believed", async () => {
    const { userName } = await addGuardian();
    const from = (address: string, forwarded: string) =>
      home.visitor(address).post("/regenton/sign-in", { userName, password: "Verkeerd1!" }, {
        "x-forwarded-for": forwarded,
      });
    for (let i = 0; i < 5; i++) await from("127.0.0.1", "9.9.9.9, 203.0.113.20");
    expect((await from("127.0.0.1", "8.8.8.8, 203.0.113.20")).status).toBe(429);
    expect((await from("::1", "203.0.113.21")).status).toBe(422);
    for (let i = 0; i < 5; i++) await from("203.0.113.22", `198.18.0.${i}`);
    expect((await from("203.0.113.22", "198.18.0.9")).status).toBe(429);
  });

  test("at a shut door leave no trace of each name that is tried", async () => {
    const rows = async () => (await home.house.pool`select from throttles`).length;
    const tried = (n: number) => signIn(newcomer("203.0.113.77"), `gok${n}@voorbeeld.example`);
    for (let n = 0; n < 101; n++) await tried(n);
    const before = await rows();
    expect((await tried(500)).status).toBe(429);
    expect((await tried(501)).status).toBe(429);
    expect(await rows()).toBe(before);
  });

  test("leave no names or addresses in the database", async () => {
    const { userName } = await addGuardian();
    await guess(newcomer("203.0.113.30"), userName);
    const rows = await home.house.db.selectFrom("throttles").select("key").execute();
    const keys = rows.map((row) => row.key).join();
    expect(keys).not.toContain("@");
    expect(keys).not.toContain("203.0.113");
  });
});

describe("forgotten password", () => {
  test("a mail with a link comes, the new password works, the owner is told, others are out", async () => {
    const { userName } = await addGuardian();
    const thief = await signedIn(userName);
    const visitor = newcomer();
    const asked = await visitor.post("/regenton/password/forgotten", { userName });
    expect(asked.text).toContain("Kijk in uw mail");
    const path = await linkFor(userName);
    expect((await visitor.get(path)).status).toBe(200);
    expect((await visitor.post(path, choice(better))).status).toBe(303);
    expect(await isIn(visitor)).toBe(true);
    expect(await isIn(thief)).toBe(false);
    const [mail] = await home.mails();
    expect(mail?.subject).toBe("Uw wachtwoord voor De Regenton is gewijzigd");
    expect(mail?.text).toContain("dinsdag 10 november om 9.00 uur");
    expect((await signIn(newcomer(), userName)).status).toBe(422);
    expect((await signIn(newcomer(), userName, { password: better })).status).toBe(303);
    expect((await newcomer().post(path, choice(better))).status).toBe(410);
  });

  test("the link works for an hour", async () => {
    const { userName } = await addGuardian();
    await newcomer().post("/regenton/password/forgotten", { userName });
    const path = await linkFor(userName);
    home.clock.travel("2026-11-10T09:59:00+01:00");
    expect((await newcomer().get(path)).status).toBe(200);
    home.clock.travel("2026-11-10T10:01:00+01:00");
    expect((await newcomer().get(path)).status).toBe(410);
    expect((await newcomer().post(path, choice(better))).status).toBe(410);
  });

  test("a weak password leaves the link working", async () => {
    const { userName } = await addGuardian();
    await newcomer().post("/regenton/password/forgotten", { userName });
    const path = await linkFor(userName);
    const weak = await newcomer().post(path, choice("welkom"));
    expect(weak.status).toBe(422);
    expect(weak.text).toContain("te makkelijk");
    const other = await newcomer().post(path, { password: better, repeat: `${better}x` });
    expect(other.text).toContain("niet gelijk");
    expect((await newcomer().post(path, choice(better))).status).toBe(303);
  });

  test("the answer and its time do not tell who is known, and who is unknown gets no mail", async () => {
    const { userName } = await addGuardian();
    const ask = async (name: string) => {
      const begin = performance.now();
      const answer = await newcomer().post("/regenton/password/forgotten", { userName: name });
      expect(performance.now() - begin).toBeGreaterThan(140);
      return [answer.status, answer.text.replaceAll(name, "…")];
    };
    const unknown = await ask("niemand@voorbeeld.example");
    expect(await home.mails()).toEqual([]);
    expect(await ask(userName)).toEqual(unknown);
    expect(await home.mails()).toHaveLength(1);
  });

  test("a school may choose to say that a user is unknown", async () => {
    const { db } = home.house;
    const reveal = (on: boolean) =>
      db.updateTable("schools").set({ reveal_unknown_user: on }).where("id", "=", school.id)
        .execute();
    await reveal(true);
    const userName = "niemand@voorbeeld.example";
    const answer = await newcomer().post("/regenton/password/forgotten", { userName });
    await reveal(false);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain("Onbekende gebruiker");
    expect(answer.text).toContain(`value="${userName}"`);
  });

  test("who is not active yet gets the activation instead", async () => {
    const guardian = await addGuardian({ active: false });
    await newcomer().post("/regenton/password/forgotten", { userName: guardian.userName });
    expect(await linkFor(guardian.userName)).toContain("/activate/");
  });

  test("asking again and again mails once per ten minutes, and then has to wait", async () => {
    const { userName } = await addGuardian();
    const visitor = newcomer("203.0.113.40");
    const statuses: number[] = [];
    for (let i = 0; i < 22; i++) {
      statuses.push((await visitor.post("/regenton/password/forgotten", { userName })).status);
    }
    expect(statuses.slice(0, 20)).toEqual(Array(20).fill(200));
    expect(statuses.slice(20)).toEqual([429, 429]);
    expect(await home.mails()).toHaveLength(1);
  });

  test("links never follow the Host header", async () => {
    const { userName } = await addGuardian();
    await newcomer().post("/regenton/password/forgotten", { userName }, {
      host: "evil.example",
      "x-forwarded-host": "evil.example",
    });
    const [mail] = await home.mails();
    expect(mail?.text).toContain("http://school.test/regenton/password/reset/");
    expect(mail?.html).not.toContain("evil.example");
  });

  test("tokens are kept hashed", async () => {
    const { userName } = await addGuardian();
    await newcomer().post("/regenton/password/forgotten", { userName });
    const token = (await linkFor(userName)).split("/").at(-1)!;
    const rows = await home.house.db.selectFrom("account_tokens").selectAll().execute();
    const hex = rows.map((row) => Array.from(row.token_hash, (b) => b.toString(16)).join(""));
    expect(JSON.stringify(rows) + hex.join()).not.toContain(token);
  });
});

describe("my account", () => {
  test("a changed password keeps this session under a new secret and ends all others", async () => {
    const { userName } = await addGuardian();
    const [visitor, other] = [await signedIn(userName), await signedIn(userName)];
    const before = visitor.cookies.get("session")!;
    const answer = await visitor.post("/regenton/account/password", {
      current: password,
      ...choice(better),
    });
    expect(answer.status).toBe(303);
    expect(await isIn(visitor)).toBe(true);
    expect(visitor.cookies.get("session")).not.toBe(before);
    const copy = newcomer();
    copy.cookies.set("session", before);
    expect(await isIn(copy)).toBe(false);
    expect(await isIn(other)).toBe(false);
    expect((await home.mails()).map((mail) => mail.subject))
      .toEqual(["Uw wachtwoord voor De Regenton is gewijzigd"]);
  });

  test("the current password is needed, and guessing it is held up", async () => {
    const { userName } = await addGuardian();
    const visitor = await signedIn(userName);
    const change = () =>
      visitor.post("/regenton/account/password", { current: "Verkeerd1!", ...choice(better) });
    const first = await change();
    expect(first.status).toBe(422);
    expect(first.text).toContain("Dit wachtwoord klopt niet. Probeer het opnieuw.");
    for (let i = 0; i < 4; i++) await change();
    expect((await change()).status).toBe(429);
    expect((await signIn(newcomer(), userName)).status).toBe(303);
  });

  test("lists where one is signed in, in words, and ends one or all others", async () => {
    const { userName } = await addGuardian();
    const phone = newcomer();
    await phone.post("/regenton/sign-in", { userName, password }, {
      "user-agent":
        "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
    });
    const tablet = newcomer();
    await tablet.post("/regenton/sign-in", { userName, password }, {
      "user-agent":
        "Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
    });
    const desk = await signedIn(userName);
    const list = (await desk.get("/regenton/account/sessions")).text;
    expect(list).toContain("Chrome op Android");
    expect(list).toContain("Safari op iPad");
    expect(list).toContain("Onbekend apparaat");

    const end = list.match(/action="(\/regenton\/account\/sessions\/\d+\/sign-out)"/g)!;
    expect(end).toHaveLength(2);
    await desk.post(end[0]!.slice(8, -1)); // the tablet: signed in last
    expect([await isIn(phone), await isIn(tablet), await isIn(desk)]).toEqual([true, false, true]);
    await desk.post("/regenton/account/sessions/sign-out");
    expect([await isIn(phone), await isIn(desk)]).toEqual([false, true]);
  });

  test("nobody ends someone else's session", async () => {
    const [mine, theirs] = [await addGuardian(), await addGuardian()];
    const victim = await signedIn(theirs.userName);
    const { id } = await home.house.db.selectFrom("sessions").select("id")
      .where("account_id", "=", theirs.accountId).executeTakeFirstOrThrow();
    const visitor = await signedIn(mine.userName);
    const answer = await visitor.post(`/regenton/account/sessions/${id}/sign-out`);
    expect(answer.status).toBe(404);
    expect(await isIn(victim)).toBe(true);
  });

  test("mail can be switched off and on per kind, by a read-only guardian too", async () => {
    const { userName, accountId } = await addGuardian({ readOnly: true });
    const visitor = await signedIn(userName);
    const path = "/regenton/account/notifications";
    const unwanted = async () =>
      (await home.house.db.selectFrom("notification_choices").select("kind")
        .where("account_id", "=", accountId).orderBy("kind").execute()).map((row) => row.kind);
    expect((await visitor.post(path, { kinds: ["news"] })).status).toBe(303);
    expect(await unwanted()).toEqual(["agenda", "board"]);
    await visitor.post(path, { kinds: ["news", "board", "agenda", "urgent", "x"] });
    expect(await unwanted()).toEqual([]);
    await visitor.post(path, {});
    expect(await unwanted()).toEqual(["agenda", "board", "news"]);
    expect((await visitor.get(path)).text).toMatch(/name="urgent" checked="" disabled=""/);
  });

  test("the portal and the mails speak the chosen language", async () => {
    const { userName } = await addGuardian();
    const visitor = await signedIn(userName);
    expect((await visitor.get("/regenton/account")).text).toContain("Persoonlijke gegevens");
    await visitor.post("/regenton/account/language", { language: "en" });
    expect((await visitor.get("/regenton/account")).text).toContain("Personal data");
    await newcomer().post("/regenton/password/forgotten", { userName });
    expect((await home.mails())[0]?.subject).toBe("A new password for De Regenton");
    const strange = await visitor.post("/regenton/account/language", { language: "klingon" });
    expect(strange.status).toBe(422);
  });
});

describe("a user name changed by the office", () => {
  const change = (accountId: number, userName: string) =>
    home.house.db.transaction().execute((trx) =>
      changeUserName(trx, school, accountId, userName, accountId, home.clock.now())
    );

  test("both addresses are told, and old links stop working", async () => {
    const { userName, accountId } = await addGuardian();
    await newcomer().post("/regenton/password/forgotten", { userName });
    const path = await linkFor(userName);
    const newName = `nieuw-${userName}`;
    await change(accountId, newName.toUpperCase());
    const mails = await home.mails();
    expect(mails.map((mail) => mail.to[0]?.address).sort()).toEqual([newName, userName].sort());
    expect(mails[0]?.text).toContain(`Vanaf nu logt u in met ${newName}.`);
    expect((await signIn(newcomer(), userName)).status).toBe(422);
    await signedIn(newName);
    expect((await newcomer().get(path)).status).toBe(410);
  });

  test("a name in use is refused, and nothing changes", async () => {
    const [one, two] = [await addGuardian(), await addGuardian()];
    await expect(change(one.accountId, two.userName)).rejects.toBeInstanceOf(UserNameTaken);
    await signedIn(one.userName);
  });

  test("an office cannot draw the mail of someone at another school to itself", async () => {
    const other = await addSchool("linde", "De Linde");
    const { userName, accountId } = await addGuardian();
    await addGuardian({ at: other, as: userName });
    const evil = `evil-${userName}`;
    await expect(change(accountId, evil)).rejects.toBeInstanceOf(UsedElsewhere);
    await newcomer().post("/regenton/password/forgotten", { userName });
    expect((await home.mails()).map((mail) => mail.to[0]?.address)).toEqual([userName]);
    const changed = await home.house.db.transaction().execute((trx) =>
      changeEmail(trx, school, accountId, evil, home.clock.now())
    );
    expect(changed).toBe(false);
  });

  test("another mail address leaves the user name as it is", async () => {
    const { userName, accountId } = await addGuardian();
    const address = `post-${userName}`;
    await home.house.db.transaction().execute((trx) =>
      changeEmail(trx, school, accountId, address, home.clock.now())
    );
    await signedIn(userName);
    await newcomer().post("/regenton/password/forgotten", { userName });
    expect((await home.mails()).map((mail) => mail.to[0]?.address)).toEqual([address]);
  });
});

describe("someone with an account at one school, taken on by another", () => {
  let linde: School;
  beforeAll(async () => void (linde = await addSchool("esdoorn", "De Esdoorn")));

  /** A parent of De Esdoorn, entered by its office with this address. */
  async function takenOn(email: string): Promise<number> {
    const { db, clock } = home.house;
    const pupil = await db.insertInto("pupils").values({ school_id: linde.id, first_name: "Mus" })
      .returning("id").executeTakeFirstOrThrow();
    return await db.transaction().execute(async (trx) => {
      const accounts = await linkAccounts(trx, linde, [{ userName: email }]);
      const person = await trx.insertInto("people").values({
        school_id: linde.id,
        account_id: accounts.get(email) ?? null,
        first_name: "Vic",
        email,
      }).returning("id").executeTakeFirstOrThrow();
      await trx.insertInto("guardianships")
        .values({ school_id: linde.id, person_id: person.id, pupil_id: pupil.id }).execute();
      const account = await trx.selectFrom("accounts").select("id").where("user_name", "=", email)
        .executeTakeFirstOrThrow();
      await queueActivations(trx, linde, [account.id], clock.now());
      return person.id;
    });
  }
  const signInThere = (visitor: Visitor, userName: string) =>
    visitor.post("/esdoorn/sign-in", { userName, password });

  test("is in there only once the link that school mailed is opened with the own password", async () => {
    const { userName } = await addGuardian();
    await takenOn(userName);
    const path = await linkFor(userName);
    expect(path).toContain("/esdoorn/activate/");
    const parent = newcomer();
    const refused = await signInThere(parent, userName);
    expect(refused.status).toBe(403);
    expect(refused.text).toContain("Bevestig eerst dat u ook bij De Esdoorn hoort");
    expect((await parent.get(path)).text).toContain("U hebt al een account");
    expect((await parent.post(path, { password: "Iets-Anders1" })).status).toBe(422);
    expect((await parent.post(path, { password })).location).toBe("/esdoorn");
    expect((await parent.get("/esdoorn")).status).toBe(200);
    expect((await parent.get("/regenton")).status).toBe(200);
    expect((await newcomer().get(path)).status).toBe(410);
    expect((await signInThere(newcomer(), userName)).status).toBe(303);
  });

  test("who made the account in that name at the first school does not get in, link or no link", async () => {
    const { accountId } = await addGuardian();
    const victim = `slachtoffer${accountId}@voorbeeld.example`;
    await home.house.db.transaction().execute((trx) =>
      changeUserName(trx, school, accountId, victim, accountId, home.clock.now())
    );
    await home.mails();
    await takenOn(victim);
    const attacker = await signedIn(victim);
    expect((await attacker.get("/esdoorn")).status).not.toBe(200);
    expect((await signInThere(attacker, victim)).status).toBe(403);
    const path = await linkFor(victim);
    expect((await newcomer().post(path, { password: "Weet-Ik-Niet1" })).status).toBe(422);
    // the mailbox is theirs, so a new password makes the account theirs too, and nobody else's
    await newcomer().post("/esdoorn/password/forgotten", { userName: victim });
    const rightful = newcomer();
    expect((await rightful.post(await linkFor(victim), choice("Nieuw-Wachtwoord1"))).status)
      .toBe(303);
    expect((await rightful.get("/esdoorn")).status).toBe(200);
    expect(await isIn(attacker)).toBe(false);
  });

  test("has a link that the first school's office cannot prepare by readdressing the mail", async () => {
    const { userName, accountId } = await addGuardian();
    await newcomer().post("/regenton/password/forgotten", { userName });
    const old = await linkFor(userName);
    await home.house.db.transaction().execute((trx) =>
      changeEmail(trx, school, accountId, `kwaad-${userName}`, home.clock.now())
    );
    expect((await newcomer().get(old)).status).toBe(410);
    await takenOn(userName);
    await newcomer().post("/esdoorn/password/forgotten", { userName });
    expect((await home.mails()).map((mail) => mail.to[0]?.address)).toEqual([userName]);
  });

  test("an office that renames the account at the moment of linking comes too late or first, never both", async () => {
    const { userName, accountId } = await addGuardian({ active: false });
    const newName = `laat-${userName}`;
    const [renamed] = await Promise.allSettled([
      home.house.db.transaction().execute((trx) =>
        changeUserName(trx, school, accountId, newName, accountId, home.clock.now())
      ),
      takenOn(userName).catch(() => undefined),
    ]);
    const there = await home.house.db.selectFrom("people").select("id")
      .where("school_id", "=", linde.id).where("account_id", "=", accountId).executeTakeFirst();
    expect(there !== undefined).toBe(renamed.status === "rejected");
    await home.mails();
  });
});

describe("passwords", () => {
  test("follow the rules, or are long", () => {
    const wrong = (chosen: string) => passwordError(chosen, "ouder@voorbeeld.example");
    expect(wrong("Schoolbel1!")).toBeUndefined();
    expect(wrong("het paard loopt door de gang")).toBeUndefined();
    for (const weak of ["Sc1!", "schoolbel1!", "SCHOOLBEL1!", "Schoolbel!!", "Schoolbel11"]) {
      expect([weak, wrong(weak)]).toEqual([weak, "weak"]);
    }
    expect(wrong("Ouder@Voorbeeld.example")).toBe("userName");
    for (
      const common of [
        "Welkom2026!",
        "Password1!",
        "Ajax1234!",
        "passwordpassword",
        "Ab1!Ab1!Ab1!Ab1!",
      ]
    ) {
      expect([common, wrong(common)]).toEqual([common, "common"]);
    }
    expect(wrong("é".repeat(3) + "Aa1! lange zin ".repeat(8) + "x".repeat(5))).toBeUndefined();
    expect(wrong("ab ".repeat(43))).toBe("tooLong");
  });

  test("are judged by the live checklist as by the server", async () => {
    Object.assign(globalThis, { document: { querySelectorAll: () => [] } });
    const address = new URL("../web/static/password.js", import.meta.url).href;
    const { rulesFor } = await import(address) as {
      rulesFor(userName: string): Record<string, (password: string) => boolean>;
    };
    const userName = "Ouder1!@voorbeeld.example";
    const rules = rulesFor(userName);
    const all = (chosen: string, ...names: string[]) => names.every((name) => rules[name]!(chosen));
    const signs = fc.constantFrom(..."abAB12!?@#$%^&[]() éÉß👍");
    const passwords = fc.oneof(
      fc.array(signs, { minLength: 1, maxLength: 20 }).map((some) => some.join("")),
      fc.string({ minLength: 1, maxLength: 20, unit: "grapheme" }),
      fc.constantFrom(userName, userName.toUpperCase()),
    );
    fc.assert(fc.property(passwords, (chosen) => {
      const ticked = all(chosen, "notUserName") &&
        (all(chosen, "long") || all(chosen, "length", "lower", "upper", "digit", "symbol"));
      const error = passwordError(chosen, userName);
      expect(ticked).toBe(error === undefined || error === "common");
    }));
  });

  test("wait their turn when many come at once, and nobody is lost", async () => {
    const guardians = await Promise.all(Array.from({ length: 12 }, () => addGuardian()));
    const answers = await Promise.all(
      guardians.map(({ userName }) => signIn(newcomer(), userName)),
    );
    expect(answers.map((answer) => answer.status)).toEqual(Array(12).fill(303));
  });
});

describe("bad input", () => {
  test("gets a sentence and a 4xx, never a 500", async () => {
    const { userName } = await addGuardian();
    const visitor = await signedIn(userName);
    const long = "x".repeat(10_000);
    const fields = ["userName", "password", "repeat", "current", "kinds", "language", "next"];
    const paths = [
      "/sign-in",
      "/activate/new",
      "/activate/nonsense",
      "/activate/%00",
      `/activate/${long}`,
      "/password/forgotten",
      "/password/reset/nonsense",
      "/account/password",
      "/account/language",
      "/account/sessions/0/sign-out",
      "/account/sessions/999999999999999/sign-out",
      "/account/sessions/x/sign-out",
    ];
    for (const path of paths) {
      const ask = async (
        what: string,
        init: RequestInit & { headers?: Record<string, string> },
      ) => {
        const { status } = await visitor.send(`/regenton${path}`, { method: "POST", ...init });
        expect([path.slice(0, 40), what, status >= 400 && status < 500]).toEqual([
          path.slice(0, 40),
          what,
          true,
        ]);
      };
      await ask("nothing", {});
      await ask("json", { body: "{}", headers: { "content-type": "application/json" } });
      await ask("broken multipart", {
        body: "--x",
        headers: { "content-type": "multipart/form-data; boundary=x" },
      });
      for (const value of ["", long, "a\0b", "\ud800"]) {
        if (path === "/activate/new" || path === "/password/forgotten") {
          if (value === "a\0b" || value === "\ud800") continue; // an unknown user name like others
        }
        const body = new URLSearchParams(fields.map((name) => [name, value]));
        await ask(`all ${value.slice(0, 5)}`, { body });
        const twice = new URLSearchParams(fields.flatMap((name) => [[name, value], [name, value]]));
        await ask(`twice ${value.slice(0, 5)}`, { body: twice });
      }
    }
  });
});

describe("the night", () => {
  test("clears sessions, links and tries that are over, and nothing else", async () => {
    const { db } = home.house;
    const { userName, accountId } = await addGuardian();
    const phone = newcomer();
    await signIn(phone, userName, { stay: "on" });
    await signedIn(userName);
    await newcomer().post("/regenton/password/forgotten", { userName });
    await linkFor(userName);
    await signIn(newcomer(), userName, { password: "Verkeerd1!" });

    home.clock.travel("2026-12-20T00:05:00+01:00");
    await runTicks(home.house);
    expect(await isIn(phone)).toBe(true);
    const count = async (table: "sessions" | "account_tokens") =>
      (await db.selectFrom(table).select("account_id").where("account_id", "=", accountId)
        .execute()).length;
    expect(await count("sessions")).toBe(1);
    expect(await count("account_tokens")).toBe(0);
    const keys = (await db.selectFrom("throttles").select("key").execute()).map((row) => row.key);
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.every((key) => key.startsWith("device:"))).toBe(true);
  });
});
