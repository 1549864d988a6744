import { describe, expect, test } from "vitest";
import { runTicks } from "../../jobs/clock.ts";
import { arrivedPictures, linkIn, openBrowser, school, sizes, web } from "../support/browser.ts";
import { password, testNow } from "../support/house.ts";

// What the head of a school does with the portal: open it, set it, and follow its mail.

const head = "directie@regenton.example";
const samira = "ouder@regenton.example";
const sample = [
  "tests/fixtures/import/EDEXML.Voorbeeld.2.1.xml",
  "tests/fixtures/import/zermelo.csv",
];

const guardian = "devries@ouders.example"; // in that sample, of Wimpie and another

describe.each(sizes)("%s", (_, look) => {
  openBrowser();

  test("a head renames one menu item and drops another, and parents find it so", async () => {
    const page = await web.openAs(head, look);
    await page.goto(`${web.origin}/regenton/settings`);
    await page.getByRole("link", { name: "Menu", exact: true }).click();
    await page.getByLabel("Eigen naam voor Prikbord").fill("Ideeënbord");
    await page.getByLabel("Agenda staat in het menu").uncheck();
    await page.getByRole("button", { name: "Bewaar" }).click();
    await page.getByText("De instellingen zijn bewaard.").waitFor();

    const parent = await web.openAs(samira, look);
    await parent.getByRole("link", { name: "Ideeënbord", exact: true }).click();
    await parent.getByRole("heading", { name: "Ideeënbord", level: 1 }).waitFor();
    expect(await parent.getByRole("link", { name: "Agenda" }).count()).toBe(0);
    await parent.goto(`${web.origin}/regenton/agenda`);
    await parent.getByRole("heading", { name: "Deze pagina is er niet" }).waitFor();
  });

  test("a head lets the daily mail leave earlier", async () => {
    const page = await web.openAs(head, look);
    await page.goto(`${web.origin}/regenton/settings/messages`);
    await page.getByLabel("Hoe laat?").fill("16:00");
    await page.getByRole("button", { name: "Bewaar" }).click();
    await page.getByText("De instellingen zijn bewaard.").waitFor();

    school.clock.travel("2026-11-10T16:00:00+01:00");
    await runTicks(school.house);
    const digests = await school.mails();
    school.clock.travel(testNow);
    expect(digests.find((mail) => mail.to[0]?.address === samira)?.text)
      .toContain("Wie helpt er mee bij de lampionnen?");
  });

  test("a head places the school's logo, and takes it away again", async () => {
    const page = await web.openAs(head, look);
    await page.goto(`${web.origin}/regenton/settings`);
    await page.getByLabel("Kies een plaatje").setInputFiles("db/demo/pictures/uil.jpg");
    await page.getByRole("button", { name: "Plaats logo" }).click();
    await page.getByText("Het nieuwe logo staat er.").waitFor();
    expect(await arrivedPictures(page.locator(".brand img"))).toBe(1);
    await page.getByRole("button", { name: "Haal logo weg" }).click();
    await page.getByText("Het logo is weg.").waitFor();
    expect(await page.locator(".brand img").count()).toBe(0);
  });

  test("a head sends a test mail, sees it leave, and reads it as its receiver would", async () => {
    const page = await web.openAs(head, look);
    await page.goto(`${web.origin}/regenton/outgoing`);
    await page.getByRole("button", { name: "Stuur mij een testmail" }).click();
    await page.getByText("wacht", { exact: true }).waitFor();
    const [mail] = await school.mails();
    await page.getByText("bewaard", { exact: true }).waitFor();
    await page.getByRole("link", { name: "Lees de mail" }).click();
    await page.getByRole("heading", { name: mail!.subject, exact: true }).waitFor();
    const frame = page.frameLocator("iframe");
    await frame.getByText("Wouter").first().waitFor();
    await frame.getByRole("link").first().click();
    await page.waitForURL((url) => !url.pathname.includes("/outgoing"));
  });
});

describe.each(sizes)("in a house without a school, %s", (_, look) => {
  openBrowser({ seed: "empty" });

  test("a head opens a school, brings its people in, and an urgent message reaches a parent", async () => {
    const page = await web.open(look);
    await page.goto(web.origin);
    await page.getByLabel("Naam van de school").fill("Basisschool De Klimroos");
    await page.getByLabel("Uw naam").fill("Ada Roos");
    await page.getByText("/klimroos. Later wijzigen").waitFor();
    await page.getByLabel("E-mailadres").fill("ada@klimroos.example");
    await page.getByLabel("Wachtwoord", { exact: true }).fill(password);
    await page.getByLabel("Nog een keer").fill(password);
    await page.getByRole("button", { name: "Open de school" }).click();
    await page.getByText("De school is open en u bent ingelogd.").waitFor();
    const home = `${web.origin}/klimroos`;

    await page.getByLabel("Bestanden").setInputFiles(sample);
    await page.getByRole("button", { name: "Lees de bestanden" }).click();
    await page.getByRole("heading", { name: "Wat staat er in de kolommen?" }).waitFor();
    await page.getByRole("button", { name: "Ga verder" }).click();
    await page.getByRole("heading", { name: "Bekijk wat er verandert" }).waitFor();
    const apply = page.getByRole("button", {
      name: "Voer 2 leerlingen, 3 medewerkers en 2 ouders in",
    });
    await apply.waitFor();
    expect(await school.house.db.selectFrom("pupils").select("id").execute()).toEqual([]);
    await apply.click();
    await page.getByRole("heading", { name: "Ingevoerd", exact: true }).waitFor();
    await page.getByRole("button", { name: /^Nodig \d+ mensen uit$/ }).click();
    await page.getByText(/^\d+ uitnodigingen staan klaar\./).waitFor();

    const parent = await web.open(look);
    const invited = await school.mails();
    await parent.goto(
      linkIn(invited.find((mail) => mail.to[0]?.address === guardian), "/activate/"),
    );
    await parent.getByLabel("Nieuw wachtwoord", { exact: true }).fill(password);
    await parent.getByLabel("Nieuw wachtwoord, nog een keer").fill(password);
    await parent.getByRole("button", { name: "Kies dit wachtwoord" }).click();
    await parent.getByText("Welkom! Uw account is klaar.").waitFor();

    await page.goto(`${home}/posts/new?kind=urgent`);
    await page.locator(".tile", { hasText: "Algemeen" }).click();
    await page.getByLabel("Titel").fill("School is dicht");
    await page.getByLabel("Bericht", { exact: true }).click();
    await page.keyboard.type("Er is geen stroom.");
    await page.getByRole("button", { name: /^Verstuur aan/ }).click();
    await page.waitForURL(/\/delivery$/);
    const urgent = await school.mails();
    expect(urgent.map((mail) => mail.to[0]?.address)).toContain(guardian);
    await page.getByText(`${urgent.length} mails zijn bewaard, niet verstuurd`).waitFor();
    await parent.reload();
    await parent.locator("a.urgent", { hasText: "School is dicht" }).waitFor();
  });
});
