import type { Db } from "../../db/database.ts";
import { audit } from "../../web/audit.ts";
import type { Viewer } from "../../web/viewer.ts";
import { mustBeKept } from "../school/mod.ts";
import { tellGuardians } from "./mails.ts";
import type { NoteInput } from "./notes.forms.ts";
import { signatureOf } from "./pupils.queries.ts";

// The trail says that a note was written or changed, not what was in it.

/**
 * Writes a note about a pupil; one that is shared is announced to the guardians at once.
 * @param key of the form: pressing twice makes one note
 */
export async function addNote(
  db: Db,
  viewer: Viewer,
  pupilId: number,
  { key, body, shared }: NoteInput & { key: string },
  now: Date,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await mustBeKept(trx, viewer.school, { kind: "pupil", id: pupilId });
    const made = await trx.insertInto("pupil_notes").values({
      school_id: viewer.school.id,
      pupil_id: pupilId,
      author_id: viewer.person.id,
      author_name: await signatureOf(trx, viewer),
      body,
      shared,
      form_key: key,
      created_at: now,
      updated_at: now,
    }).onConflict((conflict) => conflict.columns(["school_id", "form_key"]).doNothing())
      .returning("id").executeTakeFirst();
    if (!made) return;
    await audit(trx, viewer, "noteChanged", { pupilId, noteId: made.id, change: "added" }, now);
    if (shared) await tellGuardians(trx, viewer.school, "pupilNote", pupilId, made.id, now);
  });
}

/**
 * Writes a changed note; its author stays. Who was not told of it yet is told once it is shared.
 * @returns false when someone changed or removed it since: nothing was written
 */
export function changeNote(
  db: Db,
  viewer: Viewer,
  { pupilId, id, seen, body, shared }: NoteInput & { pupilId: number; id: number; seen: number },
  now: Date,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    await mustBeKept(trx, viewer.school, { kind: "pupil", id: pupilId });
    const changed = await trx.updateTable("pupil_notes")
      .set({ body, shared, version: seen + 1, updated_at: now })
      .where("school_id", "=", viewer.school.id).where("pupil_id", "=", pupilId)
      .where("id", "=", id).where("version", "=", seen)
      .returning("id").executeTakeFirst();
    if (!changed) return false;
    const subject = { pupilId, noteId: id, change: "changed", shared };
    await audit(trx, viewer, "noteChanged", subject, now);
    if (shared) await tellGuardians(trx, viewer.school, "pupilNote", pupilId, id, now);
    return true;
  });
}

/** Takes a note away. @returns false when someone changed or removed it since */
export function removeNote(
  db: Db,
  viewer: Viewer,
  { pupilId, id, seen }: { pupilId: number; id: number; seen: number },
  now: Date,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    await mustBeKept(trx, viewer.school, { kind: "pupil", id: pupilId });
    const gone = await trx.deleteFrom("pupil_notes")
      .where("school_id", "=", viewer.school.id).where("pupil_id", "=", pupilId)
      .where("id", "=", id).where("version", "=", seen)
      .returning("id").executeTakeFirst();
    if (!gone) return false;
    await audit(trx, viewer, "noteChanged", { pupilId, noteId: id, change: "removed" }, now);
    return true;
  });
}
