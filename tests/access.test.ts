import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type GuardName, guards, ownGuards } from "../web/guard.ts";
import { listRoutes } from "../web/app.ts";
import { findVisit } from "../web/session.ts";
import type { Viewer } from "../web/viewer.ts";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import { upload } from "./support/import.ts";
import { makeSamples, sampleIds } from "./support/samples.ts";
import type { Visitor } from "./support/visitor.ts";

// The matrix person × route: whom a guard refuses gets nothing, whom it lets pass gets an answer,
// and nobody ever gets a 500, whatever the record and however empty the form.

const people = {
  "a parent": "ouder@regenton.example",
  "a read-only parent": "alleenlezen@regenton.example",
  "a teacher": "juf@regenton.example",
  "someone of the office": "administratie@regenton.example",
  "the admin": "directie@regenton.example",
};

let school: TestHouse;
let ids: Record<string, string>;
beforeAll(async () => {
  school = await openTestHouse({ seed: "demo+neighbour" });
  const admin = await school.signIn("directie@regenton.example");
  const list = { name: "leerlingen.csv", bytes: "Naam;Iets\nNoor;1\n" };
  const { location } = await upload(admin, [list], "regenton");
  ids = {
    ...await sampleIds(school.house),
    ...await makeSamples(school.house),
    import: /\/import\/(\d+)/.exec(location!)![1]!,
  };
});
afterAll(() => school.close());

/** Routes that let the role pass and then look whether this record, which one may see, is one's own. */
const mayRefuse = new Set(["/:school/agenda/:item/removal", "/:school/posts"]);

const fill = (path: string) =>
  path.replace("/:school", "/regenton").replace(/:(\w+)/g, (_, name) => ids[name] ?? "1");

test("there is a record for every number in a route", () => {
  const names = routes().flatMap(({ path }) =>
    [...path.matchAll(/:(\w+)/g)].map(([, name]) => name)
  );
  const without = new Set(names).difference(new Set(["school", "token", ...Object.keys(ids)]));
  expect([...without]).toEqual([]);
});

const signOut = "/:school/sign-out";
const routes = () =>
  listRoutes(school.app).filter(({ path }) => path.startsWith("/:school"))
    // signing out comes last, or there would be nobody left
    .sort((a, b) => Number(a.path === signOut) - Number(b.path === signOut));

async function ask(visitor: Visitor, method: string, path: string) {
  const answer = method === "GET" ? await visitor.get(path) : await visitor.post(path);
  return answer.status;
}

async function viewerOf(visitor: Visitor): Promise<Viewer> {
  const visit = await findVisit(school.house, "regenton", visitor.cookies.get("session"));
  return visit!.viewer!;
}

const allows = (guard: GuardName, method: string, viewer: Viewer) =>
  guards[guard](viewer) && (method === "GET" || !viewer.readOnly || ownGuards.has(guard));

describe.each(Object.entries(people))("%s", (_, userName) => {
  test("gets what the guard of each route allows, and no more", async () => {
    const visitor = await school.signIn(userName);
    const viewer = await viewerOf(visitor);
    const wrong: string[] = [];
    for (const { method, path, guard } of routes()) {
      const status = await ask(visitor, method, fill(path));
      const refused = guard !== "public" && !allows(guard as GuardName, method, viewer);
      // A record that is not theirs to see is a 404 before and after the role is looked at.
      const fits = refused ? status === 403 : status < 500 && status !== 401;
      if (!fits || (!refused && status === 403 && !mayRefuse.has(path))) {
        wrong.push(`${method} ${path} (${guard}): ${status}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 60_000);
});

test("who is not signed in is led to the sign-in page, and changes nothing", async () => {
  const wrong: string[] = [];
  for (const { method, path, guard } of routes().filter((route) => route.guard !== "public")) {
    const visitor = school.visitor();
    const status = await ask(visitor, method, fill(path));
    if (status !== (method === "GET" ? 303 : 401)) {
      wrong.push(`${method} ${path} (${guard}): ${status}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("who belongs to another school is nobody here", async () => {
  const stranger = await school.signIn("ouder@klimboom.example", "klimboom");
  const wrong: string[] = [];
  for (const { method, path, guard } of routes().filter((route) => route.guard !== "public")) {
    const status = await ask(stranger, method, fill(path));
    if (status !== (method === "GET" ? 303 : 401)) {
      wrong.push(`${method} ${path} (${guard}): ${status}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("the admin of another school finds none of this school's records by their numbers", async () => {
  const stranger = await school.signIn("directie@klimboom.example", "klimboom");
  const wrong: string[] = [];
  for (
    const { method, path } of routes().filter((route) => /:\w+.*:(?!token)\w+/.test(route.path))
  ) {
    const status = await ask(stranger, method, fill(path).replace("/regenton", "/klimboom"));
    if (status !== 404) wrong.push(`${method} ${path}: ${status}`);
  }
  expect(wrong).toEqual([]);
});

test("a form of the wrong kind, or none, is answered and changes nothing", async () => {
  const admin = await school.signIn("directie@regenton.example");
  const wrong: string[] = [];
  const bodies: [string | undefined, string][] = [
    [undefined, ""],
    ["application/json", "{}"],
    ["text/plain", "x"],
    ["multipart/form-data", "no boundary"],
    ["application/x-www-form-urlencoded", "%00=%FF&title=%00"],
  ];
  for (const { method, path } of routes().filter((r) => r.method === "POST")) {
    if (path === signOut) continue;
    for (const [type, body] of bodies) {
      const headers: Record<string, string> = type ? { "content-type": type } : {};
      const answer = await admin.send(fill(path), { method, body, headers });
      if (answer.status >= 500) wrong.push(`${method} ${path} ${type}: ${answer.status}`);
    }
  }
  expect(wrong).toEqual([]);
});
