import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestHouse, type TestHouse } from "./support/house.ts";

let school: TestHouse;
beforeAll(async () => void (school = await openTestHouse({ seed: "empty" })));
afterAll(() => school.close());

test("whoever watches the server hears that it is well", async () => {
  const answer = await school.visitor().get("/health");
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.text)).toMatchObject({ status: "ok" });
});

test("a school that does not exist gets the same page as a page that does not exist", async () => {
  const nobody = school.visitor();
  const answers = await Promise.all(
    ["/nergens", "/nergens/posts/1", "/%00/x", "/a b"].map((path) => nobody.get(path)),
  );
  expect(answers.map((a) => a.status)).toEqual([404, 404, 404, 404]);
  expect(answers[0]!.text).toContain("Deze pagina is er niet");
});

test("a page is never framed, never cached, and runs nothing that stands in it", async () => {
  const { headers } = await school.visitor().get("/nergens");
  const policy = headers.get("content-security-policy")!;
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("unsafe");
  expect(headers.get("cache-control")).toBe("no-store");
});

test("who watches the server sees how often pages were asked for, but not by whom", async () => {
  await school.visitor().get("/nergens?naam=Samira");
  const { status, text } = await school.visitor("127.0.0.1").get("/metrics");
  expect(status).toBe(200);
  expect(text).toMatch(/schoolbel_request_seconds_count\{method="GET",[^}]*status="404"\} [1-9]/);
  expect(text).not.toContain("Samira");
});

test("who comes from outside does not get the figures", async () => {
  const outside = { "x-forwarded-for": "203.0.113.7" };
  expect((await school.visitor().get("/metrics", outside)).status).toBe(404);
});

describe("an address that is nearly right", () => {
  let regenton: TestHouse;
  beforeAll(async () => void (regenton = await openTestHouse()));
  afterAll(() => regenton.close());

  test("leads on when it ends in a slash", async () => {
    const { status, location } = await regenton.visitor().get("/regenton/help/?a=b");
    expect([status, location]).toEqual([301, "http://school.test/regenton/help?a=b"]);
    const elsewhere = await regenton.visitor().get("//evil.example/");
    expect(elsewhere.location).toBe("http://school.test//evil.example");
  });

  test("leads to the page of the form when it is where a form was sent", async () => {
    const parent = await regenton.signIn("ouder@regenton.example");
    expect((await parent.get("/regenton/help/contact")).location).toBe("/regenton/help");
    expect((await parent.get("/regenton/posts/12/comments")).location).toBe("/regenton/posts/12");
    expect((await parent.get("/regenton/nergens")).status).toBe(404);
  });
});
