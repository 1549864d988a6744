import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { readConfig } from "../config.ts";
import { createSender } from "../emails/sender.ts";
import { queueMails } from "../emails/ledger.ts";
import { runTicks } from "../jobs/clock.ts";
import { sendDue, startWorker } from "../jobs/worker.ts";
import { createApp } from "../web/app.ts";
import type { House } from "../web/house.ts";
import { silentLog } from "../web/log.ts";
import { openHouse } from "../web/open.ts";
import { openDatabaseServer } from "./support/database_server.ts";
import { openTestHouse } from "./support/house.ts";
import { openMailServer } from "./support/mail_server.ts";
import { SmallSchool } from "./support/small_school.ts";
import { Visitor } from "./support/visitor.ts";
import { foundSchool, type School } from "./torture/school.ts";

const cleanups: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

interface Opened {
  house: House;
  school: School;
  teacher: Visitor;
}

/** A house of its own with a small school, and a teacher's browser. */
async function open(args: string[], dataDir?: string): Promise<Opened> {
  const data = dataDir ?? await Deno.makeTempDir({ prefix: "schoolbel-trouble-" });
  if (!dataDir) cleanups.push(() => Deno.remove(data, { recursive: true }));
  const { config } = readConfig(["--data", data, ...args], {});
  const { house, close } = await openHouse(config, { log: silentLog });
  cleanups.push(close);
  const school = await foundSchool(house);
  const teacher = new Visitor(createApp(house));
  teacher.cookies.set("session", school.teachers[0]!.cookie.replace("session=", ""));
  return { house, school, teacher };
}

const news = ({ school }: Opened, title: string, body = "Tot morgen.") => ({
  intent: "publish",
  key: crypto.randomUUID(),
  kind: "news",
  audience: String(school.group),
  title,
  body,
  format: "text",
});

async function titles({ house }: Opened): Promise<string[]> {
  const rows = await house.db.selectFrom("posts").select("title").where("kind", "=", "news")
    .orderBy("id").execute();
  return rows.map(({ title }) => title);
}

/** Until it holds, as someone would who tries again now and then. */
const soon = (what: () => Promise<unknown>, seconds = 15) =>
  expect.poll(what, { timeout: seconds * 1000, interval: 100 });

describe("with a database that is away", () => {
  /** What people and watchers see meanwhile. */
  async function expectClearPages(opened: Opened) {
    const { teacher } = opened;
    for (const answer of [await teacher.get("/regenton"), await teacher.get("/regenton/sign-in")]) {
      expect(answer.status).toBe(503);
      expect(answer.text).toContain("Even niet bereikbaar");
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    }
    const english = await teacher.get("/regenton", { "accept-language": "en" });
    expect(english.text).toContain("Back in a moment");
    expect((await teacher.post("/regenton/posts", news(opened, "te vroeg"))).status).toBe(503);
    expect(await teacher.get("/health")).toMatchObject({ status: 503 });
  }

  /** That the worker hears of new mail at once, and does not find it by looking around. */
  async function expectMailAtOnce({ house, school }: Opened, server: { received: unknown[] }) {
    const before = server.received.length;
    await queueMails(house.db, [{
      schoolId: 1,
      kind: "test",
      cause: `test:${crypto.randomUUID()}`,
      accountId: school.teachers[0]!.accountId,
      address: "juf0@regenton.example",
      language: "nl",
    }], house.clock.now());
    await soon(() => Promise.resolve(server.received.length), 3).toBe(before + 1);
  }

  async function work({ house }: Opened) {
    const server = await openMailServer();
    house.config.smtpUrl = server.url;
    const worker = startWorker(house, server.sender);
    cleanups.push(() => server.close(), () => worker.stop());
    return server;
  }

  test("its own: people are told so, and all goes on by itself when it is back", async () => {
    const opened = await open([]);
    const { teacher, house } = opened;
    const mail = await work(opened);
    expect((await teacher.post("/regenton/posts", news(opened, "daarvoor"))).status).toBe(303);
    await expectMailAtOnce(opened, mail);

    const folder = join(house.config.dataDir, "postgres");
    const turn = await Deno.open(join(folder, "turn.lock"), { write: true });
    await turn.lock(true); // nobody can start it now
    Deno.kill(parseInt(await Deno.readTextFile(join(folder, "cluster/postmaster.pid"))), "SIGKILL");
    await soon(async () => (await teacher.get("/health")).status).toBe(503);
    await delay(1500);
    await expectClearPages(opened);

    turn.close();
    await soon(async () => (await teacher.get("/health")).status).toBe(200);
    expect((await teacher.post("/regenton/posts", news(opened, "daarna"))).status).toBe(303);
    expect(await titles(opened)).toEqual(["daarvoor", "daarna"]);
    await delay(1000);
    await expectMailAtOnce(opened, mail);
  }, 60_000);

  test(
    "another machine's: people are told so, and all goes on by itself when it is back",
    async () => {
      const server = await openDatabaseServer();
      cleanups.push(() => server.close());
      const opened = await open(["--database-url", server.url]);
      const { teacher } = opened;
      const mail = await work(opened);
      await expectMailAtOnce(opened, mail);
      server.goAway();
      await soon(async () => (await teacher.get("/health")).status).toBe(503);
      await expectClearPages(opened);
      await delay(1500);
      await expectClearPages(opened);
      server.comeBack();
      await soon(async () => (await teacher.get("/health")).status).toBe(200);
      expect((await teacher.post("/regenton/posts", news(opened, "daarna"))).status).toBe(303);
      await delay(1000);
      await expectMailAtOnce(opened, mail);
    },
    60_000,
  );

  test("a transaction whose connection breaks is not there, also not in part", async () => {
    const { house } = await open([]);
    const rows = () =>
      house.db.selectFrom("throttles").select("key").execute().then((all) => all.map((r) => r.key));
    const insert = (db: House["db"], key: string) =>
      db.insertInto("throttles")
        .values({ key, tries: 0, last_try_at: new Date(), open_at: new Date() }).execute();
    const broken = house.db.transaction().execute(async (trx) => {
      await insert(trx, "first");
      const own = await trx.selectNoFrom((e) => e.fn<number>("pg_backend_pid").as("pid"))
        .executeTakeFirstOrThrow();
      await house.pool.unsafe(`select pg_terminate_backend(${own.pid})`);
      await delay(300);
      await insert(house.db, "another"); // whoever comes next gets a connection that is whole
      await insert(trx, "second");
    });
    await expect(broken).rejects.toThrow();
    expect(await rows()).toEqual(["another"]);
  });
});

