import { sql } from "kysely";
import type { Trx } from "../../../db/database.ts";
import type { Plan, Work } from "./plan.ts";

/** Told after each step how many rows have been written so far. */
type Progress = (done: number, total: number) => Promise<void>;

/** Rows per statement: few enough to see progress, many enough to be quick. */
const batch = 500;

/**
 * Writes a plan, set by set. What is gone is only marked when that was asked for.
 * @param today the last day of pupils who are gone, where the file gives none
 */
export async function writePlan(
  trx: Trx,
  schoolId: number,
  { work, year }: Plan,
  { markGone, now, today }: { markGone: boolean; now: Date; today: string },
  step: (rows: number) => Promise<void>,
): Promise<void> {
  await giveIds(trx, work);
  const each = async <T>(items: T[], write: (rows: string) => Promise<unknown>) => {
    for (let start = 0; start < items.length; start += batch) {
      const some = items.slice(start, start + batch);
      await write(JSON.stringify(some));
      await step(some.length);
    }
  };
  await writeGroups(trx, schoolId, year, work, each);
  await writePupils(trx, schoolId, year, work, now, each);
  await writePeople(trx, schoolId, work, now, each);
  await writeStaff(trx, schoolId, year, work, each);
  await each(
    work.people.flatMap(({ id, children }) =>
      [...children].map(([child, relation]) => ({ person: id, pupil: child.id, relation }))
    ),
    (rows) =>
      sql`insert into guardianships as g (school_id, person_id, pupil_id, relation)
        select ${schoolId}, r.person, r.pupil, r.relation
        from jsonb_to_recordset(${rows}::jsonb) as r(person bigint, pupil bigint, relation text)
        on conflict (school_id, person_id, pupil_id) do update set relation = excluded.relation
        where excluded.relation not in ('', g.relation)`.execute(trx),
  );
  if (markGone) await markAsGone(trx, schoolId, work.gone, now, today);
}

type Each = <T>(items: T[], write: (rows: string) => Promise<unknown>) => Promise<void>;

/** Ids for all that is new, so that what belongs together can be written set by set. */
async function giveIds(trx: Trx, { groups, pupils, people }: Work) {
  for (const [table, targets] of Object.entries({ groups, pupils, people })) {
    const fresh = targets.filter((target) => target.id === null);
    if (!fresh.length) continue;
    const { rows } = await sql<
      { id: number }
    >`select nextval(pg_get_serial_sequence(${table}, 'id'))
      as id from generate_series(1, ${fresh.length}::int)`.execute(trx);
    fresh.forEach((target, i) => target.id = rows[i]!.id);
  }
}

async function writeGroups(trx: Trx, schoolId: number, year: number, { groups }: Work, each: Each) {
  await each(
    groups.filter((group) => group.changed),
    (rows) =>
      sql`insert into groups (school_id, id, school_year, name, years, position)
        overriding system value
        select ${schoolId}, r.id, ${year}, r.name, r.years, r.position
        from jsonb_to_recordset(${rows}::jsonb)
          as r(id bigint, name text, years text[], position smallint)
        on conflict (school_id, id) do update
        set name = excluded.name, years = excluded.years, left_at = null`.execute(trx),
  );
  await each(
    groups.flatMap(({ id, keys }) => keys.map((key) => ({ id, key }))),
    (rows) =>
      sql`insert into group_keys as k (school_id, school_year, key, group_id)
        select ${schoolId}, ${year}, r.key, r.id
        from jsonb_to_recordset(${rows}::jsonb) as r(id bigint, key text)
        on conflict (school_id, school_year, key) do update set group_id = excluded.group_id
        where k.group_id <> excluded.group_id`.execute(trx),
  );
}

