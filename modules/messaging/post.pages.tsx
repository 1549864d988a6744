import { Back, Icon, Notice, Prose, Stamp, Tab } from "../../web/components.tsx";
import { moment, type When } from "../../web/dates.ts";
import { kindName, kinds } from "../../web/kinds.ts";
import { isStaff, type Viewer } from "../../web/viewer.ts";
import { audienceOf, Comments, PollPiece, Symbols } from "./board.partials.tsx";
import { PostCare } from "./care.partials.tsx";
import { Attachments, Pictures } from "./files.partials.tsx";
import { type Comment, isOut, type Post, type SymbolCounts } from "./post.queries.ts";
import type { Seen, Unreached } from "./seen.queries.ts";
import { By } from "./timeline.partials.tsx";
import { timelineText } from "./timeline.text.ts";

export interface PostPageProps {
  viewer: Viewer;
  when: When;
  post: Post;
  /** `/regenton/posts/12` */
  href: string;
  comments: Comment[];
  symbols: SymbolCounts;
  voters: { optionId: number; names: string }[];
  older: { id: number; title: string } | undefined;
  /** For staff: of how many children an adult saw it, and of whom not yet. */
  seen: Seen | undefined;
  unreached: Unreached[];
  /** `?change=poll`: choose again. */
  changing: boolean;
  /** What could not be done, and what was typed. */
  problem?: { poll?: string; comment?: string; typed?: string };
}

/** A whole post: everything about it on one page. */
export function PostPage(props: PostPageProps) {
  const { viewer, when, post, href, older, problem = {} } = props;
  const { school, language } = viewer;
  const t = timelineText(language);
  const out = isOut(post, when.now);
  const reacts = post.kind === "board" && out;
  const address = (id: number, size: string) => `${href}/files/${id}/${size}`;
  const files = { files: post.files, address, language };
  return (
    <>
      <Back href={`/${school.shortName}`}>{t.allPosts}</Back>
      <StateNotice post={post} viewer={viewer} when={when} />
      <article class="post" data-kind={kinds[post.kind].css}>
        <div class="post-top">
          <Tab kind={post.kind} name={kindName(post.kind, school, language)} />
          <p class="post-meta">
            <b>{audienceOf(post, viewer)}</b>
            {post.publishAt && <Stamp at={post.publishAt} when={when} />}
          </p>
        </div>
        <div class="sheet stack">
          <div class="flow">
            <h1>{post.title}</h1>
            <By name={post.authorName} initials={post.initials} />
          </div>
          <div class="flow">
            <Prose html={post.body} />
            <Pictures {...files} />
            {post.editedAt && <p class="soft small">{t.editedAt(moment(post.editedAt, when))}</p>}
          </div>
          <Attachments {...files} />
          {post.poll && (
            <PollPiece
              {...props}
              poll={post.poll}
              changing={props.changing || problem.poll !== undefined}
              error={problem.poll}
            />
          )}
          {reacts && <Symbols {...props} counts={props.symbols} />}
          <SeenBy {...props} />
        </div>
      </article>
      <PostCare viewer={viewer} post={post} href={href} now={when.now} />
      {reacts && <Comments {...props} typed={problem.typed} error={problem.comment} />}
      {older && (
        <p class="post-foot no-print">
          <a href={`/${school.shortName}/posts/${older.id}`}>
            {`${t.older}: ${older.title}`}
            <Icon name="right" />
          </a>
        </p>
      )}
    </>
  );
}

/** For those who care for a post: that parents do not see it (yet, or any more). */
function StateNotice({ post, viewer, when }: { post: Post; viewer: Viewer; when: When }) {
  const t = timelineText(viewer.language);
  if (post.withdrawnAt) return <Notice>{t.withdrawn}</Notice>;
  if (!post.publishAt) return <Notice>{t.draft}</Notice>;
  if (post.publishAt > when.now) {
    return <Notice>{t.scheduled(moment(post.publishAt, when))}</Notice>;
  }
  return isOut(post, when.now) ? null : <Notice>{t.expired}</Notice>;
}

/** For staff: of how many children an adult saw this, and of whom not. */
function SeenBy({ viewer, seen, unreached }: PostPageProps) {
  if (!isStaff(viewer) || !seen || seen.children === 0) return null;
  const t = timelineText(viewer.language);
  return (
    <section id="seen" class="no-print">
      <p class="row nowrap small soft">
        <Icon name="eye" />
        <span class="grow">{t.seen(seen.reached, seen.children)}</span>
      </p>
      {unreached.length > 0 && (
        <details>
          <summary class="btn bare s">{t.notSeen}</summary>
          {unreached.map(({ group, names }) => (
            <p class="small">
              <b>{group === null ? t.withoutGroup : t.group(group)}:</b> {names}
            </p>
          ))}
        </details>
      )}
    </section>
  );
}
