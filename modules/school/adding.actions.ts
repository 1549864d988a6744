import type { Db, Trx } from "../../db/database.ts";
import { audit } from "../../web/audit.ts";
import type { Viewer } from "../../web/viewer.ts";
import { accountOf, inviteTo } from "./account.actions.ts";
import { linkTo } from "./guardianships.actions.ts";
import { nameRow } from "./names.ts";
import type { NewGuardian, NewStaff } from "./person.forms.ts";

/** A new guardian of a child. @returns their id @throws Impossible when there is no such child */
export async function addGuardian(
  db: Db,
  viewer: Viewer,
  input: NewGuardian,
  now: Date,
): Promise<number> {
  return await db.transaction().execute(async (trx) => {
    const id = await insertPerson(trx, viewer, input, now);
    await linkTo(trx, viewer, id, input);
    if (input.invite) await inviteTo(trx, viewer, id, now);
    return id;
  });
}

/** A new member of staff, with their role. @returns their id */
export async function addStaff(
  db: Db,
  viewer: Viewer,
  input: NewStaff,
  now: Date,
): Promise<number> {
  const { role, title } = input;
  return await db.transaction().execute(async (trx) => {
    const id = await insertPerson(trx, viewer, input, now);
    await trx.insertInto("staff").values({
      school_id: viewer.school.id,
      person_id: id,
      role,
      title,
      function: input.function,
    }).execute();
    await audit(trx, viewer, "roleChanged", { personId: id, from: "none", to: role }, now);
    if (input.invite) await inviteTo(trx, viewer, id, now);
    return id;
  });
}

async function insertPerson(
  trx: Trx,
  viewer: Viewer,
  input: NewGuardian | NewStaff,
  now: Date,
): Promise<number> {
  const { id } = await trx.insertInto("people").values({
    school_id: viewer.school.id,
    ...nameRow(input),
    email: input.email,
    phone: input.phone,
    account_id: input.email ? await accountOf(trx, viewer, input.email) : null,
    created_at: now,
  }).returning("id").executeTakeFirstOrThrow();
  await audit(trx, viewer, "personAdded", { personId: id }, now);
  return id;
}
