import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { clientAddress } from "../../web/client_address.ts";
import type { Env } from "../../web/house.ts";
import { saved } from "../../web/respond.tsx";
import { sessionToken, setSessionCookie } from "../../web/session.ts";
import type { Caller, Entered, SignedIn } from "./entry.ts";
import { endSession } from "./sessions.ts";
import { stepLife } from "./tokens.ts";

/** The browser behind a request, and whether it is a known one (see throttle.ts). */
export function callerOf(c: Context<Env>): Caller {
  return {
    address: clientAddress(c),
    userAgent: c.req.header("user-agent") ?? "",
    device: getCookie(c, ownCookie(c, "device").name),
  };
}

/** In, or up to the code that is asked as well; then on to `next`, where `message` is said. */
export async function enter(c: Context<Env>, entered: Entered, next: string, message?: string) {
  if ("step" in entered) {
    keepStep(c, entered.step);
    const path = `/${c.get("school").shortName}/sign-in/step`;
    return saved(c, `${path}?next=${encodeURIComponent(next)}`);
  }
  await endOldSession(c);
  keepSignedIn(c, entered);
  return saved(c, next, message);
}

/** The session this browser had is over, whoever's it was. */
export async function endOldSession(c: Context<Env>) {
  const token = sessionToken(c);
  if (token) await endSession(c.get("house").db, token);
}

/** Hands the browser what it needs from now on. */
function keepSignedIn(
  c: Context<Env>,
  { session, device, persistent }: SignedIn,
): void {
  setSessionCookie(c, session, persistent);
  const { name, ...attributes } = ownCookie(c, "device");
  setCookie(c, name, device, { ...attributes, maxAge: 365 * 24 * 3600 });
  forgetStep(c);
}

/** Hands the browser the secret of a sign-in that waits for its second step. */
function keepStep(c: Context<Env>, step: string): void {
  const { name, ...attributes } = ownCookie(c, "step");
  setCookie(c, name, step, { ...attributes, maxAge: stepLife / 1000 });
}

/** The secret of the sign-in that waits in this browser. */
export const stepOf = (c: Context<Env>): string | undefined =>
  getCookie(c, ownCookie(c, "step").name);

export function forgetStep(c: Context<Env>): void {
  const { name, ...attributes } = ownCookie(c, "step");
  if (getCookie(c, name)) deleteCookie(c, name, attributes);
}

/**
 * Beside the session's. `device` stays after signing out: it lets nobody in, it only keeps the door
 * from being shut by others. `step` is there between the password and the code.
 */
function ownCookie(c: Context<Env>, word: "device" | "step") {
  const secure = c.get("house").config.origin.startsWith("https:");
  const name = secure ? `__Host-${word}` : word;
  return { name, path: "/", httpOnly: true, sameSite: "Lax", secure } as const;
}
