import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { edex, fixture } from "./fixtures/import/make_school.ts";
import { runTicks } from "../jobs/clock.ts";
import { applyImport, commandLine } from "../modules/school/import/apply.ts";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import { defaultOptions, readSources } from "../modules/school/import/sources.ts";
import { createImport } from "../modules/school/import/store.ts";
import { csv, type NewSchool, openNewSchool, selected, settled, upload } from "./support/import.ts";
import type { Visitor } from "./support/visitor.ts";

const groups = `<groepen>
<groep key="g3"><naam>3a</naam><jaargroep>3</jaargroep></groep>
<groep key="g7"><naam>7a</naam><jaargroep>7</jaargroep></groep></groepen>`;

const pupil = (key: string, name: string, born: string, group: string, more = "") =>
  `<leerling key="${key}"><achternaam>Vries</achternaam><voorvoegsel>de</voorvoegsel>
  <roepnaam>${name}</roepnaam><geboortedatum>${born}</geboortedatum><groep key="${group}"/>${more}</leerling>`;
const noor = (group = "g3", more = "") => pupil("1", "Noor", "2019-06-21", group, more);
const sem = pupil("2", "Sem", "2015-09-03", "g7");

const teacher = `<leerkrachten><leerkracht key="L1"><achternaam>Vos</achternaam>
  <roepnaam>Hanneke</roepnaam><emailadres>hanneke@wolk.example</emailadres>
  <groepen><groep key="g3"/></groepen></leerkracht></leerkrachten>`;

const roster = (...pupils: string[]) => ({
  name: "school.xml",
  bytes: edex(`${groups}<leerlingen>${pupils.join("\n")}</leerlingen>${teacher}`),
});

const header = "Code;Voornaam;Achternaam;Email;Leerlingcodes";
const anna = "o1;Anna;Bakker;anna@ouders.example;1";
const kees = "o2;Kees;de Vries;kees@ouders.example;1,2";
const parents = (...rows: string[]) => ({ name: "ouders.csv", bytes: csv(header, ...rows) });

/** Every text in every table: what is not here is not in the database. */
async function everything({ house: { pool } }: NewSchool): Promise<string> {
  const tables = await pool.unsafe("select tablename from pg_tables where schemaname = 'public'");
  const all = await Promise.all(
    tables.map(({ tablename }) => pool.unsafe(`select t::text from "${tablename}" t`)),
  );
  return JSON.stringify(all);
}

const rows = (house: NewSchool, query: string) => house.house.pool.unsafe(query);
const groupsOf = async (house: NewSchool, name: string) =>
  (await rows(
    house,
    `select g.name from pupils p join group_pupils m on m.pupil_id = p.id
    join groups g on g.id = m.group_id where p.first_name = '${name}' order by 1`,
  )).map((row) => row.name);

