import { CalendarStrip, Face, Filter, Head, UrgentBar } from "../../web/components.tsx";
import {
  addDays,
  type Day,
  dayOfMonth,
  spokenTime,
  weekdayName,
  type When,
} from "../../web/dates.ts";
import { dayIn } from "../../web/clock.ts";
import { kindName } from "../../web/kinds.ts";
import type { Viewer } from "../../web/viewer.ts";
import type { ComingItem } from "../agenda/mod.ts";
import { Invitations, type OpenInvitation } from "../conversations/mod.ts";
import { address, Posts } from "./timeline.partials.tsx";
import type { Scope, TimelinePage, UrgentPost } from "./timeline.queries.ts";
import { timelineText } from "./timeline.text.ts";

/** How many days the calendar strip shows, today included. */
export const stripDays = 14;

/** What every page with a timeline knows. */
export interface TimelineProps {
  viewer: Viewer;
  when: When;
  timeline: TimelinePage;
  scope: Scope;
  /** `?for=`: *school*, *child-12* or *group-3*. */
  audience: string | undefined;
  /** Whether this is a later page, reached without endless scroll. */
  further: boolean;
}

interface StartPageProps extends TimelineProps {
  coming: ComingItem[];
  urgent: UrgentPost[];
  teachers: Map<number, string>;
  invitations: OpenInvitation[];
}

/** What guardians see first: the days to come, what is urgent, and the timeline. */
export function StartPage(props: StartPageProps) {
  const { viewer, when, coming, urgent, teachers, invitations, further } = props;
  const t = timelineText(viewer.language);
  const home = `/${viewer.school.shortName}`;
  return (
    <>
      <h1 class="vh">{t.start}</h1>
      <div class="stack">
        <div class="stack near">
          {!further && <Strip viewer={viewer} when={when} coming={coming} />}
          <UrgentBars home={home} urgent={urgent} />
        </div>
        <div class="cols">
          <div class="stack">
            {!further && <Invitations viewer={viewer} when={when} invitations={invitations} />}
            <Timeline {...props} path={home} />
          </div>
          <div class="stack">
            <MyChildren viewer={viewer} teachers={teachers} />
          </div>
        </div>
      </div>
    </>
  );
}

/** The timeline of one kind: *Nieuws* or *Prikbord*. */
export function KindPage(props: TimelineProps & { kind: "news" | "board" }) {
  const { viewer, kind } = props;
  return (
    <>
      <Head title={kindName(kind, viewer.school, viewer.language)} />
      <div class="stack narrow">
        <Timeline {...props} path={`/${viewer.school.shortName}/${kind}`} />
      </div>
    </>
  );
}

/** The filter and the posts. */
export function Timeline(props: TimelineProps & { path: string }) {
  const { viewer, path, audience, further } = props;
  const t = timelineText(viewer.language);
  return (
    <>
      <Filter
        label={t.filter}
        links={[
          { href: path, label: t.all, current: audience === undefined },
          ...audiences(viewer).map(({ value, label }) => ({
            href: address(path, { for: value }),
            label,
            current: audience === value,
          })),
        ]}
      />
      {further && (
        <p>
          <a href={address(path, { for: audience })}>{t.newest}</a>
        </p>
      )}
      <div class="timeline">
        <Posts {...props} />
      </div>
    </>
  );
}

interface Audience {
  value: string;
  label: string;
  scope: "school" | number[];
}

/** By whom the timeline can be narrowed: everyone, each child, and for teachers each own group. */
export function audiences(viewer: Viewer): Audience[] {
  const t = timelineText(viewer.language);
  return [
    { value: "school", label: t.school, scope: "school" },
    ...viewer.groups.filter((group) => group.as === "teacher").map((group) => ({
      value: `group-${group.id}`,
      label: t.group(group.name),
      scope: [group.id],
    })),
    ...viewer.children.map((child) => ({
      value: `child-${child.id}`,
      label: t.child(child.firstName, child.groups.map((group) => group.name).join(", ")),
      scope: child.groups.map((group) => group.id),
    })),
  ];
}

export function UrgentBars({ home, urgent }: { home: string; urgent: UrgentPost[] }) {
  return (
    <>
      {urgent.map(({ id, title, excerpt }) => (
        <UrgentBar href={`${home}/posts/${id}`} title={title} text={excerpt} />
      ))}
    </>
  );
}

/** The strip of the days to come, with the next three things below it. */
function Strip(
  { viewer, when, coming }: { viewer: Viewer; when: When; coming: ComingItem[] },
) {
  const { school, language } = viewer;
  if (school.menu.agenda?.off) return null;
  const agenda = `/${school.shortName}/agenda`;
  const today = dayIn(school.timeZone, when.now);
  const days = daysFrom(today).map((day) => {
    const count = coming.filter((item) => item.startsOn <= day && item.endsOn >= day).length;
    return { day, count, href: `${agenda}?month=${day.slice(0, 7)}#day-${day}` };
  });
  return (
    <CalendarStrip days={days} today={today} language={language}>
      {coming.length > 0 &&
        coming.slice(0, 3).map((item) => (
          <a href={`${agenda}/${item.id}`} data-kind="agenda">
            <b>{`${weekdayName(item.startsOn, language)} ${dayOfMonth(item.startsOn)}`}</b>{" "}
            {item.startsAt ? `${item.title}, ${spokenTime(item.startsAt, language)}` : item.title}
          </a>
        ))}
    </CalendarStrip>
  );
}

let strip: Day[] = [];

/** The days of the strip, remembered from one page to the next. */
function daysFrom(today: Day): Day[] {
  if (strip[0] !== today) strip = Array.from({ length: stripDays }, (_, n) => addDays(today, n));
  return strip;
}

function MyChildren({ viewer, teachers }: { viewer: Viewer; teachers: Map<number, string> }) {
  const t = timelineText(viewer.language);
  return (
    <section class="sheet">
      <h2>{t.children}</h2>
      <ul class="rows" role="list">
        {viewer.children.map((child) => (
          <li>
            <Face initials={child.initials} kid />
            <span class="grow">
              <b>{child.firstName}</b>
              <br />
              <span class="soft small">
                {child.groups.length === 0
                  ? t.noGroup
                  : child.groups.map((group) =>
                    [t.group(group.name), teachers.get(group.id)].filter(Boolean).join(", ")
                  ).join("; ")}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
