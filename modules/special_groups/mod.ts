import { Hono } from "hono";
import type { Env } from "../../web/house.ts";
import type { Module } from "../../web/module.ts";

/** Groups of parents beside the classes. */
export const specialGroups: Module = {
  name: "special_groups",
  routes: new Hono<Env>(),
};
