import { describe, expect, test } from "vitest";
import {
  type Adult,
  bibi,
  child,
  count,
  familyMails,
  father,
  fieldsOf,
  here,
  karim,
  lastAudit,
  mother,
  noor,
  office,
  opened,
  openFamilies,
  own,
  personOf,
  pupil,
  requests,
  samira,
  school,
  set,
  words,
} from "./support/noors_family.ts";

// People ask for their data to be changed; the office decides.

openFamilies();

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
