import { Buffer } from "node:buffer";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runTicks } from "../../jobs/clock.ts";
import { listRoutes } from "../../web/app.ts";
import { browse, type Browsing, linkIn, phone } from "../support/browser.ts";
import { openTestHouse, password, type TestHouse } from "../support/house.ts";

// Every form of the portal is used once in a browser that runs no script.

/** Forms that there are only where scripts run, and why nobody misses them elsewhere. */
const onlyWithScript: Record<string, string> = {
  "/:school/posts/uploads": "sends a file ahead; without script files go along with the post",
  "/:school/posts/:post/mark": "marks as read what was seen in the timeline; opening it does too",
};

interface Use {
  /** The page it is on, under the school; `.` is where the use before it ended. */
  on: string;
  /** The route it posts to, under the school. */
  form: string;
  /** What is typed, by field; `true` ticks, `*` takes the first choice there is. */
  fields?: Record<string, string | true | { name: string; mimeType: string; buffer: Buffer }>;
  /** Which button, where it is not the only one. */
  button?: string;
  /** What the answer says. */
  says: string | RegExp;
}

let school: TestHouse;
let web: Browsing;
const used = new Set<string>();

beforeAll(async () => {
  // There seems to be a mail server, so that kept mail can be sent after all.
  school = await openTestHouse({ config: { smtpUrl: "smtp://127.0.0.1:9" } });
  web = await browse(school);
});
afterAll(async () => {
  await web.close();
  await school.close();
});

const unscripted = { viewport: phone, javaScriptEnabled: false };
const chosen = { password: "Kastanje88!", repeat: "Kastanje88!" };

test("who stands before the door gets in, asks for links, and stops the mail", async () => {
  school.clock.travel("2026-11-10T17:31:00+01:00");
  await runTicks(school.house);
  const page = await web.open(unscripted);
  await useForms(page, [
    {
      on: "/activate/new",
      form: "/activate/new",
      fields: { userName: "sanne.debruin@post.example" },
      says: "Kijk in uw mail",
    },
    {
      on: "/password/forgotten",
      form: "/password/forgotten",
      fields: { userName: "ouder2@regenton.example" },
      says: "Kijk in uw mail",
    },
    {
      on: "/help",
      form: "/help/contact",
      fields: { name: "Ans", email: "ans@post.example", topic: "Fiets", message: "Waar?" },
      says: "Uw vraag is verstuurd.",
    },
  ]);
  const mails = await school.mails();
  const linkTo = (address: string, part: string) => {
    const mail = mails.find((one) => one.to[0]?.address === address && one.text.includes(part));
    return new URL(linkIn(mail, part)).pathname.replace("/regenton", "");
  };
  await useForms(page, [
    {
      on: linkTo("sanne.debruin@post.example", "/activate/"),
      form: "/activate/:token",
      fields: chosen,
      says: "Welkom! Uw account is klaar.",
    },
    {
      on: linkTo("ouder2@regenton.example", "/password/reset/"),
      form: "/password/reset/:token",
      fields: chosen,
      says: "Uw nieuwe wachtwoord werkt.",
    },
    { on: ".", form: "/sign-out", says: "U bent uitgelogd." },
    {
      on: linkTo("ouder@regenton.example", "/unsubscribe/"),
      form: "/unsubscribe/:token",
      says: "De mail staat uit",
    },
    {
      on: "/sign-in?next=/regenton/board",
      form: "/sign-in",
      fields: { userName: "ouder2@regenton.example", password: chosen.password },
      says: "Wie helpt er mee bij de lampionnen?",
    },
  ]);
});

test("a parent reacts to a post and keeps the own account", async () => {
  const page = await web.openAs("beide@regenton.example", unscripted);
  await school.signIn("beide@regenton.example");
  await school.signIn("beide@regenton.example");
  const poll = await titled("Wie helpt er mee bij de lampionnen?");
  await useForms(page, [
    { on: poll, form: "/posts/:post/vote", fields: { option: "*" }, says: "uw keuze" },
    { on: poll, form: "/posts/:post/symbols", button: "[value=heart]", says: "uw keuze" },
  ]);
  await page.locator("[value=heart][aria-pressed=true]").waitFor();
  await useForms(page, [
    {
      on: poll,
      form: "/posts/:post/comments",
      fields: { body: "Wij komen!" },
      says: "De reactie is geplaatst.",
    },
    {
      on: poll,
      form: "/posts/:post/comments/:comment/removal",
      says: "De reactie is verwijderd.",
    },
    { on: "/account", form: "/account/language", fields: { language: "nl" }, says: "Uw taal" },
    { on: "/account/notifications", form: "/account/notifications", says: "Uw keuze is bewaard." },
    {
      on: "/account/sessions",
      form: "/account/sessions/:session/sign-out",
      says: "Dat apparaat is uitgelogd.",
    },
    {
      on: "/account/sessions",
      form: "/account/sessions/sign-out",
      says: "Op alle andere apparaten bent u uitgelogd.",
    },
    {
      on: "/account/password",
      form: "/account/password",
      fields: { current: password, ...chosen },
      says: "Uw wachtwoord is gewijzigd.",
    },
  ]);
});

