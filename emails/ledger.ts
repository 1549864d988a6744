import { sql } from "kysely";
import type { Db } from "../db/database.ts";

/** Something that must be told to someone. */
export interface Queued {
  schoolId: number;
  /** Which composer makes the mail: a key of some module's `mails`. */
  kind: string;
  /** What happened, e.g. `post:12`. The same cause never reaches the same address twice. */
  cause: string;
  accountId: number | null;
  address: string;
  language: string;
  /** What the composer needs besides; never a secret (links with secrets are made when sent). */
  payload?: object;
}

/**
 * Writes rows in the ledger of deliveries, in the transaction of their cause; the worker sends
 * them once it is committed. What was queued before for the same cause and address stays as it is.
 * @returns how many rows were new.
 */
export async function queueMails(trx: Db, mails: Queued[], dueAt: Date): Promise<number> {
  let queued = 0;
  for (let start = 0; start < mails.length; start += 500) {
    const result = await trx.insertInto("deliveries").values(
      mails.slice(start, start + 500).map((mail) => ({
        school_id: mail.schoolId,
        kind: mail.kind,
        cause: mail.cause,
        account_id: mail.accountId,
        address: mail.address.toLowerCase(),
        language: mail.language,
        payload: JSON.stringify(mail.payload ?? {}),
        due_at: dueAt,
        created_at: dueAt,
      })),
    ).onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
    queued += Number(result.numInsertedOrUpdatedRows ?? 0);
  }
  if (queued > 0) await wakeWorkers(trx);
  return queued;
}

/** Tells the workers of all processes, once this is committed, that there is something to send. */
export const wakeWorkers = (trx: Db) => sql`select pg_notify('deliveries', '')`.execute(trx);

/** Stops what is still to be sent for a cause; what a worker has in hand its composer stops. */
export async function cancelMails(trx: Db, schoolId: number, cause: string): Promise<void> {
  await trx.updateTable("deliveries").set({ state: "cancelled" })
    .where("school_id", "=", schoolId).where("cause", "=", cause).where("state", "=", "due")
    .execute();
}
