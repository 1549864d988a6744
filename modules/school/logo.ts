import { forgetFiles } from "../../db/forget_files.ts";
import type { House } from "../../web/house.ts";
import { acceptedPictures, pictureType, RefusedFile } from "../../web/file_types.ts";
import { fitted, redraw } from "../../web/pictures.ts";
import type { School, Viewer } from "../../web/viewer.ts";
import { audit } from "../../web/audit.ts";

/** The longest side of a logo as it is kept, in pixels: sharp at every size it is shown in. */
const side = 256;
export const mostLogoMegabytes = 5;
export const acceptedLogos = acceptedPictures;

/** Why a picture is refused: a key of `settingsText.errors`. */
export class RefusedLogo extends Error {
  constructor(readonly reason: "logoMissing" | "logoTooLarge" | "logoKind" | "logoBroken") {
    super(reason);
  }
}

/**
 * Makes a picture anew as the school's logo; nothing else of what was in the file is kept. The
 * one before is forgotten.
 * @throws RefusedLogo
 */
export async function keepLogo(house: House, viewer: Viewer, file: unknown): Promise<void> {
  const { data, width, height } = await draw(await readLogo(file));
  const hash = await house.files.put(data);
  const now = house.clock.now();
  await house.db.transaction().execute(async (trx) => {
    const { id } = await trx.insertInto("files").values({
      school_id: viewer.school.id,
      hash,
      name: "logo.webp",
      type: "image/webp",
      size: data.length,
      width,
      height,
      created_at: now,
    }).returning("id").executeTakeFirstOrThrow();
    await setLogo(trx, viewer, id, now);
  });
}

/** The school shows the bell again. */
export async function removeLogo({ db, clock }: House, viewer: Viewer): Promise<void> {
  await db.transaction().execute((trx) => setLogo(trx, viewer, null, clock.now()));
}

async function setLogo(
  trx: Parameters<typeof audit>[0],
  viewer: Viewer,
  fileId: number | null,
  now: Date,
) {
  const { id } = viewer.school;
  const before = await trx.selectFrom("schools").select("logo_file_id").where("id", "=", id)
    .forUpdate().executeTakeFirstOrThrow();
  await trx.updateTable("schools").set({ logo_file_id: fileId }).where("id", "=", id).execute();
  if (before.logo_file_id !== null) {
    await forgetFiles(trx, id, [before.logo_file_id]);
  }
  await audit(trx, viewer, "settingsChanged", { logo: fileId !== null }, now);
}

async function readLogo(file: unknown): Promise<Uint8Array> {
  if (!(file instanceof File) || file.size === 0) throw new RefusedLogo("logoMissing");
  if (file.size > mostLogoMegabytes * 1024 * 1024) throw new RefusedLogo("logoTooLarge");
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (!isPicture(bytes)) throw new RefusedLogo("logoKind");
  return bytes;
}

function isPicture(bytes: Uint8Array): boolean {
  try {
    return pictureType(bytes) !== undefined;
  } catch (error) {
    if (error instanceof RefusedFile) return false; // HEIC
    throw error;
  }
}

async function draw(bytes: Uint8Array) {
  try {
    const { data, info } = await redraw(
      bytes,
      (picture) =>
        fitted(picture, side).webp({ quality: 90 }).toBuffer({ resolveWithObject: true }),
    );
    return { data, width: info.width, height: info.height };
  } catch (error) {
    throw error instanceof RefusedFile ? new RefusedLogo("logoBroken") : error;
  }
}

/** The logo in the store, or undefined when the school has none. */
export function findLogo({ db }: House, school: School) {
  if (school.logoFileId === null) return Promise.resolve(undefined);
  return db.selectFrom("files").select(["hash", "name", "type"])
    .where("school_id", "=", school.id).where("id", "=", school.logoFileId).executeTakeFirst();
}
