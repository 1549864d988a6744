import { createApp } from "../../web/app.ts";
import type { House } from "../../web/house.ts";
import { signIn } from "./stage.ts";

/** What it came to that all guardians of a school chose their times in the same second. */
interface Rush {
  guardians: number;
  /** Children with a time at the end, of all who are invited. */
  booked: number;
  children: number;
  /** Milliseconds until the last had a time. */
  took: number;
  /** Of one press, in milliseconds. */
  p50: number;
  p99: number;
  presses: number;
  /** Presses that came too late, and were answered with that and the picture of the moment. */
  lost: number;
  /** Answers that are neither. */
  wrong: number;
  /** Children or slots with two talks. */
  double: number;
  /** Milliseconds for the same bookings as bare statements, as many at once as the pool has. */
  bare: number;
  /**
   * Milliseconds for as many pages, and changed parts of them, as the rush has made: half of each as
   * they were when all times were free, half as after it.
   */
  pages: number;
}

/** The rush three times over; the one in the middle, by how it compares. */
export async function rushes(house: House, school: School): Promise<Rush> {
  const runs = [await rush(house, school), await rush(house, school), await rush(house, school)];
  return runs.toSorted((a, b) => againstBar(a) - againstBar(b))[1]!;
}

/** The time it took, against twice that of the bare statements and the pages; 1 or less is good. */
export const againstBar = ({ took, bare, pages }: Rush) => took / (2 * (bare + pages));

/** What booking added to the pages, in times that of the bare statements. */
export const addedToPages = ({ took, bare, pages }: Rush) => (took - pages) / bare;

interface School {
  id: number;
  shortName: string;
  year: number;
}

/**
 * One guardian of each family loads the page at the same moment, and presses a free time for each
 * child until all have one; every class has a round with five more times than children.
 */
async function rush(house: House, school: School, guardians = 500): Promise<Rush> {
  await makeRounds(house, school);
  await house.pool.unsafe("vacuum analyze talk_slots, talk_slot_teachers").simple();
  const app = createApp(house);
  const tokens: string[] = [];
  for (let n = 1; n <= guardians; n++) {
    tokens.push(await signIn(house.pool, `ouder${n}-1@s${school.id}.example`));
  }
  const page = `/${school.shortName}/conversations`;
  const send = (path: string, token: string, fields?: Record<string, string>) =>
    app.request(path, {
      headers: { cookie: `session=${token}` },
      ...fields && { method: "POST", body: new URLSearchParams(fields) },
    });
  const load = (path: string) =>
    timed(() => Promise.all(tokens.map(async (one) => (await send(path, one)).text())));
  /** Of one page, and of its part that changes. */
  const loadBoth = async () =>
    [await load(page) / guardians, await load(`${page}?part=choices`) / guardians] as const;
  await loadBoth(); // warm
  const before = await loadBoth();

  const times: number[] = [];
  let lost = 0, wrong = 0;
  const choose = async (token: string) => {
    let shown = await (await send(page, token)).text();
    for (let free = freeTimes(shown); free.length > 0; free = freeTimes(shown)) {
      const { action, pupil } = free[Math.floor(Math.random() * free.length)]!;
      const pressed = performance.now();
      const answer = await send(`${action}?part=choices`, token, { pupil });
      shown = await answer.text();
      times.push(performance.now() - pressed);
      if (answer.status === 409) lost++;
      else if (answer.status !== 200) return void wrong++;
    }
  };
  const begin = performance.now();
  await Promise.all(tokens.map(choose));
  const took = performance.now() - begin;
  const counts = await count(house, school);
  const after = await loadBoth();
  times.sort((a, b) => a - b);
  return {
    guardians,
    ...counts,
    took,
    p50: times[Math.floor(times.length * 0.5)]!,
    p99: times[Math.floor(times.length * 0.99)]!,
    presses: times.length,
    lost,
    wrong,
    pages: (guardians * (before[0] + after[0]) + times.length * (before[1] + after[1])) / 2,
    bare: await bareStatements(house, school),
  };
}

