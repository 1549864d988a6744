import { raw } from "hono/html";
import type { Child, PropsWithChildren } from "hono/jsx";
import type { Day, When } from "./dates.ts";
import { dayOfMonth, monthName, stamp, weekday, weekdayName } from "./dates.ts";
import { Bunting, Icon, type IconName } from "./drawings.tsx";
import { kinds } from "./kinds.ts";
import type { Language } from "./language.ts";
import { shellText } from "./text.ts";
import type { Kind } from "./viewer.ts";

export { Bell, Bunting, Icon, type IconName, Schoolhouse } from "./drawings.tsx";
export * from "./fields.tsx";

/** The coloured tab that names the kind; `name` from `kindName(kind, school, language)`. */
export function Tab({ kind, name }: { kind: Kind; name: string }) {
  return (
    <span class="tab">
      <Icon name={kinds[kind].icon} />
      {name}
    </span>
  );
}

/** Initials on a disc: yellow for a child, grey for an adult. Decoration; the name stands beside it. */
export function Face({ initials, kid }: { initials: string; kid?: boolean }) {
  return <span class={kid ? "face kid" : "face"} aria-hidden="true">{initials}</span>;
}

interface PostCardProps {
  kind: Kind;
  kindName: string;
  /** For whom: *Algemeen*, *Groep 5a*. */
  audience: Child;
  /** At the right: `<Stamp …/>`, *vastgezet*. */
  meta?: Child;
  id?: string;
  /** The word for it, when the viewer has not read it yet: *nieuw*. */
  unread?: string | undefined;
  /** `flow` is text, `stack` is blocks. */
  rhythm?: "flow" | "stack";
}

/** The frame of a post: tab and meta on top, the sheet below. */
export function PostCard(props: PropsWithChildren<PostCardProps>) {
  const { kind, rhythm = "flow" } = props;
  return (
    <article
      class={props.unread ? "post unread" : "post"}
      data-kind={kinds[kind].css}
      id={props.id}
    >
      <div class="post-top">
        <Tab kind={kind} name={props.kindName} />
        <p class="post-meta">
          <b>{props.audience}</b>
          <span>
            {props.unread && <strong class="new">{props.unread}</strong>}
            {props.meta}
          </span>
        </p>
      </div>
      <div class={`sheet ${rhythm}`}>{props.children}</div>
    </article>
  );
}

/** Formatted text from the database, cleaned when it was written (`sanitize-html`). */
export function Prose({ html }: { html: string }) {
  return <div class="flow prose">{raw(html)}</div>;
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

/** An urgent message above everything; leave it out when there is none. */
export function UrgentBar({ href, title, text }: { href: string; title: string; text?: Child }) {
  return (
    <a class="urgent" href={href}>
      <Icon name="spoed" />
      <span>
        <b>{title}</b>
        {text}
      </span>
      <span class="push">
        <Icon name="right" />
      </span>
    </a>
  );
}

interface StripDay {
  day: Day;
  /** How many items; 0 leaves the day white. */
  count: number;
  href: string;
}

/** The days to come, those with an item light blue with an orange counter. */
export function CalendarStrip(
  { days, today, language, children }: PropsWithChildren<
    { days: StripDay[]; today: Day; language: Language }
  >,
) {
  const t = shellText(language);
  return (
    <section aria-label={t.days}>
      <ul class="strip" role="list">
        {days.map(({ day, count, href }) => (
          <li>
            <a
              href={href}
              class={stripClass(day, today, count)}
              aria-current={day === today ? "date" : undefined}
            >
              <span>{weekdayName(day, language)}</span>
              <b>
                {dayOfMonth(day)}
                <span class="vh">
                  {` ${monthName(day, language)}${day === today ? `, ${t.today}` : ""}`}
                </span>
              </b>
              {count > 0 && (
                <span class="n">
                  <span aria-hidden="true">{count}</span>
                  <span class="vh">{t.activities(count)}</span>
                </span>
              )}
            </a>
          </li>
        ))}
      </ul>
      {children && <div class="next">{children}</div>}
    </section>
  );
}

function stripClass(day: Day, today: Day, count: number): string | undefined {
  const weekend = weekday(day) % 6 === 0;
  return [count > 0 && "has", day === today && "now", weekend && "off"].filter(Boolean).join(" ") ||
    undefined;
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

/**
 * A table that folds into blocks on a phone. Roles are spoken out, because folding takes them
 * away. Rows are `<Row>` with one `<RowHead>` and `<Cell>`s.
 */
export function Table(
  { caption, columns, children }: PropsWithChildren<{ caption: string; columns: Child[] }>,
) {
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={caption}>
      <table class="table fold" role="table">
        <caption class="vh">{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map(columnHead)}
          </tr>
        </thead>
        <tbody role="rowgroup">{children}</tbody>
      </table>
    </div>
  );
}

function columnHead(name: Child) {
  return <th role="columnheader" scope="col">{name}</th>;
}

export function Row({ id, children }: PropsWithChildren<{ id?: string }>) {
  return <tr role="row" id={id}>{children}</tr>;
}

export function RowHead({ children }: PropsWithChildren) {
  return <th role="rowheader" scope="row">{children}</th>;
}

export function Cell({ num, children }: PropsWithChildren<{ num?: boolean }>) {
  return <td role="cell" class={num ? "num" : undefined}>{children}</td>;
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

interface ConfirmProps {
  /** On the closed button: "Trek in". */
  label: Child;
  /** What will happen. */
  question: Child;
  /** Where it is posted, and the name of that button: verb and object. */
  action: string;
  confirm: string;
  icon?: IconName;
}

/** Asks before it does: opens in place, without script. Children are hidden fields. */
export function Confirm(
  { label, question, action, confirm, icon, children }: PropsWithChildren<ConfirmProps>,
) {
  return (
    <details class="confirm">
      <summary class="btn quiet s">
        {icon && <Icon name={icon} />}
        {label}
      </summary>
      <form method="post" action={action} class="well stack near">
        <p>{question}</p>
        {children}
        <div>
          <button type="submit" class="btn s">{confirm}</button>
        </div>
      </form>
    </details>
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

interface ButtonProps {
  look?: "quiet" | "bare";
  small?: boolean;
  wide?: boolean;
  icon?: IconName;
}

function buttonClass({ look, small, wide }: ButtonProps): string {
  return ["btn", look, small && "s", wide && "wide"].filter(Boolean).join(" ");
}

/** Posts its form. One without `look` per page: the primary action. */
export function Button(
  { look, small, wide, icon, children, ...rest }: PropsWithChildren<
    ButtonProps & { name?: string; value?: string; formaction?: string; form?: string }
  >,
) {
  return (
    <button type="submit" class={buttonClass({ look, small, wide })} {...rest}>
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** A link that looks like a button. */
export function ButtonLink(
  { look, small, wide, icon, href, children }: PropsWithChildren<ButtonProps & { href: string }>,
) {
  return (
    <a class={buttonClass({ look, small, wide })} href={href}>
      {icon && <Icon name={icon} />}
      {children}
    </a>
  );
}

export function Actions({ children }: PropsWithChildren) {
  return <div class="actions">{children}</div>;
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

/** A moment for machines, with words for people. */
export function DateTime({ at, children }: PropsWithChildren<{ at: Date | Day }>) {
  return <time datetime={at instanceof Date ? at.toISOString() : at}>{children}</time>;
}

/** `vandaag 8:12`, `gisteren`, `vr 6 november`. */
export function Stamp({ at, when }: { at: Date; when: When }) {
  return <DateTime at={at}>{stamp(at, when)}</DateTime>;
}
