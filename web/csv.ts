/**
 * A line of a CSV file as Dutch spreadsheets open it: semicolons, quotes where needed. A cell that
 * a spreadsheet would take for a formula gets an apostrophe before it (OWASP: CSV injection).
 */
export function csvLine(cells: (string | number | boolean | null | undefined)[]): string {
  return cells.map(cell).join(";") + "\r\n";
}

/** What such a file begins with, so that Excel reads it as UTF-8. */
export const csvStart = "\ufeff";

function cell(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "string") return String(value);
  const plain = value.replaceAll("\0", "");
  const safe = /^\s*[=+\-@]|^[\t\r\n]/.test(plain) ? `'${plain}` : plain;
  return /[;"\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
