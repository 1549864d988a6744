import { type Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import type { Db } from "../../db/database.ts";
import { dayIn } from "../../web/clock.ts";
import { Forbidden } from "../../web/errors.tsx";
import { form, type FormInput, value, type Values } from "../../web/forms.ts";
import { guard, type Id, pathNumber } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { page, saved } from "../../web/respond.tsx";
import { onlyReads, type Viewer } from "../../web/viewer.ts";
import { isOwnPassword, Refusal, refusalSentence, unlessRefused } from "../accounts/mod.ts";
import { listOwnChildren, sentences } from "../school/mod.ts";
import { type Entry, inputsOf, same, type Tab, type Value } from "./fields.ts";
import { detailsForm, entryForm, removalForm, type Wish } from "./forms.ts";
import { accountPage, again, asked, childPage, type Opened, type OwnEnv } from "./own.answers.tsx";
import { saveWishes, withdrawRequest } from "./own.actions.ts";
import { asksOffice, type Editing } from "./own.form.partials.tsx";
import { ChildrenPage, tabPath } from "./own.pages.tsx";
import { type Details, findDetails, findOwnRequest } from "./own.queries.ts";
import { profileText } from "./text.ts";
import { shown } from "./words.ts";

const person = (db: Db, viewer: Viewer, id: Id) =>
  findDetails(db, viewer, { kind: "person", id: id("person") });
const child = (db: Db, viewer: Viewer, id: Id) =>
  findDetails(db, viewer, { kind: "pupil", id: id("pupil") });

const contact = "/account/people/:person/contacts";
const childContact = "/children/:pupil/contacts";

/** One's own data, and that of one's children. */
export const ownRoutes = new Hono<Env>()
  .get("/account", guard("own"), (c) => accountPage(c, "personal", asked(c)))
  .get("/account/contact", guard("own"), (c) => accountPage(c, "contact", asked(c)))
  .post(
    "/account/people/:person",
    guard("member", "details", person),
    form(detailsForm("person", "personal")),
    (c) => saveFields(c, "personal", c.req.valid("form")),
  )
  .post(
    "/account/people/:person/contact",
    guard("member", "details", person),
    form(detailsForm("person", "contact")),
    (c) => saveFields(c, "contact", c.req.valid("form")),
  )
  .post(
    contact,
    guard("member", "details", person),
    form(entryForm),
    (c) => saveEntry(c, c.req.valid("form")),
  )
  .post(
    `${contact}/:contact`,
    guard("member", "details", person),
    form(entryForm),
    (c) => saveEntry(c, c.req.valid("form")),
  )
  .post(
    `${contact}/:contact/removal`,
    guard("member", "details", person),
    form(removalForm),
    (c) => removeEntry(c, c.req.valid("form")),
  )
  .post(
    "/account/requests/:request/withdrawal",
    guard("member", "request", (db, viewer, id) => findOwnRequest(db, viewer, id("request"))),
    async (c) => {
      const viewer = c.get("viewer");
      const { id, subject, tab } = c.get("request");
      if (onlyReads(subject.kind === "person" ? viewer.people : viewer.children, subject.id)) {
        throw new Forbidden("readersOnly");
      }
      const { db, clock } = c.get("house");
      const t = profileText(viewer.language, viewer).pending;
      const open = await withdrawRequest(db, viewer, id, clock.now());
      return saved(c, tabPath(viewer.school, subject, tab), open ? t.withdrawn : t.decided);
    },
  )
  .get("/children", guard("guardian"), async (c) => {
    const viewer = c.get("viewer");
    const pupils = await listOwnChildren(c.get("house").db, viewer);
    const { title } = profileText(viewer.language, viewer).children;
    return page(c, { title, narrow: true }, <ChildrenPage viewer={viewer} pupils={pupils} />);
  })
  .get(
    "/children/:pupil",
    guard("member", "details", child),
    (c) => childPage(c, "personal", asked(c)),
  )
  .get(
    "/children/:pupil/contact",
    guard("member", "details", child),
    (c) => childPage(c, "contact", asked(c)),
  )
  .post(
    "/children/:pupil",
    guard("member", "details", child),
    form(detailsForm("pupil", "personal")),
    (c) => saveFields(c, "personal", c.req.valid("form")),
  )
  .post(
    "/children/:pupil/contact",
    guard("member", "details", child),
    form(detailsForm("pupil", "contact")),
    (c) => saveFields(c, "contact", c.req.valid("form")),
  )
  .post(
    childContact,
    guard("member", "details", child),
    form(entryForm),
    (c) => saveEntry(c, c.req.valid("form")),
  )
  .post(
    `${childContact}/:contact`,
    guard("member", "details", child),
    form(entryForm),
    (c) => saveEntry(c, c.req.valid("form")),
  )
  .post(
    `${childContact}/:contact/removal`,
    guard("member", "details", child),
    form(removalForm),
    (c) => removeEntry(c, c.req.valid("form")),
  );

function saveFields<E extends OwnEnv>(c: Context<E>, tab: Tab, input: FormInput<Wish[]>) {
  const { clock } = c.get("house");
  const { timeZone } = c.get("school");
  const born = value(input.values, "bornOn");
  const unborn = born > dayIn(timeZone, clock.now());
  const checked: FormInput<Wish[]> = unborn && input.ok
    ? { ok: false, values: input.values, errors: { bornOn: "future" } }
    : input;
  return save(c, tab, "fields", checked);
}

function saveEntry<E extends OwnEnv>(
  c: Context<E>,
  input: FormInput<{ value: Entry; seen: Value | undefined }>,
) {
  const number = c.req.param("contact");
  const asked = number === undefined ? null : pathNumber(number);
  const { entries }: Details = c.get("details");
  // one that the other guardian has removed is a new one again
  const contactId = entries.some(({ id }) => id === asked) ? asked : null;
  const wishes: FormInput<Wish[]> = input.ok
    ? { ...input, data: [{ field: "contact", contactId, ...input.data }] }
    : input;
  return save(c, "contact", asked ?? "new", wishes);
}

async function removeEntry<E extends OwnEnv>(
  c: Context<E>,
  input: FormInput<{ seen: Value | undefined }>,
) {
  const { entries }: Details = c.get("details");
  const contactId = pathNumber(c.req.param("contact"));
  if (!entries.some(({ id }) => id === contactId)) throw new HTTPException(404);
  const seen = input.ok ? input.data.seen : undefined;
  const wish: Wish = { field: "contact", contactId, seen, value: null };
  return await save(c, "contact", contactId, { ok: true, data: [wish], values: {} }, true);
}

/** Saves what was typed, or shows it again with what is wrong or what others did meanwhile. */
async function save<E extends OwnEnv>(
  c: Context<E>,
  tab: Tab,
  form: Editing["form"],
  input: FormInput<Wish[]>,
  removal = false,
) {
  const viewer = c.get("viewer");
  const { subject }: Details = c.get("details");
  const t = profileText(viewer.language, viewer);
  const opened = { form, subjectId: subject.id, typed: textOf(input.values) };
  const wrong = (errors: Record<string, string>) => sentences(errors, viewer.language, t.errors);
  if (!input.ok) return again(c, tab, { ...opened, errors: wrong(input.errors) }, 422);
  if (!asksOffice(viewer) && subject.kind === "person" && movesMail(c, input.data)) {
    const proved = await unlessRefused(
      isOwnPassword(c.get("house"), viewer, value(input.values, "current")),
    );
    if (proved instanceof Refusal) {
      c.header("Retry-After", String(proved.seconds));
      const errors = { current: refusalSentence(proved, viewer.language) };
      return again(c, tab, { ...opened, errors }, proved.status);
    }
    if (!proved) {
      return again(c, tab, { ...opened, errors: wrong({ current: "ownPassword" }) }, 422);
    }
  }
  const { db, clock } = c.get("house");
  const outcome = await saveWishes(db, viewer, subject, input.data, clock.now());
  if (outcome.done === "tooMany") {
    return again(c, tab, { ...opened, errors: wrong({ value: "tooManyEntries" }) }, 422);
  }
  if (outcome.done === "overtaken") {
    const waits = outcome.waiting.map(({ field, value }) => {
      const becomes = shown(field, value, viewer.language) ?? t.pending.removed;
      return [field === "contact" ? "value" : field, t.waiting(becomes)];
    });
    const { became } = outcome;
    const errors = Object.fromEntries(waits);
    return again(c, tab, { ...touched(opened, input.values), became, errors, removal }, 409);
  }
  return saved(c, tabPath(viewer.school, subject, tab), t.saved[outcome.done]);
}

/** Inputs that make one value. */
const whole = [inputsOf("address"), inputsOf("contact")];

/** The address of an adult opens the account (a forgotten password), so a session is not enough. */
function movesMail<E extends OwnEnv>(c: Context<E>, wishes: Wish[]): boolean {
  const { kept }: Details = c.get("details");
  return wishes.some(({ field, value }) => field === "email" && !same(value, kept.email ?? null));
}

/** Only what was typed in: elsewhere the form shows what it is now, so that saving leaves it. */
function touched(opened: Opened, values: Values): Opened {
  const seen = seenOf(value(values, "was"));
  const typed = opened.typed ?? {};
  const together = [...Object.keys(typed).map((name) => [name]), ...whole];
  const names = together.filter((some) =>
    some.some((name) => name in typed && typed[name] !== seen[name])
  );
  const kept = names.flat().map((name) => [name, typed[name] ?? ""]);
  return { ...opened, typed: Object.fromEntries(kept) };
}

function seenOf(was: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(was));
  } catch {
    return {};
  }
}

/** What was typed, to be shown again: all but the password. */
const textOf = ({ current: _, ...values }: Values) =>
  Object.fromEntries(Object.keys(values).map((name) => [name, value(values, name)]));
