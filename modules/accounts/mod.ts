import { Hono } from "hono";
import type { Env } from "../../web/house.ts";
import type { Module } from "../../web/module.ts";
import { linkRoutes } from "./link.routes.tsx";
import { mails } from "./mails.ts";
import { ownRoutes } from "./own.routes.tsx";
import { signInRoutes } from "./sign_in.routes.tsx";
import { twoStepRoutes } from "./two_step.routes.tsx";
import { personal } from "./personal.ts";
import { cleanUp } from "./ticks.ts";

/** Getting in: activation, sign-in, passwords, sessions, and what is one's own. */
export const accounts: Module = {
  name: "accounts",
  routes: new Hono<Env>().route("/", signInRoutes).route("/", linkRoutes).route("/", ownRoutes)
    .route("/", twoStepRoutes),
  mails,
  ticks: [cleanUp],
  personal,
};

export { OwnSettings } from "./own.pages.tsx";
export { isOwnPassword } from "./own_password.ts";
export { hashPassword } from "./password.ts";
export { makeLink } from "./links.ts";
export { passwordError } from "./password_rules.ts";
export { accountOrWaiting } from "./queries.ts";
export { refusalSentence } from "./errors.ts";
export { Refusal, unlessRefused } from "./refusal.ts";
export {
  changeEmail,
  changeUserName,
  createAccounts,
  linkAccounts,
  queueActivations,
  resetTwoStepHere,
  UsedElsewhere,
  UserNameTaken,
} from "./roster.ts";
export { startSession } from "./sessions.ts";
export { countAsk } from "./throttle.ts";
export { resetTwoStep } from "./two_step.ts";
