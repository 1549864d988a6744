import type { Db } from "../../db/database.ts";
import type { Viewer } from "../../web/viewer.ts";

/** All that is set, as the forms show it. */
export function findSettings(db: Db, viewer: Viewer) {
  return db.selectFrom("schools").select([
    "name",
    "office_phone",
    "office_email",
    "region",
    "time_zone",
    "language",
    "menu",
    "digest_days",
    "digest_time",
    "guardians_may_post",
    "reveal_unknown_user",
    "direct_changes",
    "two_step_required",
    "uses_notes",
    "uses_results",
  ]).where("id", "=", viewer.school.id).executeTakeFirstOrThrow();
}
export type Settings = Awaited<ReturnType<typeof findSettings>>;
