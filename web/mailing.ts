import { type Letter, type MailSchool } from "../emails/mod.ts";
import { type OutgoingMail, parseAddress } from "../emails/sender.ts";
import type { House } from "./house.ts";
import type { Delivery } from "./module.ts";
import type { School, Viewer } from "./viewer.ts";

/** The school as mails show it. */
export function mailSchool(school: School): MailSchool {
  const { news, board, agenda, conversations } = school.menu;
  return {
    name: school.name,
    kindWords: {
      nieuws: news?.name,
      prikbord: board?.name,
      agenda: agenda?.name,
      gesprek: conversations?.name,
    },
  };
}

/** Mails are in Dutch or English; whoever reads another language gets English. */
export const mailLanguage = (language: string): "nl" | "en" => language === "nl" ? "nl" : "en";

/** Who reads a mail: staff are addressed as *je*. */
export async function readerOf(
  { db }: House,
  { school, accountId }: Delivery,
): Promise<Pick<Viewer, "roles">> {
  const rows = await db.selectFrom("staff as st")
    .innerJoin(
      "people as p",
      (join) => join.onRef("p.school_id", "=", "st.school_id").onRef("p.id", "=", "st.person_id"),
    )
    .select("st.role").where("st.school_id", "=", school.id).where("st.left_at", "is", null)
    .where("p.account_id", "=", accountId).execute();
  return { roles: new Set(rows.map(({ role }) => role)) };
}

/** A page of the school, as mails link to it: from the configured origin, never a request's. */
export function linkTo(house: House, school: School, path = ""): string {
  return `${house.config.origin}/${school.shortName}${path}`;
}

/**
 * Puts a letter in its envelope, from the school to the receiver of the delivery. Each kind of
 * mail is a stream of its own, so that mail programs can sort them.
 * @param more `unsubscribe` for what can be switched off.
 */
export function addressed(
  house: House,
  { school, kind, messageId, address, language }: Delivery,
  { subject, html, text }: Letter,
  more: Partial<Pick<OutgoingMail, "replyTo" | "unsubscribe" | "attachments">> = {},
): OutgoingMail {
  return {
    messageId,
    from: { name: school.name, address: parseAddress(house.config.mailFrom).address },
    to: { address },
    subject,
    html,
    text,
    language: mailLanguage(language),
    list: mailList(house, school, kind),
    ...more,
  };
}

/** The stream a mail belongs to (RFC 2919), e.g. `digest.regenton.portaal.example`. */
function mailList({ config }: House, school: School, kind: string) {
  const host = new URL(config.origin).hostname.replaceAll(/[^\w.-]/g, "-");
  return { id: `${kind}.${school.shortName}.${host}`, name: school.name };
}
