import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Child } from "hono/jsx";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { ErrorPage, type Why } from "./errors.tsx";
import type { Env } from "./house.ts";
import { Door, Page, type PageScript } from "./layout.tsx";
import { menuFor } from "./menu.ts";
import { shellText } from "./text.ts";

// The only ways in which a handler answers.

interface PageOptions {
  title: string;
  /** For reading and composing: at most 42rem wide. */
  narrow?: boolean;
  scripts?: PageScript[];
  status?: ContentfulStatusCode;
}

/** A whole page for someone who is signed in. */
export function page<E extends Env>(c: Context<E>, options: PageOptions, content: Child) {
  const { status = 200, ...props } = options;
  const viewer = c.get("viewer");
  return html(
    c,
    <Page
      viewer={viewer}
      menu={menuFor(viewer)}
      path={c.req.path}
      flash={takeFlash(c)}
      {...props}
    >
      {content}
    </Page>,
    status,
  );
}

interface DoorOptions extends Omit<PageOptions, "narrow"> {
  /** Under the heading. */
  lead?: Child;
}

/** A whole page before the door: sign-in, activation, forgotten password. */
export function door<E extends Env>(c: Context<E>, options: DoorOptions, content: Child) {
  const { status = 200, ...props } = options;
  return html(
    c,
    <Door
      school={c.get("school") ?? null}
      language={c.get("language")}
      flash={takeFlash(c)}
      {...props}
    >
      {content}
    </Door>,
    status,
  );
}

/** A piece of a page, for htmx. Only routes that are always a piece, or `wantsPart`, use it. */
export function partial<E extends Env>(
  c: Context<E>,
  content: Child,
  status: ContentfulStatusCode = 200,
) {
  return html(c, content, status);
}

/** Whether the address asks for a piece (`?part=…`). The address decides, never a header. */
export function wantsPart(c: Context): boolean {
  return c.req.query("part") !== undefined;
}

/**
 * What was asked is done: on to `to`, where `message` is said once; or the changed piece, where
 * the address asks for it.
 */
export function saved<E extends Env>(
  c: Context<E>,
  to: string,
  message?: string,
  part?: () => Child | Promise<Child>,
) {
  if (part && wantsPart(c)) return Promise.resolve(part()).then((content) => partial(c, content));
  if (message) {
    setCookie(c, "flash", message, { path: "/", httpOnly: true, sameSite: "Lax", maxAge: 60 });
  }
  return c.redirect(to, 303);
}

/** The page again with what was typed and what is wrong with it; nothing was changed. */
export function invalid<E extends Env>(c: Context<E>, options: PageOptions, content: Child) {
  return page(c, { ...options, status: options.status ?? 422 }, content);
}

/**
 * To where one switches on the second step that the school requires of its office: nothing else
 * is answered until then, no picture and no download either.
 */
export function twoStepFirst<E extends Env>(c: Context<E>) {
  const { school, language } = c.get("viewer");
  if (c.req.method === "GET" && !wantsPart(c)) {
    return c.redirect(`/${school.shortName}/account/two-step`, 303);
  }
  return html(c, <ErrorPage status={403} why="twoStep" school={school} language={language} />, 403);
}

/** Seconds after which to come back when the database or the disk cannot serve. */
const away = "20";

/** An error page: 403, 404, 413, 429, 500, 503 in the reader's language; others by their nearest kin. */
export function failure<E extends Env>(
  c: Context<E>,
  status: ContentfulStatusCode,
  why?: Why,
) {
  const school = c.get("school") ?? null;
  if (status === 401 && school && c.req.method === "GET" && !wantsPart(c)) {
    const asked = c.req.path + (new URL(c.req.url).search || "");
    const next = c.req.path === `/${school.shortName}` ? "" : `?next=${encodeURIComponent(asked)}`;
    const { outside } = shellText(c.get("language"));
    const said = c.get("outside") ? outside(school.officePhone) : undefined;
    return saved(c, `/${school.shortName}/sign-in${next}`, said);
  }
  if (status === 503) c.header("Retry-After", away);
  // a piece with 409 or 422 has words of its own and is shown; a whole page never is
  const isNoPiece = wantsPart(c) && (status === 409 || status === 422);
  return html(
    c,
    <ErrorPage status={status} why={why} school={school} language={c.get("language")} />,
    isNoPiece ? 400 : status,
  );
}

function html<E extends Env>(c: Context<E>, content: Child, status: ContentfulStatusCode) {
  c.header("Cache-Control", "no-store");
  return c.html(String(content), status);
}

/** What `saved` left to be said, and then forgets it. */
function takeFlash<E extends Env>(c: Context<E>): string | undefined {
  const flash = getCookie(c, "flash");
  if (flash) deleteCookie(c, "flash", { path: "/" });
  return flash;
}
