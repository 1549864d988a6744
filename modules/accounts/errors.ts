import { fieldText } from "../../web/field_text.ts";
import type { Errors } from "../../web/forms.ts";
import type { Language } from "../../web/language.ts";
import type { Refusal } from "./refusal.ts";
import { accountText } from "./text.ts";

/**
 * The sentences behind the keys that validation gives, this module's own first.
 * @param more sentences of a page of its own, before all others
 */
export function sentences(
  errors: Errors,
  language: Language,
  more: Record<string, string> = {},
): Record<string, string> {
  const own: Record<string, unknown> = { ...accountText(language).errors, ...more };
  const shared: Record<string, string> = fieldText(language);
  const sentence = (field: string, key: string) => {
    const said = own[key];
    const ours = typeof said === "string" && !(key === "tooLong" && field === "userName");
    return ours ? said : shared[key] ?? shared.wrong!;
  };
  return Object.fromEntries(
    Object.entries(errors).map(([field, key]) => [field, sentence(field, key)]),
  );
}

/** "Not now", and how long to wait. */
export function refusalSentence({ reason, seconds }: Refusal, language: Language): string {
  const t = accountText(language).errors;
  return reason === "busy" ? t.busy : t.tooMany(seconds);
}
