import { Hono } from "hono";
import type { Env } from "../../web/house.ts";
import type { Module } from "../../web/module.ts";
import { composerRoutes } from "./composer.routes.tsx";
import { personal, retention } from "./personal.ts";
import { postRoutes } from "./posts.routes.tsx";
import { timelineRoutes } from "./timeline.routes.tsx";
import { looseUploads } from "./uploads.ts";
import { composeUrgent, plannedUrgent } from "./urgent.ts";

export { type DigestPost, takeUndigestedPosts } from "./digest.ts";

/** News, the board and what is urgent: writing and reading them. */
export const messaging: Module = {
  name: "messaging",
  routes: new Hono<Env>().route("/", composerRoutes).route("/", timelineRoutes).route(
    "/",
    postRoutes,
  ),
  mails: { urgent: composeUrgent },
  personal,
  retention,
  ticks: [plannedUrgent, looseUploads],
};
