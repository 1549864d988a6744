import { sql } from "kysely";
import { forgetFiles } from "../../db/forget_files.ts";
import type { Db, Trx } from "../../db/database.ts";
import {
  countRows,
  type Counts,
  type Erased,
  type OwnPart,
  type PersonalData,
  type Subject,
} from "../../web/personal.ts";

/** The roster: who someone is, their photo, their children or their work here. */
export const personal: PersonalData = {
  tables: {
    people: { exported: true, erased: true },
    pupils: { exported: true, erased: true },
    guardianships: { exported: true, erased: true },
    contacts: { exported: true, erased: true },
    staff: { exported: true, erased: true },
    senders: { exported: true, erased: true },
    group_pupils: { exported: true, erased: true },
    group_staff: { exported: true, erased: true },
    files: { exported: true, erased: true },
    imports: {
      exported: "the whole school's data; a week at most, and only until it is applied",
      erased: "forgotten within a week; what is applied keeps numbers only",
    },
    year_transitions: {
      exported: "what the office did with groups",
      erased: "numbers of groups and pupils, no data",
    },
  },
  export: exportRoster,
  count: countRoster,
  erase: (trx, who, now) => {
    const erase = who.kind === "person" ? erasePerson : erasePupil;
    return erase(trx, who, now);
  },
};

async function exportRoster(db: Db, who: Subject): Promise<OwnPart[]> {
  const { school, personIds, pupilIds } = who;
  const people = await db.selectFrom("people as p")
    .select(["id", "first_name as firstName", "initials", "prefix", "last_name as lastName"])
    .select(["email", "phone", "street", "house_number as houseNumber"])
    .select(["house_addition as houseAddition", "postcode", "city"])
    .select(["secret_address as secretAddress", "read_only as readOnly", "shares"])
    .select(["created_at as createdAt", "left_at as leftAt"])
    .where("school_id", "=", school.id).where("id", "in", personIds).orderBy("id").execute();
  const children = await db.selectFrom("pupils as k")
    .select(["id", "first_name as firstName", "given_names as givenNames", "initials", "prefix"])
    .select(["last_name as lastName", "born_on as bornOn", "sex", "year", "email", "shares"])
    .select(["enrolled_on as enrolledOn", "left_on as leftOn", "left_at as leftAt"])
    .select(sql<string[]>`array(select g.relation from guardianships g
      where g.school_id = k.school_id and g.pupil_id = k.id and g.relation <> ''
        and g.person_id = any(${personIds}::bigint[]))`.as("relation"))
    .select(sql<string[]>`array(select g.school_year || ': ' || g.name from group_pupils m
      join groups g on g.school_id = m.school_id and g.id = m.group_id
      where m.school_id = k.school_id and m.pupil_id = k.id
      order by g.school_year, g.name)`.as("groups"))
    .where("school_id", "=", school.id).where(sql<boolean>`k.id = any(${pupilIds}::bigint[])`)
    .orderBy("id").execute();
  const { rows: contacts } = await sql<Record<string, unknown>>`
    select t.kind, t.label, t.value, t.shared_with as "sharedWith", k.first_name as child
    from contacts t left join pupils k on k.school_id = t.school_id and k.id = t.pupil_id
    where t.school_id = ${school.id} and (t.person_id = any(${personIds}::bigint[])
      or t.pupil_id = any(${pupilIds}::bigint[])) order by t.id`.execute(db);
  const { rows: work } = await sql<Record<string, unknown>>`
    select st.role, st.title, st.function, st.left_at as "leftAt",
      array(select g.school_year || ': ' || g.name from group_staff m
        join groups g on g.school_id = m.school_id and g.id = m.group_id
        where m.school_id = st.school_id and m.person_id = st.person_id
        order by g.school_year, g.name) as groups
    from staff st
    where st.school_id = ${school.id} and st.person_id = any(${personIds}::bigint[])`.execute(db);
  const { rows: sends } = await sql<Record<string, unknown>>`
    select n.title, g.name as group from senders n
    left join groups g on g.school_id = n.school_id and g.id = n.group_id
    where n.school_id = ${school.id} and n.person_id = any(${personIds}::bigint[])
    order by n.id`.execute(db);
  return [
    { name: "people", rows: people, files: await photos(db, who, "people", personIds) },
    { name: "children", rows: children, files: await photos(db, who, "pupils", pupilIds) },
    { name: "contacts", rows: contacts },
    { name: "work", rows: work },
    { name: "senders", rows: sends },
  ];
}

