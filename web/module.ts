import type { Hono } from "hono";
import type { Trx } from "../db/database.ts";
import type { OutgoingMail } from "../emails/sender.ts";
import type { Env, House } from "./house.ts";
import type { PersonalData, RetentionRule } from "./personal.ts";
import type { School } from "./viewer.ts";

/** A row of the ledger, taken by the worker to be sent. */
export interface Delivery {
  id: number;
  school: School;
  kind: string;
  cause: string;
  accountId: number | null;
  address: string;
  language: string;
  payload: Record<string, unknown>;
  /** Stays the same at every attempt, so that a doubled mail is recognised as one. */
  messageId: string;
}

/** Makes the mail of a delivery; undefined when it need not go any more (withdrawn, signed up). */
export type Composer = (house: House, delivery: Delivery) => Promise<OutgoingMail | undefined>;

/** Something the clock does once per school and tick, however many processes there are. */
export interface Tick {
  name: string;
  /** The name of the tick that is due now (a day, a minute), or undefined when none is. */
  due(school: School, now: Date): string | undefined;
  /** Runs in one transaction with the note that it ran: both happen, or neither. */
  run?(trx: Trx, house: House, school: School, now: Date): Promise<void>;
  /**
   * Runs once it is noted, outside any transaction: long work in small steps of its own, of which
   * the next tick does what this one did not come to.
   */
  after?(house: House, school: School, now: Date): Promise<void>;
}

/** A module's face to the house. */
export interface Module {
  name: string;
  /** Mounted under `/:school`. */
  // Hono's third type parameter is the routes' schema, which differs per module.
  routes?: Hono<Env, never, string> | Hono<Env>;
  /** Mounted before any school's address. */
  frontRoutes?: Hono<Env>;
  mails?: Record<string, Composer>;
  ticks?: Tick[];
  /** What it keeps about people: for their own download, and to be erased. */
  personal?: PersonalData;
  /** How long it keeps what. */
  retention?: RetentionRule[];
}
