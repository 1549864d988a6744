import sanitizeHtml from "sanitize-html";

/**
 * What the text of a post may hold: what the editor makes, and nothing that can run, load, look
 * or act differently from a paragraph (no class, style, id, `hx-*`, `on*`).
 */
const allowed: sanitizeHtml.IOptions = {
  allowedTags: ["p", "h3", "strong", "em", "ul", "ol", "li", "a", "br", "blockquote"],
  allowedAttributes: { a: ["href", "rel"] },
  allowedSchemes: ["http", "https", "mailto"],
  allowProtocolRelative: false,
  nestingLimit: 12,
  enforceHtmlBoundary: false,
  transformTags: {
    b: "strong",
    i: "em",
    div: "p",
    h1: "h3",
    h2: "h3",
    h4: "h3",
    h5: "h3",
    h6: "h3",
    a: (tagName, { href }) => ({ tagName, attribs: linkAttributes(href) }),
  },
  exclusiveFilter: ({ tag, text }) =>
    ["a", "h3", "li", "strong", "em"].includes(tag) && !text.trim(),
};

/** Relative links are left out: they would point somewhere else in a mail. */
function linkAttributes(href = ""): sanitizeHtml.Attributes {
  if (!/^\s*(https?:\/\/|mailto:)\S/i.test(href)) return {};
  return { href: href.trim(), rel: "noopener nofollow" };
}

/** The HTML of an editor, cleaned to what a post may hold; empty when it says nothing. */
export function cleanHtml(html: string): string {
  const clean = sanitizeHtml(html, allowed).trim();
  return plainText(clean) === "" ? "" : clean;
}

/** Plain text as typed: empty lines part paragraphs, web addresses become links. */
export function textToHtml(text: string): string {
  const paragraphs = text.split(/\n\s*\n/).map((paragraph) => paragraph.trim()).filter(Boolean);
  return paragraphs.map((paragraph) => `<p>${linked(paragraph).replaceAll("\n", "<br />")}</p>`)
    .join("");
}

function linked(text: string): string {
  return text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])/).map((piece, at) => {
    const written = escapeHtml(piece);
    return at % 2 === 0 ? written : `<a href="${written}" rel="noopener nofollow">${written}</a>`;
  }).join("");
}

/** How the text begins, without formatting, in at most `most` characters. */
export function excerptOf(html: string, most = 300): string {
  const text = plainText(html);
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  return `${cut.slice(0, cut.lastIndexOf(" ") + 1 || undefined).trimEnd().toWellFormed()}…`;
}

function plainText(html: string): string {
  const parted = html.replace(/<\/?(p|h3|li|blockquote|br)\b/g, " $&");
  return sanitizeHtml(parted, { allowedTags: [], allowedAttributes: {} })
    .replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .replace(/[\s\u00a0]+/g, " ").trim();
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (sign) => entities[sign]!);
