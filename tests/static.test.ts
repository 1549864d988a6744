import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { Hono } from "hono";
import { expect, test } from "vitest";
import { asset, serveAsset } from "../web/assets.ts";

const app = new Hono().get("/static/:file", serveAsset);
const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers });

test("a browser keeps a static file for ever, because its name changes with its content", async () => {
  const answer = await get(asset("portal.css"));
  expect(asset("portal.css")).toMatch(/^\/static\/portal\.[0-9a-f]{8}\.css$/);
  expect(answer.headers.get("cache-control")).toContain("immutable");
  const again = await get(asset("portal.css"), { "If-None-Match": answer.headers.get("etag")! });
  expect(again.status).toBe(304);
});

test("the stylesheet travels compressed the way the browser asks, and says the same", async () => {
  const plain = await (await get(asset("portal.css"))).text();
  const brotli = await get(asset("portal.css"), { "Accept-Encoding": "gzip, deflate, br" });
  const gzip = await get(asset("portal.css"), { "Accept-Encoding": "gzip, br;q=0" });
  expect(brotli.headers.get("content-encoding")).toBe("br");
  expect(gzip.headers.get("content-encoding")).toBe("gzip");
  expect(brotliDecompressSync(await brotli.arrayBuffer()).toString()).toBe(plain);
  expect(gunzipSync(await gzip.arrayBuffer()).toString()).toBe(plain);
});

test("the fonts that the stylesheet names are there", async () => {
  const css = await (await get(asset("portal.css"))).text();
  const fonts = [...css.matchAll(/url\(([^)]+)\)/g)].map(([, path]) => path!);
  expect(fonts).toHaveLength(2);
  for (const path of fonts) {
    const font = await get(path);
    expect(font.status).toBe(200);
    expect(font.headers.get("content-type")).toBe("font/woff2");
  }
});

test("nothing but the listed files is served", async () => {
  for (
    const path of ["/static/portal.css", "/static/portal.00000000.css", "/static/..%2fassets.ts"]
  ) {
    expect((await get(path)).status).toBe(404);
  }
});
