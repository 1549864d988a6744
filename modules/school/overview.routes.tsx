import { Hono } from "hono";
import { noteSeen } from "../../web/audit.ts";
import { whenOf } from "../../web/dates.ts";
import { guard } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { pdf } from "../../web/pdf.ts";
import { page } from "../../web/respond.tsx";
import { listClass } from "./class_list.queries.ts";
import { listGroupGuardians } from "./family.queries.ts";
import { familyText } from "./family.text.ts";
import { groupOfPath } from "./groups.routes.tsx";
import { OverviewPage } from "./overview.pages.tsx";
import { classList, guardianList } from "./overview.pdf.ts";

/** The lists of a group: its parents, for staff; and both lists for on paper. */
export const overviewRoutes = new Hono<Env>()
  .get("/groups/:group/list.pdf", guard("member", "group", groupOfPath), async (c) => {
    const viewer = c.get("viewer");
    const group = c.get("group");
    const { db, clock } = c.get("house");
    const pupils = await listClass(db, viewer, group.id);
    await noteSeen(db, viewer, "pdf", pupils.map((pupil) => pupil.id), clock.now());
    return await pdf(c, classList(viewer, group, pupils));
  })
  .get("/groups/:group/overview", guard("staff", "group", groupOfPath), async (c) => {
    const viewer = c.get("viewer");
    const group = c.get("group");
    const { db, clock } = c.get("house");
    const guardians = await listGroupGuardians(db, viewer, group.id, clock.now());
    const seen = guardians.flatMap((guardian) => guardian.wards.map((ward) => ward.id));
    await noteSeen(db, viewer, "overview", [...new Set(seen)], clock.now());
    return page(
      c,
      { title: familyText(viewer.language).overview.title(group.name) },
      <OverviewPage viewer={viewer} when={whenOf(c)} group={group} guardians={guardians} />,
    );
  })
  .get("/groups/:group/overview.pdf", guard("staff", "group", groupOfPath), async (c) => {
    const viewer = c.get("viewer");
    const group = c.get("group");
    const { db, clock } = c.get("house");
    const guardians = await listGroupGuardians(db, viewer, group.id, clock.now());
    const seen = guardians.flatMap((guardian) => guardian.wards.map((ward) => ward.id));
    await noteSeen(db, viewer, "pdf", [...new Set(seen)], clock.now());
    return await pdf(c, guardianList(viewer, group, guardians));
  });
