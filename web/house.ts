import type postgres from "postgres";
import type { Config } from "../config.ts";
import type { Db } from "../db/database.ts";
import type { FileStore } from "../db/file_store.ts";
import type { Clock } from "./clock.ts";
import type { Log } from "./log.ts";
import type { Language } from "./language.ts";
import type { School, Viewer } from "./viewer.ts";

/** What every request and every job works with; made once at the start. */
export interface House {
  config: Config;
  db: Db;
  pool: postgres.Sql;
  files: FileStore;
  /** Folder of the mails that are kept because there is no mail server. */
  mailDir: string;
  clock: Clock;
  log: Log;
  /** The demo shows its sign-ins and keeps every mail on this machine. */
  demo: boolean;
}

/** What a handler finds in its context. */
export interface Env {
  Variables: {
    house: House;
    /** The school of the address, for pages that anyone may open. */
    school: School;
    language: Language;
    /** Present behind every guard. */
    viewer: Viewer;
    /** Signed in, but without a place at this school (any more). */
    outside: boolean;
  };
}
