import type { Child, PropsWithChildren } from "hono/jsx";
import { Bunting, Icon, type IconName } from "./drawings.tsx";
import type { Language } from "./language.ts";
import { shellText } from "./text.ts";

// The pieces that pages are made of; one import for all of them.
export * from "./buttons.tsx";
export * from "./cards.tsx";
export { Bell, Bunting, Icon, type IconName, Schoolhouse } from "./drawings.tsx";
export * from "./editing.tsx";
export * from "./fields.tsx";
export * from "./tables.tsx";

interface FaceProps {
  initials: string;
  kid?: boolean;
  /** A photo, where the viewer may see one: see `photoOf`. */
  src?: string | undefined;
  /** As on someone's own page. */
  large?: boolean;
}

/** *Noor de Wit* as `NW`: of the first word and the last. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : ""].map((word = "") => word.charAt(0)).join(
    "",
  );
}

/**
 * A photo on a disc, or initials: yellow for a child, grey for an adult. Decoration; the name
 * stands beside it.
 */
export function Face({ initials, kid, src, large }: FaceProps) {
  const side = large ? 96 : 36;
  return (
    <span class={`face${kid ? " kid" : ""}${large ? " large" : ""}`} aria-hidden="true">
      {src
        ? <img src={src} alt="" width={side} height={side} loading={large ? "eager" : "lazy"} />
        : initials}
    </span>
  );
}

/** A piece of paper with a heading. `title` may be followed by `aside` at the right. */
export function Sheet(
  { title, id, aside, children }: PropsWithChildren<{ title?: Child; id?: string; aside?: Child }>,
) {
  if (!title) return <div class="sheet stack" id={id}>{children}</div>;
  return (
    <section class="sheet" id={id}>
      <h2 class={aside ? "row" : undefined}>
        {title}
        {aside && <span class="chip push">{aside}</span>}
      </h2>
      {children}
    </section>
  );
}

interface Link {
  href: string;
  label: Child;
  current?: boolean;
  count?: number;
}

/** Round buttons that narrow a list. */
export function Filter({ label, links }: { label: string; links: Link[] }) {
  return (
    <nav class="filter" aria-label={label}>
      {links.map((link) => (
        <a href={link.href} aria-current={link.current ? "true" : undefined}>{link.label}</a>
      ))}
    </nav>
  );
}

/** Sections of a page; a `.sheet` follows. */
export function Tabs({ label, links }: { label: string; links: Link[] }) {
  return (
    <nav class="tabs" aria-label={label}>
      {links.map((link) => (
        <a href={link.href} aria-current={link.current ? "page" : undefined}>
          {link.label}
          {link.count ? <span class="count">{link.count}</span> : null}
        </a>
      ))}
    </nav>
  );
}

/** How far something is; `label` says it in words: "18 van 26 gezinnen". */
export function Meter({ value, max, label }: { value: number; max: number; label: string }) {
  return <progress class="meter" value={value} max={max} aria-label={label}></progress>;
}

/** Nothing (left): bunting, one sentence, at most one action. */
export function Empty({ children, action }: PropsWithChildren<{ action?: Child }>) {
  return (
    <div class="empty">
      <Bunting />
      <p>{children}</p>
      {action}
    </div>
  );
}

interface PagerProps {
  /** The next page, a whole page. */
  href: string;
  /** The same posts as a partial, which ends in its own pager; it takes this one's place. */
  partial: string;
  language: Language;
}

/** *Oudere berichten*: a link, or where scripts run more posts as one scrolls. */
export function Pager({ href, partial, language }: PagerProps) {
  return (
    <div class="pager" hx-get={partial} hx-trigger="intersect once" hx-swap="outerHTML">
      <a class="btn quiet s" href={href}>{shellText(language).older}</a>
    </div>
  );
}

/** The way back, above the heading. */
export function Back({ href, children }: PropsWithChildren<{ href: string }>) {
  return (
    <a class="back" href={href}>
      <Icon name="left" />
      {children}
    </a>
  );
}

interface NoticeProps {
  tone?: "info" | "good" | "bad";
  /** Read out when it appears. */
  live?: boolean;
}

/** A message on the page itself; `good` after something was saved. */
export function Notice({ tone = "info", live, children }: PropsWithChildren<NoticeProps>) {
  const icon: IconName = tone === "good" ? "ok" : tone === "bad" ? "alert" : "info";
  return (
    <div class={`notice ${tone}`} role={live ? "status" : undefined}>
      <Icon name={icon} />
      <div>{children}</div>
    </div>
  );
}

/** What went wrong, read out at once. */
export function Alert({ children }: PropsWithChildren) {
  return (
    <div role="alert">
      <Notice tone="bad">{children}</Notice>
    </div>
  );
}

/** The top of a page: its only h1, a line under it, actions at the right. */
export function Head({ title, lead, children }: PropsWithChildren<{ title: Child; lead?: Child }>) {
  return (
    <div class="head">
      <div>
        <h1>{title}</h1>
        {lead && <p>{lead}</p>}
      </div>
      {children && <div class="actions no-print fit">{children}</div>}
    </div>
  );
}
