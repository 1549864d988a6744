import type { Module } from "../web/module.ts";
import { accounts } from "./accounts/mod.ts";

/** Every module of the house. */
export const modules: Module[] = [accounts];