async function writePupils(
  trx: Trx,
  schoolId: number,
  year: number,
  { pupils }: Work,
  now: Date,
  each: Each,
) {
  await each(
    pupils.filter((pupil) => pupil.changed).map(({ id, values }) => ({ id, ...values })),
    (rows) =>
      sql`insert into pupils as p (school_id, id, key, first_name, given_names, initials, prefix,
          last_name, born_on, sex, year, email, enrolled_on, left_on, left_at, created_at)
        overriding system value
        select ${schoolId}, r.id, r.key, r."firstName", r."givenNames", r.initials, r.prefix,
          r."lastName", r."bornOn", r.sex, r.year, r.email, r."enrolledOn", r."leftOn",
          case when r.left then ${now}::timestamptz end, ${now}
        from jsonb_to_recordset(${rows}::jsonb) as r(id bigint, key text, "firstName" text,
          "givenNames" text, initials text, prefix text, "lastName" text, "bornOn" date,
          sex smallint, year text, email text, "enrolledOn" date, "leftOn" date, "left" boolean)
        on conflict (school_id, id) do update set key = excluded.key,
          first_name = excluded.first_name, given_names = excluded.given_names,
          initials = excluded.initials, prefix = excluded.prefix, last_name = excluded.last_name,
          born_on = excluded.born_on, sex = excluded.sex, year = excluded.year,
          email = excluded.email, enrolled_on = excluded.enrolled_on, left_on = excluded.left_on,
          left_at = case when excluded.left_at is null then null
            else coalesce(p.left_at, excluded.left_at) end`.execute(trx),
  );
  const members = pupils.flatMap(({ id, groups }) => groups ? [{ id, groups }] : []);
  await each(
    members.map(memberOf),
    (rows) =>
      sql`delete from group_pupils m using ${wanted(rows)}, groups g
      where m.school_id = ${schoolId} and m.pupil_id = w.member and not m.group_id = any(w.groups)
        and g.school_id = m.school_id and g.id = m.group_id and ${administered(year)}`
        .execute(trx),
  );
  await each(
    members.map(memberOf),
    (rows) =>
      sql`insert into group_pupils (school_id, group_id, pupil_id)
      select ${schoolId}, unnest(w.groups), w.member from ${wanted(rows)}
      on conflict do nothing`.execute(trx),
  );
}

const memberOf = ({ id, groups }: { id: number | null; groups: { id: number | null }[] }) => ({
  member: id,
  groups: groups.map((group) => group.id),
});

const wanted = (rows: string) =>
  sql`jsonb_to_recordset(${rows}::jsonb) as w(member bigint, groups bigint[])`;

/** Groups of the year that the administration knows; what the school made itself is left alone. */
const administered = (year: number) =>
  sql`g.school_year = ${year} and exists (select from group_keys k
    where k.school_id = g.school_id and k.group_id = g.id)`;

async function writePeople(trx: Trx, schoolId: number, { people }: Work, now: Date, each: Each) {
  await each(
    people.filter((person) => person.mentioned && person.changed)
      .map(({ id, values }) => ({ id, ...values })),
    (rows) =>
      sql`insert into people as p (school_id, id, key, first_name, initials, prefix, last_name,
          email, phone, street, house_number, house_addition, postcode, city, secret_address,
          deceased, left_at, created_at)
        overriding system value
        select ${schoolId}, r.id, r.key, r."firstName", r.initials, r.prefix, r."lastName",
          r.email, r.phone, r.street, r."houseNumber", r."houseAddition", r.postcode, r.city,
          r."secretAddress", r.deceased,
          case when r.left then ${now}::timestamptz end, ${now}
        from jsonb_to_recordset(${rows}::jsonb) as r(id bigint, key text, "firstName" text,
          initials text, prefix text, "lastName" text, email text, phone text, street text,
          "houseNumber" text, "houseAddition" text, postcode text, city text,
          "secretAddress" boolean, deceased boolean, "left" boolean)
        on conflict (school_id, id) do update set key = excluded.key,
          first_name = excluded.first_name, initials = excluded.initials,
          prefix = excluded.prefix, last_name = excluded.last_name, email = excluded.email,
          phone = excluded.phone, street = excluded.street,
          house_number = excluded.house_number, house_addition = excluded.house_addition,
          postcode = excluded.postcode, city = excluded.city,
          secret_address = excluded.secret_address, deceased = excluded.deceased,
          left_at = case when excluded.left_at is null then null
            else coalesce(p.left_at, excluded.left_at) end`
        .execute(trx),
  );
}

