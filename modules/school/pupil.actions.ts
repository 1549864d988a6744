import { sql } from "kysely";
import type { Db } from "../../db/database.ts";
import { audit } from "../../web/audit.ts";
import type { Values } from "../../web/forms.ts";
import { formValues, onlyChanged } from "../../web/meanwhile.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { Impossible } from "./errors.ts";
import { nameRow } from "./names.ts";
import type { NewPupil, PupilInput } from "./person.forms.ts";

const pupilColumns = (input: PupilInput) => ({
  ...nameRow(input),
  born_on: input.bornOn,
  year: input.year,
});

/** A new pupil, in a group. @returns their id @throws Impossible when there is no such group this year */
export async function addPupil(
  db: Db,
  viewer: Viewer,
  input: NewPupil,
  schoolYear: number,
  now: Date,
): Promise<number> {
  return await db.transaction().execute(async (trx) => {
    const { id } = await trx.insertInto("pupils")
      .values({ school_id: viewer.school.id, ...pupilColumns(input), created_at: now })
      .returning("id").executeTakeFirstOrThrow();
    if (input.group !== null) {
      const { rows } = await sql`
        insert into group_pupils (school_id, group_id, pupil_id)
        select g.school_id, g.id, ${id} from groups g
        where g.school_id = ${viewer.school.id} and g.id = ${input.group}
          and g.school_year = ${schoolYear} and g.left_at is null returning group_id`.execute(trx);
      if (rows.length === 0) throw new Impossible("group", "groupMissing");
    }
    await audit(trx, viewer, "pupilAdded", { pupilId: id, groupId: input.group }, now);
    return id;
  });
}

/** Writes what was changed of a pupil's data. @param typed the form as it was posted @throws Overtaken */
export async function changePupil(
  db: Db,
  viewer: Viewer,
  pupilId: number,
  input: PupilInput,
  typed: Values,
  now: Date,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const from = await trx.selectFrom("pupils")
      .select(["first_name as firstName", "initials", "prefix", "last_name as lastName"])
      .select(["born_on as bornOn", "year"])
      .where("school_id", "=", viewer.school.id).where("id", "=", pupilId)
      .forUpdate().executeTakeFirstOrThrow();
    const to = { ...from, ...onlyChanged(input, typed, formValues(from)) };
    if ((Object.keys(from) as (keyof typeof from)[]).every((key) => from[key] === to[key])) return;
    await trx.updateTable("pupils").set(pupilColumns(to))
      .where("school_id", "=", viewer.school.id).where("id", "=", pupilId).execute();
    await audit(trx, viewer, "pupilChanged", { pupilId, from, to }, now);
  });
}

/** A pupil leaves the school, or comes back. */
export async function setPupilLeft(
  db: Db,
  viewer: Viewer,
  pupilId: number,
  leftAt: Date | null,
  now: Date,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const changed = await trx.updateTable("pupils").set({ left_at: leftAt })
      .where("school_id", "=", viewer.school.id).where("id", "=", pupilId)
      .where("left_at", leftAt ? "is" : "is not", null).returning("id").executeTakeFirst();
    if (!changed) return;
    await audit(trx, viewer, leftAt ? "pupilLeft" : "pupilReturned", { pupilId }, now);
  });
}
