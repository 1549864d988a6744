import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import type { Visitor } from "./support/visitor.ts";

let schools: TestHouse;
beforeAll(async () => void (schools = await openTestHouse({ seed: "demo+neighbour" })));
afterAll(() => schools.close());

/** Follows every link, picture and partial from the start page; returns what each page said. */
async function crawl(visitor: Visitor, start: string, most = 400): Promise<Map<string, string>> {
  const seen = new Map<string, string>();
  const queue = [start];
  while (queue.length > 0 && seen.size < most) {
    const path = queue.shift()!;
    if (seen.has(path)) continue;
    const answer = await visitor.get(path);
    seen.set(path, answer.text);
    expect(answer.status, path).toBeLessThan(500);
    for (const [, link] of answer.text.matchAll(/(?:href|src|hx-get|action)="(\/[^"#]*)/g)) {
      const next = link!.replaceAll("&amp;", "&");
      if (!next.startsWith("/static/") && !seen.has(next)) queue.push(next);
    }
  }
  return seen;
}

test.each([
  "ouder@regenton.example",
  "beide@regenton.example",
  "juf@regenton.example",
  "directie@regenton.example",
])("%s, following every link, never meets the other school", async (userName) => {
  const visitor = await schools.signIn(userName);
  const pages = await crawl(visitor, "/regenton");
  expect(pages.size).toBeGreaterThan(25);
  const met = [...pages].filter(([, text]) => /Kwetterbij|klimboom/i.test(text));
  expect(met.map(([path]) => path)).toEqual([]);
}, 120_000);

test("someone of the other school, following every link, never meets this one", async () => {
  const visitor = await schools.signIn("directie@klimboom.example", "klimboom");
  const pages = await crawl(visitor, "/klimboom");
  expect(pages.size).toBeGreaterThan(10);
  const met = [...pages].filter(([, text]) =>
    /regenton/i.test(text.replaceAll("regenton.example", ""))
  );
  expect(met.map(([path]) => path)).toEqual([]);
}, 120_000);
