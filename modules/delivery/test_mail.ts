import { noticeMail } from "../../emails/mod.ts";
import { addressed, linkTo, mailLanguage, mailSchool } from "../../web/mailing.ts";
import type { Composer } from "../../web/module.ts";
import { findFirstName } from "./ledger.queries.ts";
import { deliveryText } from "./text.ts";

/** Shows an admin whether mail leaves and arrives. */
export const composeTest: Composer = async (house, delivery) => {
  const { school, accountId } = delivery;
  const language = mailLanguage(delivery.language);
  const t = deliveryText(language);
  const notice = await noticeMail({ language, school: mailSchool(school), button: t.test.button });
  const letter = notice.for({
    firstName: await findFirstName(house.db, school, accountId) || t.digest.someone,
    title: t.test.title,
    paragraphs: [t.test.body(school.name)],
    link: linkTo(house, school),
  });
  return addressed(house, delivery, letter);
};
