import { Hono } from "hono";
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { dayIn, schoolYearOf } from "../../web/clock.ts";
import { form } from "../../web/forms.ts";
import { guard } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { kindName } from "../../web/kinds.ts";
import { invalid, page, saved } from "../../web/respond.tsx";
import { listAgendaTalks } from "../conversations/mod.ts";
import { addItem, deleteItem } from "./actions.ts";
import { monthOf, readMonth } from "./days.ts";
import { itemForm } from "./forms.ts";
import { ItemPage, mayDelete, MonthPage, NewItemPage } from "./pages.tsx";
import { findItem, listMonth, listPlaces } from "./queries.ts";
import { agendaText } from "./text.ts";

export const routes = new Hono<Env>()
  .get("/agenda", guard("member"), async (c) => {
    const viewer = c.get("viewer");
    mustBeOn(c);
    const month = readMonth(c.req.query("month"), today(c).slice(0, 7));
    const { db } = c.get("house");
    const { first, last } = monthOf(month);
    const [items, talks] = await Promise.all([
      listMonth(db, viewer, month),
      listAgendaTalks(db, viewer, first, last),
    ]);
    const title = kindName("agenda", viewer.school, viewer.language);
    return page(c, { title }, <MonthPage {...{ viewer, month, items, talks }} />);
  })
  .get("/agenda/new", guard("staff"), async (c) => {
    mustBeOn(c);
    const viewer = c.get("viewer");
    const places = await placesFor(c);
    const values = { startsOn: today(c) };
    return page(
      c,
      { title: agendaText(viewer.language).add, narrow: true },
      <NewItemPage viewer={viewer} places={places} values={values} />,
    );
  })
  .post("/agenda", guard("staff"), form(itemForm), async (c) => {
    mustBeOn(c);
    const viewer = c.get("viewer");
    const t = agendaText(viewer.language);
    const input = c.req.valid("form");
    const places = await placesFor(c);
    const refuse = (errors: Record<string, string>) =>
      invalid(
        c,
        { title: t.add, narrow: true },
        <NewItemPage viewer={viewer} places={places} values={input.values} errors={errors} />,
      );
    if (!input.ok) return refuse(input.errors);
    const chosen = new Set(input.data.audience.map((one) => one === "school" ? null : Number(one)));
    if (![...chosen].every((id) => places.some((place) => place.id === id))) {
      return refuse({ audience: "audienceRefused" });
    }
    const { db, clock } = c.get("house");
    const id = await addItem(db, viewer, input.data, [...chosen], clock.now());
    return saved(c, `/${viewer.school.shortName}/agenda/${id}`, t.added);
  })
  .get(
    "/agenda/:item",
    guard("member", "item", (db, viewer, id) => findItem(db, viewer, id("item"))),
    (c) => {
      const viewer = c.get("viewer");
      const item = c.get("item");
      const when = {
        now: c.get("house").clock.now(),
        timeZone: viewer.school.timeZone,
        language: viewer.language,
      };
      return page(
        c,
        { title: item.title, narrow: true },
        <ItemPage viewer={viewer} item={item} when={when} />,
      );
    },
  )
  .post(
    "/agenda/:item/removal",
    guard("staff", "item", (db, viewer, id) => findItem(db, viewer, id("item"))),
    async (c) => {
      const viewer = c.get("viewer");
      if (!mayDelete(viewer, c.get("item"))) throw new HTTPException(403);
      const { db, clock } = c.get("house");
      await deleteItem(db, viewer, c.get("item").id, clock.now());
      return saved(
        c,
        `/${viewer.school.shortName}/agenda`,
        agendaText(viewer.language).removed,
      );
    },
  );

/** A school without an agenda has no such pages. */
function mustBeOn(c: Context<Env>) {
  if (c.get("viewer").school.menu.agenda?.off) throw new HTTPException(404);
}

function today(c: Context<Env>): string {
  return dayIn(c.get("viewer").school.timeZone, c.get("house").clock.now());
}

function placesFor(c: Context<Env>) {
  return listPlaces(c.get("house").db, c.get("viewer"), schoolYearOf(today(c)));
}
