import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { noteSeen } from "../../web/audit.ts";
import { whenOf } from "../../web/dates.ts";
import { recordNumber } from "../../web/forms.ts";
import type { Env } from "../../web/house.ts";
import { accountTitle, childTitle } from "../../web/own_tabs.tsx";
import { page } from "../../web/respond.tsx";
import type { Viewer } from "../../web/viewer.ts";
import type { Subject, Tab } from "./fields.ts";
import type { Editing } from "./own.form.partials.tsx";
import { OwnAccountPage, OwnChildPage } from "./own.pages.tsx";
import { type Details, findDetails, listOwnPeople, listRejections } from "./own.queries.ts";

// How the own pages are shown, at first and with a form that comes back.

/** Behind the guards of one's own pages. */
export interface OwnEnv extends Env {
  Variables: Env["Variables"] & { details: Details };
}

/** Which form the address opens: `?edit=` whose fields, `?add=` for whom, `?entry=` which one. */
export function asked<E extends Env>(
  c: Context<E>,
): Pick<Editing, "form" | "subjectId"> | undefined {
  const number = (name: string) => Number(recordNumber.exec(c.req.query(name) ?? "")?.[0] ?? 0);
  const [edit, add, entry] = [number("edit"), number("add"), number("entry")];
  if (edit) return { form: "fields", subjectId: edit };
  if (add) return { form: "new", subjectId: add };
  return entry ? { form: entry, subjectId: 0 } : undefined;
}

/** A form that is open, with what is to be said about it. */
export type Opened = Pick<Editing, "form" | "subjectId"> & Partial<Editing>;

/** The form with what is to be said about it; nothing where a read-only guardian would type. */
function editingOf(viewer: Viewer, opened: Opened | undefined, details: Details[]) {
  if (!opened || viewer.readOnly) return undefined;
  const holder = typeof opened.form === "number" &&
    details.find(({ entries }) => entries.some(({ id }) => id === opened.form));
  const subjectId = holder ? holder.subject.id : opened.subjectId;
  return subjectId ? { errors: {}, became: [], ...opened, subjectId } : undefined;
}

type Status = 200 | 409 | 422 | 429 | 503;

/** The account of the viewer, with a form where one is open. */
export async function accountPage<E extends Env>(
  c: Context<E>,
  tab: Tab,
  opened?: Opened,
  status: Status = 200,
) {
  const viewer = c.get("viewer");
  const people = await listOwnPeople(c.get("house").db, viewer);
  return page(
    c,
    { title: accountTitle(viewer, tab), status },
    <OwnAccountPage
      viewer={viewer}
      tab={tab}
      people={people}
      editing={editingOf(viewer, opened, people)}
      {...await askedBefore(c)}
    />,
  );
}

/** What the office did not take over lately. */
async function askedBefore<E extends Env>(c: Context<E>) {
  const viewer: Viewer = c.get("viewer");
  const when = whenOf(c);
  return { rejected: await listRejections(c.get("house").db, viewer, when.now), when };
}

/** A child of the viewer, with a form where one is open. */
export async function childPage<E extends OwnEnv>(
  c: Context<E>,
  tab: Tab,
  opened?: Opened,
  status: Status = 200,
) {
  const viewer: Viewer = c.get("viewer");
  const { db, clock } = c.get("house");
  // as it is now: a form that comes back shows what others made of it
  const details = await findDetails(db, viewer, c.get("details").subject);
  if (!details) throw new HTTPException(404);
  await noteSeen(db, viewer, "childPage", [details.subject.id], clock.now());
  const { groups } = viewer.children.find(({ id }) => id === details.subject.id)!;
  return page(
    c,
    { title: childTitle(viewer, details, tab), status },
    <OwnChildPage
      viewer={viewer}
      tab={tab}
      details={details}
      groups={groups.map(({ name }) => name)}
      editing={editingOf(viewer, opened, [details])}
      {...await askedBefore(c)}
    />,
  );
}

/** The form again, with what was typed. */
export function again<E extends OwnEnv>(c: Context<E>, tab: Tab, opened: Opened, status: Status) {
  const { kind }: Subject = c.get("details").subject;
  return kind === "person"
    ? accountPage(c, tab, opened, status)
    : childPage(c, tab, opened, status);
}
