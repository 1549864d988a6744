import { sql, type SqlBool } from "kysely";
import type { Db } from "../../db/database.ts";
import { isPresent } from "../../web/presence.ts";
import type { Viewer } from "../../web/viewer.ts";
import { nameOf, schoolYearAt } from "../school/mod.ts";
import {
  type Field,
  type Subject,
  type Value,
  valueOfContact,
  valuesOfPerson,
  valuesOfPupil,
} from "./fields.ts";

// For the office only: guarded on the routes.

/** A change to decide on. */
export interface OpenChange {
  id: number;
  field: Field;
  contactId: number | null;
  from: Value;
  to: Value;
  /** What it is now, in the roster: not always what the asker saw. */
  current: Value;
}

/** What one account asked about one adult or child. */
export interface ChangeGroup {
  subject: Subject;
  name: string;
  /** Of a child, this school year. */
  groups: string[];
  /** Null: the account is gone. */
  askedBy: string | null;
  askedAt: Date;
  /** Whether who asked may still see what it is about. */
  entitled: boolean;
  changes: OpenChange[];
}

/** Whether who asked change request `r` still has a place, and with the child it is about. */
export const askerIsEntitled = sql<SqlBool>`exists (select from people q
  where q.school_id = r.school_id and q.account_id = r.asked_by
    and ${isPresent("q")}
    and (r.person_id is not null or exists (select from guardianships gs
      where gs.school_id = r.school_id and gs.person_id = q.id and gs.pupil_id = r.pupil_id
        and gs.blocked_at is null)))`;

/** As a word in the statement, not a parameter: else the index of what is open is not used. */
export const isPending = sql.lit("pending" as const);

/** How many changes wait for the office; none for others. */
export async function countOpenChanges(db: Db, { school }: Viewer): Promise<number> {
  const row = await db.selectFrom("change_requests")
    .select((eb) => eb.fn.countAll<number>().as("open"))
    .where("school_id", "=", school.id).where("state", "=", isPending).executeTakeFirstOrThrow();
  return Number(row.open);
}

/** What waits longest comes first; at most `most` changes at a time. */
export async function listOpenChanges(
  db: Db,
  viewer: Viewer,
  now: Date,
  most: number,
): Promise<ChangeGroup[]> {
  const { rows } = await sql<
    Omit<ChangeGroup, "changes" | "subject"> & OpenChange & {
      personId: number | null;
      pupilId: number | null;
      accountId: number | null;
    }
  >`
    select r.id, r.field, r.contact_id as "contactId", r.old_value as "from", r.new_value as "to",
      r.person_id as "personId", r.pupil_id as "pupilId", r.asked_by as "accountId",
      r.asked_at as "askedAt", coalesce(nullif(${nameOf("p")}, ''), ${nameOf("k")}) as name,
      case r.field when 'contact' then (select ${valueOfContact} from contacts t
          where t.school_id = r.school_id and t.id = r.contact_id
            and (t.person_id = r.person_id or t.pupil_id = r.pupil_id))
        else (case when r.person_id is null then ${valuesOfPupil} else ${valuesOfPerson} end)->r.field
        end as current,
      coalesce((select json_agg(g.name order by g.position, g.id) from group_pupils gp
        join groups g on g.school_id = gp.school_id and g.id = gp.group_id
        where gp.school_id = r.school_id and gp.pupil_id = r.pupil_id and g.left_at is null
          and g.school_year = ${schoolYearAt(viewer, now)}), '[]') as groups,
      (select string_agg(${nameOf("q")}, ', ' order by q.id) from people q
        where q.school_id = r.school_id and q.account_id = r.asked_by) as "askedBy",
      ${askerIsEntitled} as entitled
    from change_requests r
    left join people p on p.school_id = r.school_id and p.id = r.person_id
    left join pupils k on k.school_id = r.school_id and k.id = r.pupil_id
    where r.school_id = ${viewer.school.id} and r.state = 'pending'
    order by r.asked_at, r.id limit ${most}`.execute(db);
  const groups = new Map<string, ChangeGroup>();
  for (const { id, field, contactId, from, to, current, personId, pupilId, ...row } of rows) {
    const subject: Subject = personId === null
      ? { kind: "pupil", id: pupilId! }
      : { kind: "person", id: personId };
    const key = JSON.stringify([subject, row.accountId]);
    const group = groups.get(key) ?? { ...row, subject, changes: [] };
    groups.set(key, group);
    group.changes.push({ id, field, contactId, from, to, current });
  }
  return [...groups.values()];
}

/** A change request of the school, in whatever state. */
export async function findChange(db: Db, viewer: Viewer, id: number) {
  const { rows: [row] } = await sql<{ id: number; field: Field; name: string }>`
    select r.id, r.field, coalesce(nullif(${nameOf("p")}, ''), ${nameOf("k")}) as name
    from change_requests r
    left join people p on p.school_id = r.school_id and p.id = r.person_id
    left join pupils k on k.school_id = r.school_id and k.id = r.pupil_id
    where r.school_id = ${viewer.school.id} and r.id = ${id}`.execute(db);
  return row;
}
