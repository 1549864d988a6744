import { sql } from "kysely";
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
        pupil_ids: idsIn(subject, "pupil"),
        person_ids: idsIn(subject, "person"),
      })),
    ).execute();
  }
}

/** What of a child someone looked at: a key of the log's text. */
export type Seen =
  | "family"
  | "classList"
  | "overview"
  | "pdf"
  | "childPage"
  | "sitters"
  | "notes"
  | "results"
  | "changes"
  | "specialGroup"
  | "talks";

/** Minutes in which looking at the same again is the same look. */
const sameLook = 10;

/**
 * Notes in the access log (V5) that the viewer was shown these pupils' data. Once per page,
 * whatever is on it; not for lists of names alone. Looking at the same page again within ten
 * minutes is one look. Every such page waits for this write, so it does not wait for the disk: a
 * power cut may lose the looks of the last second. That must not hold for writes of people, so it
 * is for reading alone: not within a transaction.
 */
export async function noteSeen(
  db: Db,
  { accountId, school }: Viewer,
  what: Seen,
  pupilIds: number[],
  now: Date,
): Promise<void> {
  if (pupilIds.length === 0) return;
  if (db.isTransaction) throw new Error("Looking is noted outside transactions");
  const ids = [...pupilIds].sort((a, b) => a - b);
  const subject = JSON.stringify({ what, pupilIds: ids });
  const since = new Date(now.getTime() - sameLook * 60_000);
  await sql`
    with quick as materialized (select set_config('synchronous_commit', 'off', true))
    insert into audit_entries (school_id, at, account_id, action, subject, pupil_ids)
    select ${school.id}, ${now}, ${accountId}, 'dataSeen', ${subject}::jsonb, ${ids}::bigint[]
    from quick
    where not exists (select from audit_entries e
      where e.school_id = ${school.id} and e.account_id = ${accountId} and e.at > ${since}
        and e.at <= ${now} and e.action = 'dataSeen' and e.subject = ${subject}::jsonb)`.execute(
    db,
  );
}

/** `pupilId` and `pupilIds` of a subject, by which the log is searched. */
function idsIn(subject: object, of: "pupil" | "person"): number[] {
  const { [`${of}Id`]: one, [`${of}Ids`]: several } = subject as Record<string, unknown>;
  const ids = [one, ...(Array.isArray(several) ? several : [])];
  return ids.filter((id) => typeof id === "number");
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
  | "mailRead"
  | "dataSeen"
  | "ownDataChanged"
  | "changeAsked"
  | "changeApproved"
  | "changeRejected"
  | "changeWithdrawn"
  | "photoChanged"
  | "sharingChanged"
  | "contactChanged"
  | "sitterChanged"
  | "noteChanged"
  | "resultChanged"
  | "roundChanged"
  | "talkChanged"
  | "couplingCodeMade"
  | "couplingCodeUsed"
  | "pupilsMoved"
  | "yearTransitioned"
  | "specialGroupChanged"
  | "specialGroupMailed"
  | "memberAdded"
  | "memberRemoved"
  | "twoStepSwitched"
  | "ownDataDownloaded"
  | "personErased"
  | "pupilErased"
  | "retentionChanged"
  | "logExported";
