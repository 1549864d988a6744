import { ImportError } from "./roster.ts";

interface Decoded {
  text: string;
  /** True when the bytes were not what the file says they are, and windows-1252 was assumed. */
  guessed: boolean;
}

/**
 * Text of an XML file: the byte order mark decides, then the declared encoding, then UTF-8.
 * @throws ImportError `unknown_encoding`
 */
export function decodeXml(bytes: Uint8Array): Decoded {
  const marked = byMark(bytes);
  if (marked) return marked;
  if (bytes[0] === 0x3c && bytes[1] === 0) return decodeAs("utf-16le", bytes);
  if (bytes[0] === 0 && bytes[1] === 0x3c) return decodeAs("utf-16be", bytes);
  const declaration = new TextDecoder("windows-1252").decode(bytes.subarray(0, 200));
  const declared = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']/.exec(declaration)?.[1] ??
    "utf-8";
  const label = declared.trim().toLowerCase();
  // A UTF-16 declaration without a mark is written by .NET on top of bytes that are UTF-8.
  if (/^utf-?(8|16(le|be)?)$|^us-ascii$/.test(label)) return utf8OrWindows(bytes);
  // By the WHATWG standard ISO-8859-1 is read as windows-1252, which is what such files hold.
  if (/^(iso-?8859-1|iso-?8859-15|latin-?[19]|windows-1252|cp-?1252)$/.test(label)) {
    return decodeAs(
      label.includes("15") || label.endsWith("9") ? "iso-8859-15" : "windows-1252",
      bytes,
    );
  }
  throw new ImportError("unknown_encoding");
}

/** Text of a CSV file: by byte order mark, else UTF-8 when it is valid, else windows-1252. */
export function decodeText(bytes: Uint8Array): string {
  return (byMark(bytes) ?? utf8OrWindows(bytes)).text;
}

function byMark(bytes: Uint8Array): Decoded | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    return utf8OrWindows(bytes.subarray(3));
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeAs("utf-16le", bytes.subarray(2));
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeAs("utf-16be", bytes.subarray(2));
  return null;
}

function utf8OrWindows(bytes: Uint8Array): Decoded {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), guessed: false };
  } catch {
    return { text: new TextDecoder("windows-1252").decode(bytes), guessed: true };
  }
}

function decodeAs(label: string, bytes: Uint8Array): Decoded {
  return { text: new TextDecoder(label).decode(bytes), guessed: false };
}
