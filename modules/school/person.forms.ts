import { z } from "zod";
import { checkbox, chosenId, day, email, line, optionalLine, orNull } from "../../web/forms.ts";
import { formatInitials } from "./names.ts";
import { phone } from "./settings.forms.ts";

const word = (max: number) => optionalLine(max).transform((text) => text ?? "");

const names = {
  firstName: word(60),
  initials: word(20).transform(formatInitials),
  prefix: word(20),
  lastName: line(80),
};

/** A first name, or else initials: someone must be called something. */
const isNamed = (input: { firstName: string; initials: string }) =>
  input.firstName !== "" || input.initials !== "";
const unnamed = { path: ["firstName"], message: "nameMissing" };

const contact = { email: orNull(email), phone: orNull(phone) };

/** Half an address is nowhere: changed by two at once, it is changed as one. */
export const addressFields = ["street", "houseNumber", "houseAddition", "postcode", "city"];

export const personForm = z.object({
  ...names,
  ...contact,
  street: optionalLine(80),
  houseNumber: optionalLine(10),
  houseAddition: optionalLine(10),
  postcode: orNull(
    z.string().trim().toUpperCase().regex(/^([1-9]\d{3}\s?[A-Z]{2}|[A-Z0-9 -]{3,10})$/, "postcode"),
  ),
  city: optionalLine(60),
  secretAddress: checkbox,
}).refine(isNamed, unnamed);
export type PersonInput = z.output<typeof personForm>;

export const relations = ["", "mother", "father", "guardian"] as const;
const relation = z.enum(relations, "wrong");
const pupil = chosenId("childMissing");

export const linkForm = z.object({ pupil, relation });
export type LinkInput = z.output<typeof linkForm>;

export const newGuardianForm = z.object({ ...names, ...contact, pupil, relation, invite: checkbox })
  .refine(isNamed, unnamed);
export type NewGuardian = z.output<typeof newGuardianForm>;

const roles = ["none", "teacher", "office", "admin"] as const;
const work = { title: word(60), function: word(60) };

export const staffForm = z.object({ role: z.enum(roles, "wrong"), ...work });
export type StaffInput = z.output<typeof staffForm>;

export const newStaffForm = z.object({
  ...names,
  ...contact,
  ...work,
  role: z.enum(["teacher", "office", "admin"], "wrong"),
  invite: checkbox,
}).refine(isNamed, unnamed);
export type NewStaff = z.output<typeof newStaffForm>;

const pupilFields = {
  firstName: line(60),
  initials: names.initials,
  prefix: names.prefix,
  lastName: names.lastName,
  bornOn: orNull(day),
  year: z.string().trim().toUpperCase().regex(/^([0-8]|[BDSVNH])?$/, "year").optional()
    .transform((typed) => typed ?? ""),
};
export const pupilForm = z.object(pupilFields);
export type PupilInput = z.output<typeof pupilForm>;

const group = z.string().regex(/^\d{0,15}$/, "groupMissing").optional()
  .transform((typed) => typed ? Number(typed) : null);

export const newPupilForm = z.object({ ...pupilFields, group });
export type NewPupil = z.output<typeof newPupilForm>;

export const userNameForm = z.object({ userName: email });

export const blockForm = z.object({
  reason: z.string("reasonNeeded").trim().min(1, "reasonNeeded").max(500, "tooLong"),
});

export const senderForm = z.object({ senderTitle: line(40), group });
export type SenderInput = z.output<typeof senderForm>;
