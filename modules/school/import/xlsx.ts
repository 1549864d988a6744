import { readSheet } from "read-excel-file/universal";
import { ImportError, maxRows } from "./roster.ts";
import { listZip, storeZip, unzip } from "./zip.ts";

const maxColumns = 200;

/** The first sheet as text; `rows[i]` is line `i + 1` of the sheet. */
interface Sheet {
  rows: string[][];
  /** How many sheets the workbook has. */
  sheets: number;
}

/**
 * Reads the first sheet of an XLSX file: formulas are their last values, days are `yyyy-mm-dd`.
 * @throws ImportError for macros, a password, a ZIP bomb, or a file that cannot be read
 */
export async function readXlsx(bytes: Uint8Array): Promise<Sheet> {
  const entries = listZip(bytes);
  if (entries.some((entry) => /vbaProject|macrosheets/i.test(entry.name))) {
    throw new ImportError("xlsx_macros");
  }
  if (entries.some((entry) => entry.encrypted)) throw new ImportError("xlsx_locked");
  const parts = unzip(bytes, entries.filter((entry) => /\.(xml|rels)$/.test(entry.name)));
  if (/macroEnabled/i.test(parts.get("[Content_Types].xml") ?? "")) {
    throw new ImportError("xlsx_macros");
  }
  for (const [name, xml] of parts) {
    if (/<!(DOCTYPE|ENTITY)/i.test(xml)) throw new ImportError("xml_doctype");
    if (/<[^<>]{10000}/.test(xml)) throw new ImportError("xlsx_unreadable");
    if (/<(\w+:)?sheetData[\s>/]/.test(xml)) parts.set(name, withoutEmptyCells(xml));
  }
  const sheets =
    [...parts.keys()].filter((name) => /^xl\/worksheets\/[^/]+\.xml$/.test(name)).length;
  // Packed anew, so that the library meets nothing whose size has not been measured above.
  return { rows: await readFirstSheet(storeZip(parts)), sheets };
}

async function readFirstSheet(workbook: ArrayBuffer): Promise<string[][]> {
  try {
    const rows: unknown[][] = await readSheet(workbook, { parseNumber: plainNumber });
    return rows.map((row) => row.map(cellText));
  } catch (error) {
    const row = /at row (\d+)/.exec(error instanceof Error ? error.message : "")?.[1];
    throw new ImportError("xlsx_unreadable", Number(row ?? 1));
  }
}

/**
 * Takes out rows and cells that hold only a format, which spreadsheets write down to the last row
 * and column there is, and then refuses a sheet that still reaches too far.
 */
function withoutEmptyCells(xml: string): string {
  const filled = xml
    .replace(/<(?:\w+:)?c\s[^<>]*\/>/g, "")
    .replace(/<(?:\w+:)?row\s[^<>]*\br="\d+"[^<>]*(?:\/>|>\s*<\/(?:\w+:)?row>)/g, "");
  for (
    const [, row, columnName, cellRow] of filled.matchAll(
      /<(?:\w+:)?(?:row|c)\s[^<>]*?\br="(?:(\d+)|([A-Z]+)(\d+))"/g,
    )
  ) {
    if (Number(row ?? cellRow) > maxRows + 1) {
      throw new ImportError("too_many_rows", maxRows + 1, { max: maxRows });
    }
    if (columnNumber(columnName ?? "") > maxColumns) {
      throw new ImportError("too_many_columns", Number(cellRow), { max: maxColumns });
    }
  }
  return filled;
}

function columnNumber(name: string): number {
  return name.length > 3
    ? Infinity
    : [...name].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

/** Digits as they stand, also for what a spreadsheet writes as `6.12345678E8`. */
function plainNumber(text: string): string {
  return /^-?\d+$/.test(text) ? text : String(Number(text));
}

function cellText(value: unknown): string {
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (value === true) return "ja";
  if (value === false || value === null || value === undefined) return "";
  const text = String(value);
  return /^#[A-Z/0]+[!?A]?$/.test(text) ? "" : text;
}
