import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { queueMails } from "../emails/ledger.ts";
import { runTicks } from "../jobs/clock.ts";
import { sendDue, startWorker } from "../jobs/worker.ts";
import { listUnreachable } from "../modules/delivery/mod.ts";
import { modules } from "../modules/mod.ts";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import { type MailServer, openMailServer } from "./support/mail_server.ts";
import { SmallSchool } from "./support/small_school.ts";

let school: TestHouse;
let regenton: SmallSchool;
let samira: Awaited<ReturnType<SmallSchool["guardian"]>>;
let admin: typeof samira;
let office: typeof samira;

beforeEach(async () => {
  school = await openTestHouse({ seed: "empty", now: "2026-11-10T09:00:00+01:00" });
  regenton = await SmallSchool.found(school);
  samira = await regenton.guardian("Samira", await regenton.pupil("Noor"));
  admin = await regenton.staff("Ineke", "admin");
  office = await regenton.staff("Ria", "office");
});
afterEach(() => school.close());

let causes = 0;
/** Puts a mail to someone in the ledger. */
async function mailTo(adult: typeof samira, address = adult.address): Promise<number> {
  const { db, clock } = school.house;
  const cause = `trial:${++causes}`;
  await queueMails(db, [{
    schoolId: regenton.id,
    kind: "test",
    cause,
    accountId: adult.accountId,
    address,
    language: "nl",
  }], clock.now());
  const { id } = await db.selectFrom("deliveries").select("id").where("cause", "=", cause)
    .executeTakeFirstOrThrow();
  return id;
}

const inLedger = (id: number) =>
  school.house.db.selectFrom("deliveries").selectAll().where("id", "=", id)
    .executeTakeFirstOrThrow();

