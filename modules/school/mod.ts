import { Hono } from "hono";
import type { Env } from "../../web/house.ts";
import type { Module } from "../../web/module.ts";
import { groupsRoutes } from "./groups.routes.tsx";
import { setupRoutes } from "./setup.routes.tsx";

/** The school itself: who is in it, what it has set, and how one gets help. */
export const school: Module = {
  name: "school",
  frontRoutes: setupRoutes,
  routes: new Hono<Env>().route("/", groupsRoutes),
};
