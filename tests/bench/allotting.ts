import { fixAllotment, proposeAllotment } from "../../modules/conversations/proposal.actions.ts";
import type { Figures, Proposal } from "../../modules/conversations/proposal.queries.ts";
import type { House } from "../../web/house.ts";
import { createApp } from "../../web/app.ts";
import { findVisit } from "../../web/session.ts";
import { median, signIn } from "./stage.ts";

const size = { rounds: 30, pupils: 900, families: 440, times: 36 };

/** What it came to that the office lets all fair rounds of a school be worked out at once. */
interface Allotted {
  rounds: number;
  /** Milliseconds until there is a proposal for all of them. */
  proposed: number;
  /** Milliseconds for the page with all of them. */
  shown: number;
  /** Milliseconds until all of them are booked, one after the other. */
  fixed: number;
  /** Of all rounds together; a pair in two rounds counts in both. */
  figures: Figures;
  /** Talks that are booked, and how many of those the database should not have. */
  booked: number;
  twice: number;
}

/**
 * Thirty classes of thirty, families of two or three children in different classes, times on two
 * evenings. Six in seven families ask for up to five times about when they like to come, most of
 * them late; one talk in twenty is twice as long.
 */
export async function allotAtOnce(house: House, year: number): Promise<Allotted> {
  const { pool, db, clock } = house;
  const [school] = await pool.unsafe<{ id: number }[]>(
    "insert into schools (short_name, name) values ('wensen', 'De Wensen') returning id",
  );
  await pool.unsafe(statements(school!.id, year, clock.now())).simple();
  await pool.unsafe("vacuum analyze").simple();
  const token = await signIn(pool, "kantoor@wensen");
  const { viewer } = (await findVisit(house, "wensen", token))!;
  const rounds = await db.selectFrom("talk_rounds").select("id").where("school_id", "=", school!.id)
    .execute();
  const now = clock.now();
  const ids = rounds.map(({ id }) => id);
  let proposals: Proposal[] = [];
  const proposed = await timed(async () => {
    const outcome = await proposeAllotment(db, viewer!, ids, now);
    if (!outcome.ok) throw new Error(outcome.refusal);
    proposals = outcome.proposals;
  });
  const app = createApp(house);
  const page = () =>
    app.request("http://localhost/wensen/conversations/proposals", {
      headers: { cookie: `session=${token}` },
    });
  const looks: number[] = [];
  for (let n = 0; n < 5; n++) {
    looks.push(
      await timed(async () => {
        const answer = await page();
        await answer.text();
        if (answer.status !== 200) throw new Error(`proposals: ${answer.status}`);
      }),
    );
  }
  const fixed = await timed(async () => {
    for (const { roundId, version } of proposals) {
      const outcome = await fixAllotment(db, viewer!, roundId, version, now);
      if (!outcome.ok) throw new Error(outcome.refusal);
    }
  });
  const [counts] = await pool.unsafe<{ booked: number; twice: number }[]>(
    `select count(distinct (a.round_id, a.pupil_id))::int as booked,
      count(distinct a.id) filter (where b.id is not null)::int as twice
    from talk_slots a
    left join guardianships g on g.school_id = a.school_id and g.pupil_id = a.pupil_id
    left join guardianships o on o.school_id = g.school_id and o.person_id = g.person_id
    left join talk_slots b on b.school_id = a.school_id and b.pupil_id = o.pupil_id
      and b.id <> a.id and b.during && a.during
    where a.school_id = $1 and a.pupil_id is not null`,
    [school!.id],
  );
  const figures = proposals.map((one) => one.figures).reduce((all, one) =>
    Object.fromEntries(
      Object.entries(all).map(([key, value]) => [key, value + one[key as keyof Figures]]),
    ) as unknown as Figures
  );
  return { rounds: size.rounds, proposed, shown: median(looks), fixed, figures, ...counts! };
}

