import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { serveFile } from "../../web/files.ts";
import { fileText } from "../../web/file_text.ts";
import { type Refusal, RefusedFile } from "../../web/file_types.ts";
import { guard } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { keepUpload, mostMegabytes } from "../../web/uploads.ts";
import { findUpload, inSize } from "./files.queries.ts";
import { uploadAddress } from "./uploads.ts";

/** One file and the wrapping of a multipart form. */
const limitFile = bodyLimit({
  maxSize: mostMegabytes * 1024 * 1024 + 64 * 1024,
  onError: (c) => refuse(c, "tooLarge", 413),
});

/** Files while a post is being written. `upload.js` sends one at a time and reads the answer. */
export const uploadRoutes = new Hono<Env>()
  .post("/posts/uploads", guard("author"), limitFile, async (c) => {
    const file = await fileOf(c);
    if (!file) return refuse(c, "unclear", 400);
    try {
      const { id, name, picture } = await keepUpload(c.get("house"), c.get("viewer"), file);
      const preview = picture ? uploadAddress(c.get("viewer"), id, "small") : undefined;
      return c.json({ id: String(id), name, preview }, 201);
    } catch (error) {
      if (error instanceof RefusedFile) return refuse(c, error.reason, 422);
      throw error;
    }
  })
  .get(
    "/uploads/:file/:size",
    guard("author", "sizes", (db, viewer, id) => findUpload(db, viewer, id("file"))),
    (c) => serveFile(c, inSize(c.get("sizes"), c.req.param("size"))),
  );

/** The multipart field `file`, or undefined when the body holds none. */
async function fileOf<E extends Env>(c: Context<E>): Promise<File | undefined> {
  const form = await c.req.formData().catch(() => undefined);
  const file = form?.get("file");
  return file instanceof File ? file : undefined;
}

function refuse(c: Context, reason: Refusal | "unclear", status: 400 | 413 | 422) {
  return c.json({ error: fileText(c.get("language"))[reason] }, status);
}