async function photos(db: Db, { school }: Subject, table: "people" | "pupils", ids: number[]) {
  const { rows } = await sql<{ name: string; hash: string }>`
    select coalesce(nullif(o.first_name, ''), o.id::text) || '.webp' as name, f.hash
    from ${sql.table(table)} o
    join files f on f.school_id = o.school_id and f.id = o.photo_file_id
    where o.school_id = ${school.id} and o.id = any(${ids}::bigint[]) order by o.id`.execute(db);
  return rows;
}

/** What hangs on someone, by the key it is counted under. */
const tablesOf = {
  person: [
    ["contacts", "contacts"],
    ["guardianships", "guardianships"],
    ["senders", "senders"],
    ["work", "staff"],
    ["lessons", "group_staff"],
  ],
  pupil: [
    ["contacts", "contacts"],
    ["guardianships", "guardianships"],
    ["places", "group_pupils"],
  ],
} as const;

function countRoster(db: Db, { kind, id, school }: Erased): Promise<Counts> {
  const of = sql.ref(kind === "person" ? "person_id" : "pupil_id");
  const rows = tablesOf[kind].map(([key, table]) => [
    key,
    sql`${sql.table(table)} where school_id = ${school.id} and ${of} = ${id}`,
  ]);
  return countRows(db, {
    photos: sql`${sql.table(kind === "person" ? "people" : "pupils")}
      where school_id = ${school.id} and id = ${id} and photo_file_id is not null`,
    ...Object.fromEntries(rows),
  });
}

const nobody = {
  key: null,
  first_name: "",
  initials: "",
  prefix: "",
  last_name: "",
  email: null,
  photo_file_id: null,
  shares: "{}",
};

/**
 * The row stays, empty, because what the person wrote for others refers to it. Without its key no
 * import takes it for anyone: who is still in the administration comes back as someone new.
 */
async function erasePerson(
  trx: Trx,
  { id, school, accountId }: Erased,
  now: Date,
): Promise<Counts> {
  const before = await trx.selectFrom("people").select("photo_file_id")
    .where("school_id", "=", school.id).where("id", "=", id).forUpdate().executeTakeFirstOrThrow();
  await trx.updateTable("people").set((eb) => ({
    ...nobody,
    account_id: null,
    phone: null,
    street: null,
    house_number: null,
    house_addition: null,
    postcode: null,
    city: null,
    secret_address: false,
    deceased: false,
    read_only: false,
    blocked_at: null,
    blocked_reason: null,
    left_at: eb.fn.coalesce("left_at", eb.val(now)),
    erased_at: now,
  })).where("school_id", "=", school.id).where("id", "=", id).execute();
  await forgetFiles(trx, school.id, before.photo_file_id === null ? [] : [before.photo_file_id]);
  if (accountId !== null) {
    await trx.updateTable("files").set({ uploaded_by: null }).where("school_id", "=", school.id)
      .where("uploaded_by", "=", accountId).execute();
    await trx.updateTable("imports").set({ created_by: null }).where("school_id", "=", school.id)
      .where("created_by", "=", accountId).execute();
    await trx.updateTable("year_transitions").set({ applied_by: null })
      .where("school_id", "=", school.id).where("applied_by", "=", accountId).execute();
  }
  const counts: Counts = { photos: before.photo_file_id === null ? 0 : 1 };
  for (const [key, table] of tablesOf.person) {
    const gone = await trx.deleteFrom(table).where("school_id", "=", school.id)
      .where("person_id", "=", id).executeTakeFirst();
    counts[key] = Number(gone.numDeletedRows);
  }
  return counts;
}

async function erasePupil(trx: Trx, { id, school }: Erased, now: Date): Promise<Counts> {
  const before = await trx.selectFrom("pupils").select("photo_file_id")
    .where("school_id", "=", school.id).where("id", "=", id).forUpdate().executeTakeFirstOrThrow();
  await trx.updateTable("pupils").set((eb) => ({
    ...nobody,
    given_names: "",
    born_on: null,
    sex: 0,
    year: "",
    enrolled_on: null,
    left_on: null,
    left_at: eb.fn.coalesce("left_at", eb.val(now)),
    erased_at: now,
  })).where("school_id", "=", school.id).where("id", "=", id).execute();
  await forgetFiles(trx, school.id, before.photo_file_id === null ? [] : [before.photo_file_id]);
  const counts: Counts = { photos: before.photo_file_id === null ? 0 : 1 };
  for (const [key, table] of tablesOf.pupil) {
    const gone = await trx.deleteFrom(table).where("school_id", "=", school.id)
      .where("pupil_id", "=", id).executeTakeFirst();
    counts[key] = Number(gone.numDeletedRows);
  }
  return counts;
}
