import { z } from "zod";
import { chosenId, id, line, many } from "../../web/forms.ts";

/** Jaargroepen as the field takes them: `1, 2`; letters for special schools. */
const years = z.string().trim().max(100, "years").toUpperCase().optional().transform((typed) =>
  (typed ?? "").split(/[\s,;/]+/).filter(Boolean)
).refine((list) => list.every((year) => /^([0-8]|[BDSVNH])$/.test(year)), "years");

export const groupForm = z.object({ name: line(20), years });
export type GroupInput = z.output<typeof groupForm>;

const chosen = chosenId("notFound");

export const addPupilForm = z.object({ pupil: chosen });
export const addTeacherForm = z.object({ teacher: chosen });

/** Pupils to take out of a group. */
export const takeOutForm = z.object({
  pupils: many(id).refine((list) => list.length > 0, "noPupils"),
});
