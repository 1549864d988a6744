import type { MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import type { Env } from "./house.ts";

/**
 * Refuses writes that another site set off: by `Sec-Fetch-Site`, or in older browsers by an
 * `Origin` that is not the address of this server: the one people use, or the one asked for (a
 * proxy may leave the port out of it). Requests with neither come from no browser
 * (RFC 8058 one-click unsubscribe, for one) and carry no cookie that a site could borrow.
 */
export const refuseCrossSite: MiddlewareHandler<Env> = async (c, next) => {
  if (
    c.req.method !== "GET" && c.req.method !== "HEAD" &&
    isCrossSite(c.req.raw.headers, c.get("house").config.origin)
  ) {
    throw new HTTPException(403);
  }
  await next();
};

function isCrossSite(headers: Headers, own: string): boolean {
  const site = headers.get("sec-fetch-site");
  if (site) return site !== "same-origin" && site !== "none";
  const origin = headers.get("origin");
  if (!origin || origin === own) return false;
  return !URL.canParse(origin) || new URL(origin).host !== headers.get("host");
}
