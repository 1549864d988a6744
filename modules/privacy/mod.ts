import { Hono } from "hono";
import type { Env } from "../../web/house.ts";
import type { Module } from "../../web/module.ts";
import { erasingRoutes } from "./erasing.routes.tsx";
import { hubRoutes } from "./hub.routes.tsx";
import { logRoutes } from "./log.routes.tsx";
import { ownDataRoutes } from "./own_data.routes.tsx";
import { personal } from "./personal.ts";
import { retentionRoutes } from "./retention.routes.tsx";
import { retentionTick } from "./retention.ts";
import { mails } from "./sharing.mails.ts";
import { sharingRoutes } from "./sharing.routes.tsx";

/**
 * Who sees what, what is kept and for how long, and who looked.
 * @param others every other module: each says itself what it keeps about people
 */
export function privacyOver(others: Module[]): Module {
  const modules = [...others, { name: "privacy", personal }];
  return {
    name: "privacy",
    routes: new Hono<Env>()
      .route("/", hubRoutes)
      .route("/", sharingRoutes)
      .route("/", logRoutes)
      .route("/", retentionRoutes(modules))
      .route("/", erasingRoutes(modules))
      .route("/", ownDataRoutes(modules)),
    mails,
    ticks: [retentionTick(modules)],
    personal,
  };
}
