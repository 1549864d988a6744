import { type Context, Hono } from "hono";
import type { Db } from "../../db/database.ts";
import { whenOf } from "../../web/dates.ts";
import { noteSeen } from "../../web/audit.ts";
import { type Errors, form, type FormInput, type Values } from "../../web/forms.ts";
import { guard, type Id } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { Overtaken } from "../../web/meanwhile.tsx";
import { page, saved } from "../../web/respond.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { mayGiveRole } from "./access.actions.ts";
import { accessText } from "./access.text.ts";
import { addGuardian, addStaff } from "./adding.actions.ts";
import { AddingPage } from "./adding.pages.tsx";
import { Impossible, sentences } from "./errors.ts";
import { listGroups, schoolYearAt } from "./groups.queries.ts";
import { fullName } from "./names.ts";
import type { PeopleTab } from "./people.queries.ts";
import { newGuardianForm, newPupilForm, newStaffForm, pupilForm } from "./person.forms.ts";
import { findPupil, listChoosable, type Pupil } from "./person.queries.ts";
import { personText } from "./person.text.ts";
import { addPupil, changePupil, setPupilLeft } from "./pupil.actions.ts";
import { PupilPage } from "./pupil.pages.tsx";

interface PupilEnv extends Env {
  Variables: Env["Variables"] & { pupil: Pupil };
}

const load = (db: Db, viewer: Viewer, id: Id, now: Date) => findPupil(db, viewer, id("pupil"), now);

/** People by hand: who is in no file of the administration, and the pupils. */
export const addingRoutes = new Hono<Env>()
  .get(
    "/people/guardians/new",
    guard("office"),
    (c) =>
      addingPage(c, "guardians", { values: { invite: "on", pupil: c.req.query("pupil") ?? "" } }),
  )
  .get(
    "/people/staff/new",
    guard("office"),
    (c) => addingPage(c, "staff", { values: { invite: "on" } }),
  )
  .get("/people/pupils/new", guard("office"), (c) => addingPage(c, "pupils"))
  .post(
    "/people/guardians",
    guard("office"),
    form(newGuardianForm),
    (c) => add(c, "guardians", c.req.valid("form"), addGuardian),
  )
  .post(
    "/people/staff",
    guard("office"),
    form(newStaffForm),
    (c) =>
      add(c, "staff", c.req.valid("form"), (db, viewer, input, now) => {
        if (!mayGiveRole(viewer, "none", input.role)) throw new Impossible("role", "roleRefused");
        return addStaff(db, viewer, input, now);
      }),
  )
  .post(
    "/people/pupils",
    guard("office"),
    form(newPupilForm),
    (c) =>
      add(
        c,
        "pupils",
        c.req.valid("form"),
        (db, viewer, input, now) => addPupil(db, viewer, input, schoolYearAt(viewer, now), now),
      ),
  )
  .get("/people/pupils/:pupil", guard("office", "pupil", load), (c) => pupilPage(c))
  .post("/people/pupils/:pupil", guard("office", "pupil", load), form(pupilForm), async (c) => {
    const viewer = c.get("viewer");
    const input = c.req.valid("form");
    if (!input.ok) return pupilPage(c, input);
    const { db, clock } = c.get("house");
    const { id } = c.get("pupil");
    try {
      await changePupil(db, viewer, id, input.data, input.values, clock.now());
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
      return pupilPage(c, { values: error.values, overtaken: error });
    }
    return savedPupil(c, personText(viewer.language).saved);
  })
  .post("/people/pupils/:pupil/departure", guard("office", "pupil", load), async (c) => {
    const { db, clock } = c.get("house");
    const now = clock.now();
    await setPupilLeft(db, c.get("viewer"), c.get("pupil").id, now, now);
    return savedPupil(c, accessText(c.get("language")).rights.hasLeft);
  })
  .post("/people/pupils/:pupil/departure/removal", guard("office", "pupil", load), async (c) => {
    const { db, clock } = c.get("house");
    await setPupilLeft(db, c.get("viewer"), c.get("pupil").id, null, clock.now());
    return savedPupil(c, accessText(c.get("language")).rights.hasReturned);
  });

interface Returned {
  values?: Values;
  errors?: Errors;
  overtaken?: Overtaken;
}

async function add<T>(
  c: Context<Env>,
  tab: PeopleTab,
  input: FormInput<T>,
  act: (db: Db, viewer: Viewer, input: T, now: Date) => Promise<number>,
) {
  if (!input.ok) return addingPage(c, tab, input);
  const viewer = c.get("viewer");
  const { db, clock } = c.get("house");
  try {
    const id = await act(db, viewer, input.data, clock.now());
    const path = tab === "pupils" ? `pupils/${id}` : String(id);
    const { done } = personText(viewer.language).adding;
    return saved(c, `/${viewer.school.shortName}/people/${path}`, done);
  } catch (error) {
    if (!(error instanceof Impossible)) throw error;
    return addingPage(c, tab, { values: input.values, errors: { [error.field]: error.reason } });
  }
}

async function addingPage(c: Context<Env>, tab: PeopleTab, { values = {}, errors }: Returned = {}) {
  const viewer = c.get("viewer");
  const { db, clock } = c.get("house");
  const t = personText(viewer.language);
  return page(
    c,
    { title: t.adding[tab], narrow: true, status: errors ? 422 : 200 },
    <AddingPage
      viewer={viewer}
      tab={tab}
      values={values}
      errors={sentences(errors ?? {}, viewer.language, t.errors)}
      pupils={tab === "guardians" ? await listChoosable(db, viewer, clock.now()) : []}
      groups={tab === "pupils" ? await listGroups(db, viewer, clock.now()) : []}
    />,
  );
}

function savedPupil<E extends PupilEnv>(c: Context<E>, said: string) {
  return saved(c, `/${c.get("school").shortName}/people/pupils/${c.get("pupil").id}`, said);
}

async function pupilPage<E extends PupilEnv>(
  c: Context<E>,
  { values, errors, overtaken }: Returned = {},
) {
  const viewer = c.get("viewer");
  const pupil: Pupil = c.get("pupil");
  const { db, clock } = c.get("house");
  await noteSeen(db, viewer, "childPage", [pupil.id], clock.now());
  const { language } = viewer;
  return page(
    c,
    { title: fullName(pupil), narrow: true, status: overtaken ? 409 : errors ? 422 : 200 },
    <PupilPage
      viewer={viewer}
      when={whenOf(c)}
      pupil={pupil}
      values={values}
      overtaken={overtaken}
      errors={sentences(errors ?? {}, language, personText(language).errors)}
    />,
  );
}
