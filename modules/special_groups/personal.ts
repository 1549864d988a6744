import { sql } from "kysely";
import { dayIn, schoolYearOf } from "../../web/clock.ts";
import type { Db, Trx } from "../../db/database.ts";
import {
  countRows,
  type Counts,
  type Erased,
  type OwnPart,
  type PersonalData,
  type RetentionRule,
  type Subject,
} from "../../web/personal.ts";
import type { School } from "../../web/viewer.ts";
import { leaveSpecialGroups } from "./members.actions.ts";

/** Which groups someone is in, and what they mailed to them. */
export const personal: PersonalData = {
  tables: {
    special_groups: { exported: true, erased: "its maker's row is empty by then" },
    special_group_members: { exported: true, erased: true },
    special_group_mails: { exported: true, erased: true },
  },
  export: exportGroups,
  count: countGroups,
  erase: leaveGroups,
};

async function exportGroups(db: Db, { school, personIds }: Subject): Promise<OwnPart[]> {
  const { rows: groups } = await sql<Record<string, unknown>>`
    select g.school_year as "schoolYear", g.name as group, m.added_at as "addedAt",
      g.created_by = any(${personIds}::bigint[]) as "madeIt"
    from special_groups g
    left join special_group_members m on m.school_id = g.school_id and m.special_group_id = g.id
      and m.person_id = any(${personIds}::bigint[])
    where g.school_id = ${school.id}
      and (m.person_id is not null or g.created_by = any(${personIds}::bigint[]))
    order by g.id`.execute(db);
  const { rows: mails } = await sql<Record<string, unknown>>`
    select g.name as group, m.sender_name as signed, m.subject, m.body, m.sent_at as "sentAt"
    from special_group_mails m
    join special_groups g on g.school_id = m.school_id and g.id = m.special_group_id
    where m.school_id = ${school.id} and m.sender_id = any(${personIds}::bigint[])
    order by m.id`.execute(db);
  return [{ name: "specialGroups", rows: groups }, { name: "groupMails", rows: mails }];
}

async function countGroups(db: Db, { kind, id, school }: Erased): Promise<Counts> {
  if (kind === "pupil") return {};
  return await countRows(db, {
    memberships: sql`special_group_members where school_id = ${school.id} and person_id = ${id}`,
    groupMailsUnsigned: sql`special_group_mails
      where school_id = ${school.id} and sender_id = ${id}`,
  });
}

/** Someone's places are free again; what they mailed stays with the group, without their name. */
async function leaveGroups(trx: Trx, { kind, id, school, formerly }: Erased): Promise<Counts> {
  if (kind === "pupil") return {};
  const memberships = await leaveSpecialGroups(trx, school.id, id);
  const { rows: mails } = await sql`
    update special_group_mails set sender_name = ${formerly}
    where school_id = ${school.id} and sender_id = ${id} returning id`.execute(trx);
  return { memberships, groupMailsUnsigned: mails.length };
}

/** Groups of past school years, with their members and mails. */
export const retention: RetentionRule[] = [{
  key: "specialGroups",
  months: 12,
  since: "schoolYear",
  count: async (db, school, before) => {
    const { rows } = await sql<{ kept: number; due: number }>`
      select count(*)::int as kept,
        count(*) filter (where school_year < ${yearOf(school, before)})::int as due
      from special_groups where school_id = ${school.id}`.execute(db);
    return rows[0]!;
  },
  erase: eraseGroups,
}];

async function eraseGroups(trx: Trx, school: School, before: Date): Promise<Counts> {
  const { rows: groups } = await sql<{ id: number }>`
    select id from special_groups
    where school_id = ${school.id} and school_year < ${yearOf(school, before)}
    order by id limit 100`.execute(trx);
  const ids = groups.map((group) => group.id);
  const { rows: members } = await sql`
    delete from special_group_members
    where school_id = ${school.id} and special_group_id = any(${ids}::bigint[])
    returning person_id`.execute(trx);
  await sql`delete from special_groups
    where school_id = ${school.id} and id = any(${ids}::bigint[])`.execute(trx);
  return { specialGroups: ids.length, memberships: members.length };
}

const yearOf = (school: School, before: Date) => schoolYearOf(dayIn(school.timeZone, before));
