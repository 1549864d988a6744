import { sql } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { audit } from "../../web/audit.ts";
import type { Viewer } from "../../web/viewer.ts";
import { withdrawCodes } from "./codes.actions.ts";
import { Impossible } from "./errors.ts";
import type { LinkInput } from "./person.forms.ts";

/** Makes someone guardian of a child. @throws Impossible when there is no such child */
export async function linkChild(
  db: Db,
  viewer: Viewer,
  personId: number,
  input: LinkInput,
  now: Date,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const changed = await linkTo(trx, viewer, personId, input);
    if (!changed) return;
    await audit(trx, viewer, "childLinked", { personId, pupilId: input.pupil }, now);
  });
}

/** The same, in a transaction. @returns whether it was not so already */
export async function linkTo(
  trx: Trx,
  viewer: Viewer,
  personId: number,
  { pupil, relation }: LinkInput,
): Promise<boolean> {
  const { rows: [made] } = await sql<{ there: boolean; changed: boolean }>`
    with child as (select k.school_id, k.id from pupils k
      where k.school_id = ${viewer.school.id} and k.id = ${pupil} and k.left_at is null),
    written as (
      insert into guardianships (school_id, person_id, pupil_id, relation)
      select child.school_id, ${personId}, child.id, ${relation} from child
      on conflict (school_id, person_id, pupil_id) do update set relation = excluded.relation
        where guardianships.relation <> excluded.relation
      returning pupil_id)
    select exists (select from child) as there, exists (select from written) as changed`
    .execute(trx);
  if (!made!.there) throw new Impossible("pupil", "childMissing");
  return made!.changed;
}

/** Ends that someone is guardian of a child. */
export async function unlinkChild(
  db: Db,
  viewer: Viewer,
  personId: number,
  pupilId: number,
  now: Date,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const gone = await trx.deleteFrom("guardianships").where("school_id", "=", viewer.school.id)
      .where("person_id", "=", personId).where("pupil_id", "=", pupilId)
      .returning("pupil_id").executeTakeFirst();
    if (!gone) return;
    await audit(trx, viewer, "childUnlinked", { personId, pupilId }, now);
    await withdrawCodes(trx, viewer, sql`c.pupil_id = ${pupilId}`, now);
  });
}
