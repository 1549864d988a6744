import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { modules } from "../modules/mod.ts";
import { countWords } from "../modules/privacy/erasing.text.ts";
import { edex } from "./fixtures/import/make_school.ts";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import { openNewSchool } from "./support/import.ts";
import { canary, foreign, keepFamily, type KeptFamily } from "./support/kept.ts";
import { SmallSchool } from "./support/small_school.ts";
import type { Visitor } from "./support/visitor.ts";

let school: TestHouse;
beforeAll(async () => void (school = await openTestHouse({ seed: "empty" })));
afterAll(() => school.close());

let small: SmallSchool;
let family: KeptFamily;
let admin: Visitor;
let schools = 0;
beforeEach(async () => {
  small = await SmallSchool.found(school, `regenton-${++schools}`);
  family = await keepFamily(small);
  admin = await small.browserOf(family.admin);
});

const home = () => `/${small.name}`;
const sure = { reason: "request", sure: "on" };

async function erase(kind: "people" | "pupils", id: number) {
  const answer = await admin.post(`${home()}/privacy/erasure/${kind}/${id}`, sure);
  expect(answer.status).toBe(303);
}

/** Every column of text or JSON in the database in which this stands, at this school or at none. */
async function placesOf(text: string): Promise<string[]> {
  const { rows: columns } = await sql<{ table: string; column: string; ofSchool: boolean }>`
    select c.table_name as table, c.column_name as column, exists (
      select from information_schema.columns s where s.table_schema = 'public'
        and s.table_name = c.table_name and s.column_name = 'school_id') as "ofSchool"
    from information_schema.columns c
    where c.table_schema = 'public' and c.data_type in ('text', 'jsonb')`.execute(school.house.db);
  const found: string[] = [];
  for (const { table, column, ofSchool } of columns) {
    const { rows } = await sql`select from ${sql.table(table)}
      where ${sql.ref(column)}::text ilike ${`%${text}%`}
        and ${ofSchool ? sql`school_id = ${small.id}` : sql`true`}`.execute(school.house.db);
    if (rows.length > 0) found.push(`${table}.${column}`);
  }
  return found.sort();
}

/** Rows per table that refer to someone by this number. */
async function referringTo(pattern: string, id: number): Promise<Record<string, number>> {
  const { rows: columns } = await sql<{ table: string; column: string }>`
    select c.table_name as table, c.column_name as column from information_schema.columns c
    where c.table_schema = 'public' and c.column_name ~ ${pattern}`.execute(school.house.db);
  const counts: Record<string, number> = {};
  for (const { table, column } of columns) {
    const { rows } = await sql`select from ${sql.table(table)}
      where ${sql.ref(column)} = ${id}`.execute(school.house.db);
    if (rows.length > 0) counts[table] = (counts[table] ?? 0) + rows.length;
  }
  return counts;
}

test("what is said to be erased is erased: nothing about a mother and her child is left anywhere", async () => {
  const { sanne, noor } = family;
  expect((await placesOf(canary)).length).toBeGreaterThan(25);
  await erase("people", sanne.id);
  await erase("pupils", noor);
  expect(await placesOf(canary)).toEqual([]);
  expect(await placesOf(sanne.address)).toEqual([]);

  const byAccount = "^account_id$|^(uploaded|asked|decided|added|applied|removed)_by$";
  expect(await referringTo(byAccount, sanne.accountId)).toEqual({});
  expect(await referringTo("^pupil_id$", noor)).toEqual({});
  // What stays refers to an empty row; these say so themselves.
  const stays = await referringTo("^(person|author|sender)_id$|^(created|used)_by$", sanne.id);
  expect(Object.keys(stays).sort()).toEqual([
    "agenda_items",
    "posts",
    "pupil_notes",
    "special_group_mails",
    "special_groups",
    "talk_rounds",
  ]);
});

test("each table that is said to be erased had something to erase", async () => {
  const erased = modules.flatMap(({ personal }) => Object.entries(personal?.tables ?? {}))
    .filter(([, how]) => how.erased === true).map(([table]) => table);
  const had = {
    ...await referringTo("^account_id$|^uploaded_by$", family.sanne.accountId),
    ...await referringTo("^(person|author|sender)_id$", family.sanne.id),
    ...await referringTo("^pupil_id$", family.noor),
  };
  const others = [
    "accounts",
    "people",
    "pupils",
    "pupil_scores",
    "pupil_result_files",
    "audit_entries",
  ];
  expect(erased.filter((table) => !(table in had) && !others.includes(table))).toEqual([]);
});

