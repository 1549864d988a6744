import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { moment, whenOf } from "../../web/dates.ts";
import {
  type Errors,
  form,
  type FormInput,
  idsIn,
  type Values,
  valuesOf,
} from "../../web/forms.ts";
import { guard } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { invalid, page, partial, saved, wantsPart } from "../../web/respond.tsx";
import { chosenFiles, keepUploads, mostMegabytes, type Upload } from "../../web/uploads.ts";
import { countReach } from "./audience.ts";
import {
  type Desk,
  isSame,
  newValues,
  openDesk,
  openForm,
  resolvePost,
  seenOf,
  typedAudience,
} from "./composer.desk.ts";
import { postForm, readAlts, type TypedPost } from "./composer.forms.ts";
import { SendBar } from "./composer.fields.tsx";
import { ComposerPage, PreviewRefused } from "./composer.pages.tsx";
import { composerText } from "./composer.text.ts";
import { DraftsPage } from "./drafts.pages.tsx";
import { findManagedPost, listDrafts, type ManagedPost } from "./managed.queries.ts";
import {
  createPost,
  type PostInput,
  signatureOf,
  updatePost,
  withdrawPost,
} from "./post.actions.ts";
import { PreviewPage, PreviewPart } from "./preview.pages.tsx";
import { listUploads, mostFiles } from "./uploads.ts";
import { uploadRoutes } from "./uploads.routes.tsx";
import { urgentRoutes } from "./urgent.routes.tsx";

/** Without script files come with the form itself: a few at a time, held in memory meanwhile. */
const limitPost = bodyLimit({
  maxSize: (3 * mostMegabytes + 2) * 1024 * 1024,
  onError: () => {
    throw new HTTPException(413);
  },
});

/** Writing: everything under `/posts` that is not reading. To be mounted before `/posts/:post`. */
export const composerRoutes = new Hono<Env>()
  .route("/", uploadRoutes)
  .route("/", urgentRoutes)
  .get("/posts/new", guard("author"), async (c) => {
    const desk = await deskOf(c);
    return showComposer(c, desk, newValues(desk, c.req.query("kind"), c.req.query("group")));
  })
  .get("/posts/audience", guard("author"), async (c) => showReach(c, await deskOf(c)))
  .get("/posts/drafts", guard("author"), async (c) => {
    const viewer = c.get("viewer");
    const { db, clock } = c.get("house");
    const drafts = await listDrafts(db, viewer, clock.now());
    return page(
      c,
      { title: composerText(viewer.language).drafts, narrow: true },
      <DraftsPage viewer={viewer} drafts={drafts} when={whenOf(c)} />,
    );
  })
  .post("/posts", guard("author"), limitPost, form(postForm), async (c) => {
    const desk = await deskOf(c);
    return take(c, desk, c.req.valid("form"));
  })
  .get("/posts/:post/edit", guard("author", "post", managed), async (c) => {
    const desk = await deskOf(c, c.get("post"));
    return showComposer(c, desk, openForm(c.get("post"), desk.viewer.school.timeZone));
  })
  .get("/posts/:post/edit/audience", guard("author", "post", managed), async (c) => {
    return showReach(c, await deskOf(c, c.get("post")));
  })
  .post(
    "/posts/:post/edit",
    guard("author", "post", managed),
    limitPost,
    form(postForm),
    async (c) => {
      const desk = await deskOf(c, c.get("post"));
      return take(c, desk, c.req.valid("form"));
    },
  )
  .post("/posts/:post/withdrawal", guard("author", "post", managed), async (c) => {
    const { db, clock } = c.get("house");
    const viewer = c.get("viewer");
    const t = composerText(viewer.language);
    const wasOut = await withdrawPost(db, viewer, c.get("post"), clock.now());
    const home = `/${viewer.school.shortName}`;
    return wasOut ? saved(c, home, t.withdrawn) : saved(c, `${home}/posts/drafts`, t.removed);
  });

/** What is withdrawn is no longer written at. */
async function managed(
  ...[db, viewer, id, now]: Parameters<Load>
): Promise<ManagedPost | undefined> {
  const post = await findManagedPost(db, viewer, id("post"), now);
  return post?.withdrawn ? undefined : post;
}
type Load = Parameters<typeof guard<"post", ManagedPost>>[2];

/** @throws HTTPException 403 when there is nowhere this person may post. */
async function deskOf<E extends Env>(c: Context<E>, post?: ManagedPost): Promise<Desk> {
  const { db, clock } = c.get("house");
  const desk = await openDesk(db, c.get("viewer"), clock.now(), post);
  if (desk.kinds.length === 0) throw new HTTPException(403);
  return desk;
}

const reachOf = <E extends Env>(c: Context<E>, desk: Desk, values: Values) =>
  countReach(c.get("house").db, desk.viewer.school, typedAudience(desk, values), desk.now);

/** What stands under the form: whom it reaches, for the audience chosen just now. */
async function showReach<E extends Env>(c: Context<E>, desk: Desk) {
  const kind = c.req.query("kind") ?? "";
  const reach = await reachOf(c, desk, { kind, audience: c.req.queries("audience") ?? [] });
  return partial(c, <SendBar viewer={desk.viewer} post={desk.post} kind={kind} reach={reach} />);
}

