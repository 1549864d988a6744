import { type RawBuilder, sql, type SqlBool } from "kysely";
import type { Db } from "../../db/database.ts";
import { dayIn, timeIn } from "../../web/clock.ts";
import type { Values } from "../../web/forms.ts";
import { formValues } from "../../web/meanwhile.tsx";
import { hasPlace } from "../../web/presence.ts";
import { groupIdsAs, isStaff, type School, type Viewer } from "../../web/viewer.ts";
import { groupsAreOff, nameOf, schoolYearAt } from "../school/mod.ts";

export interface SpecialGroup {
  id: number;
  schoolYear: number;
  name: string;
  /** The class it goes with. */
  mainGroup: NamedGroup | null;
  /** Guardians sign up by themselves, until `closesAt`. */
  activity: boolean;
  description: string;
  closesAt: Date | null;
  maximum: number | null;
  /** Places taken: of everyone who is in it, also of those who are blocked or left. */
  taken: number;
  endedAt: Date | null;
  /** Whose guardians may join; none: everyone's. */
  groups: NamedGroup[];
  /** Whether one of the viewer's people is in it. */
  own: boolean;
}
export interface NamedGroup {
  id: number;
  name: string;
}

const isMember = (person: RawBuilder<unknown>) =>
  sql`exists (select from special_group_members m
    where m.school_id = s.school_id and m.special_group_id = s.id and m.person_id = ${person})`;

const own = (viewer: Viewer) => isMember(sql`any(${peopleOf(viewer)}::bigint[])`);
const peopleOf = (viewer: Viewer) => viewer.people.map((person) => person.id);

/**
 * Who sees which special group `s`: staff all of them, a guardian what is going on and they are in
 * or may join, also when it is full or closed by now.
 */
function isVisible(viewer: Viewer): RawBuilder<SqlBool> {
  if (groupsAreOff(viewer)) return sql<SqlBool>`false`;
  if (isStaff(viewer)) return sql<SqlBool>`true`;
  return sql<SqlBool>`(s.ended_at is null and (${own(viewer)} or (s.activity and ${
    isFor(sql`any(${groupIdsAs(viewer, "guardian")}::bigint[])`)
  })))`;
}

/** Whether special group `s` is for guardians of these classes. */
const isFor = (groups: RawBuilder<unknown>) =>
  sql`(not exists (select from special_group_groups j
      where j.school_id = s.school_id and j.special_group_id = s.id)
    or exists (select from special_group_groups j
      where j.school_id = s.school_id and j.special_group_id = s.id and j.group_id = ${groups}))`;

const columns = (viewer: Viewer) =>
  sql`s.id, s.school_year as "schoolYear", s.name, s.activity, s.description,
    s.closes_at as "closesAt", s.maximum, s.taken, s.ended_at as "endedAt",
    (select json_build_object('id', g.id, 'name', g.name) from groups g
      where g.school_id = s.school_id and g.id = s.main_group_id) as "mainGroup",
    coalesce((select json_agg(json_build_object('id', g.id, 'name', g.name)
        order by g.position, g.id)
      from special_group_groups j join groups g on g.school_id = j.school_id and g.id = j.group_id
        and g.left_at is null
      where j.school_id = s.school_id and j.special_group_id = s.id), '[]') as groups,
    ${own(viewer)} as own`;

/** The special groups of this school year that the viewer sees, by name. */
export async function listSpecialGroups(
  db: Db,
  viewer: Viewer,
  now: Date,
): Promise<SpecialGroup[]> {
  const { rows } = await sql<SpecialGroup>`
    select ${columns(viewer)} from special_groups s
    where s.school_id = ${viewer.school.id} and s.school_year = ${schoolYearAt(viewer, now)}
      and ${isVisible(viewer)}
    order by lower(s.name), s.id`.execute(db);
  return rows;
}

/** The special group with this id, if it is of this school year and the viewer sees it. */
export async function findSpecialGroup(
  db: Db,
  viewer: Viewer,
  id: number,
  now: Date,
): Promise<SpecialGroup | undefined> {
  const { rows: [found] } = await sql<SpecialGroup>`
    select ${columns(viewer)} from special_groups s
    where s.school_id = ${viewer.school.id} and s.id = ${id}
      and s.school_year = ${schoolYearAt(viewer, now)} and ${isVisible(viewer)}`.execute(db);
  return found;
}

