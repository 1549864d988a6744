import { afterAll, beforeAll, expect, test } from "vitest";
import { crawl } from "./support/crawl.ts";
import { openTestHouse, type TestHouse } from "./support/house.ts";

let schools: TestHouse;
beforeAll(async () => void (schools = await openTestHouse({ seed: "demo+neighbour" })));
afterAll(() => schools.close());

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
