import {
  activationMail,
  type Letter,
  noticeMail,
  passwordChangedMail,
  passwordResetMail,
  userNameChangedMail,
} from "../../emails/mod.ts";
import { dayIn } from "../../web/clock.ts";
import { longDay, sentenceTime } from "../../web/dates.ts";
import type { House } from "../../web/house.ts";
import { addressed, linkTo, mailLanguage, readerOf } from "../../web/mailing.ts";
import type { Composer, Delivery } from "../../web/module.ts";
import { findReceiver } from "./queries.ts";
import { accountText } from "./text.ts";
import { issueToken, type Purpose, tokenLife } from "./tokens.ts";
import type { Switched } from "./two_step.ts";
import { twoStepText } from "./two_step.text.ts";

// Mails about an account: nobody can refuse them, so they carry no way to unsubscribe.

type Receiver = NonNullable<Awaited<ReturnType<typeof findReceiver>>>;

/** A mail for someone who has a place at the school, or waits for it; `write` makes its words. */
function toReceiver(
  write: (house: House, delivery: Delivery, receiver: Receiver) => Promise<Letter | undefined>,
): Composer {
  return async (house, delivery) => {
    const receiver = await findReceiver(house.db, delivery.school.id, delivery.accountId ?? 0);
    const letter = receiver && await write(house, delivery, receiver);
    return letter && addressed(house, delivery, letter);
  };
}

const basics = ({ language, school }: Delivery) => ({
  language: mailLanguage(language),
  school: { name: school.name },
});

function firstName({ firstNames }: Receiver, { language }: Delivery): string {
  const t = accountText(language);
  return firstNames.join(` ${t.and} `) || t.someone;
}

/**
 * Not for who is active here by now, nor for an address that is no longer this account's. Who
 * waits here for an account of another school is mailed at the address this school has.
 */
const activation = toReceiver(async (house, delivery, receiver) => {
  const { waits, activated, userName, email } = receiver;
  if (activated && !waits) return undefined;
  if (delivery.address !== (waits ? userName : email.toLowerCase())) return undefined;
  const mail = await preparedActivation(delivery, waits);
  const token = await tokenFor(house, delivery, "activation");
  if (!token) return undefined;
  return mail.for({
    firstName: firstName(receiver, delivery),
    userName,
    link: linkTo(house, delivery.school, `/activate/${token}`),
  });
});

const tokenFor = ({ db, clock }: House, { accountId, address }: Delivery, purpose: Purpose) =>
  issueToken(db, accountId!, purpose, address, clock.now());

const passwordReset = toReceiver(async (house, delivery, receiver) => {
  if (receiver.email.toLowerCase() !== delivery.address) return undefined;
  const minutes = tokenLife.password / 60_000;
  const mail = await passwordResetMail({ ...basics(delivery), validMinutes: minutes });
  const token = await tokenFor(house, delivery, "password");
  if (!token) return undefined;
  return mail.for({
    firstName: firstName(receiver, delivery),
    link: linkTo(house, delivery.school, `/password/reset/${token}`),
  });
});

const passwordChanged = toReceiver(async (house, delivery, receiver) => {
  const mail = await passwordChangedMail(basics(delivery));
  return mail.for({
    firstName: firstName(receiver, delivery),
    when: momentOf(house, delivery),
    link: linkTo(house, delivery.school, "/password/forgotten"),
  });
});

/** Whatever happened to the second step: if it was not the owner, they should know. */
const twoStepSwitched = toReceiver(async (house, delivery, receiver) => {
  const t = twoStepText(delivery.language, await readerOf(house, delivery)).mail;
  const { title, body } = t[String(delivery.payload.to) as Switched];
  const mail = await noticeMail({ ...basics(delivery), button: t.button });
  return mail.for({
    firstName: firstName(receiver, delivery),
    title,
    paragraphs: [
      `${body} ${t.when(momentOf(house, delivery))}`,
      t.notYou(delivery.school.name),
    ],
    link: linkTo(house, delivery.school, "/account/two-step"),
  });
});

/** When it happened, written out: "dinsdag 10 november om 9.00 uur". */
function momentOf(house: House, { school: { timeZone }, language, payload }: Delivery): string {
  const when = { now: house.clock.now(), timeZone, language: mailLanguage(language) };
  const at = new Date(String(payload.at));
  const { at: word } = accountText(language);
  return `${longDay(dayIn(timeZone, at), when)} ${word} ${sentenceTime(at, when)}`;
}

const userNameChanged = toReceiver(async (house, delivery, receiver) => {
  const mail = await userNameChangedMail(basics(delivery));
  return mail.for({
    firstName: firstName(receiver, delivery),
    oldUserName: String(delivery.payload.before),
    newUserName: String(delivery.payload.now),
    link: linkTo(house, delivery.school, "/sign-in"),
  });
});

const activations = new Map<string, ReturnType<typeof activationMail>>();
const mostActivations = 50;

/** Rendered once for each school and language: a whole school is invited in one go. */
function preparedActivation(
  delivery: Delivery,
  known: boolean,
): ReturnType<typeof activationMail> {
  const key = JSON.stringify([basics(delivery), known]);
  let mail = activations.get(key);
  if (!mail) {
    if (activations.size >= mostActivations) activations.clear();
    const validDays = tokenLife.activation / 86_400_000;
    mail = activationMail({ ...basics(delivery), validDays, known });
    mail.catch(() => activations.delete(key));
    activations.set(key, mail);
  }
  return mail;
}

export const mails = {
  activation,
  passwordReset,
  passwordChanged,
  twoStepSwitched,
  userNameChanged,
};
