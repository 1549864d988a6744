import { Hono } from "hono";
import { type Errors, form } from "../../web/forms.ts";
import { guard } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { page, saved } from "../../web/respond.tsx";
import { findGroup, type Group, listGroupPupils } from "./groups.queries.ts";
import { editPage, editPath, groupOfPath } from "./groups.routes.tsx";
import { groupsText } from "./groups.text.ts";
import { movePupils } from "./moving.actions.ts";
import { moveForm } from "./moving.forms.ts";
import { MovePage } from "./moving.pages.tsx";
import { movingText } from "./moving.text.ts";

/** *Verplaats naar*: first what will happen, and once that is confirmed it does. */
export const movingRoutes = new Hono<Env>()
  .post(
    "/groups/:group/moves",
    guard("office", "group", groupOfPath),
    form(moveForm),
    async (c) => {
      const viewer = c.get("viewer");
      const from = c.get("group");
      const { db, clock } = c.get("house");
      const now = clock.now();
      const input = c.req.valid("form");
      const refuse = (errors: Errors) => editPage(c, from, { values: input.values, errors });
      if (!input.ok) return refuse(input.errors);
      const { pupils, all, confirmed } = input.data;
      const to = await findGroup(db, viewer, input.data.to, now);
      if (!to || !canTake(to, from)) return refuse({ to: "wrongTarget" });

      const here = await listGroupPupils(db, viewer, from.id);
      const chosen = all ? here : here.filter((pupil) => pupils.includes(pupil.id));
      if (chosen.length === 0) return refuse({ pupils: "noneHere" });
      const t = movingText(viewer.language);
      const target = groupsText(viewer.language).groupWithin(to.name);
      if (!confirmed) {
        const there = await listGroupPupils(db, viewer, to.id);
        return page(
          c,
          { title: t.title(target), narrow: true },
          <MovePage
            viewer={viewer}
            from={from}
            to={to}
            pupils={chosen}
            already={new Set(there.map((pupil) => pupil.id))}
          />,
        );
      }
      const pupilIds = chosen.map((pupil) => pupil.id);
      const moved = await movePupils(db, viewer, { from: from.id, to: to.id, pupilIds }, now);
      if (moved === undefined) return refuse({ to: "wrongTarget" });
      if (moved === 0) return refuse({ pupils: "noneHere" });
      const left = (all ? chosen.length : pupils.length) - moved;
      const said = [t.moved(moved, target), left > 0 && t.gone(left)].filter(Boolean).join(" ");
      return saved(c, editPath(viewer, from), said);
    },
  );

const canTake = (to: Group, from: Group) => to.id !== from.id && to.schoolYear === from.schoolYear;
