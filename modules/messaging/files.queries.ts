import { HTTPException } from "hono/http-exception";
import { type RawBuilder, sql, type SqlBool } from "kysely";
import type { Db } from "../../db/database.ts";
import type { ServedFile } from "../../web/files.ts";
import { isOffice, type Viewer } from "../../web/viewer.ts";
import { isReachable } from "./visible.ts";

/**
 * A file in one of the sizes in which it is served: of a picture the three we made (never what was
 * uploaded, which may tell where it was taken), of anything else the original.
 */
interface SizedFile extends ServedFile {
  size: "small" | "medium" | "large" | "original";
}

/** A file of a post that the viewer may open, in each size there is. */
export function findPostFile(
  db: Db,
  viewer: Viewer,
  { post, file }: { post: number; file: number },
  now: Date,
): Promise<SizedFile[] | undefined> {
  return listSizes(
    db,
    viewer,
    file,
    sql`exists (select from posts p
      join post_files pf on pf.school_id = p.school_id and pf.post_id = p.id
      where p.id = ${post} and pf.file_id = f.id and ${isReachable(viewer, now)})`,
  );
}

/**
 * A file by its own address, which only those who write with it may use: whoever uploaded it
 * until something takes it: a post, and after that whoever may edit that post; a child's results,
 * and after that only those who may see the child. Readers get it by what took it.
 */
export function findUpload(db: Db, viewer: Viewer, file: number): Promise<SizedFile[] | undefined> {
  const people = viewer.people.map((person) => person.id);
  return listSizes(
    db,
    viewer,
    file,
    sql`case
      when exists (select from post_files pf where pf.school_id = f.school_id and pf.file_id = f.id)
      then exists (select from post_files pf
        join posts p on p.school_id = pf.school_id and p.id = pf.post_id
        where pf.school_id = f.school_id and pf.file_id = f.id
          and (p.author_id = any(${people}::bigint[])
            or (${isOffice(viewer)}::boolean and p.publish_at is not null)))
      else f.uploaded_by = ${viewer.accountId} and not exists (select from pupil_result_files rf
        where rf.school_id = f.school_id and rf.file_id = f.id) end`,
  );
}

async function listSizes(
  db: Db,
  viewer: Viewer,
  file: number,
  allowed: RawBuilder<SqlBool>,
): Promise<SizedFile[] | undefined> {
  const { rows } = await sql<SizedFile>`
    select coalesce(v.hash, f.hash) as hash, f.name, v.hash is not null as ours,
      case when v.hash is null then f.type else 'image/webp' end as type,
      coalesce(v.size, 'original') as size
    from files f
    left join file_variants v on v.school_id = f.school_id and v.file_id = f.id
    where f.school_id = ${viewer.school.id} and f.id = ${file} and ${allowed}
      and (v.hash is not null or f.width is null)`.execute(db);
  return rows.length > 0 ? rows : undefined;
}

/** @throws HTTPException 404 when there is no such size. */
export function inSize(sizes: SizedFile[], size: string): SizedFile {
  const file = sizes.find((one) => one.size === size);
  if (!file) throw new HTTPException(404);
  return file;
}
