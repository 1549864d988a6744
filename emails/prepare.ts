import { jsxToString, render } from "jsx-email";
import { defaults, setConfig } from "jsx-email/config";
import type { ReactElement } from "react";
import type { Letter } from "./types.ts";

// Otherwise jsx-email looks for a configuration file in the working folder and runs it.
setConfig(defaults);

/**
 * One render per message, not per receiver.
 *
 * A template is rendered once with marks in place of the receiver's own bits (`my.firstName`,
 * `my.link`). The result is cut at the marks; for each receiver the bits are put in between.
 * A mark holds a random number, so nobody's text can pass for one.
 */

/** Words of the receiver (escaped where HTML is made), or pieces made by templates (as they are). */
type Filling = string | readonly Piece[];

/** A filled part of a mail, such as one item of a digest. Only templates make these. */
export class Piece {
  constructor(readonly html: string, readonly text: string) {}
}

/** A template rendered once; `for` makes the letter of one receiver, in microseconds. */
export interface PreparedMail<Slot extends string> {
  for(receiver: Record<Slot, Filling>): Letter;
}

/** A part of a mail rendered once; `with` fills it. */
export interface PreparedPiece<Slot extends string> {
  with(fillings: Record<Slot, Filling>): Piece;
}

type Marks<Slot extends string> = Record<Slot, string>;

/** Renders a whole mail once. `slots` are the names of what differs per receiver. */
export async function prepareMail<const Slot extends string>(
  slots: readonly Slot[],
  template: (my: Marks<Slot>) => { subject: string; body: ReactElement },
): Promise<PreparedMail<Slot>> {
  const { marks, cut } = makeMarks(slots);
  const { subject, body } = template(marks);
  const subjectParts = cut(subject);
  const htmlParts = cut(await render(body));
  const textParts = cut(await toText(body));
  return {
    for: (receiver) => ({
      subject: fill(subjectParts, receiver, asText).trim(),
      html: fill(htmlParts, receiver, asHtml),
      text: tidy(fill(textParts, receiver, asText)),
    }),
  };
}

/** Renders a part of a mail once. */
export async function preparePiece<const Slot extends string>(
  slots: readonly Slot[],
  template: (my: Marks<Slot>) => ReactElement,
): Promise<PreparedPiece<Slot>> {
  const { marks, cut } = makeMarks(slots);
  const element = template(marks);
  const htmlParts = cut(await jsxToString(element));
  const textParts = cut(await toText(element));
  return {
    with: (fillings) =>
      new Piece(fill(htmlParts, fillings, asHtml), tidy(fill(textParts, fillings, asText))),
  };
}

/** Text, slot, text, slot, … text. `isLink` says that the slot is the whole of an `href`. */
interface Parts {
  texts: string[];
  slots: { name: string; isLink: boolean }[];
}

function makeMarks<Slot extends string>(slots: readonly Slot[]) {
  const secret = crypto.randomUUID().replaceAll("-", "");
  const marks = Object.fromEntries(
    slots.map((name) => [name, `${secret}${name}.`]),
  ) as Marks<Slot>;
  const mark = new RegExp(`${secret}([A-Za-z]+)\\.`);
  const cut = (rendered: string): Parts => {
    // Splitting on a pattern with one group gives text, name, text, name, … text.
    const pieces = rendered.split(mark);
    const texts = pieces.filter((_, at) => at % 2 === 0);
    const names = pieces.filter((_, at) => at % 2 === 1);
    return {
      texts,
      slots: names.map((name, at) => ({ name, isLink: texts[at]!.endsWith('href="') })),
    };
  };
  return { marks, cut };
}

function fill(
  parts: Parts,
  fillings: Record<string, Filling>,
  write: (filling: Filling, isLink: boolean) => string,
): string {
  let out = parts.texts[0]!;
  parts.slots.forEach(({ name, isLink }, at) => {
    out += write(fillings[name]!, isLink) + parts.texts[at + 1]!;
  });
  return out;
}

function asHtml(filling: Filling, isLink: boolean): string {
  if (typeof filling !== "string") return filling.map((piece) => piece.html).join("");
  if (isLink && !/^(https?:|mailto:)/.test(filling)) {
    throw new TypeError("A link in a mail starts with https:, http: or mailto:");
  }
  return escapeHtml(oneLine(filling));
}

function asText(filling: Filling): string {
  return typeof filling === "string"
    ? oneLine(filling)
    : filling.map((piece) => piece.text).join("\n\n");
}

/** A receiver's own words are one line, so they cannot start a header or fake a paragraph. */
const oneLine = (words: string) => words.replace(/[\s\p{Cc}]+/gu, " ").trim();

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escapeHtml = (words: string) => words.replace(/[&<>"']/g, (sign) => entities[sign]!);

/** No three empty lines where an optional piece was left out. */
const tidy = (words: string) => words.replace(/\n{3,}/g, "\n\n").trim();

/** What a formatter of html-to-text works with; the package carries no types. */
interface LinkNode {
  children: unknown;
  attribs: { href: string };
}
interface TextBuilder {
  addInline(words: string): void;
  addLineBreak(): void;
}

/** A button or headline: its words, and the address on a line of its own. */
function linkBelow(
  link: LinkNode,
  walk: (children: unknown, builder: TextBuilder) => void,
  builder: TextBuilder,
) {
  walk(link.children, builder);
  builder.addLineBreak();
  builder.addInline(link.attribs.href);
}

/** The text part is made from the same template, so the two parts always say the same. */
function toText(element: ReactElement): Promise<string> {
  return render(element, {
    plainText: {
      wordwrap: false,
      formatters: {
        linkBelow,
      },
      selectors: [
        { selector: '[data-skip="true"]', format: "skip" },
        { selector: "img", format: "skip" },
        { selector: "a", options: { linkBrackets: false, hideLinkHrefIfSameAsText: true } },
        { selector: "a.below", format: "linkBelow" },
        { selector: "td.meta", format: "block" },
        { selector: "ul", options: { itemPrefix: "- " } },
        ...["h1", "h2", "h3"].map((selector) => ({ selector, options: { uppercase: false } })),
      ],
    },
  });
}
