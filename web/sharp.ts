import type { SharpOptions } from "sharp";

/** How a picture that came from someone is read: upright, and never more than 50 megapixels. */
export const readingPictures: SharpOptions = {
  limitInputPixels: 50_000_000,
  failOn: "error",
  autoOrient: true,
};

/** Native, and 20 MB of memory: loaded here only, at the first picture. */
export async function loadSharp() {
  const { default: sharp } = await import("sharp");
  sharp.cache(false);
  sharp.concurrency(1);
  return sharp;
}
