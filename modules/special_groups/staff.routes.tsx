import { type Context, Hono } from "hono";
import type { Db } from "../../db/database.ts";
import { momentIn } from "../../web/clock.ts";
import { type Errors, form, typedLetters, type Values } from "../../web/forms.ts";
import { guard, type Id } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { Overtaken } from "../../web/meanwhile.tsx";
import { page, partial, saved, wantsPart } from "../../web/respond.tsx";
import type { School, Viewer } from "../../web/viewer.ts";
import { schoolYearAt, sentences } from "../school/mod.ts";
import {
  addSpecialGroup,
  changeSpecialGroup,
  endSpecialGroup,
  Refused,
  type SpecialGroupInput,
} from "./actions.ts";
import { CandidatesPage, Found } from "./candidates.pages.tsx";
import { EditPage, editTitle } from "./edit.pages.tsx";
import { mailForm, memberForm, specialGroupForm, type TypedSpecialGroup } from "./forms.ts";
import { groupPath } from "./group.pages.tsx";
import { findSender, mailMembers } from "./mail.actions.ts";
import { MailPage } from "./mail.pages.tsx";
import { groupMailText } from "./mail.text.ts";
import { addMember, removeMember } from "./members.actions.ts";
import { listCandidates, listMembers } from "./members.queries.ts";
import {
  findSpecialGroup,
  listClasses,
  listReceivers,
  type SpecialGroup,
  specialGroupValues,
} from "./queries.ts";
import { specialGroupsText } from "./text.ts";

/** What has ended can only be looked at. */
async function load(db: Db, viewer: Viewer, id: Id, now: Date) {
  const group = await findSpecialGroup(db, viewer, id("specialGroup"), now);
  return group?.endedAt ? undefined : group;
}

/** What staff do with special groups. */
export const staffRoutes = new Hono<Env>()
  .get("/special-groups/new", guard("staff"), (c) => {
    const kind = c.req.query("kind") === "activity" ? "activity" : "group";
    return editPage(c, { values: { kind, key: crypto.randomUUID(), closesAt: "20:00" } });
  })
  .post("/special-groups", guard("staff"), form(specialGroupForm), async (c) => {
    const viewer = c.get("viewer");
    const input = c.req.valid("form");
    if (!input.ok) return editPage(c, input);
    const { db, clock } = c.get("house");
    const now = clock.now();
    const wanted = wantedGroup(input.data, viewer.school);
    const { values } = input;
    if (wanted.closesAt && wanted.closesAt <= now) {
      return editPage(c, { values, errors: { closesOn: "closingPast" } });
    }
    const { key } = input.data;
    try {
      const year = schoolYearAt(viewer, now);
      const id = await addSpecialGroup(db, viewer, key, wanted, year, now);
      const t = specialGroupsText(viewer.language).edit;
      const said = wanted.closesAt ? t.madeActivity : t.made;
      return saved(c, `/${viewer.school.shortName}/special-groups/${id}`, said);
    } catch (error) {
      return editPage(c, { values, errors: errorsOf(error) });
    }
  })
  .get(
    "/special-groups/:specialGroup/edit",
    guard("staff", "group", load),
    (c) =>
      editPage(c, {
        group: c.get("group"),
        values: specialGroupValues(c.get("group"), c.get("viewer").school),
      }),
  )
  .post(
    "/special-groups/:specialGroup/edit",
    guard("staff", "group", load),
    form(specialGroupForm),
    async (c) => {
      const viewer = c.get("viewer");
      const group = c.get("group");
      const input = c.req.valid("form");
      const { values } = input;
      if (!input.ok) return editPage(c, { group, ...input });
      if ((input.data.kind === "activity") !== group.activity) {
        return editPage(c, { group, values, errors: { form: "wrong" } });
      }
      const { db, clock } = c.get("house");
      const now = clock.now();
      const wanted = wantedGroup(input.data, viewer.school);
      const moved = wanted.closesAt?.getTime() !== group.closesAt?.getTime();
      if (moved && wanted.closesAt && wanted.closesAt <= now) {
        return editPage(c, { group, values, errors: { closesOn: "closingPast" } });
      }
      try {
        await changeSpecialGroup(db, viewer, group, wanted, values, now);
      } catch (error) {
        if (error instanceof Overtaken) {
          return editPage(c, { group, values: error.values, overtaken: error });
        }
        return editPage(c, { group, values, errors: errorsOf(error) });
      }
      return savedGroup(c, group, specialGroupsText(viewer.language).edit.saved);
    },
  )
  .post(
    "/special-groups/:specialGroup/removal",
    guard("staff", "group", load),
    async (c) => {
      const viewer = c.get("viewer");
      const group = c.get("group");
      const { db, clock } = c.get("house");
      await endSpecialGroup(db, viewer, group, clock.now());
      return savedGroup(c, group, specialGroupsText(viewer.language).edit.ended);
    },
  )
  .get("/special-groups/:specialGroup/members/new", guard("staff", "group", load), async (c) => {
    const viewer = c.get("viewer");
    const group = c.get("group");
    const letters = typedLetters(c.req.query("q"));
    if (!wantsPart(c)) return candidatesPage(c, group, letters);
    const candidates = await listCandidates(c.get("house").db, viewer, group, letters);
    return partial(c, <Found {...{ viewer, group, letters, candidates }} />);
  })
  .post(
    "/special-groups/:specialGroup/members",
    guard("staff", "group", load),
    form(memberForm),
    async (c) => {
      const viewer = c.get("viewer");
      const group = c.get("group");
      const input = c.req.valid("form");
      const letters = typedLetters(String(input.values.q ?? ""));
      if (!input.ok) return candidatesPage(c, group, letters, input.errors);
      const { db, clock } = c.get("house");
      const { person } = input.data;
      try {
        await addMember(db, viewer, group, person, clock.now());
      } catch (error) {
        return candidatesPage(c, group, letters, errorsOf(error));
      }
      const added = (await listMembers(db, viewer, group)).find(({ id }) => id === person);
      return savedGroup(c, group, specialGroupsText(viewer.language).add.added(added?.name ?? ""));
    },
  )
  .post(
    "/special-groups/:specialGroup/members/:person/removal",
    guard("staff", "group", load),
    async (c) => {
      const viewer = c.get("viewer");
      const group = c.get("group");
      const { db, clock } = c.get("house");
      const member = (await listMembers(db, viewer, group))
        .find(({ id }) => String(id) === c.req.param("person"));
      // Someone else took them out, or they signed off: what was asked is so.
      if (!member) return savedGroup(c, group);
      await removeMember(db, viewer, group, member.id, clock.now());
      return savedGroup(c, group, specialGroupsText(viewer.language).list.removed(member.name));
    },
  )
  .get(
    "/special-groups/:specialGroup/mails/new",
    guard("staff", "group", load),
    (c) => mailPage(c, c.get("group"), { values: { key: crypto.randomUUID() } }),
  )
  .post(
    "/special-groups/:specialGroup/mails",
    guard("staff", "group", load),
    form(mailForm),
    async (c) => {
      const viewer = c.get("viewer");
      const group = c.get("group");
      const input = c.req.valid("form");
      if (!input.ok) return mailPage(c, group, input);
      const { db, clock } = c.get("house");
      try {
        const people = await mailMembers(db, viewer, group, input.data, clock.now());
        return savedGroup(c, group, groupMailText(viewer.language).sent(people));
      } catch (error) {
        return mailPage(c, group, { values: input.values, errors: errorsOf(error) });
      }
    },
  );

