import { Hono } from "hono";
import type { Env } from "../../web/house.ts";
import type { Module } from "../../web/module.ts";

/**
 * Who sees what, what is kept and for how long, and who looked.
 * @param others every other module: each says itself what it keeps about people
 */
export function privacyOver(others: Module[]): Module {
  return {
    name: "privacy",
    routes: new Hono<Env>(),
  };
}
