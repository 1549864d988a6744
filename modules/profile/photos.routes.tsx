import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import type { Db } from "../../db/database.ts";
import { type Refusal, RefusedFile } from "../../web/file_types.ts";
import { serveFile } from "../../web/files.ts";
import { guard, type Id } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { page, saved } from "../../web/respond.tsx";
import type { Viewer } from "../../web/viewer.ts";
import type { Subject } from "./fields.ts";
import { findPhoto, keepPhoto, mostPhotoMegabytes, type Photo, removePhoto } from "./photos.ts";
import { PhotoPage } from "./photos.partials.tsx";
import { photoText } from "./photos.text.ts";

interface OwnEnv extends Env {
  Variables: Env["Variables"] & { subject: Subject };
}

/** One file and the wrapping of a multipart form. */
const limitPhoto = bodyLimit({
  maxSize: mostPhotoMegabytes * 1024 * 1024 + 64 * 1024,
  onError: (c) => refuse(c as Context<OwnEnv>, "tooLarge", 413),
});

/** Photos of people and pupils: one's own to change, others' to see where one may. */
export const photoRoutes = new Hono<Env>()
  .get(
    "/people/:person/photo",
    guard(
      "member",
      "photo",
      (db, viewer, id) => findPhoto(db, viewer, { kind: "person", id: id("person") }),
    ),
    (c) => serve(c, c.get("photo")),
  )
  .get(
    "/pupils/:pupil/photo",
    guard(
      "member",
      "photo",
      (db, viewer, id) => findPhoto(db, viewer, { kind: "pupil", id: id("pupil") }),
    ),
    (c) => serve(c, c.get("photo")),
  )
  .post(
    "/account/people/:person/uploads/photo",
    guard("member", "subject", ownPerson),
    limitPhoto,
    (c) => keep(c),
  )
  .post("/account/people/:person/photo/removal", guard("member", "subject", ownPerson), remove)
  .post("/children/:pupil/uploads/photo", guard("member", "subject", ownChild), limitPhoto, keep)
  .post("/children/:pupil/photo/removal", guard("member", "subject", ownChild), remove);

function ownPerson(_db: Db, { people }: Viewer, id: Id): Promise<Subject | undefined> {
  const person = people.find((one) => one.id === id("person"));
  return Promise.resolve(person && { kind: "person", id: person.id });
}

function ownChild(_db: Db, { children }: Viewer, id: Id): Promise<Subject | undefined> {
  const child = children.find((one) => one.id === id("pupil"));
  return Promise.resolve(child && { kind: "pupil", id: child.id });
}

function serve<E extends Env>(c: Context<E>, { own, ...hashes }: Photo) {
  const hash = c.req.query("size") === "small" ? hashes.small : hashes.medium;
  const revocable = !own || c.req.query("v") === undefined;
  return serveFile(c, { hash, name: "foto.webp", type: "image/webp", ours: true, revocable });
}

async function keep(c: Context<OwnEnv>) {
  const file = await postedPhoto(c);
  if (!file) return refuse(c, "missing");
  const viewer = c.get("viewer");
  try {
    await keepPhoto(c.get("house"), viewer, c.get("subject"), file);
  } catch (error) {
    if (error instanceof RefusedFile) return refuse(c, error.reason);
    throw error;
  }
  return saved(c, pathOf(viewer, c.get("subject")), photoText(viewer.language, viewer).saved);
}

async function remove(c: Context<OwnEnv>) {
  const viewer = c.get("viewer");
  await removePhoto(c.get("house"), viewer, c.get("subject"));
  return saved(c, pathOf(viewer, c.get("subject")), photoText(viewer.language, viewer).removed);
}

/** The page the photo stands on. */
const pathOf = ({ school }: Viewer, { kind, id }: Subject) =>
  `/${school.shortName}/${kind === "person" ? "account" : `children/${id}`}`;

/** The file of the posted form; undefined when none was chosen. Another kind of body is refused. */
async function postedPhoto(c: Context<OwnEnv>): Promise<File | undefined> {
  if (!/^multipart\/form-data\b/i.test(c.req.header("content-type") ?? "")) {
    throw new HTTPException(415);
  }
  const form = await c.req.formData().catch(() => undefined);
  if (!form) throw new HTTPException(400);
  const file = form.get("photo");
  return file instanceof File && (file.size > 0 || file.name !== "") ? file : undefined;
}

function refuse(c: Context<OwnEnv>, reason: Refusal | "missing", status: 413 | 422 = 422) {
  const viewer = c.get("viewer");
  const t = photoText(viewer.language, viewer);
  const { tooLarge, ...said } = t.errors;
  const sentence = reason === "tooLarge"
    ? tooLarge(mostPhotoMegabytes)
    : said[reason as keyof typeof said] ?? said.wrongKind;
  return page(
    c,
    { title: t.title, status },
    <PhotoPage viewer={viewer} subject={c.get("subject")} error={sentence} />,
  );
}
