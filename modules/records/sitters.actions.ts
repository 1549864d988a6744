import { sql, type SqlBool } from "kysely";
import type { Db } from "../../db/database.ts";
import type { Viewer } from "../../web/viewer.ts";
import type { SitterInput } from "./sitters.forms.ts";
import { alreadySo, asSeen, type SeenRow, writeRecord } from "./write.ts";

// The trail says that a list changed, not who is on it: sitters are no people of the school.

/** Puts a sitter on the list of a child. @param key of the form: pressing twice makes one */
export async function addSitter(
  db: Db,
  viewer: Viewer,
  pupilId: number,
  { key, ...input }: SitterInput & { key: string },
  now: Date,
): Promise<void> {
  const writing = { record: "sitter", change: "added", pupilId } as const;
  await writeRecord(db, viewer, writing, now, (trx) =>
    trx.insertInto("sitters").values({
      school_id: viewer.school.id,
      pupil_id: pupilId,
      ...input,
      form_key: key,
      created_at: now,
      updated_at: now,
    }).onConflict((conflict) => conflict.columns(["school_id", "form_key"]).doNothing())
      .returning("id").executeTakeFirst());
}

/** Writes a sitter. @returns false when someone changed or removed it since: nothing was written */
export function changeSitter(
  db: Db,
  viewer: Viewer,
  { pupilId, id, seen, ...input }: SitterInput & SeenRow,
  now: Date,
): Promise<boolean> {
  const writing = { record: "sitter", change: "changed", pupilId } as const;
  const row = asSeen(viewer, { pupilId, id, seen });
  const { name, phone, days, note } = input;
  const wanted = sql<SqlBool>`name = ${name} and phone = ${phone} and note = ${note}
    and days = ${days}::smallint[]`;
  return writeRecord(
    db,
    viewer,
    writing,
    now,
    async (trx) =>
      await alreadySo(trx, "sitters", row, wanted) ??
        await trx.updateTable("sitters").set({ ...input, version: seen + 1, updated_at: now })
          .where(row).returning("id").executeTakeFirst(),
  );
}

/** Takes a sitter off the list. @returns false when someone changed or removed it since */
export function removeSitter(db: Db, viewer: Viewer, row: SeenRow, now: Date): Promise<boolean> {
  const writing = { record: "sitter", change: "removed", pupilId: row.pupilId } as const;
  return writeRecord(
    db,
    viewer,
    writing,
    now,
    (trx) =>
      trx.deleteFrom("sitters").where(asSeen(viewer, row)).returning("id").executeTakeFirst(),
  );
}
