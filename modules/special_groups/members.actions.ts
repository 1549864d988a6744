import { sql } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { audit } from "../../web/audit.ts";
import { hasPlace } from "../../web/presence.ts";
import type { Viewer } from "../../web/viewer.ts";
import { Refused, stateOf } from "./actions.ts";
import type { SpecialGroup } from "./queries.ts";

/**
 * Signs one of the viewer's people up: who may join is for the caller to look up. Twice is once.
 * @throws Refused full, closed or ended
 */
export async function signUp(
  db: Db,
  viewer: Viewer,
  group: SpecialGroup,
  personId: number,
  now: Date,
): Promise<void> {
  await enter(db, viewer, group, personId, { closes: true, now });
}

/** Signs one of the viewer's people off. Twice is once. @throws Refused closed or ended */
export async function signOff(
  db: Db,
  viewer: Viewer,
  group: SpecialGroup,
  personId: number,
  now: Date,
): Promise<void> {
  await leave(db, viewer, group, personId, { closes: true, now });
}

/**
 * Puts someone in, also after it has closed; for staff. Twice is once.
 * @throws Refused full, ended or unknownPerson: someone without a place at the school
 */
export async function addMember(
  db: Db,
  viewer: Viewer,
  group: SpecialGroup,
  personId: number,
  now: Date,
): Promise<void> {
  const { rows } = await sql`select from people p
    where p.school_id = ${viewer.school.id} and p.id = ${personId}
      and ${hasPlace("p")}`.execute(db);
  if (rows.length === 0) throw new Refused("unknownPerson", "person");
  await enter(db, viewer, group, personId, { closes: false, now });
}

/** Takes someone out, also after it has closed; for staff. Twice is once. @throws Refused ended */
export async function removeMember(
  db: Db,
  viewer: Viewer,
  group: SpecialGroup,
  personId: number,
  now: Date,
): Promise<void> {
  await leave(db, viewer, group, personId, { closes: false, now });
}

/**
 * Takes someone out of all special groups, wherever a person is erased: members are not to be
 * deleted by themselves, or the places would be counted wrong.
 * @returns how many groups that were
 */
export async function leaveSpecialGroups(
  trx: Trx,
  schoolId: number,
  personId: number,
): Promise<number> {
  const { numAffectedRows } = await sql`
    with gone as (
      delete from special_group_members where school_id = ${schoolId} and person_id = ${personId}
      returning school_id, special_group_id)
    update special_groups s set taken = taken - 1 from gone
    where s.school_id = gone.school_id and s.id = gone.special_group_id`.execute(trx);
  return Number(numAffectedRows ?? 0);
}

// The member first, then the count, in this order everywhere, so that nobody waits in a circle.
// The count is the gate: all who come at once wait at its row, and it never passes the maximum.

/** Guardians come and go until it closes, staff let people in and out later too. */
interface Door {
  closes: boolean;
  now: Date;
}

const isOpen = ({ closes, now }: Door) =>
  sql`ended_at is null and (not ${closes}::boolean or closes_at > ${now})`;

async function enter(
  db: Db,
  viewer: Viewer,
  group: SpecialGroup,
  personId: number,
  door: Door,
) {
  const school_id = viewer.school.id;
  await db.transaction().execute(async (trx) => {
    const { numInsertedOrUpdatedRows } = await trx.insertInto("special_group_members").values({
      school_id,
      special_group_id: group.id,
      person_id: personId,
      added_by: viewer.accountId,
      added_at: door.now,
    }).onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
    if (!numInsertedOrUpdatedRows) return;
    const { numAffectedRows } = await sql`
      update special_groups set taken = taken + 1
      where school_id = ${school_id} and id = ${group.id} and ${isOpen(door)}
        and (maximum is null or taken < maximum)`.execute(trx);
    if (!numAffectedRows) throw await refusal(trx, school_id, group.id, door);
    await audit(trx, viewer, "memberAdded", { specialGroup: group.id, personId }, door.now);
  });
}

async function leave(
  db: Db,
  viewer: Viewer,
  group: SpecialGroup,
  personId: number,
  door: Door,
) {
  const school_id = viewer.school.id;
  await db.transaction().execute(async (trx) => {
    const { numDeletedRows } = await trx.deleteFrom("special_group_members")
      .where("school_id", "=", school_id).where("special_group_id", "=", group.id)
      .where("person_id", "=", personId).executeTakeFirst();
    if (!numDeletedRows) return;
    const { numAffectedRows } = await sql`
      update special_groups set taken = taken - 1
      where school_id = ${school_id} and id = ${group.id} and ${isOpen(door)}`.execute(trx);
    if (!numAffectedRows) throw await refusal(trx, school_id, group.id, door);
    await audit(trx, viewer, "memberRemoved", { specialGroup: group.id, personId }, door.now);
  });
}

/** Why the gate was shut, as it stands now. */
async function refusal(trx: Trx, schoolId: number, id: number, { closes, now }: Door) {
  const { ended_at, closes_at } = await stateOf(trx, schoolId, id);
  if (ended_at) return new Refused("ended");
  return new Refused(closes && closes_at && closes_at <= now ? "closed" : "full");
}
