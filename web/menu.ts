import type { IconName } from "./drawings.tsx";
import { kindName, kinds } from "./kinds.ts";
import { shellText } from "./text.ts";
import { isOffice, isStaff, type Kind, type MenuKey, type Viewer } from "./viewer.ts";

export interface MenuItem {
  key: string;
  name: string;
  href: string;
  /** Further addresses that lie under it. */
  covers?: string[];
  icon: IconName;
  /** Its colour: `data-kind` in portal.css. */
  css?: string;
  /** Unread, said as such. */
  badge?: number;
  /** Starts a group, under a line. */
  separated?: boolean;
  /** Among the four in the phone's bar, with this (short) name. */
  bar?: string;
}

/** The menu of this person at this school: what is switched off is left out, own names win. */
export function menuFor(viewer: Viewer): MenuItem[] {
  return isStaff(viewer) ? staffMenu(viewer) : guardianMenu(viewer);
}

function guardianMenu(viewer: Viewer): MenuItem[] {
  const { home, kind, conversations, groups, own, t } = parts(viewer);
  return [
    { key: "start", name: t.start, href: home, icon: "start" as const, bar: t.start },
    ...kind("news"),
    ...kind("agenda"),
    ...kind("board"),
    ...conversations(),
    ...groups(),
    ...own("help", t.help, "help"),
  ];
}

function staffMenu(viewer: Viewer): MenuItem[] {
  const { home, kind, conversations, groups, own, t } = parts(viewer);
  const office: MenuItem[] = [
    { key: "people", name: t.people, href: `${home}/people`, icon: "user" },
    { key: "changes", name: t.changes, href: `${home}/changes`, icon: "pencil" },
    { key: "import", name: t.import, href: `${home}/import`, icon: "upload" },
    { key: "settings", name: t.settings, href: `${home}/settings`, icon: "settings" },
    {
      key: "outgoing",
      name: t.outgoing,
      href: viewer.roles.has("admin") ? `${home}/outgoing` : `${home}/outgoing/failures`,
      icon: "send",
    },
    ...viewer.roles.has("admin")
      ? [{ key: "privacy", name: t.privacy, href: `${home}/privacy`, icon: "lock" as const }]
      : [],
  ];
  return [
    { key: "start", name: t.today, href: home, icon: "dash", bar: t.today },
    {
      key: "compose",
      name: t.compose,
      href: `${home}/posts/new`,
      icon: "pencil",
      bar: t.composeShort,
    },
    ...kind("news", { separated: true }),
    ...kind("board"),
    ...kind("agenda", { bar: undefined }),
    ...conversations(),
    ...groups(),
    { key: "find", name: t.find, href: `${home}/find`, icon: "search" },
    ...(isOffice(viewer) ? office : []),
    ...own("help", t.help, "help"),
  ];
}

/** What both menus are made of. */
function parts({ school, language }: Viewer) {
  const t = shellText(language).menu;
  const home = `/${school.shortName}`;
  const own = (key: MenuKey, name: string, icon: IconName, more: Partial<MenuItem> = {}) => {
    const set = school.menu[key];
    if (set?.off) return [];
    return [{ key, name: set?.name || name, href: `${home}/${key}`, icon, ...more }];
  };
  const kind = (key: Kind & MenuKey, more: Partial<MenuItem> = {}) => {
    const name = kindName(key, school, language);
    const icons = { news: "nieuws", board: "prikbord", agenda: "agenda" } as const;
    return own(key, name, icons[key], { css: kinds[key].css, bar: name, ...more });
  };
  const groups = () =>
    own("groups", t.groups, "users", { separated: true, covers: [`${home}/special-groups`] });
  const conversations = () => own("conversations", t.conversations, "gesprek", { css: "gesprek" });
  return { home, kind, conversations, groups, own, t };
}