describe("the official EDEXML example and the two shapes of guardians", () => {
  let school: NewSchool;
  beforeAll(async () => void (school = await openNewSchool()));
  afterAll(() => school.close());

  const sample = {
    name: "EDEXML.Voorbeeld.2.1.xml",
    bytes: fixture("EDEXML.Voorbeeld.2.1.xml"),
  };
  const zermelo = { name: "zermelo.csv", bytes: fixture("zermelo.csv") };

  test("the dry run of an old file says so, offers this school year, and writes nothing", async () => {
    const { page } = await school.read(sample);
    expect(page).toContain("Het bestand is van schooljaar 2014-2015.");
    expect(page).toMatch(/<option value="2026" selected/);
    expect(page).toContain("Voer 2 leerlingen en 3 medewerkers in");
    expect(await rows(school, "select 1 from pupils")).toHaveLength(0);
  });

  test("who has left already, and a guardian without a child here, are not counted as new", async () => {
    const other = await openNewSchool();
    const { page } = await other.read(sample, {
      name: "ouders.csv",
      bytes: csv(
        "leerlingnummer;ouder1 achternaam;ouder1 email",
        "00001;Bakker;bakker@ouders.example",
        "12345;Hof;hof@ouders.example", // of a child who left
        "99999;Kok;kok@ouders.example", // of nobody
        ";Vos;vos@ouders.example",
      ),
    });
    const words = page.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
    expect(words).toContain("Leerlingen 3 in het bestand Nieuw 2 Al uitgeschreven 1 ");
    expect(words).toContain("Ouders en verzorgers 4 in het bestand Nieuw 1 Overgeslagen 3 ");
    expect(words).toContain("Voer 2 leerlingen, 3 medewerkers en 1 ouder in");
    await other.close();
  });

  test("it comes in fully, with the guardians of a file of one row per guardian", async () => {
    await school.bring([sample, zermelo]);
    expect(
      (await rows(school, "select name, school_year from groups order by position"))
        .map((row) => [row.name, row.school_year]),
    ).toEqual([
      ["Kabouters", 2026],
      ["Muizen", 2026],
      ["Vlinders", 2026],
      ["4A", 2026],
      ["4B", 2026],
      ["Samgroep 1", 2026],
      ["Samgroep 2", 2026],
      ["Samgroep 3", 2026],
    ]);
    expect(await groupsOf(school, "Wimpie")).toEqual(["4B", "Samgroep 1", "Samgroep 2"]);
    expect(
      (await rows(school, "select first_name, left_on from pupils where left_at is not null"))
        .map((row) => [row.first_name, row.left_on]),
    ).toEqual([["Gradje", "2014-07-18"]]);
    expect(
      (await rows(
        school,
        `select p.email, count(*)::int as children from people p
        join guardianships g on g.person_id = p.id group by p.email order by 1`,
      )).map((row) => [row.email, row.children]),
    ).toEqual([["bakker@ouders.example", 1], ["devries@ouders.example", 2]]);
  });

  test("its citizen numbers, origin and weights are nowhere in the database", async () => {
    const all = (await everything(school)).replace(/\.\d+\+00/g, ""); // of a second: any digits
    expect(all).toContain("Wimpie");
    for (const dropped of ["133456785", "133456", "2731", '"MA"', "0,3", "id.school"]) {
      expect(all).not.toContain(dropped);
    }
  });

  test("what was read is thrown away once it is applied, and the result holds no people", async () => {
    const [applied] = await rows(
      school,
      "select input::text, plan::text from imports where state = 'applied' order by id desc limit 1",
    );
    expect(applied!.input).toBe("{}");
    expect(applied!.plan).not.toMatch(/Wimpie|Bakker|ouders\.example/);
  });

  test("a second time nothing changes", async () => {
    const before = await rows(school, "select t::text from pupils t order by id");
    const { page } = await school.read(sample, zermelo);
    expect(page).toContain("Er valt niets in te voeren");
    await school.bring([sample, zermelo]);
    expect(await rows(school, "select t::text from pupils t order by id")).toEqual(before);
    expect(await rows(school, "select 1 from people")).toHaveLength(6); // the admin, 3 staff, 2 guardians
  });

  test("guardians of a file of one row per child come in, called after the child until a name is known", async () => {
    await school.bring([{
      name: "social.csv",
      bytes: csv(
        "Roepnaam;Tussenvoegsel;Achternaam;Geboortedatum;BSN;E-mailadres ouder/verzorger 1;E-mailadres ouder/verzorger 2",
        "Wimpie;;imp ie;21-06-2006;123456782;eerste@ouders.example;tweede@ouders.example",
      ),
    }]);
    expect(
      (await rows(school, "select first_name from people where email = 'eerste@ouders.example'"))[
        0
      ],
    ).toEqual({ first_name: "ouder van Wimpie" });
    expect(await everything(school)).not.toContain("123456782");
    await school.bring([parents("o9;Petra;imp ie;eerste@ouders.example;00001")]);
    expect(
      (await rows(
        school,
        "select first_name, last_name from people where email = 'eerste@ouders.example'",
      )).map((row) => ({ ...row })),
    ).toEqual([{ first_name: "Petra", last_name: "imp ie" }]);
  });
});

