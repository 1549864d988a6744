import { HTTPException } from "hono/http-exception";
import { sql } from "kysely";
import { forgetFiles } from "../../db/forget_files.ts";
import type { Db, Trx } from "../../db/database.ts";
import { audit } from "../../web/audit.ts";
import type { House } from "../../web/house.ts";
import { insertPicture, processFace, readPicture, storeVariants } from "../../web/pictures.ts";
import type { Viewer } from "../../web/viewer.ts";
import { seesOfPerson, seesOfPupil } from "../school/mod.ts";
import type { Subject } from "./fields.ts";

// A photo of oneself and of one's child (A11). It counts at once, also where the office decides on
// other data; who sees it is decided as for any field, at every request.

export const mostPhotoMegabytes = 10;

/**
 * Makes a square of a picture, and keeps it as someone's photo; the one before is forgotten.
 * @param subject one of the viewer's people or children
 * @throws RefusedFile
 */
export async function keepPhoto(
  house: House,
  viewer: Viewer,
  subject: Subject,
  file: File,
): Promise<void> {
  const bytes = await readPicture(file, mostPhotoMegabytes);
  const variants = await storeVariants(house, await processFace(bytes));
  const now = house.clock.now();
  const from = { schoolId: viewer.school.id, name: "foto.webp", uploadedBy: null };
  await house.db.transaction().execute(async (trx) => {
    await replace(trx, viewer, subject, await insertPicture(trx, from, variants, now), now);
  });
}

/** There is no photo of this person or child any more. */
export async function removePhoto(
  { db, clock }: House,
  viewer: Viewer,
  subject: Subject,
): Promise<void> {
  const now = clock.now();
  await db.transaction().execute((trx) => replace(trx, viewer, subject, null, now));
}

async function replace(
  trx: Trx,
  viewer: Viewer,
  { kind, id }: Subject,
  fileId: number | null,
  now: Date,
): Promise<void> {
  const { school } = viewer;
  const table = kind === "person" ? "people" : "pupils";
  const before = await trx.selectFrom(table).select("photo_file_id")
    .where("school_id", "=", school.id).where("id", "=", id).where("erased_at", "is", null)
    .forUpdate().executeTakeFirst();
  if (!before) throw new HTTPException(404); // erased meanwhile
  if (before.photo_file_id === fileId) return;
  await trx.updateTable(table).set({ photo_file_id: fileId })
    .where("school_id", "=", school.id).where("id", "=", id).execute();
  if (before.photo_file_id !== null) await forgetFiles(trx, school.id, [before.photo_file_id]);
  const subject = { [`${kind}Id`]: id, photo: fileId !== null };
  await audit(trx, viewer, "photoChanged", subject, now);
}

export interface Photo {
  small: string;
  medium: string;
  /** The viewer's own face: nobody can take the sight of that away. */
  own: boolean;
}

/** Someone's photo by its sizes, as far as the viewer may see it. */
export async function findPhoto(
  db: Db,
  viewer: Viewer,
  { kind, id }: Subject,
): Promise<Photo | undefined> {
  const [of, sees] = kind === "person"
    ? [sql`people p`, seesOfPerson(viewer, "photo")]
    : [sql`pupils k`, seesOfPupil(viewer, "photo")];
  const alias = sql.ref(kind === "person" ? "p" : "k");
  const { rows: [photo] } = await sql<Omit<Photo, "own">>`
    select small.hash as small, medium.hash as medium from ${of}
    join file_variants small on small.school_id = ${alias}.school_id
      and small.file_id = ${alias}.photo_file_id and small.size = 'small'
    join file_variants medium on medium.school_id = ${alias}.school_id
      and medium.file_id = ${alias}.photo_file_id and medium.size = 'medium'
    where ${alias}.school_id = ${viewer.school.id} and ${alias}.id = ${id} and ${sees}`
    .execute(db);
  const own = kind === "person" && viewer.people.some((person) => person.id === id);
  return photo && { ...photo, own };
}
