import { afterAll, beforeAll, expect, test } from "vitest";
import { sql } from "kysely";
import { modules } from "../modules/mod.ts";
import { listZip, unzip } from "../modules/school/import/zip.ts";
import type { Coverage } from "../web/personal.ts";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import { canary, foreign, keepFamily, type KeptFamily } from "./support/kept.ts";
import { SmallSchool } from "./support/small_school.ts";
import type { Visitor } from "./support/visitor.ts";

let school: TestHouse;
let small: SmallSchool;
let family: KeptFamily;
beforeAll(async () => {
  school = await openTestHouse({ seed: "empty" });
  small = await SmallSchool.found(school);
  family = await keepFamily(small);
});
afterAll(() => school.close());

const covered = () =>
  Object.assign({}, ...modules.map((module) => module.personal?.tables ?? {})) as Record<
    string,
    Coverage
  >;

/** What someone's browser downloads: the contents by name. */
async function download(visitor: Visitor): Promise<Map<string, string>> {
  const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const answer = await school.app.request("http://school.test/regenton/account/data", {
    method: "POST",
    headers: { cookie },
  });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("application/zip");
  expect(answer.headers.get("content-disposition")).toMatch(/^attachment; .*\.zip/);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return unzip(bytes, listZip(bytes));
}

test("of every table with people in it a module says whether it is downloaded and erased", async () => {
  const { rows } = await sql<{ table: string }>`
    select distinct table_name as table from information_schema.columns
    where table_schema = 'public' and (column_name ~ '(^|_)(person|pupil|account|author|sender)_id$'
      or column_name ~ '_by$')`.execute(school.house.db);
  expect(rows.length).toBeGreaterThan(25);
  const missing = rows.map(({ table }) => table).filter((table) => !(table in covered()));
  expect(missing).toEqual([]);
});

/** Where in the download it shows that a table is in it. */
const evidence: Record<string, [file: string, text: string]> = {
  accounts: ["account", "sanne@regenton.example"],
  sessions: ["apparaten", `${canary}-sessions`],
  people: ["over-mij", `${canary}-street`],
  pupils: ["kinderen", `${canary}-pupils`],
  guardianships: ["kinderen", "moeder"],
  group_pupils: ["kinderen", "2026: 5a"],
  contacts: ["extra-contactgegevens", `${canary}-pupil-contacts`],
  staff: ["werk", `${canary}-staff`],
  group_staff: ["werk", "2026: 5a"],
  senders: ["schrijfrechten", `${canary}-senders`],
  change_requests: ["gevraagde-wijzigingen", `${canary}-pupil-change`],
  posts: ["berichten", "Luizenpluizen"],
  comments: ["reacties", `${canary}-comments`],
  post_symbols: ["hartjes-en-stemmen", "heart"],
  poll_votes: ["hartjes-en-stemmen", "Dinsdag"],
  read_marks: ["gelezen", "Wanneer komt u"],
  agenda_items: ["agenda", "Schoolreis"],
  deliveries: ["mail", "sanne@regenton.example"],
  notification_choices: ["mail-uit", "board"],
  special_groups: ["speciale-groepen", "Luizenouders"],
  special_group_members: ["speciale-groepen", "addedAt"],
  special_group_mails: ["mails-aan-groepen", "Kom om half negen"],
  sitters: ["oppas", `${canary}-sitters`],
  pupil_notes: ["notities", `${canary}-pupil_notes`],
  pupil_results: ["resultaten", `${canary}-pupil_results`],
  pupil_scores: ["resultaten", `${canary}-pupil_scores`],
  talk_rounds: ["rondes-oudergesprekken", "Herfstronde"],
  talk_round_teachers: ["rondes-oudergesprekken", "schoolYear"],
  talk_invitees: ["notities-bij-oudergesprekken", `${canary}-talk_invitees`],
  talk_slots: ["oudergesprekken", `${canary}-talk_slots`],
  talk_wishes: ["wensen-voor-oudergesprekken", '"choice": 7'],
  talk_waits: ["wensen-voor-oudergesprekken", '"askedAt": "20'],
  audit_entries: ["logboek", `${canary}-audit_entries`],
};

const inFiles: Record<string, string> = {
  files: "bestanden/over-mij/Sanne.webp",
  pupil_result_files: `bestanden/resultaten/Noor-${canary}-pupil_result_files.txt`,
};

