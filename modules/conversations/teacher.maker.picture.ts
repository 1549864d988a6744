import type { Db } from "../../db/database.ts";
import type { When } from "../../web/dates.ts";
import { idsIn, type Values } from "../../web/forms.ts";
import { isOffice, type Viewer } from "../../web/viewer.ts";
import { sentences } from "../school/mod.ts";
import type { Round } from "./rounds.queries.ts";
import type { Interval } from "./schedule.ts";
import { listSlots } from "./slots.queries.ts";
import { slotTime } from "./slots.words.ts";
import { hasPlan, isWrong, planForm, readPlan, type Wrong } from "./teacher.forms.ts";
import { makerText } from "./teacher.maker.text.ts";
import { findClash, type MakerChoices } from "./teacher.queries.ts";
import { wrongText } from "./teacher.wrong.text.ts";

/** What follows from what is typed in the round maker. */
export interface Picture {
  /** Absent while too little is typed, or none follow; with too many talks those there is room for. */
  slots?: Interval[];
  /** What is wrong, as sentences per field. */
  errors: Record<string, string>;
  /** How many talks there is room for, when more were asked. */
  take?: number;
  /** How many children are in the groups, where that is more than there are talks. */
  pupils?: number;
  /** Groups of which nobody takes part yet, and who teaches them. */
  missing?: { group: string; teachers: { id: number; name: string }[] }[];
}

/**
 * The schedule that follows from what is typed, or what is wrong with it: a teacher who is elsewhere
 * then, too; and what the groups would rather have.
 * @param round the one that changes
 */
export async function pictureOf(
  db: Db,
  viewer: Viewer,
  values: Values,
  when: When,
  choices: MakerChoices,
  round?: Round,
): Promise<Picture> {
  const scheduled = scheduleOf(values, viewer, when.now);
  const picture = { ...scheduled, ...wishesOf(values, viewer, scheduled, choices) };
  const slots = round?.publishedAt ? await listSlots(db, viewer, round.id) : picture.slots ?? [];
  // a teacher who makes a round is in it
  const own = round || isOffice(viewer) ? [] : [viewer.person.id];
  const teachers = [...own, ...idsIn(values, "teachers")];
  const clash = await findClash(db, viewer, { teachers, slots, roundId: round?.id }, when.now);
  if (!clash) return picture;
  const t = makerText(viewer.language);
  const sentence = t.clash(clash.teacher, slotTime(clash.from, when), clash.round);
  return { ...picture, errors: { ...picture.errors, teachers: sentence } };
}

/** What the groups that were chosen would have besides. */
function wishesOf(values: Values, viewer: Viewer, { slots }: Picture, choices: MakerChoices) {
  const groupIds = idsIn(values, "groups");
  const groups = choices.groups.filter(({ id }) => groupIds.includes(id));
  const taking = [...isOffice(viewer) ? [] : [viewer.person.id], ...idsIn(values, "teachers")];
  const missing = groups.flatMap((group) => {
    const own = choices.teachers.filter((teacher) => teacher.groupIds.includes(group.id));
    return own.length === 0 || own.some(({ id }) => taking.includes(id))
      ? []
      : [{ group: group.name, teachers: own }];
  });
  const pupils = groups.reduce((sum, group) => sum + group.pupils, 0);
  return { missing, ...slots && pupils > slots.length && { pupils } };
}

/** Nothing while too little is typed. */
function scheduleOf(values: Values, viewer: Viewer, now: Date): Picture {
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
  return isWrong(fewer) ? { errors } : { slots: fewer.slots, errors, take: fewer.slots.length };
}

/** The sentences behind what is wrong. */
export function said(viewer: Viewer, { errors, room }: Wrong): Record<string, string> {
  const maker = makerText(viewer.language);
  const own = { ...maker.planErrors, ...wrongText(viewer.language).errors };
  if (room) own.noRoom = maker.noRoom(room.fits, room.asked);
  return sentences(errors, viewer.language, own);
}
