// The letters one looks for people by.

/** What is typed, as `db/migrations/0015_search.ts` writes what is looked for. */
export function searchWords(letters: string): string[] {
  const plain = letters.normalize("NFD").replace(/[\u0300-\u036f'’‘]/g, "")
    .replace(/[ŁłØøĐđÐðĦħı]/g, (letter) => alike[letter]!).toLowerCase();
  return plain.split(/\s+/).filter(Boolean).slice(0, 6).map((word) =>
    /^[\d+()./-]{4,}$/.test(word) ? word.replace(/\D/g, "").replace(/^(00)?31/, "0") : word
  );
}

const alike: Record<string, string> = {
  Ł: "L",
  ł: "l",
  Ø: "O",
  ø: "o",
  Đ: "D",
  đ: "d",
  Ð: "D",
  ð: "d",
  Ħ: "H",
  ħ: "h",
  ı: "i",
};

/** For SQL's `like all`: each word somewhere, with `before` and `after` around it. */
export const likePatterns = (words: string[], before = "", after = ""): string[] =>
  words.map((word) => `%${before}${word.replace(/[\\%_]/g, "\\$&")}${after}%`);
