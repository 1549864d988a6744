import { type Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { whenOf } from "../../web/dates.ts";
import { form } from "../../web/forms.ts";
import { guard } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { type AccountTab, accountTitle } from "../../web/own_tabs.tsx";
import { page, saved } from "../../web/respond.tsx";
import { setSessionCookie } from "../../web/session.ts";
import type { Kind, School, Viewer } from "../../web/viewer.ts";
import { changePassword, chooseLanguage, chooseNotifications } from "./actions.ts";
import { refusalSentence, sentences } from "./errors.ts";
import { changePasswordForm, languageForm, notificationsForm } from "./forms.ts";
import { NotificationsPage, PasswordPage, SessionsPage } from "./own.pages.tsx";
import { listUnwantedKinds } from "./queries.ts";
import { Refusal, unlessRefused } from "./refusal.ts";
import { endOtherSessions, endOwnSession, findOtherSession, listSessions } from "./sessions.ts";
import { accountText } from "./text.ts";

type C = Context<Env>;

/** *Mijn account*: everyone's own, read-only guardians too. */
export const ownRoutes = new Hono<Env>()
  .post("/account/language", guard("own"), form(languageForm), async (c) => {
    const input = c.req.valid("form");
    if (!input.ok) throw new HTTPException(422);
    const { language } = input.data;
    const viewer = c.get("viewer");
    await chooseLanguage(c.get("house").db, viewer, language);
    return saved(c, accountPath(viewer), accountText(language, viewer).account.languageSaved);
  })
  .get("/account/notifications", guard("own"), async (c) => {
    const viewer = c.get("viewer");
    const unwanted = await listUnwantedKinds(c.get("house").db, viewer);
    return page(
      c,
      { title: title(c, "notifications") },
      <NotificationsPage viewer={viewer} kinds={kindsOf(viewer.school)} unwanted={unwanted} />,
    );
  })
  .post("/account/notifications", guard("own"), form(notificationsForm), async (c) => {
    const input = c.req.valid("form");
    const viewer = c.get("viewer");
    const asked = kindsOf(viewer.school);
    const wanted = input.ok ? asked.filter((kind) => input.data.kinds.includes(kind)) : [];
    if (!input.ok) {
      return page(
        c,
        { title: title(c, "notifications"), status: 422 },
        <NotificationsPage viewer={viewer} kinds={asked} unwanted={[]} />,
      );
    }
    await chooseNotifications(c.get("house").db, viewer, { asked, wanted });
    const t = accountText(viewer.language, viewer).notifications;
    return saved(c, accountPath(viewer, "/notifications"), t.saved);
  })
  .get("/account/sessions", guard("own"), async (c) => {
    const viewer = c.get("viewer");
    const when = whenOf(c);
    const sessions = await listSessions(c.get("house").db, viewer, when.now);
    return page(
      c,
      { title: title(c, "sessions") },
      <SessionsPage viewer={viewer} sessions={sessions} when={when} />,
    );
  })
  .post("/account/sessions/sign-out", guard("own"), async (c) => {
    const viewer = c.get("viewer");
    await endOtherSessions(c.get("house").db, viewer);
    const t = accountText(viewer.language, viewer).sessions;
    return saved(c, accountPath(viewer, "/sessions"), t.othersEnded);
  })
  .post(
    "/account/sessions/:session/sign-out",
    guard(
      "own",
      "session",
      (db, viewer, id, now) => findOtherSession(db, viewer, id("session"), now),
    ),
    async (c) => {
      const viewer = c.get("viewer");
      await endOwnSession(c.get("house").db, viewer, c.get("session").id);
      const t = accountText(viewer.language, viewer).sessions;
      return saved(c, accountPath(viewer, "/sessions"), t.ended);
    },
  )
  .get("/account/password", guard("security"), (c) => passwordPage(c))
  .post("/account/password", guard("security"), form(changePasswordForm), async (c) => {
    const input = c.req.valid("form");
    const viewer = c.get("viewer");
    const { language } = viewer;
    if (!input.ok) return passwordPage(c, 422, sentences(input.errors, language));
    const changed = await unlessRefused(changePassword(c.get("house"), viewer, input.data));
    if (changed instanceof Refusal) {
      c.header("Retry-After", String(changed.seconds));
      return passwordPage(c, changed.status, { form: refusalSentence(changed, language) });
    }
    if ("errors" in changed) return passwordPage(c, 422, sentences(changed.errors, language));
    setSessionCookie(c, changed.session, changed.persistent);
    return saved(
      c,
      accountPath(viewer, "/password"),
      accountText(language, viewer).changePassword.done,
    );
  });

/** What the digest can leave out, of what the school uses. */
function kindsOf({ menu }: School): Kind[] {
  return (["news", "board", "agenda"] as const).filter((kind) => !menu[kind]?.off);
}

const accountPath = ({ school }: Viewer, tab = "") => `/${school.shortName}/account${tab}`;

const title = (c: C, tab: AccountTab) => accountTitle(c.get("viewer"), tab);

function passwordPage(c: C, status: 200 | 422 | 429 | 503 = 200, errors = {}) {
  return page(
    c,
    { title: title(c, "password"), scripts: ["password"], status },
    <PasswordPage viewer={c.get("viewer")} errors={errors} />,
  );
}
