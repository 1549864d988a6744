import { z } from "zod";
import { entityKinds } from "./plan.ts";
import { fields } from "./mapping.ts";
import type { ImportOptions, Source } from "./sources.ts";
import type { Failure, Result } from "./store.ts";
import { type ErrorCode, importText, type WarningCode } from "./text.ts";

// What stands in a row of `imports` was written by this program, but maybe by another version of
// it, and restored or set right by hand since: it is looked at before it is used.

const { errors, warnings } = importText("nl");
const code = <Code extends string>(known: Record<Code, string>) =>
  z.string().refine((typed): typed is Code => typed in known);

const text = z.string();
const line = z.number();
const texts = z.array(text);
const key = text.nullable();
const values = z.record(text, z.union([text, z.number()]));
const name = { firstName: text, initials: text, prefix: text, lastName: text };
const warning = z.object({ line, code: code<WarningCode>(warnings), values });

const group = z.object({
  line,
  key: text,
  name: text,
  combined: z.boolean(),
  years: texts,
  mergeKey: key,
});
const merge = z.object({ mergeKey: text, line, name: text, groupKeys: texts, years: texts });
const pupil = z.object({
  ...name,
  line,
  key,
  givenNames: text,
  bornOn: key,
  sex: z.literal([0, 1, 2, 9]),
  year: text,
  email: key,
  enrolledOn: key,
  leftOn: key,
  groupKeys: texts,
});
const staff = z.object({
  ...name,
  line,
  key,
  email: key,
  roles: texts,
  function: text,
  groupKeys: texts,
});
const roster = z.object({
  schoolYear: z.number().nullable(),
  brin: key,
  branch: key,
  groups: z.array(group),
  pupils: z.array(pupil),
  staff: z.array(staff),
  merges: z.array(merge),
  warnings: z.array(warning),
});

const child = z.object({
  line,
  key,
  name: z.object(name).nullable(),
  bornOn: key,
  relation: z.literal(["father", "mother", "guardian", "other", ""]),
});
const guardian = z.object({
  ...name,
  line,
  key,
  email: key,
  phone: key,
  street: key,
  houseNumber: key,
  houseAddition: key,
  postcode: key,
  city: key,
  secret: z.object({ address: z.boolean(), phone: z.boolean(), email: z.boolean() }),
  deceased: z.boolean(),
  pupils: z.array(child),
});

const table = z.object({
  header: texts,
  rows: z.array(z.object({ line, cells: texts })),
  warnings: z.array(warning),
});

const sources: z.ZodType<Source[]> = z.array(z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("roster"), name: text, roster }),
  z.object({
    kind: z.literal("dossier"),
    name: text,
    guardians: z.object({ guardians: z.array(guardian), warnings: z.array(warning) }),
  }),
  z.object({
    kind: z.literal("table"),
    name: text,
    table,
    preset: z.literal(["social-schools", "zermelo", "generic", "remembered"]),
    mapping: z.record(text, z.literal(fields)),
  }),
]));

const counts = z.object({
  total: z.number(),
  unchanged: z.number(),
  leftOut: z.number(),
  added: z.number(),
  changed: z.number(),
  moved: z.number(),
  departed: z.number(),
  gone: z.number(),
});

export const filesShape = z.array(
  z.object({ name: text, kind: z.literal(["roster", "dossier", "table"]) }),
);
export const inputShape = z.object({ sources: sources.default([]) });
export const optionsShape: z.ZodType<ImportOptions> = z.object({
  year: z.int().min(1900).max(2200),
  merge: texts,
  markGone: z.boolean(),
});
export const resultShape: z.ZodType<Result> = z.object({
  year: z.int(),
  counts: z.record(z.literal(entityKinds), counts),
  warnings: z.array(warning.extend({ file: text })),
});
export const failureShape: z.ZodType<Failure> = z.object({
  code: code<ErrorCode>(errors),
  line,
  values,
});
