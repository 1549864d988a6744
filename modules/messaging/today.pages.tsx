import { ButtonLink, Head, Icon, Notice, Sheet } from "../../web/components.tsx";
import { addDays, longDay, shortDay, stamp, type When } from "../../web/dates.ts";
import { dayIn, timeIn } from "../../web/clock.ts";
import { kindName, kinds } from "../../web/kinds.ts";
import { isOffice, type Viewer } from "../../web/viewer.ts";
import type { ComingItem } from "../agenda/mod.ts";
import {
  Invitations,
  type ListedRound,
  type OpenInvitation,
  RoundsToday,
} from "../conversations/mod.ts";
import type { Seen } from "./seen.queries.ts";
import type { Activity, NewComment } from "./start.queries.ts";
import { Timeline, type TimelineProps, UrgentBars } from "./timeline.pages.tsx";
import type { UrgentPost } from "./timeline.queries.ts";
import { timelineText } from "./timeline.text.ts";

interface TodayPageProps extends TimelineProps {
  coming: ComingItem[];
  urgent: UrgentPost[];
  seen: Map<number, Seen>;
  comments: NewComment[];
  activity: Activity;
  pupils: Map<number, number>;
  /** Changed data that waits for the office; zero for others. */
  changes: number;
  /** Rounds of talks under way that the viewer keeps. */
  rounds: ListedRound[];
  /** To talks about the viewer's own children. */
  invitations: OpenInvitation[];
}

/** What staff see first (R10): what happened, what asks for something, and the timeline. */
export function TodayPage(props: TodayPageProps) {
  const { viewer, when, urgent, further, changes } = props;
  const t = timelineText(viewer.language);
  const home = `/${viewer.school.shortName}`;
  const day = longDay(dayIn(when.timeZone, when.now), when);
  return (
    <>
      <Head title={greeting(viewer, when)} lead={day.charAt(0).toUpperCase() + day.slice(1)}>
        <ButtonLink href={`${home}/posts/new`} icon="pencil">{t.compose}</ButtonLink>
        <ButtonLink href={`${home}/posts/new?kind=urgent`} look="quiet" icon="spoed">
          {t.urgent}
        </ButtonLink>
      </Head>
      <div class="stack">
        <UrgentBars home={home} urgent={urgent} />
        {changes > 0 && (
          <Notice>
            <a href={`${home}/changes`}>{t.changes(changes)}</a>
          </Notice>
        )}
        {!further && (
          <div class="cols even">
            <div class="stack">
              <Invitations {...props} />
              <RoundsToday {...props} />
              <NewComments {...props} />
              <OwnGroups {...props} />
            </div>
            <div class="stack">
              <ComingUp {...props} />
              <NotRead {...props} />
              <Inactive {...props} />
            </div>
          </div>
        )}
        <section class="stack narrow">
          <h2>{t.posts}</h2>
          <Timeline {...props} path={home} />
        </section>
      </div>
    </>
  );
}

function greeting({ person, language }: Viewer, when: When): string {
  const t = timelineText(language);
  const hour = Number(timeIn(when.timeZone, when.now).slice(0, 2));
  const name = person.name.split(" ")[0]!;
  if (hour < 12) return t.goodMorning(name);
  return hour < 18 ? t.goodAfternoon(name) : t.goodEvening(name);
}

