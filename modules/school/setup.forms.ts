import { z } from "zod";
import { email, line } from "../../web/forms.ts";
import { languages } from "../../web/language.ts";

/** First parts of addresses that are not a school's. */
const reserved = ["set-up", "static", "health", "metrics"];

/** Whether this can be a school's short name: the first part of its addresses. */
export const isShortName = (text: string) =>
  /^[a-z][a-z0-9-]{1,30}$/.test(text) && !reserved.includes(text);

/** The short name as typed, or "" to have one made of the name. */
const shortName = z.string().trim().toLowerCase().optional().transform((typed) => typed ?? "")
  .refine((typed) => typed === "" || /^[a-z][a-z0-9-]{1,30}$/.test(typed), "shortName")
  .refine((typed) => !reserved.includes(typed), "shortNameReserved");

/** A school and its first admin. */
export const setupForm = z.object({
  name: line(80),
  shortName,
  language: z.enum(languages, "wrong"),
  yourName: line(120),
  email,
  password: z.string("required").min(1, "required").max(1000, "tooLong"),
  repeat: z.string("required"),
  code: z.string().trim().toLowerCase().max(100, "setupCode").optional()
    .transform((typed) => typed ?? ""),
}).refine((input) => input.password === input.repeat, { path: ["repeat"], message: "notSame" });

export type Setup = z.output<typeof setupForm>;

/** Words that many schools have in their name, so that they tell nothing. */
const common = /^(basisschool|school|obs|cbs|rkbs|pcbs|kbs|ibs|sbo|de|het|t|een|the|primary|of)$/;

/**
 * A short name for a school: `regenton` for *Basisschool De Regenton*.
 * @returns one that fits the rules of `setupForm`
 */
export function suggestShortName(name: string): string {
  const words = name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
    .split(/[^a-z0-9]+/).filter(Boolean);
  const telling = words.filter((word) => !common.test(word));
  const short = (telling.length > 0 ? telling : words).join("-")
    .replace(/^[^a-z]+/, "").slice(0, 31).replace(/-+$/, "");
  return short.length < 2 || reserved.includes(short) ? "school" : short;
}
