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

/** Something the office asked that cannot be; `reason` is a key of `personText.errors`. */
export class Impossible extends Error {
  constructor(readonly field: string, readonly reason: string) {
    super(reason);
  }
}
