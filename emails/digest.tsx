/** @jsxImportSource react */
import { Link } from "jsx-email";
import type { ReactNode } from "react";
import { Button, Layout, Paragraph, Sheet, Soft, SoftLink, Title } from "./layout.tsx";
import { type Piece, type PreparedPiece, prepareMail, preparePiece } from "./prepare.ts";
import { font, light } from "./style.ts";
import { text } from "./text.ts";
import { type Kind, kinds, type Letter, type MailBasics } from "./types.ts";

export interface DigestItem {
  kind: Kind;
  title: string;
  /** Which child or group it concerns, in words: "Mees, groep 5a". */
  concerns: string;
  /** The first words of the message. */
  teaser?: string;
  link: string;
}

/** A line that is not a message: unread postvak, an open invitation. */
export interface DigestNote {
  text: string;
  link: string;
}

export interface DigestReceiver {
  firstName: string;
  items: readonly DigestItem[];
  notes: readonly DigestNote[];
  /** Start page, page with mail choices, and the page that ends this mail. */
  links: { start: string; settings: string; unsubscribe: string };
}

export interface PreparedDigest {
  for(receiver: DigestReceiver): Letter;
}

/** Renders the parts of a digest once; `for` puts one receiver's digest together from them. */
export async function digestMail(basics: MailBasics): Promise<PreparedDigest> {
  const { language, school } = basics;
  const t = text[language].digest;
  const mail = await prepareMail(
    ["subject", "title", "firstName", "sections", "start", "settings", "unsubscribe"],
    (my) => ({
      subject: my.subject,
      body: (
        <Layout
          {...basics}
          title={my.title}
          footer={
            <>
              <Soft>{t.footer(school.name)}</Soft>
              <Soft>
                <SoftLink href={my.settings}>{t.settings}</SoftLink>
              </Soft>
              <Soft>
                <SoftLink href={my.unsubscribe}>{t.unsubscribe}</SoftLink>
              </Soft>
            </>
          }
        >
          <Title>{my.title}</Title>
          <Paragraph>{text[language].greeting(my.firstName)}</Paragraph>
          <div>{my.sections}</div>
          <Button href={my.start}>{t.button}</Button>
        </Layout>
      ),
    }),
  );
  const pieces = await preparePieces(basics);

  return {
    for({ firstName, items, notes, links }) {
      const sections = kinds.flatMap((kind) => {
        const ofKind = items.filter((item) => item.kind === kind);
        return ofKind.length ? [pieces.section(kind, ofKind.map(pieces.item))] : [];
      });
      if (notes.length) sections.push(pieces.notes(notes));
      return mail.for({
        subject: t.subject(items.length, school.name),
        title: t.title(items.length),
        firstName,
        sections,
        ...links,
      });
    },
  };
}

/** The parts a digest is put together from. */
async function preparePieces({ language, school }: MailBasics) {
  const t = text[language];
  const divider = await preparePiece([], () => <Divider />);
  const teaser = await preparePiece(["words"], (my) => <Line>{my.words}</Line>);
  const item = await preparePiece(["title", "link", "concerns", "teaser"], (my) => (
    <div>
      <Headline link={my.link}>{my.title}</Headline>
      <Line soft>{my.concerns}</Line>
      <div>{my.teaser}</div>
    </div>
  ));
  const note = await preparePiece(
    ["text", "link"],
    (my) => <Headline link={my.link}>{my.text}</Headline>,
  );
  const notes = await preparePiece(["lines"], (my) => (
    <Section>
      <Heading>{t.digest.alsoForYou}</Heading>
      <div>{my.lines}</div>
    </Section>
  ));
  const prepareSection = (kind: Kind) =>
    preparePiece(
      ["items"],
      (my) => (
        <Section kind={kind} word={school.kindWords?.[kind] ?? t.kinds[kind]}>
          <div>{my.items}</div>
        </Section>
      ),
    );
  const sections = new Map<Kind, PreparedPiece<"items">>();
  for (const kind of kinds) sections.set(kind, await prepareSection(kind));

  const divided = (pieces: Piece[]) =>
    pieces.flatMap((piece, at) => at === 0 ? [piece] : [divider.with({}), piece]);
  return {
    item: ({ title, link, concerns, teaser: words }: DigestItem) =>
      item.with({ title, link, concerns, teaser: words ? [teaser.with({ words })] : [] }),
    section: (kind: Kind, items: Piece[]) => sections.get(kind)!.with({ items: divided(items) }),
    notes: (lines: readonly DigestNote[]) =>
      notes.with({ lines: divided(lines.map((line) => note.with({ ...line }))) }),
  };
}

const Section = (props: { kind?: Kind; word?: string; children: ReactNode }) => (
  <div style={{ paddingBottom: "20px" }}>
    <Sheet {...props} />
  </div>
);

const Divider = () => (
  <div
    className="line"
    style={{ borderTop: `1px solid ${light.line}`, fontSize: 0, lineHeight: 0, margin: "16px 0" }}
  />
);

const Heading = ({ children }: { children: ReactNode }) => (
  <h2
    className="ink"
    style={{ color: light.ink, font: `700 20px/26px ${font}`, margin: "0 0 12px" }}
  >
    {children}
  </h2>
);

const Headline = ({ link, children }: { link: string; children: ReactNode }) => (
  <div>
    <Link
      className="ink below"
      href={link}
      style={{ color: light.ink, font: `600 18px/24px ${font}`, textDecoration: "underline" }}
    >
      {children}
    </Link>
  </div>
);

const Line = ({ soft, children }: { soft?: boolean; children: ReactNode }) => (
  <div
    className={soft ? "soft" : "ink"}
    style={{
      color: soft ? light.soft : light.ink,
      font: soft ? `400 15px/22px ${font}` : `400 16px/24px ${font}`,
      paddingTop: "4px",
    }}
  >
    {children}
  </div>
);
