import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import type { Child } from "hono/jsx";
import { serveFile } from "../../web/files.ts";
import { type Errors, form, type FormInput, type Values } from "../../web/forms.ts";
import { guard } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { Overtaken } from "../../web/meanwhile.tsx";
import { page, saved } from "../../web/respond.tsx";
import { sentences } from "./errors.ts";
import { findLogo, keepLogo, mostLogoMegabytes, RefusedLogo, removeLogo } from "./logo.ts";
import { changeDataUse, changeMenu, changeMessages, changeSchool } from "./settings.actions.ts";
import { dataForm, menuForm, messagesForm, schoolForm } from "./settings.forms.ts";
import {
  DataSettingsPage,
  MenuSettingsPage,
  MessageSettingsPage,
  SchoolSettingsPage,
} from "./settings.pages.tsx";
import type { SettingsTab } from "./settings.partials.tsx";
import { findSettings, settingValues } from "./settings.queries.ts";
import { settingsText } from "./settings.text.ts";

type C = Context<Env>;

const limitLogo = bodyLimit({
  maxSize: (mostLogoMegabytes + 1) * 1024 * 1024,
  onError: () => {
    throw new HTTPException(413);
  },
});

/** The office reads what is set, the admin changes it. */
export const settingsRoutes = new Hono<Env>()
  .get("/settings", guard("office"), (c) => settingsPage(c, "school"))
  .get("/settings/menu", guard("office"), (c) => settingsPage(c, "menu"))
  .get("/settings/messages", guard("office"), (c) => settingsPage(c, "messages"))
  .get("/settings/data", guard("office"), (c) => settingsPage(c, "data"))
  .post(
    "/settings",
    guard("admin"),
    form(schoolForm),
    (c) => save(c, "school", c.req.valid("form"), changeSchool),
  )
  .post(
    "/settings/menu",
    guard("admin"),
    form(menuForm),
    (c) => save(c, "menu", c.req.valid("form"), changeMenu),
  )
  .post(
    "/settings/messages",
    guard("admin"),
    form(messagesForm),
    (c) => save(c, "messages", c.req.valid("form"), changeMessages),
  )
  .post(
    "/settings/data",
    guard("admin"),
    form(dataForm),
    (c) => save(c, "data", c.req.valid("form"), changeDataUse),
  )
  .post("/settings/uploads/logo", guard("admin"), limitLogo, async (c) => {
    try {
      await keepLogo(c.get("house"), c.get("viewer"), await postedFile(c));
    } catch (error) {
      if (!(error instanceof RefusedLogo)) throw error;
      return settingsPage(c, "school", { errors: { logo: error.reason } });
    }
    return saved(c, path(c, "school"), settingsText(c.get("language")).logo.saved);
  })
  .post("/settings/logo/removal", guard("admin"), async (c) => {
    await removeLogo(c.get("house"), c.get("viewer"));
    return saved(c, path(c, "school"), settingsText(c.get("language")).logo.removed);
  })
  .get("/logo", async (c) => {
    const logo = await findLogo(c.get("house"), c.get("school"));
    if (!logo) throw new HTTPException(404);
    return serveFile(c, { ...logo, ours: true });
  });

const path = (c: C, tab: SettingsTab) =>
  `/${c.get("school").shortName}/settings${tab === "school" ? "" : `/${tab}`}`;

/** The file of a posted form; a body that is no such form is refused. */
async function postedFile(c: C): Promise<unknown> {
  if (!/^multipart\/form-data\b/i.test(c.req.header("content-type") ?? "")) {
    throw new HTTPException(415);
  }
  try {
    return (await c.req.parseBody()).logo;
  } catch (error) {
    if (error instanceof HTTPException) throw error;
    throw new HTTPException(400);
  }
}

async function save<T>(
  c: C,
  tab: SettingsTab,
  input: FormInput<T>,
  change: (
    db: Parameters<typeof changeSchool>[0],
    viewer: Parameters<typeof changeSchool>[1],
    data: T,
    typed: Values,
    now: Date,
  ) => Promise<void>,
) {
  if (!input.ok) return settingsPage(c, tab, input);
  const { db, clock } = c.get("house");
  try {
    await change(db, c.get("viewer"), input.data, input.values, clock.now());
  } catch (error) {
    if (!(error instanceof Overtaken)) throw error;
    return settingsPage(c, tab, { values: error.values, overtaken: error });
  }
  return saved(c, path(c, tab), settingsText(c.get("language")).saved);
}

const pages = {
  school: SchoolSettingsPage,
  menu: MenuSettingsPage,
  messages: MessageSettingsPage,
  data: DataSettingsPage,
} satisfies Record<SettingsTab, (props: Parameters<typeof SchoolSettingsPage>[0]) => Child>;

async function settingsPage(
  c: C,
  tab: SettingsTab,
  { values, errors, overtaken }: {
    values?: Values;
    errors?: Errors;
    overtaken?: Overtaken;
  } = {},
) {
  const viewer = c.get("viewer");
  const t = settingsText(viewer.language);
  const Content = pages[tab];
  const kept = settingValues(await findSettings(c.get("house").db, viewer));
  return page(
    c,
    { title: t.title, narrow: true, status: overtaken ? 409 : errors ? 422 : 200 },
    <Content
      viewer={viewer}
      values={values ?? kept}
      kept={kept}
      overtaken={overtaken}
      errors={sentences(errors ?? {}, viewer.language, t.errors)}
    />,
  );
}
