import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { secureHeaders } from "hono/secure-headers";
import { isUnavailable } from "../db/unavailable.ts";
import { modules } from "../modules/mod.ts";
import { serveAsset } from "./assets.ts";
import { refuseCrossSite } from "./cross_site.ts";
import { guardOf } from "./guard.ts";
import { Forbidden } from "./errors.tsx";
import type { Env, House } from "./house.ts";
import { languageFromHeader } from "./language.ts";
import { errorFields } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import { publicRoutes } from "./public.ts";
import { failure } from "./respond.tsx";
import { front } from "./front.tsx";
import { findVisit, sessionToken, setSessionCookie } from "./session.ts";

const megabyte = 1024 * 1024;
/** A form of text; routes that take files set their own limit before it (`uploads` in their path). */
const formLimit = 2 * megabyte;

/** The whole portal: every module's routes under `/:school`, behind the same doors. */
export function createApp(house: House): Hono<Env> {
  const app = new Hono<Env>();

  app.use(async (c, next) => {
    c.set("house", house);
    c.set("language", languageFromHeader(c.req.header("accept-language"), "nl"));
    await next();
  });
  app.use(async (c, next) => {
    const { pathname, search } = new URL(c.req.url);
    const trimmed = pathname.replace(/\/+$/, "");
    if (c.req.method !== "GET" || trimmed === pathname || !trimmed) return await next();
    return c.redirect(house.config.origin + trimmed + search, 301); // as someone types an address
  });
  const metrics = createMetrics(house);
  app.use(metrics.measure, securityHeaders(house), refuseCrossSite);
  app.get("/static/:file", serveAsset);
  app.get("/metrics", metrics.show);
  const limitForms = bodyLimit({ maxSize: formLimit, onError: tooLarge });
  app.use((c, next) => uploads.test(c.req.path) ? next() : limitForms(c, next));
  app.route("/", front);
  for (const { frontRoutes } of modules) if (frontRoutes) app.route("/", frontRoutes);

  app.use("/:school/*", async (c, next) => {
    const token = sessionToken(c);
    const visit = await findVisit(house, c.req.param("school"), token);
    if (!visit) throw new HTTPException(404);
    const { school, viewer } = visit;
    c.set("school", school);
    if (viewer) c.set("viewer", viewer);
    c.set("outside", visit.outside);
    if (token && visit.prolonged) setSessionCookie(c, token, true);
    c.set(
      "language",
      viewer?.language ?? languageFromHeader(c.req.header("accept-language"), school.language),
    );
    await next();
  });
  for (const { routes } of modules) if (routes) app.route("/:school", routes);

  app.notFound((c) => {
    const page = c.req.method === "GET" && pageBefore(app, c.req.path);
    return page ? c.redirect(page, 303) : failure(c, 404);
  });
  app.onError((error, c) => {
    if (error instanceof Forbidden) return failure(c, error.status, error.why);
    if (error instanceof HTTPException) return failure(c, error.status);
    const status = isUnavailable(error) ? 503 : 500;
    const event = status === 503 ? "unavailable" : "error";
    house.log(event, { route: c.req.routePath, ...errorFields(error) });
    return failure(c, status);
  });
  assertGuarded(app);
  return app;
}

/**
 * The addresses that take files; each has its own limit behind its guard. Posts and results too:
 * where no script runs, files come along with the form.
 */
const uploads =
  /\/uploads(\/[a-z]+)?$|^\/[^/]+\/(posts(\/\d+\/edit)?|pupils\/\d+\/results(\/\d+)?)$/;

/**
 * After a form was refused its address stays in the address bar. Opened by itself it leads to the
 * page it lies under: `/posts/12/comments` to the post.
 */
function pageBefore(app: Hono<Env>, path: string): string | undefined {
  const takesForm = listRoutes(app).some((route) =>
    route.method === "POST" &&
    new RegExp(`^${route.path.replace(/:\w+/g, "[^/]+")}$`).test(path)
  );
  return takesForm ? path.slice(0, path.lastIndexOf("/")) : undefined;
}

function tooLarge(): never {
  throw new HTTPException(413);
}

/** Every route of the app: method, path and what guards it (`public` with its reason, or a guard). */
export function listRoutes(app: Hono<Env>): { method: string; path: string; guard?: string }[] {
  const found = new Map<string, { method: string; path: string; guard?: string }>();
  for (const { method, path, handler } of app.routes) {
    if (method === "ALL") continue; // middleware
    const key = `${method} ${path}`;
    const route = found.get(key) ?? { method, path };
    route.guard ??= guardOf(handler) ?? (key in publicRoutes ? "public" : undefined);
    found.set(key, route);
  }
  return [...found.values()];
}

/** Default deny: a route that is neither guarded nor listed as public stops the start. */
function assertGuarded(app: Hono<Env>) {
  const open = listRoutes(app).filter((route) => !route.guard);
  if (open.length > 0) {
    throw new Error(`No guard on ${open.map((r) => `${r.method} ${r.path}`).join(", ")}`);
  }
}

function securityHeaders({ config }: House) {
  const none = ["'none'"], self = ["'self'"];
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: none,
      scriptSrc: self,
      styleSrc: self,
      imgSrc: ["'self'", "blob:"],
      fontSrc: self,
      connectSrc: self,
      formAction: self,
      frameSrc: self,
      frameAncestors: none,
      baseUri: none,
      manifestSrc: self,
    },
    strictTransportSecurity: config.origin.startsWith("https:")
      ? "max-age=63072000; includeSubDomains"
      : false,
    referrerPolicy: "same-origin",
    xFrameOptions: "DENY",
    crossOriginResourcePolicy: "same-origin",
    overwrite: false, // a mail is shown in a frame, under a policy of its own
  });
}
