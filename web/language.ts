import { furtherLanguages } from "./languages/mod.ts";

/** The languages every sentence is written in; further ones are added in `web/languages/`. */
export const languages = ["nl", "en", ...Object.keys(furtherLanguages)] as const;
export type Language = string;

/** A dictionary with the same keys as `T`: strings stay strings, functions keep their arguments. */
type SameText<T> = {
  [K in keyof T]: T[K] extends string ? string
    : T[K] extends (...args: infer A) => string ? (...args: A) => string
    : T[K] extends object ? SameText<T[K]>
    : T[K];
};

/**
 * A module's sentences. Dutch is the source, English must have every key (or it does not
 * compile); a further language may lack some and then falls back to English.
 * Use: `const t = text(viewer.language)`.
 */
export function texts<T extends object>(
  module: string,
  nl: T,
  en: SameText<T>,
): (language: Language) => SameText<T> {
  const all: Record<Language, SameText<T>> = { nl: nl as unknown as SameText<T>, en };
  for (const [language, modules] of Object.entries(furtherLanguages)) {
    all[language] = { ...en, ...modules[module] } as SameText<T>;
  }
  return (language) => all[language] ?? all.nl!;
}

/** The reader's language when nobody is signed in: the first of `Accept-Language` that we speak. */
export function languageFromHeader(header: string | undefined, fallback: Language): Language {
  for (const part of header?.split(",") ?? []) {
    const code = part.trim().slice(0, 2).toLowerCase();
    if (languages.includes(code)) return code;
  }
  return fallback;
}
