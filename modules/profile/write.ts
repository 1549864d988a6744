import type { Trx } from "../../db/database.ts";
import { queueMails } from "../../emails/ledger.ts";
import type { Viewer } from "../../web/viewer.ts";
import { changeOwnEmail } from "../school/mod.ts";
import type { Address, Entry, Field, Subject, Value } from "./fields.ts";

interface Wanted {
  field: Field;
  contactId: number | null;
  value: Value;
}

const columns = {
  firstName: "first_name",
  initials: "initials",
  prefix: "prefix",
  lastName: "last_name",
  bornOn: "born_on",
  phone: "phone",
  email: "email",
} as const satisfies Partial<Record<Field, string>>;

const nameFields: Field[] = ["firstName", "initials", "prefix", "lastName"];

/** Writes one field of an adult or pupil, whose row is locked. */
export async function writeValue(
  trx: Trx,
  viewer: Pick<Viewer, "school">,
  subject: Subject,
  { field, contactId, value }: Wanted,
  now: Date,
): Promise<void> {
  if (field === "contact") {
    await writeEntry(trx, viewer, subject, contactId, value as Entry | null);
  } else if (field === "address") {
    await writeAddress(trx, viewer, subject, value as Address | null);
  } else if (field === "email" && subject.kind === "person") {
    await moveMail(trx, viewer, subject.id, String(value), now);
  } else {
    const set = { [columns[field]]: value ?? (nameFields.includes(field) ? "" : null) };
    await trx.updateTable(subject.kind === "person" ? "people" : "pupils").set(set)
      .where("school_id", "=", viewer.school.id).where("id", "=", subject.id).execute();
  }
}

async function writeAddress(
  trx: Trx,
  { school }: Pick<Viewer, "school">,
  { id }: Subject,
  address: Address | null,
) {
  await trx.updateTable("people").set({
    street: address?.street ?? null,
    house_number: address?.houseNumber ?? null,
    house_addition: address?.houseAddition || null,
    postcode: address?.postcode ?? null,
    city: address?.city ?? null,
  }).where("school_id", "=", school.id).where("id", "=", id).execute();
}

/** Adds, changes or removes an entry; one that was removed meanwhile comes back as it should be. */
async function writeEntry(
  trx: Trx,
  { school }: Pick<Viewer, "school">,
  { kind, id }: Subject,
  contactId: number | null,
  entry: Entry | null,
) {
  const column = kind === "person" ? "person_id" : "pupil_id";
  if (contactId !== null && entry === null) {
    await trx.deleteFrom("contacts").where("school_id", "=", school.id)
      .where("id", "=", contactId).where(column, "=", id).execute();
    return;
  }
  if (entry === null) return;
  const changed = contactId === null ? undefined : await trx.updateTable("contacts").set(entry)
    .where("school_id", "=", school.id).where("id", "=", contactId).where(column, "=", id)
    .returning("id").executeTakeFirst();
  if (changed) return;
  const known = await trx.selectFrom("contacts").select("id").where("school_id", "=", school.id)
    .where(column, "=", id).where("kind", "=", entry.kind).where("value", "=", entry.value)
    .executeTakeFirst();
  if (known) {
    await trx.updateTable("contacts").set({ label: entry.label })
      .where("school_id", "=", school.id).where("id", "=", known.id).execute();
    return;
  }
  await trx.insertInto("contacts").values({ school_id: school.id, [column]: id, ...entry })
    .execute();
}

/** Mail goes to another address from now on; the old one is told, in case it was not them. */
async function moveMail(
  trx: Trx,
  viewer: Pick<Viewer, "school">,
  personId: number,
  email: string,
  now: Date,
) {
  const { school } = viewer;
  const account = await trx.selectFrom("people as p")
    .innerJoin("accounts as a", "a.id", "p.account_id")
    .select(["a.id", "a.email", "a.language", "p.first_name"])
    .where("p.school_id", "=", school.id).where("p.id", "=", personId).executeTakeFirst();
  await changeOwnEmail(trx, viewer, personId, email, now);
  if (!account || account.email.toLowerCase() === email.toLowerCase()) return;
  await queueMails(trx, [{
    schoolId: school.id,
    kind: "emailChanged",
    cause: `email-changed:${personId}:${now.toISOString()}`,
    accountId: account.id,
    address: account.email,
    language: account.language,
    payload: { firstName: account.first_name },
  }], now);
}
