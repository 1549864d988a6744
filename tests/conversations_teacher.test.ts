import { readFile } from "node:fs/promises";
import { join } from "node:path";
import PostalMime from "postal-mime";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { KeptMail } from "../emails/sender.ts";
import { runTicks } from "../jobs/clock.ts";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import type { Visitor } from "./support/visitor.ts";

// What those who keep a round of talks do, from planning it to the times in everyone's calendar.

let school: TestHouse;
let juf: Visitor;
let group: string;
let own: string;
beforeAll(async () => {
  school = await openTestHouse();
  juf = await school.signIn("juf@regenton.example");
  const { db } = school.house;
  const person = await db.selectFrom("people as p")
    .innerJoin("accounts as a", "a.id", "p.account_id").select("p.id")
    .where("a.user_name", "=", "juf@regenton.example").executeTakeFirstOrThrow();
  own = String(person.id);
  const row = await db.selectFrom("groups").select("id").where("name", "=", "5a")
    .where("school_year", "=", 2026).executeTakeFirstOrThrow();
  group = String(row.id);
});
afterAll(() => school.close());

const rounds = "/regenton/conversations/rounds";
const typed = (fields: Record<string, string> = {}) => ({
  key: crypto.randomUUID(),
  title: "Wintergesprekken",
  groups: group,
  teachers: own,
  talks: "12",
  minutes: "10",
  inARow: "4",
  breakMinutes: "10",
  day1: "2026-11-30",
  begin1: "15:00",
  end1: "18:00",
  closesOn: "2026-11-27",
  closesAt: "20:00",
  room: "Lokaal 5",
  ...fields,
});

