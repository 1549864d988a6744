import { sql } from "kysely";
import type { Db } from "../../db/database.ts";
import type { OwnGroup, Viewer } from "../../web/viewer.ts";
import {
  addressLine,
  type Audience,
  type ListedPupil,
  listInClasses,
  nameOf,
  type PersonField,
  type PupilField,
} from "../school/mod.ts";

/** Something of someone that other parents may see or not. */
export interface Choice {
  /** What its field in the form is called: `person-12-phone`, `contact-77`. */
  name: string;
  field: PersonField | PupilField | "contact";
  contactId: number | null;
  /** What the owner calls a further number: *Oma Fatma*. */
  label: string | null;
  /** What would be shown; null when there is nothing yet. A photo has no words. */
  value: string | null;
  audience: Audience;
  /** Shown to no other parent, whatever is chosen: a secret address. */
  closed: boolean;
}

/** An adult or a child, with what is chosen about each field. */
export interface Sharer {
  kind: "person" | "pupil";
  id: number;
  name: string;
  firstName: string;
  choices: Choice[];
}

interface Row extends Omit<Sharer, "kind" | "choices"> {
  shares: Record<string, Audience>;
  values: Record<string, string | null>;
  closed: boolean;
  contacts: { id: number; label: string; value: string; audience: Audience }[];
}

const contactsOf = (column: "person_id" | "pupil_id", of: "p" | "k") =>
  sql`coalesce((select json_agg(json_build_object('id', t.id, 'label', t.label, 'value', t.value,
      'audience', t.shared_with) order by t.id)
    from contacts t where t.school_id = ${sql.ref(`${of}.school_id`)}
      and ${sql.ref(`t.${column}`)} = ${sql.ref(`${of}.id`)}), '[]')`;

/** Those of the viewer's account who have children here: of others no parent sees anything. */
export async function listOwnSharers(db: Db, viewer: Viewer): Promise<Sharer[]> {
  const chooses = viewer.people.filter((person) => viewer.readOnly || !person.readOnly);
  const ids = chooses.map((person) => person.id);
  const { rows } = await sql<Row>`
    select p.id, ${nameOf("p")} as name, p.first_name as "firstName", p.shares,
      p.secret_address as closed, ${contactsOf("person_id", "p")} as contacts,
      json_build_object('name', ${nameOf("p")}, 'email', p.email, 'phone', p.phone,
        'address', ${addressLine}, 'photo', p.photo_file_id::text) as values
    from people p
    where p.school_id = ${viewer.school.id} and p.id = any(${ids}::bigint[])
      and exists (select from guardianships gs where gs.school_id = p.school_id
        and gs.person_id = p.id and gs.blocked_at is null
        and gs.pupil_id = any(${viewer.children.map((child) => child.id)}::bigint[]))
    order by array_position(${ids}::bigint[], p.id)`.execute(db);
  return rows.map((row) => sharer("person", row, ["name", "email", "phone", "address", "photo"]));
}

/** One of the viewer's own children. */
export async function findOwnChild(db: Db, viewer: Viewer, id: number) {
  if (!viewer.children.some((child) => child.id === id)) return undefined;
  const { rows: [row] } = await sql<Row>`
    select k.id, ${nameOf("k")} as name, k.first_name as "firstName", k.shares, false as closed,
      ${contactsOf("pupil_id", "k")} as contacts,
      json_build_object('name', ${nameOf("k")}, 'birthday', k.born_on, 'email', k.email,
        'photo', k.photo_file_id::text) as values
    from pupils k where k.school_id = ${viewer.school.id} and k.id = ${id}`.execute(db);
  return row && sharer("pupil", row, ["name", "birthday", "email", "photo"]);
}

/** When someone last chose what others see of a child; undefined: nobody did yet. */
export async function findLastChoice(db: Db, { school }: Viewer, { id }: { id: number }) {
  const row = await db.selectFrom("audit_entries").select("at")
    .where("school_id", "=", school.id).where("action", "=", "sharingChanged")
    .where(sql<boolean>`pupil_ids @> array[${id}::bigint]`)
    .orderBy("at", "desc").limit(1).executeTakeFirst();
  return row?.at;
}

function sharer(
  kind: Sharer["kind"],
  { id, name, firstName, shares, values, closed, contacts }: Row,
  fields: (PersonField | PupilField)[],
): Sharer {
  const own = fields.map((field): Choice => ({
    name: `${kind}-${id}-${field}`,
    field,
    contactId: null,
    label: null,
    value: values[field] || null,
    audience: shares[field] ?? "none",
    closed: closed && field === "address",
  }));
  const further = contacts.map(({ id: contactId, label, value, audience }): Choice => ({
    name: `contact-${contactId}`,
    field: "contact",
    contactId,
    label,
    value,
    audience,
    closed: false,
  }));
  return { kind, id, name, firstName, choices: [...own, ...further] };
}

/** What one kind of parent sees of the viewer's family, or of one child, in the class lists. */
export interface Sight {
  /** The group this parent has a child in; undefined: another. */
  group: string | undefined;
  pupils: ListedPupil[];
}

/**
 * How the class lists look to a parent of each of the children's groups, and to one of another
 * group. Found by the same rule as for everyone, with a viewer who is imagined.
 * @param child one of the viewer's own; without it all of them
 */
export async function listSights(
  db: Db,
  viewer: Viewer,
  child?: { id: number },
): Promise<Sight[]> {
  const children = viewer.children.filter(({ id }) => !child || id === child.id);
  const theirs = new Set(children.flatMap((one) => one.groups.map(({ id }) => id)));
  const groups = [
    ...new Map(
      viewer.groups.filter(({ as, id }) => as === "guardian" && theirs.has(id))
        .map((group) => [group.id, group]),
    ).values(),
  ];
  return await Promise.all([...groups, undefined].map(async (group) => {
    const parent = imaginedParent(viewer, group ? [group] : []);
    const [groupIds, pupilIds] = [groups, children].map((some) => some.map(({ id }) => id));
    const listed = await listInClasses(db, parent, groupIds!, pupilIds!);
    return { group: group?.name, pupils: ownOf(viewer, listed) };
  }));
}

/** Some parent of these groups who is nobody: without people and children of their own. */
const imaginedParent = (viewer: Viewer, groups: OwnGroup[]): Viewer => ({
  ...viewer,
  people: [],
  children: [],
  roles: new Set(["guardian"]),
  groups,
  groupIds: groups.map((group) => group.id),
  mayPostTo: [],
});

/** Each child once, with only the viewer's own people. */
function ownOf({ people }: Viewer, pupils: ListedPupil[]): ListedPupil[] {
  return [...new Map(pupils.map((pupil) => [pupil.id, pupil])).values()].map((pupil) => ({
    ...pupil,
    guardians: pupil.guardians.filter(({ id }) => people.some((person) => person.id === id)),
  }));
}
