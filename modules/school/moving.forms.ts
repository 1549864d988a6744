import { z } from "zod";
import { checkbox, chosenId, id, many } from "../../web/forms.ts";

/** Pupils to move to another group: those ticked, or all; looked at first, then confirmed. */
export const moveForm = z.object({
  pupils: many(id),
  all: checkbox,
  to: chosenId("noTarget"),
  confirmed: checkbox,
}).refine((input) => input.all || input.pupils.length > 0, {
  path: ["pupils"],
  message: "noPupils",
});