interface Returned {
  values: Values;
  errors?: Errors;
}

async function editPage<E extends Env>(
  c: Context<E>,
  { group, values, errors, overtaken }: Returned & {
    group?: SpecialGroup;
    overtaken?: Overtaken;
  },
) {
  const viewer = c.get("viewer");
  const { db, clock } = c.get("house");
  const activity = group ? group.activity : values.kind === "activity";
  const t = specialGroupsText(viewer.language);
  return page(
    c,
    {
      title: editTitle({ viewer, activity, group }),
      narrow: true,
      status: overtaken ? 409 : errors ? 422 : 200,
    },
    <EditPage
      viewer={viewer}
      activity={activity}
      group={group}
      classes={await listClasses(db, viewer, clock.now())}
      values={values}
      overtaken={overtaken}
      errors={sentences(errors ?? {}, viewer.language, t.errors)}
    />,
  );
}

async function candidatesPage<E extends Env>(
  c: Context<E>,
  group: SpecialGroup,
  letters: string,
  errors?: Errors,
) {
  const viewer = c.get("viewer");
  const t = specialGroupsText(viewer.language);
  return page(
    c,
    { title: t.add.title, narrow: true, status: errors ? 409 : 200 },
    <CandidatesPage
      viewer={viewer}
      group={group}
      letters={letters}
      candidates={await listCandidates(c.get("house").db, viewer, group, letters)}
      error={Object.values(sentences(errors ?? {}, viewer.language, t.errors))[0]}
    />,
  );
}

async function mailPage<E extends Env>(
  c: Context<E>,
  group: SpecialGroup,
  { values, errors }: Returned,
) {
  const viewer = c.get("viewer");
  const { db } = c.get("house");
  const { language } = viewer;
  const [receivers, sender] = await Promise.all([
    listReceivers(db, viewer.school, group.id),
    findSender(db, viewer),
  ]);
  return page(
    c,
    { title: groupMailText(language).title(group.name), narrow: true, status: errors ? 422 : 200 },
    <MailPage
      {...{ viewer, group, receivers, sender, values }}
      errors={sentences(errors ?? {}, language, specialGroupsText(language).errors)}
    />,
  );
}

const savedGroup = <E extends Env>(c: Context<E>, group: SpecialGroup, said?: string) =>
  saved(c, groupPath(c.get("viewer"), group), said);

/** What was refused, as the form says it. */
function errorsOf(error: unknown): Errors {
  if (error instanceof Refused) return { [error.field]: error.reason };
  throw error;
}

function wantedGroup(typed: TypedSpecialGroup, { timeZone }: School): SpecialGroupInput {
  const { name, mainGroup } = typed;
  if (typed.kind === "group") {
    return { name, mainGroup, description: "", closesAt: null, maximum: null, groups: [] };
  }
  const { description, maximum, groups } = typed;
  const closesAt = momentIn(timeZone, typed.closesOn, typed.closesAt);
  return { name, mainGroup, description, closesAt, maximum, groups };
}
