import type { Context, MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { dayIn, schoolYearOf } from "../../../web/clock.ts";
import type { When } from "../../../web/dates.ts";
import { guard } from "../../../web/guard.ts";
import type { Env } from "../../../web/house.ts";
import { pagesText } from "./pages.text.ts";
import type { ImportError } from "./roster.ts";
import type { TableSource } from "./sources.ts";
import { findImport, type StoredImport } from "./store.ts";
import { fillIn, importText } from "./text.ts";

// What the routes of the import ask of a request.

/** Office and admin, with an import of their own school. */
export const guardImport = guard(
  "office",
  "stored",
  (db, viewer, id) => findImport(db, viewer.school.id, id("import")),
);

/** The same without what was read, for the page that is asked for twice a second. */
export const guardState = guard(
  "office",
  "stored",
  (db, viewer, id) => findImport(db, viewer.school.id, id("import"), false),
);

/** Of what cannot be read there is one page, which says so. */
export const readable: MiddlewareHandler<
  { Variables: Env["Variables"] & { stored: StoredImport } }
> = async (c, next) => {
  const { unreadable, id } = c.get("stored");
  if (unreadable) return c.redirect(`${here(c)}/${id}`, 303);
  await next();
};

export const text = <E extends Env>(c: Context<E>) => pagesText(c.get("viewer").language);
export const home = <E extends Env>(c: Context<E>) => `/${c.get("viewer").school.shortName}`;
export const here = <E extends Env>(c: Context<E>) => `${home(c)}/import`;

export function when<E extends Env>(c: Context<E>): When {
  const { language, school } = c.get("viewer");
  return { language, timeZone: school.timeZone, now: c.get("house").clock.now() };
}

export function currentYear<E extends Env>(c: Context<E>): number {
  return schoolYearOf(dayIn(c.get("viewer").school.timeZone, c.get("house").clock.now()));
}

export function words<E extends Env>(
  c: Context<E>,
  { code, line, values }: Pick<ImportError, "code" | "line" | "values">,
) {
  const sentence = importText(c.get("viewer").language).errors[code];
  return fillIn(sentence, { line, ...values });
}

/** The tables of an import whose columns can still be chosen. */
export function tablesOf({ state, sources }: StoredImport): TableSource[] {
  const tables = sources.filter((source) => source.kind === "table");
  if (state === "applied" || state === "applying" || !tables.length) throw new HTTPException(404);
  return tables;
}