/** A special group as its form shows it. */
export const specialGroupValues = (
  group: Pick<
    SpecialGroup,
    "name" | "mainGroup" | "description" | "closesAt" | "maximum" | "groups"
  >,
  { timeZone }: School,
): Values =>
  formValues({
    name: group.name,
    mainGroup: group.mainGroup?.id ?? null,
    description: group.description,
    closesOn: group.closesAt && dayIn(timeZone, group.closesAt),
    closesAt: group.closesAt && timeIn(timeZone, group.closesAt),
    maximum: group.maximum,
    groups: group.groups.map(({ id }) => id),
  });

/** The classes of this school year, to choose from. */
export async function listClasses(db: Db, viewer: Viewer, now: Date): Promise<NamedGroup[]> {
  return await db.selectFrom("groups").select(["id", "name"])
    .where("school_id", "=", viewer.school.id).where("school_year", "=", schoolYearAt(viewer, now))
    .where("left_at", "is", null).orderBy("position").orderBy("id").execute();
}

/** One of the people who share the viewer's account. */
export interface OwnPerson {
  id: number;
  name: string;
  isMember: boolean;
  /** Has a child in one of the classes it is for, and takes part in the portal. */
  mayJoin: boolean;
}

/** Those of the account who are in it or may join, in the order of the account. */
export async function listOwnPeople(
  db: Db,
  viewer: Viewer,
  group: SpecialGroup,
): Promise<OwnPerson[]> {
  const { rows } = await sql<OwnPerson>`
    select * from (
      select p.id, ${nameOf("p")} as name, ${isMember(sql`p.id`)} as "isMember",
        not p.read_only and exists (
          select from guardianships gs
          join pupils k on k.school_id = gs.school_id and k.id = gs.pupil_id and k.left_at is null
          where gs.school_id = p.school_id and gs.person_id = p.id and gs.blocked_at is null
            and ${
    isFor(sql`any(array(select gp.group_id from group_pupils gp
              where gp.school_id = k.school_id and gp.pupil_id = k.id))`)
  }) as "mayJoin"
      from special_groups s join people p on p.school_id = s.school_id
      where s.school_id = ${viewer.school.id} and s.id = ${group.id}
        and p.id = any(${peopleOf(viewer)}::bigint[])) o
    where "isMember" or "mayJoin"`.execute(db);
  const order = peopleOf(viewer);
  return rows.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
}

/** Someone a mail to the group is for. */
export interface Receiver {
  name: string;
  accountId: number | null;
  /** In lower case; null when the school has none. */
  address: string | null;
  language: string;
}

/**
 * The members who have a place at the school at this moment, with where their mail goes. Who has
 * none stays in the group (a block may end tomorrow) but is on no list and gets no mail.
 */
export async function listReceivers(
  db: Db,
  school: School,
  specialGroupId: number,
): Promise<Receiver[]> {
  const { rows } = await sql<Receiver>`
    select ${nameOf("p")} as name, p.account_id as "accountId",
      lower(nullif(coalesce(a.email, p.email), '')) as address,
      coalesce(a.language, ${school.language}) as language
    from special_group_members m
    join people p on p.school_id = m.school_id and p.id = m.person_id
    left join accounts a on a.id = p.account_id
    where m.school_id = ${school.id} and m.special_group_id = ${specialGroupId} and ${hasPlace("p")}
    order by p.last_name, p.first_name, p.id`.execute(db);
  return rows;
}

/** A mail that went to the group. */
export interface SentMail {
  id: number;
  subject: string;
  body: string;
  senderName: string;
  receivers: number;
  sentAt: Date;
}

/** What was mailed to the group, the latest first; for staff. */
export async function listSentMails(
  db: Db,
  viewer: Viewer,
  specialGroupId: number,
): Promise<SentMail[]> {
  if (!isStaff(viewer)) return [];
  return await db.selectFrom("special_group_mails")
    .select(["id", "subject", "body", "receivers"])
    .select(["sender_name as senderName", "sent_at as sentAt"])
    .where("school_id", "=", viewer.school.id).where("special_group_id", "=", specialGroupId)
    .orderBy("sent_at", "desc").orderBy("id", "desc").execute();
}
