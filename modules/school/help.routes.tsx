import { type Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { clientAddress } from "../../web/client_address.ts";
import { type Errors, form, type Values } from "../../web/forms.ts";
import { currentViewer, guard, type Id } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import type { Db } from "../../db/database.ts";
import { door, page, saved } from "../../web/respond.tsx";
import { isOffice, type Viewer } from "../../web/viewer.ts";
import { Refusal } from "../accounts/mod.ts";
import { sentences } from "./errors.ts";
import {
  addHelp,
  adoptHelp,
  askOffice,
  changeHelp,
  moveHelp,
  removeHelp,
  restoreHelp,
} from "./help.actions.ts";
import { contactForm, directionForm, helpItemForm, longestTopic } from "./help.forms.ts";
import { EditHelpPage } from "./help_edit.pages.tsx";
import { helpName, HelpPage } from "./help.pages.tsx";
import {
  findHelpItem,
  findOwnAddress,
  listHelp,
  listOwnHelp,
  standardItems,
} from "./help.queries.ts";
import { helpText } from "./help.text.ts";

const load = (db: Db, viewer: Viewer, id: Id) => findHelpItem(db, viewer, id("question"));

export const helpRoutes = new Hono<Env>()
  .get("/help", (c) => helpPage(c))
  .post("/help/contact", form(contactForm), async (c) => {
    const viewer = currentViewer(c);
    mustBeOn(c, viewer);
    const input = c.req.valid("form");
    if (!input.ok) return helpPage(c, input);
    const from = viewer ? `account ${viewer.accountId}` : clientAddress(c);
    const school = c.get("school");
    try {
      const question = { ...input.data, signedIn: viewer !== undefined, from };
      const asked = await askOffice(c.get("house"), school, question);
      if (!asked) return helpPage(c, { values: input.values, errors: { form: "nobody" } });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      c.header("Retry-After", String(error.seconds));
      return helpPage(c, { values: input.values, errors: { form: "tooMany" }, status: 429 });
    }
    return saved(c, `/${school.shortName}/help`, helpText(c.get("language")).contact.sent);
  })
  .get("/help/edit", guard("office"), (c) => editPage(c))
  .post("/help/questions/own", guard("office"), async (c) => {
    const { db, clock } = c.get("house");
    await adoptHelp(db, c.get("viewer"), clock.now());
    return savedHelp(c, "adopted");
  })
  .post("/help/standard", guard("office"), async (c) => {
    const { db, clock } = c.get("house");
    await restoreHelp(db, c.get("viewer"), clock.now());
    return savedHelp(c, "restored");
  })
  .post("/help/questions", guard("office"), form(helpItemForm), async (c) => {
    const input = c.req.valid("form");
    if (!input.ok) return editPage(c, { ...input, open: "new" });
    const { db, clock } = c.get("house");
    await addHelp(db, c.get("viewer"), input.data, clock.now());
    return savedHelp(c, "added");
  })
  .post(
    "/help/questions/:question",
    guard("office", "item", load),
    form(helpItemForm),
    async (c) => {
      const input = c.req.valid("form");
      const { id } = c.get("item");
      if (!input.ok) return editPage(c, { ...input, open: id });
      const { db, clock } = c.get("house");
      await changeHelp(db, c.get("viewer"), id, input.data, clock.now());
      return savedHelp(c, "saved");
    },
  )
  .post("/help/questions/:question/removal", guard("office", "item", load), async (c) => {
    const { db, clock } = c.get("house");
    await removeHelp(db, c.get("viewer"), c.get("item").id, clock.now());
    return savedHelp(c, "removed");
  })
  .post(
    "/help/questions/:question/moves",
    guard("office", "item", load),
    form(directionForm),
    async (c) => {
      const input = c.req.valid("form");
      if (!input.ok) return editPage(c, input);
      const { db, clock } = c.get("house");
      const now = clock.now();
      await moveHelp(db, c.get("viewer"), c.get("item").id, input.data.direction, now);
      return saved(c, editPath(c));
    },
  );

/** A school without the menu item has no help; the office still keeps it. */
function mustBeOn(c: Context<Env>, viewer: Viewer | undefined) {
  const office = viewer && isOffice(viewer);
  if (c.get("school").menu.help?.off && !office) throw new HTTPException(404);
}

const editPath = <E extends Env>(c: Context<E>) => `/${c.get("school").shortName}/help/edit`;

function savedHelp<E extends Env>(
  c: Context<E>,
  what: "adopted" | "restored" | "added" | "saved" | "removed",
) {
  return saved(c, editPath(c), helpText(c.get("language")).editing[what]);
}

interface Returned {
  values?: Values;
  errors?: Errors;
}

/** For who is signed in a page of the portal, for others one before the door. */
async function helpPage(
  c: Context<Env>,
  { values, errors, status }: Returned & { status?: 429 } = {},
) {
  const viewer = currentViewer(c);
  mustBeOn(c, viewer);
  const { db } = c.get("house");
  const school = c.get("school");
  const language = c.get("language");
  const t = helpText(language);
  const known = viewer && { name: viewer.person.name, email: await findOwnAddress(db, viewer) };
  // a page that leads here knows what it is about
  const topic = (c.req.query("topic") ?? "").slice(0, longestTopic);
  const content = (
    <HelpPage
      school={school}
      language={language}
      viewer={viewer}
      items={await listHelp(db, school, language)}
      values={values ?? { ...known, topic }}
      errors={sentences(errors ?? {}, language, t.errors)}
    />
  );
  const title = helpName(school, language);
  const answer = { title, status: status ?? (errors ? 422 : 200) } as const;
  return viewer
    ? page(c, { ...answer, narrow: true }, content)
    : door(c, { ...answer, lead: t.lead }, content);
}

async function editPage<E extends Env>(
  c: Context<E>,
  { values = {}, errors, open }: Returned & { open?: number | "new" } = {},
) {
  const viewer = c.get("viewer");
  const t = helpText(viewer.language);
  return page(
    c,
    { title: t.editing.title, narrow: true, status: errors ? 422 : 200 },
    <EditHelpPage
      viewer={viewer}
      own={await listOwnHelp(c.get("house").db, viewer.school)}
      standard={standardItems(viewer.school.language)}
      open={open}
      values={values}
      errors={sentences(errors ?? {}, viewer.language, t.errors)}
    />,
  );
}
