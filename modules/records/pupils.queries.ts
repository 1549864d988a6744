import { type RawBuilder, sql, type SqlBool } from "kysely";
import type { Db } from "../../db/database.ts";
import type { Id } from "../../web/guard.ts";
import { isPresent } from "../../web/presence.ts";
import { type Child, groupIdsAs, isOffice, type Viewer } from "../../web/viewer.ts";
import { nameOf, schoolYearAt } from "../school/mod.ts";

/** A pupil as staff meet them on these pages. */
export interface Pupil {
  id: number;
  firstName: string;
  name: string;
  groups: { id: number; name: string }[];
}

type Load<T> = (db: Db, viewer: Viewer, id: Id, now: Date) => Promise<T | undefined>;

/** For guards: where a school does not use notes or results, there are no such pages. */
export const whereUsed =
  <T>(what: "usesNotes" | "usesResults", load: Load<T>): Load<T> => (db, viewer, id, now) =>
    viewer.school[what] ? load(db, viewer, id, now) : Promise.resolve(undefined);

/** For guards: the viewer's own child of the address. */
export const findChild = (_db: Db, viewer: Viewer, id: Id): Promise<Child | undefined> =>
  Promise.resolve(viewer.children.find((child) => child.id === id("pupil")));

/** For guards: any pupil, for those who work here; who has left only for the office. */
export const findPupil = (db: Db, viewer: Viewer, id: Id, now: Date) =>
  find(db, viewer, id("pupil"), now, sql`true`);

/**
 * For guards: a pupil whose notes and results the viewer keeps. Those are between home and the
 * people who teach the child: for a teacher, the pupils of the own groups; for the office, all.
 */
export const findOwnPupil = (db: Db, viewer: Viewer, id: Id, now: Date) => {
  const taught = groupIdsAs(viewer, "teacher");
  return find(
    db,
    viewer,
    id("pupil"),
    now,
    isOffice(viewer) ? sql`true` : sql`exists (select from group_pupils gp
      where gp.school_id = k.school_id and gp.pupil_id = k.id
        and gp.group_id = any(${taught}::bigint[]))`,
  );
};

async function find(
  db: Db,
  viewer: Viewer,
  id: number,
  now: Date,
  allowed: RawBuilder<SqlBool>,
): Promise<Pupil | undefined> {
  const { rows: [pupil] } = await sql<Pupil>`
    select k.id, k.first_name as "firstName", ${nameOf("k")} as name,
      coalesce((select json_agg(json_build_object('id', g.id, 'name', g.name)
          order by g.position, g.id)
        from group_pupils gp join groups g on g.school_id = gp.school_id and g.id = gp.group_id
        where gp.school_id = k.school_id and gp.pupil_id = k.id and g.left_at is null
          and g.school_year = ${schoolYearAt(viewer, now)}), '[]') as groups
    from pupils k
    where k.school_id = ${viewer.school.id} and k.id = ${id} and k.erased_at is null
      and (k.left_at is null or ${isOffice(viewer)}::boolean) and ${allowed}`.execute(db);
  return pupil;
}

/** Someone with a sign-in who takes care of a child; two who share an account are one. */
interface Guardian {
  accountId: number;
  address: string;
  language: string;
  firstNames: string[];
}

/** Who is told about a child: guardians with a place at the school, not blocked for this child. */
export async function listGuardians(
  db: Db,
  schoolId: number,
  pupilId: number,
): Promise<Guardian[]> {
  const { rows } = await sql<Guardian>`
    select a.id as "accountId", lower(a.email) as address, a.language,
      json_agg(p.first_name order by p.id) filter (where p.first_name <> '') as "firstNames"
    from guardianships gs
    join people p on p.school_id = gs.school_id and p.id = gs.person_id
      and ${isPresent("p")}
    join accounts a on a.id = p.account_id and a.activated_at is not null
    join pupils k on k.school_id = gs.school_id and k.id = gs.pupil_id and k.left_at is null
    where gs.school_id = ${schoolId} and gs.pupil_id = ${pupilId} and gs.blocked_at is null
    group by a.id order by a.id`.execute(db);
  return rows.map((row) => ({ ...row, firstNames: row.firstNames ?? [] }));
}

/** How the viewer signs what children's guardians read: *juf Hanneke*, else the whole name. */
export async function signatureOf(db: Db, { school, person }: Viewer): Promise<string> {
  const staff = await db.selectFrom("staff").select("title")
    .where("school_id", "=", school.id).where("person_id", "=", person.id)
    .where("left_at", "is", null).executeTakeFirst();
  return staff?.title || person.name;
}

/** Who wrote something keeps it; the office keeps everything. */
export const mayChange = (viewer: Viewer, { authorId }: { authorId: number }) =>
  isOffice(viewer) || viewer.people.some((person) => person.id === authorId);
