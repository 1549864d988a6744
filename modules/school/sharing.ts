import { type RawBuilder, sql, type SqlBool } from "kysely";
import { isPresent } from "../../web/presence.ts";
import { groupIdsAs, isOffice, isStaff, type Viewer } from "../../web/viewer.ts";
import { isShut } from "./people.queries.ts";

/*
 * The one rule of who sees which personal data (V1, V2), as conditions on a person `p`, a pupil `k`
 * or a contact `t`. Everything that shows a field to someone goes through one of these: lists,
 * pages, pictures, PDFs, mails, search, autocomplete, exports.
 *
 *  - Staff see everything of their school, a teacher no face of who is blocked; everyone sees their
 *    own data and that of their own children.
 *  - Another guardian sees what was shared with the school, or with the groups the guardian's own
 *    children are in this school year. What was never chosen is shared with nobody.
 *  - Without the name nothing else is shown: a number without a name is a riddle.
 *  - Who has left, is deceased, is blocked, wholly or for each of their children, or has no child
 *    at the school any more is on no list; nor is a guardian on the list of a child for which the
 *    office blocked them. A secret address is shown to no other parent, whatever was chosen.
 */

export const personFields = ["name", "address", "phone", "email", "photo"] as const;
export type PersonField = typeof personFields[number];
export const pupilFields = ["name", "birthday", "email", "photo"] as const;
export type PupilField = typeof pupilFields[number];

/** Whom it is shown to, as far as the rule asks: a viewer, or who gets a mail. */
export type Reader = Pick<Viewer, "roles"> & {
  school: Pick<Viewer["school"], "id">;
  people: Pick<Viewer["people"][number], "id">[];
  groups: Pick<Viewer["groups"][number], "id" | "as">[];
};

/** `'all'`, `'group'`, `'school'`, or null where not even the name is shown. */
type Nearness = RawBuilder<string | null>;

/**
 * How near adult `p` lets the viewer come. A list with many fields asks it once per row, in a
 * lateral `(select … offset 0)`, and hands it on to the conditions. Who is in the viewer's groups
 * is asked once for the whole list: `array(select …)` hangs on no row.
 * @param isInGroup what else says that `p` is a guardian in a group of the viewer's, asked first
 */
export function nearnessToPerson(viewer: Reader, isInGroup: Condition = no): Nearness {
  const { id } = viewer.school;
  if (isStaff(viewer)) return sql`case when p.school_id = ${id} then 'all' end`;
  return sql`case
    when p.school_id <> ${id} then null
    when p.id = any(${ownIds(viewer)}::bigint[]) then 'all'
    when not ${isPresent("p")} then null
    when p.shares->>'name' in ('group', 'school') and (${isInGroup} or p.id = any(array(
      select og.person_id from group_pupils op
      join pupils ok on ok.school_id = op.school_id and ok.id = op.pupil_id and ok.left_at is null
      join guardianships og on og.school_id = op.school_id and og.pupil_id = op.pupil_id
      where op.school_id = ${id} and op.group_id = any(${groupIdsAs(viewer, "guardian")}::bigint[])
        and og.blocked_at is null))) then 'group'
    when p.shares->>'name' = 'school' and exists (
      select from guardianships og
      join pupils ok on ok.school_id = og.school_id and ok.id = og.pupil_id and ok.left_at is null
      where og.school_id = p.school_id and og.person_id = p.id and og.blocked_at is null)
      then 'school' end`;
}

/**
 * How near the guardians of pupil `k` let the viewer come.
 * @param isInGroup what else says that `k` is in a group of the viewer's, asked first
 */
export function nearnessToPupil(viewer: Viewer, isInGroup: Condition = no): Nearness {
  const { id } = viewer.school;
  if (isStaff(viewer)) return sql`case when k.school_id = ${id} then 'all' end`;
  return sql`case
    when k.school_id <> ${id} then null
    when k.id = any(${viewer.children.map((child) => child.id)}::bigint[]) then 'all'
    when k.left_at is not null then null
    when k.shares->>'name' in ('group', 'school') and (${isInGroup} or k.id = any(array(
      select op.pupil_id from group_pupils op where op.school_id = ${id}
        and op.group_id = any(${groupIdsAs(viewer, "guardian")}::bigint[]))))
      then 'group'
    when k.shares->>'name' = 'school' then 'school' end`;
}

// `near` in these is the nearness, where it was asked already.

/** Whether the viewer sees this field of adult `p`. */
export function seesOfPerson(viewer: Reader, field: PersonField, near?: Nearness): Condition {
  const chosen = sql`p.shares->>${sql.lit(field)}`;
  const open = field === "address"
    ? sql`case when not p.secret_address then ${chosen} end`
    : chosen;
  if (field === "photo" && isStaff(viewer) && !isOffice(viewer)) {
    return sql<SqlBool>`(${sees(near ?? nearnessToPerson(viewer), open)}
      and (p.id = any(${ownIds(viewer)}::bigint[]) or not ${isShut}))`;
  }
  return sees(near ?? nearnessToPerson(viewer), open);
}

/** Whether the viewer sees this field of pupil `k`. */
export function seesOfPupil(viewer: Viewer, field: PupilField, near?: Nearness): Condition {
  return sees(near ?? nearnessToPupil(viewer), sql`k.shares->>${sql.lit(field)}`);
}

/** Whether the viewer sees contact `t` of adult `p`. */
export function seesContactOfPerson(viewer: Viewer, near?: Nearness): Condition {
  return sees(near ?? nearnessToPerson(viewer), sql`t.shared_with`);
}

/** Whether the viewer sees contact `t` of pupil `k`. */
export function seesContactOfPupil(viewer: Viewer, near?: Nearness): Condition {
  return sees(near ?? nearnessToPupil(viewer), sql`t.shared_with`);
}

type Condition = RawBuilder<SqlBool>;

const no = sql<SqlBool>`false`;

/** Never null, so that `not` hides what this shows and the other way round. */
function sees(near: Nearness, chosen: RawBuilder<unknown>): Condition {
  return sql<SqlBool>`(case ${near} when 'all' then true
    when 'group' then coalesce(${chosen} in ('group', 'school'), false)
    when 'school' then coalesce(${chosen} = 'school', false)
    else false end)`;
}

const ownIds = (viewer: Pick<Reader, "people">) => viewer.people.map((person) => person.id);
