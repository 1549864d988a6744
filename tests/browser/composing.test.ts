import { afterAll, beforeAll, expect, test } from "vitest";
import {
  axeFindings,
  browse,
  type Browsing,
  desktop,
  overflows,
  phone,
} from "../support/browser.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";

let school: TestHouse, web: Browsing;
beforeAll(async () => {
  school = await openTestHouse();
  web = await browse(school);
});
afterAll(async () => {
  await web.close();
  await school.close();
});

const picture = "db/demo/pictures/bos.jpg";
const publish = "button[value=publish]";

test("a teacher writes with formatting, a photo and a poll, looks at it, and a parent reads it", async () => {
  const page = await web.openAs("juf@regenton.example", { viewport: desktop });
  await page.goto(`${web.origin}/regenton/posts/new?kind=board`);
  expect(await axeFindings(page)).toEqual([]);

  const group = page.locator("label.tile", { hasText: "Groep 5a" });
  await group.click();
  await page.locator(publish, { hasText: "Plaats bericht" }).waitFor();
  await group.click();
  await page.locator(publish, { hasText: "Plaats voor 26 gezinnen" }).waitFor();

  await page.fill("[name=title]", "Wie helpt er mee?");
  await page.locator("[contenteditable]").click();
  await page.getByRole("button", { name: "Vet" }).click();
  await page.keyboard.type("Woensdag maken we lampionnen.");
  await page.getByText("Peiling toevoegen").click();
  await page.fill("#pollQuestion", "Hoe laat kunt u?");
  await page.fill("#pollAnswer", "8.30 uur");
  await page.fill("#pollAnswer-2", "10.15 uur");
  await page.setInputFiles("input[type=file]", [picture, "deno.json"]);
  await page.locator(".files .sent", { hasText: "bos.jpg" }).waitFor();
  await page.locator(".files .error").waitFor();
  await page.getByLabel("Wat is er te zien?").fill("Kinderen in het bos");

  await page.locator("button[value=preview]:not(.vh)").click();
  await page.locator("h1", { hasText: "Zo ziet het eruit" }).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  expect(
    await page.locator("img.pic").evaluate((img) =>
      (img as unknown as { naturalWidth: number }).naturalWidth
    ),
  )
    .toBeGreaterThan(100);
  await page.locator("button[value=edit]").click();
  expect(await page.getByLabel("Wat is er te zien?").inputValue()).toBe("Kinderen in het bos");
  await page.locator(publish).click();
  await page.waitForURL(/\/posts\/\d+$/);

  const parent = await web.openAs("ouder@regenton.example", { viewport: phone });
  await parent.goto(page.url());
  expect(await parent.locator(".prose strong").textContent()).toBe("Woensdag maken we lampionnen.");
  expect(await parent.getByAltText("Kinderen in het bos").count()).toBe(1);
  expect(await parent.getByText("10.15 uur").count()).toBeGreaterThan(0);
  expect(await parent.getByText("Wijzig", { exact: true }).count()).toBe(0);
});

test("the form shows what the chosen kind has, fits a phone, and says what is missing", async () => {
  const page = await web.openAs("juf@regenton.example", { viewport: phone, colorScheme: "dark" });
  await page.goto(`${web.origin}/regenton/posts/new`);
  const poll = page.getByText("Peiling toevoegen"), pin = page.getByText("Bovenaan vastzetten");
  expect([await poll.isVisible(), await pin.isVisible()]).toEqual([false, true]);
  await page.locator(".kind", { hasText: "Prikbord" }).click();
  expect([await poll.isVisible(), await pin.isVisible()]).toEqual([true, true]);
  await page.locator(".kind", { hasText: "Spoed" }).click();
  expect([await poll.isVisible(), await pin.isVisible()]).toEqual([false, false]);
  await page.locator(publish, { hasText: "Verstuur aan 26 gezinnen" }).click();
  await page.locator(".notice.bad", { hasText: "Geef het bericht een titel" }).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  expect(await overflows(page)).toBe(false);
});

test("the sender of an urgent message watches it go, without reloading", async () => {
  const page = await web.openAs("juf@regenton.example");
  await page.goto(`${web.origin}/regenton/posts/new?kind=urgent`);
  await page.fill("[name=title]", "Geen water");
  await page.locator("[contenteditable]").click();
  await page.keyboard.type("Geef water mee.");
  await page.locator(publish).click();
  await page.waitForURL(/\/delivery$/);
  await page.getByText(/^0 van \d+ mails verstuurd$/).waitFor();
  const mails = await school.mails();
  await page.getByText(`${mails.length} van ${mails.length} mails verstuurd`).waitFor();
  expect(await axeFindings(page)).toEqual([]);
});

test("without script a teacher posts plain text with a photo just as well", async () => {
  const page = await web.openAs("juf@regenton.example", { javaScriptEnabled: false });
  await page.goto(`${web.origin}/regenton/posts/new?kind=news`);
  await page.fill("[name=title]", "Zonder script");
  await page.fill("[name=body]", "Eerste alinea.\n\nTweede <alinea>.");
  await page.setInputFiles("input[type=file]", picture);
  await page.locator(publish).click();
  await page.waitForURL(/\/posts\/\d+$/);
  expect(await page.locator(".prose p").allTextContents()).toEqual([
    "Eerste alinea.",
    "Tweede <alinea>.",
  ]);
  expect(await page.locator("article img").count()).toBe(1);
});
