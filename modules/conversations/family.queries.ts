import type { Db } from "../../db/database.ts";
import type { School } from "../../web/viewer.ts";

/** Minutes that the school gives to walk from one teacher to the next. */
export async function findTalkGap(db: Db, school: School): Promise<number> {
  const { talk_gap } = await db.selectFrom("schools").select("talk_gap")
    .where("id", "=", school.id).executeTakeFirstOrThrow();
  return talk_gap;
}
