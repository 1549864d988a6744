import { type RawBuilder, sql, type SqlBool } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { audit } from "../../web/audit.ts";
import type { Viewer } from "../../web/viewer.ts";
import { mustBeKept } from "../school/mod.ts";

/** A row of a pupil in the version that the writer was shown. */
export interface SeenRow {
  pupilId: number;
  id: number;
  seen: number;
}

interface Writing {
  record: "sitter" | "note" | "result";
  change: "added" | "changed" | "removed";
  pupilId: number;
  /** What else the line in the log says. */
  said?: { shared: boolean };
}

/**
 * Writes about a pupil and notes in the log that it was done, in one transaction.
 * @param write the row that was written; undefined when there was none to write: the same form came
 *   before, or someone changed or removed the row since
 * @returns whether it was written
 */
export function writeRecord(
  db: Db,
  viewer: Viewer,
  { record, change, pupilId, said }: Writing,
  now: Date,
  write: (trx: Trx) => Promise<{ id: number; same?: boolean } | undefined>,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    await mustBeKept(trx, viewer.school, { kind: "pupil", id: pupilId });
    const row = await write(trx);
    if (!row) return false;
    if (row.same) return true;
    const subject = { pupilId, [`${record}Id`]: row.id, change, ...said };
    await audit(trx, viewer, `${record}Changed`, subject, now);
    return true;
  });
}

/** The row when it is as the writer wants it already: then nothing is written. Held until the end. */
export async function alreadySo(
  trx: Trx,
  table: "sitters" | "pupil_notes",
  row: RawBuilder<SqlBool>,
  wanted: RawBuilder<SqlBool>,
) {
  const same = await trx.selectFrom(table).select("id").where(row).where(wanted).forUpdate()
    .executeTakeFirst();
  return same && { ...same, same: true };
}

/** The row, if nobody changed or removed it since it was shown: the condition of a single write. */
export const asSeen = ({ school }: Viewer, { pupilId, id, seen }: SeenRow) =>
  sql<SqlBool>`school_id = ${school.id} and pupil_id = ${pupilId} and id = ${id}
    and version = ${seen}`;
