import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Trx } from "../../db/database.ts";
import { queueMails } from "../../emails/ledger.ts";
import { noticeMail } from "../../emails/mod.ts";
import { addressed, linkTo, mailLanguage, mailSchool } from "../../web/mailing.ts";
import type { Composer } from "../../web/module.ts";
import type { Viewer } from "../../web/viewer.ts";
import { listGuardians } from "../records/mod.ts";
import type { Audience } from "../school/mod.ts";
import type { Choice } from "./sharing.queries.ts";
import { sharingText } from "./sharing.text.ts";

/** A field of a child that more parents see than before. */
interface Widened {
  field: Choice["field"];
  to: Audience;
}

interface Payload {
  pupilId: number;
  widened: Widened[];
}

/** Tells a child's other guardians that more of it is shared: they choose too, and may undo it. */
export async function tellOfWidening(
  trx: Trx,
  { school, accountId }: Viewer,
  pupilId: number,
  widened: Widened[],
  now: Date,
): Promise<void> {
  if (widened.length === 0) return;
  const payload: Payload = { pupilId, widened };
  const guardians = await listGuardians(trx, school.id, pupilId);
  const about = { schoolId: school.id, kind: "sharingWidened", payload };
  const cause = `sharing-widened:${pupilId}:${randomUUID()}`;
  await queueMails(
    trx,
    guardians.filter((guardian) => guardian.accountId !== accountId)
      .map(({ accountId, address, language }) => ({
        ...about,
        cause,
        accountId,
        address,
        language,
      })),
    now,
  );
}

/** Which fields, and to whom; not who chose it, nor what is in them. Only to who still may know. */
const sharingWidened: Composer = async (house, delivery) => {
  const { school } = delivery;
  const { pupilId, widened } = delivery.payload as unknown as Payload;
  const guardians = await listGuardians(house.db, school.id, pupilId);
  const receiver = guardians.find(({ accountId }) => accountId === delivery.accountId);
  if (!receiver) return undefined;
  const { rows: [child] } = await sql<{ name: string }>`
    select first_name as name from pupils
    where school_id = ${school.id} and id = ${pupilId}`.execute(house.db);
  const language = mailLanguage(delivery.language);
  const t = sharingText(language);
  const notice = await noticeMail({
    language,
    school: mailSchool(school),
    button: t.mail.button,
  });
  const letter = notice.for({
    firstName: receiver.firstNames.join(` ${t.mail.and} `) || t.mail.someone,
    title: t.mail.title(child!.name),
    paragraphs: [
      ...widened.map(({ field, to }) => {
        const label = field === "contact" ? t.mail.contact : t.fields[field];
        return `${label}: ${t.levels[to]}.`;
      }),
      t.mail.undo,
    ],
    link: linkTo(house, school, `/children/${pupilId}/privacy`),
  });
  return addressed(house, delivery, letter);
};

export const mails = { sharingWidened };
