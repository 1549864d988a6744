import { type Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { noteSeen } from "../../web/audit.ts";
import { type Errors, form, type Values } from "../../web/forms.ts";
import { guard, pathNumber } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { childTitle } from "../../web/own_tabs.tsx";
import { page, saved } from "../../web/respond.tsx";
import type { Child } from "../../web/viewer.ts";
import { removalForm } from "./forms.ts";
import { findChild, findPupil } from "./pupils.queries.ts";
import { addSitter, changeSitter, removeSitter } from "./sitters.actions.ts";
import { newSitterForm, sitterForm } from "./sitters.forms.ts";
import { PupilSittersPage, SitterPage, SittersPage } from "./sitters.pages.tsx";
import { findSitter, listSitters, type Sitter } from "./sitters.queries.ts";
import { sittersText } from "./sitters.text.ts";

interface ChildEnv extends Env {
  Variables: Env["Variables"] & { child: Child };
}

const ownChild = guard("member", "child", findChild);

/** Regular sitters of a child (A13): kept by its guardians, read by staff, shown to nobody else. */
export const sittersRoutes = new Hono<Env>()
  .get("/children/:pupil/sitters", ownChild, (c) => listPage(c))
  .post("/children/:pupil/sitters", ownChild, form(newSitterForm), async (c) => {
    const input = c.req.valid("form");
    if (!input.ok) return listPage(c, 422, input);
    const { db, clock } = c.get("house");
    await addSitter(db, c.get("viewer"), c.get("child").id, input.data, clock.now());
    return savedList(c, text(c).added(input.data.name));
  })
  .get("/children/:pupil/sitters/:sitter", ownChild, async (c) => {
    const sitter = await sitterOf(c);
    if (!sitter) throw new HTTPException(404);
    const { db, clock } = c.get("house");
    await noteSeen(db, c.get("viewer"), "sitters", [c.get("child").id], clock.now());
    return sitterPage(c, 200, { sitter });
  })
  .post("/children/:pupil/sitters/:sitter", ownChild, form(sitterForm), async (c) => {
    const input = c.req.valid("form");
    if (input.ok) {
      const { db, clock } = c.get("house");
      const change = { ...input.data, pupilId: c.get("child").id, id: sitterId(c) };
      const done = await changeSitter(db, c.get("viewer"), change, clock.now());
      if (done) return savedList(c, text(c).changed);
    }
    const sitter = await sitterOf(c);
    const { values } = input;
    if (!sitter && !values.name) throw new HTTPException(404); // nothing typed, nothing lost
    if (!sitter) return listPage(c, 409, { values, notice: text(c).goneSince });
    if (input.ok) return sitterPage(c, 409, { sitter, values, changedSince: true });
    return sitterPage(c, 422, { sitter, values, errors: input.errors });
  })
  .post("/children/:pupil/sitters/:sitter/removal", ownChild, form(removalForm), async (c) => {
    const input = c.req.valid("form");
    const sitter = await sitterOf(c);
    if (!sitter) throw new HTTPException(404);
    const { db, clock } = c.get("house");
    const removal = { pupilId: c.get("child").id, id: sitter.id };
    const gone = input.ok && await removeSitter(
      db,
      c.get("viewer"),
      { ...removal, seen: input.data.seen },
      clock.now(),
    );
    if (!gone) return listPage(c, 409, { notice: text(c).notRemoved(sitter.name) });
    return savedList(c, text(c).removed(sitter.name));
  })
  .get("/pupils/:pupil/sitters", guard("staff", "pupil", findPupil), async (c) => {
    const { db, clock } = c.get("house");
    const viewer = c.get("viewer");
    const pupil = c.get("pupil");
    const sitters = await listSitters(db, viewer, pupil.id);
    await noteSeen(db, viewer, "sitters", [pupil.id], clock.now());
    return page(
      c,
      { title: childTitle(viewer, { firstName: pupil.name }, "sitters") },
      <PupilSittersPage viewer={viewer} pupil={pupil} sitters={sitters} />,
    );
  });

const text = (c: Context<ChildEnv>) => sittersText(c.get("viewer").language);

const sitterId = (c: Context<ChildEnv>) => pathNumber(c.req.param("sitter"));

const sitterOf = (c: Context<ChildEnv>): Promise<Sitter | undefined> =>
  findSitter(c.get("house").db, c.get("viewer"), c.get("child").id, sitterId(c));

function savedList(c: Context<ChildEnv>, message: string) {
  const { school } = c.get("viewer");
  return saved(c, `/${school.shortName}/children/${c.get("child").id}/sitters`, message);
}

async function listPage(
  c: Context<ChildEnv>,
  status: 200 | 409 | 422 = 200,
  shown: { values?: Values; errors?: Errors; notice?: string } = {},
) {
  const { db, clock } = c.get("house");
  const viewer = c.get("viewer");
  const child = c.get("child");
  const sitters = await listSitters(db, viewer, child.id);
  await noteSeen(db, viewer, "sitters", [child.id], clock.now());
  return page(
    c,
    { title: childTitle(viewer, child, "sitters"), status },
    <SittersPage
      viewer={viewer}
      child={child}
      sitters={sitters}
      {...shown}
    />,
  );
}

function sitterPage(
  c: Context<ChildEnv>,
  status: 200 | 409 | 422,
  shown: { sitter: Sitter; values?: Values; errors?: Errors; changedSince?: boolean },
) {
  const viewer = c.get("viewer");
  const child = c.get("child");
  return page(
    c,
    { title: childTitle(viewer, child, "sitters"), status },
    <SitterPage viewer={viewer} child={child} {...shown} />,
  );
}
