import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Context } from "hono";
import { programFile } from "../program_file.ts";

/**
 * Every file that may be asked for under `/static/`, and where it lies. A list and not a folder
 * scan, so that the program can be built into one file; what a stylesheet refers to comes first.
 */
export const assetFiles = {
  "figtree-latin.woff2": "web/static/fonts/figtree-latin.woff2",
  "figtree-latin-ext.woff2": "web/static/fonts/figtree-latin-ext.woff2",
  "portal.css": "web/static/portal.css",
  "icons.svg": "web/static/icons.svg",
  "logo.svg": "web/static/logo.svg",
  "app.js": "web/static/app.js",
  "password.js": "web/static/password.js",
  "upload.js": "web/static/upload.js",
  "editor.js": "web/static/editor.js",
  "poll-form.js": "web/static/poll-form.js",
  "conversations.js": "web/static/conversations.js",
  "rounds.js": "web/static/rounds.js",
  "htmx.js": "node_modules/htmx.org/dist/htmx.min.js",
  "squire.js": "node_modules/squire-rte/dist/squire.js",
  "purify.js": "node_modules/dompurify/dist/purify.min.js",
} as const;

export type AssetName = keyof typeof assetFiles;

const types: Record<string, string> = {
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  woff2: "font/woff2",
};

interface Asset {
  path: string;
  type: string;
  etag: string;
  body: Uint8Array<ArrayBuffer>;
  /** Made at the first request that accepts it; a font is compressed already. */
  packed: Map<string, Promise<Uint8Array<ArrayBuffer>>>;
}

const byName = new Map<string, Asset>();
const byPath = new Map<string, Asset>();

for (const [name, file] of Object.entries(assetFiles)) {
  const read = readFileSync(programFile(file));
  const extension = name.slice(name.lastIndexOf(".") + 1);
  const body = extension === "css" ? withAssetPaths(read.toString()) : new Uint8Array(read);
  const hash = createHash("sha256").update(body).digest("hex").slice(0, 8);
  const path = `/static/${name.slice(0, -extension.length - 1)}.${hash}.${extension}`;
  const asset = { path, type: types[extension]!, etag: `"${hash}"`, body, packed: new Map() };
  byName.set(name, asset);
  byPath.set(path, asset);
}

/** A stylesheet names its fonts as they lie on disk; the browser must ask for the hashed name. */
function withAssetPaths(css: string): Uint8Array<ArrayBuffer> {
  const hashed = css.replace(
    /url\((?:fonts\/)?([\w.-]+)\)/g,
    (_, name: AssetName) => `url(${asset(name)})`,
  );
  return new TextEncoder().encode(hashed);
}

/** The address of a static file: `asset("portal.css")` is `/static/portal.1a2b3c4d.css`. */
export function asset(name: AssetName): string {
  return byName.get(name)!.path;
}

const packers: Record<string, (body: Uint8Array) => Promise<Uint8Array>> = {
  br: (body) =>
    promisify(brotliCompress)(body, {
      params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY },
    }),
  gzip: (body) => promisify(gzip)(body, { level: constants.Z_BEST_COMPRESSION }),
};

/**
 * Answers `GET /static/*`. The name carries a hash of the content, so it may be kept for ever
 * (RFC 8246); a name of an older version is a 404.
 */
export async function serveAsset(c: Context): Promise<Response> {
  const found = byPath.get(c.req.path);
  if (!found) return c.body(null, 404);
  c.header("Cache-Control", "public, max-age=31536000, immutable");
  c.header("ETag", found.etag);
  c.header("Vary", "Accept-Encoding");
  c.header("Content-Type", found.type);
  c.header("X-Content-Type-Options", "nosniff");
  if (c.req.header("If-None-Match")?.includes(found.etag)) return c.body(null, 304);
  const coding = found.type === types.woff2 ? undefined : acceptedCoding(c);
  if (!coding) return c.body(found.body);
  c.header("Content-Encoding", coding);
  return c.body(await packed(found, coding));
}

/** Brotli where the browser takes it (all do over https), else gzip, else nothing. */
function acceptedCoding(c: Context): string | undefined {
  const accepted = (c.req.header("Accept-Encoding") ?? "").split(",").map((part) => {
    const [coding = "", quality = ""] = part.trim().toLowerCase().split(/\s*;\s*/);
    return /^q=0(\.0*)?$/.test(quality) ? "" : coding;
  });
  return Object.keys(packers).find((coding) => accepted.includes(coding));
}

function packed(found: Asset, coding: string): Promise<Uint8Array<ArrayBuffer>> {
  let promise = found.packed.get(coding);
  if (!promise) {
    promise = packers[coding]!(found.body).then((bytes) => new Uint8Array(bytes));
    found.packed.set(coding, promise);
  }
  return promise;
}
