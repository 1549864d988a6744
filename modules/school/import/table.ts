import { areCitizenNumbers, cleanText, parseDay, parseEmail } from "./dutch.ts";
import { type CsvRow, readCsv } from "./csv.ts";
import { detectKind } from "./detect.ts";
import { ImportError, type ImportWarning, maxFileBytes, maxRows, Warnings } from "./roster.ts";
import { isForbiddenTitle, plainTitle } from "./titles.ts";
import { readXlsx } from "./xlsx.ts";

/** A table without the columns that may not be kept. */
export interface Table {
  /** Titles of the columns, each once and none empty. */
  header: string[];
  rows: TableRow[];
  warnings: ImportWarning[];
}

export interface TableRow {
  line: number;
  /** As many as the header has. */
  cells: string[];
}

const maxColumns = 200;
const longestCell = 1000;
const titleLines = 10;

/**
 * Reads a CSV or XLSX file, told apart by content, and drops at once the columns that hold citizen
 * numbers, origin or weights, by title and by what is in them.
 * @throws ImportError with the line when the file cannot be used
 */
export async function readTable(bytes: Uint8Array, fileName: string): Promise<Table> {
  if (bytes.length > maxFileBytes) throw new ImportError("file_too_large");
  if (bytes.length === 0) throw new ImportError("file_empty");
  const warnings = new Warnings();
  const rows = await readRows(bytes, fileName, warnings);
  const start = headerIndex(rows);
  const head = rows[start]!;
  const body = rows.slice(start + 1);
  if (!body.length) throw new ImportError("no_rows", head.line);
  if (body.length > maxRows) {
    throw new ImportError("too_many_rows", body[maxRows]!.line, { max: maxRows });
  }

  const width = lastFilled(head.cells) + 1;
  if (width > maxColumns) throw new ImportError("too_many_columns", head.line, { max: maxColumns });
  for (const row of body) {
    if (lastFilled(row.cells) >= width) warnings.add(row.line, "extra_cells");
  }
  const kept = keptColumns(head, body, width, warnings);
  return {
    header: uniqueTitles(head.cells, kept),
    rows: body.map((row) => ({
      line: row.line,
      cells: kept.map((column) => limited(row.cells[column] ?? "", row.line, warnings)),
    })),
    warnings: warnings.sorted(),
  };
}

async function readRows(
  bytes: Uint8Array,
  fileName: string,
  warnings: Warnings,
): Promise<CsvRow[]> {
  const kind = detectKind(bytes, fileName);
  if (kind === "xlsx") {
    const sheet = await readXlsx(bytes);
    if (sheet.sheets > 1) warnings.add(1, "several_sheets");
    return filledRows(sheet.rows.map((cells, index) => ({ line: index + 1, cells })));
  }
  if (kind === "csv") return filledRows(readCsv(bytes));
  throw new ImportError(kind === "xls" ? "xls_old" : "wrong_kind");
}

function filledRows(rows: CsvRow[]): CsvRow[] {
  return rows
    .map((row) => ({ line: row.line, cells: row.cells.map(cleanText) }))
    .filter((row) => row.cells.some((cell) => cell !== ""));
}

/** The header is the first row with two or more titles; a title above the table is passed over. */
function headerIndex(rows: CsvRow[]): number {
  const filled = (row: CsvRow) => row.cells.filter((cell) => cell !== "");
  const index = rows.slice(0, titleLines).findIndex((row) => filled(row).length > 1);
  if (index < 0) throw new ImportError(rows.length ? "no_columns" : "file_empty", rows[0]?.line);
  const looksLikeData = filled(rows[index]!).some((cell) =>
    parseEmail(cell) !== null || parseDay(cell) !== null || /^\+?(\d[\s.-]?){9,}$/.test(cell)
  );
  if (looksLikeData) throw new ImportError("no_header", rows[index]!.line);
  return index;
}

function keptColumns(head: CsvRow, body: CsvRow[], width: number, warnings: Warnings): number[] {
  return Array.from({ length: width }, (_, column) => column).filter((column) => {
    const title = head.cells[column] ?? "";
    const values = body.map((row) => row.cells[column] ?? "");
    if (isForbiddenTitle(title)) {
      warnings.add(head.line, "column_dropped", { column: title.slice(0, 60) });
      return false;
    }
    const codes = values.flatMap((value) => value.split(/[,;|/]/));
    if (!isPhoneTitle(title) && areCitizenNumbers(codes)) {
      warnings.add(head.line, "column_dropped_unnamed", { number: column + 1 });
      return false;
    }
    return title !== "" || values.some((value) => value !== "");
  });
}

function isPhoneTitle(title: string): boolean {
  return /tel|mobiel|gsm|phone|mobile|nood/.test(plainTitle(title));
}

function uniqueTitles(titles: string[], kept: number[]): string[] {
  const seen = new Map<string, number>();
  return kept.map((column) => {
    const title = (titles[column] || `Kolom ${column + 1}`).slice(0, 100);
    const count = (seen.get(title) ?? 0) + 1;
    seen.set(title, count);
    return count === 1 ? title : `${title} (${count})`;
  });
}

function lastFilled(cells: string[]): number {
  return cells.findLastIndex((cell) => cell !== "");
}

function limited(text: string, line: number, warnings: Warnings): string {
  if (text.length <= longestCell) return text;
  warnings.add(line, "text_cut", { max: longestCell });
  return text.slice(0, longestCell);
}