describe("planning", () => {
  test("a new round begins with a talk for each child of the teacher's group", async () => {
    const [row] = await school.house.pool.unsafe<{ pupils: string }[]>(
      `select count(*)::text as pupils from group_pupils gp join pupils k on k.id = gp.pupil_id
      where gp.group_id = $1 and k.left_at is null`,
      [group],
    );
    const { text } = await juf.get(`${rounds}/new`);
    expect(text).toMatch(new RegExp(`name="talks"[^>]*value="${row!.pupils}"`));
  });
  test("while she types, the teacher sees which times follow", async () => {
    const fields = typed();
    const { status, text } = await juf.post(`${rounds}/preview?part=schedule`, fields);
    expect(status).toBe(200);
    const times = [...text.matchAll(/class="chip">([\d:]+)</g)].map(([, time]) => time);
    expect(times).toEqual(
      "15:00 15:10 15:20 15:30 15:50 16:00 16:10 16:20 16:40 16:50 17:00 17:10".split(" "),
    );
    expect((await juf.get("/regenton/conversations")).text).not.toContain("Wintergesprekken");
  });
  test("without script the whole page comes back with what was typed and the schedule", async () => {
    const { text } = await juf.post(`${rounds}/preview`, typed({ title: "Voorjaar & zo" }));
    expect(text).toContain("Voorjaar &amp; zo");
    expect(text).toContain("17:10");
  });
  test("who asks more talks than fit sees those that do, how many are missing, and takes them", async () => {
    const asked = typed({ talks: "60", title: "Te vol" });
    const { text } = await juf.post(`${rounds}/preview?part=schedule`, asked);
    expect(text).toContain("Er passen 15 gesprekken in deze tijden, 45 te weinig.");
    expect([...text.matchAll(/class="chip">/g)]).toHaveLength(15);
    const [, take] = /name="take" value="(\d+)"/.exec(text)!;
    const taken = await juf.post(`${rounds}/preview`, { ...asked, take: take! });
    expect(taken.status).toBe(200);
    expect(taken.text).toMatch(/name="talks"[^>]*value="15"/);
    expect(taken.text).toContain("15 gesprekken op maandag 30 november, tot 18:00");
    expect(taken.text).toContain("Te vol");
    const none = await juf.post(`${rounds}/preview?part=schedule`, typed({ end1: "15:05" }));
    expect(none.text).toContain("In deze tijden past geen gesprek.");
    expect(none.text).not.toContain('name="take"');
  });
  test("who chooses a second group is told of its children, and adds its teacher with one press", async () => {
    const { id: other } = await school.house.db.selectFrom("groups").select("id")
      .where("name", "=", "5b").where("school_year", "=", 2026).executeTakeFirstOrThrow();
    const both = { ...typed(), groups: [group, String(other)] };
    const { text } = await juf.post(`${rounds}/preview?part=schedule`, both);
    const [, pupils] = /In deze groepen zitten (\d+) leerlingen, en er zijn 12 gesprekken/.exec(
      text,
    )!;
    expect(Number(pupils)).toBeGreaterThan(40);
    expect(text).toContain("Van groep 5b zit nog niemand erbij.");
    expect(text).not.toContain("Van groep 5a zit");
    const [, join, name] = /name="join" value="(\d+)"[^>]*>Zet ([^<]+) erbij/.exec(text)!;
    const joined = (await juf.post(`${rounds}/preview`, { ...both, join: join! })).text;
    expect(joined).toMatch(new RegExp(`name="teachers" value="${join}" checked *><span>${name}<`));
    expect(joined).not.toContain("Van groep 5b zit nog niemand erbij.");
  });
  test.each([
    ["an end before its begin", { end1: "14:00" }, "Het einde moet na het begin liggen."],
    ["talks of 0 minutes", { minutes: "0" }, "Een gesprek duurt 1 tot 240 minuten."],
    ["500 talks", { talks: "500" }, "hoogstens 200 gesprekken"],
    ["a day in the past", { day1: "2026-11-02" }, "Deze dag of tijd is al voorbij."],
    ["the hour that summer time skips", {
      day1: "2027-03-28",
      begin1: "01:30",
      end1: "04:00",
    }, "gaat de klok dan een uur vooruit"],
    ["more talks than there is time for", { talks: "60" }, "Er passen 15 gesprekken"],
    ["a day that does not exist", { day1: "2026-11-31" }, "Vul een datum in die bestaat."],
    ["no group", { groups: "" }, "Kies minstens één groep."],
    ["words for a number", { talks: "veel" }, "Vul een heel getal in."],
    ["a closing that is over", { closesOn: "2026-11-01" }, "Dit moment is al voorbij."],
    [
      "a closing after the last talk",
      { closesOn: "2026-12-01" },
      "het laatste gesprek al begonnen",
    ],
    ["no last day to choose", { closesOn: "" }, "Vul een datum in."],
    ["a link that is none", { videoLink: "javascript:x" }, "https://"],
  ])("%s gives a sentence, and what was typed stays", async (_, fields, sentence) => {
    const answer = await juf.post(rounds, typed({ room: "Bij de piano", ...fields }));
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(sentence);
    expect(answer.text).toContain("Bij de piano");
  });
  test.each([
    ["preferences until after the closing", {
      fair: "yes",
      wishesOn: "2026-11-28",
      wishesAt: "12:00",
    }, "Voorkeuren tot en met: Ouders geven eerst voorkeuren en kiezen daarna."],
    ["an opening after the closing", {
      opensOn: "2026-11-28",
    }, "Vanaf: Dan is de tijd om te antwoorden al voorbij."],
  ])("%s is told at the field that is wrong", async (_, fields, sentence) => {
    const answer = await juf.post(rounds, typed(fields));
    expect(answer.status).toBe(409);
    expect(answer.text).toContain(sentence);
    expect(answer.text).not.toContain('id="closesOn-error"');
  });
  test("the same form sent twice makes one round, which parents do not see", async () => {
    const fields = typed({ title: "Dubbel gedrukt" });
    const [one, two] = await Promise.all([juf.post(rounds, fields), juf.post(rounds, fields)]);
    expect(one.status).toBe(303);
    expect(two.location).toBe(one.location);
    const list = await juf.get("/regenton/conversations");
    expect(list.text).toContain(`/conversations/teachers/${own}/schedule.pdf`);
    const parent = await school.signIn("ouder@regenton.example");
    expect((await parent.get(one.location!)).status).toBe(403);
    expect((await parent.get("/regenton/conversations")).text).not.toContain("Dubbel gedrukt");
    expect((await juf.post(`${one.location}/withdrawal`)).status).toBe(303);
  });
});

/** A round of the teacher's group that parents may choose in. */
async function openRound(fields: Record<string, string> = {}) {
  const { location } = await juf.post(rounds, typed(fields));
  const path = location!;
  const id = Number(path.split("/").at(-1));
  return { path, id };
}

async function slotAt(roundId: number, time: string) {
  return (await listSlots(roundId)).find((slot) => slot.time === time)!;
}

