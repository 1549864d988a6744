import { raw } from "hono/html";
import type { Child, PropsWithChildren } from "hono/jsx";
import type { Day, When } from "./dates.ts";
import { dayOfMonth, monthName, stamp, weekday, weekdayName } from "./dates.ts";
import { Icon } from "./drawings.tsx";
import { kinds } from "./kinds.ts";
import type { Language } from "./language.ts";
import { shellText } from "./text.ts";
import type { Kind } from "./viewer.ts";

/** The coloured tab that names the kind; `name` from `kindName(kind, school, language)`. */
export function Tab({ kind, name }: { kind: Kind; name: string }) {
  return (
    <span class="tab">
      <Icon name={kinds[kind].icon} />
      {name}
    </span>
  );
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

/** A moment for machines, with words for people. */
function DateTime({ at, children }: PropsWithChildren<{ at: Date | Day }>) {
  return <time datetime={at instanceof Date ? at.toISOString() : at}>{children}</time>;
}

/** `vandaag 8:12`, `gisteren`, `vr 6 november`. */
export function Stamp({ at, when }: { at: Date; when: When }) {
  return <DateTime at={at}>{stamp(at, when)}</DateTime>;
}
