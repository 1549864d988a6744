import { sql, type SqlBool } from "kysely";
import type { Trx } from "../../db/database.ts";
import { dayIn } from "../../web/clock.ts";
import type { Tick } from "../../web/module.ts";
import { forgetTries } from "./throttle.ts";

const day = 24 * 3600_000;

/**
 * Every night what is over goes: sessions, wrong tries, keys that no app was set up with, links a
 * month after their end, and accounts of nobody.
 */
export const cleanUp: Tick = {
  name: "accounts-clean-up",
  due: (school, now) => dayIn(school.timeZone, now),
  async run(trx, _house, _school, now) {
    await trx.deleteFrom("sessions").where("expires_at", "<", now).execute();
    const monthAgo = new Date(now.getTime() - 30 * day);
    await trx.deleteFrom("account_tokens").where("expires_at", "<", monthAgo).execute();
    await trx.deleteFrom("account_totp").where("confirmed_at", "is", null)
      .where("started_at", "<", new Date(now.getTime() - day)).execute();
    await forgetTries(trx, now);
    await forgetAccounts(trx, new Date(now.getTime() - keepLeft * day));
  },
};

/** How long an account is kept of which nobody is left, in days. */
const keepLeft = 90;

/**
 * An account that is of nobody any more at any school (their e-mail address changed, and with it
 * their account) goes when it was not used since. What it did stands in the log with its name, so
 * it stays as long as that does.
 */
async function forgetAccounts(trx: Trx, before: Date): Promise<void> {
  const left = sql<SqlBool>`a.created_at < ${before}
    and not exists (select from people p
      where p.account_id = a.id or lower(p.email) = a.user_name)
    and not exists (select from sessions s where s.account_id = a.id)
    and not exists (select from account_tokens t
      where t.account_id = a.id and t.created_at >= ${before})
    and not exists (select from schools s join audit_entries e on e.school_id = s.id
      where e.account_id = a.id)`;
  // held first, and looked at anew: who is given a place at this moment keeps the account
  const { rows } = await sql<{ id: number }>`select a.id from accounts a where ${left}
    order by a.id limit 500 for update of a skip locked`.execute(trx);
  await sql`delete from accounts a
    where a.id = any(${rows.map(({ id }) => id)}::bigint[]) and ${left}`.execute(trx);
}
