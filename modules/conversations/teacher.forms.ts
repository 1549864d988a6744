import { z } from "zod";
import {
  checkbox,
  day,
  type Errors,
  id,
  line,
  many,
  optional,
  text,
  time,
  value,
  type Values,
} from "../../web/forms.ts";
import type { School } from "../../web/viewer.ts";
import type { RoundInput } from "./rounds.actions.ts";
import type { Moments } from "./rounds.queries.ts";
import { isPlanError, type Plan, planSlots, wallMoment } from "./schedule.ts";

const number = z.string("required").trim().regex(/^-?\d{1,5}$/, "number").transform(Number);

/** The days of the form, counted from 1; their fields are `day1`, `begin1`, `end1` and so on. */
export const dayRows = [1, 2, 3, 4, 5] as const;

const on = optional(day), at = optional(time);
// deno-fmt-ignore
const dayFields = {
  day1: on, begin1: at, end1: at,
  day2: on, begin2: at, end2: at,
  day3: on, begin3: at, end3: at,
  day4: on, begin4: at, end4: at,
  day5: on, begin5: at, end5: at,
};

const link = z.string().trim().max(500, "tooLong")
  .refine((typed) => typed === "" || /^https:\/\/[^\s<>"]+$/i.test(typed), "link");

const planFields = {
  talks: number,
  minutes: number,
  inARow: number,
  breakMinutes: number,
  ...dayFields,
};

const details = {
  key: optional(z.uuid("wrong")),
  title: line(80),
  groups: many(id, 60).refine((chosen) => chosen.length > 0, "noGroups"),
  teachers: many(id, 60).refine((chosen) => chosen.length > 0, "noTeachers"),
  room: z.string().trim().max(80, "tooLong").default(""),
  videoLink: link.default(""),
  separateTalks: checkbox,
  fair: z.enum(["no", "yes"], "wrong").default("no").transform((typed) => typed === "yes"),
  opensOn: optional(day),
  opensAt: optional(time),
  closesOn: day,
  closesAt: time,
  wishesOn: optional(day),
  wishesAt: optional(time),
};
const invitation = z.string().trim().max(4000, "tooLong").default("");

/** What the round maker posts; once the round is published, without its times and its mail. */
export const roundForm = z.object({ ...details, ...planFields, invitation });
export const publishedForm = z.object(details);
export const planForm = z.object(planFields);

export const publishForm = z.object({ invitation: text(4000) });
export const reminderForm = z.object({ key: z.uuid("wrong") });
export const slotForm = z.object({ day, begin: time });
const minutes = number.refine((n) => n !== 0, "noShift")
  .refine((n) => Math.abs(n) <= 720, "tooFar");
export const shiftDayForm = z.object({ day, minutes });
export const shiftSlotForm = z.object({ minutes });
export const moveForm = z.object({ to: id });
/** In characters; it goes into a mail. */
export const longestWhy = 1000;
export const unbookForm = z.object({
  why: z.string().trim().max(longestWhy, "tooLong").default(""),
});
const length = z.string("required").regex(/^[0-6]$/, "wrong").transform(Number);
const note = z.string().trim().max(2000, "tooLong");
export const inviteeForm = z.object({
  slots: length,
  note: note.default(""),
  /** What was pressed before this was kept: to go on to. */
  then: z.string().regex(/^(slot|pupil)=\d{1,15}$/).optional().catch(undefined),
});
/** From the panel of a child, what is typed about it goes along. */
export const bookForm = z.object({
  slot: id,
  pupil: id,
  guardian: optional(id),
  slots: length.optional(),
  note: note.optional(),
});

type Typed<T extends z.ZodType> = z.output<T>;

/**
 * What is wrong with a field, as the key of a sentence; with too many talks also how many there is
 * `room` for, of how many that were asked.
 */
export type Wrong = { errors: Errors; room?: { fits: number; asked: number } };

/** The plan that was typed, and the slots that follow from it. */
export function readPlan(
  typed: Typed<typeof planForm>,
  { timeZone }: School,
  now: Date,
): Pick<RoundInput, "plan" | "slots"> | Wrong {
  const filled = dayRows.flatMap((n) => {
    const [on, begin, end] = [typed[`day${n}`], typed[`begin${n}`], typed[`end${n}`]];
    return on === undefined ? [] : [{ n, day: on, begin, end }];
  });
  const halves = filled.filter(({ begin, end }) => !begin || !end);
  if (halves.length > 0) {
    return { errors: Object.fromEntries(halves.map(({ n }) => [`day${n}`, "time"])) };
  }
  const { talks, minutes, inARow, breakMinutes } = typed;
  const days = filled.map(({ day, begin, end }) => ({ day, begin: begin!, end: end! }));
  const plan: Plan = { talks, minutes, inARow, breakMinutes, days };
  const slots = planSlots(plan, timeZone, now);
  if (!isPlanError(slots)) return { plan, slots };
  const { error, day: index, fits } = slots;
  const field = index !== undefined ? `day${filled[index]!.n}` : fieldOf[error] ?? "day1";
  const room = fits === undefined ? {} : { room: { fits, asked: talks } };
  return { errors: { [field]: error }, ...room };
}

const fieldOf: Record<string, string> = {
  minutes: "minutes",
  talks: "talks",
  tooManyTalks: "talks",
  noRoom: "talks",
  inARow: "inARow",
  breakMinutes: "breakMinutes",
};

/**
 * When guardians choose.
 * @param lastAt when the last talk begins; null while there is none
 * @param round as it is, when it is changed
 */
export function readMoments(
  typed: Typed<typeof publishedForm>,
  { timeZone }: School,
  now: Date,
  lastAt: Date | null,
  round?: Moments,
): Pick<RoundInput, "opensAt" | "closesAt" | "wishesUntil"> | Wrong {
  const errors: Errors = {};
  const at = (field: string, day?: string, time?: string) => {
    if (!day) return null;
    const moment = wallMoment(timeZone, day, time ?? "00:00");
    if (!moment) errors[field] = "momentSummerTime";
    return moment ?? null;
  };
  const opensAt = at("opensOn", typed.opensOn, typed.opensAt ?? "08:00");
  const closesAt = at("closesOn", typed.closesOn, typed.closesAt);
  const wishesUntil = round?.allottedAt
    ? round.wishesUntil
    : typed.fair
    ? at("wishesOn", typed.wishesOn, typed.wishesAt ?? "20:00")
    : null;
  if (closesAt && closesAt <= now) {
    if (isOther(closesAt, round?.closesAt)) errors.closesOn = "momentPast";
  } else if (closesAt && lastAt && closesAt > lastAt) errors.closesOn = "afterTalks";
  if (typed.fair && !wishesUntil) errors.wishesOn ??= "noDay";
  if (wishesUntil && wishesUntil <= now && isOther(wishesUntil, round?.wishesUntil)) {
    errors.wishesOn = "momentPast";
  }
  return Object.keys(errors).length > 0 ? { errors } : { opensAt, closesAt, wishesUntil };
}

const isOther = (at: Date, before: Date | null | undefined) => at.getTime() !== before?.getTime();

export const isWrong = (read: object): read is Wrong => "errors" in read;

/** Whether enough is typed to show a schedule. */
export const hasPlan = (values: Values) =>
  ["talks", "minutes", "day1"].every((field) => value(values, field) !== "");
