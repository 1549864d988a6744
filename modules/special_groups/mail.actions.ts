import { sql } from "kysely";
import type { Db } from "../../db/database.ts";
import { queueMails } from "../../emails/ledger.ts";
import { groupMail } from "../../emails/mod.ts";
import { audit } from "../../web/audit.ts";
import { addressed, linkTo, mailLanguage, mailSchool } from "../../web/mailing.ts";
import type { Composer } from "../../web/module.ts";
import { hasPlace } from "../../web/presence.ts";
import type { School, Viewer } from "../../web/viewer.ts";
import { Refused } from "./actions.ts";
import type { MailInput } from "./forms.ts";
import { listReceivers, type SpecialGroup } from "./queries.ts";

/** Under which name the viewer mails, *juf Hanneke*, and where answers go. */
export async function findSender(
  db: Db,
  viewer: Viewer,
): Promise<{ name: string; address: string }> {
  const row = await db.selectFrom("accounts as a")
    .leftJoin(
      "staff as st",
      (join) =>
        join.on("st.school_id", "=", viewer.school.id).on("st.person_id", "=", viewer.person.id)
          .on("st.left_at", "is", null),
    )
    .select(["a.email", "st.title"]).where("a.id", "=", viewer.accountId).executeTakeFirstOrThrow();
  return { name: row.title || viewer.person.name, address: row.email.toLowerCase() };
}

/**
 * Mails the members, and the sender a copy, each address once. Pressed twice, it goes once.
 * @returns how many people it goes to
 * @throws Refused nobody
 */
export function mailMembers(
  db: Db,
  viewer: Viewer,
  group: SpecialGroup,
  { key, subject, body }: MailInput,
  now: Date,
): Promise<number> {
  const { school } = viewer;
  return db.transaction().execute(async (trx) => {
    const receivers = (await listReceivers(trx, school, group.id))
      .flatMap(({ address, ...one }) => address === null ? [] : [{ ...one, address }]);
    if (receivers.length === 0) throw new Refused("nobody");
    const sender = await findSender(trx, viewer);
    const sent = await trx.insertInto("special_group_mails").values({
      school_id: school.id,
      special_group_id: group.id,
      sender_id: viewer.person.id,
      sender_name: sender.name,
      subject,
      body,
      receivers: receivers.length,
      form_key: key ?? null,
      sent_at: now,
    }).onConflict((conflict) => conflict.columns(["school_id", "form_key"]).doNothing())
      .returning("id").executeTakeFirst();
    if (!sent) return receivers.length;
    const copy = {
      accountId: viewer.accountId,
      address: sender.address,
      language: viewer.language,
    };
    await queueMails(
      trx,
      [...new Map([...receivers, copy].map((one) => [one.address, one])).values()].map((one) => ({
        schoolId: school.id,
        kind: "group",
        cause: `special-group-mail:${sent.id}`,
        accountId: one.accountId,
        address: one.address,
        language: one.language,
        payload: { mail: sent.id },
      })),
      now,
    );
    const about = { specialGroup: group.id, mail: sent.id, receivers: receivers.length };
    await audit(trx, viewer, "specialGroupMailed", about, now);
    return receivers.length;
  });
}

/**
 * The mail to the members; none any more for who left the group, or the school, since it was
 * queued. The sender's copy says that it is one.
 */
export const composeGroupMail: Composer = async (house, delivery) => {
  const { school, address } = delivery;
  const mail = await findMail(house.db, school, Number(delivery.payload.mail));
  if (!mail) return undefined;
  const isCopy = mail.senderAddress === address;
  if (isCopy && !mail.senderIsHere) return undefined;
  if (!isCopy) {
    const receivers = await listReceivers(house.db, school, mail.specialGroupId);
    if (!receivers.some((receiver) => receiver.address === address)) return undefined;
  }
  const letter = await groupMail({
    language: mailLanguage(delivery.language),
    school: mailSchool(school),
    subject: mail.subject,
    message: mail.body,
    group: mail.group,
    sentBy: mail.senderName,
    copyOf: isCopy ? mail.receivers : undefined,
    link: linkTo(house, school, `/special-groups/${mail.specialGroupId}`),
  });
  const replyTo = mail.senderAddress && mail.senderIsHere
    ? { name: mail.senderName, address: mail.senderAddress }
    : undefined;
  return addressed(house, delivery, letter.for({}), { replyTo });
};

interface QueuedMail {
  specialGroupId: number;
  group: string;
  subject: string;
  body: string;
  receivers: number;
  senderName: string;
  /** In lower case; null when there is none any more. */
  senderAddress: string | null;
  senderIsHere: boolean;
}

async function findMail(db: Db, school: School, id: number): Promise<QueuedMail | undefined> {
  const { rows: [mail] } = await sql<QueuedMail>`
    select s.id as "specialGroupId", s.name as group, l.subject, l.body, l.receivers,
      l.sender_name as "senderName",
      lower(nullif(coalesce(a.email, p.email), '')) as "senderAddress",
      ${hasPlace("p")} as "senderIsHere"
    from special_group_mails l
    join special_groups s on s.school_id = l.school_id and s.id = l.special_group_id
    join people p on p.school_id = l.school_id and p.id = l.sender_id
    left join accounts a on a.id = p.account_id
    where l.school_id = ${school.id} and l.id = ${id}`.execute(db);
  return mail;
}
