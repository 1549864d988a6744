import { type RawBuilder, sql } from "kysely";
import type { Db } from "../../db/database.ts";
import { isOffice, type Viewer } from "../../web/viewer.ts";
import { schoolYearAt } from "./groups.queries.ts";
import { compareNames, type NameParts } from "./names.ts";
import {
  type AccountState,
  addressLine,
  contactsOf,
  groupsOf,
  joinAccount,
  nameColumns,
  stateColumns,
} from "./people.queries.ts";
import type { Day } from "./tables.ts";

// For staff only: guarded on the routes.

export interface Contact {
  kind: "phone" | "email";
  label: string;
  value: string;
}

/** A child of a guardian: in the family that is looked at, or in the group. */
export interface Ward {
  id: number;
  firstName: string;
  groups: string[];
  relation: string;
  blockedAt: Date | null;
  /** For the office only. */
  blockedReason: string | null;
  /** Nothing else lets the guardian in: no other child, and no work here. */
  onlyOne: boolean;
}

/** A guardian as staff see them; of who is blocked, a teacher sees that only. */
export interface Guardian extends NameParts, AccountState {
  id: number;
  /** Whether what is below is kept from the viewer, as the office blocked this guardian. */
  closed: boolean;
  email: string | null;
  phone: string | null;
  contacts: Contact[];
  photo: number | null;
  /** One line; null also where it is secret and the viewer not of the office. */
  address: string | null;
  secretAddress: boolean;
  deceased: boolean;
  blockedAt: Date | null;
  /** For the office only. */
  blockedReason: string | null;
  /** Only admins change what goes with an admin's account. */
  ofAdmin: boolean;
  wards: Ward[];
}

/** A pupil with everyone at home, as staff see it. */
export interface Family extends NameParts {
  id: number;
  bornOn: Day | null;
  year: string;
  email: string | null;
  photo: number | null;
  leftAt: Date | null;
  groups: { id: number; name: string }[];
  contacts: Contact[];
  guardians: Guardian[];
  /** Since when a guardian has the child by a code of the office, by their number. */
  coupledAt: Map<number, Date>;
  /** Other children of these guardians at the school. */
  siblings: (NameParts & { id: number; photo: number | null; groups: string[] })[];
}

/** A pupil of the school with the family; one who has left, for the office only. */
export async function findFamily(
  db: Db,
  viewer: Viewer,
  id: number,
  now: Date,
): Promise<Family | undefined> {
  const year = schoolYearAt(viewer, now);
  const { rows: [pupil] } = await sql<
    Omit<Family, "guardians" | "coupledAt" | "siblings">
  >`
    select ${nameColumns("k")}, k.born_on as "bornOn", k.year, k.email,
      k.photo_file_id as photo, k.left_at as "leftAt", ${contactsOf("k")} as contacts,
      coalesce((select json_agg(json_build_object('id', g.id, 'name', g.name)
          order by g.position, g.id)
        from group_pupils gp join groups g on g.school_id = gp.school_id and g.id = gp.group_id
        where gp.school_id = k.school_id and gp.pupil_id = k.id and g.left_at is null
          and g.school_year = ${year}), '[]') as groups
    from pupils k where k.school_id = ${viewer.school.id} and k.id = ${id}
      and k.erased_at is null and (k.left_at is null or ${isOffice(viewer)})`.execute(db);
  if (!pupil) return undefined;
  const [guardians, coupledAt, { rows: siblings }] = await Promise.all([
    listGuardiansOf(db, viewer, sql`gs.pupil_id = ${id}`, now),
    findCouplings(db, viewer, id),
    sql<Family["siblings"][number]>`
      select ${nameColumns("k")}, k.photo_file_id as photo, ${groupsOf(year)} as groups
      from pupils k
      where k.school_id = ${viewer.school.id} and k.id <> ${id} and k.left_at is null
        and k.id in (select gs.pupil_id from guardianships own
          join guardianships gs on gs.school_id = own.school_id and gs.person_id = own.person_id
          where own.school_id = ${viewer.school.id} and own.pupil_id = ${id})
      order by k.born_on desc nulls last, k.id`.execute(db),
  ]);
  return { ...pupil, guardians, coupledAt, siblings };
}

/** As the log has it: a code itself is forgotten a month after it was used. */
async function findCouplings(db: Db, { school }: Viewer, pupilId: number) {
  const { rows } = await sql<{ personId: number; at: Date }>`
    select p.id as "personId", max(e.at) as at
    from audit_entries e cross join unnest(e.person_ids) as p(id)
    where e.school_id = ${school.id} and e.pupil_ids @> array[${pupilId}::bigint]
      and e.action = 'couplingCodeUsed' group by p.id`.execute(db);
  return new Map(rows.map(({ personId, at }) => [Number(personId), at]));
}

