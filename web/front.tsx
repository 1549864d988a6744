import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { isUnavailable } from "../db/unavailable.ts";
import { asset } from "./assets.ts";
import type { Env } from "./house.ts";

/** What lies before any school's own address. */
export const front = new Hono<Env>()
  .get("/", async (c) => {
    const { pool } = c.get("house");
    const schools = await pool.unsafe<{ short_name: string; opened: boolean }[]>(
      `select short_name,
        exists (select from staff where role = 'admin' and left_at is null) as opened
      from schools order by name limit 2`,
    );
    if (!schools[0]?.opened) return c.redirect("/set-up", 303);
    if (schools.length > 1) throw new HTTPException(404);
    return c.redirect(`/${schools[0].short_name}`, 303);
  })
  .get("/health", async (c) => {
    const { pool } = c.get("house");
    try {
      await pool.unsafe("select 1", [], { prepare: true });
      return c.json({ status: "ok" });
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      return c.json({ status: "unavailable" }, 503);
    }
  })
  .get("/favicon.ico", (c) => c.redirect(asset("logo.svg"), 302));
