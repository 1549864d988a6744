import { setTimeout as delay } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { readConfig } from "../config.ts";
import { connect } from "../db/connection.ts";
import { queueMails } from "../emails/ledger.ts";
import { runTicks } from "../jobs/clock.ts";
import { hashPassword } from "../modules/accounts/mod.ts";
import { silentLog } from "../web/log.ts";
import { openHouse } from "../web/open.ts";
import { type DatabaseServer, openDatabaseServer } from "./support/database_server.ts";
import { type MailServer, openMailServer } from "./support/mail_server.ts";
import { openS3Server, type S3Server } from "./support/s3_server.ts";
import { Program } from "./torture/program.ts";
import { foundSchool, type School } from "./torture/school.ts";

const cleanups: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function folder(): Promise<string> {
  const path = await Deno.makeTempDir({ prefix: "schoolbel-several-" });
  cleanups.push(() => Deno.remove(path, { recursive: true }));
  return path;
}

interface Two {
  first: Program;
  second: Program;
  school: School;
  mail: MailServer;
  /** Puts a thousand mails in the ledger at once. */
  queueThousand(): Promise<void>;
}

/** Two processes that serve one school. @param options of both; each has its own folder of `folders` */
async function openTwo(folders: [string, string], options: string[]): Promise<Two> {
  const mail = await openMailServer();
  cleanups.push(() => mail.close());
  const all = [...options, "--smtp-url", mail.url];
  const { config } = readConfig(["--data", folders[0], ...all], {});
  const { house, close } = await openHouse(config, { log: silentLog });
  const school = await foundSchool(house);
  await house.db.updateTable("accounts").set({ password_hash: await hashPassword("Schoolbel1!") })
    .where("user_name", "=", "juf0@regenton.example").execute();
  await close();

  const programs = folders.map((path) => new Program(path, all));
  for (const program of programs) program.start();
  cleanups.push(async () => {
    await Promise.all(programs.map((program) => program.stop()));
    expect(programs.map((program) => program.complaints)).toEqual(["", ""]);
  });
  await Promise.all(programs.map((program) => program.comesBack()));
  const [first, second] = programs as [Program, Program];
  return {
    first,
    second,
    school,
    mail,
    async queueThousand() {
      const { db, close } = config.databaseUrl ? connect(config.databaseUrl, 1) : first.look();
      const rows = Array.from({ length: 1000 }, (_, n) => ({
        schoolId: 1,
        kind: "test",
        cause: "trial:1",
        accountId: school.teachers[0]!.accountId,
        address: `ouder${n}@regenton.example`,
        language: "nl",
      }));
      await queueMails(db, rows, new Date());
      await close();
    },
  };
}

/** A thousand mails, each once, and none again afterwards. */
async function expectEachOnce({ mail, queueThousand }: Two) {
  await queueThousand();
  await expect.poll(() => mail.received.length, { timeout: 60_000 }).toBe(1000);
  await delay(500);
  expect(new Set(mail.received.map((one) => one.to)).size).toBe(1000);
  expect(new Set(mail.received.map((one) => one.messageId)).size).toBe(1000);
  expect(mail.received).toHaveLength(1000);
}

async function get({ address }: Program, path: string, cookie: string) {
  const answer = await fetch(address + path, { headers: { cookie }, redirect: "manual" });
  return { status: answer.status, text: await answer.text() };
}

async function post({ address }: Program, path: string, cookie: string, body: BodyInit) {
  const answer = await fetch(address + path, {
    method: "POST",
    headers: { cookie },
    body,
    redirect: "manual",
  });
  return { answer, text: await answer.text() };
}

