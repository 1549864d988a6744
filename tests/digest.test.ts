import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sql } from "kysely";
import { runTicks } from "../jobs/clock.ts";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import { SmallSchool } from "./support/small_school.ts";

// A Tuesday in winter: 17:30 is 16:30 in UTC.
const tuesday = "2026-11-10";
const at = (time: string, day = tuesday) => `${day}T${time}:00+01:00`;

let school: TestHouse;
let regenton: SmallSchool;
let group5: number;
let group2: number;
let noor: number;
let mees: number;
let samira: Awaited<ReturnType<SmallSchool["guardian"]>>;
let hanneke: typeof samira;

beforeEach(async () => {
  school = await openTestHouse({ seed: "empty", now: at("09:00") });
  regenton = await SmallSchool.found(school);
  group5 = await regenton.group("5a");
  group2 = await regenton.group("2b");
  noor = await regenton.pupil("Noor", group5);
  mees = await regenton.pupil("Mees", group2);
  samira = await regenton.guardian("Samira", noor, mees);
  hanneke = await regenton.staff("Hanneke", "teacher", group5);
});
afterEach(() => school.close());

/** Every mail that leaves when the clock strikes at this moment. */
async function mailsAt(moment: string) {
  school.clock.travel(moment);
  await runTicks(school.house);
  return await school.mails();
}
const receivers = (mails: { to: { address: string }[] }[]) =>
  mails.map((mail) => mail.to[0]!.address).sort();

