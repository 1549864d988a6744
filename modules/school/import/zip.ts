import { Buffer } from "node:buffer";
import { inflateRawSync } from "node:zlib";
import { ImportError } from "./roster.ts";

interface ZipEntry {
  name: string;
  /** 0 stored, 8 deflated. */
  method: number;
  encrypted: boolean;
  packedSize: number;
  localHeaderAt: number;
}

const maxEntries = 1000;
/** All parts of a workbook together, unpacked. */
const maxUnpackedBytes = 100 * 1024 * 1024;

/**
 * The directory of a ZIP file (PKWARE APPNOTE 4.3), without unpacking anything.
 * @throws ImportError `xlsx_unreadable`
 */
export function listZip(bytes: Uint8Array): ZipEntry[] {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = file.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  if (end < 0 || end + 22 > file.length) throw new ImportError("xlsx_unreadable");
  const count = file.readUInt16LE(end + 10);
  let at = file.readUInt32LE(end + 16);
  if (count > maxEntries) throw new ImportError("xlsx_too_large");
  const entries: ZipEntry[] = [];
  while (entries.length < count) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== 0x02014b50) {
      throw new ImportError("xlsx_unreadable");
    }
    const nameLength = file.readUInt16LE(at + 28);
    entries.push({
      name: file.toString("utf8", at + 46, at + 46 + nameLength),
      encrypted: (file.readUInt16LE(at + 8) & 1) === 1,
      method: file.readUInt16LE(at + 10),
      packedSize: file.readUInt32LE(at + 20),
      localHeaderAt: file.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  return entries;
}

/**
 * Unpacks entries under a hard limit that does not trust the sizes the file declares.
 * @throws ImportError `xlsx_too_large`, `xlsx_unreadable`
 */
export function unzip(bytes: Uint8Array, entries: ZipEntry[]): Map<string, string> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const unpacked = new Map<string, string>();
  let left = maxUnpackedBytes;
  for (const entry of entries) {
    const at = entry.localHeaderAt;
    if (at + 30 > file.length || file.readUInt32LE(at) !== 0x04034b50) {
      throw new ImportError("xlsx_unreadable");
    }
    const start = at + 30 + file.readUInt16LE(at + 26) + file.readUInt16LE(at + 28);
    const packed = file.subarray(start, start + entry.packedSize);
    const content = inflate(packed, entry.method, left);
    left -= content.length;
    unpacked.set(entry.name, new TextDecoder().decode(content));
  }
  return unpacked;
}

function inflate(packed: Uint8Array, method: number, limit: number): Uint8Array {
  if (packed.length > limit || limit <= 0) throw new ImportError("xlsx_too_large");
  if (method === 0) return packed;
  if (method !== 8) throw new ImportError("xlsx_unreadable");
  try {
    return inflateRawSync(packed, { maxOutputLength: limit });
  } catch (error) {
    const tooLarge = error instanceof RangeError;
    throw new ImportError(tooLarge ? "xlsx_too_large" : "xlsx_unreadable");
  }
}

/** A ZIP file with these contents, stored without packing. */
export function storeZip(contents: Map<string, string>): ArrayBuffer {
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of contents) {
    const nameBytes = Buffer.from(name);
    const data = Buffer.from(text);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt32LE(data.length, 18);
    head.writeUInt32LE(data.length, 22);
    head.writeUInt16LE(nameBytes.length, 26);
    local.push(head, nameBytes, data);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt32LE(data.length, 20);
    entry.writeUInt32LE(data.length, 24);
    entry.writeUInt16LE(nameBytes.length, 28);
    entry.writeUInt32LE(offset, 42);
    directory.push(entry, nameBytes);
    offset += head.length + nameBytes.length + data.length;
  }
  const end = Buffer.alloc(22);
  const directorySize = directory.reduce((sum, part) => sum + part.length, 0);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(contents.size, 8);
  end.writeUInt16LE(contents.size, 10);
  end.writeUInt32LE(directorySize, 12);
  end.writeUInt32LE(offset, 16);
  const whole = Buffer.concat([...local, ...directory, end]);
  return new Uint8Array(whole).buffer;
}
