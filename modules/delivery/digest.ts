import { type DigestItem, digestMail, type Kind, type PreparedDigest } from "../../emails/mod.ts";
import { queueMails } from "../../emails/ledger.ts";
import type { Trx } from "../../db/database.ts";
import { dayIn, momentIn } from "../../web/clock.ts";
import { longDay, sentenceTime, weekday, type When } from "../../web/dates.ts";
import type { House } from "../../web/house.ts";
import { addressed, linkTo, mailLanguage, mailSchool } from "../../web/mailing.ts";
import type { Composer, Tick } from "../../web/module.ts";
import type { School } from "../../web/viewer.ts";
import { takeUndigestedItems } from "../agenda/mod.ts";
import { type AskedChildren, listAskedChildren } from "../conversations/mod.ts";
import { takeUndigestedPosts } from "../messaging/mod.ts";
import {
  type Concern,
  type DigestContents,
  findDigest,
  issueUnsubscribeTokens,
  listDigestReceivers,
  type NewItem,
} from "./digest.queries.ts";
import { deliveryText } from "./text.ts";

/**
 * The digest (N1): on the days the school ticked, from its digest time on, once. When the server
 * was down then, it goes later that day; after midnight what is new goes along with the next.
 */
export const digest: Tick = {
  name: "digest",
  due({ timeZone, digestDays, digestTime }, now) {
    const day = dayIn(timeZone, now);
    const isoWeekday = weekday(day) || 7;
    const isDue = digestDays.includes(isoWeekday) && now >= momentIn(timeZone, day, digestTime);
    return isDue ? day : undefined;
  },
  run: queueDigest,
};

/** Queues a mail for everyone for whom there is something new since the last digest. */
async function queueDigest(trx: Trx, _house: House, school: School, now: Date): Promise<void> {
  const day = dayIn(school.timeZone, now);
  const posts = await takeUndigestedPosts(trx, school.id, now);
  const items = await takeUndigestedItems(trx, school.id, now, day);
  if (posts.length === 0 && items.length === 0) return;

  const contents = { posts: posts.map((post) => post.id), agenda: items.map((item) => item.id) };
  const receivers = await listDigestReceivers(trx, school, contents, now);
  await issueUnsubscribeTokens(trx, school, receivers.map((receiver) => receiver.accountId));
  const addressesUsed = new Set<string>();
  const mails = receivers.map(({ accountId, address, language, posts, agenda }) => {
    // Two accounts may have their mail sent to one address; each gets its own digest.
    const isSecond = addressesUsed.has(address.toLowerCase());
    addressesUsed.add(address.toLowerCase());
    return {
      schoolId: school.id,
      kind: "digest",
      cause: isSecond ? `digest:${day}:${accountId}` : `digest:${day}`,
      accountId,
      address,
      language,
      payload: { posts, agenda } satisfies DigestContents,
    };
  });
  await queueMails(trx, mails, now);
}

/** Makes the mail of one receiver, of what is still new to them when it leaves. */
export const composeDigest: Composer = async (house, delivery) => {
  const { school, accountId } = delivery;
  if (accountId === null) return undefined;
  const now = house.clock.now();
  const contents = delivery.payload as unknown as DigestContents;
  const found = await findDigest(house.db, school, accountId, contents, now);
  if (!found || found.items.length === 0 || found.address !== delivery.address) return undefined;

  const children = await listAskedChildren(house.db, school, accountId, now);
  const language = mailLanguage(delivery.language);
  const t = deliveryText(language).digest;
  const when = { now, timeZone: school.timeZone, language };
  const unsubscribe = linkTo(house, school, `/unsubscribe/${found.token}`);
  const letter = (await prepared(school, language)).for({
    firstName: found.firstNames.join(` ${t.and} `) || t.someone,
    items: found.items.map((item) => digestItem(house, school, item, when)),
    notes: invitationNotes(house, school, children, language),
    links: {
      start: linkTo(house, school),
      settings: linkTo(house, school, "/account/notifications"),
      unsubscribe,
    },
  });
  return addressed(house, delivery, letter, {
    unsubscribe,
  });
};

/** That a time is to be chosen for children, or preferences given, now or soon. */
function invitationNotes(house: House, school: School, asked: AskedChildren, language: string) {
  const t = deliveryText(language).digest;
  const link = linkTo(house, school, "/conversations");
  const note = (children: string[], words: (names: string) => string) =>
    children.length === 0
      ? []
      : [{ text: words(new Intl.ListFormat(language).format(children)), link }];
  return [
    ...note(asked.choose, t.invitation),
    ...note(asked.wish, t.wishes),
    ...note(asked.soon, t.soon),
  ];
}

const mailKinds: Record<NewItem["kind"], Kind> = {
  news: "nieuws",
  board: "prikbord",
  agenda: "agenda",
};

function digestItem(house: House, school: School, item: NewItem, when: When): DigestItem {
  const t = deliveryText(when.language).digest;
  const isAgenda = item.kind === "agenda";
  return {
    kind: mailKinds[item.kind],
    title: item.title,
    concerns: item.concerns
      ? item.concerns.map((concern) => concerned(concern, when.language)).join(", ")
      : t.everyone,
    teaser: isAgenda ? whenAndWhere(item, when) : item.excerpt,
    link: linkTo(house, school, `/${isAgenda ? "agenda" : "posts"}/${item.id}`),
  };
}

/** `Noor (5a)` for a parent, `Groep 5a` for its teacher. */
function concerned({ child, group }: Concern, language: string): string {
  return child ? `${child} (${group})` : deliveryText(language).digest.group(group);
}

/** `vrijdag 13 november, 13.30 uur, gymzaal`. */
function whenAndWhere({ startsOn, startsAt, place }: NewItem, when: When): string {
  const time = startsAt && sentenceTime(momentIn(when.timeZone, startsOn!, startsAt), when);
  return [longDay(startsOn!, when), time, place].filter(Boolean).join(", ");
}

const templates = new Map<string, Promise<PreparedDigest>>();
const mostTemplates = 50;

/** The templates, rendered once for each school and language; a school that renames gets new ones. */
function prepared(school: School, language: "nl" | "en"): Promise<PreparedDigest> {
  const basics = { language, school: mailSchool(school) };
  const key = JSON.stringify(basics);
  let template = templates.get(key);
  if (!template) {
    if (templates.size >= mostTemplates) templates.clear();
    template = digestMail(basics);
    template.catch(() => templates.delete(key));
    templates.set(key, template);
  }
  return template;
}
