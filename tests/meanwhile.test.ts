import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import type { Answer, Visitor } from "./support/visitor.ts";

let house: TestHouse;
let office: Visitor, admin: Visitor;
beforeAll(async () => {
  house = await openTestHouse({ seed: "demo" });
  office = await house.signIn("administratie@regenton.example");
  admin = await house.signIn("directie@regenton.example");
});
afterAll(() => house.close());

const words = (answer: Answer) => answer.text.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
const unescaped = (text = "") =>
  text.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&");

/** The fields of the form that goes to `path`, as a browser would post them. */
function fieldsOf({ text }: Answer, path: string): Record<string, string | string[]> {
  const form = [...text.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)]
    .find(([, tag]) => tag!.includes(`action="${path}"`));
  const inside = form![2]!;
  const fields = new Map<string, string[]>();
  const add = (name: string | undefined, value: string | undefined) =>
    name && fields.set(name, [...fields.get(name) ?? [], unescaped(value)]);
  const of = (tag: string, name: string) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];
  for (const [tag] of inside.matchAll(/<input\b[^>]*>/g)) {
    const choice = /type="(checkbox|radio)"/.test(tag);
    if (!choice || / checked/.test(tag)) {
      add(of(tag, "name"), of(tag, "value") ?? (choice ? "on" : ""));
    }
  }
  for (const [, tag, options] of inside.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g)) {
    const all = [...options!.matchAll(/<option\b[^>]*>/g)].map(([one]) => one);
    add(of(tag!, "name"), of(all.find((one) => / selected/.test(one)) ?? all[0]!, "value"));
  }
  for (const [, tag, content] of inside.matchAll(/<textarea\b([^>]*)>([\s\S]*?)<\/textarea>/g)) {
    add(of(tag!, "name"), content!.trim());
  }
  return Object.fromEntries([...fields].map(([k, v]) => [k, v.length > 1 ? v : v[0]!]));
}

const opened = async (who: Visitor, page: string, action = page) =>
  fieldsOf(await who.get(page), action);

