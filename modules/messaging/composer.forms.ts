import { z } from "zod";
import {
  checkbox,
  day,
  type Errors,
  id,
  many,
  optional,
  optionalLine,
  time,
  value,
  type Values,
} from "../../web/forms.ts";
import { cleanHtml, textToHtml } from "./html.ts";

export const mostTitle = 120;
/** Characters of HTML; some twenty pages of text. */
const mostBody = 60_000;
export const mostAnswers = 10;
export const mostAnswer = 120;
export const mostAlt = 200;

/** One line that a draft may leave empty. */
const line = (max: number) => optionalLine(max).transform((text) => text ?? "");

/**
 * A post as the composer sends it. What must be there depends on the button that was pressed:
 * a draft may be half done, `edit` goes back from the preview whatever was typed.
 */
export const postForm = z.object({
  intent: z.enum(["publish", "draft", "preview", "edit"], "wrong"),
  key: optional(z.uuid("wrong")),
  /** Which version of a post was changed: its time in milliseconds. */
  seen: optional(
    z.string().regex(/^\d{1,13}$/, "wrong").transform((time) => new Date(Number(time))),
  ),
  kind: z.enum(["news", "board", "urgent"], "kindNone"),
  audience: many(z.string().regex(/^(school|\d{1,15})$/, "wrong")),
  title: line(mostTitle),
  body: z.string().max(mostBody, "tooLong").optional().transform((text) => text ?? ""),
  format: z.enum(["text", "html"], "wrong").optional(),
  fileId: many(id),
  when: z.enum(["now", "later"], "wrong").optional(),
  day: optional(day),
  time: optional(time),
  until: optional(day),
  pinned: checkbox,
  commentsOpen: checkbox,
  pollQuestion: line(mostTitle),
  pollAnswer: many(line(mostAnswer)).transform((answers) => answers.filter(Boolean)),
  pollMultiple: checkbox,
  pollAnonymous: checkbox,
  pollUntil: optional(day),
}).transform(({ body, format, ...post }) => ({
  ...post,
  html: format === "html" ? cleanHtml(body) : textToHtml(body),
})).superRefine((post, issues) => {
  const wrong = (field: string, message: string) =>
    issues.addIssue({ code: "custom", path: [field], message });
  if (post.intent === "edit") return;
  if (post.intent === "draft") {
    if (!post.title && !post.html) wrong("title", "draftEmpty");
  } else {
    if (post.audience.length === 0) wrong("audience", "audienceNone");
    if (!post.title) wrong("title", "titleNone");
    if (!post.html) wrong("body", "bodyNone");
    if (post.when === "later" && !post.day) wrong("day", "dayNone");
    if (post.when === "later" && !post.time) wrong("time", "timeNone");
  }
  if (!hasPoll(post)) return;
  if (!post.pollQuestion) wrong("pollQuestion", "pollQuestionNone");
  if (post.pollAnswer.length < 2) wrong("pollAnswer", "pollAnswersFew");
  if (post.pollAnswer.length > mostAnswers) wrong("pollAnswer", "pollAnswersMany");
  if (new Set(post.pollAnswer).size < post.pollAnswer.length) {
    wrong("pollAnswer", "pollAnswersSame");
  }
});

export type TypedPost = z.output<typeof postForm>;

/** The field that says what is to be seen on a picture. */
export const altField = (fileId: number) => `alt-${fileId}`;

/** What was typed for each of these pictures, and which of it is too long. */
export function readAlts(values: Values, fileIds: number[]) {
  const alts = new Map<number, string>();
  const errors: Errors = {};
  for (const fileId of fileIds) {
    const alt = value(values, altField(fileId)).trim().replace(/\s+/g, " ");
    alts.set(fileId, alt);
    if (alt.length > mostAlt) errors[altField(fileId)] = "tooLong";
  }
  return { alts, errors };
}

/** Only the board has polls; elsewhere what was typed for one is left out. */
export const hasPoll = (post: { kind: string; pollQuestion: string; pollAnswer: string[] }) =>
  post.kind === "board" && (post.pollQuestion !== "" || post.pollAnswer.length > 0);
