import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { clientAddress } from "../../web/client_address.ts";
import type { Env } from "../../web/house.ts";
import { setSessionCookie } from "../../web/session.ts";
import type { Caller, SignedIn } from "./actions.ts";

/** The browser behind a request, and whether it is a known one (see throttle.ts). */
export function callerOf(c: Context<Env>): Caller {
  return {
    address: clientAddress(c),
    userAgent: c.req.header("user-agent") ?? "",
    device: getCookie(c, deviceCookie(c).name),
  };
}

/** Hands the browser what it needs from now on. */
export function keepSignedIn(
  c: Context<Env>,
  { session, device }: SignedIn,
  persistent: boolean,
): void {
  setSessionCookie(c, session, persistent);
  const { name, ...attributes } = deviceCookie(c);
  setCookie(c, name, device, { ...attributes, maxAge: 365 * 24 * 3600 });
}

/** Stays after signing out: it lets nobody in, it only keeps the door from being shut by others. */
function deviceCookie(c: Context<Env>) {
  const secure = c.get("house").config.origin.startsWith("https:");
  const name = secure ? "__Host-device" : "device";
  return { name, path: "/", httpOnly: true, sameSite: "Lax", secure } as const;
}
