import { Hono } from "hono";
import type { Env } from "../../web/house.ts";
import type { Module } from "../../web/module.ts";

/** What home and school keep about a child: sitters, notes, results; and the code that couples a child. */
export const records: Module = {
  name: "records",
  routes: new Hono<Env>(),
};
