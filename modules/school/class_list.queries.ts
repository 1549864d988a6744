import { type RawBuilder, sql, type SqlBool } from "kysely";
import type { Db } from "../../db/database.ts";
import { isPresent } from "../../web/presence.ts";
import { groupIdsAs, isStaff, type Viewer } from "../../web/viewer.ts";
import type { Contact } from "./family.queries.ts";
import { compareNames, type NameParts } from "./names.ts";
import { addressLine, contactsOf, nameColumns } from "./people.queries.ts";
import {
  nearnessToPerson,
  nearnessToPupil,
  type PersonField,
  type PupilField,
  seesContactOfPerson,
  seesContactOfPupil,
  seesOfPerson,
  seesOfPupil,
} from "./sharing.ts";
import type { Day } from "./tables.ts";

/** What the viewer may see of a guardian; what is kept from the viewer is null or not there. */
export interface ListedGuardian extends NameParts {
  id: number;
  phone: string | null;
  email: string | null;
  /** One line. */
  address: string | null;
  photo: number | null;
  contacts: Contact[];
}

/** What the viewer may see of a pupil, and of the guardians. */
export interface ListedPupil extends NameParts {
  id: number;
  bornOn: Day | null;
  email: string | null;
  photo: number | null;
  contacts: Contact[];
  guardians: ListedGuardian[];
  /** A child of the viewer's whose name is not shared: other parents do not find it here. */
  onlyYou: boolean;
}

/**
 * The pupils of a group with their guardians, in the order of Dutch names, as far as each chose to
 * share (V1); staff see everything. Blocked, left and deceased guardians are on nobody's list, and
 * a secret address is on no list. To a parent it is what the group sees: what they keep to
 * themselves is not on it either, so that they can print and pass it on; of a child of their own
 * whose name is not shared it has the name alone.
 */
export function listClass(db: Db, viewer: Viewer, groupId: number): Promise<ListedPupil[]> {
  return list(db, viewer, sql`gp.group_id = ${groupId}`);
}

/** Of the lists of these groups only these pupils, as often as they stand there. */
export function listInClasses(
  db: Db,
  viewer: Viewer,
  groupIds: number[],
  pupilIds: number[],
): Promise<ListedPupil[]> {
  const groups = sql`gp.group_id = any(${groupIds}::bigint[])`;
  return list(db, viewer, sql`${groups} and k.id = any(${pupilIds}::bigint[])`);
}

async function list(
  db: Db,
  viewer: Viewer,
  places: RawBuilder<unknown>,
): Promise<ListedPupil[]> {
  const eyes: Viewer = isStaff(viewer) ? viewer : { ...viewer, people: [], children: [] };
  const near = sql<string | null>`n.near`; // asked once of each, for all their fields
  const nearPupil = sql<string | null>`nk.near`;
  const isInGroup = sql<SqlBool>`gp.group_id = any(${groupIdsAs(viewer, "guardian")}::bigint[])`;
  const adult = (field: PersonField) => seesOfPerson(eyes, field, near);
  const pupil = (field: PupilField) => seesOfPupil(eyes, field, nearPupil);
  const own = sql<SqlBool>`k.id = any(${viewer.children.map(({ id }) => id)}::bigint[])`;
  const { rows } = await sql<ListedPupil>`
    select ${nameColumns("k")},
      ${seen(pupil("birthday"), sql`k.born_on`)} as "bornOn",
      ${seen(pupil("email"), sql`k.email`)} as email,
      ${seen(pupil("photo"), sql`k.photo_file_id`)} as photo,
      ${contactsOf("k", seesContactOfPupil(eyes, nearPupil))} as contacts,
      coalesce((
        select json_agg(json_build_object('id', p.id, 'firstName', p.first_name,
          'initials', p.initials, 'prefix', p.prefix, 'lastName', p.last_name,
          'phone', ${seen(adult("phone"), sql`p.phone`)},
          'email', ${seen(adult("email"), sql`p.email`)},
          'address', ${seen(sql`${adult("address")} and not p.secret_address`, addressLine)},
          'photo', ${seen(adult("photo"), sql`p.photo_file_id`)},
          'contacts', ${contactsOf("p", seesContactOfPerson(eyes, near))})
          order by p.id)
        from guardianships gs join people p on p.school_id = gs.school_id and p.id = gs.person_id
        cross join lateral (select ${nearnessToPerson(eyes, isInGroup)} as near offset 0) n
        where gs.school_id = k.school_id and gs.pupil_id = k.id and gs.blocked_at is null
          and ${isPresent("p")}
          and ${pupil("name")} and ${adult("name")}), '[]') as guardians,
      not ${pupil("name")} as "onlyYou"
    from group_pupils gp join pupils k on k.school_id = gp.school_id and k.id = gp.pupil_id
    cross join lateral (select ${nearnessToPupil(eyes, isInGroup)} as near offset 0) nk
    where gp.school_id = ${viewer.school.id} and ${places} and k.left_at is null
      and (${pupil("name")} or ${own})`.execute(db);
  return rows.sort(compareNames);
}

const seen = (may: RawBuilder<SqlBool>, value: RawBuilder<unknown>) =>
  sql`case when ${may} then ${value} end`;
