import { sql } from "kysely";
import type { Trx } from "../../db/database.ts";
import { queueMails } from "../../emails/ledger.ts";
import { noticeMail } from "../../emails/mod.ts";
import type { House } from "../../web/house.ts";
import { addressed, linkTo, mailLanguage, mailSchool } from "../../web/mailing.ts";
import type { Composer } from "../../web/module.ts";
import type { Role, School } from "../../web/viewer.ts";
import { nameOf, type Reader, schoolYearAt, seesOfPerson } from "../school/mod.ts";
import { couplingText } from "./coupling.text.ts";
import { notesText } from "./notes.text.ts";
import { listGuardians } from "./pupils.queries.ts";
import { resultsText } from "./results.text.ts";
import { recordsText } from "./text.ts";

/** What guardians are told of: a note that is shared with them, a new result. */
const tabs = { pupilNote: "notes", pupilResult: "results" } as const;
type Kind = keyof typeof tabs;

interface Payload {
  pupilId: number;
  id: number;
}

/** Tells the guardians of a child, each once, that there is something to read. */
export async function tellGuardians(
  trx: Trx,
  school: School,
  kind: Kind,
  pupilId: number,
  id: number,
  now: Date,
): Promise<void> {
  const payload: Payload = { pupilId, id };
  const guardians = await listGuardians(trx, school.id, pupilId);
  const about = { schoolId: school.id, kind, cause: `${kind}:${id}`, payload };
  await queueMails(
    trx,
    guardians.map(({ accountId, address, language }) => ({
      ...about,
      accountId,
      address,
      language,
    })),
    now,
  );
}

/**
 * A short mail with a link: what it is about stays in the portal. It goes only to who may read it
 * at the moment it leaves.
 */
const compose = (kind: Kind): Composer => async (house, delivery) => {
  const { school } = delivery;
  const payload = delivery.payload as unknown as Payload;
  const { pupilId } = payload;
  const subject = await findSubject(house, school, kind, payload);
  const guardians = subject ? await listGuardians(house.db, school.id, pupilId) : [];
  const receiver = guardians.find(({ accountId }) => accountId === delivery.accountId);
  if (!subject || !receiver) return undefined;
  const language = mailLanguage(delivery.language);
  const t = recordsText(language);
  const { mail } = kind === "pupilNote" ? notesText(language) : resultsText(language);
  const notice = await noticeMail({ language, school: mailSchool(school), button: mail.button });
  const letter = notice.for({
    firstName: receiver.firstNames.join(` ${t.and} `) || t.someone,
    title: mail.title(subject.child),
    paragraphs: [mail.body(subject.author, subject.child)],
    link: linkTo(house, school, `/children/${pupilId}/${tabs[kind]}`),
  });
  return addressed(house, delivery, letter);
};

/** Who wrote it, about whom; nothing when it is removed, or not shared any more. */
async function findSubject(
  { db }: House,
  school: School,
  kind: Kind,
  { pupilId, id }: Payload,
): Promise<{ child: string; author: string } | undefined> {
  const { table, readable } = {
    pupilNote: { table: "pupil_notes", readable: sql`${school.usesNotes}::boolean and r.shared` },
    pupilResult: { table: "pupil_results", readable: sql`${school.usesResults}::boolean` },
  }[kind];
  const { rows: [found] } = await sql<{ child: string; author: string }>`
    select k.first_name as child, r.author_name as author
    from ${sql.table(table)} r
    join pupils k on k.school_id = r.school_id and k.id = r.pupil_id
    where r.school_id = ${school.id} and r.pupil_id = ${pupilId} and r.id = ${id} and ${readable}`
    .execute(db);
  return found;
}

/** Who used a code, for which child. */
interface Coupled {
  personId: number;
  pupilId: number;
}

const coupling = ({ id }: School, { personId, pupilId }: Coupled) =>
  sql`guardianships gs
    join people p on p.school_id = gs.school_id and p.id = gs.person_id
    join pupils k on k.school_id = gs.school_id and k.id = gs.pupil_id
    where gs.school_id = ${id} and gs.person_id = ${personId} and gs.pupil_id = ${pupilId}`;

/** Tells the office who used a code for whom: it can undo what should not be. */
const composeCoupled: Composer = async (house, delivery) => {
  const { school } = delivery;
  const { personId, pupilId } = delivery.payload as unknown as Coupled;
  const { rows: [names] } = await sql<{ person: string; child: string }>`
    select ${nameOf("p")} as person, ${nameOf("k")} as child
    from ${coupling(school, { personId, pupilId })}`.execute(house.db);
  if (!names) return undefined;
  const language = mailLanguage(delivery.language);
  const t = couplingText(language).mail;
  const notice = await noticeMail({ language, school: mailSchool(school), button: t.button });
  const letter = notice.for({
    firstName: t.office,
    title: t.title(names.person, names.child),
    paragraphs: [t.body(names.person, names.child)],
    link: linkTo(house, school, `/people/${personId}`),
  });
  return addressed(house, delivery, letter);
};

/** Tells who had the child already that someone came beside them. */
const composeAdded: Composer = async (house, delivery) => {
  const { school } = delivery;
  const { personId, pupilId } = delivery.payload as unknown as Coupled;
  const guardians = await listGuardians(house.db, school.id, pupilId);
  const receiver = guardians.find(({ accountId }) => accountId === delivery.accountId);
  if (!receiver) return undefined;
  const reader = await findReader(house, school, receiver.accountId);
  const { rows: [names] } = await sql<{ person: string | null; child: string }>`
    select case when ${seesOfPerson(reader, "name")} then ${nameOf("p")} end as person,
      k.first_name as child
    from ${coupling(school, { personId, pupilId })}`.execute(house.db);
  if (!names) return undefined;
  const { person, child } = names;
  const language = mailLanguage(delivery.language);
  const t = couplingText(language).othersMail;
  const button = t.button(child);
  const notice = await noticeMail({ language, school: mailSchool(school), button });
  const letter = notice.for({
    firstName: receiver.firstNames.join(` ${recordsText(language).and} `) ||
      recordsText(language).someone,
    title: t.title(person, child),
    paragraphs: [t.body(person, child)],
    link: linkTo(house, school, `/children/${pupilId}`),
  });
  return addressed(house, delivery, letter);
};

/** Who gets a mail, as the rule of who sees what asks for them. */
async function findReader(
  { db, clock }: House,
  school: School,
  accountId: number,
): Promise<Reader> {
  const year = schoolYearAt({ school }, clock.now());
  const { rows } = await sql<{ id: number; role: Role | null; groups: number[] }>`
    select p.id, st.role, array(
      select gp.group_id from guardianships gs
      join group_pupils gp on gp.school_id = gs.school_id and gp.pupil_id = gs.pupil_id
      join groups g on g.school_id = gp.school_id and g.id = gp.group_id and g.left_at is null
        and g.school_year = ${year}
      where gs.school_id = p.school_id and gs.person_id = p.id and gs.blocked_at is null) as groups
    from people p
    left join staff st on st.school_id = p.school_id and st.person_id = p.id and st.left_at is null
    where p.school_id = ${school.id} and p.account_id = ${accountId} and p.left_at is null
      and p.blocked_at is null`.execute(db);
  return {
    school,
    people: rows,
    roles: new Set(rows.map(({ role }) => role).filter((role) => role !== null)),
    groups: rows.flatMap((row) => row.groups).map((id) => ({ id, as: "guardian" })),
  };
}

export const mails = {
  pupilNote: compose("pupilNote"),
  pupilResult: compose("pupilResult"),
  childCoupled: composeCoupled,
  guardianAdded: composeAdded,
};
