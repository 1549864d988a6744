import { type Context, Hono } from "hono";
import type { Child } from "hono/jsx";
import type { Db } from "../../db/database.ts";
import { type Errors, form, type FormInput, value } from "../../web/forms.ts";
import type { Env } from "../../web/house.ts";
import type { PageScript } from "../../web/layout.tsx";
import { door } from "../../web/respond.tsx";
import { choosePassword, confirmPlace, LinkSpent, mailWayIn } from "./actions.ts";
import { callerOf, enter } from "./cookies.ts";
import type { FormState } from "./door.partials.tsx";
import { AskedPage, AskPage, ChoosePasswordPage, ConfirmPage, SpentPage } from "./link.pages.tsx";
import type { Entered } from "./entry.ts";
import { refusalSentence, sentences } from "./errors.ts";
import { askForm, choosePasswordForm } from "./forms.ts";
import { passwordError } from "./password_rules.ts";
import { hasPlaceAt, waitsAt } from "./queries.ts";
import { Refusal, unlessRefused } from "./refusal.ts";
import { accountText } from "./text.ts";
import { findToken, type Purpose } from "./tokens.ts";

type C = Context<Env>;

/** Getting in with a mailed link: activation, forgotten password. All of it public (web/public.ts). */
export const linkRoutes = new Hono<Env>()
  .get("/activate/new", (c) => askPage(c, "invitation"))
  .post("/activate/new", form(askForm), async (c) => {
    const input = c.req.valid("form");
    return await ask(c, "invitation", input);
  })
  .get("/password/forgotten", (c) => askPage(c, "forgotten"))
  .post("/password/forgotten", form(askForm), async (c) => {
    const input = c.req.valid("form");
    return await ask(c, "forgotten", input);
  })
  .get("/activate/:token", (c) => openLink(c, "activation", c.req.param("token")))
  .post("/activate/:token", form(choosePasswordForm), async (c) => {
    const input = c.req.valid("form");
    return await choose(c, "activation", c.req.param("token"), input);
  })
  .get("/password/reset/:token", (c) => openLink(c, "password", c.req.param("token")))
  .post("/password/reset/:token", form(choosePasswordForm), async (c) => {
    const input = c.req.valid("form");
    return await choose(c, "password", c.req.param("token"), input);
  });

// Asking for a link ----------------------------------------------------------------------------

type Asked = "forgotten" | "invitation";
const askPaths = { forgotten: "password/forgotten", invitation: "activate/new" };

/** Known or not, the answer takes at least this long, so that time does not tell (in ms). */
const answerTime = 150;

async function ask(
  c: C,
  what: Asked,
  input: FormInput<{ userName: string }>,
) {
  const userName = value(input.values, "userName");
  const language = c.get("language");
  const school = c.get("school");
  if (!input.ok) return askPage(c, what, { userName, errors: input.errors });
  const soonest = new Promise((resolve) => setTimeout(resolve, answerTime));
  const known = await unlessRefused(
    mailWayIn(c.get("house"), school, { ...input.data, what }, callerOf(c).address),
  );
  await soonest;
  if (known instanceof Refusal) return askPage(c, what, { userName, refusal: known });
  if (!known && school.revealUnknownUser) {
    return askPage(c, what, { userName, errors: { userName: "unknownUser" } });
  }
  return door(
    c,
    { title: accountText(language).forgotten.sentTitle },
    <AskedPage school={school} language={language} userName={input.data.userName} />,
  );
}

function askPage(
  c: C,
  what: Asked,
  { userName, errors, refusal }: { userName?: string; errors?: Errors; refusal?: Refusal } = {},
) {
  const { title, lead, submit } = accountText(c.get("language"))[what];
  if (refusal) c.header("Retry-After", String(refusal.seconds));
  const status = refusal ? refusal.status : errors ? 422 : 200;
  const said = refusal && { form: refusalSentence(refusal, c.get("language")) };
  return door(
    c,
    { title, lead, status },
    <AskPage
      {...here(c)}
      action={`/${c.get("school").shortName}/${askPaths[what]}`}
      submit={submit}
      userName={userName}
      errors={{ ...said, ...sentences(errors ?? {}, c.get("language")) }}
    />,
  );
}

// Behind a link --------------------------------------------------------------------------------

const linkTexts = { activation: "activate", password: "reset" } as const;

/** The account behind a link that works and has a place here, or why it does not. */
async function findOpenLink(c: C, purpose: Purpose, token: string) {
  const { db, clock } = c.get("house");
  const found = await findToken(db, token, purpose, clock.now());
  if (!found || !await isKnownAt(db, c.get("school").id, found.accountId)) return "unknown";
  return found.state === "open" ? found : found.state;
}

const isKnownAt = async (db: Db, schoolId: number, accountId: number) =>
  await hasPlaceAt(db, schoolId, accountId) || await waitsAt(db, schoolId, accountId);

