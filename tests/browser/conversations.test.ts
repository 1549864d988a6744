import type { Locator, Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import {
  axeFindings,
  type Look,
  openBrowser,
  overflows,
  phone,
  school,
  tabTo,
  web,
} from "../support/browser.ts";
import type { TestHouse } from "../support/house.ts";
import { openRound, timesFrom } from "../support/open_round.ts";

// Two parents with their phones, at the moment a round has opened.

const samira = "ouder@regenton.example";
const neighbour = "buur@regenton.example";
const dark: Look = { viewport: phone, colorScheme: "dark" };
const light: Look = { viewport: phone, colorScheme: "light" };

let times: number[];

openBrowser();
beforeAll(async () => {
  times = (await openRoundsFor(school)).slots;
  await giveNeighbour(school);
});

const open = async (userName: string, look: Look = light) => {
  const page = await web.openAs(userName, look);
  await page.goto(`${web.origin}/regenton/conversations`);
  return page;
};
/** A free time of a child, by the time and the child's name. */
const time = (page: Page, at: string, child: string) =>
  page.getByRole("button", { name: new RegExp(`^${at} .*voor ${child} `) });

const isInSight = (of: Locator) =>
  of.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });

test("a time that one parent takes is gone on the other's phone, without reloading", async () => {
  const [hers, his] = [await open(samira), await open(neighbour, dark)];
  await hers.locator("h1").evaluate((title) => title.setAttribute("data-loaded", "once"));
  await time(hers, "15:20", "Noor").waitFor();
  await time(his, "15:20", "Teun").click();
  await his.getByText("Gereserveerd: dinsdag 24 november, 15.20 uur, over Teun.").waitFor();
  await his.locator(".slot.mine:focus").waitFor();

  await hers.locator(".slot.gone", { hasText: "15:20" }).first().waitFor();
  expect(await time(hers, "15:20", "Noor").count()).toBe(0);
  expect(await hers.locator("h1").getAttribute("data-loaded")).toBe("once");

  await his.getByRole("button", { name: /^Annuleren ?: 15:20 over Teun/ }).click();
  await his.getByText("Geannuleerd. U kunt een andere tijd voor Teun kiezen.").waitFor();
  await time(hers, "15:20", "Noor").waitFor();
  for (const page of [hers, his]) {
    expect(await axeFindings(page)).toEqual([]);
    expect(await overflows(page)).toBe(false);
  }
});

test("who presses the same time a moment later is told so, and sees how it stands", async () => {
  const [hers, his] = [await open(samira), await open(neighbour)];
  await Promise.all([
    time(hers, "15:40", "Noor").click(),
    time(his, "15:40", "Teun").click(),
  ]);
  await Promise.all(
    [hers, his].map((page) => page.locator(".slot.mine, [role=alert]").first().waitFor()),
  );
  const lost = [hers, his].map((page) => page.getByRole("alert").count());
  expect((await Promise.all(lost)).toSorted()).toEqual([0, 1]);
  const loser = await hers.getByRole("alert").count() > 0 ? hers : his;
  await loser.getByText("Iemand was u net voor").waitFor();
  expect(await loser.locator(".slot.gone", { hasText: "15:40" }).count()).toBeGreaterThan(0);
  expect(await axeFindings(loser)).toEqual([]);
  const winner = loser === hers ? his : hers;
  await winner.getByRole("button", { name: /^Annuleren ?: 15:40/ }).click();
  await winner.getByText("Geannuleerd.").waitFor();
});

test("what is said of a press stands in sight of it, and only the word cancels", async () => {
  const page = await open(samira);
  const last = time(page, "15:50", "Noor");
  await last.scrollIntoViewIfNeeded();
  await last.click();
  const done = page.getByText("Gereserveerd: dinsdag 24 november, 15.50 uur, over Noor.");
  await done.waitFor();
  expect(await isInSight(done)).toBe(true);
  await page.locator(".slot.mine b").click();
  await page.locator(".slot.mine small").click();
  await time(page, "15:40", "Noor").click();
  const moved = page.getByText("Verplaatst van 15.50 uur naar 15.40 uur, over Noor.");
  await moved.waitFor();
  expect(await isInSight(moved)).toBe(true);
  await page.getByRole("button", { name: /^Annuleren ?: 15:40/ }).click();
  const cancelled = page.getByText("Geannuleerd.");
  await cancelled.waitFor();
  expect(await isInSight(cancelled)).toBe(true);
});

test("who was signed out meanwhile and presses a time comes to the door", async () => {
  const page = await open(samira);
  await page.context().clearCookies();
  await time(page, "15:00", "Noor").click();
  await page.waitForURL(/\/sign-in\?next=/);
});

