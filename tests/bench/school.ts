import type postgres from "postgres";

/** The size that is measured: a large school that has used the portal for three years. */
const size = {
  families: 500,
  pupils: 700,
  groups: 24,
  staff: 40,
  years: 3,
  posts: 4_000,
  comments: 2_000,
};

/**
 * Fills a school with `size`, in the database itself: 100 of them take well under a minute.
 * Both guardians of a family have an account that is active: 1,000 accounts.
 * @param year the current school year, as the year it starts in.
 * @returns the school's id.
 */
export async function makeLargeSchool(
  pool: postgres.Sql,
  shortName: string,
  now: Date,
  year: number,
): Promise<number> {
  const [school] = await pool.unsafe<{ id: number }[]>(
    "insert into schools (short_name, name, office_phone) values ($1, $2, '000 - 123 45 67') returning id",
    [shortName, `Basisschool ${shortName}`],
  );
  const id = school!.id;
  for (const statement of statements) await pool.unsafe(statement(id, year, now)).simple();
  return id;
}

type Statement = (school: number, year: number, now: Date) => string;

const people: Statement = (school) => `
insert into accounts (user_name, email, activated_at)
select x.name, x.name, timestamptz '2024-08-01'
from (
  select 'ouder' || f || '-' || n || '@s${school}.example' as name
  from generate_series(1, ${size.families}) f, generate_series(1, 2) n
  union all
  select 'staf' || n || '@s${school}.example' from generate_series(1, ${size.staff}) n) x;

insert into people (school_id, key, account_id, first_name, prefix, last_name, email)
select ${school}, 'g' || f || '-' || n, a.id, 'Ouder' || n, 'van', 'Familie' || f, a.user_name
from generate_series(1, ${size.families}) f, generate_series(1, 2) n
join accounts a on true
where a.user_name = 'ouder' || f || '-' || n || '@s${school}.example';

insert into people (school_id, key, account_id, first_name, last_name, email)
select ${school}, 's' || n, a.id, 'Juf' || n, 'Staf' || n, a.user_name
from generate_series(1, ${size.staff}) n
join accounts a on a.user_name = 'staf' || n || '@s${school}.example';

insert into staff (school_id, person_id, role, title)
select school_id, id, case when key = 's1' then 'admin' when key = 's2' then 'office' else 'teacher' end,
  'juf ' || first_name
from people where school_id = ${school} and key like 's%';`;

const pupils: Statement = (school, year) => `
insert into pupils (school_id, key, first_name, last_name, born_on, year)
select ${school}, 'k' || n, 'Kind' || n, 'Familie' || (n - 1) % ${size.families} + 1,
  date '${year - 4}-09-15' - (n % 8) * 365, (n % 8 + 1)::text
from generate_series(1, ${size.pupils}) n;

insert into guardianships (school_id, person_id, pupil_id)
select ${school}, p.id, k.id
from generate_series(1, ${size.pupils}) n
join pupils k on k.school_id = ${school} and k.key = 'k' || n
join people p on p.school_id = ${school}
  and p.key in ('g' || (n - 1) % ${size.families} + 1 || '-1', 'g' || (n - 1) % ${size.families} + 1 || '-2');

insert into groups (school_id, school_year, name, years, position)
select ${school}, y, (g - 1) / 3 + 1 || substr('abc', (g - 1) % 3 + 1, 1), array[((g - 1) / 3 + 1)::text], g
from generate_series(${year - size.years + 1}, ${year}) y, generate_series(1, ${size.groups}) g;

insert into group_pupils (school_id, group_id, pupil_id)
select ${school}, g.id, k.id
from groups g
join generate_series(1, ${size.pupils}) n on n % ${size.groups} + 1 = g.position
join pupils k on k.school_id = ${school} and k.key = 'k' || n
where g.school_id = ${school};

insert into group_staff (school_id, group_id, person_id)
select ${school}, g.id, p.id
from groups g
join generate_series(3, ${size.staff}) n on n % ${size.groups} + 1 = g.position
join people p on p.school_id = ${school} and p.key = 's' || n
where g.school_id = ${school};`;

const sentence = "Woensdagochtend werken we in de klas aan ons project over water en wind.";

const posts: Statement = (school, year, now) => `
insert into posts (school_id, kind, author_id, author_name, title, body, excerpt, for_school,
  publish_at, comments_open, created_at, updated_at, digested_at)
select ${school}, (array['news', 'board', 'news', 'board', 'news'])[n % 5 + 1], p.id, 'juf ' || p.first_name,
  'Bericht ' || n || ' over de projectweek', repeat('<p>${sentence}</p>', 1 + n % 6),
  '${sentence}', n % 4 = 0, at, n % 5 in (1, 3), at, at, at
from generate_series(1, ${size.posts}) n
join people p on p.school_id = ${school} and p.key = 's' || (n % ${size.staff} + 1)
cross join lateral (
  select timestamptz '${now.toISOString()}' - n * interval '${
  size.years * 365 * 24 / size.posts
} hours' as at) t;

insert into post_groups (school_id, post_id, group_id)
select p.school_id, p.id, g.id
from posts p
join groups g on g.school_id = p.school_id and g.position = p.id % ${size.groups} + 1
  and g.school_year = extract(year from p.publish_at - interval '7 months')
where p.school_id = ${school} and not p.for_school;

insert into comments (school_id, post_id, person_id, author_name, body, created_at)
select p.school_id, p.id, m.id, m.first_name || ' ' || m.last_name, 'Wat leuk, wij doen mee!', p.publish_at
from (select *, row_number() over (order by id) n from posts
  where school_id = ${school} and kind = 'board' and comments_open) p
join people m on m.school_id = p.school_id and m.key = 'g' || (p.n % ${size.families} + 1) || '-1'
cross join generate_series(1, 2)
order by p.publish_at desc limit ${size.comments};

insert into agenda_items (school_id, title, starts_on, ends_on, for_school, created_by, created_at, updated_at, digested_at)
select ${school}, 'Activiteit ' || n, d, d, true, p.id, now(), now(), now()
from generate_series(1, 120) n
join people p on p.school_id = ${school} and p.key = 's1'
cross join lateral (select date '${year}-08-20' + n * 3 as d) x;`;

const statements: Statement[] = [people, pupils, posts];

/** Read marks of every account for half of what was posted this year, as a school in use has them. */
export async function addReadMarks(pool: postgres.Sql, school: number): Promise<void> {
  await pool.unsafe(`
insert into read_marks (school_id, account_id, post_id, read_at)
select ${school}, pe.account_id, p.id, now()
from people pe
join (select id from posts where school_id = ${school} order by publish_at desc limit 400) p on (p.id / 4) % 2 = 0
where pe.school_id = ${school} and pe.account_id is not null`).simple();
}
