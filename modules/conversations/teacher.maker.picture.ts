import { type Values } from "../../web/forms.ts";
import type { Viewer } from "../../web/viewer.ts";
import { sentences } from "../school/mod.ts";
import type { Interval } from "./schedule.ts";
import { hasPlan, isWrong, planForm, readPlan, type Wrong } from "./teacher.forms.ts";
import { makerText } from "./teacher.maker.text.ts";
import { wrongText } from "./teacher.wrong.text.ts";

/** What follows from what is typed in the round maker. */
export interface Picture {
  /** Absent while too little is typed, or none follow; with too many talks those there is room for. */
  slots?: Interval[];
  /** What is wrong, as sentences per field. */
  errors: Record<string, string>;
}

/** The schedule that follows from what is typed, or what is wrong with it; nothing while too little is typed. */
export function pictureOf(values: Values, viewer: Viewer, now: Date): Picture {
  if (!hasPlan(values)) return { errors: {} };
  const typed = planForm.safeParse(values);
  if (!typed.success) {
    const errors = typed.error.issues.map(({ path, message }) => [String(path[0]), message]);
    return { errors: said(viewer, { errors: Object.fromEntries(errors) }) };
  }
  const read = readPlan(typed.data, viewer.school, now);
  if (!isWrong(read)) return { slots: read.slots, errors: {} };
  const errors = said(viewer, read);
  if (!read.room?.fits) return { errors };
  const fewer = readPlan({ ...typed.data, talks: read.room.fits }, viewer.school, now);
  return isWrong(fewer) ? { errors } : { slots: fewer.slots, errors };
}

/** The sentences behind what is wrong. */
export function said(viewer: Viewer, { errors, room }: Wrong): Record<string, string> {
  const maker = makerText(viewer.language);
  const own = { ...maker.planErrors, ...wrongText(viewer.language).errors };
  if (room) own.noRoom = maker.noRoom(room.fits, room.asked);
  return sentences(errors, viewer.language, own);
}
