import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listClass } from "../modules/school/class_list.queries.ts";
import {
  personFields,
  pupilFields,
  seesContactOfPerson,
  seesContactOfPupil,
  seesOfPerson,
  seesOfPupil,
} from "../modules/school/sharing.ts";
import { findVisit, hashToken } from "../web/session.ts";
import type { Viewer } from "../web/viewer.ts";
import { openTestHouse, type TestHouse } from "./support/house.ts";

// Who sees which field of whom, for random families, beside an oracle that knows no SQL.

let house: TestHouse;
beforeAll(async () => void (house = await openTestHouse({ seed: "empty" })));
afterAll(() => house.close());

type Audience = "school" | "group" | "none";
interface Adult {
  account: number;
  role: "teacher" | "office" | "admin" | null;
  state: "here" | "left" | "blocked" | "deceased";
  readOnly: boolean;
  secret: boolean;
  shares: Record<string, Audience>;
  contact: Audience;
}
interface Pupil {
  groups: number[];
  left: boolean;
  shares: Record<string, Audience>;
  contact: Audience;
}
interface Ward {
  adult: number;
  pupil: number;
  blocked: boolean;
}
interface School {
  adults: Adult[];
  pupils: Pupil[];
  wards: Ward[];
}

const accounts = 7;
/** Two of this year, one of this year that was closed, and one of last year. */
const groups = [
  { year: 2026, closed: false },
  { year: 2026, closed: false },
  { year: 2026, closed: true },
  { year: 2025, closed: false },
];

const audience = fc.constantFrom<Audience>("school", "group", "none");
const mostly = <T>(usual: T, ...others: T[]) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, fc.constantFrom(...others));
const shares = (fields: readonly string[]) =>
  fc.record(
    Object.fromEntries(fields.map((field) => [field, audience])),
    { requiredKeys: [] },
  ) as fc.Arbitrary<Record<string, Audience>>;

const adult: fc.Arbitrary<Adult> = fc.record({
  account: fc.integer({ min: 0, max: accounts - 1 }),
  role: mostly<Adult["role"]>(null, "teacher", "office", "admin"),
  state: mostly<Adult["state"]>("here", "left", "blocked", "deceased"),
  readOnly: mostly(false, true),
  secret: mostly(false, true),
  shares: shares(personFields),
  contact: audience,
});
const pupil: fc.Arbitrary<Pupil> = fc.record({
  groups: fc.uniqueArray(fc.integer({ min: 0, max: groups.length - 1 }), { maxLength: 2 }),
  left: mostly(false, true),
  shares: shares(pupilFields),
  contact: audience,
});
const someSchool: fc.Arbitrary<School> = fc
  .tuple(
    fc.array(adult, { minLength: 3, maxLength: 9 }),
    fc.array(pupil, { minLength: 2, maxLength: 8 }),
  )
  .chain(([adults, pupils]) =>
    fc.record({
      adults: fc.constant(adults),
      pupils: fc.constant(pupils),
      wards: fc.uniqueArray(
        fc.record({
          adult: fc.nat(adults.length - 1),
          pupil: fc.nat(pupils.length - 1),
          blocked: mostly(false, true),
        }),
        { maxLength: 14, selector: (ward) => `${ward.adult} ${ward.pupil}` },
      ),
    })
  );

// The oracle ----------------------------------------------------------------------------------

const isHere = (one: Adult) => one.state === "here";
const isCurrent = (group: number) => groups[group]!.year === 2026 && !groups[group]!.closed;

/** What an account is at a school: nobody, or with these children and perhaps as staff. */
function oracleViewer(school: School, account: number) {
  const people = school.adults.keys()
    .filter((i) => school.adults[i]!.account === account && isHere(school.adults[i]!)).toArray();
  const children = school.wards
    .filter((ward) => people.includes(ward.adult) && !ward.blocked)
    .map((ward) => ward.pupil).filter((i) => !school.pupils[i]!.left);
  const staff = people.some((i) => school.adults[i]!.role !== null);
  if (!staff && children.length === 0) return undefined;
  const own = children.flatMap((i) => school.pupils[i]!.groups).filter(isCurrent);
  const office = people.some((i) => ["office", "admin"].includes(school.adults[i]!.role ?? ""));
  return { people, children, staff, office, groups: new Set(own) };
}
type Looker = NonNullable<ReturnType<typeof oracleViewer>>;

