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
      (select min(x.id) from senders x, s where x.school_id = s.id) as sender,
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
      (select min(r.id) from talk_rounds r, s where r.school_id = s.id and r.fair) as "fairRound",
      (select min(t.person_id) from talk_round_teachers t, s where t.school_id = s.id) as teacher,
      (select max(d.id) from deliveries d, s where d.school_id = s.id) as delivery
    from post, noor`,
    [new Date("2026-11-10T08:00:00Z")],
  );
  const known = Object.entries(row ?? {}).filter(([, id]) => id !== null);
  return { ...Object.fromEntries(known.map(([name, id]) => [name, String(id)])), size: "medium" };
}

/** Makes one of each kind that the demo has none of; whose number it is, by its name in a route. */
export async function makeSamples({ db, clock }: House): Promise<Record<string, string>> {
  const now = clock.now();
  const { id: school_id } = await db.selectFrom("schools").select("id")
    .where("short_name", "=", "regenton").executeTakeFirstOrThrow();
  const { id: account_id } = await db.selectFrom("accounts").select("id")
    .where("user_name", "=", "directie@regenton.example").executeTakeFirstOrThrow();
  const pupil = await db.selectFrom("pupils").select("id").where("school_id", "=", school_id)
    .limit(1).executeTakeFirstOrThrow();
  const hash = () => crypto.getRandomValues(new Uint8Array(32));
  const dated = { created_at: now, expires_at: new Date(now.getTime() + 864e5) };
  const [session, question, code, delivery] = await Promise.all([
    db.insertInto("sessions")
      .values({ ...dated, account_id, token_hash: hash(), device: "", last_seen_at: now })
      .returning("id").executeTakeFirstOrThrow(),
    db.insertInto("help_items")
      .values({ school_id, position: 1, question: "Waar is de gymzaal?", answer: "Achter." })
      .returning("id").executeTakeFirstOrThrow(),
    db.insertInto("coupling_codes")
      .values({ ...dated, school_id, pupil_id: pupil.id, code_hash: hash() })
      .returning("id").executeTakeFirstOrThrow(),
    db.insertInto("deliveries")
      .values({
        school_id,
        kind: "digest",
        cause: "sample",
        address: "x@post.example",
        due_at: now,
      })
      .returning("id").executeTakeFirstOrThrow(),
  ]);
  const ids = { session, question, code, delivery };
  return Object.fromEntries(Object.entries(ids).map(([name, { id }]) => [name, String(id)]));
}
