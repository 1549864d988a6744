import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import {
  axeFindings,
  desktop,
  type Look,
  openBrowser,
  overflows,
  phone,
  school,
  web,
} from "../support/browser.ts";
import { sampleIds } from "../support/samples.ts";

// Every page, as those who use it see it: in both languages and both schemes, on a phone and on a
// laptop, axe finds nothing, nothing sticks out at the side (nor at 320 pixels), and
// the console is silent. (Language and scheme have nothing to do with each other, so two looks cover
// all four.)

let ids: Record<string, string>;

openBrowser();
beforeAll(async () => void (ids = await sampleIds(school.house)));

const pages: Record<string, string[]> = {
  "ouder@regenton.example": [
    "",
    "/news",
    "/board",
    "/agenda",
    "/agenda/:item",
    "/posts/:post",
    "/groups",
    "/groups/:group",
    "/special-groups",
    "/special-groups/:specialGroup",
    "/children",
    "/children/:pupil",
    "/children/:pupil?edit=:pupil",
    "/children/:pupil/contact?add=:pupil",
    "/children/:pupil/contact?entry=:contact",
    "/children/:pupil/sitters",
    "/children/:pupil/sitters/:sitter",
    "/children/:pupil/privacy",
    "/children/:pupil/privacy/preview",
    "/children/:pupil/notes",
    "/children/:pupil/results",
    "/children/coupling",
    "/conversations",
    "/conversations/family",
    "/help",
    "/account",
    "/account/contact",
    "/account/privacy",
    "/account/privacy/preview",
    "/account/notifications",
    "/account/sessions",
    "/account/password",
    "/account/two-step",
    "/nowhere",
    "/settings",
  ],
  "juf@regenton.example": [
    "",
    "/posts/new?kind=news",
    "/posts/new?kind=board",
    "/posts/new?kind=urgent",
    "/posts/drafts",
    "/agenda/new",
    "/groups",
    "/groups/:group",
    "/special-groups",
    "/special-groups/:specialGroup",
    "/special-groups/:specialGroup/edit",
    "/special-groups/:specialGroup/members/new?q=de",
    "/special-groups/:specialGroup/mails/new",
    "/special-groups/new?kind=group",
    "/special-groups/new?kind=activity",
    "/groups/:group/overview",
    "/find",
    "/find?q=de",
    "/find/:person",
    "/pupils/:pupil",
    "/pupils/:pupil/sitters",
    "/pupils/:pupil/notes",
    "/pupils/:pupil/notes/:note",
    "/pupils/:pupil/results",
    "/pupils/:pupil/results/new",
    "/pupils/:pupil/results/:result",
    "/conversations",
    "/conversations/rounds/new",
    "/conversations/rounds/:round",
    "/conversations/rounds/:round?slot=:slot",
    "/conversations/rounds/:round?slot=:freeSlot",
    "/conversations/rounds/:round?pupil=:pupil",
    "/conversations/rounds/:round/edit",
    "/conversations/rounds/:fairRound",
    "/conversations/rounds/:fairRound/proposal",
  ],
  "directie@regenton.example": [
    "",
    "/people",
    "/people/:person",
    "/people?filter=noAddress",
    "/people/invitations",
    "/people?tab=pupils",
    "/people?tab=staff",
    "/people/guardians/new",
    "/people/pupils/new",
    "/people/pupils/:pupil",
    "/people/staff/new",
    "/import",
    "/settings",
    "/settings/menu",
    "/settings/messages",
    "/settings/data",
    "/changes",
    "/pupils/:pupil/coupling",
    "/groups/new",
    "/groups/:group/edit",
    "/groups/transition",
    "/groups/transition/groups/:group",
    "/groups/transition/preview",
    "/help/edit",
    "/outgoing",
    "/outgoing/failures",
    "/outgoing/:delivery",
    "/privacy",
    "/privacy/log",
    "/conversations",
    "/conversations/rounds/:draft",
    "/conversations/rounds/:draft/edit",
    "/conversations/rounds/:draft/publication",
    "/conversations/proposals",
    "/privacy/log?about=bakker",
    "/privacy/log?pupil=:pupil",
    "/privacy/retention",
    "/privacy/erasure/people/:person",
    "/privacy/erasure/pupils/:pupil",
  ],
};
const signedOut = [
  "/sign-in",
  "/sign-in/step",
  "/password/forgotten",
  "/activate/new",
  "/activate/used",
  "/help",
];

const looks: [string, Look][] = [
  ["in Dutch, on a phone, light", { viewport: phone, colorScheme: "light", locale: "nl-NL" }],
  ["in English, on a laptop, dark", { viewport: desktop, colorScheme: "dark", locale: "en-GB" }],
];

/** As wide as a laptop's window at 400 %. */
const narrowest = { width: 320, height: 640 };

const fill = (path: string) => path.replace(/:(\w+)/g, (_, name) => ids[name] ?? "1");

async function findings(page: Page, path: string): Promise<string[]> {
  await page.goto(`${web.origin}/regenton${fill(path)}`);
  const found = await axeFindings(page);
  if (await overflows(page)) found.push("sticks out at the side");
  if (page.viewportSize()!.width === phone.width) {
    await page.setViewportSize(narrowest);
    if (await overflows(page)) found.push("sticks out at the side of 320 pixels");
    await page.setViewportSize(phone);
  }
  return found.map((one) => `${path || "/"} ${one}`);
}

describe.each(looks)("%s", (_, look) => {
  test.each(Object.entries(pages))("%s finds nothing in the way", async (userName, paths) => {
    const language = look.locale === "en-GB" ? "en" : "nl";
    await school.house.db.updateTable("accounts").set({ language })
      .where("user_name", "=", userName).execute();
    const page = await web.openAs(userName, look);
    const found: string[] = [];
    for (const path of paths) found.push(...await findings(page, path));
    await page.context().close();
    expect(found).toEqual([]);
  }, 120_000);

  test("someone before the door finds nothing in the way", async () => {
    const page = await web.open(look);
    const found: string[] = [];
    for (const path of signedOut) found.push(...await findings(page, path));
    await page.context().close();
    expect(found).toEqual([]);
  }, 60_000);
});
