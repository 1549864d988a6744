import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Context } from "hono";
import type { Content, CustomTableLayout, TDocumentDefinitions } from "pdfmake/interfaces.js";
import { programFile } from "../program_file.ts";
import { dayIn } from "./clock.ts";
import { dayOfMonth, monthName, type When, whenOf } from "./dates.ts";
import { disposition } from "./files.ts";
import { charactersOf } from "./font_cover.ts";
import type { Env } from "./house.ts";
import { pdfText } from "./pdf.text.ts";

/** A table for on paper. */
export interface PdfList {
  title: string;
  /** Under the title. */
  lead?: string;
  columns: PdfColumn[];
  rows: PdfCell[][];
  /** Stands in the place of the table where there are no rows. */
  empty?: string;
  landscape?: boolean;
  /** Small letters and low rows, for a long list on few pages. */
  dense?: boolean;
}

interface PdfColumn {
  title: string;
  /** In points (1/72 inch); without it, an equal share of what is left. */
  width?: number;
}

/** One line, or several under each other. */
type PdfCell = string | string[];

/** Answers with the list as a PDF, shown in the browser and kept by nobody. */
export async function pdf<E extends Env>(c: Context<E>, list: PdfList) {
  const { school } = c.get("viewer");
  const bytes = await listPdf({ ...list, school: school.name, when: whenOf(c) });
  c.header("Content-Type", "application/pdf");
  c.header("Content-Disposition", disposition({ name: `${fileName(list.title)}.pdf`, ours: true }));
  c.header("Cache-Control", "private, no-store");
  c.header("X-Content-Type-Options", "nosniff");
  return c.body(bytes);
}

