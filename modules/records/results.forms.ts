import { z } from "zod";
import { day, id, line, many } from "../../web/forms.ts";
import { key, seen } from "./forms.ts";

export const mostTitle = 120;
export const mostNote = 3000;
export const mostSubject = 80;
export const mostScore = 40;
export const mostRows = 60;
export const mostFiles = 10;

const cell = (max: number) =>
  z.string().trim().max(max, "tooLong").transform((text) => text.replace(/\s+/g, " "));

const result = {
  title: line(mostTitle),
  heldOn: day,
  note: z.string().trim().max(mostNote, "tooLong").optional().transform((text) => text ?? ""),
  subject: many(cell(mostSubject), mostRows),
  score: many(cell(mostScore), mostRows),
  fileId: many(id),
};

interface Cells {
  subject: string[];
  score: string[];
}

/** The rows on which anything was typed. */
function rowsOf({ subject, score }: Cells) {
  const length = Math.max(subject.length, score.length);
  return Array.from({ length }, (_, i) => ({ subject: subject[i] ?? "", score: score[i] ?? "" }))
    .filter((row) => row.subject || row.score);
}

const wholeRows = (cells: Cells) => rowsOf(cells).every((row) => row.subject && row.score);
const halfRow = { path: ["scores"], message: "rowHalf" };

/** `subject` and `score` become `scores`. */
function paired<T extends Cells>({ subject, score, ...rest }: T) {
  return { ...rest, scores: rowsOf({ subject, score }) };
}

export const newResultForm = z.object({ ...result, key }).refine(wholeRows, halfRow)
  .transform(paired);
export const resultForm = z.object({ ...result, seen }).refine(wholeRows, halfRow)
  .transform(paired);

export type ResultInput = Omit<z.output<typeof resultForm>, "seen" | "fileId">;
