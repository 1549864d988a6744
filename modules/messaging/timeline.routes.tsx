import { type Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { dayIn } from "../../web/clock.ts";
import { whenOf } from "../../web/dates.ts";
import { guard } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { kindName } from "../../web/kinds.ts";
import { shellText } from "../../web/text.ts";
import { page, partial } from "../../web/respond.tsx";
import { isOffice, isStaff } from "../../web/viewer.ts";
import { listComingDays } from "../agenda/mod.ts";
import { listOpenInvitations, listRoundsToday } from "../conversations/mod.ts";
import { countOpenChanges } from "../profile/mod.ts";
import { countSeen } from "./seen.queries.ts";
import { countActive, countPupils, listNewComments, listTeachers } from "./start.queries.ts";
import { audiences, KindPage, StartPage, stripDays } from "./timeline.pages.tsx";
import { Posts, readCursor } from "./timeline.partials.tsx";
import { listTimeline, listUrgent, type Scope } from "./timeline.queries.ts";
import { TodayPage } from "./today.pages.tsx";

export const timelineRoutes = new Hono<Env>()
  .get("/", guard("member"), async (c) => {
    const viewer = c.get("viewer");
    const title = isStaff(viewer)
      ? shellText(viewer.language).menu.today
      : shellText(viewer.language).menu.start;
    return page(c, { title }, isStaff(viewer) ? await today(c) : await start(c));
  })
  .get("/news", guard("member"), (c) => kindPage(c, "news"))
  .get("/board", guard("member"), (c) => kindPage(c, "board"))
  /** More posts, for endless scroll; the pages take the same `?before=` and `?for=`. */
  .get("/timeline", guard("member"), async (c) => {
    const kind = c.req.query("kind");
    const known = kind === "news" || kind === "board" ? kind : undefined;
    if (known) mustBeOn(c, known);
    const { school } = c.get("viewer");
    const path = known ? `/${school.shortName}/${known}` : `/${school.shortName}`;
    return partial(c, <Posts {...await timelineProps(c, known)} path={path} />);
  });

async function start(c: Context<Env>) {
  const { db, clock } = c.get("house");
  const viewer = c.get("viewer");
  const now = clock.now();
  const [timeline, urgent, coming, teachers, invitations] = await Promise.all([
    timelineProps(c),
    listUrgent(db, viewer, now),
    listComingDays(db, viewer, dayIn(viewer.school.timeZone, now), stripDays),
    listTeachers(db, viewer),
    listOpenInvitations(db, viewer, now),
  ]);
  const more = { urgent, coming, teachers, invitations };
  return <StartPage {...timeline} {...more} />;
}

async function today(c: Context<Env>) {
  const { db, clock } = c.get("house");
  const viewer = c.get("viewer");
  const now = clock.now();
  const [timeline, { urgent, seen }, coming, comments, activity, pupils, changes, rounds, own] =
    await Promise
      .all([
        timelineProps(c),
        urgentWithSeen(c),
        listComingDays(db, viewer, dayIn(viewer.school.timeZone, now), 2),
        listNewComments(db, viewer, now),
        countActive(db, viewer, now),
        countPupils(db, viewer),
        isOffice(viewer) ? countOpenChanges(db, viewer) : 0,
        listRoundsToday(db, viewer, now),
        listOpenInvitations(db, viewer, now),
      ]);
  return (
    <TodayPage
      {...timeline}
      urgent={urgent}
      seen={seen}
      coming={coming}
      comments={comments}
      activity={activity}
      pupils={pupils}
      changes={changes}
      rounds={rounds}
      invitations={own}
    />
  );
}

async function urgentWithSeen(c: Context<Env>) {
  const { db, clock } = c.get("house");
  const viewer = c.get("viewer");
  const urgent = await listUrgent(db, viewer, clock.now());
  const seen = await countSeen(db, viewer, urgent.map((post) => post.id), clock.now());
  return { urgent, seen };
}

async function kindPage(c: Context<Env>, kind: "news" | "board") {
  mustBeOn(c, kind);
  const { school, language } = c.get("viewer");
  const props = await timelineProps(c, kind);
  return page(c, { title: kindName(kind, school, language) }, <KindPage {...props} kind={kind} />);
}

/** A kind that the school switched off has no page. */
function mustBeOn(c: Context<Env>, kind: "news" | "board") {
  if (c.get("viewer").school.menu[kind]?.off) throw new HTTPException(404);
}

/** The posts the address asks for: `?before=` a moment and post, `?for=` an audience. */
async function timelineProps(c: Context<Env>, kind?: "news" | "board") {
  const { db, clock } = c.get("house");
  const viewer = c.get("viewer");
  const now = clock.now();
  const cursor = readCursor(c.req.query("before"));
  const audience = audiences(viewer).find(({ value }) => value === c.req.query("for"));
  const scope: Scope = { kind, audience: audience?.scope };
  return {
    viewer,
    when: whenOf(c),
    timeline: await listTimeline(db, viewer, now, scope, cursor),
    scope,
    audience: audience?.value,
    further: cursor !== undefined,
  };
}
