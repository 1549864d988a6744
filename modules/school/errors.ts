import { fieldText } from "../../web/field_text.ts";
import type { Errors } from "../../web/forms.ts";
import type { Language } from "../../web/language.ts";

/** The sentences behind the keys that validation gives, per field; `own` are a page's own ones. */
export function sentences(
  errors: Errors,
  language: Language,
  own: Record<string, string> = {},
): Record<string, string> {
  const shared: Record<string, string> = fieldText(language);
  return Object.fromEntries(
    Object.entries(errors).map((
      [field, key],
    ) => [field, own[key] ?? shared[key] ?? shared.wrong!]),
  );
}
