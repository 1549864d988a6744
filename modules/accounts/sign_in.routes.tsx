import { type Context, Hono } from "hono";
import { currentViewer } from "../../web/guard.ts";
import { type Errors, form, value, type Values } from "../../web/forms.ts";
import type { Env } from "../../web/house.ts";
import { door, saved } from "../../web/respond.tsx";
import { clearSessionCookie } from "../../web/session.ts";
import type { School } from "../../web/viewer.ts";
import { signIn } from "./actions.ts";
import { callerOf, endOldSession, enter, forgetStep, stepOf } from "./cookies.ts";
import { SignInPage, StepPage } from "./sign_in.pages.tsx";
import { passStep } from "./entry.ts";
import { refusalSentence, sentences } from "./errors.ts";
import { signInForm, stepForm } from "./forms.ts";
import { Refusal, unlessRefused } from "./refusal.ts";
import { accountText } from "./text.ts";
import { findToken } from "./tokens.ts";

type C = Context<Env>;

/** The door itself: the password, the code where one is asked, and out again. All of it public. */
export const signInRoutes = new Hono<Env>()
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
  });

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
      school={c.get("school")}
      language={language}
      next={next}
      errors={{ ...said, ...sentences(errors ?? {}, language) }}
    />,
  );
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
