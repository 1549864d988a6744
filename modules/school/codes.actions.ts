import { type RawBuilder, sql } from "kysely";
import type { Trx } from "../../db/database.ts";
import { auditAll } from "../../web/audit.ts";
import type { Viewer } from "../../web/viewer.ts";

/**
 * A code that nobody used yet may be in the hands of who is shut out, so the office makes another.
 * @param which of codes `c`
 */
export async function withdrawCodes(
  trx: Trx,
  viewer: Viewer,
  which: RawBuilder<unknown>,
  now: Date,
): Promise<void> {
  const { rows } = await sql<{ codeId: number; pupilId: number }>`
    delete from coupling_codes c where c.school_id = ${viewer.school.id} and c.used_at is null
      and c.expires_at > ${now} and ${which}
    returning c.id as "codeId", c.pupil_id as "pupilId"`.execute(trx);
  const entries = rows.map((code) => ({
    action: "couplingCodeMade" as const,
    subject: { ...code, withdrawn: true },
  }));
  await auditAll(trx, viewer, entries, now);
}