describe("a school that imports again", () => {
  let school: NewSchool;
  beforeAll(async () => {
    school = await openNewSchool();
    await school.bring([roster(noor(), sem), parents(anna, kees)]);
  });
  afterAll(() => school.close());

  test("accounts are made and nobody is mailed; the page offers to invite them", async () => {
    expect(await school.mails()).toEqual([]);
    const done = await settled(school.admin, "/wolk/import/1");
    expect(done.text).toContain("Nodig 3 mensen uit");
  });

  test("a parent signs in and finds the group of the child", async () => {
    const parent = await school.activate("anna@ouders.example");
    const page = await parent.get("/wolk/groups");
    expect(page.status).toBe(200);
    expect(page.text).toContain("3a");
  });

  test("a pupil who changes group is shown as moved, and is then only in the new one", async () => {
    const { page } = await school.read(roster(noor("g7"), sem));
    expect(page).toMatch(/Andere groep<\/span><b class="num">1</);
    await school.bring([roster(noor("g7"), sem)]);
    expect(await groupsOf(school, "Noor")).toEqual(["7a"]);
    await school.bring([roster(noor("g3"), sem)]);
    expect(await groupsOf(school, "Noor")).toEqual(["3a"]);
  });

  test("what the school typed is not wiped by what a file leaves empty", async () => {
    await rows(school, "update people set phone = '0612345678' where key = 'o1'");
    await school.bring([parents("o1;Anna;Bakker;;1", kees)]);
    expect((await rows(school, "select phone, email from people where key = 'o1'"))[0])
      .toEqual({ phone: "0612345678", email: "anna@ouders.example" });
  });

  test("a changed address of an active account changes where mail goes, not the user name", async () => {
    await school.bring([parents("o1;Anna;Bakker;nieuw@ouders.example;1", kees)]);
    expect(
      (await rows(
        school,
        "select user_name, email from accounts where id = (select account_id from people where key = 'o1')",
      ))[0],
    )
      .toEqual({ user_name: "anna@ouders.example", email: "nieuw@ouders.example" });
    await school.bring([parents(anna, kees)]);
  });

  test("who is not in the file is listed, but stays until the office says so", async () => {
    const { page } = await school.read(roster(sem));
    expect(page).toMatch(/Niet meer in het bestand<\/span><b class="num">1</);
    await school.bring([roster(sem)]);
    expect(await rows(school, "select 1 from pupils where left_at is not null")).toHaveLength(0);
  });

  test("a pupil who is gone takes the parent's access along, and brings it back on returning", async () => {
    const parent = await school.signIn("anna@ouders.example", "wolk");
    expect((await parent.get("/wolk/groups")).status).toBe(200);
    await school.bring([roster(sem)], { markGone: true });
    const [gone] = await rows(school, "select left_on, left_at from pupils where key = '1'");
    expect(gone!.left_on).toBe("2026-11-10");
    const refused = await parent.get("/wolk/groups");
    expect(refused.location ?? "").toContain("/wolk/sign-in");

    await school.bring([roster(noor(), sem)]);
    const [back] = await rows(school, "select left_on, left_at from pupils where key = '1'");
    expect([back!.left_on, back!.left_at]).toEqual([null, null]);
    expect((await parent.get("/wolk/groups")).status).toBe(200);
  });

  test("a parent is only gone when the file has all their children, and loses access when confirmed", async () => {
    const parent = await school.signIn("anna@ouders.example", "wolk");
    const { page } = await school.read(parents("o2;Kees;de Vries;kees@ouders.example;2"));
    expect(page).not.toContain("Niet meer in het bestand");
    await school.bring([parents(kees)], { markGone: true });
    expect((await parent.get("/wolk/groups")).location ?? "").toContain("/wolk/sign-in");
    await school.bring([parents(anna, kees)]);
    expect((await parent.get("/wolk/groups")).status).toBe(200);
  });

  test("guardians who share an address share one account", async () => {
    await school.bring([
      parents(
        anna,
        kees,
        "o3;Eva;Smit;samen@ouders.example;2",
        "o4;Bas;Smit;samen@ouders.example;2",
      ),
    ]);
    const shared = await rows(
      school,
      "select account_id from people where email = 'samen@ouders.example'",
    );
    expect(shared).toHaveLength(2);
    expect(shared[0]!.account_id).toBe(shared[1]!.account_id);
  });

  test("someone who has died comes in without an address, an account or an invitation", async () => {
    await school.bring([{
      name: "ouders.csv",
      bytes: csv(
        `${header};Overleden`,
        "o5;Jan;Dood;jan@ouders.example;2;ja",
      ),
    }]);
    expect(
      (await rows(school, "select deceased, email, account_id from people where key = 'o5'"))[0],
    )
      .toEqual({ deceased: true, email: null, account_id: null });
    expect(await rows(school, "select 1 from accounts where user_name = 'jan@ouders.example'"))
      .toHaveLength(0);
  });

  test("a child who may be two pupils is listed with its line, and linked to neither", async () => {
    const twice = pupil("8", "Lot", "2018-01-01", "g3") + pupil("9", "Lot", "2018-01-01", "g3");
    await school.bring([roster(noor(), sem, twice)]);
    const { page } = await school.read({
      name: "ouders.csv",
      bytes: csv(
        "Roepnaam kind;Achternaam kind;Geboortedatum;Naam ouder;E-mail ouder",
        "Lot;de Vries;01-01-2018;Mia Smit;mia@ouders.example",
      ),
    });
    expect(page).toContain("Het kind op deze regel kan meer dan één leerling zijn");
    expect(page).toContain("Regel 2");
  });

  test("new keys after a change of administration do not make anyone twice", async () => {
    const before = await rows(school, "select 1 from pupils");
    await school.bring([
      roster(pupil("N1", "Noor", "2019-06-21", "g3"), pupil("N2", "Sem", "2015-09-03", "g7")),
    ]);
    expect(await rows(school, "select 1 from pupils")).toHaveLength(before.length);
    await school.bring([roster(noor(), sem)]);
  });

  test("the parts of a combined group become one, under all their keys, unless someone unticks it", async () => {
    const part = (year: number) =>
      `<groep key="77_lj_${year}"><naam>Zwaluwen</naam><jaargroep>${year}</jaargroep></groep>`;
    const file = {
      name: "delen.xml",
      bytes: edex(
        `<groepen>${part(3)}${part(4)}</groepen><leerlingen>${noor("77_lj_3")}${
          pupil("2", "Sem", "2015-09-03", "77_lj_4")
        }</leerlingen>`,
      ),
    };
    const { page } = await school.read(file);
    expect(page).toMatch(/name="merge" value="77" checked/);
    await school.bring([file]);
    const [zwaluwen] = await rows(school, "select id, years from groups where name = 'Zwaluwen'");
    expect(zwaluwen!.years).toEqual(["3", "4"]);
    expect(await rows(school, `select key from group_keys where group_id = ${zwaluwen!.id}`))
      .toHaveLength(2);
    expect(await groupsOf(school, "Sem")).toEqual(["Zwaluwen"]);
    await school.bring([roster(noor(), sem)]);
  });

  test("next year's file makes next year's groups and leaves this year's alone", async () => {
    const next = {
      name: "volgend.xml",
      bytes: edex(
        `${groups}<leerlingen>${noor("g7")}</leerlingen>`,
        "<school><schooljaar>2027-2028</schooljaar></school>",
      ),
    };
    await school.bring([next], { markGone: true });
    expect(await groupsOf(school, "Noor")).toEqual(["3a", "7a"]);
    expect(
      (await rows(
        school,
        "select g.school_year from group_pupils m join groups g on g.id = m.group_id join pupils p on p.id = m.pupil_id where p.key = '1' order by 1",
      )).map((row) => row.school_year),
    )
      .toEqual([2026, 2027]);
    expect(await rows(school, "select 1 from pupils where key = '2' and left_at is null"))
      .toHaveLength(1);
  });
});

