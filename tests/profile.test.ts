import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hashPassword } from "../modules/accounts/mod.ts";
import { openTestHouse, password, type TestHouse } from "./support/house.ts";
import { SmallSchool } from "./support/small_school.ts";
import type { Answer, Visitor } from "./support/visitor.ts";

// People keep their own data right, and their children's; the office decides where it wants to.

type Adult = Awaited<ReturnType<SmallSchool["guardian"]>>;

let school: TestHouse;
let here: SmallSchool;
let elsewhere: SmallSchool;
beforeAll(async () => {
  school = await openTestHouse({ seed: "empty" });
  here = await SmallSchool.found(school);
  elsewhere = await SmallSchool.found(school, "klimboom");
});
afterAll(() => school.close());

const passwordHash = hashPassword(password);
let count = 0;
let noor: number;
let samira: Adult;
let karim: Adult;
let bibi: Adult;
let mother: Visitor;
let father: Visitor;
let office: Visitor;

/** Each test has a family of its own: Noor, and her parents who live apart. */
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

const set = (settings: { direct_changes?: boolean; office_email?: string | null }) =>
  school.house.db.updateTable("schools").set(settings).where("id", "=", here.id).execute();
const direct = () => set({ direct_changes: true });

const child = () => `/regenton/children/${noor}`;
const own = (adult: Adult) => `/regenton/account/people/${adult.id}`;

const pupil = () =>
  school.house.db.selectFrom("pupils").selectAll().where("id", "=", noor).executeTakeFirstOrThrow();
const personOf = ({ id }: Adult) =>
  school.house.db.selectFrom("people").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const requests = () =>
  school.house.db.selectFrom("change_requests").selectAll().where("school_id", "=", here.id)
    .where((eb) => eb.or([eb("pupil_id", "=", noor), eb("person_id", "=", samira.id)]))
    .orderBy("id").execute();
/** What this family got; mail about an earlier one may still come. */
const familyMails = async () =>
  (await school.mails()).filter(({ to }) => to[0]!.address.includes(`${count}@`));
const lastAudit = async (action: string) =>
  (await school.house.db.selectFrom("audit_entries").selectAll().where("action", "=", action)
    .orderBy("id", "desc").executeTakeFirstOrThrow()).subject as Record<string, unknown>;

/** What a form holds when it is opened, as a browser would post it. */
async function opened(visitor: Visitor, path: string, form = "fields") {
  return fieldsOf((await visitor.get(path)).text, form);
}