describe("when the digest goes", () => {
  test("a parent hears at half past five, not a minute before, and once", async () => {
    await regenton.post(hanneke, "Studiedag");
    expect(await mailsAt(at("17:29"))).toEqual([]);
    expect(receivers(await mailsAt(at("17:30")))).toEqual([samira.address]);
    expect(await mailsAt(at("17:31"))).toEqual([]);
    expect(await mailsAt(at("23:59"))).toEqual([]);
  });

  test("what is posted at 17:31 goes the next day", async () => {
    await regenton.post(hanneke, "Studiedag");
    await mailsAt(at("17:30"));
    school.clock.travel(at("17:31"));
    await regenton.post(hanneke, "Gevonden jas");
    expect(await mailsAt(at("17:32"))).toEqual([]);
    const [mail, ...more] = await mailsAt(at("17:30", "2026-11-11"));
    expect(more).toEqual([]);
    expect(mail!.text).toContain("Gevonden jas");
    expect(mail!.text).not.toContain("Studiedag");
  });

  test("half past five is that of the school, in summer and in winter", async () => {
    school.clock.travel("2026-10-20T09:00:00+02:00");
    await regenton.post(hanneke, "In zomertijd");
    expect(await mailsAt("2026-10-20T15:29:00Z")).toEqual([]);
    expect(await mailsAt("2026-10-20T15:30:00Z")).toHaveLength(1);
    school.clock.travel("2026-10-27T09:00:00+01:00");
    await regenton.post(hanneke, "In wintertijd");
    expect(await mailsAt("2026-10-27T15:30:00Z")).toEqual([]);
    expect(await mailsAt("2026-10-27T16:30:00Z")).toHaveLength(1);
  });

  test.each([
    ["winter begins", "2026-10-25", "2026-10-25T16:30:00Z"],
    ["summer begins", "2027-03-28", "2027-03-28T15:30:00Z"],
  ])("on the day %s it goes at half past five by the clock on the wall", async (_, day, moment) => {
    await school.house.db.updateTable("schools").set({ digest_days: [7] }).execute();
    school.clock.travel(`${day}T06:00:00Z`);
    await regenton.post(hanneke, "Zondag");
    expect(await mailsAt(new Date(Date.parse(moment) - 60_000).toISOString())).toEqual([]);
    expect(await mailsAt(moment)).toHaveLength(1);
  });

  test("a digest time that the change to summer time skips still comes, once", async () => {
    await school.house.db.updateTable("schools")
      .set({ digest_days: [7], digest_time: "02:30" }).execute();
    school.clock.travel("2027-03-28T00:10:00Z");
    await regenton.post(hanneke, "Zondagnacht");
    expect(await mailsAt("2027-03-28T00:59:00Z")).toEqual([]);
    expect(await mailsAt("2027-03-28T01:30:00Z")).toHaveLength(1);
    expect(await mailsAt("2027-03-28T02:30:00Z")).toEqual([]);
  });

  test("a digest time that the change to winter time repeats comes once", async () => {
    await school.house.db.updateTable("schools")
      .set({ digest_days: [7], digest_time: "02:30" }).execute();
    school.clock.travel("2026-10-25T00:10:00Z");
    await regenton.post(hanneke, "Zondagnacht");
    expect(await mailsAt("2026-10-25T00:30:00Z")).toHaveLength(1);
    await regenton.post(hanneke, "Een uur later");
    expect(await mailsAt("2026-10-25T01:30:00Z")).toEqual([]);
  });

  test("it goes on the days the school ticked only; the weekend's news goes on Monday", async () => {
    school.clock.travel(at("10:00", "2026-11-14"));
    await regenton.post(hanneke, "Zaterdag");
    expect(await mailsAt(at("17:30", "2026-11-14"))).toEqual([]);
    expect(await mailsAt(at("17:30", "2026-11-15"))).toEqual([]);
    expect(await mailsAt(at("17:30", "2026-11-16"))).toHaveLength(1);
  });

  test("each school has its own time", async () => {
    const klimboom = await SmallSchool.found(school, "klimboom");
    await school.house.db.updateTable("schools").set({ digest_time: "08:00" })
      .where("id", "=", klimboom.id).execute();
    const admin = await klimboom.staff("Directie", "admin");
    const parent = await klimboom.guardian("Ouder", await klimboom.pupil("Kind"));
    await klimboom.post(admin, "Klimboom");
    await regenton.post(hanneke, "Regenton");
    expect(receivers(await mailsAt(at("09:01")))).toEqual([parent.address]);
    expect(receivers(await mailsAt(at("17:30")))).toEqual([samira.address]);
  });

  test("when the server was down at half past five, it goes once it is up again that day", async () => {
    await regenton.post(hanneke, "Studiedag");
    expect(await mailsAt(at("21:12"))).toHaveLength(1);
  });

  test("when the server was down until after midnight, the next digest brings the news", async () => {
    await regenton.post(hanneke, "Studiedag");
    expect(await mailsAt(at("00:10", "2026-11-11"))).toEqual([]);
    expect(await mailsAt(at("17:30", "2026-11-11"))).toHaveLength(1);
  });

  test("two clocks that strike at once send one digest", async () => {
    await regenton.post(hanneke, "Studiedag");
    school.clock.travel(at("17:30"));
    await Promise.all([1, 2, 3, 4].map(() => runTicks(school.house)));
    expect(await school.mails()).toHaveLength(1);
  });

  test("a crash halfway loses nothing: the next minute it goes as if nothing had happened", async () => {
    await regenton.post(hanneke, "Studiedag");
    await school.house.pool.unsafe(`
      create function fall_over() returns trigger language plpgsql as
        $$ begin raise exception 'the power went'; end $$;
      create trigger crash before insert on deliveries
        for each statement execute function fall_over();`).simple();
    expect(await mailsAt(at("17:30"))).toEqual([]);
    const { pool } = school.house;
    const [left] = await pool.unsafe(
      "select count(*)::int as n from clock_ticks where name = 'digest'",
    );
    expect(left!.n).toBe(0);
    await pool.unsafe("drop trigger crash on deliveries").simple();
    expect(await mailsAt(at("17:31"))).toHaveLength(1);
    expect(await mailsAt(at("17:32"))).toEqual([]);
  });

  test("without news there is no mail", async () => {
    expect(await mailsAt(at("17:30"))).toEqual([]);
  });

  test("what was urgent had its own mail, and is no news at half past five", async () => {
    await regenton.post(hanneke, "Geen gym", { kind: "urgent" });
    const mails = await mailsAt(at("17:30"));
    expect(mails.map((mail) => mail.subject)).not.toContain(
      "1 nieuw bericht van Basisschool regenton",
    );
  });
});

