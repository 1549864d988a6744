import type { Expression, ExpressionBuilder, SqlBool } from "kysely";
import type { Db, Tables } from "../../db/database.ts";
import type { Viewer } from "../../web/viewer.ts";

type People = ExpressionBuilder<Tables & { p: Tables["people"] }, "p">;

/**
 * Whether a person `p` has a place at the school, as web/session.ts sees it: not gone, not
 * blocked, and working there or guardian of a pupil.
 */
function hasPlace(eb: People): Expression<SqlBool> {
  const staff = eb.selectFrom("staff as st").select("st.person_id")
    .whereRef("st.school_id", "=", "p.school_id").whereRef("st.person_id", "=", "p.id")
    .where("st.left_at", "is", null);
  const guardian = eb.selectFrom("guardianships as gs")
    .innerJoin(
      "pupils as k",
      (join) => join.onRef("k.school_id", "=", "gs.school_id").onRef("k.id", "=", "gs.pupil_id"),
    )
    .select("gs.person_id")
    .whereRef("gs.school_id", "=", "p.school_id").whereRef("gs.person_id", "=", "p.id")
    .where("gs.blocked_at", "is", null).where("k.left_at", "is", null);
  return eb.and([
    eb("p.left_at", "is", null),
    eb("p.blocked_at", "is", null),
    eb("p.deceased", "=", false),
    eb.or([eb.exists(staff), eb.exists(guardian)]),
  ]);
}

/** The people at a school who have a place and an account. */
const placed = (db: Db, schoolId: number) =>
  db.selectFrom("people as p").innerJoin("accounts as a", "a.id", "p.account_id")
    .where("p.school_id", "=", schoolId).where(hasPlace);

/** The account of a user name, for signing in: at any school. */
export function findSignIn(db: Db, userName: string) {
  return db.selectFrom("accounts").select(["id", "password_hash"])
    .where("user_name", "=", userName).executeTakeFirst();
}

/** Whether an account has a place at this school. */
export async function hasPlaceAt(db: Db, schoolId: number, accountId: number): Promise<boolean> {
  return await placed(db, schoolId).select("p.id").where("a.id", "=", accountId)
    .executeTakeFirst() !== undefined;
}

/** The account that goes by this user name at this school. */
export function findAccountAt(db: Db, schoolId: number, userName: string) {
  return placed(db, schoolId).select(["a.id", "a.email", "a.language", "a.activated_at"])
    .where("a.user_name", "=", userName).executeTakeFirst();
}

/** Whoever a mail of this account at this school is for: `firstNames` to greet. */
export async function findReceiver(db: Db, schoolId: number, accountId: number) {
  const rows = await placed(db, schoolId)
    .select(["a.user_name", "a.email", "a.activated_at", "p.first_name", "p.last_name"])
    .where("a.id", "=", accountId).orderBy("p.id").execute();
  const [first] = rows;
  if (!first) return undefined;
  return {
    userName: first.user_name,
    email: first.email,
    activated: first.activated_at !== null,
    firstNames: [...new Set(rows.map((row) => row.first_name || row.last_name).filter(Boolean))],
  };
}

/** Accounts among these that have a place at the school and are not active yet. */
export function listToActivate(db: Db, schoolId: number, accountIds: number[]) {
  return placed(db, schoolId).select(["a.id", "a.email", "a.language"]).distinct()
    .where("a.id", "in", accountIds).where("a.activated_at", "is", null).orderBy("a.id").execute();
}

export interface InactivePerson {
  personId: number;
  accountId: number;
  userName: string;
  firstName: string;
  prefix: string;
  lastName: string;
}

/** Who has an account at this school but never chose a password, by last name; for the office. */
export function listInactive(db: Db, schoolId: number): Promise<InactivePerson[]> {
  return placed(db, schoolId).select([
    "p.id as personId",
    "a.id as accountId",
    "a.user_name as userName",
    "p.first_name as firstName",
    "p.prefix",
    "p.last_name as lastName",
  ]).where("a.activated_at", "is", null)
    .orderBy("p.last_name").orderBy("p.first_name").orderBy("p.id").execute();
}

/** What the school knows of the viewer: of each person who shares the account. */
export function listOwnPeople(db: Db, viewer: Viewer) {
  return db.selectFrom("people").select([
    "first_name",
    "initials",
    "prefix",
    "last_name",
    "street",
    "house_number",
    "house_addition",
    "postcode",
    "city",
    "email",
    "phone",
  ]).where("school_id", "=", viewer.school.id)
    .where("id", "in", viewer.people.map((person) => person.id)).orderBy("id").execute();
}
export type OwnPerson = Awaited<ReturnType<typeof listOwnPeople>>[number];

/** The kinds of message the viewer wants no mail about at this school. */
export async function listUnwantedKinds(db: Db, viewer: Viewer): Promise<string[]> {
  const rows = await db.selectFrom("notification_choices").select("kind")
    .where("school_id", "=", viewer.school.id).where("account_id", "=", viewer.accountId).execute();
  return rows.map((row) => row.kind);
}

/** The hash of the viewer's own password. */
export async function ownPasswordHash(db: Db, viewer: Viewer): Promise<string | null> {
  const row = await db.selectFrom("accounts").select("password_hash")
    .where("id", "=", viewer.accountId).executeTakeFirst();
  return row?.password_hash ?? null;
}
