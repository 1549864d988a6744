import { z } from "zod";
import { optional, version } from "../../web/forms.ts";

/** Which version of something was changed, as its form had it. */
export const seen = version;

/** Made with the form, so that pressing twice makes one. */
export const key = optional(z.uuid("wrong")).transform((given) => given ?? crypto.randomUUID());

export const removalForm = z.object({ seen });
