import { base32 } from "oslo/encoding";
import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { runTicks } from "../../jobs/clock.ts";
import { codeAt, stepAt } from "../../modules/accounts/totp.ts";
import { listRoutes } from "../../web/app.ts";
import { browse, linkIn, openBrowser, phone, school, web } from "../support/browser.ts";
import {
  addresses,
  buttonOf,
  type Fields,
  file,
  fillIn,
  formTo,
  picture,
} from "../support/forms.ts";
import { openTestHouse, password } from "../support/house.ts";
import { sampleIds } from "../support/samples.ts";

// Every form of the portal is used once in a browser that runs no script.

/** Forms that there are only where scripts run, and why nobody misses them elsewhere. */
const onlyWithScript: Record<string, string> = {
  "/:school/posts/uploads": "sends a file ahead; without script files go along with the post",
  "/:school/pupils/:pupil/results/uploads": "sends a file ahead; they go along with the result",
  "/:school/posts/:post/mark": "marks as read what was seen in the timeline; opening it does too",
};

/**
 * The page it is on, under the school (`.` is where the use before it ended); the route it posts
 * to; what the answer says; what is typed; and which button, where it is not the only one.
 */
type Use = [on: string, form: string, says: string | RegExp, fields?: Fields, button?: string];

const used = new Set<string>();

// There seems to be a mail server, so that kept mail can be sent after all.
openBrowser({ config: { smtpUrl: "smtp://127.0.0.1:9" } });

const unscripted = { viewport: phone, javaScriptEnabled: false };
const chosen = { password: "Kastanje88!", repeat: "Kastanje88!" };

test("who stands before the door gets in, asks for links, and stops the mail", async () => {
  school.clock.travel("2026-11-10T17:31:00+01:00");
  await runTicks(school.house);
  const page = await web.open(unscripted);
  await useForms(page, [
    ["/activate/new", "/activate/new", "Kijk in uw mail", {
      userName: "sanne.debruin@post.example",
    }],
    ["/password/forgotten", "/password/forgotten", "Kijk in uw mail", {
      userName: "thomas.bakker@post.example",
    }],
    ["/help", "/help/contact", "Uw vraag is verstuurd.", {
      name: "Ans",
      email: "ans@post.example",
      topic: "Fiets",
      message: "Waar?",
    }],
  ]);
  const mails = await school.mails();
  const linkTo = (address: string, part: string) => {
    const mail = mails.find((one) => one.to[0]?.address === address && one.text.includes(part));
    return new URL(linkIn(mail, part)).pathname.replace("/regenton", "");
  };
  await useForms(page, [
    [
      linkTo("sanne.debruin@post.example", "/activate/"),
      "/activate/:token",
      "Welkom! Uw account is klaar.",
      chosen,
    ],
    [
      linkTo("thomas.bakker@post.example", "/password/reset/"),
      "/password/reset/:token",
      "Uw nieuwe wachtwoord werkt.",
      chosen,
    ],
    [".", "/sign-out", "U bent uitgelogd."],
    [linkTo("ouder@regenton.example", "/unsubscribe/"), "/unsubscribe/:token", "De mail staat uit"],
    ["/sign-in?next=/regenton/board", "/sign-in", "Wie helpt er mee bij de lampionnen?", {
      userName: "thomas.bakker@post.example",
      password: chosen.password,
    }],
  ]);
});

test("a parent reacts to a post and keeps the own account", async () => {
  const page = await web.openAs("beide@regenton.example", unscripted);
  await school.signIn("beide@regenton.example");
  await school.signIn("beide@regenton.example");
  const poll = await titled("Wie helpt er mee bij de lampionnen?");
  await useForms(page, [
    [poll, "/posts/:post/vote", "uw keuze", { option: "*" }],
    [poll, "/posts/:post/symbols", "uw keuze", {}, "[value=heart]"],
  ]);
  await page.locator("[value=heart][aria-pressed=true]").waitFor();
  await useForms(page, [
    [poll, "/posts/:post/comments", "De reactie is geplaatst.", { body: "Wij komen!" }],
    [poll, "/posts/:post/comments/:comment/removal", "De reactie is verwijderd."],
    ["/account", "/account/language", "Uw taal", { language: "nl" }],
    ["/account/notifications", "/account/notifications", "Uw keuze is bewaard."],
    ["/account/sessions", "/account/sessions/:session/sign-out", "Dat apparaat is uitgelogd."],
    [
      "/account/sessions",
      "/account/sessions/sign-out",
      "Op alle andere apparaten bent u uitgelogd.",
    ],
    ["/account/password", "/account/password", "Uw wachtwoord is gewijzigd.", {
      current: password,
      ...chosen,
    }],
  ]);
});

