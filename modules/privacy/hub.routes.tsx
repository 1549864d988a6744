import { Hono } from "hono";
import type { Db } from "../../db/database.ts";
import { whenOf } from "../../web/dates.ts";
import { guard } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { page } from "../../web/respond.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { type Erasure, HubPage } from "./hub.pages.tsx";
import { hubText } from "./hub.text.ts";

/** How many lines of the written record are shown. */
const mostErasures = 50;

export const hubRoutes = new Hono<Env>()
  .get("/privacy", guard("admin"), async (c) => {
    const viewer = c.get("viewer");
    const { db } = c.get("house");
    const { language } = viewer;
    return page(
      c,
      { title: hubText(language).title },
      <HubPage
        viewer={viewer}
        when={whenOf(c)}
        erasures={await listErasures(db, viewer)}
      />,
    );
  });

function listErasures(db: Db, { school }: Viewer): Promise<Erasure[]> {
  return db.selectFrom("erasures").select(["id", "at", "kind", "reason", "counts"])
    .where("school_id", "=", school.id).orderBy("at", "desc").orderBy("id", "desc")
    .limit(mostErasures).execute();
}
