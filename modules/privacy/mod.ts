import { Hono } from "hono";
import type { Env } from "../../web/house.ts";
import type { Module } from "../../web/module.ts";

/** Who sees what, what is kept and for how long, and who looked. */
export const privacy: Module = {
  name: "privacy",
  routes: new Hono<Env>(),
};
