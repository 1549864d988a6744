import { Hono } from "hono";
import type { Env } from "../../web/house.ts";
import type { Module } from "../../web/module.ts";
import { timelineRoutes } from "./timeline.routes.tsx";

export { type DigestPost, takeUndigestedPosts } from "./digest.ts";

/** News, the board and what is urgent: writing and reading them. */
export const messaging: Module = {
  name: "messaging",
  routes: new Hono<Env>().route("/", timelineRoutes),
};
