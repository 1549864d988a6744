import type { FileStore } from "../file_store.ts";
import type { Trx } from "../database.ts";
import { addDays } from "../../web/dates.ts";
import type { Present } from "./calendar.ts";
import type { Adult } from "./families.ts";
import { insertReturningIds, insertRows } from "./insert.ts";
import { pdf } from "./pdf.ts";
import type { DemoSchool } from "./school.ts";

/** child (of 5a, or a brother) | name | phone | days (1 is Monday) | note */
const sitterTable = `
Noor|Oma Fatma|06-00000412|3|Heeft een eigen sleutel.
Noor|Lisa Smit|06-00000427|1 4|Het buurmeisje, komt op de fiets.
Mees|Oma Fatma|06-00000412|3|
Mats|Opa Wim|06-00000433|2 5|Wacht bij het hek aan de achterkant.`;

/** child | school days ago | shared (+) or not (-) | text */
const noteTable = `
Noor|3|+|Noor hielp vandaag uit zichzelf een kind dat zijn beker had omgegooid. Ze was er zelf ook trots op.
Noor|9|-|Is na het weekend vaak moe. Nog even aankijken, daarna met de ouders bespreken.
Noor|24|+|Noor leest nu een niveau hoger. Thuis een kwartier lezen helpt: laat haar vooral zelf kiezen wat.
Mees|5|+|Mees durfde in de kring te vertellen over de hond van oma. Hij straalde.
Mats|6|-|Wil naast Bram zitten. Dat gaat rustiger dan verwacht.`;

const results = [
  {
    child: "Noor",
    daysAgo: 12,
    title: "Toetsen herfst",
    note:
      "I is het hoogst, V het laagst. Rekenen ging beter dan vorig jaar. Bij begrijpend lezen oefenen we met moeilijke woorden.",
    scores: ["Rekenen|IV", "Begrijpend lezen|III", "Spelling|II", "Technisch lezen|I"],
    report: false,
  },
  {
    child: "Noor",
    daysAgo: 34,
    title: "Rapport na de zomer",
    note: "",
    scores: ["Rekenen|ruim voldoende", "Taal|goed", "Zelfstandig werken|goed"],
    report: true,
  },
  {
    child: "Mees",
    daysAgo: 12,
    title: "Observatie herfst",
    note: "Mees speelt graag met anderen en kent al twaalf letters.",
    scores: ["Taal|goed", "Motoriek|volop in ontwikkeling"],
    report: false,
  },
];

/** A file in the store, not yet known to the database. */
interface StoredReport {
  hash: string;
  size: number;
}

/** Puts the report of one child in the store. */
export async function storeReport(files: FileStore): Promise<StoredReport> {
  const bytes = pdf("Rapport van Noor de Wit", [
    "Groep 5a, juf Hanneke",
    "",
    "Noor werkt met plezier en helpt graag een ander.",
    "Rekenen: ruim voldoende",
    "Taal: goed",
    "Zelfstandig werken: goed",
  ]);
  return { hash: await files.put(bytes), size: bytes.length };
}

/** Sitters, notes and results of the children whom the sign-ins tell about. */
export async function insertRecords(
  trx: Trx,
  school: DemoSchool,
  report: StoredReport,
): Promise<void> {
  const { id, present } = school;
  const now = present.now;
  await insertRows(
    trx,
    "sitters",
    lines(sitterTable).map(([child, name, phone, days, note]) => ({
      school_id: id,
      pupil_id: pupilOf(school, child!).id,
      name: name!,
      phone: phone!,
      days: days!.split(" ").map(Number),
      note: note!,
      form_key: null,
      created_at: now,
      updated_at: now,
    })),
  );
  await insertRows(
    trx,
    "pupil_notes",
    lines(noteTable).map(([child, daysAgo, shared, body]) => ({
      school_id: id,
      pupil_id: pupilOf(school, child!).id,
      ...signed(school, child!),
      body: body!,
      shared: shared === "+",
      form_key: null,
      ...written(present, Number(daysAgo)),
    })),
  );
  await insertResults(trx, school, report);
}

async function insertResults(trx: Trx, school: DemoSchool, report: StoredReport) {
  const { id, present } = school;
  const ids = await insertReturningIds(
    trx,
    "pupil_results",
    results.map(({ child, daysAgo, title, note }) => ({
      school_id: id,
      pupil_id: pupilOf(school, child).id,
      ...signed(school, child),
      title,
      held_on: addDays(present.schoolDaysAgo(daysAgo), -1),
      note,
      form_key: null,
      ...written(present, daysAgo),
    })),
  );
  await insertRows(
    trx,
    "pupil_scores",
    results.flatMap(({ scores }, i) =>
      scores.map((row, position) => {
        const [subject, score] = row.split("|");
        return {
          school_id: id,
          result_id: ids[i]!,
          position,
          subject: subject!,
          score: score!,
        };
      })
    ),
  );
  const [fileId] = await insertReturningIds(trx, "files", [{
    school_id: id,
    ...report,
    name: "Rapport Noor.pdf",
    type: "application/pdf",
    uploaded_by: teacherOf(school, "Noor").accountId,
    created_at: present.now,
  }]);
  await insertRows(
    trx,
    "pupil_result_files",
    results.flatMap((result, i) =>
      result.report ? [{ school_id: id, result_id: ids[i]!, file_id: fileId! }] : []
    ),
  );
}

/** A child of group 5a, or a brother or sister in `fixedSiblings`. */
function pupilOf({ people }: DemoSchool, firstName: string) {
  const own = people.pupils.filter((pupil) => pupil.firstName === firstName);
  return own.find(({ group }) => group === "5a") ?? own.find(({ lastName }) => lastName === "Wit")!;
}

function teacherOf(school: DemoSchool, child: string): Adult {
  const { group } = pupilOf(school, child);
  return school.groups.find(({ name }) => name === group)!.teachers[0]!;
}

function signed(school: DemoSchool, child: string) {
  const teacher = teacherOf(school, child);
  return { author_id: teacher.id, author_name: teacher.staff!.title };
}

function written(present: Present, daysAgo: number) {
  const at = present.at(present.schoolDaysAgo(daysAgo), "15:40");
  return { created_at: at, updated_at: at };
}

const lines = (table: string) => table.trim().split("\n").map((line) => line.split("|"));
