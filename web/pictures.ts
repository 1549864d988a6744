import type { Sharp } from "sharp";
import { Turns } from "../turns.ts";
import { loadSharp, readingPictures } from "./sharp.ts";
import { RefusedFile } from "./file_types.ts";

export type PictureSize = "small" | "medium" | "large";
/** The longest side in pixels of each size that is kept. */
const sides: Record<PictureSize, number> = { small: 480, medium: 960, large: 1920 };

export interface PictureVariant {
  size: PictureSize;
  bytes: Uint8Array;
  width: number;
  height: number;
}

/** Two at a time: a phone photo of 12 megapixels takes some 40 MB while it is being made. */
const turns = new Turns(2);

/**
 * Makes a picture anew in three sizes of WebP: upright, in sRGB, and without anything else that
 * was in the file (place, camera, thumbnail, comments).
 * @param bytes a picture of a kind that `fileType` knows
 * @throws RefusedFile "broken" when it cannot be read or has more than 50 megapixels.
 */
export function processPicture(bytes: Uint8Array): Promise<PictureVariant[]> {
  return turns.run(async () => {
    const sharp = await loadSharp();
    try {
      const { data, info } = await fitted(sharp(bytes, readingPictures), sides.large)
        .toColourspace("srgb").raw().toBuffer({ resolveWithObject: true });
      const { width, height, channels } = info;
      const pixels = { raw: { width, height, channels } };
      return await Promise.all(
        (["small", "medium", "large"] as const).map((size) =>
          encode(fitted(sharp(data, pixels), sides[size]), size)
        ),
      );
    } catch {
      throw new RefusedFile("broken");
    }
  });
}

const fitted = (picture: Sharp, side: number) =>
  picture.resize({ width: side, height: side, fit: "inside", withoutEnlargement: true });

async function encode(picture: Sharp, size: PictureSize): Promise<PictureVariant> {
  const { data, info } = await picture.webp({ quality: 80 }).toBuffer({ resolveWithObject: true });
  return { size, bytes: data, width: info.width, height: info.height };
}
