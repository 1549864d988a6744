import type { Module } from "../web/module.ts";

/** Every module of the house. */
export const modules: Module[] = [];
