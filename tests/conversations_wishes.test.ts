import { readFile } from "node:fs/promises";
import { join } from "node:path";
import PostalMime from "postal-mime";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { KeptMail } from "../emails/sender.ts";
import { runTicks } from "../jobs/clock.ts";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import { planOf, TalkVillage } from "./support/talks.ts";
import type { Villager } from "./support/village.ts";
import type { Answer } from "./support/visitor.ts";

// A fair round, as guardians and teachers meet it: preferences, a proposal, and everyone's mail.

let house: TestHouse;
beforeAll(async () => void (house = await openTestHouse({ seed: "empty" })));
afterAll(() => house.close());

const asking = "2026-11-10T09:00:00+01:00";
const over = "2026-11-12T20:01:00+01:00";
const wishesUntil = new Date("2026-11-12T20:00:00+01:00");
const closesAt = new Date("2026-11-14T20:00:00+01:00");

let schools = 0;

/** Noor (and her brother Mees, in another round), Teun and Zofia, with juf Hanneke; six times. */
async function found({ separateTalks = false, talks = 6 } = {}) {
  house.clock.travel(asking);
  const at = await TalkVillage.found(house, `fair${++schools}`);
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
    const { village, noor, mother, wish, page } = await found();
    const granny = await village.guardian("Riet", [noor], { readOnly: true });
    await wish(mother, noor, "15:00");
    expect((await wish(granny, noor, "15:10")).status).toBe(403);
    const { text } = await granny.visitor.get(page);
    expect(wishesIn(text)).toEqual(["15:00"]);
    expect(text).not.toMatch(/<button[^>]*\/wish/);
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