test("what a parent is typing stays while others choose", async () => {
  const [hers, his] = [await open(samira), await open(neighbour)];
  await time(hers, "15:00", "Noor").click();
  const subject = hers.getByLabel("Waar wilt u het over hebben?");
  await subject.fill("Lezen");
  await time(his, "15:50", "Teun").click();
  await hers.locator(".slot.gone", { hasText: "15:50" }).first().waitFor();
  expect(await subject.inputValue()).toBe("Lezen");
  expect(await subject.evaluate("document.activeElement.name")).toBe("subject");
  await hers.getByRole("button", { name: "Bewaar" }).click();
  await hers.getByText("Bewaard. De leerkracht leest dit").waitFor();
  expect(await subject.inputValue()).toBe("Lezen");
  await hers.reload();
  expect(await subject.inputValue()).toBe("Lezen");
  await hers.getByRole("button", { name: /^Annuleren ?: 15:00/ }).click();
  await hers.getByText("Geannuleerd.").waitFor();
});

test("with the keyboard alone a parent chooses a time and gives it back", async () => {
  const page = await open(samira, dark);
  const free = time(page, "15:10", "Noor");
  await tabTo(page, free);
  await page.keyboard.press("Enter");
  await page.getByText("15.10 uur, over Noor.").waitFor();
  await page.keyboard.press("Tab");
  const cancel = page.getByRole("button", { name: /^Annuleren ?: 15:10 over Noor/ });
  expect(await cancel.and(page.locator(":focus")).count()).toBe(1);
  await page.keyboard.press("Enter");
  await free.waitFor();
});

test("a time that comes free is kept for who waits, who takes it without reloading", async () => {
  const [hers, his] = [await open(samira), await open(neighbour, dark)];
  await his.locator("summary", { hasText: "Teun 15:50" }).click(); // folded, as all is chosen
  await time(his, "15:20", "Teun").click();
  await his.getByText("Verplaatst van 15.50 uur naar 15.20 uur, over Teun.").waitFor();
  const noor = hers.getByRole("region", { name: "Noor" });
  await noor.locator("summary", { hasText: "Wachtlijst" }).click();
  expect(await axeFindings(hers)).toEqual([]);
  await noor.getByRole("button", { name: /^Zet ons op de wachtlijst/ }).click();
  await noor.getByText("U staat als eerste op de wachtlijst.").waitFor();

  const giveBack = his.getByRole("button", { name: /^Annuleren ?: 15:20/ });
  await giveBack.click();
  await noor.getByText("Er is een tijd vrij: dinsdag 24 november, 15.20 uur.").waitFor();
  await his.locator(".slot.gone", { hasText: "15:20" }).waitFor();
  expect(await his.locator(".slot.gone", { hasText: "15:20" }).innerText())
    .toContain("bewaard voor een ander");
  for (const page of [hers, his]) {
    expect(await axeFindings(page)).toEqual([]);
    expect(await overflows(page)).toBe(false);
  }
  await noor.getByRole("button", { name: /^Nee, dank u/ }).click();
  await noor.getByText("U staat als eerste op de wachtlijst.").waitFor();
  await time(his, "15:20", "Teun").click();
  await giveBack.click();
  await noor.getByRole("button", { name: /^Neem deze tijd/ }).click();
  await hers.getByText("Gereserveerd: dinsdag 24 november, 15.20 uur, over Noor.").waitFor();
  await noor.getByText("U staat niet meer op de wachtlijst.").waitFor();
  await hers.getByRole("button", { name: /^Annuleren ?: 15:20/ }).click();
  await hers.getByText("Geannuleerd.").waitFor();
});

test("a round that is published shows on a phone where nothing was, without reloading", async () => {
  const { db } = school.house;
  const rounds = () => db.updateTable("talk_rounds").where("withdrawn_at", "is", null);
  const published = await db.selectFrom("talk_rounds").select("id")
    .where("withdrawn_at", "is", null).execute();
  await rounds().set({ published_at: null }).execute();
  const page = await open(samira);
  await page.getByText("Er zijn nu geen oudergesprekken").waitFor();
  await db.updateTable("talk_rounds").set({ published_at: school.clock.now() })
    .where("id", "in", published.map(({ id }) => id)).execute();
  await time(page, "15:10", "Noor").waitFor();
  expect(await page.getByText("Er zijn nu geen oudergesprekken").count()).toBe(0);
});

test("one press plans the talks of both children", async () => {
  const page = await open(samira);
  await page.getByRole("link", { name: "Plan het voor ons" }).click();
  await page.getByText("Ons voorstel").waitFor();
  expect(await axeFindings(page)).toEqual([]);
  expect(await overflows(page)).toBe(false);
  await page.locator(".tile", { hasText: "Liefst laat" }).click();
  await page.getByRole("button", { name: "Zoek opnieuw" }).click();
  await page.getByRole("button", { name: "Reserveer deze 2 tijden" }).click();
  await page.getByText("De tijden zijn voor u gereserveerd.").waitFor();
  expect(await page.locator(".slot.mine").count()).toBe(2);
  const took = await school.house.db.selectFrom("talk_slots").select("id")
    .where("pupil_id", "is not", null).where("id", "in", times).execute();
  expect(took.length).toBeGreaterThanOrEqual(1);
});

