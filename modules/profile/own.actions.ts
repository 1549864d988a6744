import { HTTPException } from "hono/http-exception";
import type { Db, Trx } from "../../db/database.ts";
import { queueMails } from "../../emails/ledger.ts";
import { audit, auditAll } from "../../web/audit.ts";
import { isOffice, type Viewer } from "../../web/viewer.ts";
import { listOffice, mustBeKept } from "../school/mod.ts";
import { type Entry, type Field, same, type Subject, type Value } from "./fields.ts";
import type { Wish } from "./forms.ts";
import { findKept, listEntries, listPending, type Pending, subjectOf } from "./own.queries.ts";
import { tellOtherGuardians } from "./told.ts";
import { writeValue } from "./write.ts";

/** Most further numbers and addresses of one adult or child. */
const mostEntries = 10;

/** A field that someone else changed, or asked to change, since the form was opened. */
export interface Overtaken {
  field: Field;
  /** What it has become, or would. */
  value: Value;
}

type Outcome =
  | { done: "unchanged" | "changed" | "asked" }
  /** Nothing was saved: others were first. `waiting` is up to the office. */
  | { done: "overtaken"; became: Overtaken[]; waiting: Overtaken[] }
  | { done: "tooMany" };

interface Open extends Wish {
  /** What it is now. */
  from: Value;
}

/**
 * Sets data right, at once or by asking the office (A12). Changes to one adult or child come one
 * by one: who comes second and meant to change something else than what is there now, is told so.
 */
export async function saveWishes(
  db: Db,
  viewer: Viewer,
  subject: Subject,
  wishes: Wish[],
  now: Date,
): Promise<Outcome> {
  if (wishes.length === 0) return { done: "unchanged" };
  return await db.transaction().execute(async (trx) => {
    const core = await findKept(trx, viewer.school, subject, { lock: true });
    if (!core) throw new HTTPException(404); // erased meanwhile
    const entries = await listEntries(trx, viewer.school, subject);
    const open = wishes.map((wish) => aboutKnown(wish, entries))
      .map((wish) => ({ ...wish, from: valueNow(wish, core.kept, entries) }))
      .filter((wish) => !same(wish.from, wish.value));
    const became = open.filter(({ seen, from }) => seen !== undefined && !same(seen, from))
      .map(({ field, from }) => ({ field, value: from }));
    const direct = viewer.school.directChanges || isOffice(viewer);
    const pending = direct ? [] : await listPending(trx, viewer, subject);
    const asked = open.map((wish) => ({ wish, known: pending.find((one) => isAbout(one, wish)) }))
      .filter(({ wish, known }) => !known || !same(known.to, wish.value));
    const waiting = asked.flatMap(({ known }) =>
      known && !known.mine ? [{ field: known.field, value: known.to }] : []
    );
    if (became.length + waiting.length > 0) return { done: "overtaken", became, waiting };
    // pressed twice: what was wished is there, or asked
    if (asked.length === 0) return { done: open.length === 0 ? "changed" : "asked" };
    const added = [...pending, ...entries].filter((one) => !("to" in one) || isAddition(one));
    if (asked.some(({ wish }) => isAddition(wish)) && added.length >= mostEntries) {
      return { done: "tooMany" };
    }
    if (direct) await change(trx, viewer, subject, open, now);
    else await ask(trx, viewer, subject, asked, now);
    return { done: direct ? "changed" : "asked" };
  });
}

const isAddition = ({ field, contactId }: Pick<Wish, "field" | "contactId">) =>
  field === "contact" && contactId === null;

/** A number that is there already is added once: it gets the label that was typed with it now. */
function aboutKnown(wish: Wish, entries: (Entry & { id: number })[]): Wish {
  if (!isAddition(wish)) return wish;
  const wanted = wish.value as Entry;
  const known = entries.find((one) => one.kind === wanted.kind && same(one.value, wanted.value));
  return known ? { ...wish, contactId: known.id } : wish;
}

/** What the field of a wish is now. */
function valueNow(
  { field, contactId }: Wish,
  kept: Partial<Record<Field, Value>>,
  entries: (Entry & { id: number })[],
): Value {
  if (field !== "contact") return kept[field] ?? null;
  const entry = entries.find((one) => one.id === contactId);
  return entry ? entryOf(entry) : null;
}

