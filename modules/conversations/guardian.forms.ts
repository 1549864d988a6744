import { z } from "zod";
import { day, id, many } from "../../web/forms.ts";

export const longestSubject = 200;

/** Which child a time is chosen for, or given back. */
export const talkForm = z.object({ pupil: id });

/** Who goes in line, and for which days; none: any. */
export const waitingForm = z.object({ pupil: id, day: many(day, 50) });

export const subjectForm = z.object({
  pupil: id,
  subject: z.string("required").trim().max(longestSubject, "tooLong")
    .transform((text) => text.replace(/\s+/g, " ")),
});
