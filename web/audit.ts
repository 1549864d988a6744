import type { Db } from "../db/database.ts";
import type { Viewer } from "./viewer.ts";

/** Who did it: an account, or nobody (the command line); and at which school. */
export interface Actor {
  accountId: number | null;
  school: Pick<Viewer["school"], "id">;
}

/**
 * Notes in the audit trail who did what to whom, in the transaction that does it.
 * @param subject ids, and what was before and is now; never a password or a number that must be dropped
 */
export async function audit(
  db: Db,
  actor: Actor,
  action: AuditAction,
  subject: object,
  now: Date,
): Promise<void> {
  await auditAll(db, actor, [{ action, subject }], now);
}

/** The same for several things done in one go. */
export async function auditAll(
  db: Db,
  { accountId, school }: Actor,
  entries: { action: AuditAction; subject: object }[],
  now: Date,
): Promise<void> {
  for (let start = 0; start < entries.length; start += 1000) {
    await db.insertInto("audit_entries").values(
      entries.slice(start, start + 1000).map(({ action, subject }) => ({
        school_id: school.id,
        at: now,
        account_id: accountId,
        action,
        subject: JSON.stringify(subject),
      })),
    ).execute();
  }
}

/** What is written in the audit trail. */
export type AuditAction =
  | "schoolMade"
  | "settingsChanged"
  | "helpChanged"
  | "rosterImported"
  | "userNameChanged"
  | "placeConfirmed"
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
  | "groupStaffChanged"
  | "postChanged"
  | "postWithdrawn"
  | "commentsOpened"
  | "commentsClosed"
  | "agendaItemDeleted"
  | "keptMailSent"
  | "mailBounced"
  | "mailRead";
