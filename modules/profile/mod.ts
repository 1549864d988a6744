import { Hono } from "hono";
import type { Env } from "../../web/house.ts";
import type { Module } from "../../web/module.ts";
import { changesRoutes } from "./changes.routes.tsx";
import { mails } from "./mails.ts";
import { ownRoutes } from "./own.routes.tsx";
import { personal, retention } from "./personal.ts";
import { photoRoutes } from "./photos.routes.tsx";

/** One's own data and those of one's children, kept right by themselves; the office decides where it wants to. */
export const profile: Module = {
  name: "profile",
  routes: new Hono<Env>().route("/", ownRoutes).route("/", changesRoutes).route("/", photoRoutes),
  mails,
  personal,
  retention,
};

export { countOpenChanges } from "./changes.queries.ts";
