import type { Updateable } from "kysely";
import type { z } from "zod";
import type { Db, Tables } from "../../db/database.ts";
import type { School, Viewer } from "../../web/viewer.ts";
import { audit } from "../../web/audit.ts";
import { menuKeys } from "./settings.forms.ts";
import type { dataForm, menuForm, messagesForm, schoolForm } from "./settings.forms.ts";

/** Sets what the school is called and how it is reached. */
export function changeSchool(
  db: Db,
  viewer: Viewer,
  input: z.output<typeof schoolForm>,
  now: Date,
): Promise<void> {
  return change(db, viewer, {
    name: input.name,
    office_phone: input.officePhone,
    office_email: input.officeEmail,
    region: input.region,
    time_zone: input.timeZone,
    language: input.language,
  }, now);
}

/** Sets which items are in the menu, and what they are called. */
export function changeMenu(
  db: Db,
  viewer: Viewer,
  input: z.output<typeof menuForm>,
  now: Date,
): Promise<void> {
  const menu: School["menu"] = {};
  for (const key of menuKeys) {
    const off = !input.on.includes(key);
    const name = input[key];
    if (off || name) menu[key] = { ...off && { off }, ...name && { name } };
  }
  return change(db, viewer, { menu: JSON.stringify(menu) }, now);
}

/** Sets when the summary mail goes, and who may post. */
export function changeMessages(
  db: Db,
  viewer: Viewer,
  input: z.output<typeof messagesForm>,
  now: Date,
): Promise<void> {
  return change(db, viewer, {
    digest_days: [...new Set(input.days)].sort(),
    digest_time: input.time,
    guardians_may_post: input.guardiansMayPost,
    reveal_unknown_user: input.reveal,
  }, now);
}

/** Sets who decides on changed data, and what the school keeps of people. */
export function changeDataUse(
  db: Db,
  viewer: Viewer,
  input: z.output<typeof dataForm>,
  now: Date,
): Promise<void> {
  return change(db, viewer, {
    direct_changes: input.changes === "direct",
    two_step_required: input.twoStepRequired,
    uses_notes: input.usesNotes,
    uses_results: input.usesResults,
  }, now);
}

/** Writes settings, and in the audit trail what each was and is. */
async function change(
  db: Db,
  viewer: Viewer,
  wanted: Updateable<Tables["schools"]>,
  now: Date,
): Promise<void> {
  const { id } = viewer.school;
  await db.transaction().execute(async (trx) => {
    const before = await trx.selectFrom("schools").selectAll().where("id", "=", id).forUpdate()
      .executeTakeFirstOrThrow();
    const after = await trx.updateTable("schools").set(wanted).where("id", "=", id).returningAll()
      .executeTakeFirstOrThrow();
    const keys = (Object.keys(wanted) as (keyof typeof after)[])
      .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
    if (keys.length === 0) return;
    const changed = keys.map((key) => [key, { from: before[key], to: after[key] }]);
    await audit(trx, viewer, "settingsChanged", Object.fromEntries(changed), now);
  });
}
