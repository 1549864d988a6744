import { z } from "zod";
import { id, many, optional, version } from "../../web/forms.ts";

/** Whose talk: the child, and of talks apart the guardian; *12-0*, *12-34*. */
const talk = z.string("required").regex(/^\d{1,15}-\d{1,15}$/, "wrong").transform((typed) => {
  const [pupilId, guardian] = typed.split("-").map(Number) as [number, number];
  return { pupilId, forGuardianId: guardian === 0 ? null : guardian };
});

export const talkKey = (
  { pupilId, forGuardianId }: { pupilId: number; forGuardianId: number | null },
) => `${pupilId}-${forGuardianId ?? 0}`;

/** `to`: the first slot; empty takes it out. */
export const moveProposedForm = z.object({ talk, to: optional(id), was: version });
export const fixForm = z.object({ was: version });
export const proposeForm = z.object({
  rounds: many(id, 60).refine((chosen) => chosen.length > 0, "required"),
});

/** A round and the version of its proposal: *7-3*. */
const seen = z.string().regex(/^\d{1,15}-\d{1,9}$/, "wrong").transform((typed) => {
  const [roundId, version] = typed.split("-").map(Number) as [number, number];
  return { roundId, version };
});
export const fixAllForm = z.object({
  rounds: many(seen, 60).refine((chosen) => chosen.length > 0, "required"),
});