const run = (command: string, ...args: string[]) => new Deno.Command(command, { args }).output();
const smallDisk = (folder: string, size: string) =>
  run("mount", "-t", "tmpfs", "-o", `size=${size},mode=755`, "tmpfs", folder);

/** Only root may make a small disk, and not in every container. */
async function mayMakeDisk(): Promise<boolean> {
  if (Deno.uid() !== 0) return false;
  const folder = await Deno.makeTempDir({ prefix: "schoolbel-small-" });
  const { success } = await smallDisk(folder, "1m");
  if (success) await run("umount", folder);
  await Deno.remove(folder);
  return success;
}

test.runIf(await mayMakeDisk())(
  "a disk that is full: people are told so, and nothing is lost when there is room again",
  async () => {
    const small = await Deno.makeTempDir({ prefix: "schoolbel-small-" });
    await smallDisk(small, "200m");
    cleanups.push(async () => {
      await run("umount", "-l", small);
      await Deno.remove(small, { recursive: true });
    });
    const opened = await open([], small);
    const { teacher } = opened;
    expect((await teacher.post("/regenton/posts", news(opened, "daarvoor"))).status).toBe(303);
    const filler = join(small, "filler");
    await new Deno.Command("sh", { args: ["-c", `cat /dev/zero > ${filler}`], stderr: "null" })
      .output();

    const kept = ["daarvoor"];
    const statuses = new Set<number>();
    const page = "Lange brief. ".repeat(4_000);
    for (let n = 0; n < 400 && statuses.size < 2; n++) {
      const { status, text } = await teacher.post("/regenton/posts", news(opened, `${n}`, page));
      statuses.add(status);
      if (status === 303) kept.push(`${n}`);
      else expect(text).toContain("Even niet bereikbaar");
    }
    expect([...statuses].sort()).toEqual([303, 503]);
    const upload = await teacher.post("/regenton/posts/uploads", {
      file: new File([page.repeat(20)], "brief.txt", { type: "text/plain" }),
    });
    expect(upload.status).toBe(503);

    await Deno.remove(filler);
    await soon(async () => (await teacher.post("/regenton/posts", news(opened, "daarna"))).status)
      .toBe(303);
    expect((await titles(opened)).filter((title) => title !== "daarna")).toEqual(kept);
  },
  60_000,
);