describe("an import that is pressed twice, together, or cut off", () => {
  let school: NewSchool;
  beforeAll(async () => void (school = await openNewSchool()));
  afterAll(() => school.close());

  test("when writing fails half-way, nothing of it is there, and it can be tried again", async () => {
    await rows(
      school,
      `create function fall() returns trigger language plpgsql as $$ begin raise 'cut off'; end $$;
      create trigger fall before insert on guardianships for each row execute function fall()`,
    );
    const { path } = await school.read(roster(noor(), sem), parents(anna, kees));
    await school.admin.post(`${path}/application`);
    const page = await settled(school.admin, path);
    expect(page.text).toContain("Het invoeren is afgebroken. Er is niets veranderd.");
    for (const table of ["pupils", "groups", "guardianships", "group_keys"]) {
      expect(await rows(school, `select 1 from ${table}`)).toHaveLength(0);
    }
    await rows(school, "drop trigger fall on guardianships");
    await school.admin.post(`${path}/application`);
    expect((await settled(school.admin, path)).text).toContain("Ingevoerd");
    expect(await rows(school, "select 1 from pupils")).toHaveLength(2);
  });

  test("an import whose process died says so and can be tried again", async () => {
    const { path } = await school.read(roster(noor("g7"), sem));
    const id = Number(path.split("/").at(-1));
    await rows(school, `update imports set state = 'applying' where id = ${id}`);
    const page = await settled(school.admin, path);
    expect(page.text).toContain("afgebroken voordat het klaar was");
    await school.admin.post(`${path}/application`);
    await settled(school.admin, path);
    expect(await groupsOf(school, "Noor")).toEqual(["7a"]);
  });

  test("pressed many times at once it is written once", async () => {
    const { path } = await school.read(roster(noor("g3"), sem));
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => school.admin.post(`${path}/application`)),
    );
    expect(answers.every((answer) => answer.status === 303 || answer.status === 409)).toBe(true);
    await settled(school.admin, path);
    const id = Number(path.split("/").at(-1));
    expect(
      await rows(
        school,
        `select 1 from audit_entries where action = 'rosterImported' and (subject->>'importId')::int = ${id}`,
      ),
    ).toHaveLength(1);
  });

  test("while one is written, another is refused in plain words and keeps its dry run", async () => {
    const { path } = await school.read(roster(noor("g7"), sem));
    const writing = await school.house.pool.reserve();
    await writing.unsafe("begin; select pg_advisory_xact_lock(x'696d70'::int, 1)").simple();
    const answer = await school.admin.post(`${path}/application`);
    expect(answer.status).toBe(409);
    expect(answer.text).toContain("Er wordt op dit moment al een import ingevoerd.");
    await writing.unsafe("rollback").simple();
    writing.release();
    expect((await school.admin.post(`${path}/application`)).status).toBe(303);
    await settled(school.admin, path);
  });

  test("what changed since the dry run is counted in: nobody comes in twice", async () => {
    const extra = pupil("5", "Lot", "2018-01-01", "g3");
    const first = await school.read(roster(noor("g7"), sem, extra));
    await school.bring([roster(noor("g7"), sem, extra)]);
    await school.admin.post(`${first.path}/application`);
    await settled(school.admin, first.path);
    expect(await rows(school, "select 1 from pupils where first_name = 'Lot'")).toHaveLength(1);
  });

  test("an import of another school cannot be applied under this one's name", async () => {
    const { path } = await school.read(roster(noor("g3"), sem));
    const id = Number(path.split("/").at(-1));
    const other = { id: 999, timeZone: "Europe/Amsterdam", language: "nl" };
    await expect(applyImport(school.house, other, id, { markGone: true, by: commandLine }))
      .rejects.toThrow("done");
  });

  test("columns once chosen are remembered, and an import can be thrown away", async () => {
    const own = {
      name: "eigen.csv",
      bytes: csv("Wie;Mail;Leerlingcode", "Mia Smit;mia@ouders.example;1"),
    };
    const first = await upload(school.admin, [own]);
    const columns = await school.admin.get(`${first.location}/columns`);
    expect(columns.text).toContain("Mia Smit");
    const { location: path } = await school.admin.post(`${first.location}/columns`, {
      "c0-0": "guardian1.fullName",
      "c0-1": "guardian1.email",
      "c0-2": "childKey",
    });
    expect((await school.admin.get(path!)).text).toContain("Mia Smit");
    const again = await upload(school.admin, [own]);
    expect((await school.admin.get(again.location!)).status).toBe(200);
    await school.admin.post(`${path}/removal`);
    expect((await school.admin.get(path!)).status).toBe(404);
  });

  test("what was read but never applied is forgotten after a week, what was applied stays listed", async () => {
    await school.read(roster(noor("g3"), sem));
    const applied = await rows(school, "select id from imports where state = 'applied'");
    school.clock.travel("2026-11-16T09:00:00+01:00");
    await runTicks(school.house);
    expect(await rows(school, "select 1 from imports where state = 'ready'")).not.toHaveLength(0);
    school.clock.travel("2026-11-18T09:00:00+01:00");
    await runTicks(school.house);
    expect(await rows(school, "select 1 from imports where state <> 'applied'")).toHaveLength(0);
    expect(await rows(school, "select id from imports where state = 'applied'")).toEqual(applied);
  });
});