const listSlots = (roundId: number) =>
  school.house.pool.unsafe<
    { id: number; time: string; pupil: string | null; removed: boolean }[]
  >(
    `select s.id, to_char(lower(s.during) at time zone 'Europe/Amsterdam', 'HH24:MI') as time,
      k.first_name as pupil, s.removed_at is not null as removed
    from talk_slots s left join pupils k on k.id = s.pupil_id and k.school_id = s.school_id
    where s.round_id = $1 order by lower(s.during), s.id`,
    [roundId],
  );

/** The calendar that comes along with a mail. */
async function calendarOf({ headers }: KeptMail): Promise<string> {
  const id = headers.find(({ name }) => name === "message-id")!.value.replace(/^<|@.*$/g, "");
  const { attachments } = await PostalMime.parse(
    await readFile(join(school.house.mailDir, `${id}.eml`)),
  );
  expect(attachments.map(({ mimeType }) => mimeType)).toEqual(["text/calendar"]);
  return new TextDecoder().decode(attachments[0]!.content as ArrayBuffer);
}

async function pupilCalled(name: string) {
  const [row] = await school.house.pool.unsafe<{ id: number }[]>(
    `select k.id from pupils k join group_pupils gp on gp.pupil_id = k.id
      and gp.school_id = k.school_id
    where k.first_name = $1 and gp.group_id = $2`,
    [name, group],
  );
  return row!.id;
}

