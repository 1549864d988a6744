import type { Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { fileText } from "./file_text.ts";
import { type Refusal, RefusedFile } from "./file_types.ts";
import type { Env } from "./house.ts";
import { keepUpload, mostMegabytes, type Upload } from "./uploads.ts";

// What `upload.js` talks to: it sends one file at a time and reads the answer.

/** One file and the wrapping of a multipart form. */
export const limitUpload = bodyLimit({
  maxSize: mostMegabytes * 1024 * 1024 + 64 * 1024,
  onError: (c) => refuse(c, "tooLarge", 413),
});

/**
 * Keeps the multipart field `file` for whoever sends it.
 * @param preview where a small one of a picture is to be seen, whose writer then describes it
 */
export async function takeUpload<E extends Env>(
  c: Context<E>,
  preview: (upload: Upload) => string | undefined = () => undefined,
) {
  const form = await c.req.formData().catch(() => undefined);
  const file = form?.get("file");
  if (!(file instanceof File)) return refuse(c, "unclear", 400);
  try {
    const upload = await keepUpload(c.get("house"), c.get("viewer"), file);
    return c.json({ id: String(upload.id), name: upload.name, preview: preview(upload) }, 201);
  } catch (error) {
    if (error instanceof RefusedFile) return refuse(c, error.reason, 422);
    throw error;
  }
}

function refuse<E extends Env>(
  c: Context<E>,
  reason: Refusal | "unclear",
  status: 400 | 413 | 422,
) {
  return c.json({ error: fileText(c.get("language"))[reason] }, status);
}
