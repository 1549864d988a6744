import { Buffer } from "node:buffer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { sendDue } from "../../jobs/worker.ts";
import { linkIn, openBrowser, school, sizes, web } from "../support/browser.ts";
import { password } from "../support/house.ts";
import { type MailServer, openMailServer } from "../support/mail_server.ts";

// What the school's office does with the portal: people, their accounts, and mail that comes back.

const bibi = "administratie@regenton.example";
const poll = "Wie helpt er mee bij de lampionnen?";

let server: MailServer;

describe.each(sizes)("%s", (_, look) => {
  openBrowser();
  beforeAll(async () => void (server = await openMailServer()));
  afterAll(() => server.close());

  /** Finds someone as the office does: a few letters, and a choice. */
  const openPerson = async (letters: string, name: string): Promise<Page> => {
    const page = await web.openAs(bibi, look);
    await page.goto(`${web.origin}/regenton/people`);
    await page.getByLabel("Zoek iemand").fill(letters);
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name, exact: true }).click();
    await page.getByRole("heading", { name, level: 1 }).waitFor();
    return page;
  };
  const signIn = async (userName: string) => {
    const page = await web.open(look);
    await page.goto(`${web.origin}/regenton/sign-in`);
    await page.getByLabel("E-mailadres").fill(userName);
    await page.getByLabel("Wachtwoord", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Inloggen" }).click();
    return page;
  };

  test("the office finds someone by three letters and invites her again", async () => {
    const page = await openPerson("bru", "Sanne de Bruin");
    await page.getByRole("button", { name: /^Stuur uitnodiging/ }).click();
    await page.getByText(/^De uitnodiging staat klaar\./).waitFor();
    const mail = (await school.mails()).find((one) =>
      one.to[0]?.address === "sanne.debruin@post.example"
    );
    const parent = await web.open(look);
    await parent.goto(linkIn(mail, "/activate/"));
    await parent.getByRole("heading", { name: "Kies een wachtwoord" }).waitFor();
  });

  test("the office changes a user name; both addresses are told, and only the new one works", async () => {
    const page = await openPerson("brouw", "Kim Brouwer");
    await page.locator("summary", { hasText: "Wijzig gebruikersnaam" }).click();
    await page.getByLabel("Nieuwe gebruikersnaam (e-mailadres)").fill("kim@nieuw.example");
    await page.getByRole("button", { name: "Wijzig gebruikersnaam" }).click();
    await page.getByText("De gebruikersnaam is gewijzigd.").waitFor();
    const mails = await school.mails();
    expect(mails.map((mail) => mail.to[0]?.address).sort())
      .toEqual(["kim.brouwer@post.example", "kim@nieuw.example"]);

    const old = await signIn("kim.brouwer@post.example");
    await old.getByText("Dit wachtwoord klopt niet, of dit e-mailadres is niet bekend.").first()
      .waitFor();
    const parent = await signIn("kim@nieuw.example");
    await parent.getByRole("link", { name: poll, exact: true }).waitFor();
  });

  test("a parent who is set to read-only can no longer vote, also in the window that was open", async () => {
    const parent = await web.openAs("thomas.bakker@post.example", look);
    await parent.getByRole("link", { name: poll, exact: true }).click();
    const page = await openPerson("bakker", "Thomas Bakker");
    await page.getByRole("button", { name: "Zet op alleen lezen" }).click();
    await page.getByText("Deze ouder kan vanaf nu alleen lezen.").waitFor();

    await parent.locator(".tile", { hasText: "8.30" }).click();
    await parent.getByRole("button", { name: "Stem" }).click();
    await parent.locator(".toast").waitFor();
    await parent.reload();
    await parent.getByText(
      "U kunt alles lezen, maar niets wijzigen. Klopt dat niet? Bel de administratie.",
    )
      .waitFor();
    expect(await parent.getByRole("button", { name: "Stem" }).count()).toBe(0);

    await page.getByRole("button", { name: "Laat weer meedoen" }).click();
    await page.getByText("Deze ouder kan weer meedoen.").waitFor();
    await parent.reload();
    await parent.getByRole("button", { name: "Stem" }).waitFor();
  });

  test("a parent who is blocked is out at the next click, until the office lets them in again", async () => {
    const parent = await web.openAs("jochem.smit@post.example", look);
    const page = await openPerson("smi", "Jochem Smit");
    await page.getByText("Blokkeer", { exact: true }).click();
    await page.getByLabel("Reden, voor het dossier").last().fill("Uitspraak van de rechter");
    await page.getByRole("button", { name: "Blokkeer deze persoon" }).click();
    await page.getByText("De blokkade staat.").waitFor();

    await parent.getByRole("link", { name: poll, exact: true }).click();
    await parent.waitForURL(/\/sign-in/);
    const again = await signIn("jochem.smit@post.example");
    await again.getByText(/bekend/).first().waitFor();
    expect(new URL(again.url()).pathname).toBe("/regenton/sign-in");

    await page.getByRole("button", { name: "Hef blokkade op" }).click();
    await page.getByText("De blokkade is opgeheven.").waitFor();
    await signIn("jochem.smit@post.example")
      .then((back) => back.getByRole("link", { name: poll, exact: true }).waitFor());
  });

  test("the office sees whose mail does not arrive, and sends it again", async () => {
    const address = "puck.refused@post.example";
    const page = await openPerson("bru", "Sanne de Bruin");
    await page.locator("summary", { hasText: "Wijzig gebruikersnaam" }).click();
    await page.getByLabel("Nieuwe gebruikersnaam (e-mailadres)").fill(address);
    await page.getByRole("button", { name: "Wijzig gebruikersnaam" }).click();
    await page.getByText("De gebruikersnaam is gewijzigd.").waitFor();
    server.answer(address, { refusal: "550 5.1.1 No such mailbox" });
    await sendDue(school.house, server.sender);

    await page.goto(`${web.origin}/regenton/outgoing/failures`);
    const row = page.getByRole("row", { name: /Sanne de Bruin/ });
    expect(await row.textContent()).toContain("Het adres bestaat niet of klopt niet.");
    server.answer(address, undefined);
    school.clock.travel("2026-11-10T09:05:00+01:00");
    await row.getByRole("button", { name: /^Probeer opnieuw/ }).click();
    await page.getByText("De mail gaat opnieuw op weg.").waitFor();
    await sendDue(school.house, server.sender);
    expect(server.received.map((mail) => mail.to)).toContain(address);
    await page.reload();
    expect(await row.count()).toBe(0);

    await page.getByLabel("Zoek op e-mailadres").fill(address);
    await page.getByRole("button", { name: "Zoek" }).click();
    await page.getByRole("button", { name: /^Kwam terug/ }).click();
    await row.waitFor();
  });

  test("the office reads a list of parents, sees what would change, and carries it out", async () => {
    const page = await web.openAs(bibi, look);
    await page.goto(`${web.origin}/regenton/import`);
    const read = async (rows: string[]) => {
      const header = "Roepnaam;Tussenvoegsel;Achternaam;Geboortedatum;" +
        "E-mailadres ouder/verzorger 1;E-mailadres ouder/verzorger 2";
      const buffer = Buffer.from([header, ...rows].join("\r\n"));
      await page.getByLabel("Bestanden").setInputFiles([
        { name: "ouders.csv", mimeType: "text/csv", buffer },
      ]);
      await page.getByRole("button", { name: "Lees de bestanden" }).click();
    };
    await read(['Kees;;"Dijkstra']);
    await page.getByRole("link", { name: /^ouders\.csv, regel 2: / }).waitFor();

    const { born_on } = await school.house.db.selectFrom("pupils").select("born_on")
      .where("first_name", "=", "Kees").where("last_name", "=", "Dijkstra")
      .executeTakeFirstOrThrow();
    await read([`Kees;;Dijkstra;${born_on};femke.dijkstra@post.example;opa@dijkstra.example`]);
    await page.getByRole("button", { name: "Ga verder" }).click();
    await page.getByRole("heading", { name: "Bekijk wat er verandert" }).waitFor();
    await page.getByText("opa@dijkstra.example").first().waitFor({ state: "attached" });
    await page.getByRole("button", { name: /^Voer .* in$/ }).click();
    await page.getByRole("heading", { name: "Ingevoerd", exact: true }).waitFor();
    await page.goto(`${web.origin}/regenton/people?q=opa@dijkstra`);
    await page.getByText("1 gevonden").waitFor();
  });
});
