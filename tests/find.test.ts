import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import type { Visitor } from "./support/visitor.ts";

let house: TestHouse;
let teacher: Visitor, office: Visitor, admin: Visitor, parent: Visitor;
beforeAll(async () => {
  house = await openTestHouse({ seed: "demo+neighbour" });
  teacher = await house.signIn("juf@regenton.example");
  office = await house.signIn("administratie@regenton.example");
  admin = await house.signIn("directie@regenton.example");
  parent = await house.signIn("ouder@regenton.example");
});
afterAll(() => house.close());
beforeEach(() => house.clock.travel("2026-11-10T09:00:00+01:00"));

const db = () => house.house.db;

/** Someone of De Regenton, by name. */
async function someone(table: "people" | "pupils", firstName: string, lastName: string) {
  const { id } = await db().selectFrom(table).select("id")
    .where("school_id", "=", await regenton()).where("first_name", "=", firstName)
    .where("last_name", "=", lastName).executeTakeFirstOrThrow();
  return id;
}
async function regenton() {
  const { id } = await db().selectFrom("schools").select("id")
    .where("short_name", "=", "regenton").executeTakeFirstOrThrow();
  return id;
}
async function groupId(name: string) {
  const { id } = await db().selectFrom("groups").select("id")
    .where("school_id", "=", await regenton()).where("name", "=", name)
    .where("school_year", "=", 2026).executeTakeFirstOrThrow();
  return id;
}

