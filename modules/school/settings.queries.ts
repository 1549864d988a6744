import type { Db } from "../../db/database.ts";
import type { Values } from "../../web/forms.ts";
import { formValues } from "../../web/meanwhile.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { menuKeys } from "./settings.forms.ts";

/** All that is set, as the forms show it. */
export function findSettings(db: Db, viewer: Viewer) {
  return db.selectFrom("schools").select([
    "name",
    "office_phone",
    "office_email",
    "region",
    "time_zone",
    "language",
    "menu",
    "digest_days",
    "digest_time",
    "guardians_may_post",
    "reveal_unknown_user",
    "direct_changes",
    "two_step_required",
    "uses_notes",
    "uses_results",
    "talk_gap",
  ]).where("id", "=", viewer.school.id).executeTakeFirstOrThrow();
}
type Settings = Awaited<ReturnType<typeof findSettings>>;

/** The settings as the forms would post them. */
export const settingValues = (settings: Settings): Values =>
  formValues({
    name: settings.name,
    officePhone: settings.office_phone,
    officeEmail: settings.office_email,
    region: settings.region,
    timeZone: settings.time_zone,
    language: settings.language,
    on: menuKeys.filter((key) => !settings.menu[key]?.off),
    ...Object.fromEntries(menuKeys.map((key) => [key, settings.menu[key]?.name ?? ""])),
    days: settings.digest_days,
    time: settings.digest_time.slice(0, 5),
    guardiansMayPost: settings.guardians_may_post,
    reveal: settings.reveal_unknown_user,
    changes: settings.direct_changes ? "direct" : "office",
    twoStepRequired: settings.two_step_required,
    usesNotes: settings.uses_notes,
    usesResults: settings.uses_results,
    talkGap: settings.talk_gap,
  });
