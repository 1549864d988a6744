import { type RawBuilder, sql, type SqlBool } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import type { Viewer } from "../../web/viewer.ts";
import { audit, type AuditAction } from "../../web/audit.ts";
import { resetTwoStepHere, UsedElsewhere } from "../accounts/mod.ts";
import { withdrawCodes } from "./codes.actions.ts";
import { Impossible } from "./errors.ts";
import { lockRoster } from "./groups.actions.ts";
import type { SenderInput, StaffInput } from "./person.forms.ts";
import type { Person } from "./person.queries.ts";

// What someone may do at the school. All of it is in the audit trail and counts at the next request.

/** Lets a guardian look without changing anything (A8), or take part again. */
export async function setReadOnly(
  db: Db,
  viewer: Viewer,
  personId: number,
  readOnly: boolean,
  now: Date,
): Promise<void> {
  const action = readOnly ? "readOnlySet" : "readOnlyEnded";
  const differs = sql<SqlBool>`read_only is distinct from ${readOnly}::boolean`;
  await change(db, viewer, personId, { read_only: readOnly }, differs, { action, now });
}

/** Shuts someone out, with the reason. @throws Impossible for oneself and for the last admin */
export async function blockPerson(
  db: Db,
  viewer: Viewer,
  person: Person,
  reason: string,
  now: Date,
): Promise<void> {
  if (person.accountId === viewer.accountId) throw new Impossible("reason", "notYourself");
  const columns = { blocked_at: now, blocked_reason: reason };
  const differs = sql<SqlBool>`(blocked_at is null or blocked_reason is distinct from ${reason})`;
  const note = { action: "personBlocked", reason, now } as const;
  await change(db, viewer, person.id, columns, differs, note, "reason", async (trx) => {
    await withdrawCodes(
      trx,
      viewer,
      sql`(c.created_by = ${person.accountId} or c.pupil_id in (select gs.pupil_id
        from guardianships gs where gs.school_id = c.school_id and gs.person_id = ${person.id}))`,
      now,
    );
  });
}

/** Lets someone in again who was blocked. */
export async function unblockPerson(
  db: Db,
  viewer: Viewer,
  personId: number,
  now: Date,
): Promise<void> {
  const columns = { blocked_at: null, blocked_reason: null };
  const differs = sql<SqlBool>`blocked_at is not null`;
  await change(db, viewer, personId, columns, differs, { action: "personUnblocked", now });
}

/** Someone leaves the school, or comes back. @throws Impossible for oneself and the last admin */
export async function setPersonLeft(
  db: Db,
  viewer: Viewer,
  person: Person,
  leftAt: Date | null,
  now: Date,
): Promise<void> {
  if (leftAt && person.accountId === viewer.accountId) throw new Impossible("form", "notYourself");
  const action = leftAt ? "personLeft" : "personReturned";
  const differs = leftAt ? sql<SqlBool>`left_at is null` : sql<SqlBool>`left_at is not null`;
  await change(db, viewer, person.id, { left_at: leftAt }, differs, { action, now }, "form");
}

/**
 * Writes what differs, with a line in the trail; what is so already stays as it is.
 * @param keepsAdmin the field that says so when the school would be left without an admin
 */
async function change(
  db: Db,
  viewer: Viewer,
  personId: number,
  columns: {
    read_only?: boolean;
    blocked_at?: Date | null;
    blocked_reason?: string | null;
    left_at?: Date | null;
  },
  differs: RawBuilder<SqlBool>,
  { action, now, ...about }: { action: AuditAction; now: Date; reason?: string },
  keepsAdmin?: string,
  after?: (trx: Trx) => Promise<void>,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    if (keepsAdmin) await keepAnAdmin(trx, viewer, personId, keepsAdmin);
    const changed = await trx.updateTable("people").set(columns)
      .where("school_id", "=", viewer.school.id).where("id", "=", personId).where(differs)
      .returning("id").executeTakeFirst();
    if (!changed) return;
    await audit(trx, viewer, action, { personId, ...about }, now);
    await after?.(trx);
  });
}

/** Whether the viewer may turn one role into another: office and admin are for admins to give. */
export const mayGiveRole = (viewer: Viewer, from: string, to: string) =>
  viewer.roles.has("admin") || from === to ||
  [from, to].every((role) => role === "none" || role === "teacher");

