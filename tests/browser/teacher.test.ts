import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import {
  arrivedPictures,
  axeFindings,
  openBrowser,
  overflows,
  school,
  sizes,
  web,
} from "../support/browser.ts";
import { testNow } from "../support/house.ts";

// What a teacher does with the portal, and what parents see of it.

const hanneke = "juf@regenton.example";
const samira = "ouder@regenton.example"; // of Noor in 5a and Mees in 2b
const noorsOtherParent = "ouder2@regenton.example";
const picture = "db/demo/pictures/bos.jpg";

describe.each(sizes)("%s", (_, look) => {
  openBrowser();

  const openAs = (userName: string) => web.openAs(userName, look);

  test("a teacher writes news with formatting and pictures, looks at it first, and parents see it is new", async () => {
    const page = await openAs(hanneke);
    await page.getByRole("link", { name: "Nieuw bericht" }).last().click();
    await page.getByLabel("Titel").fill("Naar het bos");
    await page.getByLabel("Bericht", { exact: true }).click();
    await page.getByRole("button", { name: "Vet" }).click();
    await page.keyboard.type("Laarzen aan! ");
    await page.getByRole("button", { name: "Vet" }).click();
    await page.keyboard.type("Zie de folder");
    await page.keyboard.press("Control+Shift+ArrowLeft");
    await page.getByRole("button", { name: "Link", exact: true }).click();
    await page.getByLabel("Naar welk adres?").fill("https://bos.example");
    await page.keyboard.press("Enter");

    const arrival = await holdUploads(page);
    await page.getByLabel("Foto’s en bijlagen").setInputFiles(picture);
    await drop(page, "uil.jpg");
    await page.getByRole("progressbar", { name: "bos.jpg: bezig" }).waitFor();
    await page.getByRole("progressbar", { name: "uil.jpg: bezig" }).waitFor();
    await page.getByRole("button", { name: "Voorbeeld" }).click();
    await page.getByText("Wacht tot alle bestanden klaar zijn.").waitFor();
    arrival();
    await page.locator(".files .sent", { hasText: "bos.jpg" }).waitFor();
    await page.locator(".files .sent", { hasText: "uil.jpg" }).waitFor();

    const alt = page.locator("li", { hasText: "bos.jpg" }).getByLabel("Wat is er te zien?");
    await alt.fill("Kinderen in het bos");

    await page.getByRole("button", { name: "Plaats voor 26 gezinnen" }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole("button", { name: "Voorbeeld" }).click();
    await page.getByRole("heading", { name: "Zo ziet het eruit" }).waitFor();
    expect(await page.locator(".post strong").textContent()).toContain("Laarzen aan!");
    expect(await axeFindings(page)).toEqual([]);
    expect(await alt.inputValue()).toBe("Kinderen in het bos");
    await page.getByRole("button", { name: "Plaats voor 26 gezinnen" }).click();
    await page.getByText("Het bericht is geplaatst.").waitFor();

    const parent = await openAs(samira);
    const card = parent.locator("article", { hasText: "Naar het bos" });
    expect(await card.locator(".new").textContent()).toBe("nieuw");
    await card.getByRole("link", { name: "Naar het bos" }).click();
    expect(await parent.getByRole("link", { name: "folder" }).getAttribute("href"))
      .toBe("https://bos.example");
    expect(await arrivedPictures(parent.locator("article img"))).toBe(2);
    expect(await parent.getByAltText("Kinderen in het bos").count()).toBe(1);
    await parent.goto(`${web.origin}/regenton`);
    expect(await card.locator(".new").count()).toBe(0);
  });

  test("what meester Joris writes for 2b is read by who has a child there, and by nobody else", async () => {
    const page = await openAs("joris@regenton.example");
    await write(page, { kind: "news", title: "Rekenen met kastanjes" });
    await page.getByRole("button", { name: /^Plaats voor/ }).click();
    await page.getByText("Het bericht is geplaatst.").waitFor();

    const parent = await openAs(samira);
    await parent.goto(page.url());
    await parent.getByRole("heading", { name: "Rekenen met kastanjes" }).waitFor();
    const other = await openAs(noorsOtherParent);
    expect(await other.getByText("Rekenen met kastanjes").count()).toBe(0);
    await other.goto(page.url());
    await other.getByRole("heading", { name: "Deze pagina is er niet" }).waitFor();
  });

  test("a teacher plans a post, which parents see when its time has come", async () => {
    const page = await openAs(hanneke);
    await write(page, { kind: "news", title: "De kachel is stuk" });
    expect(await page.getByLabel("Dag").isVisible()).toBe(false);
    await page.getByLabel("Later, op een vast moment").check();
    await page.getByLabel("Dag").fill("2026-11-10");
    await page.getByLabel("Tijd").fill("12:30");
    await page.getByRole("button", { name: /^Plan voor/ }).click();
    await page.getByText(/^Het bericht wordt .*12\.30.* geplaatst\.$/).first().waitFor();

    const parent = await openAs(samira);
    const post = parent.getByRole("link", { name: "De kachel is stuk" });
    expect(await post.count()).toBe(0);
    school.clock.travel("2026-11-10T12:31:00+01:00");
    await parent.reload();
    await post.waitFor();
    school.clock.travel(testNow);
  });

  test("a teacher mends a post, and takes it back after all", async () => {
    const page = await openAs(hanneke);
    await write(page, { kind: "news", title: "Gymtas meee" });
    await page.getByRole("button", { name: /^Plaats voor/ }).click();
    await page.getByText("Het bericht is geplaatst.").waitFor();
    const address = page.url();
    await page.getByRole("link", { name: "Wijzig", exact: true }).click();
    await page.getByLabel("Titel").fill("Gymtas mee");
    await page.getByRole("button", { name: "Bewaar wijzigingen" }).click();
    await page.getByText("De wijzigingen zijn bewaard.").waitFor();

    const parent = await openAs(samira);
    const card = parent.locator("article", { hasText: "Gymtas mee" });
    expect(await card.locator(".post-meta").textContent()).toContain("bewerkt");

    await page.goto(address);
    await page.getByText("Trek in", { exact: true }).click();
    await page.getByRole("button", { name: "Trek bericht in" }).click();
    await page.getByText("Het bericht is ingetrokken.").waitFor();
    await parent.reload();
    expect(await card.count()).toBe(0);
    await parent.goto(address);
    await parent.getByRole("heading", { name: "Deze pagina is er niet" }).waitFor();
  });

  test("a teacher asks parents in a poll, and sees who chose what", async () => {
    const page = await openAs(hanneke);
    await write(page, { kind: "board", title: "Wie bakt er?" });
    await page.getByText("Peiling toevoegen").click();
    await page.getByLabel("Vraag").fill("Wat bakt u?");
    const answers = page.locator("[name=pollAnswer]");
    const room = await answers.count();
    await answers.nth(0).fill("Cake");
    await answers.nth(1).fill("Koekjes");
    await answers.nth(room - 1).pressSequentially("Ik eet op");
    expect(await answers.count()).toBe(room + 1);
    await page.getByRole("button", { name: /^Plaats voor/ }).click();
    await page.getByText("Het bericht is geplaatst.").waitFor();

    const parent = await openAs(samira);
    await parent.goto(page.url());
    await parent.locator(".tile", { hasText: "Koekjes" }).click();
    await parent.getByRole("button", { name: "Stem" }).click();
    await parent.locator(".poll li", { hasText: "uw keuze" }).waitFor();
    expect(await parent.locator("#poll").textContent()).not.toContain("Samira");
    await page.reload();
    expect(await page.locator("#poll").textContent()).toMatch(/Koekjes: .*Samira/);
  });

  test("a teacher sends an urgent message, watches it go, and sees who has not read it", async () => {
    const page = await openAs(hanneke);
    await write(page, { kind: "urgent", title: "Geen water" });
    await page.getByRole("button", { name: "Verstuur aan 26 gezinnen" }).click();
    await page.waitForURL(/\/delivery$/);
    await page.getByText(/^0 van \d+ mails verstuurd$/).waitFor();
    const mails = await school.mails();
    await page.getByText(`${mails.length} mails zijn bewaard, niet verstuurd`).waitFor();
    expect(mails.every((mail) => mail.subject.includes("Geen water"))).toBe(true);
    expect(await axeFindings(page)).toEqual([]);

    await page.getByRole("link", { name: "Naar het bericht" }).click();
    await page.getByText("Bij 0 van 26 kinderen heeft een ouder dit gezien.").waitFor();
    const parent = await openAs(samira);
    await parent.locator("a.urgent", { hasText: "Geen water" }).click();
    await parent.getByRole("heading", { name: "Geen water" }).waitFor();
    await page.reload();
    await page.getByText("Bij 1 van 26 kinderen heeft een ouder dit gezien.").waitFor();
    await page.getByText("Van wie nog niet?").click();
    const missing = await page.locator("#seen details").textContent();
    expect([missing?.includes("Noor"), missing?.includes("Zofia")]).toEqual([false, true]);
  });

  test("a teacher puts a day in the agenda, and parents find it through the strip above the posts", async () => {
    const page = await openAs(hanneke);
    await page.goto(`${web.origin}/regenton/agenda`);
    await page.getByRole("link", { name: "Nieuwe activiteit" }).click();
    await page.locator(".tile", { hasText: "Groep 5a" }).click();
    await page.getByLabel("Titel").fill("Boekenmarkt");
    await page.getByLabel("Dag", { exact: true }).fill("2026-11-10");
    await page.getByLabel("Begint om").fill("14:00");
    await page.getByRole("button", { name: "Zet in de agenda" }).click();
    await page.getByText("De activiteit staat in de agenda.").waitFor();

    const parent = await openAs(samira);
    await parent.locator(".strip [aria-current=date]").click();
    await parent.getByRole("link", { name: "Boekenmarkt" }).click();
    await parent.getByRole("heading", { name: "Boekenmarkt" }).waitFor();
  });

  test("the composer shows what the chosen kind has, and says what is missing", async () => {
    const page = await openAs(hanneke);
    await page.goto(`${web.origin}/regenton/posts/new`);
    const poll = page.getByText("Peiling toevoegen");
    const pin = page.getByText("Bovenaan vastzetten");
    const shown = async () => [await poll.isVisible(), await pin.isVisible()];
    expect(await shown()).toEqual([false, true]);
    await page.locator(".tile", { hasText: "Groep 5a" }).click();
    await page.getByRole("button", { name: "Plaats bericht" }).waitFor();
    await page.locator(".tile", { hasText: "Groep 5a" }).click();
    await page.getByRole("button", { name: "Plaats voor 26 gezinnen" }).waitFor();
    await page.locator(".kind", { hasText: "Prikbord" }).click();
    expect(await shown()).toEqual([true, true]);
    await page.locator(".kind", { hasText: "Spoed" }).click();
    expect(await shown()).toEqual([false, false]);
    await page.getByLabel("Foto’s en bijlagen").setInputFiles("deno.json");
    await page.locator(".files .error", { hasText: "Dit soort bestand kan niet." }).waitFor();
    await page.getByRole("button", { name: "Verstuur aan 26 gezinnen" }).click();
    await page.getByRole("link", { name: "Geef het bericht een titel." }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(await overflows(page)).toBe(false);
  });
});

/** Fills in the composer: kind, title and text; for whom is the own group unless chosen. */
async function write(page: Page, { kind, title }: { kind: string; title: string }) {
  await page.goto(`${web.origin}/regenton/posts/new?kind=${kind}`);
  await page.getByLabel("Titel").fill(title);
  await page.getByLabel("Bericht", { exact: true }).click();
  await page.keyboard.type("Morgen meer.");
}

/** Keeps uploads under way until the result is called, as on a slow line. */
async function holdUploads(page: Page): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route("**/posts/uploads", async (route) => {
    await promise;
    await route.continue();
  });
  return resolve;
}

/** Drags a picture of the demo onto the form. */
async function drop(page: Page, name: string) {
  const bytes = (await readFile(`db/demo/pictures/${name}`)).toString("base64");
  const dataTransfer = await page.evaluateHandle(`(() => {
    const bytes = Uint8Array.from(atob("${bytes}"), (char) => char.charCodeAt(0));
    const dragged = new DataTransfer();
    dragged.items.add(new File([bytes], "${name}", { type: "image/jpeg" }));
    return dragged;
  })()`);
  await page.dispatchEvent(".drop", "drop", { dataTransfer });
}
