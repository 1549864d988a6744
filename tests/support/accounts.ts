import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { createAccounts, hashPassword, queueActivations } from "../../modules/accounts/mod.ts";
import { findVisit } from "../../web/session.ts";
import type { School } from "../../web/viewer.ts";
import { openTestHouse, password, type TestHouse } from "./house.ts";
import type { Answer, Visitor } from "./visitor.ts";

// What the tests about accounts share: one school, and people with an account there.

export const better = "Kastanje88!b";
/** The house of this test file, once `openAccounts` has opened it. */
export let home: TestHouse;
export let school: School;
let passwordHash: string;
let people = 0;
let addresses = 0;

/** Opens a house with one school before the tests of a file, and sets its clock before each. */
export function openAccounts() {
  beforeAll(async () => {
    home = await openTestHouse({ seed: "empty" });
    passwordHash = await hashPassword(password);
    school = await addSchool("regenton", "De Regenton");
  });
  afterAll(() => home.close());
  beforeEach(async () => {
    home.clock.travel("2026-11-10T09:00:00+01:00");
    await home.mails(); // what earlier tests left
  });
}

/** Someone with an empty browser, at an address of their own unless told. */
export const newcomer = (address = `10.0.0.${++addresses}`) => home.visitor(address);

export async function addSchool(shortName: string, name: string): Promise<School> {
  await home.house.db.insertInto("schools").values({ short_name: shortName, name }).execute();
  return (await findVisit(home.house, shortName, undefined))!.school;
}

interface Guardian {
  userName: string;
  accountId: number;
  personId: number;
  pupilId: number;
}

/** A guardian of one pupil; active unless told. */
export async function addGuardian({ at = school, active = true, readOnly = false, as }: {
  at?: School;
  active?: boolean;
  readOnly?: boolean;
  /** The user name, to be known at a second school. */
  as?: string;
} = {}): Promise<Guardian> {
  const { db } = home.house;
  const userName = as ?? `ouder${++people}@voorbeeld.example`;
  const ids = await db.transaction().execute((trx) => createAccounts(trx, [{ userName }]));
  const accountId = ids.get(userName)!;
  if (active) {
    await db.updateTable("accounts")
      .set({ password_hash: passwordHash, activated_at: home.clock.now() })
      .where("id", "=", accountId).execute();
  }
  const person = await db.insertInto("people").values({
    school_id: at.id,
    account_id: accountId,
    first_name: "Samira",
    last_name: `Wit${people}`,
    read_only: readOnly,
  }).returning("id").executeTakeFirstOrThrow();
  const pupil = await db.insertInto("pupils")
    .values({ school_id: at.id, first_name: "Noor" }).returning("id").executeTakeFirstOrThrow();
  await db.insertInto("guardianships")
    .values({ school_id: at.id, person_id: person.id, pupil_id: pupil.id }).execute();
  return { userName, accountId, personId: person.id, pupilId: pupil.id };
}

export function signIn(
  visitor: Visitor,
  userName: string,
  fields: Record<string, string> = {},
): Promise<Answer> {
  return visitor.post("/regenton/sign-in", { userName, password, ...fields });
}

export async function signedIn(userName: string, address?: string): Promise<Visitor> {
  const visitor = newcomer(address);
  expect((await signIn(visitor, userName)).status).toBe(303);
  return visitor;
}

export const isIn = async (visitor: Visitor) =>
  (await visitor.get("/regenton/account")).status === 200;

/** The path of the link in the newest mail to this address. */
export async function linkFor(userName: string): Promise<string> {
  const mail = (await home.mails()).filter((m) => m.to[0]?.address === userName).at(-1);
  const link = mail?.text.match(/http:\/\/school\.test(\/\S+)/)?.[1];
  if (!link) throw new Error("No mail with a link came");
  return link;
}

export async function invite(...guardians: Guardian[]): Promise<number> {
  const { db, clock } = home.house;
  const ids = guardians.map((guardian) => guardian.accountId);
  return await db.transaction().execute((trx) => queueActivations(trx, school, ids, clock.now()));
}

export const choice = (chosen: string) => ({ password: chosen, repeat: chosen });