test("a parent sets data right, adds numbers and takes it back", async () => {
  const page = await web.openAs("ouder@regenton.example", unscripted);
  const { db } = school.house;
  const { id } = await db.selectFrom("people").select("id")
    .where("email", "=", "ouder@regenton.example").executeTakeFirstOrThrow();
  const { pupil, contact } = await sampleIds(school.house);
  const { id: own } = await db.selectFrom("contacts").select("id")
    .where("person_id", "=", id).executeTakeFirstOrThrow();
  const asked = "De wijziging is naar de administratie.";
  const entry = { kind: "email", label: "Werk", value: "samira@werk.example" };
  await useForms(page, [
    [`/account?edit=${id}`, "/account/people/:person", asked, { initials: "S.F." }],
    [".", "/account/requests/:request/withdrawal", "De wijziging is ingetrokken."],
    [`/account/contact?edit=${id}`, "/account/people/:person/contact", asked, {
      phone: "06-00000999",
    }],
    [`/account/contact?add=${id}`, "/account/people/:person/contacts", asked, entry],
    [
      `/account/contact?entry=${own}`,
      "/account/people/:person/contacts/:contact",
      asked,
      entry,
    ],
    [".", "/account/people/:person/contacts/:contact/removal", asked],
    [`/children/${pupil}?edit=${pupil}`, "/children/:pupil", asked, { firstName: "Nora" }],
    [`/children/${pupil}/contact?edit=${pupil}`, "/children/:pupil/contact", asked, {
      email: "noor@post.example",
    }],
    [`/children/${pupil}/contact?add=${pupil}`, "/children/:pupil/contacts", asked, entry],
    [
      `/children/${pupil}/contact?entry=${contact}`,
      "/children/:pupil/contacts/:contact",
      asked,
      entry,
    ],
    [".", "/children/:pupil/contacts/:contact/removal", asked],
  ]);
});

test("a parent chooses what other parents see", async () => {
  const page = await web.openAs("ouder2@regenton.example", unscripted);
  const { id } = await school.house.db.selectFrom("people").select("id")
    .where("email", "=", "ouder2@regenton.example").executeTakeFirstOrThrow();
  const { pupil } = await sampleIds(school.house);
  await useForms(page, [
    ["/account/privacy", "/account/privacy", "Uw keuze is bewaard.", {
      [`person-${id}-email`]: "school",
    }],
    [`/children/${pupil}/privacy`, "/children/:pupil/privacy", "Uw keuze is bewaard.", {
      [`pupil-${pupil}-birthday`]: "school",
    }],
  ]);
});

test("a parent adds a photo of oneself and of a child", async () => {
  const page = await web.openAs("ouder@regenton.example", unscripted);
  await page.goto(`${web.origin}/regenton/children`);
  const child = await page.locator("main h2 a").first().getAttribute("href");
  const path = child!.replace("/regenton", "");
  const photo = { photo: picture("bos.jpg") };
  await useForms(page, [
    ["/account", "/account/people/:person/uploads/photo", "De foto is bewaard.", photo],
    [".", "/account/people/:person/photo/removal", "De foto is verwijderd."],
    [path, "/children/:pupil/uploads/photo", "De foto is bewaard.", photo],
    [".", "/children/:pupil/photo/removal", "De foto is verwijderd."],
  ]);
});

test("someone signs in with two steps, and an admin helps who lost the phone", async () => {
  const userName = "esther@regenton.example";
  const page = await web.openAs(userName, unscripted);
  const first = await switchOn(page);
  await useForms(page, [
    ["/account/two-step", "/account/two-step/codes", "nieuwe herstelcodes.", {
      current: password,
      code: await first.code(1),
    }],
  ]);
  const recovery = await page.locator("code.key").first().innerText();
  school.clock.travel(new Date(school.clock.now().getTime() + 90_000).toISOString());
  await useForms(page, [
    [".", "/sign-out", "U bent uitgelogd."],
    ["/sign-in?next=/regenton/account/two-step", "/sign-in", "Nog één stap", {
      userName,
      password,
    }],
    [".", "/sign-in/step", "Staat aan sinds", { code: await first.code() }],
    [".", "/account/two-step/removal", "Inloggen in twee stappen staat uit.", {
      current: password,
      code: recovery,
    }],
  ]);
  await switchOn(page);
  const { id } = await school.house.db.selectFrom("people").select("id")
    .where("email", "=", userName).executeTakeFirstOrThrow();
  await useForms(await web.openAs("directie@regenton.example", unscripted), [
    [`/people/${id}`, "/people/:person/two-step/removal", "Inloggen in twee stappen staat uit."],
  ]);
});

