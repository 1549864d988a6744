/** @jsxImportSource react */
import { Body, ColorScheme, Container, Head, Html, Link, Section, Text } from "jsx-email";
import type { ReactNode } from "react";
import { brandColour, darkStyle, font, kindColour, light } from "./style.ts";
import { text } from "./text.ts";
import type { Kind, MailBasics, MailSchool } from "./types.ts";

interface LayoutProps extends MailBasics {
  title: string;
  footer: ReactNode;
  children: ReactNode;
}

/** The paper, the school's header and the small print: what every mail stands in. */
export const Layout = ({ language, school, title, footer, children }: LayoutProps) => (
  <Html lang={language}>
    <Head>
      <title>{title}</title>
      <ColorScheme mode="light dark" />
      <style dangerouslySetInnerHTML={{ __html: darkStyle }} />
    </Head>
    <Body
      className="paper"
      style={{ margin: 0, padding: 0, backgroundColor: light.paper, fontFamily: font }}
    >
      <Section className="paper" style={{ backgroundColor: light.paper }}>
        <Header school={school} />
        <Container style={{ fontFamily: font }}>
          <Section>
            <div className="pad" style={{ padding: "24px", textAlign: "left" }}>
              {children}
              <div style={{ padding: "20px 0 8px" }}>{footer}</div>
            </div>
          </Section>
        </Container>
      </Section>
    </Body>
  </Html>
);

const Header = ({ school }: { school: MailSchool }) => (
  <Section
    className="brand"
    style={{
      backgroundColor: brandColour(school.brand),
      borderBottom: "1px solid rgba(27,37,64,.12)",
    }}
  >
    <Container>
      <Section>
        <div className="pad" style={{ padding: "16px 24px", textAlign: "left" }}>
          <span
            className="ink"
            style={{
              color: light.ink,
              fontFamily: font,
              fontSize: "20px",
              fontWeight: 700,
              lineHeight: "28px",
            }}
          >
            {school.name}
          </span>
        </div>
      </Section>
    </Container>
  </Section>
);

interface SheetProps {
  kind?: Kind;
  /** The kind's word on the tab. */
  word?: string;
  /** Beside the tab: for whom it is. */
  meta?: string;
  children: ReactNode;
}

/** A piece of paper; with a kind it carries that kind's coloured tab, like a binder. */
export const Sheet = ({ kind, word, meta, children }: SheetProps) => (
  <>
    {kind && <Tab kind={kind} word={word ?? ""} meta={meta} />}
    <Section
      className={kind ? `sheet ${kind}-edge` : "sheet"}
      style={{
        backgroundColor: light.sheet,
        border: `1px solid ${light.line}`,
        borderCollapse: "separate",
        borderRadius: kind ? "0 0 12px 12px" : "12px",
        ...(kind && { borderTop: `3px solid ${kindColour(kind).light}` }),
      }}
    >
      <div className="pad" style={{ padding: "20px 24px 16px" }}>{children}</div>
    </Section>
  </>
);

const Tab = ({ kind, word, meta }: { kind: Kind; word: string; meta?: string }) => (
  <table role="presentation" cellPadding="0" cellSpacing="0" border={0}>
    <tbody>
      <tr>
        <td
          className={kind}
          style={{
            backgroundColor: kindColour(kind).light,
            color: kindColour(kind).on,
            borderRadius: "8px 8px 0 0",
            padding: "6px 14px 5px",
            fontFamily: font,
            fontSize: "15px",
            fontWeight: 700,
            lineHeight: "20px",
          }}
        >
          {word}
        </td>
        {meta && (
          <td
            className="ink meta"
            style={{
              color: light.ink,
              padding: "6px 0 5px 12px",
              fontFamily: font,
              fontSize: "15px",
              fontWeight: 600,
              lineHeight: "20px",
            }}
          >
            {meta}
          </td>
        )}
      </tr>
    </tbody>
  </table>
);

export const Title = ({ children }: { children: ReactNode }) => (
  <h1
    className="ink"
    style={{
      color: light.ink,
      fontFamily: font,
      fontSize: "24px",
      fontWeight: 700,
      letterSpacing: "-.01em",
      lineHeight: "30px",
      margin: "0 0 12px",
    }}
  >
    {children}
  </h1>
);

/** Lines that belong together; as high as a paragraph apart from what follows. */
export const Lines = ({ children }: { children: ReactNode }) => (
  <div style={{ paddingBottom: "10px" }}>{children}</div>
);

export const Line = ({ children }: { children: ReactNode }) => (
  <Paragraph below="4px">{children}</Paragraph>
);

export const Paragraph = (
  { children, below = "14px" }: { children: ReactNode; below?: string },
) => (
  <Text
    className="ink"
    style={{
      color: light.ink,
      fontFamily: font,
      fontSize: "17px",
      lineHeight: "26px",
      margin: `0 0 ${below}`,
    }}
  >
    {children}
  </Text>
);

/** Text as someone typed it: empty lines separate paragraphs. */
export const PlainText = ({ children }: { children: string }) => (
  <>
    {children.trim().split(/\r?\n\s*\n/).map((paragraph, at) => (
      <Paragraph key={at}>
        {paragraph.split(/\r?\n/).flatMap((line, row) =>
          row === 0 ? [line] : [<br key={row} />, line]
        )}
      </Paragraph>
    ))}
  </>
);

/** Smaller and softer: who sent it, how long a link works, the small print. */
export const Soft = ({ children }: { children: ReactNode }) => (
  <Text
    className="soft"
    style={{
      color: light.soft,
      fontFamily: font,
      fontSize: "15px",
      lineHeight: "22px",
      margin: "0 0 8px",
    }}
  >
    {children}
  </Text>
);

export const SoftLink = ({ href, children }: { href: string; children: ReactNode }) => (
  <Link
    className="soft"
    href={href}
    style={{ color: light.soft, textDecoration: "underline" }}
  >
    {children}
  </Link>
);

/** The one button of a mail. In the text part the link stands on the line below its words. */
export const Button = ({ href, children }: { href: string; children: ReactNode }) => (
  <table
    role="presentation"
    className="wide"
    cellPadding="0"
    cellSpacing="0"
    border={0}
    style={{ borderCollapse: "separate", margin: "8px 0 16px" }}
  >
    <tbody>
      <tr>
        <td
          className="act"
          align="center"
          style={{ backgroundColor: light.act, borderRadius: "12px" }}
        >
          <Link
            className="on-act below"
            href={href}
            style={{
              color: light.onAct,
              display: "block",
              fontFamily: font,
              fontSize: "17px",
              fontWeight: 700,
              lineHeight: "24px",
              padding: "12px 24px",
              textDecoration: "none",
            }}
          >
            {children}
          </Link>
        </td>
      </tr>
    </tbody>
  </table>
);

/** The small print of mails about an account. */
export const AccountFooter = ({ language, school }: MailBasics) => (
  <>
    <Soft>{text[language].sentBecause(school.name)}</Soft>
    <Soft>{text[language].questions(school.name)}</Soft>
  </>
);