test("what others need stays: the post without her name, her vote in the count", async () => {
  const { db } = school.house;
  await erase("people", family.sanne.id);
  const post = await db.selectFrom("posts").select(["title", "author_name"])
    .where("id", "=", family.post).executeTakeFirstOrThrow();
  expect(post).toEqual({ title: "Luizenpluizen", author_name: "Oud-medewerker" });
  const reader = await small.browserOf(family.joost);
  const page = await reader.get(`${home()}/posts/${family.poll}`);
  expect(page.text).toContain("2 stemmen");
  const group = await db.selectFrom("special_groups").select("taken")
    .where("id", "=", family.specialGroup).executeTakeFirstOrThrow();
  expect(group.taken).toBe(1);
});

test("nothing of the other parent goes with her", async () => {
  const before = await placesOf(foreign);
  await erase("people", family.sanne.id);
  const joost = await small.browserOf(family.joost);
  expect((await joost.get(`${home()}/account`)).text).toContain(foreign);
  await erase("pupils", family.noor);
  // The note about another child and her own block stood in her rows.
  const after = await placesOf(foreign);
  expect(before.filter((place) => !after.includes(place))).toEqual([
    "audit_entries.subject",
    "guardianships.blocked_reason",
  ]);
});

test("she is out at her next request, and cannot come back in", async () => {
  const sanne = await small.browserOf(family.sanne);
  expect((await sanne.get(home())).status).toBe(200);
  await erase("people", family.sanne.id);
  expect((await sanne.get(home())).location).toContain("/sign-in");
  const forgotten = await school.visitor().post(`${home()}/password/forgotten`, {
    userName: family.sanne.address,
  });
  expect(forgotten.status).toBeLessThan(400);
  expect(await school.mails()).toEqual([]);
});

test("an account that is also used at another school stays, with its sign-in there", async () => {
  const { db } = school.house;
  const other = await SmallSchool.found(school, `klimboom-${schools}`);
  await db.insertInto("people").values({
    school_id: other.id,
    account_id: family.sanne.accountId,
    first_name: "Sanne",
  }).execute();
  await erase("people", family.sanne.id);
  const account = await db.selectFrom("accounts").select("user_name")
    .where("id", "=", family.sanne.accountId).executeTakeFirst();
  expect(account?.user_name).toBe(family.sanne.address);
  expect(await placesOf(`${canary}-sessions`)).toEqual(["sessions.device"]);
});

test("who shares an account keeps it, with what it read and chose", async () => {
  const { db } = school.house;
  await db.updateTable("people").set({ account_id: family.sanne.accountId })
    .where("id", "=", family.joost.id).execute();
  const page = await admin.get(`${home()}/privacy/erasure/people/${family.sanne.id}`);
  expect(page.text).toContain(`Het account blijft van Joost ${foreign}`);
  await erase("people", family.sanne.id);
  const left = await referringTo("^account_id$", family.sanne.accountId);
  expect(left).toMatchObject({ people: 1, read_marks: 1, poll_votes: 1, deliveries: 1 });
});

test("her files and her kept mail go too, others' stay", async () => {
  const { db, mailDir, pool } = school.house;
  await Deno.mkdir(mailDir, { recursive: true });
  const rows = await db.selectFrom("deliveries").select(["id", "account_id"])
    .where("school_id", "=", small.id).execute();
  for (const { id } of rows) await Deno.writeTextFile(`${mailDir}/d${small.id}-${id}.eml`, "x");
  await erase("people", family.sanne.id);
  const kept = [...Deno.readDirSync(mailDir)].map((file) => file.name)
    .filter((name) => name.startsWith(`d${small.id}-`));
  const hers = rows.find((row) => row.account_id === family.sanne.accountId)!;
  expect(kept).toHaveLength(1); // that of Joost; the question to the office was hers
  expect(kept).not.toContain(`d${small.id}-${hers.id}.eml`);
  const files = await pool.unsafe<{ name: string }[]>(
    "select name from files where school_id = $1 order by name",
    [small.id],
  );
  expect(files.map((file) => file.name)).toEqual([
    "brief.txt",
    `${canary}-pupil-photo.txt`,
    `${canary}-pupil_result_files.txt`,
  ]);
});