function fieldsOf(html: string, form: string): Record<string, string> {
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

const plain = (html: string) =>
  html.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&");
const words = ({ text }: Answer) => plain(text.replace(/<[^>]+>/g, " ")).replace(/\s+/g, " ");

describe("where changes count at once", () => {
  beforeEach(direct);

  test("a parent sets the own name and address right", async () => {
    const form = await opened(mother, `/regenton/account?edit=${samira.id}`);
    const answer = await mother.post(own(samira), {
      ...form,
      initials: "SF",
      prefix: "de",
      lastName: "Wit",
      street: " Lange  Wilgenpad ",
      houseNumber: "12a",
      postcode: "1234ab",
      city: "Regenmeer",
    });
    expect(answer.status).toBe(303);
    expect(await personOf(samira)).toMatchObject({
      initials: "S.F.",
      prefix: "de",
      last_name: "Wit",
      street: "Lange Wilgenpad",
      house_number: "12a",
      postcode: "1234 AB",
    });
    expect(await lastAudit("ownDataChanged")).toMatchObject({
      personId: samira.id,
      field: "address",
      from: null,
      to: { postcode: "1234 AB" },
    });
    expect(words(await mother.get("/regenton/account"))).toContain(
      "Lange Wilgenpad 12a, 1234 AB Regenmeer",
    );
  });

  test("what was typed wrong is said in a sentence, and all that was typed stays", async () => {
    const form = await opened(mother, `/regenton/account?edit=${samira.id}`);
    const typed = { ...form, street: "Wilgenpad", houseNumber: "twaalf", postcode: "1234 SS" };
    const answer = await mother.post(own(samira), typed);
    expect(answer.status).toBe(422);
    expect(words(answer)).toContain("Begin met een cijfer, zoals 12.");
    expect(words(answer)).toContain("Vul een Nederlandse postcode in, zoals 1234 AB.");
    expect(words(answer)).toContain("Vul straat, huisnummer, postcode en plaats in");
    expect(fieldsOf(answer.text, "fields")).toMatchObject({
      street: "Wilgenpad",
      houseNumber: "twaalf",
      postcode: "1234 SS",
    });
    expect((await personOf(samira)).street).toBeNull();
  });

  test.each([
    ["phone", "of five digits", "12345"],
    ["phone", "of nine digits", "06-1234567"],
    ["phone", "of zeros", "0".repeat(10)],
    ["email", "without an at sign", "samira"],
    ["email", "that is empty", ""],
    ["phone", "of 10,000 digits", "9".repeat(10_000)],
  ])("%s %s is refused", async (field, _said, typed) => {
    const form = await opened(mother, `/regenton/account/contact?edit=${samira.id}`);
    const answer = await mother.post(`${own(samira)}/contact`, { ...form, [field]: typed });
    expect(answer.status).toBe(422);
    expect(fieldsOf(answer.text, "fields")[field]).toBe(typed);
    expect(await personOf(samira)).toMatchObject({ phone: null, email: samira.address });
  });

  test.each([["", "firstName"], ["2099-01-01", "bornOn"], ["2018-02-30", "bornOn"]])(
    "a child is not %s as %s",
    async (typed, field) => {
      const form = await opened(mother, `${child()}?edit=${noor}`);
      expect((await mother.post(child(), { ...form, [field]: typed })).status).toBe(422);
      expect(await pupil()).toMatchObject({ first_name: "Noor", born_on: "2018-04-12" });
    },
  );

  test("who types a name that is too long reads so, and it is not cut off", async () => {
    const long = "Ab".repeat(145);
    const page = await mother.get(`${child()}?edit=${noor}`);
    const room = Number(
      /name="firstName"[^>]*?maxlength="(\d+)"|maxlength="(\d+)"[^>]*?name="firstName"/
        .exec(page.text)!.slice(1).find(Boolean),
    );
    expect(room).toBeGreaterThan(long.length);
    const form = await opened(mother, `${child()}?edit=${noor}`);
    const answer = await mother.post(child(), { ...form, firstName: long });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain("Dit is te lang. Maak het korter.");
    expect(fieldsOf(answer.text, "fields").firstName).toBe(long);
  });

  test("an address from before that is odd may stay while the name is set right", async () => {
    await school.house.db.updateTable("people")
      .set({ street: "Dorpsstraat", postcode: "B-2910", city: "Essen" })
      .where("id", "=", samira.id).execute();
    const form = await opened(mother, `/regenton/account?edit=${samira.id}`);
    expect((await mother.post(own(samira), { ...form, lastName: "Bosch" })).status).toBe(303);
    expect(await personOf(samira)).toMatchObject({ last_name: "Bosch", postcode: "B-2910" });
  });

  test("an address can be emptied, as a whole", async () => {
    await school.house.db.updateTable("people")
      .set({ street: "Weg", house_number: "1", postcode: "1234 AB", city: "Meer" })
      .where("id", "=", samira.id).execute();
    const form = await opened(mother, `/regenton/account?edit=${samira.id}`);
    const none = { street: "", houseNumber: "", postcode: "", city: "" };
    expect((await mother.post(own(samira), { ...form, ...none })).status).toBe(303);
    expect(await personOf(samira)).toMatchObject({ street: null, postcode: null, city: null });
  });

  test("a new e-mail address is where mail goes; the user name stays, and the old one is told", async () => {
    const form = await opened(mother, `/regenton/account/contact?edit=${samira.id}`);
    const email = `nieuw${count}@post.example`;
    expect(
      (await mother.post(`${own(samira)}/contact`, { ...form, email, current: password })).status,
    ).toBe(303);
    const account = await school.house.db.selectFrom("accounts").selectAll()
      .where("id", "=", samira.accountId).executeTakeFirstOrThrow();
    expect(account).toMatchObject({ user_name: samira.address, email });
    const [mail] = await school.mails();
    expect(mail!.to[0]!.address).toBe(samira.address);
    expect(mail!.text).not.toContain(email);
  });

  test("a new e-mail address is not taken from whoever found a session open: it asks the password", async () => {
    const form = await opened(mother, `/regenton/account/contact?edit=${samira.id}`);
    const email = `dief${count}@post.example`;
    for (const current of [undefined, "", "Verkeerd1!"]) {
      const answer = await mother.post(`${own(samira)}/contact`, {
        ...form,
        email,
        ...current !== undefined && { current },
      });
      expect(answer.status).toBe(422);
      expect(words(answer)).toContain("Voor een ander e-mailadres vragen we uw wachtwoord.");
      expect(answer.text).toContain(`value="${email}"`);
      expect(answer.text).not.toContain("Verkeerd1!");
    }
    expect((await personOf(samira)).email).toBe(samira.address);
    expect((await mother.post(`${own(samira)}/contact`, { ...form, phone: "06-12345678" })).status)
      .toBe(303);
    const guess = () =>
      mother.post(`${own(samira)}/contact`, { ...form, email, current: "Verkeerd1!" });
    for (let i = 0; i < 5; i++) await guess();
    expect((await guess()).status).toBe(429);
  });

  test("who is at two schools with one account keeps that one, and gets all mail at the new address", async () => {
    const there = await elsewhere.guardian(`Twee${count}`, await elsewhere.pupil("Sem"));
    await school.house.db.updateTable("people").set({ account_id: samira.accountId })
      .where("id", "=", there.id).execute();
    const form = await opened(mother, `/regenton/account/contact?edit=${samira.id}`);
    const email = `beide${count}@post.example`;
    expect(
      (await mother.post(`${own(samira)}/contact`, { ...form, email, current: password })).status,
    ).toBe(303);
    expect((await personOf(samira)).account_id).toBe(samira.accountId);
    const account = await school.house.db.selectFrom("accounts").select("email")
      .where("id", "=", samira.accountId).executeTakeFirstOrThrow();
    expect(account.email).toBe(email);
  });

  test("who shares an account and takes an own address gets an own account, to be opened by mail", async () => {
    await school.house.db.updateTable("people")
      .set({ account_id: samira.accountId, email: samira.address }).where("id", "=", karim.id)
      .execute();
    const page = await mother.get(`/regenton/account/contact?edit=${karim.id}`);
    expect(words(page)).toContain(`U deelt dit account met Samira${count} Bos.`);
    const email = `apart${count}@post.example`;
    const form = fieldsOf(page.text, "fields");
    await mother.post(`${own(karim)}/contact`, { ...form, email, current: password });
    expect((await personOf(karim)).account_id).not.toBe(samira.accountId);
    const to = (await school.mails()).map((mail) => mail.to[0]!.address);
    expect(to).toContain(email);
  });

  test("the address of another parent's account gives that parent nothing before they confirm it", async () => {
    const other = await here.guardian(`Vreemd${count}`, await here.pupil("Ander"));
    await school.house.db.updateTable("people")
      .set({ account_id: samira.accountId, email: samira.address }).where("id", "=", karim.id)
      .execute();
    const form = await opened(mother, `/regenton/account/contact?edit=${karim.id}`);
    await mother.post(`${own(karim)}/contact`, {
      ...form,
      email: other.address,
      current: password,
    });
    expect((await personOf(karim)).account_id).toBeNull();
    expect((await (await here.browserOf(other)).get(child())).status).toBe(404);
  });

  test("further numbers are added, changed and removed, for oneself and a child", async () => {
    for (
      const [page, action] of [["/regenton/account/contact", own(samira)], [
        `${child()}/contact`,
        child(),
      ]] as const
    ) {
      const id = page.includes("children") ? noor : samira.id;
      const form = await opened(mother, `${page}?add=${id}`, "entry");
      const entry = { ...form, kind: "phone", label: "Oma Riet", value: "010 1234567" };
      // pressed twice, it is there once
      await Promise.all([
        mother.post(`${action}/contacts`, entry),
        mother.post(`${action}/contacts`, entry),
      ]);
      const kept = () =>
        school.house.db.selectFrom("contacts").select(["id", "label", "value"])
          .where(page.includes("children") ? "pupil_id" : "person_id", "=", id).execute();
      const [contact, ...more] = await kept();
      expect(more).toEqual([]);
      const change = await opened(mother, `${page}?entry=${contact!.id}`, "entry");
      const changed = { ...change, kind: "email", value: "riet@post.example" };
      await mother.post(`${action}/contacts/${contact!.id}`, changed);
      expect(await kept()).toEqual([{ ...contact, value: "riet@post.example" }]);
      await mother.post(`${action}/contacts/${contact!.id}/removal`);
      expect(await kept()).toEqual([]);
      expect((await mother.post(`${action}/contacts/${contact!.id}/removal`)).status).toBe(404);
    }
  });

  test("there are never more than ten further numbers, however many are sent at once", async () => {
    const answers = await Promise.all(
      Array.from({ length: 14 }, (_, i) =>
        mother.post(`${child()}/contacts`, {
          kind: "phone",
          label: `Nummer ${i}`,
          value: `01012345${10 + i}`,
        })),
    );
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(4);
    // nor by way of a number that never was there
    const invented = await mother.post(`${child()}/contacts/999999`, {
      kind: "phone",
      label: "Elfde",
      value: "0101234599",
    });
    expect(invented.status).toBe(422);
  });

  test("two parents who change the same name at once: the second sees what it became, and loses nothing", async () => {
    const [hers, his] = await Promise.all([
      opened(mother, `${child()}?edit=${noor}`),
      opened(father, `${child()}?edit=${noor}`),
    ]);
    const answers = await Promise.all([
      mother.post(child(), { ...hers, firstName: "Nora", initials: "N.A." }),
      father.post(child(), { ...his, firstName: "Noortje", bornOn: "2018-04-13" }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    const second = answers.find(({ status }) => status === 409)!;
    const [typed, became] = second === answers[1] ? ["Noortje", "Nora"] : ["Nora", "Noortje"];
    expect(words(second)).toContain(`Roepnaam staat nu op ${became} . Getypt is ${typed} .`);
    const again = fieldsOf(second.text, "fields");
    expect(again.firstName).toBe(typed);
    const loser = second === answers[1] ? father : mother;
    expect((await loser.post(child(), again)).status).toBe(303);
    // what only one of them touched is as that one wished
    expect(await pupil()).toMatchObject({
      first_name: typed,
      initials: "N.A.",
      born_on: "2018-04-13",
    });
  });

  test("who has a secret address sees at the own address that it is", async () => {
    expect(words(await mother.get("/regenton/account"))).not.toContain("geheim adres");
    await school.house.db.updateTable("people").set({ secret_address: true })
      .where("id", "=", samira.id).execute();
    expect(words(await mother.get("/regenton/account"))).toContain("geheim adres");
  });

  test("a number typed with or without its dash is the same number", async () => {
    await school.house.db.updateTable("people").set({ phone: "0612345678" })
      .where("id", "=", samira.id).execute();
    expect(words(await mother.get("/regenton/account/contact"))).toContain("06-12345678");
    const form = await opened(mother, `/regenton/account/contact?edit=${samira.id}`);
    await mother.post(`${own(samira)}/contact`, { ...form, phone: "06-1234 5678" });
    expect((await personOf(samira)).phone).toBe("0612345678");
    await set({ direct_changes: false });
    await mother.post(`${own(samira)}/contact`, { ...form, phone: "+31612345678" });
    expect(await requests()).toEqual([]);
  });

  test("the other parents are told that a child's data changed, not what it became; who is blocked is not", async () => {
    const anna = await here.guardian(`Anna${count}`, noor);
    await school.house.db.updateTable("guardianships").set({ blocked_at: school.clock.now() })
      .where("person_id", "=", anna.id).execute();
    const form = await opened(mother, `${child()}?edit=${noor}`);
    await mother.post(child(), { ...form, lastName: "Canarie", initials: "N." });
    await mother.post(`${child()}/contacts`, { kind: "phone", label: "Oma", value: "0101234567" });
    school.clock.travel("2026-11-10T09:10:00+01:00");
    const mails = await familyMails();
    school.clock.travel("2026-11-10T09:00:00+01:00");
    expect(mails.map((mail) => mail.to[0]!.address)).toEqual([karim.address]);
    expect(mails[0]!.text).toContain("Achternaam");
    expect(mails[0]!.text).toContain("Voorletters");
    expect(mails[0]!.text).toContain("Extra nummer of adres");
    expect(mails[0]!.text).not.toMatch(/0101234567|Samira|Oma/);
  });

  test("two parents who change different fields at once are both done", async () => {
    const [hers, his] = await Promise.all([
      opened(mother, `${child()}?edit=${noor}`),
      opened(father, `${child()}?edit=${noor}`),
    ]);
    const answers = await Promise.all([
      mother.post(child(), { ...hers, firstName: "Nora" }),
      father.post(child(), { ...his, lastName: "Bosch" }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(await pupil()).toMatchObject({ first_name: "Nora", last_name: "Bosch" });
  });

  test("who changes a number the other parent just removed adds it again", async () => {
    const entry = { kind: "phone", label: "Oma", value: "0101234567" };
    await mother.post(`${child()}/contacts`, entry);
    const { id } = await school.house.db.selectFrom("contacts").select("id")
      .where("pupil_id", "=", noor).executeTakeFirstOrThrow();
    const form = await opened(father, `${child()}/contact?entry=${id}`, "entry");
    await mother.post(`${child()}/contacts/${id}/removal`);
    const answer = await father.post(`${child()}/contacts/${id}`, { ...form, label: "Oma Riet" });
    expect(answer.status).toBe(409);
    expect(words(answer)).toContain("Dit nummer of adres is intussen weggehaald.");
    expect(fieldsOf(answer.text, "entry")).toMatchObject({ label: "Oma Riet" });
  });

  test("who adds a number that is there already gives it the label typed now", async () => {
    const entry = { kind: "phone", label: "Oma", value: "0101234567" };
    await mother.post(`${child()}/contacts`, entry);
    const answer = await mother.post(`${child()}/contacts`, { ...entry, label: "Oma Riet" });
    expect(answer.status).toBe(303);
    const kept = await school.house.db.selectFrom("contacts").select("label")
      .where("pupil_id", "=", noor).execute();
    expect(kept).toEqual([{ label: "Oma Riet" }]);
    expect(await lastAudit("contactChanged")).toMatchObject({
      from: { label: "Oma" },
      to: { label: "Oma Riet" },
    });
  });

  test("who removes a number that the other parent just changed sees what it became, and it stays", async () => {
    await mother.post(`${child()}/contacts`, { kind: "phone", label: "Oma", value: "0101234567" });
    const { id } = await school.house.db.selectFrom("contacts").select("id")
      .where("pupil_id", "=", noor).executeTakeFirstOrThrow();
    const page = (await father.get(`${child()}/contact`)).text;
    const removal = new RegExp(`contacts/${id}/removal"[\\s\\S]*?name="was" value="([^"]*)"`);
    const was = plain(removal.exec(page)![1]!);
    await mother.post(`${child()}/contacts/${id}`, {
      kind: "phone",
      label: "Oma",
      value: "0107654321",
    });
    const answer = await father.post(`${child()}/contacts/${id}/removal`, { was });
    expect(answer.status).toBe(409);
    expect(words(answer)).toContain("intussen gewijzigd in Oma: 010-7654321");
    const now = plain(removal.exec((await father.get(`${child()}/contact`)).text)![1]!);
    expect((await father.post(`${child()}/contacts/${id}/removal`, { was: now })).status).toBe(303);
  });
});

describe("where the office decides", () => {
  /** Asks to call Noor Nora, and gives the number of the request. */
  async function askForNora(): Promise<number> {
    const form = await opened(mother, `${child()}?edit=${noor}`);
    expect((await mother.post(child(), { ...form, firstName: "Nora" })).status).toBe(303);
    return (await requests()).at(-1)!.id;
  }

  const decide = (id: number, decision: string, by = office, more = {}) =>
    by.post(`/regenton/changes/${id}`, { decision, ...more });

  test("a change waits, is shown beside the field to both parents, and only who asked takes it back", async () => {
    const id = await askForNora();
    expect((await pupil()).first_name).toBe("Noor");
    expect(words(await mother.get(child()))).toMatch(/in behandeling Trek in .*wordt Nora/);
    expect(words(await father.get(child()))).toMatch(/in behandeling wordt Nora (?!Trek in)/);
    expect(words(await father.get(`${child()}?edit=${noor}`))).toContain("In behandeling: Nora");
    const path = `/regenton/account/requests/${id}/withdrawal`;
    expect((await father.post(path)).status).toBe(404);
    expect((await mother.post(path)).location).toBe(child());
    expect((await requests()).map(({ state }) => state)).toEqual(["withdrawn"]);
    expect(words(await mother.get(child()))).not.toContain("in behandeling");
  });

  test("the office gets one mail for all that was changed in one go, without the data itself", async () => {
    await set({ office_email: "kantoor@regenton.example" });
    const form = await opened(mother, `${child()}?edit=${noor}`);
    await mother.post(child(), { ...form, firstName: "Nora", lastName: "Canarie" });
    const mails = await school.mails();
    expect(mails.map((mail) => mail.to[0]!.address)).toEqual(["kantoor@regenton.example"]);
    expect(mails[0]!.text).toContain("Roepnaam van Noor Bos, Achternaam van Noor Bos");
    expect(mails[0]!.text).toContain("/regenton/changes");
    expect(mails[0]!.text).not.toContain("Canarie");
  });

  test("the office approves in one press; who asked gets one mail, and the log has old and new", async () => {
    const id = await askForNora();
    await mother.post(`${child()}/contacts`, { kind: "phone", label: "Oma", value: "0101234567" });
    await school.mails();
    expect(words(await office.get("/regenton/changes"))).toContain("Nora was Noor");
    expect((await decide(id, "approve")).status).toBe(303);
    const last = (await requests()).at(-1)!.id;
    await decide(last, "reject", office, { reason: "Dit nummer klopt niet." });
    expect((await pupil()).first_name).toBe("Nora");
    expect(await lastAudit("changeApproved")).toMatchObject({
      pupilId: noor,
      field: "firstName",
      from: "Noor",
      to: "Nora",
    });
    expect(await school.mails()).toEqual([]);
    school.clock.travel("2026-11-10T09:10:00+01:00");
    const mails = await familyMails();
    school.clock.travel("2026-11-10T09:00:00+01:00");
    const to = (adult: Adult) => mails.filter((mail) => mail.to[0]!.address === adult.address);
    expect(mails).toHaveLength(2);
    expect(to(samira)[0]!.text).toContain("Overgenomen: Roepnaam van Nora Bos.");
    expect(to(samira)[0]!.text).toContain("Dit nummer klopt niet.");
    const refusal = "Niet overgenomen op 10 november: Dit nummer klopt niet.";
    expect(words(await mother.get(`${child()}/contact`))).toContain(refusal);
    expect(words(await father.get(`${child()}/contact`))).not.toContain("Niet overgenomen");
    // the other parent is told what changed, and is not left waiting for what did not
    const [other] = to(karim);
    expect(other!.subject).toBe("Over de gegevens van Nora Bos");
    expect(other!.text).toContain("Gewijzigd: Roepnaam.");
    expect(other!.text).toContain("gaat niet door: Extra nummer of adres.");
    expect(other!.text).not.toMatch(/Dit nummer klopt niet|0101234567|Samira/);
  });

  test("all that one parent asked is approved in one press, and swapped in place where scripts run", async () => {
    const form = await opened(mother, `${child()}?edit=${noor}`);
    await mother.post(child(), { ...form, firstName: "Nora", bornOn: "2018-04-13" });
    const ids = (await requests()).map(({ id }) => String(id));
    const answer = await office.post("/regenton/changes/approvals?part=changes", { requests: ids });
    expect(answer.status).toBe(200);
    expect(answer.text).toMatch(/^<div id="changes">/);
    expect(words(answer)).toContain("2 wijzigingen goedgekeurd.");
    expect(await pupil()).toMatchObject({ first_name: "Nora", born_on: "2018-04-13" });
  });

  test("two of the office who decide at once: one decides, the other is told", async () => {
    const id = await askForNora();
    const other = await here.browserOf(await here.staff(`Bob${count}`, "office"));
    const answers = await Promise.all([decide(id, "approve"), decide(id, "reject", other)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    const second = answers.find(({ status }) => status === 409)!;
    expect(words(second)).toContain("Hierover was al beslist");
    const [request] = await requests();
    expect((await pupil()).first_name).toBe(request!.state === "approved" ? "Nora" : "Noor");
    const mine = await mother.post(`/regenton/account/requests/${id}/withdrawal`);
    expect(mine.status).toBe(303);
    expect((await requests())[0]!.state).toBe(request!.state);
  });

  test("the office sees it when the roster says something else by now", async () => {
    await askForNora();
    await school.house.db.updateTable("pupils").set({ first_name: "Eleonora" })
      .where("id", "=", noor).execute();
    expect(words(await office.get("/regenton/changes"))).toContain("Staat nu op Eleonora");
  });

  test("the other parent cannot ask something else meanwhile; the same is asked already", async () => {
    await askForNora();
    const form = await opened(father, `${child()}?edit=${noor}`);
    const answer = await father.post(child(), { ...form, firstName: "Noortje" });
    expect(answer.status).toBe(409);
    expect(words(answer)).toContain("wacht al een andere wijziging op de administratie: Nora.");
    expect(fieldsOf(answer.text, "fields").firstName).toBe("Noortje");
    expect((await father.post(child(), { ...form, firstName: "Nora" })).status).toBe(303);
    expect(await requests()).toHaveLength(1);
  });

  test("both parents asking at the very same moment leave one request", async () => {
    const [hers, his] = await Promise.all([
      opened(mother, `${child()}?edit=${noor}`),
      opened(father, `${child()}?edit=${noor}`),
    ]);
    const answers = await Promise.all([
      mother.post(child(), { ...hers, firstName: "Nora" }),
      father.post(child(), { ...his, firstName: "Noortje" }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    expect((await requests()).filter(({ state }) => state === "pending")).toHaveLength(1);
  });

  test("a form pressed twice asks once, and mails the office once", async () => {
    const form = await opened(mother, `${child()}?edit=${noor}`);
    const press = () => mother.post(child(), { ...form, firstName: "Nora" });
    const answers = await Promise.all([press(), press(), press()]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(await requests()).toHaveLength(1);
    const to = (await school.mails()).map((mail) => mail.to[0]!.address);
    expect(to.filter((address) => address === bibi.address)).toHaveLength(1);
  });

  test("who thinks better of it asks anew, in the place of what was asked", async () => {
    await askForNora();
    const form = await opened(mother, `${child()}?edit=${noor}`);
    await mother.post(child(), { ...form, firstName: "Noortje" });
    expect((await requests()).map(({ state, new_value }) => [state, new_value])).toEqual([
      ["withdrawn", "Nora"],
      ["pending", "Noortje"],
    ]);
  });

  test("the office's own change needs nobody's approval", async () => {
    const form = await opened(office, `/regenton/account?edit=${bibi.id}`);
    expect((await office.post(own(bibi), { ...form, lastName: "Aalders" })).status).toBe(303);
    expect((await personOf(bibi)).last_name).toBe("Aalders");
  });

  test("an approved e-mail address is where mail goes", async () => {
    const form = await opened(mother, `/regenton/account/contact?edit=${samira.id}`);
    const email = `later${count}@post.example`;
    await mother.post(`${own(samira)}/contact`, { ...form, email });
    await decide((await requests()).at(-1)!.id, "approve");
    const account = await school.house.db.selectFrom("accounts").selectAll()
      .where("id", "=", samira.accountId).executeTakeFirstOrThrow();
    expect(account).toMatchObject({ user_name: samira.address, email });
  });

  test("a parent blocked meanwhile gets no mail about the child, and the office is warned", async () => {
    const id = await askForNora();
    await school.house.db.updateTable("guardianships").set({ blocked_at: school.clock.now() })
      .where("person_id", "=", samira.id).execute();
    expect(words(await office.get("/regenton/changes"))).toContain("intussen geblokkeerd");
    await decide(id, "approve");
    await school.mails();
    school.clock.travel("2026-11-10T09:10:00+01:00");
    const mails = await school.mails();
    school.clock.travel("2026-11-10T09:00:00+01:00");
    expect(mails.filter((mail) => mail.to[0]!.address === samira.address)).toEqual([]);
  });
});

test("a child's pages tell nothing about the other parent", async () => {
  await school.house.db.updateTable("people").set({
    street: "Kanariepad",
    house_number: "7",
    postcode: "1234 CX",
    city: "Verweg",
    phone: "0699999999",
    blocked_reason: "reden die niemand ziet",
  }).where("id", "=", karim.id).execute();
  await school.house.db.updateTable("guardianships").set({
    blocked_at: school.clock.now(),
    blocked_reason: "reden die niemand ziet",
  }).where("person_id", "=", karim.id).execute();
  const pages = ["/regenton/children", child(), `${child()}/contact`, `${child()}?edit=${noor}`];
  for (const path of pages) {
    const { text, status } = await mother.get(path);
    expect(status).toBe(200);
    expect(text).not.toMatch(/Kanariepad|1234 CX|Verweg|0699999999|Karim|reden die niemand/);
  }
});

test("a blocked parent finds nothing of the child at the next request, and changes nothing", async () => {
  const form = await opened(father, `${child()}?edit=${noor}`);
  await school.house.db.updateTable("guardianships").set({ blocked_at: school.clock.now() })
    .where("person_id", "=", karim.id).execute();
  // still guardian of another child: signed in, but not with this one
  await here.guardian(`Elders${count}`, noor);
  await school.house.db.insertInto("guardianships")
    .values({ school_id: here.id, person_id: karim.id, pupil_id: await here.pupil("Sem") })
    .execute();
  expect((await father.get(child())).status).toBe(404);
  expect((await father.get(`${child()}/contact`)).status).toBe(404);
  expect((await father.post(child(), { ...form, firstName: "X" })).status).toBe(404);
  expect((await pupil()).first_name).toBe("Noor");
});

test("a read-only parent sees the data and changes nothing", async () => {
  await school.house.db.updateTable("people").set({ read_only: true }).where("id", "=", karim.id)
    .execute();
  const page = await father.get(`/regenton/account?edit=${karim.id}`);
  expect(words(page)).toContain(`Karim${count}`);
  expect(page.text).not.toContain('id="fields"');
  expect(words(await father.get(child()))).not.toContain("Wijzig");
  for (const path of [own(karim), `${own(karim)}/contact`, child(), `${child()}/contacts`]) {
    expect((await father.post(path, { firstName: "X" })).status).toBe(403);
  }
});

test("nobody changes or sees the data of others, here or at another school", async () => {
  await direct();
  const stranger = await elsewhere.guardian(`Ver${count}`, await elsewhere.pupil("Roos"));
  const far = await elsewhere.browserOf(stranger);
  const foreign = [own(karim), `${own(karim)}/contact`, `${own(karim)}/contacts`];
  for (const path of foreign) {
    expect((await mother.post(path, { firstName: "X", phone: "0101234567" })).status).toBe(404);
    expect((await far.post(path.replace("regenton", "klimboom"))).status).toBe(404);
  }
  expect((await far.get(child().replace("regenton", "klimboom"))).status).toBe(404);
  const sem = await here.pupil("Sem");
  expect((await mother.get(`/regenton/children/${sem}`)).status).toBe(404);
  expect((await mother.post(`/regenton/children/${sem}`, { firstName: "X" })).status).toBe(404);
  await set({ direct_changes: false });
  const form = await opened(mother, `${child()}?edit=${noor}`);
  await mother.post(child(), { ...form, firstName: "Nora" });
  const { id } = (await requests()).at(-1)!;
  const farOffice = await elsewhere.browserOf(
    await elsewhere.staff(`Verkantoor${count}`, "office"),
  );
  const approve = { decision: "approve", requests: String(id) };
  expect((await farOffice.post(`/klimboom/changes/${id}`, approve)).status).toBe(404);
  expect((await farOffice.post("/klimboom/changes/approvals", approve)).status).toBe(409);
  expect((await mother.post(`/regenton/changes/${id}`, approve)).status).toBe(403);
  const juf = await here.browserOf(await here.staff(`Juf${count}`, "teacher"));
  expect((await juf.get("/regenton/changes")).status).toBe(403);
  expect((await pupil()).first_name).toBe("Noor");
});

test("a form of nonsense is answered and changes nothing", async () => {
  await direct();
  const before = await personOf(samira);
  const nonsense: Record<string, string | string[]>[] = [
    {},
    { was: "{", firstName: "" },
    { was: "[1]", lastName: ["a", "b"] },
    { was: '{"firstName":7}', firstName: "\0" },
    { street: "\0\0", houseNumber: "1", postcode: "1234 AB" },
  ];
  for (const fields of nonsense) {
    for (const path of [own(samira), `${own(samira)}/contact`, `${own(samira)}/contacts`]) {
      expect([303, 422]).toContain((await mother.post(path, fields)).status);
    }
  }
  expect(await personOf(samira)).toEqual(before);
});

test("the head chooses whether changes count at once, and that is in the log", async () => {
  const head = await here.browserOf(await here.staff(`Wouter${count}`, "admin"));
  const answer = await head.post("/regenton/settings/data", { changes: "direct", usesNotes: "on" });
  expect(answer.status).toBe(303);
  expect(await lastAudit("settingsChanged")).toMatchObject({
    direct_changes: { from: false, to: true },
  });
  expect(words(await office.get("/regenton/changes"))).toContain("Wijzigingen gelden nu meteen");
  expect((await office.post("/regenton/settings/data", { changes: "office" })).status).toBe(403);
  expect((await head.post("/regenton/settings/data", { changes: "later" })).status).toBe(422);
});

test("a father who only reads does so on the account he shares too; the mother changes what is hers", async () => {
  const { db } = school.house;
  await direct();
  await db.updateTable("people")
    .set({ account_id: samira.accountId, email: samira.address, read_only: true })
    .where("id", "=", karim.id).execute();
  const his = await here.pupil("Sem");
  await db.insertInto("guardianships")
    .values({ school_id: here.id, person_id: karim.id, pupil_id: his }).execute();
  const theirs = [`${own(karim)}/contact`, `${own(karim)}/photo/removal`];
  const ofHisChild = ["", "/contact", "/privacy", "/sitters"];
  for (const path of [...theirs, ...ofHisChild.map((tab) => `/regenton/children/${his}${tab}`)]) {
    expect((await mother.post(path, { phone: "06-12345678" })).status, path).toBe(403);
  }
  const page = await mother.get("/regenton/account/contact");
  expect(page.text).toContain(`?edit=${samira.id}#`);
  expect(page.text).not.toContain(`?edit=${karim.id}#`);
  expect((await mother.get("/regenton/account/privacy")).text).not.toContain(`Karim${count}`);
  const form = await opened(mother, `/regenton/account/contact?edit=${samira.id}`);
  expect((await mother.post(`${own(samira)}/contact`, { ...form, phone: "06-12345678" })).status)
    .toBe(303);
  expect((await mother.post(child(), { firstName: "Nora" })).status).toBe(303);
  expect([(await personOf(karim)).phone, (await pupil()).first_name]).toEqual([null, "Nora"]);
});

test("what was asked for a father who only reads since is not withdrawn through the account he shares", async () => {
  const { db } = school.house;
  await db.updateTable("people").set({ account_id: samira.accountId, email: samira.address })
    .where("id", "=", karim.id).execute();
  const form = await opened(mother, `/regenton/account/contact?edit=${karim.id}`);
  await mother.post(`${own(karim)}/contact`, { ...form, phone: "06-12345678" });
  const { id } = await db.selectFrom("change_requests").select("id")
    .where("person_id", "=", karim.id).executeTakeFirstOrThrow();
  await db.updateTable("people").set({ read_only: true }).where("id", "=", karim.id).execute();
  const page = await mother.get(`/regenton/account/contact?edit=${karim.id}`);
  expect(page.text).not.toContain("/withdrawal");
  expect(page.text).not.toContain('id="fields"');
  expect((await mother.post(`/regenton/account/requests/${id}/withdrawal`)).status).toBe(403);
  const { state } = await db.selectFrom("change_requests").select("state").where("id", "=", id)
    .executeTakeFirstOrThrow();
  expect(state).toBe("pending");
});

test("who works at the school reads je and jouw in the own account, and who does not reads u", async () => {
  await direct();
  const teacher = await here.browserOf(await here.staff(`Juf${count}`, "teacher"));
  const both = await here.staff(`Beide${count}`, "teacher");
  await school.house.db.insertInto("guardianships")
    .values({ school_id: here.id, person_id: both.id, pupil_id: noor }).execute();
  const pages = ["", "/contact", "/notifications", "/password", "/privacy", "/sessions"]
    .flatMap((tab) => [`/regenton/account${tab}`, `/regenton/account${tab}?edit=1`])
    .concat("/regenton/account/two-step", "/regenton/children/coupling");
  const polite = /(?<![\p{L}'])(u|uw)(?![\p{L}'])/iu;
  const said: string[] = [];
  for (const who of [teacher, await here.browserOf(both)]) {
    for (const page of pages) {
      const answer = await who.get(page);
      expect(answer.status, page).toBe(200);
      const main = /<header[\s\S]*<\/main>/.exec(answer.text)![0];
      const text = words({ ...answer, text: main });
      if (polite.test(text)) said.push(`${page}: ${polite.exec(text)!.index} ${text}`);
    }
  }
  expect(said).toEqual([]);
  expect(words(await mother.get("/regenton/account/notifications"))).toContain("krijgt u mail?");
  expect(words(await teacher.get("/regenton/account/notifications"))).toContain("krijg je mail?");
});

test("a child without a photo has two letters on the own pages, as in the lists", async () => {
  for (const page of ["", "/children", `/children/${noor}`]) {
    expect((await mother.get(`/regenton${page}`)).text, page).toMatch(/class="face[^>]*>NB</);
  }
});
