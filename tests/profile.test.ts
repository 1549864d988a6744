import { beforeEach, describe, expect, test } from "vitest";
import { password } from "./support/house.ts";
import {
  child,
  count,
  direct,
  elsewhere,
  familyMails,
  father,
  fieldsOf,
  here,
  karim,
  lastAudit,
  mother,
  noor,
  opened,
  openFamilies,
  own,
  personOf,
  plain,
  pupil,
  requests,
  samira,
  school,
  set,
  words,
} from "./support/noors_family.ts";

// People keep their own data right, and their children's, where that counts at once.

openFamilies();

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
