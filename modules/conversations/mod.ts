import type { Module } from "../../web/module.ts";
import { personal, retention } from "./personal.ts";

/** Oudergesprekken: rounds of talks about children, and the times guardians choose (C1–C6). */
export const conversations: Module = {
  name: "conversations",
  personal,
  retention,
};