function sharedByPupil(looker: Looker, one: Pupil, chosen: Audience = "none"): boolean {
  return chosen === "school" ||
    (chosen === "group" && one.groups.some((group) => looker.groups.has(group)));
}

/** Who has no child here, or is blocked for each of them, shares nothing with anyone any more. */
function sharedByAdult(school: School, looker: Looker, i: number, chosen: Audience = "none") {
  const children = school.wards.filter((ward) => ward.adult === i && !ward.blocked)
    .map((ward) => school.pupils[ward.pupil]!).filter((child) => !child.left);
  return children.some((child) => chosen === "school" || sharedByPupil(looker, child, chosen));
}

/** Blocked, wholly or for each child who is here. */
function isShut(school: School, i: number): boolean {
  const here = school.wards.filter(({ adult, pupil }) =>
    adult === i && !school.pupils[pupil]!.left
  );
  return school.adults[i]!.state === "blocked" ||
    (here.length > 0 && here.every((ward) => ward.blocked));
}

function oracleOfAdult(school: School, looker: Looker, i: number, field: string): boolean {
  const one = school.adults[i]!;
  if (looker.people.includes(i)) return true;
  if (looker.staff) return looker.office || field !== "photo" || !isShut(school, i);
  if (!isHere(one) || !sharedByAdult(school, looker, i, one.shares.name)) return false;
  if (field === "address" && one.secret) return false;
  const chosen = field === "contact" ? one.contact : one.shares[field];
  return sharedByAdult(school, looker, i, chosen);
}

function oracleOfPupil(school: School, looker: Looker, i: number, field: string): boolean {
  const one = school.pupils[i]!;
  if (looker.staff || looker.children.includes(i)) return true;
  if (one.left || !sharedByPupil(looker, one, one.shares.name)) return false;
  return sharedByPupil(looker, one, field === "contact" ? one.contact : one.shares[field]);
}

// The same in the database --------------------------------------------------------------------

const at = new Date("2026-10-01T12:00:00Z");
const adultData = (i: number) => ({
  first_name: `Ouder${i}`,
  last_name: `Achter${i}`,
  phone: `06-0000000${i}`,
  email: `ouder${i}@post.example`,
  street: "Pad",
  house_number: `${i}`,
  postcode: "1234 AB",
  city: "Regenmeer",
});

interface Kept {
  id: number;
  shortName: string;
  groups: number[];
  adults: number[];
  pupils: number[];
}

async function keep(school: School, shortName: string, accountIds: number[]): Promise<Kept> {
  const { db } = house.house;
  const { id } = await db.insertInto("schools").values({
    short_name: shortName,
    name: shortName,
    menu: "{}",
  }).returning("id").executeTakeFirstOrThrow();
  const school_id = id;
  const insertedGroups = await db.insertInto("groups").values(groups.map((group, i) => ({
    school_id,
    name: `${i}`,
    school_year: group.year,
    position: i,
    left_at: group.closed ? at : null,
  }))).returning(["id", "position"]).execute();
  const groupIds = groups.map((_, i) => insertedGroups.find((row) => row.position === i)!.id);
  const adults = byKey(
    await db.insertInto("people").values(school.adults.map((one, i) => ({
      school_id,
      key: `${i}`,
      ...adultData(i),
      account_id: accountIds[one.account]!,
      read_only: one.readOnly,
      secret_address: one.secret,
      deceased: one.state === "deceased",
      left_at: one.state === "left" ? at : null,
      blocked_at: one.state === "blocked" ? at : null,
      shares: JSON.stringify(one.shares),
    }))).returning(["id", "key"]).execute(),
  );
  const pupils = byKey(
    await db.insertInto("pupils").values(school.pupils.map((one, i) => ({
      school_id,
      key: `${i}`,
      first_name: `Kind${i}`,
      last_name: `Achter${i}`,
      born_on: "2018-04-12",
      left_at: one.left ? at : null,
      shares: JSON.stringify(one.shares),
    }))).returning(["id", "key"]).execute(),
  );
  const working = school.adults.flatMap(({ role }, i) =>
    role ? [{ school_id, person_id: adults[i]!, role }] : []
  );
  const placed = school.pupils.flatMap((one, i) =>
    one.groups.map((group) => ({ school_id, pupil_id: pupils[i]!, group_id: groupIds[group]! }))
  );
  const wards = school.wards.map((ward) => ({
    school_id,
    person_id: adults[ward.adult]!,
    pupil_id: pupils[ward.pupil]!,
    blocked_at: ward.blocked ? at : null,
  }));
  if (working.length > 0) await db.insertInto("staff").values(working).execute();
  if (placed.length > 0) await db.insertInto("group_pupils").values(placed).execute();
  if (wards.length > 0) await db.insertInto("guardianships").values(wards).execute();
  const contact = { school_id, kind: "phone" as const, label: "werk", value: "010-0000000" };
  await db.insertInto("contacts").values([
    ...school.adults.map((one, i) => ({
      ...contact,
      person_id: adults[i]!,
      shared_with: one.contact,
    })),
    ...school.pupils.map((one, i) => ({
      ...contact,
      pupil_id: pupils[i]!,
      shared_with: one.contact,
    })),
  ]).execute();
  return { id, shortName, groups: groupIds, adults, pupils };
}