/** The guardians of the pupils in a group, in the order of Dutch names, with those pupils. */
export async function listGroupGuardians(
  db: Db,
  viewer: Viewer,
  groupId: number,
  now: Date,
): Promise<Guardian[]> {
  const guardians = await listGuardiansOf(
    db,
    viewer,
    sql`k.left_at is null and gs.pupil_id in (select gp.pupil_id from group_pupils gp
      where gp.school_id = gs.school_id and gp.group_id = ${groupId})`,
    now,
  );
  return guardians.filter((guardian) => !guardian.deceased).sort(compareNames);
}

/** @param which of guardianships `gs` with pupils `k`: those that are looked at */
async function listGuardiansOf(
  db: Db,
  viewer: Viewer,
  which: RawBuilder<unknown>,
  now: Date,
): Promise<Guardian[]> {
  const { rows } = await adultsWith(db, viewer, which, sql`w.person_id is not null`, now);
  return rows.map((row) => asSeenBy(viewer, row));
}

/** An adult with their children at the school, if any; not who has left. */
export async function findAdult(
  db: Db,
  viewer: Viewer,
  id: number,
  now: Date,
): Promise<Guardian | undefined> {
  const wards = sql`gs.person_id = ${id} and k.left_at is null`;
  const { rows: [row] } = await adultsWith(db, viewer, wards, sql`p.id = ${id}`, now);
  return row && !row.deceased ? asSeenBy(viewer, row) : undefined;
}

/** @param who of people `p`; `w` has those of the children that are looked at */
function adultsWith(
  db: Db,
  viewer: Viewer,
  which: RawBuilder<unknown>,
  who: RawBuilder<unknown>,
  now: Date,
) {
  return sql<Omit<Guardian, "closed">>`
    select ${nameColumns("p")}, ${stateColumns}, p.email, p.phone, p.deceased,
      p.photo_file_id as photo,
      ${contactsOf("p")} as contacts, ${addressLine} as address,
      p.secret_address as "secretAddress", p.blocked_at as "blockedAt",
      p.blocked_reason as "blockedReason",
      exists (select from staff st join people o on o.school_id = st.school_id
          and o.id = st.person_id
        where o.school_id = p.school_id and (o.id = p.id or o.account_id = p.account_id)
          and st.role = 'admin' and st.left_at is null) as "ofAdmin",
      coalesce(w.wards, '[]') as wards
    from people p ${joinAccount}
    left join (
      select gs.person_id, json_agg(json_build_object('id', k.id, 'firstName', k.first_name,
          'groups', ${groupsOf(schoolYearAt(viewer, now))}, 'relation', gs.relation,
          'blockedAt', gs.blocked_at, 'blockedReason', gs.blocked_reason,
          'onlyOne', not exists (select from guardianships o
            join pupils ok on ok.school_id = o.school_id and ok.id = o.pupil_id
              and ok.left_at is null
            where o.school_id = gs.school_id and o.person_id = gs.person_id
              and o.pupil_id <> gs.pupil_id and o.blocked_at is null)
            and not exists (select from staff st where st.school_id = gs.school_id
              and st.person_id = gs.person_id and st.left_at is null))
          order by k.born_on desc nulls last, k.id) as wards
      from guardianships gs
      join pupils k on k.school_id = gs.school_id and k.id = gs.pupil_id
      where gs.school_id = ${viewer.school.id} and ${which} group by gs.person_id
    ) w on w.person_id = p.id
    where p.school_id = ${viewer.school.id} and p.left_at is null and ${who}
    order by p.id`.execute(db);
}

/** What the office keeps from teachers: secret addresses, and why or of whom something is shut. */
function asSeenBy(viewer: Viewer, row: Omit<Guardian, "closed">): Guardian {
  const wards = row.wards.map((ward) => ({
    ...ward,
    blockedAt: ward.blockedAt && new Date(ward.blockedAt),
  }));
  if (isOffice(viewer)) return { ...row, wards, closed: false };
  const closed = row.blocked ||
    (wards.length > 0 && wards.every((ward) => ward.blockedAt !== null));
  return {
    ...row,
    closed,
    wards: wards.map((ward) => ({ ...ward, blockedReason: null })),
    blockedReason: null,
    address: closed || row.secretAddress ? null : row.address,
    ...closed && { email: null, phone: null, contacts: [], photo: null },
  };
}