describe("who hears what", () => {
  test("a parent of two children gets what is for everyone once, and hears whom the rest is about", async () => {
    await regenton.post(hanneke, "Studiedag");
    await regenton.post(hanneke, "Gymspullen", { groups: [group5] });
    await regenton.post(hanneke, "Samen naar het bos", { kind: "board", groups: [group5, group2] });
    await regenton.agendaItem(hanneke, "Sinterklaas", "2026-12-04");
    const [mail] = await mailsAt(at("17:30"));
    expect(mail!.subject).toBe("4 nieuwe berichten van Basisschool regenton");
    const lines = mail!.text.split("\n").filter(Boolean);
    const after = (title: string) =>
      lines.slice(lines.indexOf(title) + 1).filter((line) => !line.startsWith("http"));
    expect(lines.filter((line) => line === "Studiedag")).toHaveLength(1);
    expect(after("Studiedag")[0]).toBe("Algemeen");
    expect(after("Gymspullen")[0]).toBe("Noor (5a)");
    expect(after("Samen naar het bos")[0]).toBe("Noor (5a), Mees (2b)");
    expect(after("Sinterklaas").slice(0, 2)).toEqual(["Algemeen", "vrijdag 4 december"]);
    expect(mail!.text).toContain("Dag Samira,");
    expect(mail!.text).toMatch(/http:\/\/school\.test\/regenton\/posts\/\d+/);
    expect(mail!.text).toMatch(/http:\/\/school\.test\/regenton\/agenda\/\d+/);
  });

  test("a parent of group 2b does not hear what is for group 5a; its teacher does", async () => {
    const daan = await regenton.guardian("Daan", await regenton.pupil("Siem", group2));
    const wouter = await regenton.staff("Wouter", "teacher", group5);
    const office = await regenton.staff("Ria", "office");
    await regenton.post(hanneke, "Gymspullen", { groups: [group5] });
    const mails = await mailsAt(at("17:30"));
    expect(receivers(mails)).toEqual([samira.address, wouter.address]);
    expect(receivers(mails)).not.toContain(daan.address);
    expect(receivers(mails)).not.toContain(office.address);
    expect(mails.find((mail) => mail.to[0]!.address === wouter.address)!.text)
      .toContain("Groep 5a");
  });

  test("nobody hears what they wrote themselves, or have read already", async () => {
    const post = await regenton.post(samira, "Wie rijdt er mee?", { kind: "board" });
    const other = await regenton.post(hanneke, "Studiedag");
    for (const post_id of [post, other]) {
      await school.house.db.insertInto("read_marks")
        .values({
          school_id: regenton.id,
          account_id: hanneke.accountId,
          post_id,
          read_at: school.clock.now(),
        }).execute();
    }
    const mails = await mailsAt(at("17:30"));
    expect(receivers(mails)).toEqual([samira.address]);
    expect(mails[0]!.text).not.toContain("Wie rijdt er mee?");
  });

  test("what a person switched off stays out, and the rest still comes", async () => {
    await school.house.db.insertInto("notification_choices")
      .values({ school_id: regenton.id, account_id: samira.accountId, kind: "news" }).execute();
    await regenton.post(hanneke, "Studiedag");
    expect(await mailsAt(at("17:30"))).toEqual([]);
    await regenton.post(hanneke, "Nog een studiedag");
    await regenton.post(hanneke, "Knutselspullen", { kind: "board" });
    const [mail] = await mailsAt(at("17:30", "2026-11-11"));
    expect(mail!.text).toContain("Knutselspullen");
    expect(mail!.text).not.toContain("studiedag");
  });

  test.each([
    ["a blocked guardian", sql`update people set blocked_at = now() where first_name = 'Samira'`],
    ["a guardian blocked for every child", sql`update guardianships set blocked_at = now()`],
    ["a guardian whose children left", sql`update pupils set left_at = now()`],
    ["a guardian who died", sql`update people set deceased = true where first_name = 'Samira'`],
    ["who never activated", sql`update accounts set activated_at = null`],
  ])("%s gets nothing", async (_, change) => {
    await change.execute(school.house.db);
    await regenton.post(hanneke, "Studiedag");
    await regenton.post(hanneke, "Gymspullen", { groups: [group5] });
    expect(await mailsAt(at("17:30"))).toEqual([]);
  });

  test("a guardian blocked for one child hears nothing of that child's group", async () => {
    await school.house.db.updateTable("guardianships").set({ blocked_at: school.clock.now() })
      .where("pupil_id", "=", noor).execute();
    await regenton.post(hanneke, "Gymspullen", { groups: [group5] });
    await regenton.post(hanneke, "Kleuterbos", { groups: [group2] });
    const [mail] = await mailsAt(at("17:30"));
    expect(mail!.text).toContain("Kleuterbos");
    expect(mail!.text).not.toMatch(/Gymspullen|Noor/);
  });

  test("a parent who reads English gets the mail in English", async () => {
    await school.house.db.updateTable("accounts").set({ language: "en" }).execute();
    await regenton.post(hanneke, "Studiedag");
    const [mail] = await mailsAt(at("17:30"));
    expect(mail!.subject).toBe("1 new message from Basisschool regenton");
    expect(mail!.text).toContain("Everyone");
  });

  test("two accounts that have their mail sent to one address both get theirs", async () => {
    const daan = await regenton.guardian("Daan", await regenton.pupil("Siem", group2));
    await school.house.db.updateTable("accounts").set({ email: samira.address })
      .where("id", "=", daan.accountId).execute();
    await regenton.post(hanneke, "Kleuterbos", { groups: [group2] });
    const mails = await mailsAt(at("17:30"));
    expect(mails.map((mail) => /Dag (\w+)/.exec(mail.text)![1]).sort()).toEqual(["Daan", "Samira"]);
  });
});

