import { Button, Confirm, Icon, Notice, Tiles } from "../../web/components.tsx";
import { moment, stamp, type When } from "../../web/dates.ts";
import { isStaff, type Viewer } from "../../web/viewer.ts";
import type { Comment, Poll, Post, SymbolCounts } from "./post.queries.ts";
import type { PostSymbol } from "./tables.ts";
import { timelineText } from "./timeline.text.ts";

// The pieces of a post that change by themselves: a page is made of them, and htmx swaps them.

interface PieceProps {
  viewer: Viewer;
  when: When;
  post: Post;
  /** `/regenton/posts/12` */
  href: string;
}

interface PollProps extends PieceProps {
  /** Per option who chose it; only for staff, and not in an anonymous poll. */
  voters: { optionId: number; names: string }[];
  /** Show the answers to choose from although one has voted. */
  changing: boolean;
  error?: string;
}

/**
 * A poll: the answers to choose from, and after voting or closing what was chosen. Staff, who
 * mostly come to look, see that at once.
 */
export function PollPiece(props: PollProps & { poll: Poll }) {
  const { poll, viewer, when, changing } = props;
  const t = timelineText(viewer.language).poll;
  const closed = poll.closesAt !== null && poll.closesAt <= when.now;
  const voted = poll.options.some((option) => option.mine);
  const mayVote = !closed && !viewer.readOnly;
  const choosing = mayVote && (changing || (!voted && !isStaff(viewer)));
  return (
    <section id="poll" class="flow">
      <h2>{poll.question}</h2>
      {choosing ? <PollForm {...props} /> : <PollResults {...props} />}
      <p class="post-foot">
        <span>{poll.multiple ? t.voters(poll.voters) : t.votes(poll.voters)}</span>
        {mayVote && !choosing && (
          <a href={`${props.href}?change=poll#poll`}>
            {voted ? t.change(isStaff(viewer)) : t.vote}
          </a>
        )}
        {closed
          ? <span>{t.closed}</span>
          : poll.closesAt && <span>{t.closes(moment(poll.closesAt, when))}</span>}
      </p>
    </section>
  );
}

function PollForm({ viewer, poll, href, error }: PollProps & { poll: Poll }) {
  const t = timelineText(viewer.language).poll;
  const staff = isStaff(viewer);
  const more = staff ? t.chooseMoreStaff : t.chooseMore;
  const who = poll.anonymous
    ? (staff ? t.anonymousStaff : t.anonymous)
    : (staff ? t.namedStaff : t.named);
  return (
    <form
      method="post"
      action={`${href}/vote`}
      class="stack"
      hx-post={`${href}/vote?part=poll`}
      hx-target="#poll"
      hx-swap="outerHTML"
    >
      <Tiles
        type={poll.multiple ? "checkbox" : "radio"}
        name="option"
        legend={poll.multiple ? more : t.chooseOne}
        hint={who}
        error={error}
        value={poll.options.filter((option) => option.mine).map(({ id }) => String(id))}
        options={poll.options.map(({ id, label }) => ({ value: String(id), label }))}
      />
      <div>
        <Button>{t.vote}</Button>
      </div>
    </form>
  );
}

function PollResults({ viewer, poll, voters, error }: PollProps & { poll: Poll }) {
  const t = timelineText(viewer.language).poll;
  const most = Math.max(1, poll.voters);
  return (
    <>
      {error && <Notice tone="bad" live>{error}</Notice>}
      <ul class="poll" role="list">
        {poll.options.map((option) => (
          <li>
            <progress
              value={option.votes}
              max={most}
              aria-label={t.of(option.label, option.votes, poll.voters)}
            >
            </progress>
            <span class="grow">{option.label}</span>
            {option.mine && (
              <span class="row small">
                <Icon name="check" />
                {t.mine(isStaff(viewer))}
              </span>
            )}
            <b class="num">{option.votes}</b>
          </li>
        ))}
      </ul>
      {voters.map(({ optionId, names }) => (
        <p class="small">
          <b>{poll.options.find((option) => option.id === optionId)?.label}:</b> {names}
        </p>
      ))}
    </>
  );
}

const symbols: PostSymbol[] = ["heart", "thumb", "party", "smile"];

