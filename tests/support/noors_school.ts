import type { TestHouse } from "./house.ts";
import { Village, type Villager } from "./village.ts";
import type { Answer } from "./visitor.ts";

/** Noor of group 5 with separated parents, her teacher, and who has nothing to do with her. */
export async function foundNoorsSchool(house: TestHouse, name: string) {
  await house.mails(); // what other schools still had under way
  const village = await Village.found(house, name);
  await set(house, village, { uses_results: true });
  const [five, seven] = [await village.group("5"), await village.group("7")];
  const noor = await village.pupil("Noor", [five]);
  return {
    village,
    five,
    seven,
    noor,
    mother: await village.guardian("Samira", [noor]),
    father: await village.guardian("Jeroen", [noor]),
    neighbour: await village.guardian("Kees", [await village.pupil("Teun", [five])]),
    teacher: await village.staff("Hanneke", "teacher", [five]),
    other: await village.staff("Koen", "teacher", [seven]),
    office: await village.staff("Bibi", "office"),
    child: (tab: string) => `/${name}/children/${noor}/${tab}`,
    pupil: (tab: string) => `/${name}/pupils/${noor}/${tab}`,
  };
}

export async function set(
  house: TestHouse,
  village: Village,
  settings: { uses_results?: boolean; uses_notes?: boolean },
) {
  await house.house.db.updateTable("schools").set(settings)
    .where("id", "=", village.schoolId).execute();
}

export async function block(house: TestHouse, village: Village, who: Villager, pupil: number) {
  await house.house.db.updateTable("guardianships").set({ blocked_at: house.clock.now() })
    .where("school_id", "=", village.schoolId).where("person_id", "=", who.personId)
    .where("pupil_id", "=", pupil).execute();
}

export const statuses = async (answers: Promise<Answer>[]) =>
  (await Promise.all(answers)).map((answer) => answer.status);

/** The value of a hidden field. */
export const hidden = (page: Answer, field: string) =>
  new RegExp(`name="${field}" value="([^"]*)"`).exec(page.text)![1]!;

/** The number of the first thing on a page that can be changed. */
export const firstId = (page: Answer, tab: string) =>
  new RegExp(`/${tab}/(\\d+)(?:"|/removal)`).exec(page.text)![1]!;

/** What of children someone looked at, as the access log has it. */
export const seenBy = async (house: TestHouse, who: Villager) =>
  (await house.house.db.selectFrom("audit_entries").select("subject")
    .where("account_id", "=", who.accountId).where("action", "=", "dataSeen").orderBy("id")
    .execute()).map(({ subject }) => (subject as { what: string }).what);

/** Where these people's mail goes, in order. */
export const addressesOf = async (house: TestHouse, people: Villager[]) =>
  (await house.house.db.selectFrom("accounts").select("email")
    .where("id", "in", people.map((one) => one.accountId)).execute())
    .map(({ email }) => email).sort();
