import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import {
  arrivedPictures,
  desktop,
  expectClean,
  type Look,
  openBrowser,
  phone,
  school,
  web,
} from "../support/browser.ts";
import { picture } from "../support/forms.ts";

// Parents on their phones keep their own data and say who sees it; school looks on, on a laptop.

const samira = "ouder@regenton.example"; // of Noor (5a) and Mees (2b)
const jeroen = "ouder2@regenton.example"; // of Noor too, at another address
const parisa = "parisa.rahimi@post.example"; // of Amir, in 5a as well
const hanneke = "juf@regenton.example";
const bibi = "administratie@regenton.example";
const onPhone: Look = { viewport: phone, colorScheme: "light" };
const onLaptop: Look = { viewport: desktop, colorScheme: "dark" };

openBrowser();
beforeAll(async () => {
  await school.house.pool`update people set shares = '{}' where email = ${samira}`;
  await school.house.pool`update pupils set shares = '{}' where first_name in ('Noor', 'Mees')`;
});

const at = (path: string) => `${web.origin}/regenton${path}`;
const press = (page: Page, name: string | RegExp) =>
  page.getByRole("button", { name, exact: true }).click();
const follow = (page: Page, name: string | RegExp) =>
  page.getByRole("link", { name, exact: true }).click();

/** The page of a child of the viewer's own, as one comes there. */
async function openChild(page: Page, name: string, tab?: string) {
  await page.goto(at("/children"));
  await follow(page, name);
  await page.getByRole("heading", { level: 1, name: name.split(" ")[0]! }).waitFor();
  if (tab) await follow(page, tab);
}

const personOf = (email: string) =>
  school.house.db.selectFrom("people").selectAll().where("email", "=", email)
    .executeTakeFirstOrThrow();

const groupPath = async (name: string) => {
  const { id } = await school.house.db.selectFrom("groups").select("id").where("name", "=", name)
    .orderBy("school_year", "desc").executeTakeFirstOrThrow();
  return `/groups/${id}`;
};

test("a parent moves house, sees it wait, and the office agrees with one press", async () => {
  const page = await web.openAs(samira, onPhone);
  await page.getByText("Uw menu").locator("..").click();
  await follow(page, "Mijn account");
  await follow(page, "Wijzig gegevens van Samira");
  await page.getByLabel("Straat").fill("Kersenlaan");
  await page.getByLabel("Huisnummer").fill("aan zee");
  await page.getByLabel("Postcode").fill("1234ab");
  await page.getByLabel("Plaats").fill("Regenmeer");
  await press(page, "Bewaar");
  await page.getByText("Begin met een cijfer, zoals 12.").first().waitFor();
  await expectClean(page, "an address without a number");
  await page.getByLabel("Huisnummer").fill("21");
  await press(page, "Bewaar");
  await page.getByText("De wijziging is naar de administratie.").waitFor();
  const waits = page.locator("dd", { hasText: "in behandeling" });
  expect(await waits.innerText()).toMatch(/wordt\s+Kersenlaan 21/);
  await expectClean(page, "a change that waits");

  const office = await web.openAs(bibi, onLaptop);
  const told = await school.mails();
  expect(told.map((mail) => mail.subject)).toContainEqual(
    expect.stringContaining("Wijziging van gegevens: Samira de Wit"),
  );
  await office.getByRole("link", { name: /wijziging/i }).first().click();
  await press(office, "Goedkeuren Adres van Samira de Wit");
  await office.getByText("Goedgekeurd: Adres van Samira de Wit.").waitFor();
  await expectClean(office, "what was just approved");

  await page.reload();
  await page.getByText("Kersenlaan 21").waitFor();
  expect(await waits.count()).toBe(0);
});

test("the office refuses a change and says why, and the parent reads it in a mail", async () => {
  const office = await web.openAs(bibi, onLaptop);
  await office.goto(at("/changes"));
  const change = office.getByRole("listitem").filter({ hasText: "N.S." });
  await change.getByText("Reden erbij").click();
  await change.getByLabel("Reden, voor de mail aan de ouder").fill("Noor heeft één voorletter.");
  await expectClean(office, "a reason");
  await change.getByRole("button", { name: /^Afwijzen/ }).click();
  await office.getByText("Afgewezen: Voorletters van Noor de Wit.").waitFor();
  school.clock.travel("2026-11-10T09:06:00+01:00");
  const decided = (await school.mails()).filter((mail) => mail.to[0]?.address === samira);
  expect(decided.map((mail) => mail.subject)).toEqual([
    expect.stringContaining("Over uw wijzigingen is beslist"),
  ]);
  expect(decided[0]!.text).toContain("Overgenomen: Adres van Samira de Wit.");
  expect(decided[0]!.text).toContain("Noor heeft één voorletter.");
});

