import { type RawBuilder, sql } from "kysely";
import type { Db } from "../../db/database.ts";
import type { ServedFile } from "../../web/files.ts";
import type { Day } from "../../web/dates.ts";
import type { Upload } from "../../web/uploads.ts";
import type { Viewer } from "../../web/viewer.ts";

/** A report or an overview of tests. */
export interface Result {
  id: number;
  authorId: number;
  authorName: string;
  title: string;
  heldOn: Day;
  note: string;
  version: number;
  scores: { subject: string; score: string }[];
  files: { id: number; name: string; bytes: number }[];
}

/** The results of a child that the viewer may open, newest first. */
export const listResults = (db: Db, viewer: Viewer, pupilId: number): Promise<Result[]> =>
  select(db, viewer, pupilId, sql`true`);

export async function findResult(
  db: Db,
  viewer: Viewer,
  pupilId: number,
  id: number,
): Promise<Result | undefined> {
  return (await select(db, viewer, pupilId, sql`r.id = ${id}`))[0];
}

async function select(
  db: Db,
  { school }: Viewer,
  pupilId: number,
  which: RawBuilder<unknown>,
): Promise<Result[]> {
  const { rows } = await sql<Result>`
    select r.id, r.author_id as "authorId", r.author_name as "authorName", r.title,
      r.held_on as "heldOn", r.note, r.version,
      coalesce((select json_agg(json_build_object('subject', s.subject, 'score', s.score)
          order by s.position)
        from pupil_scores s where s.school_id = r.school_id and s.result_id = r.id), '[]') as scores,
      coalesce((select json_agg(json_build_object('id', f.id, 'name', f.name, 'bytes', f.size)
          order by f.id)
        from pupil_result_files rf join files f on f.school_id = rf.school_id and f.id = rf.file_id
        where rf.school_id = r.school_id and rf.result_id = r.id), '[]') as files
    from pupil_results r
    where r.school_id = ${school.id} and r.pupil_id = ${pupilId} and ${which}
    order by r.held_on desc, r.id desc`.execute(db);
  return rows;
}

/** A file of a result of this child, to be downloaded: of a picture the large one we made. */
export async function findResultFile(
  db: Db,
  { school }: Viewer,
  { pupilId, resultId, fileId }: { pupilId: number; resultId: number; fileId: number },
): Promise<ServedFile | undefined> {
  const { rows: [file] } = await sql<ServedFile>`
    select f.hash, f.type, false as ours, true as revocable,
      case when f.width is null then f.name
        else regexp_replace(f.name, '\\.[^.]*$', '') || '.webp' end as name
    from pupil_results r
    join pupil_result_files rf on rf.school_id = r.school_id and rf.result_id = r.id
    join files f on f.school_id = rf.school_id and f.id = rf.file_id
    where r.school_id = ${school.id} and r.pupil_id = ${pupilId} and r.id = ${resultId}
      and f.id = ${fileId}`.execute(db);
  return file;
}

/** Files `f` that this person may put with a result: those in it, and own ones that nothing has. */
export const mayTake = ({ accountId }: Viewer, resultId: number | null) =>
  sql`(exists (select from pupil_result_files x where x.school_id = f.school_id
      and x.file_id = f.id and x.result_id = ${resultId})
    or (f.uploaded_by = ${accountId}
      and not exists (select from pupil_result_files x
        where x.school_id = f.school_id and x.file_id = f.id)
      and not exists (select from post_files x
        where x.school_id = f.school_id and x.file_id = f.id)
      and not exists (select from people x
        where x.school_id = f.school_id and x.photo_file_id = f.id)
      and not exists (select from pupils x
        where x.school_id = f.school_id and x.photo_file_id = f.id)))`;

/** Of these files the ones that can be with a result, to show them in its form again. */
export async function listResultUploads(
  db: Db,
  viewer: Viewer,
  ids: number[],
  resultId: number | null,
): Promise<Pick<Upload, "id" | "name">[]> {
  const { rows } = await sql<Pick<Upload, "id" | "name">>`
    select f.id, f.name from files f
    where f.school_id = ${viewer.school.id} and f.id = any(${ids}::bigint[])
      and ${mayTake(viewer, resultId)} order by f.id`.execute(db);
  return rows;
}
