import { sql } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { auditAll } from "../../web/audit.ts";
import type { Viewer } from "../../web/viewer.ts";
import type { Audience } from "../school/mod.ts";
import { tellOfWidening } from "./sharing.mails.ts";
import type { SharingInput } from "./sharing.forms.ts";
import type { Choice, Sharer } from "./sharing.queries.ts";

interface Changed {
  choice: Choice;
  from: Audience;
  to: Audience;
}

const widths: Record<Audience, number> = { none: 0, group: 1, school: 2 };

/** Writes what was changed in the form about these people or this child, and nothing else. */
export async function saveSharing(
  db: Db,
  viewer: Viewer,
  sharers: Sharer[],
  input: SharingInput,
  now: Date,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const sharer of sharers) {
      const wanted = sharer.choices.filter(({ name, closed }) =>
        !closed && input[name] !== input[`was-${name}`]
      );
      const changed = await write(trx, viewer, sharer, wanted, input);
      const key = sharer.kind === "person" ? "personId" : "pupilId";
      const entries = changed.map(({ choice, from, to }) => ({
        action: "sharingChanged" as const,
        subject: { [key]: sharer.id, field: choice.label ?? choice.field, from, to },
      }));
      await auditAll(trx, viewer, entries, now);
      if (sharer.kind === "pupil") {
        const widened = changed.filter(({ from, to }) => widths[to] > widths[from])
          .map(({ choice, to }) => ({ field: choice.field, to }));
        await tellOfWidening(trx, viewer, sharer.id, widened, now);
      }
    }
  });
}

async function write(
  trx: Trx,
  viewer: Viewer,
  { kind, id }: Sharer,
  wanted: Choice[],
  input: SharingInput,
): Promise<Changed[]> {
  if (wanted.length === 0) return [];
  const table = sql.table(kind === "person" ? "people" : "pupils");
  const { rows: [kept] } = await sql<{ shares: Record<string, Audience> }>`
    select shares from ${table} where school_id = ${viewer.school.id} and id = ${id}
    for update`.execute(trx);
  if (!kept) return [];
  const contacts = await trx.selectFrom("contacts").select(["id", "shared_with"])
    .where("school_id", "=", viewer.school.id)
    .where(kind === "person" ? "person_id" : "pupil_id", "=", id).orderBy("id").forUpdate()
    .execute();
  const audienceOf = ({ contactId, field }: Choice) =>
    contactId === null
      ? kept.shares[field] ?? "none"
      : contacts.find((contact) => contact.id === contactId)?.shared_with;
  const changed = wanted.flatMap((choice): Changed[] => {
    const [from, to] = [audienceOf(choice), input[choice.name]];
    return from && to && from !== to ? [{ choice, from, to }] : [];
  });
  const shares = Object.fromEntries(
    changed.filter(({ choice }) => choice.contactId === null)
      .map(({ choice, to }) => [choice.field, to]),
  );
  await sql`update ${table} set shares = shares || ${JSON.stringify(shares)}::jsonb
    where school_id = ${viewer.school.id} and id = ${id}`.execute(trx);
  for (const { choice, to } of changed.filter(({ choice }) => choice.contactId !== null)) {
    await trx.updateTable("contacts").set({ shared_with: to })
      .where("school_id", "=", viewer.school.id).where("id", "=", choice.contactId!).execute();
  }
  return changed;
}
