import type { Child, PropsWithChildren } from "hono/jsx";
import { raw } from "hono/html";
import { asset, type AssetName } from "./assets.ts";
import { Notice } from "./components.tsx";
import { Bell, Bunting, Schoolhouse } from "./drawings.tsx";
import type { Language } from "./language.ts";
import type { MenuItem } from "./menu.ts";
import { AccountMenu, MenuList, PhoneBar } from "./navigation.tsx";
import { shellText } from "./text.ts";
import type { School, Viewer } from "./viewer.ts";

export type { MenuItem } from "./menu.ts";

/** A school as signed-out pages show it; null before there is one. */
type Sign = Pick<School, "shortName" | "name" | "logoFileId"> | null;

/** Scripts that only some pages need, in the order in which they run. */
const scripts = {
  editor: ["purify.js", "squire.js", "editor.js"],
  upload: ["upload.js"],
  password: ["password.js"],
  poll: ["poll-form.js"],
  conversations: ["conversations.js"],
  rounds: ["rounds.js"],
} satisfies Record<string, AssetName[]>;
/** Classic scripts; ours are modules. Both run in the order in which they stand. */
const vendor = new Set<AssetName>(["purify.js", "squire.js"]);
export type PageScript = keyof typeof scripts;

/**
 * htmx: no eval is needed, its indicator style is in portal.css, answers only come from here,
 * going back reloads, an error page is never put inside another page (app.js says it), while 409 and
 * 422 bring their own words in the piece that is swapped, and nothing waits for a transition: that
 * copies the style of a field someone made larger, which the CSP stops; what one folded open or up
 * stays so when the piece around it changes.
 */
const htmxConfig = JSON.stringify({
  mode: "same-origin",
  history: "reload",
  includeIndicatorCSS: false,
  defaultSettleDelay: 0,
  morphIgnore: ["data-htmx-powered", "open"],
  noSwap: [204, 304, 400, 401, 403, 404, 405, 413, 415, 429, "5xx"],
});

interface DocumentProps {
  title: string;
  school: Sign;
  language: Language;
  scripts?: PageScript[] | undefined;
}

function Document(props: PropsWithChildren<DocumentProps>) {
  const { title, school, language } = props;
  const named = school ? `${title} – ${school.name}` : title;
  return (
    <>
      {raw("<!doctype html>")}
      <html lang={language}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover" />
          <meta name="theme-color" content="#ffd45e" media="(prefers-color-scheme:light)" />
          <meta name="theme-color" content="#1b2b26" media="(prefers-color-scheme:dark)" />
          <meta name="robots" content="noindex" />
          <meta name="htmx-config" content={htmxConfig} />
          <title>{named}</title>
          <link rel="icon" href={asset("logo.svg")} type="image/svg+xml" />
          <link
            rel="preload"
            href={asset("figtree-latin.woff2")}
            as="font"
            type="font/woff2"
            crossorigin="anonymous"
          />
          <link rel="stylesheet" href={asset("portal.css")} />
          <script defer src={asset("htmx.js")}></script>
          <script type="module" src={asset("app.js")}></script>
          {props.scripts?.flatMap((name) => scripts[name]).map((file) => (
            <script defer type={vendor.has(file) ? undefined : "module"} src={asset(file)}></script>
          ))}
        </head>
        <body data-failed={shellText(language).failed}>{props.children}</body>
      </html>
    </>
  );
}

interface PageProps {
  viewer: Viewer;
  menu: MenuItem[];
  /** The address asked for (`c.req.path`): marks where one is in the menu. */
  path: string;
  title: string;
  /** For reading and composing: at most 42rem wide. */
  narrow?: boolean;
  /** Said once, after something was saved. */
  flash?: string | undefined;
  scripts?: PageScript[];
}

/** A whole page for someone who is signed in. Its content begins with `<Head>` or an h1. */
export function Page(props: PropsWithChildren<PageProps>) {
  const { viewer, menu, narrow, flash } = props;
  const { school, language } = viewer;
  const t = shellText(language);
  const current = currentItem(menu, props.path);
  return (
    <Document title={props.title} school={school} language={language} scripts={props.scripts}>
      <a class="skip" href="#main">{t.skip}</a>
      <header class="top">
        <div class="top-in">
          <Brand school={school} />
          <AccountMenu viewer={viewer} />
        </div>
      </header>
      <div class="frame">
        <nav class="side" aria-label={t.menu.main}>
          <MenuList items={menu} current={current} />
        </nav>
        <main class="main" id="main" tabindex={-1}>
          {flash && <Notice tone="good" live>{flash}</Notice>}
          {viewer.readOnly && <Notice>{t.readOnly}</Notice>}
          {narrow ? <div class="narrow">{props.children}</div> : props.children}
        </main>
      </div>
      <footer class="foot">
        <div class="foot-in">
          <span>{school.name}</span>
          {menu.filter((item) => item.key === "help").map((item) => (
            <a href={item.href}>{item.name}</a>
          ))}
          <span>{t.openSource}</span>
        </div>
      </footer>
      <PhoneBar items={menu} current={current} language={language} />
    </Document>
  );
}

interface DoorProps {
  school: Sign;
  language: Language;
  title: string;
  /** Under the heading. */
  lead?: Child;
  flash?: string | undefined;
  scripts?: PageScript[];
}

/** Pages before the door: sign-in, activation, forgotten password, set-up. Makes the h1 itself. */
export function Door(props: PropsWithChildren<DoorProps>) {
  const { title, school, language } = props;
  return (
    <Document title={title} school={school} language={language} scripts={props.scripts}>
      <div class="door">
        <div class="door-art">
          <Bunting />
          <Schoolhouse />
        </div>
        <main class="door-in stack" id="main">
          <div>
            <Brand school={school} />
          </div>
          <div class="head flat">
            <div>
              <h1>{title}</h1>
              {props.lead && <p>{props.lead}</p>}
            </div>
          </div>
          {props.flash && <Notice tone="good" live>{props.flash}</Notice>}
          {props.children}
          <p class="post-foot">
            <span>{shellText(language).openSource}</span>
          </p>
        </main>
      </div>
    </Document>
  );
}

interface PlainPageProps {
  school: Sign;
  language: Language;
  title: string;
}

/** A page without menus, for when we do not know who is looking: errors. */
export function PlainPage(
  { school, language, title, children }: PropsWithChildren<PlainPageProps>,
) {
  return (
    <Document title={title} school={school} language={language}>
      <header class="top">
        <div class="top-in">
          <Brand school={school} />
        </div>
      </header>
      <div class="frame plain">
        <main class="main" id="main">{children}</main>
      </div>
    </Document>
  );
}

function Brand({ school }: { school: Sign }) {
  if (!school) {
    return (
      <p class="brand">
        <Bell />Schoolbel
      </p>
    );
  }
  const home = `/${school.shortName}`;
  return (
    <a class="brand" href={home}>
      {school.logoFileId === null
        ? <Bell />
        : <img src={`${home}/logo?v=${school.logoFileId}`} alt="" width="40" height="40" />}
      {school.name}
    </a>
  );
}

/** The item whose address the path is, or lies under most deeply. */
function currentItem(menu: MenuItem[], path: string): MenuItem | undefined {
  const [home] = menu;
  const under = (item: MenuItem) =>
    [item.href, ...item.covers ?? []].some((href) =>
      path === href || (item !== home && path.startsWith(`${href}/`))
    );
  return menu.filter(under).sort((a, b) => b.href.length - a.href.length)[0];
}