describe("a form the office opened before someone else changed something", () => {
  test("saving the initials leaves the phone that was approved meanwhile", async () => {
    const { id } = await samira();
    const page = `/regenton/people/${id}`;
    const form = await opened(office, page);
    const others = await opened(admin, page);
    expect((await admin.post(page, { ...others, phone: "0612000001" })).status).toBe(303);
    expect((await office.post(page, { ...form, initials: "S.A." })).status).toBe(303);
    expect(await samira()).toMatchObject({ phone: "0612000001", initials: "S.A." });
  });

  test("one field changed by both comes back with what it has become, and a second time it goes through", async () => {
    const { id } = await samira();
    const page = `/regenton/people/${id}`;
    const form = await opened(office, page);
    const others = await opened(admin, page);
    await admin.post(page, { ...others, phone: "0612000002", city: "Delft" });
    const mine = { ...form, phone: "0612000003", firstName: "Samirah" };
    const answer = await office.post(page, mine);
    expect(answer.status).toBe(409);
    expect(words(answer)).toContain("Telefoon staat nu op 0612000002 . Je typte 0612000003 .");
    expect(await samira()).toMatchObject({ phone: "0612000002", first_name: "Samira" });
    const again = fieldsOf(answer, page);
    expect(again).toMatchObject({ phone: "0612000003", firstName: "Samirah", city: "Delft" });
    expect((await office.post(page, again)).status).toBe(303);
    const after = { phone: "0612000003", first_name: "Samirah", city: "Delft" };
    expect(await samira()).toMatchObject(after);
    await office.post(page, { ...await opened(office, page), firstName: "Samira" });
  });

  test("two who save the same field at the same moment do not undo each other unseen", async () => {
    const { id } = await samira();
    const page = `/regenton/people/${id}`;
    const [hers, his] = [await opened(office, page), await opened(admin, page)];
    const answers = await Promise.all([
      office.post(page, { ...hers, houseNumber: "101" }),
      admin.post(page, { ...his, houseNumber: "102" }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
  });

  test("half of one address never comes with half of another", async () => {
    const { id } = await samira();
    const page = `/regenton/people/${id}`;
    const [hers, his] = [await opened(office, page), await opened(admin, page)];
    await admin.post(page, { ...his, street: "Anderelaan", houseNumber: "9" });
    const answer = await office.post(page, { ...hers, postcode: "3011 AB" });
    expect(answer.status).toBe(409);
    expect(words(answer)).toContain("Straat staat nu op Anderelaan .");
  });

  test("a form with something wrong in it still does not undo what others did", async () => {
    const { id } = await samira();
    const page = `/regenton/people/${id}`;
    const [hers, his] = [await opened(office, page), await opened(admin, page)];
    const wrong = await office.post(page, { ...hers, lastName: "" });
    expect(wrong.status).toBe(422);
    await admin.post(page, { ...his, phone: "0612000009" });
    const form = { ...fieldsOf(wrong, page), lastName: "Wit", initials: "S.B." };
    expect((await office.post(page, form)).status).toBe(303);
    expect(await samira()).toMatchObject({ phone: "0612000009", initials: "S.B." });
  });

  test("a pupil's year is kept by who saves only a name, and a clash is shown", async () => {
    const pupil = () =>
      house.house.db.selectFrom("pupils").selectAll().where("first_name", "=", "Noor")
        .orderBy("id").executeTakeFirstOrThrow();
    const page = `/regenton/people/pupils/${(await pupil()).id}`;
    const [hers, his] = [await opened(office, page), await opened(admin, page)];
    await admin.post(page, { ...his, year: "5", initials: "N.X." });
    const kept = await office.post(page, { ...hers, prefix: "van de" });
    expect(kept.status).toBe(303);
    expect(await pupil()).toMatchObject({ year: "5", initials: "N.X.", prefix: "van de" });
    const clash = await office.post(page, { ...hers, initials: "N.Y." });
    expect(clash.status).toBe(409);
    expect(words(clash)).toContain("Voorletters staat nu op N.X. . Je typte N.Y. .");
    expect((await office.post(page, fieldsOf(clash, page))).status).toBe(303);
    expect(await pupil()).toMatchObject({ year: "5", initials: "N.Y." });
  });

  test("a group keeps the name another gave it", async () => {
    const group = () =>
      house.house.db.selectFrom("groups").selectAll().where("name", "in", ["8", "8 plus"])
        .orderBy("school_year", "desc").executeTakeFirstOrThrow();
    const page = `/regenton/groups/${(await group()).id}/edit`;
    const [hers, his] = [await opened(office, page), await opened(admin, page)];
    await admin.post(page, { ...his, name: "8 plus" });
    expect((await office.post(page, { ...hers, years: "7, 8" })).status).toBe(303);
    expect(await group()).toMatchObject({ name: "8 plus", years: ["7", "8"] });
    const clash = await office.post(page, { ...hers, name: "8 extra" });
    expect(clash.status).toBe(409);
    expect(words(clash)).toContain("staat nu op 8 plus . Je typte 8 extra .");
  });

  test("settings changed from two desks are both there, and a clash is shown", async () => {
    const school = () =>
      house.house.db.selectFrom("schools").selectAll().where("short_name", "=", "regenton")
        .executeTakeFirstOrThrow();
    const page = "/regenton/settings";
    const [one, other] = [await opened(admin, page), await opened(admin, page)];
    await admin.post(page, { ...one, officePhone: "010-0000111" });
    expect((await admin.post(page, { ...other, region: "zuid" })).status).toBe(303);
    expect(await school()).toMatchObject({ office_phone: "010-0000111", region: "zuid" });
    const clash = await admin.post(page, { ...other, officePhone: "010-0000222" });
    expect(clash.status).toBe(409);
    expect(words(clash)).toContain("staat nu op 010-0000111 . Je typte 010-0000222 .");

    const menu = "/regenton/settings/menu";
    const [first, second] = [await opened(admin, menu), await opened(admin, menu)];
    await admin.post(menu, { ...first, news: "Actueel" });
    await admin.post(menu, { ...second, agenda: "Kalender" });
    expect((await school()).menu).toMatchObject({
      news: { name: "Actueel" },
      agenda: { name: "Kalender" },
    });

    const messages = "/regenton/settings/messages";
    const [third, fourth] = [await opened(admin, messages), await opened(admin, messages)];
    await admin.post(messages, { ...third, time: "18:15" });
    await admin.post(messages, { ...fourth, guardiansMayPost: "on" });
    expect(await school()).toMatchObject({ digest_time: "18:15:00", guardians_may_post: true });
  });

  test("an activity keeps the maximum another set, and a clash about closing is shown", async () => {
    const activity = () =>
      house.house.db.selectFrom("special_groups").selectAll().where("activity", "=", true)
        .where("ended_at", "is", null).orderBy("id").executeTakeFirstOrThrow();
    const { id } = await activity();
    const page = `/regenton/special-groups/${id}/edit`;
    const [hers, his] = [await opened(office, page), await opened(admin, page)];
    await admin.post(page, { ...his, maximum: "77", closesOn: "2027-01-20" });
    const kept = await office.post(page, { ...hers, description: "Neem een schep mee." });
    expect(kept.status).toBe(303);
    expect(await activity()).toMatchObject({ maximum: 77, description: "Neem een schep mee." });
    const clash = await office.post(page, { ...hers, closesOn: "2027-01-25" });
    expect(clash.status).toBe(409);
    expect(words(clash)).toContain("staat nu op 2027-01-20 . Je typte 2027-01-25 .");
    expect((await office.post(page, fieldsOf(clash, page))).status).toBe(303);
    expect(await activity()).toMatchObject({ maximum: 77, description: "Neem een schep mee." });
  });
});

const samira = () =>
  house.house.db.selectFrom("people").selectAll().where("last_name", "=", "Wit")
    .where("email", "=", "ouder@regenton.example").executeTakeFirstOrThrow();