test("a teacher writes, mends and withdraws a post, and keeps the agenda", async () => {
  const page = await web.openAs("juf@regenton.example", unscripted);
  await useForms(page, [
    {
      on: "/posts/new?kind=board",
      form: "/posts",
      fields: { title: "Zonder script", body: "Eerste alinea.\n\nTweede <alinea>." },
      button: "[value=publish]",
      says: "Tweede <alinea>.",
    },
    { on: ".", form: "/posts/:post/discussion", says: "Reageren kan niet meer." },
    {
      on: "./edit",
      form: "/posts/:post/edit",
      fields: { title: "Zonder het script", files: picture("bos.jpg") },
      button: "[value=publish]",
      says: "De wijzigingen zijn bewaard.",
    },
    { on: ".", form: "/posts/:post/withdrawal", says: "Het bericht is ingetrokken." },
    {
      on: "/agenda/new",
      form: "/agenda",
      fields: { audience: "*", title: "Boekenmarkt", startsOn: "2026-11-20" },
      says: "De activiteit staat in de agenda.",
    },
    { on: ".", form: "/agenda/:item/removal", says: "De activiteit is verwijderd." },
  ]);
});

test("the office keeps groups", async () => {
  const page = await web.openAs("administratie@regenton.example", unscripted);
  await useForms(page, [
    {
      on: "/groups/new",
      form: "/groups",
      fields: { name: "9", years: "8" },
      says: "De groep is er.",
    },
    { on: ".", form: "/groups/:group/edit", fields: { name: "9b" }, says: "De groep is bewaard." },
    {
      on: ".",
      form: "/groups/:group/teachers",
      fields: { teacher: "*" },
      says: "De leerkracht staat bij de groep.",
    },
    {
      on: ".",
      form: "/groups/:group/teachers/:person/removal",
      says: "De leerkracht is uit de groep gehaald.",
    },
    {
      on: ".",
      form: "/groups/:group/pupils",
      fields: { pupil: "*" },
      says: "De leerling zit in de groep.",
    },
    {
      on: ".",
      form: "/groups/:group/moves",
      fields: { pupils: "*", to: "*" },
      says: "1 leerling zit nu in groep",
    },
    {
      on: ".",
      form: "/groups/:group/pupils",
      fields: { pupil: "*" },
      says: "De leerling zit in de groep.",
    },
    {
      on: ".",
      form: "/groups/:group/departures",
      fields: { pupils: "*" },
      says: "1 leerling is uit de groep gehaald.",
    },
    { on: ".", form: "/groups/:group/removal", says: "De groep is opgeheven." },
  ]);
});

test("the office keeps people", async () => {
  const page = await web.openAs("administratie@regenton.example", unscripted);
  const one = { firstName: "Ans", lastName: "Nieuw" };
  await useForms(page, [
    {
      on: "/people/invitations",
      form: "/people/invitations",
      says: "uitnodigingen zijn onderweg.",
    },
    { on: "/people/staff/new", form: "/people/staff", fields: one, says: "Toegevoegd." },
    { on: ".", form: "/people/:person/staff", fields: { title: "juf Ans" }, says: "Bewaard." },
    { on: "/people/pupils/new", form: "/people/pupils", fields: one, says: "Toegevoegd." },
    { on: ".", form: "/people/pupils/:pupil", fields: { firstName: "Anna" }, says: "Bewaard." },
    { on: ".", form: "/people/pupils/:pupil/departure", says: "Uitgeschreven." },
    { on: ".", form: "/people/pupils/:pupil/departure/removal", says: "Weer ingeschreven." },
    {
      on: "/people/guardians/new",
      form: "/people/guardians",
      fields: { ...one, email: "ans@nieuw.example", pupil: "*" },
      says: "Toegevoegd.",
    },
    { on: ".", form: "/people/:person", fields: { phone: "06-00000000" }, says: "Bewaard." },
    { on: ".", form: "/people/:person/invitation", says: /^De uitnodiging .* onderweg\.$/ },
    {
      on: ".",
      form: "/people/:person/user-name",
      fields: { userName: "ans@anders.example" },
      says: "De gebruikersnaam is gewijzigd.",
    },
    {
      on: ".",
      form: "/people/:person/children/:pupil/block",
      fields: { reason: "x" },
      says: "De blokkade staat.",
    },
    {
      on: ".",
      form: "/people/:person/children/:pupil/block/removal",
      says: "De blokkade is opgeheven.",
    },
    {
      on: ".",
      form: "/people/:person/senders",
      fields: { senderTitle: "OR" },
      says: "Deze ouder mag nu berichten schrijven.",
    },
    {
      on: ".",
      form: "/people/:person/senders/:sender/removal",
      says: "Het recht is teruggenomen.",
    },
    { on: ".", form: "/people/:person/children/:pupil/removal", says: "Het kind is ontkoppeld." },
    {
      on: ".",
      form: "/people/:person/children",
      fields: { pupil: "*" },
      says: "Het kind is gekoppeld.",
    },
    { on: ".", form: "/people/:person/read-only", says: "Deze ouder kan vanaf nu alleen lezen." },
    { on: ".", form: "/people/:person/read-only/removal", says: "Deze ouder kan weer meedoen." },
    { on: ".", form: "/people/:person/block", fields: { reason: "x" }, says: "De blokkade staat." },
    { on: ".", form: "/people/:person/block/removal", says: "De blokkade is opgeheven." },
    { on: ".", form: "/people/:person/departure", says: "Uitgeschreven." },
    { on: ".", form: "/people/:person/departure/removal", says: "Weer ingeschreven." },
  ]);
});