test("a parent gets everything about herself and her child in one file", async () => {
  const all = await download(await small.browserOf(family.sanne));
  const exported = Object.entries(covered()).filter(([, how]) => how.exported === true)
    .map(([table]) => table);
  expect(exported.filter((table) => !evidence[table] && !inFiles[table])).toEqual([]);
  for (const table of exported) {
    const [file, text] = evidence[table] ?? [];
    if (file) expect(all.get(`json/${file}.json`), table).toContain(text);
    else expect([...all.keys()]).toContain(inFiles[table]);
  }
  expect(all.get("bestanden/over-mij/Sanne.webp")).toBe(`${canary}-photo`);
  expect(all.get("bestanden/kinderen/Noor.webp")).toBe(`${canary}-pupil-photo`);
  expect(all.get("README.txt")).toContain("Basisschool regenton");
  expect(JSON.parse(all.get("json/kinderen.json")!)[0].bornOn).toBe("2018-03-04");
  expect(all.get("csv/kinderen.csv")).toMatch(/Geboortedatum/);
  expect(JSON.parse(all.get("json/over-mij.json")!)[0].shares).toEqual({
    Telefoon: "ouders van de groep",
  });
  expect(all.get("csv/over-mij.csv")).toContain("Telefoon: ouders van de groep");
  expect(all.get("json/werk.json")).not.toMatch(/"(teacher|office|admin)"/);
});

test("nothing of the other parent, of a blocked child, or of the school alone is in it", async () => {
  const all = await download(await small.browserOf(family.sanne));
  const found = [...all].filter(([, text]) => text.includes(foreign)).map(([name]) => name);
  expect(found).toEqual([]);
  const whole = [...all.values()].join("");
  for (const secret of ["Joost", "Fedde", "Mieke", "joost@", "password_hash", "token", "secret:"]) {
    expect(whole, secret).not.toContain(secret);
  }
});

test("the other parent finds the child, and nothing of the first parent", async () => {
  const all = await download(await small.browserOf(family.joost));
  const whole = [...all.values()].join("");
  expect(whole).toContain(`${canary}-sitters`);
  for (
    const table of ["people", "street", "comments", "staff", "sessions", "photo", "change_requests"]
  ) {
    expect(whole, table).not.toMatch(new RegExp(`(?<!pupil-)${canary}-${table}\\b`));
  }
});

test("whoever looked at the child is told as someone at school, whoever changed it oneself as you", async () => {
  const all = await download(await small.browserOf(family.sanne));
  const log = JSON.parse(all.get("json/logboek.json")!) as { by: string; what: string }[];
  expect(log).toContainEqual(
    expect.objectContaining({ by: "iemand van school", what: "Groepslijst bekeken: Noor" }),
  );
  expect(log.at(-1)).toMatchObject({ by: "u", what: "Eigen gegevens gedownload: Sanne" });
});

test("when the other parent looked at the child is not told", async () => {
  const joost = await small.browserOf(family.joost);
  expect((await joost.get(`/regenton/children/${family.noor}`)).status).toBe(200);
  const log = async (who: { id: number; accountId: number; address: string }) =>
    JSON.parse((await download(await small.browserOf(who))).get("json/logboek.json")!) as {
      by: string;
      what: string;
    }[];
  const look = expect.objectContaining({ what: "Kindpagina bekeken: Noor" });
  expect(await log(family.joost)).toContainEqual(look);
  expect(await log(family.sanne)).not.toContainEqual(look);
  expect((await log(family.sanne)).map((line) => line.by)).not.toContain("iemand anders");
});

test("a cell that a spreadsheet would run is only text", async () => {
  const { db } = school.house;
  await db.updateTable("people").set({ city: '=HYPERLINK("https://x")' })
    .where("id", "=", family.joost.id).execute();
  const all = await download(await small.browserOf(family.joost));
  expect(all.get("csv/over-mij.csv")).toContain(`"'=HYPERLINK(""https://x"")"`);
  await db.updateTable("people").set({ city: null }).where("id", "=", family.joost.id).execute();
});

test("a read-only parent gets theirs too, and it is in the log", async () => {
  const { db } = school.house;
  await db.updateTable("people").set({ read_only: true }).where("id", "=", family.joost.id)
    .execute();
  const all = await download(await small.browserOf(family.joost));
  expect(all.get("json/over-mij.json")).toContain("Joost");
  const entry = await db.selectFrom("audit_entries").select(["account_id", "person_ids"])
    .where("action", "=", "ownDataDownloaded").orderBy("id", "desc").limit(1).executeTakeFirst();
  expect(entry).toEqual({ account_id: family.joost.accountId, person_ids: [family.joost.id] });
});

test("who downloads again and again is asked to wait, and gets it the next day", async () => {
  const visitor = await small.browserOf(family.admin);
  const press = () => visitor.post("/regenton/account/data");
  let last = await press();
  for (let n = 0; n < 25 && last.status === 200; n++) last = await press();
  expect(last.status).toBe(429);
  expect(last.text).toContain("Probeer het later nog eens.");
  expect(Number(last.headers.get("retry-after"))).toBeGreaterThan(0);
  school.clock.travel("2026-11-12T09:00:00+01:00");
  expect((await press()).status).toBe(200);
});
