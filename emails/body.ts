import sanitizeHtml from "sanitize-html";
import { light } from "./style.ts";

const text = `color:${light.ink};font-size:17px;line-height:26px`;
const styles = {
  p: `${text};margin:0 0 14px`,
  div: text,
  h2: `${text};font-size:20px;font-weight:700;margin:20px 0 8px`,
  h3: `${text};font-weight:700;margin:16px 0 6px`,
  ul: `${text};margin:0 0 14px;padding-left:24px`,
  ol: `${text};margin:0 0 14px;padding-left:24px`,
  li: `margin:0 0 4px`,
  blockquote: `${text};border-left:3px solid ${light.line};margin:0 0 14px;padding-left:16px`,
};

/**
 * Dresses the text of a post for mail: the few elements mail programs agree on, each with its
 * style inline, links made absolute, pictures replaced by their description (a mail must be
 * readable without pictures, and fetching one would tell who reads when).
 *
 * @param html sanitised text of the post
 * @param link address of the post, against which relative links are resolved
 * @param pictureWord word for a picture without description, in the receiver's language
 */
export function mailBody(html: string, link: string, pictureWord: string): string {
  const dressed = Object.entries(styles).map(([tag, style]) =>
    [tag, sanitizeHtml.simpleTransform(tag, { class: "ink line", style }, false)] as const
  );
  return sanitizeHtml(html, {
    allowedTags: [...Object.keys(styles), "a", "b", "strong", "i", "em", "u", "s", "br"],
    // Only elements whose attributes are all replaced below keep any.
    allowedAttributes: {
      ...Object.fromEntries(Object.keys(styles).map((tag) => [tag, ["class", "style"]])),
      a: ["href", "class", "style"],
    },
    allowedSchemes: ["http", "https", "mailto", "tel"],
    transformTags: {
      ...Object.fromEntries(dressed),
      a: (_tag, { href }) => ({
        tagName: "a",
        attribs: {
          ...(href && URL.canParse(href, link) && { href: new URL(href, link).href }),
          class: "ink",
          style: `color:${light.ink};text-decoration:underline`,
        },
      }),
      img: (_tag, { alt }) => ({ tagName: "em", attribs: {}, text: `[${alt || pictureWord}]` }),
    },
  });
}
