import { createHash } from "node:crypto";
import { zstdDecompressSync } from "node:zlib";
import { createTarDecoder } from "modern-tar";
import {
  BackupError,
  formatVersion,
  type Head,
  headName,
  headShape,
  isMailName,
  type Manifest,
  manifestName,
  manifestShape,
} from "./format.ts";
import { ageMark, decrypt } from "./key.ts";
import { unseal } from "./seal.ts";

/** What is done with each thing in a backup, in the order in which it stands there. */
interface BackupVisitor {
  head?(head: Head): Promise<void> | void;
  rows?(table: Head["tables"][number], bytes: Uint8Array): Promise<void>;
  file?(hash: string, bytes: Uint8Array): Promise<void>;
  mail?(name: string, bytes: Uint8Array): Promise<void>;
  /** Bytes read of the backup, and its size. */
  progress?(done: number, total: number): void;
}

/**
 * Reads a backup from beginning to end, and holds everything in it against its hash. Whether it is
 * whole is known only when this returns.
 * @throws BackupError when it is damaged, cut off, newer, or the key does not fit
 */
export async function readBackup(
  path: string,
  key: string | undefined,
  visitor: BackupVisitor = {},
): Promise<{ head: Head; manifest: Manifest }> {
  let head: Head | undefined;
  let manifest: Manifest | undefined;
  const seen = new Seen();
  for await (const { name, bytes } of entries(path, key, visitor)) {
    const [kind, ...rest] = name.split("/");
    if (manifest) throw damaged(path);
    if (name === headName && !head) {
      head = parse(path, bytes, headShape);
      seen.head = sha256(bytes);
      await visitor.head?.(head);
    } else if (!head) {
      throw notOurs(path);
    } else if (kind === "database") {
      const table = head.tables.find((table) => table.name === rest[0]);
      if (!table) throw damaged(path);
      const rows = decompressed(path, bytes);
      seen.rows(table.name, rows);
      await visitor.rows?.(table, rows);
    } else if (kind === "files") {
      const hash = sha256(bytes);
      if (hash !== rest[1]) throw damaged(path);
      seen.file(bytes);
      await visitor.file?.(hash, bytes);
    } else if (kind === "mail" && isMailName(rest.join("/"))) {
      seen.mails.push({ name: rest[0]!, sha256: sha256(bytes) });
      await visitor.mail?.(rest[0]!, bytes);
    } else if (name === manifestName) {
      manifest = parse(path, bytes, manifestShape);
    } else {
      throw damaged(path);
    }
  }
  if (!head) throw notOurs(path);
  if (!manifest) throw damaged(path);
  if (!seen.equals(head, manifest)) throw damaged(path);
  return { head, manifest };
}

/** What went by, to be held against the manifest. */
class Seen {
  head = "";
  readonly mails: Manifest["mails"] = [];
  private readonly files = { count: 0, bytes: 0 };
  private readonly tables = new Map<string, ReturnType<typeof createHash>>();

  rows(table: string, bytes: Uint8Array) {
    const hash = this.tables.get(table) ?? createHash("sha256");
    this.tables.set(table, hash.update(bytes));
  }

  file(bytes: Uint8Array) {
    this.files.count++;
    this.files.bytes += bytes.length;
  }

  equals(head: Head, manifest: Manifest): boolean {
    const hashOf = (table: string) =>
      (this.tables.get(table) ?? createHash("sha256")).digest("hex");
    return manifest.head === this.head &&
      manifest.tables.length === head.tables.length &&
      manifest.tables.every(({ name, sha256 }) => sha256 === hashOf(name)) &&
      manifest.files.count === this.files.count &&
      manifest.files.bytes === this.files.bytes &&
      JSON.stringify(manifest.mails) === JSON.stringify(this.mails);
  }
}

/** The files of the tar, one by one. */
async function* entries(
  path: string,
  key: string | undefined,
  visitor: BackupVisitor,
): AsyncGenerator<{ name: string; bytes: Uint8Array }> {
  using file = await open(path);
  const { size } = await file.stat();
  const begin = await beginning(file);
  const encrypted = new TextDecoder().decode(begin).startsWith(ageMark);
  if (!encrypted && !new TextDecoder().decode(begin).startsWith(headName)) throw notOurs(path);
  if (encrypted && !key) {
    throw new BackupError(`${path} is encrypted. Give its key as BACKUP_KEY.`);
  }
  let done = 0;
  const source = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const chunk = new Uint8Array(1 << 16);
      const read = await file.read(chunk);
      if (read === null) return controller.close();
      visitor.progress?.(done += read, size);
      controller.enqueue(chunk.subarray(0, read));
    },
  });
  const plain = encrypted ? await decrypt(source, key!) : source;
  try {
    const unpacked = plain
      .pipeThrough(unseal())
      .pipeThrough(createTarDecoder({ strict: true }));
    for await (const { header, body } of unpacked) {
      yield { name: header.name, bytes: new Uint8Array(await new Response(body).arrayBuffer()) };
    }
  } catch {
    throw damaged(path);
  }
}

async function open(path: string): Promise<Deno.FsFile> {
  try {
    return await Deno.open(path);
  } catch {
    throw new BackupError(`The backup ${path} cannot be read.`);
  }
}

async function beginning(file: Deno.FsFile): Promise<Uint8Array> {
  const bytes = new Uint8Array(ageMark.length);
  await file.read(bytes);
  await file.seek(0, Deno.SeekMode.Start);
  return bytes;
}

function decompressed(path: string, bytes: Uint8Array): Uint8Array {
  try {
    return zstdDecompressSync(bytes);
  } catch {
    throw damaged(path);
  }
}

function parse<T>(path: string, bytes: Uint8Array, shape: { parse(value: unknown): T }): T {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
    if (!isNewer(value)) return shape.parse(value);
  } catch {
    throw damaged(path);
  }
  throw new BackupError(`${path} was made by a newer Schoolbel. Restore it with that one.`);
}

const isNewer = (value: unknown) =>
  typeof value === "object" && value !== null && "format" in value &&
  typeof value.format === "number" && value.format > formatVersion;

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

const notOurs = (path: string) =>
  new BackupError(`${path} is not a backup of Schoolbel, or its beginning is damaged.`);
const damaged = (path: string) =>
  new BackupError(`${path} is damaged or cut off. Nothing was restored; take another backup.`);