describe("what an import by the office leaves to others", () => {
  let house: TestHouse;
  let office: Visitor, admin: Visitor;
  beforeAll(async () => {
    house = await openTestHouse();
    office = await house.signIn("administratie@regenton.example");
    admin = await house.signIn("directie@regenton.example");
  });
  afterAll(() => house.close());

  const text = (xml: string) => xml.replaceAll("&", "&amp;");
  const member = (key: string, first: string, last: string, email: string, role = "") =>
    `<leerkracht key="${key}"><achternaam>${text(last)}</achternaam><roepnaam>${first}</roepnaam>
    <emailadres>${email}</emailadres>${role && `<rol>${role}</rol>`}</leerkracht>`;
  const staffFile = (...members: string[]) => ({
    name: "leerkrachten.xml",
    bytes: edex(`<groepen/><leerlingen/><leerkrachten>${members.join("")}</leerkrachten>`),
  });
  /** Uploads, takes the columns as guessed and applies. @returns the page of the dry run */
  async function bring(who: Visitor, file: { name: string; bytes: string | Uint8Array }) {
    let path = (await upload(who, [file], "regenton")).location!;
    let page = await who.get(path);
    if (page.location) {
      path = (await who.post(page.location, selected((await who.get(page.location)).text)))
        .location!;
      page = await who.get(path);
    }
    await who.post(`${path}/application`);
    await settled(who, path);
    return page.text;
  }
  const person = (first: string, last: string) =>
    house.house.db.selectFrom("people as p").leftJoin("staff as s", "s.person_id", "p.id")
      .leftJoin("accounts as a", "a.id", "p.account_id")
      .select(["p.id", "p.key", "p.email", "a.email as mailTo", "s.role", "s.left_at as left"])
      .where("p.first_name", "=", first).where("p.last_name", "=", last).executeTakeFirst();

  test("the office cannot draw the admin's mail to itself with a file; the admin can change it", async () => {
    const before = (await person("Wouter", "Blom"))!;
    const file = staffFile(member(before.key ?? "zz", "Wouter", "Blom", "kwaad@x.example"));
    expect(await bring(office, file)).toContain("kan alleen een beheerder wijzigen");
    expect(await person("Wouter", "Blom")).toMatchObject({
      email: before.email,
      mailTo: before.mailTo,
    });
    await bring(admin, file);
    expect(await person("Wouter", "Blom")).toMatchObject({ mailTo: "kwaad@x.example" });
    const trail = await house.house.db.selectFrom("audit_entries").select("subject")
      .where("action", "=", "personChanged").execute();
    expect(JSON.stringify(trail)).toContain(
      `"email":{"to":"kwaad@x.example","from":"${before.email}"}`,
    );
  });

  test("a file makes office of nobody unless an admin imports it", async () => {
    const page = await bring(
      office,
      staffFile(member("n1", "Ties", "Nieuw", "t@x.example", "ADM")),
    );
    expect(page).toContain("komt binnen als leerkracht");
    expect((await person("Ties", "Nieuw"))?.role).toBe("teacher");
    await bring(admin, staffFile(member("n2", "Toos", "Nieuw", "toos@x.example", "ADM")));
    expect((await person("Toos", "Nieuw"))?.role).toBe("office");
  });

  test("an admin who left does not come back by a file of the office", async () => {
    const { id } = (await person("Toos", "Nieuw"))!;
    await house.house.db.updateTable("staff").set({ left_at: house.clock.now() })
      .where("person_id", "=", id).execute();
    await bring(office, staffFile(member("n2", "Toos", "Nieuw", "toos@x.example")));
    expect((await person("Toos", "Nieuw"))?.left).not.toBeNull();
    await bring(admin, staffFile(member("n2", "Toos", "Nieuw", "toos@x.example")));
    expect((await person("Toos", "Nieuw"))?.left).toBeNull();
  });

  test("a blocked parent does not come back under another name with the same address", async () => {
    const parent = await house.signIn("ouder@regenton.example");
    const { id } = (await person("Samira", "Wit"))!;
    const child = await house.house.db.selectFrom("guardianships as g")
      .innerJoin("pupils as k", "k.id", "g.pupil_id").select("k.key").where("g.person_id", "=", id)
      .executeTakeFirstOrThrow();
    await office.post(`/regenton/people/${id}/block`, { reason: "uitspraak van de rechter" });
    const columns = "leerlingnummer;ouder voornaam;ouder achternaam;ouder email";
    const row = `${child.key};Sam;Wit-Jansen;ouder@regenton.example`;
    const page = await bring(admin, { name: "ouders.csv", bytes: csv(columns, row) });
    expect(page).toContain("Iemand met dit e-mailadres is geblokkeerd");
    expect(await person("Sam", "Wit-Jansen")).toBeUndefined();
    const teacher = staffFile(member("n9", "Sam", "Wit-Jansen", "ouder@regenton.example"));
    await bring(admin, teacher);
    expect((await parent.get("/regenton")).status).not.toBe(200);
    await office.post(`/regenton/people/${id}/block/removal`);
  });

  test("a parent blocked for one child does not get it back under another name", async () => {
    const { id } = (await person("Samira", "Wit"))!;
    const child = await house.house.db.selectFrom("guardianships as g")
      .innerJoin("pupils as k", "k.id", "g.pupil_id").select(["k.key", "k.id", "k.first_name"])
      .where("g.person_id", "=", id).executeTakeFirstOrThrow();
    await office.post(`/regenton/people/${id}/children/${child.id}/block`, { reason: "rechter" });
    const columns = "leerlingnummer;ouder voornaam;ouder achternaam;ouder email";
    const row = `${child.key};Sam;Wit-Jansen;ouder@regenton.example`;
    await bring(office, { name: "ouders.csv", bytes: csv(columns, row) });
    expect(await person("Sam", "Wit-Jansen")).toBeUndefined();
    const parent = await house.signIn("ouder@regenton.example");
    expect((await parent.get("/regenton/children")).text).not.toContain(child.first_name);
  });
});