/** The names that were found, in the order of the page. */
async function found(letters: string, who = teacher) {
  const { text } = await who.get(`/regenton/find?part=found&q=${encodeURIComponent(letters)}`);
  return [...text.matchAll(/<b><a href="[^"]*">([^<]+)</g)]
    .map((match) => match[1]!.replaceAll("&#39;", "'"));
}

describe("finding anyone", () => {
  test("a teacher finds pupils, parents and colleagues by a few letters, accents aside", async () => {
    expect(await found("noor wi")).toEqual(["Noor de Wit"]);
    expect(await found("WIT  sam")).toEqual(["Samira de Wit"]);
    expect(await found("lukasz wis")).toEqual(["Łukasz Wiśniewski"]);
    expect(await found("çağla yı")).toEqual(["Çağla Yıldız"]);
    expect(await found("cagla yi")).toEqual(["Çağla Yıldız"]);
    expect(await found("marleen van 't hof")).toEqual(["Marleen van 't Hof"]);
  });

  test("the digits of a phone, an e-mail address or a street will do as well", async () => {
    const { phone, street, house_number } = await db().selectFrom("people").selectAll()
      .where("id", "=", await someone("people", "Samira", "Wit")).executeTakeFirstOrThrow();
    const digits = phone!.replace(/\D/g, "");
    for (const typed of [phone!, digits, digits.slice(-6), `+31${digits.slice(1)}`]) {
      expect(await found(typed), typed).toContain("Samira de Wit");
    }
    expect(await found("OUDER@regen")).toEqual(["Samira de Wit"]);
    expect(await found(`${street} ${house_number}`)).toContain("Samira de Wit");
  });

  test("an extra number that someone gave is found too", async () => {
    const person = await someone("people", "Jeroen", "Laan");
    await db().insertInto("contacts").values({
      school_id: await regenton(),
      person_id: person,
      kind: "phone",
      label: "Werk",
      value: "010 9998887",
    }).execute();
    expect(await found("0109998887")).toEqual(["Jeroen van der Laan"]);
  });

  test("who is called so stands above who is called so in part, and above who lives there", async () => {
    const school_id = await regenton();
    const add = (first_name: string, last_name: string, street: string | null) =>
      db().insertInto("people").values({ school_id, first_name, last_name, street }).execute();
    await add("Xandra", "Qu", null);
    await add("Alexandra", "Qu", null);
    await add("Xandrasofie", "Qu", null);
    await add("Berend", "Qu", "Xandrastraat");
    expect(await found("xandra qu")).toEqual([
      "Xandra Qu",
      "Xandrasofie Qu",
      "Alexandra Qu",
      "Berend Qu",
    ]);
  });

  test("at most twenty are shown, and one letter finds nobody", async () => {
    expect(await found("an")).toHaveLength(20);
    expect((await teacher.get("/regenton/find?q=an")).text).toContain("De eerste 20.");
    expect(await found("a")).toEqual([]);
    expect((await teacher.get("/regenton/find?q=a")).text).toContain("minstens twee letters");
  });

  test("signs of a search pattern and other nonsense find nobody and break nothing", async () => {
    for (const typed of ["%%", "____", "\\\\", "'; --", "\0\0", "q".repeat(10_000)]) {
      expect(await found(typed), typed.slice(0, 9)).toEqual([]);
    }
    for (const query of ["", "?q=", "?q=%ED%A0%80x", "?q=%", "?q=aa&q=bb", "?part=found"]) {
      expect((await teacher.get(`/regenton/find${query}`)).status, query).toBe(200);
    }
  });

  test("a secret address leads nobody to who lives there", async () => {
    const { street, house_number } = await db().selectFrom("people").selectAll()
      .where("id", "=", await someone("people", "Marit", "Kuipers")).executeTakeFirstOrThrow();
    expect(await found("marit kui")).toEqual(["Marit Kuipers"]);
    expect(await found(`${street} ${house_number}`)).not.toContain("Marit Kuipers");
    expect(await found(`marit ${street}`)).toEqual([]);
  });

  test("Enter on the only one that was found opens the family, without script too", async () => {
    const noor = await someone("pupils", "Noor", "Wit");
    expect((await teacher.get("/regenton/find?q=noor+wit")).location)
      .toBe(`/regenton/pupils/${noor}`);
    const several = await teacher.get("/regenton/find?q=de+wit");
    expect(several.status).toBe(200);
    expect(several.text).toContain('value="de wit"');
  });

  test("of a parent the card opens; of a colleague the office's page, or a card", async () => {
    const samira = await someone("people", "Samira", "Wit");
    for (const who of [teacher, office]) {
      expect((await who.get("/regenton/find?q=samira+wit")).location)
        .toBe(`/regenton/find/${samira}`);
    }
    const omer = await someone("people", "Ömer", "Kaya");
    expect((await office.get("/regenton/find?q=omer+kaya")).location)
      .toBe(`/regenton/people/${omer}`);
    expect((await teacher.get("/regenton/find?q=omer+kaya")).location)
      .toBe(`/regenton/find/${omer}`);
    const card = (await teacher.get(`/regenton/find/${omer}`)).text;
    expect(card).toContain("meester Ömer, leerkracht, groep 4");
    expect(card).toContain("mailto:");
  });

  test("the card of a parent tells a teacher what the page of the family does", async () => {
    const samira = await someone("people", "Samira", "Wit");
    const mees = await someone("pupils", "Mees", "Wit");
    const { text } = await teacher.get(`/regenton/find/${samira}`);
    for (const part of ["Kikkersloot", "mailto:ouder@", "tel:", `/pupils/${mees}"`, "moeder"]) {
      expect(text, part).toContain(part);
    }
    expect(text).not.toContain("Blokkeer");
    const { street } = await db().selectFrom("people").selectAll()
      .where("id", "=", await someone("people", "Marit", "Kuipers")).executeTakeFirstOrThrow();
    const marit = `/regenton/find/${await someone("people", "Marit", "Kuipers")}`;
    expect((await teacher.get(marit)).text).not.toContain(street);
    expect((await office.get(marit)).text).toContain(street);
  });

  test("what is kept from a teacher of who is blocked finds nobody; the name does", async () => {
    const ronald = await db().selectFrom("people").selectAll()
      .where("id", "=", await someone("people", "Ronald", "Hendriks")).executeTakeFirstOrThrow();
    const name = "Ronald Hendriks";
    expect(await found(name)).toEqual([name]);
    for (const hidden of [ronald.phone!, ronald.email!, `ronald ${ronald.street}`]) {
      expect(await found(hidden), hidden).not.toContain(name);
      expect(await found(hidden, office), hidden).toContain(name);
    }
    const card = (await teacher.get(`/regenton/find/${ronald.id}`)).text;
    expect(card).toContain("Neem contact op met de administratie.");
    for (const hidden of [ronald.phone!, ronald.email!, ronald.street!]) {
      expect(card, hidden).not.toContain(hidden);
    }
  });

  test("nobody of another school is found, nor who has left", async () => {
    const other = await house.signIn("beide@regenton.example").catch(() => undefined);
    expect(other && (await other.get("/regenton/find?q=noor")).status).not.toBe(200);
    const [stranger] = await db().selectFrom("pupils as k")
      .select(["k.id", "k.first_name as firstName", "k.last_name as lastName"])
      .where("k.school_id", "<>", await regenton()).orderBy("k.id").execute();
    const ids = [...(await teacher.get(
      `/regenton/find?part=found&q=${
        encodeURIComponent(`${stranger!.firstName} ${stranger!.lastName}`)
      }`,
    )).text.matchAll(/\/pupils\/(\d+)/g)].map((match) => Number(match[1]));
    expect(ids).not.toContain(stranger!.id);
    expect((await teacher.get(`/regenton/pupils/${stranger!.id}`)).status).toBe(404);
    const left = await db().selectFrom("pupils").selectAll()
      .where("school_id", "=", await regenton()).where("left_at", "is not", null)
      .executeTakeFirstOrThrow();
    expect(await found(`${left.first_name} ${left.last_name}`)).toEqual([]);
    expect((await teacher.get(`/regenton/pupils/${left.id}`)).status).toBe(404);
    expect((await office.get(`/regenton/pupils/${left.id}`)).text).toContain("Uitgeschreven");
  });

  test("parents find nobody and open no family", async () => {
    const noor = await someone("pupils", "Noor", "Wit");
    for (const path of ["/find", "/find?part=found&q=noor", `/pupils/${noor}`, "/find/1"]) {
      expect((await parent.get(`/regenton${path}`)).status, path).toBe(403);
    }
  });
});

describe("a family", () => {
  const family = async (who: Visitor, firstName: string, lastName: string) =>
    (await who.get(`/regenton/pupils/${await someone("pupils", firstName, lastName)}`)).text;

  test("a teacher sees the child, who is at home, how to reach them, and the other children", async () => {
    const text = await family(teacher, "Noor", "Wit");
    for (
      const part of [
        "12 april 2018, 8 jaar",
        "Samira de Wit",
        "moeder",
        "Jeroen van der Laan",
        "vader",
        "mailto:ouder@regenton.example",
        "Mees de Wit",
        "Kikkersloot",
      ]
    ) expect(text, part).toContain(part);
    expect(text).not.toContain("Blokkeer");
    expect(text).not.toContain('href="/regenton/people');
  });

  test("a look at a family stands in the log, and a search does not", async () => {
    house.clock.travel("2026-11-10T11:00:00+01:00");
    const noor = await someone("pupils", "Noor", "Wit");
    const seen = () =>
      db().selectFrom("audit_entries").select("subject").where("action", "=", "dataSeen")
        .orderBy("id").execute();
    const before = (await seen()).length;
    await found("noor wit");
    expect(await seen()).toHaveLength(before);
    await family(teacher, "Noor", "Wit");
    expect((await seen()).slice(before).map((row) => row.subject)).toEqual([
      { what: "family", pupilIds: [noor] },
    ]);
  });

  test("of who is blocked a teacher sees that only; the office sees since when and why", async () => {
    const ronald = await db().selectFrom("people").selectAll()
      .where("id", "=", await someone("people", "Ronald", "Hendriks")).executeTakeFirstOrThrow();
    const toTeacher = await family(teacher, "Mats", "Hendriks");
    expect(toTeacher).toContain("Ronald Hendriks");
    expect(toTeacher).toContain("Neem contact op met de administratie.");
    for (const hidden of [ronald.email!, ronald.phone!, ronald.street!, "Uitspraak"]) {
      expect(toTeacher, hidden).not.toContain(hidden);
    }
    const toOffice = await family(office, "Mats", "Hendriks");
    expect(toOffice).toContain("Geblokkeerd sinds");
    expect(toOffice).toContain("Uitspraak van de rechter");
    expect(toOffice).toContain(`/people/${ronald.id}/block/removal`);
  });

  test("a block for one child shuts for that child and not for the other", async () => {
    const jeroen = await someone("people", "Jeroen", "Laan");
    const noor = await someone("pupils", "Noor", "Wit");
    await office.post(`/regenton/people/${jeroen}/children/${noor}/block`, { reason: "Afspraak" });
    const text = await family(teacher, "Noor", "Wit");
    expect(text).toContain("geblokkeerd voor dit kind");
    expect(text).not.toContain("ouder2@regenton.example");
    expect(text).not.toContain("Afspraak");
    expect(await family(office, "Noor", "Wit")).toContain("Afspraak");
    await office.post(`/regenton/people/${jeroen}/children/${noor}/block/removal`);
    expect(await family(teacher, "Noor", "Wit")).toContain("ouder2@regenton.example");
  });

  test("who is blocked for the only child has no access, and the office is told so before and after", async () => {
    const puck = await someone("pupils", "Puck", "Bruin");
    const sanne = await someone("people", "Sanne", "Bruin");
    const warned = "komt er daarna helemaal niet meer in";
    const [page, home] = [`/regenton/people/${sanne}`, `/regenton/pupils/${puck}`];
    for (const path of [page, home]) {
      expect((await office.get(path)).text, path).toContain(warned);
    }
    await office.post(`${page}/children/${puck}/block`, { reason: "Afspraak" });
    for (const path of [`/people/${sanne}`, `/pupils/${puck}`, "/people?q=sanne+bruin"]) {
      expect((await office.get(`/regenton${path}`)).text, path)
        .toContain("geen toegang (geblokkeerd voor alle kinderen)");
    }
    expect((await teacher.get(home)).text).toContain("Neem contact op met de administratie.");
    await office.post(`${page}/children/${puck}/block/removal`);
    expect((await office.get(page)).text).not.toContain("geen toegang");
  });

  test("what the office does there leads back there, and never out of the school", async () => {
    const page = `/regenton/people/${await someone("people", "Jeroen", "Laan")}`;
    const home = `/regenton/pupils/${await someone("pupils", "Noor", "Wit")}`;
    const back = async (to: string) => [
      (await office.post(`${page}/read-only`, { back: to })).location,
      (await office.post(`${page}/read-only/removal`, { back: to })).location,
      (await office.post(`${page}/block`, { back: to, reason: "Proef" })).location,
      (await office.post(`${page}/block/removal`, { back: to })).location,
    ];
    expect(await back(home)).toEqual([home, home, home, home]);
    for (
      const to of [
        "https://elders.example",
        "//elders.example",
        "/klimboom/people",
        "/regenton/../x",
      ]
    ) expect(await back(to), to).toEqual([page, page, page, page]);
  });

  test("a secret address is told to the office only, and marked", async () => {
    const { street } = await db().selectFrom("people").selectAll()
      .where("id", "=", await someone("people", "Marit", "Kuipers")).executeTakeFirstOrThrow();
    const toTeacher = await family(teacher, "Lotte", "Heuvel");
    expect(toTeacher).toContain("Geheim. Vraag het de administratie.");
    expect(toTeacher).not.toContain(street);
    const toOffice = await family(office, "Lotte", "Heuvel");
    expect(toOffice).toContain(street);
    expect(toOffice).toContain("geheim adres");
  });

  test("the office invites, sets read-only and edits from there", async () => {
    const sanne = await someone("people", "Sanne", "Bruin");
    const text = await family(office, "Puck", "Bruin");
    for (const path of ["/invitation", "/read-only", "/block", ""]) {
      expect(text, path).toContain(`/regenton/people/${sanne}${path}"`);
    }
    expect(text).toContain("nog niet uitgenodigd");
  });
});

describe("the parents of a group", () => {
  test("staff see them with their children and accounts; parents do not", async () => {
    const path = `/regenton/groups/${await groupId("5a")}/overview`;
    const { text } = await teacher.get(path);
    expect(text).toContain("50 ouders van 26 kinderen.");
    expect(text).toContain("Łukasz Wiśniewski");
    expect(text).toContain("geen e-mailadres");
    expect(text).not.toContain("Blokkeer");
    expect((await office.get(path)).text).toContain("Blokkeer voor Noor");
    expect((await parent.get(path)).status).toBe(403);
    expect((await parent.get(`${path}.pdf`)).status).toBe(403);
  });

  test("what the office keeps from teachers is not on it", async () => {
    const hidden = await db().selectFrom("people").selectAll().where("id", "in", [
      await someone("people", "Ronald", "Hendriks"),
      await someone("people", "Marit", "Kuipers"),
    ]).execute();
    const { text } = await teacher.get(`/regenton/groups/${await groupId("5a")}/overview`);
    for (const { street, house_number } of hidden) {
      expect(text).not.toContain(`${street} ${house_number}`);
    }
    expect(text).not.toContain("geblokkeerd@regenton.example");
  });

  test("a look at it stands in the log with all children it was about", async () => {
    house.clock.travel("2026-11-10T11:00:00+01:00");
    await teacher.get(`/regenton/groups/${await groupId("5a")}/overview`);
    const { subject, pupil_ids } = await db().selectFrom("audit_entries").selectAll()
      .orderBy("id", "desc").executeTakeFirstOrThrow();
    expect(subject).toMatchObject({ what: "overview" });
    expect(pupil_ids).toHaveLength(26);
  });
});

describe("who gets no mail", () => {
  const counted = async () => {
    const { text } = await office.get("/regenton/people/invitations");
    return Number(
      /<b>(\d+)<\/b><span class="grow"><a href="[^"]*=noAddress">Ouders/.exec(text)![1],
    );
  };

  test("who has no address and whose mail comes back stand on one list, until it arrives", async () => {
    const kim = await db().selectFrom("people").selectAll()
      .where("id", "=", await someone("people", "Kim", "Brouwer")).executeTakeFirstOrThrow();
    const list = async () => (await office.get("/regenton/people?filter=noAddress")).text;
    expect(await list()).toContain("Riet Brouwer");
    expect(await list()).not.toContain("Kim Brouwer");
    const before = await counted();
    await db().insertInto("deliveries").values({
      school_id: await regenton(),
      kind: "digest",
      cause: "test:came-back",
      account_id: kim.account_id,
      address: kim.email!,
      state: "bounced",
      due_at: house.clock.now(),
    }).execute();
    expect(await list()).toContain("Kim Brouwer");
    expect(await list()).toContain("mail komt niet aan");
    expect(await counted()).toBe(before + 1);
    await db().updateTable("accounts").set({ email: "kim.nieuw@post.example" })
      .where("id", "=", kim.account_id).execute();
    expect(await list()).not.toContain("Kim Brouwer");
  });

  test("the numbers lead to lists of that length", async () => {
    const { text } = await office.get("/regenton/people/invitations");
    const links = [...text.matchAll(/<b>(\d+)<\/b><span class="grow"><a href="([^"]+)"/g)];
    expect(links.length).toBeGreaterThan(1);
    for (const [, count, path] of links) {
      expect((await office.get(path!)).text, path).toContain(`${count} gevonden`);
    }
  });
});