async function showComposer<E extends Env>(
  c: Context<E>,
  desk: Desk,
  values: Values,
  errors?: Errors,
  /** What was saved by someone else meanwhile. */
  saved?: ManagedPost,
) {
  const { db } = c.get("house");
  const [files, reach, savedFiles] = await Promise.all([
    listUploads(db, desk.viewer, idsIn(values, "fileId"), desk.post?.id ?? null),
    reachOf(c, desk, values),
    listUploads(db, desk.viewer, saved?.files.map((file) => file.id) ?? [], saved?.id ?? null),
  ]);
  const options = {
    title: composerText(desk.viewer.language).title,
    scripts: ["editor" as const, "upload" as const, "poll" as const],
  };
  const content = (
    <ComposerPage
      desk={desk}
      values={values}
      files={files}
      reach={reach}
      errors={errors}
      saved={saved && { ...saved, files: savedFiles }}
    />
  );
  if (errors && wantsPart(c)) {
    return partial(c, <PreviewRefused errors={errors} language={desk.viewer.language} />, 422);
  }
  if (saved) return invalid(c, { ...options, status: 409 }, content);
  return errors ? invalid(c, options, content) : page(c, options, content);
}

/** A form of the composer: keeps its files, then shows it again or does what its button says. */
async function take<E extends Env>(c: Context<E>, desk: Desk, form: FormInput<TypedPost>) {
  const files = await keepFiles(c);
  const values: Values = {
    ...form.values,
    fileId: [...valuesOf(form.values, "fileId"), ...files.kept.map((file) => String(file.id))],
  };
  const { fileId, ...wrong }: Errors = form.ok ? {} : form.errors;
  const errors = { ...wrong, ...(fileId && { files: fileId }), ...files.errors };
  if (!form.ok || files.errors.files) return showComposer(c, desk, values, errors);
  if (form.data.intent === "edit") return showComposer(c, desk, values);

  const ids = [...new Set(idsIn(values, "fileId"))];
  if (ids.length > mostFiles) return showComposer(c, desk, values, { files: "filesMany" });
  const { db } = c.get("house");
  const uploads = await listUploads(db, desk.viewer, ids, desk.post?.id ?? null);
  if (uploads.length < ids.length) return showComposer(c, desk, values, { files: "filesGone" });
  const { alts, errors: tooLong } = readAlts(
    values,
    uploads.filter((upload) => upload.picture).map((upload) => upload.id),
  );
  if (Object.keys(tooLong).length > 0) return showComposer(c, desk, values, tooLong);
  const described = uploads.map(({ id }) => ({ id, alt: alts.get(id) ?? "" }));
  const { input, errors: refused } = resolvePost(desk, form.data, described);
  if (!input) return showComposer(c, desk, values, refused);
  if (form.data.intent === "preview") return showPreview(c, desk, values, input, uploads);
  return write(c, desk, values, form.data, input);
}

/** Files that came with the form (no script ran); what is refused is said, the rest is kept. */
async function keepFiles<E extends Env>(
  c: Context<E>,
): Promise<{ kept: Upload[]; errors: Errors }> {
  const given = chosenFiles((await c.req.formData()).getAll("files"));
  if (given.length > mostFiles) return { kept: [], errors: { files: "filesMany" } };
  const { kept, refused } = await keepUploads(c.get("house"), c.get("viewer"), given);
  return { kept, errors: refused.length > 0 ? { files: refused.join(" ") } : {} };
}

async function showPreview<E extends Env>(
  c: Context<E>,
  desk: Desk,
  values: Values,
  input: PostInput,
  files: Upload[],
) {
  const { viewer, post } = desk;
  const signature = post?.authorName ?? await signatureOf(c.get("house").db, viewer);
  const preview = { desk, input, files, signature };
  if (wantsPart(c)) return partial(c, <PreviewPart {...preview} />);
  return page(
    c,
    { title: composerText(viewer.language).previewTitle, narrow: true },
    <PreviewPage {...preview} values={values} reach={await reachOf(c, desk, values)} />,
  );
}

async function write<E extends Env>(
  c: Context<E>,
  { viewer, now, post }: Desk,
  values: Values,
  { intent, key, seen }: TypedPost,
  input: PostInput,
) {
  const { db } = c.get("house");
  const t = composerText(viewer.language);
  const posts = `/${viewer.school.shortName}/posts`;
  if (post && !await updatePost(db, viewer, post, seen, input, now)) {
    const there = await findManagedPost(db, viewer, post.id, now);
    if (!there || there.withdrawn) throw new HTTPException(404);
    if (!isSame(input, there, viewer.school.timeZone)) return showConflict(c, there, values);
  }
  const id = post?.id ?? await createPost(db, viewer, key ?? crypto.randomUUID(), input, now);
  if (intent === "draft" && !post?.published) {
    return saved(c, `${posts}/${id}/edit`, t.savedDraft);
  }
  if (input.publishAt && input.publishAt > now) {
    return saved(c, `${posts}/drafts`, t.planned(moment(input.publishAt, whenOf(c))));
  }
  if (post?.published) return saved(c, `${posts}/${id}`, t.changed);
  if (input.kind === "urgent") return saved(c, `${posts}/${id}/delivery`, t.sending);
  return saved(c, `${posts}/${id}`, t.placed);
}

/** The form with what was typed, and below it what someone else saved since it was opened. */
async function showConflict<E extends Env>(c: Context<E>, there: ManagedPost, values: Values) {
  const desk = await deskOf(c, there);
  return showComposer(c, desk, { ...values, seen: seenOf(there) }, {}, there);
}
