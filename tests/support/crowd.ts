import type { TestHouse } from "./house.ts";
import type { Visitor } from "./visitor.ts";

/**
 * Parents who have signed in, each with an own account and all with one child, in this class of
 * De Regenton. Their keys are `<name>-1` and on.
 */
export async function crowdOf(
  { house, visitor, clock }: TestHouse,
  count: number,
  className: string,
  name = "crowd",
): Promise<Visitor[]> {
  const later = new Date(clock.now().getTime() + 30 * 864e5);
  await house.pool.unsafe(
    `with s as (select id from schools where short_name = 'regenton'),
    k as (insert into pupils (school_id, key, first_name, last_name)
      select id, $1, 'Kind', 'Menigte' from s returning school_id, id),
    placed as (insert into group_pupils (school_id, group_id, pupil_id)
      select k.school_id, g.id, k.id from k join groups g on g.school_id = k.school_id
        and g.name = $2 and g.school_year = 2026),
    a as (insert into accounts (user_name, email, activated_at)
      select u, u, $4 from (select $1 || '-' || n || '@crowd.example' as u
        from generate_series(1, $3::int) n) x returning id, user_name),
    p as (insert into people (school_id, key, account_id, first_name, last_name, email)
      select s.id, split_part(a.user_name, '@', 1), a.id, 'Ouder', 'Menigte', a.user_name
      from s, a returning school_id, id),
    related as (insert into guardianships (school_id, person_id, pupil_id)
      select p.school_id, p.id, k.id from p, k)
    insert into sessions (token_hash, account_id, device, created_at, last_seen_at, expires_at)
    select sha256(convert_to(user_name, 'utf8')), id, 'test', $4, $4, $5 from a`,
    [name, className, count, clock.now(), later],
  );
  return Array.from({ length: count }, (_, n) => {
    const one = visitor();
    one.cookies.set("session", `${name}-${n + 1}@crowd.example`);
    return one;
  });
}
