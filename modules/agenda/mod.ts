import type { Module } from "../../web/module.ts";
import { personal, retention } from "./personal.ts";
import { routes } from "./routes.tsx";

export {
  type ComingItem,
  type DigestItem,
  listComingDays,
  takeUndigestedItems,
} from "./queries.ts";

/** The calendar of the school and its groups. */
export const agenda: Module = { name: "agenda", routes, personal, retention };
