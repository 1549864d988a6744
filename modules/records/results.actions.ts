import { sql } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { forgetFiles } from "../../db/forget_files.ts";
import type { Viewer } from "../../web/viewer.ts";
import { tellGuardians } from "./mails.ts";
import { signatureOf } from "./pupils.queries.ts";
import type { ResultInput } from "./results.forms.ts";
import { mayTake } from "./results.queries.ts";
import { asSeen, type SeenRow, writeRecord } from "./write.ts";

/** One of the files is not there (any more), or is not the writer's to use. Nothing was written. */
export class FilesGone extends Error {}

type Parts = ResultInput & { fileIds: number[] };

const columns = ({ title, heldOn, note }: ResultInput) => ({ title, held_on: heldOn, note });

/**
 * Adds a result of a pupil and tells the guardians.
 * @param key of the form: pressing twice makes one
 * @throws FilesGone
 */
export async function addResult(
  db: Db,
  viewer: Viewer,
  pupilId: number,
  { key, ...input }: Parts & { key: string },
  now: Date,
): Promise<void> {
  const writing = { record: "result", change: "added", pupilId } as const;
  await writeRecord(db, viewer, writing, now, async (trx) => {
    const made = await trx.insertInto("pupil_results").values({
      school_id: viewer.school.id,
      pupil_id: pupilId,
      author_id: viewer.person.id,
      author_name: await signatureOf(trx, viewer),
      ...columns(input),
      form_key: key,
      created_at: now,
      updated_at: now,
    }).onConflict((conflict) => conflict.columns(["school_id", "form_key"]).doNothing())
      .returning("id").executeTakeFirst();
    if (!made) return;
    await writeParts(trx, viewer, made.id, input);
    await tellGuardians(trx, viewer.school, "pupilResult", pupilId, made.id, now);
    return made;
  });
}

/**
 * Writes a changed result; its author stays.
 * @returns false when someone changed or removed it since: nothing was written
 * @throws FilesGone
 */
export function changeResult(
  db: Db,
  viewer: Viewer,
  { pupilId, id, seen, ...input }: Parts & SeenRow,
  now: Date,
): Promise<boolean> {
  const writing = { record: "result", change: "changed", pupilId } as const;
  return writeRecord(db, viewer, writing, now, async (trx) => {
    const changed = await trx.updateTable("pupil_results")
      .set({ ...columns(input), version: seen + 1, updated_at: now })
      .where(asSeen(viewer, { pupilId, id, seen })).returning("id").executeTakeFirst();
    if (changed) await writeParts(trx, viewer, id, input);
    return changed;
  });
}

/** Takes a result away, with its files. @returns false when someone changed or removed it since */
export function removeResult(db: Db, viewer: Viewer, row: SeenRow, now: Date): Promise<boolean> {
  const writing = { record: "result", change: "removed", pupilId: row.pupilId } as const;
  return writeRecord(db, viewer, writing, now, async (trx) => {
    const locked = await trx.selectFrom("pupil_results").select("id")
      .where(asSeen(viewer, row)).forUpdate().executeTakeFirst();
    if (!locked) return;
    await dropFiles(trx, viewer, row.id, []);
    await trx.deleteFrom("pupil_results")
      .where("school_id", "=", viewer.school.id).where("id", "=", row.id).execute();
    return locked;
  });
}

async function writeParts(trx: Trx, viewer: Viewer, id: number, { scores, fileIds }: Parts) {
  const school_id = viewer.school.id;
  await trx.deleteFrom("pupil_scores").where("school_id", "=", school_id)
    .where("result_id", "=", id).execute();
  if (scores.length > 0) {
    await trx.insertInto("pupil_scores")
      .values(scores.map((row, position) => ({ school_id, result_id: id, position, ...row })))
      .execute();
  }
  const wanted = [...new Set(fileIds)];
  await sql`
    insert into pupil_result_files (school_id, result_id, file_id)
    select f.school_id, ${id}, f.id from files f
    where f.school_id = ${school_id} and f.id = any(${wanted}::bigint[]) and ${mayTake(viewer, id)}
    on conflict do nothing`.execute(trx);
  const taken = await trx.selectFrom("pupil_result_files").select("file_id")
    .where("school_id", "=", school_id).where("result_id", "=", id)
    .where(sql<boolean>`file_id = any(${wanted}::bigint[])`).execute();
  if (taken.length < wanted.length) throw new FilesGone();
  await dropFiles(trx, viewer, id, wanted);
}

/** Forgets the files of a result but these. */
async function dropFiles(trx: Trx, { school }: Viewer, id: number, but: number[]) {
  const gone = await trx.deleteFrom("pupil_result_files").where("school_id", "=", school.id)
    .where("result_id", "=", id).where(sql<boolean>`file_id <> all(${but}::bigint[])`)
    .returning("file_id").execute();
  await forgetFiles(trx, school.id, gone.map((row) => row.file_id));
}
