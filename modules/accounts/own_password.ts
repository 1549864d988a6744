import type { House } from "../../web/house.ts";
import type { Viewer } from "../../web/viewer.ts";
import { isPassword } from "./password.ts";
import { ownPasswordHash } from "./queries.ts";
import { countOwnTry, forgive } from "./throttle.ts";

/**
 * Whether this is the viewer's own password: asked before what an open session alone may not do.
 * @throws Refusal after too many wrong tries
 */
export async function isOwnPassword(
  { db, clock }: House,
  viewer: Viewer,
  typed: string,
): Promise<boolean> {
  const counted = await countOwnTry(db, viewer.accountId, clock.now());
  if (!await isPassword(typed, await ownPasswordHash(db, viewer))) return false;
  await forgive(db, counted);
  return true;
}
