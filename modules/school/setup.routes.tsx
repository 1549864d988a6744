import { type Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { type Errors, form, type Values } from "../../web/forms.ts";
import type { Env } from "../../web/house.ts";
import { door, partial, saved, wantsPart } from "../../web/respond.tsx";
import { setSessionCookie } from "../../web/session.ts";
import { passwordError, Refusal } from "../accounts/mod.ts";
import { sentences } from "./errors.ts";
import { openSchool } from "./setup.actions.ts";
import { setupForm } from "./setup.forms.ts";
import { SetupPage, ShortNameHint } from "./setup.pages.tsx";
import { findUnopened, type UnopenedSchool } from "./setup.queries.ts";
import { setupText } from "./setup.text.ts";

/** The way in where nobody runs a school yet; once someone does, none of this exists. */
export const setupRoutes = new Hono<Env>()
  .get("/set-up", async (c) => {
    const unopened = await findOpening(c);
    const { name = "", shortName = "" } = unopened ?? {};
    if (!wantsPart(c)) return setupPage(c, unopened, { values: { name, shortName } });
    const { origin } = c.get("house").config;
    const typed = c.req.query("name") ?? "";
    return partial(c, <ShortNameHint language={c.get("language")} origin={origin} name={typed} />);
  })
  .post("/set-up", form(setupForm), async (c) => {
    const unopened = await findOpening(c);
    const input = c.req.valid("form");
    if (!input.ok) return setupPage(c, unopened, input);
    const { email, password } = input.data;
    const weak = passwordError(password, email);
    const refuse = (errors: Errors) => setupPage(c, unopened, { values: input.values, errors });
    if (weak) return refuse({ password: weak });
    try {
      const userAgent = c.req.header("user-agent") ?? "";
      const opened = await openSchool(c.get("house"), input.data, userAgent);
      if (opened === "code") return refuse({ code: "setupCode" });
      if (!opened) throw new HTTPException(404); // someone else was first
      setSessionCookie(c, opened.session, false);
      return saved(c, `/${opened.shortName}/import`, setupText(input.data.language).done);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      c.header("Retry-After", String(error.seconds));
      return refuse({ password: "busy" });
    }
  });

/** What is to be set up; when that is over there is no such page. */
async function findOpening(c: Context<Env>): Promise<UnopenedSchool | null> {
  const unopened = await findUnopened(c.get("house").db);
  if (unopened === undefined) throw new HTTPException(404);
  return unopened;
}

function setupPage(
  c: Context<Env>,
  unopened: UnopenedSchool | null,
  { values = {}, errors }: { values?: Values; errors?: Errors } = {},
) {
  const language = c.get("language");
  const t = setupText(language);
  return door(
    c,
    { title: t.title, lead: t.lead, scripts: ["password"], status: errors ? 422 : 200 },
    <SetupPage
      language={language}
      origin={c.get("house").config.origin}
      asksCode={unopened?.asksCode ?? false}
      values={values}
      errors={sentences(errors ?? {}, language, t.errors)}
    />,
  );
}