const byKey = (rows: { id: number; key: string | null }[]) =>
  rows.toSorted((a, b) => Number(a.key) - Number(b.key)).map((row) => row.id);

/** Accounts with a session each. */
async function signedIn(): Promise<{ ids: number[]; tokens: string[] }> {
  const { db } = house.house;
  const ids: number[] = [];
  const tokens: string[] = [];
  for (let i = 0; i < accounts; i++) {
    const name = `${randomBytes(8).toString("hex")}@post.example`;
    const { id } = await db.insertInto("accounts").values({ user_name: name, email: name })
      .returning("id").executeTakeFirstOrThrow();
    const token = randomBytes(16).toString("hex");
    await db.insertInto("sessions").values({
      token_hash: hashToken(token),
      account_id: id,
      device: "",
      created_at: at,
      last_seen_at: house.clock.now(),
      expires_at: new Date("2030-01-01T00:00:00Z"),
    }).execute();
    ids.push(id);
    tokens.push(token);
  }
  return { ids, tokens };
}

/** What the rule says of each field: `{ "0": { name: true, … } }`. */
async function saysOf(viewer: Viewer, of: "people" | "pupils") {
  const p = of === "people";
  const fields = p
    ? personFields.map((field) => sql`${sql.lit(field)}, ${seesOfPerson(viewer, field)}`)
    : pupilFields.map((field) => sql`${sql.lit(field)}, ${seesOfPupil(viewer, field)}`);
  const contact = p ? seesContactOfPerson(viewer) : seesContactOfPupil(viewer);
  const one = sql.ref(p ? "p" : "k");
  const { rows } = await sql<{ key: string; says: Record<string, boolean> }>`
    select ${one}.key, json_build_object(${sql.join(fields)},
      'contact', (select bool_or(${contact}) from contacts t where t.school_id = ${one}.school_id
        and t.${sql.ref(p ? "person_id" : "pupil_id")} = ${one}.id)) as says
    from ${sql.table(of)} ${one} where ${one}.school_id = ${viewer.school.id}`
    .execute(house.house.db);
  return Object.fromEntries(rows.map(({ key, says }) => [key, says]));
}

/** How many of another school the rule would show, where a query forgets to ask for the school. */
async function countSeen(viewer: Viewer, schoolId: number): Promise<number> {
  const { rows: [row] } = await sql<{ seen: number }>`
    select (select count(*)::int from people p
        where p.school_id = ${schoolId} and ${seesOfPerson(viewer, "name")})
      + (select count(*)::int from pupils k
        where k.school_id = ${schoolId} and ${seesOfPupil(viewer, "name")}) as seen`
    .execute(house.house.db);
  return row!.seen;
}

const oracleTable = (
  count: number,
  fields: readonly string[],
  sees: (i: number, field: string) => boolean,
) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      `${i}`,
      Object.fromEntries([...fields, "contact"].map((field) => [field, sees(i, field)])),
    ]),
  );

/**
 * The class list as the oracle would write it, in no order: what the group sees, so that what is
 * one's own is on it as it is on that of others. Of one's own child the name is always there.
 */
