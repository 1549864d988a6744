import {
  activationMail,
  type Letter,
  passwordChangedMail,
  passwordResetMail,
  userNameChangedMail,
} from "../../emails/mod.ts";
import { parseAddress } from "../../emails/sender.ts";
import { dayIn } from "../../web/clock.ts";
import { longDay, sentenceTime } from "../../web/dates.ts";
import type { House } from "../../web/house.ts";
import type { Composer, Delivery } from "../../web/module.ts";
import { findReceiver } from "./queries.ts";
import { accountText } from "./text.ts";
import { issueToken, tokenLife } from "./tokens.ts";

// Mails about an account: nobody can refuse them, so they carry no way to unsubscribe.

type Receiver = NonNullable<Awaited<ReturnType<typeof findReceiver>>>;

/** A mail for someone who still has a place at the school; `write` makes its words. */
function toReceiver(
  write: (house: House, delivery: Delivery, receiver: Receiver) => Promise<Letter | undefined>,
): Composer {
  return async (house, delivery) => {
    const receiver = await findReceiver(house.db, delivery.school.id, delivery.accountId ?? 0);
    const letter = receiver && await write(house, delivery, receiver);
    return letter && {
      ...letter,
      messageId: delivery.messageId,
      from: { ...parseAddress(house.config.mailFrom), name: delivery.school.name },
      to: { address: delivery.address },
      language: mailLanguage(delivery),
    };
  };
}

/** Mails speak Dutch and English; who reads the portal in another language gets English. */
const mailLanguage = ({ language }: Delivery) => language === "nl" ? "nl" : "en";

const basics = (delivery: Delivery) => ({
  language: mailLanguage(delivery),
  school: { name: delivery.school.name },
} as const);

/** Links are made from the configured origin, never from a request. */
const link = ({ config }: House, { school }: Delivery, path: string) =>
  `${config.origin}/${school.shortName}/${path}`;

function firstName({ firstNames }: Receiver, { language }: Delivery): string {
  const t = accountText(language);
  return firstNames.join(` ${t.and} `) || t.someone;
}

/** Not for who is active by now, nor for an address that is no longer this account's. */
const activation = toReceiver(async (house, delivery, receiver) => {
  if (receiver.activated || receiver.email.toLowerCase() !== delivery.address) return undefined;
  const mail = await preparedActivation(delivery);
  const token = await issueToken(house.db, delivery.accountId!, "activation", house.clock.now());
  return mail.for({
    firstName: firstName(receiver, delivery),
    userName: receiver.userName,
    link: link(house, delivery, `activate/${token}`),
  });
});

const passwordReset = toReceiver(async (house, delivery, receiver) => {
  if (receiver.email.toLowerCase() !== delivery.address) return undefined;
  const minutes = tokenLife.password / 60_000;
  const mail = await passwordResetMail({ ...basics(delivery), validMinutes: minutes });
  const token = await issueToken(house.db, delivery.accountId!, "password", house.clock.now());
  return mail.for({
    firstName: firstName(receiver, delivery),
    link: link(house, delivery, `password/reset/${token}`),
  });
});

const passwordChanged = toReceiver(async (house, delivery, receiver) => {
  const { timeZone } = delivery.school;
  const when = { now: house.clock.now(), timeZone, language: mailLanguage(delivery) };
  const at = new Date(String(delivery.payload.at));
  const { at: word } = accountText(delivery.language);
  const mail = await passwordChangedMail(basics(delivery));
  return mail.for({
    firstName: firstName(receiver, delivery),
    when: `${longDay(dayIn(timeZone, at), when)} ${word} ${sentenceTime(at, when)}`,
    link: link(house, delivery, "password/forgotten"),
  });
});

const userNameChanged = toReceiver(async (house, delivery, receiver) => {
  const mail = await userNameChangedMail(basics(delivery));
  return mail.for({
    firstName: firstName(receiver, delivery),
    oldUserName: String(delivery.payload.before),
    newUserName: String(delivery.payload.now),
    link: link(house, delivery, "sign-in"),
  });
});

const activations = new Map<string, ReturnType<typeof activationMail>>();
const mostActivations = 50;

/** Rendered once for each school and language: a whole school is invited in one go. */
function preparedActivation(delivery: Delivery): ReturnType<typeof activationMail> {
  const key = JSON.stringify(basics(delivery));
  let mail = activations.get(key);
  if (!mail) {
    if (activations.size >= mostActivations) activations.clear();
    mail = activationMail({ ...basics(delivery), validDays: tokenLife.activation / 86_400_000 });
    mail.catch(() => activations.delete(key));
    activations.set(key, mail);
  }
  return mail;
}

export const mails = { activation, passwordReset, passwordChanged, userNameChanged };