describe("keeping a round", () => {
  let round: { path: string; id: number };
  let noor: number;
  beforeAll(async () => {
    round = await openRound();
    noor = await pupilCalled("Noor");
  });
  const slot = (time: string) => slotAt(round.id, time);
  const change = (id: number, what: string, fields = {}) =>
    juf.post(`/regenton/conversations/slots/${id}/${what}`, fields);

  test("the teacher takes a time out, puts it back, adds one and shifts one", async () => {
    const { id } = await slot("15:30");
    await change(id, "removal");
    expect((await slot("15:30")).removed).toBe(true);
    await change(id, "restoration");
    expect((await slot("15:30")).removed).toBe(false);
    expect((await juf.get(round.path)).text).toContain("Ouders zien nog niets.");
    await juf.post(`${round.path}/slots`, { day: "2026-11-30", begin: "17:30" });
    const added = await slot("17:30");
    await change(added.id, "shift", { minutes: "5" });
    expect((await slot("17:35")).id).toBe(added.id);
    const over = await juf.post(`${round.path}/slots`, { day: "2026-11-30", begin: "17:40" });
    expect(over.status).toBe(409);
    expect(over.text).toContain("valt samen met een andere tijd");
    const never = await juf.post(`${round.path}/slots`, { day: "2026-11-30", begin: "25:00" });
    expect(never.status).toBe(422);
    expect(never.text).toContain("Vul een tijd in, zoals 17:30.");
    const nowhere = await change(added.id, "shift", { minutes: "0" });
    expect(nowhere.status).toBe(422);
    expect(nowhere.text).toContain("Vul in hoeveel minuten later, bijvoorbeeld 10.");
    const noDay = await juf.post(`${round.path}/slots`, { day: "", begin: "17:40" });
    expect(noDay.status).toBe(422);
    expect(noDay.text).toContain("Vul een datum in.");
  });

  test("Noor gets a double talk and a note, is booked beforehand and moved", async () => {
    const saved = await juf.post(`${round.path}/pupils/${noor}`, {
      slots: "2",
      note: "Graag over lezen.",
    });
    expect(saved.status).toBe(303);
    const first = await slot("15:00");
    await juf.post(`${round.path}/bookings`, { slot: String(first.id), pupil: String(noor) });
    const taken = (await listSlots(round.id)).filter((one) => one.pupil === "Noor");
    expect(taken.map((one) => one.time)).toEqual(["15:00", "15:10"]);
    // how long it is does not change by itself any more, and the panel says what to do first
    const { text: panel } = await juf.get(`${round.path}?pupil=${noor}&part=panel`);
    expect(panel).toContain("20 minuten. Een andere lengte, of toch overslaan? Maak dan eerst");
    expect(panel).not.toContain("<select");
    const skip = { slots: "0", note: "" };
    const refused = await juf.post(`${round.path}/pupils/${noor}`, skip);
    expect(refused.status).toBe(409);
    expect(refused.text).toContain("Maak die tijd eerst vrij.");
    const to = await slot("16:00");
    expect((await change(first.id, "move", { to: String(to.id) })).status).toBe(303);
    const moved = (await listSlots(round.id)).filter((one) => one.pupil === "Noor");
    expect(moved.map((one) => one.time)).toEqual(["16:00", "16:10"]);
    // at 17:10 nothing follows that is free
    const last = await slot("17:10");
    const offered = await juf.get(`${round.path}?slot=${to.id}&part=panel`);
    expect(offered.text).toContain("16:40 ma 30 november<");
    expect(offered.text).not.toContain("17:10 ma 30 november<");
    const short = await change(to.id, "move", { to: String(last.id) });
    expect(short.status).toBe(409);
    expect(short.text).toContain("niet genoeg tijd achter elkaar vrij");
    expect((await listSlots(round.id)).filter((one) => one.pupil === "Noor")).toEqual(moved);
  });

  test("who changes a draft with a child booked in reads why its times are settled, and changes the rest", async () => {
    const { text } = await juf.get(`${round.path}/edit`);
    expect(text).toContain("Er staat al 1 leerling op een tijd.");
    expect(text).not.toContain('id="talks"');
    const hidden = Object.fromEntries(
      [...text.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, k, v]) => [k, v!]),
    );
    expect(hidden).toMatchObject({ talks: "12", day1: "2026-11-30" });
    const plan = { talks: "11", separateTalks: "on" };
    const refused = await juf.post(`${round.path}/edit`, typed(plan));
    expect(refused.status).toBe(409);
    expect(refused.text).toContain("Dan liggen het aantal, de lengte, de dagen");
    const kept = await juf.post(`${round.path}/edit`, typed({ ...hidden, room: "Lokaal 5" }));
    expect(kept.location).toBe(round.path);
    expect((await listSlots(round.id)).some(({ pupil }) => pupil === "Noor")).toBe(true);
  });

  test("a note that is typed is kept by the button that books, for a talk as long as typed", async () => {
    const pupil = await pupilCalled("Aya");
    const [from, note] = [await slot("15:00"), "Neem de map mee."];
    await juf.post(`${round.path}/bookings`, {
      slot: String(from.id),
      pupil: String(pupil),
      slots: "2",
      note,
    });
    const taken = (await listSlots(round.id)).filter((one) => one.pupil === "Aya");
    expect(taken.map((one) => one.time)).toEqual(["15:00", "15:10"]);
    expect((await juf.get(`${round.path}?pupil=${pupil}&part=panel`)).text).toContain(note);
    await change(from.id, "unbooking");
    await juf.post(`${round.path}/pupils/${pupil}`, { slots: "1", note: "" });
  });

  test("a time that is kept for one child says so, and is offered for no other", async () => {
    const pupil = await pupilCalled("Aya");
    const { id } = await slot("15:30");
    const hold = (held: number | null) =>
      school.house.pool.unsafe(
        "update talk_slots set held_for = $1, held_until = $2 where id = $3",
        [held, held && "2026-11-10T11:00:00+01:00", id],
      );
    await hold(pupil);
    const { text } = await juf.get(`${round.path}?slot=${id}&part=panel`);
    expect(text).toContain("Vastgehouden voor Aya Haddad, tot vandaag om 11.00 uur.");
    expect([...text.matchAll(/<option value="(\d+)"/g)].map(([, one]) => Number(one)))
      .toEqual([pupil]);
    await hold(null);
  });

  test("a round of the same teacher at the same time is refused and names the other, and what was typed stays", async () => {
    const another = typed({ title: "Nog een ronde" });
    const answer = await juf.post(rounds, another);
    expect(answer.status).toBe(409);
    const named = "juf Hanneke zit op maandag 30 november 15:00 al bij “Wintergesprekken”.";
    expect(answer.text).toContain(`Wie zitten erbij?: ${named}`);
    expect(answer.text).toContain("Nog een ronde");
    // and while she types
    const picture = await juf.post(`${rounds}/preview?part=schedule`, another);
    expect(picture.text).toContain(named);
    // a colleague does not read of the draft of another
    const joris = await school.signIn("joris@regenton.example");
    const theirs = await joris.post(`${rounds}/preview?part=schedule`, another);
    expect(theirs.text).toContain("juf Hanneke heeft op maandag 30 november 15:00 al een ander");
    expect(theirs.text).not.toContain("Wintergesprekken");
    // the round itself is in nobody's way
    const own = await juf.post(`${round.path}/preview?part=schedule`, typed());
    expect(own.text).toContain("12 gesprekken op maandag 30 november");
    expect(own.text).not.toContain("zit op");
  });

  test("the overview tells only what is new", async () => {
    const { text } = await juf.get(round.path);
    const live = /hx-get="([^"]+part=live[^"]+)"/.exec(text)![1]!.replaceAll("&amp;", "&");
    expect((await juf.get(live)).status).toBe(204);
    const free = await slot("15:00");
    await change(free.id, "removal");
    const news = await juf.get(live);
    expect(news.status).toBe(200);
    expect(news.text).toContain("weggehaald");
    await change(free.id, "restoration");
  });

  test("publishing mails the parents what the teacher wrote, once", async () => {
    const page = await juf.get(`${round.path}/publication`);
    expect(page.text).toContain("Binnenkort zijn er weer oudergesprekken.");
    const added = /Dit zetten wij eronder(.*?)<\/section>/s.exec(page.text)![1]!;
    const shown = [...added.matchAll(/<(?:p|li)>([^<]+)</g)].map(([, words]) => words!);
    expect(shown.length).toBeGreaterThan(4);
    expect((await juf.post(`${round.path}/publication`, { invitation: "" })).status).toBe(422);
    const invitation = "Beste ouders,\n\nNeem gerust uw kind mee.";
    await juf.post(`${round.path}/publication`, { invitation });
    const again = await juf.post(`${round.path}/publication`, { invitation });
    expect(again.status).toBe(409);
    const mails = (await school.mails()).filter((mail) =>
      mail.subject.startsWith("Wintergesprekken: ")
    );
    const samira = mails.filter((mail) => mail.to[0]?.address === "ouder@regenton.example");
    expect(samira).toHaveLength(1);
    expect(samira[0]!.subject).toBe("Wintergesprekken: er staat een tijd voor u klaar");
    expect(mails.filter(({ subject }) => subject === "Wintergesprekken: kies een tijd").length)
      .toBeGreaterThan(5);
    expect(samira[0]!.text).toContain("Neem gerust uw kind mee.");
    for (
      const line of [
        "Voor Noor staat er al een tijd klaar: maandag 30 november, ",
        "Noor: een gesprek van 20 minuten met juf Hanneke.",
        "Op maandag 30 november van 15.00 uur tot 17.45 uur.",
        "Waar: Lokaal 5.",
        "Kiezen en wijzigen kan tot vr 27 november om 20.00 uur.",
      ]
    ) expect(samira[0]!.text).toContain(line);
    const other = mails.find(({ text }) =>
      text.includes(shown.find((one) => one.includes(": "))!)
    )!;
    expect(shown.filter((words) => !other.text.includes(words))).toEqual([]);
    expect(samira[0]!.text).not.toContain("Graag over lezen");
  });

  test("who changes a published round reads the mail that went, and cannot change it", async () => {
    const { text } = await juf.get(`${round.path}/edit`);
    expect(text).toContain("Verstuurd: vandaag om 9.00 uur.");
    expect(text).toContain("Neem gerust uw kind mee.");
    expect(text).not.toContain("Gaat pas weg als je publiceert");
    expect(text).not.toContain('name="invitation"');
    const changed = await juf.post(`${round.path}/details`, typed({ room: "Lokaal 6" }));
    expect(changed.location).toBe(round.path);
    expect((await juf.get(`${round.path}/edit`)).text).toContain("Neem gerust uw kind mee.");
    expect((await juf.get(round.path)).text).toContain("Keuzes van ouders verschijnen vanzelf.");
  });

  test("one press reminds those without a time, and names whom no mail reaches", async () => {
    const { text } = await juf.get(round.path);
    const key = /name="key" value="([^"]+)"/.exec(text)![1]!;
    await juf.post(`${round.path}/reminders`, { key });
    const again = await juf.post(`${round.path}/reminders`, { key: crypto.randomUUID() });
    expect(again.status).toBe(409);
    expect(again.text).toContain("Je hebt net herinnerd.");
    expect(again.text).toContain("Laatst herinnerd: vandaag om 9.00 uur.");
    const mails = (await school.mails()).filter((mail) => mail.subject.includes("nog geen tijd"));
    expect(mails.length).toBeGreaterThan(5);
    const addresses = mails.map((mail) => mail.to[0]!.address);
    expect(new Set(addresses).size).toBe(addresses.length);
    expect(addresses).not.toContain("ouder@regenton.example"); // Noor has a time
    expect(await juf.post(`${round.path}/reminders`, { key: "x" })).toMatchObject({ status: 422 });
  });

  test("when the teacher moves a talk, the parents get the new time for their calendar", async () => {
    const [from] = (await listSlots(round.id)).filter((one) => one.pupil === "Noor");
    const to = await slot("16:40");
    await change(from!.id, "move", { to: String(to.id) });
    const mail = (await school.mails()).find((one) =>
      one.to[0]?.address === "ouder@regenton.example"
    );
    expect(mail?.subject).toBe("Wintergesprekken: uw tijd is veranderd");
    expect(mail?.text).toContain("maandag 30 november, 16.40 uur, bij juf Hanneke");
    const ics = await calendarOf(mail!);
    expect(ics).toContain("DTSTART:20261130T154000Z");
    expect(ics).toContain("DTEND:20261130T160000Z");
  });

  test("who does not keep the round changes nothing, and sees no subjects", async () => {
    const meester = await school.signIn("joris@regenton.example");
    const parent = await school.signIn("ouder@regenton.example");
    const [first] = (await listSlots(round.id)).filter((one) => one.pupil === "Noor");
    const about = { pupil: String(noor), subject: "Bijles rekenen" };
    await parent.post(`/regenton/conversations/slots/${first!.id}/subject`, about);
    expect((await juf.get(round.path)).text).toContain("Bijles rekenen");
    const seen = await meester.get(`${round.path}?slot=${first!.id}`);
    expect(seen.text).toContain("Noor de Wit");
    expect(seen.text).not.toContain("Bijles rekenen");
    const { id } = await slot("15:00");
    for (
      const path of [
        `/regenton/conversations/slots/${id}/removal`,
        `${round.path}/closing`,
        `${round.path}/withdrawal`,
      ]
    ) expect((await meester.post(path)).status).toBe(404);
  });

  test("the schedule comes on paper, of the round and of the teacher", async () => {
    for (
      const path of [
        `${round.path}/schedule.pdf`,
        `${round.path}/schedule.pdf?day=2026-11-30`,
        `/regenton/conversations/teachers/${own}/schedule.pdf`,
      ]
    ) {
      const answer = await juf.get(path);
      expect(answer.headers.get("content-type")).toBe("application/pdf");
    }
    for (const day of ["2026-12-01", "morgen"]) {
      expect((await juf.get(`${round.path}/schedule.pdf?day=${day}`)).status).toBe(404);
    }
  });

  test("the day before, everyone with a talk is reminded, once", async () => {
    school.clock.travel("2026-11-29T15:00:00+01:00");
    await runTicks(school.house);
    const toSamira = async () =>
      (await school.mails()).filter((mail) =>
        mail.to[0]?.address === "ouder@regenton.example" && mail.subject.startsWith("Morgen")
      );
    expect(await toSamira()).toEqual([]);
    school.clock.travel("2026-11-29T16:01:00+01:00");
    await runTicks(school.house);
    const [mail, ...more] = await toSamira();
    expect(more).toEqual([]);
    expect(mail?.text).toContain("16.40 uur");
    await runTicks(school.house);
    expect(await toSamira()).toEqual([]);
  });

  test("closing fixes the times and mails each with an invitation for the calendar", async () => {
    juf = await school.signIn("juf@regenton.example");
    expect((await juf.get(round.path)).text).toMatch(/\d+ gesprekken hebben nog geen tijd/);
    const answer = await juf.post(`${round.path}/closing`);
    expect(answer.status).toBe(303);
    const mails = await school.mails();
    const without = mails.filter((one) =>
      one.subject === "Wintergesprekken: u heeft geen tijd gekozen"
    );
    expect(without.length).toBeGreaterThan(5);
    expect(without[0]!.text).toContain("Neem dan contact op met de leerkracht.");
    const mail = mails.find((one) => one.to[0]?.address === "ouder@regenton.example");
    expect(mail?.subject).toBe("Wintergesprekken: dit is uw tijd");
    expect(await calendarOf(mail!)).toContain("SUMMARY:Oudergesprek Noor");
    const [{ id: sent }] = await school.house.pool.unsafe<[{ id: number }]>(
      "select id from deliveries where kind = 'talkTimes' and address = 'ouder@regenton.example'",
    );
    const office = await school.signIn("directie@regenton.example");
    const kept = await office.get(`/regenton/outgoing/${sent}`);
    expect(kept.text).toMatch(/Bijlage<\/span><span>[^<]+\.ics \(\d+ kB\)</);
    const { id } = await slot("15:00");
    const late = await change(id, "removal");
    expect(late.status).toBe(409);
    expect(late.text).toContain("De ronde is gesloten");
    expect((await juf.get(`${round.path}/edit`)).status).toBe(404);
    const { text } = await juf.get(round.path);
    expect(text).toContain("De tijden staan vast.");
    expect(text).not.toContain("Keuzes van ouders verschijnen vanzelf.");
  });

  test("who rang after closing is still booked in, and gets the time for the calendar", async () => {
    const { id } = await slot("15:00");
    const panel = await juf.get(`${round.path}?slot=${id}&part=panel`);
    expect(panel.text).toContain("Zet erin");
    expect(panel.text).not.toContain("Haal deze tijd weg");
    const asked = [...panel.text.matchAll(/<option value="(\d+)"/g)].map(([, id]) => id!);
    const [child] = await school.house.pool.unsafe<{ id: string; name: string }[]>(
      `select k.id::text, k.first_name as name from pupils k
        join guardianships g on g.pupil_id = k.id join people p on p.id = g.person_id
        left join accounts a on a.id = p.account_id
      where k.id = any($1::bigint[]) and coalesce(a.email, p.email) <> '' and p.left_at is null
        and g.blocked_at is null limit 1`,
      [`{${asked}}`],
    );
    const pupil = child!.id;
    expect((await juf.get(`${round.path}?pupil=${pupil}&part=panel`)).text).toContain("Zet erin");
    expect((await juf.post(`${round.path}/bookings`, { slot: String(id), pupil })).status)
      .toBe(303);
    expect((await slot("15:00")).pupil).toBe(child!.name);
    const mails = (await school.mails()).filter((one) => one.text.includes("15.00 uur"));
    expect(mails.length).toBeGreaterThan(0);
    expect(mails[0]!.subject).toBe("Wintergesprekken: dit is uw tijd");
    expect(await calendarOf(mails[0]!)).toContain(`SUMMARY:Oudergesprek ${child!.name}`);
  });
});

