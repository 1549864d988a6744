/**
 * Mails: what they say and look like (here), and how they leave (`sender.ts`).
 *
 * Every function renders its template once, for one school and language; the result makes the
 * letter of each receiver: `(await activationMail({…})).for({ firstName, userName, link })`.
 * The templates and jsx-email (40 MB of memory, a fifth of a second) are loaded at the first mail.
 */
import type * as account from "./account.tsx";
import type * as contact from "./contact.tsx";
import type * as digest from "./digest.tsx";
import type * as group from "./group.tsx";
import type * as notice from "./notice.tsx";
import type * as urgent from "./urgent.tsx";

export type { ContactMessage } from "./contact.tsx";
export type { DigestItem, DigestNote, DigestReceiver, PreparedDigest } from "./digest.tsx";
export type { GroupMessage } from "./group.tsx";
export type { NoticeReceiver, PreparedNotice } from "./notice.tsx";
export type { PreparedMail } from "./prepare.ts";
export type { Kind, Language, Letter, MailBasics, MailSchool } from "./types.ts";
export type { UrgentMessage } from "./urgent.tsx";

/** Invites someone to choose a password. `link` is theirs alone. */
export const activationMail: typeof account.activationMail = async (props) =>
  (await import("./account.tsx")).activationMail(props);

/** Carries the link asked for with *Wachtwoord vergeten?*. */
export const passwordResetMail: typeof account.passwordResetMail = async (props) =>
  (await import("./account.tsx")).passwordResetMail(props);

/** Confirms a new password. `when` is written out; `link` asks for another new password. */
export const passwordChangedMail: typeof account.passwordChangedMail = async (props) =>
  (await import("./account.tsx")).passwordChangedMail(props);

/** Tells the old and the new address that the user name changed. `link` is the sign-in page. */
export const userNameChangedMail: typeof account.userNameChangedMail = async (props) =>
  (await import("./account.tsx")).userNameChangedMail(props);

/** A whole urgent message, the same for every receiver of one language. */
export const urgentMail: typeof urgent.urgentMail = async (props) =>
  (await import("./urgent.tsx")).urgentMail(props);

/** What is new for someone, per kind. */
export const digestMail: typeof digest.digestMail = async (props) =>
  (await import("./digest.tsx")).digestMail(props);

/** What someone wrote in the contact form, for the office. */
export const contactMail: typeof contact.contactMail = async (props) =>
  (await import("./contact.tsx")).contactMail(props);

/** What someone of the school wrote to the members of a group. */
export const groupMail: typeof group.groupMail = async (props) =>
  (await import("./group.tsx")).groupMail(props);

/** A short mail about one thing, for modules without a template of their own. */
export const noticeMail: typeof notice.noticeMail = async (props) =>
  (await import("./notice.tsx")).noticeMail(props);
