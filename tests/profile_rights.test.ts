import { expect, test } from "vitest";
import {
  child,
  count,
  direct,
  elsewhere,
  father,
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

// Whose data one sees and changes in the own pages, and whose not.

openFamilies();

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