test("a round that is withdrawn is called off for who had a talk", async () => {
  const round = await openRound({ title: "Toch niet", day1: "2026-12-08", closesOn: "2026-12-04" });
  const noor = String(await pupilCalled("Noor"));
  const { id } = await slotAt(round.id, "15:00");
  await juf.post(`${round.path}/publication`, { invitation: "Kom gezellig." });
  await juf.post(`${round.path}/bookings`, { slot: String(id), pupil: noor });
  await school.mails();
  await juf.post(`${round.path}/withdrawal`);
  const mails = await school.mails();
  const mail = mails.find((one) => one.to[0]?.address === "ouder@regenton.example");
  expect(mail?.subject).toBe("Toch niet: uw gesprek gaat niet door");
  expect(mail?.text).toContain("Noor op dinsdag 8 december om 15.00 uur");
  const toSamira = mails.filter((one) => one.to[0]?.address === "ouder@regenton.example");
  expect(toSamira).toHaveLength(1);
  const others = mails.filter((one) => one.subject === "Toch niet: deze ronde gaat niet door");
  expect(others.length).toBeGreaterThan(5);
  const parent = await school.signIn("ouder@regenton.example");
  expect((await parent.get("/regenton/conversations")).text).not.toContain("Toch niet");
  const reminder = await juf.post(`${round.path}/reminders`, { key: crypto.randomUUID() });
  expect(reminder.status).toBe(409);
  expect(reminder.text).toContain("De ronde is ingetrokken.");
  expect(await school.mails()).toEqual([]);
});

test("on Vandaag the teacher sees how far the own rounds are, and another's not", async () => {
  const { text } = await juf.get("/regenton");
  expect(text).toContain("Herfstgesprekken groep 5a");
  expect(text).toContain("9 van 25 gekozen");
  expect(text).not.toContain("Herfstgesprekken groep 2b");
  const office = await school.signIn("administratie@regenton.example");
  expect((await office.get("/regenton")).text).toContain("Herfstgesprekken groep 2b");
});
