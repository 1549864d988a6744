import type { Context, MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import type { Db } from "../db/database.ts";
import { Forbidden, type Why } from "./errors.tsx";
import { recordNumber } from "./forms.ts";
import type { Env } from "./house.ts";
import { twoStepFirst } from "./respond.tsx";
import { isOffice, isStaff, onlyReads, type Viewer } from "./viewer.ts";

/** Who may pass. A member who lacks the role gets a 403; everyone else the same 404 or the sign-in page. */
export const guards = {
  /** Anyone with a place in the school; read-only guardians may look, not change. */
  member: () => true,
  /** One's own sign-in and settings: read-only guardians too. */
  own: () => true,
  /** One's own password and second step: also before the step that the school requires is on. */
  security: () => true,
  guardian: (viewer: Viewer) => viewer.roles.has("guardian"),
  staff: isStaff,
  /** May write posts: staff, guardians with a grant, and all guardians where the school allows it. */
  author: (viewer: Viewer) =>
    isStaff(viewer) || viewer.mayPostTo.length > 0 || viewer.school.guardiansMayPost,
  office: isOffice,
  admin: (viewer: Viewer) => viewer.roles.has("admin"),
  /** Reads everyone's mail, sign-in links included; in the demo, where all is invented, the office too. */
  postmaster: (viewer: Viewer, demo = false) =>
    viewer.roles.has("admin") || (demo && isOffice(viewer)),
} satisfies Record<string, (viewer: Viewer, demo?: boolean) => boolean>;

export type GuardName = keyof typeof guards;

/** For whom the pages behind a guard are, as who is not let through reads it. */
const whose: Record<GuardName, Why> = {
  member: "staffOnly",
  own: "staffOnly",
  security: "staffOnly",
  guardian: "guardiansOnly",
  staff: "staffOnly",
  author: "staffOnly",
  office: "officeOnly",
  admin: "adminOnly",
  postmaster: "adminOnly",
};

/** Behind these, read-only guardians change things too: they are theirs alone. */
export const ownGuards: ReadonlySet<GuardName> = new Set(["own", "security"]);

/** Reads a number from the path; a thing with an impossible number does not exist. */
export type Id = (param: string) => number;

const guardNames = new WeakMap<object, GuardName>();

/** Which guard a route's handler is, if it is one; for `task routes` and the walk over all routes. */
export const guardOf = (handler: object): GuardName | undefined => guardNames.get(handler);

/**
 * Stands on the route line: lets only `name` pass, and loads the record the route is about
 * *through the viewer*, so that what one may not see does not exist.
 */
export function guard(name: GuardName): MiddlewareHandler<Env>;
export function guard<K extends string, T>(
  name: GuardName,
  as: K,
  load: (db: Db, viewer: Viewer, id: Id, now: Date) => Promise<T | undefined>,
): MiddlewareHandler<{ Variables: Env["Variables"] & Record<K, T> }>;
export function guard(
  name: GuardName,
  as?: string,
  load?: (db: Db, viewer: Viewer, id: Id, now: Date) => Promise<unknown>,
): MiddlewareHandler {
  const handler: MiddlewareHandler = async (c, next) => {
    const viewer = currentViewer(c);
    if (!viewer) throw new HTTPException(401);
    if (viewer.owesTwoStep && name !== "security") return twoStepFirst(c);
    if (!guards[name](viewer, c.get("house").demo)) throw new Forbidden(whose[name]);
    const writes = c.req.method !== "GET" && c.req.method !== "HEAD";
    if (writes && !ownGuards.has(name) && mayOnlyRead(c, viewer, name)) {
      throw new Forbidden("readersOnly");
    }
    if (as && load) {
      const { db, clock } = c.get("house");
      const id: Id = (param) => pathNumber(c.req.param(param));
      const record = await load(db, viewer, id, clock.now());
      if (record === undefined) throw new HTTPException(404);
      c.set(as as never, record as never);
    }
    await next();
  };
  guardNames.set(handler, name);
  return handler;
}

/** Whether this is not the viewer's to change: nothing is, or not this one of those who share the account. */
function mayOnlyRead(c: Context, viewer: Viewer, name: GuardName): boolean {
  if (viewer.readOnly) return true;
  if (name !== "member" && name !== "guardian") return false; // staff, at work
  return onlyReads(viewer.people, Number(c.req.param("person"))) ||
    onlyReads(viewer.children, Number(c.req.param("pupil")));
}

/** The viewer, also on pages that need none (help, sign-in). */
export function currentViewer(c: Context<Env>): Viewer | undefined {
  return c.get("viewer");
}

/**
 * The number of a record in an address.
 * @throws HTTPException 404 for what can be none
 */
export function pathNumber(text: string | undefined): number {
  if (!text || !recordNumber.test(text)) throw new HTTPException(404);
  return Number(text);
}
