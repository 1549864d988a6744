import { HTTPException } from "hono/http-exception";
import type { Db } from "../../db/database.ts";
import { hashToken, sessionLife } from "../../web/session.ts";
import type { Viewer } from "../../web/viewer.ts";
import { describeDevice } from "./device.ts";
import { newSecret } from "./tokens.ts";

/**
 * Signs an account in on a device. Always a new secret, so that one known before is worth nothing.
 * @param userAgent as the browser calls itself; only "Chrome/Android" is kept of it
 * @returns the secret for the cookie; only its hash is kept
 */
export async function startSession(
  db: Db,
  { accountId, userAgent, persistent }: {
    accountId: number;
    userAgent: string;
    persistent: boolean;
  },
  now: Date,
): Promise<string> {
  const token = newSecret();
  const life = persistent ? sessionLife.persistent : sessionLife.short;
  await db.insertInto("sessions").values({
    token_hash: hashToken(token),
    account_id: accountId,
    device: describeDevice(userAgent),
    persistent,
    created_at: now,
    last_seen_at: now,
    expires_at: new Date(now.getTime() + life),
  }).execute();
  return token;
}

/** Signs out where this secret is in the cookie. */
export async function endSession(db: Db, token: string): Promise<void> {
  await db.deleteFrom("sessions").where("token_hash", "=", hashToken(token)).execute();
}

/** Ends one of one's own sessions. */
export async function endOwnSession(db: Db, viewer: Viewer, sessionId: number): Promise<void> {
  await db.deleteFrom("sessions").where("id", "=", sessionId)
    .where("account_id", "=", viewer.accountId).execute();
}

/** Signs an account out everywhere. */
export async function endSessions(db: Db, accountId: number): Promise<void> {
  await db.deleteFrom("sessions").where("account_id", "=", accountId).execute();
}

/** *Uitloggen op andere apparaten.* */
export async function endOtherSessions(db: Db, viewer: Viewer): Promise<void> {
  await db.deleteFrom("sessions").where("account_id", "=", viewer.accountId)
    .where("id", "!=", viewer.sessionId).execute();
}

/**
 * Gives the viewer's session a new secret; the old one is worth nothing any more.
 * @throws HTTPException 401 when it was ended meanwhile
 */
export async function renewSession(db: Db, viewer: Viewer) {
  const token = newSecret();
  const renewed = await db.updateTable("sessions").set({ token_hash: hashToken(token) })
    .where("id", "=", viewer.sessionId).returning("persistent").executeTakeFirst();
  if (!renewed) throw new HTTPException(401);
  return { session: token, persistent: renewed.persistent };
}

export interface OwnSession {
  id: number;
  device: string;
  lastSeenAt: Date;
  /** The one that asks. */
  current: boolean;
  persistent: boolean;
}

/** Where the viewer is signed in, this device first. */
export async function listSessions(db: Db, viewer: Viewer, now: Date): Promise<OwnSession[]> {
  const rows = await db.selectFrom("sessions")
    .select(["id", "device", "last_seen_at as lastSeenAt", "persistent"])
    .where("account_id", "=", viewer.accountId).where("expires_at", ">", now)
    .orderBy("last_seen_at", "desc").orderBy("id", "desc").execute();
  return rows.map((row) => ({ ...row, current: row.id === viewer.sessionId }))
    .sort((a, b) => Number(b.current) - Number(a.current));
}

/** One of the viewer's own sessions, on another device; this one ends with *Uitloggen*. */
export async function findOtherSession(db: Db, viewer: Viewer, id: number, now: Date) {
  const sessions = await listSessions(db, viewer, now);
  return sessions.find((session) => session.id === id && !session.current);
}
