import { z } from "zod";
import { id } from "../../web/forms.ts";

export const longestSubject = 200;

/** Which child a time is chosen for, or given back. */
export const talkForm = z.object({ pupil: id });

export const subjectForm = z.object({
  pupil: id,
  subject: z.string("required").trim().max(longestSubject, "tooLong")
    .transform((text) => text.replace(/\s+/g, " ")),
});
