import { sql } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { audit } from "../../web/audit.ts";
import type { House } from "../../web/house.ts";
import type { Module } from "../../web/module.ts";
import type { Counts, Erased } from "../../web/personal.ts";
import type { School, Viewer } from "../../web/viewer.ts";
import { lockRoster, nameOf } from "../school/mod.ts";
import { erasingText } from "./erasing.text.ts";

/** An adult or a pupil of the school who can be erased. */
export interface Erasable {
  kind: "person" | "pupil";
  id: number;
  name: string;
  left: boolean;
  accountId: number | null;
  /** The only account here of others too: they keep it. */
  sharedWith: string[];
}

export const reasons = ["request", "over", "mistake", "other"] as const;
type Reason = typeof reasons[number];

/** Why someone cannot be erased: a key of the words. */
export class CannotErase extends Error {
  constructor(readonly reason: "yourself" | "gone" | "lastAdmin") {
    super(reason);
  }
}

/** An adult of the viewer's school, also one who has left. */
export async function findErasablePerson(db: Db, viewer: Viewer, id: number) {
  const { rows: [person] } = await sql<Erasable>`
    select 'person' as kind, p.id, ${nameOf("p")} as name, p.left_at is not null as left,
      p.account_id as "accountId",
      coalesce((select json_agg(${nameOf("o")} order by o.id) from people o
        where o.school_id = p.school_id and o.account_id = p.account_id and o.id <> p.id
      ), '[]') as "sharedWith"
    from people p
    where p.school_id = ${viewer.school.id} and p.id = ${id} and p.erased_at is null`.execute(db);
  return person;
}

/** A pupil of the viewer's school, also one who has left. */
export async function findErasablePupil(db: Db, viewer: Viewer, id: number) {
  const { rows: [pupil] } = await sql<Erasable>`
    select 'pupil' as kind, k.id, ${nameOf("k")} as name, k.left_at is not null as left,
      null as "accountId", '[]'::json as "sharedWith"
    from pupils k
    where k.school_id = ${viewer.school.id} and k.id = ${id} and k.erased_at is null`.execute(db);
  return pupil;
}

/** What erasing would do now: only looks, so that nobody waits for it. @throws CannotErase */
export async function previewErasing(
  { db, clock }: House,
  modules: Module[],
  viewer: Viewer,
  who: Erasable,
): Promise<Counts> {
  await mustBeErasable(db, viewer, who);
  const erased = await describe(db, viewer.school, who);
  const counts: Counts = {};
  for (const { personal } of modules.toReversed()) {
    add(counts, await personal?.count?.(db, erased, clock.now()) ?? {});
  }
  return counts;
}

/**
 * Erases someone: in one transaction everything in the database, with a written record of how much
 * and why, and no names; after it what lies outside. @throws CannotErase
 */
export async function erase(
  house: House,
  modules: Module[],
  viewer: Viewer,
  who: Erasable,
  reason: Reason,
): Promise<void> {
  const now = house.clock.now();
  await house.db.transaction().execute(async (trx) => {
    await lockRoster(trx, viewer); // two admins who erase each other leave one
    await mustBeErasable(trx, viewer, who);
    const counts = await eraseFrom(trx, modules, viewer.school, who, now);
    await trx.insertInto("erasures").values({
      school_id: viewer.school.id,
      at: now,
      account_id: viewer.accountId,
      kind: who.kind,
      subject_id: who.id,
      reason,
      counts: JSON.stringify(counts),
    }).execute();
    const subject = who.kind === "person" ? { personId: who.id } : { pupilId: who.id };
    await audit(trx, viewer, `${who.kind}Erased`, { ...subject, reason }, now);
  });
  await sweep(house, modules, viewer.school);
}

/** Removes what modules keep outside the database and nobody refers to any more. */
export async function sweep(house: House, modules: Module[], school: Pick<School, "id">) {
  for (const { personal } of modules) await personal?.sweep?.(house, school);
}

async function mustBeErasable(db: Db, viewer: Viewer, who: Erasable): Promise<void> {
  if (who.kind === "person" && viewer.people.some((person) => person.id === who.id)) {
    throw new CannotErase("yourself");
  }
  const own = viewer.people.map((person) => person.id);
  const { rows: [state] } = await sql<{ there: boolean; admin: boolean }>`
    select exists (select from ${sql.table(who.kind === "person" ? "people" : "pupils")} o
        where o.school_id = ${viewer.school.id} and o.id = ${who.id} and o.erased_at is null)
        as there,
      exists (select from staff st join people p on p.school_id = st.school_id
        and p.id = st.person_id and p.left_at is null and p.blocked_at is null
        where st.school_id = ${viewer.school.id} and st.role = 'admin' and st.left_at is null
          and p.id = any(${own}::bigint[])) as admin`.execute(db);
  if (!state!.there) throw new CannotErase("gone");
  if (!state!.admin) throw new CannotErase("lastAdmin");
}

/**
 * Everything every module keeps about someone. The modules that stand on others go first, so that
 * the person is still known to them.
 */
export async function eraseFrom(
  trx: Trx,
  modules: Module[],
  school: Pick<School, "id" | "language">,
  { kind, id }: Pick<Erasable, "kind" | "id">,
  now: Date,
): Promise<Counts> {
  // waits for whoever is writing something about them (`mustBeKept`), so that it goes too
  await sql`select from ${sql.table(kind === "person" ? "people" : "pupils")}
    where school_id = ${school.id} and id = ${id} for update`.execute(trx);
  const who = await describe(trx, school, { kind, id });
  const counts: Counts = {};
  for (const { personal } of modules.toReversed()) {
    add(counts, await personal?.erase?.(trx, who, now) ?? {});
  }
  return counts;
}

/** Adds figures up. */
export function add(total: Counts, more: Counts): void {
  for (const [key, n] of Object.entries(more)) total[key] = (total[key] ?? 0) + n;
}

async function describe(
  db: Db,
  school: Pick<School, "id" | "language">,
  { kind, id }: Pick<Erasable, "kind" | "id">,
): Promise<Erased> {
  const t = erasingText(school.language).formerly;
  if (kind === "pupil") {
    return { kind, id, school, accountId: null, addresses: [], formerly: t.guardian };
  }
  // An invitation that was never answered made an account for the address alone.
  const { rows: [row] } = await sql<
    { accountId: number | null; addresses: string[]; worked: boolean }
  >`
    select a.id as "accountId",
      array(select distinct x from unnest(array[lower(p.email), a.user_name, lower(a.email)]) x
        where x is not null and not exists (select from people o
          where o.school_id = p.school_id and lower(o.email) = x and o.id <> p.id)) as addresses,
      exists (select from staff s where s.school_id = p.school_id and s.person_id = p.id) as worked
    from people p
    left join accounts a on (a.id = p.account_id
        or (p.account_id is null and a.user_name = lower(p.email)))
      and not exists (select from people o where o.school_id = p.school_id and o.id <> p.id
        and (o.account_id = a.id or lower(o.email) = a.user_name))
    where p.school_id = ${school.id} and p.id = ${id}`.execute(db);
  const { accountId, addresses, worked } = row!;
  return { kind, id, school, accountId, addresses, formerly: worked ? t.staff : t.guardian };
}
