import type { Trx } from "../../db/database.ts";
import type { Viewer } from "../../web/viewer.ts";

/**
 * Notes in the audit trail who did what to whom, in the transaction that does it.
 * @param subject ids, and what was before and is now; never a password or a number that must be dropped
 */
export async function audit(
  trx: Trx,
  viewer: Pick<Viewer, "accountId" | "school">,
  action: AuditAction,
  subject: object,
  now: Date,
): Promise<void> {
  await trx.insertInto("audit_entries").values({
    school_id: viewer.school.id,
    at: now,
    account_id: viewer.accountId,
    action,
    subject: JSON.stringify(subject),
  }).execute();
}

/** What the roster's screens write in the audit trail. */
export type AuditAction =
  | "schoolMade"
  | "settingsChanged"
  | "helpChanged"
  | "personAdded"
  | "personChanged"
  | "pupilAdded"
  | "pupilChanged"
  | "pupilLeft"
  | "pupilReturned"
  | "personLeft"
  | "personReturned"
  | "readOnlySet"
  | "readOnlyEnded"
  | "personBlocked"
  | "personUnblocked"
  | "childBlocked"
  | "childUnblocked"
  | "childLinked"
  | "childUnlinked"
  | "roleChanged"
  | "senderAdded"
  | "senderRemoved"
  | "invited"
  | "groupAdded"
  | "groupChanged"
  | "groupClosed"
  | "groupPupilsChanged"
  | "groupStaffChanged";
