import { z } from "zod";
import { audiences } from "../school/mod.ts";

/**
 * What is chosen per field, `person-12-phone`, beside what the form was loaded with,
 * `was-person-12-phone`: only what someone changed is written, so that two guardians at once do
 * not undo each other. Names that are not one's own are not looked at.
 */
export const sharingForm = z.record(z.string(), z.enum(audiences, "wrong"));
export type SharingInput = z.output<typeof sharingForm>;
