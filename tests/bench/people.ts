import { listClass } from "../../modules/school/class_list.queries.ts";
import { findAnyone } from "../../modules/school/find.queries.ts";
import { createApp } from "../../web/app.ts";
import type { House } from "../../web/house.ts";
import { findVisit } from "../../web/session.ts";
import type { Viewer } from "../../web/viewer.ts";
import { median, signIn } from "./stage.ts";

/** Milliseconds of ours and of the thinnest query that could answer the same. */
interface Compared {
  ours: number;
  floor: number;
}

/** Adds people to a school until it has 2,000, all with a phone and an address; and a group of 30. */
export async function fillUp({ pool }: House, school: number, year: number): Promise<number> {
  await pool.unsafe(
    `insert into people (school_id, first_name, last_name)
    select $1, 'Extra' || n, 'Familie' || n from generate_series(1, greatest(0, 2000 - (
      select count(*) from people where school_id = $1) - (
      select count(*) from pupils where school_id = $1))) n`,
    [school],
  );
  await pool.unsafe(
    `update people set phone = '06-' || 10000000 + id, street = 'Straat' || id % 90,
      house_number = id % 200, postcode = '1234 AB', city = 'Regenmeer',
      shares = '{"name": "school", "phone": "group", "address": "group"}' where school_id = $1`,
    [school],
  );
  await pool.unsafe(
    `update pupils set shares = '{"name": "school", "birthday": "group"}' where school_id = $1`,
    [school],
  );
  const [group] = await pool.unsafe<{ id: number }[]>(
    `insert into groups (school_id, school_year, name) values ($1, $2, 'Dertig') returning id`,
    [school, year],
  );
  await pool.unsafe(
    `insert into group_pupils (school_id, group_id, pupil_id)
    select $1, $2, id from pupils where school_id = $1 order by id limit 30`,
    [school, group!.id],
  );
  await pool.unsafe("vacuum analyze").simple();
  return group!.id;
}

/** Finding by a few letters, against a match of the same words without order, group or family. */
export async function findAgainstFloor(house: House, staff: string): Promise<Compared> {
  const viewer = await viewerOf(house, staff);
  const { pool } = house;
  return await compare(
    () => findAnyone(house.db, viewer, "familie3 ou", house.clock.now()),
    () =>
      pool.unsafe(
        `select id, first_name, prefix, last_name from people
        where school_id = $1 and left_at is null and lower(concat_ws(' ', first_name, prefix,
          last_name, email, phone, street, house_number, postcode)) like all ($2)
        union all
        select id, first_name, prefix, last_name from pupils
        where school_id = $1 and left_at is null
          and lower(concat_ws(' ', first_name, prefix, last_name)) like all ($2)
        order by 4, 2 limit 20`,
        [viewer.school.id, ["%familie3%", "%ou%"]],
        { prepare: true },
      ),
  );
}

/** A class list as a parent of the group sees it, against the same rows with nothing hidden. */
export async function classAgainstFloor(
  house: House,
  parent: string,
  group: number,
): Promise<Compared> {
  const viewer = await viewerOf(house, parent);
  const { pool } = house;
  return await compare(
    () => listClass(house.db, viewer, group),
    () =>
      pool.unsafe(
        `select k.id, k.first_name, k.prefix, k.last_name, k.born_on, k.photo_file_id, (
          select json_agg(t.value) from contacts t
          where t.school_id = k.school_id and t.pupil_id = k.id) as contacts, (
          select json_agg(json_build_object('id', p.id, 'firstName', p.first_name,
            'initials', p.initials, 'prefix', p.prefix, 'lastName', p.last_name,
            'phone', p.phone, 'email', p.email, 'photo', p.photo_file_id,
            'address', concat_ws(' ', p.street, p.house_number, p.postcode, p.city),
            'contacts', (select json_agg(t.value) from contacts t
              where t.school_id = p.school_id and t.person_id = p.id)))
          from guardianships gs
          join people p on p.school_id = gs.school_id and p.id = gs.person_id
          where gs.school_id = k.school_id and gs.pupil_id = k.id) as guardians
        from group_pupils gp
        join pupils k on k.school_id = gp.school_id and k.id = gp.pupil_id
        where gp.school_id = $1 and gp.group_id = $2`,
        [viewer.school.id, group],
        { prepare: true },
      ),
  );
}

/** Milliseconds for the class list of a group as a PDF: the first since the start, and the next. */
export async function printClass(house: House, staff: string, group: number) {
  const app = createApp(house);
  const token = await signIn(house.pool, staff);
  const address = `/groot/groups/${group}/list.pdf`;
  const times: number[] = [];
  for (let n = 0; n < 10; n++) {
    const began = performance.now();
    const answer = await app.request(address, { headers: { cookie: `session=${token}` } });
    const bytes = await answer.arrayBuffer();
    if (answer.status !== 200 || bytes.byteLength < 5_000) throw new Error(`${answer.status}`);
    times.push(performance.now() - began);
  }
  return { first: times[0]!, next: median(times.slice(1)) };
}

async function viewerOf(house: House, userName: string): Promise<Viewer> {
  const visit = await findVisit(house, "groot", await signIn(house.pool, userName));
  if (!visit?.viewer) throw new Error(`${userName} is nobody`);
  return visit.viewer;
}

/** In turn, so that both meet the same machine. */
async function compare(ours: () => Promise<unknown>, floor: () => Promise<unknown>) {
  const times = { ours: [] as number[], floor: [] as number[] };
  for (let n = 0; n < 60; n++) {
    for (const [name, ask] of [["ours", ours], ["floor", floor]] as const) {
      const began = performance.now();
      await ask();
      if (n >= 10) times[name].push(performance.now() - began);
    }
  }
  return { ours: median(times.ours), floor: median(times.floor) };
}
