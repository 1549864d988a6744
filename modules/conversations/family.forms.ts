import { z } from "zod";
import { day, many } from "../../web/forms.ts";
import { mostTogether, type Wishes } from "./family.plan.ts";

const wishes = {
  when: z.enum(["any", "early", "late"]).catch("any"),
  notDay: many(day, 50).catch([]),
};

/** What the family would like, from the address; what makes no sense there is no wish. */
export function readWishes(query: { when: string | undefined; notDay: string[] }): Wishes {
  const { when, notDay } = z.object(wishes).parse(query);
  return { when, notDays: notDay };
}

/** The talks of the proposal as it was shown: *child-slot*. */
export const familyForm = z.object({
  ...wishes,
  talk: many(
    z.string().regex(/^\d{1,15}-\d{1,15}$/, "wrong").transform((text) => {
      const [pupilId, slotId] = text.split("-").map(Number);
      return { pupilId: pupilId!, slotId: slotId! };
    }),
    mostTogether,
  ),
});
