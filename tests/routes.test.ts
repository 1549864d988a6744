import { expect, test } from "vitest";
import { readConfig } from "../config.ts";
import { createApp, listRoutes } from "../web/app.ts";
import type { House } from "../web/house.ts";
import { silentLog } from "../web/log.ts";
import { publicRoutes } from "../web/public.ts";

const { config } = readConfig([], {});
const routes = listRoutes(createApp({ config, log: silentLog } as House));

test("every route stands behind a guard or is listed as public", () => {
  expect(routes.length).toBeGreaterThan(40);
  expect(routes.filter((route) => !route.guard)).toEqual([]);
});

test("every public route exists, and says why it is public", () => {
  const known = new Set(routes.map(({ method, path }) => `${method} ${path}`));
  expect(Object.keys(publicRoutes).filter((route) => !known.has(route))).toEqual([]);
  expect(Object.values(publicRoutes).filter((reason) => reason.length < 15)).toEqual([]);
});

test("nothing is changed by a GET: whatever writes is a POST, PUT, PATCH or DELETE", () => {
  expect(new Set(routes.map((route) => route.method))).toEqual(new Set(["GET", "POST"]));
});
