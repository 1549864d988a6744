import { Buffer } from "node:buffer";

/** What a file is by its content; `name` only decides between kinds of plain text. */
interface FileType {
  /** Media type it is kept and served with. */
  type: string;
  /** Pictures are made anew; attachments are kept as they are. */
  picture: boolean;
}

/** Why a file is refused: a key of `fileText`. */
export type Refusal =
  | "empty"
  | "tooLarge"
  | "wrongKind"
  | "heic"
  | "oldOffice"
  | "macros"
  | "mismatch"
  | "broken";

export class RefusedFile extends Error {
  constructor(readonly reason: Refusal) {
    super(reason);
  }
}

/** What a file field offers to choose; the content decides. */
export const acceptedPictures = "image/jpeg,image/png,image/webp,image/gif,image/avif";
export const acceptedFiles = `${acceptedPictures},` +
  ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.txt,.csv";

const office = "application/vnd.openxmlformats-officedocument.";
const open = "application/vnd.oasis.opendocument.";
/** Attachments by the end of their name. */
const attachments: Record<string, string> = {
  pdf: "application/pdf",
  docx: `${office}wordprocessingml.document`,
  xlsx: `${office}spreadsheetml.sheet`,
  pptx: `${office}presentationml.presentation`,
  odt: `${open}text`,
  ods: `${open}spreadsheet`,
  odp: `${open}presentation`,
  txt: "text/plain",
  csv: "text/csv",
};
/** Phones give pictures any of these names, whatever is in them; they are made anew anyway. */
const pictureNames = ["jpg", "jpeg", "jpe", "jfif", "png", "webp", "gif", "avif"];

/**
 * The real type of a file, from its content (the first bytes, or what is in a zip).
 * @throws RefusedFile when it is none of the kinds above, or not what its name says.
 */
export function fileType(name: string, bytes: Uint8Array): FileType {
  if (bytes.length === 0) throw new RefusedFile("empty");
  const ending = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  const type = typeOf(ending, bytes);
  const picture = type.startsWith("image/");
  const fits = picture
    ? ending === "" || pictureNames.includes(ending)
    : attachments[ending] === type;
  if (!fits) throw new RefusedFile("mismatch");
  return { type, picture };
}

function typeOf(ending: string, bytes: Uint8Array): string {
  const picture = pictureType(bytes);
  if (picture) return picture;
  const head = latin1(bytes.subarray(0, 64));
  if (head.startsWith("%PDF-")) return attachments.pdf!;
  if (head.startsWith("\xd0\xcf\x11\xe0")) throw new RefusedFile("oldOffice");
  if (head.startsWith("PK\x03\x04")) return officeType(bytes, head);
  if ((ending === "txt" || ending === "csv") && isPlainText(bytes)) return attachments[ending]!;
  throw new RefusedFile("wrongKind");
}

/**
 * The kind of picture by its first bytes, so that nothing but these ever reaches a decoder.
 * @returns undefined when it is none of those that are taken
 * @throws RefusedFile "heic": a picture, of a kind that we cannot read
 */
export function pictureType(bytes: Uint8Array): string | undefined {
  const head = latin1(bytes.subarray(0, 64));
  if (head.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (head.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (/^GIF8[79]a/.test(head)) return "image/gif";
  if (/^RIFF....WEBP/s.test(head)) return "image/webp";
  if (/^....ftypavi[fs]/s.test(head)) return "image/avif";
  if (/^....ftyp(heic|heix|heim|heis|hevc|mif1|msf1)/s.test(head)) throw new RefusedFile("heic");
  return undefined;
}

/** Word, Excel, PowerPoint and LibreOffice files are zips; the names inside tell which. */
function officeType(bytes: Uint8Array, head: string): string {
  const openDocument = /^mimetype(application\/vnd\.oasis\.opendocument\.[a-z]+)/.exec(
    head.slice(30),
  );
  const names = zipNames(bytes);
  if (names.some((name) => /vbaProject|macrosheets|^Basic\/|activeX/i.test(name))) {
    throw new RefusedFile("macros");
  }
  if (openDocument) {
    const known = Object.values(attachments).find((type) => type === openDocument[1]);
    if (known) return known;
  }
  if (names.includes("[Content_Types].xml")) {
    if (names.includes("word/document.xml")) return attachments.docx!;
    if (names.includes("xl/workbook.xml")) return attachments.xlsx!;
    if (names.includes("ppt/presentation.xml")) return attachments.pptx!;
  }
  throw new RefusedFile("wrongKind");
}

/** The names in the directory at the end of a zip (APPNOTE 4.3.12); nothing is unpacked. */
function zipNames(bytes: Uint8Array): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tail = Math.max(0, bytes.length - 65_557);
  const end = latin1(bytes.subarray(tail)).lastIndexOf("PK\x05\x06");
  if (end < 0 || tail + end + 22 > bytes.length) throw new RefusedFile("broken");
  const names: string[] = [];
  let at = view.getUint32(tail + end + 16, true);
  while (
    at + 46 <= bytes.length && view.getUint32(at, true) === 0x02014b50 && names.length < 5000
  ) {
    const length = view.getUint16(at + 28, true);
    names.push(latin1(bytes.subarray(at + 46, at + 46 + length)));
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return names;
}

/** Text of people: no control characters, and not a page or a picture for a browser. */
function isPlainText(bytes: Uint8Array): boolean {
  const isSign = (byte: number) => byte >= 0x20 ? byte !== 0x7f : byte >= 0x09 && byte <= 0x0d;
  return bytes.every(isSign) &&
    !/^[\s\xef\xbb\xbf]*<(!doctype|html|svg|script|\?xml|head|body)/i.test(latin1(bytes));
}

/** A sign per byte; a TextDecoder for "latin1" reads Windows-1252 instead. */
const latin1 = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
