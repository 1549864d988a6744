import { describe, expect, test } from "vitest";
import { openBrowser, sizes, web } from "../support/browser.ts";

describe.each(sizes)("%s", (_, look) => {
  openBrowser();

  test("a teacher finds a family while typing, and goes on to a brother", async () => {
    const page = await web.openAs("juf@regenton.example", look);
    await page.goto(`${web.origin}/regenton/find`);
    await page.getByRole("searchbox").pressSequentially("noor wi");
    await page.locator("#found").getByText("1 gevonden").waitFor();
    await page.getByRole("link", { name: "Noor de Wit" }).click();
    await page.getByRole("heading", { name: "Noor de Wit", level: 1 }).waitFor();
    await page.getByRole("link", { name: "Mees de Wit" }).click();
    await page.getByRole("heading", { name: "Mees de Wit", level: 1 }).waitFor();
    await page.getByRole("link", { name: "Zoek iemand" }).first().click();
    await page.getByRole("searchbox").fill("samira de wit");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Samira de Wit", level: 1 }).waitFor();
    await page.getByRole("link", { name: "Mees" }).waitFor();
  });

  test("the office opens the details of a parent in the overview, and blocks with a reason", async () => {
    const page = await web.openAs("administratie@regenton.example", look);
    await page.goto(`${web.origin}/regenton/groups`);
    await page.getByRole("link", { name: "Groep 5a", exact: true }).click();
    await page.getByRole("link", { name: "Ouderoverzicht" }).click();
    const row = page.getByRole("listitem").filter({ hasText: "Thijs de Bruin" });
    await row.locator("summary", { hasText: "Thijs de Bruin" }).click();
    await row.getByRole("link", { name: "thijs.debruin@post.example" }).waitFor();
    await row.locator("summary", { hasText: "Blokkeer voor Puck" }).click();
    await row.getByLabel("Reden, voor het dossier").first().fill("Afspraak met moeder");
    await row.getByRole("button", { name: "Blokkeer voor Puck" }).click();
    await page.getByText("De blokkade staat.").waitFor();
    await page.getByRole("heading", { name: "Ouderoverzicht groep 5a" }).waitFor();

    const teacher = await web.openAs("juf@regenton.example", look);
    await teacher.goto(`${web.origin}/regenton/find?q=puck+de+bruin`);
    await teacher.getByText("Neem contact op met de administratie.").waitFor();
    expect(await teacher.getByText("thijs.debruin@post.example").count()).toBe(0);
  });
});
