import { type RawBuilder, sql } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { dayIn, schoolYearOf } from "../../web/clock.ts";
import { isPresent } from "../../web/presence.ts";
import type { School } from "../../web/viewer.ts";

/** What a digest is about: ids of posts and of agenda items of one school. */
export interface DigestContents {
  posts: number[];
  agenda: number[];
}

/** Someone for whom there is something new. */
interface DigestReceiver extends DigestContents {
  accountId: number;
  address: string;
  language: string;
}

/** Something new, as it stands in the digest of one receiver. */
export interface NewItem {
  kind: "news" | "board" | "agenda";
  id: number;
  title: string;
  excerpt: string;
  /** Only of agenda items. */
  startsOn: string | null;
  startsAt: string | null;
  place: string;
  /** Through whom it is for the receiver; null when it is for the whole school. */
  concerns: Concern[] | null;
}

/** A child in a group, or (without child) a group one teaches. */
export interface Concern {
  child: string | null;
  group: string;
}

/** Older than this is no news: mail that could not leave for long, or a digest switched on late. */
const stale = 14 * 86_400_000;

/** For each active account at the school what of `contents` is new to it; the rest is left out. */
export async function listDigestReceivers(
  db: Db,
  school: School,
  contents: DigestContents,
  now: Date,
): Promise<DigestReceiver[]> {
  const { rows } = await sql<DigestReceiver>`
    with ${newItems(school, contents, now)}
    select n.account_id as "accountId", a.email as address, a.language,
      coalesce(json_agg(n.id) filter (where n.kind <> 'agenda'), '[]') as posts,
      coalesce(json_agg(n.id) filter (where n.kind = 'agenda'), '[]') as agenda
    from new_items n join accounts a on a.id = n.account_id
    group by n.account_id, a.email, a.language
    order by n.account_id`.execute(db);
  return rows;
}

/** The digest of one account, as it is at this moment: without what was read or withdrawn since. */
export async function findDigest(
  db: Db,
  school: School,
  accountId: number,
  contents: DigestContents,
  now: Date,
): Promise<{ address: string; firstNames: string[]; token: string; items: NewItem[] } | undefined> {
  const { rows: [digest] } = await sql<
    { address: string; firstNames: string[]; token: string; items: NewItem[] }
  >`
    with ${newItems(school, contents, now, accountId)}
    select lower(a.email) as address, u.token,
      (select coalesce(json_agg(p.first_name order by p.id), '[]') from people p
        where p.school_id = ${school.id} and p.account_id = a.id and p.first_name <> ''
          and ${isPresent("p")}) as "firstNames",
      (select coalesce(json_agg(json_build_object(
          'kind', n.kind, 'id', n.id, 'title', coalesce(p.title, i.title),
          'excerpt', coalesce(p.excerpt, ''), 'startsOn', i.starts_on,
          'startsAt', to_char(i.starts_at, 'HH24:MI'), 'place', coalesce(i.place, ''),
          'concerns', n.concerns)
          order by i.starts_on, i.starts_at nulls first, p.publish_at, n.id), '[]')
        from new_items n
        left join posts p on n.kind <> 'agenda' and p.school_id = ${school.id} and p.id = n.id
        left join agenda_items i on n.kind = 'agenda' and i.school_id = ${school.id} and i.id = n.id
      ) as items
    from accounts a
    join unsubscribe_tokens u on u.school_id = ${school.id} and u.account_id = a.id
    where a.id = ${accountId}`.execute(db);
  return digest;
}

/** Makes sure that each of these accounts has its way out of digests. */
export async function issueUnsubscribeTokens(
  trx: Trx,
  school: School,
  accountIds: number[],
): Promise<void> {
  await sql`
    insert into unsubscribe_tokens (school_id, account_id, token)
    select ${school.id}, a, replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')
    from unnest(${accountIds}::bigint[]) a
    on conflict do nothing`.execute(trx);
}

/**
 * `new_items(account_id, kind, id, concerns)`: the same rule as the portal's pages (who belongs to
 * which groups this school year), for all accounts at once, or for one. Left out is what one
 * switched off, wrote oneself or has read.
 */
