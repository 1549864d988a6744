import { type RawBuilder, sql, type SqlBool } from "kysely";
import { isStaff, type Viewer } from "../../web/viewer.ts";

/*
 * The one rule of who sees which personal data (V1, V2), as conditions on a person `p`, a pupil `k`
 * or a contact `t`. Everything that shows a field to someone goes through one of these: lists,
 * pages, pictures, PDFs, mails, search, autocomplete, exports.
 *
 *  - Staff see everything; everyone sees their own data and that of their own children.
 *  - Another guardian sees what was shared with the school, or with the groups the guardian's own
 *    children are in this school year. What was never chosen is shared with nobody.
 *  - Without the name nothing else is shown: a number without a name is a riddle.
 *  - Who has left, is deceased or is blocked is on no list; nor is a guardian on the list of a child
 *    for which the office blocked them. A secret address is shown to no other parent, whatever was
 *    chosen.
 */

export const personFields = ["name", "address", "phone", "email", "photo"] as const;
export type PersonField = typeof personFields[number];
export const pupilFields = ["name", "birthday", "email", "photo"] as const;
export type PupilField = typeof pupilFields[number];

/** Whether the viewer sees this field of adult `p`. */
export function seesOfPerson(viewer: Viewer, field: PersonField): RawBuilder<SqlBool> {
  if (isStaff(viewer)) return sql<SqlBool>`true`;
  const own = sql`p.id = any(${viewer.people.map((person) => person.id)}::bigint[])`;
  const name = sharedByPerson(viewer, sql`p.shares->>'name'`);
  const shared = field === "name"
    ? name
    : sql`(${name} and ${sharedByPerson(viewer, sql`p.shares->>${sql.lit(field)}`)})`;
  const open = field === "address" ? sql`not p.secret_address and ${shared}` : shared;
  return sql<SqlBool>`(${own} or (${isPresent} and ${open}))`;
}

/** Whether the viewer sees this field of pupil `k`. */
export function seesOfPupil(viewer: Viewer, field: PupilField): RawBuilder<SqlBool> {
  if (isStaff(viewer)) return sql<SqlBool>`true`;
  const own = sql`k.id = any(${viewer.children.map((child) => child.id)}::bigint[])`;
  const name = sharedByPupil(viewer, sql`k.shares->>'name'`);
  const shared = field === "name"
    ? name
    : sql`(${name} and ${sharedByPupil(viewer, sql`k.shares->>${sql.lit(field)}`)})`;
  return sql<SqlBool>`(${own} or (k.left_at is null and ${shared}))`;
}

/** Whether the viewer sees contact `t` of adult `p`. */
export function seesContactOfPerson(viewer: Viewer): RawBuilder<SqlBool> {
  if (isStaff(viewer)) return sql<SqlBool>`true`;
  const own = sql`p.id = any(${viewer.people.map((person) => person.id)}::bigint[])`;
  return sql<SqlBool>`(${own} or (${seesOfPerson(viewer, "name")}
    and ${sharedByPerson(viewer, sql`t.shared_with`)}))`;
}

/** Whether the viewer sees contact `t` of pupil `k`. */
export function seesContactOfPupil(viewer: Viewer): RawBuilder<SqlBool> {
  if (isStaff(viewer)) return sql<SqlBool>`true`;
  const own = sql`k.id = any(${viewer.children.map((child) => child.id)}::bigint[])`;
  return sql<SqlBool>`(${own} or (${seesOfPupil(viewer, "name")}
    and ${sharedByPupil(viewer, sql`t.shared_with`)}))`;
}

const isPresent = sql`p.left_at is null and p.blocked_at is null and not p.deceased`;

/** With the school: every guardian; with the group: those with a child in a group of p's children. */
function sharedByPerson(viewer: Viewer, chosen: RawBuilder<unknown>): RawBuilder<SqlBool> {
  const audience = sql`coalesce(${chosen}, 'none')`; // never null: then `not` would hide nothing
  return sql<SqlBool>`(${audience} = 'school' or (${audience} = 'group' and exists (
    select from guardianships og
    join pupils ok on ok.school_id = og.school_id and ok.id = og.pupil_id and ok.left_at is null
    join group_pupils op on op.school_id = og.school_id and op.pupil_id = og.pupil_id
    where og.school_id = p.school_id and og.person_id = p.id and og.blocked_at is null
      and op.group_id = any(${guardianGroupIds(viewer)}::bigint[]))))`;
}

function sharedByPupil(viewer: Viewer, chosen: RawBuilder<unknown>): RawBuilder<SqlBool> {
  const audience = sql`coalesce(${chosen}, 'none')`;
  return sql<SqlBool>`(${audience} = 'school' or (${audience} = 'group' and exists (
    select from group_pupils op
    where op.school_id = k.school_id and op.pupil_id = k.id
      and op.group_id = any(${guardianGroupIds(viewer)}::bigint[]))))`;
}

/** The groups of this school year that the viewer's own children are in. */
const guardianGroupIds = (viewer: Viewer) =>
  viewer.groups.filter((group) => group.as === "guardian").map((group) => group.id);
