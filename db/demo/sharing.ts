import { sql } from "kysely";
import type { Audience } from "../../modules/school/tables.ts";
import type { Trx } from "../database.ts";
import type { Adult, People, Pupil } from "./families.ts";
import type { Random } from "./random.ts";
import { fullName } from "./school.ts";

type Shares = Record<string, Audience>;

/** Whom the sign-ins and the design tell about: who | field: audience */
const fixedTable = `
Samira de Wit|name: school, email: group, phone: group, photo: group
Jeroen van der Laan|
Noor|name: school, birthday: group, photo: group
Mees|name: group, birthday: group
Çağla|name: group, birthday: group, photo: group
Mats|name: group, photo: group
Zoë|`;

/**
 * Lets families choose: most share names and many a phone number with the group, some also with the
 * school, and one in eight nothing at all.
 */
export async function insertSharing(
  trx: Trx,
  schoolId: number,
  { adults, pupils }: People,
  random: Random,
): Promise<void> {
  const fixed = new Map(fixedTable.trim().split("\n").map((line) => parse(line)));
  const shy = new Set<Adult>();
  const children = pupils.map((pupil): [Pupil, Shares] => {
    const hides = random.chance(0.12);
    if (hides) { for (const { adult } of pupil.guardians) shy.add(adult); }
    const chosen = hides ? {} : childShares(random);
    return [pupil, fixed.get(pupil.firstName) ?? chosen];
  });
  const parents = adults.map((adult): [Adult, Shares] => {
    const chosen = shy.has(adult) || random.chance(0.08) ? {} : adultShares(random);
    return [adult, fixed.get(fullName(adult)) ?? chosen];
  });
  await choose(trx, "pupils", schoolId, children);
  await choose(trx, "people", schoolId, parents.filter(([adult]) => !adult.staff));
}

/** `Noor|name: school, birthday: group` */
function parse(line: string): [string, Shares] {
  const [who, choices = ""] = line.split("|");
  const pairs = choices.split(", ").filter(Boolean).map((choice) => choice.split(": "));
  return [who!, Object.fromEntries(pairs)];
}

function childShares(random: Random): Shares {
  return chosen(random, { birthday: 0.75, photo: 0.5 });
}

function adultShares(random: Random): Shares {
  return chosen(random, { phone: 0.7, email: 0.45, address: 0.25, photo: 0.4 });
}

/** The name, and each field by its chance; mostly with the group. */
function chosen(random: Random, fields: Record<string, number>): Shares {
  const shares: Shares = { name: random.chance(0.15) ? "school" : "group" };
  for (const [field, chance] of Object.entries(fields)) {
    if (!random.chance(chance)) continue;
    shares[field] = random.chance(0.08) ? "school" : "group";
  }
  return shares;
}

async function choose(
  trx: Trx,
  table: "people" | "pupils",
  schoolId: number,
  choices: [{ id: number }, Shares][],
): Promise<void> {
  const rows = choices.map(([{ id }, shares]) => ({ id, shares }));
  await sql`
    update ${sql.table(table)} t set shares = x.shares
    from json_to_recordset(${JSON.stringify(rows)}::json) x(id bigint, shares jsonb)
    where t.school_id = ${schoolId} and t.id = x.id`.execute(trx);
}
