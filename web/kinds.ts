import type { IconName } from "./drawings.tsx";
import { shellText } from "./text.ts";
import type { Kind, School } from "./viewer.ts";

/** How each kind of post looks: `data-kind` in portal.css (Dutch there) and its icon. */
export const kinds: Record<Kind, { css: string; icon: IconName }> = {
  news: { css: "nieuws", icon: "nieuws" },
  board: { css: "prikbord", icon: "prikbord" },
  agenda: { css: "agenda", icon: "agenda" },
  urgent: { css: "spoed", icon: "spoed" },
};

/** What the school calls this kind, or its own name in the reader's language. */
export function kindName(kind: Kind, school: School, language: string): string {
  const own = kind === "urgent" ? undefined : school.menu[kind]?.name;
  return own || shellText(language).kind[kind];
}
