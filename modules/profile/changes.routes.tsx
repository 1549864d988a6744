import { type Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { whenOf } from "../../web/dates.ts";
import { noteSeen } from "../../web/audit.ts";
import { form } from "../../web/forms.ts";
import { guard } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { page, partial, saved, wantsPart } from "../../web/respond.tsx";
import { decide, type Decision } from "./changes.actions.ts";
import { Changes } from "./changes.pages.tsx";
import { countOpenChanges, findChange, listOpenChanges } from "./changes.queries.ts";
import { approvalsForm, decisionForm } from "./forms.ts";
import { profileText } from "./text.ts";
import { fieldName } from "./words.ts";

/** Most changes on the page; the others come when these are decided on. */
const most = 100;

/** The office decides on what people changed (A12). */
export const changesRoutes = new Hono<Env>()
  .get("/changes", guard("office"), (c) => changesPage(c))
  .post("/changes/approvals", guard("office"), form(approvalsForm), async (c) => {
    const input = c.req.valid("form");
    if (!input.ok || input.data.requests.length === 0) throw new HTTPException(400);
    const t = profileText(c.get("language")).changes;
    const decision: Decision = { decision: "approve", reason: null };
    return await settle(c, input.data.requests, decision, t.approvedAll);
  })
  .post(
    "/changes/:request",
    guard("office", "change", (db, viewer, id) => findChange(db, viewer, id("request"))),
    form(decisionForm),
    async (c) => {
      const input = c.req.valid("form");
      if (!input.ok) throw new HTTPException(400);
      const { id, field, name } = c.get("change");
      const language = c.get("language");
      const t = profileText(language);
      const what = t.fieldOf(fieldName(field, language), name);
      const { decision } = input.data;
      const said = decision === "approve" ? t.changes.approved(what) : t.changes.rejected(what);
      return await settle(c, [id], input.data, () => said);
    },
  );

/** Decides, and says so; or that somebody was first. */
async function settle<E extends Env>(
  c: Context<E>,
  ids: number[],
  decision: Decision,
  said: (decided: number) => string,
) {
  const viewer = c.get("viewer");
  const { db, clock } = c.get("house");
  const decided = await decide(db, viewer, ids, decision, clock.now());
  if (decided === 0) {
    const text = profileText(viewer.language).changes.already;
    return changesPage(c, { text, tone: "bad" }, 409);
  }
  const text = said(decided);
  return await saved(
    c,
    `/${viewer.school.shortName}/changes`,
    text,
    () => changes(c, { text, tone: "good" }),
  );
}

type Said = Parameters<typeof Changes>[0]["said"];

async function changesPage<E extends Env>(c: Context<E>, said?: Said, status: 200 | 409 = 200) {
  const content = await changes(c, said);
  if (wantsPart(c)) return partial(c, content, status);
  const { title } = profileText(c.get("language")).changes;
  return page(c, { title, narrow: true, status }, content);
}

async function changes<E extends Env>(c: Context<E>, said: Said) {
  const { db } = c.get("house");
  const viewer = c.get("viewer");
  const when = whenOf(c);
  const [groups, open] = await Promise.all([
    listOpenChanges(db, viewer, when.now, most),
    countOpenChanges(db, viewer),
  ]);
  const children = groups.map(({ subject }) => subject).filter(({ kind }) => kind === "pupil");
  await noteSeen(db, viewer, "changes", [...new Set(children.map(({ id }) => id))], when.now);
  return <Changes viewer={viewer} when={when} groups={groups} open={open} said={said} />;
}