/** Switches two-step sign-in on; `code` is what the app shows now, or some half minutes later. */
async function switchOn(page: Page) {
  await useForms(page, [
    ["/account/two-step", "/account/two-step", "Scan deze code met de app", { current: password }],
  ]);
  const key = await page.locator("code.key").innerText();
  const secret = base32.decode(key.replaceAll(" ", ""));
  const code = (steps = 0) => codeAt(secret, stepAt(school.clock.now()) + steps);
  await useForms(page, [
    [".", "/account/two-step/confirmation", "herstelcodes", { code: await code() }],
  ]);
  return { code };
}

test("a parent keeps the sitters of a child", async () => {
  const page = await web.openAs("ouder2@regenton.example", unscripted);
  const { pupil } = await sampleIds(school.house);
  const sitter = { name: "Aad Smit", phone: "06-00000777", days: "*" };
  await useForms(page, [
    [
      `/children/${pupil}/sitters`,
      "/children/:pupil/sitters",
      "Aad Smit staat op de lijst.",
      sitter,
    ],
  ]);
  await page.getByRole("link", { name: "Wijzig Aad Smit" }).click();
  await useForms(page, [
    [".", "/children/:pupil/sitters/:sitter", "Elke woensdag", { note: "Elke woensdag" }],
    [".", "/children/:pupil/sitters/:sitter/removal", "Aad Smit is van de lijst."],
  ]);
});

test("a teacher keeps the notes and the results of a pupil", async () => {
  const page = await web.openAs("juf@regenton.example", unscripted);
  const { pupil } = await sampleIds(school.house);
  const change = () => page.getByRole("link", { name: "Wijzig" }).first().click();
  await useForms(page, [
    [`/pupils/${pupil}/notes`, "/pupils/:pupil/notes", "De ouders krijgen een mail.", {
      body: "Zonder script geschreven.",
      shared: "*",
    }],
  ]);
  await change();
  await useForms(page, [
    [".", "/pupils/:pupil/notes/:note", "Anders geschreven.", { body: "Anders geschreven." }],
    [".", "/pupils/:pupil/notes/:note/removal", "De notitie is weg."],
    [`/pupils/${pupil}/results/new`, "/pupils/:pupil/results", "Toets zonder script", {
      title: "Toets zonder script",
      heldOn: "2026-11-09",
      subject: "Rekenen",
      score: "8",
      files: picture("uil.jpg"),
    }],
  ]);
  await change();
  await useForms(page, [
    [".", "/pupils/:pupil/results/:result", "Beter dan ooit.", { note: "Beter dan ooit." }],
    [".", "/pupils/:pupil/results/:result/removal", "Het resultaat is weg."],
  ]);
});

test("a child comes to a parent with a code from the office", async () => {
  const office = await web.openAs("administratie@regenton.example", unscripted);
  const { id } = await school.house.db.selectFrom("pupils").select("id")
    .where("first_name", "=", "Milou").executeTakeFirstOrThrow();
  const codes = `/pupils/${id}/coupling`;
  await useForms(office, [
    [codes, "/pupils/:pupil/coupling", "Druk het briefje nu af"],
    [".", "/pupils/:pupil/coupling/:code/removal", "De code werkt niet meer."],
    [codes, "/pupils/:pupil/coupling", "Druk het briefje nu af"],
  ]);
  const code = await office.locator(".key").innerText();
  const parent = await web.openAs("ouder2@regenton.example", unscripted);
  await useForms(parent, [
    ["/children/coupling", "/children/coupling", "Milou staat nu bij uw kinderen.", { code }],
  ]);
});

