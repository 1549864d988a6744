import { z } from "zod";
import { email, line, text } from "../../web/forms.ts";

export const longestTopic = 120;

/** What someone asks the office. */
export const contactForm = z.object({
  name: line(120),
  email,
  topic: line(longestTopic),
  message: text(5000),
});
export type Contact = z.output<typeof contactForm>;

export const helpItemForm = z.object({ question: line(200), answer: text(5000) });
export type HelpInput = z.output<typeof helpItemForm>;

export const directionForm = z.object({ direction: z.enum(["up", "down"], "wrong") });
