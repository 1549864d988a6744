import { sql, type SqlBool } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { queueMails } from "../../emails/ledger.ts";
import { auditAll } from "../../web/audit.ts";
import type { Viewer } from "../../web/viewer.ts";
import type { Field, Subject, Value } from "./fields.ts";
import { idOf } from "./own.actions.ts";
import { findKept, listEntries, subjectOf } from "./own.queries.ts";
import { bundleAt, tellOtherGuardians } from "./told.ts";
import { writeValue } from "./write.ts";

export interface Decision {
  decision: "approve" | "reject";
  reason: string | null;
}

/**
 * Decides on changes, all or (where somebody was first, or they were withdrawn) those still open.
 * What is approved counts at once.
 * @returns how many this decided on
 */
export async function decide(
  db: Db,
  viewer: Viewer,
  ids: number[],
  { decision, reason }: Decision,
  now: Date,
): Promise<number> {
  return await db.transaction().execute(async (trx) => {
    await lockSubjects(trx, viewer, ids);
    const approve = decision === "approve";
    const rows = await trx.updateTable("change_requests")
      .set({
        state: approve ? "approved" : "rejected",
        decided_by: viewer.accountId,
        decided_at: now,
        reason: approve ? null : reason,
      })
      .where("school_id", "=", viewer.school.id).where(among(ids)).where("state", "=", "pending")
      .returningAll().execute();
    const entries = [];
    for (const row of rows.sort((a, b) => a.id - b.id)) {
      const subject = subjectOf(row);
      const { contact_id: contactId } = row;
      const field = row.field as Field;
      const value = row.new_value as Value;
      const from = await current(trx, viewer, subject, field, contactId);
      if (approve) await writeValue(trx, viewer, subject, { field, contactId, value }, now);
      entries.push({
        action: approve ? "changeApproved" as const : "changeRejected" as const,
        subject: { ...idOf(subject), field, from, to: value, ...!approve && { reason } },
      });
    }
    await auditAll(trx, viewer, entries, now);
    const askers = rows.map((row) => row.asked_by).filter((id) => id !== null);
    await tell(trx, viewer, [...new Set(askers)], now);
    const pupils = rows.map((row) => row.pupil_id).filter((id) => id !== null);
    await tellOtherGuardians(trx, viewer, pupils, now);
    return rows.length;
  });
}

const among = (ids: number[]) => sql<SqlBool>`id = any(${ids}::bigint[])`;

/** Whom the changes are about, in the order in which everyone locks them. */
async function lockSubjects(trx: Trx, { school }: Viewer, ids: number[]) {
  for (const [table, column] of [["people", "person_id"], ["pupils", "pupil_id"]] as const) {
    await trx.selectFrom(table).select("id").where("school_id", "=", school.id)
      .where(
        "id",
        "in",
        trx.selectFrom("change_requests").select(column).where("school_id", "=", school.id)
          .where(among(ids)),
      )
      .orderBy("id").forUpdate().execute();
  }
}

async function current(
  trx: Trx,
  { school }: Viewer,
  subject: Subject,
  field: Field,
  contactId: number | null,
): Promise<Value> {
  if (field !== "contact") return (await findKept(trx, school, subject))?.kept[field] ?? null;
  const entry = (await listEntries(trx, school, subject)).find(({ id }) => id === contactId);
  return entry ? { kind: entry.kind, label: entry.label, value: entry.value } : null;
}

/** One mail to who asked, about all that is decided in these five minutes. */
async function tell(trx: Trx, { school, accountId }: Viewer, askers: number[], now: Date) {
  const others = askers.filter((id) => id !== accountId);
  if (others.length === 0) return;
  const { number, from, to, dueAt } = bundleAt(now);
  const accounts = await trx.selectFrom("accounts").select(["id", "email", "language"])
    .where("id", "in", others).execute();
  await queueMails(
    trx,
    accounts.map(({ id, email, language }) => ({
      schoolId: school.id,
      kind: "changeDecided",
      cause: `changes-decided:${id}:${number}`,
      accountId: id,
      address: email,
      language,
      payload: { from, to },
    })),
    dueAt,
  );
}
