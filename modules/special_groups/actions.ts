import { sql } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { audit } from "../../web/audit.ts";
import type { Values } from "../../web/forms.ts";
import { onlyChanged } from "../../web/meanwhile.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { findSpecialGroup, type SpecialGroup, specialGroupValues } from "./queries.ts";

/** Why something was not done. Nothing was changed. */
export type Reason =
  | "full"
  | "closed"
  | "ended"
  | "maximumTaken"
  | "unknownGroup"
  | "unknownPerson"
  | "nobody";

/** Something that cannot be, by what others did in the meantime or what was asked. */
export class Refused extends Error {
  constructor(readonly reason: Reason, readonly field = "form") {
    super(reason);
  }
}

/** A special group as staff want it. */
export interface SpecialGroupInput {
  name: string;
  mainGroup: number | null;
  description: string;
  /** When signing up closes; null for a group that guardians do not sign up for. */
  closesAt: Date | null;
  maximum: number | null;
  /** Classes whose guardians may join; none: all of them. */
  groups: number[];
}

/**
 * Makes a special group; the same form a second time finds it there.
 * @returns its id
 * @throws Refused unknownGroup
 */
export function addSpecialGroup(
  db: Db,
  viewer: Viewer,
  key: string | undefined,
  input: SpecialGroupInput,
  schoolYear: number,
  now: Date,
): Promise<number> {
  const school_id = viewer.school.id;
  return db.transaction().execute(async (trx) => {
    await mustBeClasses(trx, school_id, schoolYear, input);
    const made = await trx.insertInto("special_groups").values({
      ...columnsOf(input),
      school_id,
      school_year: schoolYear,
      activity: input.closesAt !== null,
      form_key: key ?? null,
      created_by: viewer.person.id,
      created_at: now,
    }).onConflict((conflict) => conflict.columns(["school_id", "form_key"]).doNothing())
      .returning("id").executeTakeFirst();
    if (!made) {
      const { id } = await trx.selectFrom("special_groups").select("id")
        .where("school_id", "=", school_id).where("form_key", "=", key!)
        .executeTakeFirstOrThrow();
      return id;
    }
    await setClasses(trx, school_id, made.id, input.groups);
    const subject = { specialGroup: made.id, added: input.name };
    await audit(trx, viewer, "specialGroupChanged", subject, now);
    return made.id;
  });
}

/**
 * Writes what was changed of a special group.
 * @param typed the form as it was posted
 * @throws Refused maximumTaken, unknownGroup, ended
 * @throws Overtaken
 */
export function changeSpecialGroup(
  db: Db,
  viewer: Viewer,
  group: SpecialGroup,
  input: SpecialGroupInput,
  typed: Values,
  now: Date,
): Promise<void> {
  const school_id = viewer.school.id;
  return db.transaction().execute(async (trx) => {
    await trx.selectFrom("special_groups").select("id").where("school_id", "=", school_id)
      .where("id", "=", group.id).forNoKeyUpdate().executeTakeFirstOrThrow();
    const before = await findSpecialGroup(trx, viewer, group.id, now) ?? group;
    const { name, closesAt, maximum } = before;
    const groups = before.groups.map((one) => one.id);
    const { description, mainGroup } = before;
    const from = { name, description, mainGroup: mainGroup?.id ?? null, closesAt, maximum, groups };
    const shown = specialGroupValues(before, viewer.school);
    // closing is one moment, typed as a day and a time
    const { closesOn: _, ...wanted } = onlyChanged(
      { ...input, closesOn: null },
      typed,
      shown,
      [["closesOn", "closesAt"]],
    );
    const to: SpecialGroupInput = { ...from, ...wanted };
    if (before.endedAt === null && JSON.stringify(to) === JSON.stringify(from)) return;
    await mustBeClasses(trx, school_id, group.schoolYear, to);
    const changed = await trx.updateTable("special_groups").set(columnsOf(to))
      .where("school_id", "=", school_id).where("id", "=", group.id).where("ended_at", "is", null)
      .where(sql<boolean>`(${to.maximum}::int is null or taken <= ${to.maximum}::int)`)
      .returning("id").executeTakeFirst();
    if (!changed) {
      if ((await stateOf(trx, school_id, group.id)).ended_at) throw new Refused("ended");
      throw new Refused("maximumTaken", "maximum");
    }
    // a class that was closed is not in the form, and still keeps the group from being everyone's
    await sql`delete from special_group_groups j using groups g
      where j.school_id = ${school_id} and j.special_group_id = ${group.id}
        and g.school_id = j.school_id and g.id = j.group_id and g.left_at is null`.execute(trx);
    await setClasses(trx, school_id, group.id, to.groups);
    const subject = { specialGroup: group.id, from, to };
    await audit(trx, viewer, "specialGroupChanged", subject, now);
  });
}

/** Ends a special group: guardians do not see it any more. Twice is once. */
export function endSpecialGroup(
  db: Db,
  viewer: Viewer,
  { id, name }: SpecialGroup,
  now: Date,
): Promise<void> {
  return db.transaction().execute(async (trx) => {
    const ended = await trx.updateTable("special_groups").set({ ended_at: now })
      .where("school_id", "=", viewer.school.id).where("id", "=", id).where("ended_at", "is", null)
      .returning("id").executeTakeFirst();
    if (!ended) return;
    await audit(trx, viewer, "specialGroupChanged", { specialGroup: id, ended: name }, now);
  });
}

/** Whether it has ended, and when signing up closes. */
export const stateOf = (trx: Trx, schoolId: number, id: number) =>
  trx.selectFrom("special_groups").select(["ended_at", "closes_at"])
    .where("school_id", "=", schoolId).where("id", "=", id).executeTakeFirstOrThrow();

const columnsOf = (input: SpecialGroupInput) => ({
  name: input.name,
  main_group_id: input.mainGroup,
  description: input.description,
  closes_at: input.closesAt,
  maximum: input.maximum,
});

async function mustBeClasses(
  trx: Trx,
  schoolId: number,
  schoolYear: number,
  { mainGroup, groups }: SpecialGroupInput,
) {
  const wanted = [...new Set([...groups, ...mainGroup === null ? [] : [mainGroup]])];
  if (wanted.length === 0) return;
  const rows = await trx.selectFrom("groups").select("id").where("school_id", "=", schoolId)
    .where("school_year", "=", schoolYear).where("left_at", "is", null).where("id", "in", wanted)
    .execute();
  const known = new Set(rows.map((row) => row.id));
  if (mainGroup !== null && !known.has(mainGroup)) throw new Refused("unknownGroup", "mainGroup");
  if (!groups.every((id) => known.has(id))) throw new Refused("unknownGroup", "groups");
}

async function setClasses(trx: Trx, schoolId: number, id: number, groups: number[]) {
  if (groups.length === 0) return;
  await trx.insertInto("special_group_groups").values(
    [...new Set(groups)].map((group_id) => ({
      school_id: schoolId,
      special_group_id: id,
      group_id,
    })),
  ).execute();
}
