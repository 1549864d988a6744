import { Filter } from "./components.tsx";
import { shellText } from "./text.ts";
import type { Viewer } from "./viewer.ts";

/** *Groepen | Speciale groepen*: two modules that are one thing in the menu. */
export function GroupsStrip(
  { viewer, current }: { viewer: Viewer; current: "groups" | "special" },
) {
  const { school, language } = viewer;
  const t = shellText(language).menu;
  const home = `/${school.shortName}`;
  const groups = school.menu.groups?.name || t.groups;
  return (
    <Filter
      label={groups}
      links={[
        { href: `${home}/groups`, label: groups, current: current === "groups" },
        {
          href: `${home}/special-groups`,
          label: t.specialGroups,
          current: current === "special",
        },
      ]}
    />
  );
}