describe("what happens before the mail leaves", () => {
  async function queuedAt(moment: string) {
    school.clock.travel(moment);
    await runTicks(school.house);
  }

  test("a post withdrawn in between is left out", async () => {
    const wrong = await regenton.post(hanneke, "Verkeerd");
    await regenton.post(hanneke, "Studiedag");
    await queuedAt(at("17:30"));
    await school.house.db.updateTable("posts").set({ withdrawn_at: school.clock.now() })
      .where("id", "=", wrong).execute();
    const [mail] = await school.mails();
    expect(mail!.text).not.toContain("Verkeerd");
    expect(mail!.text).toContain("Studiedag");
  });

  test("when nothing is left, there is no mail", async () => {
    await regenton.post(hanneke, "Verkeerd");
    await queuedAt(at("17:30"));
    await school.house.db.updateTable("posts").set({ withdrawn_at: school.clock.now() }).execute();
    expect(await school.mails()).toEqual([]);
    const rows = await school.house.db.selectFrom("deliveries").select("state").execute();
    expect(rows).toEqual([{ state: "cancelled" }]);
  });

  test("who is blocked in between gets nothing any more", async () => {
    await regenton.post(hanneke, "Studiedag");
    await queuedAt(at("17:30"));
    await school.house.db.updateTable("people").set({ blocked_at: school.clock.now() })
      .where("id", "=", samira.id).execute();
    expect(await school.mails()).toEqual([]);
  });
});

