import { Hono } from "hono";
import { disposition } from "../../web/files.ts";
import { guard } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { findOwnTalk } from "./calendar.queries.ts";
import { calendar } from "./calendar.ts";

/** A talk of one's own for the calendar: the appointment that comes along with the mails (RFC 5545). */
export const calendarRoutes = new Hono<Env>()
  .get("/conversations/slots/:slot/calendar", guard("member", "slot", findOwnTalk), (c) => {
    const { filename, contentType, content } = calendar(
      c.get("house"),
      c.get("viewer"),
      [c.get("slot")],
    );
    c.header("Content-Type", contentType);
    c.header("Content-Disposition", disposition({ name: filename, ours: false }));
    c.header("Cache-Control", "private, no-store");
    c.header("X-Content-Type-Options", "nosniff");
    return c.body(new Uint8Array(content));
  });
