import { describe, expect, test } from "vitest";
import {
  addGuardian,
  better,
  choice,
  home,
  isIn,
  linkFor,
  newcomer,
  openAccounts,
  signedIn,
  signIn,
} from "./support/accounts.ts";
import type { Visitor } from "./support/visitor.ts";

// What holds up who tries too often, and nobody else.

openAccounts();

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
