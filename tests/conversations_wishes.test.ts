import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import PostalMime from "postal-mime";
import { describe, expect, test } from "vitest";
import type { KeptMail } from "../emails/sender.ts";
import { runTicks } from "../jobs/clock.ts";
import { listAskedChildren } from "../modules/conversations/mod.ts";
import { db, house, openTalks, planOf, TalkVillage } from "./support/talks.ts";
import type { Villager } from "./support/village.ts";
import type { Answer } from "./support/visitor.ts";

// A fair round, as guardians and teachers meet it: preferences, a proposal, and everyone's mail.

openTalks();

const asking = "2026-11-10T09:00:00+01:00";
const over = "2026-11-12T20:01:00+01:00";
const wishesUntil = new Date("2026-11-12T20:00:00+01:00");
const closesAt = new Date("2026-11-14T20:00:00+01:00");

let schools = 0;

/** Noor (and her brother Mees, in another round), Teun and Zofia, with juf Hanneke; six times. */
async function found({ separateTalks = false, talks = 6 } = {}) {
  house.clock.travel(asking);
  const at = await TalkVillage.found(`fair${++schools}`);
  const { village } = at;
  const [five, two] = [await village.group("5"), await village.group("2")];
  const [noor, teun, zofia] = [
    await village.pupil("Noor", [five]),
    await village.pupil("Teun", [five]),
    await village.pupil("Zofia", [five]),
  ];
  const mees = await village.pupil("Mees", [two]);
  const hanneke = await village.staff("Hanneke", "teacher", [five]);
  const joris = await village.staff("Joris", "teacher", [two]);
  const fair = { fair: true, wishesUntil, closesAt, separateTalks, plan: planOf(talks) };
  const round = await at.round(hanneke, [five], fair);
  const page = `/${village.shortName}/conversations`;
  const wish = async (who: Villager, pupil: number, time: string, what = "") =>
    await who.visitor.post(
      `${page}/slots/${await at.slot(hanneke, round, time)}/wish${what}`,
      { pupil: String(pupil) },
    );
  return {
    ...{ at, village, five, two, noor, teun, zofia, mees, hanneke, joris, fair, round, page, wish },
    path: `${page}/rounds/${round}`,
    mother: await village.guardian("Samira", [noor, mees]),
    father: await village.guardian("Jeroen", [noor, mees]),
    kees: await village.guardian("Kees", [teun]),
    ewa: await village.guardian("Ewa", [zofia]),
    /** What the child's guardian sees as asked for, the dearest first. */
    wishes: async (who: Villager) => wishesIn((await who.visitor.get(page)).text),
  };
}

/** The times in the five places, in order. */
const wishesIn = (text: string) =>
  [...text.matchAll(/class="rank" aria-hidden="true">\d<\/span><b>(\d\d:\d\d)<\/b>/g)]
    .map(([, time]) => time);

const alertOf = ({ text }: Answer) => /role="alert"[^>]*>.*?<div>([^<]*)<\/div>/.exec(text)?.[1];

test("times one can have now stand above preferences that can wait, and planning for all above both", async () => {
  const { at, two, mother, joris, page } = await found();
  const order = async () => {
    const { text } = await mother.visitor.get(page);
    const parts = ["Plan het voor ons", 'class="days"', "Voorkeuren voor Noor"];
    return parts.filter((part) => text.includes(part))
      .sort((a, b) => text.indexOf(a) - text.indexOf(b));
  };
  await at.round(joris, [two], { opensAt: new Date("2026-11-11T09:00:00+01:00") });
  expect(await order()).toEqual(["Voorkeuren voor Noor", 'class="days"']);
  await at.round(await at.village.staff("Sven", "teacher", [two]), [two], {});
  expect(await order()).toEqual(['class="days"', "Voorkeuren voor Noor"]);
  await at.round(await at.village.staff("Fleur", "teacher", [two]), [two], {});
  expect(await order()).toEqual(["Plan het voor ons", 'class="days"', "Voorkeuren voor Noor"]);
});

