import { sql } from "kysely";
import type { Db } from "../../db/database.ts";
import type { Viewer } from "../../web/viewer.ts";
import { nameOf } from "../school/mod.ts";

/** A code that was made for a pupil; what it was is not known any more. */
export interface MadeCode {
  id: number;
  /** What who uses it will be of the child. */
  relation: string;
  createdAt: Date;
  expiresAt: Date;
  usedAt: Date | null;
  /** Who used it, when that is someone of the school still. */
  usedBy: string | null;
}

/** The latest codes of a pupil, newest first. */
export async function listCodes(
  db: Db,
  { school }: Viewer,
  pupilId: number,
): Promise<MadeCode[]> {
  const { rows } = await sql<MadeCode>`
    select c.id, c.relation, c.created_at as "createdAt", c.expires_at as "expiresAt", c.used_at as "usedAt",
      nullif(${nameOf("p")}, '') as "usedBy"
    from coupling_codes c
    left join people p on p.school_id = c.school_id and p.id = c.used_by
    where c.school_id = ${school.id} and c.pupil_id = ${pupilId}
    order by c.created_at desc, c.id desc limit 20`.execute(db);
  return rows;
}
