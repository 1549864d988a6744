import { SaxesParser } from "saxes";
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

export interface XmlRecords {
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
  const containers = new Set(Object.keys(wanted.records).flatMap(parentPaths));
  const path: string[] = [];
  const open: { element: XmlElement; shape: Shape }[] = [];
  let depth = 0;
  let attributes = 0;
  let bodyDepth = 0;
  let bodyNamespace = "";
  let bodySeen = false;
  let skipDepth = 0;
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
    if (depth >= maxDepth) throw new ImportError("xml_malformed", parser.line);
  });
  parser.on("attribute", () => {
    if (++attributes > maxAttributes) throw new ImportError("xml_malformed", parser.line);
  });
  parser.on("opentag", (tag) => {
    depth++;
    if (skipDepth) return;
    if (!bodyDepth) {
      if (!bodySeen && wanted.isBody(tag.local, tag.uri, depth)) {
        bodySeen = true;
        bodyDepth = depth;
        bodyNamespace = tag.uri;
      }
      return;
    }
    if (tag.uri !== "" && tag.uri !== bodyNamespace) {
      skipDepth = depth;
      return;
    }
    const parent = open.at(-1);
    const shape = parent
      ? own(parent.shape, tag.local)
      : own(wanted.records, [...path, tag.local].join("/"));
    if (shape) {
      const key = cleanText(tag.attributes["key"]?.value ?? "");
      const element = { name: tag.local, line: startLine, key, text: "", children: [] };
      parent?.element.children.push(element);
      open.push({ element, shape });
      if (!parent) path.push(tag.local);
    } else if (!parent && containers.has([...path, tag.local].join("/"))) {
      path.push(tag.local);
    } else {
      skipDepth = depth;
    }
  });
  const onText = (text: string) => {
    if (!skipDepth && open.length) open.at(-1)!.element.text += text;
  };
  parser.on("text", onText);
  parser.on("cdata", onText);
  parser.on("closetag", () => {
    if (skipDepth) {
      if (skipDepth === depth) skipDepth = 0;
    } else if (open.length) {
      const { element } = open.pop()!;
      element.text = cleanText(element.text);
      element.key ||= childText(element, "key");
      if (!open.length) {
        const at = path.join("/");
        path.pop();
        wanted.onRecord(at, element);
      }
    } else if (depth === bodyDepth) {
      bodyDepth = 0;
    } else {
      path.pop();
    }
    depth--;
  });

  parser.write(text).close();
  if (!bodySeen) throw new ImportError("wrong_kind");
  return { guessedEncoding: guessed };
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
