import { Hono } from "hono";
import type { Db } from "../../db/database.ts";
import { audit } from "../../web/audit.ts";
import { dayIn } from "../../web/clock.ts";
import { disposition } from "../../web/files.ts";
import { guard } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import type { Module } from "../../web/module.ts";
import { AccountPage, accountTitle } from "../../web/own_tabs.tsx";
import { page } from "../../web/respond.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { countAsk, Refusal } from "../accounts/mod.ts";
import { OwnDataSheet } from "./own_data.pages.tsx";
import { collectOwnData, zipOwnData } from "./own_data.ts";
import { ownDataText } from "./own_data.text.ts";

/**
 * Everyone gets a copy of their own data, read-only guardians too (GDPR, article 15); the button
 * stands on *Mijn account*, Privacy.
 */
export const ownDataRoutes = (modules: Module[]) =>
  new Hono<Env>()
    .post("/account/data", guard("own"), async (c) => {
      const viewer = c.get("viewer");
      const house = c.get("house");
      const now = house.clock.now();
      const refusal = await refusalOf(house.db, viewer, now);
      if (refusal) {
        c.header("Retry-After", String(refusal.seconds));
        return page(
          c,
          { title: accountTitle(viewer, "privacy"), status: refusal.status },
          <AccountPage viewer={viewer} tab="privacy">
            <OwnDataSheet viewer={viewer} refused />
          </AccountPage>,
        );
      }
      const parts = await collectOwnData(house.db, modules, viewer);
      const personIds = viewer.people.map((person) => person.id);
      await audit(house.db, viewer, "ownDataDownloaded", { personIds }, now);
      const { fileName } = ownDataText(viewer.language, viewer);
      const name = `${fileName}-${dayIn(viewer.school.timeZone, now)}.zip`;
      c.header("Content-Type", "application/zip");
      c.header("Content-Disposition", disposition({ name, ours: false }));
      c.header("Cache-Control", "no-store");
      return c.body(zipOwnData(house, parts, viewer));
    });

/** Twenty times a day is enough for anyone. */
async function refusalOf(db: Db, viewer: Viewer, now: Date): Promise<Refusal | undefined> {
  try {
    await countAsk(db, `data:${viewer.accountId}`, now);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
