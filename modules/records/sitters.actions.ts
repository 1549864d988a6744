import type { Db } from "../../db/database.ts";
import { audit } from "../../web/audit.ts";
import type { Viewer } from "../../web/viewer.ts";
import { mustBeKept } from "../school/mod.ts";
import type { SitterInput } from "./sitters.forms.ts";

// The trail says that a list changed, not who is on it: sitters are no people of the school.

/** Puts a sitter on the list of a child. @param key of the form: pressing twice makes one */
export async function addSitter(
  db: Db,
  viewer: Viewer,
  pupilId: number,
  { key, ...input }: SitterInput & { key: string },
  now: Date,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await mustBeKept(trx, viewer.school, { kind: "pupil", id: pupilId });
    const made = await trx.insertInto("sitters").values({
      school_id: viewer.school.id,
      pupil_id: pupilId,
      ...input,
      form_key: key,
      created_at: now,
      updated_at: now,
    }).onConflict((conflict) => conflict.columns(["school_id", "form_key"]).doNothing())
      .returning("id").executeTakeFirst();
    if (!made) return;
    const subject = { pupilId, sitterId: made.id, change: "added" };
    await audit(trx, viewer, "sitterChanged", subject, now);
  });
}

/** Writes a sitter. @returns false when someone changed or removed it since: nothing was written */
export function changeSitter(
  db: Db,
  viewer: Viewer,
  { pupilId, id, seen, ...input }: SitterInput & { pupilId: number; id: number; seen: number },
  now: Date,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    await mustBeKept(trx, viewer.school, { kind: "pupil", id: pupilId });
    const changed = await trx.updateTable("sitters")
      .set({ ...input, version: seen + 1, updated_at: now })
      .where("school_id", "=", viewer.school.id).where("pupil_id", "=", pupilId)
      .where("id", "=", id).where("version", "=", seen)
      .returning("id").executeTakeFirst();
    if (!changed) return false;
    const subject = { pupilId, sitterId: id, change: "changed" };
    await audit(trx, viewer, "sitterChanged", subject, now);
    return true;
  });
}

/** Takes a sitter off the list. @returns false when someone changed or removed it since */
export function removeSitter(
  db: Db,
  viewer: Viewer,
  { pupilId, id, seen }: { pupilId: number; id: number; seen: number },
  now: Date,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    await mustBeKept(trx, viewer.school, { kind: "pupil", id: pupilId });
    const gone = await trx.deleteFrom("sitters")
      .where("school_id", "=", viewer.school.id).where("pupil_id", "=", pupilId)
      .where("id", "=", id).where("version", "=", seen)
      .returning("id").executeTakeFirst();
    if (!gone) return false;
    const subject = { pupilId, sitterId: id, change: "removed" };
    await audit(trx, viewer, "sitterChanged", subject, now);
    return true;
  });
}