describe("with a clock that jumps", () => {
  test(
    "each day has one digest, also the nights that the clock is changed and 1 August",
    async () => {
      const school = await openTestHouse({ seed: "empty", now: "2027-03-27T20:00:00+01:00" });
      cleanups.push(() => school.close());
      const regenton = await SmallSchool.found(school);
      const old = await regenton.group("8a", 2026);
      const next = await regenton.group("1a", 2027);
      const hanneke = await regenton.staff("Hanneke", "teacher", old, next);
      await regenton.guardian("Samira", await regenton.pupil("Noor", old, next));
      // At half past two, which is skipped in spring and comes twice in autumn.
      await school.house.db.updateTable("schools")
        .set({ digest_days: [1, 2, 3, 4, 5, 6, 7], digest_time: "02:30" }).execute();

      const digests = async () => {
        const rows = await school.house.db.selectFrom("deliveries").select("cause")
          .where("kind", "=", "digest").orderBy("id").execute();
        return [...new Set(rows.map(({ cause }) => cause))];
      };
      const days = ["2027-03-28", "2027-08-01", "2027-10-31"];
      for (const day of days) {
        const begin = Date.parse(`${day}T00:00:00Z`) - 4 * 3600_000;
        school.clock.travel(new Date(begin).toISOString());
        await runTicks(school.house); // the day before is done
        await regenton.post(hanneke, `Nieuws van ${day}`);
        for (let minutes = 0; minutes < 8 * 60; minutes += 10) {
          school.clock.travel(new Date(begin + minutes * 60_000).toISOString());
          await runTicks(school.house);
          // The clock of the machine is put back an hour, and later on again.
          if (minutes % 60 === 0) {
            school.clock.travel(new Date(begin + (minutes - 60) * 60_000).toISOString());
            await runTicks(school.house);
          }
        }
      }
      expect(await digests()).toEqual(days.map((day) => `digest:${day}`));
    },
    60_000,
  );
});

test(
  "a mail server that is away for a day: all mail goes when it is back, what is urgent first",
  async () => {
    const school = await openTestHouse({ seed: "empty", now: "2026-11-10T09:00:00+01:00" });
    cleanups.push(() => school.close());
    const regenton = await SmallSchool.found(school);
    const samira = await regenton.guardian("Samira", await regenton.pupil("Noor"));
    const gone = await openMailServer();
    const { port } = new URL(gone.url);
    await gone.close();
    school.house.config.smtpUrl = gone.url;
    const sender = createSender({ smtpUrl: gone.url, keepIn: "/nonexistent" });

    const queue = (addresses: string[], kind: string, payload = {}) =>
      queueMails(
        school.house.db,
        addresses.map((address) => ({
          schoolId: regenton.id,
          kind,
          cause: `${kind}:1`,
          accountId: samira.accountId,
          address,
          language: "nl",
          payload,
        })),
        school.clock.now(),
      );
    const ordinary = Array.from({ length: 30 }, (_, n) => `ouder${n}@regenton.example`);
    await queue(ordinary, "test");
    const begin = school.clock.now().getTime();
    for (let hours = 0; hours <= 24; hours++) {
      school.clock.travel(new Date(begin + hours * 3600_000).toISOString());
      await sendDue(school.house, sender);
    }
    const hanneke = await regenton.staff("Hanneke", "admin");
    const post = await regenton.post(hanneke, "School dicht", { kind: "urgent" });
    const urgent: string[] = [];
    for (let n = 0; n < 6; n++) {
      urgent.push((await regenton.guardian(`Spoed${n}`, await regenton.pupil(`Kind${n}`))).address);
    }
    await queue(urgent, "urgent", { post });
    await sendDue(school.house, sender);

    const back = await openMailServer(Number(port));
    cleanups.push(async () => {
      await sender.close(); // first, or the server waits for its connections
      await back.close();
    });
    school.clock.travel(new Date(begin + 25 * 3600_000).toISOString());
    await sendDue(school.house, sender);
    school.clock.travel(new Date(begin + 26 * 3600_000).toISOString());
    await sendDue(school.house, sender);
    const to = back.received.map((mail) => mail.to);
    // A worker has twenty mails in hand at a time.
    expect(to.slice(0, 20)).toEqual(expect.arrayContaining(urgent));
    expect(to.sort()).toEqual([...ordinary, ...urgent].sort());
    const states = await school.house.db.selectFrom("deliveries").select("state").distinct()
      .execute();
    expect(states).toEqual([{ state: "sent" }]);
  },
  60_000,
);
