import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { runTicks } from "../../jobs/clock.ts";
import { linkIn, openBrowser, school, sizes, tabTo, web } from "../support/browser.ts";
import { password, testNow } from "../support/house.ts";

// What a parent does with the portal, from the invitation to signing out.

const samira = "ouder@regenton.example";
const poll = "Wie helpt er mee bij de lampionnen?";
const better = "Kastanje88!";

describe.each(sizes)("%s", (_, look) => {
  openBrowser();

  const openAs = (userName: string) => web.openAs(userName, look);
  const mailTo = async (address: string) =>
    (await school.mails()).find((mail) => mail.to[0]?.address === address);

  test("a parent asks for an invitation, chooses a password and is in", async () => {
    const page = await web.open(look);
    await page.goto(`${web.origin}/regenton`);
    await page.getByText("Vraag een nieuwe aan").click();
    await page.getByLabel("E-mailadres").fill("sanne.debruin@post.example");
    await page.getByRole("button", { name: "Stuur mij een nieuwe link" }).click();
    await page.getByRole("heading", { name: "Kijk in uw mail" }).waitFor();
    const link = linkIn(await mailTo("sanne.debruin@post.example"), "/activate/");

    await page.goto(link);
    const field = page.getByLabel("Nieuw wachtwoord", { exact: true });
    const met = () =>
      page.locator("[data-rule]").evaluateAll((rules) =>
        (rules as unknown as Rule[]).filter((rule) => rule.className === "ok")
          .map((rule) => rule.dataset.rule)
      );
    await field.pressSequentially("kas");
    expect(await met()).toEqual(["lower", "notUserName"]);
    await field.pressSequentially("Tanje88!");
    expect(await met()).toEqual(["length", "lower", "upper", "digit", "symbol", "notUserName"]);
    await page.getByLabel("Nieuw wachtwoord, nog een keer").fill("kasTanje88!");
    await page.getByRole("button", { name: "Kies dit wachtwoord" }).click();
    await page.getByText("Welkom! Uw account is klaar.").waitFor();
    await page.getByRole("link", { name: poll }).waitFor();

    const later = await web.open(look);
    await later.goto(link);
    await later.getByRole("heading", { name: "Deze link werkt niet meer" }).waitFor();
  });

  test("a parent reads the timeline, of one child or of all, down to the oldest post", async () => {
    const page = await openAs(samira);
    const audiences = page.locator(".post:not([data-kind=gesprek]) .post-meta > b");
    expect(await page.locator("article.post.unread").count()).toBeGreaterThan(0);
    await page.getByRole("link", { name: "Mees, 2b" }).click();
    await page.waitForURL(/for=child-/);
    expect(new Set(await audiences.allTextContents())).toEqual(new Set(["Groep 2b"]));

    await page.getByRole("link", { name: "Alles", exact: true }).click();
    await page.waitForURL(`${web.origin}/regenton`);
    const begin = await audiences.count();
    const end = page.getByText("U bent weer bij.");
    while (!await end.isVisible()) {
      const shown = await audiences.count();
      await page.locator(".pager").scrollIntoViewIfNeeded();
      await audiences.nth(shown).waitFor();
    }
    expect(await audiences.count()).toBeGreaterThan(2 * begin);
    expect(new Set(await audiences.allTextContents())).toEqual(
      new Set(["Algemeen", "Groep 5a", "Groep 2b"]),
    );
  });

  test("a parent votes and votes again, gives a heart, comments and takes that back", async () => {
    const page = await openAs(samira);
    await page.getByRole("link", { name: poll, exact: true }).click();
    await page.locator(".tile", { hasText: "8.30" }).click();
    await page.getByRole("button", { name: "Stem" }).click();
    const mine = page.locator(".poll li", { hasText: "uw keuze" });
    expect(await mine.textContent()).toContain("8.30");
    await page.getByRole("link", { name: "Wijzig uw keuze" }).click();
    await page.locator(".tile", { hasText: "10.15" }).click();
    await page.getByRole("button", { name: "Stem" }).click();
    expect(await mine.textContent()).toContain("10.15");

    const heart = page.getByRole("button", { name: /^Hartje/ });
    await heart.click();
    await page.locator("button[value=heart][aria-pressed=true]").waitFor();

    // whoever makes the field larger and sends too little has the same field back, and no complaints
    const field = page.getByLabel("Uw reactie");
    const { x, y, width, height } = (await field.boundingBox())!;
    await page.mouse.move(x + width - 5, y + height - 5);
    await page.mouse.down();
    await page.mouse.move(x + width - 5, y + height + 60);
    await page.mouse.up();
    await field.fill("   ");
    await page.getByRole("button", { name: "Plaats reactie" }).click();
    await page.getByText("Vul dit in.").waitFor();
    await field.fill("Wij komen met z’n tweeën.");
    await page.getByRole("button", { name: "Plaats reactie" }).click();
    const comment = page.locator(".talk li", { hasText: "Wij komen met z’n tweeën." });
    await comment.waitFor();
    await page.getByRole("link", { name: "Alle berichten" }).click();
    await page.getByRole("link", { name: poll, exact: true }).click();
    expect(await mine.textContent()).toContain("10.15");
    expect(await heart.getAttribute("aria-pressed")).toBe("true");
    await comment.getByText("Verwijder", { exact: true }).click();
    await comment.getByRole("button", { name: "Verwijder reactie" }).click();
    await page.getByText("De reactie is verwijderd.").waitFor();
    expect(await comment.count()).toBe(0);
  });

  test("with the keyboard alone a parent signs in and votes, and always sees where they are", async () => {
    const page = await web.open(look);
    await page.goto(`${web.origin}/regenton/sign-in`);
    await tabTo(page, page.locator("[name=userName]"));
    await page.keyboard.type("familie.haddad@post.example");
    await tabTo(page, page.locator("[name=password]"));
    await page.keyboard.type(password);
    await page.keyboard.press("Enter");
    await page.waitForURL(`${web.origin}/regenton`);
    await tabTo(page, page.getByRole("link", { name: poll, exact: true }));
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/posts\/\d+/);
    await tabTo(page, page.locator("[name=option]").first());
    await page.keyboard.press("Space");
    await tabTo(page, page.getByRole("button", { name: "Stem" }));
    await page.keyboard.press("Enter");
    await page.locator(".poll li", { hasText: "uw keuze" }).waitFor();
    // goes on from there, not from the top of the page
    expect(await page.locator("#poll:focus").count()).toBe(1);
    const heart = page.getByRole("button", { name: /^Hartje/ });
    await tabTo(page, heart);
    await page.keyboard.press("Space");
    await page.locator("button[value=heart][aria-pressed=true]:focus").waitFor();
  });

  test("a parent finds the own account in the menu and wants no mail about the board", async () => {
    const page = await openAs(samira);
    await openAccount(page);
    await page.getByRole("link", { name: "Notificaties" }).click();
    await page.getByLabel("Prikbord").uncheck();
    await page.getByRole("button", { name: "Bewaar keuze" }).click();
    await page.getByText("Uw keuze is bewaard.").waitFor();
    expect(await page.getByLabel("Prikbord").isChecked()).toBe(false);
    expect(await page.getByLabel("Nieuws").isChecked()).toBe(true);
    expect(await page.getByLabel("Spoed").isDisabled()).toBe(true);
  });

  test("a parent signs out everywhere else, and the other window is out at once", async () => {
    const page = await openAs("beide@regenton.example");
    const other = await openAs("beide@regenton.example");
    await openAccount(page);
    await page.getByRole("link", { name: "Apparaten" }).click();
    await page.getByRole("button", { name: "Uitloggen op andere apparaten" }).click();
    await page.getByText("Op alle andere apparaten bent u uitgelogd.").waitFor();
    await other.getByRole("link", { name: poll, exact: true }).click();
    await other.waitForURL(/\/sign-in\?next=/);

    await other.getByLabel("E-mailadres").fill("beide@regenton.example");
    await other.getByLabel("Wachtwoord", { exact: true }).fill(password);
    await other.getByRole("button", { name: "Inloggen" }).click();
    await other.getByRole("heading", { name: poll }).waitFor();
  });

  test("a parent changes the password, forgets it, and gets in by mail", async () => {
    const page = await openAs("ouder2@regenton.example");
    const other = await openAs("ouder2@regenton.example");
    await openAccount(page);
    await page.getByRole("link", { name: "Wachtwoord", exact: true }).click();
    await page.getByLabel("Huidig wachtwoord").fill(password);
    await page.getByLabel("Nieuw wachtwoord", { exact: true }).fill(better);
    await page.getByLabel("Nieuw wachtwoord, nog een keer").fill(better);
    await page.getByRole("button", { name: "Wijzig wachtwoord" }).click();
    await page.getByText("Uw wachtwoord is gewijzigd.").waitFor();
    expect(await mailTo("ouder2@regenton.example")).toMatchObject({
      subject: expect.stringContaining("wachtwoord"),
    });

    await other.reload();
    await other.waitForURL(/\/sign-in/);
    await other.getByRole("link", { name: "Wachtwoord vergeten?" }).click();
    await other.getByLabel("E-mailadres").fill("ouder2@regenton.example");
    await other.getByRole("button", { name: "Aanvragen" }).click();
    await other.getByRole("heading", { name: "Kijk in uw mail" }).waitFor();
    await other.goto(linkIn(await mailTo("ouder2@regenton.example"), "/password/reset/"));
    await other.getByLabel("Nieuw wachtwoord", { exact: true }).fill("Paddenstoel9!");
    await other.getByLabel("Nieuw wachtwoord, nog een keer").fill("Paddenstoel9!");
    await other.getByRole("button", { name: "Kies dit wachtwoord" }).click();
    await other.getByText("Uw nieuwe wachtwoord werkt.").waitFor();
  });

  test("a parent finds an answer, and asks the office what is not among them", async () => {
    const page = await openAs(samira);
    await page.goto(`${web.origin}/regenton/help`);
    const answer = page.getByText("Die link werkt 60 minuten.");
    expect(await answer.isVisible()).toBe(false);
    await page.getByText("Ik ben mijn wachtwoord vergeten. Wat nu?").click();
    await answer.waitFor();
    await page.getByLabel("Onderwerp").fill("Fietsen");
    await page.getByLabel("Uw vraag").fill("Waar mag de bakfiets staan?");
    await page.getByRole("button", { name: "Verstuur uw vraag" }).click();
    await page.getByText("Uw vraag is verstuurd.").waitFor();
    const mail = (await school.mails()).find((one) => one.text.includes("bakfiets"));
    expect(mail?.headers).toContainEqual({
      name: "reply-to",
      value: expect.stringContaining(samira),
    });
  });

  test("a parent stops the daily mail with the link in it, without signing in", async () => {
    const office = await school.signIn("administratie@regenton.example");
    await office.post("/regenton/agenda", {
      audience: "school",
      title: "Schoolfotograaf",
      startsOn: "2026-11-20",
    });
    school.clock.travel("2026-11-10T17:31:00+01:00");
    await runTicks(school.house);
    const page = await web.open(look);
    await page.goto(linkIn(await mailTo("beide@regenton.example"), "/unsubscribe/"));
    await page.getByRole("button", { name: "Stuur mij deze mail niet meer" }).click();
    await page.getByRole("heading", { name: "De mail staat uit" }).waitFor();
    school.clock.travel(testNow);

    const signedIn = await openAs("beide@regenton.example");
    await signedIn.goto(`${web.origin}/regenton/account/notifications`);
    expect(await signedIn.getByLabel("Nieuws").isChecked()).toBe(false);
  });

  test("a parent who reads English is spoken to in English, and chooses Dutch", async () => {
    const hodan = "hodan.abdi@post.example";
    const page = await web.open({ ...look, locale: "en-GB" });
    await page.goto(`${web.origin}/regenton/sign-in`);
    await page.getByLabel("E-mail address").fill(hodan);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "My children" }).waitFor();
    await page.getByRole("link", { name: poll, exact: true }).click();
    await page.getByRole("link", { name: "Change your choice" }).click();
    await page.locator(".tile", { hasText: "10.15" }).click();
    await page.getByRole("button", { name: "Vote" }).click();
    await page.locator(".poll li", { hasText: "your choice" }).waitFor();
    await page.goto(`${web.origin}/regenton/account`);
    await page.getByLabel("Language").selectOption("nl");
    await page.getByRole("button", { name: "Save language" }).click();
    await page.getByText("Uw taal is bewaard.").waitFor();
  });

  test("a parent signs out, and the way back leads to the door", async () => {
    const page = await openAs(samira);
    await page.getByText("Uw menu").locator("..").click();
    await page.getByRole("button", { name: "Uitloggen" }).click();
    await page.getByText("U bent uitgelogd.").waitFor();
    await page.goBack();
    await page.waitForURL(/\/sign-in/);
  });
});

interface Rule {
  className: string;
  dataset: { rule: string };
}

async function openAccount(page: Page) {
  await page.getByText("Uw menu").locator("..").click();
  await page.getByRole("link", { name: "Mijn account" }).click();
}
