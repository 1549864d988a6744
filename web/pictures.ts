import type { Sharp } from "sharp";
import type { Trx } from "../db/database.ts";
import { Turns } from "../turns.ts";
import { RefusedFile } from "./file_types.ts";
import type { House } from "./house.ts";
import { loadSharp, readingPictures } from "./sharp.ts";

// Pictures that came from someone are made anew, all in this one way; the original is not kept.

export type PictureSize = "small" | "medium" | "large";

export interface PictureVariant {
  size: PictureSize;
  bytes: Uint8Array;
  width: number;
  height: number;
}

/** Two at a time: a phone photo of 12 megapixels takes some 40 MB while it is being made. */
const turns = new Turns(2);

/**
 * Reads a picture and makes something else of it: upright, of an animation the first image, and
 * without anything else that was in the file (place, camera, thumbnail, comments).
 * @param bytes a picture of a kind that `pictureType` knows
 * @throws RefusedFile "broken" when it cannot be read or has more than 50 megapixels.
 */
export function redraw<T>(
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

/** Within a square of this side, never larger than it was. */
export const fitted = (picture: Sharp, side: number) =>
  picture.resize({ width: side, height: side, fit: "inside", withoutEnlargement: true });

async function encode(picture: Sharp, size: PictureSize): Promise<PictureVariant> {
  const { data, info } = await picture.webp({ quality: 80 }).toBuffer({ resolveWithObject: true });
  return { size, bytes: data, width: info.width, height: info.height };
}

export type StoredVariant = PictureVariant & { hash: string };

/** Puts the sizes of a picture in the store; `insertPicture` makes them a file of a school. */
export const storeVariants = (
  { files }: Pick<House, "files">,
  variants: PictureVariant[],
): Promise<StoredVariant[]> =>
  Promise.all(variants.map(async (one) => ({ ...one, hash: await files.put(one.bytes) })));

/**
 * Notes a picture that is in the store, in the transaction of what it is for.
 * @param variants its sizes, the largest last
 * @returns the id of the file
 */
export async function insertPicture(
  trx: Trx,
  { schoolId, name, uploadedBy }: { schoolId: number; name: string; uploadedBy: number | null },
  variants: StoredVariant[],
  now: Date,
): Promise<number> {
  const { hash, width, height, bytes } = variants.at(-1)!;
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
  await trx.insertInto("file_variants").values(variants.map((one) => ({
    school_id: schoolId,
    file_id: id,
    size: one.size,
    hash: one.hash,
    width: one.width,
    height: one.height,
    bytes: one.bytes.length,
  }))).execute();
  return id;
}
