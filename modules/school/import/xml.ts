import { SaxesParser, type SaxesTagNS } from "saxes";
import { cleanText } from "./dutch.ts";
import { decodeXml } from "./encoding.ts";
import { ImportError, maxFileBytes } from "./roster.ts";

/** Which children of an element are read; whatever is not named here is never even collected. */
export type Shape = { [name: string]: Shape };

/** An element inside a record, with only what its shape allows. */
export interface XmlElement {
  name: string;
  line: number;
  /** The `key` attribute, or the text of a child element `<key>`. */
  key: string;
  text: string;
  children: XmlElement[];
}

interface XmlRecords {
  /** Recognises the element that holds the records. */
  isBody: (name: string, namespace: string, depth: number) => boolean;
  /** Shape of the records by their path under the body, such as `leerlingen/leerling`. */
  records: Record<string, Shape>;
  onRecord: (path: string, element: XmlElement) => void;
}

const maxDepth = 64;
const maxAttributes = 100;

/** A shape of leaves. */
export function leaves(...names: string[]): Shape {
  return Object.fromEntries(names.map((name) => [name, {}]));
}

/**
 * Reads records from an XML file by child path, while parsing.
 * @returns whether the encoding had to be guessed
 * @throws ImportError when it is not well-formed, has a DOCTYPE or an entity, or has no body
 */
export function readXml(bytes: Uint8Array, wanted: XmlRecords): { guessedEncoding: boolean } {
  if (bytes.length > maxFileBytes) throw new ImportError("file_too_large");
  const { text, guessed } = decodeXml(bytes);
  const parser = new SaxesParser({ xmlns: true });
  const records = new RecordReader(wanted);
  const line = refuseWhatIsUnsafe(parser, () => records.depth);
  parser.on("opentag", (tag) => records.open(tag, line()));
  parser.on("text", (words) => records.text(words));
  parser.on("cdata", (words) => records.text(words));
  parser.on("closetag", () => records.close());
  parser.write(text).close();
  if (!records.bodySeen) throw new ImportError("wrong_kind");
  return { guessedEncoding: guessed };
}

type Parser = SaxesParser<{ xmlns: true }>;
type Tag = Pick<SaxesTagNS, "local" | "uri" | "attributes">;

/**
 * Stops at the first error, at a DOCTYPE (with it entities, which can blow up or reach elsewhere),
 * and at what is nested or attributed beyond any roster.
 * @returns asks for the line on which the newest tag began
 */
function refuseWhatIsUnsafe(parser: Parser, depth: () => number): () => number {
  let attributes = 0;
  let startLine = 1;
  parser.on("error", (error) => {
    const entity = /entity/.test(error.message);
    throw new ImportError(entity ? "xml_entity" : "xml_malformed", parser.line);
  });
  parser.on("doctype", () => {
    throw new ImportError("xml_doctype", parser.line);
  });
  parser.on("opentagstart", () => {
    startLine = parser.line;
    attributes = 0;
    if (depth() >= maxDepth) throw new ImportError("xml_malformed", parser.line);
  });
  parser.on("attribute", () => {
    if (++attributes > maxAttributes) throw new ImportError("xml_malformed", parser.line);
  });
  return () => startLine;
}

/** Collects records out of a stream of tags; what no shape names is passed over. */
class RecordReader {
  /** Tags that are open. */
  depth = 0;
  bodySeen = false;
  #bodyDepth = 0;
  #bodyNamespace = "";
  /** Depth of the outermost tag that is passed over with all that is in it; 0 for none. */
  #skipDepth = 0;
  /** Names under the body, down to the record. */
  #path: string[] = [];
  /** The record and the elements of it that are open. */
  #open: { element: XmlElement; shape: Shape }[] = [];
  readonly #containers: Set<string>;

  constructor(private readonly wanted: XmlRecords) {
    this.#containers = new Set(Object.keys(wanted.records).flatMap(parentPaths));
  }

  open(tag: Tag, line: number) {
    this.depth++;
    if (this.#skipDepth) return;
    if (!this.#bodyDepth) this.#lookForBody(tag);
    else if (tag.uri !== "" && tag.uri !== this.#bodyNamespace) this.#skipDepth = this.depth;
    else this.#openInBody(tag, line);
  }

  #lookForBody({ local, uri }: Tag) {
    if (this.bodySeen || !this.wanted.isBody(local, uri, this.depth)) return;
    this.bodySeen = true;
    this.#bodyDepth = this.depth;
    this.#bodyNamespace = uri;
  }

  #openInBody(tag: Tag, line: number) {
    const parent = this.#open.at(-1);
    const path = [...this.#path, tag.local].join("/");
    const shape = parent ? own(parent.shape, tag.local) : own(this.wanted.records, path);
    if (shape) {
      const key = cleanText(tag.attributes["key"]?.value ?? "");
      const element = { name: tag.local, line, key, text: "", children: [] };
      parent?.element.children.push(element);
      this.#open.push({ element, shape });
      if (!parent) this.#path.push(tag.local);
    } else if (!parent && this.#containers.has(path)) this.#path.push(tag.local);
    else this.#skipDepth = this.depth;
  }

  text(words: string) {
    const inside = this.#open.at(-1);
    if (inside && !this.#skipDepth) inside.element.text += words;
  }

  close() {
    if (this.#skipDepth) {
      if (this.#skipDepth === this.depth) this.#skipDepth = 0;
    } else if (this.#open.length) this.#closeElement();
    else if (this.depth === this.#bodyDepth) this.#bodyDepth = 0;
    else this.#path.pop();
    this.depth--;
  }

  #closeElement() {
    const { element } = this.#open.pop()!;
    element.text = cleanText(element.text);
    element.key ||= childText(element, "key");
    if (this.#open.length) return;
    const path = this.#path.join("/");
    this.#path.pop();
    this.wanted.onRecord(path, element);
  }
}

/** Text of the first child with one of these names that has any. */
export function childText(element: XmlElement, ...names: string[]): string {
  for (const name of names) {
    const found = element.children.find((child) => child.name === name && child.text);
    if (found) return found.text;
  }
  return "";
}

/** All children under a path of names, in the order of the file. */
export function childrenAt(element: XmlElement, ...names: string[]): XmlElement[] {
  return names.reduce(
    (found, name) => found.flatMap((one) => one.children.filter((child) => child.name === name)),
    [element],
  );
}

function parentPaths(path: string): string[] {
  const names = path.split("/");
  return names.slice(1).map((_, index) => names.slice(0, index + 1).join("/"));
}

/** Own property only: an element called `constructor` must find nothing. */
function own(shapes: Record<string, Shape>, name: string): Shape | undefined {
  return Object.hasOwn(shapes, name) ? shapes[name] : undefined;
}
