import { type Context, Hono } from "hono";
import { whenOf } from "../../web/dates.ts";
import { typedLetters } from "../../web/forms.ts";
import { guard } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { page, saved } from "../../web/respond.tsx";
import { queueActivations } from "../accounts/mod.ts";
import { audit } from "../../web/audit.ts";
import { InvitationsPage } from "./invitations.pages.tsx";
import { PeoplePage } from "./people.pages.tsx";
import {
  countProgress,
  listGuardians,
  listPupils,
  listStaff,
  peopleFilters,
  type PeopleTab,
} from "./people.queries.ts";
import { peopleText } from "./people.text.ts";

/** How many people stand on one page of a list. */
const pageLength = 50;

/** The lists of everyone, for the office. */
export const peopleRoutes = new Hono<Env>()
  .get("/people", guard("office"), (c) => peoplePage(c, "guardians"))
  .get("/people/pupils", guard("office"), (c) => peoplePage(c, "pupils"))
  .get("/people/staff", guard("office"), (c) => peoplePage(c, "staff"))
  .get("/people/invitations", guard("office"), async (c) => {
    const viewer = c.get("viewer");
    const { db, config } = c.get("house");
    const progress = await countProgress(db, viewer);
    const { title } = peopleText(viewer.language).invitations;
    return page(
      c,
      { title, narrow: true },
      <InvitationsPage
        viewer={viewer}
        progress={progress}
        hasMailServer={config.smtpUrl !== undefined}
      />,
    );
  })
  .post("/people/invitations", guard("office"), async (c) => {
    const viewer = c.get("viewer");
    const { db, clock, config } = c.get("house");
    const now = clock.now();
    const sent = await db.transaction().execute(async (trx) => {
      const { inactiveIds } = await countProgress(trx, viewer);
      const queued = await queueActivations(trx, viewer.school, inactiveIds, now);
      if (queued > 0) await audit(trx, viewer, "invited", { accounts: queued }, now);
      return queued;
    });
    const { invitations } = peopleText(viewer.language);
    const said = config.smtpUrl ? invitations.sent(sent) : invitations.kept(sent);
    return saved(c, `/${viewer.school.shortName}/people/invitations`, said);
  });

async function peoplePage(c: Context<Env>, tab: PeopleTab) {
  const viewer = c.get("viewer");
  const { db, clock } = c.get("house");
  const now = clock.now();
  const asked = c.req.query("filter");
  const search = {
    letters: typedLetters(c.req.query("q")),
    filter: peopleFilters.find((filter) => filter === asked),
  };
  const list = tab === "guardians"
    ? { tab, ...paged(await listGuardians(db, viewer, search, now), c) }
    : tab === "staff"
    ? { tab, ...paged(await listStaff(db, viewer, search, now), c) }
    : { tab, ...paged(await listPupils(db, viewer, search, now), c) };
  const { page: number, pages, total } = list;
  return page(
    c,
    { title: peopleText(viewer.language).title },
    <PeoplePage
      viewer={viewer}
      when={whenOf(c)}
      search={search}
      page={number}
      pages={pages}
      total={total}
      list={list}
    />,
  );
}

/** The rows of the page asked for; what lies past the end is the last page. */
function paged<T>(all: T[], c: Context<Env>) {
  const pages = Math.max(1, Math.ceil(all.length / pageLength));
  const asked = Number.parseInt(c.req.query("page") ?? "1", 10);
  const page = Math.min(pages, Math.max(1, Number.isNaN(asked) ? 1 : asked));
  const rows = all.slice((page - 1) * pageLength, page * pageLength);
  return { rows, page, pages, total: all.length };
}
