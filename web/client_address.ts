import { isIPv6 } from "node:net";
import type { Context } from "hono";

/**
 * Where a request comes from, for counting tries: an IPv4 address, or the /64 of an IPv6 address
 * (whoever has one address there has them all). It comes from the connection; only when that
 * comes from this machine is there a proxy to be believed, which puts its own word last in
 * `X-Forwarded-For`. Empty when there is no connection (a request made in the same process).
 */
export function clientAddress(c: Context): string {
  const { remoteAddr } = (c.env ?? {}) as { remoteAddr?: Deno.Addr };
  if (remoteAddr?.transport !== "tcp") return "";
  const address = plain(remoteAddr.hostname);
  const forwarded = c.req.header("x-forwarded-for")?.split(",").at(-1)?.trim();
  return network(isOwn(address) && forwarded ? plain(forwarded) : address);
}

/** An IPv4 address that came in over an IPv6 socket is written as such. */
const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, "");

const isOwn = (address: string) => address === "::1" || address.startsWith("127.");

function network(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = "", tail] = address.toLowerCase().split("::");
  const left = head.split(":").filter(Boolean);
  const right = tail?.split(":").filter(Boolean) ?? [];
  const groups = [
    ...left,
    ...Array(Math.max(0, 8 - left.length - right.length)).fill("0"),
    ...right,
  ];
  return `${
    groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16)).join(":")
  }::/64`;
}
