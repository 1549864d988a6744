/** @jsxImportSource react */
import type { ReactNode } from "react";
import { AccountFooter, Button, Layout, Paragraph, Sheet, Soft, Title } from "./layout.tsx";
import { type PreparedMail, prepareMail } from "./prepare.ts";
import { text } from "./text.ts";
import type { MailBasics } from "./types.ts";

/**
 * Invites someone to choose a password. `link` is theirs alone.
 * @param known they have an account already, of another school, and only confirm it
 */
export function activationMail(
  { validDays, known, ...basics }: MailBasics & { validDays: number; known?: boolean },
): Promise<PreparedMail<"firstName" | "userName" | "link">> {
  const t = text[basics.language].activation;
  const { name } = basics.school;
  return prepareMail(["firstName", "userName", "link"], (my) => ({
    subject: t.subject(name),
    body: (
      <AccountMail {...basics} title={t.title} firstName={my.firstName}>
        <Paragraph>{known ? t.introKnown(name) : t.intro(name)}</Paragraph>
        <Paragraph>{t.userName(my.userName)}</Paragraph>
        <Button href={my.link}>{known ? t.buttonKnown : t.button}</Button>
        <Soft>{t.valid(validDays)}</Soft>
      </AccountMail>
    ),
  }));
}

/** Carries the link asked for with *Wachtwoord vergeten?*. */
export function passwordResetMail(
  { validMinutes, ...basics }: MailBasics & { validMinutes: number },
): Promise<PreparedMail<"firstName" | "link">> {
  const t = text[basics.language].passwordReset;
  return prepareMail(["firstName", "link"], (my) => ({
    subject: t.subject(basics.school.name),
    body: (
      <AccountMail {...basics} title={t.title} firstName={my.firstName}>
        <Paragraph>{t.intro}</Paragraph>
        <Button href={my.link}>{t.button}</Button>
        <Soft>{t.valid(validMinutes)}</Soft>
        <Soft>{t.notYou}</Soft>
      </AccountMail>
    ),
  }));
}

/** Confirms a new password. `when` is written out; `link` asks for another new password. */
export function passwordChangedMail(
  basics: MailBasics,
): Promise<PreparedMail<"firstName" | "when" | "link">> {
  const t = text[basics.language].passwordChanged;
  const { name } = basics.school;
  return prepareMail(["firstName", "when", "link"], (my) => ({
    subject: t.subject(name),
    body: (
      <AccountMail {...basics} title={t.title} firstName={my.firstName}>
        <Paragraph>{t.intro(my.when)}</Paragraph>
        <Paragraph>{t.notYou(name)}</Paragraph>
        <Button href={my.link}>{t.button}</Button>
      </AccountMail>
    ),
  }));
}

/** Tells the old and the new address that the user name changed. `link` is the sign-in page. */
export function userNameChangedMail(
  basics: MailBasics,
): Promise<PreparedMail<"firstName" | "oldUserName" | "newUserName" | "link">> {
  const t = text[basics.language].userNameChanged;
  const { name } = basics.school;
  return prepareMail(["firstName", "oldUserName", "newUserName", "link"], (my) => ({
    subject: t.subject(name),
    body: (
      <AccountMail {...basics} title={t.title} firstName={my.firstName}>
        <Paragraph>{t.intro(name)}</Paragraph>
        <Paragraph>
          {t.before(my.oldUserName)} {t.now(my.newUserName)}
        </Paragraph>
        <Button href={my.link}>{t.button}</Button>
        <Soft>{t.notRight(name)}</Soft>
      </AccountMail>
    ),
  }));
}

interface AccountMailProps extends MailBasics {
  title: string;
  firstName: string;
  children: ReactNode;
}

const AccountMail = ({ title, firstName, children, ...basics }: AccountMailProps) => (
  <Layout {...basics} title={title} footer={<AccountFooter {...basics} />}>
    <Sheet>
      <Title>{title}</Title>
      <Paragraph>{text[basics.language].greeting(firstName)}</Paragraph>
      {children}
    </Sheet>
  </Layout>
);