test("who of the office decides second is told that it was decided, and sees what is left", async () => {
  const change = { field: "initials", to: "S.Q." };
  const { id } = await personOf(samira);
  await school.house.db.insertInto("change_requests").values({
    school_id: 1,
    person_id: id,
    field: change.field,
    contact_id: null,
    old_value: JSON.stringify("S."),
    new_value: JSON.stringify(change.to),
    asked_by: (await personOf(samira)).account_id!,
    asked_at: school.clock.now(),
  }).execute();
  const office = await web.openAs(bibi, onLaptop);
  const head = await web.openAs("directie@regenton.example", onLaptop);
  for (const page of [office, head]) await page.goto(at("/changes"));
  await press(office, "Goedkeuren Voorletters van Samira de Wit");
  await office.getByText("Goedgekeurd: Voorletters van Samira de Wit.").waitFor();
  await press(head, "Afwijzen Voorletters van Samira de Wit");
  await head.getByText("Hierover was al beslist, of de ouder trok het in.").waitFor();
  expect(await head.getByText(change.to).count()).toBe(0);
  await expectClean(head, "what was decided already");
  expect((await personOf(samira)).initials).toBe(change.to);
});

test("two parents who change the same of their child do not overwrite each other", async () => {
  const mother = await web.openAs(samira, onPhone);
  const father = await web.openAs(jeroen, onPhone);
  for (const page of [mother, father]) {
    await openChild(page, "Noor de Wit", "Bereikbaarheid");
    await follow(page, "Wijzig gegevens van Noor");
  }
  await mother.getByLabel("E-mailadres").fill("noor@post.example");
  await press(mother, "Bewaar");
  await mother.getByText("De wijziging is naar de administratie.").waitFor();
  await father.getByLabel("E-mailadres").fill("noor.dewit@post.example");
  await press(father, "Bewaar");
  await father.getByText(/wacht al een andere wijziging .*: noor@post\.example/).first().waitFor();
  expect(await father.getByLabel("E-mailadres").inputValue()).toBe("noor.dewit@post.example");
  await expectClean(father, "the other was first");
});

test("a parent adds a photo of a child, and the teacher sees who it is", async () => {
  const page = await web.openAs(samira, onPhone);
  await openChild(page, "Mees de Wit");
  await page.getByText("Voeg een foto toe").click();
  await page.getByLabel("Kies een foto").setInputFiles(picture("bos.jpg"));
  await press(page, "Bewaar foto");
  await page.getByText("De foto is bewaard.").waitFor();
  expect(await arrivedPictures(page.locator("main .face.large img"))).toBe(1);

  const teacher = await web.openAs(hanneke, onLaptop);
  await teacher.goto(at("/find?q=mees+wit"));
  await teacher.getByRole("heading", { name: "Mees de Wit", level: 1 }).waitFor();
  expect(await arrivedPictures(teacher.locator("main .face.kid img").first())).toBe(1);
});

test("a parent notes who fetches a child, and the other parent and the teacher read it", async () => {
  const page = await web.openAs(samira, onPhone);
  await openChild(page, "Noor de Wit", "Oppas");
  await page.getByLabel("Naam").fill("Trijntje Visser");
  await page.getByLabel("Telefoon").fill("06-0000");
  await page.getByText("donderdag").last().click();
  await press(page, "Voeg oppas toe");
  await page.getByText("Vul een nummer met tien cijfers in").first().waitFor();
  expect(await page.getByLabel("Naam").inputValue()).toBe("Trijntje Visser");
  await expectClean(page, "a number that does not exist");
  await page.getByLabel("Telefoon").fill("06-00000444");
  await press(page, "Voeg oppas toe");
  await page.getByText("Trijntje Visser staat op de lijst.").waitFor();

  const father = await web.openAs(jeroen, onPhone);
  await openChild(father, "Noor de Wit", "Oppas");
  const listed = (one: Page) => one.locator("li", { hasText: "Trijntje Visser" }).innerText();
  expect(await listed(father)).toContain("donderdag");
  const teacher = await web.openAs(hanneke, onLaptop);
  await teacher.goto(at("/find?q=noor+wit"));
  await follow(teacher, "Oppas");
  expect(await listed(teacher)).toContain("06-00000444");
});

