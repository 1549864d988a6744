import { z } from "zod";
import { line, many } from "../../web/forms.ts";
import { parsePhone } from "../school/mod.ts";
import { key, seen } from "./forms.ts";

export const mostName = 80;
export const mostPhone = 25;
export const mostNote = 300;

const sitter = {
  name: line(mostName),
  phone: line(mostPhone).refine((typed) => parsePhone(typed) !== null, "phone"),
  days: many(z.enum(["1", "2", "3", "4", "5"], "wrong").transform(Number), 5)
    .transform((days) => [...new Set(days)].sort()),
  note: z.string().trim().max(mostNote, "tooLong").optional().transform((text) => text ?? ""),
};

export const newSitterForm = z.object({ ...sitter, key });
export const sitterForm = z.object({ ...sitter, seen });

export type SitterInput = Omit<z.output<typeof sitterForm>, "seen">;
