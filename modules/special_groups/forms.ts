import { z } from "zod";
import { chosenId, day, id, line, many, optional, orNull, text, time } from "../../web/forms.ts";

/** The form it was made with: pressed twice, it is done once. */
const key = optional(z.uuid("wrong"));
const mainGroup = orNull(chosenId("unknownGroup"));

const group = z.object({ kind: z.literal("group"), key, name: line(80), mainGroup });

const activity = group.extend({
  kind: z.literal("activity"),
  description: z.string().trim().max(2000, "tooLong").optional().transform((typed) => typed ?? ""),
  closesOn: day,
  closesAt: time,
  maximum: orNull(z.string().trim().regex(/^[1-9]\d{0,2}$/, "maximum").transform(Number)),
  groups: many(id),
});

/** A special group of either kind: one that staff put people in, or one that guardians sign up for. */
export const specialGroupForm = z.discriminatedUnion("kind", [group, activity]);
export type TypedSpecialGroup = z.output<typeof specialGroupForm>;

/** One of the people of the account; the first who may when it is not said. */
export const ownForm = z.object({ person: optional(id) });

export const memberForm = z.object({
  person: chosenId("unknownPerson"),
});

export const mailForm = z.object({ key, subject: line(150), body: text(10_000) });
export type MailInput = z.output<typeof mailForm>;
