import type { Module } from "../web/module.ts";
import { accounts } from "./accounts/mod.ts";
import { agenda } from "./agenda/mod.ts";
import { messaging } from "./messaging/mod.ts";
import { delivery } from "./delivery/mod.ts";
import { school } from "./school/mod.ts";

/** Every module of the house. */
export const modules: Module[] = [accounts, school, agenda, messaging, delivery];