/** A title may hold what no file system takes: *Groep 1/2*. */
const fileName = (title: string) =>
  title.replace(/[\p{Cc}\p{Cf}<>:"/\\|?*]+/gu, "-").replace(/^[.\s-]+/, "").slice(0, 80) || "-";

interface PrintedList extends PdfList {
  school: string;
  /** The reader's language, and the moment of printing. */
  when: When;
}

/**
 * Makes the PDF: A4, numbered pages, the header row on each of them, no row over two pages as long
 * as it fits on one.
 */
export async function listPdf(list: PrintedList): Promise<Uint8Array<ArrayBuffer>> {
  const { title, lead, columns, rows, empty, landscape, dense, school, when } = list;
  const { language } = when;
  const t = pdfText(language);
  const { set, metUnknown } = await typesetter();
  const cell = (lines: PdfCell): Content => ({ text: set([lines].flat().join("\n")) });
  const date = wholeDate(dayIn(when.timeZone, when.now), language);
  const head = columns.map((column) => ({ text: set(column.title), bold: true }));
  const body = rows.map((row) => row.map(cell));
  const whole = rows.every((row) => row.every(fitsOnPage));
  const table: Content = {
    layout: dense ? denseLayout : layout,
    table: {
      headerRows: 1,
      keepWithHeaderRows: whole ? 1 : 0,
      dontBreakRows: whole,
      widths: widths(columns, landscape),
      body: [head, ...body],
    },
  };
  const content: Content = [
    { text: set(title), fontSize: 18, bold: true },
    ...lead ? [{ text: set(lead), color: soft, margin: below(2) }] : [],
    rows.length > 0
      ? { ...table, margin: below(12) }
      : { text: set(empty ?? ""), margin: below(12) },
    ...metUnknown() ? [{ text: set(t.unprintable), color: soft, margin: below(12) }] : [],
  ];
  return await make({
    content,
    info: {
      title,
      author: school,
      creator: "Schoolbel",
      producer: "Schoolbel",
      creationDate: when.now,
    },
    language,
    displayTitle: true,
    version: "1.7",
    pageSize: "A4",
    pageOrientation: landscape ? "landscape" : "portrait",
    pageMargins: [margin, 40, margin, 50],
    defaultStyle: {
      font: "Figtree",
      fontSize: dense ? 8.5 : 9.5,
      lineHeight: dense ? 1.1 : 1.2,
      color: ink,
    },
    footer: (page, pages) => ({
      margin: [margin, 16, margin, 0],
      fontSize: 8.5,
      color: soft,
      columns: [
        { text: set(`${school}. ${t.printed(date)}.`) },
        { text: set(t.page(page, pages)), alignment: "right", width: "auto" },
      ],
    }),
  });
}

/** What is kept together and does not fit on a page would be lost; no list of people is like that. */
const fitsOnPage = (lines: PdfCell) => {
  const text = [lines].flat().join("\n");
  return text.length <= 400 && text.split("\n").length <= 30;
};

/** `22 november 2026` */
const wholeDate = (day: string, language: string) =>
  `${dayOfMonth(day)} ${monthName(day, language)} ${day.slice(0, 4)}`;

const margin = 40;
const gap = 6;

/** Reckoned here, as a column that may grow pushes others off the page for one long word. */
function widths(columns: PdfColumn[], landscape = false): number[] {
  const gaps = 2 * gap * columns.length - gap; // none before the first column
  const given = columns.reduce((sum, { width = 0 }) => sum + width, 0);
  const left = (landscape ? 841.89 : 595.28) - 2 * margin - gaps - given;
  const sharing = columns.filter(({ width }) => width === undefined).length;
  return columns.map(({ width }) => width ?? left / sharing);
}

const ink = "#1b2540";
const soft = "#566079";
const line = "#dedbd0";

const below = (points: number): [number, number, number, number] => [0, points, 0, 0];

const layout: CustomTableLayout = {
  hLineWidth: (row) => row === 0 ? 0 : row === 1 ? 1 : 0.5,
  vLineWidth: () => 0,
  hLineColor: (row) => row === 1 ? ink : line,
  paddingLeft: (column) => column === 0 ? 0 : gap,
  paddingRight: () => gap,
  paddingTop: () => 4,
  paddingBottom: () => 4,
};

const denseLayout: CustomTableLayout = {
  ...layout,
  paddingTop: () => 2,
  paddingBottom: () => 2,
};

/**
 * Figtree is the house's letter; Roboto has the letters of Vietnamese, Greek and Cyrillic too. It
 * has no bold of 700; its medium is the one that comes along.
 */
export const fontFiles = {
  Figtree: { normal: "web/fonts/Figtree-Regular.ttf", bold: "web/fonts/Figtree-Bold.ttf" },
  Roboto: {
    normal: "node_modules/pdfmake/fonts/Roboto/Roboto-Regular.ttf",
    bold: "node_modules/pdfmake/fonts/Roboto/Roboto-Medium.ttf",
  },
} as const;

/** Stands for a character that neither font has. */
const unknown = "\ufffd";

/** Sets text in fonts that have its letters, a word at a time, so that no word is in two. */
async function typesetter() {
  const { Figtree, Roboto } = await covers();
  let met = false;
  const missing = (text: string, has: Set<number>) =>
    [...text].filter((sign) => !has.has(codeOf(sign)) && sign.trim());
  const setWord = (word: string) => {
    if (missing(word, Figtree).length === 0) return { text: word, font: "Figtree" };
    const lost = missing(word, Roboto);
    if (lost.length > 0) met = true;
    const shown = [...word].map((sign) => lost.includes(sign) ? unknown : sign).join("");
    return { text: shown, font: "Roboto" };
  };
  const set = (text: string) => {
    const whole = plain(text);
    if (missing(whole, Figtree).length === 0) return whole;
    return whole.split(/(\s+)/).filter(Boolean).map(setWord);
  };
  return { set, metUnknown: () => met };
}

/** Composed letters, so that an accent is not looked for alone; and no signs that cannot be seen. */
const plain = (text: string) =>
  text.toWellFormed().normalize("NFC").replaceAll("\u2011", "-").replace(/[^\P{C}\n]/gu, "")
    .replace(/[^\S\n]/g, " ");

const codeOf = (sign: string) => sign.codePointAt(0)!;

const pathOf = (file: string) => fileURLToPath(programFile(file));

let read: Promise<Record<keyof typeof fontFiles, Set<number>>> | undefined;

/** The characters that both weights of each font have, read once. */
function covers() {
  return read ??= (async () => {
    const one = async (path: string) => charactersOf(await readFile(pathOf(path)));
    const both = async ({ normal, bold }: { normal: string; bold: string }) =>
      (await one(normal)).intersection(await one(bold));
    return { Figtree: await both(fontFiles.Figtree), Roboto: await both(fontFiles.Roboto) };
  })();
}

/** 10 MB of memory: loaded here only, at the first list that is printed. */
async function make(definition: TDocumentDefinitions): Promise<Uint8Array<ArrayBuffer>> {
  const { default: pdfmake } = await import("pdfmake");
  const own = Object.values(fontFiles).flatMap((files) => Object.values(files)).map(pathOf);
  pdfmake.setLocalAccessPolicy((path) => own.includes(path));
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setFonts({
    Figtree: { normal: own[0], bold: own[1] },
    Roboto: { normal: own[2], bold: own[3] },
  });
  return new Uint8Array(await pdfmake.createPdf(definition).getBuffer());
}
