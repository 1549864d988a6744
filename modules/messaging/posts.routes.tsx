import { type Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { whenOf } from "../../web/dates.ts";
import { serveFile } from "../../web/files.ts";
import { fieldText } from "../../web/field_text.ts";
import { form, value } from "../../web/forms.ts";
import { guard } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { invalid, page, partial, saved, wantsPart } from "../../web/respond.tsx";
import { isStaff } from "../../web/viewer.ts";
import { Comments, PollPiece, Symbols } from "./board.partials.tsx";
import { findPostFile, inSize } from "./files.queries.ts";
import { PostPage, type PostPageProps } from "./post.pages.tsx";
import {
  findComment,
  findOlderPost,
  findPost,
  isOut,
  listComments,
  listSymbols,
  listVoters,
  type Post,
} from "./post.queries.ts";
import {
  markRead,
  removeComment,
  setCommentsOpen,
  toggleSymbol,
  vote,
  writeComment,
} from "./reading.actions.ts";
import { commentForm, discussionForm, symbolForm, voteForm } from "./reading.forms.ts";
import { countSeen, listUnreached } from "./seen.queries.ts";
import { timelineText } from "./timeline.text.ts";

type PostContext = Context<{ Variables: Env["Variables"] & { post: Post } }>;

/** Everyone who may open the post passes; `own` lets read-only guardians mark it as read too. */
const post = (name: "member" | "own" | "staff") =>
  guard(name, "post", (db, viewer, id, now) => findPost(db, viewer, id("post"), now));

export const postRoutes = new Hono<Env>()
  .get("/posts/:post", post("member"), async (c) => {
    const { db, clock } = c.get("house");
    await markRead(db, c.get("viewer"), c.get("post").id, clock.now());
    return page(
      c,
      { title: c.get("post").title, narrow: true },
      <PostPage {...await postProps(c)} />,
    );
  })
  .post("/posts/:post/mark", post("own"), async (c) => {
    const { db, clock } = c.get("house");
    await markRead(db, c.get("viewer"), c.get("post").id, clock.now());
    return saved(c, hrefOf(c), undefined, () => "");
  })
  .get(
    "/posts/:post/files/:file/:size",
    guard(
      "member",
      "sizes",
      (db, viewer, id, now) =>
        findPostFile(db, viewer, { post: id("post"), file: id("file") }, now),
    ),
    (c) => serveFile(c, inSize(c.get("sizes"), c.req.param("size"))),
  )
  .post("/posts/:post/vote", post("member"), form(voteForm), async (c) => {
    const { db, clock } = c.get("house");
    const poll = c.get("post").poll;
    if (!poll) throw new HTTPException(404);
    const input = c.req.valid("form");
    const t = timelineText(c.get("viewer").language).errors;
    if (!input.ok) return refuseVote(c, 422, t.chooseOne);
    if (!poll.multiple && input.data.option.length > 1) return refuseVote(c, 422, t.onlyOne);
    const known = input.data.option.every((id) => poll.options.some((option) => option.id === id));
    if (!known) return refuseVote(c, 422, t.chooseOne);
    mustBeOut(c);
    const done = await vote(db, c.get("viewer"), c.get("post"), input.data.option, clock.now());
    if (!done) return refuseVote(c, 409, t.pollClosed);
    return saved(c, `${hrefOf(c)}#poll`, undefined, () => pollPiece(c));
  })
  .post("/posts/:post/symbols", post("member"), form(symbolForm), async (c) => {
    const input = c.req.valid("form");
    if (!input.ok) throw new HTTPException(400);
    mustBeOnBoard(c);
    const { db } = c.get("house");
    await toggleSymbol(db, c.get("viewer"), c.get("post"), input.data.symbol);
    return saved(
      c,
      `${hrefOf(c)}#symbols`,
      undefined,
      async () => (
        <Symbols {...base(c)} counts={await listSymbols(db, c.get("viewer"), c.get("post"))} />
      ),
    );
  })
  .post("/posts/:post/comments", post("member"), form(commentForm), async (c) => {
    const { db, clock } = c.get("house");
    const { language } = c.get("viewer");
    const t = timelineText(language);
    mustBeOnBoard(c);
    const input = c.req.valid("form");
    const typed = value(input.values, "body");
    if (!input.ok) {
      const tooLong = input.errors.body === "tooLong";
      return refuseComment(
        c,
        422,
        tooLong ? t.errors.commentTooLong : fieldText(language).required,
        typed,
      );
    }
    const done = await writeComment(db, c.get("viewer"), c.get("post"), input.data, clock.now());
    if (!done) return refuseComment(c, 409, t.errors.commentsClosed, typed);
    return saved(c, `${hrefOf(c)}#comments`, t.comment.placed, () => commentsPiece(c));
  })
  .post(
    "/posts/:post/comments/:comment/removal",
    guard(
      "member",
      "comment",
      (db, viewer, id, now) =>
        findComment(db, viewer, { post: id("post"), comment: id("comment") }, now),
    ),
    async (c) => {
      const viewer = c.get("viewer");
      const { id, postId, own } = c.get("comment");
      if (!own && !isStaff(viewer)) throw new HTTPException(403);
      const { db, clock } = c.get("house");
      await removeComment(db, viewer, id, clock.now());
      const href = `/${viewer.school.shortName}/posts/${postId}#comments`;
      return saved(c, href, timelineText(viewer.language).comment.removed);
    },
  )
  .post("/posts/:post/discussion", post("staff"), form(discussionForm), async (c) => {
    const input = c.req.valid("form");
    if (!input.ok) throw new HTTPException(400);
    const { db, clock } = c.get("house");
    await setCommentsOpen(db, c.get("viewer"), c.get("post"), input.data.open, clock.now());
    return saved(c, `${hrefOf(c)}#comments`);
  });

function hrefOf(c: PostContext): string {
  return `/${c.get("viewer").school.shortName}/posts/${c.get("post").id}`;
}

/** What every piece of a post needs. */
function base(c: PostContext) {
  const viewer = c.get("viewer");
  const when = whenOf(c);
  return { viewer, when, post: c.get("post"), href: hrefOf(c) };
}

async function postProps(c: PostContext): Promise<PostPageProps> {
  const { db } = c.get("house");
  const { viewer, when, post, href } = base(c);
  const staff = isStaff(viewer);
  const board = post.kind === "board";
  const [comments, symbols, voters, older, seen, unreached] = await Promise.all([
    board ? listComments(db, viewer, post) : [],
    board ? listSymbols(db, viewer, post) : [],
    votersFor(c),
    findOlderPost(db, viewer, post, when.now),
    staff ? countSeen(db, viewer, [post.id], when.now) : undefined,
    staff ? listUnreached(db, viewer, post.id, when.now) : [],
  ]);
  return {
    viewer,
    when,
    post,
    href,
    comments,
    symbols,
    voters,
    older,
    seen: seen?.get(post.id),
    unreached,
    changing: c.req.query("change") === "poll",
  };
}

/** Names are for staff, and only where the voters were told so. */
async function votersFor(c: PostContext) {
  const post = c.get("post");
  if (!isStaff(c.get("viewer")) || !post.poll || post.poll.anonymous) return [];
  return await listVoters(c.get("house").db, c.get("viewer"), post);
}

/** One reacts to what is out; a draft or a withdrawn post can only be looked at. */
function mustBeOut(c: PostContext) {
  if (!isOut(c.get("post"), c.get("house").clock.now())) throw new HTTPException(409);
}

function mustBeOnBoard(c: PostContext) {
  if (c.get("post").kind !== "board") throw new HTTPException(404);
  mustBeOut(c);
}

/** The poll as it is after a vote. */
async function pollPiece(c: PostContext, error?: string) {
  const { viewer, when } = base(c);
  const post = await findPost(c.get("house").db, viewer, c.get("post").id, when.now);
  if (!post?.poll) throw new HTTPException(404);
  return (
    <PollPiece
      {...base(c)}
      post={post}
      poll={post.poll}
      voters={await votersFor(c)}
      changing={error !== undefined}
      error={error}
    />
  );
}

async function refuseVote(c: PostContext, status: 409 | 422, error: string) {
  if (wantsPart(c)) return partial(c, await pollPiece(c, error), status);
  return invalid(
    c,
    { title: c.get("post").title, narrow: true, status },
    <PostPage {...await postProps(c)} problem={{ poll: error }} />,
  );
}

async function commentsPiece(c: PostContext, problem: { typed?: string; error?: string } = {}) {
  const comments = await listComments(c.get("house").db, c.get("viewer"), c.get("post"));
  return <Comments {...base(c)} comments={comments} {...problem} />;
}

async function refuseComment(c: PostContext, status: 409 | 422, error: string, typed: string) {
  if (wantsPart(c)) return partial(c, await commentsPiece(c, { typed, error }), status);
  return invalid(
    c,
    { title: c.get("post").title, narrow: true, status },
    <PostPage {...await postProps(c)} problem={{ comment: error, typed }} />,
  );
}
