import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import {
  desktop,
  expectClean,
  linkIn,
  type Look,
  openBrowser,
  phone,
  school,
  web,
} from "../support/browser.ts";

// Who works at school finds people, writes about them and prints them; parents join in.

const samira = "ouder@regenton.example"; // of Noor (5a) and Mees (2b)
const hanneke = "juf@regenton.example"; // teaches 5a
const onPhone: Look = { viewport: phone, colorScheme: "light" };
const onLaptop: Look = { viewport: desktop, colorScheme: "dark" };

openBrowser();

const at = (path: string) => `${web.origin}/regenton${path}`;
const press = (page: Page, name: string | RegExp) =>
  page.getByRole("button", { name, exact: true }).click();
const follow = (page: Page, name: string | RegExp) =>
  page.getByRole("link", { name, exact: true }).click();
const title = (page: Page, name: string) =>
  page.getByRole("heading", { name, level: 1, exact: true }).waitFor();

test("a teacher finds a child, writes to its parents, and they read it from the mail", async () => {
  const page = await web.openAs(hanneke, onLaptop);
  await page.getByRole("link", { name: "Zoek iemand" }).first().click();
  await page.getByRole("searchbox").pressSequentially("noor w");
  await page.locator("#found").getByText("1 gevonden").waitFor();
  await expectClean(page, "found while typing");
  await follow(page, "Noor de Wit");
  await title(page, "Noor de Wit");
  await page.getByText("Jeroen van der Laan").first().waitFor();
  await follow(page, "Notities");
  await press(page, "Bewaar notitie");
  await page.getByLabel("Notitie", { exact: true }).fill("Noor las vandaag voor in groep 1.");
  await page.getByLabel("Zichtbaar voor ouders").check();
  await press(page, "Bewaar notitie");
  await page.getByText("De notitie staat erbij. De ouders krijgen een mail.").waitFor();
  await expectClean(page, "the note");

  const mails = (await school.mails()).filter((mail) => mail.subject.includes("notitie over Noor"));
  expect(mails.map((mail) => mail.to[0]?.address).sort()).toEqual([
    "ouder2@regenton.example",
    samira,
  ]);
  expect(mails[0]!.text).not.toContain("voor in groep 1");
  const parent = await web.openAs(samira, onPhone);
  await parent.goto(linkIn(mails[0], "/children/"));
  await parent.getByText("Noor las vandaag voor in groep 1.").waitFor();
});

test("a teacher opens the class list, and has it as a PDF", async () => {
  const page = await web.openAs(hanneke, onLaptop);
  await follow(page, "Groepen");
  await follow(page, "Groep 5a");
  await title(page, "Groep 5a");
  const names = await page.getByRole("rowheader").getByRole("link").allInnerTexts();
  expect(names).toHaveLength(26);
  expect(names.slice(0, 6)).toEqual([
    "Safiya Abdi",
    "Teun Bakker",
    "Nova Brouwer",
    "Puck de Bruin",
    "Jayden Comvalius",
    "Floor van Dijk",
  ]);
  const [pdf] = await Promise.all([page.waitForEvent("download"), follow(page, "PDF")]);
  expect(pdf.suggestedFilename()).toMatch(/5a.*\.pdf$/);
  const bytes = await Deno.readFile(await pdf.path());
  expect(new TextDecoder().decode(bytes.slice(0, 5))).toBe("%PDF-");
});

test("a parent blocked for one child has only the other at the next click", async () => {
  const parent = await web.openAs(samira, onPhone);
  await parent.goto(at("/children"));
  const office = await web.openAs("administratie@regenton.example", onLaptop);
  await office.goto(at("/people?q=samira"));
  await follow(office, "Samira de Wit");
  const block = office.locator("details", { hasText: "Blokkeer voor Mees" });
  await block.locator("summary").click();
  await block.getByLabel("Reden, voor het dossier").fill("Beschikking van 9 november");
  await block.getByRole("button", { name: "Blokkeer voor Mees" }).click();
  await office.getByText("De blokkade staat.").waitFor();
  await office.getByText("Beschikking van 9 november").waitFor();
  await expectClean(office, "who is blocked for a child");

  await follow(parent, "Mees de Wit");
  await title(parent, "Deze pagina is er niet");
  await parent.goto(at("/children"));
  await follow(parent, "Noor de Wit");
  await title(parent, "Noor");
  expect(await parent.getByText(/Mees|Beschikking/).count()).toBe(0);
  await press(office, "Hef blokkade voor Mees de Wit op");
  await office.getByText("De blokkade is opgeheven.").waitFor();
  await parent.goto(at("/children"));
  await parent.getByRole("link", { name: "Mees de Wit" }).waitFor();
});

