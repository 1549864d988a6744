import { z } from "zod";
import { id, line, optional } from "../../web/forms.ts";
import { relations } from "../school/mod.ts";

export const newCodeForm = z.object({ relation: z.enum(relations, "wrong").default("") });
export type NewCode = z.output<typeof newCodeForm>;

export const codeForm = z.object({
  code: line(40),
  /** Who of the account; asked where there are more. */
  person: optional(id),
});