describe("what the office may not", () => {
  test("on an admin's page stands nothing that it cannot save", async () => {
    const { person_id } = await db().selectFrom("staff").selectAll()
      .where("school_id", "=", await regenton()).where("role", "=", "admin")
      .executeTakeFirstOrThrow();
    const path = `/regenton/people/${person_id}`;
    const forms = (text: string) => [
      ...text.matchAll(new RegExp(`<form[^>]*action="${path}[/"][^>]*>(.*?)</form>`, "gs")),
    ];
    expect(forms((await admin.get(path)).text).length).toBeGreaterThan(2);
    const shown = (await office.get(path)).text;
    expect(forms(shown)).toEqual([]);
    expect(shown).not.toMatch(/<(input|select|textarea|fieldset)[^>]*disabled/);
    expect(shown).toContain("beheerder");
  });

  test("what is noted as the old data of a pupil is what was there when it was changed", async () => {
    const noor = await someone("pupils", "Noor", "Wit");
    const data = { firstName: "Noor", initials: "N.", prefix: "de", lastName: "Wit", year: "5" };
    const change = (bornOn: string) =>
      office.post(`/regenton/people/pupils/${noor}`, { ...data, bornOn });
    const days = ["2018-04-13", "2018-04-14", "2018-04-15"];
    await Promise.all(days.map(change));
    const entries = await db().selectFrom("audit_entries").select("subject")
      .where("action", "=", "pupilChanged").orderBy("id").execute();
    const steps = entries.map((entry) => entry.subject as { from: Born; to: Born });
    expect(steps[0]!.from.bornOn).toBe("2018-04-12");
    expect(steps.map((step) => step.to.bornOn).sort()).toEqual(days);
    for (const [i, step] of steps.slice(1).entries()) {
      expect(step.from.bornOn).toBe(steps[i]!.to.bornOn);
    }
  });
});

interface Born {
  bornOn: string;
}