test("a teacher writes, mends and withdraws a post, and keeps the agenda", async () => {
  const page = await web.openAs("juf@regenton.example", unscripted);
  await useForms(page, [
    ["/posts/new?kind=board", "/posts", "Tweede <alinea>.", {
      title: "Zonder script",
      body: "Eerste alinea.\n\nTweede <alinea>.",
    }, "[value=publish]"],
    [".", "/posts/:post/discussion", "Reageren kan niet meer."],
    ["./edit", "/posts/:post/edit", "De wijzigingen zijn bewaard.", {
      title: "Zonder het script",
      files: picture("bos.jpg"),
    }, "[value=publish]"],
    [".", "/posts/:post/withdrawal", "Het bericht is ingetrokken."],
    ["/agenda/new", "/agenda", "De activiteit staat in de agenda.", {
      audience: "*",
      title: "Boekenmarkt",
      startsOn: "2026-11-20",
    }],
    [".", "/agenda/:item/removal", "De activiteit is verwijderd."],
  ]);
});

test("a teacher keeps special groups and mails them, and a parent signs up and off", async () => {
  const page = await web.openAs("juf@regenton.example", unscripted);
  const words = { subject: "Zonder script", body: "Tot zaterdag." };
  await useForms(page, [
    ["/special-groups/new?kind=activity", "/special-groups", "De activiteit is er.", {
      name: "Bollen planten",
      closesOn: "2026-11-20",
      maximum: "5",
    }],
    ["./edit", "/special-groups/:specialGroup/edit", "De groep is bewaard.", { maximum: "6" }],
    [
      "./members/new?q=samira+wit",
      "/special-groups/:specialGroup/members",
      "Samira de Wit zit nu in",
    ],
    [
      "./mails/new",
      "/special-groups/:specialGroup/mails",
      "De mail is op weg naar 1 deelnemer.",
      words,
    ],
    [
      ".",
      "/special-groups/:specialGroup/members/:person/removal",
      "Samira de Wit is uit de groep gehaald.",
    ],
  ]);
  const address = new URL(page.url()).pathname.replace("/regenton", "");
  await useForms(await web.openAs("ouder@regenton.example", unscripted), [
    [address, "/special-groups/:specialGroup/sign-up", "U bent aangemeld."],
    [".", "/special-groups/:specialGroup/sign-up/removal", "U bent afgemeld."],
  ]);
  await useForms(page, [
    [address, "/special-groups/:specialGroup/removal", "De groep is opgeheven."],
  ]);
});

test("the office keeps groups", async () => {
  const page = await web.openAs("administratie@regenton.example", unscripted);
  await useForms(page, [
    ["/groups/new", "/groups", "De groep is er.", { name: "9", years: "8" }],
    [".", "/groups/:group/edit", "De groep is bewaard.", { name: "9b" }],
    [".", "/groups/:group/teachers", "De leerkracht staat bij de groep.", { teacher: "*" }],
    [".", "/groups/:group/teachers/:person/removal", "De leerkracht is uit de groep gehaald."],
    [".", "/groups/:group/pupils", "De leerling zit in de groep.", { pupil: "*" }],
    [".", "/groups/:group/moves", "Er is nog niets veranderd.", { pupils: "*", to: "*" }],
    [".", "/groups/:group/moves", "1 leerling zit nu in groep"],
    [".", "/groups/:group/pupils", "De leerling zit in de groep.", { pupil: "*" }],
    [".", "/groups/:group/departures", "1 leerling is uit de groep gehaald.", { pupils: "*" }],
    [".", "/groups/:group/removal", "De groep is opgeheven."],
    ["/groups/transition", "/groups/transition", "Het plan is bewaard.", { added: "3c" }],
    [".", "/groups/transition", "Wie het jaar overdoet", {}, "[value^='groups/'] >> nth=0"],
    [".", "/groups/transition/groups/:group", "De keuzes zijn bewaard.", { stay: "*" }],
    [".", "/groups/transition", "Er is nog niets veranderd.", {}, "[value=preview]"],
    [".", "/groups/transition/application", "Het nieuwe schooljaar staat klaar."],
    [".", "/groups/transition/removal", "Teruggedraaid."],
  ]);
});

test("the office decides on what parents changed", async () => {
  const page = await web.openAs("administratie@regenton.example", unscripted);
  await useForms(page, [
    ["/changes", "/changes/:request", "Goedgekeurd: ", {}, "[value=approve]"],
    [".", "/changes/:request", "Afgewezen: ", {}, "[value=reject]"],
    [".", "/changes/approvals", "wijzigingen goedgekeurd."],
  ]);
});

