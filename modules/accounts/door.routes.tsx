import { type Context, Hono } from "hono";
import type { Child } from "hono/jsx";
import type { Db } from "../../db/database.ts";
import { currentViewer } from "../../web/guard.ts";
import { type Errors, form, type FormInput, value, type Values } from "../../web/forms.ts";
import type { Env } from "../../web/house.ts";
import type { PageScript } from "../../web/layout.tsx";
import { door, saved } from "../../web/respond.tsx";
import { clearSessionCookie, sessionToken } from "../../web/session.ts";
import type { School } from "../../web/viewer.ts";
import { choosePassword, confirmPlace, LinkSpent, mailWayIn, signIn } from "./actions.ts";
import { callerOf, forgetStep, keepSignedIn, keepStep, stepOf } from "./cookies.ts";
import {
  AskedPage,
  AskPage,
  ChoosePasswordPage,
  ConfirmPage,
  type FormState,
  SignInPage,
  SpentPage,
  StepPage,
} from "./door.pages.tsx";
import { type Entered, passStep } from "./entry.ts";
import { refusalSentence, sentences } from "./errors.ts";
import { askForm, choosePasswordForm, signInForm, stepForm } from "./forms.ts";
import { passwordError } from "./password_rules.ts";
import { hasPlaceAt, waitsAt } from "./queries.ts";
import { Refusal, unlessRefused } from "./refusal.ts";
import { endSession } from "./sessions.ts";
import { accountText } from "./text.ts";
import { findToken, type Purpose } from "./tokens.ts";

type C = Context<Env>;

/** Before the door: who gets in, and how. All of it public (web/public.ts), nothing guarded. */
export const doorRoutes = new Hono<Env>()
  .get("/sign-in", (c) => {
    const next = localPath(c.req.query("next"), c.get("school"));
    if (currentViewer(c)) return c.redirect(next, 303);
    return signInPage(c, { next });
  })
  .post("/sign-in", form(signInForm), async (c) => {
    const input = c.req.valid("form");
    const school = c.get("school");
    const next = localPath(value(input.values, "next"), school);
    const typed = { next, values: input.values };
    if (!input.ok) return signInPage(c, { ...typed, errors: input.errors });
    const { userName, password, stay } = input.data;
    const attempt = await unlessRefused(
      signIn(c.get("house"), school, { userName, password, persistent: stay }, callerOf(c)),
    );
    if (attempt instanceof Refusal) return signInPage(c, { ...typed, refusal: attempt });
    if (attempt === "wrong") {
      return signInPage(c, { ...typed, errors: { password: "wrongSignIn" } });
    }
    if (attempt === "noPlace" || attempt === "unconfirmed") {
      return signInPage(c, { ...typed, outside: attempt });
    }
    return await enter(c, attempt, next);
  })
  .get("/sign-in/step", async (c) => {
    const { db, clock } = c.get("house");
    const next = localPath(c.req.query("next"), c.get("school"));
    const waiting = await findToken(db, stepOf(c) ?? "", "twoStep", clock.now());
    if (waiting?.state === "open") return stepPage(c, { next });
    return currentViewer(c) ? c.redirect(next, 303) : signInPage(c, { next, expired: true });
  })
  .post("/sign-in/step", form(stepForm), async (c) => {
    const input = c.req.valid("form");
    const next = localPath(value(input.values, "next"), c.get("school"));
    if (!input.ok) return stepPage(c, { next, errors: input.errors });
    const { code, recoveryCode } = input.data;
    const passed = await unlessRefused(
      passStep(c.get("house"), { step: stepOf(c), code: recoveryCode || code }, callerOf(c)),
    );
    if (passed instanceof Refusal) return stepPage(c, { next, refusal: passed });
    if (passed === "wrong") {
      const field = recoveryCode ? "recoveryCode" : "code";
      return stepPage(c, { next, errors: { [field]: "wrongCode" } });
    }
    if (passed === "expired") {
      forgetStep(c);
      return signInPage(c, { next, expired: true });
    }
    return await enter(c, passed, next);
  })
  .post("/sign-out", async (c) => {
    await endOldSession(c);
    clearSessionCookie(c);
    const t = accountText(c.get("language")).signIn;
    return saved(c, `/${c.get("school").shortName}/sign-in`, t.signedOut);
  })
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

// Signing in and out ---------------------------------------------------------------------------

interface SignInState {
  next: string;
  values?: Values;
  errors?: Errors;
  refusal?: Refusal;
  /** The password was right, but there is no place here, or not yet. */
  outside?: "noPlace" | "unconfirmed";
  /** The code came too late: it begins again. */
  expired?: boolean;
}

function signInPage(c: C, { next, values = {}, errors, refusal, outside, expired }: SignInState) {
  const school = c.get("school");
  const language = c.get("language");
  const t = accountText(language).signIn;
  const status = refusal ? refusal.status : outside ? 403 : expired ? 410 : errors ? 422 : 200;
  if (refusal) c.header("Retry-After", String(refusal.seconds));
  const said = refusal
    ? refusalSentence(refusal, language)
    : expired
    ? accountText(language).step.expired
    : outside && t[outside](school.name);
  return door(
    c,
    { title: t.title, lead: t.lead(school.name), status },
    <SignInPage
      school={school}
      language={language}
      next={next}
      demo={c.get("house").demo}
      userName={value(values, "userName")}
      stay={values.stay !== undefined}
      errors={{ ...said && { form: said }, ...sentences(errors ?? {}, language) }}
    />,
  );
}

/** In, or up to the code that is asked as well; then on to `next`, where `message` is said. */
async function enter(c: C, entered: Entered, next: string, message?: string) {
  if ("step" in entered) {
    keepStep(c, entered.step);
    const path = `/${c.get("school").shortName}/sign-in/step`;
    return saved(c, `${path}?next=${encodeURIComponent(next)}`);
  }
  await endOldSession(c);
  keepSignedIn(c, entered);
  return saved(c, next, message);
}

function stepPage(
  c: C,
  { next, errors, refusal }: { next: string; errors?: Errors; refusal?: Refusal },
) {
  const language = c.get("language");
  const t = accountText(language).step;
  if (refusal) c.header("Retry-After", String(refusal.seconds));
  const said = refusal && { form: refusalSentence(refusal, language) };
  return door(
    c,
    { title: t.title, lead: t.lead, status: refusal ? refusal.status : errors ? 422 : 200 },
    <StepPage
      {...here(c)}
      next={next}
      errors={{ ...said, ...sentences(errors ?? {}, language) }}
    />,
  );
}

/** The session this browser had is over, whoever's it was. */
async function endOldSession(c: C) {
  const token = sessionToken(c);
  if (token) await endSession(c.get("house").db, token);
}

/** Where to go after signing in: a path of this school, else its start page. */
function localPath(next: string | undefined, school: School): string {
  const home = `/${school.shortName}`;
  if (!next || !/^\/[^\\\p{Cc}]*$/u.test(next)) return home;
  const url = URL.canParse(next, "http://here") && new URL(next, "http://here");
  const ours = url && url.host === "here" &&
    (url.pathname === home || url.pathname.startsWith(`${home}/`));
  return ours ? url.pathname + url.search : home;
}

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
