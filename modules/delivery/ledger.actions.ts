import { queueMails, wakeWorkers } from "../../emails/ledger.ts";
import { removeKept } from "../../emails/sender.ts";
import { audit } from "../../web/audit.ts";
import type { House } from "../../web/house.ts";
import type { Viewer } from "../../web/viewer.ts";
import { findOwnAddress } from "./ledger.queries.ts";

/** Sends a mail that failed or came back once more, from the first attempt on. */
export async function sendAgain(house: House, viewer: Viewer, id: number): Promise<boolean> {
  const now = house.clock.now();
  return await house.db.transaction().execute(async (trx) => {
    const changed = await trx.updateTable("deliveries")
      .set({ state: "due", due_at: now, attempts: 0, error: null })
      .where("school_id", "=", viewer.school.id).where("id", "=", id)
      .where("state", "in", ["failed", "bounced"]).executeTakeFirst();
    await wakeWorkers(trx);
    return changed.numUpdatedRows > 0;
  });
}

/**
 * Sends what was kept while there was no mail server. The mails are made anew, as links in them
 * may have expired; the kept copies are removed.
 * @returns how many there were.
 */
export async function sendKept(house: House, viewer: Viewer): Promise<number> {
  const { id: schoolId } = viewer.school;
  const now = house.clock.now();
  const rows = await house.db.transaction().execute(async (trx) => {
    const changed = await trx.updateTable("deliveries")
      .set({ state: "due", due_at: now, attempts: 0, sent_at: null })
      .where("school_id", "=", schoolId).where("state", "=", "kept").returning("id").execute();
    await audit(trx, viewer, "keptMailSent", { mails: changed.length }, now);
    await wakeWorkers(trx);
    return changed;
  });
  for (const { id } of rows) await removeKept(house.mailDir, keptName(schoolId, id));
  return rows.length;
}

/** Notes that a mail which was sent came back. */
export async function markBounced(house: House, viewer: Viewer, id: number): Promise<boolean> {
  const now = house.clock.now();
  return await house.db.transaction().execute(async (trx) => {
    const changed = await trx.updateTable("deliveries")
      .set({ state: "bounced", due_at: now })
      .where("school_id", "=", viewer.school.id).where("id", "=", id)
      .where("state", "=", "sent").executeTakeFirst();
    if (changed.numUpdatedRows === 0n) return false;
    await audit(trx, viewer, "mailBounced", { delivery: id }, now);
    return true;
  });
}

/**
 * Queues a test mail to the viewer, which goes the way of every other mail.
 * @returns its number in the ledger.
 */
export async function queueTestMail({ db, clock }: House, viewer: Viewer): Promise<number> {
  const now = clock.now();
  const cause = `test:${viewer.accountId}:${now.toISOString()}`;
  return await db.transaction().execute(async (trx) => {
    const { email } = await findOwnAddress(trx, viewer);
    await queueMails(trx, [{
      schoolId: viewer.school.id,
      kind: "test",
      cause,
      accountId: viewer.accountId,
      address: email,
      language: viewer.language,
    }], now);
    const { id } = await trx.selectFrom("deliveries").select("id")
      .where("school_id", "=", viewer.school.id).where("cause", "=", cause)
      .executeTakeFirstOrThrow();
    return id;
  });
}

/** Notes that someone read another's mail: it may hold a sign-in link. */
export async function noteMailRead({ db, clock }: House, viewer: Viewer, id: number) {
  const receivers = await db.selectFrom("deliveries as d")
    .innerJoin(
      "people as p",
      (join) =>
        join.onRef("p.school_id", "=", "d.school_id").onRef("p.account_id", "=", "d.account_id"),
    )
    .select("p.id").where("d.school_id", "=", viewer.school.id).where("d.id", "=", id)
    .orderBy("p.id").execute();
  const personIds = receivers.map((person) => person.id);
  await audit(db, viewer, "mailRead", { delivery: id, personIds }, clock.now());
}

/** The name of a mail in the folder of kept mail: what stands before the `@` of its Message-ID. */
export const keptName = (schoolId: number, deliveryId: number) => `d${schoolId}-${deliveryId}`;
