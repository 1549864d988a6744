import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import type { Answer } from "./support/visitor.ts";

// Who may not, reads for whom a page is.

let school: TestHouse;
beforeAll(async () => {
  school = await openTestHouse({ seed: "demo" });
});
afterAll(() => school.close());

const as = (name: string) => school.signIn(`${name}@regenton.example`);
const refused = ({ status, text }: Answer) => [status, /<h1>([^<]*)</.exec(text)?.[1]];

test("who may only read and sends a form all the same, reads that nothing was changed", async () => {
  const reader = await as("alleenlezen");
  const answer = await reader.post("/regenton/children/coupling", { code: "ABCD" });
  expect(refused(answer)).toEqual([403, "Dit kunt u alleen lezen"]);
  expect(answer.text).not.toContain("medewerkers");
});

test("everyone else reads whose page it is", async () => {
  const [parent, teacher, office, head] = await Promise.all(
    ["ouder", "juf", "administratie", "directie"].map(as),
  );
  expect(refused(await head!.get("/regenton/children"))).toEqual([
    403,
    "Deze pagina is voor ouders",
  ]);
  expect(refused(await parent!.get("/regenton/find"))).toEqual([
    403,
    "Deze pagina is voor de school",
  ]);
  for (const person of [parent, teacher]) {
    expect(refused(await person!.get("/regenton/people"))).toEqual([
      403,
      "Deze pagina is voor de administratie",
    ]);
  }
  expect(refused(await office!.post("/regenton/settings", { name: "X" }))).toEqual([
    403,
    "Deze pagina is voor de beheerder",
  ]);
});

test("who may only read is offered nothing that does not work", async () => {
  const reader = await as("alleenlezen");
  const coupling = await reader.get("/regenton/children/coupling");
  expect(coupling.status).toBe(200);
  expect(coupling.text).not.toContain('name="code"');
  expect(coupling.text).toContain("U kunt alleen lezen, en dus geen kind koppelen.");
  expect((await reader.get("/regenton/special-groups")).text).not.toContain("kunt u aan meedoen");
  expect((await reader.get("/regenton/children")).text).not.toContain("te wijzigen");
  expect((await reader.get("/regenton/account/privacy")).text).not.toContain("Hier kiest u");
});

test("who was blocked reads at the next click that they are out and whom to call; a stranger does not", async () => {
  const parent = await as("ouder2");
  const { db } = school.house;
  await db.updateTable("schools").set({ office_phone: "010-0000100" })
    .where("short_name", "=", "regenton").execute();
  await db.updateTable("people").set({ blocked_at: school.clock.now() })
    .where("email", "=", "ouder2@regenton.example").execute();
  const line = "U bent uitgelogd. Lukt inloggen niet? Bel de administratie: 010-0000100.";
  expect((await parent.get("/regenton/news")).status).toBe(303);
  expect((await parent.get("/regenton/sign-in")).text).toContain(line);
  expect((await parent.get("/regenton/sign-in")).text).not.toContain(line);
  const stranger = school.visitor();
  expect((await stranger.get("/regenton/news")).status).toBe(303);
  expect((await stranger.get("/regenton/sign-in")).text).not.toContain(line);
});
