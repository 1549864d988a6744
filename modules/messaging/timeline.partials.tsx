import { Bunting, Icon, Pager, Prose } from "../../web/components.tsx";
import { stamp, type When } from "../../web/dates.ts";
import { kindName, kinds } from "../../web/kinds.ts";
import { isStaff, type Viewer } from "../../web/viewer.ts";
import {
  type Cursor,
  type Scope,
  type TimelineFile,
  type TimelinePage,
  type TimelinePost,
} from "./timeline.queries.ts";
import { timelineText } from "./timeline.text.ts";

interface TimelineProps {
  viewer: Viewer;
  when: When;
  timeline: TimelinePage;
  /** The page it stands on (`/regenton/news`), and how that is narrowed. */
  path: string;
  scope: Scope;
  /** The value of `?for=`, if it is narrowed by audience. */
  audience: string | undefined;
}

/** Posts, and at the end the way to older ones or the word that there are none. */
export function Posts({ viewer, when, timeline, path, scope, audience }: TimelineProps) {
  const { posts, next } = timeline;
  const t = timelineText(viewer.language);
  return (
    <>
      {posts.map((post) => <Card post={post} viewer={viewer} when={when} />)}
      {next
        ? (
          <Pager
            href={address(path, { before: cursorText(next), for: audience })}
            partial={address(`/${viewer.school.shortName}/timeline`, {
              before: cursorText(next),
              for: audience,
              kind: scope.kind,
            })}
            language={viewer.language}
          />
        )
        : (
          <div class="empty">
            <Bunting />
            <p>{t.caughtUp(isStaff(viewer))}</p>
          </div>
        )}
    </>
  );
}

interface CardProps {
  post: TimelinePost;
  viewer: Viewer;
  when: When;
}

/**
 * A post in the timeline. Plain markup on purpose: twenty of these are most of the start page.
 * A short one that is seen whole for a second counts as read; a long one when it is opened.
 */
function Card({ post, viewer, when }: CardProps) {
  const { school, language } = viewer;
  const t = timelineText(language);
  const kind = kinds[post.kind];
  const href = `/${school.shortName}/posts/${post.id}`;
  const whole = post.body !== null;
  const publishAt = post.publishAt;
  return (
    <article
      class={post.unread ? "post unread" : "post"}
      data-kind={kind.css}
      hx-post={post.unread && whole ? `${href}/mark?part=mark` : undefined}
      hx-trigger={post.unread && whole ? "intersect once threshold:1 delay:1s" : undefined}
      hx-swap={post.unread && whole ? "none" : undefined}
    >
      <div class="post-top">
        <span class="tab">
          <Icon name={kind.icon} />
          {kindName(post.kind, school, language)}
        </span>
        <p class="post-meta">
          <b>{post.forSchool ? t.school : t.group(post.groups ?? "")}</b>
          <span>
            {post.unread && <strong class="new">{t.unread}</strong>}
            {post.pinned && `${t.pinned}, `}
            <time datetime={publishAt.toISOString()}>{stamp(publishAt, when)}</time>
            {post.edited && ` (${t.edited})`}
          </span>
        </p>
      </div>
      <div class="sheet flow">
        <h2>
          <a href={href}>{post.title}</a>
        </h2>
        <By name={post.authorName} initials={post.initials} />
        {post.body === null ? <p>{post.excerpt}</p> : <Prose html={post.body} />}
        {post.files && <Photos files={post.files} href={href} />}
        <Foot post={post} viewer={viewer} href={href} />
      </div>
    </article>
  );
}

/** Who wrote it, as children know them. */
export function By({ name, initials }: { name: string; initials: string }) {
  return (
    <p class="by">
      <span class="face" aria-hidden="true">{initials}</span>
      {name}
    </p>
  );
}

/** At most five pictures; the whole post has them all. */
function Photos({ files, href }: { files: TimelineFile[]; href: string }) {
  const pictures = files.filter((file) => file.picture).slice(0, 5);
  if (pictures.length === 0) return null;
  const size = pictures.length === 1 ? "medium" : "small";
  const images = pictures.map((file) => (
    <img
      class={pictures.length === 1 ? "pic" : undefined}
      src={`${href}/files/${file.id}/${size}`}
      width="600"
      height="600"
      alt={file.alt}
      loading="lazy"
    />
  ));
  return pictures.length === 1 ? images[0]! : <div class="photos">{images}</div>;
}

/** What more there is to it: the rest, reactions, a poll, attachments. */
function Foot({ post, viewer, href }: { post: TimelinePost; viewer: Viewer; href: string }) {
  const t = timelineText(viewer.language);
  const staff = isStaff(viewer);
  const attachments = post.files?.filter((file) => !file.picture) ?? [];
  const cut = post.body === null;
  if (!cut && !post.symbols && !post.comments && !post.poll && attachments.length === 0) {
    return null;
  }
  return (
    <div class="post-foot">
      {cut && (
        <a href={href}>
          {t.more}
          <span class="vh">: {post.title}</span>
        </a>
      )}
      {post.symbols > 0 && (
        <a href={`${href}#symbols`}>
          <Icon name="heart" />
          {post.symbols}
          <span class="vh">{t.symbols(post.symbols)}</span>
        </a>
      )}
      {post.comments > 0 && (
        <a href={`${href}#comments`}>
          <Icon name="reply" />
          {t.comments(post.comments)}
        </a>
      )}
      {post.poll && (
        <a href={`${href}#poll`}>
          <Icon name="chart" />
          {post.poll === "closed"
            ? t.pollClosed
            : post.poll === "voted"
            ? t.pollVoted(staff)
            : t.pollOpen(staff)}
        </a>
      )}
      {attachments.map((file) => (
        <a href={`${href}/files/${file.id}/original`}>
          <Icon name="clip" />
          {file.name}
        </a>
      ))}
    </div>
  );
}

/** An address with the parts of its query that are there. */
export function address(path: string, query: Record<string, string | undefined>): string {
  const parts = Object.entries(query).filter(([, value]) => value !== undefined);
  return parts.length === 0 ? path : `${path}?${new URLSearchParams(parts as [string, string][])}`;
}

/** Where a page begins, as it stands in an address. */
const cursorText = ({ publishAt, id }: Cursor) => `${publishAt.getTime()}-${id}`;

/** Reads `cursorText`; anything else is the beginning. */
export function readCursor(text: string | undefined): Cursor | undefined {
  const [, at, id] = /^(\d{1,14})-(\d{1,15})$/.exec(text ?? "") ?? [];
  return at && id ? { publishAt: new Date(Number(at)), id: Number(id) } : undefined;
}