describe("a page that is open", () => {
  const newsOf = async (who: Villager, page: string, sign: RegExp) => {
    const address = sign.exec((await who.visitor.get(page)).text)![1]!.replaceAll("&amp;", "&");
    return () => who.visitor.get(address);
  };
  const changes = /hx-get="([^"]+changes\?since=[^"]*)"/;
  const live = /hx-get="([^"]+part=live[^"]+)"/;

  test("of the other parent, and of the teacher, tells another preference in place of one", async () => {
    const { mother, father, kees, hanneke, noor, wish, page, path } = await found();
    await wish(mother, noor, "15:20");
    const [theirs, others, teachers] = [
      await newsOf(father, page, changes),
      await newsOf(kees, page, changes),
      await newsOf(hanneke, path, live),
    ];
    for (const news of [theirs, others, teachers]) expect((await news()).status).toBe(204);
    await wish(mother, noor, "15:20", "/removal");
    await wish(mother, noor, "15:40");
    const { status, text } = await theirs();
    expect([status, wishesIn(text)]).toEqual([200, ["15:40"]]);
    expect((await teachers()).status).toBe(200);
    // of another child they see nothing
    expect((await others()).status).toBe(204);
  });
});

describe("a parent who is asked", () => {
  test("presses times in order of preference, and takes one back", async () => {
    const { mother, noor, wish, wishes, page } = await found();
    const before = (await mother.visitor.get(page)).text;
    expect(before).toContain("Nog geen voorkeur. Dan krijgt u een tijd die overblijft.");
    expect(before).toContain("Dat kan tot do 12 november om 20.00 uur.");
    for (const time of ["15:20", "15:00", "15:40"]) {
      expect((await wish(mother, noor, time)).status).toBe(303);
    }
    expect(await wishes(mother)).toEqual(["15:20", "15:00", "15:40"]);
    await wish(mother, noor, "15:20", "/removal");
    expect(await wishes(mother)).toEqual(["15:00", "15:40"]);
    expect((await mother.visitor.get(page)).text).toContain("2 voorkeuren bewaard");
  });

  test("gives five at most, the same one once, and can wipe them all", async () => {
    const { mother, noor, wish, wishes, path } = await found();
    for (const time of ["15:00", "15:10", "15:10", "15:20", "15:30", "15:40"]) {
      await wish(mother, noor, time);
    }
    const sixth = await wish(mother, noor, "15:50");
    expect([sixth.status, alertOf(sixth)]).toEqual([
      409,
      "U heeft al vijf voorkeuren. Neem er eerst een terug.",
    ]);
    expect(await wishes(mother)).toEqual(["15:00", "15:10", "15:20", "15:30", "15:40"]);
    await mother.visitor.post(`${path}/wishes/removal`, { pupil: String(noor) });
    expect(await wishes(mother)).toEqual([]);
  });

  test("shares the list with the other parent: of two presses at once both are kept", async () => {
    const { mother, father, noor, wish, wishes } = await found();
    const answers = await Promise.all([
      wish(mother, noor, "15:00"),
      wish(father, noor, "15:10"),
      wish(mother, noor, "15:20"),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect((await wishes(father)).toSorted()).toEqual(["15:00", "15:10", "15:20"]);
  });

  test("keeps the own preferences in the own name when the other parent adds one", async () => {
    const { mother, father, noor, wish } = await found();
    await wish(mother, noor, "15:00");
    await wish(father, noor, "15:10");
    const { rows } = await sql<{ askedBy: number }>`select asked_by as "askedBy" from talk_wishes
      where pupil_id = ${noor} order by rank`.execute(db());
    expect(rows.map(({ askedBy }) => askedBy)).toEqual([mother.personId, father.personId]);
  });

  test("where parents are separated, has a list of their own and sees nothing of the other's", async () => {
    const { mother, father, noor, wish, wishes, page } = await found({ separateTalks: true });
    await wish(mother, noor, "15:00");
    await wish(father, noor, "15:10");
    expect(await wishes(mother)).toEqual(["15:00"]);
    expect(await wishes(father)).toEqual(["15:10"]);
    expect((await mother.visitor.get(page)).text).toContain("los van de andere ouder");
  });

  test("is told why a press is not kept, and sees how things stand", async () => {
    const { at, hanneke, round, mother, kees, noor, teun, wish, page } = await found();
    const slot = await at.slot(hanneke, round, "15:00");
    const others = await mother.visitor.post(`${page}/slots/${slot}/wish`, { pupil: String(teun) });
    expect([others.status, alertOf(others)]).toEqual([
      409,
      "U kunt alleen een tijd kiezen voor uw eigen kind.",
    ]);
    const junk = await mother.visitor.post(`${page}/slots/${slot}/wish`, { pupil: "x" });
    expect(junk.status).toBe(409);
    await hanneke.visitor.post(`${page}/slots/${slot}/removal`);
    expect(alertOf(await wish(kees, teun, "15:00"))).toBe(
      "De leerkracht heeft deze tijd weggehaald. Kies een andere tijd.",
    );
    const late = () => wish(mother, noor, "15:10");
    house.clock.travel(over);
    const answer = await late();
    expect([answer.status, alertOf(answer)]).toEqual([
      409,
      "Voorkeuren geven kan niet meer: de tijd daarvoor is voorbij.",
    ]);
    expect(answer.text).toContain("School verdeelt nu de tijden.");
  });

  test("looks on where they may only read", async () => {
    const { village, noor, teun, mother, kees, wish, page } = await found();
    const granny = await village.guardian("Riet", [noor], { readOnly: true });
    await wish(mother, noor, "15:00");
    expect((await wish(granny, noor, "15:10")).status).toBe(403);
    const { text } = await granny.visitor.get(page);
    expect(wishesIn(text)).toEqual(["15:00"]);
    expect(text).not.toMatch(/<button[^>]*\/wish/);
    // for the own child they choose as well, where there is one
    await db().updateTable("people").set({ account_id: granny.accountId })
      .where("id", "=", kees.personId).execute();
    const both = (await granny.visitor.get(page)).text;
    const asked = (pupil: number) =>
      new RegExp(`<button[^>]*value="${pupil}"[^>]*/wish`).test(both);
    expect([asked(noor), asked(teun)]).toEqual([false, true]);
  });

  test("is asked in the daily mail, until preferences were given", async () => {
    const { at, mother, noor, wish } = await found();
    const { school } = await at.viewer(mother);
    const asked = () => listAskedChildren(db(), school, mother.accountId, house.clock.now());
    expect(await asked()).toEqual({ choose: [], wish: ["Noor"], soon: [] });
    await wish(mother, noor, "15:00");
    expect(await asked()).toEqual({ choose: [], wish: [], soon: [] });
  });

  test("is asked on the start page, until preferences were given", async () => {
    const { village, mother, noor, wish } = await found();
    const start = async () => (await mother.visitor.get(`/${village.shortName}`)).text;
    expect(await start()).toContain("Geef voorkeur");
    await wish(mother, noor, "15:00");
    expect(await start()).toContain("1 voorkeur");
    expect(await start()).not.toContain("Geef voorkeur");
    house.clock.travel(over);
    expect(await start()).toContain("School verdeelt");
  });
});

const addressOf = async (who: Villager) => {
  const { user_name } = await db().selectFrom("accounts").select("user_name")
    .where("id", "=", who.accountId).executeTakeFirstOrThrow();
  return user_name;
};

/** What they were sent since the last look, by whom it went to. */
async function mailsTo(...people: Villager[]): Promise<KeptMail[][]> {
  const mails = await house.mails();
  const addresses = await Promise.all(people.map(addressOf));
  return addresses.map((address) => mails.filter((mail) => mail.to[0]?.address === address));
}

async function calendarOf({ headers }: KeptMail): Promise<string> {
  const id = headers.find(({ name }) => name === "message-id")!.value.replace(/^<|@.*$/g, "");
  const raw = await readFile(join(house.house.mailDir, `${id}.eml`));
  const { attachments } = await PostalMime.parse(raw);
  return new TextDecoder().decode(attachments[0]!.content as ArrayBuffer);
}

describe("a teacher who keeps a fair round", () => {
  test("asks for preferences when publishing, and again those who gave none", async () => {
    const { at, hanneke, five, fair, mother, kees, teun, page } = await found();
    const round = await at.round(hanneke, [five], {
      ...fair,
      title: "Winterronde",
      draft: true,
      plan: planOf(6, { days: [{ day: "2026-11-17", begin: "15:00", end: "22:00" }] }),
    });
    await house.mails();
    const path = `${page}/rounds/${round}`;
    const answer = await hanneke.visitor.post(`${path}/publication`, { invitation: "Tot dan!" });
    expect(answer.status).toBe(303);
    const [[toMother]] = await mailsTo(mother) as [[KeptMail]];
    expect(toMother.subject).toBe("Winterronde: geef uw voorkeuren");
    expect(toMother.text).toContain("Tot dan!");
    expect(toMother.text).toContain("Noor: een gesprek van 10 minuten met juf Hanneke.");
    expect(toMother.text).toContain("Op dinsdag 17 november van 15.00 uur tot 16.00 uur.");
    expect(toMother.text).toContain("Voorkeuren geven kan tot do 12 november om 20.00 uur.");
    const slot = await at.slot(hanneke, round, "15:00");
    await kees.visitor.post(`${page}/slots/${slot}/wish`, { pupil: String(teun) });
    const { text } = await hanneke.visitor.get(path);
    expect(text).toContain("1 van 3 gaven voorkeuren");
    expect(text).toContain("2 nog zonder voorkeur");
    const key = /name="key" value="([^"]+)"/.exec(text)![1]!;
    for (let press = 0; press < 2; press++) {
      await hanneke.visitor.post(`${path}/reminders`, { key });
    }
    const [again, none] = await mailsTo(mother, kees);
    expect(again!.map((mail) => mail.subject)).toEqual(["Winterronde: u gaf nog geen voorkeuren"]);
    expect(none).toEqual([]);
  });

  test("is told once that the preferences are in, and finds it on Vandaag", async () => {
    const { village, hanneke, kees, teun, wish, path } = await found();
    await wish(kees, teun, "15:00");
    await house.mails();
    await runTicks(house.house);
    expect((await mailsTo(hanneke))[0]).toEqual([]);
    house.clock.travel(over);
    await runTicks(house.house);
    await runTicks(house.house);
    house.clock.travel("2026-11-12T20:06:00+01:00");
    await runTicks(house.house);
    const [[mail, ...more]] = await mailsTo(hanneke) as [KeptMail[]];
    expect(mail?.subject).toBe("Herfstgesprekken: verdeel de tijden");
    expect(mail?.text).toContain("De ouders van 1 van de 3 leerlingen gaven ze.");
    expect(mail?.text).toContain(`${path}/proposal`);
    expect(more).toEqual([]);
    const { text } = await hanneke.visitor.get(`/${village.shortName}`);
    expect(text).toContain("nog te verdelen");
    expect(text).toContain("1 van 3 gaven voorkeuren");
  });

  test("sees who would come when, swaps two, and tells everyone what they got", async () => {
    const { hanneke, mother, kees, ewa, noor, teun, zofia, wish, path, page } = await found();
    await wish(mother, noor, "15:00");
    await wish(kees, teun, "15:10");
    await wish(kees, teun, "15:00");
    house.clock.travel(over);
    const proposal = `${path}/proposal`;
    expect((await hanneke.visitor.get(proposal)).text).toContain(
      "De ouders van 2 van de 3 leerlingen gaven voorkeuren.",
    );
    expect((await hanneke.visitor.post(proposal)).location).toBe(proposal);
    const { text } = await hanneke.visitor.get(proposal);
    expect(text).toContain("Alle 3 hebben een plek, 2 hun eerste keus.");
    expect(placesIn(text)).toMatchObject({ "15:00": "Noor", "15:10": "Teun" });
    const at = slotsIn(text);
    const was = wasIn(text);
    const move = (pupil: number, to: string, seen = was) =>
      hanneke.visitor.post(`${proposal}/moves`, { talk: `${pupil}-0`, to, was: seen });
    expect((await move(noor, at["15:10"]!)).status).toBe(303);
    const swapped = (await hanneke.visitor.get(proposal)).text;
    expect(placesIn(swapped)).toMatchObject({ "15:00": "Teun", "15:10": "Noor" });
    const stale = await move(noor, at["15:00"]!);
    expect(stale.status).toBe(409);
    expect(stale.text).toContain("Het voorstel is net door iemand anders gewijzigd.");
    expect(placesIn(stale.text)).toMatchObject({ "15:10": "Noor" });
    expect((await move(zofia, "", wasIn(swapped))).status).toBe(303);
    const last = (await hanneke.visitor.get(proposal)).text;
    expect(last).toContain("Eén gezin zonder plek");

    expect((await mother.visitor.get(page)).text).toContain("School verdeelt nu de tijden.");
    await house.mails();
    const fixed = await hanneke.visitor.post(`${path}/allotment`, { was: wasIn(last) });
    expect([fixed.status, fixed.location]).toEqual([303, path]);
    const [[toMother], [toKees], [toEwa]] = await mailsTo(mother, kees, ewa) as [
      [KeptMail],
      [KeptMail],
      [KeptMail],
    ];
    expect(toMother.subject).toBe("Herfstgesprekken: dit is uw tijd");
    expect(toMother.text).toContain("Noor: maandag 16 november, 15.10 uur");
    expect(toMother.text).toContain("bij uw voorkeuren was geen plek meer");
    expect(await calendarOf(toMother)).toContain("DTSTART:20261116T141000Z");
    expect(toKees.text).toContain("Dat is uw 2e keus.");
    expect(toEwa.subject).toBe("Herfstgesprekken: kies nog een tijd");
    expect(toEwa.text).toContain("Voor Zofia was er helaas geen plek.");

    const chooses = await ewa.visitor.post(`${page}/slots/${at["15:20"]}/booking`, {
      pupil: String(zofia),
    });
    expect(chooses.status).toBe(303);
    const again = await hanneke.visitor.post(`${path}/allotment`, { was: wasIn(last) });
    expect(again.status).toBe(409);
    expect(again.text).toContain("De tijden zijn al verdeeld.");
  });

  test("reads that the times were allotted, and parents no more that they may tell what suits them", async () => {
    const { village, hanneke, mother, noor, wish, round, path, page } = await found();
    const invitation = "Welke tijden passen u?";
    await db().updateTable("talk_rounds").set({ invitation }).where("id", "=", round).execute();
    await wish(mother, noor, "15:00");
    expect((await mother.visitor.get(page)).text).toContain(invitation);
    house.clock.travel(over);
    expect((await mother.visitor.get(page)).text).not.toContain(invitation);
    await hanneke.visitor.post(`${path}/proposal`);
    const was = wasIn((await hanneke.visitor.get(`${path}/proposal`)).text);
    expect((await hanneke.visitor.post(`${path}/allotment`, { was })).status).toBe(303);
    for (const read of [path, `/${village.shortName}`]) {
      const { text } = await hanneke.visitor.get(read);
      expect(text).toContain("tijden verdeeld");
      expect(text).toContain("3 van 3 met een tijd");
      expect(text).not.toContain("ouders kiezen");
    }
    const { text } = await mother.visitor.get(page);
    expect(text).toContain("Maandag 16 november, 15.00 uur");
    expect(text).not.toContain(invitation);
  });

  test("tells a parent with a talk of their own who gave no preferences to choose, not that there was no place", async () => {
    const { mother, father, kees, ewa, hanneke, noor, teun, wish, path } = await found({
      separateTalks: true,
      talks: 2,
    });
    await wish(mother, noor, "15:00");
    await wish(kees, teun, "15:10");
    house.clock.travel(over);
    await hanneke.visitor.post(`${path}/proposal`);
    const { text } = await hanneke.visitor.get(`${path}/proposal`);
    expect((await hanneke.visitor.post(`${path}/allotment`, { was: wasIn(text) })).status).toBe(
      303,
    );
    const [[toMother], [toFather], [toEwa]] = await mailsTo(mother, father, ewa) as [
      [KeptMail],
      [KeptMail],
      [KeptMail],
    ];
    expect(toMother.text).toContain("Dat is uw eerste keus.");
    expect(toFather.text).toContain("U kunt voor Noor nu een tijd kiezen die nog vrij is.");
    expect(toFather.text).not.toContain("geen plek");
    expect(toEwa.text).toContain("Voor Zofia was er helaas geen plek.");
  });

  test("who allots after choosing has ended sends who had no place to the teacher", async () => {
    const { mother, kees, ewa, hanneke, noor, teun, wish, path } = await found({ talks: 2 });
    await wish(mother, noor, "15:00");
    await wish(kees, teun, "15:10");
    house.clock.travel("2026-11-14T20:01:00+01:00");
    await hanneke.visitor.post(`${path}/proposal`);
    const was = wasIn((await hanneke.visitor.get(`${path}/proposal`)).text);
    expect((await hanneke.visitor.post(`${path}/allotment`, { was })).status).toBe(303);
    const [[toMother], [toEwa]] = await mailsTo(mother, ewa) as [[KeptMail], [KeptMail]];
    expect(toMother.subject).toBe("Herfstgesprekken: dit is uw tijd");
    expect(toMother.text).not.toContain("een andere vrije tijd");
    expect(toEwa.subject).toBe("Herfstgesprekken: u heeft nog geen tijd");
    expect(toEwa.text).toContain(
      "Voor Zofia was er helaas geen plek, en zelf kiezen kan niet meer.",
    );
    expect(toEwa.text).not.toContain("Kies");
  });

  test("gets a sentence for what cannot be, and nothing changes", async () => {
    const { hanneke, joris, mother, noor, path } = await found();
    const early = await hanneke.visitor.post(`${path}/proposal`);
    expect(early.status).toBe(409);
    expect(early.text).toContain("Ouders geven nog voorkeuren.");
    house.clock.travel(over);
    await hanneke.visitor.post(`${path}/proposal`);
    const { text } = await hanneke.visitor.get(`${path}/proposal`);
    for (
      const typed of [
        { talk: "x", to: "1", was: "1" },
        { talk: `${noor}-0`, to: "999999", was: wasIn(text) },
        { talk: `999999-0`, to: slotsIn(text)["15:50"]!, was: wasIn(text) },
        { talk: "", to: "", was: "" },
      ]
    ) {
      const answer = await hanneke.visitor.post(`${path}/proposal/moves`, typed);
      expect(answer.status).toBe(409);
      expect(answer.text).toContain('class="notice bad"');
    }
    expect((await hanneke.visitor.post(`${path}/allotment`, {})).status).toBe(409);
    expect(placesIn((await hanneke.visitor.get(`${path}/proposal`)).text)).toEqual(placesIn(text));
    for (const other of [joris, mother]) {
      const status = other === joris ? 404 : 403;
      expect((await other.visitor.get(`${path}/proposal`)).status).toBe(status);
      expect((await other.visitor.post(`${path}/allotment`, { was: "1" })).status).toBe(status);
    }
  });
});