test("the office keeps the help and imports", async () => {
  const page = await web.openAs("administratie@regenton.example", unscripted);
  const question = { question: "Waar is de fiets?", answer: "In het hok." };
  await useForms(page, [
    {
      on: "/help/edit",
      form: "/help/questions/own",
      says: "Dit zijn nu de eigen vragen van de school.",
    },
    { on: ".", form: "/help/questions", fields: question, says: "De vraag staat erbij." },
    { on: ".", form: "/help/questions/:question", fields: question, says: "De vraag is bewaard." },
    { on: ".", form: "/help/questions/:question/moves", says: "Vragen en antwoorden" },
    { on: ".", form: "/help/questions/:question/removal", says: "De vraag is weg." },
    { on: ".", form: "/help/standard", says: "De standaardvragen staan er weer." },
    {
      on: "/import",
      form: "/import/uploads",
      fields: { files: file("tests/fixtures/import/EDEXML.Voorbeeld.2.1.xml", "text/xml") },
      says: "Bekijk wat er verandert",
    },
    {
      on: ".",
      form: "/import/:import/options",
      fields: { year: "2026" },
      says: "Opnieuw berekend met je keuzes.",
    },
    { on: ".", form: "/import/:import/application", says: /ingevoerd/i },
    {
      on: "/import",
      form: "/import/uploads",
      fields: { files: file("tests/fixtures/import/zermelo.csv", "text/csv") },
      says: "Wat staat er in de kolommen?",
    },
    { on: ".", form: "/import/:import/columns", says: "Er is nog niets ingevoerd." },
    { on: ".", form: "/import/:import/removal", says: "De import is weggegooid." },
  ]);
});

test("the office follows mail that did not arrive", async () => {
  const kim = "kim.brouwer@post.example";
  await school.visitor().post("/regenton/password/forgotten", { userName: kim });
  await school.mails();
  const note = (state: "failed" | "sent") =>
    school.house.db.updateTable("deliveries").set({ state, error: null })
      .where("address", "=", kim).execute();
  const page = await web.openAs("administratie@regenton.example", unscripted);
  await note("failed");
  await useForms(page, [{
    on: "/outgoing/failures",
    form: "/outgoing/:delivery/attempt",
    says: "De mail gaat opnieuw op weg.",
  }]);
  await note("sent");
  await useForms(page, [{
    on: `/outgoing/failures?q=${kim}`,
    form: "/outgoing/:delivery/bounce",
    says: "Genoteerd.",
  }]);
});

test("the head keeps the settings and the mail", async () => {
  const page = await web.openAs("directie@regenton.example", unscripted);
  await useForms(page, [
    { on: "/settings", form: "/settings", says: "De instellingen zijn bewaard." },
    {
      on: "/settings",
      form: "/settings/uploads/logo",
      fields: { logo: picture("uil.jpg") },
      says: "Het nieuwe logo staat er.",
    },
    { on: "/settings", form: "/settings/logo/removal", says: "Het logo is weg." },
    { on: "/settings/menu", form: "/settings/menu", says: "De instellingen zijn bewaard." },
    { on: "/settings/messages", form: "/settings/messages", says: "De instellingen zijn bewaard." },
    {
      on: "/outgoing",
      form: "/outgoing/test",
      says: "De mail wordt gemaakt op het moment dat hij weggaat.",
    },
  ]);
  await school.mails();
  await useForms(page, [{ on: "/outgoing", form: "/outgoing/kept", says: /op weg\.$/ }]);
});

