import { extractText, getDocumentProxy } from "unpdf";
import { expect } from "vitest";
import { listZip, unzip } from "../../modules/school/import/zip.ts";
import type { Answer, Visitor } from "./visitor.ts";

/** Records of a kind; and of one page its months, filters and searches. More would be the same again. */
const mostAlike = 60;
const mostQueries = 12;
const atOnce = 4;

/**
 * Follows every link, picture, piece and redirect from the start page, and looks for each of these
 * words in every search form; returns what each address said, of PDF and ZIP files what is in them.
 */
export async function crawl(
  visitor: Visitor,
  start: string,
  words: string[] = [],
): Promise<Map<string, string>> {
  const met = new Map<string, string>();
  const queue: string[] = [];
  const counts = new Map<string, number>();
  const isOneMore = (kind: string, most: number) => {
    const before = counts.get(kind) ?? 0;
    counts.set(kind, before + 1);
    return before < most;
  };
  const note = (address: string) => {
    if (met.has(address) || address.startsWith("/static/")) return;
    const { pathname, searchParams } = new URL(address, "http://school.test");
    const alike = searchParams.size > 0
      ? isOneMore(`${pathname}?${[...searchParams.keys()]}`, mostQueries)
      : isOneMore(pathname.replaceAll(/\d+/g, "1"), mostAlike);
    if (!alike) return;
    met.set(address, "");
    queue.push(address);
  };
  note(start);
  while (queue.length > 0) {
    await Promise.all(
      queue.splice(0, atOnce).map(async (address) => {
        const answer = await visitor.get(address);
        met.set(address, await contentsOf(answer, address));
        for (const next of leadsTo(answer, address, words)) note(next);
      }),
    );
  }
  return met;
}

/** Asks for each of these addresses, whether anything leads there or not. */
export async function ask(visitor: Visitor, paths: string[]): Promise<Map<string, string>> {
  const met = new Map<string, string>();
  const left = [...paths];
  while (left.length > 0) {
    await Promise.all(
      left.splice(0, atOnce).map(async (path) => {
        met.set(path, await contentsOf(await visitor.get(path), path));
      }),
    );
  }
  return met;
}

/** What a reader finds in it: a page with its markup, the text of a PDF, the files in a ZIP. */
export async function contentsOf({ status, headers, bytes, text }: Answer, path: string) {
  expect(status, path).toBeLessThan(500);
  const type = headers.get("content-type") ?? "";
  if (type.startsWith("application/zip")) {
    return [...unzip(bytes, listZip(bytes))].flat().join("\n");
  }
  if (type.startsWith("application/pdf") && text.trimEnd().endsWith("%%EOF")) {
    const document = await getDocumentProxy(bytes.slice());
    return (await extractText(document, { mergePages: true })).text;
  }
  return text;
}

/** The addresses on this site that an answer leads to. */
function leadsTo({ headers, text, location }: Answer, address: string, words: string[]): string[] {
  const links = location ? [location] : [];
  if (headers.get("content-type")?.startsWith("text/html")) {
    for (const [, link] of text.matchAll(/\b(?:href|src|hx-get)="([^"#]+)/g)) links.push(link!);
    for (const [form] of text.matchAll(/<form\b.*?<\/form>/gs)) links.push(...asks(form, words));
  }
  const here = new URL(address, "http://school.test");
  return links.map((link) => link.replaceAll("&amp;", "&"))
    .filter((link) => URL.canParse(link, here)).map((link) => new URL(link, here))
    .filter((url) => url.origin === here.origin).map((url) => url.pathname + url.search);
}

/** Where a form that asks leads: as it is, with each word in each text, with each choice of a list. */
function asks(form: string, words: string[]): string[] {
  const [opening = ""] = /<form\b[^>]*>/.exec(form) ?? [];
  if (attribute(opening, "method") === "post") return [];
  const action = attribute(opening, "action") ?? "";
  const inputs = [...form.matchAll(/<input\b[^>]*>/g)].map(([input]) => input);
  const kept = inputs.filter((input) => attribute(input, "type") === "hidden")
    .map((input) => [attribute(input, "name") ?? "", attribute(input, "value") ?? ""]);
  const to = (...more: string[][]) => `${action}?${new URLSearchParams([...kept, ...more])}`;
  const texts = inputs.filter((input) => /^(search|text)$/.test(attribute(input, "type") ?? "text"))
    .flatMap((input) => {
      const name = attribute(input, "name") ?? "";
      const piece = attribute(input, "hx-get");
      const pieces = piece ? words.map((word) => `${piece}&${name}=${word}`) : [];
      return [...words.map((word) => to([name, word])), ...pieces];
    });
  const lists = [...form.matchAll(/<select\b[^>]*>.*?<\/select>/gs)].flatMap(([list]) =>
    [...list.matchAll(/<option\b[^>]*>/g)].map(([option]) =>
      to([attribute(list, "name") ?? "", attribute(option, "value") ?? ""])
    )
  );
  return [to(), ...texts, ...lists];
}

/** Of the first tag in a piece of a page. */
const attribute = (html: string, name: string) =>
  new RegExp(`^<[^>]*\\s${name}="([^"]*)"`).exec(html)?.[1];
