import { HTTPException } from "hono/http-exception";
import type { Tick } from "../../web/module.ts";
import { shellText } from "../../web/text.ts";
import type { Viewer } from "../../web/viewer.ts";

/** What the school calls the talks, or their own name in the reader's language. */
export const talksName = ({ school, language }: Viewer): string =>
  school.menu.conversations?.name || shellText(language).menu.conversations;

/** Of a tick: nothing is due at a school that switched the talks off. */
export const whileOn = (due: Tick["due"]): Tick["due"] => (school, now) =>
  school.menu.conversations?.off ? undefined : due(school, now);

/** A school that switched the talks off has none. */
export function mustBeOn({ school }: Viewer): void {
  if (school.menu.conversations?.off) throw new HTTPException(404);
}