test("the office allots all rounds together, so that talks about siblings follow each other", async () => {
  const { at, village, two, joris, fair, mother, kees, teun, noor, mees, wish, page } =
    await found();
  const other = await at.round(joris, [two], { ...fair, title: "Kleuterronde" });
  const office = await village.staff("Karin", "office");
  for (const [pupil, time] of [[noor, "15:20"], [teun, "15:00"]] as const) {
    await wish(pupil === noor ? mother : kees, pupil, time);
  }
  house.clock.travel(over);
  const list = await office.visitor.get(page);
  expect(list.text).toContain("Verdeel de tijden van 2 rondes");
  const all = `${page}/proposals`;
  const before = await office.visitor.get(all);
  const rounds = [...before.text.matchAll(/name="rounds" id="round-(\d+)"/g)].map(([, id]) => id!);
  expect(rounds).toHaveLength(2);
  expect((await office.visitor.post(all, { rounds })).location).toBe(all);
  const { text } = await office.visitor.get(all);
  expect(text).toContain("broers en zussen komen steeds vlak na elkaar");
  const seen = [...text.matchAll(/name="rounds" value="(\d+-\d+)"/g)].map(([, one]) => one!);
  expect(seen).toHaveLength(2);
  await house.mails();
  expect((await office.visitor.post(`${page}/allotments`, { rounds: seen })).status).toBe(303);
  const [mails] = await mailsTo(mother);
  expect(mails!.map((mail) => mail.subject).toSorted()).toEqual([
    "Herfstgesprekken: dit is uw tijd",
    "Kleuterronde: dit is uw tijd",
  ]);
  const talk = async (round: number, pupil: number) => {
    const { rows } = await sql<{ from: Date }>`select lower(during) as from from talk_slots
      where round_id = ${round} and pupil_id = ${pupil}`.execute(db());
    return rows[0]!.from.getTime();
  };
  const [roundOfNoor] = rounds.map(Number).filter((id) => id !== other);
  const apart = Math.abs(await talk(roundOfNoor!, noor) - await talk(other, mees));
  expect(apart).toBeLessThanOrEqual(25 * 60_000);
  const none = await office.visitor.post(all, {});
  expect(none.status).toBe(422);
  expect(none.text).toContain("Kies minstens één ronde.");
});

/** Who is at which time in the picture of a proposal. */
const placesIn = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/<b>(\d\d:\d\d)<\/b><span class="grow"><span>([^<]+)</g)]
      .map(([, time, name]) => [time!, name!]),
  );

/** The slot at each time in the picture. */
const slotsIn = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/id="slot-(\d+)"[^>]*>\s*<b>(\d\d:\d\d)/g)]
      .map(([, slot, time]) => [time!, slot!]),
  );

const wasIn = (text: string): string => /name="was" value="(\d+)"/.exec(text)![1]!;