/** What someone does at the school, and how they are called. @throws Impossible */
export async function setStaff(
  db: Db,
  viewer: Viewer,
  person: Person,
  input: StaffInput,
  now: Date,
): Promise<void> {
  const { role, title } = input;
  await db.transaction().execute(async (trx) => {
    await lockRoster(trx, viewer);
    const own = { school_id: viewer.school.id, person_id: person.id };
    const before = await trx.selectFrom("staff").select("role").where(
      "school_id",
      "=",
      own.school_id,
    )
      .where("person_id", "=", own.person_id).where("left_at", "is", null).executeTakeFirst();
    const from = before?.role ?? "none";
    if (!mayGiveRole(viewer, from, role)) throw new Impossible("role", "roleRefused");
    if (from === "admin" && role !== "admin") await keepAnAdmin(trx, viewer, person.id, "role");
    if (role === "none") {
      await trx.updateTable("staff").set({ left_at: now }).where("school_id", "=", own.school_id)
        .where("person_id", "=", own.person_id).where("left_at", "is", null).execute();
    } else {
      const columns = { role, title, function: input.function, left_at: null };
      await trx.insertInto("staff").values({ ...own, ...columns })
        .onConflict((conflict) => conflict.columns(["school_id", "person_id"]).doUpdateSet(columns))
        .execute();
    }
    if (from === role) return;
    await audit(trx, viewer, "roleChanged", { personId: person.id, from, to: role }, now);
  });
}

/** Two who take each other's place at once do so one after the other. */
async function keepAnAdmin(trx: Trx, viewer: Viewer, without: number, field: string) {
  await lockRoster(trx, viewer);
  const { rows } = await sql<{ id: number }>`
    select p.id from staff st join people p on p.school_id = st.school_id and p.id = st.person_id
    where st.school_id = ${viewer.school.id} and st.role = 'admin' and st.left_at is null
      and p.left_at is null and p.blocked_at is null and p.account_id is not null`.execute(trx);
  const isOne = rows.some(({ id }) => id === without);
  if (isOne && rows.length === 1) throw new Impossible(field, "lastAdmin");
}

/** Shuts a guardian out for one child (A8), or lets them in again with `reason` null. */
export async function blockForChild(
  db: Db,
  viewer: Viewer,
  { personId, pupilId, reason }: { personId: number; pupilId: number; reason: string | null },
  now: Date,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const changed = await trx.updateTable("guardianships")
      .set({ blocked_at: reason === null ? null : now, blocked_reason: reason })
      .where("school_id", "=", viewer.school.id).where("person_id", "=", personId)
      .where("pupil_id", "=", pupilId)
      .where(
        reason === null
          ? sql<SqlBool>`blocked_at is not null`
          : sql<SqlBool>`(blocked_at is null or blocked_reason is distinct from ${reason})`,
      )
      .returning("pupil_id").executeTakeFirst();
    if (!changed) return;
    const action = reason === null ? "childUnblocked" : "childBlocked";
    await audit(trx, viewer, action, { personId, pupilId, reason }, now);
    if (reason !== null) await withdrawCodes(trx, viewer, sql`c.pupil_id = ${pupilId}`, now);
  });
}

/** Lets a guardian write to a group or the school (R8). @throws Impossible: no such group */
export async function addSender(
  db: Db,
  viewer: Viewer,
  personId: number,
  { senderTitle: title, group }: SenderInput,
  now: Date,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { rows: [made] } = await sql<{ there: boolean; changed: boolean }>`
      with audience as (select ${group}::bigint as id
        where ${group}::bigint is null or exists (select from groups g
          where g.school_id = ${viewer.school.id} and g.id = ${group} and g.left_at is null)),
      written as (
        insert into senders (school_id, person_id, title, group_id)
        select ${viewer.school.id}, ${personId}, ${title}, audience.id from audience
        on conflict (school_id, person_id, group_id) do update set title = excluded.title
          where senders.title <> excluded.title
        returning id)
      select exists (select from audience) as there, exists (select from written) as changed`
      .execute(trx);
    if (!made!.there) throw new Impossible("group", "groupMissing");
    if (!made!.changed) return;
    await audit(trx, viewer, "senderAdded", { personId, title, groupId: group }, now);
  });
}

/** Ends that a guardian writes to a group or the school. @returns whether they did */
export async function removeSender(
  db: Db,
  viewer: Viewer,
  personId: number,
  senderId: number,
  now: Date,
): Promise<boolean> {
  return await db.transaction().execute(async (trx) => {
    const gone = await trx.deleteFrom("senders").where("school_id", "=", viewer.school.id)
      .where("person_id", "=", personId).where("id", "=", senderId)
      .returning(["title", "group_id"]).executeTakeFirst();
    if (!gone) return false;
    const subject = { personId, title: gone.title, groupId: gone.group_id };
    await audit(trx, viewer, "senderRemoved", subject, now);
    return true;
  });
}

/**
 * Lets someone in again who lost phone and recovery codes: the password is enough.
 * @throws Impossible when the account is another school's too
 */
export async function takeOffTwoStep(
  db: Db,
  viewer: Viewer,
  accountId: number,
  now: Date,
): Promise<void> {
  try {
    await db.transaction().execute((trx) => resetTwoStepHere(trx, viewer, accountId, now));
  } catch (error) {
    throw error instanceof UsedElsewhere ? new Impossible("form", "twoStepElsewhere") : error;
  }
}
