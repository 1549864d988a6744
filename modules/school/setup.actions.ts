import { randomInt } from "node:crypto";
import { sql } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { audit } from "../../web/audit.ts";
import type { House } from "../../web/house.ts";
import { hashToken } from "../../web/session.ts";
import { createAccounts, hashPassword, startSession } from "../accounts/mod.ts";
import { splitFullName } from "./names.ts";
import { type Setup, suggestShortName } from "./setup.forms.ts";
import { findUnopened } from "./setup.queries.ts";

/** Letters and digits that nobody takes for one another. */
const codeLetters = "abcdefghjkmnpqrstuvwxyz23456789";

/**
 * A new code to open the school with that nobody runs yet, for whoever has a hand on the machine;
 * one made before stops working. Only its hash is kept.
 * @returns undefined when there is no such school, or nobody in it
 */
export async function renewSetupCode(db: Db): Promise<string | undefined> {
  const unopened = await findUnopened(db);
  if (!unopened?.asksCode) return undefined;
  const letters = Array.from({ length: 16 }, () => codeLetters[randomInt(codeLetters.length)]!);
  const code = letters.join("").replace(/.{4}(?=.)/g, "$&-");
  await db.updateTable("schools").set({ setup_code_hash: hashToken(code) })
    .where("id", "=", unopened.id).execute();
  return code;
}

/**
 * Makes the first school of an installation (or completes the one that the import command made)
 * and its first admin, who is signed in. Of several at once exactly one succeeds: the table is
 * locked until it is done. Where there are people, the code of `renewSetupCode` is needed; it works
 * once.
 * @returns the short name and the session's secret; `code` when that is wrong; undefined when set-up is over
 * @throws Refusal when too many passwords are waiting to be hashed
 */
export async function openSchool(
  { db, clock }: House,
  input: Setup,
  userAgent: string,
): Promise<{ shortName: string; session: string } | "code" | undefined> {
  const hash = await hashPassword(input.password);
  const now = clock.now();
  const shortName = input.shortName || suggestShortName(input.name);
  return await db.transaction().execute(async (trx) => {
    await sql`lock table schools in share row exclusive mode`.execute(trx);
    const unopened = await findUnopened(trx);
    if (unopened === undefined) return undefined;
    if (unopened?.asksCode && !await useCode(trx, unopened.id, input.code)) return "code";
    const { rows: [school] } = unopened
      ? await sql<{ id: number }>`
        update schools set short_name = ${shortName}, name = ${input.name},
          language = ${input.language}
        where id = ${unopened.id} and not exists (
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
    await audit(trx, { accountId, school }, "schoolMade", { personId }, now);
    return {
      shortName,
      session: await startSession(trx, { accountId, userAgent, persistent: false }, now),
    };
  });
}

async function useCode(trx: Trx, schoolId: number, code: string): Promise<boolean> {
  const used = await trx.updateTable("schools").set({ setup_code_hash: null })
    .where("id", "=", schoolId).where("setup_code_hash", "=", hashToken(code))
    .executeTakeFirst();
  return used.numUpdatedRows > 0n;
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
