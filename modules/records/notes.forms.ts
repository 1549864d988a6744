import { z } from "zod";
import { checkbox, text } from "../../web/forms.ts";
import { key, seen } from "./forms.ts";

export const mostBody = 5000;

const note = { body: text(mostBody), shared: checkbox };

export const newNoteForm = z.object({ ...note, key });
export const noteForm = z.object({ ...note, seen });

export type NoteInput = Omit<z.output<typeof noteForm>, "seen">;
