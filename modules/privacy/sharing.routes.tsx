import { type Context, Hono } from "hono";
import type { Db } from "../../db/database.ts";
import { noteSeen } from "../../web/audit.ts";
import { dayIn } from "../../web/clock.ts";
import { namedDay, whenOf } from "../../web/dates.ts";
import { form, type Values } from "../../web/forms.ts";
import { guard, type Id } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { AccountPage, accountTitle, ChildPage, childTitle } from "../../web/own_tabs.tsx";
import { page, saved } from "../../web/respond.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { OwnDataSheet } from "./own_data.pages.tsx";
import { saveSharing } from "./sharing.actions.ts";
import { sharingForm } from "./sharing.forms.ts";
import { PreviewPage, SharingSheet } from "./sharing.pages.tsx";
import {
  findLastChoice,
  findOwnChild,
  listOwnSharers,
  listSights,
  type Sharer,
} from "./sharing.queries.ts";
import { sharingText } from "./sharing.text.ts";

const child = (db: Db, viewer: Viewer, id: Id) => findOwnChild(db, viewer, id("pupil"));

/** People choose what other parents see of themselves and of their children (V1). */
export const sharingRoutes = new Hono<Env>()
  .get("/account/privacy", guard("member"), (c) => accountPage(c))
  .post("/account/privacy", guard("member"), form(sharingForm), async (c) => {
    const viewer = c.get("viewer");
    const input = c.req.valid("form");
    if (!input.ok) return accountPage(c, input.values);
    const { db, clock } = c.get("house");
    const sharers = await listOwnSharers(db, viewer);
    await saveSharing(db, viewer, sharers, input.data, clock.now());
    return saved(c, accountPath(viewer), sharingText(viewer.language, viewer).saved);
  })
  .get("/account/privacy/preview", guard("member"), async (c) => {
    const viewer = c.get("viewer");
    const sights = await listSights(c.get("house").db, viewer);
    const title = sharingText(viewer.language, viewer).preview;
    const props = { viewer, sights, back: accountPath(viewer) };
    return page(c, { title }, <PreviewPage {...props} />);
  })
  .get("/children/:pupil/privacy", guard("member", "child", child), async (c) => {
    const { db, clock } = c.get("house");
    await noteSeen(db, c.get("viewer"), "childPage", [c.get("child").id], clock.now());
    return childPage(c, c.get("child"));
  })
  .post(
    "/children/:pupil/privacy",
    guard("member", "child", child),
    form(sharingForm),
    async (c) => {
      const viewer = c.get("viewer");
      const input = c.req.valid("form");
      if (!input.ok) return childPage(c, c.get("child"), input.values);
      const { db, clock } = c.get("house");
      await saveSharing(db, viewer, [c.get("child")], input.data, clock.now());
      return saved(
        c,
        childPath(viewer, c.get("child")),
        sharingText(viewer.language, viewer).saved,
      );
    },
  )
  .get("/children/:pupil/privacy/preview", guard("member", "child", child), async (c) => {
    const viewer = c.get("viewer");
    const { db, clock } = c.get("house");
    const sharer = c.get("child");
    await noteSeen(db, viewer, "childPage", [sharer.id], clock.now());
    const sights = await listSights(db, viewer, sharer);
    const title = sharingText(viewer.language, viewer).previewOf(sharer.firstName);
    const props = { viewer, sights, child: sharer, back: childPath(viewer, sharer) };
    return page(c, { title }, <PreviewPage {...props} />);
  });

const accountPath = (viewer: Viewer) => `/${viewer.school.shortName}/account/privacy`;
const childPath = (viewer: Viewer, { id }: Sharer) =>
  `/${viewer.school.shortName}/children/${id}/privacy`;

async function accountPage<E extends Env>(c: Context<E>, values?: Values) {
  const viewer = c.get("viewer");
  const sharers = await listOwnSharers(c.get("house").db, viewer);
  return page(
    c,
    { title: accountTitle(viewer, "privacy"), status: values ? 422 : 200 },
    <AccountPage viewer={viewer} tab="privacy">
      <SharingSheet
        viewer={viewer}
        sharers={sharers}
        action={accountPath(viewer)}
        values={values}
      />
      <OwnDataSheet viewer={viewer} />
    </AccountPage>,
  );
}

async function childPage<E extends Env>(c: Context<E>, sharer: Sharer, values?: Values) {
  const viewer = c.get("viewer");
  const last = await findLastChoice(c.get("house").db, viewer, sharer);
  const when = whenOf(c);
  return page(
    c,
    { title: childTitle(viewer, sharer, "privacy"), status: values ? 422 : 200 },
    <ChildPage viewer={viewer} child={sharer} tab="privacy">
      <SharingSheet
        viewer={viewer}
        sharers={[sharer]}
        lastChosen={last && namedDay(dayIn(when.timeZone, last), when)}
        action={childPath(viewer, sharer)}
        values={values}
      />
    </ChildPage>,
  );
}
