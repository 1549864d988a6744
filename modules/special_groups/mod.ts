import type { Module } from "../../web/module.ts";
import { composeGroupMail } from "./mail.actions.ts";
import { personal, retention } from "./personal.ts";
import { routes } from "./routes.tsx";

/** Groups of parents beside the classes. */
export const specialGroups: Module = {
  name: "special_groups",
  routes,
  mails: { group: composeGroupMail },
  personal,
  retention,
};