/** The times that can be pressed for children who have none yet. */
function freeTimes(shown: string): { action: string; pupil: string }[] {
  const buttons = shown.matchAll(
    /name="pupil" value="(\d+)" formaction="([^"?]*\/slots\/\d+\/booking)"/g,
  );
  return [...buttons].map(([, pupil, action]) => ({ action: action!, pupil: pupil! }));
}

/** A round of every class, by one of its teachers, all on the same evening in a week. */
async function makeRounds({ pool, clock }: House, { id, year }: School) {
  const statements = `
delete from talk_rounds where school_id = ${id};
insert into talk_rounds (school_id, school_year, title, minutes, created_by, created_at, published_at)
select ${id}, ${year}, g.name, 10, p.id, $1, $1 from groups g
join people p on p.school_id = g.school_id and p.key = 's1'
where g.school_id = ${id} and g.school_year = ${year};
insert into talk_round_groups
select r.school_id, r.id, g.id from talk_rounds r
join groups g on g.school_id = r.school_id and g.school_year = ${year} and g.name = r.title
where r.school_id = ${id};
insert into talk_round_teachers
select g.school_id, g.round_id, min(t.person_id) from talk_round_groups g
join group_staff t on t.school_id = g.school_id and t.group_id = g.group_id
where g.school_id = ${id} group by g.school_id, g.round_id;
insert into talk_slots (school_id, round_id, during)
select r.school_id, r.id, tstzrange(at, at + interval '10 minutes')
from talk_rounds r cross join lateral (select count(*) + 5 as times
  from talk_round_groups g join group_pupils k on k.school_id = g.school_id and k.group_id = g.group_id
  where g.school_id = r.school_id and g.round_id = r.id) n
cross join generate_series(0, n.times - 1) t
cross join lateral (select $1 + interval '7 days' + t * interval '10 minutes' as at) x
where r.school_id = ${id} order by r.id, at;
insert into talk_slot_teachers
select s.school_id, s.id, t.person_id, s.during from talk_slots s
join talk_round_teachers t on t.school_id = s.school_id and t.round_id = s.round_id
where s.school_id = ${id}`;
  const now = `timestamptz '${clock.now().toISOString()}'`;
  await pool.unsafe(statements.replaceAll("$1", now)).simple();
}

async function count({ pool }: House, { id }: School) {
  const [row] = await pool.unsafe<{ booked: number; children: number; double: number }[]>(
    `select count(*)::int as booked,
      (count(*) - count(distinct (round_id, pupil_id)))::int as double,
      (select count(*)::int from talk_round_groups g join group_pupils k
        on k.school_id = g.school_id and k.group_id = g.group_id where g.school_id = $1) as children
    from talk_slots where school_id = $1 and pupil_id is not null`,
    [id],
  );
  return row!;
}

/** Books what is booked once more: every child is written into its slot by a statement of its own. */
async function bareStatements({ pool, clock }: House, { id }: School): Promise<number> {
  const talks = await pool.unsafe<{ id: number; pupil: number; guardian: number }[]>(
    `select id, pupil_id as pupil, guardian_id as guardian from talk_slots
    where school_id = $1 and pupil_id is not null order by booked_at, id`,
    [id],
  );
  await pool.unsafe(
    `update talk_slots set pupil_id = null, guardian_id = null where school_id = $1`,
    [id],
  );
  return await timed(() =>
    Promise.all(talks.map(({ id: slot, pupil, guardian }) =>
      pool.unsafe(
        `update talk_slots set pupil_id = $1, guardian_id = $2, booked_at = $3
        where school_id = $4 and id = $5 and pupil_id is null`,
        [pupil, guardian, clock.now(), id, slot],
        { prepare: true },
      )
    ))
  );
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}
