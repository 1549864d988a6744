import { z } from "zod";
import { checkbox, many } from "../../web/forms.ts";
import { languages } from "../../web/language.ts";

/** User names are compared in lower case; a wrong one is no other error than an unknown one. */
const userName = z.string("required").trim().min(1, "required").max(254, "tooLong").toLowerCase();

/** Compared, not chosen: whatever its form. */
const knownPassword = z.string("required").min(1, "required").max(1000, "wrongPassword");

export const signInForm = z.object({
  userName,
  password: knownPassword,
  stay: checkbox,
  next: z.string().optional(),
});

/** As it was typed: `tidyCode` makes of it what is compared. */
const typedCode = z.string("required").trim().max(100, "wrongCode");
const code = typedCode.min(1, "required");

/** One of the two: the code of the app, or a recovery code. */
export const stepForm = z.object({
  code: typedCode.default(""),
  recoveryCode: typedCode.default(""),
  next: z.string().optional(),
}).refine((input) => input.code || input.recoveryCode, { path: ["code"], message: "required" });

export const startTwoStepForm = z.object({ current: knownPassword });
export const confirmTwoStepForm = z.object({ code });
export const proofForm = z.object({ current: knownPassword, code });

export const askForm = z.object({ userName });

/** The rules of the password itself need the user name: see password_rules.ts. */
const chosen = {
  password: z.string("required").min(1, "required").max(1000, "tooLong"),
  repeat: z.string("required"),
};
const same = (input: { password: string; repeat: string }) => input.password === input.repeat;
const notSame = { path: ["repeat"], message: "notSame" };

export const choosePasswordForm = z.object(chosen).refine(same, notSame);

export const changePasswordForm = z.object({ current: knownPassword, ...chosen })
  .refine(same, notSame);

export const notificationsForm = z.object({ kinds: many(z.string().max(20, "wrong")) });

export const languageForm = z.object({
  language: z.enum(languages, "wrong"),
});
