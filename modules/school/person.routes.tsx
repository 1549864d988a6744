import { type Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import type { Db } from "../../db/database.ts";
import { whenOf } from "../../web/dates.ts";
import { noteSeen } from "../../web/audit.ts";
import { type Errors, form, type FormInput, type Values } from "../../web/forms.ts";
import { guard, type Id } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { Overtaken } from "../../web/meanwhile.tsx";
import { page, saved } from "../../web/respond.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { UsedElsewhere, UserNameTaken } from "../accounts/mod.ts";
import {
  addSender,
  blockForChild,
  blockPerson,
  removeSender,
  setPersonLeft,
  setReadOnly,
  setStaff,
  takeOffTwoStep,
  unblockPerson,
} from "./access.actions.ts";
import { accessText } from "./access.text.ts";
import { invite, renameAccount } from "./account.actions.ts";
import { Impossible, sentences } from "./errors.ts";
import { listGroups } from "./groups.queries.ts";
import { linkChild, unlinkChild } from "./guardianships.actions.ts";
import { fullName } from "./names.ts";
import { changePerson } from "./person.actions.ts";
import {
  blockForm,
  linkForm,
  personForm,
  senderForm,
  staffForm,
  userNameForm,
} from "./person.forms.ts";
import { PersonPage } from "./person.pages.tsx";
import type { PersonForm } from "./person.partials.tsx";
import { findPerson, listChoosable, mayChange, type Person } from "./person.queries.ts";
import { personText } from "./person.text.ts";

interface PersonEnv extends Env {
  Variables: Env["Variables"] & { person: Person };
}

const load = (db: Db, viewer: Viewer, id: Id, now: Date) =>
  findPerson(db, viewer, id("person"), now);

/** One adult of the school, as the office keeps them. */
export const personRoutes = new Hono<Env>()
  .get("/people/:person", guard("office", "person", load), (c) => personPage(c))
  .post(
    "/people/:person",
    guard("office", "person", load),
    form(personForm),
    (c) =>
      change(
        c,
        "details",
        c.req.valid("form"),
        (input, { db, viewer, person, now }, typed) =>
          changePerson(db, viewer, person, input, typed, now),
      ),
  )
  .post("/people/:person/invitation", guard("office", "person", load), async (c) => {
    const { db, viewer, person, now } = at(c);
    const t = accessText(viewer.language).account;
    const sent = await invite(db, viewer, person.id, now);
    if (!c.get("house").config.smtpUrl) return savedPerson(c, t.inviteKept);
    return savedPerson(c, sent ? t.invited : t.alreadyInvited);
  })
  .post("/people/:person/user-name", guard("office", "person", load), form(userNameForm), (c) => {
    const t = accessText(c.get("language")).account;
    const rename = async ({ userName }: { userName: string }) => {
      const { db, viewer, person, now } = at(c);
      const { accountId } = person;
      if (accountId === null) throw new HTTPException(404);
      await renameAccount(db, viewer, { ...person, accountId }, userName.toLowerCase(), now);
    };
    return change(c, "userName", c.req.valid("form"), rename, t.changed);
  })
  .post("/people/:person/children", guard("office", "person", load), form(linkForm), (c) => {
    const t = personText(c.get("language")).children;
    return change(
      c,
      "children",
      c.req.valid("form"),
      (input, { db, viewer, person, now }) => linkChild(db, viewer, person.id, input, now),
      t.linked,
    );
  })
  .post("/people/:person/children/:pupil/removal", guard("office", "person", load), async (c) => {
    const { db, viewer, person, now } = at(c);
    await unlinkChild(db, viewer, person.id, childId(c), now);
    return savedPerson(c, personText(viewer.language).children.unlinked);
  })
  .post(
    "/people/:person/children/:pupil/block",
    guard("office", "person", load),
    form(blockForm),
    async (c) => {
      const { db, viewer, person, now } = at(c);
      const input = c.req.valid("form");
      const pupilId = childId(c);
      if (!input.ok) return personPage(c, { errors: { form: input.errors.reason ?? "wrong" } });
      const block = { personId: person.id, pupilId, reason: input.data.reason };
      await blockForChild(db, viewer, block, now);
      return savedPerson(c, accessText(viewer.language).rights.personBlocked);
    },
  )
  .post(
    "/people/:person/children/:pupil/block/removal",
    guard("office", "person", load),
    async (c) => {
      const { db, viewer, person, now } = at(c);
      const block = { personId: person.id, pupilId: childId(c), reason: null };
      await blockForChild(db, viewer, block, now);
      return savedPerson(c, accessText(viewer.language).rights.personUnblocked);
    },
  )
  .post(
    "/people/:person/staff",
    guard("office", "person", load),
    form(staffForm),
    (c) =>
      change(
        c,
        "staff",
        c.req.valid("form"),
        (input, { db, viewer, person, now }) => setStaff(db, viewer, person, input, now),
      ),
  )
  .post("/people/:person/senders", guard("office", "person", load), form(senderForm), (c) => {
    const t = accessText(c.get("language")).senders;
    return change(
      c,
      "senders",
      c.req.valid("form"),
      (input, { db, viewer, person, now }) => addSender(db, viewer, person.id, input, now),
      t.added,
    );
  })
  .post("/people/:person/senders/:sender/removal", guard("office", "person", load), async (c) => {
    const { db, viewer, person, now } = at(c);
    const sender = person.senders.find(({ id }) => String(id) === c.req.param("sender"));
    if (!sender) throw new HTTPException(404);
    await removeSender(db, viewer, person.id, sender.id, now);
    return savedPerson(c, accessText(viewer.language).senders.removed);
  })
  .post("/people/:person/read-only", guard("office", "person", load), (c) => readOnly(c, true))
  .post(
    "/people/:person/read-only/removal",
    guard("office", "person", load),
    (c) => readOnly(c, false),
  )
  .post("/people/:person/block", guard("office", "person", load), form(blockForm), (c) => {
    const t = accessText(c.get("language")).rights;
    return change(
      c,
      "block",
      c.req.valid("form"),
      ({ reason }, { db, viewer, person, now }) => blockPerson(db, viewer, person, reason, now),
      t.personBlocked,
    );
  })
  .post("/people/:person/block/removal", guard("office", "person", load), async (c) => {
    const { db, viewer, person, now } = at(c);
    await unblockPerson(db, viewer, person.id, now);
    return savedPerson(c, accessText(viewer.language).rights.personUnblocked);
  })
  .post("/people/:person/two-step/removal", guard("admin", "person", load), async (c) => {
    const { db, viewer, person, now } = at(c);
    // one's own goes with a code of one's own: under Mijn account
    if (person.accountId === viewer.accountId) throw new HTTPException(403);
    if (person.accountId === null) throw new HTTPException(404);
    try {
      await takeOffTwoStep(db, viewer, person.accountId, now);
    } catch (error) {
      if (!(error instanceof Impossible)) throw error;
      return personPage(c, { errors: { [error.field]: error.reason } });
    }
    return savedPerson(c, accessText(viewer.language).account.twoStepOff);
  })
  .post("/people/:person/departure", guard("office", "person", load), (c) => departure(c, true))
  .post(
    "/people/:person/departure/removal",
    guard("office", "person", load),
    (c) => departure(c, false),
  );

/** What every change of a person needs. Only an admin changes what goes with an admin's account. */
function at<E extends PersonEnv>(c: Context<E>) {
  const viewer = c.get("viewer");
  const person: Person = c.get("person");
  if (!mayChange(viewer, person)) throw new HTTPException(403);
  const { db, clock } = c.get("house");
  return { db, viewer, person, now: clock.now() };
}

function childId<E extends PersonEnv>(c: Context<E>): number {
  const { children }: Person = c.get("person");
  const child = children.find(({ id }) => String(id) === c.req.param("pupil"));
  if (!child) throw new HTTPException(404);
  return child.id;
}

/** Does what a form asks, or shows it again with what is wrong. */
async function change<E extends PersonEnv, T>(
  c: Context<E>,
  open: PersonForm,
  input: FormInput<T>,
  act: (input: T, where: ReturnType<typeof at>, typed: Values) => Promise<void>,
  said = personText(c.get("language")).saved,
) {
  const where = at(c);
  if (!input.ok) return personPage(c, { ...input, open });
  try {
    await act(input.data, where, input.values);
  } catch (error) {
    if (error instanceof Overtaken) {
      return personPage(c, { values: error.values, overtaken: error, open });
    }
    const refused = error instanceof UserNameTaken
      ? { userName: "userNameTaken" }
      : error instanceof UsedElsewhere
      ? { userName: "userNameElsewhere" }
      : error instanceof Impossible
      ? { [error.field]: error.reason }
      : undefined;
    if (!refused) throw error;
    return personPage(c, { values: input.values, errors: refused, open });
  }
  return savedPerson(c, said);
}

async function readOnly<E extends PersonEnv>(c: Context<E>, on: boolean) {
  const { db, viewer, person, now } = at(c);
  const t = accessText(viewer.language).rights;
  await setReadOnly(db, viewer, person.id, on, now);
  return savedPerson(c, on ? t.readOnlySet : t.readOnlyEnded);
}

async function departure<E extends PersonEnv>(c: Context<E>, leaves: boolean) {
  const { db, viewer, person, now } = at(c);
  const t = accessText(viewer.language).rights;
  try {
    await setPersonLeft(db, viewer, person, leaves ? now : null, now);
  } catch (error) {
    if (!(error instanceof Impossible)) throw error;
    return personPage(c, { errors: { [error.field]: error.reason } });
  }
  return savedPerson(c, leaves ? t.hasLeft : t.hasReturned);
}

/** Back to the page the form stood on: that of the person, or another of this school. */
async function savedPerson<E extends PersonEnv>(c: Context<E>, said: string) {
  const home = `/${c.get("school").shortName}`;
  const { back } = await c.req.parseBody().catch((): Record<string, unknown> => ({}));
  const isHere = typeof back === "string" && back.startsWith(`${home}/`) &&
    /^(\/[\w-]+)+$/.test(back);
  return saved(c, isHere ? back : `${home}/people/${c.get("person").id}`, said);
}

async function personPage<E extends PersonEnv>(
  c: Context<E>,
  { values = {}, errors, overtaken, open }: {
    values?: Values;
    errors?: Errors;
    overtaken?: Overtaken;
    open?: PersonForm;
  } = {},
) {
  const viewer = c.get("viewer");
  const person: Person = c.get("person");
  const { db, clock } = c.get("house");
  const now = clock.now();
  const [pupils, groups] = await Promise.all([
    listChoosable(db, viewer, now),
    listGroups(db, viewer, now),
  ]);
  const { language } = viewer;
  const linked = new Set(person.children.map((child) => child.id));
  await noteSeen(db, viewer, "family", [...linked], now);
  return page(
    c,
    { title: fullName(person), narrow: true, status: overtaken ? 409 : errors ? 422 : 200 },
    <PersonPage
      viewer={viewer}
      when={whenOf(c)}
      person={person}
      pupils={pupils.filter(({ id }) => !linked.has(id))}
      groups={groups}
      open={open}
      overtaken={overtaken}
      values={values}
      errors={sentences(errors ?? {}, language, personText(language).errors)}
    />,
  );
}
