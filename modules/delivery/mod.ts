import type { Module } from "../../web/module.ts";
import { composeDigest, digest } from "./digest.ts";
import { personal, retention } from "./personal.ts";
import { routes } from "./routes.tsx";
import { composeTest } from "./test_mail.ts";

export { listUnreachable, type Unreachable } from "./ledger.queries.ts";

/** What goes out: the digest and the way out of it, outgoing mail, and whom it does not reach. */
export const delivery: Module = {
  name: "delivery",
  routes,
  mails: { digest: composeDigest, test: composeTest },
  personal,
  retention,
  ticks: [digest],
};