test("of the other parent's home a separated parent finds nothing, though the child is theirs both", async () => {
  const mother = await personOf(samira);
  const secrets = [samira, mother.phone!, mother.phone!.slice(-4), "Kersenlaan"];
  const occurring = async (page: Page) => {
    const [html, said] = [await page.content(), await page.locator("body").innerText()];
    return secrets.filter((secret) => html.includes(secret) || said.includes(secret));
  };
  const page = await web.openAs(jeroen, onPhone);
  await page.goto(at("/children"));
  expect(await page.locator("main h2").allInnerTexts()).toEqual(["Noor de Wit"]);
  await follow(page, "Noor de Wit");
  const tabs = await page.locator(".tabs a").evaluateAll((links) =>
    (links as unknown as URL[]).map((link) => link.pathname.replace("/regenton", ""))
  );
  expect(tabs).toHaveLength(6);
  const paths = [
    ...tabs,
    `${tabs[0]}?edit=${tabs[0]!.split("/").at(-1)}`,
    "",
    "/account",
    "/account/contact",
    "/account/privacy",
    "/account/privacy/preview",
    "/special-groups",
    await groupPath("5a"),
  ];
  for (const path of paths) {
    await page.goto(at(path));
    expect([path, await occurring(page)]).toEqual([path, []]);
  }

  const office = await web.openAs(bibi, onLaptop);
  await office.goto(at(`/people/${mother.id}`));
  expect((await occurring(office)).length).toBe(secrets.length);
});

test("a parent shares a number with the group: its parents see it, those of another do not", async () => {
  const { phone: number } = await personOf(samira);
  const call = `a[href="tel:${number!.replace("-", "")}"]`;
  const group = await groupPath("5a");
  const neighbour = await web.openAs(parisa, onPhone);
  await neighbour.goto(at(group));
  expect(await neighbour.getByText("Noor de Wit").count()).toBe(0);
  expect(await neighbour.locator(call).count()).toBe(0);

  const page = await web.openAs(samira, onPhone);
  await page.goto(at("/account/privacy"));
  await page.getByLabel("Naam: Groep").check();
  await page.getByLabel("Telefoonnummer: Groep").check();
  await press(page, "Bewaar");
  await page.getByText("Uw keuze is bewaard.").waitFor();
  expect(await page.getByLabel("Telefoonnummer: Groep").isChecked()).toBe(true);
  await neighbour.reload();
  expect(await neighbour.locator(call).count()).toBe(0); // the child is not on the list yet
  await openChild(page, "Noor de Wit", "Privacy");
  await page.getByLabel("Naam: Groep").check();
  await press(page, "Bewaar");
  await page.getByText("Uw keuze is bewaard.").waitFor();
  await follow(page, "Zo zien andere ouders Noor");
  await page.getByRole("heading", { name: "Een ouder van groep 5a ziet" }).waitFor();
  expect(await page.locator(call).count()).toBe(1);
  await expectClean(page, "as others see it");

  await neighbour.reload();
  const row = neighbour.getByRole("row", { name: /Noor de Wit/ });
  expect(await row.locator(call).count()).toBe(1);
  expect(await row.innerText()).not.toContain(samira);
  await expectClean(neighbour, "the class list");

  const elsewhere = await web.openAs(await parentOf("8"), onPhone);
  await elsewhere.goto(at(group));
  await elsewhere.getByRole("heading", { name: "Groep 5a", level: 1 }).waitFor();
  expect(await elsewhere.locator(call).count()).toBe(0);
  expect(await elsewhere.getByText("Noor de Wit").count()).toBe(0);
});

/** Whoever has children in this group only, and can sign in. */
async function parentOf(group: string): Promise<string> {
  const [row] = await school.house.pool<{ user_name: string }[]>`
    select a.user_name from accounts a join people p on p.account_id = a.id
      join guardianships g on g.person_id = p.id join group_pupils gp on gp.pupil_id = g.pupil_id
      join groups c on c.id = gp.group_id
    where a.activated_at is not null and p.left_at is null and a.language = 'nl'
      and c.school_year = 2026
    group by a.user_name having bool_and(c.name = ${group}) order by a.user_name limit 1`;
  return row!.user_name;
}
