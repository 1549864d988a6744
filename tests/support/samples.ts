import type { House } from "../../web/house.ts";

/** For each name a route has in its path, the number of a record of De Regenton that exists. */
export async function sampleIds({ pool }: House): Promise<Record<string, string>> {
  const [row] = await pool.unsafe<Record<string, number>[]>(
    `
    with s as (select id from schools where short_name = 'regenton'),
      post as (select p.id, p.school_id from posts p, s
        where p.school_id = s.id and p.kind = 'board' and p.for_school and p.publish_at < $1
        order by p.publish_at desc limit 1),
      noor as (select k.id from pupils k, s, groups g
        join group_pupils gp on gp.school_id = g.school_id and gp.group_id = g.id
        where k.school_id = s.id and k.first_name = 'Noor' and g.school_id = s.id
          and g.name = '5a' and gp.pupil_id = k.id)
    select post.id as post,
      (select file_id from post_files f, s where f.school_id = s.id limit 1) as file,
      (select c.id from comments c, post where c.school_id = post.school_id limit 1) as comment,
      (select a.id from agenda_items a, s where a.school_id = s.id limit 1) as item,
      (select g.id from groups g, s where g.school_id = s.id order by school_year desc limit 1) as group,
      (select g.id from special_groups g, s
        where g.school_id = s.id and g.activity and g.maximum is null limit 1) as "specialGroup",
      (select p.id from people p, s where p.school_id = s.id order by id desc limit 1) as person,
      noor.id as pupil,
      (select min(x.id) from sitters x where x.pupil_id = noor.id) as sitter,
      (select max(x.id) from pupil_notes x where x.pupil_id = noor.id) as note,
      (select max(x.id) from pupil_results x where x.pupil_id = noor.id) as result,
      (select min(c.id) from contacts c where c.pupil_id = noor.id) as contact,
      (select max(r.id) from change_requests r where r.pupil_id = noor.id) as request,
      (select r.id from talk_rounds r where r.school_id = post.school_id and r.title ~ '5a') as round,
      (select min(t.id) from talk_slots t join talk_rounds r on r.school_id = t.school_id
        and r.id = t.round_id where r.school_id = post.school_id and r.title ~ '5a'
        and t.pupil_id is null) as slot,
      (select min(r.id) from talk_rounds r, s where r.school_id = s.id) as round,
      (select max(r.id) from talk_rounds r, s
        where r.school_id = s.id and r.published_at is null) as draft,
      (select min(t.id) from talk_slots t, s
        where t.school_id = s.id and t.pupil_id is not null) as slot,
      (select min(t.id) from talk_slots t, s
        where t.school_id = s.id and t.pupil_id is null) as "freeSlot",
      (select min(t.person_id) from talk_round_teachers t, s where t.school_id = s.id) as teacher,
      (select max(d.id) from deliveries d, s where d.school_id = s.id) as delivery
    from post, noor`,
    [new Date("2026-11-10T08:00:00Z")],
  );
  const known = Object.entries(row ?? {}).filter(([, id]) => id !== null);
  return { ...Object.fromEntries(known.map(([name, id]) => [name, String(id)])), size: "medium" };
}
