import { furtherLanguages } from "./languages/mod.ts";
import { isStaff, type Viewer } from "./viewer.ts";

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

/** Some of the sentences, at their places. */
type Some<T> = {
  [K in keyof T]?: T[K] extends string | ((...args: never[]) => string) ? T[K] : Some<T[K]>;
};

/**
 * A module's sentences. Dutch is the source, English must have every key (or it does not
 * compile); a further language may lack some and then falls back to English.
 * Use: `const t = text(viewer.language)`, or `text(viewer.language, viewer)` where parents read *u*
 * and who works at the school reads *je*.
 * @param toStaff the Dutch sentences that are others for staff, parents among them too
 */
export function texts<T extends object>(
  module: string,
  nl: T,
  en: SameText<T>,
  toStaff: Some<SameText<T>> = {},
): (language: Language, reader?: Pick<Viewer, "roles">) => SameText<T> {
  const all: Record<Language, SameText<T>> = { nl: nl as unknown as SameText<T>, en };
  const staff = over(all.nl!, toStaff);
  for (const [language, modules] of Object.entries(furtherLanguages)) {
    all[language] = { ...en, ...modules[module] } as SameText<T>;
  }
  return (language, reader) => {
    if (reader && isStaff(reader) && (language === "nl" || !all[language])) return staff;
    return all[language] ?? all.nl!;
  };
}

/** The same sentences, with some of them replaced. */
function over<T extends object>(all: T, some: Some<T>): T {
  const replaced = Object.entries(some).map(([key, one]) => {
    const known = all[key as keyof T];
    const deeper = typeof one === "object" && one !== null && typeof known === "object" && known;
    return [key, deeper ? over(deeper, one) : one];
  });
  return { ...all, ...Object.fromEntries(replaced) };
}

/** The reader's language when nobody is signed in: the first of `Accept-Language` that we speak. */
export function languageFromHeader(header: string | undefined, fallback: Language): Language {
  for (const part of header?.split(",") ?? []) {
    const code = part.trim().slice(0, 2).toLowerCase();
    if (languages.includes(code)) return code;
  }
  return fallback;
}