test(
  "two processes on one folder: who signs in at one is known at the other, and each mail goes once",
  async () => {
    const data = await folder();
    const two = await openTwo([data, data], []);
    const { first, second, school, mail } = two;
    const form = new URLSearchParams({
      userName: "juf0@regenton.example",
      password: "Schoolbel1!",
    });
    const { answer } = await post(first, "/regenton/sign-in", "", form);
    expect(answer.status).toBe(303);
    const cookie = answer.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
    expect((await get(second, "/regenton", cookie)).status).toBe(200);

    // Written at one; how its sending goes is seen at the other.
    const urgent = new URLSearchParams({
      intent: "publish",
      key: crypto.randomUUID(),
      kind: "urgent",
      audience: String(school.group),
      title: "School dicht",
      body: "Er is geen stroom.",
      format: "text",
    });
    const written = await post(first, "/regenton/posts", cookie, urgent);
    expect(written.answer.status).toBe(303);
    const progress = `${written.answer.headers.get("location")}?part=progress`;
    expect((await get(second, progress, cookie)).status).toBe(200);
    await mail.arrived(9); // six guardians and three teachers
    await expect.poll(async () => (await get(second, progress, cookie)).text, { timeout: 5_000 })
      .toContain("9 van 9");
    mail.received.length = 0;

    await expectEachOnce(two);
    await post(second, "/regenton/sign-out", cookie, new URLSearchParams());
    expect((await get(first, "/regenton", cookie)).status).toBe(303);
  },
  120_000,
);

describe("on two machines", () => {
  let server: DatabaseServer;
  let store: S3Server;

  test(
    "with one database and one file store: what is uploaded at one is read at the other",
    async () => {
      server = await openDatabaseServer();
      store = openS3Server();
      cleanups.push(() => server.close(), () => store.close());
      const two = await openTwo(
        [await folder(), await folder()],
        ["--database-url", server.url, "--files-url", store.url],
      );
      const { first, second, school } = two;
      const { cookie } = school.teachers[0]!;
      const text = "Neem een broodtrommel mee.\n".repeat(100);
      const form = new FormData();
      form.append("file", new File([text], "schoolreis.txt", { type: "text/plain" }));
      const { text: kept } = await post(first, "/regenton/posts/uploads", cookie, form);
      const { id } = JSON.parse(kept);
      expect(await get(second, `/regenton/uploads/${id}/original`, cookie))
        .toEqual({ status: 200, text });
      await expectEachOnce(two);
    },
    120_000,
  );

  test("each tick of the clock happens once, however many clocks there are", async () => {
    server = await openDatabaseServer();
    cleanups.push(() => server.close());
    const at = new Date("2026-11-10T16:30:00Z"); // a Tuesday, half past five
    const clock = { now: () => at };
    const houses = [];
    for (let n = 0; n < 3; n++) {
      const { config } = readConfig(["--data", await folder(), "--database-url", server.url], {});
      const { house, close } = await openHouse(config, { log: silentLog, clock });
      cleanups.push(close);
      houses.push(house);
    }
    const [house] = houses as [typeof houses[0]];
    const school = await foundSchool(house!);
    const message = {
      school_id: 1,
      author_id: school.teachers[0]!.id,
      author_name: "juf Nul",
      title: "Schoolreis",
      body: "<p>Morgen.</p>",
      for_school: true,
      publish_at: at,
      created_at: at,
      updated_at: at,
    };
    await house!.db.insertInto("posts")
      .values([{ ...message, kind: "news" }, { ...message, kind: "urgent" }]).execute();
    for (let round = 0; round < 3; round++) await Promise.all(houses.map(runTicks));

    const mails = await house!.db.selectFrom("deliveries").select(["kind", "address"]).execute();
    const to = (kind: string) => mails.filter((one) => one.kind === kind).map((one) => one.address);
    expect(to("digest").length).toBeGreaterThanOrEqual(12);
    expect(new Set(to("digest")).size).toBe(to("digest").length);
    expect(to("urgent").length).toBeGreaterThanOrEqual(12);
    expect(new Set(to("urgent")).size).toBe(to("urgent").length);
    const ticks = await house!.db.selectFrom("clock_ticks").select(["name", "tick"]).execute();
    expect(ticks.filter(({ name }) => name === "digest")).toHaveLength(1);
  }, 60_000);
});
