import { sql } from "kysely";
import type { Db } from "../../db/database.ts";
import type { School } from "../../web/viewer.ts";

/** What a person can switch off (N2). Urgent messages are not among them. */
export const refusable = ["news", "board", "agenda"] as const;

/** Whose way out a token is: the language to answer in; undefined for no one's. */
export async function findUnsubscriber(
  db: Db,
  school: School,
  token: string,
): Promise<{ language: string } | undefined> {
  if (!/^[0-9a-f]{64}$/.test(token)) return undefined;
  return await db.selectFrom("unsubscribe_tokens as u")
    .innerJoin("accounts as a", "a.id", "u.account_id").select("a.language")
    .where("u.school_id", "=", school.id).where("u.token", "=", token).executeTakeFirst();
}

/** Switches off all that can be switched off; what was off already stays so. */
export async function unsubscribe(db: Db, school: School, token: string): Promise<void> {
  await sql`
    insert into notification_choices (school_id, account_id, kind)
    select u.school_id, u.account_id, k
    from unsubscribe_tokens u cross join unnest(${refusable}::text[]) k
    where u.school_id = ${school.id} and u.token = ${token}
    on conflict do nothing`.execute(db);
}
