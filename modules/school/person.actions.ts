import { sql } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import type { Values } from "../../web/forms.ts";
import { formValues, onlyChanged } from "../../web/meanwhile.tsx";
import type { Viewer } from "../../web/viewer.ts";
import {
  accountOrWaiting,
  changeEmail,
  changeUserName,
  linkAccounts,
  queueActivations,
} from "../accounts/mod.ts";
import { audit } from "../../web/audit.ts";
import { withdrawCodes } from "./codes.actions.ts";
import {
  addressFields,
  type LinkInput,
  type NewGuardian,
  type NewPupil,
  type NewStaff,
  type PersonInput,
  type PupilInput,
} from "./person.forms.ts";
import type { Person } from "./person.queries.ts";

/** Something the office asked that cannot be; `reason` is a key of `personText.errors`. */
export class Impossible extends Error {
  constructor(readonly field: string, readonly reason: string) {
    super(reason);
  }
}

const named = (input: Pick<PersonInput, "firstName" | "initials" | "prefix" | "lastName">) => ({
  first_name: input.firstName,
  initials: input.initials,
  prefix: input.prefix,
  last_name: input.lastName,
});

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
    ...named(input),
    email: input.email,
    phone: input.phone,
    account_id: input.email ? await accountOf(trx, viewer, input.email) : null,
    created_at: now,
  }).returning("id").executeTakeFirstOrThrow();
  await audit(trx, viewer, "personAdded", { personId: id }, now);
  return id;
}

/** The account of an address, unless it is to be confirmed first; one is made when there is none. */
async function accountOf(
  trx: Trx,
  { school }: Pick<Viewer, "school">,
  email: string,
): Promise<number | null> {
  const wanted = [{ userName: email, language: school.language }];
  return (await linkAccounts(trx, school, wanted)).get(email.toLowerCase()) ?? null;
}

async function inviteTo(
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

/** Whose account someone with a new address has. Decided on the rows as they are locked. */
async function accountAfter(
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

/** Makes someone guardian of a child. @throws Impossible when there is no such child */
export async function linkChild(
  db: Db,
  viewer: Viewer,
  personId: number,
  input: LinkInput,
  now: Date,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const changed = await linkTo(trx, viewer, personId, input);
    if (!changed) return;
    await audit(trx, viewer, "childLinked", { personId, pupilId: input.pupil }, now);
  });
}

/** @returns whether it was not so already */
async function linkTo(
  trx: Trx,
  viewer: Viewer,
  personId: number,
  { pupil, relation }: LinkInput,
): Promise<boolean> {
  const { rows: [made] } = await sql<{ there: boolean; changed: boolean }>`
    with child as (select k.school_id, k.id from pupils k
      where k.school_id = ${viewer.school.id} and k.id = ${pupil} and k.left_at is null),
    written as (
      insert into guardianships (school_id, person_id, pupil_id, relation)
      select child.school_id, ${personId}, child.id, ${relation} from child
      on conflict (school_id, person_id, pupil_id) do update set relation = excluded.relation
        where guardianships.relation <> excluded.relation
      returning pupil_id)
    select exists (select from child) as there, exists (select from written) as changed`
    .execute(trx);
  if (!made!.there) throw new Impossible("pupil", "childMissing");
  return made!.changed;
}

/** Ends that someone is guardian of a child. */
export async function unlinkChild(
  db: Db,
  viewer: Viewer,
  personId: number,
  pupilId: number,
  now: Date,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const gone = await trx.deleteFrom("guardianships").where("school_id", "=", viewer.school.id)
      .where("person_id", "=", personId).where("pupil_id", "=", pupilId)
      .returning("pupil_id").executeTakeFirst();
    if (!gone) return;
    await audit(trx, viewer, "childUnlinked", { personId, pupilId }, now);
    await withdrawCodes(trx, viewer, sql`c.pupil_id = ${pupilId}`, now);
  });
}

const pupilColumns = (input: PupilInput) => ({
  ...named(input),
  born_on: input.bornOn,
  year: input.year,
});

/** @throws Impossible when there is no such group this year */
export async function addPupil(
  db: Db,
  viewer: Viewer,
  input: NewPupil,
  schoolYear: number,
  now: Date,
): Promise<number> {
  return await db.transaction().execute(async (trx) => {
    const { id } = await trx.insertInto("pupils")
      .values({ school_id: viewer.school.id, ...pupilColumns(input), created_at: now })
      .returning("id").executeTakeFirstOrThrow();
    if (input.group !== null) {
      const { rows } = await sql`
        insert into group_pupils (school_id, group_id, pupil_id)
        select g.school_id, g.id, ${id} from groups g
        where g.school_id = ${viewer.school.id} and g.id = ${input.group}
          and g.school_year = ${schoolYear} and g.left_at is null returning group_id`.execute(trx);
      if (rows.length === 0) throw new Impossible("group", "groupMissing");
    }
    await audit(trx, viewer, "pupilAdded", { pupilId: id, groupId: input.group }, now);
    return id;
  });
}

/** Writes what was changed of a pupil's data. @param typed the form as it was posted @throws Overtaken */
export async function changePupil(
  db: Db,
  viewer: Viewer,
  pupilId: number,
  input: PupilInput,
  typed: Values,
  now: Date,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const from = await trx.selectFrom("pupils")
      .select(["first_name as firstName", "initials", "prefix", "last_name as lastName"])
      .select(["born_on as bornOn", "year"])
      .where("school_id", "=", viewer.school.id).where("id", "=", pupilId)
      .forUpdate().executeTakeFirstOrThrow();
    const to = { ...from, ...onlyChanged(input, typed, formValues(from)) };
    if ((Object.keys(from) as (keyof typeof from)[]).every((key) => from[key] === to[key])) return;
    await trx.updateTable("pupils").set(pupilColumns(to))
      .where("school_id", "=", viewer.school.id).where("id", "=", pupilId).execute();
    await audit(trx, viewer, "pupilChanged", { pupilId, from, to }, now);
  });
}

/** A pupil leaves the school, or comes back. */
export async function setPupilLeft(
  db: Db,
  viewer: Viewer,
  pupilId: number,
  leftAt: Date | null,
  now: Date,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const changed = await trx.updateTable("pupils").set({ left_at: leftAt })
      .where("school_id", "=", viewer.school.id).where("id", "=", pupilId)
      .where("left_at", leftAt ? "is" : "is not", null).returning("id").executeTakeFirst();
    if (!changed) return;
    await audit(trx, viewer, leftAt ? "pupilLeft" : "pupilReturned", { pupilId }, now);
  });
}
