import type { Db } from "../../db/database.ts";
import { audit } from "../../web/audit.ts";
import type { Values } from "../../web/forms.ts";
import { formValues, onlyChanged } from "../../web/meanwhile.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { accountAfter } from "./account.actions.ts";
import { addressFields, type PersonInput } from "./person.forms.ts";
import type { Person } from "./person.queries.ts";

const personColumns = {
  firstName: "first_name",
  initials: "initials",
  prefix: "prefix",
  lastName: "last_name",
  email: "email",
  phone: "phone",
  street: "street",
  houseNumber: "house_number",
  houseAddition: "house_addition",
  postcode: "postcode",
  city: "city",
  secretAddress: "secret_address",
} as const satisfies Record<keyof PersonInput, string>;

/**
 * Writes what was changed of someone's data. A new e-mail address changes where mail goes (A7), or
 * whose account it is when that is not in use yet, shared, or in use elsewhere: who has another
 * address has another account (A1).
 * @param typed the form as it was posted
 * @throws Impossible, Overtaken
 */
export async function changePerson(
  db: Db,
  viewer: Viewer,
  person: Person,
  input: PersonInput,
  typed: Values,
  now: Date,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const own = trx.selectFrom("people").selectAll().where("school_id", "=", viewer.school.id)
      .where("id", "=", person.id);
    const before = await own.forUpdate().executeTakeFirstOrThrow();
    const fields = Object.keys(personColumns) as (keyof PersonInput)[];
    const kept = Object.fromEntries(fields.map((field) => [field, before[personColumns[field]]]));
    const wanted = onlyChanged(input, typed, formValues(kept), [addressFields]);
    const changed = fields.filter((field) => field in wanted && wanted[field] !== kept[field]);
    if (changed.length === 0) return;
    const email = changed.includes("email") ? input.email : before.email;
    const moved = email?.toLowerCase() !== before.email?.toLowerCase();
    const account_id = moved ? await accountAfter(trx, viewer, before, email, now) : undefined;
    const after = Object.fromEntries(
      changed.map((field) => [personColumns[field], wanted[field]]),
    );
    await trx.updateTable("people").set({ ...after, account_id })
      .where("school_id", "=", viewer.school.id).where("id", "=", person.id).execute();
    const differences = changed.map((field) => [
      personColumns[field],
      { from: kept[field], to: wanted[field] },
    ]);
    const subject = { personId: person.id, changed: Object.fromEntries(differences) };
    await audit(trx, viewer, "personChanged", subject, now);
  });
}
