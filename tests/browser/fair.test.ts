import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import {
  axeFindings,
  desktop,
  type Look,
  openBrowser,
  overflows,
  phone,
  school,
  tabTo,
  web,
} from "../support/browser.ts";

// A fair round: a parent with a phone says what suits, a teacher at a laptop allots the times.

openBrowser();

const dark: Look = { viewport: phone, colorScheme: "dark" };

const seats = (page: Page) =>
  page.locator(".wishing").first().locator(".seat.taken b").allTextContents();
const time = (page: Page, at: string) =>
  page.locator(".wishing").first().locator(".slots button", { hasText: at });

/** The card of the child in a group, in the round of the reports. */
const cardOf = (page: Page, group: string) =>
  page.locator(".post", { hasText: "Rapportgesprekken" }).filter({ hasText: group });

test("a parent taps times in order of preference, as quick as one can, and takes one back", async () => {
  const page = await web.openAs("ouder@regenton.example", { viewport: phone });
  await page.goto(`${web.origin}/regenton/conversations`);
  await page.locator("h1").evaluate((title) => title.setAttribute("data-loaded", "once"));
  // without waiting for what is answered
  await page.evaluate(`for (const at of ["15:20", "15:00", "18:40"]) {
    [...document.querySelectorAll(".wishing .slots button")]
      .find((button) => button.textContent.includes(at)).click();
  }`);
  await page.getByText("3 voorkeuren bewaard").waitFor();
  expect(await seats(page)).toEqual(["15:20", "15:00", "18:40"]);
  await time(page, "15:20").click();
  await page.getByText("2 voorkeuren bewaard").first().waitFor();
  expect(await seats(page)).toEqual(["15:00", "18:40"]);
  expect(await time(page, "15:20").evaluate((button) => button === document.activeElement))
    .toBe(true);
  expect(await page.locator("h1").getAttribute("data-loaded")).toBe("once");
  expect(await axeFindings(page)).toEqual([]);
  expect(await overflows(page)).toBe(false);
  await page.reload();
  expect(await seats(page)).toEqual(["15:00", "18:40"]);
  await page.getByRole("button", { name: "Wis alles voor Mees" }).click();
  await page.getByText("Nog geen voorkeur.").waitFor();
});

test("with the keyboard alone a parent fills the five places, in the dark", async () => {
  const page = await web.openAs("ouder@regenton.example", dark);
  await page.goto(`${web.origin}/regenton/conversations`);
  await tabTo(page, time(page, "15:00"));
  for (let n = 1; n <= 5; n++) {
    await page.keyboard.press("Enter");
    await page.locator(".wishing").first().locator(`.seat.taken >> nth=${n - 1}`).waitFor();
    if (n < 5) await page.keyboard.press("Tab");
  }
  await page.getByText("Vijf voorkeuren bewaard.").waitFor();
  expect(await seats(page)).toEqual(["15:00", "15:10", "15:20", "15:30", "15:40"]);
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole("button", { name: "Wis alles voor Mees" }).click();
  await page.getByText("Nog geen voorkeur.").waitFor();
});

test("at 320 pixels the five places hold their times, and so does a time with a long name in it", async () => {
  const { db } = school.house;
  const joris = db.updateTable("staff").where("title", "=", "meester Joris");
  await joris.set({ title: "mevrouw Van Schoonhovenbergen-Oosterhuis" }).execute();
  const page = await web.openAs("ouder@regenton.example", {
    viewport: { width: 320, height: 640 },
  });
  await page.goto(`${web.origin}/regenton/conversations`);
  for (const at of ["15:00", "15:10", "15:20", "15:30", "15:40"]) {
    await time(page, at).click();
    await page.locator(".wishing").first().locator(".seat.taken", { hasText: at }).waitFor();
  }
  await page.locator("details.day").evaluateAll((days) =>
    days.forEach((day) => day.setAttribute("open", ""))
  );
  await page.getByText("u bent bij mevrouw Van Schoonhovenbergen-Oosterhuis").first().waitFor();
  const outside = await page.locator(".slot, .seat").evaluateAll((cells) =>
    cells.filter((cell) => {
      const { right, bottom } = cell.getBoundingClientRect();
      return [...cell.querySelectorAll("b, small, span:not(.vh, .vh *)")].some((words) => {
        const its = words.getBoundingClientRect();
        return its.right > right + 1 || its.bottom > bottom + 1;
      });
    }).map((cell) => cell.textContent)
  );
  expect(outside).toEqual([]);
  const saved = page.getByRole("status").filter({ hasText: "Vijf voorkeuren bewaard." });
  const isBeside = await saved.evaluate((line) => {
    const words = document.createRange();
    words.selectNodeContents(line.lastChild!);
    const icon = line.querySelector("svg")!.getBoundingClientRect();
    return words.getBoundingClientRect().left > icon.right;
  });
  expect(isBeside).toBe(true);
  expect(await overflows(page)).toBe(false);
  await page.getByRole("button", { name: "Wis alles voor Mees" }).click();
  await page.getByText("Nog geen voorkeur.").waitFor();
  await db.updateTable("staff").where("title", "=", "mevrouw Van Schoonhovenbergen-Oosterhuis")
    .set({ title: "meester Joris" }).execute();
});

