import { type Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { whenOf } from "../../web/dates.ts";
import { type Errors, form, type Values } from "../../web/forms.ts";
import { guard, type Id } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import type { Db } from "../../db/database.ts";
import { Overtaken } from "../../web/meanwhile.tsx";
import { invalid, page, saved } from "../../web/respond.tsx";
import { isOffice, type Viewer } from "../../web/viewer.ts";
import { noteSeen } from "../../web/audit.ts";
import { GroupPage } from "./class_list.pages.tsx";
import { listClass } from "./class_list.queries.ts";
import { sentences } from "./errors.ts";
import { EditGroupPage, NewGroupPage } from "./group_edit.pages.tsx";
import {
  addGroup,
  addPupilToGroup,
  addTeacher,
  changeGroup,
  closeGroup,
  removeTeacher,
  takeOutPupils,
} from "./groups.actions.ts";
import { addPupilForm, addTeacherForm, groupForm, takeOutForm } from "./groups.forms.ts";
import { groupsName, GroupsPage } from "./groups.pages.tsx";
import {
  findGroup,
  type Group,
  groupsAreOff,
  listGroupPupils,
  listGroups,
  listGroupsOf,
  listOtherPupils,
  listOtherStaff,
  schoolYearAt,
} from "./groups.queries.ts";
import { groupsText } from "./groups.text.ts";
import { movingText } from "./moving.text.ts";
import { findTransition, isSeason } from "./transition.queries.ts";

/** Loads the group of the address, for a guard. */
export const groupOfPath = (db: Db, viewer: Viewer, id: Id, now: Date) =>
  findGroup(db, viewer, id("group"), now);

export const groupsRoutes = new Hono<Env>()
  .get("/groups", guard("member"), async (c) => {
    const viewer = c.get("viewer");
    if (groupsAreOff(viewer)) throw new HTTPException(404);
    const { db, clock } = c.get("house");
    const now = clock.now();
    const groups = await listGroups(db, viewer, now);
    const step = isOffice(viewer) ? await findTransition(db, viewer, now) : undefined;
    return page(
      c,
      { title: groupsName(viewer), narrow: true },
      <GroupsPage
        viewer={viewer}
        groups={groups}
        schoolYear={schoolYearAt(viewer, now)}
        transition={step && {
          year: step.year,
          ready: step.applied !== null,
          season: isSeason(viewer.school, now),
        }}
      />,
    );
  })
  .get("/groups/new", guard("office"), (c) => {
    const viewer = c.get("viewer");
    const title = groupsText(viewer.language).edit.newTitle;
    return page(c, { title, narrow: true }, <NewGroupPage viewer={viewer} />);
  })
  .post("/groups", guard("office"), form(groupForm), async (c) => {
    const viewer = c.get("viewer");
    const t = groupsText(viewer.language);
    const input = c.req.valid("form");
    const refuse = (errors: Errors) =>
      invalid(
        c,
        { title: t.edit.newTitle, narrow: true },
        <NewGroupPage
          viewer={viewer}
          values={input.values}
          errors={sentences(errors, viewer.language, t.errors)}
        />,
      );
    if (!input.ok) return refuse(input.errors);
    const { db, clock } = c.get("house");
    const now = clock.now();
    const id = await addGroup(db, viewer, input.data, schoolYearAt(viewer, now), now);
    if (id === undefined) return refuse({ name: "groupName" });
    return saved(c, `${home(viewer)}/groups/${id}/edit`, t.edit.made);
  })
  .get("/groups/:group", guard("member", "group", groupOfPath), async (c) => {
    const viewer = c.get("viewer");
    const group = c.get("group");
    const { db, clock } = c.get("house");
    const now = clock.now();
    const pupils = await listClass(db, viewer, group.id);
    await noteSeen(db, viewer, "classList", pupils.map((pupil) => pupil.id), now);
    return page(
      c,
      { title: groupsText(viewer.language).group(group.name) },
      <GroupPage
        viewer={viewer}
        group={group}
        pupils={pupils}
        when={whenOf(c)}
      />,
    );
  })
  .get(
    "/groups/:group/edit",
    guard("office", "group", groupOfPath),
    (c) => editPage(c, c.get("group")),
  )
  .post(
    "/groups/:group/edit",
    guard("office", "group", groupOfPath),
    form(groupForm),
    async (c) => {
      const group = c.get("group");
      const input = c.req.valid("form");
      if (!input.ok) return editPage(c, group, input);
      const { db, clock } = c.get("house");
      const { data, values } = input;
      try {
        const changed = await changeGroup(db, c.get("viewer"), group, data, values, clock.now());
        if (!changed) return editPage(c, group, { values, errors: { name: "groupName" } });
      } catch (error) {
        if (!(error instanceof Overtaken)) throw error;
        return editPage(c, group, { values: error.values, overtaken: error });
      }
      return savedGroup(c, group, "saved");
    },
  )
  .post(
    "/groups/:group/teachers",
    guard("office", "group", groupOfPath),
    form(addTeacherForm),
    async (c) => {
      const group = c.get("group");
      const input = c.req.valid("form");
      if (!input.ok) return editPage(c, group, input);
      const { db, clock } = c.get("house");
      const { teacher } = input.data;
      const added = await addTeacher(db, c.get("viewer"), group.id, teacher, clock.now());
      if (!added) return editPage(c, group, { ...input, errors: { teacher: "notFound" } });
      return savedGroup(c, group, "teacherAdded");
    },
  )
  .post(
    "/groups/:group/teachers/:person/removal",
    guard("office", "group", groupOfPath),
    async (c) => {
      const group = c.get("group");
      const teacher = group.teachers.find(({ id }) => String(id) === c.req.param("person"));
      if (!teacher) throw new HTTPException(404);
      const { db, clock } = c.get("house");
      await removeTeacher(db, c.get("viewer"), group.id, teacher.id, clock.now());
      return savedGroup(c, group, "teacherRemoved");
    },
  )
  .post(
    "/groups/:group/pupils",
    guard("office", "group", groupOfPath),
    form(addPupilForm),
    async (c) => {
      const group = c.get("group");
      const input = c.req.valid("form");
      if (!input.ok) return editPage(c, group, input);
      const { db, clock } = c.get("house");
      const { pupil } = input.data;
      const added = await addPupilToGroup(db, c.get("viewer"), group.id, pupil, clock.now());
      if (!added) return editPage(c, group, { ...input, errors: { pupil: "notFound" } });
      return savedGroup(c, group, "pupilAdded");
    },
  )
  .post(
    "/groups/:group/departures",
    guard("office", "group", groupOfPath),
    form(takeOutForm),
    async (c) => {
      const viewer = c.get("viewer");
      const group = c.get("group");
      const { db, clock } = c.get("house");
      const input = c.req.valid("form");
      if (!input.ok) return editPage(c, group, input);
      const gone = await takeOutPupils(db, viewer, group.id, input.data.pupils, clock.now());
      return saved(c, editPath(viewer, group), groupsText(viewer.language).edit.takenOut(gone));
    },
  )
  .post("/groups/:group/removal", guard("office", "group", groupOfPath), async (c) => {
    const viewer = c.get("viewer");
    const group = c.get("group");
    const { db, clock } = c.get("house");
    const t = groupsText(viewer.language).edit;
    const closed = await closeGroup(db, viewer, group.id, clock.now());
    if (!closed) return saved(c, editPath(viewer, group), t.notEmpty);
    return saved(c, `${home(viewer)}/groups`, t.closed);
  });

const home = (viewer: Viewer) => `/${viewer.school.shortName}`;
export const editPath = (viewer: Viewer, group: Group) => `${home(viewer)}/groups/${group.id}/edit`;

function savedGroup<E extends Env>(
  c: Context<E>,
  group: Group,
  what: "saved" | "teacherAdded" | "teacherRemoved" | "pupilAdded",
) {
  const viewer = c.get("viewer");
  return saved(c, editPath(viewer, group), groupsText(viewer.language).edit[what]);
}

/** The page on which the office keeps a group; with what was typed there, and what is wrong. */
export async function editPage<E extends Env>(
  c: Context<E>,
  group: Group,
  { values = {}, errors, overtaken }: {
    values?: Values;
    errors?: Errors;
    overtaken?: Overtaken;
  } = {},
) {
  const viewer = c.get("viewer");
  const { db } = c.get("house");
  const t = groupsText(viewer.language);
  const [pupils, groups, otherPupils, otherStaff] = await Promise.all([
    listGroupPupils(db, viewer, group.id),
    listGroupsOf(db, viewer, group.schoolYear),
    listOtherPupils(db, viewer, group),
    listOtherStaff(db, viewer, group),
  ]);
  return page(
    c,
    { title: t.edit.title(group.name), narrow: true, status: overtaken ? 409 : errors ? 422 : 200 },
    <EditGroupPage
      viewer={viewer}
      group={group}
      pupils={pupils}
      groups={groups.filter((other) => other.id !== group.id)}
      otherPupils={otherPupils}
      otherStaff={otherStaff}
      values={values}
      overtaken={overtaken}
      errors={sentences(errors ?? {}, viewer.language, {
        ...t.errors,
        ...movingText(viewer.language).errors,
      })}
    />,
  );
}
