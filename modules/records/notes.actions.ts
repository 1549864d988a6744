import { sql, type SqlBool } from "kysely";
import type { Db } from "../../db/database.ts";
import type { Viewer } from "../../web/viewer.ts";
import { tellGuardians } from "./mails.ts";
import type { NoteInput } from "./notes.forms.ts";
import { signatureOf } from "./pupils.queries.ts";
import { alreadySo, asSeen, type SeenRow, writeRecord } from "./write.ts";

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
  const writing = { record: "note", change: "added", pupilId } as const;
  await writeRecord(db, viewer, writing, now, async (trx) => {
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
    if (made && shared) {
      await tellGuardians(trx, viewer.school, "pupilNote", pupilId, made.id, now);
    }
    return made;
  });
}

/**
 * Writes a changed note; its author stays. Who was not told of it yet is told once it is shared.
 * @returns false when someone changed or removed it since: nothing was written
 */
export function changeNote(
  db: Db,
  viewer: Viewer,
  { pupilId, id, seen, body, shared }: NoteInput & SeenRow,
  now: Date,
): Promise<boolean> {
  const writing = { record: "note", change: "changed", pupilId, said: { shared } } as const;
  const row = asSeen(viewer, { pupilId, id, seen });
  const wanted = sql<SqlBool>`body = ${body} and shared = ${shared}::boolean`;
  return writeRecord(db, viewer, writing, now, async (trx) => {
    const same = await alreadySo(trx, "pupil_notes", row, wanted);
    if (same) return same;
    const changed = await trx.updateTable("pupil_notes")
      .set({ body, shared, version: seen + 1, updated_at: now })
      .where(row).returning("id").executeTakeFirst();
    if (changed && shared) await tellGuardians(trx, viewer.school, "pupilNote", pupilId, id, now);
    return changed;
  });
}

/** Takes a note away. @returns false when someone changed or removed it since */
export function removeNote(db: Db, viewer: Viewer, row: SeenRow, now: Date): Promise<boolean> {
  const writing = { record: "note", change: "removed", pupilId: row.pupilId } as const;
  return writeRecord(
    db,
    viewer,
    writing,
    now,
    (trx) =>
      trx.deleteFrom("pupil_notes").where(asSeen(viewer, row)).returning("id").executeTakeFirst(),
  );
}