test("a teacher gets a picture of the evening, and swaps by dragging and by keyboard", async () => {
  const page = await web.openAs("juf@regenton.example", { viewport: desktop });
  await page.goto(`${web.origin}/regenton/conversations`);
  await page.getByRole("link", { name: "Rapportgesprekken" }).first().click();
  await page.getByRole("link", { name: "Verdeel de tijden" }).click();
  await page.getByRole("button", { name: "Maak een voorstel" }).click();
  await page.getByRole("img", { name: /1e keus/ }).waitFor();
  await page.getByRole("heading", { name: /^Alle 26 hebben een plek, \d+ hun eerste keus/ })
    .waitFor();
  expect(await axeFindings(page)).toEqual([]);

  const talks = page.locator(".slot.proposed");
  const names = async (...which: number[]) =>
    await Promise.all(which.map((n) => talks.nth(n).locator(".grow > span").first().textContent()));
  const [first, fourth] = await names(0, 3);
  await talks.nth(3).scrollIntoViewIfNeeded(); // not once the mouse holds the first
  await talks.nth(0).dragTo(talks.nth(3));
  await page.getByText("Het voorstel is aangepast.").waitFor();
  expect(await names(0, 3)).toEqual([fourth, first]);

  await page.goto(page.url().replace(/#.*/, ""));
  await tabTo(page, talks.nth(0));
  await page.keyboard.press("Enter");
  const panel = page.locator("#panel");
  await panel.getByRole("heading", { name: fourth! }).waitFor();
  const times = panel.getByLabel(`Tijd voor ${fourth}`);
  await tabTo(page, times);
  // its own time is chosen until another is, with whose it is and what that one gets
  const chosen = times.locator("option:checked");
  expect(await chosen.textContent()).toContain("zoals nu");
  for (let n = 0; n < 3; n++) await page.keyboard.press("ArrowDown");
  expect(await chosen.textContent()).toContain(`ruil met ${first}: die krijgt 15:00`);
  await tabTo(page, panel.getByRole("button", { name: "Verplaats" }));
  await page.keyboard.press("Enter");
  await page.getByText("Het voorstel is aangepast.").waitFor();
  expect(await names(0, 3)).toEqual([first, fourth]);

  const onPhone = await web.openAs("juf@regenton.example", dark);
  await onPhone.goto(page.url());
  await onPhone.getByRole("img", { name: /1e keus/ }).waitFor();
  expect(await axeFindings(onPhone)).toEqual([]);
  expect(await overflows(onPhone)).toBe(false);
});

test("when the teacher fixes the times, a parent who is looking sees theirs without reloading", async () => {
  const hers = await web.openAs("ouder@regenton.example", dark);
  await hers.goto(`${web.origin}/regenton/conversations`);
  await hers.locator("h1").evaluate((title) => title.setAttribute("data-loaded", "once"));
  await hers.getByText("School verdeelt nu de tijden.").waitFor();
  const page = await web.openAs("juf@regenton.example", { viewport: desktop });
  await page.goto(`${web.origin}/regenton/conversations`);
  await page.getByRole("link", { name: "Rapportgesprekken" }).first().click();
  await page.getByRole("link", { name: "Verdeel de tijden" }).click();
  await page.getByText("Leg vast", { exact: true }).click();
  await page.getByRole("button", { name: "Leg vast en mail" }).click();
  await page.getByText("De tijden zijn verdeeld: 26 gesprekken staan vast.").waitFor();
  await hers.bringToFront();
  await cardOf(hers, "Groep 5a").locator(".ok-text").waitFor();
  expect(await hers.getByText("School verdeelt nu de tijden.").count()).toBe(0);
  expect(await hers.locator("h1").getAttribute("data-loaded")).toBe("once");
});

test("after that a parent sees the time, and can still take another", async () => {
  const page = await web.openAs("ouder@regenton.example", { viewport: phone });
  await page.goto(`${web.origin}/regenton/conversations`);
  const noors = cardOf(page, "Groep 5a");
  await noors.locator(".ok-text").waitFor();
  expect(await noors.locator(".ok-text").textContent()).toMatch(/uur$/);
});

test("a time that is taken out, and a round that is called off, go from a page that is open", async () => {
  const page = await web.openAs("ouder@regenton.example", { viewport: phone });
  await page.goto(`${web.origin}/regenton/conversations`);
  await page.locator("h1").evaluate((title) => title.setAttribute("data-loaded", "once"));
  for (const at of ["15:20", "15:00"]) {
    await time(page, at).click();
    await page.locator(".wishing").first().locator(".seat.taken", { hasText: at }).waitFor();
  }
  const wish = await time(page, "15:20").getAttribute("formaction");
  const head = await school.signIn("directie@regenton.example");
  await head.post(wish!.replace(/wish\/removal$/, "removal"));
  await page.getByText("1 voorkeur bewaard").waitFor();
  expect(await seats(page)).toEqual(["15:00"]);
  expect(await time(page, "15:20").count()).toBe(0);

  const { db } = school.house;
  const slot = Number(/slots\/(\d+)/.exec(wish!)![1]);
  const { round_id } = await db.selectFrom("talk_slots").select("round_id").where("id", "=", slot)
    .executeTakeFirstOrThrow();
  await cardOf(page, "Groep 2b").waitFor();
  await head.post(`/regenton/conversations/rounds/${round_id}/withdrawal`);
  await cardOf(page, "Groep 2b").waitFor({ state: "detached" });
  expect(await page.locator(".wishing").count()).toBe(0);
  expect(await page.locator("h1").getAttribute("data-loaded")).toBe("once");
});
