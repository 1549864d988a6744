import type { Selectable, Updateable } from "kysely";
import type { z } from "zod";
import type { Db, Tables } from "../../db/database.ts";
import type { Values } from "../../web/forms.ts";
import { onlyChanged } from "../../web/meanwhile.tsx";
import type { School, Viewer } from "../../web/viewer.ts";
import { audit } from "../../web/audit.ts";
import { menuKeys } from "./settings.forms.ts";
import type { dataForm, menuForm, messagesForm, schoolForm } from "./settings.forms.ts";
import { settingValues } from "./settings.queries.ts";

// Each writes what was changed on its form (`typed`, as it was posted), and throws Overtaken.

/** Sets what the school is called and how it is reached. */
export function changeSchool(
  db: Db,
  viewer: Viewer,
  input: z.output<typeof schoolForm>,
  typed: Values,
  now: Date,
): Promise<void> {
  return change(db, viewer, input, typed, now, (wanted) => ({
    name: wanted.name,
    office_phone: wanted.officePhone,
    office_email: wanted.officeEmail,
    region: wanted.region,
    time_zone: wanted.timeZone,
    language: wanted.language,
    talk_gap: wanted.talkGap,
  }));
}

/** Sets which items are in the menu, and what they are called. */
export function changeMenu(
  db: Db,
  viewer: Viewer,
  input: z.output<typeof menuForm>,
  typed: Values,
  now: Date,
): Promise<void> {
  return change(db, viewer, input, typed, now, (wanted, before) => {
    const menu: School["menu"] = {};
    for (const key of menuKeys) {
      const off = wanted.on ? !wanted.on.includes(key) : before.menu[key]?.off;
      const name = key in wanted ? wanted[key] : before.menu[key]?.name;
      if (off || name) menu[key] = { ...off && { off }, ...name && { name } };
    }
    return { menu: JSON.stringify(menu) };
  });
}

/** Sets when the summary mail goes, and who may post. */
export function changeMessages(
  db: Db,
  viewer: Viewer,
  input: z.output<typeof messagesForm>,
  typed: Values,
  now: Date,
): Promise<void> {
  return change(db, viewer, input, typed, now, (wanted) => ({
    digest_days: wanted.days && [...new Set(wanted.days)].sort(),
    digest_time: wanted.time,
    guardians_may_post: wanted.guardiansMayPost,
    reveal_unknown_user: wanted.reveal,
  }));
}

/** Sets who decides on changed data, and what the school keeps of people. */
export function changeDataUse(
  db: Db,
  viewer: Viewer,
  input: z.output<typeof dataForm>,
  typed: Values,
  now: Date,
): Promise<void> {
  return change(db, viewer, input, typed, now, (wanted) => ({
    direct_changes: wanted.changes && wanted.changes === "direct",
    two_step_required: wanted.twoStepRequired,
    uses_notes: wanted.usesNotes,
    uses_results: wanted.usesResults,
  }));
}

/** Writes the settings that were changed, and in the audit trail what each was and is. */
async function change<T extends object>(
  db: Db,
  viewer: Viewer,
  input: T,
  typed: Values,
  now: Date,
  columnsOf: (
    wanted: Partial<T>,
    before: Selectable<Tables["schools"]>,
  ) => Updateable<Tables["schools"]>,
): Promise<void> {
  const { id } = viewer.school;
  await db.transaction().execute(async (trx) => {
    const before = await trx.selectFrom("schools").selectAll().where("id", "=", id).forUpdate()
      .executeTakeFirstOrThrow();
    const wanted = onlyChanged(input, typed, settingValues(before));
    if (Object.keys(wanted).length === 0) return;
    const after = await trx.updateTable("schools").set(columnsOf(wanted, before))
      .where("id", "=", id).returningAll().executeTakeFirstOrThrow();
    const keys = (Object.keys(after) as (keyof typeof after)[])
      .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
    if (keys.length === 0) return;
    const changed = keys.map((key) => [key, { from: before[key], to: after[key] }]);
    await audit(trx, viewer, "settingsChanged", Object.fromEntries(changed), now);
  });
}
