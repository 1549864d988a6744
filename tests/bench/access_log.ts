import type postgres from "postgres";
import { createApp } from "../../web/app.ts";
import { dayIn } from "../../web/clock.ts";
import type { House } from "../../web/house.ts";
import { median, signIn } from "./stage.ts";

/** A million lines: what a large school looks at and changes in some years. */
export const lines = 1_000_000;

/**
 * Fills the log of a school made by `makeLargeSchool`: nine of ten lines are looks of staff, one of
 * eight at a whole class list; the rest changes by parents and the office.
 */
export async function addAccessLog(pool: postgres.Sql, school: number, now: Date): Promise<void> {
  await pool.unsafe(`
create temporary table log_pupils as
  select id, row_number() over (order by id) - 1 as n from pupils where school_id = ${school};
create temporary table log_people as
  select id, account_id, key like 's%' as staff,
    row_number() over (partition by key like 's%' order by id) - 1 as n
  from people where school_id = ${school};
create temporary table log_lists as
  select group_id, array_agg(pupil_id order by pupil_id) as ids,
    row_number() over (order by group_id) - 1 as n
  from group_pupils where school_id = ${school} group by group_id;
create index on log_pupils (n);
create index on log_people (staff, n);
create index on log_lists (n);
analyze log_pupils, log_people, log_lists;

insert into audit_entries (school_id, at, account_id, action, subject, pupil_ids, person_ids)
select ${school},
  date_trunc('second', timestamptz '${now.toISOString()}' - i * interval '31.5 seconds'),
  case when i % 10 < 9 then s.account_id else g.account_id end,
  case when i % 10 < 9 then 'dataSeen' when i % 5000 = 9 then 'personErased'
    when i % 100 = 19 then 'roleChanged' else 'ownDataChanged' end,
  case when i % 10 < 9 then jsonb_build_object('what', case when i % 8 = 0 then 'classList'
      else 'family' end, 'pupilIds', case when i % 8 = 0 then to_jsonb(l.ids) else to_jsonb(array[k.id]) end)
    else jsonb_build_object('personId', g.id, 'changed',
      '{"phone": {"from": "06-11111111", "to": "06-22222222"}}'::jsonb) end,
  case when i % 10 = 9 then '{}'::bigint[] when i % 8 = 0 then l.ids else array[k.id] end,
  case when i % 10 = 9 then array[g.id] else '{}'::bigint[] end
from generate_series(1, ${lines}) i
join log_pupils k on k.n = i * 7 % (select count(*) from log_pupils)
join log_lists l on l.n = i * 5 % (select count(*) from log_lists)
join log_people s on s.staff and s.n = i * 3 % (select count(*) from log_people where staff)
join log_people g on not g.staff and g.n = i / 10 * 11 % (select count(*) from log_people where not staff);

drop table log_pupils, log_people, log_lists;
analyze audit_entries;`).simple();
}

/**
 * Searches the log as an admin does, by everything there is to search by and by several at once.
 * @returns per search the middle of five whole pages, in milliseconds
 */
export async function searchLog(
  house: House,
  { id, shortName }: { id: number; shortName: string },
  admin: string,
): Promise<Record<string, number>> {
  const app = createApp(house);
  const token = await signIn(house.pool, admin);
  const [who] = await house.pool.unsafe<Record<"pupil" | "person" | "staff" | "parent", number>[]>(
    `select (select min(id) from pupils where school_id = $1) as pupil,
      (select id from people where school_id = $1 and key = 'g7-1') as person,
      (select account_id from people where school_id = $1 and key = 's5') as staff,
      (select account_id from people where school_id = $1 and key = 'g7-1') as parent`,
    [id],
  );
  const { pupil, person, staff, parent } = who!;
  const day = (ago: number) =>
    dayIn("Europe/Amsterdam", new Date(house.clock.now().getTime() - ago * 864e5));
  const days = `from=${day(60)}&until=${day(50)}`;
  const searches: Record<string, string> = {
    "the newest": "",
    "a child": `pupil=${pupil}`,
    "a child by name": "about=kind17",
    "a parent": `person=${person}`,
    "by a teacher": `account=${staff}`,
    "by a parent": `account=${parent}`,
    "what was seen": "kind=seen",
    "what was erased": "kind=privacy",
    "ten days": days,
    "ten days, erased": `kind=privacy&${days}`,
    "a child by a teacher": `pupil=${pupil}&account=${staff}`,
    "a child, changed": `pupil=${pupil}&kind=data`,
    "rights given by a teacher": `account=${staff}&kind=access`,
    "everything at once": `pupil=${pupil}&account=${staff}&kind=seen&${days}`,
    "nobody": "pupil=999999999999",
    "far back": `under=${house.clock.now().getTime() - 300 * 864e5}-1`,
  };
  const times: Record<string, number> = {};
  for (const [name, query] of Object.entries(searches)) {
    const taken: number[] = [];
    for (let n = 0; n < 5; n++) {
      const began = performance.now();
      const answer = await app.request(`http://localhost/${shortName}/privacy/log?${query}`, {
        headers: { cookie: `session=${token}` },
      });
      await answer.text();
      if (answer.status !== 200) throw new Error(`${name}: ${answer.status}`);
      taken.push(performance.now() - began);
    }
    times[name] = median(taken);
  }
  return times;
}
