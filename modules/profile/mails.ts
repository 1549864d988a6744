import { sql } from "kysely";
import { noticeMail } from "../../emails/mod.ts";
import type { House } from "../../web/house.ts";
import { addressed, linkTo, mailLanguage, mailSchool } from "../../web/mailing.ts";
import type { Composer, Delivery } from "../../web/module.ts";
import { nameOf } from "../school/mod.ts";
import { askerIsEntitled } from "./changes.queries.ts";
import type { Field } from "./fields.ts";
import { profileText } from "./text.ts";
import { fieldName } from "./words.ts";

// Mails about changed data. What it was or becomes is never in them: mailboxes are read by others.

interface Notice {
  firstName: string;
  title: string;
  paragraphs: string[];
  button: string;
  path: string;
}

async function notice(house: House, delivery: Delivery, { button, path, ...words }: Notice) {
  const { school } = delivery;
  const language = mailLanguage(delivery.language);
  const mail = await noticeMail({ language, school: mailSchool(school), button });
  return addressed(house, delivery, mail.for({ ...words, link: linkTo(house, school, path) }));
}

interface Change {
  field: Field;
  name: string;
  state: "approved" | "rejected";
  reason: string | null;
}

const columns = sql`r.field, coalesce(nullif(${nameOf("p")}, ''), ${
  nameOf("k")
}) as name, r.state, r.reason`;
const subjects = sql`
  left join people p on p.school_id = r.school_id and p.id = r.person_id
  left join pupils k on k.school_id = r.school_id and k.id = r.pupil_id`;

/** `achternaam van Noor, geboortedatum van Noor`. */
function listed(changes: Change[], language: string): string {
  const t = profileText(language);
  return [...new Set(changes.map(({ field, name }) => t.fieldOf(fieldName(field, language), name)))]
    .join(", ");
}

/** Tells the office what was asked in one go; not when it was decided on or withdrawn meanwhile. */
const changeAsked: Composer = async (house, delivery) => {
  const { school, language, payload } = delivery;
  const { rows } = await sql<Change>`
    select ${columns} from change_requests r ${subjects}
    where r.school_id = ${school.id} and r.state = 'pending'
      and r.id = any(${payload.requestIds as number[]}::bigint[])
    order by r.id`.execute(house.db);
  if (rows.length === 0) return undefined;
  const t = profileText(language).mail;
  return await notice(house, delivery, {
    firstName: t.colleague,
    title: t.askedTitle(rows[0]!.name),
    paragraphs: [t.asked(listed(rows, language)), t.askedNext],
    button: t.askedButton,
    path: "/changes",
  });
};

/** Tells who asked what the office decided in five minutes; not who may not see it any more. */
const changeDecided: Composer = async (house, delivery) => {
  const { school, language, accountId, payload } = delivery;
  const { rows } = await sql<Change>`
    select ${columns} from change_requests r ${subjects}
    where r.school_id = ${school.id} and r.asked_by = ${accountId}
      and r.state in ('approved', 'rejected')
      and r.decided_at >= ${new Date(String(payload.from))}
      and r.decided_at < ${new Date(String(payload.to))}
      and ${askerIsEntitled}
    order by r.id`.execute(house.db);
  if (rows.length === 0) return undefined;
  const t = profileText(language).mail;
  const approved = rows.filter(({ state }) => state === "approved");
  const rejected = rows.filter(({ state }) => state === "rejected");
  return await notice(house, delivery, {
    firstName: await firstNames(house, delivery),
    title: t.decidedTitle,
    paragraphs: [
      ...approved.length > 0 ? [t.approved(listed(approved, language))] : [],
      ...rejected.map((one) => t.rejected(listed([one], language), one.reason)),
    ],
    button: t.decidedButton,
    path: "/account",
  });
};

/** Whom to greet: the people who share the account. */
async function firstNames({ db }: House, { school, accountId, language }: Delivery) {
  const rows = await db.selectFrom("people").select("first_name")
    .where("school_id", "=", school.id).where("account_id", "=", accountId)
    .where("left_at", "is", null).orderBy("id").execute();
  const names = rows.map((row) => row.first_name).filter(Boolean);
  const joined = new Intl.ListFormat(language, { type: "conjunction" }).format(names);
  return joined || profileText(language).mail.someone;
}

/** Tells the old address that mail goes elsewhere; not where to. */
const emailChanged: Composer = async (house, delivery) => {
  const t = profileText(delivery.language).mail;
  return await notice(house, delivery, {
    firstName: String(delivery.payload.firstName) || t.someone,
    title: t.movedTitle,
    paragraphs: [t.moved, t.notYou],
    button: t.movedButton,
    path: "",
  });
};

export const mails = { changeAsked, changeDecided, emailChanged };