function oracleList(school: School, own: Looker, group: number) {
  const looker = own.staff ? own : { ...own, people: [], children: [] };
  return school.pupils.flatMap((one, i): object[] => {
    if (one.left || !one.groups.includes(group)) return [];
    const onlyYou = !oracleOfPupil(school, looker, i, "name");
    if (onlyYou && !own.children.includes(i)) return [];
    if (onlyYou) {
      return [{ name: `Kind${i}`, bornOn: null, contacts: 0, guardians: [], onlyYou }];
    }
    const guardians = school.wards
      .filter((ward) => ward.pupil === i && !ward.blocked && isHere(school.adults[ward.adult]!))
      .filter((ward) => oracleOfAdult(school, looker, ward.adult, "name"))
      .map(({ adult: j }) => ({
        name: `Ouder${j}`,
        phone: oracleOfAdult(school, looker, j, "phone") ? `06-0000000${j}` : null,
        email: oracleOfAdult(school, looker, j, "email") ? `ouder${j}@post.example` : null,
        address: oracleOfAdult(school, looker, j, "address") && !school.adults[j]!.secret
          ? `Pad ${j}, 1234 AB Regenmeer`
          : null,
        contacts: oracleOfAdult(school, looker, j, "contact") ? 1 : 0,
      }));
    return [{
      name: `Kind${i}`,
      bornOn: oracleOfPupil(school, looker, i, "birthday") ? "2018-04-12" : null,
      contacts: oracleOfPupil(school, looker, i, "contact") ? 1 : 0,
      guardians: guardians.toSorted((a, b) => a.name < b.name ? -1 : 1),
      onlyYou,
    }];
  });
}

async function shownList(viewer: Viewer, groupId: number) {
  const pupils = await listClass(house.house.db, viewer, groupId);
  return pupils.map((one) => ({
    name: one.firstName,
    bornOn: one.bornOn,
    contacts: one.contacts.length,
    guardians: one.guardians.map((guardian) => ({
      name: guardian.firstName,
      phone: guardian.phone,
      email: guardian.email,
      address: guardian.address,
      contacts: guardian.contacts.length,
    })).toSorted((a, b) => a.name < b.name ? -1 : 1),
    onlyYou: one.onlyYou,
  })).toSorted((a, b) => a.name < b.name ? -1 : 1);
}

test(
  "whoever looks, sees of everyone what they chose to share, and of nobody anything else",
  async () => {
    let run = 0;
    const seen = { shown: 0, hidden: 0 };
    await fc.assert(
      fc.asyncProperty(someSchool, someSchool, async (one, other) => {
        run++;
        const { ids, tokens } = await signedIn();
        const schools = [one, other];
        const kept = [await keep(one, `een${run}x`, ids), await keep(other, `twee${run}x`, ids)];
        for (const [n, school] of schools.entries()) {
          const { shortName, groups: groupIds } = kept[n]!;
          for (const [account, token] of tokens.entries()) {
            const looker = oracleViewer(school, account);
            const viewer = (await findVisit(house.house, shortName, token))?.viewer;
            expect(viewer !== undefined).toBe(looker !== undefined);
            if (!viewer || !looker) continue;
            const adults = oracleTable(
              school.adults.length,
              personFields,
              (i, field) => oracleOfAdult(school, looker, i, field),
            );
            expect(await saysOf(viewer, "people")).toEqual(adults);
            const pupils = oracleTable(
              school.pupils.length,
              pupilFields,
              (i, field) => oracleOfPupil(school, looker, i, field),
            );
            expect(await saysOf(viewer, "pupils")).toEqual(pupils);
            expect(await countSeen(viewer, kept[1 - n]!.id)).toBe(0);
            for (const [group, groupId] of groupIds.entries()) {
              const list = await shownList(viewer, groupId);
              expect(list).toEqual(oracleList(school, looker, group));
              if (!looker.staff) seen.shown += list.length;
            }
            if (!looker.staff) {
              seen.hidden += Object.values(adults).filter((says) => !says.name).length;
            }
          }
        }
      }),
      { numRuns: 120 },
    );
    // lest all of them were alike
    expect(seen.shown).toBeGreaterThan(100);
    expect(seen.hidden).toBeGreaterThan(100);
  },
  120_000,
);