async function writeStaff(trx: Trx, schoolId: number, year: number, { people }: Work, each: Each) {
  const staff = people.filter((person) => person.mentioned && person.staff);
  await each(
    staff.map(({ id, staff }) => ({ id, ...staff! })),
    (rows) =>
      sql`insert into staff as s (school_id, person_id, role, function)
        select ${schoolId}, r.id, r.role, r.function
        from jsonb_to_recordset(${rows}::jsonb)
          as r(id bigint, role text, function text, "left" boolean)
        where not r."left"
        on conflict (school_id, person_id) do update
        set function = excluded.function, left_at = null
        where s.function <> excluded.function or s.left_at is not null`.execute(trx),
  );
  const teaching = staff.flatMap(({ id, groups }) => groups ? [memberOf({ id, groups })] : []);
  await each(teaching, (rows) =>
    sql`delete from group_staff m using ${wanted(rows)}, groups g
      where m.school_id = ${schoolId} and m.person_id = w.member and not m.group_id = any(w.groups)
        and g.school_id = m.school_id and g.id = m.group_id and ${administered(year)}`
      .execute(trx));
  await each(teaching, (rows) =>
    sql`insert into group_staff (school_id, group_id, person_id)
      select ${schoolId}, unnest(w.groups), w.member from ${wanted(rows)}
      on conflict do nothing`.execute(trx));
}

async function markAsGone(
  trx: Trx,
  schoolId: number,
  gone: Work["gone"],
  now: Date,
  today: string,
) {
  const left = { left_at: now };
  if (gone.groups.length) {
    await trx.updateTable("groups").set(left).where("school_id", "=", schoolId)
      .where(sql<boolean>`id = any(${gone.groups})`).execute();
  }
  if (gone.pupils.length) {
    await trx.updateTable("pupils")
      .set({ ...left, left_on: sql<string>`coalesce(left_on, ${today}::date)` })
      .where("school_id", "=", schoolId).where(sql<boolean>`id = any(${gone.pupils})`)
      .where("left_at", "is", null).execute();
  }
  if (gone.staff.length) {
    await trx.updateTable("staff").set(left).where("school_id", "=", schoolId)
      .where(sql<boolean>`person_id = any(${gone.staff})`).where("left_at", "is", null).execute();
  }
  if (gone.guardians.length) {
    await trx.updateTable("people").set(left).where("school_id", "=", schoolId)
      .where(sql<boolean>`id = any(${gone.guardians})`).where("left_at", "is", null).execute();
  }
}

/** How many rows `writePlan` and the accounts after it count, for a bar that ends at its end. */
export function rowsOf({ work }: Plan): number {
  const { groups, pupils, people } = work;
  const mentioned = people.filter((person) => person.mentioned);
  const staff = mentioned.filter((person) => person.staff);
  const links = people.reduce((sum, person) => sum + person.children.size, 0);
  const sum = (list: { length: number }[]) => list.reduce((total, one) => total + one.length, 0);
  return sum([
    groups.filter((group) => group.changed),
    groups.flatMap((group) => group.keys),
    pupils.filter((pupil) => pupil.changed),
    pupils.filter((pupil) => pupil.groups),
    pupils.filter((pupil) => pupil.groups),
    mentioned.filter((person) => person.changed),
    mentioned,
    staff,
    staff.filter((person) => person.groups),
    staff.filter((person) => person.groups),
  ]) + links;
}