test("the log still says that something happened, no more with whom and what", async () => {
  await erase("people", family.sanne.id);
  const log = await admin.get(`${home()}/privacy/log?person=${family.sanne.id}`);
  expect(log.text).toContain("Gegevens gewijzigd: gewist");
  expect(log.text).toContain("Telefoon: gewist");
  expect(log.text).toContain("Persoon gewist: gewist");
  expect(log.text).not.toContain(canary);
});

test("a written record says who erased, why and how much, without a name", async () => {
  await erase("people", family.sanne.id);
  const record = await school.house.db.selectFrom("erasures").selectAll()
    .where("school_id", "=", small.id).executeTakeFirstOrThrow();
  expect(record).toMatchObject({
    kind: "person",
    subject_id: family.sanne.id,
    account_id: family.admin.accountId,
    reason: "request",
    counts: { accounts: 1, comments: 1, postsUnsigned: 1, votesUnsigned: 1, photos: 1 },
  });
  expect((await admin.get(`${home()}/privacy`)).text).toContain("Deze persoon vroeg erom");
});

test("before it is done the page says what goes and what stays, and does nothing", async () => {
  const before = await placesOf(canary);
  const page = await admin.get(`${home()}/privacy/erasure/people/${family.sanne.id}`);
  for (const words of ["1 account om mee in te loggen", "1 reactie", "1 bericht, zonder naam"]) {
    expect(page.text).toContain(words);
  }
  expect(await placesOf(canary)).toEqual(before);
});