/** Four symbols with how often they were given; pressing one gives or takes one's own. */
export function Symbols({ viewer, href, counts }: PieceProps & { counts: SymbolCounts }) {
  const t = timelineText(viewer.language);
  return (
    <div id="symbols" role="group" aria-label={t.react}>
      <form
        method="post"
        action={`${href}/symbols`}
        class="react"
        hx-post={`${href}/symbols?part=symbols`}
        hx-target="#symbols"
        hx-swap="outerHTML"
      >
        {symbols.map((symbol) => {
          const { count = 0, mine = false } = counts.find((one) => one.symbol === symbol) ?? {};
          return (
            <button
              type="submit"
              name="symbol"
              value={symbol}
              aria-pressed={mine ? "true" : "false"}
              aria-label={t.times(t.symbol[symbol], count)}
              disabled={viewer.readOnly}
            >
              <Icon name={symbol} />
              {count}
            </button>
          );
        })}
      </form>
    </div>
  );
}

interface CommentsProps extends PieceProps {
  comments: Comment[];
  /** What was typed, when it could not be placed. */
  typed?: string;
  error?: string;
}

/** The comments on a post, and where one may write another. */
export function Comments(props: CommentsProps) {
  const { viewer, when, post, href, comments } = props;
  const t = timelineText(viewer.language);
  const staff = isStaff(viewer);
  return (
    <section class="replies" data-kind="prikbord" id="comments">
      <h2>{comments.length === 0 ? t.noComments : t.comments(comments.length)}</h2>
      {comments.length > 0 && (
        <ol class="talk" role="list">
          {comments.map((comment) => (
            <li>
              <span class="face" aria-hidden="true">{comment.initials}</span>
              <div class="bubble">
                <p class="row small">
                  <b>{comment.authorName}</b>
                  <span class="soft">
                    {comment.byStaff && `${t.comment.byStaff}, `}
                    {stamp(comment.createdAt, when)}
                  </span>
                </p>
                {comment.body.split(/\n+/).map((line) => (
                  <p>
                    {line}
                  </p>
                ))}
                {(staff || comment.own) && !viewer.readOnly && (
                  <Confirm
                    label={t.comment.remove}
                    question={t.comment.removeQuestion}
                    action={`${href}/comments/${comment.id}/removal`}
                    confirm={t.comment.removeConfirm}
                    look="bare"
                  />
                )}
              </div>
            </li>
          ))}
        </ol>
      )}
      {!post.commentsOpen
        ? <ClosedComments {...props} />
        : viewer.readOnly
        ? null
        : <CommentForm {...props} />}
      {staff && (
        <form method="post" action={`${href}/discussion`} class="no-print">
          <input type="hidden" name="open" value={post.commentsOpen ? "no" : "yes"} />
          <Button look="quiet" small>{post.commentsOpen ? t.comment.close : t.comment.open}</Button>
        </form>
      )}
    </section>
  );
}

/** That one cannot comment (any more); what was typed just then is not lost. */
function ClosedComments({ viewer, typed, error }: CommentsProps) {
  const t = timelineText(viewer.language).comment;
  if (!error) return <p class="soft">{t.closed}</p>;
  return (
    <Notice tone="bad" live>
      <p>{error}</p>
      <p>{typed}</p>
    </Notice>
  );
}

function CommentForm({ viewer, post, href, typed, error }: CommentsProps) {
  const t = timelineText(viewer.language).comment;
  const staff = isStaff(viewer);
  const readers = post.forSchool
    ? t.readersSchool(staff)
    : t.readersGroup(audienceOf(post, viewer), staff);
  return (
    <form
      method="post"
      action={`${href}/comments`}
      class="form no-print"
      hx-post={`${href}/comments?part=comments`}
      hx-target="#comments"
      hx-swap="outerHTML"
    >
      <input type="hidden" name="key" value={crypto.randomUUID()} />
      <div class="field">
        <label for="body">{t.field(staff)}</label>
        <textarea
          class="in"
          id="body"
          name="body"
          rows={3}
          maxlength={2000}
          required
          autofocus={error !== undefined}
          aria-invalid={error ? "true" : undefined}
          aria-describedby={error ? "body-error body-hint" : "body-hint"}
        >
          {typed ?? ""}
        </textarea>
        <p class="hint" id="body-hint">{readers}</p>
        {error && (
          <p class="error" id="body-error">
            <Icon name="alert" />
            {error}
          </p>
        )}
      </div>
      <div>
        <Button>{t.place}</Button>
      </div>
    </form>
  );
}

/** *Algemeen*, or *Groep 5a, 5b*. */
export function audienceOf(post: Post, { language }: Viewer): string {
  const t = timelineText(language);
  return post.forSchool ? t.school : t.group(post.groups.map((group) => group.name).join(", "));
}