function newItems(
  school: School,
  { posts, agenda }: DigestContents,
  now: Date,
  accountId?: number,
): RawBuilder<unknown> {
  const today = dayIn(school.timeZone, now);
  const since = new Date(now.getTime() - stale);
  const off = (["news", "board", "agenda"] as const).filter((kind) => school.menu[kind]?.off);
  return sql`
    adults as (
      select p.id, p.account_id, st.person_id is not null as staff
      from people p join accounts a on a.id = p.account_id and a.activated_at is not null
      left join staff st on st.school_id = p.school_id and st.person_id = p.id and st.left_at is null
      where p.school_id = ${school.id} and ${isPresent("p")}
        and ${accountId === undefined ? sql`true` : sql`p.account_id = ${accountId}`}
    ), children as (
      select m.account_id, k.id, k.first_name, k.born_on
      from adults m
      join guardianships gs on gs.school_id = ${school.id} and gs.person_id = m.id
        and gs.blocked_at is null
      join pupils k on k.school_id = ${school.id} and k.id = gs.pupil_id and k.left_at is null
    ), belongs as (
      select distinct c.account_id, g.id as group_id, g.name, g.position,
        c.id as child_id, c.first_name as child, c.born_on
      from children c
      join group_pupils gp on gp.school_id = ${school.id} and gp.pupil_id = c.id
      join groups g on g.school_id = ${school.id} and g.id = gp.group_id
        and g.school_year = ${schoolYearOf(today)} and g.left_at is null
      union all
      select distinct m.account_id, g.id, g.name, g.position, null::bigint, null, null::date
      from adults m
      join group_staff t on t.school_id = ${school.id} and t.person_id = m.id
      join groups g on g.school_id = ${school.id} and g.id = t.group_id
        and g.school_year = ${schoolYearOf(today)} and g.left_at is null
      where m.staff
    ), readers as (
      select account_id from children union select account_id from adults where staff
    ), items as (
      select p.kind, p.id, p.author_id, p.for_school from posts p
      where p.school_id = ${school.id} and p.id = any(${posts}::bigint[]) and p.kind <> 'urgent'
        and p.withdrawn_at is null and p.publish_at <= ${now} and p.publish_at > ${since}
        and (p.expires_at is null or p.expires_at > ${now})
      union all
      select 'agenda', i.id, i.created_by, i.for_school from agenda_items i
      where i.school_id = ${school.id} and i.id = any(${agenda}::bigint[])
        and i.ends_on >= ${today} and i.created_at > ${since}
    ), item_groups as (
      select 'post' as what, post_id as id, group_id from post_groups
      where school_id = ${school.id} and post_id = any(${posts}::bigint[])
      union all
      select 'agenda', item_id, group_id from agenda_item_groups
      where school_id = ${school.id} and item_id = any(${agenda}::bigint[])
    ), reached as (
      select r.account_id, i.kind, i.id, i.author_id, null::json as concerns
      from items i cross join readers r
      where i.for_school
      union all
      select b.account_id, i.kind, i.id, i.author_id,
        json_agg(json_build_object('child', b.child, 'group', b.name)
          order by b.born_on desc nulls last, b.child_id, b.position, b.group_id)
      from items i
      join item_groups ig on ig.id = i.id and (ig.what = 'agenda') = (i.kind = 'agenda')
      join belongs b on b.group_id = ig.group_id
      where not i.for_school
      group by b.account_id, i.kind, i.id, i.author_id
    ), new_items as (
      select r.account_id, r.kind, r.id, r.concerns from reached r
      where r.kind <> all(${off}::text[])
        and not exists (select from notification_choices c where c.school_id = ${school.id}
          and c.account_id = r.account_id and c.kind = r.kind)
        and not exists (select from adults m where m.account_id = r.account_id
          and m.id = r.author_id)
        and not exists (select from read_marks k where k.school_id = ${school.id}
          and k.account_id = r.account_id and k.post_id = r.id and r.kind <> 'agenda')
    )`;
}