test.each(["people", "pupils"] as const)(
  "of %s the page counts what then goes, and waits for nobody who is changing the roster",
  async (kind) => {
    const { house } = school;
    const id = kind === "people" ? family.sanne.id : family.noor;
    const path = `${home()}/privacy/erasure/${kind}/${id}`;
    const { text } = await house.db.transaction().execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(hashtext('roster'), ${small.id})`.execute(trx);
      await sql`select from ${sql.table(kind)} where id = ${id} for update`.execute(trx);
      return await admin.get(path);
    });
    await erase(kind, id);
    const { counts } = await house.db.selectFrom("erasures").select("counts")
      .where("school_id", "=", small.id).executeTakeFirstOrThrow();
    const said = [...countWords(counts, "nl", "gone"), ...countWords(counts, "nl", "kept")];
    expect(said.length).toBeGreaterThan(5);
    const items = [...text.matchAll(/<li>([^<]*)<\/li>/g)].map(([, item]) => item!);
    expect(items.filter((item) => /^\d|^de rol/.test(item)).sort()).toEqual(said.sort());
  },
);

test("without a reason or a tick nothing happens, and what was chosen stays", async () => {
  const before = await placesOf(canary);
  const path = `${home()}/privacy/erasure/people/${family.sanne.id}`;
  const unsure = await admin.post(path, { reason: "mistake" });
  expect(unsure.status).toBe(422);
  expect(unsure.text).toContain("Zet een vinkje als je het zeker weet.");
  expect(unsure.text).toMatch(/value="mistake"[^>]*checked/);
  expect((await admin.post(path, { sure: "on", reason: "zomaar" })).status).toBe(422);
  expect(await placesOf(canary)).toEqual(before);
});

test("only an admin erases, and never oneself", async () => {
  const office = await small.browserOf(await small.staff("Otto", "office"));
  const path = `${home()}/privacy/erasure/people/${family.sanne.id}`;
  expect((await office.get(path)).status).toBe(403);
  expect((await office.post(path, sure)).status).toBe(403);
  const self = await admin.post(`${home()}/privacy/erasure/people/${family.admin.id}`, sure);
  expect(self.status).toBe(422);
  expect(self.text).toContain("Jezelf kun je niet wissen.");
});

test("two admins who erase each other at the same moment leave one", async () => {
  const second = await small.staff("Olga", "admin");
  const other = await small.browserOf(second);
  const answers = await Promise.all([
    admin.post(`${home()}/privacy/erasure/people/${second.id}`, sure),
    other.post(`${home()}/privacy/erasure/people/${family.admin.id}`, sure),
  ]);
  const statuses = answers.map((answer) => answer.status).sort();
  expect(statuses[0]).toBe(303);
  expect(statuses[1]).toBeGreaterThanOrEqual(400);
  expect(statuses[1]).toBeLessThan(500);
  const admins = await school.house.db.selectFrom("staff").select("person_id")
    .where("school_id", "=", small.id).where("role", "=", "admin").execute();
  expect(admins).toHaveLength(1);
});

test("someone of another school, and who was erased before, are not found", async () => {
  await erase("pupils", family.noor);
  expect((await admin.post(`${home()}/privacy/erasure/pupils/${family.noor}`, sure)).status)
    .toBe(404);
  const pages = ["people/pupils/:id", "pupils/:id", "pupils/:id/sitters", "pupils/:id/notes"];
  for (const page of pages) {
    const { status } = await admin.get(`${home()}/${page.replace(":id", String(family.noor))}`);
    expect(status, page).toBe(404);
  }
  const other = await SmallSchool.found(school, `elders-${schools}`);
  const stranger = await other.pupil("Vreemd");
  expect((await admin.post(`${home()}/privacy/erasure/pupils/${stranger}`, sure)).status).toBe(404);
});

test("an import of the same file shows who was erased as new, and brings nothing of theirs back", async () => {
  const wolk = await openNewSchool();
  const child = `<leerling key="1"><achternaam>Vries</achternaam><voorvoegsel>de</voorvoegsel>
    <roepnaam>Noor</roepnaam><geboortedatum>2019-06-21</geboortedatum><groep key="g3"/></leerling>`;
  const file = {
    name: "school.xml",
    bytes: edex(`<groepen><groep key="g3"><naam>3a</naam><jaargroep>3</jaargroep></groep></groepen>
      <leerlingen>${child}</leerlingen>`),
  };
  const noors = () =>
    wolk.house.db.selectFrom("pupils").select(["id", "key", "first_name", "erased_at"]).orderBy(
      "id",
    )
      .execute();
  await wolk.bring([file]);
  const [first] = await noors();
  await wolk.admin.post(`/wolk/privacy/erasure/pupils/${first!.id}`, sure);
  const { page } = await wolk.read(file);
  expect(page.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ")).toContain(
    "Leerlingen 1 in het bestand Nieuw 1",
  );
  await wolk.bring([file]);
  expect(await noors()).toMatchObject([
    { id: first!.id, key: null, first_name: "" },
    { key: "1", first_name: "Noor", erased_at: null },
  ]);
  await wolk.close();
});

test("what a parent or teacher was writing when the child was erased is not there afterwards", async () => {
  const joost = await small.browserOf(family.joost);
  const { db } = school.house;
  const path = `${home()}/children/${family.noor}`;
  const sitter = { key: crypto.randomUUID(), name: "Oma Riet", phone: "06-12345678", note: "" };
  const before = await joost.post(`${path}/sitters`, sitter);
  expect(before.status).toBe(303); // the form is right
  let written: Promise<{ status: number }[]> | undefined;
  await db.transaction().execute(async (trx) => {
    await trx.selectFrom("pupils").select("id").where("id", "=", family.noor).forUpdate().execute();
    const erased = admin.post(`${home()}/privacy/erasure/pupils/${family.noor}`, sure);
    await waiting(1); // the erasure is first in the queue
    const others = [
      joost.post(`${path}/sitters`, { ...sitter, key: crypto.randomUUID() }),
      joost.post(path, { firstName: "Nora" }),
    ];
    written = Promise.all([erased, ...others]);
    await waiting(3);
  });
  expect((await written!).map((answer) => answer.status)).toEqual([303, 404, 404]);
  const left = await db.selectFrom("sitters").select("id").where("pupil_id", "=", family.noor)
    .execute();
  expect(left).toEqual([]);
});

/** Until so many statements wait for what someone else holds. */
async function waiting(count: number): Promise<void> {
  await expect.poll(async () => {
    const { rows } = await sql<{ waiting: number }>`select count(*)::int as waiting
      from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
      .execute(school.house.db);
    return rows[0]!.waiting;
  }, { timeout: 10_000 }).toBe(count);
}