function NewComments({ viewer, comments, when }: TodayPageProps) {
  const t = timelineText(viewer.language);
  const post = `/${viewer.school.shortName}/posts`;
  return (
    <Sheet title={t.newComments} aside={comments.length || undefined}>
      {comments.length === 0 ? <p class="soft">{t.noNewComments}</p> : (
        <ul class="rows" role="list">
          {comments.map((comment) => (
            <li>
              <span class="face" aria-hidden="true">{comment.initials}</span>
              <span class="grow">
                <b>{comment.authorName}</b>{" "}
                <span class="soft small">{stamp(comment.createdAt, when)}</span>
                <br />
                {beginning(comment.body)}
                <br />
                <a class="small soft" href={`${post}/${comment.postId}#comments`}>
                  {comment.postTitle}
                </a>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Sheet>
  );
}

const beginning = (text: string) => text.length <= 140 ? text : `${text.slice(0, 139)}…`;

function OwnGroups({ viewer, pupils }: TodayPageProps) {
  const t = timelineText(viewer.language);
  const own = viewer.groups.filter((group) => group.as === "teacher");
  if (own.length === 0) return null;
  return (
    <Sheet title={t.groups}>
      <ul class="rows" role="list">
        {own.map((group) => (
          <li>
            <span class="grow">
              <a href={`/${viewer.school.shortName}/groups/${group.id}`}>{t.group(group.name)}</a>
            </span>
            <span class="num small">{t.pupils(pupils.get(group.id) ?? 0)}</span>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

/** Today's and tomorrow's agenda. */
function ComingUp({ viewer, coming, when }: TodayPageProps) {
  if (viewer.school.menu.agenda?.off) return null;
  const t = timelineText(viewer.language);
  const tomorrow = addDays(dayIn(when.timeZone, when.now), 1);
  const soon = coming.filter((item) => item.startsOn <= tomorrow);
  return (
    <Sheet title={t.agendaToday}>
      {soon.length === 0 ? <p class="soft">{t.nothingToday}</p> : (
        <ul class="rows" role="list">
          {soon.map((item) => (
            <li data-kind="agenda">
              <span class="chip">{item.startsAt ?? shortDay(item.startsOn, when)}</span>
              <span class="grow">
                <a href={`/${viewer.school.shortName}/agenda/${item.id}`}>{item.title}</a>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Sheet>
  );
}

/** Of how many children no adult has seen what is urgent now. */
function NotRead({ viewer, urgent, seen }: TodayPageProps) {
  const t = timelineText(viewer.language);
  return (
    <Sheet title={t.notRead}>
      {urgent.length === 0 ? <p class="soft">{t.nothingUrgent}</p> : (
        <ul class="rows" role="list">
          {urgent.map((post) => {
            const { children = 0, reached = 0 } = seen.get(post.id) ?? {};
            return (
              <li data-kind={kinds.urgent.css}>
                <span class="chip">
                  <Icon name={kinds.urgent.icon} />
                  {kindName("urgent", viewer.school, viewer.language)}
                </span>
                <span class="grow">
                  <a href={`/${viewer.school.shortName}/posts/${post.id}#seen`}>{post.title}</a>
                </span>
                <b class={reached < children ? "num error" : "num"}>
                  {t.notReadBy(children - reached)}
                </b>
              </li>
            );
          })}
        </ul>
      )}
    </Sheet>
  );
}

function Inactive({ viewer, activity }: TodayPageProps) {
  const t = timelineText(viewer.language);
  const { guardians, inactive, names } = activity;
  const home = `/${viewer.school.shortName}`;
  if (guardians === 0) {
    return (
      <Sheet title={t.inactive}>
        <p class="soft">{t.noParents}</p>
        {isOffice(viewer) && (
          <ButtonLink href={`${home}/import`} icon="upload">{t.toImport}</ButtonLink>
        )}
      </Sheet>
    );
  }
  return (
    <Sheet title={t.inactive} aside={inactive || undefined}>
      {inactive === 0 ? <p class="soft">{t.everyoneActive}</p> : (
        <>
          <p>{t.inactiveCount(inactive)}</p>
          {isOffice(viewer)
            ? (
              <p>
                <a href={`${home}/people`}>{t.toPeople}</a>
              </p>
            )
            : (
              <details>
                <summary class="btn bare s">{t.who}</summary>
                <p class="small soft">{names}</p>
              </details>
            )}
        </>
      )}
    </Sheet>
  );
}
