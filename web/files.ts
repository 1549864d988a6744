import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { Env } from "./house.ts";

export interface ServedFile {
  /** SHA-256 of the content: its name in the store, and its ETag. */
  hash: string;
  name: string;
  type: string;
  /** A picture or PDF that we made ourselves, which a browser may show; anything else is downloaded. */
  ours: boolean;
  /** Who may see it can change: the browser asks again each time, and then mostly keeps what it has. */
  revocable?: boolean;
}

/**
 * Answers with a kept file, with its own type and never another. The address of a file names one
 * content for ever, so the reader's own browser may keep it; nobody in between may.
 * @throws HTTPException 404 when the store does not have it.
 */
export async function serveFile<E extends Env>(c: Context<E>, file: ServedFile) {
  const etag = `"${file.hash}"`;
  const keeping = file.revocable ? "no-cache" : "max-age=31536000, immutable";
  c.header("Cache-Control", `private, ${keeping}`);
  c.header("ETag", etag);
  c.header("Vary", "Cookie"); // whoever signs in next on this browser asks again
  c.header("X-Content-Type-Options", "nosniff");
  if (c.req.header("If-None-Match")?.includes(etag)) return c.body(null, 304);
  const bytes = await c.get("house").files.get(file.hash);
  if (!bytes) throw new HTTPException(404);
  c.header("Content-Type", file.type);
  c.header("Content-Disposition", disposition(file));
  return c.body(bytes);
}

/** RFC 6266: the name in ASCII for old browsers, and whole in UTF-8 (RFC 8187). */
export function disposition({ name, ours }: Pick<ServedFile, "name" | "ours">): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const whole = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${ours ? "inline" : "attachment"}; filename="${plain}"; filename*=UTF-8''${whole}`;
}
