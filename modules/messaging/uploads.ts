import { sql, type SqlBool } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { mayRemoveFiles } from "../../db/backup/locks.ts";
import { forgetFiles } from "../../db/forget_files.ts";
import type { House } from "../../web/house.ts";
import type { Tick } from "../../web/module.ts";
import type { Upload } from "../../web/uploads.ts";
import type { Viewer } from "../../web/viewer.ts";

export const mostFiles = 20;
/** How long a file that belongs to no post is kept, in hours. */
const keepLoose = 24;

/**
 * Of these files the ones this person may put in a post, in this order: own files, and what is
 * in the post already.
 */
export async function listUploads(
  db: Db,
  viewer: Viewer,
  ids: number[],
  postId: number | null,
): Promise<Upload[]> {
  if (ids.length === 0) return [];
  const rows = await db.selectFrom("files as f")
    .select(["f.id", "f.name", "f.size as bytes", sql<boolean>`f.width is not null`.as("picture")])
    .where("f.school_id", "=", viewer.school.id)
    .where(sql<SqlBool>`f.id = any(${ids}::bigint[])`)
    .where(sql<SqlBool>`not exists (select from pupil_result_files rf
      where rf.school_id = f.school_id and rf.file_id = f.id)`)
    .where(sql<SqlBool>`(f.uploaded_by = ${viewer.accountId} or exists (
      select from post_files pf
      where pf.school_id = f.school_id and pf.file_id = f.id and pf.post_id = ${postId}))`)
    .execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return [...new Set(ids)].flatMap((id) => byId.get(id) ?? []);
}

/** Where a writer gets a file of one's own in this size; an attachment has only `original`. */
export const uploadAddress = ({ school }: Viewer, id: number, size: string) =>
  `/${school.shortName}/uploads/${id}/${size}`;

/** Every hour: files that no post took within a day are forgotten, and so are their bytes. */
export const looseUploads: Tick = {
  name: "loose-uploads",
  due: (_school, now) => now.toISOString().slice(0, 13),
  async run(trx, house, school, now) {
    const aDayAgo = new Date(now.getTime() - keepLoose * 3600_000);
    await removeForgotten(house, trx, aDayAgo); // first: what is deleted below may be rolled back
    const loose = await looseFiles(trx, school.id).where("f.created_at", "<", aDayAgo).execute();
    await forgetFiles(trx, school.id, loose.map(({ id }) => id));
  },
};

/** Files that stand nowhere: in no post or result, and nobody's photo or logo. */
export function looseFiles(db: Db, schoolId: number) {
  return db.selectFrom("files as f").select("f.id")
    .where("f.school_id", "=", schoolId)
    .where(sql<SqlBool>`not exists (
      select from post_files x where x.school_id = f.school_id and x.file_id = f.id)`)
    .where(standsNowhereElse);
}

/** Of file `f`: in no result, and nobody's photo or logo. */
export const standsNowhereElse = sql<SqlBool>`(not exists (
    select from pupil_result_files x where x.school_id = f.school_id and x.file_id = f.id)
  and not exists (
    select from people x where x.school_id = f.school_id and x.photo_file_id = f.id)
  and not exists (
    select from pupils x where x.school_id = f.school_id and x.photo_file_id = f.id)
  and f.id is distinct from (
    select s.logo_file_id from schools s where s.id = f.school_id))`;

/**
 * Removes bytes that no row of any school refers to any more. Only those that nobody has put since
 * `before`: an upload of the same content that is under way has its bytes but not yet its row.
 * When this is broken off the notes stay, and removing again does no harm.
 */
async function removeForgotten({ files }: House, trx: Trx, before: Date): Promise<void> {
  const { rows: [turn] } = await mayRemoveFiles.execute(trx);
  if (!turn?.may) return; // a backup is being made, and may still want them
  const hashes = await trx.selectFrom("forgotten_files as o").select("o.hash")
    .where(sql<SqlBool>`not exists (
      select from schools s
      left join files f on f.school_id = s.id and f.hash = o.hash
      left join file_variants v on v.school_id = s.id and v.hash = o.hash
      where f.id is not null or v.file_id is not null)`)
    .limit(500).forUpdate().skipLocked().execute();
  const gone: string[] = [];
  for (const { hash } of hashes) if (await files.remove(hash, before)) gone.push(hash);
  if (gone.length > 0) await trx.deleteFrom("forgotten_files").where("hash", "in", gone).execute();
}
