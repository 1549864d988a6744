import { Face } from "./components.tsx";
import { Icon } from "./drawings.tsx";
import type { Language } from "./language.ts";
import type { MenuItem } from "./menu.ts";
import { photoOf } from "./photos.ts";
import { shellText } from "./text.ts";
import type { Viewer } from "./viewer.ts";

export function AccountMenu({ viewer }: { viewer: Viewer }) {
  const { school, person, language } = viewer;
  const t = shellText(language, viewer).menu;
  const home = `/${school.shortName}`;
  return (
    <details class="menu push">
      <summary class="who">
        <Face initials={person.initials} src={photoOf(school, "person", person)} />
        <span class="who-name">{person.name}</span>
        <Icon name="down" />
        <span class="vh">{t.yours}</span>
      </summary>
      <ul class="menu-box nav" role="list">
        <li>
          <a href={`${home}/account`}>
            <Icon name="user" />
            {t.account}
          </a>
        </li>
        {viewer.children.length > 0 && (
          <li>
            <a href={`${home}/children`}>
              <Icon name="kids" />
              {t.children}
            </a>
          </li>
        )}
        {!school.menu.groups?.off && (
          <li>
            <a href={`${home}/groups`}>
              <Icon name="users" />
              {school.menu.groups?.name || t.groups}
            </a>
          </li>
        )}
        <li>
          <form method="post" action={`${home}/sign-out`}>
            <button type="submit">
              <Icon name="logout" />
              {t.signOut}
            </button>
          </form>
        </li>
      </ul>
    </details>
  );
}

export function MenuList({ items, current }: { items: MenuItem[]; current: MenuItem | undefined }) {
  return (
    <ul class="nav" role="list">
      {items.map((item) => (
        <li
          data-kind={item.css}
          class={item.separated ? "sep" : undefined}
        >
          <MenuLink item={item} name={item.name} current={item === current} />
        </li>
      ))}
    </ul>
  );
}

function MenuLink({ item, name, current }: { item: MenuItem; name: string; current: boolean }) {
  return (
    <a href={item.href} aria-current={current ? "page" : undefined}>
      <Icon name={item.icon} />
      {name}
      {item.badge ? <span class="count push">{item.badge}</span> : null}
    </a>
  );
}

/** Under the thumb: four items, and the rest behind *Menu*. */
export function PhoneBar(
  { items, current, language }: {
    items: MenuItem[];
    current: MenuItem | undefined;
    language: Language;
  },
) {
  const t = shellText(language).menu;
  return (
    <nav class="bar" aria-label={t.quick}>
      <ul role="list">
        {items.filter((item) => item.bar).slice(0, 4).map((item) => (
          <li>
            <MenuLink item={item} name={item.bar!} current={item === current} />
          </li>
        ))}
        <li>
          <details class="menu">
            <summary>
              <Icon name="menu" />
              {t.more}
            </summary>
            <div class="menu-box">
              <MenuList items={items} current={current} />
            </div>
          </details>
        </li>
      </ul>
    </nav>
  );
}