describe("the way out", () => {
  /** The address in the header of Samira's digest. */
  async function wayOut() {
    await regenton.post(hanneke, "Studiedag");
    const [mail] = await mailsAt(at("17:30"));
    const header = (name: string) => mail!.headers.find((one) => one.name === name)?.value;
    expect(header("list-unsubscribe-post")).toBe("List-Unsubscribe=One-Click");
    expect(header("list-id")).toContain("<digest.regenton.school.test>");
    const link = /^<http:\/\/school\.test(\/regenton\/unsubscribe\/[0-9a-f]{64})>$/
      .exec(header("list-unsubscribe")!)![1]!;
    expect(mail!.text).toContain(`http://school.test${link}`);
    return link;
  }
  const choices = async () =>
    (await school.house.db.selectFrom("notification_choices").selectAll().orderBy("kind").execute())
      .map((row) => row.account_id === samira.accountId && row.kind);

  test("opening the link asks, and switches nothing off", async () => {
    const link = await wayOut();
    const page = await school.visitor().get(link);
    expect(page.status).toBe(200);
    expect(page.text).toContain("Stuur mij deze mail niet meer");
    expect(page.text).toContain("Prikbord");
    await school.visitor().send(link, { method: "HEAD" });
    expect(await choices()).toEqual([]);
    await regenton.post(hanneke, "Nog een studiedag");
    expect(await mailsAt(at("17:30", "2026-11-11"))).toHaveLength(1);
  });

  test.each([
    ["as the standard says", "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"],
    ["as a form with parts", "--x\r\n\r\n--x--", "multipart/form-data; boundary=x"],
    ["with a type of its own", "{}", "application/json"],
    ["with nothing at all", undefined, undefined],
  ])("a mail provider switches it off in one go, %s", async (_, body, type) => {
    const link = await wayOut();
    const headers: Record<string, string> = type ? { "content-type": type } : {};
    const answer = await school.visitor().send(link, { method: "POST", body, headers });
    expect(answer.status).toBe(200);
    expect(await choices()).toEqual(["agenda", "board", "news"]);
    await regenton.post(hanneke, "Nog een studiedag");
    await regenton.agendaItem(hanneke, "Sinterklaas", "2026-12-04");
    expect(await mailsAt(at("17:30", "2026-11-11"))).toEqual([]);
  });

  test("pressed on the page it says that it is off and how to switch it on again; twice is fine", async () => {
    const link = await wayOut();
    for (const _ of [1, 2]) {
      const page = await school.visitor().post(link);
      expect(page.status).toBe(200);
      expect(page.text).toContain("De mail staat uit");
      expect(page.text).toContain("/regenton/account/notifications");
    }
    expect(await choices()).toHaveLength(3);
  });

  test("the link of one parent says nothing of another, nor at another school", async () => {
    const link = await wayOut();
    await SmallSchool.found(school, "klimboom");
    const daan = await regenton.guardian("Daan", noor);
    await school.visitor().post(link);
    await school.visitor().post(link.replace("regenton", "klimboom"));
    const rows = await school.house.db.selectFrom("notification_choices")
      .select(["account_id", "school_id"]).distinct().execute();
    expect(rows).toEqual([{ account_id: samira.accountId, school_id: regenton.id }]);
    expect(daan.accountId).not.toBe(samira.accountId);
  });

  test("a link that is nobody's says so in plain words", async () => {
    for (const token of ["0".repeat(64), "kapot", "%00", "x".repeat(5000)]) {
      const path = `/regenton/unsubscribe/${token}`;
      for (const page of [await school.visitor().get(path), await school.visitor().post(path)]) {
        expect(page.status).toBe(404);
        expect(page.text).toContain("Deze link werkt niet");
      }
    }
  });

  test("the link stays the same from one digest to the next", async () => {
    const link = await wayOut();
    await regenton.post(hanneke, "Nog een studiedag");
    const [mail] = await mailsAt(at("17:30", "2026-11-11"));
    expect(mail!.text).toContain(link);
  });
});