test("above the times no word is broken in two, on the smallest phone either", async () => {
  const { db } = school.house;
  const rounds = await db.selectFrom("talk_rounds").select(["id", "school_id"])
    .where("withdrawn_at", "is", null).execute();
  const { group_id } = await db.selectFrom("talk_round_groups")
    .innerJoin("groups", "groups.id", "talk_round_groups.group_id")
    .select("group_id").where("groups.name", "=", "5a").executeTakeFirstOrThrow();
  for (const { id, school_id } of rounds) { // so that Noor is in both
    await db.insertInto("talk_round_groups").values({ school_id, round_id: id, group_id })
      .onConflict((conflict) => conflict.doNothing()).execute();
    await db.updateTable("talk_rounds").set({ title: "Kennismakingsgesprekken groep 5a" })
      .where("id", "=", id).execute();
  }
  const page = await open(samira, { viewport: { width: 320, height: 700 } });
  await page.locator(".day").evaluateAll((days) =>
    days.forEach((day) => day.setAttribute("open", ""))
  );
  const heads = await page.locator(".pair h3").evaluateAll((all) =>
    all.map((head) => {
      const texts = document.createTreeWalker(head, NodeFilter.SHOW_TEXT);
      const words: { word: string; lines: number }[] = [];
      while (texts.nextNode()) {
        const node = texts.currentNode;
        for (const { 0: word, index } of node.textContent!.matchAll(/[^\s\u00ad]+/g)) {
          const tops = Array.from(word, (_, n) => {
            const range = document.createRange();
            range.setStart(node, index + n);
            range.setEnd(node, index + n + 1);
            // the first letter after a soft hyphen has that hyphen's place too
            return Math.round([...range.getClientRects()].at(-1)!.top);
          });
          words.push({ word, lines: new Set(tops).size });
        }
      }
      return words;
    })
  );
  expect(heads.filter((words) => words.some(({ word }) => word.startsWith("Kennismaking"))))
    .toHaveLength(2);
  expect(heads.flat().filter(({ lines }) => lines > 1)).toEqual([]);
  expect(await overflows(page)).toBe(false);
});

test("without script too, what has been is a list below, in which nothing is pressed", async () => {
  school.clock.travel("2026-11-24T16:30:00+01:00");
  for (const look of [light, dark, { ...light, javaScriptEnabled: false }]) {
    const page = await open(samira, look);
    const earlier = page.locator("#choices section", { hasText: "Geweest dit schooljaar" });
    expect(await earlier.getByRole("listitem").count()).toBe(3);
    expect(await page.locator("#choices :is(a, button, input, summary)").count()).toBe(0);
    expect(await page.getByText("Er is nu niets te kiezen.").count()).toBe(1);
    if (look.javaScriptEnabled !== false) expect(await axeFindings(page)).toEqual([]);
    expect(await overflows(page)).toBe(false);
  }
});

/**
 * Rounds of 5a (Noor, Teun) and 2b (Mees) on one afternoon, instead of those of the demo.
 * @returns that of 5a
 */
async function openRoundsFor(house: TestHouse) {
  const { db } = house.house;
  await db.updateTable("talk_rounds").set({ withdrawn_at: house.clock.now() }).execute();
  const { id: schoolId } = await db.selectFrom("schools").select("id").executeTakeFirstOrThrow();
  const round = async (name: string) => {
    const group = await db.selectFrom("groups").select("id").where("school_id", "=", schoolId)
      .where("name", "=", name).where("school_year", "=", 2026).executeTakeFirstOrThrow();
    const teachers = await db.selectFrom("group_staff").select("person_id")
      .where("school_id", "=", schoolId).where("group_id", "=", group.id).execute();
    return await openRound(house, { schoolId }, {
      groups: [group.id],
      teachers: teachers.map(({ person_id }) => person_id),
      times: timesFrom("2026-11-24T15:00", 8),
      closesAt: "2026-11-20T20:00:00+01:00",
    });
  };
  await round("2b");
  return await round("5a");
}

/** Another family with a child in Noor's group: Teun, whose parent signs in as `neighbour`. */
async function giveNeighbour(house: TestHouse) {
  const { db } = house.house;
  const { id: school_id } = await db.selectFrom("schools").select("id").executeTakeFirstOrThrow();
  const group = await db.selectFrom("groups").select("id").where("school_id", "=", school_id)
    .where("name", "=", "5a").where("school_year", "=", 2026).executeTakeFirstOrThrow();
  const { password_hash } = await db.selectFrom("accounts").select("password_hash")
    .where("user_name", "=", samira).executeTakeFirstOrThrow();
  const account = await db.insertInto("accounts").values({
    user_name: neighbour,
    email: neighbour,
    activated_at: house.clock.now(),
    password_hash,
  }).returning("id").executeTakeFirstOrThrow();
  const person = await db.insertInto("people")
    .values({ school_id, account_id: account.id, first_name: "Kees", last_name: "Buur" })
    .returning("id").executeTakeFirstOrThrow();
  const pupil = await db.insertInto("pupils").values({ school_id, first_name: "Teun" })
    .returning("id").executeTakeFirstOrThrow();
  await db.insertInto("group_pupils")
    .values({ school_id, group_id: group.id, pupil_id: pupil.id }).execute();
  await db.insertInto("guardianships")
    .values({ school_id, person_id: person.id, pupil_id: pupil.id }).execute();
}
