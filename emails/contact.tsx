/** @jsxImportSource react */
import { Layout, PlainText, Sheet, Soft, Title } from "./layout.tsx";
import { type PreparedMail, prepareMail } from "./prepare.ts";
import { text } from "./text.ts";
import type { MailBasics } from "./types.ts";

export interface ContactMessage {
  topic: string;
  /** Plain text; empty lines separate paragraphs. */
  message: string;
  from: { name: string; address: string };
  /** Whether the portal knows the sender, or only has their word for it. */
  signedIn: boolean;
}

/** What someone wrote in the contact form, for the office. Send it with the writer as Reply-To. */
export function contactMail(
  { topic, message, from, signedIn, ...basics }: MailBasics & ContactMessage,
): Promise<PreparedMail<never>> {
  const { language, school } = basics;
  const t = text[language].contact;
  return prepareMail([], () => ({
    subject: t.subject(topic, from.name),
    body: (
      <Layout {...basics} title={topic} footer={<Soft>{t.footer(school.name)}</Soft>}>
        <Sheet>
          <Title>{topic}</Title>
          <Soft>{t.from(from.name, from.address)}</Soft>
          <Soft>{signedIn ? t.signedIn : t.notSignedIn}</Soft>
          <div style={{ paddingTop: "8px" }}>
            <PlainText>{message}</PlainText>
          </div>
        </Sheet>
      </Layout>
    ),
  }));
}