describe("with a mail server", () => {
  let server: MailServer;
  beforeEach(async () => {
    server = await openMailServer();
    school.house.config.smtpUrl = server.url;
  });
  afterEach(() => server.close());

  const send = () => sendDue(school.house, server.sender);

  test("a server that has no time now gets the mail a minute later, and once", async () => {
    server.answer(samira.address, { refusal: "451 4.3.0 come back later" });
    const id = await mailTo(samira);
    await send();
    expect(await inLedger(id)).toMatchObject({ state: "due", attempts: 1, error: "451 4.3.0" });
    server.answer(samira.address, undefined);
    expect(await send()).toBe(0);
    school.clock.travel("2026-11-10T09:01:00+01:00");
    expect(await send()).toBe(1);
    expect(await send()).toBe(0);
    expect(server.received.map((mail) => mail.to)).toEqual([samira.address]);
    expect(await inLedger(id)).toMatchObject({ state: "sent", attempts: 2, error: null });
  });

  test("each refusal doubles the wait, up to an hour", async () => {
    server.answer(samira.address, { refusal: "451 4.3.0 come back later" });
    const id = await mailTo(samira);
    const waits: number[] = [];
    for (let attempt = 0; attempt < 9; attempt++) {
      await send();
      const { due_at } = await inLedger(id);
      waits.push((due_at.getTime() - school.clock.now().getTime()) / 60_000);
      school.clock.travel(due_at.toISOString());
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  test("while no mail server answers, an urgent message is tried again within seconds", async () => {
    await regenton.post(admin, "De school is dicht", { kind: "urgent" });
    await runTicks(school.house);
    await server.close();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 122; attempt++) {
      await send();
      const { due_at } = await school.house.db.selectFrom("deliveries").select("due_at")
        .where("kind", "=", "urgent").where("address", "=", admin.address)
        .executeTakeFirstOrThrow();
      waits.push((due_at.getTime() - school.clock.now().getTime()) / 1000);
      school.clock.travel(due_at.toISOString());
    }
    expect(waits.slice(0, 5)).toEqual([5, 10, 20, 30, 30]);
    expect(waits.slice(-3)).toEqual([30, 3600, 3600]);
    const states = await school.house.db.selectFrom("deliveries").select("state").execute();
    expect(new Set(states.map((row) => row.state))).toEqual(new Set(["due"]));
  });

  test("an address that does not exist is given up at once, and the office sees whose it is", async () => {
    server.answer(samira.address, { refusal: "550 5.1.1 no such mailbox" });
    const id = await mailTo(samira);
    await send();
    school.clock.travel("2026-11-10T12:00:00+01:00");
    expect(await send()).toBe(0);
    expect(await listUnreachable(school.house.db, regenton.id)).toMatchObject([
      { deliveryId: id, name: "Samira Bos", address: samira.address, error: "550 5.1.1" },
    ]);
    const page = await (await regenton.browserOf(office)).get("/regenton/outgoing/failures");
    expect(page.status).toBe(200);
    expect(page.text).toContain("Samira Bos");
    expect(page.text).toContain("Het adres bestaat niet of klopt niet.");
  });

  test("mail that cannot leave is said where the office looks for what did not arrive", async () => {
    const ria = await regenton.browserOf(office);
    const failures = async () => (await ria.get("/regenton/outgoing/failures")).text;
    expect(await failures()).toContain("Alle mail is aangekomen.");
    await mailTo(samira);
    expect(await failures()).toContain("1 mail wacht nog.");
    await server.close();
    await send();
    const waiting = await failures();
    expect(waiting).toContain("De mailserver antwoordt niet; we proberen het steeds opnieuw.");
    expect(waiting).not.toContain("Alle mail is aangekomen.");
  });

  test("who gets another address, or a mail that does arrive, is reached again", async () => {
    const daan = await regenton.guardian("Daan");
    for (const one of [samira, daan]) {
      server.answer(one.address, { refusal: "550 5.1.1 no such mailbox" });
      await mailTo(one);
    }
    await send();
    const names = async () =>
      (await listUnreachable(school.house.db, regenton.id)).map((one) => one.name).sort();
    expect(await names()).toEqual(["Daan Bos", "Samira Bos"]);
    await school.house.db.updateTable("accounts").set({ email: "samira@elders.example" })
      .where("id", "=", samira.accountId).execute();
    expect(await names()).toEqual(["Daan Bos"]);
    server.answer(daan.address, undefined);
    school.clock.travel("2026-11-10T10:00:00+01:00");
    await mailTo(daan);
    await send();
    expect(await names()).toEqual([]);
  });

  test("the office tries again after the parent made room", async () => {
    server.answer(samira.address, { refusal: "552 5.2.2 mailbox full" });
    const id = await mailTo(samira);
    await send();
    const ria = await regenton.browserOf(office);
    expect((await ria.get("/regenton/outgoing/failures")).text).toContain("De mailbox is vol.");
    server.answer(samira.address, undefined);
    const answer = await ria.post(`/regenton/outgoing/${id}/attempt`);
    expect(answer).toMatchObject({ status: 303, location: "/regenton/outgoing/failures" });
    await send();
    expect(server.received).toHaveLength(1);
    expect((await ria.post(`/regenton/outgoing/${id}/attempt`)).status).toBe(409);
    expect((await ria.get("/regenton/outgoing/failures")).text)
      .toContain("Alle mail is aangekomen.");
  });

  test("a mail that comes back is noted by the office, who wrote it down and when", async () => {
    const id = await mailTo(samira);
    await send();
    const ria = await regenton.browserOf(office);
    const found = await ria.get("/regenton/outgoing/failures?q=SAMIRA%40");
    expect(found.text).toContain(`/regenton/outgoing/${id}/bounce`);
    expect((await ria.post(`/regenton/outgoing/${id}/bounce`)).status).toBe(303);
    const page = await ria.get("/regenton/outgoing/failures");
    expect(page.text).toContain("Genoteerd.");
    expect(page.text).toContain("De mail kwam terug.");
    expect(await listUnreachable(school.house.db, regenton.id)).toHaveLength(1);
    const audit = await school.house.db.selectFrom("audit_entries").selectAll()
      .where("action", "=", "mailBounced").execute();
    expect(audit).toMatchObject([
      { account_id: office.accountId, action: "mailBounced", subject: { delivery: id } },
    ]);
    expect((await ria.post(`/regenton/outgoing/${id}/bounce`)).status).toBe(409);
  });

  test("killed between accepted and noted, it goes again with the same Message-ID, after the lease", async () => {
    const id = await mailTo(samira);
    await send();
    // What the ledger holds when the process dies before it could note that the mail was accepted.
    await school.house.db.updateTable("deliveries")
      .set({ state: "sending", sent_at: null, leased_until: new Date("2026-11-10T08:05:00Z") })
      .where("id", "=", id).execute();
    school.clock.travel("2026-11-10T09:05:00+01:00");
    expect(await send()).toBe(0);
    school.clock.travel("2026-11-10T09:05:01+01:00");
    expect(await send()).toBe(1);
    expect(server.received).toHaveLength(2);
    expect(new Set(server.received.map((mail) => mail.messageId)).size).toBe(1);
    expect(await inLedger(id)).toMatchObject({ state: "sent" });
  });

  test("when the database is away at the moment of noting, it is noted later and the mail goes once", async () => {
    const { pool } = school.house;
    await pool.unsafe(`
      create function be_away() returns trigger language plpgsql as
        $$ begin raise exception 'the database is away'; end $$;
      create trigger away before update on deliveries
        for each row when (new.state = 'sent') execute function be_away();`).simple();
    const id = await mailTo(samira);
    const sending = send();
    await server.arrived(1);
    await pool.unsafe("drop trigger away on deliveries").simple();
    await sending;
    expect(await inLedger(id)).toMatchObject({ state: "sent" });
    expect(server.received).toHaveLength(1);
  });

  test("workers side by side send every mail once", async () => {
    for (let i = 0; i < 60; i++) await mailTo(samira);
    await Promise.all([send(), send(), send()]);
    expect(server.received).toHaveLength(60);
    expect(new Set(server.received.map((mail) => mail.messageId)).size).toBe(60);
  });

  test("an urgent message overtakes the mails that wait", async () => {
    for (let i = 0; i < 150; i++) await mailTo(samira);
    const worker = startWorker(school.house, server.sender);
    await server.arrived(5);
    const queued = Promise.withResolvers<void>();
    server.answer(samira.address, { until: queued.promise }); // however long the next lines take
    await regenton.post(admin, "De school is dicht", { kind: "urgent" });
    await runTicks(school.house);
    queued.resolve();
    await server.arrived(150);
    await worker.stop();
    const at = server.received.findIndex((mail) => mail.subject.includes("De school is dicht"));
    expect(at).toBeGreaterThanOrEqual(5);
    expect(at).toBeLessThan(100);
  });

  test("one slow mail server does not hold up the others, nor what is urgent", async () => {
    const others = Promise.withResolvers<void>();
    server.answer("traag@regenton.example", { until: others.promise });
    await mailTo(samira, "traag@regenton.example");
    const worker = startWorker(school.house, server.sender);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await regenton.post(admin, "De school is dicht", { kind: "urgent" });
    await runTicks(school.house);
    for (let i = 0; i < 30; i++) await mailTo(samira);
    await server.arrived(31); // while the slow one is still being waited for
    expect(server.received.map(({ subject }) => subject)).toContain("Spoed: De school is dicht");
    expect(server.received.map(({ to }) => to)).not.toContain("traag@regenton.example");
    others.resolve();
    await worker.stop();
    expect(server.received.map(({ to }) => to)).toContain("traag@regenton.example");
  });

  test("a mail leaves as soon as it is queued, without waiting for a round, and a stop waits for it", async () => {
    const worker = startWorker(school.house, server.sender);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const id = await mailTo(samira);
    await server.arrived(1);
    await worker.stop();
    expect(await inLedger(id)).toMatchObject({ state: "sent" });
  });

  test("the admin checks the mail server with a mail to herself", async () => {
    const ineke = await regenton.browserOf(admin);
    const answer = await ineke.post("/regenton/outgoing/test");
    expect(answer.status).toBe(303);
    expect((await ineke.get(answer.location!)).text).toContain("wacht");
    await send();
    expect(server.received).toMatchObject([{ to: admin.address, subject: "Testmail" }]);
    const page = await ineke.get(answer.location!);
    expect(page.text).toContain("verstuurd");
    expect(page.text).toContain("Verstuurde mail bewaren we niet.");
    expect((await ineke.get(`${answer.location}/state`)).text).not.toContain("hx-get");
  });

  test("settings that are wrong are told in words", async () => {
    const ineke = await regenton.browserOf(admin);
    const { location } = await ineke.post("/regenton/outgoing/test");
    await server.close();
    await send();
    const page = await ineke.get(location!);
    expect(page.text).toContain("De mailserver van school was niet bereikbaar.");
    expect(page.text).toContain("volgende poging");
    server = await openMailServer();
  });

  test("what was kept before there was a mail server goes when the admin says so", async () => {
    school.house.config.smtpUrl = undefined;
    const id = await mailTo(samira);
    expect(await school.mails()).toHaveLength(1);
    const ineke = await regenton.browserOf(admin);
    expect((await ineke.post("/regenton/outgoing/kept")).status).toBe(409);
    school.house.config.smtpUrl = server.url;
    expect((await ineke.get("/regenton/outgoing")).text).toContain("Er ligt nog 1 mail");
    expect((await ineke.post("/regenton/outgoing/kept")).status).toBe(303);
    await send();
    expect(server.received.map((mail) => mail.to)).toEqual([samira.address]);
    expect(await inLedger(id)).toMatchObject({ state: "sent" });
    const left = await Array.fromAsync(Deno.readDir(school.house.mailDir));
    expect(left).toEqual([]);
  });
});

describe("without a mail server", () => {
  async function keptMail() {
    const id = await mailTo(samira);
    await school.mails();
    return id;
  }

  test("the admin reads each mail as its receiver would see it, and that is written down", async () => {
    const id = await keptMail();
    const ineke = await regenton.browserOf(admin);
    const list = await ineke.get("/regenton/outgoing");
    expect(list.text).toContain("Er is geen mailserver ingesteld.");
    expect(list.text).toContain("Samira Bos");
    const page = await ineke.get(`/regenton/outgoing/${id}`);
    expect(page.text).toContain("Dag Samira,");
    expect(page.text).toContain("auto-submitted: auto-generated");
    expect(page.text).toContain(`src="/regenton/outgoing/${id}/body"`);
    const audit = await school.house.db.selectFrom("audit_entries").selectAll()
      .where("action", "=", "mailRead").execute();
    expect(audit).toMatchObject([
      {
        account_id: admin.accountId,
        action: "mailRead",
        subject: { delivery: id, personIds: [samira.id] },
      },
    ]);
  });

  test("the admin sees of every kind of mail what it is about", async () => {
    const { db, clock } = school.house;
    const kinds = modules.flatMap(({ mails = {} }) => Object.keys(mails));
    const { accountId, address } = samira;
    const mail = { schoolId: regenton.id, accountId, address, language: "nl" };
    const tomorrow = new Date(clock.now().getTime() + 864e5);
    await queueMails(db, kinds.map((kind) => ({ ...mail, kind, cause: `kind:${kind}` })), tomorrow);
    const { text } = await (await regenton.browserOf(admin)).get("/regenton/outgoing");
    const cells = [...text.matchAll(/<td[^>]*>([^<]+)<\/td>/g)].map(([, words]) => words!);
    expect(cells).toHaveLength(kinds.length);
    expect(new Set(cells).size).toBe(kinds.length);
    expect(cells).toContain("Spoedbericht");
    expect(cells).toContain("Uitnodiging oudergesprek");
    expect(cells).not.toContain("Mail");
  });

  test("the mail itself stands in a frame that can show styles and nothing else", async () => {
    const id = await keptMail();
    const ineke = await regenton.browserOf(admin);
    const body = await ineke.get(`/regenton/outgoing/${id}/body`);
    expect(body.status).toBe(200);
    expect(body.text).toContain('<base target="_top">');
    expect(body.text).toContain("style=");
    const policy = body.headers.get("content-security-policy")!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'self'");
    expect(policy).toContain("sandbox");
    expect(policy).not.toContain("script");
    expect(body.headers.get("x-frame-options")).toBe("SAMEORIGIN");
    const page = await ineke.get(`/regenton/outgoing/${id}`);
    expect(page.headers.get("x-frame-options")).toBe("DENY");
    expect(page.headers.get("content-security-policy")).not.toContain("unsafe");
  });

  test("nobody else reads the mail of others", async () => {
    const id = await keptMail();
    const teacher = await regenton.staff("Hanneke", "teacher");
    for (const someone of [samira, teacher, office]) {
      const browser = await regenton.browserOf(someone);
      for (const path of ["", `/${id}`, `/${id}/body`, `/${id}/state`]) {
        expect((await browser.get(`/regenton/outgoing${path}`)).status).toBe(403);
      }
      expect((await browser.post("/regenton/outgoing/test")).status).toBe(403);
      expect((await browser.post("/regenton/outgoing/kept")).status).toBe(403);
    }
    for (const someone of [samira, teacher]) {
      const browser = await regenton.browserOf(someone);
      expect((await browser.get("/regenton/outgoing/failures")).status).toBe(403);
      expect((await browser.post(`/regenton/outgoing/${id}/bounce`)).status).toBe(403);
      expect((await browser.post(`/regenton/outgoing/${id}/attempt`)).status).toBe(403);
    }
    const stranger = await school.visitor().get(`/regenton/outgoing/${id}`);
    expect(stranger.location).toContain("/regenton/sign-in");
  });

  test("in the demo, where all is invented, the office reads along", async () => {
    const id = await keptMail();
    school.house.demo = true;
    const ria = await regenton.browserOf(office);
    expect((await ria.get("/regenton/outgoing")).status).toBe(200);
    expect((await ria.get(`/regenton/outgoing/${id}`)).text).toContain("Dag Samira,");
  });

  test("the admin of another school finds none of these mails", async () => {
    const id = await keptMail();
    const klimboom = await SmallSchool.found(school, "klimboom");
    const head = await klimboom.browserOf(await klimboom.staff("Directie", "admin"));
    expect((await head.get("/klimboom/outgoing")).text).toContain("Er is nog geen mail.");
    for (const path of [`/${id}`, `/${id}/body`, `/${id}/state`]) {
      expect((await head.get(`/klimboom/outgoing${path}`)).status).toBe(404);
    }
    for (const path of [`/${id}/attempt`, `/${id}/bounce`]) {
      expect((await head.post(`/klimboom/outgoing${path}`)).status).toBe(404);
    }
    expect(await listUnreachable(school.house.db, klimboom.id)).toEqual([]);
  });

  test("the list is narrowed by state and address, and pages back without losing any", async () => {
    const daan = await regenton.guardian("Daan");
    for (let i = 0; i < 60; i++) await mailTo(i % 2 ? samira : daan);
    await school.mails();
    const waiting = await mailTo(samira);
    const ineke = await regenton.browserOf(admin);
    const ids = (text: string) =>
      [...text.matchAll(/href="\/regenton\/outgoing\/(\d+)"/g)].map((match) => Number(match[1]));
    const first = await ineke.get("/regenton/outgoing");
    const older = /href="(\/regenton\/outgoing\?before=\d+)"/.exec(first.text)![1]!;
    const second = await ineke.get(older);
    const all = [...ids(first.text), ...ids(second.text)];
    expect(all).toHaveLength(61);
    expect(all).toEqual(all.toSorted((a, b) => b - a));
    expect(new Set(all).size).toBe(61);
    expect(ids((await ineke.get("/regenton/outgoing?state=waiting")).text)).toEqual([waiting]);
    expect(ids((await ineke.get("/regenton/outgoing?state=kept&q=DAAN")).text)).toHaveLength(30);
    expect((await ineke.get("/regenton/outgoing?q=%25")).text).toContain("Geen mail gevonden.");
  });

  test("an address of a page that makes no sense shows the list, never an error", async () => {
    await keptMail();
    const ineke = await regenton.browserOf(admin);
    for (
      const query of ["state=x", "before=-1", "before=9e99", "q=%00", `q=${"x".repeat(10_000)}`]
        .concat("state=kept&state=sent", "q=%ED%A0%80", "before=999999999999999999999")
    ) {
      expect((await ineke.get(`/regenton/outgoing?${query}`)).status).toBe(200);
      expect((await ineke.get(`/regenton/outgoing/failures?${query}`)).status).toBe(200);
    }
    for (const id of ["0", "999999999999999", "-1", "abc", "1e3"]) {
      expect((await ineke.get(`/regenton/outgoing/${id}`)).status).toBe(404);
    }
  });

  test("a kept mail whose file is gone says so", async () => {
    const id = await keptMail();
    await Deno.remove(school.house.mailDir, { recursive: true });
    const ineke = await regenton.browserOf(admin);
    const page = await ineke.get(`/regenton/outgoing/${id}`);
    expect(page.status).toBe(200);
    expect(page.text).toContain("De mail staat niet meer in de map");
    expect((await ineke.get(`/regenton/outgoing/${id}/body`)).status).toBe(404);
  });
});
