import { sql } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { audit } from "../../web/audit.ts";
import { createAccounts, makeLink, resetTwoStep } from "../accounts/mod.ts";
import { splitFullName } from "./names.ts";

interface Target {
  id: number;
  language: string;
}

/** Someone at the school by their address; `admin` makes them one, and makes them when need be. */
interface LetIn {
  email: string;
  admin: boolean;
  /** Phone and recovery codes are lost: the password is enough again. */
  withoutTwoStep?: boolean;
  /** Of who is not there yet: "First Last". */
  name?: string;
}

/**
 * Lets someone in by hand, on the word of whoever runs the machine: who was blocked or had left is
 * back as an admin, and the link lets them choose a (new) password.
 * @returns the link's end and its last moment; undefined when nobody there has that address, and
 *   `admin` was not asked
 */
export async function letIn(
  db: Db,
  school: Target,
  { email, admin, withoutTwoStep, name }: LetIn,
  now: Date,
): Promise<{ path: string; expires: Date } | undefined> {
  const userName = email.toLowerCase();
  return await db.transaction().execute(async (trx) => {
    await trx.selectFrom("schools").select("id").where("id", "=", school.id).forUpdate().execute();
    const found = await findByAddress(trx, school.id, userName);
    if (!found && !admin) return undefined;
    const actor = { accountId: null, school };
    const personId = found?.id ?? await insertPerson(trx, school, userName, name, now);
    if (!found) await audit(trx, actor, "personAdded", { personId }, now);
    const accountId = found?.account_id ?? await linkAccount(trx, school, personId, userName);
    if (admin) {
      const from = await makeAdmin(trx, school.id, personId);
      await audit(trx, actor, "roleChanged", { personId, from, to: "admin" }, now);
    }
    if (withoutTwoStep) await resetTwoStep(trx, actor, accountId, now);
    await audit(trx, actor, "invited", { personId }, now);
    return await makeLink(trx, accountId, now);
  });
}

/** Who signs in with this address comes before whom it was only written down for. */
async function findByAddress(trx: Trx, schoolId: number, userName: string) {
  const { rows: [person] } = await sql<{ id: number; account_id: number | null }>`
    select p.id, p.account_id from people p left join accounts a on a.id = p.account_id
    where p.school_id = ${schoolId} and (a.user_name = ${userName} or lower(p.email) = ${userName})
    order by (a.user_name = ${userName}) desc nulls last, p.left_at is not null, p.id
    limit 1`.execute(trx);
  return person;
}

async function insertPerson(
  trx: Trx,
  school: Target,
  email: string,
  name: string | undefined,
  now: Date,
): Promise<number> {
  const { firstName, initials, prefix, lastName } = splitFullName(name ?? email.split("@")[0]!);
  const { id } = await trx.insertInto("people").values({
    school_id: school.id,
    email,
    first_name: firstName,
    initials,
    prefix,
    last_name: lastName,
    created_at: now,
  }).returning("id").executeTakeFirstOrThrow();
  return id;
}

async function linkAccount(trx: Trx, school: Target, personId: number, userName: string) {
  const accounts = await createAccounts(trx, [{ userName, language: school.language }]);
  const accountId = accounts.get(userName)!;
  await trx.updateTable("people").set({ account_id: accountId })
    .where("school_id", "=", school.id).where("id", "=", personId).execute();
  return accountId;
}

/** @returns the role they had */
async function makeAdmin(trx: Trx, schoolId: number, personId: number): Promise<string> {
  await trx.updateTable("people")
    .set({ left_at: null, blocked_at: null, blocked_reason: null, read_only: false })
    .where("school_id", "=", schoolId).where("id", "=", personId).execute();
  const before = await trx.selectFrom("staff").select("role")
    .where("school_id", "=", schoolId).where("person_id", "=", personId).executeTakeFirst();
  await trx.insertInto("staff")
    .values({ school_id: schoolId, person_id: personId, role: "admin" })
    .onConflict((conflict) =>
      conflict.columns(["school_id", "person_id"]).doUpdateSet({ role: "admin", left_at: null })
    ).execute();
  return before?.role ?? "none";
}
