import { z } from "zod";
import { day, line, many, optional, optionalLine, time } from "../../web/forms.ts";

/** `school`, or the id of a group. */
const audience = z.string().regex(/^(school|\d{1,15})$/, "wrong");

/** A new agenda item as it is posted. */
export const itemForm = z.object({
  title: line(120),
  startsOn: day,
  endsOn: optional(day),
  startsAt: optional(time),
  endsAt: optional(time),
  place: optionalLine(120).transform((text) => text ?? ""),
  description: z.string().trim().max(2000, "tooLong").optional().transform((text) => text ?? ""),
  audience: many(audience).refine((chosen) => chosen.length > 0, "audienceNone"),
}).superRefine((item, issues) => {
  const endsOn = item.endsOn ?? item.startsOn;
  const wrong = (path: string, message: string) =>
    issues.addIssue({ code: "custom", path: [path], message });
  if (endsOn < item.startsOn) wrong("endsOn", "endsBefore");
  if (item.endsAt && !item.startsAt) wrong("startsAt", "startMissing");
  if (item.endsAt && item.startsAt && endsOn === item.startsOn && item.endsAt < item.startsAt) {
    wrong("endsAt", "endsBefore");
  }
});

export type NewItem = z.output<typeof itemForm>;
