import { type Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import type { Db } from "../../db/database.ts";
import { moment, type When, whenOf } from "../../web/dates.ts";
import { noteSeen, type Seen } from "../../web/audit.ts";
import { Forbidden } from "../../web/errors.tsx";
import { form } from "../../web/forms.ts";
import { guard, type Id } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { pdf } from "../../web/pdf.ts";
import { page, saved } from "../../web/respond.tsx";
import { isStaff, onlyReads, type Viewer } from "../../web/viewer.ts";
import { groupsAreOff } from "../school/mod.ts";
import { type Reason, Refused } from "./actions.ts";
import { ownForm } from "./forms.ts";
import { groupPath, GuardianGroupPage, leadOf } from "./group.pages.tsx";
import { SpecialGroupsPage } from "./list.pages.tsx";
import { signOff, signUp } from "./members.actions.ts";
import { listMembers, listSharedMembers, type Member } from "./members.queries.ts";
import {
  findSpecialGroup,
  listOwnPeople,
  listSentMails,
  listSpecialGroups,
  type SpecialGroup,
} from "./queries.ts";
import { StaffGroupPage } from "./staff.pages.tsx";
import { staffRoutes } from "./staff.routes.tsx";
import { specialGroupsText } from "./text.ts";

const load = (db: Db, viewer: Viewer, id: Id, now: Date) =>
  findSpecialGroup(db, viewer, id("specialGroup"), now);

export const routes = new Hono<Env>()
  .get("/special-groups", guard("member"), async (c) => {
    const viewer = c.get("viewer");
    if (groupsAreOff(viewer)) throw new HTTPException(404);
    const when = whenOf(c);
    const groups = await listSpecialGroups(c.get("house").db, viewer, when.now);
    return page(
      c,
      { title: specialGroupsText(viewer.language).title, narrow: true },
      <SpecialGroupsPage viewer={viewer} groups={groups} when={when} />,
    );
  })
  .route("/", staffRoutes)
  .get(
    "/special-groups/:specialGroup",
    guard("member", "group", load),
    (c) => groupPage(c, c.get("group")),
  )
  .post(
    "/special-groups/:specialGroup/sign-up",
    guard("member", "group", load),
    form(ownForm),
    async (c) => {
      const viewer = c.get("viewer");
      const group = c.get("group");
      if (!group.activity) throw new HTTPException(404);
      const input = c.req.valid("form");
      const { db, clock } = c.get("house");
      const own = await listOwnPeople(db, viewer, group);
      const may = own.filter((one) => one.mayJoin);
      const person = input.ok && chosen(may, input.data.person);
      const t = specialGroupsText(viewer.language);
      if (input.ok && onlyReads(viewer.people, input.data.person ?? 0)) {
        throw new Forbidden("readersOnly");
      }
      if (!person) return groupPage(c, group, t.errors.notEligible);
      try {
        await signUp(db, viewer, group, person.id, clock.now());
      } catch (error) {
        return refused(c, group, error);
      }
      const said = own.length > 1 ? t.signUp.joinedFor(person.name) : t.signUp.joined;
      return saved(c, groupPath(viewer, group), said);
    },
  )
  .post(
    "/special-groups/:specialGroup/sign-up/removal",
    guard("member", "group", load),
    form(ownForm),
    async (c) => {
      const viewer = c.get("viewer");
      const group = c.get("group");
      if (!group.activity) throw new HTTPException(404);
      const input = c.req.valid("form");
      const { db, clock } = c.get("house");
      const own = await listOwnPeople(db, viewer, group);
      // Those in it who may change that come first; who is out of it already stays so.
      const leaves = (id: number) =>
        Number(!onlyReads(viewer.people, id) && own.some((one) => one.id === id && one.isMember));
      const people = viewer.people.toSorted((a, b) => leaves(b.id) - leaves(a.id));
      const person = input.ok && chosen(people, input.data.person);
      const t = specialGroupsText(viewer.language);
      if (!person) return groupPage(c, group, t.errors.notEligible);
      if (onlyReads(viewer.people, person.id)) throw new Forbidden("readersOnly");
      try {
        await signOff(db, viewer, group, person.id, clock.now());
      } catch (error) {
        return refused(c, group, error);
      }
      const said = own.length > 1 ? t.signUp.leftFor(person.name) : t.signUp.left;
      // Who may not join (any more) does not see it either, once out of it.
      const to = own.some((one) => one.mayJoin)
        ? groupPath(viewer, group)
        : `/${viewer.school.shortName}/special-groups`;
      return saved(c, to, said);
    },
  )
  .get("/special-groups/:specialGroup/list.pdf", guard("staff", "group", load), async (c) => {
    const viewer = c.get("viewer");
    const group = c.get("group");
    const members = (await listMembers(c.get("house").db, viewer, group))
      .filter((member) => member.present);
    await noteMembers(c, "pdf", members);
    const t = specialGroupsText(viewer.language);
    return await pdf(c, {
      title: group.name,
      lead: [leadOf(group, whenOf(c)), t.members(members.length)].filter(Boolean).join(". "),
      columns: [
        { title: t.list.name },
        { title: t.list.children },
        { title: t.list.phone, width: 95 },
        { title: t.list.email },
      ],
      rows: members.map((member) => [
        member.name,
        member.children.length > 0 ? member.children : member.staff ? t.add.staff : "",
        member.phone ?? "",
        member.email ?? "",
      ]),
      empty: t.list.none,
    });
  });

/** Who was asked for, or the first where it was not said. */
const chosen = <T extends { id: number }>(people: T[], asked: number | undefined) =>
  asked === undefined ? people[0] : people.find((one) => one.id === asked);

/** Beside each member stand their children, with the class and how to reach home. */
async function noteMembers<E extends Env>(c: Context<E>, what: Seen, members: Member[]) {
  const { db, clock } = c.get("house");
  const children = new Set(members.flatMap(({ childIds }) => childIds));
  await noteSeen(db, c.get("viewer"), what, [...children], clock.now());
}

/** The group's page; with `refusal` again, because what was asked was not done. */
async function groupPage<E extends Env>(
  c: Context<E>,
  group: SpecialGroup,
  refusal?: string,
) {
  const viewer = c.get("viewer");
  const { db } = c.get("house");
  const own = await listOwnPeople(db, viewer, group);
  const common = { viewer, group, own, refusal, when: whenOf(c) };
  const status = refusal === undefined ? 200 : 409;
  if (isStaff(viewer)) {
    const [members, mails] = await Promise.all([
      listMembers(db, viewer, group),
      listSentMails(db, viewer, group.id),
    ]);
    await noteMembers(c, "specialGroup", members);
    return page(
      c,
      { title: group.name, status },
      <StaffGroupPage {...common} members={members} mails={mails} />,
    );
  }
  const members = await listSharedMembers(db, viewer, group);
  return page(
    c,
    { title: group.name, narrow: true, status },
    <GuardianGroupPage {...common} members={members} />,
  );
}

/** The group's page as it is by now, with why it was not done. */
async function refused<E extends Env>(c: Context<E>, group: SpecialGroup, error: unknown) {
  if (!(error instanceof Refused)) throw error;
  const { db, clock } = c.get("house");
  const viewer = c.get("viewer");
  const current = await findSpecialGroup(db, viewer, group.id, clock.now()) ?? group;
  return groupPage(c, current, sentenceFor(error.reason, current, whenOf(c)));
}

function sentenceFor(reason: Reason, { maximum, closesAt }: SpecialGroup, when: When): string {
  const { refused, errors } = specialGroupsText(when.language);
  if (reason === "full") return refused.full(maximum ?? 0);
  if (reason === "closed" && closesAt) return refused.closed(moment(closesAt, when));
  return errors.ended;
}
