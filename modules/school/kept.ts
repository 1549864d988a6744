import { HTTPException } from "hono/http-exception";
import { sql } from "kysely";
import type { Trx } from "../../db/database.ts";
import type { School } from "../../web/viewer.ts";

/**
 * Begins each transaction that writes something about an adult or pupil: whoever erases them waits
 * for it, and finds what it wrote.
 * @throws HTTPException 404 when they are erased meanwhile
 */
export async function mustBeKept(
  trx: Trx,
  school: Pick<School, "id">,
  { kind, id }: { kind: "person" | "pupil"; id: number },
): Promise<void> {
  const { rows } = await sql`
    select from ${sql.table(kind === "person" ? "people" : "pupils")}
    where school_id = ${school.id} and id = ${id} and erased_at is null for share`.execute(trx);
  if (rows.length === 0) throw new HTTPException(404);
}
