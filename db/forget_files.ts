import { sql, type SqlBool } from "kysely";
import type { Db } from "./database.ts";

/**
 * Deletes files of a school, and notes their contents and those of their smaller sizes: once no
 * school has them any more, their bytes go as well.
 */
export async function forgetFiles(trx: Db, schoolId: number, ids: number[]): Promise<void> {
  const hashes = await trx.selectFrom("files").select("hash")
    .where("school_id", "=", schoolId).where(sql<SqlBool>`id = any(${ids}::bigint[])`)
    .union(
      trx.selectFrom("file_variants").select("hash")
        .where("school_id", "=", schoolId).where(sql<SqlBool>`file_id = any(${ids}::bigint[])`),
    )
    .orderBy("hash") // the same order for all, or two could wait for each other
    .execute();
  if (hashes.length === 0) return;
  await sql`
    insert into forgotten_files (hash) select unnest(${hashes.map(({ hash }) => hash)}::text[])
    on conflict do nothing`.execute(trx);
  await trx.deleteFrom("files").where("school_id", "=", schoolId)
    .where(sql<SqlBool>`id = any(${ids}::bigint[])`).execute();
}
