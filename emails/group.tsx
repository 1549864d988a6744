/** @jsxImportSource react */
import { Button, Layout, PlainText, Sheet, Soft, Title } from "./layout.tsx";
import { type PreparedMail, prepareMail } from "./prepare.ts";
import { text } from "./text.ts";
import type { MailBasics } from "./types.ts";

export interface GroupMessage {
  subject: string;
  /** Plain text; empty lines separate paragraphs. */
  message: string;
  /** The group whose members get it. */
  group: string;
  sentBy: string;
  /** To how many people it went, in the copy that its sender gets. */
  copyOf?: number | undefined;
  /** The group in the portal. */
  link: string;
}

/** What someone of the school wrote to the members of a group. Send it with them as Reply-To. */
export function groupMail(
  { subject, message, group, sentBy, copyOf, link, ...basics }: MailBasics & GroupMessage,
): Promise<PreparedMail<never>> {
  const { language, school } = basics;
  const t = text[language].group;
  const footer = copyOf === undefined ? t.footer(group, sentBy) : t.copy(group, copyOf);
  return prepareMail([], () => ({
    subject,
    body: (
      <Layout {...basics} title={subject} footer={<Soft>{footer}</Soft>}>
        <Sheet>
          <Title>{subject}</Title>
          <Soft>{t.by(sentBy, school.name)}</Soft>
          <div style={{ paddingTop: "8px" }}>
            <PlainText>{message}</PlainText>
          </div>
          <Button href={link}>{t.button}</Button>
        </Sheet>
      </Layout>
    ),
  }));
}
