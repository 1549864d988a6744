import type { Language } from "./language.ts";

/** How large a file is, in words: *3 kB*, *1,2 MB*; never less than 1 kB. */
export function fileSize(bytes: number, language: Language): string {
  const small = bytes < 1_000_000;
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: small ? "kilobyte" : "megabyte",
    maximumFractionDigits: small ? 0 : 1,
  }).format(small ? Math.max(1, bytes / 1000) : bytes / 1_000_000);
}
