import { sql } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import type { House } from "../../web/house.ts";
import { createAccounts, hashPassword, startSession } from "../accounts/mod.ts";
import { splitFullName } from "./names.ts";
import { type Setup, suggestShortName } from "./setup.forms.ts";

/** A school that has people (the import command made it) but nobody to run it yet. */
export interface UnopenedSchool {
  name: string;
  shortName: string;
}

/**
 * What is still to be set up: everything (null), or a school that has no admin. Undefined once
 * there is an admin, anywhere: then set-up is over.
 */
export async function findUnopened(db: Db): Promise<UnopenedSchool | null | undefined> {
  const { rows: [found] } = await sql<{ opened: boolean; school: UnopenedSchool | null }>`
    select exists (select from staff where role = 'admin' and left_at is null) as opened,
      (select json_build_object('name', name, 'shortName', short_name)
        from schools order by id limit 1) as school`.execute(db);
  return found!.opened ? undefined : found!.school;
}

/**
 * Makes the first school of an installation (or completes the one that the import command made)
 * and its first admin, who is signed in. Of several at once exactly one succeeds: the table is
 * locked until it is done.
 * @returns the short name and the session's secret; undefined when set-up is over
 * @throws Refusal when too many passwords are waiting to be hashed
 */
export async function openSchool(
  { db, clock }: House,
  input: Setup,
  userAgent: string,
): Promise<{ shortName: string; session: string } | undefined> {
  const hash = await hashPassword(input.password);
  const now = clock.now();
  const shortName = input.shortName || suggestShortName(input.name);
  return await db.transaction().execute(async (trx) => {
    await sql`lock table schools in share row exclusive mode`.execute(trx);
    const unopened = await findUnopened(trx);
    if (unopened === undefined) return undefined;
    const { rows: [school] } = unopened
      ? await sql<{ id: number }>`
        update schools set short_name = ${shortName}, name = ${input.name},
          language = ${input.language}
        where short_name = ${unopened.shortName} and not exists (
          select from schools o where o.short_name = ${shortName} and o.id <> schools.id)
        returning id`
        .execute(trx)
      : await sql<{ id: number }>`
        insert into schools (short_name, name, language, created_at)
        values (${shortName}, ${input.name}, ${input.language}, ${now}) returning id`.execute(trx);
    if (!school) return undefined;
    const accountId = await openAccount(trx, input, hash, now);
    const { id: personId } = await trx.insertInto("people").values({
      school_id: school.id,
      account_id: accountId,
      email: input.email,
      ...nameColumns(input.yourName),
      created_at: now,
    }).returning("id").executeTakeFirstOrThrow();
    await trx.insertInto("staff")
      .values({ school_id: school.id, person_id: personId, role: "admin", title: input.yourName })
      .execute();
    await trx.insertInto("audit_entries").values({
      school_id: school.id,
      at: now,
      account_id: accountId,
      action: "schoolMade",
      subject: JSON.stringify({ personId }),
    }).execute();
    return {
      shortName,
      session: await startSession(trx, { accountId, userAgent, persistent: false }, now),
    };
  });
}

/** The account of the first admin; it is active at once, and whoever had it before is out. */
async function openAccount(trx: Trx, input: Setup, hash: string, now: Date): Promise<number> {
  const userName = input.email.toLowerCase();
  const accounts = await createAccounts(trx, [{ userName, language: input.language }]);
  const accountId = accounts.get(userName)!;
  await trx.updateTable("accounts").set({ password_hash: hash, activated_at: now })
    .where("id", "=", accountId).execute();
  await trx.deleteFrom("sessions").where("account_id", "=", accountId).execute();
  return accountId;
}

function nameColumns(name: string) {
  const { firstName, initials, prefix, lastName } = splitFullName(name);
  return { first_name: firstName, initials, prefix, last_name: lastName };
}