test("two parents press at once for the last place: one joins, the other is told", async () => {
  const pages = [samira, await parentOutside()];
  const phones = await Promise.all(pages.map((userName) => web.openAs(userName, onPhone)));
  for (const page of phones) {
    await page.goto(at("/special-groups"));
    await follow(page, "Rijden naar de kinderboerderij");
    await page.getByText("nog 1 plaats").first().waitFor();
  }
  await Promise.all(phones.map((page) => press(page, "Meld u aan")));
  const joined = "U bent aangemeld.";
  const told = "De 12 plaatsen zijn net vergeven. U bent niet aangemeld.";
  const answers = await Promise.all(phones.map(async (page) => {
    const answer = page.getByText(joined).or(page.getByText(told)).first();
    return { page, text: await answer.innerText() };
  }));
  expect(answers.map(({ text }) => text).sort()).toEqual([told, joined]);
  for (const { page, text } of answers) await expectClean(page, text);
  const { taken } = await drive();
  expect(taken).toBe(12);
  const late = answers.find(({ text }) => text === told)!.page;
  expect(await late.getByRole("button", { name: "Meld u aan" }).count()).toBe(0);
});

const drive = () =>
  school.house.db.selectFrom("special_groups").select(["id", "taken"])
    .where("name", "=", "Rijden naar de kinderboerderij").executeTakeFirstOrThrow();

/** A parent of the drive's groups who does not drive yet, with an account of their own. */
async function parentOutside(): Promise<string> {
  const { id } = await drive();
  const [row] = await school.house.pool<{ user_name: string }[]>`
    select min(a.user_name) as user_name
    from people p
    join accounts a on a.id = p.account_id
    join guardianships g on g.school_id = p.school_id and g.person_id = p.id
    join group_pupils gp on gp.school_id = g.school_id and gp.pupil_id = g.pupil_id
    join special_group_groups sg on sg.group_id = gp.group_id and sg.special_group_id = ${id}
    where a.activated_at is not null and a.language = 'nl' and not p.read_only
      and p.blocked_at is null and a.user_name <> ${samira}
      and p.id not in (select person_id from special_group_members where special_group_id = ${id})
      and 1 = (select count(*) from people o where o.account_id = a.id)`;
  return row!.user_name;
}

test("the head looks at what the step to the next year would do, and nothing has happened", async () => {
  const page = await web.openAs("directie@regenton.example", onLaptop);
  await page.goto(at("/groups"));
  const before = await page.locator("main li").allInnerTexts();
  await follow(page, "Naar het nieuwe schooljaar");
  await title(page, "Naar schooljaar 2027-2028");
  await page.getByLabel("Nieuwe naam van groep 5a").fill("6 boven");
  await press(page, "Bekijk wat er gebeurt");
  await page.getByText("Er is nog niets veranderd.").first().waitFor();
  await page.getByText("Verlaat de school").first().click();
  await page.getByRole("row", { name: /6 boven/ }).waitFor();
  await page.getByText(/wie de school verlaat \(\d+ leerlingen\) is uitgeschreven/).waitFor();
  await expectClean(page, "what will happen");

  await page.getByRole("link", { name: "Terug naar het plan" }).first().click();
  expect(await page.getByLabel("Nieuwe naam van groep 5a").inputValue()).toBe("6 boven");
  await page.goto(at("/groups"));
  expect(await page.locator("main li").allInnerTexts()).toEqual(before);
  const { db } = school.house;
  const made = await db.selectFrom("groups").select("name").where("school_year", "=", 2027)
    .execute();
  expect(made).toEqual([]);
  const parent = await web.openAs(samira, onPhone);
  await parent.goto(at("/groups"));
  expect(await parent.getByText("6 boven").count()).toBe(0);
});
