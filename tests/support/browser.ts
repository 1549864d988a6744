import chromium from "@sparticuz/chromium";
import axe from "axe-core";
import { type Browser, chromium as playwright, type Locator, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished } from "vitest";
import type { KeptMail } from "../../emails/sender.ts";
import { openTestHouse, type TestHouse } from "./house.ts";

/** The sizes every page is looked at in. */
export const phone = { width: 390, height: 844 };
export const desktop = { width: 1280, height: 900 };

export interface Look {
  viewport?: { width: number; height: number };
  colorScheme?: "light" | "dark";
  locale?: "nl-NL" | "en-GB";
  javaScriptEnabled?: boolean;
}

/** How each journey is made: at both sizes, and in both schemes along the way. */
export const sizes: [string, Look][] = [
  ["on a phone", { viewport: phone, colorScheme: "light" }],
  ["on a laptop, dark", { viewport: desktop, colorScheme: "dark" }],
];

export interface Browsing {
  /** Where the app of the test house is served. */
  origin: string;
  /** A new window with an empty browser, closed after the test. Anything its console complains of fails the test. */
  open(look?: Look): Promise<Page>;
  /** A new window of someone who signed in a moment ago, on their start page. */
  openAs(userName: string, look?: Look, school?: string): Promise<Page>;
  close(): Promise<void>;
}

/** The house of this test file and a browser before it, once `openBrowser` has opened them. */
export let school: TestHouse;
export let web: Browsing;

/** Opens a house in a browser before the tests of a file or group, and closes it after. */
export function openBrowser(options?: Parameters<typeof openTestHouse>[0]) {
  beforeAll(async () => {
    school = await openTestHouse(options);
    web = await browse(school);
  });
  afterAll(async () => {
    await web.close();
    await school.close();
  });
}

/** A real Chromium before the real app, served on a free port of this machine. */
export async function browse({ app, house, signIn }: TestHouse): Promise<Browsing> {
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", automaticCompression: true, onListen: () => {} },
    (request, info) => app.fetch(request, info),
  );
  const origin = `http://127.0.0.1:${server.addr.port}`;
  house.config.origin = origin;
  const browser: Browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: [
      "--no-sandbox",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-sync",
      "--disable-gpu",
    ],
  });
  const complaints: string[] = [];

  const open = async (look: Look = {}) => {
    const context = await browser.newContext({ viewport: desktop, locale: "nl-NL", ...look });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
      // An answer of 4xx is reported as an error too; tests look at those answers themselves.
      const expected = message.text().startsWith("Failed to load resource");
      if (message.type() === "error" && !expected) complaints.push(message.text());
    });
    return page;
  };
  return {
    origin,
    open,
    async openAs(userName, look, school = "regenton") {
      const page = await open(look);
      const { cookies } = await signIn(userName, school);
      await page.context().addCookies(
        [...cookies].map(([name, value]) => ({ name, value, url: origin, httpOnly: true })),
      );
      await page.goto(`${origin}/${school}`);
      return page;
    },
    async close() {
      await browser.close();
      await server.shutdown();
      expect(complaints, "what the browser's console complained of").toEqual([]);
    },
  };
}

/** What axe finds wrong with the page for WCAG 2.2 AA, one line per place. */
export async function axeFindings(page: Page): Promise<string[]> {
  // Through the debugger's world: the page's own policy allows no script but ours.
  await page.evaluate(axe.source);
  return await page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run({
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      resultTypes: ["violations"],
    });
    return violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(" ")}`));
  });
}

/** Whether something sticks out at the side, so that a phone would scroll sideways. */
export async function overflows(page: Page): Promise<boolean> {
  return await page.evaluate(
    "document.documentElement.scrollWidth > document.documentElement.clientWidth",
  );
}

/** Axe finds nothing and nothing sticks out. @param what the page shows, for when it is not so */
export async function expectClean(page: Page, what: string) {
  expect([what, await axeFindings(page), await overflows(page)]).toEqual([what, [], false]);
}

/** How many of these pictures the browser could show, those further down the page too. */
export function arrivedPictures(images: Locator): Promise<number> {
  return images.evaluateAll(async (all) => {
    const shown = (all as unknown as Picture[]).map(async (image) => {
      image.loading = "eager";
      await image.decode().catch(() => {});
      return image.naturalWidth > 0;
    });
    return (await Promise.all(shown)).filter(Boolean).length;
  });
}

interface Picture {
  loading: string;
  naturalWidth: number;
  decode(): Promise<void>;
}

/** The address in a mail that leads to this part of the portal. */
export function linkIn(mail: KeptMail | undefined, part: string): string {
  const link = mail?.text.match(/https?:\/\/[^\s<>()]+/g)?.find((one) => one.includes(part));
  if (!link) throw new Error(`No link to ${part} in the mail "${mail?.subject}"`);
  return link;
}

/** Presses Tab until this has the focus, and fails where the focus cannot be seen on the way. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press("Tab");
    if (!await page.evaluate(focusIsVisible)) {
      throw new Error(`Focus cannot be seen on ${await page.evaluate(focused)}`);
    }
    if (await target.and(page.locator(":focus")).count() > 0) return;
  }
  throw new Error(`Tab does not come to ${target}`);
}

const focused = "document.activeElement.outerHTML.slice(0, 120)";
/** The ring may stand on what is drawn for a control that is itself hidden: a tile, a tab. */
const focusIsVisible = `[document.activeElement, document.activeElement.closest("label")]
  .filter(Boolean).flatMap((one) => [one, one.nextElementSibling].filter(Boolean))
  .some((one) => getComputedStyle(one).outlineStyle !== "none")`;
