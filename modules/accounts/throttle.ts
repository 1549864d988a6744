import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Db } from "../../db/database.ts";
import { Refusal } from "./refusal.ts";

/**
 * Wrong tries (spec A5). A try counts before it is made, in one statement, so that many at once
 * are all counted; who turns out to be right gets it back. After a number of free tries a door
 * stays shut for 30 seconds, then twice as long each time, a quarter of an hour at most. A day
 * without tries and all is forgotten.
 *
 * Nobody can shut someone else out, because there are three kinds of door:
 * - A *known device*, on which this person has got in before (it has a cookie), has a door of its
 *   own. Whatever others do, from wherever, it stays open. (OWASP calls this a device cookie.)
 * - Others come by the door of this account *and* their address, so that a wrong try only shuts
 *   out those at the same address; and by the door of that address for all accounts together,
 *   wide enough for a whole school behind one address.
 * - Against guessing from many addresses at once there is a door per account. It counts only the
 *   free tries at each address, so that one address can never shut it; it never closes for a
 *   known device; and when it is shut, *Wachtwoord vergeten?* still lets the owner in by mail.
 */
const doors = { device: 5, pair: 5, address: 100, account: 30, asks: 20 };
type Door = keyof typeof doors;

const longestWait = 15 * 60;
const firstWait = 30;
const day = 24 * 3600_000;

/** Whose door it is; names and addresses themselves are not kept. */
const keyOf = (door: Door, ...of: string[]) =>
  `${door}:${createHash("sha256").update(of.join("\n")).digest("base64url")}`;

/** What a try at signing in passes. Give it to `forgive` when what was tried is right. */
interface Try {
  keys: string[];
}

/**
 * Counts a try at signing in as this user from this address (or known device).
 * @param what the code of the second step has doors of its own: a right password, which opens those
 *   for passwords again, must not give new tries at the code
 * @throws Refusal (429) when it has to wait
 */
export async function countTry(
  db: Db,
  { userName, address, device }: { userName: string; address: string; device?: string },
  now: Date,
  what: "password" | "code" = "password",
): Promise<Try> {
  const whose = what === "code" ? [userName, "code"] : [userName];
  if (device && await isKnown(db, keyOf("device", device, userName))) {
    const own = keyOf("device", device, ...whose);
    await pass(db, own, "device", now);
    return { keys: [own] };
  }
  const keys = [keyOf("pair", ...whose, address), keyOf("address", address)];
  await mustBeOpen(db, keys[1]!, now); // or each name tried at a shut door would leave a row
  const tries = await pass(db, keys[0]!, "pair", now);
  await pass(db, keys[1]!, "address", now);
  if (tries <= doors.pair) {
    const account = keyOf("account", ...whose);
    await pass(db, account, "account", now);
    keys.push(account);
  }
  return { keys };
}

/** The try was right: it does not count as a wrong one, and who got in starts afresh. */
export async function forgive(db: Db, { keys: [own, ...wider] }: Try): Promise<void> {
  await db.updateTable("throttles").set((eb) => ({ tries: 0, open_at: eb.ref("last_try_at") }))
    .where("key", "=", own!).execute();
  if (wider.length === 0) return;
  await db.updateTable("throttles").set({ tries: sql`greatest(tries - 1, 0)` })
    .where("key", "in", wider).execute();
}

/** Gives this device a door of its own for this user. @param device the secret in its cookie */
export async function rememberDevice(db: Db, userName: string, device: string, now: Date) {
  const key = keyOf("device", device, userName);
  await db.insertInto("throttles").values({ key, tries: 0, last_try_at: now, open_at: now })
    .onConflict((conflict) =>
      conflict.column("key").doUpdateSet({ tries: 0, last_try_at: now, open_at: now })
    ).execute();
}

/**
 * Counts a request for a mail, so that nobody floods mailboxes or tries out addresses.
 * @throws Refusal (429) when it has to wait
 */
export async function countAsk(db: Db, address: string, now: Date): Promise<void> {
  await pass(db, keyOf("asks", address), "asks", now);
}

/**
 * Counts a try at the current password by someone who is signed in.
 * @throws Refusal (429) when it has to wait
 */
export async function countOwnTry(db: Db, accountId: number, now: Date): Promise<Try> {
  const key = keyOf("pair", "signed in", String(accountId));
  await pass(db, key, "pair", now);
  return { keys: [key] };
}

/** Forgets what no longer matters: wrong tries of more than a day ago, devices unused for a year. */
export async function forgetTries(db: Db, now: Date): Promise<void> {
  const before = (ms: number) => new Date(now.getTime() - ms);
  await db.deleteFrom("throttles").where("last_try_at", "<", before(day))
    .where("key", "not like", "device:%").execute();
  await db.deleteFrom("throttles").where("last_try_at", "<", before(365 * day)).execute();
}

async function isKnown(db: Db, key: string): Promise<boolean> {
  return await db.selectFrom("throttles").select("key").where("key", "=", key)
    .executeTakeFirst() !== undefined;
}

/** @returns the number of tries so far, this one included */
async function pass(db: Db, key: string, door: Door, now: Date): Promise<number> {
  const free = doors[door];
  const forgotten = new Date(now.getTime() - day);
  const { rows: [counted] } = await sql<{ tries: number }>`
    insert into throttles as t (key, tries, last_try_at, open_at) values (${key}, 1, ${now}, ${now})
    on conflict (key) do update set
      tries = case when t.last_try_at < ${forgotten} then 1 else t.tries + 1 end,
      last_try_at = ${now},
      open_at = case when t.last_try_at < ${forgotten} or t.tries + 1 < ${free}::int then ${now}
        else ${now}::timestamptz + make_interval(secs =>
          least(${longestWait}::int, ${firstWait}::int * power(2, least(t.tries + 1 - ${free}::int, 10))))
        end
    where t.open_at <= ${now}
    returning tries`.execute(db);
  if (counted) return counted.tries;
  await mustBeOpen(db, key, now);
  throw new Refusal("tooMany", 1); // it opened just now
}

/** @throws Refusal (429) when this door is shut */
async function mustBeOpen(db: Db, key: string, now: Date): Promise<void> {
  const shut = await db.selectFrom("throttles").select("open_at").where("key", "=", key)
    .where("open_at", ">", now).executeTakeFirst();
  if (!shut) return;
  throw new Refusal("tooMany", Math.ceil((shut.open_at.getTime() - now.getTime()) / 1000));
}
