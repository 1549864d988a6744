import { sql } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { audit } from "../../web/audit.ts";
import type { Errors } from "../../web/forms.ts";
import type { School, Viewer } from "../../web/viewer.ts";
import { lockRoster } from "./groups.actions.ts";
import { importLock } from "./import/store.ts";
import { hasBegun, takeEffect } from "./transition.effect.ts";
import {
  concernsOf,
  type Instructions,
  instructionsOf,
  type Outcome,
} from "./transition.outcome.ts";
import {
  type NewGroup,
  type Plan,
  type Ref,
  settle,
  type TransitionRoster,
} from "./transition.plan.ts";
import {
  findTransition,
  loadTransitionRoster,
  signOf,
  type Transition,
} from "./transition.queries.ts";

/** What a change of the plan works on, as it is at that moment. */
export interface Planned {
  transition: Transition;
  roster: TransitionRoster;
}

/**
 * Changes the plan, one after the other per school; `read` makes the new one from what it is then.
 * @returns what is wrong, by field; nothing when it was changed. Once applied it stays as it is.
 */
export async function changePlan(
  db: Db,
  viewer: Viewer,
  now: Date,
  read: (planned: Planned) => { plan: Plan; errors: Errors },
): Promise<Errors> {
  return await db.transaction().execute(async (trx) => {
    await lockRoster(trx, viewer);
    const transition = await findTransition(trx, viewer, now);
    if (transition.applied) return { form: "applied" };
    const roster = await loadTransitionRoster(trx, viewer, transition.year);
    const { plan, errors } = read({ transition, roster });
    if (Object.keys(errors).length > 0) return errors;
    await savePlan(trx, viewer, transition.year, { plan: JSON.stringify(plan) });
    return {};
  });
}

async function savePlan(
  trx: Trx,
  { school }: Viewer,
  year: number,
  values: { plan: string; outcome?: string; applied_by?: number; applied_at?: Date },
): Promise<void> {
  await trx.insertInto("year_transitions")
    .values({ school_id: school.id, school_year: year, ...values })
    .onConflict((conflict) => conflict.columns(["school_id", "school_year"]).doUpdateSet(values))
    .execute();
}

/** `changed`: it is not what was looked at any more; `doubleNames`: two groups of one name. */
type Applied =
  | { result: "done"; year: number; effective: boolean }
  | { result: "already"; transition: Transition }
  | { result: "changed" | "doubleNames" | "importing" };

/**
 * Writes the groups of the new year with their pupils and teachers, in one transaction, once. When
 * that year has begun leavers leave and years count on at once, else on 1 August.
 * @param seen the sign of what was looked at; anything else is not done
 */
export async function applyTransition(
  db: Db,
  viewer: Viewer,
  seen: string,
  now: Date,
): Promise<Applied> {
  return await db.transaction().execute(async (trx) => {
    await lockRoster(trx, viewer);
    const transition = await findTransition(trx, viewer, now);
    if (transition.applied) return { result: "already", transition };
    if (!await isFreeOfImports(trx, viewer.school)) return { result: "importing" };
    const roster = await loadTransitionRoster(trx, viewer, transition.year);
    const settled = settle(roster, transition.plan);
    const instructions = instructionsOf(roster, settled);
    if (signOf(instructions) !== seen) return { result: "changed" };
    if (concernsOf(roster, settled).doubleNames.length > 0) return { result: "doubleNames" };

    const outcome = await write(trx, viewer.school.id, instructions);
    await savePlan(trx, viewer, transition.year, {
      plan: JSON.stringify(transition.plan),
      outcome: JSON.stringify(outcome),
      applied_by: viewer.accountId,
      applied_at: now,
    });
    await audit(trx, viewer, "yearTransitioned", {
      year: transition.year,
      groupsMade: outcome.made,
      pupilIds: [...new Set([...outcome.members.map((one) => one.pupilId), ...outcome.leavers])],
      leavers: outcome.leavers,
    }, now);
    const effective = hasBegun(transition.year, viewer.school, now);
    if (effective) await takeEffect(trx, viewer, transition.year, outcome, now);
    return { result: "done", year: transition.year, effective };
  });
}

/** No import is being written; and none begins before this transaction ends. */
async function isFreeOfImports(trx: Trx, { id }: Pick<School, "id">): Promise<boolean> {
  const { rows } = await sql<{ free: boolean }>`
    select pg_try_advisory_xact_lock(${importLock}, ${id}) as free`.execute(trx);
  return rows[0]!.free;
}

async function write(
  trx: Trx,
  schoolId: number,
  { year, groups, members, removed, years, leavers }: Instructions,
): Promise<Outcome> {
  const ids = await makeGroups(trx, schoolId, year, groups);
  await deleteMembers(trx, schoolId, removed);
  const placed = await insertMembers(
    trx,
    schoolId,
    members.map(({ ref, pupilId }) => ({ groupId: ids.get(ref)!, pupilId })),
  );
  const { rows: staff } = await sql<{ groupId: number; personId: number }>`
    insert into group_staff (school_id, group_id, person_id)
    select ${schoolId}, r.group_id, r.person_id
    from jsonb_to_recordset(${
    JSON.stringify(groups.flatMap(({ ref, teachers }) =>
      teachers.map((person_id) => ({ group_id: ids.get(ref), person_id }))
    ))
  }::jsonb) as r(group_id bigint, person_id bigint)
    on conflict do nothing
    returning group_id as "groupId", person_id as "personId"`.execute(trx);
  const made = groups.filter((group) => group.id === null).map((group) => ids.get(group.ref)!);
  return { made, members: placed, removed, staff, years, leavers };
}

/** @returns the id of every group, those that were there already among them */
async function makeGroups(
  trx: Trx,
  schoolId: number,
  year: number,
  groups: (NewGroup & { position: number })[],
): Promise<Map<Ref, number>> {
  const ids = new Map(groups.flatMap(({ ref, id }) => id === null ? [] : [[ref, id]]));
  const fresh = groups.filter((group) => group.id === null);
  if (fresh.length === 0) return ids;
  const made = await trx.insertInto("groups").values(fresh.map(({ name, years, position }) => ({
    school_id: schoolId,
    school_year: year,
    name,
    years,
    position,
  }))).returning(["id", "position"]).execute();
  for (const { id, position } of made) {
    ids.set(fresh.find((group) => group.position === position)!.ref, id);
  }
  return ids;
}

type Members = Outcome["members"];

/** @returns those who were not there yet */
export async function insertMembers(
  trx: Trx,
  schoolId: number,
  members: Members,
): Promise<Members> {
  const { rows } = await sql<Members[number]>`
    insert into group_pupils (school_id, group_id, pupil_id)
    select ${schoolId}, r."groupId", r."pupilId"
    from jsonb_to_recordset(${JSON.stringify(members)}::jsonb)
      as r("groupId" bigint, "pupilId" bigint)
    on conflict do nothing
    returning group_id as "groupId", pupil_id as "pupilId"`.execute(trx);
  return rows;
}

export async function deleteMembers(trx: Trx, schoolId: number, members: Members): Promise<void> {
  await sql`
    delete from group_pupils m
    using jsonb_to_recordset(${JSON.stringify(members)}::jsonb)
      as r("groupId" bigint, "pupilId" bigint)
    where m.school_id = ${schoolId} and m.group_id = r."groupId" and m.pupil_id = r."pupilId"`
    .execute(trx);
}
