/** @jsxImportSource react */
import { mailBody } from "./body.ts";
import { Button, Layout, Sheet, Soft, Title } from "./layout.tsx";
import { type PreparedMail, prepareMail } from "./prepare.ts";
import { font, light } from "./style.ts";
import { text } from "./text.ts";
import type { MailBasics } from "./types.ts";

export interface UrgentMessage {
  title: string;
  /** Sanitised text of the message. */
  bodyHtml: string;
  /** For whom it is, in words: "Algemeen", "Groep 5a". */
  audience: string;
  sentBy: string;
  /** The message in the portal. */
  link: string;
}

/** A whole urgent message, the same for every receiver of one language. */
export function urgentMail(
  { title, bodyHtml, audience, sentBy, link, ...basics }: MailBasics & UrgentMessage,
): Promise<PreparedMail<never>> {
  const { language, school } = basics;
  const t = text[language];
  return prepareMail([], () => ({
    subject: t.urgent.subject(title),
    body: (
      <Layout {...basics} title={title} footer={<Soft>{t.urgent.footer}</Soft>}>
        <Sheet kind="spoed" word={school.kindWords?.spoed ?? t.kinds.spoed} meta={audience}>
          <Title>{title}</Title>
          <Soft>{t.urgent.by(sentBy, school.name)}</Soft>
          <div
            className="ink"
            style={{ color: light.ink, font: `400 17px/26px ${font}`, padding: "6px 0 2px" }}
            dangerouslySetInnerHTML={{ __html: mailBody(bodyHtml, link, t.urgent.picture) }}
          />
          <Button href={link}>{t.urgent.button}</Button>
        </Sheet>
      </Layout>
    ),
  }));
}