test("the office keeps people", async () => {
  const page = await web.openAs("administratie@regenton.example", unscripted);
  const one = { firstName: "Ans", lastName: "Nieuw" };
  await useForms(page, [
    ["/people/invitations", "/people/invitations", "uitnodigingen zijn onderweg."],
    ["/people/staff/new", "/people/staff", "Toegevoegd.", one],
    [".", "/people/:person/staff", "Bewaard.", { title: "juf Ans" }],
    ["/people/pupils/new", "/people/pupils", "Toegevoegd.", one],
    [".", "/people/pupils/:pupil", "Bewaard.", { firstName: "Anna" }],
    [".", "/people/pupils/:pupil/departure", "Uitgeschreven."],
    [".", "/people/pupils/:pupil/departure/removal", "Weer ingeschreven."],
    ["/people/guardians/new", "/people/guardians", "Toegevoegd.", {
      ...one,
      email: "ans@nieuw.example",
      pupil: "*",
    }],
    [".", "/people/:person", "Bewaard.", { phone: "06-00000000" }],
    [".", "/people/:person/invitation", /^De uitnodiging .* onderweg\.$/],
    [".", "/people/:person/user-name", "De gebruikersnaam is gewijzigd.", {
      userName: "ans@anders.example",
    }],
    [".", "/people/:person/children/:pupil/block", "De blokkade staat.", { reason: "x" }],
    [".", "/people/:person/children/:pupil/block/removal", "De blokkade is opgeheven."],
    [".", "/people/:person/senders", "Deze ouder mag nu berichten schrijven.", {
      senderTitle: "OR",
    }],
    [".", "/people/:person/senders/:sender/removal", "Het recht is teruggenomen."],
    [".", "/people/:person/children/:pupil/removal", "Het kind is ontkoppeld."],
    [".", "/people/:person/children", "Het kind is gekoppeld.", { pupil: "*" }],
    [".", "/people/:person/read-only", "Deze ouder kan vanaf nu alleen lezen."],
    [".", "/people/:person/read-only/removal", "Deze ouder kan weer meedoen."],
    [".", "/people/:person/block", "De blokkade staat.", { reason: "x" }],
    [".", "/people/:person/block/removal", "De blokkade is opgeheven."],
    [".", "/people/:person/departure", "Uitgeschreven."],
    [".", "/people/:person/departure/removal", "Weer ingeschreven."],
  ]);
});

