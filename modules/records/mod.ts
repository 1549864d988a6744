import { Hono } from "hono";
import type { Env } from "../../web/house.ts";
import type { Module } from "../../web/module.ts";
import { couplingRoutes } from "./coupling.routes.tsx";
import { mails } from "./mails.ts";
import { notesRoutes } from "./notes.routes.tsx";
import { personal, retention } from "./personal.ts";
import { resultsRoutes } from "./results.routes.tsx";
import { sittersRoutes } from "./sitters.routes.tsx";

export { listGuardians } from "./pupils.queries.ts";

/** What home and school keep about a child: sitters, notes, results; and the code that couples a child. */
export const records: Module = {
  name: "records",
  routes: new Hono<Env>()
    .route("/", couplingRoutes)
    .route("/", sittersRoutes)
    .route("/", notesRoutes)
    .route("/", resultsRoutes),
  mails,
  personal,
  retention,
};
