import { CsvError, parse } from "csv-parse/sync";
import { decodeText } from "./encoding.ts";
import { ImportError, maxRows } from "./roster.ts";

export interface CsvRow {
  /** Line in the file on which the row begins. */
  line: number;
  cells: string[];
}

const longestRow = 100_000;

/**
 * Reads CSV: `;`, `,` or TAB, quotes, UTF-8, UTF-16 or windows-1252. Empty lines are left out.
 * @throws ImportError with the line for quotes that do not match
 */
export function readCsv(bytes: Uint8Array): CsvRow[] {
  let text = decodeText(bytes).replace(/\r\n?/g, "\n");
  let skipped = 0;
  const told = /^sep=(.)\n/i.exec(text)?.[1];
  if (told) {
    text = text.slice(text.indexOf("\n") + 1);
    skipped = 1;
  }
  const rows: CsvRow[] = [];
  let lastLine = skipped;
  try {
    parse(text, {
      delimiter: told ?? detectDelimiter(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: longestRow,
      to: maxRows + 100,
      on_record: (record: string[], { lines }) => {
        lastLine = lines + skipped;
        const within = record.join("").split("\n").length - 1;
        rows.push({ line: lastLine - within, cells: record.map(withoutFormula) });
        return null;
      },
    });
    return rows;
  } catch (error) {
    // The message of the library quotes the file, so it goes no further.
    if (!(error instanceof CsvError)) throw error;
    const tooLong = error.code === "CSV_MAX_RECORD_SIZE";
    throw new ImportError(tooLong ? "csv_row_too_long" : "csv_quotes", lastLine + 1);
  }
}

/** The delimiter that splits the first lines into the most, and equally many, cells. */
function detectDelimiter(text: string): string {
  const sample = text.slice(0, 20_000).replace(/"(?:[^"]|"")*"/g, "");
  const lines = sample.split("\n").filter((line) => line.trim()).slice(0, 20);
  const scores = [";", "\t", ","].map((delimiter) => {
    const counts = lines.map((line) => line.split(delimiter).length - 1);
    const header = Math.max(...counts.slice(0, 3));
    return {
      delimiter,
      score: counts.filter((count) => count === header).length * Math.min(header, 5),
    };
  });
  return scores.reduce((best, one) => one.score > best.score ? one : best).delimiter;
}

/** `="00123"` is how a CSV keeps Excel from eating the zeros. */
function withoutFormula(cell: string): string {
  return /^="(.*)"$/s.exec(cell)?.[1] ?? cell;
}
