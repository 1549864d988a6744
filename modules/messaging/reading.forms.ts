import { z } from "zod";
import { id, many, text } from "../../web/forms.ts";

export const voteForm = z.object({
  option: many(id).transform((ids) => [...new Set(ids)])
    .refine((ids) => ids.length > 0, "chooseOne").refine((ids) => ids.length <= 50, "wrong"),
});

export const symbolForm = z.object({
  symbol: z.enum(["heart", "thumb", "party", "smile"], "wrong"),
});

export const commentForm = z.object({
  body: text(2000),
  /** Of the form it was typed in; whoever sends none may not press twice. */
  key: z.uuid().catch(() => crypto.randomUUID()),
});

export const discussionForm = z.object({
  open: z.enum(["yes", "no"], "wrong").transform((open) => open === "yes"),
});