/** Only who is active already confirms a place; everyone else chooses a password. */
const confirms = (purpose: Purpose, { activated }: { activated: boolean }) =>
  purpose === "activation" && activated;

async function openLink(c: C, purpose: Purpose, token: string) {
  const found = await findOpenLink(c, purpose, token);
  if (typeof found === "string") return spentPage(c, purpose, found);
  if (confirms(purpose, found)) return confirmPage(c, found.userName);
  return choosePage(c, purpose, found.userName);
}

async function choose(
  c: C,
  purpose: Purpose,
  token: string,
  input: FormInput<{ password: string }>,
) {
  const school = c.get("school");
  const found = await findOpenLink(c, purpose, token);
  if (typeof found === "string") return spentPage(c, purpose, found);
  const { userName } = found;
  if (confirms(purpose, found)) {
    return await confirm(c, { token, userName, password: value(input.values, "password") });
  }
  if (!input.ok) return choosePage(c, purpose, userName, { errors: input.errors });
  const { password } = input.data;
  const weak = passwordError(password, userName);
  if (weak) return choosePage(c, purpose, userName, { errors: { password: weak } });
  let chosen: Entered | Refusal;
  try {
    chosen = await unlessRefused(
      choosePassword(c.get("house"), school, { token, purpose, userName, password }, callerOf(c)),
    );
  } catch (error) {
    if (error instanceof LinkSpent) return spentPage(c, purpose, "used");
    throw error;
  }
  if (chosen instanceof Refusal) return choosePage(c, purpose, userName, { refusal: chosen });
  const { done } = accountText(c.get("language"))[linkTexts[purpose]];
  return await enter(c, chosen, `/${school.shortName}`, done);
}

/** Someone who is in at another school gets a place here, with the password they have. */
async function confirm(c: C, typed: { token: string; userName: string; password: string }) {
  const school = c.get("school");
  const { userName } = typed;
  if (!typed.password) return confirmPage(c, userName, { errors: { password: "required" } });
  let attempt: Entered | "wrong" | Refusal;
  try {
    attempt = await unlessRefused(confirmPlace(c.get("house"), school, typed, callerOf(c)));
  } catch (error) {
    if (error instanceof LinkSpent) return spentPage(c, "activation", "used");
    throw error;
  }
  if (attempt instanceof Refusal) return confirmPage(c, userName, { refusal: attempt });
  if (attempt === "wrong") {
    return confirmPage(c, userName, { errors: { password: "wrongPassword" } });
  }
  const { done } = accountText(c.get("language")).confirm;
  return await enter(c, attempt, `/${school.shortName}`, done(school.name));
}

function confirmPage(
  c: C,
  userName: string,
  { errors, refusal }: { errors?: Errors; refusal?: Refusal } = {},
) {
  const language = c.get("language");
  const t = accountText(language).confirm;
  if (refusal) c.header("Retry-After", String(refusal.seconds));
  const said: FormState["errors"] = refusal
    ? { form: refusalSentence(refusal, language) }
    : sentences(errors ?? {}, language);
  const status = refusal ? refusal.status : errors ? 422 : 200;
  return door(
    c,
    { title: t.title, lead: t.lead(c.get("school").name), status },
    <ConfirmPage {...here(c)} action={c.req.path} userName={userName} errors={said} />,
  );
}

function choosePage(
  c: C,
  purpose: Purpose,
  userName: string,
  { errors, refusal }: { errors?: Errors; refusal?: Refusal } = {},
) {
  const t = accountText(c.get("language"))[linkTexts[purpose]];
  const said: FormState["errors"] = refusal
    ? { form: refusalSentence(refusal, c.get("language")) }
    : sentences(errors ?? {}, c.get("language"));
  if (refusal) c.header("Retry-After", String(refusal.seconds));
  const scripts: PageScript[] = ["password"];
  return door(
    c,
    {
      title: t.title,
      lead: t.lead(c.get("school").name),
      scripts,
      status: refusal ? refusal.status : errors ? 422 : 200,
    },
    <ChoosePasswordPage
      {...here(c)}
      action={c.req.path}
      userName={userName}
      submit={t.submit}
      errors={said}
    />,
  );
}

/** 410: it worked once, or never; with the way on. */
function spentPage(c: C, purpose: Purpose, why: "used" | "expired" | "unknown") {
  const t = accountText(c.get("language")).spent;
  const path = purpose === "activation" ? askPaths.invitation : askPaths.forgotten;
  const content: Child = (
    <SpentPage
      {...here(c)}
      action={`/${c.get("school").shortName}/${path}`}
      submit={t.submit}
    >
      {t[why]}
    </SpentPage>
  );
  return door(c, { title: t.title, status: 410 }, content);
}

const here = (c: C) => ({ school: c.get("school"), language: c.get("language") });
