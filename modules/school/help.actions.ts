import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { queueMails } from "../../emails/ledger.ts";
import { contactMail } from "../../emails/mod.ts";
import type { House } from "../../web/house.ts";
import { addressed, mailLanguage } from "../../web/mailing.ts";
import type { Composer } from "../../web/module.ts";
import type { School, Viewer } from "../../web/viewer.ts";
import { countAsk } from "../accounts/mod.ts";
import { audit } from "../../web/audit.ts";
import { lockRoster } from "./groups.actions.ts";
import type { Contact, HelpInput } from "./help.forms.ts";
import { listOffice, standardItems } from "./help.queries.ts";

const tenMinutes = 600_000;

/**
 * Sends a question to the office. Pressed twice within ten minutes, it goes once.
 * @param from who asks, for counting: an account or the address of a connection
 * @returns whether there is anyone to send it to
 * @throws Refusal when too many came from there
 */
export async function askOffice(
  { db, clock }: House,
  school: School,
  { signedIn, from, ...question }: Contact & { signedIn: boolean; from: string },
): Promise<boolean> {
  const now = clock.now();
  await countAsk(db, `contact ${from}`, now);
  const office = await listOffice(db, school);
  const hash = createHash("sha256").update(JSON.stringify(question)).digest("base64url");
  await queueMails(
    db,
    office.map(({ address, language }) => ({
      schoolId: school.id,
      kind: "contact",
      cause: `contact:${hash}:${Math.floor(now.getTime() / tenMinutes)}`,
      accountId: null,
      address,
      language,
      payload: { ...question, signedIn },
    })),
    now,
  );
  return office.length > 0;
}

/** The mail with a question; whoever answers it answers who asked. */
export const contact: Composer = async (house, delivery) => {
  const { name, email, topic, message, signedIn } = delivery.payload as unknown as
    & Contact
    & { signedIn: boolean };
  const asker = { name, address: email };
  const mail = await contactMail({
    language: mailLanguage(delivery.language),
    school: { name: delivery.school.name },
    topic,
    message,
    from: asker,
    signedIn,
  });
  return addressed(house, delivery, mail.for({}), { replyTo: asker });
};

/** Copies the standard questions, in the school's language, so that they can be changed; once. */
export async function adoptHelp(db: Db, viewer: Viewer, now: Date): Promise<void> {
  const { id, language } = viewer.school;
  await db.transaction().execute(async (trx) => {
    await lockRoster(trx, viewer);
    const known = await trx.selectFrom("help_items").select("id").where("school_id", "=", id)
      .limit(1).executeTakeFirst();
    if (known) return;
    await trx.insertInto("help_items").values(
      standardItems(language).map((item, position) => ({ school_id: id, position, ...item })),
    ).execute();
    await audit(trx, viewer, "helpChanged", { adopted: true }, now);
  });
}

/** Throws away the school's own questions: the standard ones are back. */
export async function restoreHelp(db: Db, viewer: Viewer, now: Date): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const gone = await trx.deleteFrom("help_items").where("school_id", "=", viewer.school.id)
      .returning("id").execute();
    if (gone.length === 0) return;
    await audit(trx, viewer, "helpChanged", { restored: true }, now);
  });
}

/** Adds a question, after the others. */
export async function addHelp(db: Db, viewer: Viewer, input: HelpInput, now: Date): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await lockRoster(trx, viewer);
    const { rows: [added] } = await sql<{ id: number }>`
      insert into help_items (school_id, position, question, answer)
      select ${viewer.school.id}, coalesce(max(position), -1) + 1, ${input.question}, ${input.answer}
      from help_items where school_id = ${viewer.school.id} returning id`.execute(trx);
    await audit(trx, viewer, "helpChanged", { added: added!.id }, now);
  });
}

/** Writes a question and its answer. */
export async function changeHelp(
  db: Db,
  viewer: Viewer,
  id: number,
  input: HelpInput,
  now: Date,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const changed = await trx.updateTable("help_items").set(input)
      .where("school_id", "=", viewer.school.id).where("id", "=", id)
      .where(({ or, eb }) =>
        or([eb("question", "!=", input.question), eb("answer", "!=", input.answer)])
      )
      .returning("id").executeTakeFirst();
    if (!changed) return;
    await audit(trx, viewer, "helpChanged", { changed: id }, now);
  });
}

/** Takes a question away. */
export async function removeHelp(db: Db, viewer: Viewer, id: number, now: Date): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const gone = await trx.deleteFrom("help_items").where("school_id", "=", viewer.school.id)
      .where("id", "=", id).returning("id").executeTakeFirst();
    if (!gone) return;
    await audit(trx, viewer, "helpChanged", { removed: id }, now);
  });
}

/** Puts a question one place higher or lower. */
export async function moveHelp(
  db: Db,
  viewer: Viewer,
  id: number,
  direction: "up" | "down",
  now: Date,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await lockRoster(trx, viewer);
    const order = await orderOf(trx, viewer);
    const at = order.indexOf(id);
    const to = Math.min(order.length - 1, Math.max(0, at + (direction === "up" ? -1 : 1)));
    if (at < 0 || at === to) return;
    order.splice(at, 1);
    order.splice(to, 0, id);
    await sql`
      update help_items h set position = o.place - 1
      from unnest(${order}::bigint[]) with ordinality as o (id, place)
      where h.school_id = ${viewer.school.id} and h.id = o.id`.execute(trx);
    await audit(trx, viewer, "helpChanged", { moved: id, direction }, now);
  });
}

async function orderOf(trx: Trx, viewer: Viewer): Promise<number[]> {
  const rows = await trx.selectFrom("help_items").select("id")
    .where("school_id", "=", viewer.school.id).orderBy("position").orderBy("id").execute();
  return rows.map((row) => row.id);
}
