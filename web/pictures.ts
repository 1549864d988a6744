import type { Sharp } from "sharp";
import type { Trx } from "../db/database.ts";
import { Turns } from "../turns.ts";
import { pictureType, RefusedFile } from "./file_types.ts";
import type { House } from "./house.ts";
import { loadSharp, readingPictures } from "./sharp.ts";

// Pictures that came from someone are made anew, all in this one way; the original is not kept.

type PictureSize = "small" | "medium" | "large";

interface Picture {
  bytes: Uint8Array;
  width: number;
  height: number;
}

export interface PictureVariant extends Picture {
  size: PictureSize;
}

/** Two at a time: a phone photo of 12 megapixels takes some 40 MB while it is being made. */
const turns = new Turns(2);

/**
 * The content of a picture that was sent.
 * @throws RefusedFile "empty", "tooLarge", "wrongKind" or "heic"
 */
export async function readPicture(file: File, mostMegabytes: number): Promise<Uint8Array> {
  if (file.size === 0) throw new RefusedFile("empty");
  if (file.size > mostMegabytes * 1024 * 1024) throw new RefusedFile("tooLarge");
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (!pictureType(bytes)) throw new RefusedFile("wrongKind");
  return bytes;
}

/**
 * Reads a picture and makes something else of it: upright, of an animation the first image, and
 * without anything else that was in the file (place, camera, thumbnail, comments).
 * @param bytes a picture of a kind that `pictureType` knows
 * @throws RefusedFile "broken" when it cannot be read or has more than 50 megapixels.
 */
function redraw<T>(
  bytes: Uint8Array,
  make: (picture: Sharp, sharp: Awaited<ReturnType<typeof loadSharp>>) => Promise<T>,
): Promise<T> {
  return turns.run(async () => {
    const sharp = await loadSharp();
    try {
      return await make(sharp(bytes, readingPictures).toColourspace("srgb"), sharp);
    } catch {
      throw new RefusedFile("broken");
    }
  });
}

/** The longest side in pixels of each size of a picture in a message. */
const sides: Record<PictureSize, number> = { small: 480, medium: 960, large: 1920 };

/** A whole picture in three sizes of WebP. @throws RefusedFile as `redraw` */
export function processPicture(bytes: Uint8Array): Promise<PictureVariant[]> {
  return redraw(bytes, async (picture, sharp) => {
    const { data, info } = await fitted(picture, sides.large).raw()
      .toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    const pixels = { raw: { width, height, channels } };
    return await Promise.all(
      (["small", "medium", "large"] as const).map((size) =>
        encode(fitted(sharp(data, pixels), sides[size]), size)
      ),
    );
  });
}

/** The side in pixels of a face in a list, and on someone's own page. */
const squares = { small: 96, medium: 320 };

/** The square of a picture that draws the eye, in two sizes of WebP. @throws RefusedFile as `redraw` */
export function processFace(bytes: Uint8Array): Promise<PictureVariant[]> {
  return redraw(bytes, async (picture, sharp) => {
    const side = squares.medium;
    const { data, info } = await picture
      .resize({ width: side, height: side, fit: "cover", position: "attention" }).raw()
      .toBuffer({ resolveWithObject: true });
    const pixels = { raw: { width: side, height: side, channels: info.channels } };
    return await Promise.all(
      (["small", "medium"] as const).map((size) =>
        encode(fitted(sharp(data, pixels), squares[size]), size)
      ),
    );
  });
}

/** The longest side of a logo in pixels: sharp at every size it is shown in. */
const logoSide = 256;

/** A whole picture as a logo, in WebP. @throws RefusedFile as `redraw` */
export function processLogo(bytes: Uint8Array): Promise<Picture> {
  return redraw(bytes, (picture) => toWebp(fitted(picture, logoSide), 90));
}

/** Within a square of this side, never larger than it was. */
const fitted = (picture: Sharp, side: number) =>
  picture.resize({ width: side, height: side, fit: "inside", withoutEnlargement: true });

const encode = async (picture: Sharp, size: PictureSize): Promise<PictureVariant> => ({
  size,
  ...await toWebp(picture, 80),
});

async function toWebp(picture: Sharp, quality: number): Promise<Picture> {
  const { data, info } = await picture.webp({ quality }).toBuffer({ resolveWithObject: true });
  return { bytes: data, width: info.width, height: info.height };
}

type StoredVariant = PictureVariant & { hash: string };

/** Puts the sizes of a picture in the store; `insertPicture` makes them a file of a school. */
export const storeVariants = (
  { files }: Pick<House, "files">,
  variants: PictureVariant[],
): Promise<StoredVariant[]> =>
  Promise.all(variants.map(async (one) => ({ ...one, hash: await files.put(one.bytes) })));

/** What a picture becomes in the list of files of a school. */
interface Named {
  schoolId: number;
  name: string;
  uploadedBy: number | null;
}

/**
 * Notes a picture of one size that is in the store, in the transaction of what it is for.
 * @returns the id of the file
 */
export async function insertWebp(
  trx: Trx,
  { schoolId, name, uploadedBy }: Named,
  { hash, width, height, bytes }: Picture & { hash: string },
  now: Date,
): Promise<number> {
  const { id } = await trx.insertInto("files").values({
    school_id: schoolId,
    name,
    uploaded_by: uploadedBy,
    hash,
    type: "image/webp",
    size: bytes.length,
    width,
    height,
    created_at: now,
  }).returning("id").executeTakeFirstOrThrow();
  return id;
}

/**
 * The same for a picture of several sizes.
 * @param variants its sizes, the largest last
 */
export async function insertPicture(
  trx: Trx,
  named: Named,
  variants: StoredVariant[],
  now: Date,
): Promise<number> {
  const id = await insertWebp(trx, named, variants.at(-1)!, now);
  await trx.insertInto("file_variants").values(variants.map((one) => ({
    school_id: named.schoolId,
    file_id: id,
    size: one.size,
    hash: one.hash,
    width: one.width,
    height: one.height,
    bytes: one.bytes.length,
  }))).execute();
  return id;
}
