import { beforeAll, expect, test } from "vitest";
import { desktop, openBrowser, phone, school, tabTo, web } from "../support/browser.ts";

// A teacher at a laptop follows a round while parents choose.

let round: number;

openBrowser();
beforeAll(async () => {
  const { id } = await school.house.db.selectFrom("talk_rounds").select("id")
    .where("title", "=", "Herfstgesprekken groep 5a").executeTakeFirstOrThrow();
  round = id;
});

const path = () => `${web.origin}/regenton/conversations/rounds/${round}`;

test("while the teacher fills in a round, the schedule beside it follows", async () => {
  const page = await web.openAs("juf@regenton.example", { viewport: desktop });
  await page.goto(`${web.origin}/regenton/conversations/rounds/new`);
  const typed = { talks: "3", minutes: "15", day1: "2026-12-07", begin1: "15:00", end1: "16:00" };
  for (const [name, value] of Object.entries(typed)) await page.fill(`[name=${name}]`, value);
  await page.getByText("3 gesprekken op maandag 7 december, tot 15:45").waitFor();
  await page.fill("[name=talks]", "9");
  await page.locator("[name=talks]").blur();
  await page.locator("#schedule .error").waitFor();
  expect(await page.locator("#schedule").textContent()).toContain("Er passen 4 gesprekken");
  for (
    const [talks, sentence] of [["500", "hoogstens 200"], ["-3", "minstens 1 gesprek"]] as const
  ) {
    await page.fill("[name=talks]", talks);
    await page.locator("[name=talks]").blur();
    await page.locator("#schedule .error", { hasText: sentence }).waitFor();
  }
});

test("a number that cannot be is told while the teacher is still in its field", async () => {
  const page = await web.openAs("juf@regenton.example", { viewport: desktop });
  await page.goto(`${web.origin}/regenton/conversations/rounds/new`);
  const typed = { day1: "2026-12-07", begin1: "15:00", end1: "19:00", talks: "4" };
  for (const [name, value] of Object.entries(typed)) await page.fill(`[name=${name}]`, value);
  await page.getByText("4 gesprekken op maandag 7 december").waitFor();
  for (const [talks, sentence] of [["500", "hoogstens 200"], ["0", "minstens 1"]] as const) {
    await page.fill("[name=talks]", talks);
    await page.locator("#schedule .error", { hasText: sentence }).waitFor();
    expect(await page.locator("#schedule").textContent()).not.toContain("gesprekken op maandag");
  }
  expect(await page.locator("[name=talks]").evaluate((field) => field === document.activeElement))
    .toBe(true);
});

test("what a parent chooses appears on the teacher's screen by itself", async () => {
  const page = await web.openAs("juf@regenton.example", { viewport: desktop });
  await page.goto(path());
  const mine = page.locator("#live .slot", { hasText: "Noor de Wit" });
  expect(await mine.count()).toBe(0);
  const parent = await web.openAs("ouder@regenton.example", { viewport: phone });
  await parent.goto(`${web.origin}/regenton/conversations`);
  await parent.getByRole("button", { name: /kies deze tijd voor Noor/ }).first().click();
  await mine.waitFor({ timeout: 15_000 });
  await page.getByText("10 van 25 gekozen").first().waitFor();
});

test("a note that is typed is kept when the teacher goes on to another child or time", async () => {
  const page = await web.openAs("juf@regenton.example", { viewport: desktop });
  await page.goto(path());
  const [first, second] = [
    page.locator("#pupils li a").nth(0),
    page.locator("#pupils li a").nth(1),
  ];
  const [name, next] = [(await first.textContent())!, (await second.textContent())!];
  const panel = page.locator("#panel");
  const note = panel.getByLabel("Notitie voor de ouders");
  await first.click();
  await panel.getByRole("heading", { name }).waitFor();
  await note.fill("Graag over rekenen.");
  await second.click();
  await page.getByText("Bewaard.").waitFor();
  await panel.getByRole("heading", { name: next }).waitFor();
  expect(await note.inputValue()).toBe("");
  await page.locator(".slot.free").first().click();
  await panel.getByRole("button", { name: "Haal deze tijd weg" }).waitFor();
  await page.locator("#pupils li a", { hasText: name }).click();
  await panel.getByRole("heading", { name }).waitFor();
  expect(await note.inputValue()).toBe("Graag over rekenen.");
});

test("a talk moves by dragging, and by keyboard", async () => {
  const page = await web.openAs("juf@regenton.example", { viewport: desktop });
  await page.goto(path());
  const aya = page.locator(".slot", { hasText: "Aya Haddad" });
  const free = page.locator(".slot.free");
  const second = await free.nth(1).getAttribute("id");
  await aya.dragTo(free.nth(1));
  await page.getByText("Het gesprek is verplaatst.").waitFor();
  expect(await aya.getAttribute("id")).toBe(second);

  const listed = page.locator("#pupils a[draggable=true]").first();
  const name = (await listed.textContent())!;
  await listed.dragTo(free.last());
  await page.getByText("Het gesprek staat erin.").waitFor();
  await page.locator(".slot.booked", { hasText: name }).waitFor();

  await page.goto(path());
  await tabTo(page, aya);
  await page.keyboard.press("Enter");
  const panel = page.locator("#panel");
  await panel.getByRole("heading", { name: "maandag 16 november" }).waitFor();
  await tabTo(page, panel.getByLabel("Verplaats naar"));
  await page.keyboard.press("ArrowDown");
  const chosen = await panel.getByLabel("Verplaats naar").inputValue();
  await tabTo(page, panel.getByRole("button", { name: "Verplaats", exact: true }));
  await page.keyboard.press("Enter");
  await page.getByText("Het gesprek is verplaatst.").waitFor();
  expect(await aya.getAttribute("id")).toBe(`slot-${chosen}`);
});

test("who drags a talk to a time of another is told why it stays where it was", async () => {
  const whole = { width: desktop.width, height: 2400 }; // nothing scrolls while the mouse holds it
  const page = await web.openAs("juf@regenton.example", { viewport: whole });
  await page.goto(path());
  const [one, other] = [0, 1].map((n) => page.locator(".slot.booked").nth(n));
  const before = await one!.getAttribute("id");
  await one!.dragTo(other!);
  await page.getByText("Deze tijd is niet vrij. Sleep naar een vrije tijd").waitFor();
  expect(await one!.getAttribute("id")).toBe(before);
});