test("the office keeps the help and imports", async () => {
  const page = await web.openAs("administratie@regenton.example", unscripted);
  const question = { question: "Waar is de fiets?", answer: "In het hok." };
  await useForms(page, [
    ["/help/edit", "/help/questions/own", "Dit zijn nu de eigen vragen van de school."],
    [".", "/help/questions", "De vraag staat erbij.", question],
    [".", "/help/questions/:question", "De vraag is bewaard.", question],
    [".", "/help/questions/:question/moves", "Vragen en antwoorden"],
    [".", "/help/questions/:question/removal", "De vraag is weg."],
    [".", "/help/standard", "De standaardvragen staan er weer."],
    ["/import", "/import/uploads", "Bekijk wat er verandert", {
      files: file("tests/fixtures/import/EDEXML.Voorbeeld.2.1.xml", "text/xml"),
    }],
    [".", "/import/:import/options", "Opnieuw berekend met je keuzes.", { year: "2026" }],
    [".", "/import/:import/application", /ingevoerd/i],
    ["/import", "/import/uploads", "Wat staat er in de kolommen?", {
      files: file("tests/fixtures/import/zermelo.csv", "text/csv"),
    }],
    [".", "/import/:import/columns", "Er is nog niets ingevoerd."],
    [".", "/import/:import/removal", "De import is weggegooid."],
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
  await useForms(page, [[
    "/outgoing/failures",
    "/outgoing/:delivery/attempt",
    "De mail gaat opnieuw op weg.",
  ]]);
  await note("sent");
  await useForms(page, [[
    `/outgoing/failures?q=${kim}`,
    "/outgoing/:delivery/bounce",
    "Genoteerd.",
  ]]);
});

test("a parent chooses a time for a talk, says what about, and has it planned", async () => {
  const page = await web.openAs("ouder@regenton.example", unscripted);
  const slot = "/conversations/slots/:slot";
  await useForms(page, [
    ["/conversations", `${slot}/booking`, /^Gereserveerd: .*, over \S+\.$/],
    [".", `${slot}/subject`, "Bewaard. De leerkracht leest dit", { subject: "Lezen" }],
    [".", `${slot}/booking/removal`, /^Geannuleerd\./],
    ["/conversations/family", "/conversations/family", "De tijden zijn voor u gereserveerd."],
  ]);
});

test("a parent gets in line, does without the time that is kept, and leaves the line", async () => {
  const page = await web.openAs("ouder@regenton.example", unscripted);
  const line = "/conversations/rounds/:round/waiting";
  await useForms(page, [["/conversations", line, /^U staat op de wachtlijst voor \S+\.$/]]);
  const { db } = school.house;
  const { round_id, pupil_id } = await db.selectFrom("talk_waits").selectAll()
    .executeTakeFirstOrThrow();
  const { id } = await db.selectFrom("talk_slots").select("id").where("round_id", "=", round_id)
    .where("pupil_id", "is", null).where("removed_at", "is", null).executeTakeFirstOrThrow();
  await db.updateTable("talk_slots").where("id", "=", id)
    .set({ held_for: pupil_id, held_until: new Date(school.clock.now().getTime() + 3600_000) })
    .execute();
  await useForms(page, [
    ["/conversations", `${line}/refusal`, "Goed, wij vragen de volgende."],
    [".", `${line}/removal`, /^U staat niet meer op de wachtlijst voor \S+\.$/],
  ]);
});

test("a parent gives preferences, a teacher allots the times, the office those of all rounds", async () => {
  const parent = await web.openAs("ouder@regenton.example", unscripted);
  const wish = "/conversations/slots/:slot/wish";
  const kept = "Uw voorkeuren zijn bewaard.";
  await useForms(parent, [
    ["/conversations", wish, kept],
    [".", `${wish}/removal`, kept],
    ["/conversations", wish, kept],
    [".", "/conversations/rounds/:round/wishes/removal", kept],
  ]);
  const { id } = await school.house.db.selectFrom("talk_rounds").select("id")
    .where("fair", "=", true).orderBy("id").limit(1).executeTakeFirstOrThrow();
  const proposal = `/conversations/rounds/${id}/proposal`;
  const teacher = await web.openAs("juf@regenton.example", unscripted);
  await useForms(teacher, [
    [proposal, "/conversations/rounds/:round/proposal", "Dit is het voorstel."],
  ]);
  const talk = await teacher.locator(".slot.booked").first().getAttribute("href");
  await useForms(teacher, [
    [
      talk!.replace("/regenton", "").replace("#panel", ""),
      "/conversations/rounds/:round/proposal/moves",
      "Het voorstel is aangepast.",
    ],
    [".", "/conversations/rounds/:round/allotment", "De tijden zijn verdeeld:"],
  ]);
  const office = await web.openAs("administratie@regenton.example", unscripted);
  await useForms(office, [
    ["/conversations/proposals", "/conversations/proposals", "Bekijk het voorstel"],
    [".", "/conversations/allotments", "De tijden van 2 rondes zijn verdeeld."],
  ]);
});

test("a teacher plans a round of talks, keeps it and closes it", async () => {
  const page = await web.openAs("juf@regenton.example", unscripted);
  const plan = {
    title: "Zonder script",
    talks: "8",
    day1: "2026-12-07",
    begin1: "15:00",
    end1: "17:00",
    closesOn: "2026-12-04",
  };
  const made = "Het concept is bewaard.";
  await useForms(page, [
    [
      "/conversations/rounds/new",
      "/conversations/rounds/preview",
      "8 gesprekken op maandag 7 december",
      plan,
    ],
    [".", "/conversations/rounds", made],
    ["./edit", "/conversations/rounds/:round/preview", "9 gesprekken op maandag 7 december", {
      talks: "9",
    }],
    [".", "/conversations/rounds/:round/edit", "De ronde is gewijzigd.", { room: "Aula" }],
    ["./publication", "/conversations/rounds/:round/publication", "De ronde is gepubliceerd."],
    [".", "/conversations/rounds/:round/reminders", "herinneringen uit."],
    ["./edit", "/conversations/rounds/:round/details", "De ronde is gewijzigd."],
    [".", "/conversations/rounds/:round/slots", "De tijd is toegevoegd.", { begin: "17:30" }],
    [".", "/conversations/rounds/:round/shift", "De tijden zijn opgeschoven."],
  ]);
  const { db } = school.house;
  const { id: round_id } = await db.selectFrom("talk_rounds").select("id")
    .where("title", "=", plan.title).executeTakeFirstOrThrow();
  const slots = await db.selectFrom("talk_slots").select("id").where("round_id", "=", round_id)
    .orderBy("id").execute();
  const [first, second] = slots.map(({ id }) => `./?slot=${id}`) as [string, string];
  const last = `./?slot=${slots.at(-1)!.id}`;
  const { pupil_id: pupil } = await db.selectFrom("talk_round_groups as rg")
    .innerJoin("group_pupils as gp", "gp.group_id", "rg.group_id").select("gp.pupil_id")
    .where("rg.round_id", "=", round_id).executeTakeFirstOrThrow();
  await useForms(page, [
    [`./?pupil=${pupil}`, "/conversations/rounds/:round/pupils/:pupil", "Bewaard.", {
      note: "Tot dan!",
    }],
    [first, "/conversations/rounds/:round/bookings", "Het gesprek staat erin."],
    [first, "/conversations/slots/:slot/move", "Het gesprek is verplaatst."],
    [second, "/conversations/slots/:slot/unbooking", "De tijd is weer vrij."],
    [last, "/conversations/slots/:slot/shift", "De tijden zijn opgeschoven.", { minutes: "1" }],
    [second, "/conversations/slots/:slot/removal", "De tijd is weggehaald."],
    [second, "/conversations/slots/:slot/restoration", "De tijd is teruggezet."],
    [".", "/conversations/rounds/:round/closing", "De ronde is gesloten."],
  ]);
  await useForms(page, [
    ["/conversations/rounds/new", "/conversations/rounds", made, {
      ...plan,
      title: "Gaat niet door",
      day1: "2026-12-08",
    }],
    [".", "/conversations/rounds/:round/withdrawal", "De ronde is ingetrokken."],
  ]);
});

test("the head keeps the settings and the mail", async () => {
  const page = await web.openAs("directie@regenton.example", unscripted);
  await useForms(page, [
    ["/settings", "/settings", "De instellingen zijn bewaard."],
    ["/settings", "/settings/uploads/logo", "Het nieuwe logo staat er.", {
      logo: picture("uil.jpg"),
    }],
    ["/settings", "/settings/logo/removal", "Het logo is weg."],
    ["/settings/menu", "/settings/menu", "De instellingen zijn bewaard."],
    ["/settings/messages", "/settings/messages", "De instellingen zijn bewaard."],
    ["/settings/data", "/settings/data", "De instellingen zijn bewaard."],
    ["/outgoing", "/outgoing/test", "De mail wordt gemaakt op het moment dat hij weggaat."],
  ]);
  await school.mails();
  await useForms(page, [["/outgoing", "/outgoing/kept", /op weg\.$/]]);
});

test("the head looks after privacy, and downloads the own data", async () => {
  const { db } = school.house;
  const { id: school_id } = await db.selectFrom("schools").select("id").executeTakeFirstOrThrow();
  const one = { school_id, first_name: "Wim", last_name: "Vergeten" };
  const person = await db.insertInto("people").values(one).returning("id")
    .executeTakeFirstOrThrow();
  const pupil = await db.insertInto("pupils").values(one).returning("id").executeTakeFirstOrThrow();
  const page = await web.openAs("directie@regenton.example", unscripted);
  const sure = { reason: "*", sure: "*" };
  await useForms(page, [
    ["/privacy/retention", "/privacy/retention", "De termijnen zijn bewaard.", { log: "6" }],
    [`/privacy/erasure/people/${person.id}`, "/privacy/erasure/people/:person", "Gewist.", sure],
    [`/privacy/erasure/pupils/${pupil.id}`, "/privacy/erasure/pupils/:pupil", "Gewist.", sure],
    ["/account/privacy", "/account/data", "Download mijn gegevens"],
  ]);
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
  for (const [on, form, says, fields = {}, button] of uses) {
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

async function titled(title: string): Promise<string> {
  const { id } = await school.house.db.selectFrom("posts").select("id")
    .where("title", "=", title).executeTakeFirstOrThrow();
  return `/posts/${id}`;
}
