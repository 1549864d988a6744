import { Hono } from "hono";
import type { Env } from "../../web/house.ts";
import type { Module } from "../../web/module.ts";
import { calendarRoutes } from "./calendar.routes.ts";
import { guardianRoutes } from "./guardian.routes.tsx";
import { talksTomorrow } from "./mails.queue.ts";
import { mails } from "./mails.ts";
import { personal, retention } from "./personal.ts";
import { teacherRoutes } from "./teacher.routes.tsx";
import { wishesOver } from "./wishes.mails.queue.ts";
import { wishMails } from "./wishes.mails.ts";
import { wishRoutes } from "./wishes.routes.tsx";
import { freeTalksOfLeavers, passOnOffers } from "./waiting.actions.ts";
import { waitingMails } from "./waiting.mails.ts";
import { waitingRoutes } from "./waiting.routes.tsx";

export { AgendaTalkRow } from "./agenda.partials.tsx";
export { type AgendaTalk, listAgendaTalks } from "./agenda.queries.ts";
export {
  type AskedChildren,
  listAskedChildren,
  listOpenInvitations,
  type OpenInvitation,
} from "./guardian.queries.ts";
export { Invitations } from "./invitations.partials.tsx";

export { type ListedRound, listRoundsToday } from "./rounds.queries.ts";
export { RoundsToday } from "./teacher.list.pages.tsx";
export { isPlanError, type Plan, planSlots } from "./schedule.ts";

/** Oudergesprekken: rounds of talks about children, and the times guardians choose (C1–C6). */
export const conversations: Module = {
  name: "conversations",
  routes: new Hono<Env>()
    .route("/", guardianRoutes)
    .route("/", calendarRoutes)
    .route("/", wishRoutes)
    .route("/", waitingRoutes)
    .route("/", teacherRoutes),
  mails: { ...mails, ...waitingMails, ...wishMails },
  ticks: [talksTomorrow, wishesOver, passOnOffers, freeTalksOfLeavers],
  personal,
  retention,
};
