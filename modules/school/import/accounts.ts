import { sql } from "kysely";
import type { Trx } from "../../../db/database.ts";
import type { School } from "../../../web/viewer.ts";
import { changeEmail, linkAccounts } from "../../accounts/mod.ts";
import type { PersonTarget } from "./plan_people.ts";

/**
 * Sees to it that everyone in the import who can be mailed has an account, one per address and
 * shared by who share it. Nobody is mailed. A changed address:
 * - of an active account: mail goes there from now on, the user name stays (A7);
 * - of an active account that others use too, here or at another school, or of one never
 *   activated: the account of the new address is theirs from now on.
 * Whoever is in at another school confirms the place here first: see `linkAccounts`.
 */
export async function linkPeople(
  trx: Trx,
  school: Pick<School, "id" | "language">,
  people: PersonTarget[],
  now: Date,
): Promise<void> {
  const living = people.filter(({ mentioned, values }) =>
    mentioned && values.email && !values.deceased
  );
  const users = Map.groupBy(
    people.filter((person) => person.before?.account && !person.values.left),
    (person) => person.before!.account!.id,
  );
  const wanted: PersonTarget[] = [];
  for (const person of living) {
    const account = person.before?.account;
    if (account && !isMoved(person)) continue;
    const email = person.values.email!;
    const mailMoves = account?.activated &&
      users.get(account.id)!.every((one) => follows(one, email)) &&
      await changeEmail(trx, school, account.id, email, now);
    if (!mailMoves) wanted.push(person);
  }
  if (!wanted.length) return;
  const { language } = school;
  const ids = await linkAccounts(
    trx,
    school,
    wanted.map(({ values }) => ({ userName: values.email!, language })),
  );
  const links = wanted.map(({ id, values }) => ({
    id,
    account: ids.get(values.email!.toLowerCase()),
  }));
  await sql`update people p set account_id = r.account
    from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as r(id bigint, account bigint)
    where p.school_id = ${school.id} and p.id = r.id`.execute(trx);
}

/** The file gives another address than the one the school had. */
export function isMoved({ before, values }: PersonTarget): boolean {
  return before?.values.email?.toLowerCase() !== values.email?.toLowerCase();
}

/** Whether whoever shares an account goes to the new address too. */
function follows({ values }: PersonTarget, email: string): boolean {
  return values.email?.toLowerCase() === email.toLowerCase();
}
