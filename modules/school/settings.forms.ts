import { z } from "zod";
import { checkbox, email, line, many, optionalLine, orNull, time } from "../../web/forms.ts";
import { languages } from "../../web/language.ts";
import type { MenuKey } from "../../web/viewer.ts";

/** Where Dutch schools are: Europe, and the Dutch and Surinamese Caribbean. */
export const timeZones = [
  ...Intl.supportedValuesOf("timeZone").filter((zone) => zone.startsWith("Europe/")),
  "America/Aruba",
  "America/Curacao",
  "America/Kralendijk",
  "America/Lower_Princes",
  "America/Paramaribo",
].sort();

export const regions = ["noord", "midden", "zuid"] as const;

export const phone = z.string().trim().max(30, "tooLong").regex(
  /^[+(]?\d[\d\s()./-]{4,}$/,
  "phone",
);

export const schoolForm = z.object({
  name: line(80),
  officePhone: orNull(phone),
  officeEmail: orNull(email),
  region: orNull(z.enum(regions, "wrong")),
  timeZone: z.string("required").refine((zone) => timeZones.includes(zone), "wrong"),
  language: z.enum(languages, "wrong"),
  talkGap: z.string("required").trim().regex(/^([0-5]?\d|60)$/, "talkGap").transform(Number),
});

export const menuKeys = [
  "news",
  "board",
  "agenda",
  "conversations",
  "groups",
  "help",
] as const satisfies MenuKey[];

const ownName = optionalLine(24);

/** Which items are on, and the school's own names for them. */
export const menuForm = z.object({
  on: many(z.enum(menuKeys, "wrong")),
  news: ownName,
  board: ownName,
  agenda: ownName,
  conversations: ownName,
  groups: ownName,
  help: ownName,
}).superRefine((input, issues) => {
  const seen = new Set<string>();
  for (const key of menuKeys) {
    const name = input[key]?.toLowerCase();
    if (name && seen.has(name)) {
      issues.addIssue({ code: "custom", path: [key], message: "sameNames" });
    }
    if (name) seen.add(name);
  }
});

/** ISO: 1 is Monday. */
const weekday = z.string().regex(/^[1-7]$/, "wrong").transform(Number);

/** How data of people is kept right, and what the school uses of it. */
export const dataForm = z.object({
  changes: z.enum(["office", "direct"], "wrong"),
  twoStepRequired: checkbox,
  usesNotes: checkbox,
  usesResults: checkbox,
});

export const messagesForm = z.object({
  days: many(weekday),
  time,
  guardiansMayPost: checkbox,
  reveal: checkbox,
});
