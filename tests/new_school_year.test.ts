import { describe, expect, test } from "vitest";
import { runTicks } from "../jobs/clock.ts";
import { settled, upload } from "./support/import.ts";
import {
  apply,
  choice,
  fieldsOf,
  house,
  openInJune,
  save,
  type Village,
  village,
  within,
  yearOf,
} from "./support/transition.ts";
import type { Visitor } from "./support/visitor.ts";

// The step to the next school year: made ready, taken back, and in force on 1 August.

openInJune();

describe("the new school year", () => {
  test("waits until 1 August: before it all is as it was, after it children and parents are in the new groups", async () => {
    const place = await village("klok");
    const { school, groups: { g3, g12 }, pupils, office, both, last, teacher, juf } = place;
    const postId = await school.post(juf, "Nieuws van 3a", { groups: [g3] });
    await save(place, { added: "3c" });
    await save(place, { [`set-${g12}-2`]: "a1" });
    const path = place.at(`/groups/${g3}`);
    const fields = fieldsOf((await office.get(path)).text);
    await office.post(path, { ...fields, stay: [`${pupils.dina}`] });
    const applied = await apply(place);
    expect(applied.location).toBe(place.at());
    const ready = await office.get(place.at());
    expect(ready.text).toContain("Klaargezet door Bibi Bos, vandaag.");
    expect(ready.text).toContain("2 leerlingen verlaten op 1 augustus de school.");

    house.clock.travel("2027-07-31T23:59:30+02:00");
    await runTicks(house.house);
    expect((await both.get("/klok/groups")).text).toContain("Groep van Cas");
    expect((await both.get(`/klok/posts/${postId}`)).status).toBe(200);
    expect((await last.get("/klok/groups")).status).toBe(200);
    expect(await yearOf(pupils.cas)).toBe("3");
    const [, next] = /groups\/(\d+)\/edit/.exec(ready.text)!;
    const look = async (someone: Visitor) => (await someone.get(`/klok/groups/${next}`)).status;
    expect([await look(both), await look(teacher), await look(office)]).toEqual([404, 404, 200]);

    house.clock.travel("2027-08-01T00:00:30+02:00");
    await runTicks(house.house);
    const groups = (await both.get("/klok/groups")).text;
    expect(groups).toMatch(/Groep 4a.*Groep van Cas/s);
    expect(groups).not.toContain("Eef");
    expect((await both.get(`/klok/posts/${postId}`)).status).toBe(404);
    expect((await last.get("/klok/groups")).location).toContain("/klok/sign-in");
    expect((await teacher.get("/klok/groups")).text).toMatch(/Groep 4a.*Je eigen groep/s);
    expect(await within(place, 2027)).toEqual({
      "1/2b": ["Aya"],
      "3c": ["Bas", "Dina"],
      "4a": ["Cas"],
    });
    const { aya, bas, cas, dina, eef, fem } = pupils;
    expect(await Promise.all([aya, bas, cas, dina, eef, fem].map(yearOf)))
      .toEqual(["2", "3", "4", "3", "left 2027-07-31", "left 2027-07-31"]);
    const trail = await house.house.db.selectFrom("audit_entries").select(["action", "pupil_ids"])
      .where("school_id", "=", school.id).where("action", "in", ["yearTransitioned", "pupilLeft"])
      .orderBy("id").execute();
    expect(trail.map((row) => [row.action, row.pupil_ids.length]))
      .toEqual([["yearTransitioned", 6], ["pupilLeft", 2]]);

    house.clock.travel("2027-08-02T09:00:00+02:00");
    await runTicks(house.house);
    expect(await yearOf(cas)).toBe("4");
    expect((await office.post(place.at("/removal"))).text).toContain("Terugdraaien kan niet meer");
  });

  test("is made once, however often and by however many it is asked for", async () => {
    const place = await village("eens");
    const { text } = await place.office.get(place.at("/preview"));
    const seen = String(fieldsOf(text).seen);
    const press = (by: Visitor) => by.post(place.at("/application"), { seen });
    const answers = await Promise.all([
      press(place.office),
      press(place.admin),
      press(place.office),
      press(place.admin),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([303, 303, 303, 303]);
    expect(await within(place, 2027)).toEqual({ "1/2b": ["Aya"], "4a": ["Cas", "Dina"] });
    await press(place.admin);
    expect((await place.admin.get(place.at())).text).toMatch(/Dit is al gedaan door (Bibi|Wouter)/);
    const late = await place.office.post(place.at(), { seen });
    expect([late.status, late.text.includes("intussen klaargezet")]).toEqual([422, true]);
    expect((await place.office.get(place.at("/preview"))).location).toBe(place.at());
  });

  test("made ready can be taken back as if it had not been, and made ready again", async () => {
    const place = await village("terug");
    const { school, office, pupils, groups: { g3 } } = place;
    const there = await school.group("5", 2027);
    const tables = ["groups", "group_pupils", "group_staff", "pupils"];
    const all = () =>
      Promise.all(tables.map((table) =>
        house.house.pool.unsafe(
          `select to_jsonb(t) as row from ${table} t where school_id = $1 order by 1`,
          [school.id],
        )
      ));
    await house.house.db.insertInto("group_pupils")
      .values({ school_id: school.id, group_id: there, pupil_id: pupils.cas }).execute();
    const path = place.at(`/groups/${g3}`);
    const fields = fieldsOf((await office.get(path)).text);
    await office.post(path, { ...fields, [choice(pupils.cas)]: `n${g3}` });
    const before = await all();
    await apply(place);
    expect(await within(place, 2027)).toMatchObject({ "4a": ["Cas", "Dina"], "5": [] });
    expect((await office.post(place.at("/removal"))).status).toBe(303);
    expect(await all()).toEqual(before);
    expect((await office.get(place.at())).text).toContain("Teruggedraaid. Het plan staat er nog.");
    await apply(place);
    expect(await within(place, 2027)).toMatchObject({ "4a": ["Cas", "Dina"], "5": [] });
  });

  test("stays once something hangs on a group of it, and says on which", async () => {
    const place = await village("vast");
    const { school, office, pupils } = place;
    await apply(place);
    const { id: group } = await house.house.db.selectFrom("groups").select("id")
      .where("school_id", "=", school.id).where("name", "=", "4a").executeTakeFirstOrThrow();
    const edit = await office.get(`/vast/groups/${group}/edit`);
    expect(edit.text).toContain("Cas");
    await office.post(`/vast/groups/${group}/pupils`, { pupil: `${pupils.bas}` });
    const refused = await office.post(place.at("/removal"));
    expect(refused.status).toBe(422);
    expect(refused.text).toContain("Er hoort intussen iets bij groep 4a");
    await office.post(`/vast/groups/${group}/departures`, { pupils: `${pupils.bas}` });
    await school.post(place.juf, "Alvast", { groups: [group] });
    expect((await office.post(place.at("/removal"))).status).toBe(422);
    expect(await within(place, 2027)).toMatchObject({ "4a": ["Cas", "Dina"] });
  });

  test("stays for whatever of any module hangs on a group of it", async () => {
    const place = await village("hangt");
    const { school, office, juf } = place;
    await apply(place);
    const { id: group_id } = await house.house.db.selectFrom("groups").select("id")
      .where("school_id", "=", school.id).where("name", "=", "4a").executeTakeFirstOrThrow();
    const item = await school.agendaItem(juf, "Kijkmiddag", "2027-09-01");
    const hang = {
      senders: { school_id: school.id, group_id, person_id: juf.id, title: "klassenouder" },
      group_keys: { school_id: school.id, group_id, school_year: 2027, key: "x" },
      agenda_item_groups: { school_id: school.id, group_id, item_id: item },
      group_staff: { school_id: school.id, group_id, person_id: juf.id + 1 },
    };
    for (const [table, row] of Object.entries(hang)) {
      const { db } = house.house;
      await db.insertInto(table as "senders").values(row as typeof hang["senders"]).execute();
      const refused = await office.post(place.at("/removal"));
      expect([table, refused.status]).toEqual([table, 422]);
      expect(refused.text).toContain("Er hoort intussen iets bij groep 4a:");
      await db.deleteFrom(table as "senders").where("group_id", "=", group_id)
        .where((row) => table === "group_staff" ? row("person_id", "!=", juf.id) : row.lit(true))
        .execute();
    }
    expect((await office.post(place.at("/removal"))).status).toBe(303);
    expect(await within(place, 2027)).toEqual({});
  });

  test("made after it has begun counts at once", async () => {
    const place = await village("laat");
    house.clock.travel("2027-09-02T09:00:00+02:00");
    expect((await place.both.get("/laat/groups")).text).not.toContain("Groep van Cas");
    expect((await place.office.get("/laat/groups")).text).toContain("van 2027-2028");
    const { text } = await place.office.get(place.at("/preview"));
    expect(text).toContain("dus alles gaat nu in");
    expect((await apply(place)).location).toBe("/laat/groups");
    expect((await place.both.get("/laat/groups")).text).toMatch(/Groep 4a.*Groep van Cas/s);
    expect((await place.last.get("/laat/groups")).location).toContain("/laat/sign-in");
    expect(await yearOf(place.pupils.fem)).toBe("left 2027-07-31");
    expect((await place.office.get(place.at())).text).toContain("2028-2029");
  });

  test("takes a child of two groups along in both, and out of both when the child leaves", async () => {
    const place = await village("plus");
    const { school, pupils: { cas, fem } } = place;
    const plus = await school.group("Plusklas");
    await house.house.db.updateTable("groups").set({ years: ["3", "4", "5", "6", "7", "8"] })
      .where("id", "=", plus).execute();
    for (const pupil_id of [cas, fem]) {
      await house.house.db.insertInto("group_pupils")
        .values({ school_id: school.id, group_id: plus, pupil_id }).execute();
    }
    await save(place, { [`set-${place.groups.g12}-2`]: "none" });
    await apply(place);
    expect(await within(place, 2027)).toMatchObject({ "4a": ["Cas", "Dina"], Plusklas: ["Cas"] });
    house.clock.travel("2027-08-01T00:01:00+02:00");
    await runTicks(house.house);
    expect([await yearOf(cas), await yearOf(fem)]).toEqual(["4", "left 2027-07-31"]);
  });

  test("leaves those of group 8 who were given a group after all", async () => {
    const place = await village("toch");
    await apply(place);
    const group = await place.school.group("8b", 2027);
    await place.office.post(`/toch/groups/${group}/pupils`, { pupil: `${place.pupils.fem}` });
    house.clock.travel("2027-08-01T00:01:00+02:00");
    await runTicks(house.house);
    expect(await yearOf(place.pupils.fem)).toBe("8");
    expect(await yearOf(place.pupils.eef)).toBe("left 2027-07-31");
  });
});

describe("with the administration's file of the next year", () => {
  const file = (name: string) =>
    `<?xml version="1.0" encoding="utf-8"?>
<EDEX><school><schooljaar>2027-2028</schooljaar></school>
<groepen>
  <groep key="g2"><naam>1/2b</naam><jaargroep>2</jaargroep></groep>
  <groep key="g4"><naam>4A</naam><jaargroep>4</jaargroep></groep>
</groepen>
<leerlingen>
  ${
      [["Aya", "2", "g2"], ["Cas", "4", "g4"], ["Dina", "4", "g4"]].map(([pupil, year, group]) =>
        `<leerling key="${name}-${pupil}"><achternaam></achternaam><roepnaam>${pupil}</roepnaam>
    <jaargroep>${year}</jaargroep><groep key="${group}" /></leerling>`
      ).join("\n  ")
    }
</leerlingen></EDEX>`;

  async function bring(place: Village, name: string) {
    const files = [{ name: "volgend.xml", bytes: file(name) }];
    const { location } = await upload(place.admin, files, name);
    await place.admin.post(`${location}/application`);
    const { text } = await settled(place.admin, location!);
    expect(text).toContain("Ingevoerd");
  }

  test("after the step it finds the groups by name, and doubles nothing", async () => {
    const place = await village("daarna");
    await apply(place);
    await bring(place, "daarna");
    expect(await within(place, 2027)).toEqual({ "1/2b": ["Aya"], "4A": ["Cas", "Dina"] });
    house.clock.travel("2027-08-01T00:01:00+02:00");
    await runTicks(house.house);
    expect(await Promise.all([place.pupils.aya, place.pupils.cas].map(yearOf)))
      .toEqual(["2", "4"]);
  });

  test("before the step its groups are used, who is in them stays there, and years count once", async () => {
    const place = await village("ervoor");
    await bring(place, "ervoor");
    const { text } = await place.office.get(place.at());
    expect(text).toContain("2 leerlingen zitten al in een groep van het nieuwe schooljaar.");
    expect(text).toContain("Deze groep is er al.");
    await apply(place);
    expect(await within(place, 2027)).toEqual({ "1/2b": ["Aya"], "4A": ["Cas", "Dina"] });
    house.clock.travel("2027-08-01T00:01:00+02:00");
    await runTicks(house.house);
    const { aya, cas, bas, fem } = place.pupils;
    expect(await Promise.all([aya, cas, bas, fem].map(yearOf)))
      .toEqual(["2", "4", "3", "left 2027-07-31"]);
  });
});
