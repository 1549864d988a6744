import { describe, expect, test } from "vitest";
import {
  addGuardian,
  addSchool,
  home,
  isIn,
  newcomer,
  openAccounts,
  signedIn,
  signIn,
} from "./support/accounts.ts";
import { password } from "./support/house.ts";

// Signing in, and for how long.

openAccounts();

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
