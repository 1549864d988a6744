import { sql } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { audit } from "../../web/audit.ts";
import type { Viewer } from "../../web/viewer.ts";
import {
  accountOrWaiting,
  changeEmail,
  changeUserName,
  linkAccounts,
  queueActivations,
} from "../accounts/mod.ts";
import { Impossible } from "./errors.ts";
import type { Person } from "./person.queries.ts";

/** The account of an address, unless it is to be confirmed first; one is made when there is none. */
export async function accountOf(
  trx: Trx,
  { school }: Pick<Viewer, "school">,
  email: string,
): Promise<number | null> {
  const wanted = [{ userName: email, language: school.language }];
  return (await linkAccounts(trx, school, wanted)).get(email.toLowerCase()) ?? null;
}

/** Queues an invitation to whoever has an account. @returns how many there are to mail */
export async function inviteTo(
  trx: Trx,
  viewer: Pick<Viewer, "school">,
  personId: number,
  now: Date,
): Promise<number> {
  const { account } = await trx.selectFrom("people as p").select(accountOrWaiting.as("account"))
    .where("p.school_id", "=", viewer.school.id).where("p.id", "=", personId)
    .executeTakeFirstOrThrow();
  return account === null ? 0 : await queueActivations(trx, viewer.school, [account], now);
}

/** Mails an invitation. @returns whether there was a new one to mail */
export async function invite(
  db: Db,
  viewer: Viewer,
  personId: number,
  now: Date,
): Promise<boolean> {
  return await db.transaction().execute(async (trx) => {
    const queued = await inviteTo(trx, viewer, personId, now);
    if (queued > 0) await audit(trx, viewer, "invited", { personId }, now);
    return queued > 0;
  });
}

/**
 * Whose account someone with a new address has. Decided on the rows as they are locked.
 * @throws Impossible
 */
export async function accountAfter(
  trx: Trx,
  viewer: Viewer,
  { id, account_id: accountId }: { id: number; account_id: number | null },
  email: string | null,
  now: Date,
): Promise<number | null> {
  const alone = accountId !== null && await isUsedAlone(trx, viewer, id, accountId);
  if (email === null) {
    if (alone) throw new Impossible("email", "emailNeeded");
    return null;
  }
  if (alone && await changeEmail(trx, viewer.school, accountId, email, now)) return accountId;
  return await accountOf(trx, viewer, email);
}

/**
 * Someone wishes another e-mail address for themselves: mail of their account goes there (A7). Who
 * shares the account with others gets one of their own (A1), and a mail to open it. An account that
 * is active already is not joined before its owner confirms that.
 */
export async function changeOwnEmail(
  trx: Trx,
  viewer: Pick<Viewer, "school">,
  personId: number,
  email: string,
  now: Date,
): Promise<void> {
  const { school } = viewer;
  const before = await trx.selectFrom("people").select(["account_id", "email"])
    .where("school_id", "=", school.id).where("id", "=", personId).forUpdate()
    .executeTakeFirstOrThrow();
  const { account_id: accountId } = before;
  const moved = email.toLowerCase() !== before.email?.toLowerCase();
  const keeps = !moved || accountId !== null && await isUsedAlone(trx, viewer, personId, accountId);
  if (moved && keeps) await changeEmail(trx, school, accountId!, email, now, "owner");
  const linked = keeps ? accountId : await accountOf(trx, viewer, email);
  const confirms = !keeps && linked !== null && await isActive(trx, linked);
  await trx.updateTable("people").set({ email, account_id: confirms ? null : linked })
    .where("school_id", "=", school.id).where("id", "=", personId).execute();
  if (!keeps) await inviteTo(trx, viewer, personId, now);
}

async function isActive(trx: Trx, accountId: number): Promise<boolean> {
  const account = await trx.selectFrom("accounts").select("activated_at")
    .where("id", "=", accountId).executeTakeFirstOrThrow();
  return account.activated_at !== null;
}

/** Whether an account is active, and of nobody else here. Locked, so that it stays so. */
async function isUsedAlone(
  trx: Trx,
  viewer: Pick<Viewer, "school">,
  personId: number,
  accountId: number,
): Promise<boolean> {
  const account = await trx.selectFrom("accounts").select("activated_at")
    .where("id", "=", accountId).forUpdate().executeTakeFirstOrThrow();
  const other = await trx.selectFrom("people").select("id")
    .where("school_id", "=", viewer.school.id).where("account_id", "=", accountId)
    .where("id", "!=", personId).where("left_at", "is", null).limit(1).executeTakeFirst();
  return account.activated_at !== null && !other;
}

/**
 * Gives someone's account another user name; both addresses are told.
 * @throws UserNameTaken
 */
export async function renameAccount(
  db: Db,
  viewer: Viewer,
  person: Person & { accountId: number },
  userName: string,
  now: Date,
): Promise<void> {
  const { id } = viewer.school;
  await db.transaction().execute(async (trx) => {
    await changeUserName(trx, viewer.school, person.accountId, userName, viewer.accountId, now);
    await trx.updateTable("people").set({ email: userName }).where("school_id", "=", id)
      .where("account_id", "=", person.accountId)
      .where(sql`lower(email)`, "=", person.userName).execute();
    // the links mailed before do not work any more
    await queueActivations(trx, viewer.school, [person.accountId], now);
  });
}
