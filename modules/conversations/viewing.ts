import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { When } from "../../web/dates.ts";
import type { Env } from "../../web/house.ts";
import { shellText } from "../../web/text.ts";
import type { Viewer } from "../../web/viewer.ts";

/** What the school calls the talks, or their own name in the reader's language. */
export const talksName = ({ school, language }: Viewer): string =>
  school.menu.conversations?.name || shellText(language).menu.conversations;

/** A school that switched the talks off has none. */
export function mustBeOn({ school }: Viewer): void {
  if (school.menu.conversations?.off) throw new HTTPException(404);
}

/** How this viewer is told moments. */
export function whenOf<E extends Env>(c: Context<E>): When {
  const { school, language } = c.get("viewer");
  return { now: c.get("house").clock.now(), timeZone: school.timeZone, language };
}
