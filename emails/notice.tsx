/** @jsxImportSource react */
import { AccountFooter, Button, Layout, Line, Lines, Paragraph, Sheet, Title } from "./layout.tsx";
import { prepareMail, preparePiece } from "./prepare.ts";
import { text } from "./text.ts";
import type { Kind, Letter, MailBasics } from "./types.ts";

export interface NoticeReceiver {
  firstName: string;
  title: string;
  /** Each a paragraph, or lines close under each other. */
  paragraphs: readonly (string | readonly string[])[];
  link: string;
}

export interface PreparedNotice {
  for(receiver: NoticeReceiver): Letter;
}

/**
 * A short mail about one thing, for modules without a template of their own.
 * Everything but the button's words and the kind may differ per receiver.
 */
export async function noticeMail(
  { kind, button, ...basics }: MailBasics & { kind?: Kind; button: string },
): Promise<PreparedNotice> {
  const t = text[basics.language];
  const word = kind && (basics.school.kindWords?.[kind] ?? t.kinds[kind]);
  const paragraph = await preparePiece(["words"], (my) => <Paragraph>{my.words}</Paragraph>);
  const line = await preparePiece(["words"], (my) => <Line>{my.words}</Line>);
  const lines = await preparePiece(["lines"], (my) => <Lines>{my.lines}</Lines>);
  const mail = await prepareMail(["firstName", "title", "paragraphs", "link"], (my) => ({
    subject: my.title,
    body: (
      <Layout {...basics} title={my.title} footer={<AccountFooter {...basics} />}>
        <Sheet kind={kind} word={word}>
          <Title>{my.title}</Title>
          <Paragraph>{t.greeting(my.firstName)}</Paragraph>
          <div>{my.paragraphs}</div>
          <Button href={my.link}>{button}</Button>
        </Sheet>
      </Layout>
    ),
  }));
  return {
    for: ({ paragraphs, ...receiver }) =>
      mail.for({
        ...receiver,
        paragraphs: paragraphs.map((words) =>
          typeof words === "string"
            ? paragraph.with({ words })
            : lines.with({ lines: words.map((words) => line.with({ words })) })
        ),
      }),
  };
}
