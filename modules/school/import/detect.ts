import { SaxesParser } from "saxes";
import { isRosterBody } from "./edexml.ts";
import { decodeText, decodeXml } from "./encoding.ts";
import { isDossier } from "./oso.ts";
import { listZip } from "./zip.ts";

type FileKind = "edexml" | "uwlr" | "oso" | "csv" | "xlsx" | "xls" | "unknown";

/**
 * What a file is by its content; the name only helps a table with a single column on.
 * `xls` is the old binary format, which is recognised in order to be refused in plain words.
 */
export function detectKind(bytes: Uint8Array, fileName = ""): FileKind {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return detectZip(bytes);
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0) {
    return "xls";
  }
  const head = bytes.subarray(0, 64 * 1024);
  const text = decodeText(head).trimStart();
  if (text.startsWith("<") || text.charCodeAt(0) === 0) return detectXml(head);
  if (/[^\P{Cc}\t\n\v\f\r]/u.test(text)) return "unknown";
  const lines = text.split(/\r\n?|\n/).slice(0, 20);
  const table = lines.some((line) => /[;,\t]/.test(line)) || /\.(csv|tsv|txt)$/i.test(fileName);
  return text && table ? "csv" : "unknown";
}

function detectZip(bytes: Uint8Array): FileKind {
  try {
    return listZip(bytes).some((entry) => entry.name === "xl/workbook.xml") ? "xlsx" : "unknown";
  } catch {
    return "unknown";
  }
}

/** By the root element, or by the body inside the envelope of a UWLR message. */
function detectXml(head: Uint8Array): FileKind {
  let kind: FileKind = "unknown";
  const parser = new SaxesParser({ xmlns: true });
  let depth = 0;
  parser.on("error", () => {});
  parser.on("opentag", ({ local, uri }) => {
    depth++;
    if (kind !== "unknown") return;
    if (isRosterBody(local, uri, depth)) kind = local === "EDEX" ? "edexml" : "uwlr";
    else if (depth === 1 && isDossier(local, uri)) kind = "oso";
  });
  try {
    parser.write(decodeXml(head).text);
  } catch {
    return kind;
  }
  return kind;
}
