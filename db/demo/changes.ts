import type { Trx } from "../database.ts";
import type { Adult, Pupil } from "./families.ts";
import { insertRows } from "./insert.ts";
import type { DemoSchool } from "./school.ts";

/** child or adult | kind | label | value | which other parents see it */
const contactTable = `
Samira de Wit|phone|Werk|010-0000423|none
Noor|phone|Oma Fatma|06-00000412|group
Noor|phone|Buurvrouw Ans|06-00000466|none
Mees|phone|Oma Fatma|06-00000412|none
Mats|email|Opa Wim|opa.wim@post.example|group`;

/** who asked | of which child, or of themselves | field | what it becomes | school days ago */
const pendingTable = `
Samira de Wit|Noor|initials|N.S.|0
Samira de Wit|Noor|contact|phone,Sportclub,010-0000431|0
Ruben Verhoeven||address|Wilgenpad,12,b,1234 AB|1
Ruben Verhoeven||phone|0600000811|1
Kadir Yıldız|Çağla|firstName|Çağla Su|2`;

/** who asked | of which child | field | what it was | what was asked | school days ago | why not */
const decidedTable = `
Ilse Hendriks||phone|0600000822|0600000833|6|
Thomas Bakker|Teun|lastName|Bakker|Bakker-Smit|8|Dit kan pas als het bij de gemeente is gewijzigd.`;

/** Further numbers, changes that wait for the office, and some that it decided on. */
export async function insertChanges(trx: Trx, school: DemoSchool): Promise<void> {
  const { present, people: { adults, pupils }, id: school_id } = school;
  const adultOf = (name: string) => adults.find((adult) => fullName(adult) === name);
  const pupilOf = (name: string) => pupils.find((pupil) => pupil.firstName === name);
  await insertRows(
    trx,
    "contacts",
    lines(contactTable).map(([of, kind, label, value, shared]) => ({
      school_id,
      person_id: adultOf(of!)?.id ?? null,
      pupil_id: adultOf(of!) ? null : pupilOf(of!)!.id,
      kind: kind as "phone" | "email",
      label: label!,
      value: value!,
      shared_with: shared as "none" | "group",
    })),
  );
  const request = (by: string, child: string, field: string, from: unknown, to: unknown) => ({
    school_id,
    person_id: child ? null : adultOf(by)!.id,
    pupil_id: child ? pupilOf(child)!.id : null,
    field,
    old_value: JSON.stringify(from),
    new_value: JSON.stringify(to),
    asked_by: adultOf(by)!.accountId,
  });
  const pending = lines(pendingTable).map(([by, child, field, to, ago]) => ({
    ...request(
      by!,
      child!,
      field!,
      kept(field!, child ? pupilOf(child)! : adultOf(by!)!),
      becomes(field!, to!),
    ),
    asked_at: present.at(present.schoolDaysAgo(Number(ago)), "08:05"),
    state: "pending" as const,
    decided_by: null,
    decided_at: null,
    reason: null,
  }));
  const office = adults.find(({ staff }) => staff?.role === "office")!;
  const decided = lines(decidedTable).map(([by, child, field, from, to, ago, reason]) => ({
    ...request(by!, child!, field!, from, to),
    asked_at: present.at(present.schoolDaysAgo(Number(ago)), "20:40"),
    state: reason ? "rejected" as const : "approved" as const,
    decided_by: office.accountId,
    decided_at: present.at(present.schoolDaysAgo(Number(ago) - 1), "09:15"),
    reason: reason || null,
  }));
  await trx.insertInto("change_requests").values([...pending, ...decided]).execute();
}

const fullName = ({ firstName, prefix, lastName }: Adult) =>
  [firstName, prefix, lastName].filter(Boolean).join(" ");

/** What it is now. */
function kept(field: string, of: Adult | Pupil): unknown {
  if (field === "initials") return `${[...of.firstName][0]}.`;
  if (field === "firstName") return of.firstName;
  if (!("phone" in of)) return null;
  return field === "phone" ? of.phone : { ...of.address, houseAddition: "", city: "Regenmeer" };
}

function becomes(field: string, to: string): unknown {
  const [first, second, third, fourth] = to.split(",");
  if (field === "contact") return { kind: first, label: second, value: third };
  if (field !== "address") return to;
  return {
    street: first,
    houseNumber: second,
    houseAddition: third,
    postcode: fourth,
    city: "Regenmeer",
  };
}

const lines = (table: string) => table.trim().split("\n").map((line) => line.split("|"));
