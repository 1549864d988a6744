import { sql } from "kysely";
import { noticeMail } from "../../emails/mod.ts";
import type { House } from "../../web/house.ts";
import { addressed, linkTo, mailLanguage, mailSchool, readerOf } from "../../web/mailing.ts";
import type { Composer, Delivery } from "../../web/module.ts";
import { listGuardians } from "../records/mod.ts";
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
  const t = profileText(language, await readerOf(house, delivery)).mail;
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

/**
 * Tells a guardian what another did to a child's data in five minutes, or what did not come of it;
 * not who may not see the child any more, and not what they did or asked themselves.
 */
const childChanged: Composer = async (house, delivery) => {
  const { school, language, accountId, payload } = delivery;
  const pupilId = Number(payload.pupilId);
  const guardians = await listGuardians(house.db, school.id, pupilId);
  const receiver = guardians.find((guardian) => guardian.accountId === accountId);
  if (!receiver) return undefined;
  const [from, to] = [new Date(String(payload.from)), new Date(String(payload.to))];
  const { rows } = await sql<{ field: Field; changed: boolean }>`
    select e.subject->>'field' as field, true as changed from audit_entries e
    where e.school_id = ${school.id} and e.pupil_ids @> array[${pupilId}::bigint]
      and e.action in ('ownDataChanged', 'contactChanged')
      and e.account_id is distinct from ${accountId} and e.at >= ${from} and e.at < ${to}
    union
    select r.field, r.state = 'approved' from change_requests r
    where r.school_id = ${school.id} and r.pupil_id = ${pupilId}
      and r.state in ('approved', 'rejected', 'withdrawn')
      and r.asked_by is distinct from ${accountId}
      and r.decided_at >= ${from} and r.decided_at < ${to}
      and (r.state = 'approved' or not exists (select from change_requests n -- asked anew
        where n.school_id = r.school_id and n.pupil_id = r.pupil_id and n.field = r.field
          and n.id > r.id))
    order by field`.execute(house.db);
  if (rows.length === 0) return undefined;
  const { rows: [child] } = await sql<{ name: string }>`
    select ${nameOf("k")} as name from pupils k
    where k.school_id = ${school.id} and k.id = ${pupilId}`.execute(house.db);
  const t = profileText(language).mail;
  const named = (changed: boolean) =>
    rows.filter((row) => row.changed === changed).map(({ field }) => fieldName(field, language))
      .join(", ");
  return await notice(house, delivery, {
    firstName: receiver.firstNames.join(` ${t.and} `) || t.someone,
    title: t.childTitle(child!.name),
    paragraphs: [
      ...named(true) ? [t.childChanged(named(true))] : [],
      ...named(false) ? [t.childUnchanged(named(false))] : [],
    ],
    button: t.childButton,
    path: `/children/${pupilId}`,
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
  const t = profileText(delivery.language, await readerOf(house, delivery)).mail;
  return await notice(house, delivery, {
    firstName: String(delivery.payload.firstName) || t.someone,
    title: t.movedTitle,
    paragraphs: [t.moved, t.notYou],
    button: t.movedButton,
    path: "",
  });
};

export const mails = { changeAsked, changeDecided, childChanged, emailChanged };