const entryOf = ({ kind, label, value }: Entry): Entry => ({ kind, label, value });

/** Whether something pending is about the same as a wish: of new entries only the very same. */
function isAbout(pending: Pending, wish: Wish): boolean {
  if (pending.field !== wish.field || pending.contactId !== wish.contactId) return false;
  return !isAddition(wish) || same(pending.to, wish.value);
}

async function change(trx: Trx, viewer: Viewer, subject: Subject, open: Open[], now: Date) {
  for (const wish of open) await writeValue(trx, viewer, subject, wish, now);
  await auditAll(
    trx,
    viewer,
    open.map(({ field, from, value }) => ({
      action: field === "contact" ? "contactChanged" : "ownDataChanged",
      subject: { ...idOf(subject), field, from, to: value },
    })),
    now,
  );
  if (subject.kind === "pupil") await tellOtherGuardians(trx, viewer, [subject.id], now);
}

/** Under which key the log finds an adult or pupil. */
export const idOf = ({ kind, id }: Subject) =>
  kind === "person" ? { personId: id } : { pupilId: id };

/** Asks the office; what one asked before about the same is replaced. One mail tells them all. */
async function ask(
  trx: Trx,
  viewer: Viewer,
  subject: Subject,
  asked: { wish: Open; known: Pending | undefined }[],
  now: Date,
) {
  const { school, accountId } = viewer;
  const replaced = asked.flatMap(({ known }) => known ? [known.id] : []);
  if (replaced.length > 0) {
    await trx.updateTable("change_requests").set({ state: "withdrawn", decided_at: now })
      .where("school_id", "=", school.id).where("id", "in", replaced).execute();
  }
  const rows = await trx.insertInto("change_requests").values(asked.map(({ wish }) => ({
    school_id: school.id,
    [subject.kind === "person" ? "person_id" : "pupil_id"]: subject.id,
    field: wish.field,
    contact_id: wish.contactId,
    old_value: JSON.stringify(wish.from),
    new_value: JSON.stringify(wish.value),
    asked_by: accountId,
    asked_at: now,
  }))).returning("id").execute();
  await auditAll(
    trx,
    viewer,
    asked.map(({ wish: { field, from, value } }) => ({
      action: "changeAsked",
      subject: { ...idOf(subject), field, from, to: value },
    })),
    now,
  );
  const requestIds = rows.map((row) => row.id);
  await queueMails(
    trx,
    (await listOffice(trx, school)).map(({ address, language }) => ({
      schoolId: school.id,
      kind: "changeAsked",
      cause: `change-asked:${Math.min(...requestIds)}`,
      accountId: null,
      address,
      language,
      payload: { requestIds },
    })),
    now,
  );
}

/** Takes back what one asked. @returns whether the office had not decided yet */
export async function withdrawRequest(
  db: Db,
  viewer: Viewer,
  id: number,
  now: Date,
): Promise<boolean> {
  return await db.transaction().execute(async (trx) => {
    const asked = await trx.selectFrom("change_requests").select(["person_id", "pupil_id"])
      .where("school_id", "=", viewer.school.id).where("id", "=", id).executeTakeFirst();
    if (asked) await mustBeKept(trx, viewer.school, subjectOf(asked));
    const row = await trx.updateTable("change_requests")
      .set({ state: "withdrawn", decided_at: now })
      .where("school_id", "=", viewer.school.id).where("id", "=", id)
      .where("asked_by", "=", viewer.accountId).where("state", "=", "pending")
      .returning(["person_id", "pupil_id", "field", "new_value"]).executeTakeFirst();
    if (!row) return false;
    const { person_id, pupil_id, field } = row;
    const whose = person_id === null ? { pupilId: pupil_id } : { personId: person_id };
    await audit(trx, viewer, "changeWithdrawn", { ...whose, field, to: row.new_value }, now);
    if (pupil_id !== null) await tellOtherGuardians(trx, viewer, [pupil_id], now);
    return true;
  });
}
