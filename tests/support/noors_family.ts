import { afterAll, beforeAll, beforeEach } from "vitest";
import { hashPassword } from "../../modules/accounts/mod.ts";
import { openTestHouse, password, type TestHouse } from "./house.ts";
import { SmallSchool } from "./small_school.ts";
import type { Answer, Visitor } from "./visitor.ts";

// What the tests about one's own data share: a school, and for each test the family of Noor.

/** A guardian, or someone of the staff. */
export type Adult = Awaited<ReturnType<SmallSchool["guardian"]>>;

/** The house of this test file, once `openFamilies` has opened it, and its two schools. */
export let school: TestHouse;
export let here: SmallSchool;
export let elsewhere: SmallSchool;

export let count = 0;
export let noor: number;
export let samira: Adult;
export let karim: Adult;
export let bibi: Adult;
export let mother: Visitor;
export let father: Visitor;
export let office: Visitor;

const passwordHash = hashPassword(password);

/**
 * Opens a house before the tests of a file. Each test has a family of its own: Noor, and her parents
 * who live apart.
 */
export function openFamilies() {
  beforeAll(async () => {
    school = await openTestHouse({ seed: "empty" });
    here = await SmallSchool.found(school);
    elsewhere = await SmallSchool.found(school, "klimboom");
  });
  afterAll(() => school.close());
  beforeEach(async () => {
    count++;
    await set({ direct_changes: false, office_email: null });
    const group = await here.group(`5-${count}`);
    noor = await here.pupil("Noor", group);
    await school.house.db.updateTable("pupils").set({ last_name: "Bos", born_on: "2018-04-12" })
      .where("id", "=", noor).execute();
    samira = await here.guardian(`Samira${count}`, noor);
    karim = await here.guardian(`Karim${count}`, noor);
    bibi = await here.staff(`Bibi${count}`, "office");
    await school.house.db.updateTable("accounts").set({ password_hash: await passwordHash })
      .where("id", "=", samira.accountId).execute();
    mother = await here.browserOf(samira);
    father = await here.browserOf(karim);
    office = await here.browserOf(bibi);
    await school.mails();
  });
}

export const set = (settings: { direct_changes?: boolean; office_email?: string | null }) =>
  school.house.db.updateTable("schools").set(settings).where("id", "=", here.id).execute();
export const direct = () => set({ direct_changes: true });

export const child = () => `/regenton/children/${noor}`;
export const own = (adult: Adult) => `/regenton/account/people/${adult.id}`;

export const pupil = () =>
  school.house.db.selectFrom("pupils").selectAll().where("id", "=", noor).executeTakeFirstOrThrow();
export const personOf = ({ id }: Adult) =>
  school.house.db.selectFrom("people").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
export const requests = () =>
  school.house.db.selectFrom("change_requests").selectAll().where("school_id", "=", here.id)
    .where((eb) => eb.or([eb("pupil_id", "=", noor), eb("person_id", "=", samira.id)]))
    .orderBy("id").execute();
/** What this family got; mail about an earlier one may still come. */
export const familyMails = async () =>
  (await school.mails()).filter(({ to }) => to[0]!.address.includes(`${count}@`));
export const lastAudit = async (action: string) =>
  (await school.house.db.selectFrom("audit_entries").selectAll().where("action", "=", action)
    .orderBy("id", "desc").executeTakeFirstOrThrow()).subject as Record<string, unknown>;

/** What a form holds when it is opened, as a browser would post it. */
export async function opened(visitor: Visitor, path: string, form = "fields") {
  return fieldsOf((await visitor.get(path)).text, form);
}

export function fieldsOf(html: string, form: string): Record<string, string> {
  const body = new RegExp(`<form id="${form}"[\\s\\S]*?</form>`).exec(html)?.[0] ?? "";
  const inputs = [...body.matchAll(/<input [^>]*>/g)].map(([tag]) => {
    const part = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? "";
    return [part("name"), plain(part("value"))] as const;
  });
  const selects = [...body.matchAll(/<select [^>]*name="(\w+)"[\s\S]*?<\/select>/g)].map(
    ([tag, name]) => [name!, /<option value="(\w+)" selected/.exec(tag)?.[1] ?? "phone"] as const,
  );
  return Object.fromEntries([...inputs, ...selects]);
}

export const plain = (html: string) =>
  html.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&");
export const words = ({ text }: Answer) =>
  plain(text.replace(/<[^>]+>/g, " ")).replace(/\s+/g, " ");
