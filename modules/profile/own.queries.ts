import { sql } from "kysely";
import type { Db } from "../../db/database.ts";
import type { School, Viewer } from "../../web/viewer.ts";
import { nameOf } from "../school/mod.ts";
import { isPending } from "./changes.queries.ts";
import {
  type Entry,
  type Field,
  type Kept,
  type Subject,
  tabOf,
  type Value,
  valuesOfPerson,
  valuesOfPupil,
} from "./fields.ts";

/** A change that the office has yet to decide on. */
export interface Pending {
  id: number;
  field: Field;
  contactId: number | null;
  from: Value;
  to: Value;
  /** Asked by the viewer's account, who can take it back. */
  mine: boolean;
}

/** All that is kept of an adult or a child, as the owner or a guardian sees it. */
export interface Details {
  subject: Subject;
  name: string;
  firstName: string;
  kept: Kept;
  /** The office shows it to no other parent, whatever was chosen. */
  secretAddress: boolean;
  entries: (Entry & { id: number })[];
  pending: Pending[];
}

type Core = Pick<Details, "name" | "firstName" | "kept" | "secretAddress">;

/**
 * Name and fields of an adult or pupil of the school.
 * @param lock holds the row until the transaction ends, so that changes to one come one by one
 */
export async function findKept(
  db: Db,
  school: Pick<School, "id">,
  { kind, id }: Subject,
  { lock = false } = {},
): Promise<Core | undefined> {
  const locked = lock ? sql`for update` : sql``;
  const { rows: [row] } = kind === "person"
    ? await sql<Core>`
      select ${nameOf("p")} as name, p.first_name as "firstName", ${valuesOfPerson} as kept,
        p.secret_address as "secretAddress"
      from people p where p.school_id = ${school.id} and p.id = ${id} and p.erased_at is null
      ${locked}`.execute(db)
    : await sql<Core>`
      select ${nameOf("k")} as name, k.first_name as "firstName", ${valuesOfPupil} as kept,
        false as "secretAddress"
      from pupils k where k.school_id = ${school.id} and k.id = ${id} and k.erased_at is null
      ${locked}`.execute(db);
  return row;
}

const columnOf = ({ kind }: Subject) => kind === "person" ? "person_id" : "pupil_id";

/** The further numbers and addresses, in the order in which they came. */
export function listEntries(db: Db, school: Pick<School, "id">, subject: Subject) {
  return db.selectFrom("contacts").select(["id", "kind", "label", "value"])
    .where("school_id", "=", school.id).where(columnOf(subject), "=", subject.id)
    .orderBy("id").execute();
}

/** What was asked about someone and is not decided on. */
export async function listPending(db: Db, viewer: Viewer, subject: Subject): Promise<Pending[]> {
  const rows = await db.selectFrom("change_requests")
    .select(["id", "field", "contact_id", "old_value", "new_value", "asked_by"])
    .where("school_id", "=", viewer.school.id).where(columnOf(subject), "=", subject.id)
    .where("state", "=", isPending).orderBy("id").execute();
  return rows.map((row) => ({
    id: row.id,
    field: row.field as Field,
    contactId: row.contact_id,
    from: row.old_value as Value,
    to: row.new_value as Value,
    mine: row.asked_by === viewer.accountId,
  }));
}

/** All about one of the viewer's own people or children; others are not found. */
export async function findDetails(
  db: Db,
  viewer: Viewer,
  subject: Subject,
): Promise<Details | undefined> {
  const own = subject.kind === "person" ? viewer.people : viewer.children;
  if (!own.some(({ id }) => id === subject.id)) return undefined;
  const [core, entries, pending] = await Promise.all([
    findKept(db, viewer.school, subject),
    listEntries(db, viewer.school, subject),
    listPending(db, viewer, subject),
  ]);
  return core && { subject, ...core, entries, pending };
}

/** All about each of the people who share the viewer's account. */
export async function listOwnPeople(db: Db, viewer: Viewer): Promise<Details[]> {
  const found = await Promise.all(
    viewer.people.map(({ id }) => findDetails(db, viewer, { kind: "person", id })),
  );
  return found.filter((details) => details !== undefined);
}

/** What the viewer asked once, decided on or not. */
export async function findOwnRequest(db: Db, viewer: Viewer, id: number) {
  const row = await db.selectFrom("change_requests")
    .select(["id", "field", "person_id", "pupil_id"])
    .where("school_id", "=", viewer.school.id).where("id", "=", id)
    .where("asked_by", "=", viewer.accountId).executeTakeFirst();
  return row && { id: row.id, subject: subjectOf(row), tab: tabOf(row.field as Field) };
}

/** Something the viewer asked that the office did not take over. */
export interface Rejection {
  subject: Subject;
  field: Field;
  reason: string | null;
  at: Date;
}

/** How long the page tells of what was not taken over, in days. */
const rejectionDays = 30;

/** What of the viewer's wishes was not taken over lately, unless they asked it anew. */
export async function listRejections(db: Db, viewer: Viewer, now: Date): Promise<Rejection[]> {
  const since = new Date(now.getTime() - rejectionDays * 86_400_000);
  const rows = await db.selectFrom("change_requests as r")
    .select(["person_id", "pupil_id", "field", "reason", "decided_at"])
    .where("school_id", "=", viewer.school.id).where("asked_by", "=", viewer.accountId)
    .where("state", "=", "rejected").where("decided_at", ">", since)
    .where(({ not, exists, selectFrom }) =>
      not(exists(
        selectFrom("change_requests as n").select("n.id")
          .whereRef("n.school_id", "=", "r.school_id").whereRef("n.field", "=", "r.field")
          .where(sql<boolean>`n.person_id is not distinct from r.person_id`)
          .where(sql<boolean>`n.pupil_id is not distinct from r.pupil_id`)
          .where(sql<boolean>`n.contact_id is not distinct from r.contact_id`)
          .whereRef("n.id", ">", "r.id"),
      ))
    )
    .orderBy("id").execute();
  return rows.map((row) => ({
    subject: subjectOf(row),
    field: row.field as Field,
    reason: row.reason,
    at: row.decided_at!,
  }));
}

/** Whom a row is about. */
export const subjectOf = (row: { person_id: number | null; pupil_id: number | null }): Subject =>
  row.person_id === null
    ? { kind: "pupil", id: row.pupil_id! }
    : { kind: "person", id: row.person_id };
