import chromium from "@sparticuz/chromium";
import { type CDPSession, chromium as playwright } from "playwright-core";
import type { House } from "../../web/house.ts";
import { run, signIn } from "./stage.ts";

/** Bytes over the wire, headers included, of a first and a second visit to the start page. */
export async function visits(house: House, school: string, parent: string) {
  const token = await signIn(house.pool, parent);
  const app = await run("main.ts", ["serve", "--port", "0", "--data", house.config.dataDir]);
  const browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ["--no-sandbox", "--no-first-run", "--disable-background-networking", "--disable-sync"],
  });
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const url = `http://127.0.0.1:${app.port}`;
  await context.addCookies([{ name: "session", value: token, url }]);
  const page = await context.newPage();
  const wire = await context.newCDPSession(page);
  await wire.send("Network.enable");
  const visit = async () => {
    const counted = count(wire);
    await page.goto(`${url}/${school}`, { waitUntil: "networkidle" });
    return counted();
  };
  const first = await visit();
  const second = await visit();
  await browser.close();
  await app.stop();
  return { first, second };
}

/** Counts from now on; the result stops it and tells how many bytes came. */
function count(wire: CDPSession): () => number {
  let bytes = 0;
  const add = ({ encodedDataLength }: { encodedDataLength: number }) =>
    void (bytes += encodedDataLength);
  wire.on("Network.loadingFinished", add);
  return () => {
    wire.off("Network.loadingFinished", add);
    return bytes;
  };
}

/** Milliseconds from starting the program on existing data until it has served a page. */
export async function startToFirstPage(dataDir: string, school: string): Promise<number> {
  const begin = performance.now();
  const app = await run("main.ts", ["serve", "--port", "0", "--data", dataDir]);
  const answer = await fetch(`http://127.0.0.1:${app.port}/${school}/sign-in`);
  await answer.text();
  const took = performance.now() - begin;
  await app.stop();
  return took;
}