test("a house without a school gets one", async () => {
  const empty = await openTestHouse({ seed: "empty" });
  const own = await browse(empty);
  const page = await own.open(unscripted);
  await page.goto(own.origin);
  await fillIn(page.locator("form"), {
    name: "Basisschool De Klimroos",
    yourName: "Ada Roos",
    email: "ada@klimroos.example",
    password,
    repeat: password,
  });
  await press(page, page.getByRole("button", { name: "Open de school" }), "/set-up");
  await page.getByText("De school is open en u bent ingelogd.").waitFor();
  await own.close();
  await empty.close();
});

test("no form of the portal was left out", () => {
  const forms = listRoutes(school.app).filter((route) => route.method === "POST")
    .map((route) => route.path);
  expect(forms.filter((form) => !used.has(form) && !(form in onlyWithScript))).toEqual([]);
  expect(Object.keys(onlyWithScript).filter((form) => !forms.includes(form))).toEqual([]);
});

/** Uses forms one after the other; each must be taken, and say what came of it. */
async function useForms(page: Page, uses: Use[]) {
  for (const { on, form, fields = {}, button, says } of uses) {
    if (on !== ".") {
      const here = on.startsWith("./") ? page.url() : `${web.origin}/regenton`;
      await page.goto(here.replace(/[#?].*/, "") + on.replace(/^\./, ""));
    }
    const found = await formTo(page, form);
    await fillIn(found, fields);
    await press(page, await buttonOf(found, form, button), `/:school${form}`);
    await page.getByText(says).first().waitFor();
  }
}

/** Presses a button, and notes that the form went to this route and was taken. */
async function press(page: Page, button: Locator, route: string) {
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === "POST"),
    button.click(),
  ]);
  expect(new URL(answer.url()).pathname).toMatch(addresses(route.replace("/:school", "/regenton")));
  expect(answer.status(), `POST ${route}`).toBeLessThan(400);
  used.add(route);
}

/** The addresses of a route: tokens are words, everything else has a number. */
const addresses = (route: string) =>
  new RegExp(`^${route.replace(/:token/g, "[^/]+").replace(/:\w+/g, "\\d+")}$`);

/** The first form that goes to this route, with what hides it unfolded. */
async function formTo(page: Page, route: string): Promise<Locator> {
  const forms = page.locator("form");
  const actions = await forms.evaluateAll((all) =>
    (all as unknown as Form[]).map((form) => [
      form.getAttribute("action") ?? "",
      ...[...form.querySelectorAll("[formaction]")].map((one) => one.getAttribute("formaction")!),
    ])
  );
  const goes = addresses(`/regenton${route}`);
  const here = new URL(page.url()).pathname;
  const index = actions.findIndex((some) => some.some((action) => goes.test(action || here)));
  if (index < 0) throw new Error(`No form to ${route} on ${page.url()}`);
  const form = forms.nth(index);
  for (const folded of await form.locator("xpath=ancestor::details[not(@open)]/summary").all()) {
    await folded.click();
  }
  return form;
}

async function buttonOf(form: Locator, route: string, button?: string): Promise<Locator> {
  if (button) return form.locator(`button:not(.vh)${button}`);
  for (const other of await form.locator("[formaction]").all()) {
    const action = await other.getAttribute("formaction") ?? "";
    if (addresses(`/regenton${route}`).test(action)) return other;
  }
  return form.locator("button[type=submit]:not(.vh):not([formaction])").first();
}

async function fillIn(form: Locator, fields: NonNullable<Use["fields"]>) {
  for (const [name, value] of Object.entries(fields)) {
    const field = form.locator(`[name="${name}"]`);
    const kind = await field.first().getAttribute("type");
    if (kind === "checkbox" || kind === "radio") await field.first().check();
    else if (typeof value === "object") await field.setInputFiles(value);
    else if (value === "*") await field.selectOption({ index: 1 });
    else if (value !== true && kind === null && await field.evaluate(isSelect)) {
      await field.selectOption(value);
    } else await field.first().fill(String(value));
  }
}

const isSelect = (element: { nodeName: string }) => element.nodeName === "SELECT";

interface Form {
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): Iterable<{ getAttribute(name: string): string | null }>;
}

async function titled(title: string): Promise<string> {
  const { id } = await school.house.db.selectFrom("posts").select("id")
    .where("title", "=", title).executeTakeFirstOrThrow();
  return `/posts/${id}`;
}

function file(path: string, mimeType: string) {
  const buffer = Buffer.from(Deno.readFileSync(path));
  return { name: path.split("/").at(-1)!, mimeType, buffer };
}

const picture = (name: string) => file(`db/demo/pictures/${name}`, "image/jpeg");
