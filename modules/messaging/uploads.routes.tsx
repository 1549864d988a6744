import { Hono } from "hono";
import { serveFile } from "../../web/files.ts";
import { guard } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { limitUpload, takeUpload } from "../../web/upload_answer.ts";
import { findUpload, inSize } from "./files.queries.ts";
import { uploadAddress } from "./uploads.ts";

/** Files while a post is being written. */
export const uploadRoutes = new Hono<Env>()
  .post("/posts/uploads", guard("author"), limitUpload, (c) =>
    takeUpload(
      c,
      ({ id, picture }) => picture ? uploadAddress(c.get("viewer"), id, "small") : undefined,
    ))
  .get(
    "/uploads/:file/:size",
    guard("author", "sizes", (db, viewer, id) => findUpload(db, viewer, id("file"))),
    (c) => serveFile(c, inSize(c.get("sizes"), c.req.param("size"))),
  );