const statements = (school: number, year: number, now: Date) => `
select setseed(0.5);
insert into accounts (user_name, email, activated_at)
values ('kantoor@wensen', 'kantoor@wensen', '2024-08-01');
insert into people (school_id, key, account_id, first_name, last_name)
select ${school}, 'kantoor', id, 'Bibi', 'Bakker' from accounts where user_name = 'kantoor@wensen';
insert into staff (school_id, person_id, role) select school_id, id, 'office' from people
where school_id = ${school};
insert into people (school_id, key, first_name, last_name)
select ${school}, f || '-' || n, 'Ouder' || n, 'Familie' || f
from generate_series(1, ${size.families}) f, generate_series(1, 2) n;
insert into pupils (school_id, key, first_name, last_name)
select ${school}, n, 'Kind' || n, 'Familie' || (n - 1) % ${size.families} + 1
from generate_series(1, ${size.pupils}) n;
insert into guardianships (school_id, person_id, pupil_id)
select ${school}, p.id, k.id from pupils k
join people p on p.school_id = ${school} and p.last_name = k.last_name
where k.school_id = ${school};
insert into groups (school_id, school_year, name, position)
select ${school}, ${year}, 'Groep ' || n, n from generate_series(1, ${size.rounds}) n;
insert into group_pupils (school_id, group_id, pupil_id)
select ${school}, g.id, k.id from pupils k
join groups g on g.school_id = ${school} and g.position = k.key::int % ${size.rounds} + 1
where k.school_id = ${school};
insert into talk_rounds (school_id, school_year, title, minutes, created_by, created_at,
  published_at, fair, wishes_until)
select ${school}, ${year}, g.name, 10, p.id, '${now.toISOString()}', '${now.toISOString()}', true,
  '${now.toISOString()}'
from groups g join people p on p.school_id = ${school} and p.key = 'kantoor'
where g.school_id = ${school};
insert into talk_round_groups (school_id, round_id, group_id)
select r.school_id, r.id, g.id from talk_rounds r
join groups g on g.school_id = r.school_id and g.name = r.title where r.school_id = ${school};
insert into talk_invitees (school_id, round_id, pupil_id, slots)
select g.school_id, g.round_id, k.pupil_id, 2 from talk_round_groups g
join group_pupils k on k.school_id = g.school_id and k.group_id = g.group_id
where g.school_id = ${school} and random() < 0.05;
insert into talk_slots (school_id, round_id, during)
select r.school_id, r.id, tstzrange(x.at, x.at + interval '10 minutes')
from talk_rounds r cross join generate_series(0, ${size.times - 1}) t
cross join lateral (select timestamptz '${now.toISOString()}' + interval '7 days'
  + t / 18 * interval '1 day' + t % 18 * interval '10 minutes' as at) x
where r.school_id = ${school} order by r.id, x.at;
with likings as materialized (
  select last_name, min(id) as guardian, sqrt(random()) * ${size.times} as likes,
    case when random() < 6 / 7.0 then 1 + floor(random() * 5) else 0 end as wishes
  from people where school_id = ${school} group by last_name),
places as (
  select s.id, s.round_id, row_number() over (partition by s.round_id order by s.during) as place
  from talk_slots s where s.school_id = ${school}),
ranked as (
  select s.id, s.round_id, c.id as pupil_id, l.guardian, l.wishes, row_number() over (
    partition by s.round_id, c.id order by abs(s.place - l.likes) + random() * 6) as rank
  from places s
  join talk_round_groups g on g.school_id = ${school} and g.round_id = s.round_id
  join group_pupils k on k.school_id = g.school_id and k.group_id = g.group_id
  join pupils c on c.school_id = k.school_id and c.id = k.pupil_id
  join likings l on l.last_name = c.last_name)
insert into talk_wishes (school_id, round_id, pupil_id, slot_id, rank, asked_by)
select ${school}, round_id, pupil_id, id, rank, guardian from ranked where rank <= wishes;`;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}
