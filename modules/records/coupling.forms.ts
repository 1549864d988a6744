import { z } from "zod";
import { id, line, optional } from "../../web/forms.ts";

export const codeForm = z.object({
  code: line(40),
  /** Who of the account; asked where there are more. */
  person: optional(id),
});