test("an import of another school than the first time is noticed", async () => {
  const school = await openNewSchool();
  const of = (brin: string, name: string) => ({
    name,
    bytes: edex(
      `${groups}<leerlingen>${noor()}</leerlingen>`,
      `<school><schooljaar>2026-2027</schooljaar><brincode>${brin}</brincode></school>`,
    ),
  });
  await school.bring([of("99AA", "een.xml")]);
  const { page } = await school.read(of("99BB", "twee.xml"));
  expect(page).toContain("Het bestand is van school 99BB, maar deze school is 99AA.");
  await school.close();
});

test("twelve schools that import at once are all answered; who does not fit is told to try again", async () => {
  const school = await openNewSchool();
  const { db } = school.house;
  const ids = await Promise.all(Array.from({ length: 12 }, async (_, i) => {
    const { id } = await db.insertInto("schools")
      .values({ short_name: `school-${i}`, name: `School ${i}` }).returning("id")
      .executeTakeFirstOrThrow();
    return id;
  }));
  const now = school.clock.now();
  const tries = await Promise.allSettled(ids.map(async (id) => {
    const { name, bytes } = roster(noor(), sem);
    const file = { name, bytes: new TextEncoder().encode(bytes) };
    const { sources } = await readSources([file], new Map());
    const options = defaultOptions(sources, 2026);
    const stored = await createImport(db, id, sources, options, { by: null, now });
    const into = { id, timeZone: "Europe/Amsterdam", language: "nl" } as const;
    const wish = { markGone: false, by: commandLine };
    return await (await applyImport(school.house, into, stored, wish)).finished;
  }));
  const applied = tries.filter((one) => one.status === "fulfilled" && one.value === "applied");
  const full = tries.filter((one) => one.status === "rejected" && one.reason.reason === "full");
  expect(applied.length).toBeGreaterThan(0);
  expect(applied.length + full.length).toBe(12);
  await school.close();
});
